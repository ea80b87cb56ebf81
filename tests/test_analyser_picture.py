"""The analyser *picture*: hashes that survive copying, thumbnails upright and hidden, nothing hostile gets through."""

import io
import struct

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pictures import FIXTURES, jpeg, pixels, saved, with_thumbnail
from probata.readings.analyser import Failed, Row, Unreadable, read
from probata.readings.analysers import PICTURE
from probata.readings.rendition import rendition


def row_of(name: str) -> Row:
    return PICTURE.read(FIXTURES[name]())


def opened(data: object) -> Image.Image:
    assert isinstance(data, bytes)
    return Image.open(io.BytesIO(data))


def distance(one: Row, other: Row) -> int:
    a, b = (np.frombuffer(row["pdq"], np.uint8) for row in (one, other))  # type: ignore[call-overload]
    return int(np.unpackbits(a ^ b).sum())


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in FIXTURES
        if name.startswith(("jpeg", "png", "tiff", "heic", "webp", "gif", "bmp", "raw"))
        and name not in ("jpeg-header-only", "png-bomb")
    ],
)
def test_every_kind_of_picture_is_read(name: str) -> None:
    row = row_of(name)
    assert len(row["pdq"]) == 32  # type: ignore[arg-type]
    assert max(opened(row["thumbnail"]).size) <= 256
    hidden = opened(row["hidden"])
    assert max(hidden.size) <= 96
    assert hidden.mode == "L"
    assert 0 < float(row["brightness"]) < 1  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["png", "tiff", "bmp", "webp-lossless", "gif"])
def test_same_picture_in_another_format_is_near(name: str) -> None:
    with Image.open(io.BytesIO(FIXTURES[name]())) as image:
        again = PICTURE.read(saved(image.convert("RGB"), quality=80))
    assert distance(row_of(name), again) <= 10


@pytest.mark.parametrize("size", [(400, 300), (1152, 864), (2048, 1536), (1500, 2000)])
def test_copies_stay_near(size: tuple[int, int]) -> None:
    image = pixels(*size, seed=3)
    original = PICTURE.read(saved(image, quality=92))
    copies = [
        *(saved(image.resize((size[0] // part, size[1] // part), Image.Resampling.LANCZOS)) for part in (2, 4)),
        *(saved(image, quality=quality) for quality in (50, 75, 95)),
        saved(image.point(lambda value: min(255, value * 1.15 + 10))),
    ]
    assert max(distance(original, PICTURE.read(copy)) for copy in copies) <= 20
    assert distance(original, PICTURE.read(saved(pixels(*size, seed=4)))) > 60


@pytest.mark.parametrize("orientation", range(1, 9))
def test_thumbnail_is_upright_and_dimensions_are_as_stored(orientation: int) -> None:
    """Pillow's own reading of the orientation is the oracle."""
    image = pixels(320, 200, 6)
    data = jpeg(320, 200, 6, orientation=orientation)
    row = PICTURE.read(data)
    assert (row["width"], row["height"]) == (320, 200)
    transposed = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }  # fmt: skip
    expected = image.transpose(transposed[orientation]) if orientation in transposed else image
    thumbnail = opened(row["thumbnail"])
    theirs = np.asarray(expected.resize(thumbnail.size, Image.Resampling.BOX), np.float64)
    assert np.abs(np.asarray(thumbnail, np.float64) - theirs).mean() < 6


def test_hidden_version_shows_nothing() -> None:
    """What is left of the picture is less than a 16 × 16 grid of grey values."""
    board = np.kron(np.indices((40, 40)).sum(axis=0) % 2, np.ones((20, 20))).astype(np.uint8) * 255
    hidden = np.asarray(opened(PICTURE.read(saved(Image.fromarray(board)))["hidden"]), np.float64)
    assert hidden.std() < 12
    grey = np.asarray(opened(row_of("jpeg-large")["hidden"]), np.float32)
    coarse = cv2.resize(
        cv2.resize(grey, (16, 16), interpolation=cv2.INTER_AREA), grey.shape[::-1], interpolation=cv2.INTER_CUBIC
    )
    assert np.abs(coarse - grey)[8:-8, 8:-8].mean() < 6


def test_thumbnail_difference_tells_a_changed_picture() -> None:
    same, other = (
        row_of("jpeg-thumbnail")["thumbnail_difference"],
        row_of("jpeg-thumbnail-other")["thumbnail_difference"],
    )
    assert isinstance(same, float)
    assert isinstance(other, float)
    assert same < 0.02
    assert other > 0.3
    assert row_of("jpeg")["thumbnail_difference"] is None


def test_thumbnail_with_bars_is_the_same_picture() -> None:
    image = pixels(900, 600, 7)
    framed = Image.new("RGB", (160, 120))
    framed.paste(image.resize((152, 101)), (4, 10))
    row = PICTURE.read(with_thumbnail(saved(framed), saved(image)))
    assert float(row["thumbnail_difference"]) < 0.06  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("png-bomb", "too many pixels"),
        ("jpeg-header-only", "damaged picture"),
        ("pdf", "no picture"),
        ("mp4", "no picture"),
        ("empty", "no picture"),
        ("text", "no picture"),
    ],
)
def test_what_is_no_picture_says_why(name: str, kind: str) -> None:
    failed = read(PICTURE, FIXTURES[name]())
    assert isinstance(failed, Failed)
    assert failed.kind == kind


def test_bombs_of_every_format_are_refused_from_the_header() -> None:
    bombs = [
        b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 11, 8, 65000, 65000, 1) + b"\1\x11\0\xff\xd9",
        b"BM" + b"\0" * 12 + struct.pack("<Iii", 40, 60000, 60000) + b"\1\0\x18\0" + b"\0" * 24,
        b"GIF89a" + struct.pack("<HH", 65000, 65000) + b"\0\0\0;",
    ]
    for bomb in bombs:
        failed = read(PICTURE, bomb)
        assert isinstance(failed, Failed)
        assert failed.kind == "too many pixels"


def test_rendition_is_as_large_as_asked_for_and_hidden_when_asked_for() -> None:
    data = FIXTURES["jpeg-turned"]()
    with opened(rendition(data, 200, hidden=False)) as shown, opened(rendition(data, 200, hidden=True)) as hidden:
        assert shown.size == hidden.size == (150, 200)
        assert (shown.mode, hidden.mode) == ("RGB", "L")
    with opened(rendition(data, 5000, hidden=False)) as shown:
        assert shown.size == (240, 320)
    with pytest.raises(Unreadable, match="no picture"):
        rendition(b"text", 200, hidden=True)


WHOLE = {
    name: FIXTURES[name]() for name in ("jpeg", "png", "tiff", "heic", "webp", "gif", "bmp", "jpeg-thumbnail", "raw")
}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_bytes_give_a_row_or_a_reason(data: st.DataObject) -> None:
    content = bytearray(WHOLE[data.draw(st.sampled_from(sorted(WHOLE)))])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    row = read(PICTURE, bytes(content))
    assert isinstance(row, Failed) or set(row) <= set(PICTURE.schema.names)
