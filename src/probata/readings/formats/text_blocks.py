"""IPTC and XMP as plain names and values.

Source: IPTC-NAA Information Interchange Model 4.2; Adobe XMP specification part 1 (RDF/XML).
"""

import html
import re
import struct

_NAMES = {
    5: "ObjectName", 15: "Category", 25: "Keywords", 40: "SpecialInstructions", 55: "DateCreated", 60: "TimeCreated",
    62: "DigitalCreationDate", 63: "DigitalCreationTime", 65: "OriginatingProgram", 80: "By-line", 85: "By-lineTitle",
    90: "City", 92: "Sub-location", 95: "Province-State", 100: "CountryCode", 101: "Country", 103: "Reference",
    105: "Headline", 110: "Credit", 115: "Source", 116: "CopyrightNotice", 118: "Contact", 120: "Caption",
    122: "Writer",
}  # fmt: skip
_MOST_VALUES = 500
_MOST_TEXT = 2000
_MOST_XMP = 1 << 18
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]{1,64}:[\w-]{1,64})\s{0,8}=\s{0,8}(?:"([^"<]*)"|'([^'<]*)')""")
_ELEMENT = re.compile(r"<([\w-]{1,64}:[\w-]{1,64})(?:\s[^<>]*)?>\s*([^<]+)</")
_LIST = re.compile(r"<([\w-]{1,64}:[\w-]{1,64})>\s*<rdf:(?:Seq|Bag|Alt)>\s*<rdf:li[^<>]*>([^<]*)</rdf:li>")


def iptc(photoshop: bytes, bare: bytes) -> dict[str, list[str]]:
    """IPTC application records by name (``2:n`` where it has none here), from Photoshop resources or bare data."""
    data = _resource(photoshop, 0x0404) or bare
    found: dict[str, list[str]] = {}
    position = 0
    for _ in range(_MOST_VALUES):
        if data[position : position + 1] != b"\x1c" or position + 5 > len(data):
            break
        record, number, size = struct.unpack_from(">BBH", data, position + 1)
        if size & 0x8000:
            break
        if record == 2 and number:
            text = clean(data[position + 5 : position + 5 + size])
            found.setdefault(_NAMES.get(number, f"2:{number}"), []).append(text)
        position += 5 + size
    return found


def _resource(data: bytes, wanted: int) -> bytes:
    """The content of a Photoshop image resource."""
    position = 0
    for _ in range(_MOST_VALUES):
        if data[position : position + 4] != b"8BIM" or position + 12 > len(data):
            return b""
        number, name_size = struct.unpack_from(">HB", data, position + 4)
        position += 6 + (name_size + 2 & ~1)
        if position + 4 > len(data):
            return b""
        (size,) = struct.unpack_from(">I", data, position)
        if number == wanted:
            return data[position + 4 : position + 4 + size]
        position += 4 + (size + 1 & ~1)
    return b""


def xmp(packets: tuple[bytes, ...]) -> dict[str, str]:
    """The simple properties of XMP packets (of a list the first item) by qualified name, as ``tiff:Make``.

    The usual prefixes are taken at their word; nothing is resolved or fetched.
    """
    found: dict[str, str] = {}
    for packet in packets:
        text = packet[:_MOST_XMP].decode("utf-8", "replace")
        pairs = [(name, double or single) for name, double, single in _ATTRIBUTE.findall(text)]
        for name, value in [*pairs, *_LIST.findall(text), *_ELEMENT.findall(text)]:
            if not name.startswith(("xmlns:", "xml:", "rdf:", "x:")) and len(found) < _MOST_VALUES:
                found.setdefault(name, clean(html.unescape(value).encode("utf-8", "replace")))
    return found


def clean(raw: bytes) -> str:
    """Text as it was meant: up to the first zero byte, UTF-8 where it is valid, else Latin-1; no surrounding space."""
    raw = raw.partition(b"\0")[0][:_MOST_TEXT]
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()
