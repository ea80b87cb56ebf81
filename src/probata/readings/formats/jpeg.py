"""The structure of a JPEG file: its segments in order, its tables, where it ends.

The entropy-coded data is not walked byte by byte: inside it 0xFF is followed by 0x00 or by a restart marker only, so
the markers after the first scan are all found at once, by comparing arrays (a search costs ten times as much).

Source: ITU-T T.81, annex B.
"""

import hashlib
import re
import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SOI = b"\xff\xd8"
EOI = b"\xff\xd9"
_MOST_SEGMENTS = 2000
_BLOCK = 1 << 16  # what fits the processor's cache
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_NAMES = {0xC4: "DHT", 0xC8: "JPG", 0xCC: "DAC", 0xDA: "SOS", 0xDB: "DQT", 0xDC: "DNL", 0xDD: "DRI", 0xFE: "COM"}
_SUBSAMPLING: dict[tuple[tuple[int, int], ...], str] = {
    ((1, 1), (1, 1), (1, 1)): "4:4:4",
    ((2, 1), (1, 1), (1, 1)): "4:2:2",
    ((2, 2), (1, 1), (1, 1)): "4:2:0",
    ((1, 2), (1, 1), (1, 1)): "4:4:0",
    ((4, 1), (1, 1), (1, 1)): "4:1:1",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker segment: its marker's second byte, and where its content lies (without marker and length)."""

    marker: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame header says: how it is coded, how large it is, how its components are sampled."""

    marker: int
    precision: int
    width: int
    height: int
    sampling: tuple[tuple[int, int], ...]

    @property
    def progressive(self) -> bool:
        """Whether the frame is coded progressively."""
        return self.marker in _PROGRESSIVE

    @property
    def subsampling(self) -> str:
        """``4:2:0`` and the like, ``grey`` for one component, else each component's factors as ``2x2,1x1``."""
        if len(self.sampling) == 1:
            return "grey"
        return _SUBSAMPLING.get(self.sampling, ",".join(f"{h}x{v}" for h, v in self.sampling))


@dataclass(frozen=True, slots=True)
class Jpeg:
    """The structure of one JPEG image inside some bytes.

    Attributes:
        segments: in order, up to the end of the image.
        end: the position after its end marker, or that of the last byte looked at where there is none.
        complete: whether the end marker was found.
        frame: its frame header; None where there is none.
    """

    segments: tuple[Segment, ...]
    end: int
    complete: bool
    frame: Frame | None


def walk(data: bytes, start: int = 0, *, header: bool = False) -> Jpeg | None:
    """The structure of the JPEG image that begins at ``start``; None where none begins there.

    Args:
        data: the bytes.
        start: where the image's start marker is.
        header: whether to stop at the first scan: all metadata lies before it, and it costs a tenth.
    """
    if data[start : start + 2] != SOI:
        return None
    segments: list[Segment] = []
    frame: Frame | None = None
    markers: npt.NDArray[np.intp] | None = None
    position, size = start + 2, len(data)
    while len(segments) < _MOST_SEGMENTS:
        position = data.find(b"\xff", position)
        while position != -1 and position + 1 < size and data[position + 1] == 0xFF:
            position += 1
        if position == -1 or position + 1 >= size:
            return Jpeg(tuple(segments), size, False, frame)
        marker = data[position + 1]
        if marker == 0xD9:
            return Jpeg(tuple(segments), position + 2, True, frame)
        if marker <= 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
            continue
        if position + 4 > size:
            return Jpeg(tuple(segments), size, False, frame)
        length = max(2, data[position + 2] << 8 | data[position + 3])
        segment = Segment(marker, position + 4, min(size, position + 2 + length))
        segments.append(segment)
        position += 2 + length
        if marker in _FRAMES and frame is None:
            frame = _frame(marker, data[segment.start : segment.stop])
        elif marker == 0xDA and header:
            break
        elif marker == 0xDA:
            markers = _markers(data, segment.stop) if markers is None else markers
            after = int(np.searchsorted(markers, segment.stop))
            position = int(markers[after]) if after < len(markers) else size
    end = -1 if header else data.find(EOI, position)
    return Jpeg(tuple(segments), end + 2 if end >= 0 else size, end >= 0, frame)


def _markers(data: bytes, start: int) -> npt.NDArray[np.intp]:
    """The positions from ``start`` on of 0xFF where neither 0x00, a restart marker nor another 0xFF follows."""
    array = np.frombuffer(data, np.uint8)
    found = [np.zeros(0, np.intp)]
    for begin in range(start, len(array) - 1, _BLOCK):
        follow = array[begin + 1 : begin + 1 + _BLOCK]
        marks = (array[begin : begin + len(follow)] == 0xFF) & (follow != 0)
        if marks.any():  # to look whether there is any is much faster than to ask where
            places = np.flatnonzero(marks)
            after = follow[places]
            found.append(places[(after != 0xFF) & ((after < 0xD0) | (after > 0xD7))] + begin)
    return np.concatenate(found)


def _frame(marker: int, content: bytes) -> Frame | None:
    if len(content) < 6:
        return None
    precision, height, width, count = struct.unpack_from(">BHHB", content)
    factors = content[7 : 6 + 3 * count : 3]
    return Frame(marker, precision, width, height, tuple((f >> 4, f & 15) for f in factors))


def names(data: bytes, jpeg: Jpeg) -> list[str]:
    """The segments in order as ``APP1:Exif``, ``DQT``, ``SOF0``: what software wrote a file shows in it."""
    found = ["SOI", *(_name(data, segment) for segment in jpeg.segments)]
    return [*found, "EOI"] if jpeg.complete else found


def _name(data: bytes, segment: Segment) -> str:
    marker = segment.marker
    if 0xE0 <= marker <= 0xEF:
        identifier = re.match(rb"[A-Za-z0-9_./: -]{0,32}", data[segment.start : min(segment.stop, segment.start + 32)])
        text = identifier.group().decode("ascii").strip() if identifier else ""
        if text.startswith("http://ns.adobe.com/x"):
            text = {"http://ns.adobe.com/xap/1.0/": "XMP", "http://ns.adobe.com/xmp/extensio": "XMP+"}.get(text, text)
        return f"APP{marker - 0xE0}:{text}" if text else f"APP{marker - 0xE0}"
    if marker in _FRAMES:
        return f"SOF{marker - 0xC0}"
    return _NAMES.get(marker, f"{marker:02X}")


def quantization(data: bytes, jpeg: Jpeg) -> dict[int, tuple[int, ...]]:
    """The quantization tables by number, 64 values each in the order of the file (zigzag)."""
    tables: dict[int, tuple[int, ...]] = {}
    for segment in jpeg.segments:
        if segment.marker != 0xDB:
            continue
        position = segment.start
        while position < segment.stop:
            wide, number = data[position] >> 4, data[position] & 15
            layout = ">64H" if wide else "64B"
            if position + 1 + struct.calcsize(layout) > segment.stop:
                break
            tables[number] = struct.unpack_from(layout, data, position + 1)
            position += 1 + struct.calcsize(layout)
    return dict(sorted(tables.items()))


def quantization_name(tables: dict[int, tuple[int, ...]]) -> str | None:
    """16 hexadecimal digits of the SHA-256 over the tables (number, then 64 16-bit values); None without tables."""
    if not tables:
        return None
    return _short(b"".join(bytes([number]) + struct.pack(">64H", *table) for number, table in tables.items()))


def huffman_name(data: bytes, jpeg: Jpeg) -> str | None:
    """16 hexadecimal digits of the SHA-256 over all Huffman segments' contents, in order; None without any."""
    contents = [data[segment.start : segment.stop] for segment in jpeg.segments if segment.marker == 0xC4]
    return _short(b"".join(contents)) if contents else None


def restart_interval(data: bytes, jpeg: Jpeg) -> int | None:
    """The restart interval in MCUs; None where none is defined."""
    for segment in jpeg.segments:
        if segment.marker == 0xDD and segment.stop - segment.start >= 2:
            return int.from_bytes(data[segment.start : segment.start + 2], "big")
    return None


def contents(data: bytes, jpeg: Jpeg, marker: int, identifier: bytes) -> list[bytes]:
    """The contents, after their identifier, of all segments of one kind, as 0xE1 and ``Exif``."""
    return [
        data[segment.start + len(identifier) : segment.stop]
        for segment in jpeg.segments
        if segment.marker == marker and data.startswith(identifier, segment.start, segment.stop)
    ]


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
