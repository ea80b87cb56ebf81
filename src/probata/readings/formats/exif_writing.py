"""How EXIF is written: byte order, directories, which tags; two programs seldom agree in all of it.

Source: TIFF 6.0, section 2; EXIF 3.0, sections 4.6.3 and 4.6.5.

Not here: what the tags say (the analyser *metadata*).
"""

import hashlib
import struct
from dataclasses import dataclass

from probata.readings.formats.exif import Blocks
from probata.readings.formats.tiff import EXIF_IFD, GPS_IFD, Directory, Tiff

_INTEROPERABILITY, _MAKER_NOTE, _VERSION, _SUBSECOND = 0xA005, 0x927C, 0x9000, 0x9291
_WIDTH, _HEIGHT = 0xA002, 0xA003
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class ExifWriting:
    """How an EXIF block is written; empty text and None where it does not say.

    Attributes:
        byte_order: ``little`` or ``big``.
        version: as written, as ``0221``.
        directories: ``IFD0``, ``EXIF``, ``GPS``, ``Interop`` and ``IFD1`` that are there, in this order.
        tags: of each directory 16 hexadecimal digits of the SHA-256 over its tag numbers in the order of the file.
        tag_counts: of each directory how many tags it holds.
        width, height: of the picture as the EXIF directory says, in pixels.
        subsecond: fraction of the second of the original time, the digits as written.
        note_bytes: length of the maker's note; None without one.
        note_start: its first eight bytes, printable ones as text, others as a dot.
    """

    byte_order: str
    version: str
    directories: tuple[str, ...]
    tags: tuple[str, ...]
    tag_counts: tuple[int, ...]
    width: int | None
    height: int | None
    subsecond: str | None
    note_bytes: int | None
    note_start: str | None


def exif_writing(blocks: Blocks) -> ExifWriting | None:
    """How the first EXIF block is written; None where there is none."""
    tiff = blocks.tiff
    if tiff is None:
        return None
    first, second = tiff.directory(tiff.first)
    inner = _pointed(tiff, first, EXIF_IFD)
    named = {
        "IFD0": first,
        "EXIF": inner,
        "GPS": _pointed(tiff, first, GPS_IFD),
        "Interop": _pointed(tiff, inner, _INTEROPERABILITY),
        "IFD1": tiff.directory(second)[0] if second else {},
    }
    there = {name: directory for name, directory in named.items() if directory}
    note = inner.get(_MAKER_NOTE)
    return ExifWriting(
        byte_order="little" if tiff.order == "<" else "big",
        version=_text(tiff, inner, _VERSION) or "",
        directories=tuple(there),
        tags=tuple(_digest(directory) for directory in there.values()),
        tag_counts=tuple(len(directory) for directory in there.values()),
        width=_side(tiff, inner, _WIDTH),
        height=_side(tiff, inner, _HEIGHT),
        subsecond=_text(tiff, inner, _SUBSECOND),
        note_bytes=note.size if note else None,
        note_start=_shown(tiff.data[note.start : note.start + 8]) if note else None,
    )


def _pointed(tiff: Tiff, directory: Directory, tag: int) -> Directory:
    position = tiff.integer(directory, tag)
    return tiff.directory(position)[0] if position else {}


def _digest(directory: Directory) -> str:
    return hashlib.sha256(struct.pack(f">{len(directory)}H", *directory)).hexdigest()[:16]


def _side(tiff: Tiff, directory: Directory, tag: int) -> int | None:
    side = tiff.integer(directory, tag)
    return side if side is not None and 0 < side < 2**31 else None


def _text(tiff: Tiff, directory: Directory, tag: int) -> str | None:
    if tag not in directory:
        return None
    raw = tiff.raw(directory, tag)[:_LONGEST].partition(b"\0")[0]
    return _shown(raw).strip()


def _shown(raw: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in raw)
