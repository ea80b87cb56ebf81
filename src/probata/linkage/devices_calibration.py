"""What a score of sensor noise is worth on this archive: comparisons of known origin, by class, each held out.

* *Same device*: where a file tells the serial number, it says which photographs a device's others are. Else one half of
  the photograph's square (every other block of 64 pixels) says which device took it, with at least `SURE` standard
  deviations and none other near; the score is that of the other half alone, times √2 for the size of the whole.
* *Different devices*: the photograph with every fingerprint that is not its device's: of its size, and of other sizes
  with as large a square.

Classes are the square's side and the exposure, as ``1024/normal``: ratios of one class say nothing of another.

Not here: from scores to ratios (`probata.statistics.likelihood_ratio`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from probata.linkage.device import Comparison
from probata.linkage.devices_bits import Floats, Words, block_fits
from probata.linkage.devices_size import Learnt, scores
from probata.statistics.likelihood_ratio import Calibration, Refused, calibrate, left_out

SURE = 6.0
MOST_PHOTOGRAPHS = 400
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Scored:
    """One comparison of known origin."""

    exhibit: str
    device: str
    score: float
    same: bool
    class_: str


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The ratios of each class.

    Attributes:
        by_class: calibration by class.
        comparisons: what they rest on, each with the ratio that the others give it.
        refused: why a class has none, and what would do.
    """

    by_class: Mapping[str, Calibration]
    comparisons: tuple[Comparison, ...]
    refused: tuple[tuple[str, str], ...]


def class_of(side: int, exposure: str) -> str:
    """The class of a photograph."""
    return f"{side}/{exposure}"


def halves_fit(words: Words, device: Learnt, energy: Floats, own: int) -> tuple[float, float]:
    """Z of the two halves of a photograph's square, without its own part in the fingerprint.

    Args:
        words: of one photograph.
        device: the device.
        energy: of its fingerprint, by block (`block_energy`).
        own: the photograph's weight in the fingerprint; 0 where it had no part.
    """
    found = block_fits(words, device.print_) - own * device.print_.part * energy / energy.sum()
    odd = np.add.outer(np.arange(energy.shape[0]), np.arange(energy.shape[1])) % 2 == 1
    return tuple(float(found[half].sum() / energy[half].sum() ** 0.5) for half in (~odd, odd))  # type: ignore[return-value]


def known_same(
    name: str, words: Words, devices: Sequence[Learnt], energies: Sequence[Floats], told: int | None
) -> tuple[int, float] | None:
    """The device of a photograph by other evidence than the score, and the score; None where it is not known.

    Args:
        name: the photograph's digest.
        words: its signs.
        devices: of its size.
        energies: of their fingerprints, by block.
        told: the device by serial number; None where no file tells.
    """
    pairs = [
        halves_fit(words, device, energy, device.weights.get(name, 0))
        for device, energy in zip(devices, energies, strict=True)
    ]
    if told is not None:
        return told, (pairs[told][0] + pairs[told][1]) / 2**0.5
    first = np.array([pair[0] for pair in pairs])
    best = int(first.argmax())
    others = np.delete(first, best)
    if first[best] < SURE or (len(others) and others.max() > first[best] / 2):
        return None
    return best, pairs[best][1] * 2**0.5


def comparisons_of(
    name: str, class_: str, words: Words, own: tuple[str, float], devices: Mapping[str, Learnt]
) -> Iterator[Scored]:
    """All comparisons of one photograph.

    Args:
        name: its digest.
        class_: its class.
        words: its signs.
        own: its device, and the score with it.
        devices: by name, all whose square has its side.
    """
    yield Scored(name, own[0], round(own[1], 4), True, class_)
    others = [each for each in sorted(devices) if each != own[0]]
    if others:
        found = scores([name], words[None], [devices[each] for each in others])[0]
        for device, value in zip(others, found, strict=True):
            yield Scored(name, device, round(float(value), 4), False, class_)


def calibrated(scored: Sequence[Scored], classes: Sequence[str]) -> Calibrated:
    """The calibration of each class.

    Args:
        scored: comparisons of known origin.
        classes: all classes that photographs of the archive have.
    """
    by_class: dict[str, list[Scored]] = defaultdict(list)
    for each in sorted(scored, key=lambda s: (s.class_, s.exhibit, s.device)):
        by_class[each.class_].append(each)
    found: dict[str, Calibration] = {}
    comparisons: list[Comparison] = []
    refused = []
    for class_ in sorted(classes):
        own = by_class.get(class_, [])
        made = calibrate([s.score for s in own if s.same], [s.score for s in own if not s.same])
        if isinstance(made, Refused):
            refused.append((class_, _said(made)))
            continue
        ratios, unexamined = left_out([s.score for s in own], [s.same for s in own], [s.exhibit for s in own])
        if unexamined:
            refused.append((class_, _said(unexamined[0])))
            continue
        found[class_] = made
        comparisons += [
            Comparison(s.exhibit, s.device, s.score, s.same, class_, float(ratio))
            for s, ratio in zip(own, ratios, strict=True)
        ]
    return Calibrated(found, tuple(comparisons), tuple(refused))


def _said(refused: Refused) -> str:
    parts = []
    if refused.more_same:
        parts.append(f"{refused.more_same} more photographs of which it is known which of the devices took them")
    if refused.more_different:
        parts.append(f"{refused.more_different} more comparisons with another device of as large a square")
    return f"{refused.reason}: {' and '.join(parts)} would do"
