"""How text lies in a picture: boxes of one row put together, pages told from labels.

Not here: what the numbers mean (`numbers`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from probata.linkage.numbers_scheme import western

_NEAR_HEIGHTS = 1.2
_MOST_PIECES = 4
_PAGE_BOXES = 8
_PAGE_WORDS = 4
_PAGE_CONFIDENCE = 0.75


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, or several boxes of one row.

    Attributes:
        spellings: (text, confidence), best first, never empty.
        box: left, top, right, bottom as fractions of the upright picture.
        height: of the letters, as a fraction of the picture's height (the shorter side of a turned box).
    """

    spellings: tuple[tuple[str, float], ...]
    box: tuple[float, float, float, float]
    height: float

    @property
    def text(self) -> str:
        """The likeliest text."""
        return self.spellings[0][0]

    @property
    def confidence(self) -> float:
        """The likeliest text's confidence."""
        return self.spellings[0][1]


def lines_of(row: Mapping[str, Any]) -> list[TextLine]:
    """The lines of one row of the readings ``text``; none where it failed."""
    found = []
    for line in row.get("lines") or ():
        xs, ys = line["box"][0::2], line["box"][1::2]
        spellings = tuple((each["text"], each["confidence"]) for each in line["candidates"] if each["text"])
        if spellings:
            box = (min(xs), min(ys), max(xs), max(ys))
            found.append(TextLine(spellings, box, min(box[3] - box[1], box[2] - box[0])))
    return found


def joined_rows(lines: Sequence[TextLine]) -> list[TextLine]:
    """``lines``, and for each two neighbours of one row both together: a label may be found in two pieces."""
    together = [
        _joined(left, right)
        for left in lines
        for right in lines
        if left is not right and left.box[0] < right.box[0] and _side_by_side(left, right)
    ]
    return [*lines, *together]


def _side_by_side(left: TextLine, right: TextLine) -> bool:
    height = min(left.height, right.height)
    middle_left, middle_right = ((each.box[1] + each.box[3]) / 2 for each in (left, right))
    gap = right.box[0] - left.box[2]
    alike = max(left.height, right.height) <= 1.8 * height
    return alike and abs(middle_left - middle_right) < 0.4 * height and -0.5 * height < gap < _NEAR_HEIGHTS * height


def _joined(left: TextLine, right: TextLine) -> TextLine:
    spellings = [
        (f"{a} {b}", p * q) for a, p in left.spellings[:_MOST_PIECES] for b, q in right.spellings[:_MOST_PIECES]
    ]
    box = tuple(f(a, b) for f, a, b in zip((min, min, max, max), left.box, right.box, strict=True))
    ranked = tuple(sorted(spellings, key=lambda each: (-each[1], each[0])))
    return TextLine(ranked, (box[0], box[1], box[2], box[3]), max(left.height, right.height))


def is_page(lines: Sequence[TextLine], boxes: int) -> bool:
    """Whether this is a page rather than a label: many boxes that mostly hold text, or several lines of words.

    Stripes and tiles are found as text too, but what is read there is short and unsure.
    """
    text = [line for line in lines if len(line.text) >= 3 and _by_character(line) >= _PAGE_CONFIDENCE]
    many = boxes >= _PAGE_BOXES and 2 * len(text) >= len(lines) and len(text) >= _PAGE_WORDS
    return many or sum(_is_words(line) for line in text) >= _PAGE_WORDS


def _by_character(line: TextLine) -> float:
    """The line's confidence as a mean of its characters: that of a long line is small however well it is read."""
    return float(line.confidence ** (1 / len(line.text)))


def _is_words(line: TextLine) -> bool:
    letters = sum(c.isalpha() for c in line.text)
    return letters >= 4 and letters > 2 * sum(c.isdigit() for c in western(line.text))
