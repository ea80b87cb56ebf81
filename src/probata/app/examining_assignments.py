"""The steps of assignment: give a sample's units to examiners, give out more, say how far each is.

Rules:
* Who codes what follows from the signed act; nothing else is stored of it.
* A pass with context is given only over units that the same examiner was given blind.
* Nobody is told here what an item's unit is, nor what was coded.

Not here: which units an examiner gets (`probata.examination.assignment`), and the codings (`coding`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from probata.app import investigation
from probata.app.coding_books import adopted
from probata.app.desk import Desk
from probata.app.examining_samples import new_name, open_examination
from probata.errors import UsageError
from probata.examination.assignment import Item, items, shared_units
from probata.examination.codebook import Codebook
from probata.examination.passes import Progress, State, coded, exposure, not_blind_before, progress, states
from probata.examination.sampling import Drawn, drawn
from probata.inquiry import Inquiry
from probata.ledger.acts_checks import check_code
from probata.ledger.acts_examination import CodingAssigned, Pass
from probata.ledger.examinations import Assignment, Examination, Sample
from probata.ledger.unsound import Unsound

BLIND: Pass = "blind"
CONTEXT: Pass = "context"


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment with everything that was given out.

    Attributes:
        assignment: as it stands.
        items: by examiner, each list in its order.
        states: of the items, as `passes.states` says.
        sampled: how many units the sample has now; those beyond ``assignment.units`` are not given out.
        seen_in_context: of a blind pass, items whose unit the examiner had coded with context under another assignment.
    """

    assignment: Assignment
    items: tuple[Item, ...]
    states: tuple[State, ...]
    sampled: int
    seen_in_context: int

    @property
    def progress(self) -> tuple[Progress, ...]:
        """How far each examiner is."""
        return progress(self.items, self.states)

    @property
    def shared(self) -> dict[tuple[str, str], int]:
        """How many units each two examiners share."""
        return shared_units(self.items)

    def of(self, examiner: str) -> tuple[tuple[Item, State], ...]:
        """The list of one examiner, with the state of each item.

        Raises:
            UsageError: the examiner is not of the assignment.
        """
        if examiner not in self.assignment.examiners:
            raise UsageError("no such examiner", expected=", ".join(self.assignment.examiners), found=examiner)
        return tuple(pair for pair in zip(self.items, self.states, strict=True) if pair[0].examiner == examiner)


def given(found: Examination, name: str = "") -> Given:
    """An assignment with its items and their states; without a name the newest.

    Args:
        found: with frames.
        name: of the assignment.

    Raises:
        BadInput: there is no such assignment.
    """
    assignment = found.assignment(name)
    sample = _sample_of(found, assignment)
    mine = items(assignment, sample)
    done = coded(found.codings_of(assignment.assignment))
    state = states(mine, done, *_blind(found)) if assignment.way == CONTEXT else states(mine, done)
    return Given(assignment, mine, state, len(sample), _seen_in_context(found, assignment, mine))


def make(
    inquiry: Inquiry, desk: Desk, sample: str, codebook: str, examiners: Sequence[str], *, per_unit: int = 2,
    repeats: int = 0, way: Pass = BLIND, units: int = 0, seed: str = "", name: str = "", reason: str = "",
) -> str:  # fmt: skip
    """Give units of a sample to examiners, as an act.

    Args:
        inquiry: whose sample.
        desk: who assigns.
        sample: its name; empty: the newest.
        codebook: identifier of an adopted codebook, whose newest edition is used; empty: the one adopted last.
        examiners: their codes, never names.
        per_unit: how many examiners code each unit.
        repeats: how many units each examiner is given twice.
        way: ``blind``, or ``context`` for a second pass.
        units: how many of the sample, the first in the order of drawing; 0: all.
        seed: any text; default: the ledger's head, which nobody chose; of a pass with context that of the newest blind
            pass on the sample, so that everybody gets the same units again.
        name: of the assignment; default: ``assignment-1`` and so on.
        reason: why, in words.

    Returns:
        The assignment's name.

    Raises:
        BadInput: there is no such sample or codebook.
        UsageError: examiners or numbers can't be, or an examiner would get a unit with context that was not given to
            them blind.
    """
    found = open_examination(inquiry)
    chosen, book = found.sample(sample), found.codebook(codebook)
    listed = drawn(chosen, found.frame_of(chosen.sample))
    _check_unit(adopted(found, book.text.hex), chosen)
    _check_numbers(examiners, per_unit, repeats)
    _check_units(units or len(listed), 1, len(listed))
    blind_before = [each for each in found.assignments if each.sample == chosen.sample and each.way == BLIND]
    inherited = blind_before[-1].seed if way == CONTEXT and blind_before else inquiry.head().hex
    act = CodingAssigned(
        assignment=new_name("assignment", name, [each.assignment for each in found.assignments]),
        sample=chosen.sample,
        codebook=book.text,
        way=way,
        examiners={str(place): code for place, code in enumerate(examiners, start=1)},
        per_unit=per_unit,
        repeats=repeats,
        units=units or len(listed),
        seed=seed or inherited,
        reason=reason,
    )
    _check_blind_first(found, act, listed)
    investigation.record(inquiry, act, desk)
    return act.assignment


def extend(inquiry: Inquiry, desk: Desk, name: str, units: int = 0, reason: str = "") -> None:
    """Give out more units of a sample, as an act: what was given stays with whom it was given to.

    Args:
        inquiry: whose assignment.
        desk: who assigns.
        name: of the assignment; empty: the newest.
        units: how many units it is to have in all; 0: all of the sample.
        reason: why, in words.

    Raises:
        BadInput: there is no such assignment.
        UsageError: that is not more than now, or more than the sample has, or there is no blind pass of them.
    """
    found = open_examination(inquiry)
    old = found.assignment(name)
    listed = _sample_of(found, old)
    _check_units(units or len(listed), old.units + 1, len(listed))
    act = CodingAssigned(
        assignment=old.assignment, sample=old.sample, codebook=old.codebook, way=old.way,
        examiners={str(place): code for place, code in enumerate(old.examiners, start=1)}, per_unit=old.per_unit,
        repeats=old.repeats, units=units or len(listed), seed=old.seed, reason=reason,
    )  # fmt: skip
    _check_blind_first(found, act, listed)
    investigation.record(inquiry, act, desk)


def opened_by_day(found: Examination) -> dict[tuple[str, str], int]:
    """Pictures opened unveiled, by examiner and day (UTC), under all assignments."""
    return exposure(found.opened)


def _sample_of(found: Examination, assignment: Assignment) -> tuple[Drawn, ...]:
    return drawn(found.sample(assignment.sample), found.frame_of(assignment.sample))


def _blind(found: Examination) -> tuple[list[Item], frozenset[tuple[str, str, int]]]:
    """What was given blind, under all assignments, and what of it is coded."""
    given_blind: list[Item] = []
    done: set[tuple[str, str, int]] = set()
    for each in found.assignments:
        if each.way == BLIND:
            given_blind += items(each, _sample_of(found, each))
            done |= coded(found.codings_of(each.assignment))
    return given_blind, frozenset(done)


def _seen_in_context(found: Examination, assignment: Assignment, mine: Sequence[Item]) -> int:
    if assignment.way == CONTEXT:
        return 0
    with_context = {each.assignment for each in found.assignments if each.way == CONTEXT}
    own = {(each.examiner, each.unit) for each in found.codings_of(assignment.assignment)}
    seen = {(each.examiner, each.unit) for each in found.codings if each.assignment in with_context}
    return len({(item.examiner, item.unit) for item in mine} & (seen - own))


def _check_blind_first(found: Examination, act: CodingAssigned, listed: Sequence[Drawn]) -> None:
    if act.way == BLIND:
        return
    mine = items(
        Assignment(
            act.assignment, act.sample, act.codebook, act.way, tuple(act.examiners.values()), act.per_unit,
            act.repeats, act.units, act.seed, "", found.sample(act.sample).at,
        ),
        listed,
    )  # fmt: skip
    missing = not_blind_before(mine, _blind(found)[0])
    if missing:
        raise UsageError(
            "with context an examiner is given only what was given to them blind",
            expected="the examiners, --per-unit and --seed of a blind pass on the same units",
            found=f"{len(missing):,} of {len(mine):,} items without one, the first of them for {missing[0].examiner}",
        )


def _check_unit(codebook: Codebook, sample: Sample) -> None:
    if codebook.unit != sample.unit:
        raise UsageError(
            f"codebook {codebook.codebook} is of a {codebook.unit}", found=codebook.unit,
            expected=f"one of a {sample.unit}, as the sample is", do="adopt another, with --codebook",
        )  # fmt: skip


def _check_numbers(examiners: Sequence[str], per_unit: int, repeats: int) -> None:
    for code in examiners:
        try:
            check_code("examiners", code)
        except Unsound as error:
            raise UsageError("a code of an examiner", expected="1 to 32 letters, digits, - or _", found=code) from error
    if not examiners or len(set(examiners)) < len(examiners):
        raise UsageError("examiners", expected="different codes, as E1,E2,E3", found=",".join(examiners))
    if not 1 <= per_unit <= len(examiners):
        raise UsageError("examiners per unit", expected=f"1 to {len(examiners)}", found=str(per_unit))
    if repeats < 0:
        raise UsageError("units given twice", expected="0 or more", found=str(repeats))


def _check_units(units: int, least: int, most: int) -> None:
    if not least <= units <= most:
        do = "make the sample longer first: `probata sample extend`" if units > most or least > most else ""
        raise UsageError("units given out", expected=f"{least:,} to {most:,}", found=f"{units:,}", do=do)
