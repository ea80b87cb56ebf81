"""Authenticity: what departs is found, ordinary photographs hardly ever, and every test says on what it was run."""

import dataclasses
import hashlib
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from probata.app.authenticity import examination
from probata.errors import UsageError
from probata.linkage.authenticity import Evidence, authenticity
from probata.linkage.authenticity_cohorts import Photograph, cohorts
from probata.linkage.authenticity_outcome import Described, rule_outcome
from probata.linkage.authenticity_tests import cohort_outcome
from probata.linkage.departure import Authenticity, CohortTest, Departure
from probata.linkage.device import DeviceAssignment
from probata.readings.traces_statistics import STATISTICS

SIZES = (900, 400, 150, 60, 20)
DESCRIBED = Described("made", 1, "sees", "limits")


def names(count: int) -> list[str]:
    return sorted(hashlib.sha256(str(place).encode()).hexdigest() for place in range(count))


def evidence(columns: Mapping[str, npt.ArrayLike], sizes: tuple[int, ...] = SIZES) -> Evidence:
    """An archive of cameras with so many photographs each, and some columns of traces."""
    digests = names(sum(sizes))
    camera = np.repeat(np.arange(len(sizes)), sizes)
    files = pa.table(
        {
            "digest": digests,
            "kind": ["image"] * len(digests),
            "width": pa.array(4000 + camera, pa.int32()),
            "height": pa.array([3000] * len(digests), pa.int32()),
        }
    )
    models = [f"Works {number}" for number in camera]
    taken = pa.array([None] * len(digests), pa.string())
    metadata = pa.table({"digest": digests, "make": ["Works"] * len(digests), "model": models, "taken_original": taken})
    empty = np.full(len(digests), np.nan)
    traces = pa.table(
        {"digest": digests}
        | {each.column: pa.array(columns.get(each.column, empty), from_pandas=True) for each in STATISTICS}
    )
    cameras = {digest: f"Works {number} no. 1" for digest, number in zip(digests, camera, strict=True)}
    return Evidence(files, metadata, traces, cameras=cameras)


def drawn(seed: int, strange: float, sizes: tuple[int, ...] = SIZES) -> tuple[npt.NDArray[np.float64], set[str]]:
    """Values whose place and spread differ between cameras, and who is strange."""
    rng = np.random.default_rng(seed)
    camera = np.repeat(np.arange(len(sizes)), sizes)
    values = rng.exponential(size=len(camera))
    chosen = rng.uniform(size=len(camera)) < strange
    values[chosen] = rng.uniform(12, 30, int(chosen.sum()))
    return values * (1 + camera) + 10 * camera, {names(len(camera))[place] for place in np.flatnonzero(chosen)}


def summary(found: Authenticity, name: str) -> CohortTest:
    return next(each for each in found.tests if each.name == name)


def test_strange_ones_depart_and_ordinary_ones_rarely_do() -> None:
    seen = of = alarms = ordinary = 0
    for seed in range(4):
        values, strange = drawn(seed, 0.015)
        found = authenticity(evidence({"resampling": values}))
        departing = {each.exhibit for each in found.departures}
        seen, of = seen + len(departing & strange), of + len(strange)
        alarms, ordinary = alarms + len(departing - strange), ordinary + len(values) - len(strange)
        test = summary(found, "resampling")
        assert test.examined == len(values)
        assert test.departs == len(departing)
        assert 0 <= test.false_alarm_rate <= test.false_alarm_high < 0.015
    assert seen / of > 0.95
    assert alarms / ordinary < 0.005


def test_an_outlier_in_sixty_photographs_is_seen_and_the_rest_is_not() -> None:
    alarms = 0
    for seed in range(20):
        values, _ = drawn(seed, 0.0, (60,))
        values[7] = 25.0
        departing = {each.exhibit for each in authenticity(evidence({"copy_move": values}, (60,))).departures}
        assert names(60)[7] in departing
        alarms += len(departing) - 1
    assert alarms / (20 * 59) < 0.01


def test_the_measured_rate_covers_what_is_true() -> None:
    """Over many archives, the mean of what is measured is near the mean of the truth, and rarely far below."""
    groups_of = [Photograph(name, "A", "A", 1, 1) for name in names(1500)]
    groups = cohorts(groups_of)
    true, told, covered = [], [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        values = np.exp(rng.normal(scale=0.8, size=1500))
        values[:20] = rng.uniform(15, 60, 20)
        outcome = cohort_outcome(DESCRIBED, groups_of, groups, values)
        strange = {each.exhibit for each in groups_of[:20]}
        true.append(len({each.exhibit for each in outcome.departures} - strange) / 1480)
        told.append(outcome.test.false_alarm_rate)
        covered.append(true[-1] <= outcome.test.false_alarm_high + 1 / 1480)
    assert np.mean(true) < 0.005
    assert np.mean(told) > 0.4 * np.mean(true)
    assert sum(covered) >= 17


def test_a_small_archive_is_refused_with_the_reason() -> None:
    values, _ = drawn(0, 0.0, (20, 15))
    found = authenticity(evidence({"resampling": values}, (20, 15)))
    test = summary(found, "resampling")
    assert (test.examined, test.departs, test.false_alarm_high) == (0, 0, 1.0)
    assert test.refused == "35 have no cohort: one needs 40 photographs, and 50 to know its tail"
    assert found.examined == ()


def test_every_test_that_exists_is_listed_also_those_not_run() -> None:
    found = authenticity(evidence({}))
    assert [each.name for each in found.tests] == [*(each.column for each in STATISTICS), "device_noise", "c2pa"]
    assert all(each.examined == 0 and each.refused for each in found.tests)
    without = authenticity(dataclasses.replace(evidence({}), traces=None))
    assert [each.examined for each in without.tests] == [0] * len(found.tests)


def test_equal_evidence_gives_equal_departures_in_any_order_of_rows() -> None:
    values, _ = drawn(1, 0.02)
    one = evidence({"resampling": values, "copy_move": values[::-1].copy()})
    order = np.random.default_rng(0).permutation(len(values))
    assert one.traces is not None
    turned = dataclasses.replace(
        one, files=one.files.take(order), metadata=one.metadata.take(order[::-1]), traces=one.traces.take(order)
    )
    assert authenticity(turned) == authenticity(one)


def test_a_region_without_the_device_s_noise_departs() -> None:
    values, strange = drawn(2, 0.02)
    devices = tuple(
        DeviceAssignment(name, "d", "d", 1.0, local=float(value))
        for name, value in zip(names(len(values)), values, strict=True)
    )
    found = authenticity(dataclasses.replace(evidence({}), devices=devices))
    assert len({each.exhibit for each in found.departures} & strange) / len(strange) > 0.9
    assert {each.test for each in found.departures} == {"device_noise"}


def test_a_departure_says_where_in_the_picture() -> None:
    values, _ = drawn(6, 0.0, (400,))
    values[9] = 25.0
    one = evidence({"copy_move": values}, (400,))
    assert one.traces is not None
    places = pa.array(["[0.1, 0.2, 0.345, 0.4]"] * 399 + [None])
    found = authenticity(dataclasses.replace(one, traces=one.traces.append_column("copy_move_where", places)))
    departure = next(each for each in found.departures if each.exhibit == names(400)[9])
    assert departure.detail.endswith("; at 10 to 34 % of the width and 20 to 40 % of the height, as stored")


def test_what_a_series_shares_is_no_departure_and_one_alone_in_it_is() -> None:
    """Ten minutes hold a series; the same value departs where the neighbours are ordinary."""
    values, _ = drawn(3, 0.0, (400,))
    values[[100, 101, 102, 103, 300]] = 25.0
    one = evidence({"local_noise": values}, (400,))
    times = [f"2013-05-04T10:{place // 6 % 60:02d}:{place % 6 * 10:02d}" for place in range(400)]
    metadata = one.metadata.set_column(3, "taken_original", pa.array(times))
    alone = {each.exhibit for each in authenticity(one).departures}
    digests = names(400)
    assert {digests[place] for place in (100, 101, 102, 103, 300)} <= alone
    found = {each.exhibit for each in authenticity(dataclasses.replace(one, metadata=metadata)).departures}
    assert digests[300] in found
    assert not found & {digests[place] for place in (100, 101, 102, 103)}


def test_a_cohort_of_two_kinds_has_no_departures() -> None:
    values, _ = drawn(5, 0.0, (120, 250, 250, 250))
    values[:18] = 1e5
    found = authenticity(evidence({"local_compression": values}, (120, 250, 250, 250)))
    assert not {each.exhibit for each in found.departures} & set(names(870)[:18])
    assert "1 cohorts hold photographs of two kinds" in summary(found, "local_compression").refused


def test_statements_that_do_not_hold_depart_and_absent_ones_are_no_evidence() -> None:
    digests = names(sum(SIZES))
    states: list[str | None] = ["valid", "invalid", "unreadable", "elsewhere"] + [None] * (len(digests) - 4)
    problems = [None, "assertion.dataHash.mismatch"] + [None] * (len(digests) - 2)
    text = pa.array([None] * len(digests), pa.string())
    provenance = pa.table(
        {
            "digest": digests, "c2pa": text, "c2pa_state": states, "c2pa_problem": problems,
            "c2pa_signer": ["somebody"] * len(digests),
        }
    )  # fmt: skip
    found = authenticity(dataclasses.replace(evidence({}), provenance=provenance))
    assert [(each.exhibit, each.test) for each in found.departures] == [(digests[1], "c2pa")]
    assert "dataHash.mismatch" in found.departures[0].detail
    assert found.examined == tuple(sorted(digests[:2]))
    assert summary(found, "c2pa").refused == (
        f"{len(digests) - 4} files carry no such statement; 2 carry one that could not be read or is not in the file"
    )


def test_outcomes_handed_in_are_taken_over() -> None:
    digests = names(sum(SIZES))
    departure = Departure(digests[3], "sun", 2.0, 0.01, "all", "the sun stood below the horizon")
    handed = rule_outcome(Described("sun", 1, "sees", "limits"), digests[:50], 1, [departure], 0)
    found = authenticity(dataclasses.replace(evidence({}), outcomes=(handed,)))
    assert found.departures == (departure,)
    assert found.tests[-1] == handed.test
    assert found.examined == tuple(digests[:50])


def test_an_examination_lists_the_strongest_first_and_every_test_with_its_limits() -> None:
    values, _ = drawn(1, 0.01)
    values[5] = 900.0
    found = authenticity(evidence({"resampling": values}))
    paths = {name: f"folder/{name[:6]}.jpg" for name in names(len(values))}
    shown = examination(found, paths)
    record = shown.record()
    assert next(iter(shown.departures)) == names(len(values))[5]
    assert record["examined"] == len(values) == record["consistent"] + record["departing"]
    text = "\n".join(shown.lines())
    assert "are consistent with their cohorts" in text
    assert f"folder/{names(len(values))[5][:6]}.jpg" in text
    for each in found.tests:
        assert each.limits in text
    assert "fake" not in text


def test_one_test_alone_by_its_name_with_hyphens() -> None:
    values, _ = drawn(1, 0.01)
    found = authenticity(evidence({"resampling": values, "copy_move": values}))
    shown = examination(found, {}, "copy-move")
    assert {each.test for own in shown.departures.values() for each in own} == {"copy_move"}
    assert [each.name for each in shown.tests] == ["copy_move"]
    with pytest.raises(UsageError, match="there is no such test"):
        examination(found, {}, "face")
