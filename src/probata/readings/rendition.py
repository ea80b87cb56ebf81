"""Pictures for people's eyes and for analysers: decoded reduced, upright, and hidden.

*Upright* means that the orientation which the file states has been applied; *stored* that it has not. A hidden picture
is grey and so coarse that nobody and nothing in it can be recognised: it is made from `HIDDEN_CELLS` cells on its
longer side.

A JPEG that is cut off is decoded as far as it goes (the rest is grey): what is there may matter, and the reading *file*
says that it is truncated.
"""

import io
import struct
import warnings
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, UnidentifiedImageError

from probata.readings.analyser import Unreadable
from probata.readings.formats import jpeg
from probata.readings.formats.dimensions import size_of
from probata.readings.formats.exif import Blocks, blocks_of, orientation
from probata.readings.formats.types import kind_of, type_of

Pixels = npt.NDArray[np.uint8]

MOST_PIXELS = 400_000_000
HIDDEN_CELLS = 12
HIDDEN_SIDE = 96
THUMBNAIL_SIDE = 256
_QUALITY = 75
_HEIF = frozenset({"image/heic", "image/heif", "image/avif"})
_BY_OPENCV = frozenset({"image/jpeg", "image/png", "image/tiff", "image/bmp", "image/webp", "image/jp2"})
_REDUCED = (
    (8, cv2.IMREAD_REDUCED_COLOR_8),
    (4, cv2.IMREAD_REDUCED_COLOR_4),
    (2, cv2.IMREAD_REDUCED_COLOR_2),
)
_MOST_PREVIEWS = 64
_PILLOW_ERRORS = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, struct.error)
# EXIF orientation → how to turn, whether to mirror afterwards. Source: EXIF 3.0, tag 0x0112.
_TURNS = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}
_MIRRORED = {2: 1, 4: 3, 5: 6, 7: 8}

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # `MOST_PIXELS` is checked against the header, before anything is decoded


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        pixels: rows × columns × blue, green, red; as stored, perhaps reduced.
        width, height: of the whole picture as stored.
        orientation: what is to be applied to be upright, 1 to 8.
        blocks: the file's metadata blocks, found on the way.
    """

    pixels: Pixels
    width: int
    height: int
    orientation: int
    blocks: Blocks


def decode(data: bytes, least_side: int) -> Picture:
    """The picture in a file, reduced while decoding as far as its shorter side stays at least ``least_side`` pixels.

    Of a raw file, its largest embedded JPEG.

    Raises:
        Unreadable: not a picture, damaged beyond decoding, or more than `MOST_PIXELS`.
    """
    name = type_of(data)
    kind = kind_of(name)
    if kind not in ("image", "raw"):
        raise Unreadable(f"no picture: {name}")
    blocks = blocks_of(data, name)
    turn = 1 if name in _HEIF else orientation(blocks) or 1
    if kind == "raw":
        data, name = _largest_preview(data), "image/jpeg"
    size = size_of(data, name)
    if size is not None and size[0] * size[1] > MOST_PIXELS:
        raise Unreadable(f"too many pixels: {size[0]} × {size[1]}, the limit is {MOST_PIXELS}")
    pixels = _by_opencv(data, size, least_side) if name in _BY_OPENCV and size else None
    if pixels is None:
        pixels = _by_pillow(data)
        size = size or (pixels.shape[1], pixels.shape[0])
    return Picture(pixels, *cast(tuple[int, int], size), turn, blocks)


def upright(pixels: Pixels, turn: int) -> Pixels:
    """``pixels`` with an EXIF orientation applied."""
    mirrored = _MIRRORED.get(turn)
    turned = _TURNS.get(mirrored or turn)
    result = pixels if turned is None else cv2.rotate(pixels, turned)
    if mirrored is not None:
        result = cv2.flip(result, 1)
    return cast(Pixels, result)


def fit(pixels: Pixels, longest_side: int) -> Pixels:
    """``pixels`` reduced so that the longer side is at most ``longest_side``; never enlarged."""
    height, width = pixels.shape[:2]
    scale = longest_side / max(height, width)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def hide(pixels: Pixels, longest_side: int = HIDDEN_SIDE) -> Pixels:
    """A grey picture of the same shape, at most ``longest_side`` pixels long, in which nothing can be recognised."""
    height, width = pixels.shape[:2]
    grey = cv2.cvtColor(fit(pixels, HIDDEN_CELLS), cv2.COLOR_BGR2GRAY)
    scale = min(1.0, longest_side / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cast(Pixels, cv2.resize(grey, size, interpolation=cv2.INTER_CUBIC))


def encode(pixels: Pixels, quality: int = _QUALITY) -> bytes:
    """``pixels`` as a JPEG file."""
    _, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return encoded.tobytes()


def rendition(data: bytes, longest_side: int, *, hidden: bool) -> bytes:
    """A JPEG of the picture in a file, upright, at most ``longest_side`` pixels long.

    Args:
        data: the exhibit's bytes.
        longest_side: in pixels, at least 1; a smaller picture is not enlarged.
        hidden: whether to give the grey, coarse version.

    Raises:
        Unreadable: see `decode`.
    """
    picture = decode(data, longest_side)
    pixels = upright(fit(picture.pixels, longest_side), picture.orientation)
    return encode(hide(pixels, longest_side) if hidden else pixels)


def _by_opencv(data: bytes, size: tuple[int, int], least_side: int) -> Pixels | None:
    """Decoded by OpenCV; None where it can't."""
    flag = next((flag for factor, flag in _REDUCED if min(size) // factor >= least_side), cv2.IMREAD_COLOR)
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flag | cv2.IMREAD_IGNORE_ORIENTATION)
        if pixels is None and data.startswith(jpeg.SOI):  # cut off: the decoder wants an end
            pixels = cv2.imdecode(np.frombuffer(data + jpeg.EOI, np.uint8), flag | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    return cast(Pixels | None, pixels)


def _by_pillow(data: bytes) -> Pixels:
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable(f"too many pixels: {image.width} × {image.height}, the limit is {MOST_PIXELS}")
            if image.mode.startswith("I"):
                grey = (np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
                return cast(Pixels, cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
            return cast(Pixels, np.asarray(image.convert("RGB"))[:, :, ::-1].copy())
    except UnidentifiedImageError as error:
        raise Unreadable("damaged picture: no decoder takes it") from error
    except _PILLOW_ERRORS as error:
        raise Unreadable(f"damaged picture: {error}") from error


def _largest_preview(data: bytes) -> bytes:
    """The largest JPEG inside a raw file, found by its start marker: every maker keeps it elsewhere."""
    best, best_pixels, position = b"", 0, 0
    for _ in range(_MOST_PREVIEWS):
        position = data.find(b"\xff\xd8\xff", position)
        if position < 0:
            break
        structure = jpeg.walk(data, position)
        if structure is not None and structure.complete and (frame := structure.frame) is not None:
            pixels = frame.width * frame.height
            if frame.marker in (0xC0, 0xC1, 0xC2) and pixels > best_pixels:
                best, best_pixels = data[position : structure.end], pixels
        position += 3
    if not best:
        raise Unreadable("raw picture without a preview")
    return best
