"""Traces of another grid: blocks that lie beside the file's own, and pixels that depend on their neighbours in turn.

Source: Li, Yuan and Yu, "Passive detection of doctored JPEG image via block artifact grid extraction" (Signal
Processing 2009); Gallagher, "Detection of linear and cubic interpolation in JPEG compressed images" (CRV 2005); Mahdian
and Saic, "Blind authentication using periodic properties of interpolation" (IEEE TIFS 2008).

Not here: coefficients on the file's own grid (`traces_dct`).
"""

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

BLOCK = 8
_CLIP = 24.0
_LOW = 0.02
_NEAR = 0.004
_AROUND = 41


def grid_shift(grey: Grey) -> float:
    """How much a second grid of blocks of eight pixels stands out beside the file's own, by columns and by rows.

    Args:
        grey: as stored; the file's own grid begins at its upper left corner.

    Returns:
        The larger of the two directions: the strongest other place's excess over the median place, in median
        deviations of the places.
    """
    plane = grey.astype(np.float32)
    return max(_second_grid(plane), _second_grid(plane.T))


def _second_grid(plane: npt.NDArray[np.float32]) -> float:
    """Of the steps between columns, less the mean step beside them."""
    step = np.abs(plane[:, 1:] - plane[:, :-1])
    np.minimum(step, _CLIP, out=step)
    over = step[:, 1:-1] - 0.5 * (step[:, :-2] + step[:, 2:])
    by_column = over.mean(axis=0, dtype=np.float64)
    usable = len(by_column) // BLOCK * BLOCK
    if not usable:
        return 0.0
    table = by_column[:usable].reshape(-1, BLOCK)  # place k: the step between columns k + 1 and k + 2
    means, errors = table.mean(axis=0), table.std(axis=0) / max(1, len(table)) ** 0.5
    others = [k for k in range(BLOCK) if k not in (BLOCK - 3, BLOCK - 2, BLOCK - 1)]  # the file's own lies at 6
    middle = float(np.median(means[others]))
    return float(((means[others] - middle) / (errors[others] + 1e-9)).max())


def resampling(grey: Grey) -> float:
    """How much the second differences vary with a period that is neither a block's nor a colour filter's.

    Returns:
        The strongest line of the spectrum of their mean size by column, or by row, by the median of the lines around.
    """
    plane = grey.astype(np.float32)
    return max(_strongest_line(plane), _strongest_line(plane.T))


def _strongest_line(plane: npt.NDArray[np.float32]) -> float:
    second = np.abs(2 * plane[:, 1:-1] - plane[:, :-2] - plane[:, 2:])
    np.minimum(second, _CLIP, out=second)
    course = second.mean(axis=0, dtype=np.float64)
    if len(course) < 64:
        return 0.0
    smooth = np.convolve(np.pad(course, 8, mode="edge"), np.full(17, 1 / 17), "valid")
    lines = np.abs(np.fft.rfft((course - smooth) * np.hanning(len(course))))
    at = np.arange(len(lines)) / len(course)
    known = np.abs(at * BLOCK - np.round(at * BLOCK)) < BLOCK * _NEAR
    left = lines[(at > _LOW) & ~known]
    around = _running_median(left)
    return float((left / (around + 1e-9)).max())


def _running_median(values: Floats) -> Floats:
    half = _AROUND // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, half, mode="reflect"), _AROUND)
    return np.asarray(np.median(windows, axis=1))
