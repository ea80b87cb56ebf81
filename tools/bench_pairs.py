"""How long the search for all near pairs takes, how much memory, and whether any pair is missed.

Each size runs in a process of its own, so that memory is its own. Hashes are mixed: random ones, groups of perturbed
copies (as PDQ of one scene), ones whose bits hang together (as of one kind of picture), and identical ones. Recall is
checked on 10,000 consecutive rows against comparing each with each.

    python tools/bench_pairs.py [--sizes 10000 55000] [--seed 1] [--json]
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from probata.linkage.hamming import NearPairs, near_pairs

SIZES = (10_000, 55_000, 100_000, 1_000_000)
RADIUS = 31
CHECKED_ROWS = 10_000
Hashes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: seconds, peak MiB of the whole process, pairs, and recall on the checked rows."""

    hashes: int
    wall_s: float
    cpu_s: float
    peak_mib: float
    pairs: int
    identical: int
    checked_pairs: int
    recall: float
    wrong: int


def mixed_hashes(count: int, seed: int) -> Hashes:
    """``count`` hashes (count, 32): 45 % random, 35 % in groups of 3 to 20 copies, 15 % skewed, 5 % identical ones."""
    rng = np.random.default_rng(seed)
    skewed, grouped, identical = count * 15 // 100, count * 35 // 100, count * 5 // 100
    parts = [
        rng.integers(0, 256, (count - skewed - grouped - identical, 32), dtype=np.uint8),
        _grouped(grouped, rng),
        _skewed(skewed, rng),
    ]
    parts.append(parts[0][rng.integers(0, max(1, len(parts[0]) // 100), identical)])
    hashes = np.concatenate(parts)
    # Runs of 50 rows change place: groups mostly stay together, and every stretch holds all kinds.
    rows = (rng.permutation(-(-count // 50))[:, None] * 50 + np.arange(50)).ravel()
    mixed: Hashes = hashes[rows[rows < count]]
    return mixed


def _grouped(count: int, rng: np.random.Generator) -> Hashes:
    """Consecutive groups: a random hash, and copies with 0 to 25 of its bits changed."""
    sizes = rng.integers(3, 21, count // 3 + 1)
    group = np.repeat(np.arange(len(sizes)), sizes)[:count]
    hashes = rng.integers(0, 256, (len(sizes), 32), dtype=np.uint8)[group]
    return hashes ^ _noise(rng.integers(0, 26, count), rng)


def _noise(changes: npt.NDArray[np.int64], rng: np.random.Generator) -> Hashes:
    """Hashes in which about ``changes`` bits of each are set."""
    noise = np.zeros((len(changes), 32), np.uint8)
    for step in range(int(changes.max(initial=0))):
        rows = np.flatnonzero(changes > step)
        place = rng.integers(0, 256, len(rows))
        noise[rows, place >> 3] ^= (1 << (place & 7)).astype(np.uint8)
    return noise


def _skewed(count: int, rng: np.random.Generator) -> Hashes:
    """Signs of 256 mixtures of 48 hidden values: bits that hang together, some nearly always set."""
    mixing = rng.normal(size=(48, 256)).astype(np.float32)
    offset = (2.0 * rng.normal(size=256)).astype(np.float32)
    parts = [np.zeros((0, 32), np.uint8)]
    for begin in range(0, count, 50_000):
        hidden = rng.normal(size=(min(50_000, count - begin), 48)).astype(np.float32)
        parts.append(np.packbits(hidden @ mixing + offset > 0, axis=1))
    return np.concatenate(parts)


def brute_force(hashes: Hashes) -> set[tuple[int, int]]:
    """All pairs of rows within the radius, by comparing each with each."""
    words = np.ascontiguousarray(hashes).view(np.uint64)
    found: set[tuple[int, int]] = set()
    for i in range(len(words)):
        distance = np.bitwise_count(words[i + 1 :] ^ words[i]).sum(axis=1)
        found.update((i, int(j)) for j in np.flatnonzero(distance <= RADIUS) + i + 1)
    return found


def found_among(pairs: NearPairs, begin: int, end: int) -> set[tuple[int, int]]:
    """The pairs of rows from ``begin`` to ``end`` that the search found, identical ones and their pairs included."""
    group = pairs.group[begin:end].tolist()
    members: dict[int, list[int]] = {}
    for row, first in enumerate(group):
        members.setdefault(first, []).append(row)
    known = np.isin(pairs.i, list(members)) & np.isin(pairs.j, list(members))
    found = {(a, b) for rows in members.values() for a in rows for b in rows if a < b}
    for i, j in zip(pairs.i[known].tolist(), pairs.j[known].tolist(), strict=True):
        found.update((min(a, b), max(a, b)) for a in members[i] for b in members[j])
    return found


def measure(count: int, seed: int) -> Measured:
    """Search ``count`` hashes once, and check the result."""
    hashes = mixed_hashes(count, seed)
    started, cpu = time.perf_counter(), time.process_time()
    pairs = near_pairs(hashes, RADIUS)
    wall_s, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begin = max(0, (count - CHECKED_ROWS) // 2)
    true = brute_force(hashes[begin : begin + CHECKED_ROWS])
    found = found_among(pairs, begin, begin + CHECKED_ROWS)
    identical = count - len(np.unique(pairs.group))
    recall = len(true & found) / len(true) if true else 1.0
    return Measured(count, wall_s, cpu_s, peak_mib, len(pairs.i), identical, len(true), recall, len(found - true))


def measured(sizes: list[int], seed: int) -> list[Measured]:
    """Each size in a fresh process, one after another."""
    results = []
    for size in sizes:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
            results.append(process.submit(measure, size, seed).result())
    return results


def lines(results: list[Measured]) -> list[str]:
    """The results as a table."""
    names = ("hashes", "wall s", "CPU s", "peak MiB", "pairs", "checked", "recall", "wrong")
    head = " ".join(f"{name:>10}" for name in names)
    return [head] + [
        f"{r.hashes:>10,} {r.wall_s:>10.2f} {r.cpu_s:>10.2f} {r.peak_mib:>10.0f} {r.pairs:>10,} {r.checked_pairs:>10,}"
        f" {r.recall:>10.4f} {r.wrong:>10}"
        for r in results
    ]


def main() -> int:
    """Measure, print, and return 1 where a pair was missed or made up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    arguments = parser.parse_args()
    results = measured(arguments.sizes, arguments.seed)
    print(json.dumps([asdict(r) for r in results]) if arguments.json else "\n".join(lines(results)))
    return int(any(r.recall < 1 or r.wrong for r in results))


if __name__ == "__main__":
    sys.exit(main())
