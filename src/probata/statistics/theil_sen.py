"""A line through points of which some lie anywhere: the median of the slopes between all pairs.

Source: Sen, "Estimates of the regression coefficient based on Kendall's tau" (JASA 1968), with its interval, section 6.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

MOST_POINTS = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """A line.

    Attributes:
        slope: the median slope.
        offset: the median of y − slope · x.
        low, high: interval of the slope.
    """

    slope: float
    offset: float
    low: float
    high: float


def line(x: npt.ArrayLike, y: npt.ArrayLike, level: float = 0.95) -> Line:
    """The line through points; of more than `MOST_POINTS` the slope is that of as many, evenly taken in order of x.

    Args:
        x: places, not all equal, or the slope is 0.
        y: values.
        level: of the interval.
    """
    at, value = np.asarray(x, np.float64), np.asarray(y, np.float64)
    order = np.argsort(at, kind="stable")
    kept = order[np.unique(np.linspace(0, len(order) - 1, min(len(order), MOST_POINTS)).round().astype(np.intp))]
    one, other = np.triu_indices(len(kept), 1)
    run = at[kept][other] - at[kept][one]
    slopes = np.sort(((value[kept][other] - value[kept][one])[run > 0]) / run[run > 0])
    if not len(slopes):
        return Line(0.0, float(np.median(value)) if len(value) else 0.0, 0.0, 0.0)
    n = len(kept)
    reach = float(ndtri((1 + level) / 2)) * sqrt(n * (n - 1) * (2 * n + 5) / 18)
    first = max(0, round((len(slopes) - reach) / 2) - 1)
    last = min(len(slopes) - 1, round((len(slopes) + reach) / 2))
    slope = float(np.median(slopes))
    return Line(slope, float(np.median(value - slope * at)), float(slopes[first]), float(slopes[last]))
