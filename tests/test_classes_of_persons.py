"""The class of a person: by judgement, by rule over numbers, and otherwise unknown."""

import pytest

from probata.linkage.numbers import Candidate, ExhibitNumbers, NumberReading, Status
from probata.linkage.persons_assigning import PersonAssignment
from probata.linkage.persons_class import PersonClass, person_classes
from probata.settings import PersonRule

DETAINEE = PersonRule("detainee", detainee=(1000, 4999), branches=("215", "٢٢٧"))


def number(role: str, *candidates: tuple[str, float], status: Status = "read") -> NumberReading:
    found = tuple(Candidate(*each) for each in candidates)
    value, confidence = candidates[0] if candidates else ("", 0.9)
    return NumberReading(role, value, status if candidates or status == "illegible" else "absent", confidence, found)


def read(exhibit: str, *readings: NumberReading) -> ExhibitNumbers:
    by_role = {role: number(role) for role in ("detainee", "branch", "examination")}
    return ExhibitNumbers(exhibit, by_role | {each.role: each for each in readings})


def of(
    *exhibits: ExhibitNumbers, rules: tuple[PersonRule, ...] = (DETAINEE,), judged: dict[str, str] | None = None
) -> PersonClass:
    """The class of the one person whom all these show."""
    assigned = [PersonAssignment(each.exhibit, "p-1", True, "", 0.9, "number", ()) for each in exhibits]
    found = person_classes(assigned, {each.exhibit: each for each in exhibits}, rules, judged)
    assert list(found) == ["p-1"]
    return found["p-1"]


SURE = read("a", number("detainee", ("4821", 0.95)), number("branch", ("215", 0.9)))


def test_a_rule_whose_conditions_all_hold_gives_the_class() -> None:
    found = of(SURE)
    assert (found.class_, found.basis, found.rule, found.confidence) == ("detainee", "rule", 1, 0.9)
    assert "1000 to 4999" in found.detail


@pytest.mark.parametrize(
    "shown",
    [
        read("a", number("detainee", ("5000", 0.95)), number("branch", ("215", 0.9))),
        read("a", number("detainee", ("4821", 0.95)), number("branch", ("216", 0.9))),
        read("a", number("detainee", ("4821", 0.95))),
        read("a"),
    ],
)
def test_where_a_condition_does_not_hold_or_nothing_was_read_the_class_is_unknown(shown: ExhibitNumbers) -> None:
    assert (of(shown).class_, of(shown).basis, of(shown).confidence) == ("unknown", "none", 0.0)


def test_without_rules_and_judgements_every_person_is_unknown() -> None:
    assert of(SURE, rules=()).class_ == "unknown"


def test_a_branch_may_be_written_in_other_digits() -> None:
    assert of(read("a", number("detainee", ("4821", 0.9)), number("branch", ("227", 0.9)))).class_ == "detainee"


def test_one_or_seven_decides_nothing_where_the_class_depends_on_it() -> None:
    branch = number("branch", ("215", 0.9))
    inside = read("a", number("detainee", ("4821", 0.5), ("4827", 0.5)), branch)
    across = read("a", number("detainee", ("4999", 0.5), ("7999", 0.5)), branch)
    assert (of(inside).class_, of(inside).confidence) == ("detainee", 0.9)
    assert of(across).class_ == "unknown"


def test_one_misread_photograph_does_not_change_the_class_but_its_confidence() -> None:
    wrong = read("c", number("detainee", ("9821", 0.9)), number("branch", ("215", 0.9)))
    found = of(SURE, read("b", *SURE.by_role.values()), wrong)
    assert found.class_ == "detainee"
    assert found.confidence == pytest.approx(0.95 * 2 / 3, abs=1e-4)


def test_a_suffix_is_no_part_of_the_range() -> None:
    shown = read("a", number("detainee", ("4821-b", 0.9)), number("branch", ("215", 0.9)))
    assert of(shown).class_ == "detainee"


def test_an_illegible_number_fits_no_rule() -> None:
    shown = read("a", number("detainee", ("4821", 0.2), status="illegible"), number("branch", ("215", 0.9)))
    assert of(shown).class_ == "unknown"


def test_the_first_rule_that_fits_counts() -> None:
    rules = (PersonRule("soldier", branches=("900",)), PersonRule("civilian", detainee=(1, 9999)), DETAINEE)
    assert (of(SURE, rules=rules).class_, of(SURE, rules=rules).rule) == ("civilian", 2)


def test_an_examination_number_is_there_on_any_photograph_and_absent_only_where_none_is_illegible() -> None:
    there, absent = PersonRule("detainee", examination=True), PersonRule("civilian", examination=False)
    examined = read("b", number("examination", ("77", 0.8)))
    unreadable = read("b", number("examination", status="illegible"))
    assert of(SURE, examined, rules=(there, absent)).class_ == "detainee"
    assert of(SURE, rules=(there, absent)).class_ == "civilian"
    assert of(SURE, unreadable, rules=(there, absent)).class_ == "unknown"


def test_a_judgement_on_any_photograph_goes_before_the_rules() -> None:
    found = of(SURE, read("b"), judged={"b": "soldier"})
    assert (found.class_, found.basis, found.confidence, found.rule) == ("soldier", "judgement", 1.0, 0)
    assert of(SURE, judged={"a": "unknown"}).class_ == "unknown"
    assert of(SURE, judged={"a": "unknown"}).basis == "judgement"


def test_judgements_that_differ_are_listed_and_the_class_is_unknown() -> None:
    found = of(SURE, read("b"), judged={"b": "soldier", "a": "detainee"})
    assert (found.class_, found.basis) == ("unknown", "conflict")
    assert found.conflicting == (("a", "detainee"), ("b", "soldier"))


def test_persons_are_classified_apart_and_photographs_without_a_person_not_at_all() -> None:
    assigned = [
        PersonAssignment("a", "p-1", True, "4821/215", 0.9, "number", ()),
        PersonAssignment("b", "p-2", False, "", 0.9, "burst only", ()),
        PersonAssignment.unknown("c", "nothing tells"),
    ]
    found = person_classes(assigned, {"a": SURE}, [DETAINEE], {"c": "soldier"})
    assert {person: each.class_ for person, each in found.items()} == {"p-1": "detainee", "p-2": "unknown"}
