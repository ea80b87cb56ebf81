"""EXIF as cameras write it: TIFF directories, little-endian, with an embedded thumbnail.

Source: Exif 2.32 (CIPA DC-008), sections 4.5 and 4.6.
"""

import struct
from collections.abc import Mapping
from fractions import Fraction

Value = int | str | bytes | Fraction | tuple[int, ...]
_HEADER = b"Exif\x00\x00II*\x00\x08\x00\x00\x00"
_SHORT = {0x0112, 0x0128, 0x0213, 0x8827, 0x8822, 0x9207, 0x9209, 0xA001, 0xA401, 0xA402, 0xA403, 0xA406, 0x0103}

MAKE, MODEL, ORIENTATION, SOFTWARE, MODIFIED = 0x010F, 0x0110, 0x0112, 0x0131, 0x0132
EXPOSURE, F_NUMBER, ISO, ORIGINAL, DIGITIZED = 0x829A, 0x829D, 0x8827, 0x9003, 0x9004
FLASH, FOCAL, SUBSEC_ORIGINAL, SUBSEC_DIGITIZED, WIDTH, HEIGHT = 0x9209, 0x920A, 0x9291, 0x9292, 0xA002, 0xA003
BODY_SERIAL, LENS_MODEL, VERSION = 0xA431, 0xA434, 0x9000
TIME = "%Y:%m:%d %H:%M:%S"
PROGRAM, METERING, MAKER_NOTE, SCENE_TYPE = 0x8822, 0x9207, 0x927C, 0xA406
RENDERED, WHITE_BALANCE, EXPOSURE_MODE = 0xA401, 0xA403, 0xA402


def exif(first: Mapping[int, Value], detail: Mapping[int, Value], thumbnail: bytes = b"") -> bytes:
    """The payload of an APP1 segment.

    Args:
        first: tags of the main directory (IFD0).
        detail: tags of the Exif directory.
        thumbnail: a small JPEG, or nothing.
    """
    start = 8
    main_size = _size({**first, 0x8769: 0})
    detail_at = start + main_size
    small_at = detail_at + _size(detail)
    small: dict[int, Value] = {0x0103: 6, 0x011A: Fraction(72), 0x011B: Fraction(72), 0x0128: 2}
    small |= {0x0201: 0, 0x0202: len(thumbnail)}
    body = _directory({**first, 0x8769: detail_at}, start, small_at if thumbnail else 0) + _directory(
        detail, detail_at, 0
    )
    if thumbnail:
        small[0x0201] = small_at + _size(small)
        body += _directory(small, small_at, 0) + thumbnail
    return _HEADER + body


def _encoded(tag: int, value: Value) -> tuple[int, int, bytes]:
    if isinstance(value, str):
        data = value.encode("ascii") + b"\x00"
        return 2, len(data), data
    if isinstance(value, bytes):
        return 7, len(value), value
    if isinstance(value, Fraction):
        return 5, 1, struct.pack("<II", value.numerator, value.denominator)
    numbers = value if isinstance(value, tuple) else (value,)
    if tag in _SHORT:
        return 3, len(numbers), struct.pack(f"<{len(numbers)}H", *numbers)
    return 4, len(numbers), struct.pack(f"<{len(numbers)}I", *numbers)


def _size(tags: Mapping[int, Value]) -> int:
    outside = 0
    for tag, value in tags.items():
        length = len(_encoded(tag, value)[2])
        outside += length + length % 2 if length > 4 else 0
    return 2 + 12 * len(tags) + 4 + outside


def _directory(tags: Mapping[int, Value], at: int, following: int) -> bytes:
    entries, outside = b"", b""
    outside_at = at + 2 + 12 * len(tags) + 4
    for tag in sorted(tags):
        kind, count, data = _encoded(tag, tags[tag])
        if len(data) > 4:
            entries += struct.pack("<HHII", tag, kind, count, outside_at + len(outside))
            outside += data + b"\x00" * (len(data) % 2)
        else:
            entries += struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\x00")
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", following) + outside
