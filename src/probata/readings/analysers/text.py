"""Text in frame: numbers and words on cards, labels, skin and overlays, with boxes and alternatives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probata.readings.analyser import Parameters, Row
from probata.readings.rendition import decode, upright
from probata.readings.text_boxes import TextBox, TextDetector, crop
from probata.readings.text_reading import Crop, LineReader, is_number_like
from probata.readings.text_spelling import Spelling

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
_CLEARLY_BETTER, _BETTER = 2.0, 1.2
_CLOSER_LOOKS = 2
_DECIMALS = 4
_MARGIN = 0.15


@dataclass(frozen=True, slots=True)
class TextInFrame:
    """Lines of text in a picture: PP-OCRv6 tiny finds and reads them, our reader of numbers reads with it; one thread.

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
    alternatives: int = 10

    @property
    def name(self) -> str:
        """The folder under ``readings/``."""
        return "text"

    @property
    def version(self) -> str:
        """Changes whenever a row may change."""
        return "2"

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
        kept = [boxes[i] for i in sorted(tallest)]
        crops = [Crop(crop(picture, box), crop(picture, box, _MARGIN)) for box in kept]
        size = np.array([picture.shape[1], picture.shape[0]], np.float64)
        read = zip(kept, read_any_way_up(crops, self.alternatives), strict=True)
        return {"lines": [_line(box, size, found) for box, found in read if found[0].text], "boxes": len(boxes)}


def _line(box: TextBox, size: npt.NDArray[np.float64], spellings: Sequence[Spelling]) -> Mapping[str, object]:
    return {
        "text": spellings[0].text,
        "confidence": round(spellings[0].confidence, _DECIMALS),
        "box": [round(float(value), _DECIMALS) for value in (box.corners / size).ravel()],
        "candidates": [{"text": s.text, "confidence": round(s.confidence, _DECIMALS)} for s in spellings],
    }


def read_any_way_up(lines: Sequence[Crop], alternatives: int) -> list[list[Spelling]]:
    """Spellings of crops that may lie across or upside down, or be cut out too large; best first."""
    across = [line.tight.shape[0] >= _TALL * line.tight.shape[1] for line in lines]
    held = [
        line.turned(cv2.ROTATE_90_COUNTERCLOCKWISE) if lies else line for line, lies in zip(lines, across, strict=True)
    ]
    found = _reader().read(held, alternatives)

    def again(doubted: Sequence[int], changed: Callable[[Crop], Crop], factor: Callable[[int], float]) -> None:
        crops = [changed(held[i]) for i in doubted]
        for i, line, other in zip(doubted, crops, _reader().read(crops, alternatives), strict=True):
            if other[0].text and other[0].confidence > factor(i) * found[i][0].confidence:
                found[i], held[i] = other, line

    doubted = [i for i in range(len(lines)) if across[i] or found[i][0].confidence < _SURE]
    again(doubted, _turned_over, lambda i: 1.0 if across[i] else _CLEARLY_BETTER)
    for _ in range(_CLOSER_LOOKS):
        doubted = [i for i in doubted if found[i][0].confidence < _SURE and is_number_like(found[i][0].text)]
        again(doubted, Crop.closer, lambda _: _BETTER)
    return found


def _turned_over(line: Crop) -> Crop:
    return line.turned(cv2.ROTATE_180)


@cache
def _detector(side: int) -> TextDetector:
    """One a process: the session is slow to make and can't travel."""
    return TextDetector(side)


@cache
def _reader() -> LineReader:
    return LineReader()
