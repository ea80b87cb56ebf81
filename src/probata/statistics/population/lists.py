"""The table from which every estimate of a population's size is made: how many are on which of the lists.

A *history* says on which lists somebody is. With k lists there are 2^k histories; the one of those who are on no list
was never seen, and its count is what is to be estimated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from probata.errors import BadInput

MOST_LISTS = 16
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lists:
    """Persons by history.

    Attributes:
        names: the lists, k of them.
        counts: 2^k whole numbers; a history's place is the sum of 2^i over its lists i (the first list is bit 0).
            ``counts[0]`` is 0 and means nothing: nobody saw them.
    """

    names: tuple[str, ...]
    counts: Counts

    def __post_init__(self) -> None:
        if not 1 <= len(self.names) <= MOST_LISTS or len(set(self.names)) != len(self.names):
            raise BadInput(
                "lists", expected=f"1 to {MOST_LISTS} different names", found=", ".join(self.names) or "none"
            )
        if self.counts.shape != (1 << len(self.names),) or self.counts.min() < 0:
            raise BadInput("counts", expected="one count of 0 or more for each history", found=str(self.counts.shape))
        self.counts.setflags(write=False)

    @classmethod
    def of(
        cls, names: Sequence[str], histories: Iterable[Sequence[int]], counts: Iterable[int] | None = None
    ) -> "Lists":
        """A table from rows of 0 and 1, one column a list.

        Args:
            names: the lists.
            histories: rows of as many 0 or 1.
            counts: how many have each row's history; None: each row is one record. Rows may repeat: they add up. A row
                of nothing but 0 is left out: nobody on no list was seen.

        Raises:
            BadInput: a row is of another length, holds another value, or a count is negative.
        """
        table = np.zeros(1 << len(names), dtype=np.int64)
        listed = list(histories)
        weights = [1] * len(listed) if counts is None else list(counts)
        for number, (row, count) in enumerate(zip(listed, weights, strict=True), start=1):
            if len(row) != len(names) or any(value not in (0, 1) for value in row) or count < 0:
                raise BadInput(f"row {number}", expected=f"{len(names)} times 0 or 1, and a count of 0 or more")
            table[sum(1 << place for place, value in enumerate(row) if value)] += count
        table[0] = 0
        return cls(tuple(names), table)

    @property
    def k(self) -> int:
        """How many lists."""
        return len(self.names)

    @cached_property
    def observed(self) -> int:
        """n: how many are on at least one list."""
        return int(self.counts.sum())

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many are on each list."""
        return tuple(int(self.counts[self._has(place)].sum()) for place in range(self.k))

    @cached_property
    def frequencies(self) -> tuple[int, ...]:
        """f_1 … f_k: how many are on exactly one, two … all lists."""
        times = np.array([history.bit_count() for history in range(len(self.counts))])
        return tuple(int(self.counts[times == number].sum()) for number in range(1, self.k + 1))

    def overlap(self, *places: int) -> int:
        """How many are on all of these lists (by place, from 0), whatever else they are on."""
        kept = np.logical_and.reduce([self._has(place) for place in places])
        return int(self.counts[kept].sum())

    def only(self, places: Sequence[int]) -> "Lists":
        """The table of these lists alone, in this order; who is on none of them is left out."""
        counts = np.zeros(1 << len(places), dtype=np.int64)
        for history, count in enumerate(self.counts):
            counts[sum(1 << new for new, old in enumerate(places) if history >> old & 1)] += count
        counts[0] = 0
        return Lists(tuple(self.names[place] for place in places), counts)

    def without(self, place: int) -> "Lists":
        """The table without one list."""
        return self.only([other for other in range(self.k) if other != place])

    def named(self, names: Sequence[str]) -> "Lists":
        """The table of the lists named, in this order.

        Raises:
            BadInput: there is no such list.
        """
        unknown = [name for name in names if name not in self.names]
        if unknown:
            raise BadInput("lists", expected=", ".join(self.names), found=", ".join(unknown))
        return self.only([self.names.index(name) for name in names])

    def rows(self) -> Mapping[str, int]:
        """Counts above zero by history, as text such as ``1,0,1`` in the order of the lists."""
        return {
            ",".join(str(history >> place & 1) for place in range(self.k)): int(count)
            for history, count in enumerate(self.counts)
            if count
        }

    def _has(self, place: int) -> npt.NDArray[np.bool_]:
        return (np.arange(len(self.counts)) >> place & 1).astype(np.bool_)
