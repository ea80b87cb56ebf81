"""Signs of sensor noise as a reading: of the stored picture's middle, drawn by chance where there is none."""

import io

import numpy as np
import pytest
from PIL import Image

from pictures import jpeg, pixels, saved
from probata.readings.analyser import Unreadable
from probata.readings.analysers import NOISE


def signs(row):
    return 2.0 * np.unpackbits(np.frombuffer(row["bits"], np.uint8)) - 1


def sensor(body, shape):
    return np.random.default_rng([4, body]).normal(0, 0.02, shape)


def taken(body, shot, shape=(300, 400)):
    rng = np.random.default_rng([body, shot])
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    scene = 120 + 40 * np.sin(x / 60 + shot) + 30 * np.cos(y / 45 + shot)
    plane = np.clip(scene * (1 + sensor(body, shape)) + rng.normal(0, 2, shape), 0, 255).astype(np.uint8)
    return Image.fromarray(np.dstack([plane] * 3))


def test_photographs_of_one_sensor_agree_whatever_orientation_they_state():
    stream = io.BytesIO()
    block = Image.Exif()
    block[0x112] = 6
    taken(1, 1).save(stream, "JPEG", quality=95, exif=block)
    one, other, foreign = (
        NOISE.read(data) for data in (stream.getvalue(), saved(taken(1, 2), quality=95), saved(taken(2, 3), quality=95))
    )
    assert (one["width"], one["height"], one["side"], one["exposure"]) == (400, 300, 256, "normal")
    assert len(one["bits"]) == 256 * 256 // 8
    z = [float(signs(one) @ signs(each)) / 256 for each in (other, foreign)]
    assert z[0] > 10
    assert abs(z[1]) < 5


def test_the_square_is_the_largest_that_fits():
    sides = [NOISE.read(saved(pixels(*size)))["side"] for size in ((1100, 1024), (1100, 1023), (511, 700))]
    assert sides == [1024, 512, 256]
    with pytest.raises(Unreadable, match="too small"):
        NOISE.read(saved(pixels(400, 255)))
    with pytest.raises(Unreadable):
        NOISE.read(b"no picture")


def test_where_there_is_no_noise_signs_are_drawn_from_the_file():
    black = [saved(Image.new("RGB", (300, 300), colour), "PNG") for colour in ((0, 0, 0), (1, 0, 0))]
    rows = [NOISE.read(data) for data in black]
    assert [row["exposure"] for row in rows] == ["dark", "dark"]
    assert [row["usable"] for row in rows] == [0, 0]
    assert abs(float(signs(rows[0]) @ signs(rows[1])) / 256) < 5
    assert abs(signs(rows[0]).mean()) < 0.02
    assert NOISE.read(black[0]) == rows[0]
    assert NOISE.read(saved(Image.new("RGB", (300, 300), (255,) * 3), "PNG"))["exposure"] == "over-exposed"


def test_the_digest_is_that_of_the_signs():
    one, other = NOISE.read(jpeg(300, 300, 1)), NOISE.read(jpeg(300, 300, 2))
    assert len(one["bits_digest"]) == 32
    assert one["bits_digest"] != other["bits_digest"]
