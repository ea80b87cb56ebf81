"""Pictures that were mirrored or turned after they were taken, and what they do to devices.

A mirrored or turned picture has its sensor's noise, mirrored or turned too. Several of one sensor make a second
device, which is none; one alone fits nothing. So all seven ways of mirroring and turning are tried, with what no device
was told for, and with the photographs that smaller devices were learnt from. The middle of the turned picture covers
the same part of the sensor but for at most 31 pixels, which are known.

Rules:
* As so many comparisons are made, a photograph is told from `TOLD` standard deviations, and twice as many as any other
  device. It gets no likelihood ratio: what its class was calibrated on was not searched for.

Not here: pictures cropped or scaled (`probata.noise.search`, one photograph at a time).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from probata.linkage.devices_bits import Floats, Words, side_of
from probata.linkage.devices_size import Learnt, scores, streamed
from probata.noise.search import middle
from probata.snapshot import Bits

TOLD = 7.0
_ONE_DEVICE = 8.0
_MEMBERS = 16
_SECOND = 0.5


@dataclass(frozen=True, slots=True)
class Way:
    """Mirroring and turning: by quarters against the clock, then mirrored left to right or not."""

    quarters: int
    mirrored: bool

    @property
    def words(self) -> str:
        """As a reader says it."""
        turned = f"turned by {90 * self.quarters}°" if self.quarters else ""
        return " and ".join(part for part in (turned, "mirrored" if self.mirrored else "") if part)


@dataclass(frozen=True, slots=True)
class Known:
    """A device, with the size of its pictures as stored, in pixels."""

    name: str
    width: int
    height: int
    learnt: Learnt


@dataclass(frozen=True, slots=True)
class Turned:
    """What a mirrored or turned picture fits: the device's name, z, and the way back to the sensor."""

    device: str
    score: float
    way: Way


WAYS = tuple(Way(quarters, mirrored) for mirrored in (False, True) for quarters in range(4))[1:]


def one_sensor(devices: Sequence[Known], bits: Bits) -> dict[str, str]:
    """Devices that are another one's mirrored or turned pictures: the name of the other by theirs."""
    order = sorted(devices, key=lambda each: (-len(each.learnt.weights), each.name))
    found: dict[str, str] = {}
    for place, own in enumerate(order):
        larger = [each for each in order[:place] if each.name not in found and _sizes_fit(own, each)]
        if not larger:
            continue
        strongest = sorted(own.learnt.weights.items(), key=lambda item: (-item[1], item[0]))[:_MEMBERS]
        total, count = np.zeros((len(WAYS), len(larger))), 0
        for names, words in streamed(sorted(name for name, _ in strongest), bits):
            for name, row in zip(names, words, strict=True):
                total += np.maximum(_scores(name, row, own.width, own.height, larger), -TOLD)
                count += 1
        z = total.max(axis=0) / max(count, 1) ** 0.5
        if z.max() >= _ONE_DEVICE:
            found[own.name] = larger[int(z.argmax())].name
    return found


def turned_pictures(
    sizes: Mapping[str, tuple[int, int]], devices: Sequence[Known], bits: Bits
) -> Iterable[tuple[str, Turned]]:
    """Those of some photographs that fit a device when they are mirrored or turned back.

    Args:
        sizes: width and height as stored, by exhibit.
        devices: all of the archive, without those that are another one's turned pictures.
        bits: gives signs.
    """
    for size in sorted(set(sizes.values())):
        near = [device for device in devices if size in _fitting(device)]
        asked = sorted(name for name, own in sizes.items() if own == size) if near else []
        for names, words in streamed(asked, bits):
            for name, row in zip(names, words, strict=True):
                if (found := _turned(_scores(name, row, *size, near), near)) is not None:
                    yield name, found


def _turned(z: Floats, devices: Sequence[Known]) -> Turned | None:
    """What one device alone fits, by z in each way with each device."""
    best = z.max(axis=0)
    first = int(best.argmax())
    others = np.delete(best, first)
    if best[first] < TOLD or (others > _SECOND * best[first]).any():
        return None
    return Turned(devices[first].name, round(float(best[first]), 4), WAYS[int(z[:, first].argmax())])


def turned_back(words: Words, width: int, height: int, way: Way) -> Words:
    """The signs of a picture's middle as its sensor has them, where they cover the middle of the sensor too.

    Args:
        words: of the picture's middle.
        width: of the picture as stored, in pixels.
        height: of the picture as stored, in pixels.
        way: how to get back.
    """
    side = side_of(words)
    rows, columns, plane = height, width, np.unpackbits(words.view(np.uint8)).reshape(side, side)
    cut = middle(rows, columns, side)
    row, column = cut.row, cut.column
    for _ in range(way.quarters):
        rows, columns, row, column = columns, rows, columns - column - side, row
        plane = np.rot90(plane)
    if way.mirrored:
        column = columns - column - side
        plane = plane[:, ::-1]
    there = middle(rows, columns, side)
    moved = np.roll(plane, (row - there.row, column - there.column), (0, 1))
    return np.packbits(moved).view(np.uint64)


def _scores(name: str, words: Words, width: int, height: int, devices: Sequence[Known]) -> Floats:
    """Z in each way with each device, (`WAYS`, devices); minus infinity where the sizes don't fit."""
    found = np.full((len(WAYS), len(devices)), -np.inf)
    for place, way in enumerate(WAYS):
        size = (height, width) if way.quarters % 2 else (width, height)
        fitting = [k for k, each in enumerate(devices) if (each.width, each.height) == size]
        if fitting:
            back = turned_back(words, width, height, way)
            found[place, fitting] = scores([name], back[None], [devices[k].learnt for k in fitting])[0]
    return found


def _fitting(device: Known) -> tuple[tuple[int, int], tuple[int, int]]:
    return (device.width, device.height), (device.height, device.width)


def _sizes_fit(one: Known, other: Known) -> bool:
    return (one.width, one.height) in _fitting(other)
