"""Devices: which photographs one sensor took, by its noise, blind.

A photograph is compared with the devices of its own size only: of another size, or cropped or scaled, it lies
elsewhere on the sensor, and its noise says nothing here. What fits none is tried mirrored and turned
(`devices_turned`). Its device is told where the noise, with what its file's
signature is usually written by, leaves less than 1 % for all others; else *cannot tell*.

Source: Goljan, Fridrich and Filler, "Large scale test of sensor fingerprint camera identification" (SPIE 2009); for
the steps, `devices_size` and `devices_clusters`.

Not here: what files say of cameras (`cameras`), and what both say together (`cameras_devices`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

import numpy as np
import pyarrow as pa

from probata.linkage.device import Device, DeviceAssignment, Devices
from probata.linkage.devices_bits import Fingerprint, Floats, Words, block_energy, block_fits
from probata.linkage.devices_calibration import (
    MOST_PHOTOGRAPHS,
    Calibrated,
    Scored,
    calibrated,
    class_of,
    comparisons_of,
    known_same,
)
from probata.linkage.devices_size import Learnt, Noise, learn, scores, streamed
from probata.linkage.devices_turned import Known, Turned, one_sensor, turned_pictures
from probata.linkage.link import Reason
from probata.noise.likelihood import Worth
from probata.snapshot import Bits

VERSION = "1"
TOLD_FROM = 0.99
LEAST_SCORE = 4.0
_NONE_SHARE = 0.02
_OTHER_SIGNATURE = 0.02
_LEAST_USABLE = 0.5
_LOCAL_BLOCKS = 3
_LOCAL_FROM = 8.0
_NO_CAP = 10**12
_STRANGE = 1e-4


def devices(
    noise: pa.Table,
    signature_of: Mapping[str, str],
    serial_of: Mapping[str, str],
    saved_again: Iterable[str],
    bits: Bits,
) -> Devices:
    """The devices of an archive.

    Args:
        noise: readings of *noise*: digest, failed, width, height, side, exposure, usable.
        signature_of: the file signature of each exhibit that has one.
        serial_of: the camera of each exhibit whose file tells a serial number.
        saved_again: exhibits that a program saved after the camera.
        bits: gives the signs of exhibits.
    """
    photographs = _photographs(noise, signature_of, serial_of, frozenset(saved_again))
    by_size: dict[tuple[int, int], list[Noise]] = defaultdict(list)
    for each in photographs:
        by_size[each.width, each.height].append(each)
    sizes = {size: _Size.of(by_size[size], bits) for size in sorted(by_size)}
    found = [assignment for size in sizes.values() for assignment in size.assigned(bits)]
    known = [Known(name, *size, each) for size, own in sizes.items() for name, each in own.devices.items()]
    other_name = one_sensor(known, bits)
    told = _calibration(sizes.values(), other_name, bits)
    rated = [_renamed(_rated(each, told), other_name) for each in found]
    rated = _turned(rated, photographs, [each for each in known if each.name not in other_name], bits)
    return Devices(
        tuple(sorted(rated, key=lambda each: each.exhibit)),
        tuple(sorted(_summaries(sizes.values(), other_name, rated), key=lambda each: each.name)),
        told.comparisons,
        told.refused,
    )


def _photographs(
    noise: pa.Table, signature_of: Mapping[str, str], serial_of: Mapping[str, str], again: frozenset[str]
) -> list[Noise]:
    names = ("digest", "width", "height", "side", "exposure", "usable")
    found = []
    for digest, width, height, side, exposure, usable in zip(*(noise[n].to_pylist() for n in names), strict=True):
        if side is not None:
            fit = exposure == "normal" and usable >= _LEAST_USABLE and digest not in again
            signature, serial = signature_of.get(digest, ""), serial_of.get(digest, "")
            found.append(Noise(digest, width, height, side, exposure, signature, serial, fit))
    return sorted(found, key=lambda each: each.exhibit)


@dataclass(frozen=True)
class _Size:
    """The photographs and devices of one size."""

    photographs: Sequence[Noise]
    devices: Mapping[str, Learnt]

    @classmethod
    def of(cls, photographs: Sequence[Noise], bits: Bits) -> "_Size":
        return cls(photographs, {_name(each): each for each in learn(photographs, bits)})

    @cached_property
    def energies(self) -> Mapping[str, Floats]:
        """Energy of each fingerprint by block."""
        return {name: block_energy(device.print_) for name, device in self.devices.items()}

    @cached_property
    def serials(self) -> Mapping[str, str]:
        """The serial number that each file tells."""
        return {each.exhibit: each.serial for each in self.photographs}

    def told_by_serial(self, name: str) -> int | None:
        """The device most of whose photographs carry the serial number of this one; None where there is none."""
        own = self.serials.get(name, "")
        if not own:
            return None
        shares = [
            sum(self.serials[other] == own for other in device.weights if other != name) / max(1, len(device.weights))
            for device in self.devices.values()
        ]
        best = int(np.argmax(shares))
        return best if shares[best] > 0.5 else None

    def assigned(self, bits: Bits) -> list[DeviceAssignment]:
        """The assignment of each photograph, without its likelihood ratio."""
        told = {each.exhibit: each for each in self.photographs}
        names, learnt = list(self.devices), list(self.devices.values())
        if not learnt:
            why = (Reason("no-device", "no device is known whose pictures have this size"),)
            return [_untold(each, why) for each in self.photographs]
        digests: list[str] = []
        parts = []
        for chunk, words in streamed(sorted(told), bits):
            digests += chunk
            parts.append(scores(chunk, words, learnt))
        z = np.concatenate(parts) if parts else np.zeros((0, len(learnt)))
        shares = _shares([told[d] for d in digests], z)
        worths = [_worth(z[:, k]) for k in range(len(learnt))]
        found = [
            _decided(told[digest], names, z[row], shares.get(told[digest].signature, {}), worths)
            for row, digest in enumerate(digests)
        ]
        missing = told.keys() - set(digests)
        found += [_untold(told[d], (Reason("no-noise", "its noise was not kept"),)) for d in sorted(missing)]
        return self._located(found, bits)

    def _located(self, found: list[DeviceAssignment], bits: Bits) -> list[DeviceAssignment]:
        """With how much the worst region lacks the device's noise."""
        strong = {each.exhibit: each.device for each in found if each.device and each.score >= _LOCAL_FROM}
        local: dict[str, float] = {}
        for names, words in streamed(sorted(strong), bits):
            for name, own in zip(names, words, strict=True):
                device = self.devices[strong[name]]
                local[name] = worst_region(own, device.print_, self.energies[strong[name]], device.weights.get(name, 0))
        return [replace(each, local=local.get(each.exhibit, nan)) for each in found]


def worst_region(words: Words, print_: Fingerprint, energy: Floats, own: int) -> float:
    """How much the worst region of 3 × 3 blocks lacks the noise that the whole leads one to expect, in deviations.

    Args:
        words: signs of one photograph.
        print_: its device's fingerprint.
        energy: of the fingerprint, by block of 64 × 64 pixels.
        own: the photograph's weight in the fingerprint.
    """
    found = block_fits(words, print_) - own * print_.part * energy / energy.sum()
    expected = found.sum() / energy.sum() * energy
    size = min(_LOCAL_BLOCKS, *energy.shape)
    lacking = _windows(expected - found, size) / np.sqrt(_windows(energy, size))
    return round(float(lacking.max()), 3)


def _windows(plane: Floats, size: int) -> Floats:
    """Sums over all squares of ``size`` blocks."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(plane, (size, size)).sum(axis=(2, 3)))


def _name(device: Learnt) -> str:
    return f"device {min(device.weights)[:8]}"


def _shares(photographs: Sequence[Noise], z: Floats) -> dict[str, dict[int, float]]:
    """How often each device writes each signature, from photographs whose noise is beyond doubt."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for each, row in zip(photographs, z, strict=True):
        best = int(row.argmax())
        if row[best] >= 2 * LEAST_SCORE:
            counts[each.signature][best] += 1
    return {name: {k: n / own.total() for k, n in own.items()} for name, own in counts.items()}


def _worth(z: Floats) -> Worth:
    """What scores with one device are worth: as strong as its own photographs, as wide as those of the others."""
    own, others = z[z >= 2 * LEAST_SCORE], z[z < LEAST_SCORE]
    strength = float(np.quantile(own, 0.9)) if len(own) else 2 * LEAST_SCORE
    spread = max(1.0, 1.4826 * float(np.median(np.abs(others)))) if len(others) >= 20 else 1.2
    return Worth(round(strength, 4), _NO_CAP, _NO_CAP, round(spread, 4), strange=_STRANGE)


def _decided(
    photograph: Noise, names: Sequence[str], z: Floats, shares: Mapping[int, float], worths: Sequence[Worth]
) -> DeviceAssignment:
    """The device of one photograph, if it can be told."""
    prior = np.array([max(_OTHER_SIGNATURE, shares.get(k, 0.0)) if shares else 1.0 for k in range(len(names))])
    prior = prior / prior.sum() * (1 - _NONE_SHARE)
    logs = np.array([worth.log10_lr(float(value)) for worth, value in zip(worths, z, strict=True)]) + np.log10(prior)
    top = float(max(logs.max(), np.log10(_NONE_SHARE)))
    odds = 10 ** (logs - top)
    chances = odds / (odds.sum() + 10 ** (np.log10(_NONE_SHARE) - top))
    best = int(chances.argmax())
    probability, score = round(float(chances[best]), 6), round(float(z[best]), 4)
    others = np.delete(z, best)
    second = f", the next fits by {others.max():.1f}" if len(others) else ""
    reasons = [Reason("noise", f"its noise fits {names[best]} by {score:.1f} standard deviations{second}")]
    is_told = probability >= TOLD_FROM and score >= LEAST_SCORE
    if not is_told:
        reasons.append(Reason("cannot-tell", f"{photograph.exposure} exposure; the noise does not tell the device"))
    return DeviceAssignment(
        photograph.exhibit,
        names[best] if is_told else "",
        names[best],
        probability,
        score,
        nan,
        photograph.exposure,
        str(photograph.side),
        nan,
        tuple(reasons),
    )


def _untold(photograph: Noise, reasons: tuple[Reason, ...]) -> DeviceAssignment:
    return DeviceAssignment(
        photograph.exhibit, exposure=photograph.exposure, size=str(photograph.side), reasons=reasons
    )


def _rated(each: DeviceAssignment, told: Calibrated) -> DeviceAssignment:
    """With its likelihood ratio."""
    calibration = told.by_class.get(class_of(int(each.size), each.exposure)) if each.nearest else None
    return each if calibration is None else replace(each, llr=float(calibration.log10_lr(each.score)))


def _renamed(each: DeviceAssignment, other_name: Mapping[str, str]) -> DeviceAssignment:
    """With the name of its sensor, where its device is another one's mirrored or turned pictures."""
    if each.nearest not in other_name:
        return each
    name = other_name[each.nearest]
    why = Reason("turned", f"{each.nearest} is {name}, its pictures mirrored or turned")
    return replace(each, nearest=name, device=name if each.device else "", reasons=(*each.reasons, why))


def _turned(
    rated: Sequence[DeviceAssignment], photographs: Sequence[Noise], known: Sequence[Known], bits: Bits
) -> list[DeviceAssignment]:
    """With the device of what fits one when mirrored or turned."""
    untold = {each.exhibit for each in rated if not each.device}
    sizes = {each.exhibit: (each.width, each.height) for each in photographs if each.exhibit in untold}
    found = dict(turned_pictures(sizes, known, bits))
    return [_told_turned(each, found[each.exhibit]) if each.exhibit in found else each for each in rated]


def _told_turned(each: DeviceAssignment, found: Turned) -> DeviceAssignment:
    detail = f"{found.way.words}, its noise fits {found.device} by {found.score:.1f} standard deviations"
    why = (Reason("turned", detail),)
    return replace(
        each, device=found.device, nearest=found.device, probability=TOLD_FROM, score=found.score, llr=nan, reasons=why
    )


def _calibration(sizes: Iterable[_Size], other_name: Mapping[str, str], bits: Bits) -> Calibrated:
    """Ratios by class, from at most `MOST_PHOTOGRAPHS` photographs of each."""
    sizes = list(sizes)
    kept = [size for size in sizes if size.devices]
    by_side: dict[int, dict[str, Learnt]] = defaultdict(dict)
    for size in kept:
        by_side[size.photographs[0].side] |= size.devices
    asked: dict[str, list[tuple[str, _Size]]] = defaultdict(list)
    for size in kept:
        for each in size.photographs:
            asked[class_of(each.side, each.exposure)].append((each.exhibit, size))
    scored: list[Scored] = []
    for class_ in sorted(asked):
        chosen = dict(sorted(asked[class_], key=lambda pair: pair[0])[:MOST_PHOTOGRAPHS])
        for names, words in streamed(sorted(chosen), bits):
            for name, own in zip(names, words, strict=True):
                scored += _scored(name, class_, own, chosen[name], by_side, other_name)
    classes = {class_of(each.side, each.exposure) for size in sizes for each in size.photographs}
    return calibrated(scored, sorted(classes))


def _scored(
    name: str,
    class_: str,
    words: Words,
    size: _Size,
    by_side: Mapping[int, Mapping[str, Learnt]],
    other_name: Mapping[str, str],
) -> Iterable[Scored]:
    learnt = list(size.devices.values())
    known = known_same(name, words, learnt, list(size.energies.values()), size.told_by_serial(name))
    if known is None:
        return ()
    own = list(size.devices)[known[0]], known[1]
    sensor = other_name.get(own[0], own[0])
    compared = {
        device: learnt
        for device, learnt in by_side[size.photographs[0].side].items()
        if device == own[0] or other_name.get(device, device) != sensor
    }
    return comparisons_of(name, class_, words, own, compared)


def _summaries(
    sizes: Iterable[_Size], other_name: Mapping[str, str], rated: Sequence[DeviceAssignment]
) -> Iterable[Device]:
    counts = Counter(each.device for each in rated if each.device)
    of = {each.exhibit: each.device for each in rated}
    sizes = list(sizes)
    signatures: dict[str, Counter[str]] = defaultdict(Counter)
    for each in (photograph for size in sizes for photograph in size.photographs):
        if device := of.get(each.exhibit):
            signatures[device][each.signature] += 1
    for size in sizes:
        first = size.photographs[0]
        for name in size.devices.keys() - other_name.keys():
            learnt = size.devices[name]
            groups = sorted(signatures[name].items(), key=lambda pair: (-pair[1], pair[0]))
            yield Device(name, counts[name], len(learnt.weights), first.width, first.height, tuple(groups))
