"""Regions that appear twice in a picture: their noise agrees, moved by one step.

1. The picture's noise is correlated with itself at all shifts. It agrees with itself at no shift but zero, unless a
   region was copied with its noise. Repeated things (tiles, letters) have another noise each time.
2. At the shifts where it agrees best, it is looked where: the statistic is the normalised correlation within the window
   where it is highest. What agrees a little everywhere is a pattern of the sensor or the program, not a copy.

Source: after Fridrich, Soukal and Lukas, "Detection of copy-move forgery in digital images" (DFRWS 2003), section 3.1
(autocorrelation), here of the noise residual.

Not here: how residuals are made (`probata.noise`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy import fft

from probata.noise.fingerprint import Plane, flattened
from probata.noise.shared_parts import wiener_dft, zero_mean

Grey = npt.NDArray[np.uint8]

LEAST_SHIFT = 24
WINDOW = 65
_SHIFTS = 4
_APART = 3
_FLOOR = 0.05


@dataclass(frozen=True, slots=True)
class Repeated:
    """The strongest repetition.

    Attributes:
        correlation: of the noise in a window with that in the window it is moved to, −1 to 1.
        row, column: the shift, in pixels; the row is not negative.
    """

    correlation: float
    row: int = 0
    column: int = 0


def noise_of(rest: Plane, grey: Grey) -> Plane:
    """The part of a residual that is the picture's own noise: without shared parts, flattened.

    Args:
        rest: residual of ``grey``.
        grey: the picture.
    """
    return flattened(wiener_dft(zero_mean(rest)), grey)


def repeated(noise: Plane) -> Repeated:
    """The strongest repetition in a picture's noise (`noise_of`); a correlation of 0 where there is none."""
    best, power = Repeated(0.0), _power(noise)
    for row, column in _shifts(noise):
        highest = float(where_repeated(noise, row, column, power).max(initial=0))
        if highest > best.correlation:
            best = Repeated(highest, row, column)
    return best


def where_repeated(noise: Plane, row: int, column: int, power: Plane | None = None) -> Plane:
    """The correlation with what lies ``row`` down and ``column`` right, in the window around each place.

    Args:
        noise: of the picture (`noise_of`).
        row: not negative.
        column: of either sign.
        power: mean square of ``noise`` in the window around each place, if it is at hand.

    Returns:
        float32, of the picture's size; 0 where the window, or what it is moved to, does not lie in the picture.
    """
    made = np.zeros_like(noise)
    one, other = _overlap(noise, row, column)
    half = WINDOW // 2
    if min(one.shape) <= WINDOW:
        return made
    inner = np.s_[half:-half, half:-half]
    here, there = _overlap(_power(noise) if power is None else power, row, column)
    both = np.sqrt(here[inner] * there[inner]) + _FLOOR
    found = cv2.blur(one * other, (WINDOW, WINDOW))[inner] / both
    left = max(0, -column) + half
    made[half : half + found.shape[0], left : left + found.shape[1]] = found
    return made


def _power(noise: Plane) -> Plane:
    """The mean square in the window around each place."""
    return np.maximum(np.asarray(cv2.blur(noise * noise, (WINDOW, WINDOW)), np.float32), 0)


def _overlap(noise: Plane, row: int, column: int) -> tuple[Plane, Plane]:
    """What lies in the picture and what it is moved to, where both do."""
    height, width = noise.shape
    one = noise[: height - row, max(0, -column) : width - max(0, column)]
    return one, noise[row:, max(0, column) : width - max(0, -column)]


def _shifts(noise: Plane) -> Iterator[tuple[int, int]]:
    """The shifts at which the whole agrees best with itself."""
    height, width = noise.shape
    rows, columns = fft.next_fast_len(height, real=True), fft.next_fast_len(width, real=True)
    padded = np.zeros((rows, columns), np.float32)
    padded[:height, :width] = noise
    spectrum = fft.rfft2(padded)
    plane = np.asarray(fft.irfft2(spectrum * np.conj(spectrum), s=padded.shape), np.float32)[: rows // 2 + 1]
    plane[:LEAST_SHIFT, :LEAST_SHIFT] = plane[:LEAST_SHIFT, -LEAST_SHIFT:] = 0
    plane[:, :2] = plane[:, -1:] = plane[:2] = 0  # what rows and columns share is no copy
    for _ in range(_SHIFTS):
        row, column = (int(each) for each in np.unravel_index(int(plane.argmax()), plane.shape))
        around = [(row, column), (row, column - columns), (rows - row, -column), (rows - row, columns - column)]
        inside = [each for each in around if each[0] < height and abs(each[1]) < width]
        if inside:
            yield max(inside, key=lambda each: _sum(noise, *each))
        plane[max(0, row - _APART) : row + _APART + 1, max(0, column - _APART) : column + _APART + 1] = 0


def _sum(noise: Plane, row: int, column: int) -> float:
    """The self-correlation at a shift that does not wrap round."""
    one, other = _overlap(noise, row, column)
    return float(np.einsum("ij,ij->", one, other))
