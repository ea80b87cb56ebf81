"""Which photographs of a sample were taken by one sensor, from the agreement of every two of them.

The model: photograph *i* of a device has a strength μᵢ ≥ 0; the agreement of two photographs of one device is μᵢμⱼ plus
normal noise of variance 1, of two devices noise only. Weak photographs agree by 0.1 or less, so nothing is decided on
pairs: a photograph is compared with the weighted sum of a cluster without itself,

    zᵢ = Σⱼ wⱼ zᵢⱼ / √Σⱼ wⱼ²   (j in the cluster, j ≠ i, wⱼ = estimated μⱼ).

1. Starts: what files tell (a hint that must show in the noise), pairs that agree beyond chance, leading eigenvectors.
2. Photographs move to the cluster that they fit best, weights are estimated anew, until nothing moves.
3. A cluster stays if its agreement is beyond what the best of all clusters of its size would have by chance, in
   all with probability below `ALPHA` (union bound over the subsets); one that a file told before is not searched for,
   and needs `HINTED` standard deviations.
4. Two clusters are one device if the slope of their agreement on μᵢμⱼ is more than half of that within them: with the
   standard error 1/(‖μ_A‖‖μ_B‖) of the slope, wrong either way with probability Φ(−‖μ_A‖‖μ_B‖/2).
5. A cluster that splits in two by its eigenvectors, and fails test 4, is two.

All choices are free of chance draws: equal agreements give equal clusters.

Source: Bloy, "Blind camera fingerprinting and image clustering" (IEEE PAMI 2008); Marra, Poggi, Sansone and Verdoliva,
"Blind PRNU-based image clustering for source identification" (IEEE TIFS 2017); Damle, Minden and Ying, "Simple, direct
and efficient multi-way spectral clustering" (2018) for the eigenvectors.

Not here: what comes before and after the sample (`devices_stream`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
from scipy.linalg import eigh, qr
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Agreements = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

ALPHA = 1e-4
HINTED = 5.0
NONE = -1
_PAIR = 6.0
_FLOOR = 2.0
_HALF = 0.5
_MOST_VECTORS = 24
_EDGE = 1.04
_MOST_NOISE = 1.5
_ITERATIONS = 40
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Clusters:
    """Devices within a sample.

    Attributes:
        labels: (n,), number of the cluster from 0, or `NONE`.
        strengths: (n,), estimated μ; 0 without a cluster.
    """

    labels: Labels
    strengths: Floats


def clusters(z: Agreements, hints: Sequence[Labels] = ()) -> Clusters:
    """The devices of a sample.

    Args:
        z: (n, n), agreement of every two in standard deviations of chance, zero on the diagonal.
        hints: labels that files or people tell, `NONE` where they don't.
    """
    clipped = np.clip(z, -_PAIR, max(4 * _PAIR, len(z) ** 0.5)).astype(np.float32)
    state = _State(clipped, _hinted(clipped, hints))
    state.refine()
    state.merge()
    for _ in range(_ROUNDS):
        before = state.labels.copy()
        for start in (_components, _spectral):
            state.add(start(clipped, np.flatnonzero(state.labels == NONE)))
        state.split()
        if np.array_equal(before, state.labels):
            break
    return Clusters(state.labels, state.strengths())


class _State:
    """Labels that move, on fixed agreements."""

    def __init__(self, z: Agreements, labels: Labels) -> None:
        self.z = z
        self.labels = labels
        self.told = labels.copy()
        self.weights = np.ones(len(z))

    def strengths(self) -> Floats:
        """Estimated μ, 0 outside clusters."""
        return np.where(self.labels == NONE, 0.0, self.weights)

    def add(self, found: Labels) -> None:
        """Take in clusters of photographs that have none; drop those that chance could have made."""
        if (found == NONE).all():
            return
        self.labels = np.where(found == NONE, self.labels, found + self.labels.max() + 1)
        self.weights = np.where(found == NONE, self.weights, 1.0)
        self.refine()
        self.merge()

    def refine(self) -> None:
        """Move photographs until nothing moves, and drop clusters that chance could have made."""
        for _ in range(_ROUNDS):
            self._settle()
            poor = [k for k in range(self.labels.max() + 1) if not self._stands(k)]
            if not poor:
                return
            self.labels = _compact(np.where(np.isin(self.labels, poor), NONE, self.labels))

    def merge(self) -> None:
        """Join the two clusters that are most alike, as long as two are one device."""
        while (best := self._most_alike()) is not None:
            a, b = best
            self.labels = _compact(np.where(self.labels == b, a, self.labels))
            self.refine()

    def split(self) -> None:
        """Part each cluster that is two devices."""
        for k in range(self.labels.max() + 1):
            own = np.flatnonzero(self.labels == k)
            parts = _halves(self.z, own)
            if parts is None:
                continue
            labels, weights = self.labels.copy(), self.weights.copy()
            labels[own] = np.where(parts.labels == 1, labels.max() + 1, np.where(parts.labels == 0, k, NONE))
            weights[own] = np.where(parts.labels == NONE, 1.0, parts.strengths)
            self.labels, self.weights = labels, weights
        self.refine()
        self.merge()

    def _settle(self) -> None:
        seen: set[bytes] = set()
        for _ in range(_ITERATIONS):
            if self.labels.max() < 0 or (key := self.labels.tobytes()) in seen:
                return
            seen.add(key)
            scores, powers = scores_in(self.z, self.labels, self.weights)
            best = scores.argmax(axis=1)
            value = scores[np.arange(len(best)), best]
            self.labels = np.where(value >= _FLOOR, best, NONE)
            self.weights = np.where(value >= _FLOOR, value / np.sqrt(powers[np.arange(len(best)), best]), 1.0)
            self.labels = _compact(self.labels)

    def _stands(self, k: int) -> bool:
        own = np.flatnonzero(self.labels == k)
        return stands(self.z, own, self.weights[own]) or _told(self.z, own, self.told)

    def _most_alike(self) -> tuple[int, int] | None:
        count = int(self.labels.max()) + 1
        members = [np.flatnonzero(self.labels == k) for k in range(count)]
        best, pair = _HALF, None
        for a in range(count):
            for b in range(a + 1, count):
                if (value := likeness(self.z, members[a], members[b], self.weights)) > best:
                    best, pair = value, (a, b)
        return pair


def scores_in(z: Agreements, labels: Labels, weights: Floats) -> tuple[Floats, Floats]:
    """How well each photograph fits each cluster without itself, in standard deviations, and Σw² of the others.

    Returns:
        Two arrays (n, clusters).
    """
    table = np.zeros((len(labels), int(labels.max()) + 1))
    rows = np.flatnonzero(labels != NONE)
    table[rows, labels[rows]] = weights[rows]
    powers = np.maximum((table**2).sum(axis=0)[None] - table**2, 1e-9)
    return np.asarray((z @ table.astype(np.float32)) / np.sqrt(powers)), powers


def stands(z: Agreements, own: Labels, weights: Floats) -> bool:
    """Whether some strongest part of a cluster agrees beyond the best subset of its size that chance would make."""
    if len(own) < 2:
        return False
    order = own[np.argsort(-weights, kind="stable")]
    sums = np.cumsum(np.tril(z[np.ix_(order, order)].astype(np.float64), -1).sum(axis=1))[1:]
    sizes = np.arange(2, len(own) + 1)
    statistic = np.maximum(sums, 0) / np.sqrt(sizes * (sizes - 1) / 2)
    chance = sizes * np.log(np.e * len(z) / sizes) + log(1 / ALPHA)
    return bool((statistic**2 / 2 > chance).any())


def likeness(z: Agreements, a: Labels, b: Labels, weights: Floats) -> float:
    """How much the fingerprints of two clusters are one: slope between them by the slopes within them; 1 the same."""
    within = [_slope_within(z, own, weights[own]) for own in (a, b)]
    if min(within) <= 0:
        return 0.0
    wa, wb = weights[a], weights[b]
    power = float((wa**2).sum() * (wb**2).sum())
    between = float(wa @ z[np.ix_(a, b)].astype(np.float64) @ wb) / power
    if between * power**0.5 < 3:
        return 0.0
    return float(between / (within[0] * within[1]) ** 0.5)


def _slope_within(z: Agreements, own: Labels, weights: Floats) -> float:
    part = z[np.ix_(own, own)].astype(np.float64)
    power = float((weights**2).sum() ** 2 - (weights**4).sum())
    return float(weights @ part @ weights) / max(power, 1e-9)


def _hinted(z: Agreements, hints: Sequence[Labels]) -> Labels:
    """The first hint that the noise bears out, by group; later hints fill in what is left."""
    labels = np.full(len(z), NONE, np.int64)
    for hint in hints:
        for k in range(int(hint.max(initial=NONE)) + 1):
            own = np.flatnonzero((hint == k) & (labels == NONE))
            if len(own) > 1 and _mean_agreement(z, own) > HINTED:
                labels[own] = labels.max() + 1
    return labels


def _told(z: Agreements, own: Labels, told: Labels) -> bool:
    """Whether most of a cluster is of one group that was told, and what it has of it agrees."""
    named = told[own][told[own] != NONE]
    if not len(named):
        return False
    values, counts = np.unique(named, return_counts=True)
    best = values[counts.argmax()]
    return bool(2 * counts.max() > len(own)) and _mean_agreement(z, own[told[own] == best]) > HINTED


def _mean_agreement(z: Agreements, own: Labels) -> float:
    """Σz/√pairs."""
    pairs = len(own) * (len(own) - 1) / 2
    return float(z[np.ix_(own, own)].sum(dtype=np.float64) / 2 / max(pairs, 1) ** 0.5)


def _components(z: Agreements, free: Labels) -> Labels:
    """What pairs beyond chance join, among ``free``."""
    found = np.full(len(z), NONE, np.int64)
    part = z[np.ix_(free, free)]
    rows, columns = np.nonzero(np.triu(part > _PAIR, 1))
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=part.shape)
    _, labels = connected_components(graph, directed=False)
    sizes = np.bincount(labels, minlength=1)
    found[free] = np.where(sizes[labels] > 1, labels, NONE) if len(free) else NONE
    return _compact(found)


def _spectral(z: Agreements, free: Labels) -> Labels:
    """The clusters of the leading eigenvectors among ``free``, as many as stand out of the noise's spectrum."""
    found = np.full(len(z), NONE, np.int64)
    if len(free) < 4:
        return found
    part = z[np.ix_(free, free)].astype(np.float64)
    first = max(0, len(free) - _MOST_VECTORS)
    values, vectors = eigh(part, subset_by_index=(first, len(free) - 1))
    spread = float(np.median(np.abs(part[np.triu_indices(len(free), 1)]))) / 0.6745
    noise = min(max(spread, 1.0), _MOST_NOISE)  # few photographs of few devices: most pairs are no noise
    kept = values > 2 * noise * len(free) ** 0.5 * _EDGE
    if kept.any():
        found[free] = _rotated(vectors[:, kept] * np.sqrt(values[kept]))
    return _compact(found)


def _rotated(embedding: Floats) -> Labels:
    """Clusters are rays from the origin: pivoted columns choose one point of each, the nearest rotation makes axes."""
    _, _, pivots = qr(embedding.T, pivoting=True, mode="economic")
    chosen = embedding[pivots[: embedding.shape[1]]].T
    left, _, right = np.linalg.svd(chosen)
    return np.asarray((embedding @ left @ right).argmax(axis=1), np.int64)


def _halves(z: Agreements, own: Labels) -> Clusters | None:
    """A cluster as two, where it is two devices; None otherwise."""
    if len(own) < 4:
        return None
    part = z[np.ix_(own, own)]
    values, vectors = eigh(part.astype(np.float64), subset_by_index=(len(own) - 2, len(own) - 1))
    if values[0] <= 0:
        return None
    state = _State(part, _rotated(vectors * np.sqrt(values)))
    state._settle()
    ones = [np.flatnonzero(state.labels == k) for k in (0, 1)]
    if min(map(len, ones)) < 2 or state.labels.max() > 1 or not all(_beyond(part, each, state) for each in ones):
        return None
    return None if likeness(part, ones[0], ones[1], state.weights) > _HALF else Clusters(state.labels, state.weights)


def _beyond(z: Agreements, own: Labels, state: _State) -> bool:
    return stands(z, own, state.weights[own])


def _compact(labels: Labels) -> Labels:
    """Labels numbered from 0 without gaps, in the order of their first photograph."""
    values, first = np.unique(labels[labels != NONE], return_index=True)
    if not len(values):
        return np.full(len(labels), NONE, np.int64)
    table = np.full(int(values.max()) + 1, NONE, np.int64)
    table[values[np.argsort(first, kind="stable")]] = np.arange(len(values))
    return np.where(labels == NONE, NONE, table[labels])
