"""How far two ways to put exhibits together agree, counted on pairs.

Pairs are counted from the sizes of clusters and their overlaps, never one by one.

Source: pairwise precision and recall as in Menestrina, Whang and Garcia-Molina, "Evaluating entity resolution
results" (2010), section 3.1.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Agreement of two clusterings on pairs of exhibits; 1.0 where there is no pair to be right or wrong about."""

    precision: float
    recall: float
    f1: float


def pairs(assigned: Iterable[tuple[str, str | None]]) -> Pairs:
    """Pairwise agreement.

    Args:
        assigned: for each exhibit its true cluster and its found one; None for an exhibit that stands alone.
    """
    both, true, found = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    for actual, given in assigned:
        true[actual] += 1
        if given is not None:
            found[given] += 1
            both[actual, given] += 1
    together, actual_pairs, given_pairs = (choose_two(c.values()) for c in (both, true, found))
    precision = together / given_pairs if given_pairs else 1.0
    recall = together / actual_pairs if actual_pairs else 1.0
    return Pairs(precision, recall, _harmonic(precision, recall))


def choose_two(sizes: Iterable[int]) -> int:
    """Pairs within clusters of these sizes."""
    return sum(n * (n - 1) // 2 for n in sizes)


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def label(record: Record | None, key: str) -> str | None:
    """What a record says under a key; None where it says nothing, or that it is unknown."""
    value = record.get(key) if record is not None else None
    return None if value in (None, "", "unknown") else str(value)
