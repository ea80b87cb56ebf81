"""How large a sample must be: for a wanted half-width, or to see at least one.

Source: Cochran, Sampling Techniques (1977), sections 4.4 (share), 5.5 and 5.9 (allocation), 10.6 (two stages); whole
numbers: Wright, "The equivalence of Neyman optimum allocation for sampling and equal proportions for apportioning the
U.S. House of Representatives", The American Statistician 66 (2012).
"""

from collections.abc import Mapping
from math import ceil, inf, log1p, sqrt

from scipy.special import ndtri

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.design.intervals import hypergeometric_none

_ROUNDING = 1e-9
_NARROWEST = 1e-6
_MOST_EFFECT = 1e6


def for_half_width(
    half_width: float, *, share: float = 0.5, population: int | None = None, effect: float = 1.0, level: float = LEVEL
) -> int:
    """How many to draw so that the interval of a share is about ± ``half_width``.

    n0 = z² p (1 − p) / d², times the design effect; in a finite population n0 / (1 + (n0 − 1)/N).

    Args:
        half_width: d, above 0 and below 1/2.
        share: the share that is expected; 1/2 needs the most.
        population: N; None: very large.
        effect: the design effect that is expected, such as 1 + (m − 1) ρ for clusters of m.
        level: confidence level.

    Raises:
        UsageError: a number that can't be.
    """
    _between("half-width", half_width, _NARROWEST, 0.5)
    _between("share", share, 0, 1)
    _check(effect, level)
    z = float(ndtri((1 + level) / 2))
    needed = z**2 * share * (1 - share) / half_width**2 * effect
    if population is None:
        return max(1, ceil(needed - _ROUNDING))
    _population(population)
    return min(population, max(1, ceil(needed / (1 + (needed - 1) / population) - _ROUNDING)))


def for_at_least_one(
    prevalence: float, *, population: int | None = None, level: float = LEVEL, effect: float = 1.0
) -> int:
    """How many to draw so that at least one is seen with probability ``level`` where ``prevalence`` have it.

    Args:
        prevalence: the smallest share that is not to be missed, above 0.
        population: N; None: very large. Then ⌈N · prevalence⌉ of N have it.
        level: probability.
        effect: the design effect that is expected.

    Raises:
        UsageError: a number that can't be.
    """
    _between("prevalence", prevalence, 0, 1)
    _check(effect, level)
    if population is None:
        return max(1, ceil(log1p(-level) / log1p(-prevalence) * effect - _ROUNDING))
    _population(population)
    hits = ceil(prevalence * population - _ROUNDING)
    low, high = 1, population - hits + 1
    while low < high:
        middle = (low + high) // 2
        if hypergeometric_none(middle, hits, population) <= 1 - level:
            high = middle
        else:
            low = middle + 1
    return min(population, ceil(low * effect - _ROUNDING))


def allocated(size: int, sizes: Mapping[str, int], spreads: Mapping[str, float] | None = None) -> dict[str, int]:
    """A sample shared out over strata: in proportion to their sizes, or to size times spread (Neyman).

    Args:
        size: of the whole sample.
        sizes: units by stratum.
        spreads: standard deviation by stratum, as expected; None: alike.

    Returns:
        At least two of each stratum (or all of it), and the whole numbers that make the variance least.

    Raises:
        UsageError: the sample is larger than all strata, or too small for two of each; or a spread is missing or is
            below 0.
    """
    least = {name: min(2, count) for name, count in sizes.items()}
    if not sum(least.values()) <= size <= sum(sizes.values()):
        raise UsageError("size", expected=f"{sum(least.values()):,} to {sum(sizes.values()):,}", found=f"{size:,}")
    if spreads is not None and not all(0 <= spreads.get(name, -1.0) < inf for name in sizes):
        raise UsageError("spreads", expected="a number for each stratum, 0 or above", found=f"{dict(spreads)}")
    worth = {name: count * (1.0 if spreads is None else spreads[name]) for name, count in sizes.items()}
    given = dict(least)
    while sum(given.values()) < size:
        open_ = [name for name in sizes if given[name] < sizes[name]]
        best = max(open_, key=lambda name: (worth[name] / sqrt(given[name] * (given[name] + 1)), name))
        given[best] += 1
    return given


def cluster_effect(per_cluster: float, correlation: float) -> float:
    """1 + (m − 1) ρ: what drawing m of each cluster costs, with ρ the likeness within clusters."""
    return 1 + (per_cluster - 1) * correlation


def best_per_cluster(cost: float, correlation: float) -> int:
    """How many units of each cluster give the most for the money: √(cost (1 − ρ)/ρ), at least 1.

    Args:
        cost: what one more cluster costs (to find, to open), in what one more unit of it costs.
        correlation: ρ, the likeness within clusters, above 0 and below 1.

    Raises:
        UsageError: a number that can't be.

    Source: Cochran (1977), section 10.6, with ρ for the parts of the variance; the nearest whole number is the one
        of which the next above is not better: m (m + 1) against the optimum's square.
    """
    _between("cost", cost, 0, inf)
    _between("correlation", correlation, 0, 1)
    wanted = cost * (1 - correlation) / correlation
    return max(1, ceil((sqrt(1 + 4 * wanted) - 1) / 2 - _ROUNDING))


def _between(name: str, value: float, low: float, high: float) -> None:
    if not low < value < high:
        raise UsageError(name, expected=f"a number between {low:g} and {high:g}", found=f"{value:g}")


def _check(effect: float, level: float) -> None:
    _between("design effect", effect, 0, _MOST_EFFECT)
    _between("level", level, 0, 1)


def _population(population: int) -> None:
    if population < 1:
        raise UsageError("population", expected="1 or more", found=f"{population:,}")
