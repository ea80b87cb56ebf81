"""The array interface gives what the processor's own functions give, with every library that is there."""

import numpy as np
import pytest

from probata.errors import UsageError
from probata.noise import arrays, fingerprint, on_arrays, shared_parts
from probata.noise import residual as own

SIDE = 128


def plane(seed, level=120):
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    gain = 1 + 0.02 * np.random.default_rng(99).standard_normal((SIDE, SIDE))
    made = (level + 30 * np.sin(x / 17 + seed) + 20 * np.cos(y / 23)) * gain + rng.normal(0, 2, (SIDE, SIDE))
    return np.clip(np.round(made), 0, 255).astype(np.uint8)


@pytest.fixture(params=arrays.NAMES)
def xp(request):
    if request.param != "numpy":
        pytest.importorskip(request.param, reason=f"{request.param} is not installed: its arrays are not tried")
    return arrays.of(request.param)


def test_residuals_agree(xp):
    for shape in ((SIDE, SIDE), (96, 120)):
        picture = plane(1)[: shape[0], : shape[1]].astype(np.float32)
        found = xp.to_numpy(on_arrays.residual(xp, xp.asarray(picture), 3.0))
        assert np.abs(found - own.residual(picture, 3.0)).max() < 1e-3


def test_shared_parts_agree(xp):
    rest = own.residual(plane(2))
    expected = shared_parts.zero_mean(rest)
    found = on_arrays.zero_mean(xp, xp.asarray(rest))
    assert np.abs(xp.to_numpy(found) - expected).max() < 1e-4
    assert np.abs(xp.to_numpy(on_arrays.wiener_dft(xp, found)) - shared_parts.wiener_dft(expected)).max() < 1e-3


def test_fingerprints_agree_and_tell_their_sensor(xp):
    planes = [plane(seed, 100 + 8 * seed) for seed in range(5)]
    expected = fingerprint.fingerprint([fingerprint.observation(each) for each in planes]).plane
    made = on_arrays.fingerprint(xp, [xp.asarray(each.astype(np.float32)) for each in planes])
    assert np.corrcoef(xp.to_numpy(made).ravel(), expected.ravel())[0, 1] > 0.99
    foreign = np.random.default_rng(5).normal(120, 3, (SIDE, SIDE)).astype(np.float32)
    assert on_arrays.z(xp, made, xp.asarray(plane(20).astype(np.float32))) > 10
    assert abs(on_arrays.z(xp, made, xp.asarray(foreign))) < 5


def test_time_is_taken(xp):
    assert xp.timed(lambda: xp.zeros(4, 4), 2) >= 0


def test_other_libraries_are_refused():
    with pytest.raises(UsageError, match="no such arrays"):
        arrays.of("os")
