"""Dark and over-exposed photographs: how much light they get, and what is true of a picture, by stated limits.

A sensor's pattern multiplies the light: where there is hardly any, or where it is clipped, hardly anything is left of
it. So whoever tells bodies apart is scored by exposure.
"""

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np

from probata.proficiency.sensor import Picture
from probata.proficiency.series import NumberTruth

Exposed = Literal["normal", "dark", "over-exposed"]
DARK_BELOW, DARK_SHARE = 32, 0.75
CLIPPED_FROM, CLIPPED_SHARE = 250, 0.25
_KINDS = ("normal", "dark", "over-exposed")
_SHARES = (0.76, 0.12, 0.12)
_DARK_LIGHT, _DARK_NOISE = (0.02, 0.12), (1.5, 3.0)
_OVER_LIGHT = (2.2, 5.0)


@dataclass(frozen=True, slots=True)
class Amount:
    """How a photograph is exposed: a factor on the light, and one on the random noise."""

    light: float
    noise: float


PLAIN = Amount(1.0, 1.0)


def amount(rng: np.random.Generator) -> Amount:
    """An exposure by chance: about one in eight dark (with more noise), one in eight over-exposed."""
    kind = _KINDS[int(rng.choice(3, p=_SHARES))]
    light, noise = rng.random(2)
    if kind == "dark":
        return Amount(_between(_DARK_LIGHT, light), _between(_DARK_NOISE, noise))
    return Amount(_between(_OVER_LIGHT, light), 1.0) if kind == "over-exposed" else PLAIN


def lit(numbers: dict[str, NumberTruth], given: Amount) -> dict[str, NumberTruth]:
    """What is shown of numbers: none is asked of a photograph that got much too little light or too much."""
    if given == PLAIN:
        return numbers
    return {role: replace(number, status="unlit") if number.box else number for role, number in numbers.items()}


def _between(ends: tuple[float, float], at: float) -> float:
    return float(ends[0] * (ends[1] / ends[0]) ** at)


def exposed(picture: Picture) -> Exposed:
    """What is true of a picture (RGB, before compression).

    ``dark``: three quarters of its pixels or more have a grey below 32 (of 255). ``over-exposed``: a quarter or more
    have one from 250 on. All others are ``normal``.
    """
    counts = np.bincount(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).ravel(), minlength=256)
    shares = np.cumsum(counts) / counts.sum()
    if shares[DARK_BELOW - 1] >= DARK_SHARE:
        return "dark"
    return "over-exposed" if 1 - shares[CLIPPED_FROM - 1] >= CLIPPED_SHARE else "normal"
