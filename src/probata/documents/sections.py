"""A section's parts are told: headline, byline, dateline, times, credits.

Rules:
* What the source marks goes before what its words look like.
* Nothing moves: blocks get another kind, and the section gets spans.
"""

import re
from dataclasses import replace

from probata.documents.composing import Composer
from probata.documents.credits import LAST_BLOCKS, credits_in, is_lead, names_in
from probata.documents.dateline import Dateline, find_dateline
from probata.documents.document import Block, BlockKind, Section, Span, Time
from probata.documents.language import language_of
from probata.documents.stated import Beside
from probata.documents.times import read_time, value_in

_FIRST_BLOCKS = 8
_BY = re.compile(r"(?:by|par|por|von|автор:?|بقلم:?)\s+(?=[^\W\d_])", re.IGNORECASE)
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_JOINING = frozenset({"and", "for", "the", "with", "special", "correspondent", "staff", "writer", "reporter", "editor"})
_TIME_LEAD = re.compile(
    r"(?:first |last )?(?:published|posted|updated|last updated|modified|issued|released|date|time|sent"
    r"|publié|mis à jour|publicado|actualizado|опубликовано|обновлено)\b(?: on| at| le| el)?\s?:?\s*",
    re.IGNORECASE,
)
_LATER = re.compile(r"updated|modified|mis à jour|actualizado|обновлено", re.IGNORECASE)
_TIME_WORDS = re.compile(r"[\w:.,/+\-|\s()]{4,80}")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s*([^.|,;©\n]{2,80})", re.IGNORECASE
)
_CHANGING: frozenset[BlockKind] = frozenset({"paragraph", "item", "row", "caption"})


def close_section(composer: Composer, first: int, beside: Beside, *, guess_headline: bool = False) -> None:
    """Make the blocks from ``first`` on a section; none where there are none.

    Args:
        composer: whose blocks; some get another kind.
        first: place of the section's first block.
        beside: what the source states of it.
        guess_headline: whether a first line that looks like one is the headline.
    """
    if first >= len(composer.blocks):
        return
    draft = _Draft(composer, first)
    if guess_headline and draft.place_of("headline") is None:
        draft.guess_headline()
    draft.find_byline(beside.author)
    draft.find_times()
    draft.find_credits()
    language, how = language_of(beside.language, draft.words())
    composer.sections.append(
        Section(
            span=Span(composer.blocks[first].span.start, composer.blocks[-1].span.end),
            address=beside.address,
            headline=draft.span_of("headline"),
            dateline=draft.dateline(),
            byline=draft.span_of("byline"),
            publisher=beside.publisher or draft.rights(),
            published=beside.published or draft.published,
            updated=beside.updated or draft.updated,
            language=language,
            language_source=how,
            credits=draft.credits,
        )
    )


class _Draft:
    """A section's blocks, while their kinds are told."""

    def __init__(self, composer: Composer, first: int) -> None:
        self._composer, self._first = composer, first
        every = range(first, len(composer.blocks))
        self._places = [place for place in every if composer.blocks[place].kind != "other"]
        self.published: Time | None = None
        self.updated: Time | None = None
        self.credits: tuple[Span, ...] = ()

    def _read(self) -> list[int]:
        """The places of the blocks that belong to the section's subject."""
        return self._places

    def _block(self, place: int) -> Block:
        return self._composer.blocks[place]

    def _text(self, place: int) -> str:
        return self._composer.texts[place]

    def _change(self, place: int, kind: BlockKind) -> None:
        self._composer.blocks[place] = replace(self._composer.blocks[place], kind=kind)

    def place_of(self, kind: BlockKind) -> int | None:
        """The first block of a kind."""
        return next((place for place in self._read() if self._block(place).kind == kind), None)

    def span_of(self, kind: BlockKind) -> Span | None:
        """Where the first block of a kind lies."""
        place = self.place_of(kind)
        return None if place is None else self._block(place).span

    def guess_headline(self) -> None:
        """A first block that is short and no sentence, with something after it."""
        places = self._read()
        if len(places) < 2 or self._block(places[0]).kind not in ("paragraph", "heading"):
            return
        text = self._text(places[0])
        closed = text.rstrip("\"'”’»)")[-1:] in {".", ":", ";", ",", "،", "؛"}
        if "\n" in text or len(text) > 200 or (closed and not text.endswith("...")):
            return
        if find_dateline(text) is None and not _is_byline(text) and not _is_time(text):
            self._change(places[0], "headline")

    def find_byline(self, author: str) -> None:
        """A line such as "By Ada Brenn" among the first, or one that names who the source says wrote it."""
        if self.place_of("byline") is not None:
            return
        plain = " ".join(author.split()).casefold()
        for place in self._read()[:_FIRST_BLOCKS]:
            text = self._text(place)
            named = plain and len(text) < 200 and " ".join(text.split()).casefold() in (plain, f"by {plain}")
            if self._block(place).kind in _CHANGING and (named or _is_byline(text)):
                self._change(place, "byline")
                return

    def find_times(self) -> None:
        """Lines that say when it was published or updated, and a dateline with a year."""
        headline = self.place_of("headline")
        for place in self._read()[: _FIRST_BLOCKS + 2] + self._read()[-3:]:
            kind, text = self._block(place).kind, self._text(place)
            if place != headline and kind in _CHANGING and _is_time(text):
                self._change(place, "time")
            if self._block(place).kind in ("time", "byline") and (found := read_time(text, "text")):
                if _LATER.search(text):
                    self.updated = self.updated or found
                else:
                    self.published = self.published or found
        dateline = self._dateline()
        if self.published is None and dateline is not None:
            text = self._text(dateline[0])
            said = dateline[1].date
            if said is not None and (value := value_in(said.of(text))):
                self.published = Time(value, said.of(text), "dateline")

    def dateline(self) -> Span | None:
        """The dateline, at the head of one of the first paragraphs or a line of its own."""
        if (found := self._dateline()) is None:
            return None
        place, dateline = found
        if dateline.span.end >= len(self._text(place)):
            self._change(place, "dateline")
        start = self._block(place).span.start
        return Span(start + dateline.span.start, start + dateline.span.end)

    def _dateline(self) -> tuple[int, Dateline] | None:
        for place in self._read()[:_FIRST_BLOCKS]:
            block = self._block(place)
            if block.kind not in ("paragraph", "dateline", "quote", "time"):
                continue
            if found := find_dateline(self._text(place)):
                return place, found
            if block.kind == "paragraph" and len(self._text(place)) > 200:
                return None
        return None

    def find_credits(self) -> None:
        """The names of sources in the section's last blocks."""
        found: list[Span] = []
        listing = False
        for place in self._read()[-LAST_BLOCKS:]:
            block, text = self._block(place), self._text(place)
            if block.kind in _CHANGING or block.kind == "heading":
                if is_lead(text):
                    listing = True
                    self._change(place, "credit")
                    continue
                listing = listing and block.kind != "heading" and len(text) <= 200
                names, alone = (names_in(text), True) if listing else credits_in(text)
                found += [Span(block.span.start + one.start, block.span.start + one.end) for one in names]
                if names and alone:
                    self._change(place, "credit")
        self.credits = tuple(found)

    def rights(self) -> str:
        """Who holds the rights, as a last line says: "© 2031 The Veldhaven Courier"."""
        for place in range(len(self._composer.blocks) - 1, max(self._first, len(self._composer.blocks) - 12) - 1, -1):
            if found := _COPYRIGHT.search(self._text(place)[:2000]):
                name = re.sub(r"\s*all rights reserved.*", "", found[1], flags=re.IGNORECASE).strip()
                if name:
                    return name
        return ""

    def words(self) -> str:
        """The section's words, as far as a language is told from them."""
        places = self._read() or list(range(self._first, len(self._composer.blocks)))
        return "\n".join(self._text(place) for place in places[:40])[:20_000]


def _is_byline(text: str) -> bool:
    if len(text) > 150 or not (found := _BY.match(text)) or text.rstrip().endswith((".", "!", "?", ":")):
        return False
    rest = text[found.end() :]
    return not set(_SMALL.findall(rest)) - _JOINING and not any(c.isdigit() for c in rest.split("|")[0][:60])


def _is_time(text: str) -> bool:
    """Whether a block says when, and nothing else."""
    if len(text) > 120 or not value_in(text):
        return False
    lead = _TIME_LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= (8 if lead else 4)
