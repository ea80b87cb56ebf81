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
    across = np.swapaxes(x, 1, 2)
    eta: Floats = np.log(y + 0.5)
    deviance: Floats = np.full(many, np.inf)
    beta: Floats = np.zeros((many, x.shape[2]))
    converged = np.zeros(many, dtype=np.bool_)
    for _ in range(steps):
        mu: Floats = np.exp(eta)
        information = _information(across, x, mu)
        score = np.matmul(across, (mu * eta + y - mu)[..., None])
        beta = np.asarray(np.linalg.solve(information, score)[..., 0], dtype=np.float64)
        eta = np.clip(np.matmul(x, beta[..., None])[..., 0], LOWEST, HIGHEST)
        now = deviances(y, np.exp(eta))
        converged = np.abs(now - deviance) <= CONVERGED * (np.abs(now) + 0.1)
        deviance = now
        if converged.all():
            break
    mu = np.exp(eta)
    first = np.zeros((many, x.shape[2], 1))
    first[:, 0] = 1.0
    variance = np.asarray(np.linalg.solve(_information(across, x, mu), first)[:, 0, 0], dtype=np.float64)
    return Regressions(beta, mu, variance, converged)


def _information(across: Floats, x: Floats, mu: Floats) -> Floats:
    """Fisher's information, (m, p, p); a ridge far below rounding keeps a singular one from stopping all others."""
    found: Floats = np.matmul(across * mu[:, None, :], x)
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
