"""What a posterior distribution of a population's size amounts to, and whether chains that drew from it agree.

Source: Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization, folding, and localization: an improved
R-hat for assessing convergence of MCMC", Bayesian Analysis 16 (2021), equations 1 to 14, for R-hat and effective sizes;
Chen and Shao, "Monte Carlo estimation of Bayesian credible and HPD intervals", Journal of Computational and Graphical
Statistics 8 (1999), for the shortest interval.
"""

from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Floats = npt.NDArray[np.float64]


def highest_density(draws: Floats, level: float) -> tuple[float, float]:
    """The shortest interval that holds a share ``level`` of the draws.

    Args:
        draws: of any shape.
        level: above 0 and below 1.
    """
    ordered = np.sort(draws, axis=None)
    inside = min(len(ordered) - 1, int(np.ceil(level * len(ordered))))
    start = int(np.argmin(ordered[inside:] - ordered[: len(ordered) - inside]))
    return float(ordered[start]), float(ordered[start + inside])


def half_sample_mode(draws: Floats) -> float:
    """Where draws lie densest: the shortest half of them, then of that the shortest half, and so on.

    Source: Robertson and Cryer, "An iterative procedure for estimating the mode", JASA 69 (1974).
    """
    ordered = np.sort(draws, axis=None)
    while len(ordered) > 2:
        half = -(-len(ordered) // 2)
        widths = ordered[half - 1 :] - ordered[: len(ordered) - half + 1]
        shortest = np.flatnonzero(widths == widths.min())
        start = int(shortest[len(shortest) // 2])
        if half == len(ordered):
            break
        ordered = ordered[start : start + half]
    return float(ordered.mean())


def rank_normalised_r_hat(chains: Floats) -> float:
    """The larger of the R-hats of ranks and of ranks of distances from the median, each chain split in two.

    Args:
        chains: (chains, draws), at least four draws each.

    Returns:
        1 where all chains tell the same; NaN where nothing varies.
    """
    split = _split(chains)
    away = np.abs(split - np.median(split))
    return float(max(_r_hat(_normal_ranks(split)), _r_hat(_normal_ranks(away))))


def effective_size(chains: Floats) -> float:
    """How many independent draws the chains are worth for the middle of the distribution (bulk)."""
    return _effective(_normal_ranks(_split(chains)))


def effective_size_of_tails(chains: Floats) -> float:
    """The smaller of the effective sizes for the 5 % and the 95 % quantile."""
    split = _split(chains)
    ends = np.quantile(split, [0.05, 0.95])
    return min(_effective((split <= end).astype(np.float64)) for end in ends)


def _split(chains: Floats) -> Floats:
    half = chains.shape[1] // 2
    found: Floats = np.concatenate([chains[:, :half], chains[:, chains.shape[1] - half :]], axis=0)
    return found


def _normal_ranks(values: Floats) -> Floats:
    """Normal quantiles of (rank − 3/8)/(S + 1/4), ties by their mean rank."""
    flat = values.ravel()
    _, inverse, counts = np.unique(flat, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks = (last - (counts - 1) / 2)[inverse]
    found: Floats = ndtri((ranks - 0.375) / (len(flat) + 0.25)).reshape(values.shape)
    return found


def _r_hat(chains: Floats) -> float:
    draws = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean()
    between = draws * chains.mean(axis=1).var(ddof=1)
    return sqrt(((draws - 1) / draws * within + between / draws) / within) if within > 0 else float("nan")


def _effective(chains: Floats) -> float:
    """S / τ with Geyer's initial monotone sequence."""
    many, draws = chains.shape
    if chains.var() == 0:
        return float("nan")
    centred = chains - chains.mean(axis=1, keepdims=True)
    size = 1 << (2 * draws - 1).bit_length()
    spectrum = np.fft.rfft(centred, n=size, axis=1)
    covariance = np.fft.irfft(spectrum * np.conj(spectrum), n=size, axis=1)[:, :draws] / draws
    within = (covariance[:, 0] * draws / (draws - 1)).mean()
    plus = within * (draws - 1) / draws + (chains.mean(axis=1).var(ddof=1) if many > 1 else 0.0)
    correlation = 1 - (within - covariance.mean(axis=0)) / plus
    correlation[0] = 1.0
    pairs = correlation[0 : 2 * (draws // 2) : 2] + correlation[1 : 2 * (draws // 2) : 2]
    positive = int(np.argmax(pairs < 0)) if (pairs < 0).any() else len(pairs)
    falling = np.minimum.accumulate(pairs[:positive])
    tau = max(-1 + 2 * float(falling.sum()), 1 / np.log10(many * draws))
    return float(many * draws / tau)
