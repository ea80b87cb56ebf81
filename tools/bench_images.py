"""Photographs for `bench.py`: JPEGs of a camera's size in pixels and bytes, with EXIF and an embedded thumbnail.

What decoding costs follows from pixels and bytes, so the grain is tuned until a file has the wanted size.

    python tools/bench_images.py FOLDER 0.05|3|12 COUNT SEED
"""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from probata.proficiency.exif import (
    BODY_SERIAL,
    EXPOSURE,
    F_NUMBER,
    FOCAL,
    HEIGHT,
    ISO,
    MAKE,
    MODEL,
    ORIENTATION,
    ORIGINAL,
    WIDTH,
    exif,
)  # fmt: skip

Pixels = npt.NDArray[np.uint8]
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Size:
    """A camera's picture: name, pixels, and the bytes that its file has on average."""

    name: str
    width: int
    height: int
    file_bytes: int


SIZES = {
    "0.05": Size("0.05 MP", 256, 192, 12 << 10),
    "3": Size("3 MP", 2048, 1536, int(0.57 * 2**20)),
    "12": Size("12 MP", 4000, 3000, int(1.87 * 2**20)),
}


def make(folder: Path, size: Size, count: int, seed: int) -> None:
    """Write ``count`` photographs into ``folder``, in subfolders of 100."""
    workers = len(os.sched_getaffinity(0))
    grain = _grain(size, seed)
    for part in range(-(-count // 100)):
        (folder / f"{100 + part}BENCH").mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        tasks = [pool.submit(_write, folder, size, grain, seed, part) for part in _parts(count)]
        for task in tasks:
            task.result()


def _parts(count: int) -> list[range]:
    """What one task makes: a few photographs, so that there are not as many tasks as photographs."""
    return [range(begin, min(count, begin + 20)) for begin in range(0, count, 20)]


def _write(folder: Path, size: Size, grain: float, seed: int, numbers: range) -> None:
    cv2.setNumThreads(1)
    for number in numbers:
        data = _photograph(size, grain, seed, number)
        (folder / f"{100 + number // 100}BENCH" / f"DSC_{number:05d}.JPG").write_bytes(data)


def _grain(size: Size, seed: int) -> float:
    """The grain at which a file has the wanted size, within 2 %, by halving."""
    low, high = 0.0, 40.0
    for _ in range(10):
        grain = (low + high) / 2
        found = len(_photograph(size, grain, seed, 0))
        if abs(found - size.file_bytes) < 0.02 * size.file_bytes:
            break
        low, high = (low, grain) if found > size.file_bytes else (grain, high)
    return grain


def _photograph(size: Size, grain: float, seed: int, number: int) -> bytes:
    rng = np.random.default_rng([seed, number])
    picture = _scene(size, grain, rng)
    _, small = cv2.imencode(".jpg", cv2.resize(picture, (160, 120), interpolation=cv2.INTER_AREA))
    _, whole = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    payload = exif(_main_tags(), _detail_tags(size, number), small.tobytes())
    segment = b"\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload
    jpeg = whole.tobytes()
    return jpeg[:2] + segment + jpeg[2:]


def _scene(size: Size, grain: float, rng: np.random.Generator) -> Pixels:
    """Soft light, thirty shapes with edges, and grain."""
    light = rng.uniform(40, 215, (6, 8, 3)).astype(np.uint8)
    picture = cv2.resize(light, (size.width, size.height), interpolation=cv2.INTER_LINEAR)
    for _ in range(30):
        centre = int(rng.integers(size.width)), int(rng.integers(size.height))
        axes = (
            int(rng.integers(size.width // 60, size.width // 6)),
            int(rng.integers(size.width // 60, size.width // 8)),
        )
        colour = tuple(float(value) for value in rng.uniform(0, 255, 3))
        cv2.ellipse(picture, centre, axes, float(rng.uniform(0, 180)), 0, 360, colour, -1)
    side = min(512, size.width)
    tile = np.rint(grain * rng.normal(0, 1, (side, side))).astype(np.int16)
    across, down = -(-size.width // side), -(-size.height // side)
    noise = np.tile(tile, (down, across))[: size.height, : size.width]
    return np.asarray(cv2.add(picture, cv2.merge([noise, noise, noise]), dtype=cv2.CV_8U), np.uint8)


def _main_tags() -> dict[int, int | str | bytes | Fraction | tuple[int, ...]]:
    return {MAKE: "PROBATA", MODEL: "BENCH 1", ORIENTATION: 1}


def _detail_tags(size: Size, number: int) -> dict[int, int | str | bytes | Fraction | tuple[int, ...]]:
    minute, second = divmod(number * 7, 60)
    taken = f"2013:05:{4 + minute // 1440 % 20:02d} {minute // 60 % 24:02d}:{minute % 60:02d}:{second:02d}"
    return {
        EXPOSURE: Fraction(1, 125), F_NUMBER: Fraction(56, 10), ISO: 400, ORIGINAL: taken, FOCAL: Fraction(35, 1),
        WIDTH: size.width, HEIGHT: size.height, BODY_SERIAL: "20012345",
    }  # fmt: skip


if __name__ == "__main__":
    make(Path(sys.argv[1]), SIZES[sys.argv[2]], int(sys.argv[3]), int(sys.argv[4]))
