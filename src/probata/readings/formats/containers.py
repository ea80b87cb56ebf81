"""Containers: ISO base media (HEIC, AVIF, CR3, MP4), RIFF (WebP, AVI) and PNG, as far as photographs need them.

Source: ISO/IEC 14496-12 and 23008-12; WebP container specification; PNG (third edition).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_MOST_BOXES = 4000
_MOST_BYTES = 1 << 24
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")


@dataclass(frozen=True, slots=True)
class Box:
    """A named part of a container, and where its content lies."""

    name: bytes
    start: int
    stop: int


def boxes(data: bytes, start: int = 0, stop: int | None = None) -> Iterator[Box]:
    """The ISO boxes between two positions, not those inside them."""
    stop = len(data) if stop is None else min(stop, len(data))
    for _ in range(_MOST_BOXES):
        if start + 8 > stop:
            return
        size, name = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1 and start + 16 <= stop:
            size, head = struct.unpack_from(">Q", data, start + 8)[0], 16
        elif size == 0:
            size = stop - start
        if size < head:
            return
        yield Box(name, start + head, min(stop, start + size))
        start += size


def find_box(data: bytes, path: tuple[bytes, ...], start: int = 0, stop: int | None = None) -> Box | None:
    """The first box under a path of names; a ``meta`` box's version is stepped over."""
    for box in boxes(data, start, stop):
        if box.name == path[0]:
            if len(path) == 1:
                return box
            inside = box.start + (4 if box.name == b"meta" else 0)
            return find_box(data, path[1:], inside, box.stop)
    return None


def heif_items(data: bytes) -> dict[bytes, list[bytes]]:
    """The contents of a HEIF file's items that are not pictures, by type (``Exif``, ``mime``)."""
    meta = find_box(data, (b"meta",))
    if meta is None:
        return {}
    inside = list(boxes(data, meta.start + 4, meta.stop))
    iinf = next((box for box in inside if box.name == b"iinf"), None)
    iloc = next((box for box in inside if box.name == b"iloc"), None)
    idat = next((box.start for box in inside if box.name == b"idat"), 0)
    if iinf is None or iloc is None:
        return {}
    wanted = {number: kind for number, kind in _item_types(data, iinf) if kind in (b"Exif", b"mime")}
    items: dict[bytes, list[bytes]] = {}
    try:
        for number, place, size in _item_places(data, iloc, idat):
            if number in wanted:
                items.setdefault(wanted[number], []).append(data[place : place + min(size, _MOST_BYTES)])
    except struct.error:
        return items
    return items


def _item_types(data: bytes, iinf: Box) -> Iterator[tuple[int, bytes]]:
    start = iinf.start + (6 if data[iinf.start : iinf.start + 1] == b"\0" else 8)
    for box in boxes(data, start, iinf.stop):
        version = data[box.start : box.start + 1]
        if box.name == b"infe" and version in (b"\2", b"\3"):
            form, head = (">H", 8) if version == b"\2" else (">I", 10)
            if box.start + head + 4 <= box.stop:
                number = struct.unpack_from(form, data, box.start + 4)[0]
                yield number, data[box.start + head : box.start + head + 4]


def _item_places(data: bytes, iloc: Box, idat: int) -> Iterator[tuple[int, int, int]]:
    """Item number, position and size of the items' first extents."""
    version, sizes = data[iloc.start], struct.unpack_from(">H", data, iloc.start + 4)[0]
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    number_form = ">I" if version == 2 else ">H"
    at = iloc.start + 6
    (count,) = struct.unpack_from(number_form, data, at)
    at += struct.calcsize(number_form)
    for _ in range(min(count, _MOST_BOXES)):
        (number,) = struct.unpack_from(number_form, data, at)
        at += struct.calcsize(number_form)
        method = 0
        if version in (1, 2):
            method = struct.unpack_from(">H", data, at)[0] & 15
            at += 2
        base = int.from_bytes(data[at + 2 : at + 2 + base_size], "big") + (idat if method == 1 else 0)
        (extents,) = struct.unpack_from(">H", data, at + 2 + base_size)
        at += 4 + base_size
        first = at + index_size
        offset = int.from_bytes(data[first : first + offset_size], "big")
        length = int.from_bytes(data[first + offset_size : first + offset_size + length_size], "big")
        yield number, base + offset, length
        at += extents * (index_size + offset_size + length_size)


def heif_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of the largest picture of a HEIF or AVIF file, as stored."""
    properties = find_box(data, (b"meta", b"iprp", b"ipco"))
    if properties is None:
        return None
    sizes = [
        struct.unpack_from(">II", data, box.start + 4)
        for box in boxes(data, properties.start, properties.stop)
        if box.name == b"ispe" and box.stop - box.start >= 12
    ]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def canon_directories(data: bytes) -> dict[bytes, bytes]:
    """The TIFF structures of a CR3 file: ``CMT1`` (IFD0), ``CMT2`` (EXIF), ``CMT3`` (maker note), ``CMT4`` (GPS)."""
    moov = find_box(data, (b"moov",))
    if moov is None:
        return {}
    for box in boxes(data, moov.start, moov.stop):
        if box.name == b"uuid" and data[box.start : box.start + 16] == _CANON:
            inside = boxes(data, box.start + 16, box.stop)
            return {part.name: data[part.start : part.stop] for part in inside if part.name.startswith(b"CMT")}
    return {}


def riff_chunks(data: bytes) -> Iterator[Box]:
    """The chunks of a RIFF file."""
    start = 12
    for _ in range(_MOST_BOXES):
        if start + 8 > len(data):
            return
        name, size = struct.unpack_from("<4sI", data, start)
        yield Box(name, start + 8, min(len(data), start + 8 + size))
        start += 8 + size + (size & 1)


def png_chunks(data: bytes) -> Iterator[Box]:
    """The chunks of a PNG file; their checksums are not looked at."""
    start = 8
    for _ in range(_MOST_BOXES):
        if start + 8 > len(data):
            return
        size, name = struct.unpack_from(">I4s", data, start)
        yield Box(name, start + 8, min(len(data), start + 8 + size))
        start += 12 + size
