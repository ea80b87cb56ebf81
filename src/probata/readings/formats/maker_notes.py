"""Serial numbers and counters in makers' notes: what tells one camera from another of its model.

Only what names a body or a lens is read. Sony, Apple and most telephones keep no readable serial number.

Source: tag numbers as documented by ExifTool's tables (https://exiftool.org/TagNames/), checked against its output.
"""

import struct
from dataclasses import dataclass

from probata.readings.formats.tiff import Directory, Tiff

_OLYMPUS_EQUIPMENT = 0x2010
_RECONYX = b"\x01\xf1"
_RECONYX_SERIAL = slice(42, 72)


@dataclass(frozen=True, slots=True)
class MakerNote:
    """What a note says; empty text and None where it does not.

    Attributes:
        maker: whose note it is, as ``Nikon``.
        body_serial: the body's serial number as printed on it.
        internal_serial: another number of the body, not printed on it.
        lens_serial, lens_model: of the lens.
        image_number: the shutter count or file number.
        firmware: version of the body's program, where the note says it.
    """

    maker: str
    body_serial: str = ""
    internal_serial: str = ""
    lens_serial: str = ""
    lens_model: str = ""
    image_number: int | None = None
    firmware: str = ""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a note begins, where its directory is, what it counts positions from, and which tags it holds."""

    maker: str
    start: bytes
    skip: int
    own_base: bool = False
    body: tuple[int, ...] = ()
    internal: int = 0
    lens_serial: int = 0
    lens_model: int = 0
    number: int = 0
    firmware: int = 0


_LAYOUTS = (
    _Layout("Nikon", b"Nikon\0\2", 18, own_base=True, body=(0x1D, 0xA0), number=0xA7),
    _Layout("Nikon", b"Nikon\0\1", 8),
    _Layout("Fujifilm", b"FUJIFILM", 12, own_base=True, internal=0x10, number=0x1438),
    _Layout("Olympus", b"OLYMPUS\0", 12, own_base=True),
    _Layout("Olympus", b"OM SYSTEM\0", 16, own_base=True),
    _Layout("Olympus", b"OLYMP\0", 8),
    _Layout("Panasonic", b"Panasonic\0", 12, internal=0x25, lens_serial=0x52, lens_model=0x51, firmware=0x02),
    _Layout("Pentax", b"PENTAX \0", 10, own_base=True, body=(0x229,)),
    _Layout("Pentax", b"AOC\0", 6, body=(0x229,)),
    _Layout("Sony", b"SONY DSC", 12),
    _Layout("Sigma", b"SIGMA\0", 10, body=(0x02,)),
    _Layout("Apple", b"Apple iOS\0", 14, own_base=True),
)
_BY_MAKE = (
    _Layout("Canon", b"CANON", 0, body=(0x0C,), internal=0x96, lens_model=0x95, number=0x08, firmware=0x07),
    _Layout("Nikon", b"NIKON", 0, body=(0x1D, 0xA0), number=0xA7),
    _Layout("Casio", b"CASIO", 0),
)


def maker_note(exif: Tiff, start: int, size: int, make: str) -> MakerNote | None:
    """What the maker's note at ``start`` of the data says; None where there is none that can be read."""
    note = exif.data[start : start + size]
    if note.startswith(_RECONYX):
        serial = note[_RECONYX_SERIAL].decode("utf-16-le", "ignore").rstrip("\0 ")
        return MakerNote("Reconyx", serial if serial.isascii() and serial.isprintable() else "")
    layout = next((known for known in _LAYOUTS if note.startswith(known.start)), None)
    if layout is None:
        layout = next((known for known in _BY_MAKE if make.upper().startswith(known.start.decode())), None)
    if layout is None:
        return None
    try:
        tiff = _structure(exif, start, note, layout)
    except struct.error:
        return MakerNote(layout.maker)
    directory, _ = tiff.directory(tiff.first)
    if layout.maker == "Olympus":
        return _olympus(tiff, directory)
    bodies = [_text(tiff, directory, tag) for tag in layout.body]
    return MakerNote(
        layout.maker,
        next((body for body in bodies if body), "").removeprefix("NO=").strip(),
        _text(tiff, directory, layout.internal),
        _text(tiff, directory, layout.lens_serial),
        _text(tiff, directory, layout.lens_model),
        tiff.integer(directory, layout.number),
        _text(tiff, directory, layout.firmware),
    )


def _structure(exif: Tiff, start: int, note: bytes, layout: _Layout) -> Tiff:
    """The note's directory with the base and byte order that its maker uses."""
    base, order, first = exif.base, exif.order, start + layout.skip - exif.base
    if layout.own_base:
        base, first = start, layout.skip
    if layout.start == b"Nikon\0\2":
        base, order = start + 10, _order(note[10:12], order)
        first = struct.unpack_from(order + "I", note, 14)[0]
    elif layout.start == b"FUJIFILM":
        order, first = "<", struct.unpack_from("<I", note, 8)[0]
    elif layout.start in (b"OLYMPUS\0", b"PENTAX \0"):
        order = _order(note[8:10], order)
    elif layout.start in (b"OM SYSTEM\0", b"Apple iOS\0"):
        order = _order(note[12:14], order)
    elif layout.start == b"AOC\0":
        order = _order(note[4:6], order)
    elif layout.start == b"Panasonic\0":
        order = "<"
    return Tiff(exif.data, order, first, base)


def _order(mark: bytes, otherwise: str) -> str:
    return {b"II": "<", b"MM": ">"}.get(mark, otherwise)


def _olympus(tiff: Tiff, directory: Directory) -> MakerNote:
    entry = directory.get(_OLYMPUS_EQUIPMENT)
    if entry is None:
        return MakerNote("Olympus")
    position = entry.start - tiff.base if entry.type == 7 else (tiff.integer(directory, _OLYMPUS_EQUIPMENT) or 0)
    equipment, _ = tiff.directory(position)
    body, internal, lens_serial, lens_model = (_text(tiff, equipment, tag) for tag in (0x101, 0x102, 0x202, 0x203))
    return MakerNote("Olympus", body, internal, lens_serial, lens_model)


def _text(tiff: Tiff, directory: Directory, tag: int) -> str:
    entry = directory.get(tag)
    if tag == 0 or entry is None:
        return ""
    value = tiff.value(entry)
    if isinstance(value, bytes):
        text = value.partition(b"\0")[0].decode("latin-1").strip()
        return text if text.isascii() and text.isprintable() else ""
    return str(value[0]) if value and value[0] else ""
