"""What a file is, from its first bytes: never from its name.

Source: the formats' specifications; media types as registered with IANA, ``x-`` where none is.
"""

from probata.readings.formats.containers import canon_directories
from probata.readings.formats.tiff import Tiff, open_tiff

_START = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"FUJIFILMCCD-RAW", "image/x-fuji-raf"),
    (b"IIU\0", "image/x-panasonic-rw2"),
    (b"IIRO", "image/x-olympus-orf"),
    (b"IIRS", "image/x-olympus-orf"),
    (b"MMOR", "image/x-olympus-orf"),
    (b"II\x2b\0", "image/tiff"),
    (b"MM\0\x2b", "image/tiff"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
    (b"\0\0\x01\xba", "video/mpeg"),
    (b"\0\0\x01\xb3", "video/mpeg"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"FLV\x01", "video/x-flv"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
)
_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"heim": "image/heic", b"heis": "image/heic", b"hevc": "image/heic",
    b"mif1": "image/heif", b"msf1": "image/heif", b"avif": "image/avif", b"avis": "image/avif",
    b"crx ": "image/x-canon-cr3", b"qt  ": "video/quicktime",
}  # fmt: skip
_RIFF = {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}
_MAKERS = (
    (b"NIKON", "image/x-nikon-nef"),
    (b"SONY", "image/x-sony-arw"),
    (b"PENTAX", "image/x-pentax-pef"),
    (b"RICOH", "image/x-pentax-pef"),
    (b"SAMSUNG", "image/x-samsung-srw"),
)
_RAW_COMPRESSIONS = frozenset({32767, 32769, 34713, 65000, 65535})
_COLOUR_FILTER = 32803
_ZIPPED = (
    (b"[Content_Types].xml", "application/vnd.openxmlformats-officedocument"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "application/vnd.oasis.opendocument"),
)
_KINDS = {
    "application/pdf": "document",
    "application/rtf": "document",
    "application/x-ole-storage": "document",
    "application/vnd.openxmlformats-officedocument": "document",
    "application/vnd.oasis.opendocument": "document",
    "text/html": "document",
    "application/rdf+xml": "sidecar",
    "inode/x-empty": "empty",
}
_ARCHIVES = frozenset(
    {
        "application/zip",
        "application/vnd.rar",
        "application/x-7z-compressed",
        "application/gzip",
        "application/x-bzip2",
        "application/x-xz",
        "application/x-tar",
    }
)
_TEXT_BYTES = 4096


def type_of(data: bytes) -> str:
    """The media type of some bytes; ``application/octet-stream`` where they are of no known type."""
    if not data:
        return "inode/x-empty"
    for start, name in _START:
        if data.startswith(start):
            return _zipped(data) if name == "application/zip" else name
    if data[4:8] == b"ftyp":
        return _BRANDS.get(_heif_brand(data), "video/mp4")
    if data[4:8] in (b"moov", b"mdat", b"wide", b"free") and data[:1] == b"\0":
        return "video/quicktime"
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12], "application/octet-stream")
    if (tiff := open_tiff(data)) is not None:
        return _tiff_type(data, tiff)
    if (
        data.startswith(b"BM")
        and len(data) >= 26
        and data[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
    ):
        return "image/bmp"
    if data[257:262] == b"ustar":
        return "application/x-tar"
    return _text_type(data)


def kind_of(name: str) -> str:
    """The kind of a type: image, raw, video, document, archive, sidecar, text, empty or other."""
    if name in _KINDS:
        return _KINDS[name]
    if name in _ARCHIVES:
        return "archive"
    family, _, rest = name.partition("/")
    if family == "image":
        return "raw" if rest.startswith("x-") else "image"
    return family if family in ("video", "text") else "other"


def _heif_brand(data: bytes) -> bytes:
    """The major brand; for the general ones the first that says more."""
    brand = data[8:12]
    if brand in (b"mif1", b"msf1"):
        listed = data[16 : max(16, min(int.from_bytes(data[:4], "big"), 256))]
        compatible = [listed[i : i + 4] for i in range(0, len(listed), 4)]
        return next((b for b in compatible if b in _BRANDS and b not in (b"mif1", b"msf1")), brand)
    return brand


def _tiff_type(data: bytes, tiff: Tiff) -> str:
    if data[8:10] == b"CR":
        return "image/x-canon-cr2"
    directories = tiff.every()
    if any(0xC612 in directory for directory in directories):
        return "image/x-adobe-dng"
    if any(
        tiff.integer(directory, 0x106) == _COLOUR_FILTER or tiff.integer(directory, 0x103) in _RAW_COMPRESSIONS
        for directory in directories
    ):
        make = tiff.raw(directories[0], 0x10F).upper()
        return next((name for start, name in _MAKERS if make.startswith(start)), "image/x-raw")
    return "image/tiff"


def _zipped(data: bytes) -> str:
    return next((name for mark, name in _ZIPPED if mark in data[:200]), "application/zip")


def _text_type(data: bytes) -> str:
    start = data[:_TEXT_BYTES]
    if any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in start):
        return "application/octet-stream"
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4 or len(data) <= _TEXT_BYTES:
            return "application/octet-stream"
        text = start[: error.start].decode("utf-8-sig", "replace")
    if "<x:xmpmeta" in text or "<?xpacket" in text:
        return "application/rdf+xml"
    return "text/html" if text.lstrip()[:14].lower().startswith(("<!doctype html", "<html")) else "text/plain"


def raw_tiff(data: bytes, name: str) -> Tiff | None:
    """The TIFF structure of a TIFF or raw file; of a CR3 file that of its first directory."""
    if name == "image/x-canon-cr3":
        return open_tiff(canon_directories(data).get(b"CMT1", b""))
    return open_tiff(data)
