"""Copies of photographs: web copies, recompressed, cropped, mirrored, turned, edited, photographed again from a print.

Each says how a point of the upright original moves, so that the truth knows whether a number is still in the picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from probata.proficiency import sensor
from probata.proficiency.cameras import tables
from probata.proficiency.mannequins import Points, project
from probata.proficiency.parameters import Edit
from probata.proficiency.sensor import Picture, Scene
from probata.proficiency.series import NumberTruth

_UPRIGHT = {6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE, 3: cv2.ROTATE_180}
_CROP_REMOVES = (0.05, 0.30)
_CROP_ONE_WAY = 0.3
_TIGHT_AREA = (0.27, 0.34)
_ROTATION_DEGREES = (2.0, 8.0)
_SAVED_BY: dict[str, tuple[str, int]] = {
    "web": ("WebPress", 72),
    "crop": ("Darkroom 6", 85),
    "tight-crop": ("Darkroom 6", 85),
}
Fractions = npt.NDArray[np.float64]
_STORED = {6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE, 3: cv2.ROTATE_180}


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed copy.

    Attributes:
        data: its JPEG.
        way: homography from fractions of the original (as a viewer turns it) to pixels of the copy, (3, 3).
        size: height and width of the copy.
        mirrored: whether writing is mirrored.
    """

    data: bytes
    way: Points
    size: tuple[int, int]
    mirrored: bool


def turned(picture: Picture, orientation: int) -> Picture:
    """A stored picture, upright (a copy)."""
    if orientation not in _UPRIGHT:
        return picture.copy()
    return np.asarray(cv2.rotate(picture, _UPRIGHT[orientation]), dtype=np.uint8)


def turned_back(picture: Picture, orientation: int) -> Picture:
    """An upright picture, as stored."""
    if orientation not in _STORED:
        return picture
    return np.asarray(cv2.rotate(picture, _STORED[orientation]), dtype=np.uint8)


def changed(
    edit: Edit, picture: Picture, orientation: int, exif: bytes, original: bytes, rng: np.random.Generator
) -> Changed:
    """A copy of a photograph with one kind of change; programs drop EXIF, save ``recompressed``.

    Args:
        edit: ``web``, ``recompressed``, ``crop``, ``tight-crop``, ``mirror``, ``rotated`` or ``edited``.
        picture: the original as stored, before its compression.
        orientation: of the original, as a program reads it from EXIF.
        exif: of the original.
        original: its JPEG, which the copy starts from.
        rng: for the amount.
    """
    decoded = np.asarray(cv2.imdecode(np.frombuffer(original, np.uint8), _AS_STORED), dtype=np.uint8)[:, :, ::-1]
    if edit == "recompressed":
        data = sensor.jpeg(np.ascontiguousarray(decoded), tables("Resaver 3", 78), "4:2:0", exif=exif)
        size = picture.shape[1::-1] if orientation in (6, 8) else picture.shape[:2]
        return Changed(data, np.diag([size[1], size[0], 1.0]), (size[0], size[1]), False)
    upright = turned(np.ascontiguousarray(decoded), orientation)
    height, width = upright.shape[:2]
    way = np.diag([width, height, 1.0])
    if edit == "web":
        upright = np.asarray(cv2.resize(upright, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        way = np.diag([upright.shape[1], upright.shape[0], 1.0])
    elif edit == "crop":
        upright, way = _cropped(upright, rng)
    elif edit == "tight-crop":
        upright, way = _tightly_cropped(upright, rng)
    elif edit == "rotated":
        upright, way = _rotated(upright, rng)
    elif edit == "mirror":
        upright = np.ascontiguousarray(upright[:, ::-1])
        way = np.array([[-width, 0, width], [0, height, 0], [0, 0, 1.0]])
    else:
        upright = _edited(upright, rng)
    name, quality = _SAVED_BY.get(edit, ("Darkroom 6", 88))
    data = sensor.jpeg(upright, tables(name, quality), "4:2:0", progressive=edit == "web")
    return Changed(data, way, (upright.shape[0], upright.shape[1]), edit == "mirror")


_AS_STORED = int(cv2.IMREAD_COLOR) | int(cv2.IMREAD_IGNORE_ORIENTATION)


def _cropped(upright: Picture, rng: np.random.Generator) -> tuple[Picture, Points]:
    """From one twentieth to three tenths of the height, of the width or of both gone, at either side."""
    gone = rng.uniform(*_CROP_REMOVES, 2)
    only = rng.random()
    if only < _CROP_ONE_WAY:
        gone[int(only < _CROP_ONE_WAY / 2)] = 0
    return _part(upright, gone, rng.random(2))


def _tightly_cropped(upright: Picture, rng: np.random.Generator) -> tuple[Picture, Points]:
    """About three tenths of the area left, the middle rather than the edges."""
    area, stretch = rng.uniform(*_TIGHT_AREA), rng.uniform(0.9, 1.1)
    return _part(upright, 1 - area**0.5 * np.array([stretch, 1 / stretch]), rng.beta(3, 3, 2))


def _part(upright: Picture, gone: Fractions, before: Fractions) -> tuple[Picture, Points]:
    """A part of a picture, by the shares of height and width that are gone, and how much of them at top and left."""
    height, width = upright.shape[:2]
    top, left = round(height * gone[0] * before[0]), round(width * gone[1] * before[1])
    bottom, right = top + round(height * (1 - gone[0])), left + round(width * (1 - gone[1]))
    part = np.ascontiguousarray(upright[top:bottom, left:right])
    return part, np.array([[width, 0, -left], [0, height, -top], [0, 0, 1.0]])


def _rotated(upright: Picture, rng: np.random.Generator) -> tuple[Picture, Points]:
    """Turned by a few degrees about its middle; cut to what is filled, or of the same size with plain corners."""
    height, width = upright.shape[:2]
    degrees = float(rng.choice([-1, 1]) * rng.uniform(*_ROTATION_DEGREES))
    c, s = float(np.cos(np.radians(degrees))), float(np.sin(np.radians(abs(degrees))))
    fits = min(width / (width * c + height * s), height / (width * s + height * c))
    share = fits if rng.random() < 0.5 else 1.0
    size = (round(width * share), round(height * share))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turn[:, 2] -= [(width - size[0]) / 2, (height - size[1]) / 2]
    tone = int(rng.choice([0, 255, 128]))
    drawn = cv2.warpAffine(upright, turn, size, flags=cv2.INTER_CUBIC, borderValue=(tone, tone, tone))
    way = np.vstack([turn, [0, 0, 1.0]]) @ np.diag([width, height, 1.0])
    return np.asarray(drawn, dtype=np.uint8), np.asarray(way)


def _edited(upright: Picture, rng: np.random.Generator) -> Picture:
    alpha, beta = float(rng.uniform(0.8, 1.25)), float(rng.uniform(-18, 18))
    drawn = np.asarray(cv2.convertScaleAbs(np.maximum(upright.astype(np.float32) * alpha + beta, 0)), dtype=np.uint8)
    if rng.random() < 0.6:
        height, width = drawn.shape[:2]
        x, y = int(rng.integers(0, width * 3 // 4)), int(rng.integers(0, height // 6))
        corner = (x + width // 6, y + height // 9)
        if rng.random() < 0.5:
            cv2.rectangle(drawn, (x, y), corner, (220, 20, 20), max(2, width // 250), cv2.LINE_AA)
        else:
            cv2.rectangle(drawn, (x, y), corner, (0, 0, 0), -1)
    return drawn


def moved(
    numbers: Mapping[str, NumberTruth], way: Points, size: tuple[int, int], mirrored: bool, held: int, turned_as: int
) -> dict[str, NumberTruth]:
    """What a copy shows of the numbers.

    Args:
        numbers: of the upright original.
        way: of `Changed`.
        size: of the copy.
        mirrored: whether it is.
        held: how the camera was held.
        turned_as: the orientation that a program saw; where it differs, the copy lies on its side.
    """
    return {
        role: _moved(number, way, size, mirrored, held if held != turned_as else 1) for role, number in numbers.items()
    }


def _moved(number: NumberTruth, way: Points, size: tuple[int, int], mirrored: bool, side: int) -> NumberTruth:
    if not number.box:
        return number
    corners = np.array(number.box)
    if side == 6:
        corners = np.column_stack([corners[:, 1], 1 - corners[:, 0]])
    elif side == 8:
        corners = np.column_stack([1 - corners[:, 1], corners[:, 0]])
    at = project(way, corners)
    t = np.linspace(0, 1, 11)[:, None]
    line = (at[0] + at[3]) / 2 * (1 - t) + (at[1] + at[2]) / 2 * t
    limit = np.array([size[1], size[0]])
    if float(np.mean(np.all((line >= 0) & (line <= limit), axis=1))) < 0.3:
        return NumberTruth("outside", 0.0, ())
    whole = bool(np.all((at >= -1) & (at <= limit + 1)))
    status = "mirrored" if mirrored else number.status if whole or number.status == "covered" else "cut"
    box = tuple((round(float(x) / size[1], 4), round(float(y) / size[0], 4)) for x, y in at)
    return replace(number, status=status, height_px=round(float(np.linalg.norm(at[3] - at[0])), 1), box=box)


def print_before_camera(upright: Picture, size: tuple[int, int], rng: np.random.Generator) -> tuple[Scene, Points]:
    """A print of a picture lying before a camera, and the way from fractions of the picture to the new pixels."""
    height, width = size
    table = np.full((height, width, 3), rng.integers(40, 150, 3), dtype=np.uint8)
    h, w = upright.shape[:2]
    scale = min(width / w, height / h) * float(rng.uniform(0.84, 0.95))
    half = np.array([w, h]) * scale / 2
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half + np.array([width, height]) / 2
    corners = (corners + rng.normal(0, 0.012, (4, 2)) * max(size)).astype(np.float32)
    unit = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float32)
    way = np.asarray(cv2.getPerspectiveTransform(unit, corners), dtype=np.float64)
    to = way @ np.diag([1 / w, 1 / h, 1.0])
    colour = cv2.warpPerspective(upright, to, (width, height), dst=table, borderMode=cv2.BORDER_TRANSPARENT)
    y, x = np.ogrid[-1.0 : 1.0 : height // 4 * 1j, -1.0 : 1.0 : width // 4 * 1j]
    lean = rng.normal(0, 0.12, 2)
    light = np.asarray(0.95 * (1 + lean[0] * x + lean[1] * y), dtype=np.float32)
    return Scene(np.asarray(colour, dtype=np.uint8), light), way
