"""Times against file numbers and against satellites: what breaks the order, clocks that were set, clocks that drift.

A camera counts its photographs. Where times rise as numbers rise, a photograph whose time lies outside of what its
neighbours leave it has another time than when it was taken, or another number. Where most of a camera's photographs
tell the time of satellites too, its clock's error and drift are known, and a photograph far off that line departs.

Not here: the order itself (`clocks_order`), and which photographs belong to one count (`clocks_streams`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probata.linkage.authenticity_outcome import Described, Outcome, in_words, rule_outcome
from probata.linkage.clocks_order import TOLERANCE_S
from probata.linkage.clocks_streams import Stream, Taken, seconds, streams, taken
from probata.linkage.departure import Departure
from probata.statistics.theil_sen import line

LEAST_ERROR_S = 600.0
NEARLY_S = 60.0
FEWEST_WITH_GPS = 8
LEAST_SPAN_DAYS = 7
_DAY_S = 86_400.0
_ZONE_STEP_S = 1800.0
_FEWEST_OF_ZONE, _SHARE_OF_ZONE = 3, 0.05

ORDER = Described(
    "time_order", 1,
    "The time does not lie where the file number, or the camera's own count, puts the photograph.",
    "Times changed by less than the pause to the neighbours; more than eight in a row changed alike, which look like a "
    "clock that was set; names given anew in the order of the changed times.",
)  # fmt: skip
SATELLITES = Described(
    "time_against_gps", 1,
    "The camera's time and that of the satellites differ otherwise than in the camera's other photographs.",
    "Cameras that write no satellite time; both times changed alike; changes by whole half hours that many share.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A clock that was set back between two photographs of a count.

    Attributes:
        camera: label.
        before, after: exhibits on either side.
        back_s: by how much at least, in seconds.
    """

    camera: str
    before: str
    after: str
    back_s: float


@dataclass(frozen=True, slots=True)
class Drift:
    """A camera's clock against satellites.

    Attributes:
        camera: label.
        photographs: that tell both times.
        error_s: clock minus UTC at the middle photograph, in seconds; holds the time zone.
        s_per_day: how much it gains a day (Theil–Sen).
        low, high: 95 % interval of that.
    """

    camera: str
    photographs: int
    error_s: float
    s_per_day: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Clocks:
    """What was found of an archive's clocks.

    Attributes:
        outcomes: of the tests.
        settings: clocks that were set back, by camera.
        drifts: by camera, where its photographs with satellite time span `LEAST_SPAN_DAYS` days: in less, whole seconds
            and late fixes of satellites outweigh what a clock gains.
    """

    outcomes: tuple[Outcome, ...] = ()
    settings: tuple[Setting, ...] = ()
    drifts: tuple[Drift, ...] = ()


def clocks(metadata: pa.Table, cameras: Mapping[str, str], names: Mapping[str, tuple[str, ...]]) -> Clocks:
    """Times against numbers and satellites.

    Args:
        metadata: readings table with columns digest, taken_original, taken_digitized, image_number, gps_time.
        cameras: label by exhibit, of those whose camera is known.
        names: paths by exhibit.
    """
    shots = taken(metadata, cameras, names)
    found = streams(shots)
    satellites, drifts = _satellites(metadata, shots)
    return Clocks(
        (_order(found, len(shots)), satellites), tuple(s for stream in found for s in _settings(stream)), drifts
    )


def _order(found: Sequence[Stream], of: int) -> Outcome:
    examined: set[str] = set()
    nearly: set[str] = set()
    departures: dict[str, Departure] = {}
    for stream in found:
        examined |= {shot.exhibit for shot in stream.shots}
        for place, margin in enumerate(stream.order.margins):
            error = _error(stream, place) if margin else 0.0
            shot = stream.shots[place]
            if abs(error) >= LEAST_ERROR_S:
                departures.setdefault(shot.exhibit, _departure(stream, place, error))
            elif abs(error) >= NEARLY_S:
                nearly.add(shot.exhibit)
    alarms, rest = len(nearly - departures.keys()), of - len(examined)
    refused = f"{rest} photographs with a time are in no count whose order holds" if rest else ""
    return rule_outcome(ORDER, examined, len(found), tuple(departures.values()), alarms, refused)


def _error(stream: Stream, place: int) -> float:
    """By how many seconds a photograph lies before (negative) or after the times that its neighbours leave it."""
    time, margins = stream.shots[place].time_s, stream.order.margins
    before = next((stream.shots[k].time_s for k in range(place - 1, -1, -1) if margins[k] == 0), None)
    after = next((stream.shots[k].time_s for k in range(place + 1, len(margins)) if margins[k] == 0), None)
    if before is not None and after is not None and before > after + TOLERANCE_S:
        return 0.0  # the clock was set in between
    if before is not None and time < before:
        return time - before
    return time - after if after is not None and time > after else 0.0


def _departure(stream: Stream, place: int, error: float) -> Departure:
    kept = sum(margin == 0 for margin in stream.order.margins)
    p = (len(stream.shots) - kept + 1) / (len(stream.shots) + 1)
    side = "after the next" if error > 0 else "before the one before it"
    detail = f"its time lies {in_words(error)} {side} in the order of {stream.words}"
    return Departure(stream.shots[place].exhibit, ORDER.name, round(abs(error), 3), round(p, 9), stream.words, detail)


def _settings(stream: Stream) -> list[Setting]:
    pairs = [(stream.shots[a], stream.shots[b]) for a, b in stream.order.settings]
    return [Setting(one.camera, one.exhibit, other.exhibit, one.time_s - other.time_s) for one, other in pairs]


def _satellites(metadata: pa.Table, shots: Sequence[Taken]) -> tuple[Outcome, tuple[Drift, ...]]:
    told = dict(zip(metadata["digest"].to_pylist(), metadata["gps_time"].to_pylist(), strict=True))
    by_camera: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for shot in shots:
        utc = _utc(told.get(shot.exhibit))
        if utc is not None and shot.camera:
            by_camera[shot.camera].append((utc, shot.time_s - utc, shot.exhibit))
    drifts: list[Drift] = []
    examined: list[str] = []
    departures: list[Departure] = []
    count = nearly = 0
    for camera, own in sorted(by_camera.items()):
        if len(own) < FEWEST_WITH_GPS:
            continue
        count += 1
        examined += [exhibit for _, _, exhibit in own]
        drift, rest = _line(camera, sorted(own))
        if max(own)[0] - min(own)[0] >= LEAST_SPAN_DAYS * _DAY_S:
            drifts.append(drift)
        for (_, _, exhibit), error in zip(sorted(own), rest, strict=True):
            if abs(error) >= LEAST_ERROR_S:
                departures.append(_off_line(exhibit, error, camera, rest))
            nearly += NEARLY_S <= abs(error) < LEAST_ERROR_S
    left = len(shots) - len(examined)
    refused = f"{left} photographs do not tell both times, or fewer than {FEWEST_WITH_GPS} of their camera do"
    made = rule_outcome(SATELLITES, examined, count, departures, nearly, refused if left else "")
    return made, tuple(drifts)


def _line(camera: str, own: Sequence[tuple[float, float, str]]) -> tuple[Drift, list[float]]:
    """The line of a clock's error, and what is left of each photograph's."""
    at = np.array([utc for utc, _, _ in own])
    error = _without_zones(np.array([difference for _, difference, _ in own]))
    days = (at - at[len(at) // 2]) / _DAY_S
    found = line(days, error)
    low, high = round(found.low, 4), round(found.high, 4)
    drift = Drift(camera, len(own), round(found.offset, 3), round(found.slope, 4), low, high)
    return drift, [float(each) for each in error - found.offset - found.slope * days]


def _without_zones(error: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Clock errors without changes by half hours that many photographs share: summer time, travel."""
    steps = np.round((error - np.median(error)) / _ZONE_STEP_S)
    values, counts = np.unique(steps, return_counts=True)
    shared = values[counts >= max(_FEWEST_OF_ZONE, _SHARE_OF_ZONE * len(error))]
    return np.asarray(error - np.where(np.isin(steps, shared), steps, 0) * _ZONE_STEP_S)


def _off_line(exhibit: str, error: float, camera: str, rest: Sequence[float]) -> Departure:
    p = (sum(abs(each) >= abs(error) for each in rest) + 1) / (len(rest) + 1)
    cohort = f"{len(rest)} photographs of {camera} with satellite time"
    detail = f"its camera's clock is {in_words(error)} off the line of {cohort}"
    return Departure(exhibit, SATELLITES.name, round(abs(error), 3), round(p, 9), cohort, detail)


def _utc(text: str | None) -> float | None:
    """Seconds from 1970 of ``2013-05-04T08:11:12Z``; None where there is none on the calendar."""
    return None if text is None else seconds(text.removesuffix("Z"))
