"""Text in frame: numbers and words on cards, labels, skin and overlays, with boxes and alternatives."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import pyarrow as pa

from probata.readings.analyser import Parameters, Row
from probata.readings.rendition import decode, upright
from probata.readings.text_boxes import Picture, TextBox, TextDetector, crop
from probata.readings.text_recognition import Spelling, TextRecogniser

SPELLING = pa.struct([("text", pa.string()), ("confidence", pa.float64())])
LINE = pa.struct(
    [
        ("text", pa.string()),
        ("confidence", pa.float64()),
        ("box", pa.list_(pa.float64())),
        ("candidates", pa.list_(SPELLING)),
    ]
)
_TALL = 1.5
_SURE = 0.9
_CLEARLY_BETTER = 2.0
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class TextInFrame:
    """Lines of text in a picture: PP-OCRv6 tiny detector and recogniser, on one thread.

    A line that stands upright is read once. A line across is read both ways; a line that is read badly is also read
    upside down, and that reading is kept where it is clearly more probable. Of pictures with more boxes than
    ``most_lines`` the tallest lines are read: what is written on a card is larger than a page's text.

    Attributes:
        side: longer side of what the detector sees, in pixels.
        most_lines: the most lines that are read in one picture; ``boxes`` says how many there were.
        alternatives: the most candidates kept for a line, the first being the line's own text.
    """

    side: int = 960
    most_lines: int = 32
    alternatives: int = 6

    @property
    def name(self) -> str:
        """The folder under ``readings/``."""
        return "text"

    @property
    def version(self) -> str:
        """Changes whenever a row may change."""
        return "1"

    @property
    def parameters(self) -> Parameters:
        """What can change a row and is not in the code."""
        return {"side": self.side, "most_lines": self.most_lines, "alternatives": self.alternatives}

    @property
    def schema(self) -> pa.Schema:
        """``lines`` (downwards; boxes as fractions of the upright picture) and ``boxes``, how many were found."""
        return pa.schema([("lines", pa.list_(LINE)), ("boxes", pa.int32())])

    def read(self, data: bytes) -> Row:
        """The lines of text in the picture that ``data`` holds.

        Raises:
            Unreadable: not a picture that can be decoded.
        """
        stored = decode(data, self.side * 3 // 4)
        picture = upright(stored.pixels, stored.orientation)
        boxes = _detector(self.side).boxes(picture)
        tallest = sorted(range(len(boxes)), key=lambda i: (-min(boxes[i].height, boxes[i].width), i))[: self.most_lines]
        lines = [self._line(picture, boxes[i]) for i in sorted(tallest)]
        return {"lines": [line for line in lines if line["text"]], "boxes": len(boxes)}

    def _line(self, picture: Picture, box: TextBox) -> Mapping[str, object]:
        spellings = read_any_way_up(crop(picture, box), self.alternatives)
        size = np.array([picture.shape[1], picture.shape[0]], np.float64)
        return {
            "text": spellings[0].text,
            "confidence": round(spellings[0].confidence, _DECIMALS),
            "box": [round(float(value), _DECIMALS) for value in (box.corners / size).ravel()],
            "candidates": [{"text": s.text, "confidence": round(s.confidence, _DECIMALS)} for s in spellings],
        }


def read_any_way_up(line: Picture, alternatives: int) -> list[Spelling]:
    """Spellings of a crop that may lie across or upside down, best first."""
    recogniser = _recogniser()
    if line.shape[0] >= _TALL * line.shape[1]:
        turned = [_rotated(line, way) for way in (cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_90_CLOCKWISE)]
        return max((recogniser.read(each, alternatives) for each in turned), key=lambda found: found[0].confidence)
    upright = recogniser.read(line, alternatives)
    if upright[0].confidence >= _SURE:
        return upright
    turned_over = recogniser.read(_rotated(line, cv2.ROTATE_180), alternatives)
    better = turned_over[0].text and turned_over[0].confidence > _CLEARLY_BETTER * upright[0].confidence
    return turned_over if better else upright


def _rotated(line: Picture, way: int) -> Picture:
    return np.asarray(cv2.rotate(line, way), np.uint8)


@cache
def _detector(side: int) -> TextDetector:
    """One a process: the session is slow to make and can't travel."""
    return TextDetector(side)


@cache
def _recogniser() -> TextRecogniser:
    return TextRecogniser()
