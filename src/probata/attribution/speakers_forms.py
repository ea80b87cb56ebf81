"""Who "I" and "we" are by a page's form: a release's heading, a letter's signature, a transcript's and a tweet's label.

Rules: a form is told by its own words ("Statement by …", "Yours sincerely", "NAME:") and by nothing else.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from probata.attribution.speakers_naming import Naming
from probata.attribution.speakers_tokens import Reading, Stretch
from probata.documents.document import Section, Span

_BY = re.compile(
    r"\b(?:statements?|remarks|address|speech|letter|message|declaration|communiqu[eé]|comments|press release|release"
    r"|transcript|testimony|opening words"
    r"|posts?|tweets?|threads?|blog|diary|op-ed|column|interview|briefing)\b"
    r"[^.\n]{0,40}?\b(?:by|of|from|attributable to|with)\s+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\W\d_][^:\n]{0,78}?(?=:(?:\s|$))")
_VERB = re.compile(r"\b(?:said|says|told|added|asked|is|was|were|are|has|have|had|that|will|would)\b", re.IGNORECASE)
_CLOSING = re.compile(r"\b(?:yours|sincerely|faithfully|respectfully|signed|regards|respects)\b", re.IGNORECASE)
_TO = re.compile(r"(?:to\s*:|dear\b)\s*", re.IGNORECASE)
QUESTIONS = frozenset({"q", "question", "questions", "interviewer", "reporter", "moderator", "journalist", "speaker"})
ANSWERS = frozenset({"a", "answer", "response"})


@dataclass(frozen=True, slots=True)
class Form:
    """What a page's form says of its speakers.

    Attributes:
        author: who speaks in the first person: the words that name him.
        author_namings: the names in them.
        beside: the names of those who speak with him ("also on behalf of …"), for "we".
        addressee: the name of the one who is spoken to.
        turns: the stretches that begin with a label, and the label.
    """

    author: Span | None
    author_namings: tuple[Naming, ...]
    beside: tuple[Naming, ...]
    addressee: Naming | None
    turns: tuple[tuple[Stretch, Span], ...]

    def turn_at(self, place: int) -> Span | None:
        """The label of the turn that a place lies in; None outside turns."""
        index = bisect_right(self.turns, place, key=lambda each: each[0].span.start)
        return self.turns[index - 1][1] if index else None


def form_of(reading: Reading, section: Section, named: Sequence[Naming]) -> Form:
    """What the form says."""
    text = reading.text
    turns = tuple((each, label) for each in reading.stretches if (label := _label(text, each)) is not None)
    author = _signature(reading, named) or _heading(reading, section, named)
    chosen = () if author is None else tuple(n for n in named if author.touches(n.name) and _can_speak(n))
    beside: tuple[Naming, ...] = ()
    if author is not None and "behalf of" in (words := author.of(text)):
        cut = author.start + words.index("behalf of")
        beside = tuple(n for n in chosen if n.name.start > cut)
        chosen = tuple(n for n in chosen if n.name.start < cut)
    return Form(author, chosen, beside, _addressee(reading, named), turns if len(turns) > 1 else ())


def _can_speak(naming: Naming) -> bool:
    return naming.kind in ("person", "body") or (naming.kind == "proper" and len(naming.words) > 1)


def _label(text: str, stretch: Stretch) -> Span | None:
    """The label of "NAME: words"."""
    match = _LABEL.match(text, stretch.span.start, stretch.span.end)
    if match is None or stretch.kind in ("headline", "heading", "byline"):
        return None
    label = match.group()
    if len(label.split()) > 8 or _VERB.search(label) or _TO.match(label + ":") or '"' in label or "“" in label:
        return None
    return Span(match.start(), match.end()) if label.upper() == label or _named(label) else None


def _named(label: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", label.split("(")[0].split(",")[0]) if len(word) > 1]
    return bool(words) and all(word[0].isupper() for word in words if word not in ("of", "the", "de", "van", "for"))


def _heading(reading: Reading, section: Section, named: Sequence[Naming]) -> Span | None:
    """The words after "Statement by" in a headline or one of the first three stretches."""
    spans = [section.headline] if section.headline is not None else []
    spans += [each.span for each in reading.stretches[:3] if each.span.end - each.span.start < 300]
    for span in spans:
        match = _BY.search(reading.text, span.start, span.end)
        if match is not None:
            end = _end_of_name(reading.text, match.end(), span.end)
            found = Span(match.end(), end)
            if (
                any(found.touches(n.name) for n in named)
                or reading.text[found.start : found.start + 4].lower() == "the "
            ):
                return found
    return None


_AFTER = re.compile(
    r"\s+(?:on|at|to|in|about|regarding|concerning|following|after|before|for the occasion)\s|[:;.\n—–|]"
)


def _end_of_name(text: str, start: int, end: int) -> int:
    match = _AFTER.search(text, start, end)
    return match.start() if match else end


def _signature(reading: Reading, named: Sequence[Naming]) -> Span | None:
    """The last stretch of a letter, after "Yours sincerely"."""
    tail = reading.stretches[-3:]
    for place, stretch in enumerate(tail):
        words = stretch.span.of(reading.text)
        greeting = _CLOSING.match(words)
        if greeting is not None and any(stretch.span.touches(n.name) for n in named if len(n.words) > 1):
            return Span(stretch.span.start + greeting.end(), stretch.span.end)  # "Yours, Ada Brenn"
        if len(words) < 60 and _CLOSING.search(words) and place + 1 < len(tail):
            following = tail[place + 1]
            if any(following.span.touches(n.name) for n in named):
                return following.span
        lines = words.split("\n")
        if len(lines) > 1 and len(lines[0]) < 60 and _CLOSING.search(lines[0]):
            return Span(stretch.span.start + len(lines[0]) + 1, stretch.span.end)
    return None


def _addressee(reading: Reading, named: Sequence[Naming]) -> Naming | None:
    for stretch in reading.stretches[:6]:
        match = _TO.match(reading.text, stretch.span.start, stretch.span.end)
        if match is not None:
            for naming in named:
                if stretch.span.touches(naming.name) and naming.kind == "person":
                    return naming
    return None
