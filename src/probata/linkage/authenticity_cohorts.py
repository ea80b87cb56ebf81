"""Cohorts: with which photographs one is compared, and how far it lies above them.

A photograph's cohort is the first of these that holds at least `FEWEST` photographs with a value:

1. camera and size; 2. model and size; 3. model; 4. size; 5. all; each of one exposure: dark pictures are compared with
dark ones.

Its value becomes a height: above the median of its cohort, in units of the cohort's upper spread (from the median to
the 80th percentile). Both stay where they are when a fifth of the cohort is extraordinary. A photograph of a smaller
group of camera and size must lie above that group as well, and each above its neighbours (`authenticity_series`): what
all of a small group or of a series share is no departure.

Not here: from which height on a photograph departs (`authenticity_tests`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import numpy.typing as npt

from probata.linkage.authenticity_series import above_neighbours, neighbours

Values = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

FEWEST = 40
FEWEST_OF_GROUP = 8
_UPPER = 80.0
_SMALLEST_SPREAD = 0.1
_FARTHEST = 1e6
_GROUP = 0


@dataclass(frozen=True, slots=True)
class Photograph:
    """What says with which others a photograph is to be compared.

    Attributes:
        exhibit: hex digest.
        camera: label; "" where it is not known.
        model: make and model as the file claims them; "" where it claims none.
        width, height: in pixels as stored.
        exposure: ``normal``, ``dark``, ``over-exposed``; "" where it was not read.
        seconds: when it was taken, from any beginning; NaN where the file does not tell.
    """

    exhibit: str
    camera: str
    model: str
    width: int
    height: int
    exposure: str = ""
    seconds: float = nan

    def levels(self) -> tuple[tuple[str, ...], ...]:
        """What it shares with each of its cohorts, the narrowest first."""
        size = f"{self.width} x {self.height} pixels"
        camera, model = self.camera or self.model or "no known camera", self.model or "no claimed model"
        exposure = f"{self.exposure or 'any'} exposure"
        return tuple((*shared, exposure) for shared in ((camera, size), (model, size), (model,), (size,), ()))


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Photographs by what they share.

    Attributes:
        codes: number of the group of each photograph, shape (levels, photographs).
        words: what the members of a group share, by level and number.
        near: places of the neighbours of each, as `authenticity_series.neighbours` gives them.
    """

    codes: Numbers
    words: tuple[tuple[str, ...], ...]
    near: Numbers


@dataclass(frozen=True, slots=True)
class Heights:
    """How far photographs lie above their cohorts.

    Attributes:
        height: in upper spreads of the cohort, shape (photographs,); NaN where there is no value or no cohort.
        cohort: level and number of the cohort as one number, shape (photographs,); -1 where there is none.
    """

    height: Values
    cohort: Numbers


def cohorts(photographs: Sequence[Photograph]) -> Cohorts:
    """The groups of ``photographs`` at each level."""
    shared = [photograph.levels() for photograph in photographs]
    codes, words = [], []
    for level in range(len(shared[0]) if shared else 0):
        names = sorted({levels[level] for levels in shared})
        number = {name: at for at, name in enumerate(names)}
        codes.append([number[levels[level]] for levels in shared])
        words.append(tuple(", ".join(name) for name in names))
    near = neighbours([each.camera for each in photographs], [each.seconds for each in photographs])
    return Cohorts(np.array(codes, dtype=np.int64).reshape(len(words), len(photographs)), tuple(words), near)


def heights(groups: Cohorts, values: Values, learn: npt.NDArray[np.bool_], fewest: int = FEWEST) -> Heights:
    """How far each value lies above its cohort.

    Args:
        groups: of the photographs.
        values: shape (photographs,); NaN: the statistic can't be computed.
        learn: photographs from which medians and spreads are learnt.
        fewest: of them with a value make a cohort.
    """
    if not len(values):
        return Heights(np.array([]), np.array([], dtype=np.int64))
    told = np.isfinite(values)
    learnt = told & learn
    smallest = _SMALLEST_SPREAD * _spread(groups, values, learnt)
    height, cohort = np.full(len(values), np.nan), np.full(len(values), -1, dtype=np.int64)
    for level, codes in enumerate(groups.codes):
        enough = np.bincount(codes[learnt], minlength=len(groups.words[level])) >= fewest
        for number, members in _members(codes, told & (cohort < 0) & enough[codes]):
            middle, upper = np.percentile(values[learnt & (codes == number)], [50.0, _UPPER])
            spread = max(float(upper - middle), smallest)
            height[members] = (values[members] - middle) / spread
            if level > _GROUP:
                _above_group(groups, values, learnt, members, height, spread)
            cohort[members] = number * len(groups.codes) + level
    return Heights(np.round(above_neighbours(np.clip(height, -_FARTHEST, _FARTHEST), groups.near), 9), cohort)


def in_words(groups: Cohorts, cohort: int, members: int) -> str:
    """The cohort with this number, for a reader."""
    number, level = divmod(cohort, len(groups.codes))
    return f"{members} photographs: {groups.words[level][number]}"


def _members(codes: Numbers, of: npt.NDArray[np.bool_]) -> list[tuple[int, Numbers]]:
    """Number and places of each group among some photographs."""
    places = np.flatnonzero(of)
    if not len(places):
        return []
    order = places[np.argsort(codes[places], kind="stable")]
    numbers, starts = np.unique(codes[order], return_index=True)
    return [(int(number), part) for number, part in zip(numbers, np.split(order, starts[1:]), strict=True)]


def _above_group(
    groups: Cohorts, values: Values, learnt: npt.NDArray[np.bool_], members: Numbers, height: Values, spread: float
) -> None:
    """Lower the heights of small groups to what they are above their own group."""
    codes = groups.codes[_GROUP]
    for number in np.unique(codes[members]):
        own = values[learnt & (codes == number)]
        if len(own) >= FEWEST_OF_GROUP:
            of_group = members[codes[members] == number]
            height[of_group] = np.minimum(height[of_group], (values[of_group] - np.median(own)) / spread)


def _spread(groups: Cohorts, values: Values, learnt: npt.NDArray[np.bool_]) -> float:
    """The upper spread that is usual in cohorts of camera and size; of the whole where there are none; never 0."""
    found = []
    for _, members in _members(groups.codes[_GROUP], learnt):
        if len(members) >= FEWEST:
            middle, upper = np.percentile(values[members], [50.0, _UPPER])
            found.append(float(upper - middle))
    usual = float(np.median(found)) if found else 0.0
    if usual > 0:
        return usual
    own = values[learnt]
    above = own[own > np.median(own)] - np.median(own) if len(own) else own
    return float(np.median(above)) if len(above) else 1.0
