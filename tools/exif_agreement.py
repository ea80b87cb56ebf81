"""How far the analyser *metadata* agrees with exiftool.

Run: ``python tools/exif_agreement.py FOLDER…`` (needs the program ``exiftool``). Prints the fields compared, those that
disagree, and the ratio; ends with 1 where it is under 0.99.

The rule, field by field, over every file that exiftool reads:

* Compared is what exiftool gives in its EXIF groups (IFD0, ExifIFD, GPS) of: make, model, serial numbers of body and
  lens, lens model, date and time original, digitized and modified with their fractions and offsets, orientation, GPS
  position, altitude and time; and in its MakerNotes groups every serial number.
* A value that exiftool gives as blank says nothing, and is not compared. Everything else counts, malformed times too.
* Texts are equal but for space around them; Nikon's label "NO=" before a serial number is not part of it. Positions are
  equal to 1e-6 degrees, altitudes to 0.01 m. Fractions of seconds are equal as fractions ("34" is .340).
* A maker's serial number agrees with ``body_serial``, or with EXIF's own where that differs from the maker's and wins.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from probata.readings.analyser import Failed, Row, read
from probata.readings.analysers import METADATA

LEAST = 0.99
_TEXTS = (
    ("EXIF:IFD0:Make", "make"),
    ("EXIF:IFD0:Model", "model"),
    ("EXIF:ExifIFD:SerialNumber", "body_serial"),
    ("EXIF:ExifIFD:LensSerialNumber", "lens_serial"),
    ("EXIF:ExifIFD:LensModel", "lens_model"),
    ("EXIF:ExifIFD:OffsetTimeOriginal", "zone_original"),
    ("EXIF:ExifIFD:OffsetTimeDigitized", "zone_digitized"),
    ("EXIF:ExifIFD:OffsetTime", "zone_modified"),
)
_TIMES = (
    ("EXIF:ExifIFD:DateTimeOriginal", "EXIF:ExifIFD:SubSecTimeOriginal", "taken_original"),
    ("EXIF:ExifIFD:CreateDate", "EXIF:ExifIFD:SubSecTimeDigitized", "taken_digitized"),
    ("EXIF:IFD0:ModifyDate", "EXIF:ExifIFD:SubSecTime", "modified"),
)
_NOTES = (
    ("SerialNumber", "body_serial"),
    ("InternalSerialNumber", "internal_serial"),
    ("LensSerialNumber", "lens_serial"),
)


@dataclass(frozen=True)
class Comparison:
    """One field of one file."""

    file: str
    field: str
    theirs: str
    ours: str

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return self.theirs == self.ours


def compare(folders: list[Path]) -> list[Comparison]:
    """Every field that exiftool gives for the files under some folders, beside ours."""
    call = ["exiftool", "-r", "-json", "-n", "-G0:1", "-a", "-q", *(str(folder) for folder in folders)]
    found = subprocess.run(call, capture_output=True, check=False)
    compared: list[Comparison] = []
    for record in json.loads(found.stdout or b"[]"):
        path = Path(record["SourceFile"])
        row = read(METADATA, path.read_bytes())
        mine = {} if isinstance(row, Failed) else row
        for field, theirs, ours in _fields(record, mine):
            compared.append(Comparison(path.name, field, theirs, ours))
    return compared


def _fields(record: dict[str, object], row: Row) -> Iterator[tuple[str, str, str]]:
    for key, column in _TEXTS:
        if theirs := _text(record.get(key)):
            yield key, theirs, _text(row.get(column))
    for key, fraction, column in _TIMES:
        ours = _text(row.get(column))
        if theirs := _text(record.get(key)):
            yield key, theirs.replace(":", "-", 2).replace(" ", "T", 1), ours.partition(".")[0]
        if theirs := _text(record.get(fraction)):
            yield fraction, theirs.ljust(3, "0"), ours.partition(".")[2]
    if theirs := _text(record.get("EXIF:IFD0:Orientation")):
        yield "EXIF:IFD0:Orientation", theirs, _text(row.get("orientation"))
    for key, value in record.items():
        group, _, name = key.rpartition(":")
        for ending, column in _NOTES:
            if group.startswith("MakerNotes:") and name == ending and (theirs := _serial(value)):
                yield key, theirs, _serial(row.get(column))
    yield from _gps(record, row)


def _gps(record: dict[str, object], row: Row) -> Iterator[tuple[str, str, str]]:
    for name, column, digits, negative in (
        ("GPSLatitude", "gps_latitude", 6, "S"),
        ("GPSLongitude", "gps_longitude", 6, "W"),
        ("GPSAltitude", "gps_altitude", 2, "1"),
    ):
        key = f"EXIF:GPS:{name}"
        if isinstance(value := record.get(key), int | float):
            sign = -1 if _text(record.get(f"{key}Ref")) == negative else 1
            ours = row.get(column)
            yield key, f"{sign * value:.{digits}f}", f"{ours:.{digits}f}" if isinstance(ours, float) else ""
    date, time = _text(record.get("EXIF:GPS:GPSDateStamp")), _text(record.get("EXIF:GPS:GPSTimeStamp"))
    if date and time:
        whole, _, fraction = time.partition(".")
        theirs = f"{date.replace(':', '-')}T{whole}" + (f".{fraction.ljust(3, '0')}" if fraction else "")
        yield "EXIF:GPS:GPSTimeStamp", theirs, _text(row.get("gps_time")).removesuffix("Z")


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _serial(value: object) -> str:
    return _text(value).removeprefix("NO=").strip()


def main() -> int:
    """Compare the folders named on the command line."""
    compared = compare([Path(argument) for argument in sys.argv[1:]])
    differ = [comparison for comparison in compared if not comparison.agrees]
    for comparison in differ:
        print(f"{comparison.file}\t{comparison.field}\texiftool {comparison.theirs!r}\tours {comparison.ours!r}")
    ratio = 1 - len(differ) / max(1, len(compared))
    print(f"fields {len(compared)}, agreeing {len(compared) - len(differ)}, ratio {ratio:.4f}")
    return 0 if ratio >= LEAST and compared else 1


if __name__ == "__main__":
    raise SystemExit(main())
