"""The pause that ends a burst, estimated from a camera's own pauses.

A photographer of many subjects makes two kinds of pause: seconds within a subject, minutes between subjects. On a
logarithmic scale these are two humps. A mixture of two normal distributions is fitted to them, and the pause at which
both are equally likely divides them. Where the humps do not stand apart (Ashman's D ≤ 2), one is nearly empty, or
there are fewer than 30 pauses, nothing is estimated. A division below 30 seconds is not believed, and 30 seconds are
taken: whoever takes three photographs in ten seconds and then steps aside has not gone to another subject.

Source: Ashman, Bird and Zepf, "Detecting bimodality in astronomical datasets", Astronomical Journal 108 (1994), eq. 4;
the mixture by the EM algorithm, started at Otsu's threshold.

Not here: what is a burst (`bursts`).
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
LONGEST_PAUSE_S = 3600.0
FEWEST_PAUSES = 30
_LEAST_GAP_S, _MOST_GAP_S = 30.0, 600.0
_LEAST_SPREAD = 0.15  # of the natural logarithm: cameras count whole seconds
_LEAST_WEIGHT = 0.05
_LEAST_D = 2.0
_ROUNDS = 200


def estimated_gap(pauses_s: Numbers) -> float | None:
    """The pause in seconds that best divides pauses within a burst from those between bursts.

    Args:
        pauses_s: seconds between consecutive photographs of one camera. Pauses of zero and of more than an hour
            (copies; breaks and nights) are not used.

    Returns:
        Seconds, between 30 and 600, or None where the pauses do not show two kinds.
    """
    x = np.log(pauses_s[(pauses_s > 0) & (pauses_s <= LONGEST_PAUSE_S)])
    if len(x) < FEWEST_PAUSES or np.ptp(x) == 0:
        return None
    weight, mean, spread = _mixture(x)
    d = np.sqrt(2.0) * (mean[1] - mean[0]) / np.hypot(*spread)
    if d <= _LEAST_D or weight.min() < _LEAST_WEIGHT:
        return None
    gap = float(np.exp(_crossing(weight, mean, spread)))
    return max(gap, _LEAST_GAP_S) if gap <= _MOST_GAP_S else None


def _mixture(x: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Weights, means and spreads of two normal distributions, smaller mean first."""
    upper = (x > _otsu(x)).astype(np.float64)
    share = np.stack([1.0 - upper, upper])
    for _ in range(_ROUNDS):
        weight = np.maximum(share.mean(axis=1), 1e-9)
        mean = share @ x / (weight * len(x))
        spread = np.sqrt((share * (x - mean[:, None]) ** 2).sum(axis=1) / (weight * len(x)))
        spread = np.maximum(spread, _LEAST_SPREAD)
        log_density = _log_density(x[None, :], weight[:, None], mean[:, None], spread[:, None])
        following = np.exp(log_density - np.logaddexp(log_density[0], log_density[1]))
        if np.abs(following - share).max() < 1e-6:
            break
        share = following
    order = np.argsort(mean)
    return weight[order], mean[order], spread[order]


def _log_density(x: Numbers, weight: Numbers, mean: Numbers, spread: Numbers) -> Numbers:
    return np.log(weight) - np.log(spread) - 0.5 * ((x - mean) / spread) ** 2


def _otsu(x: Numbers) -> float:
    """The value that divides ``x`` with the largest variance between both parts."""
    ordered = np.sort(x)
    below = np.arange(1, len(x))
    sums = np.cumsum(ordered)
    difference = sums[:-1] / below - (sums[-1] - sums[:-1]) / (len(x) - below)
    between = below * (len(x) - below) * difference**2
    between[ordered[1:] == ordered[:-1]] = -1.0
    return float(ordered[int(np.argmax(between))])


def _crossing(weight: Numbers, mean: Numbers, spread: Numbers) -> float:
    """Where between both means the densities are equal (the middle of a fine grid's change of sign)."""
    grid = np.linspace(mean[0], mean[1], 2001)
    first, second = (_log_density(grid, weight[k], mean[k], spread[k]) for k in (0, 1))
    return float(grid[int(np.argmax(second > first))])
