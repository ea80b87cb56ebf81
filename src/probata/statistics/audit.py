"""How many persons a set of photographs shows, from a random sample of which all photographs of the person were found.

For each sampled photograph i somebody found s_i, how many photographs of the whole frame show the same person. Each
photograph then carries the share y_i = 1/s_i of a person, or 0 where nobody is shown; the shares of all photographs of
one person add up to one, so that the total of y over the frame is the number of persons. That total is estimated from
the sampling design alone: nothing is assumed about any linker.

Source: Sirken, "Household surveys with multiplicity", JASA 65 (1970), the multiplicity estimator; Lavallée, Indirect
Sampling (2007), section 2.1, generalized weight share method; Särndal, Swensson and Wretman, Model Assisted Survey
Sampling (1992), sections 3.7 (stratified), 5.7 (ratios) and 6.3 (difference estimator).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log, sqrt

import numpy as np
from scipy.special import stdtrit

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL, FloatArray, mean_interval

_NONE = 1e-12


@dataclass(frozen=True)
class Design:
    """How a sample was drawn: without replacement, within strata.

    Attributes:
        sizes: how many units the frame has, by stratum.
        strata: the stratum of each sampled unit, in the order in which values are given.
    """

    sizes: Mapping[str, int]
    strata: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.strata:
            raise UsageError("an estimate needs a sample", expected="at least one sampled unit", found="none")
        missing = sorted(name for name, size in self.sizes.items() if size and name not in set(self.strata))
        if missing:
            raise UsageError("a stratum has no sampled unit", expected="one in each", found=", ".join(missing))

    @cached_property
    def units(self) -> int:
        """How many units the frame has."""
        return sum(self.sizes.values())

    @cached_property
    def members(self) -> dict[str, np.ndarray[tuple[int], np.dtype[np.intp]]]:
        """The places of the sampled units, by stratum."""
        return {name: np.flatnonzero([each == name for each in self.strata]) for name in sorted(set(self.strata))}

    @cached_property
    def weights(self) -> FloatArray:
        """N_h / n_h of each sampled unit."""
        return np.array([self.sizes[name] / len(self.members[name]) for name in self.strata])

    def parts(self, values: FloatArray) -> list[tuple[float, int]]:
        """The variance N_h² (1 − f_h) s_h² / n_h that each stratum adds to that of a total, and its n_h.

        A stratum with one sampled unit of several takes the variance of the whole sample.
        """
        pooled = float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
        parts = []
        for name, places in self.members.items():
            n, size = len(places), self.sizes[name]
            spread = float(np.var(values[places], ddof=1)) if n > 1 else pooled
            parts.append((size**2 * (1 - n / size) * spread / n, n))
        return parts

    def effective(self, values: FloatArray) -> float:
        """The size of a simple random sample, drawn with replacement, that would tell as much.

        n divided by the design effect and by the share of the frame that was not sampled; a design that does better
        than a simple random sample gets no credit, as its gain is not known well in a small sample.

        Source: Korn and Graubard (1998), with their truncation at n.
        """
        n, rest = len(values), 1 - len(values) / self.units
        if rest <= 0:
            return inf
        share = self.weights / self.weights.sum()
        kish = 1 / float(np.sum(share**2))
        mean = float(np.sum(share * values))
        spread = float(np.sum(share * (values - mean) ** 2)) * n / max(n - 1, 1)
        variance = sum(part for part, _ in self.parts(values)) / self.units**2
        if spread < _NONE or variance < _NONE:
            return min(kish, n) / rest
        return min(spread / variance * rest, kish, n) / rest


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated total, mean or share.

    Attributes:
        value: the estimate.
        variance: of the estimate, by the design.
        low: lower end of the interval.
        high: upper end.
        level: the confidence level.
        sampled: on how many sampled units it rests.
    """

    value: float
    variance: float
    low: float
    high: float
    level: float
    sampled: int


def total(
    design: Design,
    values: Sequence[float] | FloatArray,
    lowest: float = 0.0,
    highest: float = 1.0,
    level: float = LEVEL,
) -> Estimate:
    """The total of a bounded variable over the frame: Σ_h N_h · mean of the sampled values of the stratum.

    Variance: Σ_h N_h² (1 − f_h) s_h² / n_h. Interval: `bounded.mean_interval` with the design's effective size, and
    never beyond what is certain: what was seen, and the rest at its bounds.
    """
    x = np.asarray(values, dtype=np.float64)
    estimate = float(np.sum(design.weights * x))
    variance = sum(part for part, _ in design.parts(x))
    effective = design.effective(x)
    if effective == inf:
        return Estimate(estimate, 0.0, estimate, estimate, level, len(x))
    found = mean_interval(x, design.weights, effective, lowest, highest, level)
    seen, rest = float(x.sum()), design.units - len(x)
    low = max(found.low * design.units, seen + rest * lowest)
    high = min(found.high * design.units, seen + rest * highest)
    return Estimate(estimate, variance, low, high, level, len(x))


def freedom(design: Design, values: FloatArray) -> float:
    """Degrees of freedom of the variance of a total, after Satterthwaite (Cochran, Sampling Techniques, 5.16)."""
    parts = [(part, n) for part, n in design.parts(values) if part > 0]
    below = sum(part**2 / max(n - 1, 1) for part, n in parts)
    return sum(part for part, _ in parts) ** 2 / below if below else float(max(len(values) - 1, 1))


def t_total(design: Design, values: Sequence[float] | FloatArray, level: float = LEVEL) -> Estimate:
    """As `total`, with the t interval on Satterthwaite's degrees of freedom: the usual one, for comparison."""
    x = np.asarray(values, dtype=np.float64)
    estimate, variance = float(np.sum(design.weights * x)), sum(part for part, _ in design.parts(x))
    half = float(stdtrit(freedom(design, x), (1 + level) / 2)) * sqrt(variance)
    return Estimate(estimate, variance, estimate - half, estimate + half, level, len(x))


@dataclass(frozen=True, slots=True)
class Shares:
    """The share y of a person that each sampled photograph carries; what can't be told is left open.

    Attributes:
        least: y with 0 where it can't be told: that photograph may show nobody.
        likely: y with the stratum's mean there, as if those who can't be told were like the others.
        most: y with 1 there: it may be the only photograph of one more person.
    """

    least: FloatArray
    likely: FloatArray
    most: FloatArray

    @classmethod
    def of(cls, design: Design, photographs: Sequence[int | None]) -> "Shares":
        """From how many photographs of the frame show the person: 0 shows nobody, None can't be told.

        The ends so made bound what nonresponse can do, without an assumption about it.

        Source: Manski, Partial Identification of Probability Distributions (2003), chapter 1.
        """
        known = np.array([count is not None for count in photographs])
        least = np.array([1 / count if count else 0.0 for count in photographs])
        likely = least.copy()
        overall = float(least[known].mean()) if known.any() else 0.0
        for places in design.members.values():
            told = places[known[places]]
            likely[places[~known[places]]] = float(least[told].mean()) if len(told) else overall
        return cls(least, likely, np.where(known, least, 1.0))


def persons(design: Design, photographs: Sequence[int | None], seen: float = 0.0, level: float = LEVEL) -> Estimate:
    """How many persons the frame shows: Σ N_h/n_h · 1/s_i. Holds whatever a linker did.

    Args:
        design: how the sample was drawn.
        photographs: s_i, how many photographs of the frame show the person of sampled photograph i; 0: it shows
            nobody; None: it can't be told.
        seen: how many different persons are known to be among the sampled; the interval never goes below.
        level: of the interval, which has the ends of `total` with what can't be told at its worst on each side.
    """
    shares = Shares.of(design, photographs)
    found = total(design, shares.likely, level=level)
    low = max(total(design, shares.least, level=level).low, seen)
    high = max(total(design, shares.most, level=level).high, seen)
    return Estimate(max(found.value, seen), found.variance, low, high, level, found.sampled)


def persons_assisted(
    design: Design,
    photographs: Sequence[int | None],
    linked: Sequence[float],
    frame: Sequence[float] | FloatArray,
    seen: float = 0.0,
    level: float = LEVEL,
) -> Estimate:
    """The linker's count, put right by the audit: Σ over the frame of 1/ŝ_i, plus Σ N_h/n_h (1/s_i − 1/ŝ_i).

    The difference estimator: unbiased whatever the linker did, and the more precise the better the linker is.

    Interval: the upper end is that of the differences, which lie between −max(1/ŝ) and 1 − min(1/ŝ). The lower end
    takes the linked photographs' ratios ŝ_i/s_i (of which 0 is the least), each weighing 1/ŝ_i, with the effective
    size times (Σ 1/ŝ)² ÷ (N Σ 1/ŝ²) over the frame, and adds the lower end of what the linker missed altogether, each
    of the two at half the error. Chosen by simulation: see ``tests/test_statistics_audit.py``.

    Source: Särndal, Swensson and Wretman (1992), section 6.3.

    Args:
        design: how the sample was drawn.
        photographs: as for `persons`.
        linked: 1/ŝ_i of the sampled photographs: ŝ_i is the size of the linker's group; 0 where it has none.
        frame: the same for every photograph of the frame.
        seen: as for `persons`.
        level: of the interval.
    """
    shares, mine, all_of = Shares.of(design, photographs), np.asarray(linked, float), np.asarray(frame, float)
    count = float(all_of.sum())
    bounds = (-float(all_of.max()), 1.0 - float(all_of.min()))
    found = total(design, shares.likely - mine, *bounds, level=level)
    high = count + total(design, shares.most - mine, *bounds, level=level).high
    low = _assisted_low(design, shares.least, mine, all_of, level)
    certain = max(float(shares.least.sum()), seen)
    value = max(count + found.value, certain)
    return Estimate(value, found.variance, min(max(low, certain), value), max(high, value), level, found.sampled)


def _assisted_low(design: Design, y: FloatArray, mine: FloatArray, all_of: FloatArray, level: float) -> float:
    count, half = float(all_of.sum()), (1 + level) / 2
    known = mine > 0
    effective = design.effective(y - mine)
    if effective == inf:
        return float(y.sum())
    missed = total(design, np.where(known, 0.0, y), level=half).low
    if not known.any():
        return missed
    ratios = y[known] / mine[known]
    spread = effective * count**2 / (design.units * float(np.sum(all_of**2)))
    weights = design.weights[known] * mine[known]
    return count * mean_interval(ratios, weights, spread, 0.0, max(1.0, float(ratios.max())), half).low + missed


def photographs_per_person(design: Design, photographs: Sequence[int | None], level: float = LEVEL) -> Estimate:
    """The mean number of photographs of a person: those that show one ÷ persons; what can't be told is left out."""
    shows = [1.0 if count else 0.0 for count in photographs]
    return ratio(design, shows, [1 / count if count else 0.0 for count in photographs], level)


def ratio(design: Design, above: Sequence[float], below: Sequence[float], level: float = LEVEL) -> Estimate:
    """The ratio of two totals, such as photographs per person, with its linearised variance.

    Interval: t on the log scale, so that it stays above zero.

    Source: Särndal, Swensson and Wretman (1992), section 5.6 and result 5.6.2.

    Raises:
        UsageError: the total below the line is not above zero.
    """
    x, y = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    top, bottom = float(np.sum(design.weights * x)), float(np.sum(design.weights * y))
    if bottom <= 0 or top <= 0:
        raise UsageError("a ratio of nothing", expected="totals above zero", found=f"{top} over {bottom}")
    value = top / bottom
    residual = (x - value * y) / bottom
    variance = sum(part for part, _ in design.parts(residual))
    half = float(stdtrit(freedom(design, residual), (1 + level) / 2)) * sqrt(variance) / value
    return Estimate(value, variance, exp(log(value) - half), exp(log(value) + half), level, len(x))
