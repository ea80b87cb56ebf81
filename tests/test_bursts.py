"""Bursts: known sequences come back, every exhibit is accounted for, and no file time is used unasked."""

from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.linkage.bursts import bursts, number_in_name
from probata.linkage.bursts_gaps import estimated_gap

START = datetime(2013, 5, 4, 10)


def table(rows):
    """Rows: digest, seconds since START or a text, and optionally other columns by name."""
    names = ["digest", "taken_original", "taken_digitized", "zone_original", "zone_digitized"]
    records = []
    for digest, when, *more in rows:
        text = (START + timedelta(seconds=when)).isoformat() if isinstance(when, int | float) else when
        records.append({"digest": digest, "taken_original": text, "image_number": None, **(more[0] if more else {})})
    schema = pa.schema([(name, pa.string()) for name in names] + [("image_number", pa.int64())])
    return pa.Table.from_pylist(records, schema=schema)


def sequence(rng, subjects, within_s=6.0, between_s=480.0):
    """A day of one photographer: (seconds, subject) of each photograph."""
    now, shots = 0.0, []
    for subject in range(subjects):
        now += rng.lognormal(np.log(between_s), 0.5)
        for _ in range(rng.integers(1, 8)):
            shots.append((round(now), subject))
            now += rng.lognormal(np.log(within_s), 0.5)
    return shots


def test_known_subjects_come_back():
    shots = sequence(np.random.default_rng(4), 120)
    found = bursts(table([(f"{k:03d}", when) for k, (when, _) in enumerate(shots)]), dict.fromkeys(ids(shots), "A"))
    assert found.gaps["A"].basis == "camera"
    assert 15 < found.gaps["A"].gap_s < 200
    groups = [set(b.exhibits) for b in found.bursts] + [{e} for e in found.alone]
    true = {}
    for k, (_, subject) in enumerate(shots):
        true.setdefault(subject, set()).add(f"{k:03d}")
    assert sorted(map(sorted, groups)) == sorted(map(sorted, true.values()))


def ids(shots):
    return [f"{k:03d}" for k in range(len(shots))]


@pytest.mark.parametrize(("within_s", "between_s"), [(3, 60), (10, 300), (30, 600)])
def test_gap_lies_between_both_kinds_of_pause(within_s, between_s):
    rng = np.random.default_rng(1)
    pauses = np.concatenate([rng.lognormal(np.log(within_s), 0.4, 400), rng.lognormal(np.log(between_s), 0.5, 100)])
    gap = estimated_gap(np.round(pauses))
    assert gap is not None
    assert within_s * 1.5 < gap < between_s
    wrong = (pauses[:400] > gap).sum() + (pauses[400:] <= gap).sum()
    assert wrong <= 10


@pytest.mark.parametrize(
    "pauses",
    [
        np.array([]),
        np.full(100, 7.0),
        np.zeros(100),
        np.random.default_rng(2).lognormal(3, 0.6, 500),  # one hump
        np.array([5.0] * 10 + [300.0] * 10),  # too few
        np.array([5.0] * 500 + [300.0]),  # the second hump is one pause
    ],
    ids=["none", "equal", "zero", "one hump", "few", "outlier"],
)
def test_no_gap_without_two_kinds_of_pause(pauses):
    assert estimated_gap(pauses) is None


def test_default_gap_and_its_edge():
    found = bursts(table([("a", 0), ("b", 30), ("c", 60.5), ("d", 61)]), dict.fromkeys("abcd", "A"))
    assert [b.exhibits for b in found.bursts] == [("a", "b"), ("c", "d")]
    assert found.gaps["A"].basis == "default"


def test_a_small_camera_borrows_the_gap_of_all():
    shots = sequence(np.random.default_rng(4), 60, between_s=300)
    rows = [(f"{k:03d}", when) for k, (when, _) in enumerate(shots)] + [("x", 0), ("y", 20)]
    found = bursts(table(rows), dict.fromkeys(ids(shots), "A") | dict.fromkeys("xy", "B"))
    assert found.gaps["B"].basis == "archive"
    assert ("x", "y") in [b.exhibits for b in found.bursts]


def test_cameras_are_never_mixed():
    found = bursts(table([("a", 0), ("b", 1), ("c", 2), ("d", 3)]), {"a": "A", "c": "A", "b": "B", "d": "B"})
    assert [(b.camera, b.exhibits) for b in found.bursts] == [("A", ("a", "c")), ("B", ("b", "d"))]


def test_image_number_orders_one_second():
    rows = [("a", 0, {"image_number": 12}), ("b", 0, {"image_number": 11}), ("c", 0)]
    found = bursts(table(rows), dict.fromkeys("abc", "A"), numbers={"c": 10, "a": 1})
    assert found.bursts[0].exhibits == ("c", "b", "a")
    assert "order-by-number" in [reason.name for reason in found.bursts[0].reasons]


def test_file_time_only_when_handed_in():
    rows = table([("a", None), ("b", "0000-00-00T00:00:00"), ("c", 0)])
    cameras = dict.fromkeys("abc", "A")
    assert bursts(rows, cameras).without_time == ("a", "b")
    asked = bursts(rows, cameras, modified_ns={"a": 10**18, "b": 10**18 + 10**9, "c": 0})
    assert asked.without_time == ()
    assert [b.exhibits for b in asked.bursts] == [("a", "b")]


def test_digitized_is_the_fallback():
    found = bursts(table([("a", None, {"taken_digitized": "2013-05-04T10:00:05"}), ("b", 0)]), dict.fromkeys("ab", "A"))
    assert found.bursts[0].exhibits == ("b", "a")


def test_zones_count_when_all_are_told():
    one, two = {"zone_original": "+02:00"}, {"zone_original": "+03:00"}
    told = table([("a", 0, one), ("b", 3605, two)])
    assert bursts(told, dict.fromkeys("ab", "A")).bursts[0].times == ("2013-05-04T08:00:00", "2013-05-04T08:00:05")
    half = table([("a", 0, one), ("b", 5)])
    assert bursts(half, dict.fromkeys("ab", "A")).bursts[0].times == ("2013-05-04T10:00:00", "2013-05-04T10:00:05")


def test_a_stopped_clock_makes_no_burst():
    rows = [(f"{k:02d}", 0) for k in range(31)] + [("x", 1), ("y", 2)]
    found = bursts(table(rows), dict.fromkeys([row[0] for row in rows], "A"))
    assert len(found.stopped_clock) == 31
    assert [b.exhibits for b in found.bursts] == [("x", "y")]


SHOTS = st.lists(
    st.tuples(st.one_of(st.none(), st.just("nonsense"), st.integers(0, 400)), st.sampled_from(["A", "B", None])),
    max_size=60,
)


@settings(deadline=None)
@given(SHOTS, st.one_of(st.none(), st.integers(1, 100)), st.randoms())
def test_every_exhibit_ends_in_one_place_whatever_the_order(shots, gap_s, random):
    rows = [(f"{k:02d}", when) for k, (when, _) in enumerate(shots)]
    cameras = {f"{k:02d}": camera for k, (_, camera) in enumerate(shots) if camera is not None}
    found = bursts(table(rows), cameras, gap_s)
    places = [e for b in found.bursts for e in b.exhibits]
    places += [*found.alone, *found.without_time, *found.stopped_clock, *found.without_camera]
    assert sorted(places) == [row[0] for row in rows]
    for burst in found.bursts:
        times = [datetime.fromisoformat(time) for time in burst.times]
        assert all(0 <= (b - a).total_seconds() <= found.gaps[burst.camera].gap_s for a, b in pairwise(times))
        assert 0.5 <= burst.score <= 1
    random.shuffle(rows)
    assert bursts(table(rows), cameras, gap_s) == found


@pytest.mark.parametrize(
    ("path", "number"),
    [("a/DSC_0123.JPG", 123), ("IMG_20130504_101112.jpg", 101112), ("x.jpg", None), ("9/x.jpg", None),
     ("٣.jpg", None), ("1" * 30 + ".jpg", None), ("DSC0007 (copy).jpg", 7)],
)  # fmt: skip
def test_number_in_name(path, number):
    assert number_in_name(path) == number
