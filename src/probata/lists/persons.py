"""Persons made of linked records: the best partition, and draws of partitions that carry the error of linkage.

How likely it is that two groups are one person, is the mean of the log-odds of all pairs across them: a pair with a
link has its own, a pair without one that of `linking.LEAST`. The mean and not the sum, since pairs of records of one
person say the same over again; on made lists the mean is about as often right as it says. Pairs judged same are
together and pairs judged different apart, in every partition; where judgements contradict one another, *same* holds
till one is undone.

* Best: strongest link first, two groups are joined where the mean across them is above 0.
* Draws: of two records that hang on nobody else, together as often as their probability says; of more, in the manner of
  Gibbs sampling: each record in turn moves to a group, or to none, as likely as the odds say.

Source: Gibbs sampling: Geman and Geman, IEEE PAMI 6 (1984); partitions drawn so that linkage error enters an estimate
of a population: Tancredi and Liseo, Annals of Applied Statistics 5 (2011); Sadinle, Annals of Applied Statistics 8
(2014).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
import numpy.typing as npt

from probata.lists.judged import DIFFERENT, SAME
from probata.lists.linking import LEAST, Linked
from probata.statistics.population.partitions import Partitions

Ints = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int32]
NOT_LINKED = log(LEAST / (1 - LEAST))
SUREST = log(0.9995 / 0.0005)
APART = -1e9
WARM_UP, BETWEEN = 8, 2


@dataclass(frozen=True)
class _Graph:
    """Groups of records judged same, and the log-odds between them.

    Attributes:
        node: by record.
        odds: by node the log-odds of other nodes that have a link to it.
        size: records by node.
    """

    node: Ints
    odds: tuple[Mapping[int, float], ...]
    size: tuple[int, ...]


def best(linked: Linked) -> Labels:
    """The best partition: a label by record; records with one label are of one person."""
    graph = _graph(linked)
    label = list(range(len(graph.size)))
    members: dict[int, list[int]] = {k: [k] for k in label}
    edges = sorted(((-w, a, b) for a, of in enumerate(graph.odds) for b, w in of.items() if a < b and w > 0))
    changed = True
    while changed:
        changed = False
        for _, a, b in edges:
            one, other = label[a], label[b]
            if one != other and _across(graph, members[one], members[other]) > 0:
                keep, gone = min(one, other), max(one, other)
                for node in members[gone]:
                    label[node] = keep
                members[keep] += members.pop(gone)
                changed = True
    return _numbered(np.array(label, np.int64)[graph.node])


def draws(linked: Linked, count: int, seed: int) -> Labels:
    """Draws of the partition: draws × records, labels as of `best`.

    Args:
        linked: records and links.
        count: how many.
        seed: of the draws; equal seeds give equal draws.
    """
    graph, rng = _graph(linked), np.random.default_rng(seed)
    labels = np.tile(np.arange(len(graph.size)), (count, 1))
    for nodes in _components(graph):
        if len(nodes) == 2:
            a, b = nodes
            held = rng.random(count) < 1 / (1 + exp(-max(graph.odds[a][b], -700.0)))
            labels[held, b] = a
        else:
            _gibbs(graph, nodes, labels, rng)
    return np.array([_numbered(row[graph.node]) for row in labels]).reshape(count, len(graph.node))


def partitions(linked: Linked, count: int, seed: int, names: Sequence[str] = ()) -> tuple[Partitions, Ints]:
    """Draws as estimates of a population take them, and the place of each record's list.

    Args:
        linked: records and links.
        count: how many draws.
        seed: of the draws.
        names: of the lists that are used, in this order; empty: all. Records on others still join those that are, and
            are left out then.
    """
    used = tuple(names) or linked.names
    kept = np.array([record.list in used for record in linked.records], bool)
    drawn = draws(linked, count, seed)
    joined = (drawn[:, linked.left] == drawn[:, linked.right]).sum(axis=1).mean() if len(linked) else 0.0
    labels = np.array([_numbered(row[kept].astype(np.int64)) for row in drawn]).reshape(count, int(kept.sum()))
    of_list = np.array([used.index(record.list) for record in linked.records if record.list in used], np.int64)
    counts = np.array([int(row.max(initial=-1)) + 1 for row in labels], np.int64)
    return Partitions(labels, counts, float(linked.probability.sum()), float(joined), 0), of_list


def _graph(linked: Linked) -> _Graph:
    n = len(linked.records)
    parent = list(range(n))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    left, right = linked.left.tolist(), linked.right.tolist()
    for a, b, verdict in zip(left, right, linked.judged, strict=True):
        if verdict == SAME:
            parent[max(root(a), root(b))] = min(root(a), root(b))
    roots = np.array([root(i) for i in range(n)], np.int64)
    _, node, size = np.unique(roots, return_inverse=True, return_counts=True)
    sums: list[dict[int, list[float]]] = [{} for _ in size]
    place = node.tolist()
    for a, b, p, verdict in zip(left, right, linked.probability.tolist(), linked.judged, strict=True):
        one, other = place[a], place[b]
        if one != other:
            weight = APART if verdict == DIFFERENT else _log_odds(p)
            sums[one].setdefault(other, []).append(weight)
            sums[other].setdefault(one, []).append(weight)
    sizes = tuple(int(each) for each in size)
    odds = tuple(
        {b: sum(of) + NOT_LINKED * (sizes[a] * sizes[b] - len(of)) for b, of in known.items()}
        for a, known in enumerate(sums)
    )
    return _Graph(np.asarray(node, np.int64), odds, sizes)


def _log_odds(p: float) -> float:
    """Log-odds, no surer than `SUREST`, and never below what a pair without a link has."""
    return min(max(log(p) - log(1 - p), NOT_LINKED), SUREST) if 0 < p < 1 else (SUREST if p >= 1 else NOT_LINKED)


def _across(graph: _Graph, one: Sequence[int], other: Sequence[int]) -> float:
    pairs = sum(graph.size[a] for a in one) * sum(graph.size[b] for b in other)
    return sum(graph.odds[a].get(b, NOT_LINKED * graph.size[a] * graph.size[b]) for a in one for b in other) / pairs


def _components(graph: _Graph) -> list[list[int]]:
    """Nodes that hang together by links which can hold, two or more, sorted."""
    seen = [False] * len(graph.size)
    found = []
    for start in range(len(graph.size)):
        if seen[start] or not graph.odds[start]:
            continue
        seen[start] = True
        waiting = [start]
        for one in waiting:
            for other, weight in graph.odds[one].items():
                if not seen[other] and weight > APART / 2:
                    seen[other] = True
                    waiting.append(other)
        if len(waiting) > 1:
            found.append(sorted(waiting))
    return found


def _gibbs(graph: _Graph, nodes: Sequence[int], labels: npt.NDArray[np.int64], rng: np.random.Generator) -> None:
    """Fill the columns of a component, a draw a row."""
    count = len(labels)
    place = {node: k for k, node in enumerate(nodes)}
    near = [[(place[b], w - NOT_LINKED * graph.size[a] * graph.size[b]) for b, w in sorted(graph.odds[a].items())
             if b in place] for a in nodes]  # fmt: skip
    size = [graph.size[node] for node in nodes]
    group = list(range(len(nodes)))
    total = list(size)  # records by group
    sweeps = WARM_UP + BETWEEN * count
    for sweep in range(sweeps):
        chance = rng.random(len(nodes)).tolist()
        for i, of in enumerate(near):
            total[group[i]] -= size[i]
            score: dict[int, float] = {}
            for j, more in of:
                score[group[j]] = score.get(group[j], 0.0) + more
            own = group[i] if total[group[i]] == 0 else total.index(0)
            score = {g: s / (size[i] * total[g]) + NOT_LINKED for g, s in score.items() if total[g]}
            group[i] = _chosen(score, own, chance[i])
            total[group[i]] += size[i]
        if sweep >= WARM_UP and (sweep - WARM_UP) % BETWEEN == BETWEEN - 1:
            first: dict[int, int] = {}
            labels[(sweep - WARM_UP) // BETWEEN, nodes] = [
                first.setdefault(g, node) for g, node in zip(group, nodes, strict=True)
            ]


def _chosen(score: Mapping[int, float], own: int, chance: float) -> int:
    """A group by its log-odds against being alone, or ``own``, which is empty."""
    most = max(0.0, *score.values()) if score else 0.0
    left = chance * (exp(-most) + sum(exp(s - most) for s in score.values()))
    for group, value in score.items():
        left -= exp(value - most)
        if left < 0:
            return group
    return own


def _numbered(labels: npt.NDArray[np.int64]) -> Labels:
    """Labels 0, 1 … in the order in which persons are first met."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first), dtype=np.int32)
    return np.asarray(rank[inverse], np.int32)
