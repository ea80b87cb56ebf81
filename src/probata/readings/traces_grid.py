"""Traces of another grid: blocks that lie beside the file's own, and pixels that depend on their neighbours in turn.

Both look for what holds in the whole picture. Print, patterned grounds and labels have periods too: their lines are of
one direction or of some bands of the picture only.

Source: Bianchi and Piva, "Detection of nonaligned double JPEG compression based on integer periodicity maps" (IEEE TIFS
2012), here of the mean and the first five other coefficients; Gallagher, "Detection of linear and cubic interpolation
in JPEG compressed images" (CRV 2005), here by bands of rows and in both directions at once.

Not here: coefficients on the file's own grid (`traces_dct`).
"""

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

BLOCK = 8
SIDE = 1024
# Row and column of the coefficients: those that tables quantize finely, so that a later saving leaves their steps.
FREQUENCIES = ((0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (2, 0))
STEPS = np.arange(2, 17)
_PARTS = 4  # of a level, in a histogram of coefficients
_ZERO = 3
_DAMPED = 0.5

BANDS = 16
_CLIP = 8.0
_LINES = 4096
_LEAST = 0.06
_NEAR = 0.004
_LOUDEST = 2.0
_SURE = 0.9999
_AROUND = 61
_EVERY = 8


def grid_shift(grey: Grey) -> float | None:
    """How much better coefficients gather at multiples of a step on one grid than on the others beside the file's own.

    For each of the 49 grids that share neither rows nor columns with the file's own: the power of each step in the
    histograms of six coefficients, by what it is in the middle of the 49; the logarithm of the strongest.

    Args:
        grey: as stored; the file's own grid begins at its upper left corner. Of a large picture, the middle
            `SIDE` × `SIDE` are looked at.

    Returns:
        The strongest grid's less the middle one's, about 0.7 where there is no other grid; None for a picture of fewer
        than three blocks a side.
    """
    plane = _middle(grey).astype(np.float32) - 128
    if min(plane.shape) < 3 * BLOCK:
        return None
    strongest = np.zeros((BLOCK - 1) ** 2)
    for row, column in FREQUENCIES:
        powers = _powers(_coefficients(plane, row, column), skip_zero=(row, column) != (0, 0))
        middle = np.median(powers, axis=0)
        over = np.log((powers + _DAMPED) / (middle + _DAMPED))
        np.maximum(strongest, over.max(axis=1), out=strongest)
    return float(strongest.max() - np.median(strongest))


def _middle(grey: Grey) -> Grey:
    """The middle part, cut at blocks."""
    top, left = (max(0, (side - SIDE) // 2) // BLOCK * BLOCK for side in grey.shape)
    return grey[top : top + SIDE, left : left + SIDE]


def _coefficients(plane: Plane, row: int, column: int) -> Plane:
    """One coefficient of the block that begins at each pixel, in levels."""
    made = cv2.sepFilter2D(plane, -1, _cosine(column), _cosine(row), anchor=(0, 0))
    return np.asarray(made[: 1 - BLOCK, : 1 - BLOCK], np.float32)


def _cosine(frequency: int) -> Floats:
    """Source: ITU-T T.81, A.3.3."""
    scale = float(np.sqrt((1 if frequency == 0 else 2) / BLOCK))
    return np.asarray(scale * np.cos((2 * np.arange(BLOCK) + 1) * frequency * np.pi / (2 * BLOCK)), np.float64)


def _powers(values: Plane, skip_zero: bool) -> Floats:
    """The power of each of `STEPS` in the histogram of each of the 49 grids; about 1 where there is no such step."""
    places = np.rint(values * _PARTS).astype(np.int64)
    lowest, size = int(places.min()), int(np.ptp(places)) + 1
    places -= lowest
    inner = [(row, column) for row in range(1, BLOCK) for column in range(1, BLOCK)]
    counts = np.array(
        [np.bincount(places[row::BLOCK, column::BLOCK].ravel(), minlength=size) for row, column in inner], np.float64
    )
    levels = np.arange(size) + lowest
    if skip_zero:  # smooth places: many, and on every grid
        counts[:, np.abs(levels) <= _ZERO] = 0
    turns = 2 * np.pi / _PARTS * np.outer(levels, 1 / STEPS)
    powers = (counts @ np.cos(turns)) ** 2 + (counts @ np.sin(turns)) ** 2
    return np.asarray(powers / (counts.sum(axis=1, keepdims=True) + 1), np.float64)


def resampling(grey: Grey) -> float | None:
    """How much the second differences vary with one period along rows and along columns, all over the picture.

    Returns:
        How far bands agree on the strongest line that both directions have, 0 to 1, as Fisher's z: about 0.3 where
        there is none.
        Periods of a block and its parts are left out, and slow ones (a picture resized by less than 6 %). None where
        the picture has fewer than 64 rows or columns.
    """
    if min(grey.shape) < 64:
        return None
    plane = grey.astype(np.float32)
    both = np.minimum(_lines(plane), _lines(np.ascontiguousarray(plane.T)))
    at = np.arange(len(both)) / _LINES
    known = np.abs(at - np.round(at * BLOCK) / BLOCK) < _NEAR
    return float(np.arctanh(min(float(both[(at > _LEAST) & ~known].max()), _SURE)))


def _lines(plane: Plane) -> Floats:
    """The spectrum along rows that bands of rows agree on: no band counts for more than `_LOUDEST` median lines."""
    second = 2 * plane[:, 1:-1]
    second -= plane[:, :-2]
    second -= plane[:, 2:]
    np.minimum(np.abs(second, out=second), _CLIP, out=second)
    height = second.shape[0] // BANDS
    starts = np.arange(0, height * BANDS, height)
    courses = np.add.reduceat(second[: height * BANDS], starts, axis=0).astype(np.float64) / height
    courses -= cv2.blur(courses, (17, 1))
    length = courses.shape[1]
    spectrum = np.fft.rfft(courses * np.hanning(length), max(_LINES, length))
    if length > _LINES:
        picked = np.rint(np.arange(_LINES // 2 + 1) * length / _LINES).astype(np.int64)
        spectrum = spectrum[:, picked]
    size = np.abs(spectrum) + 1e-9
    loudness = size / (_running_median(size) + 1e-9)
    agreed = (spectrum / size * np.minimum(loudness, _LOUDEST)).mean(axis=0)
    return np.asarray(np.abs(agreed) / _LOUDEST, np.float64)


def _running_median(values: Floats) -> Floats:
    """Of every eighth line, which stands for its seven neighbours."""
    half = _AROUND // 2
    some = np.pad(values[:, ::_EVERY], ((0, 0), (half, half)), mode="reflect")
    middle = np.median(np.lib.stride_tricks.sliding_window_view(some, _AROUND, axis=1), axis=2)
    return np.repeat(middle, _EVERY, axis=1)[:, : values.shape[1]]
