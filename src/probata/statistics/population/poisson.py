"""Poisson regressions with a logarithmic link, many at once: the engine under the log-linear models.

Source: McCullagh and Nelder, Generalized Linear Models (1989), section 2.5 (iteratively weighted least squares).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, xlogy

Floats = npt.NDArray[np.float64]
MOST_STEPS = 60
LOWEST, HIGHEST = -32.0, 40.0  # a logarithm of an expected count that runs away stays here
CONVERGED = 1e-10
ROUNDING = 1e-14  # of a deviance, by the sum of the counts: what millions of persons leave of its last digits
WORTH_LEAVING_OUT = 0.5
_RIDGE = 1e-13


@dataclass(frozen=True, slots=True)
class Regressions:
    """Fitted regressions, m of them.

    Attributes:
        coefficients: (m, p).
        expected: (m, c), the expected counts.
        variance: (m,), of the first coefficient (the intercept).
        converged: (m,).
    """

    coefficients: Floats
    expected: Floats
    variance: Floats
    converged: npt.NDArray[np.bool_]


def regress(design: Floats, counts: Floats, steps: int = MOST_STEPS) -> Regressions:
    """Maximum likelihood of log E(counts) = design · coefficients.

    Args:
        design: (m, c, p), or (c, p) for all alike.
        counts: (m, c), or (c,) for all alike; 0 or more, also fractions.
        steps: how many at most.
    """
    many = max(design.shape[0] if design.ndim == 3 else 1, counts.shape[0] if counts.ndim == 2 else 1)
    x = np.broadcast_to(design, (many, *design.shape[-2:]))
    y = np.broadcast_to(counts, (many, counts.shape[-1]))
    eta: Floats = np.log(y + 0.5)
    beta: Floats = np.zeros((many, x.shape[2]))
    deviance = np.full(many, np.inf)
    converged = np.zeros(many, dtype=np.bool_)
    rounding = ROUNDING * y.sum(axis=1)
    left, some_x, some_y = np.arange(many), x, y
    for _ in range(steps):
        beta[left], eta[left] = _step(some_x, some_y, eta[left])
        now = deviances(some_y, np.exp(eta[left]))
        converged[left] = np.abs(now - deviance[left]) <= CONVERGED * (np.abs(now) + 0.1) + rounding[left]
        deviance[left] = now
        still = ~converged[left]
        if not still.any():
            break
        if still.mean() < WORTH_LEAVING_OUT:
            left = left[still]
            some_x, some_y = x[left], y[left]
    mu: Floats = np.exp(eta)
    first = np.zeros((many, x.shape[2], 1))
    first[:, 0] = 1.0
    variance = np.asarray(np.linalg.solve(_information(x, mu), first)[:, 0, 0], dtype=np.float64)
    return Regressions(beta, mu, variance, converged)


def _step(x: Floats, y: Floats, eta: Floats) -> tuple[Floats, Floats]:
    """One step of weighted least squares: the coefficients, and the logarithms of the expected counts under them."""
    mu = np.exp(eta)
    score = np.matmul(np.swapaxes(x, 1, 2), (mu * eta + y - mu)[..., None])
    beta = np.asarray(np.linalg.solve(_information(x, mu), score)[..., 0], dtype=np.float64)
    return beta, np.clip(np.matmul(x, beta[..., None])[..., 0], LOWEST, HIGHEST)


def _information(x: Floats, mu: Floats) -> Floats:
    """Fisher's information, (m, p, p); a ridge far below rounding keeps a singular one from stopping all others."""
    found: Floats = np.matmul(np.swapaxes(x, 1, 2) * mu[:, None, :], x)
    places = np.arange(x.shape[2])
    found[:, places, places] *= 1 + _RIDGE
    found[:, places, places] += 1e-250
    return found


def deviances(counts: Floats, expected: Floats) -> Floats:
    """2 Σ (y log(y/μ) − y + μ), over the last axis."""
    found: Floats = 2 * (xlogy(counts, counts) - xlogy(counts, expected) - counts + expected).sum(axis=-1)
    return found


def log_likelihoods(counts: Floats, expected: Floats) -> Floats:
    """Σ (y log μ − μ − log y!), over the last axis."""
    found: Floats = (xlogy(counts, expected) - expected - gammaln(counts + 1)).sum(axis=-1)
    return found
