"""The limit that `bench.py` measures: the least that intake can do, in one process a core.

Each photograph is read once, written once, digested with SHA-256, decoded at ⅛, hashed with PDQ, and made a thumbnail.

    python tools/bench_limit.py SOURCE WORK
"""

import hashlib
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pdqhash


def touch(task: tuple[str, str]) -> int:
    """Do it to one photograph; the number keeps any of it from being left out."""
    source, target = task
    data = Path(source).read_bytes()
    Path(target).write_bytes(data)
    digest = hashlib.sha256(data).digest()
    small = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_REDUCED_COLOR_8)
    hashed = cv2.resize(small, (64, 64), interpolation=cv2.INTER_AREA)
    bits, _ = pdqhash.compute(cv2.cvtColor(hashed, cv2.COLOR_BGR2RGB))
    scale = 256 / max(small.shape[:2])
    thumbnail = cv2.resize(small, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return len(digest) + len(bits) + len(cv2.imencode(".jpg", thumbnail, [cv2.IMWRITE_JPEG_QUALITY, 75])[1])


def main(source: Path, work: Path) -> None:
    """Do it to all."""
    work.mkdir(parents=True)
    files = [path for path in sorted(source.rglob("*")) if path.is_file()]
    tasks = [(str(path), str(work / str(number))) for number, path in enumerate(files)]
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        for _ in pool.map(touch, tasks, chunksize=8):
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
