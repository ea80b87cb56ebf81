"""From pairs of distinct hashes back to pairs of exhibits, by number, without ever holding them all.

Each near pair of hashes stands for (exhibits with the one) × (exhibits with the other) links, and each hash that s
exhibits share stands for s (s − 1) / 2 links of distance 0. Links are numbered, and any run of numbers can be turned
into rows.

Not here: what a link says (`pictures`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probata.linkage.hamming import NearPairs

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class PairRows:
    """Links as row numbers, ``a`` smaller than ``b``, with the distance of their hashes."""

    a: Rows
    b: Rows
    distance: Rows


class Groups:
    """Which rows share one hash."""

    def __init__(self, first: npt.NDArray[np.int32]) -> None:
        """Index the groups.

        Args:
            first: for each row the first row with the same hash.
        """
        self.first = first
        self._members = np.argsort(first, kind="stable").astype(np.int64)
        self._size = np.bincount(first, minlength=len(first)).astype(np.int64)
        self._start = np.cumsum(self._size) - self._size
        self._shared = np.flatnonzero(self._size > 1)
        sizes = self._size[self._shared]
        self._ends = np.cumsum(sizes * (sizes - 1) // 2)

    @property
    def inner_pairs(self) -> int:
        """Number of pairs of rows that share a hash."""
        return int(self._ends[-1]) if len(self._ends) else 0

    def inner_rows(self, numbers: Rows) -> PairRows:
        """The pairs with these numbers (0 to ``inner_pairs`` − 1) among rows that share a hash."""
        which = np.searchsorted(self._ends, numbers, "right")
        sizes = self._size[self._shared[which]]
        nth = numbers - (self._ends[which] - sizes * (sizes - 1) // 2)
        upper = ((1 + np.sqrt(1 + 8 * nth.astype(np.float64))) / 2).astype(np.int64)
        upper += upper * (upper + 1) // 2 <= nth  # the square root may be off by one
        upper -= upper * (upper - 1) // 2 > nth
        start = self._start[self._shared[which]]
        lower = nth - upper * (upper - 1) // 2
        return PairRows(self._members[start + lower], self._members[start + upper], np.zeros(len(numbers), np.int64))

    def between(self, pairs: NearPairs) -> "Between":
        """The pairs of rows that near pairs of their hashes stand for."""
        return Between(pairs, self._size[pairs.i], self._size[pairs.j], self._start, self._members)


class Between:
    """Pairs of rows with different, near hashes."""

    def __init__(self, pairs: NearPairs, left: Rows, right: Rows, start: Rows, members: Rows) -> None:
        self._pairs, self._right, self._start, self._members = pairs, right, start, members
        self._ends = np.cumsum(left * right)

    @property
    def count(self) -> int:
        """Number of pairs of rows."""
        return int(self._ends[-1]) if len(self._ends) else 0

    def rows(self, numbers: Rows) -> PairRows:
        """The pairs with these numbers, 0 to ``count`` − 1."""
        which = np.searchsorted(self._ends, numbers, "right")
        nth = numbers - np.where(which > 0, self._ends[which - 1], 0)
        x = self._members[self._start[self._pairs.i[which]] + nth // self._right[which]]
        y = self._members[self._start[self._pairs.j[which]] + nth % self._right[which]]
        return PairRows(np.minimum(x, y), np.maximum(x, y), self._pairs.distance[which].astype(np.int64))
