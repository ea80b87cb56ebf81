"""What a picture looks like as a whole: colours, their layout and edges, in a few hundred small numbers.

The numbers mean nothing by themselves. `probata.linkage.classes_likeness` compares photographs of one archive by them.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probata.readings.analyser import Parameters, Row
from probata.readings.rendition import Pixels, decode, fit, upright

_SIDE = 96
_SQUARE = 64
_GRID = 3
_HUES = 18
_SCHEMA = pa.schema([("features", pa.binary())]).append(pa.field("contrast", pa.float64()))
_HOG = cv2.HOGDescriptor((_SQUARE, _SQUARE), (32, 32), (16, 16), (16, 16), 9)


@dataclass(frozen=True, slots=True)
class SceneAnalyser:
    """The look of a picture.

    Columns:
        features: 402 bytes: mean and deviation of Lab colours of the whole and of nine fields, shares of 18 hues,
            histograms of oriented gradients on 64 × 64 pixels (Dalal & Triggs, CVPR 2005); upright, scaled to 0–255.
        contrast: standard deviation of the grey values of 64 × 64 pixels, 0 to 0.5: near 0, there is nothing to see.
    """

    name: str = "scene"
    version: str = "1"
    parameters: Parameters = field(default_factory=lambda: {"side": _SIDE})

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: no picture, or one that can't be decoded.
        """
        stored = decode(data, _SIDE)
        small = upright(fit(stored.pixels, 2 * _SIDE), stored.orientation)
        grey = cv2.resize(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (_SQUARE, _SQUARE), interpolation=cv2.INTER_AREA)
        parts = [_colours(small), _hues(small), np.asarray(_HOG.compute(grey)).ravel() * 255]
        features = np.concatenate(parts).clip(0, 255).round().astype(np.uint8)
        return {"features": features.tobytes(), "contrast": round(float(grey.std()) / 255, 4)}


def _colours(picture: Pixels) -> npt.NDArray[np.float64]:
    """Mean and deviation of L, a and b: of the picture, then of its nine fields by row."""
    lab = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB)
    height, width = lab.shape[:2]
    rows, columns = ([i * length // _GRID for i in range(_GRID + 1)] for length in (height, width))
    fields = [lab[a : max(b, a + 1), c : max(d, c + 1)] for a, b in pairwise(rows) for c, d in pairwise(columns)]
    return np.concatenate([np.asarray(cv2.meanStdDev(part), np.float64).ravel() for part in (lab, *fields)])


def _hues(picture: Pixels) -> npt.NDArray[np.float64]:
    """Shares of hues, weighted by saturation."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
    weights = hsv[:, :, 1].ravel().astype(np.float64)
    counts, _ = np.histogram(hsv[:, :, 0].ravel(), bins=_HUES, range=(0, 180), weights=weights)
    return np.asarray(255 * counts / max(weights.sum(), 1.0), np.float64)
