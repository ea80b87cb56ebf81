"""The frozen text is composed: runs of decoded text become blocks, with the offset map beside them.

Rules:
* A run is a stretch of the source that lies together; its text has its entities and white space resolved already.
* White space at a block's ends is left out, and of two white spaces that meet only the first is kept.
* Control characters are left out and counted; zero-width ones and marks of direction are kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from probata.documents.document import Block, BlockKind, Document, Link, Piece, Section, Span
from probata.documents.limits import LONGEST_FIELD, MOST_BLOCKS, MOST_TEXT

BETWEEN = "\n\n"  # what stands between two blocks
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BLANK = " \t\n\r\f\v"
_DANGEROUS = ("javascript:", "vbscript:", "data:")
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Run:
    r"""Text that comes from one stretch of a part.

    Attributes:
        text: with entities and white space resolved; "\n" for a line break, "\t" between a table's cells.
        start: first byte in the part, -1 where there is none to say.
        end: after the last byte.
        target: where it leads, as written; None outside of links.
        link: tells neighbouring links apart.
        part: which part it comes from, where its block comes from several.
    """

    text: str
    start: int
    end: int
    target: str | None = None
    link: int = -1
    part: str = ""


@dataclass(slots=True)
class Composer:
    """Collects a document's text, block by block.

    Attributes:
        texts: of the blocks, in order.
        length: code points so far.
        full: whether the text has reached its limit; what comes later is left out.
        parts: the parts' bytes by name, where they are asked for.
    """

    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)
    counted: "Counter[str]" = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)
    length: int = 0
    full: bool = False
    parts: dict[str, bytes] | None = None

    def keep_part(self, name: str, data: bytes) -> None:
        """A part is read: keep its bytes where they are asked for."""
        if self.parts is not None:
            self.parts[name] = data

    def block(self, kind: BlockKind, runs: Iterable[Run], part: str = "") -> Block | None:
        """Add a block; None where its runs hold nothing to see."""
        kept = self._kept(runs)
        text = "".join(one for one, _ in kept)
        if not text.strip() or self.full:
            return None
        start = self.length + len(BETWEEN) if self.blocks else 0
        if start + len(text) > MOST_TEXT or len(self.blocks) >= MOST_BLOCKS:
            self.full = True
            self.oddities.append(f"limit: the text ends after {len(self.blocks)} blocks, {self.length} code points")
            return None
        place = start
        for one, run in kept:
            self.pieces.append(Piece(Span(place, place + len(one)), run.part or part, run.start, run.end))
            place += len(one)
        self._link(start, kept)
        block = Block(kind, Span(start, place))
        self.blocks.append(block)
        self.texts.append(text)
        self.length = place
        return block

    def _kept(self, runs: Iterable[Run]) -> list[tuple[str, Run]]:
        kept: list[tuple[str, Run]] = []
        blank = True
        for run in runs:
            text, controls = _CONTROLS.subn("", run.text)
            self.counted["control characters"] += controls
            if blank:
                text = text.lstrip(_BLANK)
            elif text == "\n" and kept[-1][0][-1:] == " ":  # a line break takes the blank before it
                _shorten(kept)
            if text:
                kept.append((text, run))
                blank = text[-1] in _BLANK
        while kept and not kept[-1][0].rstrip(_BLANK):
            kept.pop()
        if kept:
            kept[-1] = (kept[-1][0].rstrip(_BLANK), kept[-1][1])
        return kept

    def _link(self, start: int, kept: Sequence[tuple[str, Run]]) -> None:
        place, begun, last = start, start, -1
        target: str | None = None
        for text, run in [*kept, ("", Run("", -1, -1))]:
            if run.link != last:
                if target is not None and place > begun:
                    self._add_link(Span(begun, place), target)
                begun, last, target = place, run.link, run.target
            place += len(text)

    def _add_link(self, span: Span, target: str) -> None:
        seen = _UNSEEN.sub("", target[:4096]).lower()
        if seen.startswith(_DANGEROUS):
            self.counted[f"links to {seen.partition(':')[0]}:, kept as text"] += 1
        elif seen:
            self.links.append(Link(span, plain_field(target, 4096)))

    def finished(self, media_type: str) -> Document:
        """The document."""
        found = [f"{what}: {count}" for what, count in sorted(self.counted.items()) if count]
        oddities = tuple(dict.fromkeys([*self.oddities, *found]))
        return Document(
            media_type,
            BETWEEN.join(self.texts),
            tuple(self.sections),
            tuple(self.blocks),
            tuple(self.links),
            tuple(self.pieces),
            oddities,
        )


def _shorten(kept: list[tuple[str, Run]]) -> None:
    text, run = kept[-1]
    if len(text) > 1:
        kept[-1] = (text.rstrip(" "), run)
    else:
        kept.pop()


def plain_field(text: str, longest: int = LONGEST_FIELD) -> str:
    """What is stated beside the text, in one line, without control characters and lone surrogates."""
    return " ".join(_CONTROLS.sub("", text).encode("utf-8", "replace").decode().split())[:longest]
