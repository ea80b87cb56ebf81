"""How often a linker is wrong, from the sample by which its count was audited.

For each audited photograph its true photographs of the same person and the linker's group are known. Each photograph
stands for the pairs it takes part in, so that precision and recall of pairs are ratios of totals over the frame, and
hold for the frame and not only for the sample.

Source: Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), section 5.6, for the ratios; Barnes, "A
practitioner's guide to evaluating entity resolution results" (2014), for the pairs; sampling of records and not of
pairs: Binette and Reiter, "Estimating the performance of entity resolution algorithms" (2022).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from probata.errors import UsageError
from probata.statistics.audit import Design, Estimate
from probata.statistics.bounded import LEVEL, FloatArray, mean_interval


@dataclass(frozen=True, slots=True)
class Audited:
    """One audited photograph.

    Attributes:
        unit: its identifier.
        members: all photographs of the frame that truly show the same person, itself included; empty: nobody.
        group: all that the linker gives to the same person, itself included; empty: nobody.
    """

    unit: str
    members: frozenset[str]
    group: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkerErrors:
    """Error rates of a linker over the frame; None where nothing in the sample tells.

    Attributes:
        precision: of all pairs that the linker gives to one person, the share that is right.
        recall: of all pairs of photographs of one person, the share that the linker gives to one person.
        split: the share of persons whose photographs the linker doesn't give to one person only.
        merged: the share of persons (each by the share of the photographs) linked with another's or nobody's.
    """

    precision: Estimate | None
    recall: Estimate | None
    split: Estimate | None
    merged: Estimate | None


def linker_errors(design: Design, audited: Sequence[Audited], level: float = LEVEL) -> LinkerErrors:
    """The linker's error rates with their intervals; ``audited`` in the order of the design's units."""
    both = [max(len(each.members & each.group) - 1, 0) for each in audited]
    linked = [max(len(each.group) - 1, 0) for each in audited]
    true = [max(len(each.members) - 1, 0) for each in audited]
    persons = [1 / len(each.members) if each.members else 0.0 for each in audited]
    split = [share * (not each.members <= each.group) for share, each in zip(persons, audited, strict=True)]
    merged = [share * (not each.group <= each.members) for share, each in zip(persons, audited, strict=True)]
    return LinkerErrors(
        _share(design, both, linked, level),
        _share(design, both, true, level),
        _share(design, split, persons, level),
        _share(design, merged, persons, level),
    )


def _share(design: Design, part: Sequence[float], whole: Sequence[float], level: float) -> Estimate | None:
    """A ratio of totals of which one is part of the other."""
    return share(design, part, whole, level) if any(whole) else None


def share(design: Design, part: Sequence[float], whole: Sequence[float], level: float = LEVEL) -> Estimate:
    """The ratio of two totals, where each unit's part is between nothing and its whole.

    Value: Σ w·part ÷ Σ w·whole. Interval: `bounded.mean_interval` of part ÷ whole, each unit weighing w·whole, with an
    effective size of n_eff (Σ w·whole)² ÷ (Σ w·whole²·Σ w), so that it is wide where few units hold most of the whole.

    Raises:
        UsageError: the whole is nothing, or a part is more than its whole.
    """
    x, y = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    if not y.any() or np.any(x > y) or np.any(x < 0):
        raise UsageError("a share of nothing", expected="parts between 0 and a whole above zero")
    mass: FloatArray = design.weights * y
    value = float(np.sum(design.weights * x) / mass.sum())
    residual = (x - value * y) / float(mass.sum())
    variance = sum(each for each, _ in design.parts(residual))
    effective = design.effective(residual)
    if effective == inf:
        return Estimate(value, 0.0, value, value, level, len(x))
    kish = float(mass.sum() ** 2 / (np.sum(design.weights * y**2) * design.weights.sum()))
    known = y > 0
    found = mean_interval(x[known] / y[known], mass[known], effective * kish, 0.0, 1.0, level)
    return Estimate(value, variance, min(found.low, value), max(found.high, value), level, int(known.sum()))
