"""Clocks: one photograph out of order departs, a clock that was set is found as such, and drift is recovered."""

import re
from datetime import datetime, timedelta
from itertools import combinations, pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.linkage.clocks import Clocks, clocks
from probata.linkage.clocks_order import SETTING_PRICE, best_order
from probata.linkage.clocks_streams import Taken, numbered, seconds, streams, taken
from probata.readings.analyser import full_schema
from probata.readings.analysers import METADATA

START = datetime(2013, 5, 4, 8, 0, 0)
CAMERA = "NIKON D70 no. 20012345"
SHORT = st.lists(st.integers(0, 9), max_size=8)


def brute(times, price, tolerance):
    """The best score, and that of the best order that holds each place, over all sets of places."""
    held = [0] * len(times)
    for size in range(1, len(times) + 1):
        for places in combinations(range(len(times)), size):
            back = sum(times[b] < times[a] - tolerance for a, b in pairwise(places))
            for place in places:
                held[place] = max(held[place], size - price * back)
    return max(held, default=0), held


@given(SHORT, st.integers(1, 4), st.integers(0, 2))
def test_best_order_is_that_of_a_search_of_all(times, price, tolerance):
    order = best_order(times, price, tolerance)
    best, held = brute(times, price, tolerance)
    assert order.kept - price * len(order.settings) == best
    assert order.margins == tuple(best - one for one in held)


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 8), st.integers(0, 3))
def test_best_order_holds_together(times, price, tolerance):
    order = best_order(times, price, tolerance)
    assert len(order.margins) == len(times)
    assert all(margin >= 0 for margin in order.margins)
    assert all(order.margins[place] == 0 for place in order.held)
    assert list(order.held) == sorted(set(order.held))
    assert (order.kept > 0) == (len(times) > 0)
    for before, after in order.settings:
        assert before < after
        assert order.margins[before] == order.margins[after] == 0
        assert times[before] > times[after] + tolerance


@given(st.lists(st.integers(0, 1000), max_size=40))
def test_rising_times_are_in_order(times):
    order = best_order(sorted(times))
    assert (order.margins, order.settings, order.held) == ((0,) * len(times), (), tuple(range(len(times))))


@given(st.integers(3, 30), st.data())
def test_one_time_far_off_is_the_one_given_up(count, data):
    odd = data.draw(st.integers(0, count - 3))
    times = [60.0 * k for k in range(count)]
    times[odd] = 1e6
    order = best_order(times)
    assert (order.kept, order.settings) == (count - 1, ())
    assert [place for place, margin in enumerate(order.margins) if margin] == [odd]
    assert order.margins[odd] == min(count - odd - 2, SETTING_PRICE - 1)


@pytest.mark.parametrize(("after", "settings"), [(SETTING_PRICE, ()), (SETTING_PRICE + 1, ((19, 20),))])
def test_the_clock_is_set_only_where_more_would_be_given_up(after, settings):
    times = [100.0 * k for k in range(20)] + [-1e5 + 100.0 * k for k in range(after)]
    assert best_order(times).settings == settings


def shot(number, time, **fields):
    row = {
        "digest": f"d{number:05d}", "failed": None, "taken_original": time.isoformat() if time else None,
        "image_number": None, **fields,
    }  # fmt: skip
    return row, (f"card/DSC_{number:04d}.JPG",)


def shots(count, first=1, minutes=5, start=START):
    return [shot(first + k, start + timedelta(minutes=minutes * k)) for k in range(count)]


def table(rows):
    return pa.Table.from_pylist(rows, full_schema(METADATA))


def found_in(rows, names=None, camera=CAMERA) -> Clocks:
    read = [row for row, _ in rows]
    named = {row["digest"]: paths for row, paths in rows} if names is None else names
    return clocks(table(read), {row["digest"]: camera for row in read} if camera else {}, named)


def departing(found):
    return {(one.exhibit, one.test) for each in found.outcomes for one in each.departures}


def test_photographs_in_the_order_of_their_numbers():
    found = found_in(shots(30))
    order, satellites = found.outcomes
    assert (departing(found), found.settings, found.drifts) == (set(), (), ())
    assert (order.test.examined, order.test.cohorts, order.test.false_alarm_rate) == (30, 1, 0.0)
    assert (satellites.test.examined, satellites.test.cohorts) == (0, 0)


@pytest.mark.parametrize(("days", "side"), [(40, "after the next"), (-40, "before the one before it")])
@pytest.mark.parametrize("place", [3, 15, 26])
def test_one_photograph_out_of_order_departs(place, days, side):
    rows = shots(30)
    rows[place] = shot(place + 1, START + timedelta(days=days))
    found = found_in(rows)
    assert departing(found) == {(f"d{place + 1:05d}", "time_order")}
    assert found.settings == ()
    (only,) = found.outcomes[0].departures
    assert side in only.detail
    assert "30 photographs of NIKON D70" in only.cohort
    assert only.value == pytest.approx(40 * 86_400, rel=0.01)
    assert only.p == pytest.approx(2 / 31)


def test_order_by_the_makers_count_where_names_tell_nothing():
    rows = [({**row, "image_number": 4000 + k}, ("beach.jpg",)) for k, (row, _) in enumerate(shots(30))]
    rows[10][0]["taken_original"] = "2014-01-01T00:00:00"
    found = found_in(rows)
    assert departing(found) == {("d00011", "time_order")}
    assert "the camera's own count" in found.outcomes[0].departures[0].cohort


def test_a_photograph_out_of_two_counts_departs_once():
    rows = [({**row, "image_number": 4000 + k}, paths) for k, (row, paths) in enumerate(shots(30))]
    rows[10][0]["taken_original"] = "2014-01-01T00:00:00"
    found = found_in(rows)
    assert [one.exhibit for one in found.outcomes[0].departures] == ["d00011"]
    assert (found.outcomes[0].test.examined, found.outcomes[0].test.cohorts) == (30, 2)


def test_a_little_out_of_order_is_a_false_alarm_and_no_departure():
    rows = shots(30)
    rows[10] = shot(11, START + timedelta(minutes=50 + 5 + 5 + 4))
    found = found_in(rows)
    assert departing(found) == set()
    assert found.outcomes[0].test.false_alarm_rate == pytest.approx(1 / 30, abs=1e-6)


def test_seconds_out_of_order_are_the_camera_writing():
    rows = [shot(k + 1, START + timedelta(seconds=k - 2 * (k % 2))) for k in range(30)]
    found = found_in(rows)
    assert (departing(found), found.settings, found.outcomes[0].test.false_alarm_rate) == (set(), (), 0.0)


def test_among_photographs_that_were_written_late_one_out_of_order_departs():
    rows = [shot(k + 1, START + timedelta(seconds=k - 2 * (k % 2))) for k in range(30)]
    rows[11] = shot(12, START - timedelta(days=40))
    rows[10] = shot(11, START + timedelta(seconds=13))
    assert departing(found_in(rows)) == {("d00012", "time_order")}


@pytest.mark.parametrize("hours", [3, 24 * 400])
def test_a_clock_that_was_set_back_is_a_setting_and_no_departure(hours):
    rows = shots(40) + shots(40, first=41, start=START + timedelta(minutes=200) - timedelta(hours=hours))
    found = found_in(rows)
    assert departing(found) == set()
    (only,) = found.settings
    assert (only.camera, only.before, only.after) == (CAMERA, "d00040", "d00041")
    assert only.back_s == hours * 3600 - 300


@pytest.mark.parametrize(("parts", "settings"), [(1, 0), (2, 1), (3, 0)])
def test_a_clock_that_is_set_more_than_once_in_fifty_photographs_is_no_order(parts, settings):
    rows = [row for k in range(parts) for row in shots(15, first=1 + 15 * k, start=START - timedelta(days=k))]
    found = found_in(rows)
    assert (departing(found), len(found.settings)) == (set(), settings)
    assert found.outcomes[0].test.examined == (0 if parts == 3 else len(rows))


def test_a_clock_that_was_set_back_and_one_photograph_out_of_order():
    rows = shots(40) + shots(40, first=41, start=START - timedelta(days=30))
    rows[60] = shot(61, START + timedelta(days=99))
    found = found_in(rows)
    assert departing(found) == {("d00061", "time_order")}
    assert [each.before for each in found.settings] == ["d00040"]


@pytest.mark.parametrize("before", ["DSC_", "DSC0"])
def test_counts_go_on_after_9999(before):
    rows = shots(50, first=9970, minutes=30)
    rows = [(row, (f"card/{before}{(9970 + k - 1) % 9999 + 1:04d}.JPG",)) for k, (row, _) in enumerate(rows)]
    assert {paths[0] for _, paths in rows} >= {f"card/{before}9999.JPG", f"card/{before}0001.JPG"}
    found = found_in(rows)
    assert (departing(found), found.settings) == (set(), ())
    assert (found.outcomes[0].test.examined, found.outcomes[0].test.cohorts) == (50, 1)
    rows[40][0]["taken_original"] = "2014-01-01T00:00:00"
    assert departing(found_in(rows)) == {(rows[40][0]["digest"], "time_order")}


def test_years_of_rounds_are_unrolled():
    made = [Taken(f"d{k:05d}", CAMERA, 3600.0 * k, "card", "DSC_####", (37 * k) % 9999 + 1) for k in range(0, 1200)]
    (only,) = streams(made[::-1])
    assert [shot.exhibit for shot in only.shots] == [shot.exhibit for shot in made]
    assert (only.order.kept, only.order.settings) == (1200, ())


def test_two_bodies_under_one_label_are_two_counts():
    rows = shots(40, first=1) + [
        (row | {"digest": f"other{k}"}, paths)
        for k, (row, paths) in enumerate(shots(40, first=1, start=START + timedelta(days=100)))
    ]
    rows[5][0]["taken_original"] = "2019-01-01T00:00:00"
    found = found_in(rows)
    assert (departing(found), found.settings) == ({("d00006", "time_order")}, ())
    assert found.outcomes[0].test.examined == 80


def test_numbers_that_mean_nothing_are_no_stream():
    days = [(k * 37) % 80 for k in range(80)]
    found = found_in([shot(k + 1, START + timedelta(days=day)) for k, day in enumerate(days)])
    assert (departing(found), found.settings) == (set(), ())
    assert found.outcomes[0].test.examined == 0


def test_two_bodies_in_folders_of_their_own_are_told_apart_by_folder():
    rows = shots(40) + [
        (row | {"digest": f"other{k:02d}"}, (paths[0].replace("card", "second"),))
        for k, (row, paths) in enumerate(shots(40, start=START + timedelta(days=100)))
    ]
    rows[50][0]["taken_original"] = "2019-01-01T00:00:00"
    found = found_in(rows)
    assert departing(found) == {("other10", "time_order")}
    assert "in folder second" in found.outcomes[0].departures[0].cohort
    assert (found.outcomes[0].test.examined, found.outcomes[0].test.cohorts) == (80, 2)


def numbered_anew(rows, first):
    """The same photographs under digests of their own: the names are numbered as they are."""
    return [({**row, "digest": f"e{k:05d}"}, paths) for k, (row, paths) in enumerate(rows, start=first)]


@pytest.mark.parametrize("again", [8, 30, 90])
def test_a_camera_that_counts_anew_has_two_counts_and_no_departure(again):
    rows = shots(100) + numbered_anew(shots(again, start=START + timedelta(days=40)), 1)
    found = found_in(rows)
    assert (departing(found), found.settings) == (set(), ())
    assert found.outcomes[0].test.examined == 100 + again
    assert found.outcomes[0].test.cohorts == 2


@pytest.mark.parametrize("place", [20, 110])
def test_in_a_count_that_began_anew_one_photograph_out_of_order_departs(place):
    rows = shots(100) + numbered_anew(shots(30, start=START + timedelta(days=40)), 1)
    rows[place][0]["taken_original"] = "2012-05-01T10:00:00"
    found = found_in(rows)
    assert departing(found) == {(rows[place][0]["digest"], "time_order")}


def test_many_times_changed_alike_under_numbers_of_their_own_are_no_count():
    rows = shots(200)
    odd = range(50, 110, 6)
    for place in odd:
        rows[place] = shot(place + 1, START + timedelta(days=-60, minutes=5 * place))
    assert departing(found_in(rows)) == {(f"d{place + 1:05d}", "time_order") for place in odd}


def test_the_makers_count_that_began_anew():
    rows = shots(100) + numbered_anew(shots(30, start=START + timedelta(days=40)), 1)
    told = [({**row, "image_number": 1 + k % 100}, ("beach.jpg",)) for k, (row, _) in enumerate(rows)]
    found = found_in(told)
    assert (departing(found), found.outcomes[0].test.cohorts) == (set(), 2)


@pytest.mark.parametrize("camera", ["NIKON {D70}", "{count} {0}", "}{"])
def test_a_camera_that_is_named_with_braces(camera):
    found = found_in(shots(30), camera=camera)
    assert found.outcomes[0].test.examined == 30
    rows = shots(30)
    rows[10] = shot(11, START + timedelta(days=40))
    (only,) = found_in(rows, camera=camera).outcomes[0].departures
    assert f"30 photographs of {camera} named" in only.detail


def test_why_a_test_was_not_run_is_told():
    few, all_told = found_in(shots(3)), found_in(shots(30))
    assert few.outcomes[0].test.refused == "3 photographs with a time are in no count whose order holds"
    assert few.outcomes[1].test.refused.startswith("3 photographs do not tell both times")
    assert all_told.outcomes[0].test.refused == ""


def test_fewer_than_eight_or_without_a_camera_are_no_stream():
    assert found_in(shots(7)).outcomes[0].test.examined == 0
    assert found_in(shots(30), camera="").outcomes[0].test.examined == 0
    assert found_in(shots(8)).outcomes[0].test.examined == 8


def test_nothing_to_go_by():
    found = found_in([])
    assert (departing(found), found.settings, found.drifts) == (set(), (), ())
    rows = [shot(k, None) for k in range(20)] + [shot(k, None, taken_original="no time") for k in range(20, 40)]
    assert found_in(rows).outcomes[0].test.examined == 0


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("a/b/DSC_0012.JPG", ("a/b", "DSC_####", 12)), ("IMG_0012 (1).jpg", ("", "IMG_####", 12)),
        ("dscn0012 copy2.jpg", ("", "DSCN####", 12)), ("IMG_0012-edited.jpg", ("", "IMG_####", 12)),
        ("101-0012_IMG.JPG", ("", "101-####", 12)), ("20130504_081112.jpg", ("", "20130504_######", 81112)),
        ("DSC01234.JPG", ("", "DSC0####", 1234)),
        ("P1010012.JPG", ("", "P#######", 1_010_012)), ("CAMERA01234.JPG", ("", "CAMERA#####", 1234)),
        ("a/beach.jpg", ("a", "", -1)), ("a/IMG_12.jpg", ("a", "", -1)), ("0012", ("", "####", 12)),
    ],
)  # fmt: skip
def test_numbers_in_names(path, told):
    assert numbered([path]) == told


def test_the_first_name_with_a_number_counts():
    assert numbered(["a/beach.jpg", "b/DSC_0012.JPG", "c/DSC_0099.JPG"]) == ("b", "DSC_####", 12)
    assert numbered([]) == ("", "", -1)


@pytest.mark.parametrize("text", [None, "", "0000-00-00T00:00:00", "2013-02-30T00:00:00", "yesterday"])
def test_no_time_on_the_calendar(text):
    assert seconds(text) is None


def test_time_of_taking_else_of_digitizing():
    rows = [
        {"digest": "b", "failed": None, "taken_original": "1970-01-02T00:00:01", "taken_digitized": None},
        {"digest": "a", "failed": None, "taken_original": "0000", "taken_digitized": "1970-01-01T01:00:00"},
        {"digest": "c", "failed": None, "image_number": 5},
    ]
    found = taken(table(rows), {"b": CAMERA}, {"b": ("x/DSC_0007.JPG",)})
    assert found == [Taken("a", "", 3600.0), Taken("b", CAMERA, 86_401.0, "x", "DSC_####", 7)]


def satellites(count=40, per_day=1.5, offset=7200.0, noise=2.0, seed=1):
    """Photographs of a clock that gains ``per_day`` seconds a day, with random times and errors of reading."""
    rng = np.random.default_rng(seed)
    rows = []
    for k, hours in enumerate(sorted(rng.uniform(0, 2400, count))):
        utc = START + timedelta(seconds=round(hours * 3600))
        error = offset + per_day * hours / 24 + rng.normal(0, noise)
        rows.append(shot(k + 1, utc + timedelta(seconds=round(error)), gps_time=f"{utc.isoformat()}Z"))
    return rows


@pytest.mark.parametrize("per_day", [-3.0, 0.0, 1.5])
def test_drift_is_recovered(per_day):
    found = found_in(satellites(per_day=per_day))
    (drift,) = found.drifts
    assert (drift.camera, drift.photographs) == (CAMERA, 40)
    assert drift.low <= per_day <= drift.high
    assert drift.s_per_day == pytest.approx(per_day, abs=0.05)
    assert drift.high - drift.low < 0.1
    assert drift.error_s == pytest.approx(7200 + 50 * per_day, abs=40)
    assert departing(found) == set()
    assert found.outcomes[1].test.examined == 40


def test_the_interval_of_the_drift_holds_it_nineteen_times_in_twenty():
    drifts = [found_in(satellites(count=15, seed=seed)).drifts[0] for seed in range(60)]
    assert 51 <= sum(drift.low <= 1.5 <= drift.high for drift in drifts) <= 60


@pytest.mark.parametrize("hours", [-2, 2])
def test_two_hours_off_the_line_departs(hours):
    rows = satellites()
    time = datetime.fromisoformat(rows[20][0]["taken_original"]) + timedelta(hours=hours)
    rows[20][0]["taken_original"] = time.isoformat()
    found = found_in(rows, names={})
    assert departing(found) == {("d00021", "time_against_gps")}
    (only,) = found.outcomes[1].departures
    assert only.value == pytest.approx(7200, abs=30)
    assert only.p == pytest.approx(2 / 41)
    assert re.search("(120 minutes|2 hours) off", only.detail)
    assert found.drifts[0].low < 1.5 < found.drifts[0].high


def test_minutes_off_the_line_are_a_false_alarm():
    rows = satellites()
    time = datetime.fromisoformat(rows[20][0]["taken_original"]) + timedelta(minutes=5)
    rows[20][0]["taken_original"] = time.isoformat()
    found = found_in(rows, names={})
    assert departing(found) == set()
    assert found.outcomes[1].test.false_alarm_rate == pytest.approx(1 / 40)


def test_too_few_with_satellites_or_no_time_from_them_is_no_line():
    assert found_in(satellites(count=7)).drifts == ()
    rows = satellites(count=20)
    for row, _ in rows:
        row["gps_time"] = "2013-02-30T00:00:00Z"
    assert found_in(rows).drifts == ()


def test_satellite_times_that_are_all_one_tell_no_drift():
    rows = [shot(k + 1, START + timedelta(seconds=k), gps_time="2013-05-04T06:00:00Z") for k in range(11)]
    found = found_in(rows)
    assert (found.drifts, found.outcomes[1].test.examined, departing(found)) == ((), 11, set())


@pytest.mark.parametrize(("days", "told"), [(6.9, 0), (7.1, 1)])
def test_what_spans_less_than_a_week_has_no_drift_and_is_examined(days, told):
    rows = []
    for k in range(12):
        utc = START + timedelta(seconds=round(days * 86_400 * k / 11))
        rows.append(shot(k + 1, utc + timedelta(hours=2), gps_time=f"{utc.isoformat()}Z"))
    found = found_in(rows)
    assert len(found.drifts) == told
    assert (found.outcomes[1].test.examined, found.outcomes[1].test.cohorts) == (12, 1)


def test_order_of_rows_changes_nothing():
    rows = satellites()
    rows[20][0]["taken_original"] = "2014-01-01T00:00:00"
    assert found_in(rows) == found_in(rows[::-1])
