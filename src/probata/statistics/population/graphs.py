"""Decomposable graphs over lists: which lists hang together, without a cycle of four or more that no chord cuts.

A graph is held as what the likelihood needs of it: +1 for each clique and −1 for each separator, by set of lists.

Source: Lauritzen, Graphical Models (1996), sections 2.1 and 4.4; Blair and Peyton, "An introduction to chordal graphs
and clique trees", in Graph Theory and Sparse Matrix Computation (1993), section 4, for cliques and separators by
maximum cardinality search.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from probata.errors import UsageError

MOST_LISTS = 6


@dataclass(frozen=True)
class Graphs:
    """All decomposable graphs over k lists.

    Attributes:
        names: each by its cliques, by position from 1, such as ``[123][134]``.
        signs: (graphs, 2^k), sparse: +1 for each clique, −1 for each separator; a column is a set of lists as a bit
            mask.
    """

    names: tuple[str, ...]
    signs: csr_array


@cache
def decomposable(k: int) -> Graphs:
    """All decomposable graphs: 2, 8, 61, 822 and 18,154 for k = 2 to 6.

    Raises:
        UsageError: fewer than two lists, or more than six.
    """
    if not 2 <= k <= MOST_LISTS:
        raise UsageError("decomposable graphs", expected=f"2 to {MOST_LISTS} lists", found=str(k))
    edges = list(combinations(range(k), 2))
    names, rows = [], []
    for chosen in range(1 << len(edges)):
        neighbours = [0] * k
        for place, (a, b) in enumerate(edges):
            if chosen >> place & 1:
                neighbours[a] |= 1 << b
                neighbours[b] |= 1 << a
        found = _cliques(neighbours)
        if found is not None:
            cliques, separators = found
            row = np.zeros(1 << k)
            np.add.at(row, cliques, 1)
            np.add.at(row, separators, -1)
            names.append("".join(f"[{_lists(clique)}]" for clique in sorted(cliques, key=_lists)))
            rows.append(row)
    return Graphs(tuple(names), csr_array(np.array(rows)))


def _cliques(neighbours: list[int]) -> tuple[list[int], list[int]] | None:
    """Cliques and separators of a graph; None where it is not decomposable."""
    order: list[int] = []
    done, weight = 0, [0] * len(neighbours)
    cliques: list[int] = []
    separators: list[int] = []
    before = -1
    for _ in neighbours:
        vertex = max((v for v in range(len(neighbours)) if not done >> v & 1), key=lambda v: (weight[v], -v))
        earlier = neighbours[vertex] & done
        if any(earlier & ~neighbours[other] & ~(1 << other) for other in order if earlier >> other & 1):
            return None  # the earlier neighbours are not all joined
        if earlier.bit_count() > before:
            if cliques:
                cliques.pop()
            cliques.append(earlier | 1 << vertex)
        else:
            separators.append(earlier)
            cliques.append(earlier | 1 << vertex)
        before = earlier.bit_count()
        order.append(vertex)
        done |= 1 << vertex
        for other in range(len(neighbours)):
            weight[other] += neighbours[vertex] >> other & 1
    return cliques, separators


def _lists(clique: int) -> str:
    return "".join(str(place + 1) for place in range(clique.bit_length()) if clique >> place & 1)
