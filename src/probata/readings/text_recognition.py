"""What a crop of one line says, by the recogniser of printed text (PP-OCRv6 tiny).

Gives the likeliest text in the recogniser's own alphabet, and its steps in the alphabet of numbers, from which
`text_reading` makes candidates together with the reader of numbers.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from probata.readings.models import model_session
from probata.readings.text_boxes import Picture
from probata.readings.text_spelling import JUNK, SYMBOLS, Spelling, Steps

_HEIGHT_PIXELS = 48
_WIDEST_PIXELS = 1200
_NARROWEST_PIXELS = 96
_STRETCH = 1.25


@dataclass(frozen=True, slots=True)
class Look:
    """One line as the recogniser of printed text sees it: its likeliest text, and its steps in `SYMBOLS`."""

    greedy: Spelling
    steps: Steps


class TextRecogniser:
    """Reads crops of one line each."""

    def __init__(self) -> None:
        self._session = model_session("text-recogniser")
        characters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]
        self._folded = np.array([_column(character) for character in self._characters])

    def look(self, line: Picture) -> Look:
        """What the upright crop ``line`` (height × width × 3, BGR) says."""
        steps = self._steps(line)
        return Look(self._greedy(steps), self._in_symbols(steps))

    def _steps(self, line: Picture) -> Steps:
        height, width = line.shape[:2]
        scaled = min(_WIDEST_PIXELS, max(8, round(_HEIGHT_PIXELS * width / height * _STRETCH)))
        small = cv2.resize(line, (scaled, _HEIGHT_PIXELS)).astype(np.float32) / 127.5 - 1
        padded = np.zeros((1, 3, _HEIGHT_PIXELS, max(scaled, _NARROWEST_PIXELS)), np.float32)
        padded[0, :, :, :scaled] = small.transpose(2, 0, 1)
        result: Steps = self._session.run(None, {"x": padded})[0][0]
        return result

    def _greedy(self, steps: Steps) -> Spelling:
        best = steps.argmax(axis=1)
        kept = (best != 0) & np.concatenate([[True], best[1:] != best[:-1]])
        text = "".join(self._characters[i] for i in best[kept])
        chosen = steps.max(axis=1)[kept]
        return Spelling(text.strip(), float(chosen.prod()) if len(chosen) else 0.0)

    def _in_symbols(self, steps: Steps) -> Steps:
        folded: npt.NDArray[np.float32] = np.zeros((len(steps), len(SYMBOLS) + 1), np.float32)
        known = np.flatnonzero(self._folded <= len(SYMBOLS) - 1)
        np.add.at(folded.T, self._folded[known], steps.T[known])
        folded[:, -1] = np.clip(1 - folded.sum(axis=1), 0, 1)
        return folded


def _column(character: str) -> int:
    """The column of `SYMBOLS` (after the blank) that a character belongs to."""
    if character == "":
        return 0
    found = SYMBOLS.find(character.lower()) if len(character) == 1 else -1
    return (found if found >= 0 else SYMBOLS.index(JUNK)) + 1
