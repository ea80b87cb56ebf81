"""Groups from pairs: connected components of many pairs, and merging under constraints.

Rules:
* The result depends on the pairs only, never on their order (`components`), or on their order alone (`Clusters`).
* `Clusters` never joins two things that were said to be different.

Not here: which pairs to join (`pictures`, `persons`).
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

import numba
import numpy as np
import numpy.typing as npt

from probata.errors import BadInput

Node = TypeVar("Node", bound=Hashable)


@numba.njit(nogil=True, cache=True)
def _unite(parent: npt.NDArray[np.int32], left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> None:
    """Join the trees of each pair in ``parent``; the smaller root becomes the root, so roots are smallest members."""
    for k in range(len(left)):
        a = left[k]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        b = right[k]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b


@numba.njit(nogil=True, cache=True)
def _flatten(parent: npt.NDArray[np.int32]) -> None:
    """Point every node at its root. A parent is never larger than its child, so one pass is enough."""
    for k in range(len(parent)):
        parent[k] = parent[parent[k]]


Pairs = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


def components(count: int, blocks: Iterable[Pairs]) -> npt.NDArray[np.int32]:
    """The connected components of ``count`` nodes under pairs that come in blocks.

    Args:
        count: number of nodes, 0 to 2**31 − 1.
        blocks: pairs of equally long arrays of node numbers.

    Returns:
        For each node the smallest node of its component (itself when it is alone), int32.
    """
    parent = np.arange(count, dtype=np.int32)
    for left, right in blocks:
        _unite(parent, np.ascontiguousarray(left, np.int32), np.ascontiguousarray(right, np.int32))
    _flatten(parent)
    return parent


class Clusters(Generic[Node]):
    """Groups that grow by merging, except where two members are known to be different.

    Each cluster keeps the set of clusters that it must not join, so a merge costs the smaller of both sets.
    """

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self._cluster: dict[Node, int] = {}
        self._members: dict[int, list[Node]] = {}
        self._foes: dict[int, set[int]] = {}
        for node in nodes:
            self.add(node)

    def add(self, node: Node) -> None:
        """Add ``node`` as a cluster of its own; nothing happens when it is there."""
        if node not in self._cluster:
            number = len(self._cluster)
            self._cluster[node], self._members[number], self._foes[number] = number, [node], set()

    def keep_apart(self, a: Node, b: Node) -> bool:
        """Say that ``a`` and ``b`` are different. Returns False, and changes nothing, when they are together already.

        Raises:
            BadInput: one of them was not added.
        """
        left, right = self._number(a), self._number(b)
        if left == right:
            return False
        self._foes[left].add(right)
        self._foes[right].add(left)
        return True

    def may_merge(self, a: Node, b: Node) -> bool:
        """Whether nothing keeps the clusters of ``a`` and ``b`` apart."""
        return self._number(b) not in self._foes[self._number(a)]

    def merge(self, a: Node, b: Node) -> bool:
        """Join the clusters of ``a`` and ``b``. Returns False, and changes nothing, when they are kept apart."""
        left, right = self._number(a), self._number(b)
        if left == right:
            return True
        if right in self._foes[left]:
            return False
        if self._weight(left) < self._weight(right):
            left, right = right, left
        for node in self._members[right]:
            self._cluster[node] = left
        self._members[left] += self._members.pop(right)
        for foe in self._foes.pop(right):
            self._foes[foe].discard(right)
            self._foes[foe].add(left)
            self._foes[left].add(foe)
        return True

    def together(self, a: Node, b: Node) -> bool:
        """Whether ``a`` and ``b`` are in one cluster."""
        return self._number(a) == self._number(b)

    def key(self, node: Node) -> int:
        """Names the cluster of ``node``, until it is merged."""
        return self._number(node)

    def members(self, node: Node) -> Sequence[Node]:
        """All nodes of the cluster of ``node``, in no particular order."""
        return tuple(self._members[self._number(node)])

    def groups(self) -> list[list[Node]]:
        """All clusters; members in the order in which they were added, clusters by their first member."""
        by_cluster: dict[int, list[Node]] = {}
        for node, number in self._cluster.items():
            by_cluster.setdefault(number, []).append(node)
        return list(by_cluster.values())

    def _number(self, node: Node) -> int:
        try:
            return self._cluster[node]
        except KeyError:
            raise BadInput("not in these clusters", found=repr(node)[:80], do="add it first") from None

    def _weight(self, number: int) -> tuple[int, int]:
        """Orders two clusters for merging: the heavier one stays; ties by the older number."""
        return (len(self._members[number]) + len(self._foes[number]), -number)
