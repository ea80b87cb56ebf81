"""Anchors: how a passage of a frozen text is named so that anybody finds it again.

Rules:
* Positions are code points of the frozen text; UTF-16 code units exist only at a browser's boundary.
* An anchor is never moved in silence: where the passage is found elsewhere the value says so, and where it isn't found
  for certain it is an orphan with its reason.

Source: W3C Web Annotation Data Model, sections 4.2.4 (TextQuoteSelector) and 4.2.5 (TextPositionSelector).
"""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from probata.documents.document import Document, Piece, Span

CONTEXT = 32  # code points of prefix and suffix


@dataclass(frozen=True, slots=True)
class Selector:
    """Both selectors of a passage.

    Attributes:
        start: first code point.
        end: after the last.
        exact: the passage.
        prefix: up to 32 code points before it.
        suffix: up to 32 code points after it.
    """

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""

    def record(self) -> list[dict[str, object]]:
        """As the W3C's JSON-LD has them."""
        return [
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
            {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix},
        ]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage is.

    Attributes:
        span: of the text.
        moved: whether it is elsewhere than the selector said: another text, or another version of it.
    """

    span: Span
    moved: bool


@dataclass(frozen=True, slots=True)
class Orphan:
    """A passage that isn't found for certain, and why."""

    reason: str


def selector_of(text: str, span: Span) -> Selector:
    """The selectors of a passage.

    Raises:
        ValueError: the span isn't within the text.
    """
    if not 0 <= span.start <= span.end <= len(text):
        raise ValueError(f"no passage of this text: {span}")
    prefix, suffix = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Selector(span.start, span.end, span.of(text), prefix, suffix)


def selector_from(record: Sequence[Mapping[str, object]]) -> Selector:
    """The selectors of a W3C annotation; a position that is absent is -1.

    Raises:
        ValueError: there is no quotation to look for, or a field has the wrong type.
    """
    said: dict[str, object] = {}
    for one in record:
        if one.get("type") in ("TextPositionSelector", "TextQuoteSelector"):
            said |= one
    start, end = said.get("start", -1), said.get("end", -1)
    words = [said.get(name, "") for name in ("exact", "prefix", "suffix")]
    if not (
        isinstance(start, int) and isinstance(end, int) and all(isinstance(word, str) for word in words) and words[0]
    ):
        raise ValueError("no quotation in the selector")
    exact, prefix, suffix = map(str, words)
    return Selector(start, end, exact, prefix, suffix)


def find_again(text: str, selector: Selector) -> Found | Orphan:
    """Where a passage is in a text: at its position if the words are there, else where they stand alone.

    Returns:
        `Found`, with ``moved`` where it isn't at its position, or an `Orphan` where it is nowhere or in doubt.
    """
    if not selector.exact:
        return Orphan("no quotation to look for")
    if selector.start >= 0 and text[selector.start : selector.end] == selector.exact:
        return Found(Span(selector.start, selector.end), moved=False)
    places = _places(text, selector.exact, 2)
    if not places:
        return Orphan("the words are not in the text")
    if len(places) > 1:
        within = selector.prefix + selector.exact + selector.suffix
        places = [place + len(selector.prefix) for place in _places(text, within, 2)]
        if len(places) != 1 or within == selector.exact:
            return Orphan(
                "the words are in the text more than once" if places else "the words stand in other surroundings"
            )
    return Found(Span(places[0], places[0] + len(selector.exact)), moved=True)


def _places(text: str, words: str, most: int) -> list[int]:
    found: list[int] = []
    place = text.find(words)
    while place >= 0 and len(found) < most:
        found.append(place)
        place = text.find(words, place + 1)
    return found


def digest_of_text(text: str) -> str:
    """SHA-256 of a frozen text in UTF-8, as 64 hex digits: an anchor counts in this text and no other."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def to_utf16(text: str, offset: int) -> int:
    """An offset in code points as a browser counts it, in UTF-16 code units."""
    return offset + sum(character > "\uffff" for character in text[:offset])


def from_utf16(text: str, offset: int) -> int:
    """An offset in UTF-16 code units as one in code points.

    Raises:
        ValueError: it is within a character, or beyond the text.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    try:
        before = units[: offset * 2].decode("utf-16-le") if 0 <= offset * 2 <= len(units) else None
    except UnicodeDecodeError:
        before = None
    if before is None:
        raise ValueError(f"no boundary between characters: {offset}")
    return len(before)


def source_of(document: Document, span: Span) -> tuple[Piece, ...]:
    """The pieces of the exhibit that a passage comes from, in order."""
    pieces = document.pieces
    place = max(0, bisect_right(pieces, span.start, key=lambda piece: piece.span.start) - 1)
    found: list[Piece] = []
    while place < len(pieces) and pieces[place].span.start < span.end:
        if pieces[place].span.touches(span):
            found.append(pieces[place])
        place += 1
    return tuple(found)
