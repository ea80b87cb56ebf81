"""Residuals of sensor noise: the transform is the known one, scenes are taken out, noise stays, shared parts go."""

import numpy as np
import pytest
import pywt

from probata.errors import BadInput
from probata.noise import wavelets
from probata.noise.exposure import exposure, usable
from probata.noise.residual import residual
from probata.noise.shared_parts import wiener_dft, zero_mean


def noise(shape, seed=0, deviation=1.0):
    return np.random.default_rng(seed).normal(0, deviation, shape).astype(np.float32)


@pytest.mark.parametrize("shape", [(256, 256), (129, 200), (64, 71)])
def test_the_transform_is_that_of_pywavelets(shape):
    plane = noise(shape, deviation=30) + 100
    ours, theirs = wavelets.forward(plane), pywt.dwt2(plane, "db4")
    for one, other in zip((ours[0], *ours[1]), (theirs[0], *theirs[1]), strict=True):
        assert np.abs(one - other).max() < 1e-3
    assert np.abs(wavelets.inverse(*ours, *shape) - plane).max() < 1e-3


def test_a_scene_is_taken_out_and_noise_stays():
    y, x = np.mgrid[0:256, 0:256]
    scene = (128 + 60 * np.sin(x / 40) + 40 * np.cos(y / 55) + 30 * (x > 100)).astype(np.float32)
    pattern = noise((256, 256), deviation=2)
    rest = residual(scene + pattern)
    smooth = np.s_[8:-8, 120:-8]  # the edge at 100 is taken for scene, and its noise with it
    assert np.corrcoef(rest[smooth].ravel(), pattern[smooth].ravel())[0, 1] > 0.85
    assert np.abs(residual(scene)[smooth]).max() < 0.5


def test_a_residual_has_no_mean_and_scales_with_weak_noise():
    rest = residual(np.full((128, 128), 90, np.uint8))
    assert np.abs(rest).max() < 1e-3


def test_too_small_a_plane_is_refused():
    with pytest.raises(BadInput, match="too small"):
        residual(np.zeros((63, 500), np.float32))


def test_shared_parts_are_taken_out():
    own = noise((128, 160))
    lines = noise((128, 1), 1) + noise((1, 160), 2)
    tile = np.tile(noise((8, 8), 3), (16, 20))
    rest = zero_mean(own + 3 * lines + 2 * tile)
    assert np.corrcoef(rest.ravel(), own.ravel())[0, 1] > 0.95
    for part in (rest[i::2, j::2] for i in (0, 1) for j in (0, 1)):
        assert np.abs(part.mean(axis=0)).max() < 1e-2
    assert np.abs(rest.reshape(16, 8, 20, 8).mean(axis=(0, 2))).max() < 1e-4


def test_peaks_of_the_spectrum_are_brought_down():
    own = noise((128, 128))
    x = np.arange(128, dtype=np.float32)
    wave = np.sin(2 * np.pi * x / 8)[None] * np.ones((128, 1), np.float32)
    before, after = own + wave, wiener_dft(own + wave)

    def peak(plane):
        power = np.abs(np.fft.rfft2(plane)) ** 2
        return power[0, 16] / power.mean()

    assert peak(after) < 0.02 * peak(before)
    assert np.corrcoef(after.ravel(), own.ravel())[0, 1] > 0.9


def levels(*shares):
    return np.concatenate([np.full(round(share * 1000), level, np.uint8) for share, level in shares])[None]


def test_exposure_is_what_the_limits_say():
    assert exposure(levels((0.75, 31), (0.25, 200))) == "dark"
    assert exposure(levels((0.75, 32), (0.25, 200))) == "normal"
    assert exposure(levels((0.75, 90), (0.25, 250))) == "over-exposed"
    assert exposure(levels((0.75, 90), (0.25, 249))) == "normal"
    assert usable(levels((0.2, 31), (0.5, 100), (0.3, 250))) == pytest.approx(0.5)
