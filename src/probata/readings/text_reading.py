"""Lines read by two readers, as one distribution over texts.

Both readers look at the same line: PP-OCRv6 knows printed Western text best, the reader of numbers knows handwriting
and Arabic-Indic digits. Each proposes texts, each says how probable every proposal is, and the two are weighed as a
conditional logit: a text's score is a weighted sum of the two logarithms, and one alternative more, "none of these",
holds what is missing to 1. The weights were fitted on made lines of held-out fonts and hands
(`tools/train_number_reader_weights.py`), so that a stated 0.9 is right nine times in ten there.

Rules:
* A line is all Western or all Arabic-Indic: each script is decoded apart, and the two compete.
* What reads as a word for both readers is no number; the recogniser of printed text says what it is.

Source: McFadden, "Conditional logit analysis of qualitative choice behavior", 1974; Bordley, "A multiplicative formula
for aggregating probability assessments", Management Science 1982 (the weighted sum of logarithms).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from probata.readings.text_boxes import Picture
from probata.readings.text_numbers import NumberReader
from probata.readings.text_recognition import Look, TextRecogniser
from probata.readings.text_spelling import (
    ARABIC_DIGITS,
    JUNK,
    LETTERS,
    SYMBOLS,
    Spelling,
    Steps,
    beam_search,
    log_probabilities,
)

_ARABIC = np.array([0, *(i + 1 for i, c in enumerate(SYMBOLS) if c in ARABIC_DIGITS + "/-. " + JUNK)])
_WESTERN = np.array([0, *(i + 1 for i, c in enumerate(SYMBOLS) if c not in ARABIC_DIGITS)])
_LONGEST_NUMBER = 16
_SURE_WORD = 0.6
_WORD_LETTERS = 4
_CLOSER = 0.17
_WIDE_STRETCH, _TIGHT_STRETCH = 1.2, 1.35


@dataclass(frozen=True, slots=True)
class Weights:
    """How the two readers are weighed, in natural logarithms.

    Attributes:
        printed: weight of the recogniser of printed text, for texts in Western digits.
        western, arabic: weights of the reader of numbers, by script.
        floor: the least logarithm that the recogniser of printed text may give (it may not rule a text out).
        foreign: added to texts in Arabic-Indic digits, which the recogniser of printed text doesn't know.
        none: the score of "none of these".
    """

    printed: float
    western: float
    arabic: float
    floor: float
    foreign: float
    none: float


WEIGHTS = Weights(printed=0.234, western=1.001, arabic=1.218, floor=-14.445, foreign=-0.961, none=-4.251)


@dataclass(frozen=True, slots=True)
class Crop:
    """One line cut out twice (height × width × 3, BGR): as found, and with a margin for strokes that were cut."""

    tight: Picture
    wide: Picture

    def turned(self, way: int) -> "Crop":
        """The crop turned by one of OpenCV's right angles."""
        tight, wide = (np.asarray(cv2.rotate(each, way), np.uint8) for each in (self.tight, self.wide))
        return Crop(tight, wide)

    def closer(self) -> "Crop":
        """The middle of the crop's height: a box round a card's edge leaves the line small."""
        return Crop(_middle(self.tight), _middle(self.wide))


class LineReader:
    """Reads crops of lines with both readers."""

    def __init__(self) -> None:
        self._printed, self._numbers = TextRecogniser(), NumberReader()

    def read(self, lines: Sequence[Crop], alternatives: int) -> list[list[Spelling]]:
        """For each upright crop its spellings, best first: several where it may be a number, else the printed text.

        Args:
            lines: upright crops.
            alternatives: the most spellings to give for one line.
        """
        return [self._spellings(line)[:alternatives] for line in lines]

    def _spellings(self, line: Crop) -> list[Spelling]:
        look = self._printed.look(line.tight)
        if not may_be_number(look.greedy):
            return [look.greedy]
        steps = number_looks(self._numbers, line)
        return combined(look, steps, WEIGHTS) or [look.greedy]


def number_looks(reader: NumberReader, line: Crop) -> tuple[Steps, Steps]:
    """Two looks at one line, cut and stretched differently: where they differ the number is in doubt."""
    return reader.steps(line.wide, _WIDE_STRETCH), reader.steps(line.tight, _TIGHT_STRETCH)


def _middle(picture: Picture) -> Picture:
    cut = round(_CLOSER * len(picture))
    return picture[cut : len(picture) - cut]


def may_be_number(printed: Spelling) -> bool:
    """Whether a line can hold a number, after what the recogniser of printed text makes of it."""
    plain = printed.text.replace(" ", "")
    word = plain.isascii() and plain.isalpha() and len(plain) >= _WORD_LETTERS and printed.confidence >= _SURE_WORD
    return len(plain) <= _LONGEST_NUMBER and not word


def combined(look: Look, numbers: Sequence[Steps], weights: Weights) -> list[Spelling]:
    """The distribution of both readers over the texts like numbers; empty where the line is no number."""
    texts, scores = proposals(look, numbers)
    if not texts:
        return []
    total = scored(texts, scores, weights)
    if not is_number_like(texts[int(np.argmax(total))]):
        return []
    chances = np.exp(total - np.logaddexp.reduce([*total, weights.none]))
    order = sorted(range(len(texts)), key=lambda i: (-chances[i], texts[i]))
    return [Spelling(_shown(texts[i]), float(chances[i])) for i in order if is_number_like(texts[i])]


def proposals(look: Look, numbers: Sequence[Steps]) -> tuple[list[str], npt.NDArray[np.float64]]:
    """The texts that either reader proposes, and their logarithms: texts × (printed, mean of the looks at numbers)."""
    asked = [(look.steps, _WESTERN), *((steps, columns) for steps in numbers for columns in (_WESTERN, _ARABIC))]
    found = {
        each.text
        for steps, columns in asked
        for each in beam_search(steps[:, columns], [("\0" + SYMBOLS)[i] for i in columns])
        if JUNK not in each.text
    }
    texts = sorted(found)
    looks = np.logaddexp.reduce([log_probabilities(steps, texts) for steps in numbers]) - np.log(len(numbers))
    return texts, np.stack([log_probabilities(look.steps, texts), looks], axis=1)


def scored(texts: Sequence[str], logarithms: npt.NDArray[np.float64], weights: Weights) -> npt.NDArray[np.float64]:
    """Each text's score: the weighted sum of its two logarithms."""
    arabic = np.array([any(c in ARABIC_DIGITS for c in text) for text in texts])
    printed, numbers = np.maximum(logarithms[:, 0], weights.floor), logarithms[:, 1]
    return np.where(
        arabic,
        weights.arabic * numbers + weights.foreign,
        weights.printed * printed + weights.western * numbers,
    )


def is_number_like(text: str) -> bool:
    """Whether at least a third of the characters are digits, and there are two or more."""
    digits = sum(character.isdecimal() for character in text)
    return digits >= 2 and 3 * digits >= len(text.replace(" ", ""))


def _shown(text: str) -> str:
    """Letters before the first digit in upper case, a suffix in lower case."""
    first = next((i for i, c in enumerate(text) if c not in LETTERS), len(text))
    return text[:first].upper() + text[first:]
