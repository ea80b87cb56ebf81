"""Daylight where the sun was down: the exposure of a photograph against the sun's height at its time and place.

The exposure that a camera chose tells how bright the scene was: its exposure value for ISO 100 is 12 or more only by
daylight. Where a photograph tells its place and its time in UTC, the sun's height there and then is known.

Source: ISO 2720 for the exposure value; the sun's position by the package ``astral`` (after NOAA's equations).

Not here: times against numbers and satellites (`clocks`).
"""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from math import isfinite, log2
from typing import Any

import pyarrow as pa
from astral import Observer
from astral.sun import elevation

from probata.linkage.authenticity_outcome import Described, Outcome, rule_outcome
from probata.linkage.departure import Departure

DAYLIGHT_EV = 12.0
NIGHT_BELOW, TWILIGHT_BELOW = -6.0, 0.0
DESCRIBED = Described(
    "sun_height", 1,
    "The photograph was exposed for daylight at a place and time where the sun was well below the horizon.",
    "Photographs without place, time in UTC and exposure; bright artificial light; a dark photograph at noon.",
)  # fmt: skip
_COLUMNS = (
    "digest", "gps_latitude", "gps_longitude", "gps_time", "taken_original", "zone_original", "exposure_s", "f_number",
    "iso",
)  # fmt: skip


def sun(metadata: pa.Table) -> Outcome:
    """The outcome of the test.

    Args:
        metadata: readings of *metadata*.
    """
    examined: list[str] = []
    night: list[tuple[str, float, float]] = []
    nearly = 0
    for values in zip(*(metadata[name].to_pylist() for name in _COLUMNS), strict=True):
        row = dict(zip(_COLUMNS, values, strict=True))
        value, when = exposure_value(row["exposure_s"], row["f_number"], row["iso"]), _utc(row)
        if value is None or when is None or not _on_earth(row["gps_latitude"], row["gps_longitude"]):
            continue
        examined.append(row["digest"])
        height = round(float(elevation(Observer(row["gps_latitude"], row["gps_longitude"]), when)), 2)
        if value >= DAYLIGHT_EV and height < NIGHT_BELOW:
            night.append((row["digest"], value, height))
        nearly += value >= DAYLIGHT_EV and NIGHT_BELOW <= height < TWILIGHT_BELOW
    heights = sorted(height for _, _, height in night)
    departures = [_departure(*each, bisect_right(heights, each[2]), len(examined)) for each in night]
    rest = metadata.num_rows - len(examined)
    refused = f"{rest} photographs do not tell place, time in UTC and exposure" if rest else ""
    return rule_outcome(DESCRIBED, examined, 1 if examined else 0, departures, nearly, refused)


def exposure_value(exposure_s: float | None, f_number: float | None, iso: int | None) -> float | None:
    """The exposure value for ISO 100: log2(N² / t) − log2(ISO / 100); None where one of them is missing or can't be.

    Args:
        exposure_s: in seconds.
        f_number: of the aperture.
        iso: sensitivity.
    """
    if exposure_s is None or f_number is None or iso is None:
        return None
    if not all(isfinite(each) and each > 0 for each in (exposure_s, f_number, iso)):
        return None
    return log2(f_number * f_number / exposure_s) - log2(iso / 100)


def _on_earth(latitude: float | None, longitude: float | None) -> bool:
    return latitude is not None and longitude is not None and abs(latitude) <= 89 and abs(longitude) <= 180


def _utc(row: dict[str, Any]) -> datetime | None:
    """The time in UTC: of satellites, else as the camera wrote it with its zone."""
    try:
        if row["gps_time"]:
            return datetime.fromisoformat(row["gps_time"].replace("Z", "+00:00"))
        if row["taken_original"] and row["zone_original"]:
            sign = -1 if row["zone_original"].startswith("-") else 1
            hours, _, minutes = row["zone_original"].lstrip("+-").partition(":")
            ahead = sign * timedelta(hours=int(hours), minutes=int(minutes or 0))
            return datetime.fromisoformat(row["taken_original"]).replace(tzinfo=UTC) - ahead
    except (ValueError, OverflowError):
        return None
    return None


def _departure(exhibit: str, value: float, height: float, as_strange: int, of: int) -> Departure:
    detail = f"exposed for daylight (exposure value {value:.1f}) with the sun {-height:.0f} degrees below the horizon"
    cohort = f"{of} photographs with place, time and exposure"
    return Departure(exhibit, DESCRIBED.name, -height, round((as_strange + 1) / (of + 1), 9), cohort, detail)
