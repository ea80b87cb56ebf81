"""TIFF directories: what EXIF, TIFF and most raw files are made of.

Source: TIFF 6.0, section 2; EXIF 3.0, section 4.6.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_FORMATS = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_MOST_VALUE_BYTES = 1 << 16
_MOST_ENTRIES = 1000
_MOST_DIRECTORIES = 40
SUB_IFDS, EXIF_IFD, GPS_IFD = 0x14A, 0x8769, 0x8825

Value = bytes | tuple[int, ...] | tuple[float, ...] | tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a directory; its value is at ``start`` of the data, ``size`` bytes long."""

    tag: int
    type: int
    count: int
    start: int
    size: int


Directory = dict[int, Entry]


@dataclass(frozen=True, slots=True)
class Tiff:
    """Some bytes with directories in them, all positions counted from ``base``.

    Attributes:
        data: the bytes.
        order: ``<`` or ``>``.
        first: the first directory's position, from ``base``.
        base: where the header is, from which the file counts.
    """

    data: bytes
    order: str
    first: int
    base: int = 0

    def directory(self, position: int) -> tuple[Directory, int]:
        """The directory at ``position`` and the next one's position (0: none). Entries that lie outside are left out.

        Of a tag that is there twice, the first counts.
        """
        entries: Directory = {}
        start, size = self.base + position, len(self.data)
        if position < 0 or start < 0 or start + 2 > size:
            return entries, 0
        (count,) = struct.unpack_from(self.order + "H", self.data, start)
        fits = min(count, (size - start - 2) // 12, _MOST_ENTRIES)
        table = self.data[start + 2 : start + 2 + fits * 12]
        for at, (tag, kind, number, value) in enumerate(struct.iter_unpack(self.order + "HHII", table)):
            length = _SIZES.get(kind, 0) * number
            place = start + 2 + at * 12 + 8 if length <= 4 else self.base + value
            if length and place >= 0 and place + length <= size and tag not in entries:
                entries[tag] = Entry(tag, kind, number, place, length)
        end = start + 2 + count * 12
        return entries, struct.unpack_from(self.order + "I", self.data, end)[0] if end + 4 <= size else 0

    def chain(self) -> Iterator[Directory]:
        """The directories that follow one another from the first; loops end."""
        seen: set[int] = set()
        position = self.first
        while position and position not in seen and len(seen) < _MOST_DIRECTORIES:
            seen.add(position)
            directory, position = self.directory(position)
            yield directory

    def sub(self, directory: Directory, tag: int) -> list[Directory]:
        """The directories that an entry of ``directory`` points to."""
        positions = self.integers(directory, tag)[:_MOST_DIRECTORIES]
        return [self.directory(position)[0] for position in positions]

    def every(self) -> list[Directory]:
        """The chain, and under each directory of it the sub-directories of images."""
        found: list[Directory] = []
        for directory in self.chain():
            found += [directory, *self.sub(directory, SUB_IFDS)]
            if len(found) >= _MOST_DIRECTORIES:
                break
        return found

    def value(self, entry: Entry) -> Value:
        """An entry's value: bytes of text and undefined data, else numbers; longer than 64 KiB is cut."""
        raw = self.data[entry.start : entry.start + min(entry.size, _MOST_VALUE_BYTES)]
        if entry.type in (2, 7, 129):
            return raw
        if entry.type in (5, 10):
            form = "II" if entry.type == 5 else "ii"
            return tuple(struct.iter_unpack(self.order + form, raw))
        unit = _SIZES[entry.type]
        return struct.unpack(f"{self.order}{len(raw) // unit}{_FORMATS[entry.type]}", raw)

    def integers(self, directory: Directory, tag: int) -> tuple[int, ...]:
        """The whole numbers of an entry; none where it is absent or holds something else."""
        entry = directory.get(tag)
        if entry is None or entry.type not in (1, 3, 4, 6, 8, 9, 13):
            return ()
        return tuple(int(number) for number in self.value(entry))  # type: ignore[arg-type]

    def integer(self, directory: Directory, tag: int) -> int | None:
        """The first whole number of an entry."""
        numbers = self.integers(directory, tag)
        return numbers[0] if numbers else None

    def raw(self, directory: Directory, tag: int) -> bytes:
        """The bytes of an entry; empty where it is absent."""
        entry = directory.get(tag)
        return self.data[entry.start : entry.start + entry.size] if entry else b""


def open_tiff(data: bytes, base: int = 0) -> Tiff | None:
    """The TIFF structure that begins at ``base``; None where none does.

    Raw formats that write another number in place of 42 are taken too (Olympus, Panasonic).
    """
    order = {b"II": "<", b"MM": ">"}.get(data[base : base + 2])
    if order is None or base + 8 > len(data):
        return None
    magic, first = struct.unpack_from(order + "HI", data, base + 2)
    return Tiff(data, order, first, base) if magic in (42, 0x4F52, 0x5352, 0x55) else None
