"""The inner loop of `hamming`: compares hashes whose chunk values are near, compiled, without the interpreter's lock.

Not here: the choice of thresholds (`hamming_plan`) and everything a caller sees (`hamming`).
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from numba import types
from numba.extending import intrinsic

Words = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int64]


def _count_bits(_context: Any, _word: Any) -> Any:
    """The number of set bits of a uint64: one machine instruction by way of LLVM's ctpop."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


_popcount: Any = intrinsic(_count_bits)


@numba.njit(nogil=True, cache=True)
def _distance(x: Words, y: Words) -> np.int64:
    return np.int64(_popcount(x[0] ^ y[0]) + _popcount(x[1] ^ y[1]))


@numba.njit(nogil=True, cache=True)
def _seen_before(x: Words, y: Words, high: bool, chunk: int, thresholds: Integers) -> bool:
    """Whether one of the chunks before ``chunk`` in this half brings the same two hashes together."""
    first = 8 if high else 0
    for k in range(first, min(first + 8, chunk)):
        word = (k - first) // 4
        part = ((x[word] ^ y[word]) >> np.uint64(16 * (k % 4))) & np.uint64(0xFFFF)
        if np.int64(_popcount(part)) <= thresholds[k]:
            return True
    return False


@numba.njit(nogil=True, cache=True)
def search(
    low: Words,
    high: Words,
    order: npt.NDArray[np.int32],
    starts: Integers,
    masks: Integers,
    strips: Integers,
    strip: int,
    step: int,
    chunk: int,
    thresholds: Integers,
    radius: int,
    at: Integers,
    fill: bool,
    out: npt.NDArray[np.int32],
) -> None:
    """Count or write the near pairs of every ``step``-th strip from ``strip`` on, each pair in its first chunk only.

    Args:
        low: (n, 2), bits 0–127 of the hashes in the order of their chunk value.
        high: (n, 2), bits 128–255.
        order: (n,), the number of the hash at each place of that order.
        starts: (buckets + 1,), where each chunk value's hashes begin.
        masks: chunk differences to look up, 0 first.
        strips: (strips, 3): bucket, first place, place after the last; places of one strip are in one bucket.
        strip: first strip to do.
        step: every how many strips.
        chunk: number of the chunk, or 0 with all thresholds −1 where everything is one bucket.
        thresholds: (16,), largest chunk distance that each chunk brings together.
        radius: largest distance.
        at: (n,), per place: raised by the pairs found, or the row of ``out`` to write next.
        fill: whether to write.
        out: (pairs, 3): hash number, hash number, distance.
    """
    for s in range(strip, len(strips), step):
        bucket = strips[s, 0]
        for mask in masks:
            other = bucket ^ mask
            if other < bucket:
                continue
            for p in range(strips[s, 1], strips[s, 2]):
                found = at[p]
                for q in range(p + 1 if other == bucket else starts[other], starts[other + 1]):
                    distance = _distance(low[p], low[q])
                    if distance > radius:
                        continue
                    distance += _distance(high[p], high[q])
                    if (
                        distance > radius
                        or _seen_before(low[p], low[q], False, chunk, thresholds)
                        or _seen_before(high[p], high[q], True, chunk, thresholds)
                    ):
                        continue
                    if fill:
                        out[found, 0] = min(order[p], order[q])
                        out[found, 1] = max(order[p], order[q])
                        out[found, 2] = distance
                    found += 1
                at[p] = found
