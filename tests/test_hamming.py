"""`near_pairs` misses nothing and adds nothing, whatever the hashes look like."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.errors import BadInput
from probata.linkage import hamming
from probata.linkage.hamming_plan import BUCKETS, CHUNKS, masks, plan


def brute(hashes, radius):
    """All pairs of distinct hashes by comparing bits, first rows only."""
    bits = np.unpackbits(hashes, axis=1).astype(np.int32)
    distance = bits @ (1 - bits).T + (1 - bits) @ bits.T
    first = {}
    rows = [k for k, row in enumerate(hashes) if first.setdefault(row.tobytes(), k) == k]
    return [(i, j, int(distance[i, j])) for n, i in enumerate(rows) for j in rows[n + 1 :] if distance[i, j] <= radius]


def found(hashes, radius, few=hamming.FEW, block_pairs=1_000_000):
    blocks = hamming.near_pair_blocks(hashes, radius, block_pairs, few)
    triples = [t for b in blocks for t in zip(b.i.tolist(), b.j.tolist(), b.distance.tolist(), strict=True)]
    assert len(triples) == len(set(triples))
    return sorted(triples)


def flip(hashes, rng, most):
    """Each hash with 0 to ``most`` random bits flipped."""
    bits = np.unpackbits(hashes, axis=1)
    for row in bits:
        row[rng.choice(256, rng.integers(0, most + 1), replace=False)] ^= 1
    return np.packbits(bits, axis=1)


def made(kind, count, rng):
    uniform = rng.integers(0, 256, (count, 32), dtype=np.uint8)
    if kind == "clustered":
        return flip(uniform[rng.integers(0, max(1, count // 8), count)], rng, 40)
    if kind == "skewed":  # as of a fixed camera: only some bits ever change
        return np.where(np.arange(32) % 3 == 0, uniform, uniform[:1])
    if kind == "one cluster":
        return flip(np.repeat(uniform[:1], count, axis=0), rng, 24)
    if kind == "identical":
        return uniform[rng.integers(0, 3, count)]
    return uniform


KINDS = ["random", "clustered", "skewed", "one cluster", "identical"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("radius", [0, 1, 15, 16, 31, 32, 40])
@pytest.mark.parametrize("few", [0, hamming.FEW], ids=["planned", "everything"])
def test_complete(kind, radius, few):
    hashes = made(kind, 400, np.random.default_rng(radius))
    assert found(hashes, radius, few) == brute(hashes, radius)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.lists(st.integers(0, 255), max_size=40), min_size=2, max_size=40),
    st.integers(0, 255),
    st.sampled_from([0, hamming.FEW]),
)
def test_complete_on_adversarial_hashes(flips, radius, few):
    bits = np.zeros((len(flips), 256), np.uint8)
    for row, places in zip(bits, flips, strict=True):
        row[places] = 1
    hashes = np.packbits(bits, axis=1)
    assert found(hashes, radius, few) == brute(hashes, radius)


@pytest.mark.parametrize("distance", [31, 32])
@pytest.mark.parametrize("spread", ["even", "one chunk after another", "random"])
def test_edge_of_radius(distance, spread):
    rng = np.random.default_rng(5)
    places = {
        "even": np.arange(256)[:: 256 // 32][:distance],
        "one chunk after another": np.arange(distance),
        "random": rng.choice(256, distance, replace=False),
    }[spread]
    bits = np.zeros((2, 256), np.uint8)
    bits[1, places] = 1
    hashes = np.concatenate([np.packbits(bits, axis=1), rng.integers(0, 256, (50, 32), dtype=np.uint8)])
    assert ((0, 1, distance) in found(hashes, 31, few=0)) == (distance == 31)


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_for_a_pair(count):
    pairs = hamming.near_pairs(np.zeros((count, 32), np.uint8))
    assert len(pairs.i) == len(pairs.j) == len(pairs.distance) == 0
    assert len(pairs.group) == count


def test_sorted_and_first_rows_only():
    hashes = made("clustered", 900, np.random.default_rng(2))
    hashes = np.concatenate([hashes, hashes[::3]])
    pairs = hamming.near_pairs(hashes)
    assert list(zip(pairs.i, pairs.j, pairs.distance, strict=True)) == brute(hashes, 31)
    for row, first in enumerate(pairs.group):
        assert first <= row
        assert (hashes[row] == hashes[first]).all()
        assert not (hashes[:first] == hashes[first]).all(axis=1).any()


def test_a_million_identical_hashes_are_one_group():
    pairs = hamming.near_pairs(np.full((1_000_000, 32), 7, np.uint8))
    assert len(pairs.i) == 0
    assert (pairs.group == 0).all()


def test_blocks_are_bounded():
    hashes = made("one cluster", 300, np.random.default_rng(3))
    sizes = [len(block.i) for block in hamming.near_pair_blocks(hashes, 31, block_pairs=1000)]
    assert max(sizes) <= 1000
    assert sum(sizes) == len(brute(hashes, 31))
    assert found(hashes, 31, block_pairs=1) == brute(hashes, 31)


def test_too_many_pairs_are_refused_not_cut():
    hashes = made("one cluster", 300, np.random.default_rng(3))
    with pytest.raises(hamming.TooManyPairs, match="at most 10"):
        hamming.near_pairs(hashes, 31, most_pairs=10)


@pytest.mark.parametrize("radius", [-1, 256])
def test_bad_radius(radius):
    with pytest.raises(BadInput, match="radius"):
        hamming.near_pairs(np.zeros((2, 32), np.uint8), radius)


@pytest.mark.parametrize("hashes", [np.zeros((2, 31), np.uint8), np.zeros((2, 32), np.int16), np.zeros(32, np.uint8)])
def test_bad_hashes(hashes):
    with pytest.raises(BadInput, match="256-bit"):
        hamming.near_pairs(hashes)


@pytest.mark.parametrize("radius", [0, 31, 32, 100])
@pytest.mark.parametrize("kind", KINDS)
def test_plan_keeps_the_pigeonhole_promise(kind, radius):
    chosen = plan(made(kind, 5000, np.random.default_rng(1)).view(np.uint16), radius)
    assert chosen.compares_all or sum(t + 1 for t in chosen.thresholds) > radius
    assert len(chosen.thresholds) == CHUNKS


def test_plan_avoids_chunks_that_never_change():
    hashes = np.random.default_rng(1).integers(0, 256, (20_000, 32), dtype=np.uint8)
    hashes[:, :8] = 0
    chosen = plan(hashes.view(np.uint16), 31)
    assert chosen.thresholds[:4] == (-1, -1, -1, -1)
    assert min(chosen.thresholds[4:]) >= 1


def test_masks():
    assert masks(0).tolist() == [0]
    assert sorted(masks(1).tolist()) == [0] + [1 << bit for bit in range(16)]
    assert len(masks(16)) == BUCKETS
