"""Sign bits of sensor noise: how much two agree, the fingerprint of many, and how well one photograph fits it.

A photograph is ``side`` × ``side`` signs, +1 or −1, packed eight to a byte, row by row. All sums are of whole numbers,
so that neither the order of photographs nor the number of threads changes a result.

* Two photographs: their agreement Σ aᵢbᵢ, in standard deviations of chance: divided by √pixels.
* A fingerprint: the weighted sum of its photographs' signs at each pixel, without its means by row, by column and by
  place in the 8 × 8 blocks of JPEG (which cameras share), then rounded to `_LEVELS` levels and kept as bit planes.

Keeping signs only costs a factor √(2/π) on either side of a comparison of weak normal signals.

Source: Bayram, Sencar and Memon, "Efficient sensor fingerprint matching through fingerprint binarization" (IEEE TIFS
2012), section III; Chen, Fridrich, Goljan and Lukáš, "Determining image origin and integrity using sensor noise" (IEEE
TIFS 2008), section III.C (shared parts of a fingerprint).

Not here: which photographs make a device (`devices_clusters`, `devices_stream`).
"""

from dataclasses import dataclass
from math import isqrt
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from numba import types
from numba.extending import intrinsic

Words = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

BLOCK = 64
PLANES = 4
_LEVELS = 1 << PLANES
_STEP = 0.335
_JPEG = 8
_TILE_ROWS, _TILE_WORDS = 16, 512


def _count_bits(_context: Any, _word: Any) -> Any:
    """The number of set bits of a uint64: one machine instruction by way of LLVM's ctpop."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


_popcount: Any = intrinsic(_count_bits)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The fingerprint of one device, for comparison.

    Attributes:
        planes: (`PLANES`, words), the bits of each pixel's level, lowest first.
        norm: square root of the sum of squares of the levels (−7.5 to 7.5).
        part: what one photograph of weight 1 adds to its own sum of levels when it had a part in the fingerprint.
        weight: square root of the sum of squared weights: how many photographs of weight 1 it is worth, as a root.
    """

    planes: Words
    norm: float
    part: float
    weight: float


def words_of(data: bytes) -> Words:
    """A photograph's bits as words, in the order of its pixels."""
    return np.frombuffer(data, np.uint64)


def side_of(words: Words) -> int:
    """Pixels on a side of a photograph that has these words."""
    return isqrt(int(words.shape[-1]) * 64)


def agreements(words: Words) -> npt.NDArray[np.float32]:
    """Agreement of every pair of photographs in standard deviations of chance, (n, n), zero on the diagonal."""
    found = np.zeros((len(words), len(words)), np.int32)
    _differences(np.ascontiguousarray(words), found)
    pixels = words.shape[1] * 64
    found += found.T
    result = np.asarray((pixels - 2.0 * found) / pixels**0.5, np.float32)
    np.fill_diagonal(result, 0)
    return result


def signs_sum(words: Words, weights: Integers, total: npt.NDArray[np.int32] | None = None) -> npt.NDArray[np.int32]:
    """The weighted sum of signs at each pixel, (pixels,), in the order of packed bits, added to ``total``.

    Args:
        words: (n, words).
        weights: (n,), whole numbers.
        total: a sum to go on with; it is changed.
    """
    made = np.zeros(words.shape[1] * 64, np.int32) if total is None else total
    _add_signs(np.ascontiguousarray(words).view(np.uint8), weights.astype(np.int32), made)
    return made


def fingerprint(total: npt.NDArray[np.int32], weights: Integers) -> Fingerprint:
    """The fingerprint from a weighted sum of signs and the weights that went into it."""
    side = round(len(total) ** 0.5)
    plane = _without_shared(total.reshape(side, side).astype(np.float64))
    scale = max(float(plane.std()), 1e-9)
    levels = np.clip(np.floor(plane / (scale * _STEP)) + _LEVELS // 2, 0, _LEVELS - 1).astype(np.uint8)
    values = levels.astype(np.float64) - (_LEVELS - 1) / 2
    kept = len(total) - 2 * side - _JPEG * _JPEG + 2  # what is left of one photograph's signs without the means
    part = float((values * plane).sum() / max(float((plane * plane).sum()), 1e-9)) * kept
    planes = [np.packbits((levels >> bit) & 1).view(np.uint64) for bit in range(PLANES)]
    return Fingerprint(
        np.stack(planes),
        max(float(np.sqrt((values * values).sum())), 1e-9),
        part,
        float(np.sqrt((weights.astype(np.float64) ** 2).sum())),
    )


def fits(words: Words, prints: list[Fingerprint]) -> npt.NDArray[np.float64]:
    """Sum of levels times signs of each photograph with each fingerprint, (n, fingerprints)."""
    planes = np.stack([each.planes for each in prints])
    return _fits(np.ascontiguousarray(words), planes, planes_sums(planes))


def planes_sums(planes: Words) -> Floats:
    """The sum of levels of each fingerprint, (fingerprints,)."""
    counts = np.bitwise_count(planes).sum(axis=2).astype(np.float64)
    pixels = planes.shape[2] * 64
    return np.asarray(counts @ (2.0 ** np.arange(PLANES)) - (_LEVELS - 1) / 2 * pixels)


def block_fits(words: Words, print_: Fingerprint) -> Floats:
    """The same by blocks of 64 × 64 pixels: (blocks down, blocks across) of one photograph."""
    across = side_of(words) // BLOCK
    return _block_fits(np.ascontiguousarray(words), print_.planes, across)


def block_energy(print_: Fingerprint) -> Floats:
    """Sum of squared levels by block, (blocks down, blocks across)."""
    across = side_of(print_.planes) // BLOCK
    levels = np.zeros(print_.planes.shape[1] * 64)
    for bit in range(PLANES):
        levels += np.unpackbits(print_.planes[bit].view(np.uint8)).astype(np.float64) * 2.0**bit
    levels -= (_LEVELS - 1) / 2
    return np.asarray((levels**2).reshape(across, BLOCK, across, BLOCK).sum(axis=(1, 3)))


def shifted(print_: Fingerprint, down: int, right: int) -> Fingerprint:
    """The fingerprint moved round by whole blocks of 64 pixels: what fits it, fits by chance."""
    side = side_of(print_.planes)
    rows = print_.planes.reshape(PLANES, side, side // 64)
    moved = np.roll(rows, (down * BLOCK, right), axis=(1, 2)).reshape(PLANES, -1)
    return Fingerprint(np.ascontiguousarray(moved), print_.norm, 0.0, print_.weight)


def turned(words: Words, quarters: int, down: int, right: int) -> Words:
    """One photograph turned by quarters against the clock, then moved by a few pixels (wrapping round)."""
    side = side_of(words)
    bits = np.unpackbits(words.view(np.uint8)).reshape(side, side)
    return np.packbits(np.roll(np.rot90(bits, quarters), (down, right), (0, 1))).view(np.uint64)


def _without_shared(plane: Floats) -> Floats:
    """``plane`` without its means by place in the JPEG block, by row and by column."""
    side = plane.shape[0]
    parts = side // _JPEG
    view = plane.reshape(parts, _JPEG, parts, _JPEG)
    result = (view - view.mean(axis=(0, 2), keepdims=True)).reshape(side, side)
    result = result - result.mean(axis=1, keepdims=True)
    return np.asarray(result - result.mean(axis=0, keepdims=True))


@numba.njit(nogil=True, cache=True)
def _differences(words: Words, out: npt.NDArray[np.int32]) -> None:
    """Adds the number of differing bits of each pair to the upper half of ``out``, by tiles that stay in the cache."""
    count, width = words.shape
    for first in range(0, width, _TILE_WORDS):
        last = min(width, first + _TILE_WORDS)
        for top in range(0, count, _TILE_ROWS):
            for left in range(top, count, _TILE_ROWS):
                for i in range(top, min(count, top + _TILE_ROWS)):
                    for j in range(max(left, i + 1), min(count, left + _TILE_ROWS)):
                        differing = np.uint64(0)
                        for k in range(first, last):
                            differing += _popcount(words[i, k] ^ words[j, k])
                        out[i, j] += np.int32(differing)


@numba.njit(nogil=True, cache=True)
def _add_signs(packed: npt.NDArray[np.uint8], weights: npt.NDArray[np.int32], total: npt.NDArray[np.int32]) -> None:
    for i in range(packed.shape[0]):
        weight = weights[i]
        for k in range(packed.shape[1]):
            byte = packed[i, k]
            for bit in range(8):
                one = np.int32((byte >> (7 - bit)) & 1)
                total[8 * k + bit] += weight * (2 * one - 1)


@numba.njit(nogil=True, cache=True)
def _fits(words: Words, planes: Words, sums: Floats) -> Floats:
    """Σ sign·level = 2 Σ over set bits of the level − Σ level."""
    out = np.empty((words.shape[0], planes.shape[0]), np.float64)
    width = words.shape[1]
    for i in range(words.shape[0]):
        ones = np.uint64(0)
        for k in range(width):
            ones += _popcount(words[i, k])
        for f in range(planes.shape[0]):
            total = 0.0
            for plane in range(PLANES):
                both = np.uint64(0)
                for k in range(width):
                    both += _popcount(words[i, k] & planes[f, plane, k])
                total += float(both) * (1 << plane)
            out[i, f] = 2.0 * (total - (_LEVELS - 1) / 2 * float(ones)) - sums[f]
    return out


@numba.njit(nogil=True, cache=True)
def _block_fits(words: Words, planes: Words, across: int) -> Floats:
    out = np.zeros((across, across), np.float64)
    for k in range(words.shape[0]):
        row, column = k // across // 64, k % across
        total = -(_LEVELS - 1) / 2 * (2.0 * float(_popcount(words[k])) - 64.0)
        for plane in range(PLANES):
            set_ = float(_popcount(planes[plane, k]))
            total += (2.0 * float(_popcount(words[k] & planes[plane, k])) - set_) * (1 << plane)
        out[row, column] += total
    return out
