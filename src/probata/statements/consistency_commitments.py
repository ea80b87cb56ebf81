"""Checks on a commitment as a whole, and links proposed between commitments.

Rules:
* The day on which it is asked is handed in: nothing here reads a clock.
* A deadline that has passed with nothing recorded says what was recorded, not what happened.
* A link between commitments is a proposal with its reasons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from probata.errors import BadInput
from probata.statements.consistency_checks import numbers_of
from probata.statements.consistency_cues import found
from probata.statements.consistency_values import Candidate, Commitment, Label, Reason, Sides
from probata.statements.retrieval import Field
from probata.statements.retrieval_words import words_of

LinkKind = Literal["implements", "repeats", "replaces"]
_ALIKE, _SOME = 0.45, 0.2


@dataclass(frozen=True, slots=True)
class CommitmentLink:
    """A later commitment that may belong to an earlier one.

    Attributes:
        earlier: identifier.
        later: identifier.
        kind: what the later one may be to the earlier.
        alike: how much of their words they share, 0 to 1.
        reasons: in words.
    """

    earlier: str
    later: str
    kind: LinkKind
    alike: float
    reasons: tuple[str, ...]


def deadline_passed(
    commitment: Commitment, candidates: Sequence[Candidate], judged: Mapping[str, Label], as_of: str
) -> Reason | None:
    """Says that a deadline lies behind a given day and that no person has recorded a fulfilment.

    Args:
        commitment: which.
        candidates: proposed for it.
        judged: labels that people decided, by the passage's identifier.
        as_of: the day for which it is asked, ISO 8601.

    Returns:
        A reason that names what is recorded and what is only suggested; None where there is no deadline, where it has
        not passed, or where a person judged a passage as fulfilling.

    Raises:
        BadInput: the day is no date.
    """
    _check_day(as_of)
    if not commitment.deadline or not commitment.deadline < as_of[: len(commitment.deadline)]:
        return None
    if "fulfils" in judged.values():
        return None
    hints = [each for each in candidates if each.suggested == "fulfils" and each.passage.id not in judged]
    proposed = f"{len(hints)} suggested and not assessed" if hints else "none is suggested"
    says = f"the deadline {commitment.deadline} lies before {as_of}; no passage is judged as fulfilling, {proposed}"
    return Reason("deadline passed", says, "", "breaches", 0.5 if hints else 1.5)


def _check_day(day: str) -> None:
    parts = day.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(part.isascii() and part.isdigit() for part in parts):
        message = "a day can't be read"
        raise BadInput(message, expected="a date such as 2031-01-19", found=day[:40])


def links_between(commitments: Sequence[Commitment], sides: Sides) -> tuple[CommitmentLink, ...]:
    """Commitments of one side that may repeat, replace or implement one another, most alike first."""
    ordered = sorted(commitments, key=lambda one: (one.made, one.place.document, one.place.start, one.id))
    weighed = Field([one.text for one in ordered], words_of)
    alike = [weighed.likeness(one.text) for one in ordered]
    links = [
        link
        for (first, earlier), (second, later) in combinations(enumerate(ordered), 2)
        if sides.same(earlier.party, later.party)
        for link in [_link(earlier, later, float(alike[first][second]))]
        if link is not None
    ]
    return tuple(sorted(links, key=lambda link: (-link.alike, link.earlier, link.later)))


def _link(earlier: Commitment, later: Commitment, alike: float) -> CommitmentLink | None:
    if alike < _SOME:
        return None
    shared = f"{round(100 * alike)} % alike by their words, of the same side"
    changed = _changed(earlier, later)
    implements, replaces = found("implements", later.text), found("replaces", later.text)
    if implements:
        return _linked(earlier, later, "implements", alike, (shared, f"it says “{implements}”"))
    if changed or replaces:
        said = (f"it says “{replaces}”",) if replaces else ()
        return _linked(earlier, later, "replaces", alike, (shared, *changed, *said))
    return _linked(earlier, later, "repeats", alike, (shared,)) if alike >= _ALIKE else None


def _linked(
    earlier: Commitment, later: Commitment, kind: LinkKind, alike: float, reasons: tuple[str, ...]
) -> CommitmentLink:
    return CommitmentLink(earlier.id, later.id, kind, round(alike, 4), reasons)


def _changed(earlier: Commitment, later: Commitment) -> tuple[str, ...]:
    """What differs: the deadline, or the largest number."""
    changes = []
    if earlier.deadline and later.deadline and earlier.deadline != later.deadline:
        changes.append(f"the deadline was {earlier.deadline} and is {later.deadline}")
    before, after = numbers_of(earlier.text, earlier.quantities), numbers_of(later.text, later.quantities)
    if before and after:
        most = max(before, key=lambda number: number.high), max(after, key=lambda number: number.high)
        if most[0].high != most[1].high:
            changes.append(f"the number was {most[0].words} and is {most[1].words}")
    return tuple(changes)
