"""Whether confidences mean what they say: of what is said with 0.9, nine in ten should be right.

Source: reliability by bins and expected calibration error as in Guo, Pleiss, Sun and Weinberger, "On calibration of
modern neural networks" (2017), section 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies from ``low`` to below ``high`` (the last: to 1, included).

    Attributes:
        low: least confidence.
        high: where the next bin begins.
        count: answers.
        confidence: their mean confidence.
        right: share of them that is right.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Reliability of confidences.

    Attributes:
        count: answers with a confidence.
        ece: mean distance of confidence and share right over the bins, weighted by their answers; 0 without answers.
        bins: those with answers, by confidence.
    """

    count: int
    ece: float
    bins: tuple[Bin, ...]


def calibration(answers: Iterable[tuple[float, bool]]) -> Calibration:
    """The reliability of answers, each with its confidence (0 to 1) and whether it is right."""
    kept = list(answers)
    bins = [
        _bin(low, high, [a for a in kept if low <= a[0] < high or (high == EDGES[-1] and a[0] >= high)])
        for low, high in pairwise(EDGES)
    ]
    filled = tuple(b for b in bins if b.count)
    distance = fsum(b.count * abs(b.confidence - b.right) for b in filled)
    return Calibration(len(kept), distance / len(kept) if kept else 0.0, filled)


def _bin(low: float, high: float, answers: list[tuple[float, bool]]) -> Bin:
    count = len(answers)
    confidence = fsum(a[0] for a in answers) / count if count else 0.0
    return Bin(low, high, count, confidence, sum(a[1] for a in answers) / count if count else 0.0)
