"""The analyser *metadata*: every kind of time apart, serial numbers, position; agreement with exiftool."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pictures import FIXTURES, exif, jpeg, pixels, saved, with_note, xmp_packet
from probata.readings.analyser import Failed, Row, read
from probata.readings.analysers import METADATA
from probata.readings.formats.times import gps_time, local_time, zone

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
sys.path.append(str(ROOT / "tools"))


def row_of(name: str) -> Row:
    return METADATA.read(FIXTURES[name]())


EXPECTED = {
    "make": "Probata Works",
    "model": "P-1",
    "software": "firmware 1.0",
    "orientation": 1,
    "body_serial": "SN-000123",
    "lens_model": "50mm f/1.8",
    "lens_serial": "LENS 77",
    "taken_original": "2013-05-04T10:11:12.340",
    "taken_digitized": "2013-05-04T10:11:13.500",
    "modified": "2013-05-06T07:08:09",
    "zone_original": "+02:00",
    "zone_digitized": "-03:30",
    "zone_modified": "+00:00",
    "gps_time": "2013-05-04T08:11:12Z",
    "gps_latitude": -33.51,
    "gps_longitude": -70.25,
    "gps_altitude": -12.5,
    "exposure_s": 0.005,
    "f_number": 2.8,
    "iso": 400,
    "focal_mm": 50.0,
}


@pytest.mark.parametrize("name", ["jpeg", "png", "bare", "webp"])
def test_exif_of_every_container(name: str) -> None:
    bare = exif().tobytes().removeprefix(b"Exif\0\0")  # an EXIF block is a TIFF file without a picture
    row = METADATA.read(bare) if name == "bare" else row_of(name)
    found = {column: row[column] for column in EXPECTED}
    assert found == pytest.approx(EXPECTED)


def test_exif_of_heic_keeps_what_the_file_says() -> None:
    row = row_of("heic")
    assert (row["make"], row["taken_original"]) == ("Probata Works", "2013-05-04T10:11:12.340")


def test_picture_without_metadata_is_a_row_of_nulls() -> None:
    assert set(METADATA.read(saved(pixels(64, 48))).values()) == {None}


@pytest.mark.parametrize("name", ["mp4", "pdf", "text", "empty", "unknown", "zip"])
def test_other_kinds_are_unreadable(name: str) -> None:
    failed = read(METADATA, FIXTURES[name]())
    assert isinstance(failed, Failed)
    assert failed.kind == "no metadata of a photograph"


def test_makers_notes_give_serial_numbers() -> None:
    nikon, canon = row_of("jpeg-nikon"), row_of("jpeg-canon")
    assert (nikon["body_serial"], nikon["image_number"], nikon["maker_note"]) == ("2001f1c0", 4711, "Nikon")
    assert json.loads(str(nikon["origins"])) == {"body_serial": "maker_note", "image_number": "maker_note"}
    assert row_of("jpeg-fuji")["internal_serial"] == "FX-0042 internal"
    assert (canon["body_serial"], canon["maker_note"]) == ("1234567890", "Canon")


def test_xmp_fills_what_exif_leaves_empty_and_says_so() -> None:
    row = METADATA.read(saved(pixels(64, 48), xmp=xmp_packet()))
    assert (row["make"], row["model"]) == ("Maker & Co", "M-2")
    assert (row["taken_digitized"], row["zone_digitized"]) == ("2014-01-02T03:04:05", "+01:00")
    assert row["taken_original"] is None
    assert json.loads(str(row["xmp"]))["dc:creator"] == "A. Person"
    assert json.loads(str(row["origins"])) == {"make": "xmp", "model": "xmp", "taken_digitized": "xmp"}
    both = METADATA.read(jpeg(xmp=xmp_packet()))
    assert (both["make"], both["origins"]) == ("Probata Works", None)
    assert row_of("xmp")["make"] == "Maker & Co"


def test_iptc_is_read_from_photoshop_resources() -> None:
    assert json.loads(str(row_of("jpeg-iptc")["iptc"])) == {"ObjectName": ["Title"], "Keywords": ["one", "two"]}


def test_fields_hold_every_tag() -> None:
    fields = json.loads(str(row_of("jpeg")["fields"]))
    assert fields["EXIF"]["DateTimeOriginal"] == "2013:05:04 10:11:12"
    assert fields["GPS"]["GPSLatitudeRef"] == "S"
    assert fields["EXIF"]["ExposureTime"] == "1/200"


@pytest.mark.parametrize(
    ("text", "fraction", "time"),
    [
        ("2013:05:04 10:11:12", "", "2013-05-04T10:11:12"),
        ("2013:05:04 10:11:12", "054", "2013-05-04T10:11:12.054"),
        ("2013:05:04 10:11:12", "7 ", "2013-05-04T10:11:12.700"),
        ("2013:05:04 10:11:12", "x", "2013-05-04T10:11:12"),
        ("2008-05-25T19:31:26.5+1:00", "", "2008-05-25T19:31:26.500"),
        ("0000:00:00 00:00:00", "", None),
        ("2013:02:30 10:11:12", "", None),
        ("    :  :     :  :  ", "", None),
        ("", "", None),
    ],
)
def test_local_times(text: str, fraction: str, time: str | None) -> None:
    assert local_time(text, fraction) == time


def test_zones_and_gps_times() -> None:
    assert [zone(text) for text in ("+02:00", "Z", "-3:30", "+99:00", "", "2008-05-25T19:31:26+1:00")] == [
        "+02:00", "+00:00", "-03:30", None, None, "+01:00",
    ]  # fmt: skip
    assert gps_time("2008:10:23", (14.0, 27.0, 7.24)) == "2008-10-23T14:27:07.240Z"
    assert gps_time("", (14.0, 27.0, 7.24)) is None
    assert gps_time("2008:10:23", (99.0, 27.0, 7.24)) is None


WHOLE = {
    name: FIXTURES[name]() for name in ("jpeg", "jpeg-nikon", "jpeg-canon", "png", "tiff", "heic", "webp", "raw", "xmp")
}


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_any_bytes_give_a_row_or_a_reason(data: st.DataObject) -> None:
    content = bytearray(WHOLE[data.draw(st.sampled_from(sorted(WHOLE)))])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, min(len(content) - 1, 1200)))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    row = read(METADATA, bytes(content))
    assert isinstance(row, Failed) or set(row) <= set(METADATA.schema.names)


@settings(max_examples=200, deadline=None)
@given(
    make=st.sampled_from([b"Canon", b"NIKON", b"OLYMPUS", b"FUJI", b"x"]),
    start=st.sampled_from(
        [b"Nikon\0\2\x10\0\0II*\0", b"FUJIFILM", b"OLYMPUS\0II\3\0", b"OLYMP\0", b"AOC\0", b"PENTAX \0", b"\1\xf1", b""]
    ),
    note=st.binary(max_size=200),
)
def test_any_makers_note_gives_a_row(make: bytes, start: bytes, note: bytes) -> None:
    assert METADATA.read(with_note(make, start + note))["make"]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the data folder is not beside the checkout")
@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_agrees_with_exiftool() -> None:
    from exif_agreement import LEAST, compare  # noqa: PLC0415 - tools/ is no package

    compared = compare([SHARED / "photographs", SHARED / "cameras"])
    differ = [comparison for comparison in compared if not comparison.agrees]
    assert len(compared) > 800
    assert 1 - len(differ) / len(compared) >= LEAST, differ
