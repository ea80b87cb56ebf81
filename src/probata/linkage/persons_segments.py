"""Segments: photographs of one burst (or one photograph alone) that show one person, and that person's number.

Not here: which segments are one person (`persons`).
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from math import log, prod

from probata.linkage.numbers import ExhibitNumbers
from probata.linkage.persons_lines import Line, candidates_of, neighbours
from probata.linkage.persons_pauses import PauseModel, counted_within, estimated_pauses
from probata.linkage.persons_sequence import (
    DENSITY,
    NOBODY,
    STARTING,
    Number,
    ReadingModel,
    Shot,
    Shown,
    blanks_before,
    change_between,
    difference,
    estimated_reading,
    likelihood,
    shown_in,
    unexplained,
)

WELL_READ = 0.9
_WELL = 0.8
_CONSTANT_SHARE = 0.5
_CUT_FROM = 0.02
_UNSEEN_FACTOR = 0.2
_LEAST_CANDIDATE = 0.02
_CAP = 0.999
_ROUNDS, _SETTLED = 3, 0.05


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


@dataclass(frozen=True, slots=True)
class Division:
    """All photographs divided into segments.

    Attributes:
        lines: photographs in the order taken.
        segments: of the lines, then of the photographs alone.
        pauses: the model of pauses.
        reading: the model of reading.
    """

    lines: tuple[Line, ...]
    segments: tuple[Segment, ...]
    pauses: PauseModel
    reading: ReadingModel


def divided(found: Sequence[Line], eligible: Collection[str], numbers: Mapping[str, ExhibitNumbers]) -> Division:
    """The segments of all lines and of the photographs alone, and the models that divided them.

    The models are estimated in rounds: divide by the models so far, count what follows, divide again.
    """
    within = ((pause, changed) for line in found for pause, changed in _pauses([line]) if changed is not None)
    pauses = counted_within(estimated_pauses(_pauses(found)), within)
    reading = STARTING
    for _ in range(_ROUNDS):
        shown = [shown_in(line.shots, pauses, reading) for line in found]
        before, reading = reading, _reading(found, shown)
        if abs(log(reading.factor / before.factor)) < _SETTLED:
            break
    constant = _constant(found)
    segments: list[Segment] = []
    for line, seen in zip(found, shown, strict=True):
        segments += _divided(line.shots, seen, reading, _cuts(line.shots, pauses) if constant else [], constant)
    in_lines = {shot.exhibit for line in found for shot in line.shots}
    alone = [Shot(each, 0.0, candidates_of(numbers.get(each))) for each in sorted(set(eligible) - in_lines)]
    surely = {segment.number for segment in segments if segment.certainty >= WELL_READ}
    surely |= {shot.candidates[0][0] for shot in alone if shot.candidates and shot.candidates[0][1] >= WELL_READ}
    segments += [_alone(shot, surely, reading) for shot in alone]
    return Division(tuple(found), tuple(segments), pauses, reading)


def _pauses(found: Sequence[Line]) -> Iterator[tuple[float, bool | None]]:
    """Pause, and whether the person changed; None where that is not told by two well-read numbers.

    Different numbers tell a change anywhere, equal ones only within a burst, and only if most bursts have others.
    """
    constant = _constant(found)
    within = ((a, b, b.time_s - a.time_s, True) for line in found for a, b in pairwise(line.shots) if b.timed)
    between = ((found[i].shots[-1], found[j].shots[0], pause, False) for i, j, pause in neighbours(found))
    for before, after, pause, inside in chain(within, between):
        left, right = _well_read(before), _well_read(after)
        if NOBODY in (left, right) or {left, right} & constant:
            yield pause, None
        elif difference(left, right) > 0:
            yield pause, True
        else:
            yield pause, False if inside else None


def _constant(found: Sequence[Line]) -> set[Number]:
    """Numbers that most lines have: they tell nobody apart."""
    firsts = [{_well_read(shot) for shot in line.shots} - {NOBODY} for line in found]
    often = Counter(number for numbers in firsts for number in numbers)
    return {number for number, lines in often.items() if lines > max(2, _CONSTANT_SHARE * len(found))}


def _cuts(shots: Sequence[Shot], pauses: PauseModel) -> list[int]:
    """For each photograph how many pauses before it may well have brought another person."""
    changes = [0.0, *(change_between(a, b, pauses) for a, b in pairwise(shots))]
    return list(accumulate(int(change >= _CUT_FROM) for change in changes))


def _well_read(shot: Shot) -> Number:
    return shot.candidates[0][0] if shot.candidates and shot.candidates[0][1] >= _WELL else NOBODY


def _reading(found: Sequence[Line], shown: Sequence[Sequence[Shown]]) -> ReadingModel:
    """The model of reading by what numbers the photographs of each line show."""
    pairs = [
        (shot, blanks, each.number)
        for line, seen in zip(found, shown, strict=True)
        for shot, blanks, each in zip(line.shots, blanks_before(line.shots), seen, strict=True)
        if each.number != NOBODY
    ]
    absent = [(blanks, not shot.candidates) for shot, blanks, _ in pairs]
    read = [(shot.candidates[0][0], number) for shot, _, number in pairs if shot.candidates]
    return estimated_reading(absent, len(read), sum(difference(first, number) > 0 for first, number in read))


def _divided(
    shots: Sequence[Shot],
    seen: Sequence[Shown],
    reading: ReadingModel,
    cuts: Sequence[int],
    constant: Collection[Number],
) -> Iterator[Segment]:
    """A segment for each number; photographs with nobody's number make one for each unbroken run.

    A number that most lines have tells nobody apart: its photographs make a segment between each two longer pauses.
    """
    by_exhibit = {shot.exhibit: shot for shot in shots}
    parts: dict[tuple[Number, int], list[Shown]] = {}
    run = 0
    for i, each in enumerate(seen):
        run += i > 0 and seen[i - 1].number != each.number
        part = run if each.number == NOBODY else cuts[i] if each.number in constant else 0
        parts.setdefault((each.number, part), []).append(each)
    for (number, _), shown in parts.items():
        yield _segment(number, shown, [by_exhibit[each.exhibit] for each in shown], set(), reading, in_burst=True)


def _alone(shot: Shot, surely: Collection[Number], reading: ReadingModel) -> Segment:
    """One photograph: a candidate that nobody else surely bears has a fifth of the weight of one that somebody does."""
    number = shot.candidates[0][0] if shot.candidates else NOBODY
    return _segment(number, [Shown(shot.exhibit, number, _CAP)], [shot], surely, reading, in_burst=False)


def _segment(
    number: Number,
    shown: Sequence[Shown],
    shots: Sequence[Shot],
    surely: Collection[Number],
    reading: ReadingModel,
    *,
    in_burst: bool,
) -> Segment:
    candidates = _candidates([shot for shot in shots if shot.candidates], surely, reading) if number != NOBODY else []
    if candidates:
        number = candidates[0][0]
    certainty = candidates[0][1] if candidates else 0.0
    return Segment(tuple(shown), number, certainty, tuple(candidates), in_burst)


def _candidates(shots: Sequence[Shot], surely: Collection[Number], reading: ReadingModel) -> list[tuple[Number, float]]:
    """The probability of each candidate given all readings, and given that it may be none of them."""
    numbers = {number for shot in shots for number, p in shot.candidates if p >= _LEAST_CANDIDATE}
    # only a tie of a known number with an unknown one is decided by the archive, and only for a photograph alone
    known = {number for number in numbers if number in surely}
    weights = {n: prod(likelihood(shot, n, reading) for shot in shots) for n in numbers}
    weights = {n: w * (_UNSEEN_FACTOR if known and n not in known else 1.0) for n, w in weights.items()}
    # any other number, of about 1/DENSITY that there may be, would have to be misread in every photograph
    outside = prod(unexplained(shot, reading) * DENSITY for shot in shots) / DENSITY
    whole = sum(weights.values()) + outside * (_UNSEEN_FACTOR if known else 1.0)
    ranked = sorted(weights.items(), key=lambda each: (-each[1], each[0]))
    return [(number, min(_CAP, weight / whole)) for number, weight in ranked if weight > 0]
