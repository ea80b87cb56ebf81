"""What a crop of one line says, by our own reader of numbers: printed or by hand, in both scripts.

The network (`models/number-reader.md` is its card) sees a line 48 pixels high and gives, for each fourth column,
log-odds of the blank and of each of `SYMBOLS`.
"""

import cv2
import numpy as np

from probata.errors import ProbataError
from probata.readings.models import model_session
from probata.readings.text_boxes import Picture
from probata.readings.text_spelling import SYMBOLS, Steps

_HEIGHT_PIXELS = 48
_NARROWEST_PIXELS, _WIDEST_PIXELS = 32, 480


class NumberReader:
    """Reads crops of one line each.

    Raises:
        ProbataError: the model's alphabet isn't ours.
    """

    def __init__(self) -> None:
        self._session = model_session("number-reader")
        symbols = self._session.get_modelmeta().custom_metadata_map["symbols"]
        if symbols != SYMBOLS:
            raise ProbataError("number reader's alphabet", expected=SYMBOLS, found=symbols, do="install Probata again")

    def steps(self, line: Picture, stretch: float) -> Steps:
        """Probabilities (steps × (blank, `SYMBOLS`)) for an upright crop (height × width × 3, BGR).

        Args:
            line: the crop.
            stretch: how many times wider than it is the network sees it; trained from 0.9 to 1.45.
        """
        width = round(_HEIGHT_PIXELS * stretch * line.shape[1] / line.shape[0])
        size = (min(_WIDEST_PIXELS, max(_NARROWEST_PIXELS, width)), _HEIGHT_PIXELS)
        shrinks = line.shape[0] > 2 * _HEIGHT_PIXELS
        small = cv2.resize(line, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
        given = small.astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1
        odds: Steps = self._session.run(None, {"x": np.ascontiguousarray(given)})[0][0]
        grown = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(grown / grown.sum(axis=1, keepdims=True), np.float32)
