"""The devices among photographs of one size: learnt from a sample, completed from what it leaves unexplained.

1. A sample is drawn from the photographs that are fit to learn from, each file signature alike, by digest.
2. Its clusters are found (`devices_clusters`); each gives a fingerprint.
3. All others that are fit to learn from are compared with the fingerprints. Those that fit none are sampled in turn,
   until nothing new is found.
4. The strongest of all clusters are clustered once more together: what is one device becomes one.
5. Each fingerprint is made anew from the photographs that fit it.

Two files of one picture (saved again, edited) share the noise of the picture, whatever sensor it has: far more than two
photographs of one sensor do. They tell nothing of each other, and one of them at most is in a fingerprint.

Not here: whom the photographs are assigned to (`devices_assigning`), and ratios (`devices_calibration`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probata.linkage.devices_bits import (
    Fingerprint,
    Floats,
    Words,
    agreements,
    fingerprint,
    fits,
    side_of,
    signs_sum,
    words_of,
)
from probata.linkage.devices_clusters import NONE, Agreements, Labels, clusters
from probata.snapshot import Bits

SAMPLE = 1000
STRONGEST = 60
MOST_LEARNT = 400
FITS_FROM = 6.0
CHUNK = 256
_ROUNDS = 6
_FEWEST_UNEXPLAINED = 8
_MOST_WEIGHT = 16
_COPY = 0.25


@dataclass(frozen=True, slots=True)
class Noise:
    """What is known of one photograph before its noise is compared.

    Attributes:
        exhibit: hex digest.
        width, height: as stored, in pixels.
        side: of the compared square.
        exposure: ``normal``, ``dark`` or ``over-exposed``.
        signature: of its file; "" where it has none.
        serial: of the camera as the file says; "" without one.
        teaches: whether it is fit to learn from: exposed normally, and not saved again.
    """

    exhibit: str
    width: int
    height: int
    side: int
    exposure: str
    signature: str
    serial: str
    teaches: bool


@dataclass(frozen=True, slots=True)
class Learnt:
    """One device.

    Attributes:
        print_: its fingerprint.
        weights: by exhibit, of those that it was learnt from.
    """

    print_: Fingerprint
    weights: Mapping[str, int]


def learn(photographs: Sequence[Noise], bits: Bits) -> list[Learnt]:
    """The devices of photographs of one size.

    Args:
        photographs: of one size, sorted by digest.
        bits: gives their signs.

    Returns:
        Devices, by the smallest digest that each was learnt from.
    """
    teaching = _in_turns([each for each in photographs if each.teaches])
    groups: list[dict[str, int]] = []
    prints: list[Fingerprint] = []
    waiting = teaching
    for _ in range(_ROUNDS):
        sample, rest = waiting[:SAMPLE], waiting[SAMPLE:]
        found = _clustered(sample, bits)
        if not found:
            waiting = rest
            continue
        groups += found
        prints += [_print(group, bits) for group in found]
        known = {exhibit for group in groups for exhibit in group}
        explained = _explained([each for each in (*sample, *rest) if each.exhibit not in known], prints, bits)
        waiting = [each for each in waiting if each.exhibit not in known and each.exhibit not in explained]
        if len(waiting) < _FEWEST_UNEXPLAINED or (not rest and len(waiting) == len(sample)):
            break
    if not groups:
        return []
    together = _together(groups, {each.exhibit: each for each in teaching}, bits)
    return _completed(teaching, [Learnt(_print(group, bits), group) for group in together], bits)


def streamed(digests: Sequence[str], bits: Bits) -> Iterator[tuple[list[str], Words]]:
    """The signs of photographs, at most `CHUNK` at a time, in any order; what has none is left out."""
    names: list[str] = []
    rows: list[Words] = []
    for digest, data in bits(digests):
        names.append(digest)
        rows.append(words_of(data))
        if len(names) == CHUNK:
            yield names, np.stack(rows)
            names, rows = [], []
    if names:
        yield names, np.stack(rows)


def scores(names: Sequence[str], words: Words, devices: Sequence[Learnt]) -> Floats:
    """How well photographs fit devices, in standard deviations of chance, each without its own part in a fingerprint.

    Returns:
        (photographs, devices).
    """
    raw = fits(words, [each.print_ for each in devices])
    for column, device in enumerate(devices):
        own = np.array([device.weights.get(name, 0) for name in names], np.float64)
        raw[:, column] = (raw[:, column] - own * device.print_.part) / device.print_.norm
    return raw


def _in_turns(photographs: Sequence[Noise]) -> list[Noise]:
    """One of each signature after another, each signature's by digest: rare ones come early."""
    seen: Counter[str] = Counter()
    placed = []
    for each in sorted(photographs, key=lambda p: p.exhibit):
        placed.append((seen[each.signature], each.exhibit, each))
        seen[each.signature] += 1
    return [each for _, _, each in sorted(placed, key=lambda item: item[:2])]


def _clustered(sample: Sequence[Noise], bits: Bits, hints: Sequence[Labels] = ()) -> list[dict[str, int]]:
    """The clusters of a sample: weight by exhibit."""
    order = sorted(each.exhibit for each in sample)
    loaded = dict(bits(order))
    names = [name for name in order if name in loaded]
    if len(names) < 2:
        return []
    told = {each.exhibit: each for each in sample}
    z = agreements(np.stack([words_of(loaded[name]) for name in names]))
    z[_copies(z, sample[0].side)] = 0
    given = [_numbered([told[name].serial for name in names]), *hints]
    found = clusters(z, [hint for hint in given if (hint != NONE).any()])
    groups = []
    for k in range(int(found.labels.max(initial=NONE)) + 1):
        own = np.flatnonzero(found.labels == k)
        strongest = float(found.strengths[own].max())
        scaled = np.clip(np.rint(_MOST_WEIGHT * found.strengths[own] / max(strongest, 1e-9)), 1, _MOST_WEIGHT)
        groups.append({names[i]: int(weight) for i, weight in zip(own, scaled, strict=True)})
    return groups


def _copies(z: Agreements, side: int) -> npt.NDArray[np.bool_]:
    """Which pairs agree on so many pixels that both are files of one picture."""
    return np.asarray(z > _COPY * side)


def _numbered(labels: Sequence[str]) -> Labels:
    numbers = {label: number for number, label in enumerate(sorted(set(labels) - {""}))}
    return np.array([numbers.get(label, NONE) for label in labels], np.int64)


def _print(weights: Mapping[str, int], bits: Bits) -> Fingerprint:
    """The fingerprint of weighted photographs."""
    total: npt.NDArray[np.int32] | None = None
    for names, words in streamed(sorted(weights), bits):
        total = signs_sum(words, np.array([weights[name] for name in names], np.int64), total)
    assert total is not None
    return fingerprint(total, np.array([weights[name] for name in sorted(weights)], np.int64))


def _explained(photographs: Sequence[Noise], prints: list[Fingerprint], bits: Bits) -> set[str]:
    """Those that fit one of the fingerprints, in none of which they had a part."""
    found: set[str] = set()
    for names, words in streamed([each.exhibit for each in photographs], bits):
        best = (fits(words, prints) / np.array([each.norm for each in prints])).max(axis=1)
        found |= {name for name, value in zip(names, best, strict=True) if value >= FITS_FROM}
    return found


def _together(groups: list[dict[str, int]], told: Mapping[str, Noise], bits: Bits) -> list[dict[str, int]]:
    """The strongest of all groups, clustered once more with the groups as a hint."""
    if len(groups) == 1:
        return groups
    kept = [sorted(group, key=lambda name: (-group[name], name))[:STRONGEST] for group in groups]
    sample = [told[name] for names in kept for name in names]
    group_of = {name: number for number, names in enumerate(kept) for name in names}
    hint = np.array([group_of[name] for name in sorted(group_of)], np.int64)
    return _clustered(sample, bits, [hint])


def _completed(teaching: Sequence[Noise], devices: Sequence[Learnt], bits: Bits) -> list[Learnt]:
    """Devices from all photographs that fit one fingerprint far better than any other, themselves left out."""
    members: list[list[tuple[float, str]]] = [[] for _ in devices]
    for names, words in streamed([each.exhibit for each in teaching], bits):
        z = scores(names, words, devices)
        first = z.argmax(axis=1)
        for row, name in enumerate(names):
            best = float(z[row, first[row]])
            second = max((float(z[row, k]) for k in range(len(devices)) if k != first[row]), default=0.0)
            if best >= FITS_FROM and best >= 2 * second:
                members[first[row]].append((round(best, 6), name))
    found = []
    for own in members:
        kept = _without_copies(sorted(own, key=lambda pair: (-pair[0], pair[1]))[:MOST_LEARNT], bits)
        if len(kept) > 1:
            middle = kept[len(kept) // 2][0]
            weights = {name: int(min(_MOST_WEIGHT, max(1, round(8 * z / middle)))) for z, name in kept}
            found.append(Learnt(_print(weights, bits), weights))
    return sorted(found, key=lambda device: min(device.weights))


def _without_copies(kept: Sequence[tuple[float, str]], bits: Bits) -> list[tuple[float, str]]:
    """The smallest digest of those that are files of one picture, and all others, in their order."""
    loaded = dict(bits(sorted(name for _, name in kept)))
    names = sorted(loaded)
    if len(names) < 2:
        return list(kept)
    words = np.stack([words_of(loaded[name]) for name in names])
    earlier = np.tril(_copies(agreements(words), side_of(words)))
    copies = {name for name, row in zip(names, earlier, strict=True) if row.any()}
    return [pair for pair in kept if pair[1] not in copies]
