"""Devices found blind in made signs of sensor noise: right or not told, the same in any order, ratios held out."""

import hashlib
import math
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from probata.linkage.device import Devices
from probata.linkage.devices import devices, worst_region
from probata.linkage.devices_bits import (
    BLOCK,
    agreements,
    block_energy,
    block_fits,
    fingerprint,
    fits,
    shifted,
    signs_sum,
    turned,
    words_of,
)
from probata.linkage.devices_clusters import NONE, clusters
from probata.statistics.likelihood_ratio import cllr, cllr_min

SIDE = 256
MODELS = ("A one", "A one", "B two", "C three")
COUNTS = (60, 30, 40, 12)


def digest(*what):
    return hashlib.sha256(repr(what).encode()).hexdigest()


def made(counts=COUNTS, strength=0.16, seed=0, weak=0):
    """Bits by digest and the true device of each: signs of noise plus a device's pattern, some photographs weak."""
    rng = np.random.default_rng([77, seed])
    bits, truth = {}, {}
    for device, count in enumerate(counts):
        pattern = np.random.default_rng([seed, device]).normal(size=SIDE * SIDE).astype(np.float32)
        for shot in range(count):
            share = 0.0 if shot < weak else strength * float(rng.uniform(0.6, 1.4))
            signs = rng.normal(size=SIDE * SIDE).astype(np.float32) + share * pattern > 0
            name = digest(seed, device, shot)
            bits[name], truth[name] = np.packbits(signs).tobytes(), device
    return bits, truth


def table(names, width=640, height=480, side=SIDE, exposure="normal", usable=1.0):
    names = sorted(names)
    columns = {"digest": names, "failed": [None] * len(names), "width": [width] * len(names)}
    columns |= {"height": [height] * len(names), "side": [side] * len(names), "exposure": [exposure] * len(names)}
    return pa.table(columns | {"usable": [usable] * len(names)})


def handed(bits, backwards=False):
    def give(digests):
        asked = [name for name in digests if name in bits]
        yield from ((name, bits[name]) for name in (reversed(asked) if backwards else asked))

    return give


def found_in(bits, truth, serials=None, **options) -> Devices:
    signatures = {name: MODELS[device] for name, device in truth.items()}
    return devices(table(bits, **options), signatures, serials or {}, (), handed(bits))


def score(found, truth):
    """Right, wrong and not told; a device is that of most of its photographs."""
    owners = {
        device.name: Counter(truth[a.exhibit] for a in found.assignments if a.device == device.name).most_common(1)
        for device in found.devices
    }
    counts = Counter()
    for each in found.assignments:
        told = owners[each.device][0][0] if each.device and owners[each.device] else None
        counts["not told" if told is None else "right" if told == truth[each.exhibit] else "wrong"] += 1
    return counts


@pytest.fixture(scope="module")
def archive():
    bits, truth = made()
    return bits, truth, found_in(bits, truth)


def test_devices_are_found_blind(archive):
    _, truth, found = archive
    assert len(found.devices) == len(COUNTS)
    assert score(found, truth) == {"right": len(truth)}
    assert sorted(device.photographs for device in found.devices) == sorted(COUNTS)
    for device in found.devices:
        assert device.name.startswith("device ")
        assert device.groups[0][0] in MODELS


def test_neither_order_nor_chunks_change_anything(archive, monkeypatch):
    bits, truth, found = archive
    signatures = {name: MODELS[device] for name, device in truth.items()}
    monkeypatch.setattr("probata.linkage.devices_size.CHUNK", 7)
    again = devices(table(bits), signatures, {}, (), handed(bits, backwards=True))
    assert repr(again) == repr(found)


def test_a_sample_and_what_it_leaves_unexplained(monkeypatch):
    bits, truth = made(counts=(90, 50, 6, 20), seed=3)
    monkeypatch.setattr("probata.linkage.devices_size.SAMPLE", 40)
    found = found_in(bits, truth)
    assert score(found, truth)["wrong"] == 0
    assert len(found.devices) == 4
    assert score(found, truth)["right"] >= 0.98 * len(truth)


def test_photographs_without_a_pattern_are_not_told():
    bits, truth = made(counts=(30, 20), weak=6, seed=5)
    found = found_in(bits, truth)
    weak = {digest(5, device, shot) for device in (0, 1) for shot in range(6)}
    untold = {each.exhibit for each in found.assignments if not each.device}
    assert untold == weak
    for each in found.assignments:
        if each.exhibit in weak:
            assert each.nearest
            assert "cannot-tell" in {reason.name for reason in each.reasons}


def test_of_noise_alone_no_device_is_made():
    bits, truth = made(counts=(80,), strength=0.0, seed=6)
    found = found_in(bits, truth)
    assert found.devices == ()
    assert not any(each.device or each.nearest for each in found.assignments)
    assert found.refused[0][0] == "256/normal"


def test_dark_photographs_and_those_saved_again_teach_nothing(archive):
    bits, truth, _ = archive
    assert found_in(bits, truth, exposure="dark").devices == ()
    assert found_in(bits, truth, usable=0.3).devices == ()
    signatures = {name: MODELS[device] for name, device in truth.items()}
    assert devices(table(bits), signatures, {}, list(bits), handed(bits)).devices == ()


def test_sizes_are_never_compared(archive):
    bits, truth, _ = archive
    of_two = sorted(name for name, device in truth.items() if device == 2)
    first, second = of_two[::2], of_two[1::2]
    both = pa.concat_tables([table(first, width=640), table(second, width=800)])
    found = devices(both, {}, {}, (), handed(bits))
    assert {(device.width, device.photographs) for device in found.devices} == {(640, len(first)), (800, len(second))}


def test_ratios_are_held_out_calibrated_and_capped(archive):
    _, truth, found = archive
    same = [each.log10_lr for each in found.comparisons if each.same]
    different = [each.log10_lr for each in found.comparisons if not each.same]
    assert 0.95 * len(truth) <= len(same) <= len(truth)
    assert len(different) == 3 * len(same)
    assert cllr(same, different) - cllr_min(same, different) < 0.05
    assert max(same + different) <= math.log10(len(different) + 1)
    told = [each.llr for each in found.assignments if each.device]
    assert min(told) > 1
    assert max(told) <= math.log10(len(different) + 1)


def test_too_few_photographs_give_no_ratio_and_say_how_many_would_do():
    bits, truth = made(counts=(9, 6), seed=8)
    found = found_in(bits, truth)
    assert score(found, truth) == {"right": 15}
    assert all(math.isnan(each.llr) for each in found.assignments)
    assert found.comparisons == ()
    assert "more photographs" in dict(found.refused)["256/normal"]


def test_serial_numbers_help_what_is_weak_and_are_not_believed_against_the_noise():
    bits, truth = made(counts=(8, 8), strength=0.085, seed=9)
    serials = {name: f"no. {device}" for name, device in truth.items()}
    helped = found_in(bits, truth, serials)
    assert score(helped, truth)["right"] >= score(found_in(bits, truth), truth)["right"]
    bits, truth = made(counts=(30, 30), seed=10)
    wrong = {name: f"no. {place % 2}" for place, name in enumerate(sorted(truth))}
    assert score(found_in(bits, truth, wrong), truth) == {"right": 60}


def test_a_region_of_another_sensor_lacks_the_devices_noise():
    bits, _ = made(counts=(40,), strength=0.4, seed=11)
    names = sorted(bits)
    words = np.stack([words_of(bits[name]) for name in names])
    weights = np.ones(len(names) - 1, np.int64)
    print_ = fingerprint(signs_sum(words[1:], weights), weights)
    energy = block_energy(print_)
    whole = worst_region(words[0], print_, energy, 0)
    rows = np.unpackbits(words[0].view(np.uint8)).reshape(SIDE, SIDE)
    rows[:192, :192] = np.random.default_rng(1).random((192, 192)) < 0.5
    spliced = worst_region(np.packbits(rows).view(np.uint64), print_, energy, 0)
    assert spliced > whole + 3


def test_agreements_are_those_of_the_signs():
    bits, _ = made(counts=(5,), seed=12)
    words = np.stack([words_of(each) for each in bits.values()])
    signs = np.stack([2.0 * np.unpackbits(row.view(np.uint8)) - 1 for row in words])
    expected = signs @ signs.T / SIDE
    np.fill_diagonal(expected, 0)
    assert np.allclose(agreements(words), expected, atol=1e-4)


def test_what_a_photograph_adds_to_its_own_fingerprint_is_taken_away():
    bits, _ = made(counts=(12,), strength=0.0, seed=13)
    words = np.stack([words_of(each) for each in bits.values()])
    weights = np.arange(1, 13)
    print_ = fingerprint(signs_sum(words, weights), weights)
    left = (fits(words, [print_])[:, 0] - weights * print_.part) / print_.norm
    assert np.abs(left).max() < 4
    assert fits(words, [print_])[11, 0] / print_.norm > 50


def test_blocks_add_up_and_shifts_fit_by_chance():
    bits, _ = made(counts=(6,), strength=0.5, seed=14)
    words = np.stack([words_of(each) for each in bits.values()])
    weights = np.ones(5, np.int64)
    print_ = fingerprint(signs_sum(words[:5], weights), weights)
    whole = fits(words[5:], [print_])[0, 0]
    blocks = block_fits(words[5], print_)
    assert blocks.shape == (SIDE // BLOCK, SIDE // BLOCK)
    assert blocks.sum() == pytest.approx(whole)
    assert block_energy(print_).sum() == pytest.approx(print_.norm**2)
    assert whole / print_.norm > 10 > 5 > abs(fits(words[5:], [shifted(print_, 1, 1)])[0, 0] / print_.norm)
    assert np.array_equal(turned(turned(words[0], 1, 0, 0), 3, 0, 0), words[0])


def test_clusters_of_a_table_of_agreements():
    rng = np.random.default_rng(15)
    truth = np.repeat([0, 1, 2], [20, 12, 5])
    strengths = rng.uniform(1.5, 3, len(truth))
    z = np.outer(strengths, strengths) * (truth[:, None] == truth[None])
    noise = np.triu(rng.normal(size=z.shape), 1)
    z = (z + noise + noise.T).astype(np.float32)
    np.fill_diagonal(z, 0)
    found = clusters(z)
    assert [len(set(found.labels[truth == k])) for k in range(3)] == [1, 1, 1]
    assert len(set(found.labels) - {NONE}) == 3
    assert np.corrcoef(found.strengths, strengths)[0, 1] > 0.8
