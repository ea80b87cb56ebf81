"""A page's text: its elements become blocks, what isn't shown is left out, and what isn't its subject is set aside.

Rules:
* Scripts, styles, templates, comments and hidden elements are never in the text.
* Menus, forms, notices and comments are kept as blocks of the kind ``other``: nothing that is shown is dropped.
* A page is never run: what a script or a style sheet would show or hide is not known here.
"""

import re
from dataclasses import dataclass, field, replace

from probata.documents.composing import Composer, Run
from probata.documents.credits import is_lead
from probata.documents.decoding import Source
from probata.documents.document import BlockKind
from probata.documents.html_head import Head
from probata.documents.html_tokens import Token, tokens, unescape
from probata.documents.html_tree import BLOCKS, Open, Place
from probata.documents.stated import Beside

_BLANKS = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINES = re.compile(r"\n[ \t\r\f]*\n\s*")
_CELLS = frozenset({"td", "th"})
_LONGEST_BYLINE = 150
_LONGEST_CELL = 200  # a longer one is no cell of figures
_LEAST_MAIN = 250  # code points that make an ``article`` or ``main`` the page's main content


@dataclass(slots=True)
class Drafted:
    """A block before it is known whether it belongs to the page's subject.

    Attributes:
        kind: what it would be.
        runs: its text.
        place: what holds where it begins.
        words: code points that aren't blank.
        linked: how many of them lie in links.
    """

    kind: BlockKind
    runs: list[Run]
    place: Place
    words: int = 0
    linked: int = 0
    author: int = 0
    time: int = 0


@dataclass(slots=True)
class Page:
    """A page as it is read.

    Attributes:
        blocks: in order.
        title: what ``title`` holds; it isn't on the page itself.
        head: what the page states.
        cells: of the row that is being read.
    """

    source: Source
    blocks: list[Drafted] = field(default_factory=list)
    title: Run | None = None
    head: Head = field(default_factory=Head)
    cells: int = 0
    _open: Open = field(default_factory=Open)
    _now: Drafted | None = None

    def read(self) -> None:
        """Read the whole page."""
        for token in tokens(self.source.text):
            if token.kind == "text":
                self._text(token)
            elif token.kind == "start":
                self._start(token)
            elif token.kind == "end":
                self._end(token.name)
            else:
                self._raw(token)
        self._flush()

    def _start(self, token: Token) -> None:
        name, attributes = token.name, token.attributes
        if name == "br":
            self._break(token)
        elif name in _CELLS:
            self._cell(token)
        elif name in BLOCKS:
            self._flush()
            self.cells = 0
        elif name == "meta":
            self.head.meta(attributes)
        elif name == "link":
            self.head.link(attributes)
        elif name == "time":
            self.head.time(attributes)
        if name == "html":
            self.head.language = attributes.get("lang") or attributes.get("xml:lang", "")
        self._open.start(name, attributes)

    def _end(self, name: str) -> None:
        if name in BLOCKS and name not in _CELLS:
            self._flush()
        self._open.end(name)

    def _cell(self, token: Token) -> None:
        self.cells += 1
        if self._now is not None and self.cells > 1:
            self._now.runs.append(self._run("\t", token))

    def _break(self, token: Token) -> None:
        if self._now is None or self._open.here.hidden:
            return
        before = [run for run in self._now.runs[-2:] if run.text != " "]
        if before and before[-1].text == "\n":
            self._flush()
            self.cells = 0
        else:
            self._now.runs.append(self._run("\n", token))

    def _raw(self, token: Token) -> None:
        text = self.source.text[token.start : token.end]
        if token.name == "title" and self.title is None:
            self.title = self._run(_BLANKS.sub(" ", unescape(text)), token)
        elif token.name == "script" and "ld+json" in token.attributes.get("type", "").lower():
            self.head.script(text)

    def _text(self, token: Token) -> None:
        place = self._open.here
        if place.hidden:
            return
        if place.kept_blanks:
            self._kept_lines(token, place)
            return
        text = _BLANKS.sub(" ", unescape(self.source.text[token.start : token.end]))
        if text != " " or self._now is not None:
            self._add(text, token, place)

    def _kept_lines(self, token: Token, place: Place) -> None:
        """Text in which line ends count; a blank line ends a block."""
        written = self.source.text[token.start : token.end]
        begun = 0
        for blank in [*_BLANK_LINES.finditer(written), None]:
            end = blank.start() if blank else len(written)
            text = re.sub(r"\r\n?", "\n", unescape(written[begun:end]))
            if text:
                self._add(text, Token("text", token.start + begun, token.start + end), place)
            if blank:
                self._flush()
                begun = blank.end()

    def _add(self, text: str, token: Token, place: Place) -> None:
        if self._now is None:
            self._now = Drafted(place.kind, [], place)
        now, words = self._now, len(text) - text.count(" ")
        now.runs.append(self._run(text, token, place))
        now.words += words
        now.linked += words if place.link >= 0 else 0
        now.author += words if place.author else 0
        now.time += words if place.time else 0
        if words and place.level and not now.place.level:
            now.place = replace(now.place, level=1)

    def _run(self, text: str, token: Token, place: Place | None = None) -> Run:
        start, end = self.source.bytes_of(token.start, token.end)
        return Run(text, start, end, place.target, place.link) if place else Run(text, start, end)

    def _flush(self) -> None:
        now, self._now = self._now, None
        if now is None or not now.words:
            return
        if now.kind == "row":
            self._row(now)
            return
        if now.words <= _LONGEST_BYLINE and now.kind not in ("heading", "quote"):
            if now.author * 10 >= now.words * 8:
                now.kind = "byline"
            elif now.time * 10 >= now.words * 8 and any(c.isdigit() for run in now.runs for c in run.text):
                now.kind = "time"
        self.blocks.append(now)

    def _row(self, now: Drafted) -> None:
        """A row of a table; where the table only places things on the page, its cells are paragraphs."""
        cells: list[list[Run]] = [[]]
        for run in now.runs:
            if run.text == "\t" and run.link < 0:
                cells.append([])
            else:
                cells[-1].append(run)
        sizes = [_words_in(runs) for runs in cells]
        if self.cells >= 2 and max(sizes) <= _LONGEST_CELL and not any(r.text == "\n" for c in cells for r in c):
            self.blocks.append(now)
            return
        for runs, size in zip(cells, sizes, strict=True):
            if size:
                linked = _words_in([run for run in runs if run.link >= 0])
                self.blocks.append(Drafted("paragraph", runs, now.place, size, linked))
        self.cells = 0


def _words_in(runs: list[Run]) -> int:
    """Code points that aren't blank."""
    return sum(len(run.text) - run.text.count(" ") for run in runs if run.text not in ("\n", "\t"))


def read_page(source: Source, composer: Composer, part: str) -> Beside:
    """Add a page's blocks to a text.

    Returns:
        What the page states of itself.
    """
    page = Page(source)
    page.read()
    beside = page.head.beside()
    others = _others(page.blocks)
    headline = _headline(page, beside, others)
    for place, drafted in enumerate(page.blocks[: headline or 0]):
        others[place] = others[place] or drafted.linked == drafted.words  # a logo above the headline
    if headline is None and page.title is not None:
        composer.block("headline", [page.title], part)
    for place, drafted in enumerate(page.blocks):
        kind = "headline" if place == headline else "other" if others[place] else drafted.kind
        composer.block(kind, drafted.runs, part)
    return beside


def _others(blocks: list[Drafted]) -> list[bool]:
    """Which blocks are not the page's subject."""
    aside = [block.place.aside or block.place.aside_by_name for block in blocks]
    if _words(blocks, aside) * 4 < sum(block.words for block in blocks if not block.place.aside):
        aside = [block.place.aside for block in blocks]  # a name such as "menu-page" that holds everything
    outside = [one or not block.place.main for one, block in zip(aside, blocks, strict=True)]
    inside = _words(blocks, outside)
    if inside >= _LEAST_MAIN or inside * 2 >= _words(blocks, aside):
        return outside if inside else aside
    return [one or listed for one, listed in zip(aside, _menus(blocks), strict=True)]


def _words(blocks: list[Drafted], others: list[bool]) -> int:
    return sum(block.words for block, other in zip(blocks, others, strict=True) if not other)


def _menus(blocks: list[Drafted]) -> list[bool]:
    """Three or more links, or short blocks in a row that are links, and nothing else."""
    found = [
        block.linked == block.words and len({run.link for run in block.runs if run.link >= 0}) >= 3 for block in blocks
    ]
    begun = 0
    for place in range(len(blocks) + 1):
        if place == len(blocks) or blocks[place].linked < blocks[place].words or blocks[place].words > 60:
            if place - begun >= 3 and not (begun and is_lead(_text_of(blocks[begun - 1]))):
                found[begun:place] = [True] * (place - begun)
            begun = place + 1
    return found


def _text_of(block: Drafted) -> str:
    return "".join(run.text for run in block.runs).strip() if block.words < _LEAST_MAIN else ""


def _headline(page: Page, beside: Beside, others: list[bool]) -> int | None:
    """Which block is the headline: the one that the page states, else its first-level heading."""
    wanted = {_plain(beside.headline), _plain(page.title.text if page.title else "")} - {""}
    texts = [_plain("".join(run.text for run in block.runs)) if block.words < 400 else "" for block in page.blocks]
    headings = [place for place, block in enumerate(page.blocks) if block.kind == "heading"]
    for places in (headings, [place for place in range(min(40, len(texts))) if not page.blocks[place].linked]):
        stated = [place for place in places if texts[place] in wanted]
        if stated:
            return stated[0]
    publisher = _plain(beside.publisher)
    first = [p for p in headings if page.blocks[p].place.level and not page.blocks[p].place.aside]
    first = [p for p in first if texts[p] != publisher]
    return next((p for p in first if not others[p]), next(iter(first), None))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
