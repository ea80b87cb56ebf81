"""How many of several independent events happen, each with its own probability: the Poisson binomial distribution.

Source: Hong, "On computing the distribution function for the Poisson binomial distribution" (Computational Statistics
and Data Analysis 2013), section 2.3 (direct convolution); the normal approximation with a continuity correction where
there are more than `MOST_EXACT` uncertain events, whose error is then below one in a thousand (Le Cam's and
Berry–Esseen's bounds).
"""

from collections.abc import Sequence
from math import ceil, floor, sqrt

import numpy as np
from scipy.special import ndtri

MOST_EXACT = 2000
_SURE = 1e-9


def interval(probabilities: Sequence[float], level: float = 0.95) -> tuple[int, int]:
    """The central interval of the number of events that happen.

    Args:
        probabilities: of each event, 0 to 1.
        level: of the interval.

    Returns:
        The greatest number that is undershot, and the least that is exceeded, with at most half of 1 − level each.
    """
    given = np.sort(np.asarray(probabilities, np.float64))
    sure = int((given >= 1 - _SURE).sum())
    open_ = given[(given > _SURE) & (given < 1 - _SURE)]
    tail = (1 - level) / 2
    if len(open_) > MOST_EXACT:
        mean, deviation = float(open_.sum()), sqrt(float((open_ * (1 - open_)).sum()))
        reach = float(-ndtri(tail)) * deviation + 0.5
        return sure + max(0, floor(mean - reach)), sure + min(len(open_), ceil(mean + reach))
    mass = np.ones(1)
    for p in open_.tolist():
        mass = np.convolve(mass, (1 - p, p))
    below = np.cumsum(mass)
    low = int(np.searchsorted(below, tail, "right"))
    high = int(np.searchsorted(below, 1 - tail, "left"))
    return sure + min(low, len(open_)), sure + min(high, len(open_))
