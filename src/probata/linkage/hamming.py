"""All pairs of 256-bit hashes within a Hamming distance: complete, exact, in bounded memory.

Method: generalised pigeonhole. The bits are cut into chunks of 16. Two hashes within ``radius`` are, in at least one
chunk k, within t(k) of each other, for any thresholds with Σ (t(k) + 1) > radius (t(k) = −1 skips a chunk). So it
is enough to compare hashes whose chunk values are that near, which counting sort puts side by side. The number of
comparisons is known beforehand for every choice of thresholds from the chunks' histograms, so the cheapest choice is
made for the hashes at hand, skewed or not; where comparing everything is cheapest, that is done.

Identical hashes are collapsed first: pairs are between *distinct* hashes, and ``group`` says which rows share one. So
a million identical hashes are one group and no pair.

Source: Norouzi, Punjani and Fleet, "Fast search in Hamming space with multi-index hashing", CVPR 2012;
Qin et al., "GPH: similarity search in Hamming space", ICDE 2018.

Not here: what a near pair means (`pictures`).
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probata.errors import BadInput
from probata.linkage.hamming_plan import BUCKETS, CHUNKS, COMPARE_ALL, Plan, masks, plan
from probata.linkage.hamming_search import search

Hashes = npt.NDArray[np.uint8]
HASH_BYTES = 32
MOST_PAIRS = 20_000_000
FEW = 4096
_STRIP_ROWS = 256
_SLICES = 32
# Bit 16 r + c of a PDQ hash is the sign of DCT coefficient (r, c). Neighbours go together, so chunks are diagonals.
_DIAGONALS = np.array([16 * r + (k + r) % 16 for k in range(16) for r in range(16)])


class TooManyPairs(BadInput):
    """More pairs than were asked to be kept in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class NearPairs:
    """Pairs of rows whose distinct hashes are near, each pair once.

    Attributes:
        i: int32, smaller row of each pair; `near_pairs` sorts by (i, j).
        j: int32, larger row.
        distance: int32, 1 to the radius.
        group: int32, for every row the first row with the same hash. Only such first rows stand in ``i`` and ``j``.
    """

    i: npt.NDArray[np.int32]
    j: npt.NDArray[np.int32]
    distance: npt.NDArray[np.int32]
    group: npt.NDArray[np.int32]


def near_pairs(hashes: Hashes, radius: int = 31, most_pairs: int = MOST_PAIRS) -> NearPairs:
    """All pairs of distinct hashes within ``radius`` of each other: none is missed.

    Args:
        hashes: (n, 32) uint8, n up to 2**31 − 1.
        radius: largest Hamming distance, 0 to 255.
        most_pairs: how many pairs may be kept; each takes 12 bytes, three times that while they are sorted.

    Returns:
        The pairs sorted by (i, j), and the group of identical hashes of each row.

    Raises:
        TooManyPairs: there are more; `near_pair_blocks` gives them in bounded memory.
        BadInput: the hashes have another shape, or the radius is outside 0 to 255.
    """
    group = identical(_checked(hashes, radius))
    blocks: list[NearPairs] = []
    kept = 0
    for block in _blocks(hashes, group, radius, 1_000_000, FEW):
        kept += len(block.i)
        if kept > most_pairs:
            raise TooManyPairs(
                "too many near pairs to keep", expected=f"at most {most_pairs}", do="take them in blocks, or group them"
            )
        blocks.append(block)
    i, j, distance = (
        np.concatenate([np.zeros(0, np.int32), *(getattr(block, name) for block in blocks)])
        for name in ("i", "j", "distance")
    )
    del blocks
    sorting = np.argsort(i.astype(np.int64) * max(1, len(hashes)) + j)
    return NearPairs(i[sorting], j[sorting], distance[sorting], group)


def near_pair_blocks(
    hashes: Hashes, radius: int = 31, block_pairs: int = 1_000_000, few: int = FEW
) -> Iterator[NearPairs]:
    """The pairs of `near_pairs` in blocks of bounded size, in no useful order.

    Args:
        hashes: (n, 32) uint8.
        radius: largest Hamming distance, 0 to 255.
        few: up to this many distinct hashes all are compared without planning.
        block_pairs: pairs in a block; one hash with more partners makes a larger block, of n − 1 pairs at most.

    Yields:
        Blocks with the same ``group``; together they hold each pair once.

    Raises:
        BadInput: the hashes have another shape, or the radius is outside 0 to 255.
    """
    yield from _blocks(hashes, identical(_checked(hashes, radius)), radius, block_pairs, few)


def _blocks(
    hashes: Hashes, group: npt.NDArray[np.int32], radius: int, block_pairs: int, few: int
) -> Iterator[NearPairs]:
    rows = np.flatnonzero(group == np.arange(len(group))).astype(np.int32)
    if len(rows) < 2:
        return
    words = _permuted(hashes, rows)
    chosen = plan(words.view(np.uint16), radius) if len(rows) > few else COMPARE_ALL
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for chunk in [0] if chosen.compares_all else range(CHUNKS):
            if chosen.compares_all or chosen.thresholds[chunk] >= 0:
                for out in _Pass(words, chosen, chunk, radius, threads).blocks(block_pairs):
                    yield NearPairs(rows[out[:, 0]], rows[out[:, 1]], out[:, 2].copy(), group)


class _Pass:
    """One pass over the hashes, sorted by one chunk: counts the pairs of each hash, then writes them in blocks."""

    def __init__(
        self, words: npt.NDArray[np.uint64], chosen: Plan, chunk: int, radius: int, threads: ThreadPoolExecutor
    ):
        if chosen.compares_all:
            values = np.zeros(len(words), np.uint16)
            self._starts = np.array([0, len(words)], np.int64)
            self._masks = np.zeros(1, np.int64)
        else:
            values = words.view(np.uint16)[:, chunk]
            self._starts = np.concatenate([[0], np.cumsum(np.bincount(values, minlength=BUCKETS))]).astype(np.int64)
            self._masks = masks(chosen.thresholds[chunk])
        self._order = np.argsort(values, kind="stable").astype(np.int32)
        ordered = words[self._order]
        self._low, self._high = ordered[:, :2].copy(), ordered[:, 2:].copy()
        self._thresholds = np.array(chosen.thresholds, np.int64)
        self._chunk, self._radius, self._threads = chunk, radius, threads

    def blocks(self, block_pairs: int) -> Iterator[npt.NDArray[np.int32]]:
        """Arrays (pairs, 3) of hash number, hash number and distance."""
        counts = np.zeros(len(self._order), np.int64)
        self._search(self._strips(), counts, None)
        places = np.flatnonzero(counts)
        ends = np.cumsum(counts[places])
        first = 0
        while first < len(places):
            before = ends[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(ends, before + block_pairs, "right")))
            out = np.empty((ends[last - 1] - before, 3), np.int32)
            some = places[first:last]
            counts[some] = ends[first:last] - counts[some] - before
            buckets = np.searchsorted(self._starts, some, "right") - 1
            self._search(np.stack([buckets, some, some + 1], axis=1), counts, out)
            yield out
            first = last

    def _strips(self) -> npt.NDArray[np.int64]:
        """Pieces of buckets of at most 256 places: (bucket, first, end)."""
        sizes = np.diff(self._starts)
        pieces = -(-sizes // _STRIP_ROWS)
        buckets = np.repeat(np.arange(len(sizes)), pieces)
        nth = np.arange(len(buckets)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        begin = self._starts[buckets] + nth * _STRIP_ROWS
        return np.stack([buckets, begin, np.minimum(begin + _STRIP_ROWS, self._starts[buckets + 1])], axis=1)

    def _search(
        self, strips: npt.NDArray[np.int64], at: npt.NDArray[np.int64], out: npt.NDArray[np.int32] | None
    ) -> None:
        """Count the pairs of ``strips`` into ``at``, or write them to ``out``; slices go to the next free thread."""
        target = np.empty((0, 3), np.int32) if out is None else out

        def one(slice_: int) -> None:
            search(
                self._low, self._high, self._order, self._starts, self._masks, strips, slice_, _SLICES,
                self._chunk, self._thresholds, self._radius, at, out is not None, target,
            )  # fmt: skip

        list(self._threads.map(one, range(_SLICES)))


def _checked(hashes: Hashes, radius: int) -> Hashes:
    if hashes.ndim != 2 or hashes.shape[1] != HASH_BYTES or hashes.dtype != np.uint8:
        raise BadInput("not 256-bit hashes", expected="uint8 (n, 32)", found=f"{hashes.dtype} {hashes.shape}")
    if not 0 <= radius < 8 * HASH_BYTES:
        raise BadInput("not a radius", expected="0 to 255", found=str(radius))
    return hashes


def identical(hashes: Hashes) -> npt.NDArray[np.int32]:
    """For each row the first row with the same hash, int32 (n,)."""
    words = np.ascontiguousarray(hashes).view(np.uint64)
    order = np.lexsort(words.T)
    new = np.ones(len(order), bool)
    new[1:] = (words[order[1:]] != words[order[:-1]]).any(axis=1)
    group = np.empty(len(order), np.int32)
    group[order] = order[np.flatnonzero(new)][np.cumsum(new) - 1]
    return group


def _permuted(hashes: Hashes, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.uint64]:
    """The hashes of ``rows`` as four words, with the bits of each diagonal side by side. Distances stay the same."""
    permuted = np.empty((len(rows), HASH_BYTES), np.uint8)
    for begin in range(0, len(rows), 1 << 16):
        some = slice(begin, begin + (1 << 16))
        permuted[some] = np.packbits(np.unpackbits(hashes[rows[some]], axis=1)[:, _DIAGONALS], axis=1)
    return permuted.view(np.uint64)
