"""The analyser *appearance*: points that a mirror and an edit keep, nothing from blank pictures, unit vectors."""

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from PIL import Image

from collages import collage, encoded
from pictures import FIXTURES, saved
from probata.readings.analyser import Failed, read
from probata.readings.analysers import APPEARANCE
from probata.readings.analysers.appearance import DIMENSIONS, vectors
from probata.readings.local_features import KEPT, MIRROR_SIGNS, MOST_POINTS, POINT, compressed, packed_points, unpacked


def vector(data: bytes) -> npt.NDArray[np.float32]:
    return np.asarray(vectors(pa.chunked_array([pa.array([APPEARANCE.read(data)["vector"]], pa.binary())]))[0])


def test_a_mirror_image_has_the_same_points_with_signs_turned() -> None:
    """The descriptor of a mirrored patch is the original's with `MIRROR_SIGNS`: no pixels are needed."""
    picture = collage(1, 384, 288)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    sift = cv2.SIFT.create()
    points, described = sift.detectAndCompute(grey, None)
    flipped = [cv2.KeyPoint(383 - p.pt[0], p.pt[1], p.size, (180 - p.angle) % 360, 0, p.octave) for p in points]
    _, mirrored = sift.compute(np.ascontiguousarray(grey[:, ::-1]), flipped)
    one, other = compressed(described).astype(float) * MIRROR_SIGNS, compressed(mirrored).astype(float)
    distance = ((one - other) ** 2).sum(axis=1)
    unlike = ((one - np.roll(other, 1, axis=0)) ** 2).sum(axis=1)
    assert np.median(distance) < 0.1 * np.median(unlike)


def test_points_are_spread_and_bounded() -> None:
    data, width, height = packed_points(collage(2, 1600, 1200))
    points = unpacked(data)
    assert (width, height) == (384, 288)
    assert len(points.x) == MOST_POINTS
    assert len(data) == MOST_POINTS * POINT.itemsize
    assert points.descriptors.shape == (MOST_POINTS, KEPT)
    assert {(int(x * 3 // width), int(y * 3 // height)) for x, y in zip(points.x, points.y, strict=True)} == {
        (column, row) for column in range(3) for row in range(3)
    }


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_blank_picture_has_no_points(value: int) -> None:
    row = APPEARANCE.read(saved(Image.new("RGB", (640, 480), (value, value, value))))
    assert row["features"] == b""
    assert isinstance(row["vector"], bytes)
    assert len(row["vector"]) == DIMENSIONS


def test_vectors_are_unit_and_null_is_zero() -> None:
    column = pa.chunked_array([pa.array([APPEARANCE.read(FIXTURES["jpeg"]())["vector"], None], pa.binary())])
    found = vectors(column)
    assert found.shape == (2, DIMENSIONS)
    assert np.linalg.norm(found[0]) == pytest.approx(1, abs=1e-5)
    assert not found[1].any()


def test_copies_have_like_vectors_and_other_pictures_have_not() -> None:
    picture = collage(3, 900, 600)
    original = vector(encoded(picture))
    copies = [encoded(picture, 60), encoded(cv2.resize(picture, None, fx=0.5, fy=0.5)), encoded(picture[:, ::-1])]
    worst = min(float(original @ vector(copy)) for copy in copies)
    assert worst > 0.8
    assert worst > float(original @ vector(FIXTURES["jpeg-card"]()))


@pytest.mark.parametrize(("orientation", "size"), [(1, (384, 288)), (6, (288, 384))])
def test_size_is_of_the_upright_picture(orientation: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x112] = orientation
    picture = Image.fromarray(np.ascontiguousarray(collage(4, 800, 600)[:, :, ::-1]))
    row = APPEARANCE.read(saved(picture, exif=exif))
    assert (row["width"], row["height"]) == size


def test_what_is_no_picture_says_so() -> None:
    assert read(APPEARANCE, b"text") == Failed("no picture: text/plain")
