"""Means, shares, totals and ratios over a population, from a sample and its design alone.

Source: Särndal, Swensson and Wretman (1992), sections 5.5 to 5.8 (linearisation), 7.6 (post-stratification), 10.3
(domains). The design effect compares with a simple random sample of as many, drawn without replacement: Kish, Survey
Sampling (1965), section 8.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from probata.errors import BadInput
from probata.statistics.bounded import LEVEL
from probata.statistics.design.design import Design, Floats
from probata.statistics.design.intervals import Interval, log_scale, of_share
from probata.statistics.outcome import Caution, Refused

FEW_HITS = 5
_NOTHING = 1e-15


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with what its design says of it.

    Attributes:
        method: what was estimated and how: ``mean``, ``proportion``, ``total``, ``ratio``.
        value: the estimate.
        se: standard error, linearised.
        interval: the one to print.
        intervals: all that are offered; none can leave the possible.
        freedom: degrees of freedom.
        effect: the design effect; NaN where it has none.
        n: on how many observations it rests.
        cautions: what the reader must be told.
    """

    method: str
    value: float
    se: float
    interval: Interval
    intervals: tuple[Interval, ...]
    freedom: int
    effect: float
    n: int
    cautions: tuple[Caution, ...] = ()


Outcome = Estimate | Refused
Kept = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PostStrata:
    """Groups whose sizes in the population are known from elsewhere; weights are raised to them.

    Attributes:
        groups: (n,), the group of each observation.
        totals: the size of each group in the population.
    """

    groups: tuple[str, ...]
    totals: Mapping[str, float] = field(default_factory=dict)


def post_stratified(design: Design, strata: PostStrata) -> tuple[Design, npt.NDArray[np.intp]]:
    """The design with weights raised to the groups' totals, and each observation's group as a number.

    Raises:
        BadInput: a group has no total, or a total's group has no observation.
    """
    missing = sorted(set(strata.groups) ^ set(strata.totals))
    if missing:
        raise BadInput("post-strata", expected="a total for each group, and an observation in it", found=missing[0])
    names, where = np.unique(np.array(strata.groups), return_inverse=True)
    wanted = np.array([strata.totals[str(name)] for name in names])
    if not (np.isfinite(wanted) & (wanted > 0)).all():
        raise BadInput("post-strata", expected="totals above 0", found=f"{wanted.min():g}")
    raised = wanted / np.bincount(where, weights=design.weights)
    return replace(design, weights=design.weights * raised[where]), where.astype(np.intp)


def mean(
    design: Design, values: Sequence[float] | Floats, *, kept: Kept | None = None, post: PostStrata | None = None,
    level: float = LEVEL,
) -> Outcome:  # fmt: skip
    """The mean over the population, or over a domain of it.

    Args:
        design: of n observations.
        values: (n,).
        kept: (n,), the domain's observations; None: all.
        post: post-strata.
        level: of the interval.

    Returns:
        The mean with the t interval (on the logarithm where no value is negative and t would be), or a refusal.
    """
    y = np.asarray(values, dtype=np.float64)
    return _quotient(design, y, np.ones(design.n), "mean", kept, post, level)


def proportion(
    design: Design, hits: Sequence[float] | Floats, *, kept: Kept | None = None, post: PostStrata | None = None,
    level: float = LEVEL,
) -> Outcome:  # fmt: skip
    """The share of the population for which ``hits`` is 1.

    Args:
        design: of n observations.
        hits: (n,), 0 or 1.
        kept: (n,), the domain's observations; None: all.
        post: post-strata.
        level: of the intervals.

    Returns:
        The share with the intervals of Korn and Graubard (the printed one), logit and Wilson, or a refusal.

    Raises:
        BadInput: a value is neither 0 nor 1.
    """
    y = np.asarray(hits, dtype=np.float64)
    if not np.isin(y, (0.0, 1.0)).all():
        raise BadInput("a share", expected="0 or 1", found=f"{y[~np.isin(y, (0.0, 1.0))][0]:g}")
    return _quotient(design, y, np.ones(design.n), "proportion", kept, post, level)


def ratio(
    design: Design, above: Sequence[float] | Floats, below: Sequence[float] | Floats, *, kept: Kept | None = None,
    post: PostStrata | None = None, level: float = LEVEL,
) -> Outcome:  # fmt: skip
    """The total of one variable divided by that of another."""
    above_, below_ = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    return _quotient(design, above_, below_, "ratio", kept, post, level)


def total(
    design: Design, values: Sequence[float] | Floats, *, kept: Kept | None = None, post: PostStrata | None = None,
    level: float = LEVEL,
) -> Outcome:  # fmt: skip
    """The total over the population, or over a domain of it; see `mean`."""
    y = np.asarray(values, dtype=np.float64)
    inside = np.ones(design.n, dtype=np.bool_) if kept is None else kept
    why = unsuitable(design, inside)
    if why is not None:
        return why
    raised, groups = (design, None) if post is None else post_stratified(design, post)
    scores = np.where(inside, y, 0.0)
    value = float(raised.weights @ scores)
    variance = raised.variance(_residuals(scores, raised.weights, groups))
    n, count, everything = int(inside.sum()), raised.weights.sum(), np.ones(design.n, dtype=np.bool_)
    spread = _spread(scores, raised.weights) * count**2 / design.n * raised.rest(everything)
    signless = bool((y[inside] >= 0).all())
    return _with_t(design, "total", value, variance, spread, design.only(inside), n, signless, level)


def unsuitable(design: Design, inside: Kept) -> Refused | None:
    """Why nothing can be estimated; None: it can."""
    if not inside.any():
        return Refused("no-observation", "no observation belongs to it", "draw a larger sample")
    if design.alone:
        many = len(design.alone)
        return Refused(
            "lonely-cluster",
            f"{many} {'stratum has' if many == 1 else 'strata have'} one sampled unit of several, so no variance",
            "join strata before looking at results, or draw two of each",
        )  # fmt: skip
    if design.only(inside) < 1 and not design.whole:
        return Refused("too-few-clusters", "fewer than two clusters: no variance can be told", "draw more clusters")
    return None


def _quotient(
    design: Design, above: Floats, below: Floats, method: str, kept: Kept | None, post: PostStrata | None, level: float
) -> Outcome:  # fmt: skip
    inside = np.ones(design.n, dtype=np.bool_) if kept is None else kept
    why = unsuitable(design, inside)
    if why is not None:
        return why
    raised, groups = (design, None) if post is None else post_stratified(design, post)
    w, y, x = raised.weights, np.where(inside, above, 0.0), np.where(inside, below, 0.0)
    base = float(w @ x)
    if abs(base) < _NOTHING:
        return Refused("no-denominator", "the total below the line is 0")
    value = float(w @ y) / base
    scores = np.where(inside, (y - value * x) / base, 0.0)
    variance = raised.variance(_residuals(scores, w, groups))
    n, freedom = int(inside.sum()), design.only(inside)
    spread = _simple_variance(raised, y, x, value, inside)
    if method == "proportion":
        return _share(design, value, variance, spread, freedom, y[inside], raised.worth(inside), level)
    signless = method == "mean" and bool((above[inside] >= 0).all())
    return _with_t(design, method, value, variance, spread, freedom, n, signless, level)


def _residuals(scores: Floats, weights: Floats, groups: npt.NDArray[np.intp] | None) -> Floats:
    """Scores less the weighted mean of their post-stratum."""
    if groups is None:
        return scores
    means = np.bincount(groups, weights=weights * scores) / np.bincount(groups, weights=weights)
    return scores - means[groups]


def _spread(values: Floats, weights: Floats) -> float:
    """Variance of the population's values, from the sample."""
    n, share = len(values), weights / weights.sum()
    return float((share * (values - share @ values) ** 2).sum()) * n / max(n - 1, 1)


def _simple_variance(raised: Design, y: Floats, x: Floats, value: float, inside: Kept) -> float:
    """What a simple random sample of as many would give for the same quotient."""
    w, n = raised.weights[inside], int(inside.sum())
    share = w / w.sum()
    left = (y - value * x)[inside] / float(share @ x[inside])
    spread = float((share * left**2).sum()) * n / max(n - 1, 1)
    return spread / n * raised.rest(inside)


def _share(
    design: Design, value: float, variance: float, simple: float, freedom: int, hits: Floats, worth: float,
    level: float,
) -> Estimate:  # fmt: skip
    se, n, count = float(np.sqrt(variance)), len(hits), int(hits.sum())
    if design.whole:
        return _counted("proportion", value, n, level)
    offered = of_share(value, se, n, count, freedom, level, worth)
    few = min(count, n - count)
    cautions = _of_design(design)
    if few < FEW_HITS:
        cautions += (Caution("few-hits", f"only {few} of one kind among {n}: read the interval, not the share"),)
    effect = variance / simple if simple > _NOTHING and variance > 0 else float("nan")
    return Estimate("proportion", value, se, offered[0], offered, freedom, effect, n, cautions)


def _with_t(
    design: Design, method: str, value: float, variance: float, simple: float, freedom: int, n: int, signless: bool,
    level: float,
) -> Estimate:  # fmt: skip
    if design.whole:
        return _counted(method, value, n, level)
    se, cautions = float(np.sqrt(variance)), _of_design(design)
    if se <= _NOTHING * abs(value):
        cautions += (Caution("no-spread", "all that was seen is alike: the interval has no width, and says nothing"),)
    half = float(stdtrit(freedom, (1 + level) / 2)) * se
    offered = [Interval("t", value - half, value + half, level)]
    if signless and value > 0:
        on_log = log_scale(value, se, freedom, level)
        offered = [on_log] if value - half < 0 else [*offered, on_log]
    effect = variance / simple if simple > _NOTHING else float("nan")
    return Estimate(method, value, se, offered[0], tuple(offered), freedom, effect, n, cautions)


def _counted(method: str, value: float, n: int, level: float) -> Estimate:
    """Where all of the population was observed there is nothing to estimate."""
    whole = Interval("census", value, value, level)
    return Estimate(method, value, 0.0, whole, (whole,), 0, float("nan"), n)


def _of_design(design: Design) -> tuple[Caution, ...]:
    if not design.thin:
        return ()
    return (
        Caution("second-stage-alone", "of some clusters one unit of several was drawn: the variance is an upper one"),
    )
