"""Where a cropped, turned, mirrored or scaled picture lies on a sensor.

Every way that is asked for is tried at every place; the best counts, and with it how many were tried: what is sought
long enough is found, so a likelihood ratio has to be divided by that number (`probata.noise.likelihood`).

Source: Goljan and Fridrich, "Camera identification from cropped and scaled images" (SPIE 2008).

Not here: one comparison at a known place (`comparison`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from probata.noise.comparison import Agreement, Plane, agreement, correlations
from probata.noise.fingerprint import Grey, pattern

LEAST_SIDE = 64
_GRID = 16


@dataclass(frozen=True, slots=True)
class Way:
    """How the sensor's picture became the questioned one.

    Attributes:
        quarters: quarter turns against the clock that bring it back.
        mirrored: whether it is mirrored left to right (before it is turned back).
        scale: its size by that of the sensor's picture.
        row, column: where its upper left corner lies on the sensor, in pixels.
    """

    quarters: int = 0
    mirrored: bool = False
    scale: float = 1.0
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The best way.

    Attributes:
        way: how, and where.
        agreement: there.
        alternatives: how many places were tried, in all ways.
    """

    way: Way
    agreement: Agreement
    alternatives: int


def ways(*, turned: bool, mirrored: bool, scales: Iterable[float] = (1.0,)) -> list[Way]:
    """All ways but the place: turned by quarters or not, mirrored or not, at these scales."""
    quarters = (0, 1, 2, 3) if turned else (0,)
    return [Way(q, m, s) for s in scales for m in ((False, True) if mirrored else (False,)) for q in quarters]


@dataclass(frozen=True, slots=True)
class Tile:
    """Which part of a sensor's pictures a fingerprint covers.

    Attributes:
        height, width: of the pictures as the sensor's photographs are stored.
        row, column: upper left corner of the part, in pixels.
        rows, columns: its size.
    """

    height: int
    width: int
    row: int
    column: int
    rows: int
    columns: int

    def cut(self, plane: Grey) -> Grey:
        """The part of a picture of the sensor's size."""
        return np.ascontiguousarray(plane[self.row : self.row + self.rows, self.column : self.column + self.columns])


def middle(height: int, width: int, side: int) -> Tile:
    """The middle of a picture, at most ``side`` pixels a side, on the grid of JPEG's largest blocks.

    Args:
        height: of the picture, in pixels.
        width: of the picture.
        side: 0 for the whole picture.
    """
    rows, columns = (min(length, side) if side else length for length in (height, width))
    row, column = ((length - part) // 2 // _GRID * _GRID for length, part in ((height, rows), (width, columns)))
    return Tile(height, width, row, column, rows, columns)


def search(print_: Plane, tile: Tile, plane: Grey, tried: Sequence[Way]) -> Found | None:
    """The best way and place of a picture on a sensor; None where it is too small or too large in all of them.

    Args:
        print_: the fingerprint of ``tile``.
        tile: what it covers.
        plane: green of the questioned picture, as stored; uint8, of any size.
        tried: ways, from `ways`.
    """
    best: Found | None = None
    alternatives = 0
    for way in tried:
        for found in _placed(print_, tile, plane, way):
            alternatives += found.alternatives
            if best is None or found.agreement.z > best.agreement.z:
                best = found
    return None if best is None else Found(best.way, best.agreement, alternatives)


def _placed(print_: Plane, tile: Tile, plane: Grey, way: Way) -> Iterator[Found]:
    """The best place of one way."""
    back = np.ascontiguousarray(np.rot90(plane[:, ::-1] if way.mirrored else plane, way.quarters))
    if way.scale != 1.0:
        size = round(back.shape[1] / way.scale), round(back.shape[0] / way.scale)
        enlarging = way.scale < 1
        back = cast(Grey, cv2.resize(back, size, interpolation=cv2.INTER_CUBIC if enlarging else cv2.INTER_AREA))
    if back.shape == (tile.height, tile.width):
        yield Found(way, agreement(correlations(print_, pattern(tile.cut(back)))), 1)
        return
    room = print_.shape[0] - back.shape[0], print_.shape[1] - back.shape[1]
    if min(room) < 0 or min(back.shape) < LEAST_SIDE:
        return
    laid = np.zeros_like(print_)
    laid[: back.shape[0], : back.shape[1]] = pattern(back)
    plane_of_places = correlations(print_, laid)
    inside = plane_of_places[: room[0] + 1, : room[1] + 1]
    row, column = (int(each) for each in np.unravel_index(int(inside.argmax()), inside.shape))
    found = agreement(plane_of_places, row, column)
    place = Way(way.quarters, way.mirrored, way.scale, tile.row + row, tile.column + column)
    yield Found(place, found, inside.size)
