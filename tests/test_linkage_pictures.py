"""Near-duplicates: every pair is a link, what was left out is counted, and the representative follows its rule."""

import itertools
import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.errors import BadInput
from probata.linkage import pictures
from probata.linkage.link import Link, link_of
from probata.linkage.pictures_judged import PictureVerdict, judged_groups


def table(hashes, qualities=None, digests=None):
    count = len(hashes)
    return pa.table(
        {
            "digest": pa.array(digests or [f"{k:064x}" for k in range(count)], pa.string()),
            "pdq": pa.array([None if h is None else bytes(h) for h in hashes], pa.binary()),
            "pdq_quality": pa.array(qualities or [100] * count, pa.int16()),
        }
    )


def bits(*places):
    array = np.zeros(256, np.uint8)
    array[list(places)] = 1
    return np.packbits(array).tobytes()


def expected(hashes, radius):
    distance = lambda x, y: (int.from_bytes(x) ^ int.from_bytes(y)).bit_count()  # noqa: E731
    near = itertools.combinations(range(len(hashes)), 2)
    return {(a, b, distance(hashes[a], hashes[b])) for a, b in near if distance(hashes[a], hashes[b]) <= radius}


HASHES = st.lists(st.lists(st.integers(0, 6), max_size=4).map(lambda p: bits(*p)), max_size=25)


@settings(deadline=None, max_examples=60)
@given(HASHES, st.integers(0, 4), st.sampled_from([0, 1000]))
def test_every_pair_is_one_link(hashes, radius, most_pairs):
    links = pictures.near_duplicates(table(hashes), radius, most_pairs=most_pairs)
    rows = [t for r in links.row_blocks() for t in zip(r.a.tolist(), r.b.tolist(), r.distance.tolist(), strict=True)]
    assert len(rows) == len(set(rows)) == len(links)
    assert set(rows) == expected(hashes, radius)
    assert list(links.records()) == [
        {"a": f"{a:064x}", "b": f"{b:064x}", "kind": "near-duplicate", "score": pictures.score(d)} for a, b, d in rows
    ]
    if links.pairs is not None:
        assert [links.link(k).record() for k in range(len(links))] == list(links.records())


def test_link_numbers_of_a_large_group_of_identical_hashes():
    links = pictures.near_duplicates(table([bits(1)] * 700))
    assert len(links) == 700 * 699 // 2
    seen = {(a, b) for r in links.row_blocks() for a, b in zip(r.a.tolist(), r.b.tolist(), strict=True)}
    assert seen == set(itertools.combinations(range(700), 2))
    assert links.beyond_first == 699


def test_groups_are_transitive_and_sorted():
    chain = [bits(*range(k)) for k in (0, 25, 50, 200)]
    links = pictures.near_duplicates(table(chain, digests=["c" * 64, "a" * 64, "b" * 64, "0" * 64]))
    assert links.groups() == [("a" * 64, "b" * 64, "c" * 64)]
    assert links.beyond_first == 2
    assert len(links) == 2


def test_links_do_not_depend_on_row_order():
    hashes = [bits(*range(k)) for k in (3, 9, 2, 60, 70)]
    one = table(hashes)
    assert list(pictures.near_duplicates(one).records()) == list(
        pictures.near_duplicates(one.take([4, 2, 0, 1, 3])).records()
    )


def test_what_is_left_out_is_counted():
    links = pictures.near_duplicates(table([bits(1), None, bits(1), bits(2)], [9, None, 10, None]))
    assert links.left_out == {"without-pdq": 1, "low-quality": 1}
    assert len(links.digests) == 2
    assert len(links) == 1


def test_no_pictures():
    links = pictures.near_duplicates(table([]))
    assert (len(links), links.groups(), list(links.records()), links.beyond_first) == (0, [], [], 0)
    with pytest.raises(IndexError):
        links.link(0)


def test_a_broken_hash_is_refused():
    with pytest.raises(BadInput, match="32 bytes"):
        pictures.near_duplicates(table([b"short"]))


def test_score_falls_with_distance_and_reason_says_it():
    scores = [pictures.score(d) for d in range(256)]
    assert all(a >= b for a, b in itertools.pairwise(scores))
    assert scores[0] > 0.99
    assert 0.5 < scores[31] < scores[0]
    link = pictures.near_duplicates(table([bits(), bits(1, 2, 3)])).link(0)
    assert link.reasons[0].name == "pdq-distance"
    assert "3 of 256" in link.reasons[0].detail
    json.dumps(link.record(), allow_nan=False)


def test_representative_rule():
    a, b, c, d, e = (letter * 64 for letter in "abcde")
    size = pa.table({"digest": [a, b, c, d, e], "width": [10, 10, 10, 9, None], "height": [10, 10, 10, 10, None]})
    told = pa.table(
        {"digest": [b, c, d], "make": [None, "X", "X"], "model": ["Y", None, None], "taken_original": [None] * 3}
    )
    assert pictures.representatives([(a, b, c, d), (e,)], size, told) == {a: b, b: b, c: b, d: b, e: e}


def test_exact_copies_are_told_by_custody():
    records = list(pictures.exact_records([("x/1", "b" * 64), ("x/2", "a" * 64), ("y/1", "b" * 64)]))
    assert records == [{"a": "b" * 64, "b": "b" * 64, "kind": "exact", "score": 1.0, "paths": ["x/1", "y/1"]}]


def test_links_are_ordered_and_bounded():
    assert link_of("b", "a", "k", 0.5) == Link("a", "b", "k", 0.5)
    with pytest.raises(BadInput):
        Link("b", "a", "k", 0.5)
    with pytest.raises(BadInput):
        link_of("a", "a", "k", 0.5)
    with pytest.raises(BadInput):
        Link("a", "b", "k", float("nan"))


def test_a_pair_is_among_the_links_where_its_hashes_are_near() -> None:
    rng = np.random.default_rng(5)
    near = rng.integers(0, 256, 32, np.uint8)
    other = near.copy()
    other[0] ^= 0b111
    rows = [("aa", near), ("bb", other), ("cc", rng.integers(0, 256, 32, np.uint8))]
    table = pa.table(
        {"digest": [d for d, _ in rows], "pdq": [h.tobytes() for _, h in rows], "pdq_quality": pa.array([90] * 3)}
    )
    links = pictures.near_duplicates(table)
    assert ("aa", "bb") in links
    assert ("bb", "aa") in links
    assert ("aa", "cc") not in links
    assert ("aa", "aa") not in links
    assert ("aa", "zz") not in links
    assert [(link.a, link.b, link.reasons[0].detail) for link in links.touching("bb")] == [
        ("aa", "bb", "their PDQ hashes differ in 3 of 256 bits")
    ]
    assert links.touching("cc") == links.touching("zz") == []
    changed = [link_of("bb", "dd", "crop", 0.9)]
    assert [g.members for g in judged_groups(links, (), changed)] == [("aa", "bb", "dd")]
    apart = judged_groups(links, [PictureVerdict("bb", "dd", "different")], changed)
    assert [g.members for g in apart] == [("aa", "bb")]
