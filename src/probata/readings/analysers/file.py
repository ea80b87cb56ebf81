"""The analyser *file*: what the bytes are, whatever the name says, and how a JPEG is built.

The quantization and Huffman tables and the order of segments tell cameras and software apart; trailing bytes and a
missing end marker tell of files that were appended to or cut.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from probata.readings.analyser import Parameters, Row
from probata.readings.formats import jpeg
from probata.readings.formats.dimensions import size_of
from probata.readings.formats.exif import Blocks, blocks_of, jpeg_blocks, thumbnail
from probata.readings.formats.tiff import open_tiff
from probata.readings.formats.types import kind_of, type_of

_MOST_SIDE = 2**31 - 1
_MP_FORMAT, _MP_NUMBER_OF_IMAGES = b"MPF\0", 0xB001
_PHOTOSHOP_THUMBNAILS = (b"8BIM\x04\x0c", b"8BIM\x04\x09")


@dataclass(frozen=True, slots=True)
class FileAnalyser:
    """Type, dimensions and, of a JPEG, its structure.

    Columns:
        type, kind: media type from the bytes; image, raw, video, document, archive, sidecar, text, empty or other.
        width, height: pixels as stored, from the header.
        truncated: a JPEG without an end marker; null for other types.
        trailing_bytes: bytes after a JPEG's end marker; null for other types.
        segments: a JPEG's segments in order.
        quantization, quantization_tables: 16 hexadecimal digits of their SHA-256, and the tables (zigzag order).
        huffman, restart_interval, progressive, subsampling: as coded.
        embedded_thumbnails: EXIF, JFIF, JFXX and Photoshop thumbnails and multi-picture previews.
        thumbnail_quantization: as ``quantization``, of the EXIF thumbnail.
    """

    name: str = "file"
    version: str = "1"
    parameters: Parameters = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`; every file has a type, so nothing is unreadable here."""
        name = type_of(data)
        row: dict[str, object] = {"type": name, "kind": kind_of(name)}
        structure = jpeg.walk(data) if name == "image/jpeg" else None
        size = size_of(data, name) if structure is None else _size_of_frame(structure)
        if size is not None and max(size) <= _MOST_SIDE:
            row |= {"width": size[0], "height": size[1]}
        if structure is not None:
            row |= _structure(data, structure)
        else:
            blocks = blocks_of(data, name) if row["kind"] in ("image", "raw") else Blocks()
            row |= _thumbnail(blocks, 0)
        return row


def _size_of_frame(structure: jpeg.Jpeg) -> tuple[int, int] | None:
    return (structure.frame.width, structure.frame.height) if structure.frame else None


def _structure(data: bytes, structure: jpeg.Jpeg) -> Mapping[str, object]:
    tables = jpeg.quantization(data, structure)
    frame = structure.frame
    return {
        "truncated": not structure.complete,
        "trailing_bytes": len(data) - structure.end,
        "segments": jpeg.names(data, structure),
        "quantization": jpeg.quantization_name(tables),
        "quantization_tables": [list(table) for table in tables.values()],
        "huffman": jpeg.huffman_name(data, structure),
        "restart_interval": jpeg.restart_interval(data, structure),
        "progressive": frame.progressive if frame else None,
        "subsampling": frame.subsampling if frame else None,
    } | _thumbnail(jpeg_blocks(data, structure), _others(data, structure))


def _thumbnail(blocks: Blocks, others: int) -> dict[str, object]:
    found = thumbnail(blocks)
    structure = jpeg.walk(found)
    tables = jpeg.quantization(found, structure) if structure else {}
    return {
        "embedded_thumbnails": others + bool(found),
        "thumbnail_quantization": jpeg.quantization_name(tables),
    }


def _others(data: bytes, structure: jpeg.Jpeg) -> int:
    """How many embedded pictures a JPEG has besides that of EXIF."""
    count = 0
    for content in jpeg.contents(data, structure, 0xE0, b"JFIF\0"):
        count += len(content) >= 9 and content[7] * content[8] > 0
    count += len(jpeg.contents(data, structure, 0xE0, b"JFXX\0"))
    for content in jpeg.contents(data, structure, 0xED, b"Photoshop 3.0\0"):
        count += any(mark in content for mark in _PHOTOSHOP_THUMBNAILS)
    for content in jpeg.contents(data, structure, 0xE2, _MP_FORMAT)[:1]:
        count += _previews(content)
    return count


def _previews(content: bytes) -> int:
    """Pictures of the Multi-Picture Format (CIPA DC-007) besides the first."""
    tiff = open_tiff(content)
    if tiff is None:
        return 0
    try:
        number = tiff.integer(tiff.directory(tiff.first)[0], _MP_NUMBER_OF_IMAGES)
    except struct.error:
        return 0
    return min(max(0, (number or 1) - 1), 255)


_FIELDS: "list[pa.Field[Any]]" = [
    pa.field("type", pa.string()),
    pa.field("kind", pa.string()),
    pa.field("width", pa.int32()),
    pa.field("height", pa.int32()),
    pa.field("truncated", pa.bool_()),
    pa.field("trailing_bytes", pa.int64()),
    pa.field("segments", pa.list_(pa.string())),
    pa.field("quantization", pa.string()),
    pa.field("quantization_tables", pa.list_(pa.list_(pa.int32()))),
    pa.field("huffman", pa.string()),
    pa.field("restart_interval", pa.int32()),
    pa.field("progressive", pa.bool_()),
    pa.field("subsampling", pa.string()),
    pa.field("embedded_thumbnails", pa.int32()),
    pa.field("thumbnail_quantization", pa.string()),
]
_SCHEMA = pa.schema(_FIELDS)
