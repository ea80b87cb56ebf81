"""Maps of one photograph: where a test sees something, as a picture.

Rules:
* A map never shows the photograph, unless that is asked for: it may be graphic.
* The scale is told: what black and white stand for. A bright place is where to look, and no finding.

Not here: how strange the photograph is among others (`probata.linkage.authenticity`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.noise.residual import residual
from probata.readings.analyser import Unreadable
from probata.readings.formats import jpeg
from probata.readings.rendition import Picture, Pixels, decode, upright
from probata.readings.traces_copies import noise_of, repeated, where_repeated
from probata.readings.traces_dct import lacking, luminance
from probata.readings.traces_noise import noise_map

SIDE = 1024
_WHOLE = 1 << 30
_SIGMA = 3.0
_UNDER = 0.6
Map = npt.NDArray[np.float32]
Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of map.

    Attributes:
        levels: the map of a file and its picture, float32 (rows, columns), of any size; None: there is nothing to see.
        white: the level that is shown as white; higher ones too.
        unit: what a level is.
    """

    levels: Callable[[bytes, Picture], Map | None]
    white: float
    unit: str


def _copies(_data: bytes, picture: Picture) -> Map | None:
    grey = _grey(picture)
    noise = noise_of(residual(grey, _SIGMA), grey)
    again = repeated(noise)
    there = where_repeated(noise, again.row, again.column)
    moved = np.zeros_like(there)
    height, width = there.shape
    row, left = again.row, max(0, -again.column)
    right = width - max(0, again.column)
    moved[row:, left + again.column : right + again.column] = there[: height - row, left:right]
    return np.asarray(np.maximum(there, moved), np.float32)


def _compression(data: bytes, _picture: Picture) -> Map | None:
    blocks = luminance(data) if data.startswith(jpeg.SOI) else None
    return None if blocks is None else lacking(blocks)


def _noise(_data: bytes, picture: Picture) -> Map | None:
    grey = _grey(picture)
    return np.asarray(np.abs(noise_map(residual(grey, _SIGMA), grey)), np.float32)


_KINDS: Mapping[str, _Kind] = {
    "copy-move": _Kind(_copies, 1.0, "correlation of the noise with that of the place it repeats"),
    "local-compression": _Kind(
        _compression, 10.0, "deviations by which a region lacks the picture's first compression"
    ),
    "local-noise": _Kind(_noise, 4.0, "deviations from the noise of the picture's other places as bright"),
}
MAPS: tuple[str, ...] = tuple(_KINDS)


def write_map(inquiry: Inquiry, exhibit: Digest, test: str, out: Path, *, show: bool) -> Record:
    """Write the map of one photograph as PNG, upright, at most `SIDE` pixels a side.

    Args:
        inquiry: whose exhibit.
        exhibit: the photograph.
        test: one of `MAPS`.
        out: the file to write; it must not be there.
        show: lay the map in colour over the photograph, grey.

    Returns:
        What was written: file, exhibit, test, the levels of black and white, the highest level, and a legend.

    Raises:
        UsageError: there is no such map.
        BadInput: the photograph gives none, or the file can't be written.
    """
    kind = _KINDS.get(test.replace("_", "-"))
    if kind is None:
        raise UsageError("there is no map of this test", expected=", ".join(MAPS), found=test)
    data = inquiry.store().read(exhibit)
    try:
        picture = decode(data, _WHOLE)
    except Unreadable as error:
        raise BadInput("the exhibit is no picture that can be decoded", found=error.reason) from error
    levels = kind.levels(data, picture)
    if levels is None:
        raise BadInput(f"there is nothing to map by {test}", found=f"{exhibit.hex[:12]}, in which it can't be computed")
    _write(out, _drawn(levels, kind.white, picture, show=show))
    highest = float(levels.max(initial=0))
    legend = f"black: 0, white: {kind.white:g} and more; highest here {highest:.3g}; {kind.unit}"
    return {
        "file": str(out),
        "exhibit": exhibit.hex,
        "test": test.replace("-", "_"),
        "black": 0.0,
        "white": kind.white,
        "highest": highest,
        "unit": kind.unit,
        "legend": legend,
    }


def _drawn(levels: Map, white: float, picture: Picture, *, show: bool) -> Pixels:
    """The map upright: grey, or in colour over the grey photograph."""
    part = SIDE / max(picture.width, picture.height, SIDE)
    size = max(1, round(picture.width * part)), max(1, round(picture.height * part))
    scaled = np.asarray(np.clip(levels / white, 0, 1) * 255, np.uint8)
    plane = np.asarray(cv2.resize(scaled, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    if not show:
        return upright(plane, picture.orientation)
    below = cv2.resize(_grey(picture), size, interpolation=cv2.INTER_AREA)
    colour = cv2.applyColorMap(plane, cv2.COLORMAP_INFERNO)
    laid = cv2.addWeighted(cv2.cvtColor(below, cv2.COLOR_GRAY2BGR), _UNDER, colour, 1 - _UNDER, 0)
    return upright(np.asarray(laid, np.uint8), picture.orientation)


def _grey(picture: Picture) -> Pixels:
    return np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def _write(out: Path, pixels: Pixels) -> None:
    try:
        with out.open("xb") as stream:
            stream.write(cv2.imencode(".png", pixels)[1].tobytes())
    except OSError as error:
        raise BadInput("the map can't be written", found=f"{out}: {error.strerror}", do="name a new file") from error
