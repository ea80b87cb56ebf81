"""A document's frozen text: what every offset of a statement points into.

Rules:
* One exhibit has one text. A mail with attachments, a feed or a web archive holds several sections in it.
* Offsets are code points of `Document.text`. Whatever is shown, its span can be cut out of the text unchanged.
* The text is in Unicode as it was decoded: nothing is normalised but line ends and runs of white space where
  the source's markup makes them meaningless.
* Blocks lie in order and don't overlap; between two blocks stands a blank line, or, in a plain text, what stands there
  in the file (`verbatim`). A sentence never crosses a block.
"""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal[
    "headline",  # of the section
    "heading",  # within the text
    "byline",  # who wrote it
    "dateline",  # a line of its own that says where and when; one that begins a paragraph is `Section.dateline`
    "time",  # when it was published or updated
    "paragraph",
    "quote",  # set off as a quotation
    "item",  # of a list
    "row",  # of a table, its cells apart by tabs
    "caption",
    "credit",  # sources credited, editors, "with reporting by"
    "other",  # menus, notices, comments: kept, and not read for statements
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: ``text[start:end]``, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]

    def within(self, other: "Span") -> bool:
        """Whether it lies in another."""
        return other.start <= self.start and self.end <= other.end

    def touches(self, other: "Span") -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands by itself on the page."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: the words it stands on, and where it leads, as written in the source."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Time:
    """A time that the document states of itself.

    Attributes:
        value: ISO 8601, to the precision that is known: ``2014-01-19``, ``2014-01-19T18:30:00+00:00``.
        written: as written in the source.
        source: where it was found: ``json-ld``, ``meta``, ``time-element``, ``header``, ``text`` …
    """

    value: str
    written: str
    source: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a stretch of the text comes from in the exhibit's bytes, or on which page of a PDF.

    Attributes:
        span: of the text.
        part: of the container: a WARC record's URI, a mail's part ``2``, a feed's entry, ``page 3``; "" for the whole.
        start: first byte in the exhibit (in the decoded part where ``part`` says so), -1 where there is none to say.
        end: after the last byte; the piece's text is these bytes, decoded, with entities and white space resolved.
    """

    span: Span
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """One article, entry, message or page in a text.

    Attributes:
        span: of the text.
        address: URL or message's id, as the source states it; "" where it states none.
        headline: the words; None where there is none.
        dateline: "GENEVA, 20 January (Agency) —" at the beginning of the first paragraph, or a line of its own.
        byline: who wrote it, as written.
        publisher: as the source states it, "" where it doesn't.
        published: when.
        updated: when.
        language: ISO 639-1, ``und`` where it can't be told.
        language_source: ``stated`` in the source, ``guessed`` from the words, or "".
        credits: sources credited at the end, each the words that name one.
    """

    span: Span
    address: str = ""
    headline: Span | None = None
    dateline: Span | None = None
    byline: Span | None = None
    publisher: str = ""
    published: Time | None = None
    updated: Time | None = None
    language: str = "und"
    language_source: str = ""
    credits: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The text of an exhibit.

    Attributes:
        media_type: of the exhibit.
        text: the frozen text.
        sections: in order; at least one.
        blocks: in order.
        links: in order.
        pieces: the offset map, in order, without gaps but for what stands between blocks.
        oddities: what was met on the way, a code and a detail: ``encoding: declared utf-8, read as windows-1252``.
    """

    media_type: str
    text: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    pieces: tuple[Piece, ...] = ()
    oddities: tuple[str, ...] = ()

    def blocks_of(self, section: Section) -> tuple[Block, ...]:
        """The blocks that lie in a section."""
        return tuple(block for block in self.blocks if block.span.within(section.span))
