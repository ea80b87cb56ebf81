"""The analyser *file*: what the bytes are, whatever the name says, and how a JPEG is built.

The quantization and Huffman tables and the order of segments tell cameras and software apart; trailing bytes and a
missing end marker tell of files that were appended to or cut.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from probata.readings.analyser import Parameters, Row
from probata.readings.formats import jpeg, jpeg_tables
from probata.readings.formats.dimensions import size_of
from probata.readings.formats.exif import Blocks, blocks_of, jpeg_blocks, thumbnail
from probata.readings.formats.exif_writing import exif_writing
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
        quantization_by_number, huffman_by_number: digests table by table.
        components: identifiers, sampling factors and tables of the frame's components.
        jfif, comment, colour_profile: of a JPEG; null where it has none. multi_picture: number of pictures of MPF.
        byte_order, exif_version, directories, tags, tag_counts: how EXIF is written.
        exif_width, exif_height: pixels as EXIF says. subsecond: digits of the original time's fraction as written.
        maker_note_bytes, maker_note_start: length and first eight bytes of the maker's note.
        embedded_thumbnails: EXIF, JFIF, JFXX and Photoshop thumbnails and multi-picture previews.
        thumbnail_quantization, thumbnail_tables, thumbnail_huffman, thumbnail_segments, thumbnail_subsampling: of the
            EXIF thumbnail, as of the picture. thumbnail_width, thumbnail_height, thumbnail_bytes, thumbnail_digest:
            pixels, length, 16 hexadecimal digits of the SHA-256.
    """

    name: str = "file"
    version: str = "2"
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
            row |= _thumbnail(blocks, 0) | _writing(blocks)
        return row


def _size_of_frame(structure: jpeg.Jpeg) -> tuple[int, int] | None:
    return (structure.frame.width, structure.frame.height) if structure.frame else None


def _structure(data: bytes, structure: jpeg.Jpeg) -> Mapping[str, object]:
    tables = jpeg.quantization(data, structure)
    frame = structure.frame
    pictures = _pictures(data, structure)
    blocks = jpeg_blocks(data, structure)
    return {
        "truncated": not structure.complete,
        "trailing_bytes": len(data) - structure.end,
        "segments": jpeg.names(data, structure),
        "quantization": jpeg.quantization_name(tables),
        "quantization_tables": [list(table) for table in tables.values()],
        "quantization_by_number": jpeg_tables.quantization_digests(tables),
        "huffman": jpeg.huffman_name(data, structure),
        "huffman_by_number": jpeg_tables.huffman_digests(data, structure),
        "restart_interval": jpeg.restart_interval(data, structure),
        "progressive": frame.progressive if frame else None,
        "subsampling": frame.subsampling if frame else None,
        "components": jpeg_tables.components(data, structure),
        "jfif": jpeg_tables.jfif(data, structure),
        "comment": jpeg_tables.comment(data, structure),
        "colour_profile": jpeg_tables.colour_profile(data, structure),
        "multi_picture": pictures,
    } | (_thumbnail(blocks, _others(data, structure, pictures)) | _writing(blocks))


def _thumbnail(blocks: Blocks, others: int) -> dict[str, object]:
    found = thumbnail(blocks)
    row: dict[str, object] = {"embedded_thumbnails": others + bool(found)}
    structure = jpeg.walk(found)
    if structure is None:
        return row
    tables, frame = jpeg.quantization(found, structure), structure.frame
    return row | {
        "thumbnail_quantization": jpeg.quantization_name(tables),
        "thumbnail_tables": [list(table) for table in tables.values()],
        "thumbnail_huffman": jpeg.huffman_name(found, structure),
        "thumbnail_segments": jpeg.names(found, structure),
        "thumbnail_subsampling": frame.subsampling if frame else None,
        "thumbnail_width": frame.width if frame else None,
        "thumbnail_height": frame.height if frame else None,
        "thumbnail_bytes": len(found),
        "thumbnail_digest": hashlib.sha256(found).hexdigest()[:16],
    }


def _writing(blocks: Blocks) -> dict[str, object]:
    writing = exif_writing(blocks)
    if writing is None:
        return {}
    return {
        "byte_order": writing.byte_order,
        "exif_version": writing.version,
        "directories": list(writing.directories),
        "tags": list(writing.tags),
        "tag_counts": list(writing.tag_counts),
        "exif_width": writing.width,
        "exif_height": writing.height,
        "subsecond": writing.subsecond,
        "maker_note_bytes": writing.note_bytes,
        "maker_note_start": writing.note_start,
    }


def _others(data: bytes, structure: jpeg.Jpeg, pictures: int | None) -> int:
    """How many embedded pictures a JPEG has besides that of EXIF."""
    count = 0
    for content in jpeg.contents(data, structure, 0xE0, b"JFIF\0"):
        count += len(content) >= 9 and content[7] * content[8] > 0
    count += len(jpeg.contents(data, structure, 0xE0, b"JFXX\0"))
    for content in jpeg.contents(data, structure, 0xED, b"Photoshop 3.0\0"):
        count += any(mark in content for mark in _PHOTOSHOP_THUMBNAILS)
    return count + max(0, (pictures or 0) - 1)


def _pictures(data: bytes, structure: jpeg.Jpeg) -> int | None:
    """How many pictures the Multi-Picture Format (CIPA DC-007) tells of, the first one included; None without it."""
    for content in jpeg.contents(data, structure, 0xE2, _MP_FORMAT)[:1]:
        tiff = open_tiff(content)
        number = tiff.integer(tiff.directory(tiff.first)[0], _MP_NUMBER_OF_IMAGES) if tiff is not None else None
        return min(max(0, number or 0), 256)
    return None


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
    *(pa.field(name, pa.list_(pa.string())) for name in ("quantization_by_number", "huffman_by_number")),
    *(pa.field(name, pa.string()) for name in ("components", "jfif", "comment", "colour_profile")),
    pa.field("multi_picture", pa.int32()),
    *(pa.field(name, pa.string()) for name in ("byte_order", "exif_version", "subsecond", "maker_note_start")),
    *(pa.field(name, pa.list_(pa.string())) for name in ("directories", "tags", "thumbnail_segments")),
    pa.field("tag_counts", pa.list_(pa.int32())),
    *(pa.field(name, pa.int32()) for name in ("exif_width", "exif_height", "maker_note_bytes")),
    pa.field("thumbnail_tables", pa.list_(pa.list_(pa.int32()))),
    *(pa.field(f"thumbnail_{name}", pa.string()) for name in ("huffman", "subsampling", "digest")),
    *(pa.field(f"thumbnail_{name}", pa.int32()) for name in ("width", "height", "bytes")),
]
_SCHEMA = pa.schema(_FIELDS)
