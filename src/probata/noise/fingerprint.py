"""The fingerprint of a sensor, estimated from photographs that it took, and what one photograph holds of it.

Rules:
* One plane is used: green, which has half of the sites of a colour filter and is compressed least.
* A photograph's residual is divided by its local deviation before it is compared, and is not multiplied by the
  picture: both keep edges and texture from being taken for noise. On photographs of cameras this told more devices
  apart than the maximum-likelihood form, which is used for the fingerprint itself.

Source: Chen, Fridrich, Goljan and Lukas, "Determining image origin and integrity using sensor noise" (IEEE TIFS 2008),
equation 6 (the estimate) and section III-C (shared parts); Lin and Li, "Preprocessing reference sensor pattern noise
via spectrum equalization" (IEEE TIFS 2016) for why spectra are flattened.

Not here: how well the two agree (`comparison`), files of fingerprints (`probata.readings.fingerprint_file`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from probata.errors import BadInput
from probata.noise.residual import residual
from probata.noise.shared_parts import wiener_dft, zero_mean

Plane = npt.NDArray[np.float32]
Grey = npt.NDArray[np.uint8]

SIGMA = 2.0
DARKEST, CLIPPED = 5, 250
LOCAL_WINDOW = 9
MOST_DEVIATIONS = 2.0
_FLOOR = 0.25


@dataclass(frozen=True, slots=True)
class Observation:
    """What one photograph tells of its sensor.

    Attributes:
        rest: zero-mean residual, zero where the picture is dark or clipped; float32 (height, width).
        light: the picture, zero at the same places; float32 (height, width), levels.
    """

    rest: Plane
    light: Plane


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The estimated pattern of a sensor.

    Attributes:
        plane: zero-mean, unit deviation; float32 (height, width).
        photographs: from how many it was estimated.
    """

    plane: Plane
    photographs: int


def observation(plane: Grey, sigma: float = SIGMA) -> Observation:
    """What a photograph that is known to be of the sensor adds to its fingerprint.

    Args:
        plane: green, as stored; uint8 (height, width), both sides at least 64.
        sigma: standard deviation of the noise that is looked for, in levels.

    Raises:
        BadInput: too small.
    """
    good = (plane > DARKEST) & (plane < CLIPPED)
    light = np.where(good, plane, 0).astype(np.float32)
    rest = zero_mean(residual(plane, sigma))
    rest *= good
    return Observation(rest, light)


def fingerprint(observations: Sequence[Observation], without: int | None = None) -> Fingerprint:
    """The maximum-likelihood estimate Σ W I / Σ I², without what sensors share.

    Args:
        observations: of photographs of one sensor, all of one size.
        without: one that is left out, by its place, so that it can be compared with the others.

    Raises:
        BadInput: there is no observation, or their sizes differ.
    """
    used = [each for place, each in enumerate(observations) if place != without]
    if not used or len({each.rest.shape for each in used}) > 1:
        found = " ".join(sorted({f"{each.rest.shape}" for each in used})) or "none"
        raise BadInput("no fingerprint", expected="photographs of one size", found=found)
    above, below = np.zeros_like(used[0].rest), np.ones_like(used[0].rest)
    for each in used:
        above += each.rest * each.light
        below += each.light * each.light
    plane = wiener_dft(zero_mean(above / below))
    deviation = float(plane.std())
    return Fingerprint(plane / np.float32(deviation) if deviation > 0 else plane, len(used))


def pattern(plane: Grey, sigma: float = SIGMA) -> Plane:
    """What a questioned photograph holds of its sensor's pattern: flattened in frequency and in place.

    Args:
        plane: green, as stored; uint8 (height, width), both sides at least 64.
        sigma: as of `observation`.

    Returns:
        float32 (height, width), at most `MOST_DEVIATIONS` either way; zero where the picture is dark or clipped.

    Raises:
        BadInput: too small.
    """
    return flattened(wiener_dft(zero_mean(residual(plane, sigma))), plane)


def flattened(rest: Plane, plane: Grey) -> Plane:
    """``rest`` divided by its local deviation and clipped; zero where ``plane`` is dark or clipped."""
    power = cv2.blur(rest * rest, (LOCAL_WINDOW, LOCAL_WINDOW), borderType=cv2.BORDER_REFLECT)
    floor = np.float32(_FLOOR * float(np.median(power)) + 1e-12)
    made = np.clip(rest / np.sqrt(power + floor), -MOST_DEVIATIONS, MOST_DEVIATIONS)
    made *= (plane > DARKEST) & (plane < CLIPPED)
    return cast(Plane, made.astype(np.float32, copy=False))
