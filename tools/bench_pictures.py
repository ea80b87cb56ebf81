"""Seconds and memory of finding changed copies (crops, mirrors, turns) among made rows of the analyser *appearance*.

Run: ``python tools/bench_pictures.py [ROWS]``. Points are drawn from a pool, so that unlike pictures share points as
they do in an archive of few places; one row of fifty is a copy of another, in part, with noise. Rows are made first,
and aren't measured.
"""

import resource
import sys
import time

import numpy as np
import pyarrow as pa

from probata.linkage.pictures_transformed import transformed
from probata.readings.local_features import KEPT, MOST_POINTS, POINT

_POOL = 200_000
_SPREAD, _NOISE = 22.0, 6
_COPIES, _KEPT_SHARE = 50, 0.6


def rows(count: int, seed: int = 1) -> pa.Table:
    """Made readings: digest, features, width, height."""
    rng = np.random.default_rng(seed)
    pool = rng.normal(0, _SPREAD, (_POOL, KEPT)).round().clip(-110, 110).astype(np.int8)
    made: list[bytes] = []
    for n in range(count):
        points = np.zeros(MOST_POINTS, POINT)
        chosen = rng.integers(0, _POOL, MOST_POINTS)
        points["x"], points["y"] = rng.integers(0, 384 * 64, MOST_POINTS), rng.integers(0, 288 * 64, MOST_POINTS)
        points["scale"], points["angle"] = rng.integers(40, 130, MOST_POINTS), rng.integers(0, 256, MOST_POINTS)
        points["descriptor"] = pool[chosen]
        if n % _COPIES == 1:
            kept = rng.random(MOST_POINTS) < _KEPT_SHARE
            points[kept] = np.frombuffer(made[-1], POINT)[kept]
        points["descriptor"] += rng.integers(-_NOISE, _NOISE + 1, (MOST_POINTS, KEPT), np.int8)
        made.append(points.tobytes())
    sides = {"width": pa.array([384] * count, pa.int16()), "height": pa.array([288] * count, pa.int16())}
    return pa.table({"digest": [f"{n:064x}" for n in range(count)], "features": pa.array(made, pa.binary()), **sides})


def memory_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int) -> int:
    """Measure once, after a small run that compiles."""
    transformed(rows(200))
    table = rows(count)
    before, began, used = memory_mb(), time.perf_counter(), time.process_time()
    found = transformed(table)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    print(f"{count:,} rows, {count * MOST_POINTS:,} points: {seconds:.1f} s, {processor:.1f} s of processor time")
    copies = len(range(1, count, _COPIES))
    print(f"{len(found):,} links of {copies:,}; {before:.0f} MB before, {memory_mb():.0f} MB at most")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 55_000))
