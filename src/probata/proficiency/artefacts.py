"""What the sensors of one model have in common: patterns that look like a body's own, and are not.

Whoever tells bodies of one model apart has to see through them. They are drawn from the model's name, so that two
bodies of one model share them in every archive.

Source: the kinds are those of Gloe, Pfennig and Kirchner, "Unexpected artefacts in PRNU-based camera identification"
(2012), section 3, and of Chen, Fridrich, Goljan and Lukáš, "Determining image origin and integrity using sensor noise"
(2008), section III-C (linear pattern, blocks of 8).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from probata.proficiency.models import Model

Plane = npt.NDArray[np.float32]
_LINES = 0.003  # of the signal: rows and columns, each
_WAVE = 0.0015  # of the signal: a wave across the sensor
_TILE = 0.5  # levels of 8 bits: read-out and firmware, repeated every 8 pixels


@dataclass(frozen=True, slots=True)
class Artefacts:
    """The shared patterns of a model, for one size of sensor.

    Attributes:
        gain: what multiplies the light, float32 (height, width).
        offset: what is added to the raw signal, in levels of 8 bits, float32 (height, width).
    """

    gain: Plane
    offset: Plane


@lru_cache(maxsize=8)
def artefacts(model: Model, size: tuple[int, int]) -> Artefacts:
    """The shared patterns of a model: lines of rows and columns, a slanted wave, and a tile of 8 by 8 pixels.

    Args:
        model: the model.
        size: height and width of the sensor.
    """
    rng = np.random.default_rng([13, *model.name.encode()])
    height, width = size
    lines = rng.standard_normal((height, 1)) + rng.standard_normal((1, width))
    y, x = np.ogrid[0:height, 0:width]
    turn, period = float(rng.uniform(0, np.pi)), float(rng.uniform(3.5, 9))
    wave = np.sqrt(2) * np.sin(2 * np.pi / period * (x * np.cos(turn) + y * np.sin(turn)))
    tile = np.tile(rng.standard_normal((8, 8)), (-(-height // 8), -(-width // 8)))[:height, :width]
    gain = 1 + _LINES * lines + _WAVE * wave
    return Artefacts(gain.astype(np.float32), (_TILE * tile).astype(np.float32))
