"""The upper tail of ordinary values, learnt from a set that may hold some that are not ordinary.

What exceeds the upper fifth of the set is taken for a mixture: ordinary values, whose excess follows a generalised
Pareto distribution, and some others that may lie anywhere up to the highest. How many those are is fitted with the
rest. A tail that goes on smoothly is explained by its shape and pulls the threshold up with it; values beyond a gap
are explained by the others and don't.

Rules:
* The shape is held near that of an exponential tail, and the others near none, by priors: few values say little.
* Nothing is drawn at random, and the fit is a search on a fixed grid: equal values give equal tails.
* Fewer than `FEWEST_ABOVE` values above the rest have no shape: then only their share is told.

Source: peaks over threshold: Davison and Smith, "Models for exceedances over high thresholds", J. R. Statist. Soc. B
52, 1990; a prior on the shape: Coles and Dixon, "Likelihood-based inference for extreme value models", Extremes 2,
1999; two groups, one of them ordinary: Efron, "Large-scale simultaneous hypothesis testing", J. Am. Statist. Assoc.
99, 2004.

Not here: what the values are and which belong together (`authenticity_cohorts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

BULK = 0.80
FEWEST_ABOVE = 10
_SHAPES = np.round(np.arange(-0.4, 0.81, 0.1), 1)
_SHAPE_MIDDLE, _SHAPE_SPREAD = 0.15, 0.2
_SCALES = np.geomspace(0.2, 3.0, 28)
_OTHERS = (0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.06)
_OTHERS_FROM = (3.0, 4.5, 6.5)
_OTHERS_PRICE = 200.0
_MOST_OTHERS = 0.6
_HIGHEST, _MOST_OF_REST = 60, 90


@dataclass(frozen=True, slots=True)
class Tail:
    """How often an ordinary value is as high or higher.

    Attributes:
        start: where the tail begins.
        share: of the ordinary values that lie above ``start``.
        scale: of the generalised Pareto distribution, in the unit of the values; 0: too few values for a shape.
        shape: of the same; above 0 the tail is heavier than an exponential one.
    """

    start: float
    share: float
    scale: float = 0.0
    shape: float = 0.0

    def survival(self, values: Values) -> Values:
        """The share of ordinary values as high or higher, shape (n,); 1 for values that do not exceed the start."""
        excess = np.maximum(values - self.start, 0.0)
        tail = _survival(excess / self.scale, np.float64(self.shape)) if self.scale else np.ones(len(values))
        return np.where(values > self.start, self.share * tail, 1.0)


def tail_of(values: Sequence[float] | Values) -> Tail:
    """The tail of the ordinary among ``values``, in any order."""
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    start = float(np.quantile(ordered, BULK, method="lower"))
    excess = ordered[ordered > start] - start
    share = len(excess) / len(ordered)
    if len(excess) < FEWEST_ABOVE:
        return Tail(start, share)
    scale, shape, others = _fitted(excess, share)
    return Tail(start, (share - others) / (1 - others), scale, shape)


def _fitted(excess: Values, share: float) -> tuple[float, float, float]:
    """Scale, shape, and the share of others among all values, from sorted excesses that are a share of all."""
    points, weights = _thinned(excess)
    unit = float(np.median(excess)) / np.log(2.0)
    scaled = points / unit
    log_ordinary = _log_density(scaled, _SCALES[:, None, None], _SHAPES[None, :, None])
    prior = -0.5 * ((_SHAPES[None, :] - _SHAPE_MIDDLE) / _SHAPE_SPREAD) ** 2
    with np.errstate(invalid="ignore"):
        best = _best(log_ordinary @ weights + prior, 0.0)
    ordinary = np.exp(log_ordinary)
    for first in (first for first in _OTHERS_FROM if first < scaled[-1]):
        other = np.where(scaled >= first, 1.0 / (np.maximum(scaled, first) * np.log(1.001 * scaled[-1] / first)), 0.0)
        for others in (others for others in _OTHERS if others < _MOST_OTHERS * share):
            with np.errstate(divide="ignore"):
                likelihood = np.log((1 - others / share) * ordinary + others / share * other) @ weights
            best = max(best, _best(likelihood + prior - _OTHERS_PRICE * others, others))
    _, scale, shape, others = best
    return float(_SCALES[-scale] * unit), float(_SHAPES[shape]), others


def _best(likelihood: Values, others: float) -> tuple[float, int, int, float]:
    """The highest likelihood on the grid, place of the scale from the end, place of the shape, and the others."""
    rounded = np.round(np.nan_to_num(likelihood, nan=-np.inf, neginf=-np.inf), 6)
    scale, shape = np.unravel_index(int(np.argmax(rounded)), rounded.shape)
    return float(rounded[scale, shape]), len(_SCALES) - int(scale), int(shape), others


def _thinned(excess: Values) -> tuple[Values, Values]:
    """At most 150 points, the highest one by one and the rest evenly by rank, with how many values each stands for."""
    rest = len(excess) - _HIGHEST
    if rest <= _MOST_OF_REST:
        return excess, np.ones(len(excess))
    at = ((np.arange(_MOST_OF_REST) + 0.5) * rest / _MOST_OF_REST).astype(np.intp)
    weights = np.concatenate([np.full(_MOST_OF_REST, rest / _MOST_OF_REST), np.ones(_HIGHEST)])
    return np.concatenate([excess[at], excess[rest:]]), weights


def _survival(excess: Values, shape: np.float64) -> Values:
    """Of the generalised Pareto distribution with scale 1."""
    if shape == 0:
        return np.exp(-excess)
    inner = np.maximum(1 + shape * excess, 0.0)
    with np.errstate(divide="ignore"):
        return np.where(inner > 0, inner ** (-1 / shape), 0.0)


def _log_density(excess: Values, scale: Values, shape: Values) -> Values:
    """Log density of the generalised Pareto distribution; -inf beyond its end."""
    scaled = excess / scale
    safe = np.where(shape == 0, 1.0, shape)
    inner = np.where(shape == 0, 1.0, 1 + safe * scaled)
    with np.errstate(divide="ignore"):
        heavy = np.where(inner > 0, -(1 + 1 / safe) * np.log(np.maximum(inner, 1e-300)), -np.inf)
    return np.where(shape == 0, -scaled, heavy) - np.log(scale)
