"""Markdown: headings, paragraphs, quotations, lists, tables, links; its marks are no part of the text.

Rules:
* Each line is looked at once. What isn't understood stays in the text as it is written.
* HTML in Markdown is text here; comments are left out.

Source: CommonMark 0.31, without nesting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from probata.documents.composing import Composer, Run
from probata.documents.decoding import Source
from probata.documents.document import BlockKind
from probata.documents.stated import Beside
from probata.documents.times import read_time

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ATX = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
_SETEXT = re.compile(r"[ ]{0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r"[ ]{0,3}(```+|~~~+)")
_QUOTE = re.compile(r"[ ]{0,3}(?:>[ ]?){1,20}")
_BULLET = re.compile(r"[ \t]{0,12}[-*+][ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]{0,12}(?=\d{1,9}[.)][ \t]+\S)")
_TABLE_LINE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|?)+$")
_DEFINITION = re.compile(r"[ ]{0,3}\[([^\]\n]{1,200})\]:[ \t]+<?([^\s>]{1,2000})>?[^\n\r]*")
_FRONT = re.compile(r"([A-Za-z_-]{1,40}):[ \t]*(.*)")
_CLOSING_MARKS = re.compile(r"[ \t]+#+[ \t]*$")
_INLINE = re.compile(
    r"(?P<comment><!--)"
    r"|(?P<image>!\[[^\[\]]{0,500}\]\([^()\s]{0,2000}(?:[ ]+\"[^\"]{0,300}\")?\))"
    r"|\[(?P<words>[^\[\]]{1,1000})\](?:\((?P<to><?[^()\s]{1,2000}>?)(?:\s+[\"'][^\"'()]{0,300}[\"'])?\)"
    r"|\[(?P<label>[^\[\]]{0,200})\])"
    r"|<(?P<auto>https?://[^\s<>]{1,2000})>|(?P<bare>https?://[^\s<>()\[\]\"'«»“”*]{1,2000})"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<ticks>`+)"
    r"|(?P<mark>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w))"
)


@dataclass(slots=True)
class _Reader:
    """A text while its lines are read: the lines of the block that is open, as ranges of the source's text."""

    source: Source
    composer: Composer
    part: str
    definitions: dict[str, str] = field(default_factory=dict)
    kind: BlockKind = "paragraph"
    lines: list[tuple[int, int]] = field(default_factory=list)
    headline: bool = False
    fence: str = ""

    def line(self, start: int, end: int) -> None:
        """Read a line: from ``start``, without its line end."""
        text = self.source.text[start:end]
        if self.fence or _FENCE.match(text):
            self._fenced(text, start, end)
        elif not text.strip() or _DEFINITION.fullmatch(text):
            self.flush()
        elif self.lines and self.kind == "paragraph" and (under := _SETEXT.match(text)):
            self._heading(under[1][0] == "=")
        elif _RULE.match(text):
            self.flush()
        elif found := _ATX.match(text):
            self.flush()
            closing = _CLOSING_MARKS.search(text[-100:])
            self.lines = [(start + found.end(), end - (len(closing.group()) if closing else 0))]
            self._heading(len(found[1]) == 1)
        else:
            self._words(text, start, end)

    def _words(self, text: str, start: int, end: int) -> None:
        for pattern, kind in ((_QUOTE, "quote"), (_BULLET, "item"), (_NUMBER, "item")):
            if found := pattern.match(text):
                if kind == "item" or self.kind != "quote":
                    self.flush()
                self.kind = "quote" if kind == "quote" else "item"
                if text[found.end() :].strip():
                    self.lines.append((start + found.end(), end))
                else:
                    self.flush()
                return
        if text.lstrip().startswith("|"):
            self.flush()
            if not _TABLE_LINE.match(text[:2000]):
                self.composer.block("row", self._cells(start, end), self.part)
            return
        self.lines.append((start, end))

    def _fenced(self, text: str, start: int, end: int) -> None:
        found = _FENCE.match(text)
        if not self.fence and found:
            self.flush()
            self.fence = found[1]
        elif found and found[1].startswith(self.fence):
            runs = [Run(self.source.text[a:b] + "\n", *self.source.bytes_of(a, b)) for a, b in self.lines]
            self.composer.block("other", runs, self.part)
            self.lines, self.fence = [], ""
        else:
            self.lines.append((start, end))

    def _heading(self, first_level: bool) -> None:
        self.kind = "headline" if first_level and not self.headline else "heading"
        self.headline = self.headline or first_level
        self.flush()

    def flush(self) -> None:
        """Finish the block that is open."""
        if self.lines:
            self.composer.block(self.kind, self._runs(), self.part)
        self.lines, self.kind = [], "paragraph"

    def _runs(self) -> Iterator[Run]:
        text = self.source.text
        for place, (start, end) in enumerate(self.lines):
            while start < end and text[start] in " \t":
                start += 1
            last = place + 1 == len(self.lines)
            broken = not last and (text.endswith("  ", start, end) or text.endswith("\\", start, end))
            stop = end - 1 if broken and text[end - 1] == "\\" else end
            while stop > start and text[stop - 1] in " \t":
                stop -= 1
            yield from self._inline(start, stop)
            if not last:
                yield Run("\n" if broken else " ", *self.source.bytes_of(stop, self.lines[place + 1][0]))

    def _cells(self, start: int, end: int) -> Iterator[Run]:
        begun, cells = start, 0
        for place in [*(m.start() for m in re.finditer(r"\|", self.source.text[start:end])), end - start]:
            place += start
            written = self.source.text[begun:place]
            if words := written.strip():
                first = begun + written.index(words[0])
                if cells:
                    yield Run("\t", *self.source.bytes_of(begun - 1, begun))
                yield from self._inline(first, first + len(words))
                cells += 1
            begun = place + 1

    def _inline(self, start: int, end: int, target: str | None = None, link: int = -1) -> Iterator[Run]:
        begun = start
        comments = True
        for found in _INLINE.finditer(self.source.text, start, end):
            if found.start() < begun or (target is not None and (found["words"] or found["bare"])):
                continue
            if found["comment"]:
                close = self.source.text.find("-->", found.end(), end) if comments else -1
                comments = close >= 0  # looked for once where there is none
                if not comments:
                    continue
            yield from self._run(begun, found.start(), target, link)
            begun = close + 3 if found["comment"] else found.end()
            if found["words"]:
                yield from self._link(found)
            elif name := "auto" if found["auto"] else "bare" if found["bare"] else "":
                first, stop = found.span(name)
                stop = first + len(found[name].rstrip(".,;:!?"))
                yield from self._run(first, stop, self.source.text[first:stop], first)
                begun = stop if name == "bare" else begun
            elif found["escaped"]:
                yield Run(found["escaped"], *self.source.bytes_of(begun - 1, begun), target, link)
        yield from self._run(begun, end, target, link)

    def _link(self, found: "re.Match[str]") -> Iterator[Run]:
        label = (found["label"] or found["words"]).lower()
        target = found["to"].strip("<>") if found["to"] else self.definitions.get(label)
        if target is None:
            yield from self._run(*found.span(), None, -1)
        else:
            yield from self._inline(*found.span("words"), target, found.start())

    def _run(self, start: int, end: int, target: str | None, link: int) -> Iterator[Run]:
        if end > start:
            yield Run(self.source.text[start:end], *self.source.bytes_of(start, end), target, link)


def read_markdown(source: Source, composer: Composer, part: str) -> Beside:
    """Add a text's blocks to a document.

    Returns:
        What its front matter states.
    """
    lines = [(found.start(), found.end() - len(_end(found.group()))) for found in _LINE.finditer(source.text)]
    reader = _Reader(source, composer, part)
    front = _front_matter(source.text, lines)
    for start, end in lines:
        if found := _DEFINITION.fullmatch(source.text, start, end):
            reader.definitions.setdefault(found[1].lower(), found[2])
    for start, end in lines[len(front) + 2 if front else 0 :]:
        reader.line(start, end)
    reader.fence = ""
    reader.flush()
    return _stated(front)


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _front_matter(text: str, lines: list[tuple[int, int]]) -> list[str]:
    """The lines between two lines of three dashes at the beginning."""
    if not lines or text[slice(*lines[0])].rstrip() != "---":
        return []
    found: list[str] = []
    for start, end in lines[1:100]:
        line = text[start:end]
        if line.rstrip() == "---":
            return found
        if line.strip() and not line.startswith((" ", "-", "#")) and not _FRONT.match(line):
            return []
        found.append(line)
    return []


def _stated(front: list[str]) -> Beside:
    said: dict[str, str] = {}
    for line in front:
        if found := _FRONT.fullmatch(line.strip()):
            said.setdefault(found[1].lower(), found[2].strip().strip("\"'"))
    return Beside(
        address=said.get("url", said.get("canonical", "")),
        headline=said.get("title", ""),
        author=said.get("author", ""),
        publisher=said.get("publisher", ""),
        published=read_time(said.get("date", said.get("published", "")), "front matter"),
        updated=read_time(said.get("updated", said.get("lastmod", "")), "front matter"),
        language=said.get("lang", said.get("language", "")),
    )
