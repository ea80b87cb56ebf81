"""The analyser *picture*: a perceptual hash, a thumbnail and its hidden version.

The hash is PDQ of the upright picture (copies on the web are turned upright, and lose the tag that says which way up
they are), averaged down to 64 × 64 pixels first, the size to which PDQ itself brings every picture: so all copies are
hashed from the same number of pixels. Of 24 photographs, copies at a half and a quarter, of quality 50 to 95,
brightened and 800 pixels long are all within 20 (of 256) of the original, and each hash is within 18 of the PDQ of the
whole picture.

Source: Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import cv2
import numpy as np
import pdqhash
import pyarrow as pa

from probata.readings.analyser import Parameters, Row
from probata.readings.formats.exif import thumbnail
from probata.readings.rendition import HIDDEN_SIDE, THUMBNAIL_SIDE, Pixels, decode, encode, fit, hide, upright

Grey: TypeAlias = cv2.typing.MatLike

LEAST_SIDE = 128
HASHED_SIDE = 64
_COMPARED_SIDE = 32
_FLAT = 2.0
_FITS = 0.05
_BARS = (0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1)


@dataclass(frozen=True, slots=True)
class PictureAnalyser:
    """What the picture looks like.

    Columns:
        width, height: pixels as stored.
        pdq, pdq_quality: 32 bytes, and 0 (featureless: the hash says nothing) to 100.
        thumbnail: JPEG of at most 256 pixels, upright.
        hidden: the same as a grey JPEG of at most 96 pixels in which nothing can be recognised.
        thumbnail_difference: the embedded EXIF thumbnail against the picture: one minus their correlation, 0 (same) to
            2; null without a thumbnail. A large one says that the picture was changed after the camera wrote it.
        brightness: mean grey value, 0 to 1.
        sharpness: variance of the Laplacian of the thumbnail's grey values (0 to 255).
    """

    name: str = "picture"
    version: str = "1"
    parameters: Parameters = field(default_factory=lambda: {"thumbnail": THUMBNAIL_SIDE, "hidden": HIDDEN_SIDE})

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: no picture, or one that can't be decoded.
        """
        picture = decode(data, LEAST_SIDE)
        small = fit(picture.pixels, THUMBNAIL_SIDE)
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        shown = upright(small, picture.orientation)
        pdq, quality = hash_of(shown)
        return {
            "width": picture.width,
            "height": picture.height,
            "pdq": pdq,
            "pdq_quality": quality,
            "thumbnail": encode(shown),
            "hidden": encode(hide(shown)),
            "thumbnail_difference": thumbnail_difference(thumbnail(picture.blocks), grey),
            "brightness": round(float(cv2.mean(grey)[0]) / 255, 4),
            "sharpness": round(float(cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))[1][0, 0]) ** 2, 2),
        }


def hash_of(pixels: Pixels) -> tuple[bytes, int]:
    """PDQ of a picture (blue, green, red) and its quality, 0 to 100."""
    size = (HASHED_SIDE, HASHED_SIDE)
    reduced = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    bits, quality = pdqhash.compute(cv2.cvtColor(reduced, cv2.COLOR_BGR2RGB))
    return np.packbits(np.asarray(bits, np.uint8)).tobytes(), int(quality)


def thumbnail_difference(embedded: bytes, grey: Grey) -> float | None:
    """One minus the correlation of the embedded thumbnail with the picture's grey values; None without a thumbnail.

    Cameras put black bars around a thumbnail, or cut the picture to its shape. So several ways to lay one over another
    are tried, until one fits: as they are; the picture cut to the thumbnail's shape; the thumbnail cut to the
    picture's shape, then its middle, ever smaller (bars on all sides). The best counts.
    """
    if not embedded:
        return None
    try:
        small = cv2.imdecode(np.frombuffer(embedded, np.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    if small is None:
        return None
    best = 2.0
    for one, other in _ways(small, grey):
        best = min(best, _difference(one, other))
        if best < _FITS:
            break
    return round(best, 3)


def _ways(small: Grey, large: Grey) -> Iterator[tuple[Grey, Grey]]:
    shaped = _cut(small, large)
    yield shaped, large
    yield small, large
    yield small, _cut(large, small)
    height, width = shaped.shape[:2]
    for part in _BARS:
        top, left = round(height * part), round(width * part)
        yield shaped[top : height - top, left : width - left], large


def _cut(pixels: Grey, shape: Grey) -> Grey:
    """The middle of a picture, cut to the proportions of another."""
    height, width = pixels.shape[:2]
    ratio = shape.shape[1] / shape.shape[0]
    new_width, new_height = min(width, max(1, round(height * ratio))), min(height, max(1, round(width / ratio)))
    left, top = (width - new_width) // 2, (height - new_height) // 2
    return pixels[top : top + new_height, left : left + new_width]


def _difference(a: Grey, b: Grey) -> float:
    """One minus the correlation; of flat pictures, which have none, the mean difference as a part of 255."""
    side = (_COMPARED_SIDE, _COMPARED_SIDE)
    first, second = (cv2.resize(x, side, interpolation=cv2.INTER_AREA).astype(np.float64) for x in (a, b))
    one, other = first - first.mean(), second - second.mean()
    deviations = math.sqrt((one * one).mean()), math.sqrt((other * other).mean())
    if min(deviations) < _FLAT:
        return float(np.abs(first - second).mean() / 255)
    return 1 - float((one * other).mean()) / (deviations[0] * deviations[1])


_FIELDS: "list[pa.Field[Any]]" = [
    pa.field("width", pa.int32()),
    pa.field("height", pa.int32()),
    pa.field("pdq", pa.binary()),
    pa.field("pdq_quality", pa.int16()),
    pa.field("thumbnail", pa.binary()),
    pa.field("hidden", pa.binary()),
    pa.field("thumbnail_difference", pa.float64()),
    pa.field("brightness", pa.float64()),
    pa.field("sharpness", pa.float64()),
]
_SCHEMA = pa.schema(_FIELDS)
