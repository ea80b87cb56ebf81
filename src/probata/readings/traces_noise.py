"""Regions that are noisier or smoother than the rest of the picture at their brightness.

Source: Mahdian and Saic, "Using noise inconsistencies for blind image forensics" (Image and Vision Computing 2009),
with the noise taken at equal brightness, since a sensor's noise grows with the light.

Not here: whose noise it is (`probata.linkage.devices`).
"""

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from probata.noise.fingerprint import CLIPPED, DARKEST, Plane

Grey = npt.NDArray[np.uint8]
Map = npt.NDArray[np.float32]

CELL = 16
_WINDOW = 5
_BINS = 12
_FEWEST = 12


def noise_map(rest: Plane, grey: Grey) -> Map:
    """How far each cell's noise lies from that of the picture's other cells of its brightness, in deviations.

    Args:
        rest: noise residual of ``grey``.
        grey: the picture as stored.

    Returns:
        float32 (rows, columns) by cell of `CELL` × `CELL` pixels, the mean over 5 × 5 cells; 0 where it can't be told.
    """
    rows, columns = grey.shape[0] // CELL, grey.shape[1] // CELL
    part = np.s_[: rows * CELL, : columns * CELL]
    cells = rest[part].reshape(rows, CELL, columns, CELL).swapaxes(1, 2).reshape(rows, columns, -1)
    level = np.log(np.median(np.abs(cells), axis=2) + 1e-3)
    size = (columns, rows)
    light = cv2.resize(grey[part], size, interpolation=cv2.INTER_AREA).astype(np.float32)
    good = (light > DARKEST) & (light < CLIPPED - 5)
    found = np.zeros((rows, columns), np.float32)
    edges = (
        np.quantile(light[good], np.linspace(0, 1, _BINS + 1)) if good.sum() >= _BINS * _FEWEST else np.array([0, 256])
    )
    for low, high in pairwise(edges):
        inside = good & (light >= low) & (light <= high)
        if inside.sum() >= _FEWEST:
            middle = np.median(level[inside])
            spread = 1.4826 * np.median(np.abs(level[inside] - middle)) + 0.05
            found[inside] = np.clip((level[inside] - middle) / spread, -4, 4)
    return np.asarray(cv2.blur(found, (_WINDOW, _WINDOW)), np.float32)
