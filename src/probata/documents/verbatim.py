"""A plain text stays as it was written: its places are those of the file, opened in any editor.

Rules:
* The frozen text of a plain text is the file's, decoded, with line feeds as line ends; nothing is joined or left out.
  What is no block (a rule of dashes, the marks of a quotation, blank lines) stands between the blocks.
* A text with control characters, or one that was cut at a limit, is not kept so; its text is composed like a page's.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from probata.documents.decoding import Source, decode
from probata.documents.document import Block, Document, Link, Piece, Section, Span

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_END = re.compile("\r\n?")
_PAIR = re.compile("\r\n")
Moved = Callable[[Span], Span]


def verbatim(document: Document, data: bytes) -> Document:
    """The document with its text as it stands in the file; unchanged where that can't be.

    Args:
        document: as it was composed from ``data``, with its offset map.
        data: a plain text.
    """
    source = decode(data)
    if _CONTROLS.search(source.text) or any(each.startswith("limit:") for each in document.oddities):
        return document
    pieces = _pieces(document, source)
    if pieces is None:
        return document
    moved = _moved(document, pieces)
    return replace(
        document,
        text=_LINE_END.sub("\n", source.text),
        sections=tuple(_section(each, moved) for each in document.sections),
        blocks=tuple(Block(each.kind, moved(each.span)) for each in document.blocks),
        links=tuple(Link(moved(each.span), each.target) for each in document.links),
        pieces=tuple(pieces),
    )


def _pieces(document: Document, source: Source) -> list[Piece] | None:
    """The offset map over the file's own text; None where a piece is not what stands in the file."""
    pairs = [found.start() for found in _PAIR.finditer(source.text)]
    starts = np.searchsorted(source.offsets, [each.start for each in document.pieces]).tolist()
    ends = np.searchsorted(source.offsets, [each.end for each in document.pieces]).tolist()
    made = []
    for each, first, last in zip(document.pieces, starts, ends, strict=True):
        words, written = each.span.of(document.text), source.text[first:last]
        if words != written and (words.strip() or written.strip(" \t\r\n\f\v\xa0>")):
            return None
        begin, end = (place - bisect_left(pairs, place) for place in (first, last))
        made.append(replace(each, span=Span(begin, end)))
    return made


def _moved(document: Document, pieces: list[Piece]) -> Moved:
    """Gives the place of a span of the composed text in the file's text."""
    begins = [each.span.start for each in document.pieces]

    def place(at: int) -> int:
        number = bisect_left(begins, at + 1) - 1
        return min(pieces[number].span.start + at - begins[number], pieces[number].span.end)

    return lambda span: Span(place(span.start), place(max(span.end - 1, span.start)) + (span.end > span.start))


def _section(section: Section, moved: Moved) -> Section:
    def if_there(span: Span | None) -> Span | None:
        return None if span is None else moved(span)

    return replace(
        section,
        span=moved(section.span),
        headline=if_there(section.headline),
        dateline=if_there(section.dateline),
        byline=if_there(section.byline),
        credits=tuple(moved(each) for each in section.credits),
    )
