"""The analyser *file*: types, dimensions, structure; any bytes end in a row, soon."""

import io
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pictures import FIXTURES, jpeg, pixels, saved, with_thumbnail
from probata.readings.analysers import FILE
from probata.readings.formats import jpeg as structure

TYPES = {
    "jpeg": ("image/jpeg", "image", 320, 240),
    "jpeg-large": ("image/jpeg", "image", 1600, 1200),
    "png": ("image/png", "image", 300, 200),
    "png-bomb": ("image/png", "image", 60000, 60000),
    "tiff": ("image/tiff", "image", 300, 200),
    "heic": ("image/heic", "image", 320, 240),
    "webp": ("image/webp", "image", 320, 240),
    "webp-lossless": ("image/webp", "image", 320, 240),
    "gif": ("image/gif", "image", 320, 240),
    "bmp": ("image/bmp", "image", 320, 240),
    "raw": ("image/x-nikon-nef", "raw", 400, 300),
    "xmp": ("application/rdf+xml", "sidecar", None, None),
    "mp4": ("video/mp4", "video", None, None),
    "avi": ("video/x-msvideo", "video", None, None),
    "pdf": ("application/pdf", "document", None, None),
    "zip": ("application/zip", "archive", None, None),
    "text": ("text/plain", "text", None, None),
    "empty": ("inode/x-empty", "empty", None, None),
    "unknown": ("application/octet-stream", "other", None, None),
}


@pytest.mark.parametrize("name", TYPES)
def test_type_kind_and_dimensions_come_from_the_bytes(name: str) -> None:
    row = FILE.read(FIXTURES[name]())
    assert (row["type"], row["kind"], row.get("width"), row.get("height")) == TYPES[name]


def test_jpeg_structure() -> None:
    data = jpeg(subsampling=2, restart_marker_blocks=4)
    row = FILE.read(data)
    with Image.open(io.BytesIO(data)) as image:
        tables = image.quantization
    assert row["truncated"] is False
    assert row["trailing_bytes"] == 0
    assert row["subsampling"] == "4:2:0"
    assert row["progressive"] is False
    assert row["restart_interval"] == 4
    assert row["segments"][:3] == ["SOI", "APP0:JFIF", "APP1:Exif"]  # type: ignore[index]
    assert row["segments"][-2:] == ["SOS", "EOI"]  # type: ignore[index]
    assert [sorted(table) for table in row["quantization_tables"]] == [sorted(t) for t in tables.values()]  # type: ignore[union-attr]
    assert len(str(row["quantization"])) == len(str(row["huffman"])) == 16


def test_quantization_tells_qualities_apart_and_not_pictures() -> None:
    one, two, other = (FILE.read(saved(pixels(64, 64, s), quality=q)) for s, q in ((1, 80), (2, 80), (1, 81)))
    assert one["quantization"] == two["quantization"] != other["quantization"]


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("jpeg-progressive", "progressive", True),
        ("jpeg-444", "subsampling", "4:4:4"),
        ("jpeg-grey", "subsampling", "grey"),
        ("jpeg-cmyk", "subsampling", "1x1,1x1,1x1,1x1"),
        ("jpeg-truncated", "truncated", True),
        ("jpeg-header-only", "truncated", True),
        ("jpeg-trailing", "trailing_bytes", 20),
        ("jpeg-trailing", "truncated", False),
        ("jpeg-thumbnail", "embedded_thumbnails", 1),
        ("jpeg", "embedded_thumbnails", 0),
    ],
)
def test_jpeg_peculiarities(name: str, column: str, value: object) -> None:
    assert FILE.read(FIXTURES[name]())[column] == value


def test_every_truncation_is_noticed() -> None:
    data = jpeg(64, 48)
    assert not FILE.read(data)["truncated"]
    for stop in range(3, len(data)):
        assert FILE.read(data[:stop])["truncated"], stop


def test_progressive_walk_finds_all_scans() -> None:
    data = FIXTURES["jpeg-progressive"]()
    walked = structure.walk(data)
    assert walked is not None
    assert walked.complete
    assert walked.end == len(data)
    assert structure.names(data, walked).count("SOS") > 5


def test_end_marker_inside_a_thumbnail_does_not_end_the_picture() -> None:
    main = saved(pixels(200, 100))
    data = with_thumbnail(saved(pixels(80, 60)), main)[:-2]
    assert FILE.read(data)["truncated"] is True


def test_thumbnail_has_its_own_tables() -> None:
    row = FILE.read(with_thumbnail(saved(pixels(80, 60), quality=40), saved(pixels(200, 100), quality=90)))
    assert row["thumbnail_quantization"] == FILE.read(saved(pixels(80, 60), quality=40))["quantization"]


def test_tables_have_digests_of_their_own() -> None:
    one, other = (FILE.read(saved(pixels(64, 64), quality=quality)) for quality in (80, 81))
    luminance, chrominance = one["quantization_by_number"]  # type: ignore[misc]
    assert (luminance[:2], chrominance[:2]) == ("0:", "1:")
    assert luminance != other["quantization_by_number"][0]  # type: ignore[index]
    assert one["huffman_by_number"] == other["huffman_by_number"]
    assert [name[:3] for name in one["huffman_by_number"]] == ["DC0", "AC0", "DC1", "AC1"]  # type: ignore[union-attr]


def test_huffman_tables_are_the_same_however_they_are_spread_over_segments() -> None:
    data = saved(pixels(64, 64))
    walked = structure.walk(data)
    assert walked is not None
    tables = [segment for segment in walked.segments if segment.marker == 0xC4]
    joined = b"".join(data[s.start : s.stop] for s in tables)
    one = b"\xff\xc4" + struct.pack(">H", len(joined) + 2) + joined
    merged = data[: tables[0].start - 4] + one + data[tables[-1].stop :]
    assert FILE.read(merged)["huffman_by_number"] == FILE.read(data)["huffman_by_number"]
    assert FILE.read(merged)["segments"] != FILE.read(data)["segments"]


def test_what_the_header_says_of_the_program_that_wrote_it() -> None:
    data = saved(pixels(64, 48), dpi=(300, 300), comment="made by a program", icc_profile=b"a profile", subsampling=2)
    row = FILE.read(data)
    assert (row["jfif"], row["comment"]) == ("1.01 300x300 per inch", "made by a program")
    assert row["components"] == "1:2x2:0 2:1x1:1 3:1x1:1"
    assert len(str(row["colour_profile"])) == 16
    plain = FILE.read(saved(pixels(64, 48)))
    assert [plain[name] for name in ("comment", "colour_profile", "multi_picture")] == [None, None, None]


def test_how_exif_is_written() -> None:
    row = FILE.read(jpeg())
    assert row["byte_order"] in ("little", "big")
    assert row["directories"] == ["IFD0", "EXIF", "GPS"]
    assert row["subsecond"] == "34"
    assert len(row["tags"]) == len(row["tag_counts"]) == 3  # type: ignore[arg-type]
    assert row.get("maker_note_bytes") is None
    other = FILE.read(FIXTURES["jpeg-nikon"]())
    assert (other["maker_note_start"], other["byte_order"]) == ("Nikon...", "little")
    assert "byte_order" not in FILE.read(saved(pixels(64, 48)))


def test_a_thumbnail_is_read_as_a_picture_of_its_own() -> None:
    small = saved(pixels(80, 60), quality=40, subsampling=0)
    row = FILE.read(with_thumbnail(small, saved(pixels(200, 100))))
    alone = FILE.read(small)
    assert (row["thumbnail_width"], row["thumbnail_height"], row["thumbnail_bytes"]) == (80, 60, len(small))
    for name in ("segments", "huffman", "subsampling"):
        assert row[f"thumbnail_{name}"] == alone[name]
    assert row["thumbnail_tables"] == alone["quantization_tables"]


@pytest.mark.parametrize(
    "hostile",
    [
        b"\xff\xd8" + b"\xff\x01" * 2_000_000,
        b"\xff\xd8" + b"\xff" * 4_000_000,
        b"\xff\xd8" + b"\xff\xe0\0\2" * 1_000_000,
        b"\xff\xd8\xff\xc2\0\x0b\x08\0\x10\0\x10\1\1\x11\0" + b"\xff\xda\0\2" * 1_000_000,
        b"II*\0\x08\0\0\0" + b"\xff" * 4_000_000,
        b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x14A, 4, 1, 8, 8) * 100_000,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 4_000_000,
        b"RIFF\0\0\0\0WEBP" + b"\0" * 4_000_000,
        b"\0\0\0\x0cftypheic" + b"\0\0\0\x08meta" * 300_000,
    ],
    ids=range(9),
)
def test_adversarial_files_end_soon(hostile: bytes) -> None:
    """Not a timing of ours: a quadratic walk of these would take hours, the bound is a hundred times what it takes."""
    started = time.process_time()
    FILE.read(hostile)
    assert time.process_time() - started < 20


WHOLE = {name: make() for name, make in FIXTURES.items()}


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_bytes_give_a_row(data: st.DataObject) -> None:
    content = bytearray(WHOLE[data.draw(st.sampled_from(sorted(WHOLE)))])
    for _ in range(data.draw(st.integers(0, 6))):
        if content:
            at = data.draw(st.integers(0, min(len(content) - 1, 900)))
            content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    assert set(FILE.read(bytes(content))) <= set(FILE.schema.names)


@settings(max_examples=200, deadline=None)
@given(
    start=st.sampled_from(
        [b"", b"\xff\xd8\xff", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"\0\0\0\x10ftypheic", b"RIFF1234WEBP"]
    ),
    rest=st.binary(max_size=300),
)
def test_any_rest_gives_a_row(start: bytes, rest: bytes) -> None:
    assert FILE.read(start + rest)["kind"]


@pytest.mark.parametrize("restarts", [b"", b"\xff\xd0"])
@pytest.mark.parametrize("before", range(-4, 5))
def test_end_is_found_wherever_the_blocks_of_the_search_meet(before: int, restarts: bytes) -> None:
    block = 65536  # of `structure._markers`
    scan = b"\xff\x00\x7f" * (block // 2)
    scan = restarts + scan[: block + before - len(restarts)].removesuffix(b"\xff")
    data = b"\xff\xd8\xff\xda\x00\x02" + scan + b"\xff\xff\xd9" + b"after"
    found = structure.walk(data)
    assert found is not None
    assert found.complete
    assert found.end == len(data) - len(b"after")
