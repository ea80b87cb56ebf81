"""Which chunk thresholds make `hamming` compare the fewest hashes and still miss no pair.

The number of pairs at each distance within a chunk follows exactly from the histogram of its values: the squared
Walsh–Hadamard transform summed by weight, then the MacWilliams (Krawtchouk) transform. A knapsack over the chunks
then finds the cheapest thresholds t(k) with Σ (t(k) + 1) > radius.

Source: MacWilliams and Sloane, "The theory of error-correcting codes", chapter 5, section 5 (distance distribution).
"""

from dataclasses import dataclass
from itertools import accumulate
from math import comb

import numpy as np
import numpy.typing as npt

CHUNKS = 16
CHUNK_BITS = 16
BUCKETS = 1 << CHUNK_BITS
_Best = list[tuple[float, tuple[int, ...]]]
_WEIGHTS = np.bitwise_count(np.arange(BUCKETS, dtype=np.uint32)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to search.

    Attributes:
        thresholds: for each chunk the largest distance that it brings together; −1: chunk not used. All −1 means:
            compare everything with everything.
    """

    thresholds: tuple[int, ...]

    @property
    def compares_all(self) -> bool:
        """Whether no chunk is used."""
        return max(self.thresholds) < 0


COMPARE_ALL = Plan((-1,) * CHUNKS)


def plan(values: npt.NDArray[np.uint16], radius: int) -> Plan:
    """The cheapest complete plan for hashes with chunk values ``values`` (n, 16).

    Args:
        values: the hashes as 16 chunks of 16 bits.
        radius: largest distance wanted, 0 to 255.
    """
    count = len(values)
    costs = [_costs(np.bincount(values[:, k], minlength=BUCKETS).astype(np.int64)) for k in range(CHUNKS)]
    best: _Best = [(0.0, ()), *([(float("inf"), ())] * (radius + 1))]
    for cost in costs:
        following: _Best = [(float("inf"), ())] * (radius + 2)
        for reached, (spent, chosen) in enumerate(best):
            for taken in range(CHUNK_BITS + 2):
                target = min(radius + 1, reached + taken)
                total = spent + cost[taken]
                if total < following[target][0]:
                    following[target] = (total, (*chosen, taken - 1))
        best = following
    spent, thresholds = best[radius + 1]
    return COMPARE_ALL if spent >= count * (count - 1) // 2 else Plan(thresholds)


def masks(threshold: int) -> npt.NDArray[np.int64]:
    """All chunk differences of at most ``threshold`` bits, 0 first."""
    return np.argsort(_WEIGHTS, kind="stable")[: int(np.count_nonzero(np.less_equal(_WEIGHTS, threshold)))].astype(
        np.int64
    )


def _costs(histogram: npt.NDArray[np.int64]) -> list[float]:
    """The work of thresholds −1 to 16: comparisons, and bucket look-ups as a comparison each."""
    filled = int((histogram > 0).sum())
    size = int(histogram.sum())
    at_distance = _ordered_pairs(histogram)
    at_distance[0] -= size
    near = accumulate(at_distance)
    lookups = accumulate(filled * comb(CHUNK_BITS, t) for t in range(CHUNK_BITS + 1))
    return [0.0] + [pairs / 2 + looked for pairs, looked in zip(near, lookups, strict=True)]


def _ordered_pairs(histogram: npt.NDArray[np.int64]) -> list[int]:
    """How many ordered pairs (with themselves) of values lie at distance 0 to 16 from each other."""
    transformed = histogram.copy()
    for bit in range(CHUNK_BITS):
        halves = transformed.reshape(-1, 2, 1 << bit)
        transformed = np.stack([halves[:, 0] + halves[:, 1], halves[:, 0] - halves[:, 1]], axis=1).reshape(-1)
    energy = [int((transformed[np.equal(_WEIGHTS, w)] ** 2).sum()) for w in range(CHUNK_BITS + 1)]
    return [sum(_krawtchouk(d, w) * energy[w] for w in range(CHUNK_BITS + 1)) // BUCKETS for d in range(CHUNK_BITS + 1)]


def _krawtchouk(d: int, w: int) -> int:
    return sum((-1) ** s * comb(w, s) * comb(CHUNK_BITS - w, d - s) for s in range(d + 1))
