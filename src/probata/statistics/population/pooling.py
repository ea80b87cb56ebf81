"""Estimates put together: added up over strata, and combined over imputations or drawn partitions.

Rules:
* Ends of intervals are never added up: draws are, or variances on the scale of the logarithm of those on no list.
* What could not be estimated is left out and named, with how many were seen in it; nothing is filled in for it.

Source: Rubin, Multiple Imputation for Nonresponse in Surveys (1987), equations 3.1.2 to 3.1.8; Zhou and Reiter, "A
note on Bayesian inference after multiple imputation", The American Statistician 64 (2010), for pooled draws; strata:
Sekar and Deming, JASA 44 (1949).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, log1p, sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.estimate import Diagnostic, Interval, Outcome, Population
from probata.statistics.population.lists import Lists

Floats = npt.NDArray[np.float64]
POOLED_DRAWS = 10_000
LEAST_LISTS = 3
MOST_REFUSED = 0.2
LEAST_COMBINED = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One stratum, imputation or partition: how many were seen in it, and what the method answered."""

    name: str
    observed: int
    outcome: Outcome


def in_stratum(lists: Lists, least: int = LEAST_LISTS, *, all_lists: bool = False) -> Lists | Refused:
    """The table of one stratum, without the lists that have nobody in it.

    Args:
        lists: the stratum's table.
        least: how many lists with somebody on them the method needs.
        all_lists: keep empty lists too, so that a model named by position stays what it is.

    Returns:
        The table, or a refusal: ``stratum-not-estimable``.
    """
    there = [place for place, size in enumerate(lists.sizes) if size]
    if len(there) < least:
        return Refused(
            "stratum-not-estimable",
            f"{len(there)} {'list has' if len(there) == 1 else 'lists have'} anybody in this stratum; it takes {least}",
            "join it with a stratum like it, or report those seen in it alone",
        )
    return lists if all_lists or len(there) == lists.k else lists.only(there)


def summed(parts: Sequence[Part], level: float = LEVEL, seed: int = 1) -> Outcome:
    """The sum over strata, which are independent of one another.

    Where every stratum has draws, one of each (in an order of its own) is added up, and the interval holds the middle
    of the sums. Else variances are added up, and the interval is log-normal on those on no list.

    Args:
        parts: the strata.
        level: of the interval.
        seed: of the orders in which draws are added up.

    Returns:
        The sum over the strata that could be estimated; ``observed`` counts those seen in these. Or a refusal:
        ``no-stratum-estimable``.

    Raises:
        UsageError: no stratum at all.
    """
    if not parts:
        raise UsageError("strata", expected="one or more", found="none")
    made = [(part, part.outcome) for part in parts if isinstance(part.outcome, Population)]
    left = [(part, part.outcome) for part in parts if isinstance(part.outcome, Refused)]
    if not made:
        return Refused("no-stratum-estimable", f"none of {len(parts)} strata can be estimated", left[0][1].reason)
    found = [each for _, each in made]
    observed, estimate = sum(each.observed for each in found), sum(each.estimate for each in found)
    se = sqrt(sum((each.se or 0.0) ** 2 for each in found))
    sums = _sums(found, np.random.default_rng(seed))
    if len(sums):
        interval = _middle("sum-of-draws", sums, level)
    else:
        interval = _log_normal(observed, estimate - observed, se, level)
    seen, out = sum(part.observed for part in parts), sum(part.observed for part, _ in left)
    notes: dict[str, Diagnostic] = {
        "strata": len(parts), "strata_estimated": len(made), "strata_left_out": [part.name for part, _ in left],
        "observed_left_out": out, "coverage": 1 - out / seen if seen else 1.0,
    }  # fmt: skip
    cautions = list(_shared(found))
    if left:
        names = ", ".join(f"{part.name} ({why.code})" for part, why in left[:5])
        cautions.append(
            Caution(
                "strata-left-out",
                f"the sum leaves out {len(left)} of {len(parts)} strata with {out:,} of {seen:,} seen: {names}",
            )
        )
    return Population(
        found[0].method, _model(found), estimate, observed, interval, (interval,), se, notes, tuple(cautions),
        tuple(float(each) for each in sums),
    )  # fmt: skip


def _sums(found: Sequence[Population], rng: np.random.Generator) -> Floats:
    """Sums of one draw of each stratum; empty where a stratum has none.

    Each stratum's draws are put in a new order: draws made from one seed would rise and fall together.
    """
    if not all(each.draws for each in found):
        return np.empty(0)
    total = np.zeros(POOLED_DRAWS)
    for each in found:
        total += rng.permutation(_evenly(np.array(each.draws), POOLED_DRAWS, rng))
    return total


def _evenly(draws: Floats, count: int, rng: np.random.Generator) -> Floats:
    """``count`` draws: each of those given equally often, as far as that goes."""
    whole, rest = divmod(count, len(draws))
    return np.concatenate([np.tile(draws, whole), rng.choice(draws, rest, replace=False)])


def combined(parts: Sequence[Part], level: float = LEVEL, seed: int = 1) -> Outcome:
    """One estimate from several of the same population: from imputations of what is missing, or from drawn partitions.

    The estimate is the mean. *Within* is the mean of the squared standard errors, *between* the variance of the
    estimates, the total variance within + (1 + 1/M) between. Intervals: ``pooled-draws``, the middle of all draws
    together, where the method has draws; ``rubin-log``, Student's t with Rubin's degrees of freedom on log(N − c), c
    being the fewest seen in any part (so it never falls below them).

    Args:
        parts: M of them, two or more.
        level: of the interval.
        seed: of the choice among draws.

    Returns:
        The estimate; or a refusal: ``most-refused`` where more than a fifth of the parts are refused, as those which
        are left would not be like the rest.

    Raises:
        UsageError: fewer than two parts.
    """
    if len(parts) < LEAST_COMBINED:
        raise UsageError("parts to combine", expected=f"{LEAST_COMBINED} or more", found=str(len(parts)))
    found = [part.outcome for part in parts if isinstance(part.outcome, Population)]
    left = Counter(part.outcome.code for part in parts if isinstance(part.outcome, Refused))
    refused = sum(left.values())
    if refused > MOST_REFUSED * len(parts) or len(found) < LEAST_COMBINED:
        first = next(part.outcome for part in parts if isinstance(part.outcome, Refused))
        same = f"refused alike: {first.reason}" if len(left) == 1 else f"the first: {first.reason}"
        return Refused("most-refused", f"{refused} of {len(parts)} parts can't be estimated ({same})", first.do)
    totals = np.array([each.estimate for each in found])
    within = float(np.mean([(each.se or 0.0) ** 2 for each in found]))
    between = float(totals.var(ddof=1))
    total = within + (1 + 1 / len(found)) * between
    rubin = _rubin(found, level)
    draws = _pooled(found, np.random.default_rng(seed))
    intervals = (*([_middle("pooled-draws", draws, level)] if len(draws) else []), rubin)
    seen = np.array([each.observed for each in found])
    notes: dict[str, Diagnostic] = {
        "parts": len(parts), "parts_refused": refused, "within_variance": within, "between_variance": between,
        "total_variance": total, "share_between": (1 + 1 / len(found)) * between / total if total else 0.0,
        "monte_carlo_se": sqrt(between / len(found)), "lowest_estimate": float(totals.min()),
        "highest_estimate": float(totals.max()), "observed_mean": float(seen.mean()),
        "observed_low": int(seen.min()), "observed_high": int(seen.max()),
    }  # fmt: skip
    cautions = list(_shared(found))
    if refused:
        codes = ", ".join(f"{code} {count}" for code, count in left.most_common())
        cautions.append(Caution("parts-refused", f"{refused} of {len(parts)} parts are left out as refused: {codes}"))
    return Population(
        found[0].method, _model(found), float(totals.mean()), round(float(seen.mean())), intervals[0], intervals,
        sqrt(total), notes, tuple(cautions), tuple(float(each) for each in draws),
    )  # fmt: skip


def _rubin(found: Sequence[Population], level: float) -> Interval:
    floor = min(each.observed for each in found)
    above = [max(each.estimate - floor, 1e-9) for each in found]
    logs = np.array([log(each) for each in above])
    within = float(np.mean([log1p(((e.se or 0.0) / a) ** 2) for e, a in zip(found, above, strict=True)]))
    between = (1 + 1 / len(found)) * float(logs.var(ddof=1))
    if within + between == 0:
        return Interval("rubin-log", floor + above[0], floor + above[0], level)
    freedom = (len(found) - 1) * (1 + within / between) ** 2 if between > 0 else np.inf
    tail = (1 + level) / 2
    reach = float(stdtrit(freedom, tail)) if freedom < 1e6 else float(ndtri(tail))
    half, middle = reach * sqrt(within + between), float(logs.mean())
    return Interval("rubin-log", floor + exp(middle - half), floor + exp(middle + half), level)


def _pooled(found: Sequence[Population], rng: np.random.Generator) -> Floats:
    """As many draws of each part, together; empty where one has none."""
    if not all(each.draws for each in found):
        return np.empty(0)
    count = max(1, POOLED_DRAWS // len(found))
    return np.concatenate([_evenly(np.array(each.draws), count, rng) for each in found])


def _middle(name: str, draws: Floats, level: float) -> Interval:
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Interval(name, float(low), float(high), level)


def _log_normal(observed: int, hidden: float, se: float, level: float) -> Interval:
    """Those seen, and f0/C and f0 C added, C = exp(z √log(1 + SE²/f0²)); Chao (1987), equation 11, of sums."""
    if hidden <= 0:
        return Interval("log-normal", observed, observed, level)
    wide = exp(float(ndtri((1 + level) / 2)) * sqrt(log1p((se / hidden) ** 2)))
    return Interval("log-normal", observed + hidden / wide, observed + hidden * wide, level)


def _shared(found: Sequence[Population]) -> Sequence[Caution]:
    """The parts' own cautions, each code once, with in how many parts it stands."""
    times: Mapping[str, int] = Counter(code for each in found for code in {c.code for c in each.cautions})
    first = {caution.code: caution.text for each in reversed(found) for caution in reversed(each.cautions)}
    return [
        Caution(code, first[code] if len(found) == 1 else f"in {times[code]} of {len(found)} parts: {first[code]}")
        for code in sorted(times, key=lambda code: (-times[code], code))
    ]


def _model(found: Sequence[Population]) -> str:
    """The model of all, or how many there are and which is the commonest."""
    models = Counter(each.model for each in found)
    name, count = models.most_common(1)[0]
    return name if len(models) == 1 else f"{name} in {count} of {len(found)}, {len(models) - 1} others"
