"""Intervals for a population's size under a log-linear model.

*Profile*: all N that the likelihood of the whole table supports; it keeps the shape of the data and is the one to print
for a model that was named before. *Wald on log f0*: quick, symmetric in the logarithm of those on no list; it bounds
their expected number, so it is too narrow where most were seen. *Log-normal*: the same with the standard error of N.
*Bootstrap that repeats the selection*: the only one that knows that the model was chosen on the same table.
"""

from collections.abc import Callable
from math import exp, inf, log1p, sqrt

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri, gammaln, ndtr, ndtri, xlogy

from probata.statistics.population.estimate import Interval
from probata.statistics.population.existence import Floats
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_fit import Fitted
from probata.statistics.population.poisson import regress

MOST_TIMES = 1e6
_WIDER = 1.5
Counts = npt.NDArray[np.int64]


def wald_log(fitted: Fitted, level: float) -> Interval:
    """Those observed, and exp(b_0 ± z · SE(b_0)).

    Source: Chao, "Estimating the population size for capture-recapture data with unequal catchability", Biometrics 43
    (1987), for the logarithm of those never seen.
    """
    half = float(ndtri((1 + level) / 2)) * sqrt(fitted.variance)
    ends = [fitted.observed + exp(fitted.intercept + sign * half) for sign in (-1, 1)]
    return Interval("wald-log", ends[0], ends[1], level)


def log_normal(observed: int, hidden: float, se: float, level: float) -> Interval:
    """Those observed, and f0/C to f0 C with C = exp(z √log(1 + SE²/f0²)), f0 those on no list.

    Args:
        observed: n.
        hidden: f0, above 0.
        se: the standard error of N.
        level: confidence level.

    Source: Burnham, Anderson, White, Brownie and Pollock, Design and Analysis Methods for Fish Survival Experiments
    Based on Release-Recapture (1987), section 3.3; Chao (1987), equation 11.
    """
    wide = exp(float(ndtri((1 + level) / 2)) * sqrt(log1p((se / hidden) ** 2)))
    return Interval("log-normal", observed + hidden / wide, observed + hidden * wide, level)


def profile(fitted: Fitted, level: float) -> Interval:
    """All N whose multinomial likelihood of the whole table, f0 = N − n included, is near the highest.

    ``2 (l_max − l(N)) ≤ χ²_1``, where l(N) = log Γ(N + 1) − log Γ(f0 + 1) + Σ y_h log(μ_h / N) with the expected
    counts μ that the model gives to the table completed by f0.

    Source: Cormack, "Interval estimation for mark-recapture studies of closed populations", Biometrics 48 (1992);
    the convention of Rcapture's ``closedpCI.t``.
    """
    return supported(likelihood_of(fitted), fitted.hidden, fitted.observed, level)


def likelihood_of(fitted: Fitted) -> Callable[[float], float]:
    """The log-likelihood of `profile` as a function of the number of those on no list, up to a constant."""
    table, observed = fitted.table, fitted.observed
    design = np.vstack([np.eye(1, table.design.shape[1]), table.design])
    counts = np.concatenate([[0.0], table.counts])

    def likelihood(hidden: float) -> float:
        counts[0] = hidden
        expected = regress(design, counts).expected[0]
        total = observed + hidden
        return float(gammaln(total + 1) - gammaln(hidden + 1) + xlogy(counts, expected / total).sum())

    return likelihood


def supported(likelihood: Callable[[float], float], start: float, observed: int, level: float) -> Interval:
    """The likelihood interval ``profile`` around the highest point.

    Args:
        likelihood: logarithm of the likelihood of the number of those on no list.
        start: about where it is highest.
        observed: n.
        level: confidence level.
    """
    high = minimize_scalar(
        lambda logarithm: -likelihood(exp(logarithm)),
        bracket=(np.log(start + 0.5) - 0.1, np.log(start + 0.5)),
        options={"xtol": 1e-9},
    )
    best, top = exp(float(high.x)), -float(high.fun)
    limit = float(chdtri(1, 1 - level))

    def lacks(hidden: float) -> float:
        return 2 * (top - likelihood(hidden)) - limit

    nothing = 1e-9
    low = nothing if lacks(nothing) <= 0 else float(brentq(lacks, nothing, best, xtol=1e-9, rtol=1e-12))
    upper = best * _WIDER + 1
    while lacks(upper) <= 0:
        upper *= _WIDER
        if upper > MOST_TIMES * observed:
            return Interval("profile", observed + low, inf, level)
    return Interval("profile", observed + low, observed + float(brentq(lacks, best, upper, rtol=1e-12)), level)


def bootstrap(
    lists: Lists, estimate: float, again: Callable[[Counts], Floats], replicates: int, seed: int, level: float
) -> tuple[tuple[Interval, ...], Floats]:
    """Intervals from tables drawn anew, the whole way from table to N repeated on each.

    As many as N persons are drawn, those on no list among them: so the number observed varies as well. A table from
    which nothing can be estimated counts as one with an infinite N.

    Args:
        lists: the table.
        estimate: N from it.
        again: N from many tables (r, 2^k), selection of the model included; NaN where it has none.
        replicates: how many tables are drawn.
        seed: of the drawing.
        level: confidence level.

    Returns:
        The percentile interval and the bias-corrected and accelerated one (``bootstrap-bca``), neither below those
        observed, and the replicates of N without those that have none.

    Source: Buckland and Garthwaite, "Quantifying precision of mark-recapture estimates using the bootstrap and related
    methods", Biometrics 47 (1991), for drawing those on no list too; Efron, "Better bootstrap confidence intervals",
    JASA 82 (1987), section 2 for BCa, with the acceleration by the jackknife over persons; Chan, Silverman and Vincent
    (2021), section 3.3, for repeating the selection.
    """
    generator = np.random.default_rng(seed)
    everybody = max(round(estimate), lists.observed)
    persons = lists.counts.astype(np.float64)
    persons[0] = everybody - lists.observed
    tables = generator.multinomial(everybody, persons / everybody, size=replicates)
    tables[:, 0] = 0
    drawn = again(tables)
    told = np.isfinite(drawn)
    values = np.sort(np.where(told, drawn, inf))
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    shift = ndtri(np.clip((values < estimate).mean(), 1 / len(values), 1 - 1 / len(values)))
    speed = _acceleration(lists, again)
    z = shift + ndtri(tails)
    made = tuple(
        _quantiles(name, values, where, (lists.observed, estimate), level)
        for name, where in (("bootstrap-percentile", tails), ("bootstrap-bca", ndtr(shift + z / (1 - speed * z))))
    )
    return made, drawn[told]


def _quantiles(name: str, values: Floats, where: Floats, floor: tuple[float, float], level: float) -> Interval:
    """An interval from sorted values, infinite ones among them; it starts between those observed and the estimate."""
    low, high = (float(end) for end in np.quantile(values, where, method="inverted_cdf"))
    observed, estimate = floor
    return Interval(name, min(max(low, observed), estimate), max(high, observed), level)


def _acceleration(lists: Lists, again: Callable[[Counts], Floats]) -> float:
    """Σ d³ / (6 (Σ d²)^1.5) over persons left out in turn; persons of one history are alike."""
    there = np.flatnonzero(lists.counts)
    tables = np.repeat(lists.counts[None, :], len(there), axis=0)
    tables[np.arange(len(there)), there] -= 1
    left = again(tables)
    told = np.isfinite(left)
    weights = lists.counts[there][told].astype(np.float64)
    away = np.average(left[told], weights=weights) - left[told]
    spread = float((weights * away**2).sum())
    return float((weights * away**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
