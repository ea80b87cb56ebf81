"""Places: what persons lie on or stand before. Each is a seamless texture, and a light of its own."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

Texture = npt.NDArray[np.uint8]
Light = npt.NDArray[np.float32]
SIDE = 1024
PER_CM = 5.0
PLACES = 9


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its ground (RGB, seamless, `PER_CM` pixels a centimetre) and the light in it, 0.5 to 1.2."""

    ground: Texture
    brightness: float
    warmth: float


@lru_cache(maxsize=16)
def place(seed: int, index: int) -> Place:
    """Place ``index`` of the archive with this seed."""
    rng = np.random.default_rng([seed, 13, index])
    maker = (_tiles, _concrete, _cloth)[index % 3]
    return Place(maker(rng), float(rng.uniform(0.95, 1.15)), float(rng.uniform(-8, 8)))


def clouds(rng: np.random.Generator, side: int, slope: float) -> npt.NDArray[np.float32]:
    """Seamless random relief whose spectrum falls with ``slope``; zero-mean, unit variance, (side, side)."""
    fy, fx = np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None, :]
    frequency = np.hypot(fy, fx)
    frequency[0, 0] = 1
    spectrum = np.fft.rfft2(rng.standard_normal((side, side))) * frequency**-slope
    spectrum[0, 0] = 0
    relief = np.fft.irfft2(spectrum, s=(side, side))
    return np.asarray(relief / relief.std(), dtype=np.float32)


def _colour(base: npt.NDArray[np.float64], relief: npt.NDArray[np.float32]) -> Texture:
    return np.asarray(np.clip(base[None, None, :] * (1 + relief[:, :, None]), 5, 225), dtype=np.uint8)


def _tiles(rng: np.random.Generator) -> Texture:
    across = int(rng.choice([6, 8, 10]))
    tint = rng.uniform(-0.06, 0.06, (across, across)).astype(np.float32)
    size = SIDE // across
    relief = np.kron(tint, np.ones((size, size), np.float32))
    relief = np.pad(relief, ((0, SIDE - relief.shape[0]), (0, SIDE - relief.shape[1])), mode="edge")
    relief += 0.04 * clouds(rng, SIDE, 1.1)
    ground = _colour(
        np.asarray(rng.choice([[196, 196, 188], [150, 170, 165], [178, 160, 140]]), dtype=np.float64), relief
    )
    grout = tuple(int(v) for v in rng.integers(60, 120, 1).repeat(3))
    for k in range(across + 1):
        cv2.line(ground, (0, k * size), (SIDE, k * size), grout, 4, cv2.LINE_AA)
        cv2.line(ground, (k * size, 0), (k * size, SIDE), grout, 4, cv2.LINE_AA)
    return ground


def _concrete(rng: np.random.Generator) -> Texture:
    relief = 0.10 * clouds(rng, SIDE, 1.6) + 0.06 * clouds(rng, SIDE, 0.6)
    ground = _colour(np.asarray(rng.uniform(110, 165, 1).repeat(3)) * [1, 0.985, 0.95], relief)
    for _ in range(int(rng.integers(2, 6))):
        steps = np.cumsum(rng.normal(0, 14, (60, 2)) + rng.normal(0, 8, 2), axis=0) + rng.uniform(0, SIDE, 2)
        cv2.polylines(ground, [np.round(steps).astype(np.int32)], False, (70, 68, 64), 1, cv2.LINE_AA)
    return ground


def _cloth(rng: np.random.Generator) -> Texture:
    folds = 0.10 * clouds(rng, SIDE, 1.9)
    t = np.arange(SIDE, dtype=np.float32) * (2 * np.pi / SIDE)
    period = int(rng.choice([16, 24, 32]))
    stripes = 0.12 * np.sign(np.sin(t * period))[None, :] * float(rng.random() < 0.6)
    weave = 0.04 * np.sin(t * 256)[None, :] * np.sin(t * 256)[:, None]
    tone = rng.choice([[90, 105, 140], [150, 130, 100], [105, 125, 95], [170, 168, 160], [130, 70, 70]])
    return _colour(np.asarray(tone, dtype=np.float64), (folds + stripes + weave).astype(np.float32))
