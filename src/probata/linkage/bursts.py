"""Bursts: photographs that one camera took close in time, in the order in which they were taken.

Rules:
* Time is what the camera wrote (original, else digitized); a file's modification time is never used unless handed in.
* A camera's clock may be wrong: only differences between its own times are used, never times of two cameras.
* Every exhibit of the table ends in a burst, alone, without time, with a stopped clock, or without camera. No other.
* The pause that ends a burst is estimated (`bursts_gaps`) from the camera's own pauses, else from those of all cameras,
  else it is 30 seconds, and never less: longer than between photographs of one subject, shorter than it takes to bring
  another.
* More than 30 photographs at one and the same time show a clock that stood still; such times are not used.

Not here: who is shown (`persons`) and which camera it was (`cameras`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa

from probata.linkage.bursts_gaps import estimated_gap
from probata.linkage.link import Reason

DEFAULT_GAP_S = 30.0
MOST_AT_ONE_TIME = 30
_LAST_NUMBER = re.compile(r"(\d+)\D*$", re.ASCII)


@dataclass(frozen=True, slots=True)
class GapRule:
    """The longest pause within a burst of one camera, and where it comes from.

    Attributes:
        gap_s: seconds; a longer pause starts a new burst.
        basis: "given", "camera" (estimated from its pauses), "archive" (from those of all cameras) or "default".
        detail: one sentence for the reader.
    """

    gap_s: float
    basis: str
    detail: str


@dataclass(frozen=True, slots=True)
class Burst:
    """Two or more photographs that one camera took close in time.

    Attributes:
        camera: the camera's label.
        exhibits: hex digests in the order in which they were taken.
        times: for each exhibit its time as ISO text without zone (in UTC where the camera always tells its zone).
        score: 0.5 to 1: g / (g + p) for the camera's gap g and the longest pause p within the burst.
        reasons: why.
    """

    camera: str
    exhibits: tuple[str, ...]
    times: tuple[str, ...]
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Bursts:
    """All bursts, and what is in none.

    Attributes:
        bursts: by camera, then time.
        alone: hex digests of photographs with a usable time and camera, but no neighbour in time.
        without_time: hex digests without a usable time.
        stopped_clock: hex digests whose time is shared by more than 30 photographs of the camera.
        without_camera: hex digests with a time, but of an unknown camera.
        gaps: the rule for each camera.
    """

    bursts: tuple[Burst, ...]
    alone: tuple[str, ...]
    without_time: tuple[str, ...]
    stopped_clock: tuple[str, ...]
    without_camera: tuple[str, ...]
    gaps: Mapping[str, GapRule]


@dataclass(frozen=True, slots=True)
class _Shot:
    exhibit: str
    time: datetime
    zone: timedelta | None
    number: int


def bursts(
    metadata: pa.Table,
    camera_of: Mapping[str, str],
    gap_s: float | None = None,
    numbers: Mapping[str, int] | None = None,
    modified_ns: Mapping[str, int] | None = None,
) -> Bursts:
    """The bursts of all cameras.

    Args:
        metadata: readings table with columns digest, taken_original, taken_digitized, zone_original, zone_digitized,
            image_number.
        camera_of: camera label by hex digest; exhibits of unknown cameras are not in it (`cameras.camera_of`).
        gap_s: the longest pause within a burst in seconds; None estimates it for each camera.
        numbers: image number by hex digest, as from `number_in_name`; used where the camera wrote none.
        modified_ns: a file's modification time in nanoseconds since 1970 by hex digest, for exhibits without any
            time from the camera. Not given: such exhibits are in no burst.

    Returns:
        The bursts, ordered by camera and time, and every exhibit that is in none, by reason.
    """
    shots, without_time = _shots(metadata, numbers or {}, modified_ns or {})
    by_camera: dict[str, list[_Shot]] = {}
    for shot in shots:
        by_camera.setdefault(camera_of.get(shot.exhibit, ""), []).append(shot)
    without_camera = [shot.exhibit for shot in by_camera.pop("", [])]
    stopped: list[str] = []
    ordered: dict[str, list[_Shot]] = {}
    for camera in sorted(by_camera):
        running, still = _running(_one_clock(by_camera[camera]))
        ordered[camera] = sorted(running, key=lambda shot: (shot.time, shot.number, shot.exhibit))
        stopped += [shot.exhibit for shot in still]
    gaps = _gaps(ordered, gap_s)
    found: list[Burst] = []
    alone: list[str] = []
    for camera, line in ordered.items():
        for run in _runs(line, gaps[camera].gap_s):
            if len(run) > 1:
                found.append(_burst(camera, run, gaps[camera]))
            else:
                alone.append(run[0].exhibit)
    return Bursts(
        bursts=tuple(found),
        alone=tuple(sorted(alone)),
        without_time=tuple(sorted(without_time)),
        stopped_clock=tuple(sorted(stopped)),
        without_camera=tuple(sorted(without_camera)),
        gaps=gaps,
    )


def number_in_name(path: str) -> int | None:
    """The image number that a camera put into a file's name: the last digits before the extension, or None."""
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    found = _LAST_NUMBER.search(stem)
    return int(found[1]) if found and len(found[1]) <= 18 else None


def _shots(
    metadata: pa.Table, numbers: Mapping[str, int], modified_ns: Mapping[str, int]
) -> tuple[list[_Shot], list[str]]:
    names = ("digest", "image_number", "taken_original", "zone_original", "taken_digitized", "zone_digitized")
    columns = (metadata[name].to_pylist() for name in names)
    shots, without_time = [], []
    for digest, number, original, zone_original, digitized, zone_digitized in zip(*columns, strict=True):
        time, zone = _time(original), zone_original
        if time is None:
            time, zone = _time(digitized), zone_digitized
        if time is None and digest in modified_ns:
            time, zone = datetime.fromtimestamp(modified_ns[digest] / 1e9, UTC).replace(tzinfo=None), "+00:00"
        if time is None:
            without_time.append(digest)
        else:
            known = number if number is not None else numbers.get(digest, 0)
            shots.append(_Shot(digest, time, _zone(zone), known))
    return shots, without_time


def _time(text: str | None) -> datetime | None:
    """The time that the camera wrote, or None where there is none that exists on a calendar."""
    try:
        return None if text is None else datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _zone(text: str | None) -> timedelta | None:
    try:
        return None if text is None else datetime.fromisoformat(f"2000-01-01T00:00:00{text}").utcoffset()
    except ValueError:
        return None


def _one_clock(shots: Sequence[_Shot]) -> list[_Shot]:
    """The shots with their times in UTC, where each of them tells its zone; else as written."""
    if any(shot.zone is None for shot in shots):
        return list(shots)
    try:
        return [_Shot(s.exhibit, s.time - (s.zone or timedelta()), s.zone, s.number) for s in shots]
    except OverflowError:  # a zone carries year 1 or 9999 off the calendar
        return list(shots)


def _running(shots: Sequence[_Shot]) -> tuple[list[_Shot], list[_Shot]]:
    """Shots of a running clock, and those of a clock that stood still."""
    often = Counter(shot.time for shot in shots)
    still = [shot for shot in shots if often[shot.time] > MOST_AT_ONE_TIME]
    return [shot for shot in shots if often[shot.time] <= MOST_AT_ONE_TIME], still


def _pauses(line: Sequence[_Shot]) -> list[float]:
    return [(b.time - a.time).total_seconds() for a, b in pairwise(line)]


def _gaps(ordered: Mapping[str, Sequence[_Shot]], gap_s: float | None) -> dict[str, GapRule]:
    """The rule for each camera."""
    if gap_s is not None:
        return dict.fromkeys(ordered, GapRule(gap_s, "given", f"{gap_s:g} s, as asked"))
    pauses = {camera: np.array(_pauses(line)) for camera, line in ordered.items()}
    together = estimated_gap(np.concatenate(list(pauses.values()))) if pauses else None
    rules = {}
    for camera, own in pauses.items():
        gap = estimated_gap(own)
        if gap is not None:
            rules[camera] = GapRule(
                gap, "camera", f"{gap:.1f} s, which divides this camera's short pauses from its long"
            )
        elif together is not None:
            rules[camera] = GapRule(together, "archive", f"{together:.1f} s, from the pauses of all cameras together")
        else:
            detail = f"{DEFAULT_GAP_S:g} s by default, as the pauses do not show two kinds"
            rules[camera] = GapRule(DEFAULT_GAP_S, "default", detail)
    return rules


def _runs(line: Iterable[_Shot], gap_s: float) -> list[list[_Shot]]:
    runs: list[list[_Shot]] = []
    for shot in line:
        if runs and (shot.time - runs[-1][-1].time).total_seconds() <= gap_s:
            runs[-1].append(shot)
        else:
            runs.append([shot])
    return runs


def _burst(camera: str, run: Sequence[_Shot], rule: GapRule) -> Burst:
    longest = max(_pauses(run))
    reasons: tuple[Reason, ...] = (
        Reason("same-camera", f"all by {camera}"),
        Reason("close-in-time", f"no pause longer than {longest:g} s; a burst ends at {rule.detail}"),
    )
    if len({shot.time for shot in run}) < len(run):
        reasons += (Reason("order-by-number", "photographs of one time are ordered by image number"),)
    times = tuple(shot.time.isoformat() for shot in run)
    score = round(rule.gap_s / (rule.gap_s + longest), 6) if rule.gap_s > 0 else 1.0
    return Burst(camera, tuple(shot.exhibit for shot in run), times, score, reasons)
