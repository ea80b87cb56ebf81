"""The noise residual of a picture: what is left without the scene, as far as a wavelet Wiener filter can tell.

In each band of details the local variance of the scene is estimated as the least over four windows of the mean square
minus the noise's variance; the part of each coefficient that is noise by that estimate is kept, the approximation is
not, and the transform goes back.

Source: Mihcak, Kozintsev and Ramchandran, "Spatially adaptive statistical modeling of wavelet image coefficients and
its application to denoising" (ICASSP 1999); Lukas, Fridrich and Goljan, "Digital camera identification from sensor
pattern noise" (IEEE TIFS 2006), section III-A and appendix.

Not here: what sensors of a model share (`shared_parts`), fingerprints (`fingerprint`).
"""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from probata.errors import BadInput
from probata.noise.wavelets import TAPS, Plane, forward, inverse

SIGMA = 3.0
LEVELS = 4
WINDOWS = (3, 5, 7, 9)
_LEAST_SIDE = 2**LEVELS * TAPS // 2


def residual(plane: npt.NDArray[np.float32] | npt.NDArray[np.uint8], sigma: float = SIGMA) -> Plane:
    """The noise residual of one plane, in levels.

    Args:
        plane: (height, width), values 0 to 255, both sides at least 64; as stored, never turned upright.
        sigma: standard deviation of the noise that is looked for, in levels.

    Returns:
        float32 (height, width).

    Raises:
        BadInput: the plane is too small.
    """
    if min(plane.shape) < _LEAST_SIDE:
        raise BadInput(
            "too small for a noise residual", expected=f"{_LEAST_SIDE} pixels a side", found=f"{plane.shape}"
        )
    approximation = np.ascontiguousarray(plane, dtype=np.float32)
    shapes, bands = [], []
    for _ in range(LEVELS):
        shapes.append(approximation.shape)
        approximation, details = forward(approximation)
        kept = [_noise_part(band, sigma * sigma) for band in details]
        bands.append((kept[0], kept[1], kept[2]))
    made = np.zeros_like(approximation)
    for (height, width), details in zip(reversed(shapes), reversed(bands), strict=True):
        made = inverse(made, details, height, width)
    return made


def _noise_part(band: Plane, variance: float) -> Plane:
    """Coefficients times σ² / (σ² + the scene's local variance)."""
    power = band * band
    least = cv2.blur(power, (WINDOWS[0], WINDOWS[0]), borderType=cv2.BORDER_REFLECT)
    for window in WINDOWS[1:]:
        least = cv2.min(least, cv2.blur(power, (window, window), borderType=cv2.BORDER_REFLECT))
    np.maximum(least, np.float32(variance), out=least)  # (least − σ²)₊ + σ²
    np.divide(np.float32(variance), least, out=least)
    return cast(Plane, np.multiply(band, least, out=least))
