"""Devices of archives that invite mistakes: copies of one picture, and samples that teach nothing."""

import numpy as np
import pytest

from test_devices import SIDE, digest, found_in, made, score


def copy_of(bits, share, number):
    """Signs of another file of one picture: ``share`` of its pixels agree."""
    rng = np.random.default_rng(number)
    drawn = np.packbits(rng.random(SIDE * SIDE) < 0.5)
    kept = np.packbits(rng.random(SIDE * SIDE) < share)
    return ((np.frombuffer(bits, np.uint8) & kept) | (drawn & ~kept)).tobytes()


def with_copies(bits, truth, names, share=0.6):
    """An archive with two further files of each of ``names``."""
    bits, truth = dict(bits), dict(truth)
    for number, name in enumerate(names):
        for again in range(2):
            bits[digest("copy", name, again)] = copy_of(bits[name], share, 2 * number + again)
            truth[digest("copy", name, again)] = truth[name]
    return bits, truth


@pytest.mark.parametrize("share", [0.5, 0.8, 1.0])
def test_files_of_one_picture_are_no_device(share):
    bits, truth = made(counts=(30, 24), seed=21)
    bits, truth = with_copies(bits, truth, sorted(bits)[:8], share)
    found = found_in(bits, truth)
    assert len(found.devices) == 2
    assert score(found, truth) == {"right": len(truth)}
    for device in found.devices:
        assert device.learnt_from <= 30


def test_files_of_one_picture_without_a_sensors_noise_are_no_device():
    bits, truth = made(counts=(20,), strength=0.0, seed=22)
    bits, truth = with_copies(bits, truth, sorted(bits)[:6])
    assert found_in(bits, truth).devices == ()


def test_copies_of_a_device_of_few_photographs_add_nothing_to_what_it_was_learnt_from():
    bits, truth = made(counts=(30, 4), strength=0.3, seed=23)
    few = sorted(name for name, device in truth.items() if device == 1)
    found = found_in(*with_copies(bits, truth, few[:2]))
    assert sorted(device.learnt_from for device in found.devices) == [4, 30]


def test_a_sample_that_teaches_nothing_does_not_end_the_search(monkeypatch):
    monkeypatch.setattr("probata.linkage.devices_size.SAMPLE", 24)
    noise, _ = made(counts=(24,), strength=0.0, seed=24)
    bits, truth = made(counts=(60,), seed=25)
    names = sorted(bits)
    ordered = dict(zip(sorted([*noise, *names]), [*noise.values(), *(bits[name] for name in names)], strict=True))
    truth = {name: int(place >= len(noise)) for place, name in enumerate(ordered)}
    found = found_in(ordered, dict.fromkeys(truth, 0))  # one signature: the first digests are the first sample
    assert len(found.devices) == 1
    assert {each.exhibit for each in found.assignments if each.device} == {n for n, own in truth.items() if own}
