"""How long devices take: reading the noise of a photograph, and telling devices apart in an archive of 55,000.

The photographs of the second part are made signs: on a share of its pixels a photograph has its device's pattern, on
all others chance. They are made anew each time they are asked for, since 55,000 of them are 7 GB; making them is
counted by itself, and stands in the place of reading them from the store.

    python tools/bench_devices.py [--count 55000] [--bodies 12] [--photographs 20] [--json FILE]
"""

import argparse
import hashlib
import json
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
import pyarrow as pa

from probata.linkage.device import Devices
from probata.linkage.devices import devices
from probata.readings.analysers.noise import NoiseAnalyser

SIDE = 1024
WIDTH, HEIGHT = 2048, 1536
MODELS = 8
SHARES = (4, 5, 5, 6)  # a photograph has the pattern on 1/16, 1/32, 1/32 or 1/64 of its pixels
AIM_MINUTES, AIM_GB = 90.0, 2.0


@dataclass(frozen=True, slots=True)
class Linked:
    """What telling devices apart took and found.

    Attributes:
        photographs, bodies: how many there are.
        cpu_s: of linkage, without making signs.
        making_s: of making signs.
        given: how often signs of one photograph were asked for, on average.
        peak_mib: largest resident memory of the process.
        found: devices.
        right, wrong, untold: photographs.
    """

    photographs: int
    bodies: int
    cpu_s: float
    making_s: float
    given: float
    peak_mib: float
    found: int
    right: int
    wrong: int
    untold: int


class Archive:
    """Made signs of an archive whose bodies took unequal shares of it."""

    def __init__(self, count: int, bodies: int) -> None:
        self.bodies = bodies
        shares = 1.0 / np.arange(1, bodies + 1)
        whose = np.random.default_rng(count).choice(bodies, count, p=shares / shares.sum())
        self.body_of = {hashlib.sha256(b"%d" % n).hexdigest(): int(body) for n, body in enumerate(whose)}
        self.patterns = [np.random.default_rng([1, body]).bytes(SIDE * SIDE // 8) for body in range(bodies)]
        self.making_s, self.given = 0.0, 0

    def bits(self, digests: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Signs of each photograph."""
        for digest in digests:
            started = time.process_time()
            made = self._made(digest)
            self.making_s += time.process_time() - started
            self.given += 1
            yield digest, made

    def _made(self, digest: str) -> bytes:
        number = int(digest[:12], 16)
        halvings = SHARES[number % len(SHARES)]
        drawn = np.random.default_rng(number).integers(0, 2**64, (halvings + 1, SIDE * SIDE // 64), np.uint64)
        own = np.bitwise_and.reduce(drawn[1:])
        pattern = np.frombuffer(self.patterns[self.body_of[digest]], np.uint64)
        return bytes(((drawn[0] & ~own) | (pattern & own)).tobytes())

    def table(self) -> pa.Table:
        """Readings of *noise* without their signs."""
        names = sorted(self.body_of)
        same = {"failed": None, "width": WIDTH, "height": HEIGHT, "side": SIDE, "exposure": "normal", "usable": 1.0}
        return pa.table({"digest": names, **{name: [value] * len(names) for name, value in same.items()}})


def linked(count: int, bodies: int) -> Linked:
    """Tell the devices of a made archive apart."""
    archive = Archive(count, bodies)
    models = {digest: f"model {body % MODELS}" for digest, body in archive.body_of.items()}
    started = time.process_time()
    found = devices(archive.table(), models, {}, (), archive.bits)
    spent = time.process_time() - started - archive.making_s
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    right, wrong, untold = _score(found, archive)
    given = archive.given / count
    return Linked(count, bodies, spent, archive.making_s, given, peak, len(found.devices), right, wrong, untold)


def _score(found: Devices, archive: Archive) -> tuple[int, int, int]:
    """Photographs that are right, wrong and not told; a device is that of most of its photographs."""
    owners: dict[str, Counter[int]] = defaultdict(Counter)
    for each in found.assignments:
        owners[each.device][archive.body_of[each.exhibit]] += 1
    told = {device: own for device, own in owners.items() if device}
    first: dict[int, str] = {}
    for device in sorted(told, key=lambda name: (-max(told[name].values()), name)):
        first.setdefault(told[device].most_common(1)[0][0], device)  # a second device of one body is wrong
    right = sum(told[device][body] for body, device in first.items())
    untold = owners[""].total()
    return right, len(found.assignments) - right - untold, untold


def reading_ms(photographs: int) -> float:
    """Milliseconds of CPU to read the noise of one photograph of 3 megapixels, decoding included; the median."""
    analyser, taken = NoiseAnalyser(), []
    for number in range(photographs + 1):
        data = _photograph(number)
        started = time.process_time()
        analyser.read(data)
        taken.append(time.process_time() - started)
    return 1000 * float(np.median(taken[1:]))  # the first compiles


def _photograph(number: int) -> bytes:
    rng = np.random.default_rng(number)
    coarse = rng.uniform(40, 220, (48, 64, 3)).astype(np.float32)
    scene = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    noisy = scene + rng.normal(0, 3, scene.shape).astype(np.float32)
    done, data = cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 92])
    assert done
    return data.tobytes()


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=55_000)
    parser.add_argument("--bodies", type=int, default=12)
    parser.add_argument("--photographs", type=int, default=20)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    read = reading_ms(asked.photographs)
    row = linked(asked.count, asked.bodies)
    minutes = (read / 1000 * asked.count / 2 + row.cpu_s + row.making_s) / 60
    print(f"reading noise at {WIDTH} × {HEIGHT}: {read:.1f} ms of CPU a photograph")
    print(f"{row.photographs:,} photographs of {row.bodies} bodies: {row.found} devices in {row.cpu_s:.0f} s of CPU,")
    print(f"  {row.making_s:.0f} s more to make signs, asked for {row.given:.1f} times each; {row.peak_mib:.0f} MiB")
    print(f"  right {row.right:,}, wrong {row.wrong:,}, not told {row.untold:,}")
    print(f"both on two cores: {minutes:.1f} minutes; aim: under {AIM_MINUTES:.0f}, and {AIM_GB:.0f} GB")
    if asked.json:
        asked.json.write_text(json.dumps({"reading_ms": read, "minutes": minutes, **asdict(row)}, indent=1) + "\n")


if __name__ == "__main__":
    main()
