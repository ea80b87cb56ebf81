"""Devices of archives that invite mistakes: copies of one picture, turned ones, samples that teach nothing."""

import numpy as np
import pyarrow as pa
import pytest

from probata.linkage.devices import devices
from probata.linkage.devices_bits import words_of
from probata.linkage.devices_turned import WAYS, turned_back
from probata.noise.search import middle
from test_devices import SIDE, digest, found_in, handed, made, score, table


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


def turned_sign_planes(bits, names, quarters, mirrored):
    """The signs of ``names`` as they are when pictures of 640 × 480 are mirrored, then turned."""
    cut = middle(480, 640, SIDE)
    for name in names:
        rng = np.random.default_rng(int(name[:8], 16))
        whole = rng.random((480, 640)) < 0.5
        rows, columns = slice(cut.row, cut.row + SIDE), slice(cut.column, cut.column + SIDE)
        whole[rows, columns] = np.unpackbits(np.frombuffer(bits[name], np.uint8)).reshape(SIDE, SIDE)
        whole = np.rot90(whole[:, ::-1] if mirrored else whole, -quarters)
        part = middle(*whole.shape, SIDE).cut(np.ascontiguousarray(whole).astype(np.uint8))
        yield name, np.packbits(part).tobytes()


@pytest.mark.parametrize("way", WAYS)
def test_the_way_back_to_the_sensor(way):
    bits, _ = made(counts=(1,), seed=26)
    ((name, stored),) = turned_sign_planes(bits, bits, way.quarters, way.mirrored)
    size = (480, 640) if way.quarters % 2 else (640, 480)
    back = turned_back(words_of(stored), *size, way)
    same = np.unpackbits(back.view(np.uint8)) == np.unpackbits(np.frombuffer(bits[name], np.uint8))
    assert same.mean() > 0.9


@pytest.mark.parametrize(("quarters", "mirrored"), [(0, True), (2, False), (1, False), (3, True)])
def test_mirrored_and_turned_pictures_are_of_their_sensor(quarters, mirrored):
    bits, truth = made(counts=(40, 30), strength=0.25, seed=27)
    for number in (1, 12):
        turned = sorted(name for name, device in truth.items() if device == 0)[:number]
        changed = {**bits, **dict(turned_sign_planes(bits, turned, quarters, mirrored))}
        upright = table([name for name in bits if name not in turned])
        other = table(turned, width=480 if quarters % 2 else 640, height=640 if quarters % 2 else 480)
        found = devices(pa.concat_tables([upright, other]), {}, {}, (), handed(changed))
        assert sorted(device.photographs for device in found.devices) == [30, 40]
        assert score(found, truth) == {"right": 70}
        reasons = {a.exhibit: [reason.name for reason in a.reasons] for a in found.assignments}
        assert {name for name, own in reasons.items() if "turned" in own} == set(turned)


def test_squares_of_several_sizes_lie_in_one_archive():
    bits, truth = made(counts=(20,), seed=28)
    weak, _ = made(counts=(12,), strength=0.0, seed=29)
    names = sorted(weak)
    large = {name: weak[name] * 4 for name in names[:6]}  # 512 × 512 pixels
    strong = [np.frombuffer(bits[name], np.uint8).reshape(SIDE, -1) for name in sorted(bits)]
    doubled = {digest("large", k): np.kron(each, np.ones((2, 2), np.uint8)).tobytes() for k, each in enumerate(strong)}
    both = pa.concat_tables([
        table([*bits, *names[6:]]),
        table([*large, *doubled], width=800, height=600, side=2 * SIDE),
    ])  # fmt: skip
    found = devices(both, {}, {}, (), handed({**bits, **weak, **large, **doubled}))
    assert {(device.width, device.photographs) for device in found.devices} == {(640, 20), (800, 20)}
    assert {each.exhibit for each in found.assignments if not each.device} == set(names)
    assert len(found.assignments) == len(bits) + len(weak) + len(doubled)
    assert set(truth) <= {each.exhibit for each in found.assignments}
