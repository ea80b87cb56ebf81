"""Segments: photographs of one burst (or one photograph alone) that show one person, and that person's number.

Not here: which segments are one person (`persons`).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import prod

from probata.linkage.bursts import Burst
from probata.linkage.numbers import ExhibitNumbers
from probata.linkage.persons_pauses import PauseModel, estimated_pauses
from probata.linkage.persons_sequence import DENSITY, NOBODY, Number, Shot, Shown, likelihood, shown_in, unexplained

WELL_READ = 0.9
_UNSEEN_FACTOR = 0.2
_LEAST_CANDIDATE = 0.02
_CAP = 0.999


@dataclass(frozen=True, slots=True)
class Segment:
    """Photographs that the burst says show one person.

    Attributes:
        shown: each photograph with the probability that it belongs here.
        number: the likeliest number, or `NOBODY`.
        certainty: probability of the number given all its readings; 0 for `NOBODY`.
        candidates: (number, probability), best first.
        in_burst: whether a burst says so (else it is one photograph alone).
    """

    shown: tuple[Shown, ...]
    number: Number
    certainty: float
    candidates: tuple[tuple[Number, float], ...]
    in_burst: bool

    @property
    def anchor(self) -> str:
        """The photograph that stands for the segment: the most probable, of equals the smallest digest."""
        return min(self.shown, key=lambda each: (-each.probability, each.exhibit)).exhibit

    def well_read(self, roles: Collection[str]) -> bool:
        """Whether the number is complete under the scheme and at least 0.9 sure."""
        whole = all(part for part, role in zip(self.number, ("detainee", "branch"), strict=True) if role in roles)
        return self.number != NOBODY and whole and self.certainty >= WELL_READ


def candidates_of(exhibit: ExhibitNumbers | None) -> tuple[tuple[Number, float], ...]:
    """(number, probability) of one photograph, best first."""
    if exhibit is None:
        return ()
    pairs = [((each.value("detainee"), each.value("branch")), each.confidence) for each in exhibit.sets]
    return tuple((number, p) for number, p in pairs if number[0])


def segments(
    bursts: Sequence[Burst],
    eligible: Collection[str],
    numbers: Mapping[str, ExhibitNumbers],
    group_of: Mapping[str, int],
) -> tuple[list[Segment], PauseModel]:
    """The segments of all bursts and of the photographs alone, and the model of pauses that divided them.

    Args:
        bursts: photographs in the order in which they were taken.
        eligible: photographs that may show a person.
        numbers: by hex digest.
        group_of: near-duplicate group by hex digest.
    """
    lines = [shots for burst in bursts if (shots := _shots(burst, eligible, numbers, group_of))]
    pauses = estimated_pauses(pair for shots in lines for pair in _neighbours(shots))
    found = [segment for shots in lines for segment in _divided(shots, pauses)]
    in_bursts = {shot.exhibit for shots in lines for shot in shots}
    alone = [Shot(each, 0.0, candidates_of(numbers.get(each))) for each in sorted(set(eligible) - in_bursts)]
    surely = {segment.number for segment in found if segment.certainty >= WELL_READ}
    surely |= {shot.candidates[0][0] for shot in alone if shot.candidates and shot.candidates[0][1] >= WELL_READ}
    found += [_alone(shot, surely) for shot in alone]
    return found, pauses


def _shots(
    burst: Burst, eligible: Collection[str], numbers: Mapping[str, ExhibitNumbers], group_of: Mapping[str, int]
) -> list[Shot]:
    shots: list[Shot] = []
    for exhibit, time in zip(burst.exhibits, burst.times, strict=True):
        if exhibit not in eligible:
            continue
        group = group_of.get(exhibit)
        repeats = bool(shots) and group is not None and group == group_of.get(shots[-1].exhibit)
        known = numbers.get(exhibit)
        written = known is not None and known.detainee.status == "illegible"
        seconds = (datetime.fromisoformat(time) - datetime.fromisoformat(burst.times[0])).total_seconds()
        shots.append(Shot(exhibit, seconds, candidates_of(known), written, repeats))
    return shots


def _neighbours(shots: Sequence[Shot]) -> Iterator[tuple[float, bool]]:
    """Pause, and whether the number changed, of neighbours whose numbers are both well read."""
    for before, after in pairwise(shots):
        if before.candidates and after.candidates and min(before.candidates[0][1], after.candidates[0][1]) >= WELL_READ:
            yield after.time_s - before.time_s, before.candidates[0][0] != after.candidates[0][0]


def _divided(shots: Sequence[Shot], pauses: PauseModel) -> Iterator[Segment]:
    """A segment for each number; photographs with nobody's number make one for each unbroken run."""
    by_exhibit = {shot.exhibit: shot for shot in shots}
    parts: dict[tuple[Number, int], list[Shown]] = {}
    run = 0
    for before, each in pairwise([None, *shown_in(shots, pauses)]):
        assert each is not None
        run += before is not None and before.number != each.number
        parts.setdefault((each.number, run if each.number == NOBODY else 0), []).append(each)
    for (number, _), shown in parts.items():
        yield _segment(number, shown, [by_exhibit[each.exhibit] for each in shown], set(), in_burst=True)


def _alone(shot: Shot, surely: Collection[Number]) -> Segment:
    """One photograph: a candidate that nobody else surely bears has a fifth of the weight of one that somebody does."""
    number = shot.candidates[0][0] if shot.candidates else NOBODY
    return _segment(number, [Shown(shot.exhibit, number, _CAP)], [shot], surely, in_burst=False)


def _segment(
    number: Number, shown: Sequence[Shown], shots: Sequence[Shot], surely: Collection[Number], *, in_burst: bool
) -> Segment:
    candidates = _candidates([shot for shot in shots if shot.candidates], surely) if number != NOBODY else []
    if candidates:
        number = candidates[0][0]
    certainty = candidates[0][1] if candidates else 0.0
    return Segment(tuple(shown), number, certainty, tuple(candidates), in_burst)


def _candidates(shots: Sequence[Shot], surely: Collection[Number]) -> list[tuple[Number, float]]:
    """The probability of each candidate given all readings, and given that it may be none of them."""
    numbers = {number for shot in shots for number, p in shot.candidates if p >= _LEAST_CANDIDATE}
    # only a tie of a known number with an unknown one is decided by the archive, and only for a photograph alone
    known = {number for number in numbers if number in surely}
    weights = {n: prod(2 * likelihood(shot, n) for shot in shots) for n in numbers}
    weights = {n: w * (_UNSEEN_FACTOR if known and n not in known else 1.0) for n, w in weights.items()}
    # any other number, of about 1/DENSITY that there may be, would have to be misread in every photograph
    outside = prod(unexplained(shot) * DENSITY for shot in shots) / DENSITY
    whole = sum(weights.values()) + outside * (_UNSEEN_FACTOR if known else 1.0)
    ranked = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
    return [(number, min(_CAP, weight / whole)) for number, weight in ranked if weight > 0]
