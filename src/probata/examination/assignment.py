"""Who codes what, in which order: it follows from the signed assignment by hash, and nobody chooses.

Rules:
* Examiners carry the same load, one unit more or less; every two of them share units, as evenly as can be.
* Some units are given to the same examiner again, late in the list, under another number: how far an examiner agrees
  with themselves.
* Giving out more units changes nothing of what was given: a unit's examiners depend on the units drawn before it only.
* An item's number tells neither the unit nor whether it is the second time.

Not here: what an examiner is shown (`passes`), and the codings (`codings`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from probata.errors import UsageError
from probata.examination.sampling import Drawn
from probata.ledger.examinations import Assignment
from probata.statistics.sampling import place

FIRST, AGAIN = 1, 2
_DIGITS = 10  # of an item's number: in a list of 10,000 two are the same with 1 in 20,000
_ALL = float(16**64)


@dataclass(frozen=True, slots=True)
class Item:
    """One unit given to one examiner on one occasion.

    Attributes:
        examiner: the examiner's code.
        place: in the examiner's list, from 1; changes when more is given out.
        number: by which the examiner names it, ten hex digits; never changes.
        unit: digest in hex; not shown in a blind pass.
        occasion: 1, or 2 where the same examiner is given it again; not shown.
        photographs: of the unit, digests in hex.
    """

    examiner: str
    place: int
    number: str
    unit: str
    occasion: int
    photographs: tuple[str, ...]


def examiners_of(units: Sequence[str], examiners: Sequence[str], per_unit: int, seed: str) -> list[tuple[str, ...]]:
    """Who codes each unit.

    Unit by unit, examiners are chosen one after another: those with the fewest units so far, of these those who have
    shared the fewest units with the ones chosen already, of these the first by hash. So loads differ by one at most
    at any time, and the pairs follow.

    Args:
        units: in the order of drawing.
        examiners: codes, each once.
        per_unit: how many code each unit, 1 to as many as there are.
        seed: of the assignment.

    Returns:
        For each unit its examiners, sorted.
    """
    load: Counter[str] = Counter(dict.fromkeys(examiners, 0))
    shared: Counter[frozenset[str]] = Counter()
    found: list[tuple[str, ...]] = []
    for unit in units:
        by_hash = sorted(examiners, key=lambda examiner: place(f"{examiner}\n{unit}", seed))
        chosen: list[str] = []
        while len(chosen) < per_unit:
            waiting = [each for each in by_hash if each not in chosen]
            chosen.append(min(waiting, key=lambda each: (load[each], _together(each, chosen, waiting, shared))))
        load.update(chosen)
        shared.update(frozenset(pair) for pair in combinations(chosen, 2))
        found.append(tuple(sorted(chosen)))
    return found


def _together(one: str, chosen: Sequence[str], waiting: Sequence[str], shared: Counter[frozenset[str]]) -> int:
    """How many units ``one`` shared with those chosen; before anybody is, the fewest with anybody else."""
    if chosen:
        return sum(shared[frozenset((one, other))] for other in chosen)
    return min((shared[frozenset((one, other))] for other in waiting if other != one), default=0)


def items(assignment: Assignment, sample: Sequence[Drawn]) -> tuple[Item, ...]:
    """Everything that was given out, by examiner in the assignment's order, each list in its own order.

    The units that an examiner is given twice are the first of theirs in the order of drawing. They stand in the first
    half of the list by hash, and again in the second half.

    Args:
        assignment: as it stands.
        sample: its units, in the order of drawing.

    Raises:
        UsageError: more units are given out than the sample has.
    """
    if assignment.units > len(sample):
        raise UsageError(
            "units given out", expected=f"1 to {len(sample):,}, as the sample has", found=f"{assignment.units:,}"
        )
    given = sample[: assignment.units]
    who = examiners_of([each.unit for each in given], assignment.examiners, assignment.per_unit, assignment.seed)
    return tuple(
        item
        for examiner in assignment.examiners
        for item in _list(
            assignment, examiner, [each for each, chosen in zip(given, who, strict=True) if examiner in chosen]
        )
    )


def _list(assignment: Assignment, examiner: str, units: Sequence[Drawn]) -> Iterable[Item]:
    twice = {each.unit for each in units[: assignment.repeats]}
    keyed: list[tuple[float, str, Drawn, int]] = []
    for each in units:
        for occasion in (FIRST, AGAIN) if each.unit in twice else (FIRST,):
            hashed = place(f"{assignment.assignment}\n{examiner}\n{each.unit}\n{occasion}", assignment.seed)
            at = int(hashed, 16) / _ALL
            if each.unit in twice:
                at = at / 2 if occasion == FIRST else 0.5 + at / 2
            keyed.append((at, hashed, each, occasion))
    keyed.sort(key=lambda row: row[:2])
    for order, (_, hashed, each, occasion) in enumerate(keyed, start=1):
        yield Item(examiner, order, hashed[-_DIGITS:], each.unit, occasion, each.photographs)


def shared_units(given: Iterable[Item]) -> dict[tuple[str, str], int]:
    """How many units each two examiners share, by their codes in order; pairs that share none are absent."""
    by_unit: dict[str, set[str]] = {}
    for item in given:
        by_unit.setdefault(item.unit, set()).add(item.examiner)
    pairs = Counter(pair for examiners in by_unit.values() for pair in combinations(sorted(examiners), 2))
    return dict(sorted(pairs.items()))
