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
_JOINING = frozenset(
    {"and", "for", "the", "with", "our", "own", "special", "correspondent", "staff", "writer", "reporter", "editor"}
)
_NAME = re.compile(r"[^\W\d_a-z][\w'’.\-]{0,25}(?: [^\W\d_a-z][\w'’.\-]{0,25}){1,3}")
_HANDLE = re.compile(r"\(@\w{1,40}\)|^@\w{1,40}\b")
_LETTERHEAD = re.compile(
    r"(?i:the )?(?:[A-Z][\w’'-]* ){0,3}(?i:ministry|embassy|office|mission|court|department|government|council|republic"
    r"|secretariat|directorate|agency|commission|press release|communiqu[eé]|news release|statement no)\b"
    r"(?:[ ,./-]+(?:of|for|the|to|and|on|no|in|[A-Z0-9][\w’'./-]*)){0,12}"
)
_FULL_DATE = r"(\d{1,2} [^\W\d_]{3,9} \d{4}|[^\W\d_]{3,9}\.? \d{1,2}, \d{4}|\d{4}-\d{2}-\d{2})"
_DATE_LEAD = re.compile(rf"(?:[^\d.]{{1,60}}, )?{_FULL_DATE}(?:\.| ?[–—-])\s")
_DATE_END = re.compile(rf"[,(–—:-] ?{_FULL_DATE}\)?$")
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
        """A first block that is short and no sentence; below a letterhead the longest line before the text begins."""
        places = self._read()
        if len(places) < 2:
            return
        leading: list[int] = []
        for place in places[:_FIRST_BLOCKS]:
            if not self._may_be_headline(place):
                break
            leading.append(place)
        if leading and _LETTERHEAD.fullmatch(self._text(leading[0])):
            leading = [max(leading[:4], key=lambda place: len(self._text(place)))]
        if leading:
            self._change(leading[0], "headline")

    def _may_be_headline(self, place: int) -> bool:
        text = self._text(place)
        closed = text.rstrip("\"'”’»)")[-1:] in {".", ":", ";", ",", "،", "؛"} and not text.endswith("...")
        if self._block(place).kind not in ("paragraph", "heading") or "\n" in text or len(text) > 200 or closed:
            return False
        told = is_byline(text) or is_time(text) or _HANDLE.search(text) or self._begins_dateline(text)
        return not told

    def _begins_dateline(self, text: str) -> Dateline | None:
        """A dateline, with a sentence after it or nothing: "HOUSE OF DEPUTIES — ANSWERS" is a heading."""
        found = find_dateline(text)
        rest = text[found.span.end :].strip() if found else ""
        return found if not rest or len(rest) > 60 or rest[-1] in ".?!\"”»’'" else None

    def find_byline(self, author: str) -> None:
        """A line such as "By Ada Brenn" among the first, or one that names who the source says wrote it."""
        if self.place_of("byline") is not None:
            return
        plain = " ".join(author.split()).casefold()
        for place in self._read()[:_FIRST_BLOCKS]:
            text = self._text(place)
            named = plain and len(text) < 200 and " ".join(text.split()).casefold() in (plain, f"by {plain}")
            if self._block(place).kind in _CHANGING and (named or is_byline(text) or self._is_name(place)):
                self._change(place, "byline")
                return

    def _is_name(self, place: int) -> bool:
        """Whether a block between the headline and the first paragraph is a name and nothing else."""
        texts, headline = self._composer.texts, self.place_of("headline")
        between = headline is not None and place == headline + 1 and len(self._read()) > 2
        return between and bool(_NAME.fullmatch(texts[place])) and len(texts[min(place + 1, len(texts) - 1)]) > 80

    def find_times(self) -> None:
        """Lines that say when it was published or updated, and a dateline with a year."""
        headline = self.place_of("headline")
        for place in self._read()[: _FIRST_BLOCKS + 2] + self._read()[-3:]:
            kind, text = self._block(place).kind, self._text(place)
            if place != headline and kind in _CHANGING and is_time(text):
                self._change(place, "time")
            if self._block(place).kind in ("time", "byline") and (found := read_time(text, "text")):
                if _LATER.search(text):
                    self.updated = self.updated or found
                else:
                    self.published = self.published or found
        self.published = self.published or self._dated()

    def _dated(self) -> Time | None:
        """The date that the dateline has, or with which the first paragraph begins; with its year or not at all."""
        found = self._dateline()
        if found is not None:
            said = found[1].date
            words = said.of(self._text(found[0])) if said is not None else ""
            return Time(value, words, "dateline") if (value := value_in(words)) else None
        first = next((place for place in self._read()[:_FIRST_BLOCKS] if self._block(place).kind == "paragraph"), None)
        headline = self.place_of("headline")
        lead = _DATE_LEAD.match(self._text(first)) if first is not None else None
        lead = lead or (_DATE_END.search(self._text(headline)[-60:]) if headline is not None else None)
        return Time(value, lead[1], "text") if lead is not None and (value := value_in(lead[1])) else None

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
            if found := self._begins_dateline(self._text(place)):
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
                names, alone = credits_in(text)
                listing = listing and not names and block.kind != "heading" and len(text) <= 200
                if listing:
                    names, alone = names_in(text), True
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


def is_byline(text: str) -> bool:
    """Whether a block says who wrote it, and nothing else."""
    if len(text) > 150 or not (found := _BY.match(text)) or text.rstrip().endswith((".", "!", "?", ":")):
        return False
    rest = text[found.end() :]
    return not set(_SMALL.findall(rest)) - _JOINING and not any(c.isdigit() for c in rest.split("|")[0][:60])


def is_time(text: str) -> bool:
    """Whether a block says when, and nothing else."""
    if len(text) > 120 or not value_in(text):
        return False
    lead = _TIME_LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= (8 if lead else 4)
