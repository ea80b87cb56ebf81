"""Quotation marks: which stretches of a block stand in them.

Rules:
* One pass, left to right, no nesting: inside a quotation only its closing mark is looked for, so any number of marks
  takes linear time. Marks of another kind inside belong to the quotation.
* A quotation whose closing mark is missing runs to the block's end. It is ``open``: the next block continues it where
  it begins with the same mark.
* A lone straight mark opens before a word and closes after one, as far as white space tells.
* Single marks (‹ ›, ‘ ’) count where they stand at a word's edge and the closing one is there: an apostrophe is none.
"""

import re
from dataclasses import dataclass

from probata.documents.document import Span

_PAIRS = {"“": '”"', "„": '“”"', "«": "»", "»": "«", "‹": "›", '"': '"”', "``": "''", "''": "''", "‟": "”"}
_MARK = re.compile("``|''|[“”„‟«»‹›\"]")
_SINGLE = re.compile(r"(?<!\w)‘(?=\w)|(?<=[\w.,!?…])’(?!\w)")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation.

    Attributes:
        span: with its marks, in the frozen text.
        opened: whether its opening mark is there (a closing mark alone makes no quotation, so: always but for a
            continuation without a mark).
        open: whether the closing mark is missing.
    """

    span: Span
    open: bool

    @property
    def inner(self) -> tuple[int, int]:
        """Its first and last code point's places, marks left out, at least roughly."""
        return self.span.start + 1, self.span.end - (0 if self.open else 1)


def quotes_in(text: str, span: Span) -> list[Quote]:
    """The quotations of a stretch of text, in order."""
    found: list[Quote] = []
    opened, closing = -1, ""
    for mark in _MARK.finditer(text, span.start, span.end):
        sign = mark.group()
        if opened < 0:
            if _opens(text, mark, span):
                opened, closing = mark.start(), _PAIRS[sign]
        elif (sign in closing or sign == closing) and not _begins(text, mark, span):
            found.append(Quote(Span(opened, mark.end()), open=False))
            opened = -1
    if opened >= 0:
        found.append(Quote(Span(opened, span.end), open=True))
    return found or _singles(text, span)


def _opens(text: str, mark: re.Match[str], span: Span) -> bool:
    """Whether a mark can open: a mark that only closes can't, a straight one must stand before a word."""
    sign = mark.group()
    if sign not in _PAIRS or mark.end() >= span.end:
        return False
    if sign in ('"', "''", "»"):
        before = text[mark.start() - 1] if mark.start() > span.start else " "
        return not text[mark.end()].isspace() and not before.isalnum()
    return True


def _begins(text: str, mark: re.Match[str], span: Span) -> bool:
    """Whether a straight mark stands as an opening one does: after white space, before a word."""
    before = text[mark.start() - 1] if mark.start() > span.start else " "
    after = text[mark.end()] if mark.end() < span.end else " "
    return before.isspace() and after.isalnum()


def _singles(text: str, span: Span) -> list[Quote]:
    found: list[Quote] = []
    opened = -1
    for mark in _SINGLE.finditer(text, span.start, span.end):
        if mark.group() == "‘":
            opened = mark.start() if opened < 0 else opened
        elif opened >= 0:
            found.append(Quote(Span(opened, mark.end()), open=False))
            opened = -1
    return found
