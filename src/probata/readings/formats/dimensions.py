"""Width and height of a picture in pixels as stored (no orientation applied), from headers alone."""

import struct

from probata.readings.formats import jpeg
from probata.readings.formats.containers import canon_directories, heif_size, riff_chunks
from probata.readings.formats.tiff import Tiff, open_tiff

Size = tuple[int, int]


def size_of(data: bytes, type_name: str) -> Size | None:
    """Width and height of a picture of a known type; None where the header does not say.

    Of a raw file, those of the largest image in its directories (of RAF, of the embedded preview).
    """
    try:
        return _READERS[type_name](data) if type_name in _READERS else _of_tiff(data) if _is_tiff(type_name) else None
    except struct.error:
        return None


def _is_tiff(type_name: str) -> bool:
    return type_name == "image/tiff" or type_name.startswith("image/x-")


def _of_jpeg(data: bytes) -> Size | None:
    structure = jpeg.walk(data, header=True)
    return (structure.frame.width, structure.frame.height) if structure and structure.frame else None


def _of_png(data: bytes) -> Size | None:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _of_gif(data: bytes) -> Size | None:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _of_bmp(data: bytes) -> Size | None:
    if data[14] == 12:
        width, height = struct.unpack_from("<HH", data, 18)
    else:
        width, height = struct.unpack_from("<ii", data, 18)
    return abs(width), abs(height)


def _of_photoshop(data: bytes) -> Size | None:
    height, width = struct.unpack_from(">II", data, 14)
    return width, height


def _of_jpeg2000(data: bytes) -> Size | None:
    place = data.find(b"ihdr", 0, 4096)
    height, width = struct.unpack_from(">II", data, place + 4) if place >= 0 else (0, 0)
    return (width, height) if place >= 0 else None


def _of_webp(data: bytes) -> Size | None:
    for chunk in riff_chunks(data):
        if chunk.name == b"VP8X":
            content = data[chunk.start : chunk.start + 10]
            return int.from_bytes(content[4:7], "little") + 1, int.from_bytes(content[7:10], "little") + 1
        if chunk.name == b"VP8 " and data[chunk.start + 3 : chunk.start + 6] == b"\x9d\x01\x2a":
            width, height = struct.unpack_from("<HH", data, chunk.start + 6)
            return width & 0x3FFF, height & 0x3FFF
        if chunk.name == b"VP8L":
            (bits,) = struct.unpack_from("<I", data, chunk.start + 1)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _of_raf(data: bytes) -> Size | None:
    place, _ = struct.unpack_from(">II", data, 84)
    structure = jpeg.walk(data, place, header=True)
    return (structure.frame.width, structure.frame.height) if structure and structure.frame else None


def _of_panasonic(data: bytes) -> Size | None:
    tiff = open_tiff(data)
    if tiff is None:
        return None
    directory, _ = tiff.directory(tiff.first)
    edges = [tiff.integer(directory, tag) for tag in (4, 5, 6, 7)]  # top, left, bottom, right border of the sensor
    if None in edges:
        return None
    top, left, bottom, right = (edge or 0 for edge in edges)
    return max(0, right - left), max(0, bottom - top)


def _of_cr3(data: bytes) -> Size | None:
    tiff = open_tiff(canon_directories(data).get(b"CMT1", b""))
    return _largest(tiff) if tiff else None


def _of_tiff(data: bytes) -> Size | None:
    tiff = open_tiff(data)
    return _largest(tiff) if tiff else None


def _largest(tiff: Tiff) -> Size | None:
    sizes: list[Size] = []
    for directory in tiff.every():
        width, height = tiff.integer(directory, 0x100), tiff.integer(directory, 0x101)
        if width is not None and height is not None and width > 0 and height > 0:
            sizes.append((width, height))
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


_READERS = {
    "image/jpeg": _of_jpeg,
    "image/png": _of_png,
    "image/gif": _of_gif,
    "image/bmp": _of_bmp,
    "image/vnd.adobe.photoshop": _of_photoshop,
    "image/jp2": _of_jpeg2000,
    "image/webp": _of_webp,
    "image/heic": heif_size,
    "image/heif": heif_size,
    "image/avif": heif_size,
    "image/x-fuji-raf": _of_raf,
    "image/x-panasonic-rw2": _of_panasonic,
    "image/x-canon-cr3": _of_cr3,
}
