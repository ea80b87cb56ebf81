"""Where a file keeps its EXIF, XMP and IPTC blocks, its orientation and its embedded thumbnail."""

import re
import struct
import zlib
from dataclasses import dataclass

from probata.readings.formats import jpeg
from probata.readings.formats.containers import (
    canon_directories,
    heif_items,
    png_chunks,
    riff_chunks,
)
from probata.readings.formats.tiff import Tiff, open_tiff

_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_MOST_INFLATED = 1 << 22
_ORIENTATION, _JPEG_START, _JPEG_SIZE = 0x112, 0x201, 0x202


@dataclass(frozen=True, slots=True)
class Blocks:
    """The metadata blocks of a file, as bytes.

    Attributes:
        exif: TIFF structures: of most files one; of CR3 IFD0, EXIF, maker note and GPS, in this order.
        xmp: XMP packets.
        photoshop: Photoshop image resources (that hold IPTC), joined.
        iptc: bare IPTC data.
    """

    exif: tuple[bytes, ...] = ()
    xmp: tuple[bytes, ...] = ()
    photoshop: bytes = b""
    iptc: bytes = b""

    @property
    def tiff(self) -> Tiff | None:
        """The first TIFF structure."""
        return open_tiff(self.exif[0]) if self.exif else None


def blocks_of(data: bytes, type_name: str) -> Blocks:
    """The metadata blocks of a picture of a known type; none where it has none."""
    if type_name == "image/jpeg":
        structure = jpeg.walk(data, header=True)
        return jpeg_blocks(data, structure) if structure else Blocks()
    if type_name == "image/png":
        return _png_blocks(data)
    if type_name == "image/webp":
        chunks = [(chunk.name, data[chunk.start : chunk.stop]) for chunk in riff_chunks(data)]
        exif = [content.removeprefix(_EXIF) for name, content in chunks if name == b"EXIF"]
        return Blocks(tuple(exif), tuple(content for name, content in chunks if name == b"XMP "))
    if type_name in ("image/heic", "image/heif", "image/avif"):
        items = heif_items(data)
        return Blocks(tuple(_heif_exif(item) for item in items.get(b"Exif", [])), tuple(items.get(b"mime", [])))
    if type_name == "image/x-fuji-raf":
        (place,) = struct.unpack_from(">I", data, 84) if len(data) >= 88 else (0,)
        structure = jpeg.walk(data, place, header=True)
        return jpeg_blocks(data, structure) if structure else Blocks()
    if type_name == "image/x-canon-cr3":
        parts = canon_directories(data)
        return Blocks(tuple(parts.get(name, b"") for name in (b"CMT1", b"CMT2", b"CMT3", b"CMT4")))
    if type_name == "application/rdf+xml":
        return Blocks(xmp=(data,))
    return _tiff_blocks(data)


def jpeg_blocks(data: bytes, structure: jpeg.Jpeg) -> Blocks:
    """The metadata blocks of a JPEG whose structure is known."""
    exif = [block for block in jpeg.contents(data, structure, 0xE1, _EXIF[:5]) if block[:1] in (b"\0", b"\xff")]
    return Blocks(
        tuple(block[1:] for block in exif),
        tuple(jpeg.contents(data, structure, 0xE1, _XMP)),
        b"".join(jpeg.contents(data, structure, 0xED, _PHOTOSHOP)),
    )


def _tiff_blocks(data: bytes) -> Blocks:
    tiff = open_tiff(data)
    if tiff is None:
        return Blocks()
    first, _ = tiff.directory(tiff.first)
    xmp = tiff.raw(first, 0x2BC)
    return Blocks((data,), (xmp,) if xmp else (), tiff.raw(first, 0x8649), tiff.raw(first, 0x83BB))


def _png_blocks(data: bytes) -> Blocks:
    exif: list[bytes] = []
    xmp: list[bytes] = []
    iptc = b""
    for chunk in png_chunks(data):
        content = data[chunk.start : chunk.stop]
        if chunk.name == b"eXIf":
            exif.append(content.removeprefix(_EXIF))
        elif chunk.name == b"iTXt" and content.startswith(b"XML:com.adobe.xmp\0"):
            xmp.append(_international(content))
        elif chunk.name in (b"zTXt", b"tEXt") and content.startswith(b"Raw profile type "):
            kind, profile = _raw_profile(content, chunk.name == b"zTXt")
            if kind in (b"exif", b"APP1") and profile.startswith(_EXIF):
                exif.append(profile.removeprefix(_EXIF))
            elif kind == b"iptc":
                iptc = profile
            elif kind == b"xmp":
                xmp.append(profile)
        elif chunk.name == b"IEND":
            break
    return Blocks(tuple(exif), tuple(xmp), iptc if iptc.startswith(b"8BIM") else b"", iptc)


def _international(content: bytes) -> bytes:
    """The text of an iTXt chunk: keyword, flags, language, translated keyword, text."""
    _, _, rest = content.partition(b"\0")
    packed = rest[:1] == b"\1"
    text = rest[2:].split(b"\0", 2)[-1]
    return inflate(text) if packed else text


def _raw_profile(content: bytes, packed: bool) -> tuple[bytes, bytes]:
    """ImageMagick's profiles in PNG text: name, length, then hexadecimal digits."""
    keyword, _, rest = content.partition(b"\0")
    text = inflate(rest[1:]) if packed else rest
    match = re.match(rb"\s*\w+\s+\d+\s+([0-9a-fA-F\s]*)", text)
    digits = b"".join(match.group(1).split()) if match else b""
    return keyword.removeprefix(b"Raw profile type "), bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))


def inflate(data: bytes) -> bytes:
    """Data unpacked by zlib, at most 4 MiB of it; empty where it is damaged."""
    try:
        return zlib.decompressobj().decompress(data, _MOST_INFLATED)
    except zlib.error:
        return b""


def _heif_exif(item: bytes) -> bytes:
    """An Exif item begins with the distance to its TIFF header."""
    skip = int.from_bytes(item[:4], "big")
    return item[4 + skip :] if 4 + skip < len(item) else b""


def orientation(blocks: Blocks) -> int | None:
    """EXIF orientation, 1 to 8; None where there is none or another number."""
    tiff = blocks.tiff
    if tiff is None:
        return None
    directory, _ = tiff.directory(tiff.first)
    number = tiff.integer(directory, _ORIENTATION)
    return number if number is not None and 1 <= number <= 8 else None


def thumbnail(blocks: Blocks) -> bytes:
    """The JPEG thumbnail of the second EXIF directory; empty where there is none."""
    tiff = blocks.tiff
    if tiff is None:
        return b""
    _, second = tiff.directory(tiff.first)
    if not second:
        return b""
    directory, _ = tiff.directory(second)
    start, size = tiff.integer(directory, _JPEG_START), tiff.integer(directory, _JPEG_SIZE)
    if start is None or size is None or start <= 0:
        return b""
    found = tiff.data[tiff.base + start : tiff.base + start + size]
    return found if found.startswith(jpeg.SOI) else b""
