"""Traces: each statistic is higher for the change that it is made to see than for the picture as it was."""

import io
import json

import numpy as np
import pytest
from PIL import Image

from pictures import jpeg, pixels, saved, with_thumbnail
from probata.noise.residual import residual
from probata.readings.analyser import Unreadable
from probata.readings.analysers import TRACES
from probata.readings.traces_copies import noise_of, repeated
from probata.readings.traces_dct import lacking, luminance
from probata.readings.traces_grid import grid_shift, resampling
from probata.readings.traces_noise import CELL, noise_map
from probata.readings.traces_statistics import STATISTICS


def scene(seed=0, width=640, height=480, noise=2.0):
    """Waves and blobs with noise, as a camera gives them; uint8 (height, width, 3)."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    plane = 120 + 40 * np.sin(x / (37 + seed) + seed) + 30 * np.cos(y / 29)
    for _ in range(12):
        cy, cx, size = rng.uniform(0, height), rng.uniform(0, width), rng.uniform(10, 50)
        plane += rng.uniform(-40, 40) * (np.hypot(y - cy, x - cx) < size)
    made = plane[:, :, None] + np.array([6, 0, -8]) + rng.normal(0, noise, (height, width, 3))
    return np.clip(made, 0, 255).astype(np.uint8)


def file(picture, quality=92, **options):
    return saved(Image.fromarray(picture), quality=quality, subsampling=0, **options)


def opened(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def grey(picture):
    return np.asarray(Image.fromarray(picture).convert("L"))


def test_a_second_saving_shows_in_the_coefficients():
    pictures = [scene(seed, noise=6.0) for seed in range(4)]
    once = [TRACES.read(file(each, 95))["double_compression"] for each in pictures]
    twice = [TRACES.read(file(opened(file(each, 80)), 95))["double_compression"] for each in pictures]
    assert min(twice) > 1.5 * max(once)


def test_a_cropped_jpeg_has_a_second_grid():
    plain = [grid_shift(grey(opened(file(scene(seed), 90)))) for seed in range(4)]
    cropped = [grid_shift(grey(opened(file(opened(file(scene(seed), 85))[3:-2, 5:-6], 92)))) for seed in range(4)]
    again = [grid_shift(grey(opened(file(opened(file(scene(seed), 85)), 92)))) for seed in range(4)]
    assert min(cropped) > 2 * max(plain + again)


@pytest.mark.parametrize("size", [(760, 570), (832, 624)])
def test_a_picture_of_another_size_has_a_period_in_both_directions(size):
    plain = [resampling(grey(opened(file(scene(seed))))) for seed in range(4)]
    resized = [Image.fromarray(scene(seed)).resize(size, Image.Resampling.BILINEAR) for seed in range(4)]
    assert min(resampling(grey(opened(file(np.asarray(each))))) for each in resized) > 1.5 * max(plain)


def test_lines_in_one_direction_are_no_resampling():
    printed = np.array(scene(2))
    printed[60:420, 80:560:12] = printed[60:420, 81:560:12] = 20
    enlarged = np.asarray(Image.fromarray(printed).resize((832, 624), Image.Resampling.BILINEAR))
    assert resampling(grey(enlarged)) > 2 * resampling(grey(printed))


def test_what_is_too_small_for_periods_has_none():
    assert resampling(np.zeros((63, 200), np.uint8)) is None
    assert grid_shift(np.zeros((200, 23), np.uint8)) is None
    assert grid_shift(np.full((200, 200), 255, np.uint8)) == 0
    assert resampling(np.full((200, 200), 255, np.uint8)) == 0


def test_a_copied_region_is_found_where_it_lies():
    picture = np.array(opened(file(scene(3, noise=4.0), 97)))
    picture[300:420, 400:540] = picture[80:200, 60:200]
    row, plain = TRACES.read(file(picture, 95)), TRACES.read(file(scene(3, noise=4.0), 95))
    assert row["copy_move"] > 2 * plain["copy_move"]
    left, top, right, bottom = json.loads(row["copy_move_where"])
    assert min(left - 60 / 640, top - 80 / 480) > -0.03
    assert max(right - 540 / 640, bottom - 420 / 480) < 0.03


def test_repeated_things_are_no_copies():
    picture = scene(5, noise=0)
    picture[60:140, 60:140] = picture[300:380, 400:480] = picture[60:140, 260:340]
    rng = np.random.default_rng(1)
    noisy = np.clip(picture + rng.normal(0, 3, picture.shape), 0, 255).astype(np.uint8)
    plane = grey(noisy)
    copied = np.array(noisy)
    copied[300:380, 400:480] = copied[60:140, 60:140]
    other = grey(copied)
    assert repeated(noise_of(residual(plane), plane)).correlation < 0.3
    assert repeated(noise_of(residual(other), other)).correlation > 0.5


def test_a_swapped_thumbnail_and_a_changed_part_differ():
    main = Image.fromarray(scene(7, 800, 600))
    own, foreign = (saved(Image.fromarray(scene(s, 800, 600)).resize((160, 120))) for s in (7, 8))
    same, swapped = (
        TRACES.read(with_thumbnail(small, saved(main)))["thumbnail_difference"] for small in (own, foreign)
    )
    assert same < 0.2 < 0.5 < swapped
    changed = np.array(main)
    changed[200:320, 300:450] = 250 - changed[200:320, 300:450]
    assert TRACES.read(with_thumbnail(own, saved(Image.fromarray(changed))))["thumbnail_difference"] > 2 * same + 0.2
    assert TRACES.read(saved(main))["thumbnail_difference"] is None


def test_where_nearly_all_is_clipped_no_region_is_strange():
    clipped = np.full((640, 640, 3), 255, np.uint8)
    clipped[:200, :200] = opened(file(scene(4, noise=8.0), 80))[:200, :200]
    blocks = luminance(file(clipped, 95))
    assert (lacking(blocks) is None) == (np.abs(blocks[:, :, 0, 1]).astype(bool).mean() < 0.1)
    half = np.full((640, 640, 3), 255, np.uint8)
    half[:, :300] = np.vstack([opened(file(scene(4, noise=8.0), 80))] * 2)[:640, :300]
    found = lacking(luminance(file(half, 95)))
    assert np.abs(found).max() < 100
    assert not found[:, 50:].any()


def test_a_noisier_region_stands_out():
    plane = grey(scene(9))
    rng = np.random.default_rng(2)
    noisy = np.array(plane)
    noisy[160:320, 160:320] = np.clip(plane[160:320, 160:320] + rng.normal(0, 5, (160, 160)), 0, 255)
    found = np.abs(noise_map(residual(noisy), noisy))
    row, column = np.unravel_index(found.argmax(), found.shape)
    assert 10 <= row < 20
    assert 10 <= column < 20
    assert found.max() > 1.5 * np.abs(noise_map(residual(plane), plane)).max()
    assert found.shape == (480 // CELL, 640 // CELL)


def test_every_statistic_has_a_column_and_says_what_it_cannot_see():
    names = [each.column for each in STATISTICS]
    assert set(names) < set(TRACES.schema.names)
    assert all(each.sees.endswith(".") and each.limits.endswith(".") for each in STATISTICS)


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
def test_damaged_files_are_read_or_refused_and_never_stop_the_process(cut):
    data = jpeg(640, 480, 3)
    torn = data[: int(len(data) * cut)] + b"\xff\x00\xd9" * 20
    try:
        row = TRACES.read(torn)
        assert row["grid_shift"] is not None
    except Unreadable:
        pass
    assert luminance(b"no picture") is None
    assert luminance(b"") is None


def test_what_is_no_picture_or_too_small_is_refused():
    with pytest.raises(Unreadable):
        TRACES.read(b"text")
    with pytest.raises(Unreadable, match="too small"):
        TRACES.read(saved(pixels(127, 300)))


def test_a_picture_that_claims_too_many_pixels_is_refused_before_it_is_decoded():
    data = bytearray(jpeg(640, 480, 3))
    start = data.index(b"\xff\xc0")
    data[start + 5 : start + 9] = (20_000).to_bytes(2, "big") * 2
    with pytest.raises(Unreadable, match="too large for traces"):
        TRACES.read(bytes(data))


def test_pictures_of_other_kinds_have_what_can_be_computed():
    row = TRACES.read(saved(pixels(300, 200), "PNG"))
    assert row.get("double_compression") is None
    assert row["copy_move"] >= 0
    flat = TRACES.read(saved(Image.new("RGB", (200, 200), (255, 255, 255))))
    assert flat["copy_move"] == 0
    assert flat["copy_move_where"] is None
