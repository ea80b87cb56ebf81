"""Components are those of the graph; constrained clusters never join what is kept apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from probata.errors import BadInput
from probata.linkage.clusters import Clusters, components

EDGES = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=40)


@settings(deadline=None)
@given(EDGES, st.integers(1, 5))
def test_components_are_those_of_scipy(edges, size):
    blocks = [np.array(edges[k : k + size], np.int32).reshape(-1, 2) for k in range(0, len(edges), size)]
    found = components(20, [(block[:, 0], block[:, 1]) for block in blocks])
    pairs = np.array(edges, np.int64).reshape(-1, 2)
    _, label = connected_components(coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (20, 20)), False)
    assert found.tolist() == [int(np.flatnonzero(label == mine)[0]) for mine in label]


def test_no_nodes():
    assert components(0, []).tolist() == []


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 9)), max_size=60)


@given(STEPS)
def test_constraints_hold_at_every_step(steps):
    clusters = Clusters(range(10))
    label = list(range(10))  # the plain way: a label a node, all constraints looked through
    apart = set()
    for keep_apart, a, b in steps:
        if keep_apart:
            accepted = label[a] != label[b]
            assert clusters.keep_apart(a, b) == accepted
            if accepted:
                apart.add((a, b))
        else:
            clash = any({label[x], label[y]} == {label[a], label[b]} for x, y in apart)
            assert clusters.may_merge(a, b) == (label[a] == label[b] or not clash)
            assert clusters.merge(a, b) == (not clash or label[a] == label[b])
            if not clash:
                label = [label[a] if mine == label[b] else mine for mine in label]
        assert all(clusters.together(x, y) == (label[x] == label[y]) for x in range(10) for y in range(10))
    expected = [[x for x in range(10) if label[x] == mine] for mine in dict.fromkeys(label)]
    assert clusters.groups() == expected
    assert all(sorted(clusters.members(x)) == next(g for g in expected if x in g) for x in range(10))


def test_unknown_node_is_refused():
    with pytest.raises(BadInput, match="add it first"):
        Clusters(["a"]).merge("a", "b")
