"""Files of every kind that a drive may hold, made in code: nothing is taken from anybody's photographs."""

import io
import struct
from collections.abc import Callable

import cv2
import numpy as np
import pillow_heif
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from c2pa_making import changed, signed

pillow_heif.register_heif_opener()

EXIF_IFD, GPS_IFD = 0x8769, 0x8825


def pixels(width: int, height: int, seed: int = 0) -> Image.Image:
    """A picture with shapes, smooth enough to survive JPEG."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    channels = []
    for _ in range(3):
        fx, fy, phase = rng.uniform(1, 6), rng.uniform(1, 6), rng.uniform(0, 6)
        channels.append(127 + 100 * np.sin(fx * 6 * x / width + phase) * np.cos(fy * 6 * y / height))
    array = np.stack(channels, axis=2)
    for _ in range(12):
        left, top = int(rng.integers(width)), int(rng.integers(height))
        array[top : top + height // 6, left : left + width // 6] = rng.integers(0, 255, 3)
    return Image.fromarray(array.clip(0, 255).astype(np.uint8))


def saved(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def exif(orientation: int = 1, *, gps: bool = True) -> Image.Exif:
    """EXIF as a camera writes it: all three times, with fractions and zones, serial numbers, position."""
    block = Image.Exif()
    block[0x10F], block[0x110], block[0x112], block[0x131] = "Probata Works", "P-1", orientation, "firmware 1.0"
    block[0x132] = "2013:05:06 07:08:09"
    inner = block.get_ifd(EXIF_IFD)
    inner[0x9010] = "+00:00"
    inner[0x9003], inner[0x9291], inner[0x9011] = "2013:05:04 10:11:12", "34", "+02:00"
    inner[0x9004], inner[0x9292], inner[0x9012] = "2013:05:04 10:11:13", "5", "-03:30"
    inner[0xA431], inner[0xA434], inner[0xA435] = "SN-000123", "50mm f/1.8", "LENS 77"
    inner[0x829A], inner[0x829D], inner[0x8827], inner[0x920A] = IFDRational(1, 200), 2.8, 400, 50.0
    if gps:
        place = block.get_ifd(GPS_IFD)
        place[1], place[2], place[3], place[4] = "S", (33.0, 30.0, 36.0), "W", (70.0, 15.0, 0.0)
        place[5], place[6], place[7], place[29] = b"\1", 12.5, (8.0, 11.0, 12.0), "2013:05:04"
    return block


def jpeg(width: int = 320, height: int = 240, seed: int = 0, orientation: int = 1, **options: object) -> bytes:
    return saved(pixels(width, height, seed), exif=exif(orientation), quality=85, **options)


def with_thumbnail(thumbnail: bytes, main: bytes) -> bytes:
    """``main`` (a JPEG without EXIF) with an EXIF block that holds ``thumbnail`` in its second directory."""
    head = b"II*\0\x08\0\0\0"
    first = struct.pack("<H", 1) + struct.pack("<HHII", 0x112, 3, 1, 1)
    second_at = len(head) + len(first) + 4
    data_at = second_at + 2 + 2 * 12 + 4
    second = struct.pack("<H", 2) + struct.pack("<HHII", 0x201, 4, 1, data_at)
    second += struct.pack("<HHII", 0x202, 4, 1, len(thumbnail)) + struct.pack("<I", 0)
    block = b"Exif\0\0" + head + first + struct.pack("<I", second_at) + second + thumbnail
    return main[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + main[2:]


def with_note(make: bytes, note: bytes) -> bytes:
    """A JPEG whose EXIF holds only a make and a maker's note; the note lies at 68 of the TIFF structure."""
    head = b"II*\0\x08\0\0\0"
    first = struct.pack("<H", 2) + struct.pack("<HHII", 0x10F, 2, 8, 56) + struct.pack("<HHII", EXIF_IFD, 4, 1, 38)
    inner = struct.pack("<H", 1) + struct.pack("<HHII", 0x927C, 7, len(note), 68) + struct.pack("<I", 0)
    block = head + first + struct.pack("<I", 0) + inner + make.ljust(8, b"\0")[:8] + b"\0" * 4 + note
    block = b"Exif\0\0" + block
    main = saved(pixels(64, 48))
    return main[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + main[2:]


def nikon_note(serial: bytes = b"NO= 2001f1c0", shutter_count: int = 4711) -> bytes:
    """A Nikon note of type 3: its own TIFF structure after ten bytes."""
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<H", 2)
    tiff += struct.pack("<HHII", 0x1D, 2, len(serial), 38) + struct.pack("<HHII", 0xA7, 4, 1, shutter_count)
    return b"Nikon\0\2\x10\0\0" + tiff + struct.pack("<I", 0) + serial


def canon_note(serial: int = 1234567890, firmware: bytes = b"Firmware 1.0.3") -> bytes:
    """A Canon note; its positions count from the start of the TIFF structure, where it lies at 68."""
    text_at = 68 + 2 + 2 * 12 + 4
    directory = struct.pack("<HHII", 0x07, 2, len(firmware), text_at) + struct.pack("<HHII", 0x0C, 4, 1, serial)
    return struct.pack("<H", 2) + directory + struct.pack("<I", 0) + firmware


def described() -> bytes:
    """A JPEG with a comment, a colour profile, its size in EXIF, and an index of two pictures (MPF)."""
    index = (
        b"MPF\0II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHII", 0xB001, 4, 1, 2) + struct.pack("<I", 0)
    )
    segment = b"\xff\xe2" + struct.pack(">H", len(index) + 2) + index
    written = Image.Exif()
    written.get_ifd(EXIF_IFD).update({0xA002: 96, 0xA003: 64})
    main = saved(pixels(96, 64), comment="made by a program", icc_profile=b"a profile", exif=written)
    return main[:2] + segment + main[2:]


def fuji_note(serial: bytes = b"FX-0042 internal") -> bytes:
    """A Fujifilm note: little-endian, positions from its own start."""
    directory = struct.pack("<H", 1) + struct.pack("<HHII", 0x10, 2, len(serial), 30) + struct.pack("<I", 0)
    return b"FUJIFILM" + struct.pack("<I", 12) + directory + serial


def iptc() -> bytes:
    """A JPEG with an IPTC record in a Photoshop resource."""
    record = b"\x1c\x02\x05\0\x05Title\x1c\x02\x19\0\x03one\x1c\x02\x19\0\x03two"
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    main = saved(pixels(64, 48), xmp=xmp_packet())
    return main[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + main[2:]


def xmp_packet() -> bytes:
    return (
        b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        b'<rdf:RDF><rdf:Description tiff:Make="Maker &amp; Co" xmp:CreateDate="2014-01-02T03:04:05+01:00">'
        b"<tiff:Model>M-2</tiff:Model><dc:creator><rdf:Seq><rdf:li>A. Person</rdf:li></rdf:Seq></dc:creator>"
        b'</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def tall_bomb() -> bytes:
    """A PNG of a few bytes that says it has 60,000 × 60,000 pixels."""
    header = struct.pack(">II5B", 60000, 60000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + b"\0\0\0\0" + b"\0\0\0\0IDAT\0\0\0\0"


def _sixteen_bits(form: str) -> bytes:
    array = np.asarray(pixels(200, 150, 5).convert("L")).astype(np.uint16) * 257
    return saved(Image.fromarray(array), form)


def _raw() -> bytes:
    """A TIFF structure with a colour-filter image of 400 × 300 and a JPEG preview: what raw files are like."""
    preview = jpeg(200, 150, 9)
    entries = [(0x100, 4, 1, 400), (0x101, 4, 1, 300), (0x103, 3, 1, 34713), (0x106, 3, 1, 32803), (0x10F, 2, 6, 80)]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (b"II*\0\x08\0\0\0" + directory + struct.pack("<I", 0)).ljust(80, b"\0") + b"NIKON\0\0\0" + preview


def card() -> bytes:
    """A card with a number in Hershey strokes."""
    ground = np.full((360, 640, 3), 110, np.uint8)
    cv2.rectangle(ground, (140, 120), (500, 240), (235, 235, 230), -1)
    cv2.putText(ground, "2356/138", (170, 200), cv2.FONT_HERSHEY_SIMPLEX, 2.0, (20, 20, 20), 5, cv2.LINE_AA)
    return saved(Image.fromarray(ground), quality=92)


PAGE = """<!DOCTYPE html><html lang="en"><head><title>Invitation withdrawn</title>
<meta property="og:site_name" content="The Halden Courier">
<meta property="article:published_time" content="2031-01-20T09:30:00+00:00">
<meta property="article:modified_time" content="2031-01-20T18:00:00+00:00"></head><body><article>
<h1>Invitation withdrawn</h1><p>By Mara Lind</p>
<p>PORT HALDEN, 20 January — Foreign Minister Ada Brenn assured the Assembly that Veldland would attend the talks.</p>
<p>“We will release 120 detainees by 30 January,” she told <a href="https://halden.example/reporters">reporters</a>.</p>
<p>The ministry denied on Monday that the invitation had been accepted.</p></article></body></html>
"""

FIXTURES: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg,
    "jpeg-card": card,
    "jpeg-large": lambda: jpeg(1600, 1200, 1),
    "jpeg-turned": lambda: jpeg(320, 240, 2, orientation=6),
    "jpeg-progressive": lambda: jpeg(320, 240, 3, progressive=True),
    "jpeg-444": lambda: jpeg(320, 240, 3, subsampling=0),
    "jpeg-grey": lambda: saved(pixels(320, 240).convert("L")),
    "jpeg-cmyk": lambda: saved(pixels(320, 240).convert("CMYK")),
    "jpeg-truncated": lambda: jpeg(640, 480, 4)[:-9000],
    "jpeg-header-only": lambda: jpeg()[:300],
    "jpeg-trailing": lambda: jpeg() + b"appended by somebody",
    "jpeg-thumbnail": lambda: with_thumbnail(
        saved(pixels(1280, 960, 7).resize((160, 120))), saved(pixels(1280, 960, 7))
    ),
    "jpeg-thumbnail-other": lambda: with_thumbnail(saved(pixels(160, 120, 8)), saved(pixels(1280, 960, 7))),
    "jpeg-nikon": lambda: with_note(b"NIKON", nikon_note()),
    "jpeg-canon": lambda: with_note(b"Canon", canon_note()),
    "jpeg-fuji": lambda: with_note(b"FUJIFIL", fuji_note()),
    "jpeg-iptc": iptc,
    "jpeg-described": described,
    "jpeg-signed": lambda: signed(jpeg(320, 240, 5)),
    "jpeg-signed-changed": lambda: changed(signed(jpeg(320, 240, 5))),
    "jpeg-restart": lambda: jpeg(restart_marker_blocks=4),
    "png": lambda: saved(pixels(300, 200), "PNG", exif=exif()),
    "png-16": lambda: _sixteen_bits("PNG"),
    "png-alpha": lambda: saved(pixels(300, 200).convert("RGBA"), "PNG"),
    "png-bomb": tall_bomb,
    "tiff": lambda: saved(pixels(300, 200), "TIFF", exif=exif()),
    "tiff-16": lambda: _sixteen_bits("TIFF"),
    "heic": lambda: saved(pixels(320, 240), "HEIF", exif=exif(6)),
    "webp": lambda: saved(pixels(320, 240), "WEBP", exif=exif()),
    "webp-lossless": lambda: saved(pixels(320, 240), "WEBP", lossless=True),
    "gif": lambda: saved(pixels(320, 240), "GIF"),
    "bmp": lambda: saved(pixels(320, 240), "BMP"),
    "raw": _raw,
    "xmp": xmp_packet,
    "mp4": lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08mdat",
    "avi": lambda: b"RIFF\x10\0\0\0AVI LIST\0\0\0\0",
    "pdf": lambda: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "zip": lambda: b"PK\x03\x04" + b"\0" * 40,
    "text": lambda: "a note, Größe 3\n".encode(),
    "empty": lambda: b"",
    "page": lambda: PAGE.encode(),
    "unknown": lambda: bytes(range(256)),
}
