"""What a posterior distribution of a population's size amounts to, and whether chains that drew from it agree.

Source: Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization, folding, and localization: an improved
R-hat for assessing convergence of MCMC", Bayesian Analysis 16 (2021), equations 1 to 14.
"""

from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

Floats = npt.NDArray[np.float64]


def rank_normalised_r_hat(chains: Floats) -> float:
    """The larger of the R-hats of the ranks and of the ranks of the distances from the median, of split chains.

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
