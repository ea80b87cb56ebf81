"""The analyser *metadata*: what the file says about how, when, where and with what it was taken.

Each kind of time keeps its own column, as written and without its zone, which has a column of its own. EXIF comes
first; what EXIF leaves empty is taken from the maker's note, then from XMP, and ``origins`` says so.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from PIL.ExifTags import GPSTAGS, TAGS

from probata.readings.analyser import Parameters, Row, Unreadable
from probata.readings.formats.exif import Blocks, blocks_of
from probata.readings.formats.maker_notes import MakerNote, maker_note
from probata.readings.formats.text_blocks import clean, iptc, xmp
from probata.readings.formats.tiff import EXIF_IFD, GPS_IFD, Directory, Tiff, open_tiff
from probata.readings.formats.times import gps_time, local_time, zone
from probata.readings.formats.types import kind_of, type_of

_MAKER_NOTE = 0x927C
_LONGEST = 200
_XMP_COLUMNS = (
    ("make", "tiff:Make"),
    ("model", "tiff:Model"),
    ("software", "xmp:CreatorTool"),
    ("body_serial", "exifEX:BodySerialNumber"),
    ("body_serial", "aux:SerialNumber"),
    ("lens_model", "exifEX:LensModel"),
    ("lens_model", "aux:Lens"),
    ("lens_serial", "exifEX:LensSerialNumber"),
)
_XMP_TIMES = (
    ("original", "exif:DateTimeOriginal"),
    ("digitized", "exif:DateTimeDigitized"),
    ("digitized", "xmp:CreateDate"),
    ("modified", "xmp:ModifyDate"),
)
_TIME_COLUMNS = {"original": "taken_original", "digitized": "taken_digitized", "modified": "modified"}


@dataclass(frozen=True, slots=True)
class MetadataAnalyser:
    """EXIF, IPTC, XMP and makers' notes.

    Columns:
        make, model, software, body_serial, internal_serial, lens_model, lens_serial: as written, without space around.
        orientation: 1 to 8.
        taken_original, taken_digitized, modified: local, as written; zone_original, zone_digitized, zone_modified.
        gps_time: in UTC. gps_latitude, gps_longitude: degrees, north and east positive. gps_altitude: metres.
        exposure_s, f_number, iso, focal_mm: seconds, ratio, ISO number, millimetres.
        image_number: the camera's own count.
        maker_note: the note's maker. firmware: of the body, as the note says.
        iptc, xmp, fields: JSON of what else could be read; ``fields`` by directory and tag name.
        origins: JSON, column to ``xmp`` or ``maker_note``, where it is not from EXIF.
    """

    name: str = "metadata"
    version: str = "2"
    parameters: Parameters = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: neither a picture nor a sidecar. A picture without metadata has a row of nulls.
        """
        name = type_of(data)
        if kind_of(name) not in ("image", "raw", "sidecar"):
            raise Unreadable(f"no metadata of a photograph: {name}")
        blocks = blocks_of(data, name)
        exif = _Exif(blocks)
        row = exif.row()
        origins: dict[str, str] = {}
        note = exif.note(str(row.get("make") or ""))
        if note is not None:
            _add_note(row, origins, note)
        properties = xmp(blocks.xmp)
        _add_xmp(row, origins, properties)
        records = iptc(blocks.photoshop, blocks.iptc)
        row |= {
            "iptc": _json(records) if records else None,
            "xmp": _json(properties) if properties else None,
            "fields": _json(exif.fields()) if exif.directories else None,
            "origins": _json(origins) if origins else None,
        }
        return row


class _Exif:
    """The EXIF directories of a file: IFD0, EXIF and GPS, each with the structure it lies in."""

    def __init__(self, blocks: Blocks) -> None:
        self.directories: dict[str, tuple[Tiff, Directory]] = {}
        tiffs = [open_tiff(block) for block in blocks.exif]
        if len(tiffs) >= 4:  # CR3 keeps each directory in a structure of its own
            for name, tiff in zip(("IFD0", "EXIF", "MakerNote", "GPS"), tiffs, strict=False):
                if tiff is not None:
                    self.directories[name] = (tiff, tiff.directory(tiff.first)[0])
        elif tiffs and (tiff := tiffs[0]) is not None:
            first, _ = tiff.directory(tiff.first)
            self.directories["IFD0"] = (tiff, first)
            for name, tag in (("EXIF", EXIF_IFD), ("GPS", GPS_IFD)):
                position = tiff.integer(first, tag)
                if position:
                    self.directories[name] = (tiff, tiff.directory(position)[0])

    def text(self, name: str, tag: int) -> str:
        """A text; empty where it is absent or blank."""
        tiff, directory = self.directories.get(name, (None, {}))
        entry = directory.get(tag)
        value = tiff.value(entry) if tiff is not None and entry is not None else b""
        return clean(value) if isinstance(value, bytes) else ""

    def numbers(self, name: str, tag: int) -> tuple[float, ...]:
        """Numbers, rational ones divided; none where one is not finite."""
        tiff, directory = self.directories.get(name, (None, {}))
        entry = directory.get(tag)
        value = tiff.value(entry) if tiff is not None and entry is not None else ()
        found = () if isinstance(value, bytes) else tuple(_number(part) for part in value[:16])
        return found if all(math.isfinite(part) for part in found) else ()

    def number(self, name: str, tag: int) -> float | None:
        """The first of some numbers."""
        found = self.numbers(name, tag)
        return found[0] if found else None

    def integer(self, name: str, tag: int, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        found = self.number(name, tag)
        return int(found) if found is not None and least <= found <= most else None

    def row(self) -> dict[str, object]:
        """The columns that EXIF gives."""
        latitude, longitude = self._degrees(2, 1, b"S", 90), self._degrees(4, 3, b"W", 180)
        altitude = self.number("GPS", 6)
        return {
            "make": self.text("IFD0", 0x10F) or None,
            "model": self.text("IFD0", 0x110) or None,
            "software": self.text("IFD0", 0x131) or None,
            "orientation": self.integer("IFD0", 0x112, 1, 8),
            "body_serial": self.text("EXIF", 0xA431) or self.text("IFD0", 0xC62F) or None,
            "lens_model": self.text("EXIF", 0xA434) or None,
            "lens_serial": self.text("EXIF", 0xA435) or None,
            "taken_original": local_time(self.text("EXIF", 0x9003), self.text("EXIF", 0x9291)),
            "taken_digitized": local_time(self.text("EXIF", 0x9004), self.text("EXIF", 0x9292)),
            "modified": local_time(self.text("IFD0", 0x132), self.text("EXIF", 0x9290)),
            "zone_original": zone(self.text("EXIF", 0x9011)),
            "zone_digitized": zone(self.text("EXIF", 0x9012)),
            "zone_modified": zone(self.text("EXIF", 0x9010)),
            "gps_time": gps_time(self.text("GPS", 29), self.numbers("GPS", 7)),
            "gps_latitude": latitude,
            "gps_longitude": longitude,
            "gps_altitude": -altitude if altitude is not None and self.number("GPS", 5) == 1 else altitude,
            "exposure_s": self.number("EXIF", 0x829A),
            "f_number": self.number("EXIF", 0x829D),
            "iso": self.integer("EXIF", 0x8827, 0, 2**31 - 1),
            "focal_mm": self.number("EXIF", 0x920A),
            "image_number": self.integer("EXIF", 0x9211, 0, 2**53),
        }

    def _degrees(self, tag: int, reference: int, negative: bytes, most: int) -> float | None:
        parts = self.numbers("GPS", tag)
        if not parts or len(parts) > 3:
            return None
        value = math.fsum(part / (1, 60, 3600)[power] for power, part in enumerate(parts))
        if not 0 <= value <= most:
            return None
        return -value if self.text("GPS", reference).upper().startswith(negative.decode()) else value

    def note(self, make: str) -> MakerNote | None:
        """What the maker's note says."""
        if "MakerNote" in self.directories:
            own, _ = self.directories["MakerNote"]
            return maker_note(own, own.first, len(own.data), make)
        tiff, directory = self.directories.get("EXIF", (None, {}))
        entry = directory.get(_MAKER_NOTE)
        return maker_note(tiff, entry.start, entry.size, make) if tiff is not None and entry is not None else None

    def fields(self) -> dict[str, dict[str, object]]:
        """Every tag that can be read, by directory and name."""
        found: dict[str, dict[str, object]] = {}
        for name, (tiff, directory) in self.directories.items():
            names: Mapping[int, str] = GPSTAGS if name == "GPS" else TAGS
            found[name] = {
                names.get(tag, f"0x{tag:04x}"): _shown(tiff.value(entry), entry.type, entry.size)
                for tag, entry in directory.items()
                if tag != _MAKER_NOTE
            }
        return found


def _number(part: object) -> float:
    if isinstance(part, tuple):
        return part[0] / part[1] if part[1] else math.nan
    assert isinstance(part, int | float)
    return float(part)


def _shown(value: object, kind: int, size: int) -> object:
    """A tag's value as JSON: text, numbers, rationals as ``1/60``, bytes as hexadecimal digits; long ones cut."""
    if isinstance(value, bytes):
        return clean(value[:_LONGEST]) if kind != 7 else value[:32].hex() + (f"… {size} bytes" if size > 32 else "")
    assert isinstance(value, tuple)
    parts = [f"{part[0]}/{part[1]}" if isinstance(part, tuple) else _finite(part) for part in value[:16]]
    return parts[0] if len(value) == 1 else parts


def _finite(part: float) -> float | str:
    return part if math.isfinite(part) else str(part)


def _add_note(row: dict[str, object], origins: dict[str, str], note: MakerNote) -> None:
    row["maker_note"] = note.maker
    row["firmware"] = note.firmware or None
    for column in ("body_serial", "internal_serial", "lens_serial", "lens_model", "image_number"):
        value = getattr(note, column)
        if row.get(column) is None and value not in ("", None):
            row[column] = value
            origins[column] = "maker_note"


def _add_xmp(row: dict[str, object], origins: dict[str, str], properties: Mapping[str, str]) -> None:
    for column, name in _XMP_COLUMNS:
        if row.get(column) is None and properties.get(name):
            row[column], origins[column] = properties[name], "xmp"
    for kind, name in _XMP_TIMES:
        column, text = _TIME_COLUMNS[kind], properties.get(name, "")
        if row.get(column) is None and (time := local_time(text)) is not None:
            row[column], row[f"zone_{kind}"], origins[column] = time, zone(text), "xmp"
    turned = properties.get("tiff:Orientation", "")
    if row.get("orientation") is None and turned in tuple("12345678"):
        row["orientation"], origins["orientation"] = int(turned), "xmp"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


_TEXTS = ("make", "model", "body_serial", "internal_serial", "lens_model", "lens_serial", "software")
_TIMES = ("taken_original", "taken_digitized", "modified", "zone_original", "zone_digitized", "zone_modified")
_FIELDS: "list[pa.Field[Any]]" = [
    *(pa.field(name, pa.string()) for name in _TEXTS),
    pa.field("orientation", pa.int8()),
    *(pa.field(name, pa.string()) for name in (*_TIMES, "gps_time")),
    pa.field("exposure_s", pa.float64()),
    pa.field("f_number", pa.float64()),
    pa.field("iso", pa.int32()),
    pa.field("focal_mm", pa.float64()),
    *(pa.field(name, pa.float64()) for name in ("gps_latitude", "gps_longitude", "gps_altitude")),
    pa.field("image_number", pa.int64()),
    *(pa.field(name, pa.string()) for name in ("maker_note", "firmware", "iptc", "xmp", "fields", "origins")),
]
_SCHEMA = pa.schema(_FIELDS)
