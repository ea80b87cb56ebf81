"""How a picture is exposed: what is dark or clipped carries hardly any of a sensor's pattern.

Not here: error rates by exposure (`probata.statistics.likelihood_ratio`).
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

Exposure = Literal["normal", "dark", "over-exposed"]
DARK_BELOW, DARK_SHARE = 32, 0.75
CLIPPED_FROM, CLIPPED_SHARE = 250, 0.25


def exposure(grey: npt.NDArray[np.uint8]) -> Exposure:
    """The exposure of a picture by its grey values.

    ``dark``: three quarters of the pixels or more are below 32 (of 255). ``over-exposed``: a quarter or more are 250 or
    above. All others are ``normal``.

    Args:
        grey: (height, width).
    """
    counts = np.bincount(grey.ravel(), minlength=256)
    if counts[:DARK_BELOW].sum() >= DARK_SHARE * grey.size:
        return "dark"
    return "over-exposed" if counts[CLIPPED_FROM:].sum() >= CLIPPED_SHARE * grey.size else "normal"


def usable(grey: npt.NDArray[np.uint8]) -> float:
    """The share of pixels, 0 to 1, that are neither dark nor clipped.

    Args:
        grey: (height, width).
    """
    return float(np.mean((grey >= DARK_BELOW) & (grey < CLIPPED_FROM)))
