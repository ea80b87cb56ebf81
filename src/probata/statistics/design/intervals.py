"""Intervals for shares that stay between 0 and 1, and exact ones for finite populations."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, gammaln, ndtri, stdtrit

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL

LARGEST = 1_000_000_000
_NO_SPREAD = 1e-9
_REACH = 40.0


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval.

    Attributes:
        name: how it was made.
        low: lower end.
        high: upper end.
        level: confidence level.
    """

    name: str
    low: float
    high: float
    level: float


def of_share(
    value: float, se: float, n: int, hits: int, freedom: int, level: float = LEVEL, worth: float | None = None
) -> tuple[Interval, ...]:
    """Intervals for a share estimated by a design: Korn–Graubard, logit and Wilson; the first is the one to print.

    Where all or none are hits, or all clusters alike, the design's variance is 0 and says nothing: then the interval
    of Clopper and Pearson on what the observations are worth is offered alone.

    Args:
        value: the estimated share.
        se: its standard error by the design.
        n: how many observations.
        hits: how many of them are 1.
        freedom: degrees of freedom of the design.
        level: confidence level.
        worth: how many independent observations they count for where the variance is 0; None: degrees of freedom plus
            one, as if each cluster were one.
    """
    if hits in (0, n) or se <= _NO_SPREAD:
        effective = min(n, freedom + 1.0 if worth is None else worth)
        ends = _beta(effective * value, effective, level)
        return (Interval("korn-graubard", ends[0], ends[1], level),)
    return (
        korn_graubard(value, se, n, freedom, level),
        logit(value, se, freedom, level),
        wilson(value, value * (1 - value) / se**2, level, float(stdtrit(freedom, (1 + level) / 2))),
    )


def logit(value: float, se: float, freedom: float, level: float = LEVEL) -> Interval:
    """Logit p ± t · SE / (p (1 − p)), turned back.

    Source: Korn and Graubard, Analysis of Health Surveys (1999), section 3.2.
    """
    middle, half = log(value / (1 - value)), _t(freedom, level) * se / (value * (1 - value))
    return Interval("logit", 1 / (1 + exp(half - middle)), 1 / (1 + exp(-half - middle)), level)


def korn_graubard(value: float, se: float, n: int, freedom: float, level: float = LEVEL) -> Interval:
    """Clopper and Pearson's interval on the effective sample size, p (1 − p)/SE² · (t_{n−1}/t_df)².

    Source: Korn and Graubard, "Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data", Survey Methodology 24 (1998), section 3.
    """
    effective = value * (1 - value) / se**2
    if n > 1:
        effective *= (_t(n - 1, level) / _t(freedom, level)) ** 2
    ends = _beta(effective * value, effective, level)
    return Interval("korn-graubard", ends[0], ends[1], level)


def clopper_pearson(hits: int, n: int, level: float = LEVEL) -> Interval:
    """The exact interval for a share of n independent observations.

    Source: Clopper and Pearson, Biometrika 26 (1934).
    """
    _check(hits, n)
    low, high = _beta(float(hits), float(n), level)
    return Interval("clopper-pearson", low, high, level)


def wilson(value: float, n: float, level: float = LEVEL, quantile: float | None = None) -> Interval:
    """The score interval.

    Args:
        value: the share.
        n: how many observations, or how many the sample is worth.
        level: confidence level.
        quantile: of t for a design; None: of the normal distribution.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    z = float(ndtri((1 + level) / 2)) if quantile is None else quantile
    middle = (value + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * sqrt(value * (1 - value) / n + z**2 / (4 * n**2))
    return Interval("wilson", max(0.0, middle - half), min(1.0, middle + half), level)


def log_scale(value: float, se: float, freedom: float, level: float = LEVEL) -> Interval:
    """exp(log v ± t · SE/v): for what can't be negative."""
    wide = exp(min(_t(freedom, level) * se / value, 700.0))
    return Interval("log", value / wide, value * wide, level)


def hypergeometric(hits: int, n: int, population: int, level: float = LEVEL) -> tuple[int, int]:
    """How many of a finite population can be hits: all K whose two tails both hold more than (1 − level)/2.

    Args:
        hits: in the sample.
        n: the sample, drawn at random without replacement.
        population: N.
        level: confidence level.

    Returns:
        The least and the greatest K.

    Raises:
        UsageError: more hits than sampled, more sampled than there are, or a population above a thousand million.

    Source: Buonaccorsi, "A note on confidence intervals for proportions in finite populations", The American
    Statistician 41 (1987).
    """
    _check(hits, n)
    if population < n:
        raise UsageError("population", expected=f"at least the sample's {n:,}", found=f"{population:,}")
    if population > LARGEST:
        raise UsageError("population", expected=f"at most {LARGEST:,}", found=f"{population:,}", do="leave it out")
    tail = (1 - level) / 2
    least, greatest = hits, population - (n - hits)
    low = _first(least, greatest, lambda k: _upper_tail(hits, n, k, population) > tail)
    high = population - _first(
        population - greatest, population - least, lambda j: _upper_tail(n - hits, n, j, population) > tail
    )
    return low, high


def hypergeometric_none(n: int, hits: int, population: int) -> float:
    """P(none of the hits among n drawn at random without replacement)."""
    return float(np.exp(_choose(population - hits, n) - _choose(population, n)))


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The smallest number from ``low`` on for which it holds; it holds from there on."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _upper_tail(hits: int, n: int, k: int, population: int) -> float:
    """P(X ≥ hits) of n drawn from a population of which k are hits.

    What lies further than 40 standard deviations from the mean counts as nothing, so that large samples stay quick.
    """
    middle, reach = n * k / population, _REACH * sqrt(n * k / population * (1 - k / population)) + 100
    x = np.arange(max(hits, int(middle - reach)), min(n, k, int(middle + reach)) + 1)
    logs = _choose(k, x) + _choose(population - k, n - x) - _choose(population, n)
    return float(np.exp(logs).sum())


def _choose(n: int, k: npt.ArrayLike) -> npt.NDArray[np.float64]:
    m = np.asarray(k, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        found = gammaln(n + 1.0) - gammaln(m + 1) - gammaln(n - m + 1)
    return np.where((m < 0) | (m > n), -inf, found)


def _beta(hits: float, n: float, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low = 0.0 if hits <= 0 else float(betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits >= n else float(betaincinv(hits + 1, n - hits, 1 - tail))
    return low, high


def _t(freedom: float, level: float) -> float:
    return float(stdtrit(freedom, (1 + level) / 2))


def _check(hits: int, n: int) -> None:
    if not 0 <= hits <= n or n < 1:
        raise UsageError(
            "hits and sample", expected="0 ≤ hits ≤ sample, and at least one sampled", found=f"{hits} of {n}"
        )
