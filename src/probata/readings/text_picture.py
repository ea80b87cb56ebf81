"""The picture in which text is looked for: upright, colour, reduced while decoding.

Not here: hashes and thumbnails (`analysers.picture`).
"""

import warnings
from io import BytesIO

import numpy as np
import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from probata.readings.analyser import Unreadable
from probata.readings.text_boxes import Picture

_LARGEST_PIXELS = 400_000_000
_END_OF_IMAGE = b"\xff\xd9"
_FOREIGN = (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError)


def upright_picture(data: bytes, side: int) -> Picture:
    """The first picture in ``data``, orientation applied, as height × width × 3 (BGR).

    A JPEG is reduced by 2, 4 or 8 while it is decoded, as long as both sides stay at ``side`` pixels or more. Of a
    truncated JPEG what is there is given, the rest is grey.

    Args:
        data: the exhibit's bytes.
        side: what the caller needs, in pixels.

    Raises:
        Unreadable: not a picture that can be decoded, or larger than 400 million pixels.
    """
    try:
        image = _decoded(data, side)
    except _FOREIGN as error:
        if not data.startswith(b"\xff\xd8"):
            raise Unreadable(f"not decodable: {error}") from error
        try:
            image = _decoded(data + _END_OF_IMAGE, side)
        except _FOREIGN as second:
            raise Unreadable(f"not decodable: {second}") from second
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def _decoded(data: bytes, side: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes and broken tags: the file and metadata readings speak of those
        image = _opened(data)
        if image.width * image.height > _LARGEST_PIXELS:
            raise Unreadable(f"too large: {image.width} x {image.height} pixels")
        image.draft("RGB", (side, side))
        return ImageOps.exif_transpose(image).convert("RGB")


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data))
    except UnidentifiedImageError:
        if not pillow_heif.is_supported(data):
            raise
        return pillow_heif.read_heif(data).to_pillow()
