"""Sun: daylight at midnight departs, noon does not, and what can't be placed on earth or in time is left out."""

from math import inf, nan

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.linkage.sun import exposure_value, sun
from probata.readings.analyser import full_schema
from probata.readings.analysers import METADATA

# EV 13: f/8 for 1/128 s at ISO 100.
DAYLIGHT = {"exposure_s": 1 / 128, "f_number": 8.0, "iso": 100}
DIM = {"exposure_s": 1 / 30, "f_number": 2.8, "iso": 400}
NAIROBI = {"gps_latitude": -1.29, "gps_longitude": 36.82}
NOON, MIDNIGHT, DUSK = "2013-05-04T09:30:00Z", "2013-05-04T21:30:00Z", "2013-05-04T15:42:00Z"


def table(*rows):
    made = [{"digest": f"d{k}", "failed": None, **NAIROBI, **DAYLIGHT, **row} for k, row in enumerate(rows)]
    return pa.Table.from_pylist(made, full_schema(METADATA))


def departing(outcome):
    return {one.exhibit for one in outcome.departures}


def test_daylight_at_midnight_departs_and_noon_does_not():
    found = sun(table({"gps_time": NOON}, {"gps_time": MIDNIGHT}, {"gps_time": MIDNIGHT, **DIM}))
    assert departing(found) == {"d1"}
    assert (found.test.examined, found.test.cohorts, found.test.departs) == (3, 1, 1)
    assert found.test.false_alarm_rate == 0.0
    (only,) = found.departures
    assert "exposure value 13.0" in only.detail
    assert (only.p, only.cohort) == (0.5, "3 photographs with place, time and exposure")
    assert 70 < only.value < 76  # 90 less latitude plus declination: 16 degrees north on 4 May, Nairobi 1 south


@pytest.mark.parametrize(
    ("place", "when", "departs"),
    [
        ((-36.85, 174.76), "2013-05-04T00:10:00Z", False),  # Auckland, noon
        ((-36.85, 174.76), "2013-05-04T12:20:00Z", True),  # Auckland, midnight
        ((69.65, 18.96), "2013-06-21T22:45:00Z", False),  # Tromsø, midnight sun
        ((69.65, 18.96), "2013-12-21T22:45:00Z", True),  # Tromsø, polar night
        ((40.71, -74.01), "2013-05-04T17:00:00Z", False),  # New York, after noon
        ((40.71, -74.01), "2013-05-04T05:00:00Z", True),  # New York, after midnight
    ],
)
def test_the_sun_is_that_of_the_place(place, when, departs):
    found = sun(table({"gps_latitude": place[0], "gps_longitude": place[1], "gps_time": when}))
    assert departing(found) == ({"d0"} if departs else set())
    assert found.test.examined == 1


def test_daylight_in_twilight_is_a_false_alarm_and_no_departure():
    found = sun(table({"gps_time": DUSK}, {"gps_time": NOON}))
    assert departing(found) == set()
    assert found.test.false_alarm_rate == 0.5


@pytest.mark.parametrize(
    ("taken", "zone", "departs"),
    [
        ("2013-05-04T12:30:00", "+03:00", False), ("2013-05-05T00:30:00", "+03:00", True),
        ("2013-05-04T12:30:00", "-09:00", True), ("2013-05-04T12:30:00", "+15:00", True),
        ("2013-05-04T13:00:00.25", "+03:30", False), ("2013-05-04T12", "+3", False),
    ],
)  # fmt: skip
def test_without_satellite_time_the_zone_tells(taken, zone, departs):
    found = sun(table({"taken_original": taken, "zone_original": zone}))
    assert (departing(found), found.test.examined) == ({"d0"} if departs else set(), 1)


def test_satellite_time_comes_before_the_clock():
    row = {"gps_time": NOON, "taken_original": "2013-05-05T00:30:00", "zone_original": "+03:00"}
    assert departing(sun(table(row))) == set()


@pytest.mark.parametrize(
    "odd",
    [
        {"gps_latitude": None}, {"gps_longitude": None}, {"gps_latitude": nan}, {"gps_longitude": nan},
        {"gps_latitude": 90.0}, {"gps_latitude": -123.4}, {"gps_longitude": 181.0}, {"gps_latitude": inf},
        {"gps_time": None}, {"gps_time": ""}, {"gps_time": "2013-02-30T00:00:00Z"}, {"gps_time": "never"},
        {"gps_time": "24:61:99Z"},
        {"gps_time": None, "taken_original": "2013-05-05T00:30:00"}, {"gps_time": None, "zone_original": "+03:00"},
        {"gps_time": None, "taken_original": "2013-05-05T00:30:00", "zone_original": "east"},
        {"gps_time": None, "taken_original": "2013-05-05T00:30:00", "zone_original": "-"},
        {"gps_time": None, "taken_original": "2013-05-05T00:30:00", "zone_original": "+99999999999999:00"},
        {"gps_time": None, "taken_original": "0001-01-01T00:00:00", "zone_original": "+03:00"},
        {"gps_time": None, "taken_original": "9999-12-31T23:00:00", "zone_original": "-03:00"},
        {"gps_time": None, "taken_original": "0000-00-00T00:00:00", "zone_original": "+03:00"},
        {"exposure_s": None}, {"f_number": None}, {"iso": None}, {"exposure_s": 0.0}, {"f_number": 0.0}, {"iso": 0},
        {"iso": -5}, {"exposure_s": -1.0}, {"exposure_s": nan}, {"f_number": nan}, {"exposure_s": inf},
        {"f_number": inf},
    ],
)  # fmt: skip
def test_what_cannot_be_placed_or_measured_is_left_out(odd):
    found = sun(table({"gps_time": MIDNIGHT} | odd, {"gps_time": NOON}))
    assert (found.examined, found.departures) == ({"d1"}, ())


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1858-11-17T00:00:00Z"])
def test_years_at_the_ends_of_the_calendar_are_no_error(when):
    assert sun(table({"gps_time": when})).test.examined == 1


def test_nothing_to_go_by():
    found = sun(table())
    assert (found.test.examined, found.test.cohorts, found.test.false_alarm_high) == (0, 0, 1.0)


@given(st.floats(-89, 89), st.floats(-180, 180), st.datetimes())
def test_a_dim_photograph_never_departs(latitude, longitude, when):
    row = {"gps_latitude": latitude, "gps_longitude": longitude, "gps_time": f"{when.isoformat()}Z", **DIM}
    found = sun(table(row))
    assert (found.test.examined, found.departures) == (1, ())


@pytest.mark.parametrize(
    ("exposure_s", "f_number", "iso", "value"),
    [(1.0, 1.0, 100, 0.0), (1 / 125, 16.0, 100, 14.966), (1 / 128, 8.0, 100, 13.0), (1 / 128, 8.0, 800, 10.0)],
)
def test_exposure_value_is_that_of_the_table(exposure_s, f_number, iso, value):
    assert exposure_value(exposure_s, f_number, iso) == pytest.approx(value, abs=1e-3)


def test_why_it_was_not_run_is_told():
    assert sun(table({"gps_time": NOON})).test.refused == ""
    told = sun(table({"gps_time": NOON}, {"iso": None}, {})).test.refused
    assert told == "2 photographs do not tell place, time in UTC and exposure"
