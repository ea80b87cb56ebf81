"""What sensors and programs share, taken out of a residual: lines, places in blocks, peaks in the spectrum.

Source: Chen, Fridrich, Goljan and Lukas, "Determining image origin and integrity using sensor noise" (IEEE TIFS 2008),
section III-C: zero-mean by row and column, then a Wiener filter of the Fourier transform's magnitude.

Not here: the residual itself (`residual`).
"""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
from scipy import fft

Plane = npt.NDArray[np.float32]

CFA = 2
JPEG_BLOCK = 8
_WINDOWS = (3, 5, 7, 9)


def zero_mean(plane: Plane, blocks: int = JPEG_BLOCK) -> Plane:
    """``plane`` without its means by row and by column within each place of the colour filter, and by place in blocks.

    Args:
        plane: (height, width).
        blocks: side of the blocks whose places have a mean of their own; 1 for none.

    Returns:
        A new plane, float32.
    """
    made = np.array(plane, np.float32)
    for i in range(CFA):
        for j in range(CFA):
            part = made[i::CFA, j::CFA]
            part -= part.mean(axis=1, keepdims=True)
            part -= part.mean(axis=0, keepdims=True)
    if blocks > 1:
        _without_places(made, blocks)
    return made


def _without_places(plane: Plane, side: int) -> None:
    down, across = plane.shape[0] // side * side, plane.shape[1] // side * side
    view = plane[:down, :across].reshape(down // side, side, across // side, side)
    means = view.mean(axis=(0, 2), dtype=np.float64).astype(np.float32)
    tiled = np.tile(means, (-(-plane.shape[0] // side), -(-plane.shape[1] // side)))
    plane -= tiled[: plane.shape[0], : plane.shape[1]]


def wiener_dft(plane: Plane, sigma: float | None = None) -> Plane:
    """``plane`` with the peaks of its spectrum brought down to the noise around them.

    Args:
        plane: (height, width).
        sigma: standard deviation of its noise; None: its own.

    Returns:
        float32 (height, width).
    """
    deviation = float(plane.std()) if sigma is None else sigma
    spectrum = fft.rfft2(plane)
    magnitude = np.abs(spectrum) / np.float32((plane.shape[0] * plane.shape[1]) ** 0.5)
    power = magnitude * magnitude
    variance = np.float32(deviation * deviation)
    least = cv2.blur(power, (_WINDOWS[0], _WINDOWS[0]), borderType=cv2.BORDER_REFLECT)
    for window in _WINDOWS[1:]:
        least = cv2.min(least, cv2.blur(power, (window, window), borderType=cv2.BORDER_REFLECT))
    np.maximum(least, max(variance, np.float32(1e-12)), out=least)
    return cast(Plane, fft.irfft2(spectrum * (variance / least), s=plane.shape))
