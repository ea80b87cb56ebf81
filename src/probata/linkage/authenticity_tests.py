"""A test by cohorts: which photographs have a value so high that ordinary ones of their cohort hardly reach it.

1. Each value becomes a height above its cohort (`authenticity_cohorts`).
2. The upper tail of ordinary heights is learnt: of a cohort of `OWN_TAIL` photographs or more from itself, of the
   others from all of them together (`authenticity_tail`). It gives each photograph its p: how often an ordinary one
   is as strange or stranger.
3. A photograph departs where p is at most `LEVEL`, and so small that of all that depart by this test at most a
   tenth is expected to be ordinary (Benjamini and Hochberg, J. R. Statist. Soc. B 57, 1995).
4. Where more than a tenth of a cohort would depart, it holds photographs of two kinds, and none of them departs.
5. The false-alarm rate is measured, not taken from the level: medians, spreads and tails are learnt from four fifths
   of the photographs and applied to the rest, in turn. Those that then come near the threshold from below are
   counted, in two bands one above the other: in each, by the tail, five times as many as in the next. The counts tell
   how fast the real tail falls, and so how many ordinary ones lie beyond; where it falls faster than the one that was
   learnt, that one counts. Photographs that were tampered with and lie in a band make the rate larger, never smaller.

Rules:
* Too few photographs: the test is not run on them, and says so.
* Tests are several: the rates of one report add up to at most their sum.

Not here: which statistics there are (`authenticity`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, sqrt
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from probata.linkage.authenticity_cohorts import FEWEST, Cohorts, Heights, Photograph, heights, in_words
from probata.linkage.authenticity_outcome import Described, Outcome, upper_share
from probata.linkage.authenticity_tail import tail_of
from probata.linkage.departure import CohortTest, Departure

Values = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

LEVEL = 0.001
ORDINARY_AMONG = 0.1
FEWEST_OF_TAIL = 50
OWN_TAIL = 300
_FOLDS = 5
_STEP = 5.0
_PART = 0.7
_SD_95 = 1.645
_SMALLEST_P = 1e-6
_MOST_DEPART, _FEWEST_OF_KIND = 0.1, 3


@dataclass(frozen=True, slots=True)
class _Compared:
    """Photographs of one test: heights, and p of those that could be compared (NaN: not)."""

    heights: Heights
    p: Values


def cohort_outcome(
    described: Described,
    photographs: Sequence[Photograph],
    groups: Cohorts,
    values: Sequence[float] | Values,
    where: Mapping[str, str] = MappingProxyType({}),
) -> Outcome:
    """What departs by one statistic.

    Args:
        described: the test.
        photographs: of the archive, sorted by digest.
        groups: of the photographs.
        values: of the statistic, higher is stranger, shape (photographs,); NaN: it can't be computed.
        where: by exhibit, where in the picture it is strangest, in words.
    """
    told = np.asarray(values, dtype=np.float64)
    found = _compared(groups, told, np.ones(len(told), dtype=np.bool_))
    run = np.flatnonzero(np.isfinite(found.p))
    limit = _limit(found.p[run])
    mixed = _of_two_kinds(found, limit)
    departs = run[(found.p[run] <= limit) & ~np.isin(found.heights.cohort[run], mixed)].tolist()
    rate, high = _measured(photographs, groups, told, limit)
    test = CohortTest(
        described.name, described.version, described.sees, described.limits, len(run),
        len(np.unique(found.heights.cohort[run])), len(departs), rate, high, _refused(told, len(run), len(mixed)),
    )  # fmt: skip
    departures = [_departure(described.name, photographs, groups, told, found, place) for place in departs]
    placed = [replace(each, detail=each.detail + where.get(each.exhibit, "")) for each in departures]
    return Outcome(test, frozenset(photographs[place].exhibit for place in run.tolist()), tuple(placed))


def _compared(groups: Cohorts, values: Values, learn: npt.NDArray[np.bool_], part: float = 1.0) -> _Compared:
    """Heights and p of all photographs, learnt from some; ``part`` of the fewest numbers is enough."""
    found = heights(groups, values, learn, round(FEWEST * part))
    p = np.full(len(values), np.nan)
    run = found.cohort >= 0
    learnt = run & learn
    numbers, counts = np.unique(found.cohort[learnt], return_counts=True)
    large = {int(number) for number in numbers[counts >= OWN_TAIL]}
    shared = []
    for number in numbers:
        own = np.sort(found.height[learnt & (found.cohort == number)])
        if int(number) in large:
            of_cohort = found.cohort == number
            p[of_cohort] = tail_of(own).survival(found.height[of_cohort])
            own = own[((np.arange(OWN_TAIL) + 0.5) * len(own) / OWN_TAIL).astype(np.intp)]
        shared.append(own)
    rest = run & np.isnan(p)
    if rest.any() and sum(map(len, shared)) >= round(FEWEST_OF_TAIL * part):
        p[rest] = tail_of(np.concatenate(shared)).survival(found.height[rest])
    return _Compared(found, np.maximum(p, _SMALLEST_P))


def _limit(p: Values) -> float:
    """The largest p at which a photograph departs."""
    ordered = np.sort(p)
    allowed = ORDINARY_AMONG * np.arange(1, len(ordered) + 1) / max(len(ordered), 1)
    passed = ordered[(ordered <= allowed) & (ordered <= LEVEL)]
    share = len(passed) if len(passed) else 1
    return float(min(LEVEL, ORDINARY_AMONG * share / max(len(ordered), 1)))


def _measured(photographs: Sequence[Photograph], groups: Cohorts, values: Values, limit: float) -> tuple[float, float]:
    """The false-alarm rate at a threshold, and the upper end of its interval."""
    fold = np.array([int(each.exhibit[-8:], 16) % _FOLDS for each in photographs], dtype=np.int64)
    near = below = run = 0
    for left_out in range(_FOLDS):
        p = _compared(groups, values, fold != left_out, _PART).p[fold == left_out]
        near += int(((p > limit) & (p <= _STEP * limit)).sum())
        below += int(((p > _STEP * limit) & (p <= _STEP * _STEP * limit)).sum())
        run += int(np.isfinite(p).sum())
    if not run:
        return 0.0, 1.0
    beyond, most = _beyond(near, below)
    return round(near / run * beyond, 6), round(upper_share(near, run) * most, 6)


def _beyond(near: int, below: int) -> tuple[float, float]:
    """How many lie beyond the threshold for each that comes near it: expected, and at most (95 %); from 1/4 to 1.

    Args:
        near: how many lie in the band next to the threshold.
        below: in the band below that.
    """
    least = 1 / (_STEP - 1)
    if not near or not below:
        return (least if not near else 1.0), 1.0
    falls = near / below
    slower = falls * exp(_SD_95 * sqrt(1 / near + 1 / below))
    expected, most = (each / (1 - each) if each < 0.5 else 1.0 for each in (falls, slower))
    return max(expected, least), max(most, least)


def _of_two_kinds(found: _Compared, limit: float) -> Numbers:
    """The cohorts of which more than a tenth would depart."""
    strange = found.p <= limit
    numbers, counts = np.unique(found.heights.cohort[np.isfinite(found.p)], return_counts=True)
    beyond = np.array([int(strange[found.heights.cohort == number].sum()) for number in numbers], dtype=np.int64)
    return numbers[(beyond > _MOST_DEPART * counts) & (beyond >= _FEWEST_OF_KIND)]


def _refused(values: Values, run: int, mixed: int) -> str:
    """Why the test was not run on some photographs, or says nothing of them; "" where it was run on all."""
    told = int(np.isfinite(values).sum())
    reasons = []
    if told < len(values):
        reasons.append(f"{len(values) - told} photographs have no such value")
    if run < told:
        reasons.append(
            f"{told - run} have no cohort: one needs {FEWEST} photographs, and {FEWEST_OF_TAIL} to know its tail"
        )
    if mixed:
        reasons.append(f"{mixed} cohorts hold photographs of two kinds, more than a tenth apart from the rest")
    return "; ".join(reasons)


def _departure(
    name: str, photographs: Sequence[Photograph], groups: Cohorts, values: Values, found: _Compared, place: int
) -> Departure:
    own = values[found.heights.cohort == found.heights.cohort[place]]
    half, most = np.percentile(own, [50.0, 95.0])
    words = in_words(groups, int(found.heights.cohort[place]), len(own))
    detail = f"{values[place]:.3g}; half of its cohort lie below {half:.3g}, 95 % below {most:.3g}"
    p = float(f"{found.p[place]:.3g}")
    return Departure(photographs[place].exhibit, name, float(values[place]), p, words, detail)
