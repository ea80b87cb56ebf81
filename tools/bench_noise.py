"""How fast sensor noise is, beside a peer, in one run on the same photographs: a fingerprint of twenty, and one test.

Both are handed decoded pictures. The peer is prnu-python, which the project neither imports nor installs (GPL): name a
Python that has its package ``prnu`` and what that needs by ``--peers-python``, and the folder of a checkout by
``--peer-folder``. CPU is user and system time; each works in one process, the peer's libraries in
as many threads as they take; the median of ``--repeats``, after one for warming.

    python tools/bench_noise.py [--peers-python …/bin/python --peer-folder …/prnu-python] [--repeats 5]

On a GPU the same functions run through one array interface (`probata.noise.arrays`); with ``--device torch`` or
``--device cupy`` they are timed there as well, with the device's own events around each call, after three calls for
warming, as the median; copies to and from the device are not in it.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench_machine import machine
from probata.noise import arrays, on_arrays
from probata.noise.comparison import agreement, correlations
from probata.noise.fingerprint import fingerprint, observation, pattern

SIDES = (512, 1024)
PHOTOGRAPHS = 20
AIM, AIM_DEVICE = 8.0, 50.0
_PEER = """
import json, os, sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np
import prnu
def cpu():
    t = os.times(); return t.user + t.system + t.children_user + t.children_system
data = np.load(sys.argv[2]); repeats = int(sys.argv[3])
flat, asked = list(data["flat"]), data["asked"]
def timed(call):
    call(); found = []
    for _ in range(repeats):
        c, w = cpu(), time.perf_counter(); made = call(); found.append((cpu() - c, time.perf_counter() - w))
    return made, [sorted(x)[len(x) // 2] for x in zip(*found)]
def both():
    return prnu.extract_multiple_aligned(flat, processes=1)
k, fingerprint = timed(both)
def one():
    return prnu.pce(prnu.crosscorr_2d(k.copy(), prnu.extract_single(asked)))
_, test = timed(one)
print(json.dumps({"fingerprint": fingerprint, "test": test}))
"""


def pictures(side: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Flat photographs of one made sensor, and one that shows something; uint8 (n, side, side, 3), (side, side, 3)."""
    rng = np.random.default_rng(seed)
    gain = 1 + 0.01 * rng.standard_normal((side, side, 1), dtype=np.float32)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    scene = (120 + 50 * np.sin(x / 31) + 40 * np.cos(y / 53))[:, :, None] * np.array([1, 0.9, 0.8], np.float32)
    light = [np.full((side, side, 3), 140 + 3 * shot, np.float32) for shot in range(PHOTOGRAPHS)]
    taken = [
        np.clip(each * gain + 2 * rng.standard_normal(each.shape, dtype=np.float32), 0, 255) for each in (*light, scene)
    ]
    made = np.stack(taken).astype(np.uint8)
    return made[:-1], made[-1]


def ours(flat: np.ndarray, asked: np.ndarray, repeats: int) -> dict[str, list[float]]:
    """CPU and clock seconds of a fingerprint and of a test, one thread."""
    planes, questioned = [np.ascontiguousarray(each[:, :, 1]) for each in flat], np.ascontiguousarray(asked[:, :, 1])
    made = fingerprint([observation(plane) for plane in planes])
    return {
        "fingerprint": timed(lambda: fingerprint([observation(plane) for plane in planes]), repeats),
        "test": timed(lambda: agreement(correlations(made.plane, pattern(questioned))), repeats),
    }


def timed(call: Callable[[], object], repeats: int) -> list[float]:
    """Median CPU and clock seconds."""
    call()
    found = []
    for _ in range(repeats):
        cpu, wall = time.process_time(), time.perf_counter()
        call()
        found.append((time.process_time() - cpu, time.perf_counter() - wall))
    return [statistics.median(each) for each in zip(*found, strict=True)]


def peer(
    python: str, folder: Path, flat: np.ndarray, asked: np.ndarray, repeats: int, work: Path
) -> dict[str, list[float]]:
    """The same by the peer, in a process of its own, by one process as ours."""
    data = work / "bench-noise.npz"
    np.savez(data, flat=flat, asked=asked)
    try:
        words = [python, "-c", _PEER, str(folder), str(data), str(repeats)]
        return dict(json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout))
    finally:
        data.unlink()


def on_device(name: str, flat: np.ndarray, asked: np.ndarray, repeats: int) -> dict[str, list[float]]:
    """Device seconds of a fingerprint and of a test, by the device's own events."""
    xp = arrays.of(name)
    planes = [xp.asarray(each[:, :, 1].astype(np.float32)) for each in flat]
    questioned = xp.asarray(asked[:, :, 1].astype(np.float32))
    made = on_arrays.fingerprint(xp, planes)
    return {
        "fingerprint": [xp.timed(lambda: on_arrays.fingerprint(xp, planes), repeats)],
        "test": [xp.timed(lambda: on_arrays.z(xp, made, questioned), repeats)],
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers-python", default=sys.executable)
    parser.add_argument("--peer-folder", type=Path)
    parser.add_argument("--device", choices=("torch", "cupy"))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    print("; ".join(f"{name} {value}" for name, value in machine().items()), flush=True)
    found: dict[str, Any] = {"machine": machine()}
    for side in SIDES:
        flat, questioned = pictures(side)
        rows = {"ours": ours(flat, questioned, asked.repeats)}
        if asked.peer_folder is not None:
            work = Path(asked.peer_folder)
            rows["prnu-python"] = peer(asked.peers_python, work, flat, questioned, max(2, asked.repeats // 2), work)
        if asked.device:
            rows[asked.device] = on_device(asked.device, flat, questioned, asked.repeats)
        found[str(side)] = rows
        _show(side, rows)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1))
    return 0


def _show(side: int, rows: dict[str, dict[str, list[float]]]) -> None:
    print(f"\n{side} × {side}: seconds (CPU, clock) of a fingerprint of {PHOTOGRAPHS} photographs, and of one test")
    for name, row in rows.items():
        cells = [" ".join(f"{value:9.4f}" for value in row[what]) for what in ("fingerprint", "test")]
        print(f"  {name:<12} {cells[0]}   {cells[1]}")
    for name, row in rows.items():
        if name == "prnu-python":
            cpu, clock = ([row[w][k] / rows["ours"][w][k] for w in ("fingerprint", "test")] for k in (0, 1))
            print(
                f"  times faster than prnu-python by CPU: fingerprint {cpu[0]:.0f}, test {cpu[1]:.0f} (aim {AIM:.0f})"
            )
            print(f"  … by the clock: fingerprint {clock[0]:.0f}, test {clock[1]:.0f}")
        elif name != "ours" and "prnu-python" in rows:
            ratios = [f"{what} {rows['prnu-python'][what][1] / row[what][0]:.0f}" for what in ("fingerprint", "test")]
            print(f"  times faster on {name} than prnu-python: {', '.join(ratios)} (aim {AIM_DEVICE:.0f})")


if __name__ == "__main__":
    sys.exit(main())
