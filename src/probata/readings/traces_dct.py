"""Traces of an earlier JPEG compression in the quantized coefficients: of the whole picture, and by region.

Coefficients that were quantized by one table, and again by another, gather at some values and avoid others: their
histogram has a period. A region that was laid in lacks it.

Source: Popescu and Farid, "Statistical tools for digital forensics" (IH 2004), section 4 (double quantization); Lin,
He, Tang and Tang, "Fast, automatic and fine-grained tampered JPEG image detection via DCT coefficient analysis"
(Pattern Recognition 2009) for regions.

Not here: grids beside the file's own (`traces_grid`).
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import jpeglib
import numpy as np
import numpy.typing as npt

Blocks = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float64]
Map = npt.NDArray[np.float32]

# Row and column of the coefficients that are looked at: the first of the zigzag path without the mean.
FREQUENCIES = ((0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (0, 3), (1, 2), (2, 1), (3, 0))
REACH = 60
WINDOW = 9
_FEWEST = 2000
_SMOOTH = 5
_LEAST_SHARE = 0.02
_LEAST_TOLD = 0.1


def luminance(data: bytes) -> Blocks | None:
    """The quantized coefficients of the luminance, (rows, columns, 8, 8) in blocks; None where they can't be read."""
    with _as_file(data) as path:
        try:
            return np.asarray(jpeglib.read_dct(path).Y, np.int16)
        except (OSError, ValueError, RuntimeError, IndexError):
            return None


@contextmanager
def _as_file(data: bytes) -> Iterator[str]:
    """The bytes under a name that a library can open: in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("picture")
        try:
            with os.fdopen(os.dup(handle), "wb") as stream:
                stream.write(data)
            yield f"/proc/self/fd/{handle}"
        finally:
            os.close(handle)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "picture.jpg"
            path.write_bytes(data)
            yield str(path)


def double_compression(blocks: Blocks) -> float | None:
    """How strong the period of the histograms is: the mean over the three frequencies where it is strongest.

    Returns:
        The strongest line of the histogram's spectrum by the median of the lines around, above low frequencies; None
        where too few coefficients differ from zero.
    """
    found = sorted(
        (period for f in FREQUENCIES if (period := _period(_histogram(blocks, f))) is not None), reverse=True
    )
    return float(np.mean(found[:3])) if len(found) >= 3 else None


def _histogram(blocks: Blocks, frequency: tuple[int, int]) -> Floats:
    values = np.clip(np.abs(blocks[:, :, frequency[0], frequency[1]].astype(np.int32)), 0, REACH + 1).ravel()
    return np.bincount(values, minlength=REACH + 2)[: REACH + 1].astype(np.float64)


def _period(histogram: Floats) -> float | None:
    """The strongest period of a histogram from 1 on, of its ratio to its own smooth course."""
    told = histogram[1:]
    if told.sum() < _FEWEST:
        return None
    last = int(np.flatnonzero(told >= 4)[-1]) + 1 if (told >= 4).any() else 0
    if last < 8:
        return None
    part = told[:last]
    ratio = np.sqrt(part) - np.sqrt(_smooth(part))  # square roots: a Poisson count has deviation 1/2 everywhere
    lines = np.abs(np.fft.rfft(ratio * np.hanning(last), 128))[14:]
    return float(lines.max() / (0.5 * np.sqrt(last)))


def _smooth(values: Floats) -> Floats:
    """A geometric moving mean, so that a steep course is followed."""
    logs = np.log(values + 1)
    padded = np.pad(logs, _SMOOTH // 2, mode="edge")
    return np.exp(np.convolve(padded, np.full(_SMOOTH, 1 / _SMOOTH), "valid")) - 1 + 1e-9


def lacking(blocks: Blocks) -> Map | None:
    """How much each region lacks the histogram's period that the whole has, in deviations; None: it can't be told.

    Each coefficient votes by how over-represented its value is in the whole picture; a region without the period
    has values where the whole has few.

    Returns:
        float32 (rows, columns) by block, the mean over `WINDOW` × `WINDOW` blocks around; high is lacking, 0 where
        hardly any coefficient differs from zero. None too where that is so of nine tenths of the picture.
    """
    total = np.zeros(blocks.shape[:2], np.float64)
    weight = np.zeros(blocks.shape[:2], np.float64)
    used = 0
    for frequency in FREQUENCIES:
        histogram = _histogram(blocks, frequency)
        period = _period(histogram)
        if period is None:
            continue
        used += 1
        votes = np.zeros(REACH + 2)
        smooth = _smooth(histogram[1:])
        enough = histogram[1:] + smooth > 30
        votes[1 : REACH + 1] = np.where(enough, np.clip(np.log((histogram[1:] + 1) / (smooth + 1)), -2, 2), 0)
        values = np.clip(np.abs(blocks[:, :, frequency[0], frequency[1]].astype(np.int32)), 0, REACH + 1)
        total += votes[values]
        weight += (values > 0) & (values <= REACH)
    if used < 3 or weight.mean() < _LEAST_SHARE:
        return None
    there = cv2.blur(weight, (WINDOW, WINDOW))
    told = there >= _LEAST_SHARE  # elsewhere all is clipped or smooth: no coefficient tells
    if told.mean() < _LEAST_TOLD:
        return None
    mean = total.sum() / max(weight.sum(), 1.0)
    raw = cv2.blur(mean * weight - total, (WINDOW, WINDOW)) / np.sqrt(np.maximum(there, _LEAST_SHARE))
    middle = float(np.median(raw[told]))
    deviation = 1.4826 * float(np.median(np.abs(raw[told] - middle)))
    return np.where(told, (raw - middle) / deviation, 0).astype(np.float32) if deviation > 0 else None
