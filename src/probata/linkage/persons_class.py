"""The class of a person (detainee, soldier, civilian, unknown): by judgement or by a rule over numbers, never by looks.

Rules (the first that applies):
1. what people judged on any photograph of the person, if they agree; if they don't, it is unknown and listed;
2. the first rule of the inquiry that fits the numbers read on the person's photographs;
3. unknown.

A condition on a number fits where more than half of what was read meets it, every photograph with a read number
counting as one and its candidates by their confidence: "1 or 7" decides nothing where the class depends on it, and is
no obstacle where it doesn't. What a rule is worth only the inquiry can say: the confidence here is that of the reading
alone. That a photograph shows somebody, or with a number, says nothing of who it is: neither the class of a photograph
nor its look is used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from probata.linkage.numbers import EXAMINATION, ExhibitNumbers
from probata.linkage.numbers_scheme import western
from probata.linkage.persons_assigning import PersonAssignment
from probata.settings import PersonRule

UNKNOWN = "unknown"
_MORE_THAN = 0.5
_MOST = 0.99
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class PersonClass:
    """The class of one person.

    Attributes:
        person: the person's label.
        class_: detainee, soldier, civilian or unknown.
        basis: ``judgement``, ``rule``, ``conflict`` (judgements that differ) or ``none``.
        confidence: that the numbers are read as the rule needs them, 0 to 0.99; 1 by judgement; 0 where unknown.
        rule: which of the inquiry's rules, from 1; 0: none.
        detail: one sentence for the reader.
        conflicting: the judgements that differ: hex digest and class, by digest.
    """

    person: str
    class_: str
    basis: str
    confidence: float
    rule: int
    detail: str
    conflicting: tuple[tuple[str, str], ...] = ()


def person_classes(
    assignments: Iterable[PersonAssignment],
    numbers: Mapping[str, ExhibitNumbers],
    rules: Sequence[PersonRule],
    judged: Mapping[str, str] | None = None,
) -> dict[str, PersonClass]:
    """The class of each person, by label.

    Args:
        assignments: the person of each photograph (`Persons.assignments`); those without a person are left out.
        numbers: what `numbers.numbers` gives, with what people set (`numbers_judged`).
        rules: of the inquiry, in its order.
        judged: class of the person on a photograph by hex digest, where a judgement of kind ``person-class`` holds.
    """
    shown: dict[str, list[str]] = {}
    for each in assignments:
        if each.person is not None:
            shown.setdefault(each.person, []).append(each.exhibit)
    return {person: _class_of(person, sorted(shown[person]), numbers, rules, judged or {}) for person in sorted(shown)}


def _class_of(
    person: str,
    exhibits: Sequence[str],
    numbers: Mapping[str, ExhibitNumbers],
    rules: Sequence[PersonRule],
    judged: Mapping[str, str],
) -> PersonClass:
    said = tuple((exhibit, judged[exhibit]) for exhibit in exhibits if exhibit in judged)
    verdicts = sorted({class_ for _, class_ in said})
    if len(verdicts) > 1:
        detail = f"judged {' and '.join(verdicts)} on different photographs"
        return PersonClass(person, UNKNOWN, "conflict", 0.0, 0, detail, said)
    if verdicts:
        return PersonClass(person, verdicts[0], "judgement", 1.0, 0, "set by a person")
    read = [numbers[exhibit] for exhibit in exhibits if exhibit in numbers]
    for place, rule in enumerate(rules, 1):
        share = _share(rule, read)
        if share > _MORE_THAN:
            confidence = round(min(share, _MOST), _DECIMALS)
            return PersonClass(person, rule.class_, "rule", confidence, place, f"rule {place}: {_written(rule)}")
    return PersonClass(person, UNKNOWN, "none", 0.0, 0, "no judgement, and no rule fits the numbers that were read")


def _share(rule: PersonRule, read: Sequence[ExhibitNumbers]) -> float:
    """How much of what was read meets the rule: the least of its conditions, 0..1."""
    shares = []
    if rule.detainee is not None:
        low, high = rule.detainee
        shares.append(_meeting(read, "detainee", lambda value: low <= _number(value) <= high))
    if rule.branches:
        branches = {western(branch).strip().lower() for branch in rule.branches}
        shares.append(_meeting(read, "branch", lambda value: value in branches))
    if rule.examination is not None:
        shares.append(_examined(read, rule.examination))
    return min(shares, default=0.0)


def _meeting(read: Iterable[ExhibitNumbers], role: str, meets: Callable[[str], bool]) -> float:
    """How much of what was read meets a condition, 0..1; 0 where nothing was read."""
    readings = [numbers.by_role[role] for numbers in read if numbers.by_role[role].status == "read"]
    met = sum(each.confidence for reading in readings for each in reading.candidates if meets(each.value))
    return met / len(readings) if readings else 0.0


def _examined(read: Sequence[ExhibitNumbers], expected: bool) -> float:
    """Whether an examination number was read on any photograph; that there is none, only where none is illegible."""
    readings = [numbers.by_role[EXAMINATION] for numbers in read]
    if expected:
        return max((each.confidence for each in readings if each.status == "read"), default=0.0)
    absent = bool(readings) and all(each.status == "absent" for each in readings)
    return min(each.confidence for each in readings) if absent else 0.0


def _number(value: str) -> int:
    """The number without its suffix; −1 where there are no digits."""
    digits = "".join(character for character in value.split("-", 1)[0] if character.isdigit())
    return int(digits) if digits else -1


def _written(rule: PersonRule) -> str:
    """The rule's conditions in words."""
    conditions = []
    if rule.detainee is not None:
        conditions.append(f"detainee's number from {rule.detainee[0]} to {rule.detainee[1]}")
    if rule.branches:
        conditions.append(f"branch {' or '.join(rule.branches)}")
    if rule.examination is not None:
        conditions.append("an examination number" if rule.examination else "no examination number")
    return ", ".join(conditions)
