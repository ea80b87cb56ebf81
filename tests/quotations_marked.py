"""Sentences with their quotations marked: [content] <speaker> {cue}; one without marks holds no statement."""

import re
from dataclasses import dataclass

from probata.attribution.quotations import find_quotations
from probata.documents.document import Block, Span

CLOSING = {"[": "]", "<": ">", "{": "}"}
Words = tuple[tuple[str, ...], str | None, str | None]  # content, speaker, cue


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks, and where they stood."""

    text: str
    content: tuple[Span, ...]
    speaker: Span | None
    cue: Span | None

    @property
    def words(self) -> Words:
        """The words of what is marked, full stops behind a content aside."""
        return (
            tuple(span.of(self.text).rstrip(".") for span in self.content),
            self.speaker and self.speaker.of(self.text),
            self.cue and self.cue.of(self.text),
        )


def read(line: str) -> Marked:
    """A marked sentence; "//" begins a paragraph within content."""
    text = ""
    opened: dict[str, int] = {}
    spans: dict[str, list[Span]] = {"[": [], "<": [], "{": []}
    for piece in re.split(r"( // |[\[\]<>{}])", line):
        if piece in CLOSING:
            opened[piece] = len(text)
        elif piece in CLOSING.values():
            mark = next(mark for mark, closing in CLOSING.items() if closing == piece)
            spans[mark].append(Span(opened.pop(mark), len(text)))
        elif piece == " // ":
            spans["["].append(Span(opened["["], len(text)))
            text += "\n\n"
            opened["["] = len(text)
        else:
            text += piece
    return Marked(text, tuple(spans["["]), next(iter(spans["<"]), None), next(iter(spans["{"]), None))


def blocks_of(text: str) -> list[Block]:
    """Its paragraphs."""
    blocks, start = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block("paragraph", Span(start, start + len(part))))
        start += len(part) + 2
    return blocks


def found_in(text: str, language: str) -> list[Words]:
    """The words of what is found."""
    return [
        Marked(text, one.content, one.speaker, one.cue).words
        for one in find_quotations(text, blocks_of(text), language)
    ]
