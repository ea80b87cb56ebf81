"""The tables of a JPEG file one by one, and what else its header says of the program that wrote it.

Source: ITU-T T.81, sections B.2.2 (frame), B.2.4.1 (quantization), B.2.4.2 (Huffman); ISO/IEC 10918-5 (JFIF).

Not here: the walk through the segments, and the digests over all tables (`jpeg`).
"""

import hashlib

from probata.readings.formats.jpeg import Jpeg, contents, quantization_name

_ICC = b"ICC_PROFILE\0"
_LONGEST_COMMENT = 100
_MOST_TABLES = 16
_MOST_COMPONENTS = 4
_UNITS = {0: "", 1: " per inch", 2: " per cm"}


def quantization_digests(tables: dict[int, tuple[int, ...]]) -> list[str]:
    """One text a quantization table, by number: ``0:`` and 16 hexadecimal digits over its 64 values."""
    return [f"{number}:{quantization_name({0: table})}" for number, table in tables.items()]


def huffman_digests(data: bytes, jpeg: Jpeg) -> list[str]:
    """One text a Huffman table in the order of the file: ``DC0:`` or ``AC1:`` and 16 hexadecimal digits.

    However the tables are spread over segments, equal tables have equal texts. At most 16; a damaged one ends the list.
    """
    found: list[str] = []
    for segment in jpeg.segments:
        position = segment.start
        while segment.marker == 0xC4 and position + 17 <= segment.stop and len(found) < _MOST_TABLES:
            stop = position + 17 + sum(data[position + 1 : position + 17])
            if stop > segment.stop:
                break
            kind, number = ("AC" if data[position] >> 4 else "DC"), data[position] & 15
            found.append(f"{kind}{number}:{hashlib.sha256(data[position + 1 : stop]).hexdigest()[:16]}")
            position = stop
    return found


def components(data: bytes, jpeg: Jpeg) -> str | None:
    """The frame's components as ``1:2x1:0 2:1x1:1``: identifier, sampling factors, quantization table."""
    for segment in jpeg.segments:
        if jpeg.frame is not None and segment.marker == jpeg.frame.marker:
            content = data[segment.start : segment.stop]
            count = min(content[5], _MOST_COMPONENTS) if len(content) > 5 else 0
            parts = [content[6 + 3 * at : 9 + 3 * at] for at in range(count)]
            return " ".join(f"{p[0]}:{p[1] >> 4}x{p[1] & 15}:{p[2]}" for p in parts if len(p) == 3) or None
    return None


def jfif(data: bytes, jpeg: Jpeg) -> str | None:
    """JFIF's version and density as ``1.01 72x72 per inch``; None without JFIF."""
    for content in contents(data, jpeg, 0xE0, b"JFIF\0"):
        if len(content) >= 7:
            across, down = int.from_bytes(content[3:5], "big"), int.from_bytes(content[5:7], "big")
            return f"{content[0]}.{content[1]:02d} {across}x{down}{_UNITS.get(content[2], '')}"
        return ""
    return None


def comment(data: bytes, jpeg: Jpeg) -> str | None:
    """The first comment, printable ASCII of its first 100 bytes; None without one."""
    for content in contents(data, jpeg, 0xFE, b""):
        text = content[:_LONGEST_COMMENT].decode("ascii", "ignore")
        return "".join(letter for letter in text if letter.isprintable()).strip()
    return None


def colour_profile(data: bytes, jpeg: Jpeg) -> str | None:
    """16 hexadecimal digits of the SHA-256 over the ICC profile's parts as they stand; None without one."""
    parts = contents(data, jpeg, 0xE2, _ICC)
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16] if parts else None
