"""Intervals for the mean of a variable whose bounds are known, which hold for small samples and rare large values.

The normal and the t interval are wrong exactly where they are needed: after a sample in which nothing was wrong the
variance is zero. Here each end takes one more observation at the worst possible value, and weighs all observations at
random; for a share this is the interval of Clopper and Pearson.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from probata.errors import UsageError

FloatArray = npt.NDArray[np.float64]
LEVEL = 0.95
_LOG_STEP, _LOG_FROM, _LOG_TO = 0.04, -24.0, 7.0
_PRECISION = 1e-10
_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends, and the confidence level."""

    low: float
    high: float
    level: float


def mean_interval(
    values: Sequence[float] | FloatArray,
    weights: Sequence[float] | FloatArray,
    effective: float,
    lowest: float,
    highest: float,
    level: float = LEVEL,
) -> Interval:
    """The interval of a weighted mean of values that lie between two known bounds.

    The upper end is the 1 − α/2 quantile of Σ D_i x_i, where D is Dirichlet-distributed with mass n_eff · w_i on each
    observation and mass 1 on the upper bound; the lower end likewise with the lower bound. For 0/1 values and equal
    weights these are the ends of Clopper and Pearson, and with an effective size those of Korn and Graubard.

    Source: Gaffke, "Three test statistics for a nonparametric one-sided hypothesis on the mean of a nonnegative
    variable", Mathematical Methods of Statistics 14 (2005); Learned-Miller and Thomas, "A new confidence interval for
    the mean of a bounded random variable" (2019), where it is shown to be never wider than Anderson's; that it
    always covers is conjectured and was never contradicted. Effective size: Korn and Graubard, "Confidence intervals
    for proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24
    (1998).

    Args:
        values: the observations.
        weights: their design weights, of any sum.
        effective: the effective sample size, above zero.
        lowest: no value can be below.
        highest: no value can be above.
        level: two-sided confidence level.

    Raises:
        UsageError: there are no values, or one is out of bounds.
    """
    x, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if not len(x) or x.min() < lowest - _PRECISION or x.max() > highest + _PRECISION:
        raise UsageError("an interval needs values inside their bounds", expected=f"{lowest} to {highest}")
    masses = effective * w / w.sum()
    alpha = (1 - level) / 2
    return Interval(
        quantile(np.append(x, lowest), np.append(masses, 1.0), alpha),
        quantile(np.append(x, highest), np.append(masses, 1.0), 1 - alpha),
        level,
    )


def quantile(values: FloatArray, masses: FloatArray, probability: float) -> float:
    """The quantile of Σ D_i x_i, where D is Dirichlet-distributed with the given masses."""
    points, where = np.unique(values, return_inverse=True)
    mass = np.bincount(where, weights=masses).astype(np.float64)
    if len(points) == 1 or points[-1] - points[0] < _PRECISION:
        return float(points[0])
    scale = points[-1] - points[0]
    unit = (points - points[0]) / scale
    if distribution(unit, mass, _EDGE) >= probability:
        return float(points[0])
    if distribution(unit, mass, 1 - _EDGE) <= probability:
        return float(points[-1])
    root = brentq(lambda at: distribution(unit, mass, at) - probability, _EDGE, 1 - _EDGE, xtol=_PRECISION)
    return float(points[0] + scale * root)


def distribution(values: FloatArray, masses: FloatArray, at: float) -> float:
    """P(Σ D_i x_i ≤ ``at``) for a Dirichlet-distributed D, by numerical inversion.

    D is a normed vector of independent Gamma variables G, so the event is Σ (x_i − at) G_i ≤ 0, and the sum has the
    characteristic function Π (1 − i u (x_i − at))^(−m_i).

    Source: Gil-Pelaez, "Note on the inversion theorem", Biometrika 38 (1951); Imhof, "Computing the distribution of
    quadratic forms in normal variables", Biometrika 48 (1961). The integral over log u is by the trapezoidal rule,
    whose error falls exponentially for such integrands.
    """
    centred = values - at
    centred = centred / np.sqrt(np.sum(masses * centred**2))
    u = np.exp(np.arange(_LOG_FROM, _LOG_TO, _LOG_STEP))
    argument = np.outer(u, centred)
    phase = np.arctan(argument) @ masses
    size = np.exp(-0.5 * (np.log1p(argument**2) @ masses))
    return float(0.5 - np.sum(np.sin(phase) * size) * _LOG_STEP / np.pi)
