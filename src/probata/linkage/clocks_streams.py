"""Photographs of one camera in the order of its own count: by the maker's note, by file number, by folder.

Rules:
* A file number is the last run of three or more digits of a name, with what stands before it; what a copying program
  adds, as `` (1)``, is left out. Names of another pattern are another count.
* Names of three letters and five digits, as ``DSC01234``, have a number of four: those of four characters and four
  digits are the rule for cameras (DCF, CIPA DC-009).
* Counts of four digits begin again after 9999. Which round a photograph belongs to is told by the numbers of its day.
* Numbers that were given twice, to photographs that follow each other in two orders, are two counts: the camera began
  anew, or there are two bodies under one label.
* A stream whose order many of its photographs break otherwise is none: its numbers mean nothing.

Not here: what breaks the order (`clocks_order`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
import pyarrow as pa

from probata.linkage.clocks_order import Order, best_order

_NAME = re.compile(r"(?P<before>.*?)(?P<number>\d{3,9})(?: \(\d+\)|[ _-]?copy\d*|[ _-](?!\d)[^/]*)?", re.IGNORECASE)
_FEWEST = 8
_MOST_GIVEN_UP = 0.15
_SHOTS_PER_SETTING = 50
_FEWEST_OF_DAY = 3
_LEAST_GIVEN_TWICE, _LEAST_OF_GIVEN_UP = 0.2, 0.5
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Taken:
    """A photograph with a time.

    Attributes:
        exhibit: hex digest.
        camera: label.
        time_s: as the camera wrote it, in seconds from 1970 as if that were UTC.
        folder: as received; "" for none.
        pattern: of the name, with how many digits the number has; "" without a number.
        number: in the name; -1 without one.
        counter: of the maker's note; -1 without one.
    """

    exhibit: str
    camera: str
    time_s: float
    folder: str = ""
    pattern: str = ""
    number: int = -1
    counter: int = -1


@dataclass(frozen=True, slots=True)
class Stream:
    """Photographs in the order of a count.

    Attributes:
        words: which count, for a reader.
        shots: in its order.
        order: the best order of their times.
    """

    words: str
    shots: tuple[Taken, ...]
    order: Order


def seconds(text: str | None) -> float | None:
    """Seconds from 1970 of a local time as written, or None where there is none on the calendar."""
    if text is None:
        return None
    try:
        return (datetime.fromisoformat(text).replace(tzinfo=None) - _EPOCH).total_seconds()
    except ValueError:
        return None


def numbered(paths: Iterable[str]) -> tuple[str, str, int]:
    """Folder, pattern and number of the first name that has one; else the first folder, "" and -1."""
    first = ""
    for at, path in enumerate(paths):
        folder, _, name = path.rpartition("/")
        first = folder if at == 0 else first
        found = _NAME.fullmatch(name.rpartition(".")[0] or name)
        if found:
            before, number = found["before"].upper(), found["number"]
            if len(before) == 3 and len(number) == 5:
                before, number = before + number[0], number[1:]
            return folder, f"{before.replace('#', '.')}{'#' * len(number)}", int(number)
    return first, "", -1


def taken(metadata: pa.Table, cameras: Mapping[str, str], names: Mapping[str, tuple[str, ...]]) -> list[Taken]:
    """The photographs with a time, by digest.

    Args:
        metadata: readings table with columns digest, taken_original, taken_digitized, image_number.
        cameras: label by exhibit.
        names: paths by exhibit.
    """
    found = []
    columns = (metadata[n].to_pylist() for n in ("digest", "taken_original", "taken_digitized", "image_number"))
    for digest, original, digitized, counter in zip(*columns, strict=True):
        time = seconds(original)
        time = seconds(digitized) if time is None else time
        if time is not None:
            folder, pattern, number = numbered(names.get(digest, ()))
            count = -1 if counter is None else counter
            found.append(Taken(digest, cameras.get(digest, ""), time, folder, pattern, number, count))
    return sorted(found, key=lambda shot: shot.exhibit)


def streams(shots: Sequence[Taken]) -> list[Stream]:
    """The streams in which the order holds: of each camera its counter, its file numbers, else those by folder."""
    found: list[Stream] = []
    by_camera: dict[str, list[Taken]] = defaultdict(list)
    by_pattern: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for shot in shots:
        if shot.camera and shot.counter >= 0:
            by_camera[shot.camera].append(shot)
        if shot.camera and shot.pattern:
            by_pattern[shot.camera, shot.pattern].append(shot)
    for camera in sorted(by_camera):
        ordered = sorted(by_camera[camera], key=lambda shot: (shot.counter, shot.time_s, shot.exhibit))
        found += _holding(f"the {{count}} photographs of {camera}, by the camera's own count", ordered, "counter")
    for camera, pattern in sorted(by_pattern):
        found += _by_number(camera, pattern, by_pattern[camera, pattern])
    return found


def _by_number(camera: str, pattern: str, shots: Sequence[Taken]) -> list[Stream]:
    """One stream of all where that holds; else by folder, or of counts that began anew, whichever holds more."""
    words = f"the {{count}} photographs of {camera} named {pattern}, by number"
    whole = _holding(words, _unrolled(pattern, shots), "number")
    if [len(stream.shots) for stream in whole] == [len(shots)]:
        return whole
    by_folder: dict[str, list[Taken]] = defaultdict(list)
    for shot in shots:
        by_folder[shot.folder].append(shot)
    found = []
    for folder in sorted(by_folder):
        words = f"the {{count}} photographs of {camera} in folder {folder or '(none)'}, by number"
        found += _holding(words, _unrolled(pattern, by_folder[folder]), "number")
    return max(found, whole, key=lambda streams: sum(len(stream.shots) for stream in streams))


def _holding(words: str, ordered: Sequence[Taken], count: Literal["counter", "number"]) -> list[Stream]:
    """The stream, or the two of a count that began anew, where its order holds; else none."""
    if len(ordered) < _FEWEST:
        return []
    order = best_order([shot.time_s for shot in ordered])
    second = _count_anew(ordered, order, count)
    if second:
        left = set(second)
        first = [shot for place, shot in enumerate(ordered) if place not in left]
        anew = [ordered[place] for place in second]
        return [*_holding(words, first, count), *_holding(f"{words}, counted anew", anew, count)]
    most = 1 + len(ordered) // _SHOTS_PER_SETTING
    if len(ordered) - order.kept > _MOST_GIVEN_UP * len(ordered) or len(order.settings) > most:
        return []
    return [Stream(words.replace("{count}", str(len(ordered)), 1), tuple(ordered), order)]


def _count_anew(ordered: Sequence[Taken], order: Order, count: Literal["counter", "number"]) -> list[int]:
    """Places of a second count: most of what the order gives up, in order itself, with numbers that were given before.

    Photographs whose times somebody changed have numbers of their own, and follow no order.
    """
    held = set(order.held)
    given_up = [place for place in range(len(ordered)) if place not in held]
    numbers = {getattr(ordered[place], count) for place in held}
    own = best_order([ordered[place].time_s for place in given_up], price=len(ordered))
    second = [given_up[place] for place in own.held]
    twice = sum(getattr(ordered[place], count) in numbers for place in second)
    enough = len(second) >= max(_FEWEST, _LEAST_OF_GIVEN_UP * len(given_up))
    return second if enough and twice >= _LEAST_GIVEN_TWICE * len(second) else []


def _unrolled(pattern: str, shots: Sequence[Taken]) -> list[Taken]:
    """The shots in the order of their count, rounds of it told by the numbers of the day."""
    period = 10.0 ** pattern.count("#")
    days: dict[int, list[int]] = defaultdict(list)
    for shot in shots:
        days[int(shot.time_s // 86_400)].append(shot.number)
    known = sorted(day for day, own in days.items() if len(own) >= _FEWEST_OF_DAY) or sorted(days)
    middles = np.unwrap([_middle(days[day], period) for day in known], period=period)
    at = np.searchsorted(known, [shot.time_s // 86_400 for shot in shots])
    near = middles[np.clip(at, 0, len(known) - 1)]
    numbers = np.array([shot.number for shot in shots], dtype=np.float64)
    unrolled = numbers + period * np.round((near - numbers) / period)
    order = sorted(range(len(shots)), key=lambda i: (unrolled[i], shots[i].time_s, shots[i].exhibit))
    return [shots[i] for i in order]


def _middle(numbers: Sequence[int], period: float) -> float:
    """The mean of numbers on a circle of the count."""
    angles = 2j * np.pi * np.array(numbers) / period
    return float(np.angle(np.exp(angles).mean()) % (2 * np.pi) * period / (2 * np.pi))
