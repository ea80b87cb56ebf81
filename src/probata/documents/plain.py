"""Plain text: paragraphs between blank lines; wrapped lines are joined, every other line stands alone.

Rules:
* A line is taken as wrapped where the next line's first word would not have fitted, in a paragraph whose lines
  have a width at all: at least half of them reach it.
* Inside a line nothing is changed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from probata.documents.composing import Composer, Run
from probata.documents.decoding import Source
from probata.documents.document import BlockKind

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ITEM = re.compile(r"[ \t]{0,8}(?:[-*•–·]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))[ \t]+(?=\S)")
_QUOTED = re.compile(r"[ \t]{0,3}(?:>[ \t]?){1,20}")
_RULE = re.compile(r"[ \t]*([-=_*~#])(?:[ \t]?\1){3,}[ \t]*")
_TURN = re.compile(r"[^\W\d_a-z][\w .’'@()-]{1,60}: ")
_URL = re.compile(r"https?://[^\s<>\"'«»“”]{1,2000}")
_WIDEST = 110
_NARROWEST = 45
_SLACK = 14
_BLANK = " \t\f\v\xa0"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end and without white space around; offsets in the source's text."""

    start: int
    end: int
    indent: int
    quoted: bool = False
    item: bool = False


def lines_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Line | None]:
    """The lines of a text; None for a blank one or a rule."""
    for found in _LINE.finditer(text, start, len(text) if end is None else end):
        begin, stop = found.span()
        if begin == stop:
            continue
        yield _line(text, begin, stop)


def _line(text: str, begin: int, stop: int) -> Line | None:
    content = text[begin:stop]
    quoted = _QUOTED.match(content)
    inner = content[quoted.end() :] if quoted else content
    shift = quoted.end() if quoted else 0
    words = inner.strip(_BLANK + "\r\n")
    if not words or _is_rule(words):
        return None
    left = len(inner) - len(inner.lstrip(_BLANK))
    first = begin + shift + left
    return Line(first, first + len(words), left, bool(quoted), bool(_ITEM.match(inner)))


def _is_rule(words: str) -> bool:
    return len(words) >= 4 and words[0] in "-=_*~#" and not words.replace(" ", "").strip(words[0])


def read_plain(source: Source, composer: Composer, part: str, *, start: int = 0, end: int | None = None) -> None:
    """Add a text's paragraphs to a text."""
    group: list[Line] = []
    for line in [*lines_of(source.text, start, end), None]:
        if line is not None and (not group or line.quoted == group[-1].quoted):
            group.append(line)
            continue
        for lines in _paragraphs(source.text, group):
            kind: BlockKind = "quote" if lines[0].quoted else "item" if lines[0].item else "paragraph"
            composer.block(kind, runs_of(source, lines), part)
        group = [line] if line is not None else []


def _paragraphs(text: str, group: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines between two blank lines, put together where they were wrapped."""
    if not group:
        return
    width = max(line.end - line.start + line.indent for line in group)
    wrapped = [_was_wrapped(text, before, line, width) for before, line in pairwise(group)]
    rest = wrapped[wrapped.index(True) :] if True in wrapped else []  # above it a headline may stand, or a byline
    is_wrapped = sum(rest) * 2 >= len(rest)  # else the lines are of any length: turns of a talk, a list
    now = [group[0]]
    for before, line, joins in zip(group, group[1:], wrapped, strict=False):
        if not line.item and line.indent <= before.indent + 1 and joins and is_wrapped and not _is_turn(text, line):
            now.append(line)
        elif not line.item and now[0].item and line.indent > now[0].indent:
            now.append(line)  # a list's item, with its further lines set in
        else:
            yield now
            now = [line]
    yield now


def _is_turn(text: str, line: Line) -> bool:
    """Whether a line begins with who speaks: "MODERATOR: …"."""
    return _TURN.match(text, line.start, line.end) is not None


def _was_wrapped(text: str, before: Line, line: Line, width: int) -> bool:
    if not _NARROWEST <= width <= _WIDEST:
        return False
    first = text[line.start : min(line.end, line.start + _WIDEST)].split(" ", 1)[0]
    return before.end - before.start + before.indent + 1 + len(first) + _SLACK > width


def runs_of(source: Source, lines: Sequence[Line]) -> Iterator[Run]:
    """The runs of a paragraph: its lines, joined by blanks; addresses in it are links."""
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        yield from _linked(source, line)
        if following is not None:
            yield Run(" ", *source.bytes_of(line.end, following.start))


def _linked(source: Source, line: Line) -> Iterator[Run]:
    begun = line.start
    for found in _URL.finditer(source.text, line.start, line.end):
        stop = found.start() + len(found.group().rstrip(".,;:!?)]}"))
        if found.start() > begun:
            yield Run(source.text[begun : found.start()], *source.bytes_of(begun, found.start()))
        address = source.text[found.start() : stop]
        yield Run(address, *source.bytes_of(found.start(), stop), address, found.start())
        begun = stop
    if line.end > begun:
        yield Run(source.text[begun : line.end], *source.bytes_of(begun, line.end))
