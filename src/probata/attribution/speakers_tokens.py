"""A section as stretches of words, with what a parse tells of them: sentences and grammatical subjects.

Rules: everything is a place in the frozen text. Where there is no parse (another language, no model) sentences end at
full stops and nothing is a subject.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from probata.attribution.parsed import Parsed
from probata.attribution.speakers_words import TITLES
from probata.documents.document import Section, Span

_WORD = re.compile(r"[^\W_]+(?:['’.\-‑][^\W_]+)*")
_BREAK = re.compile(r"[ \t\r]*\n[ \t\r]*\n\s*")
_STOP = re.compile(r"[.!?…。؟]")
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MOST_WORDS = 400_000


class Word(NamedTuple):
    """A word: where it stands and as written; ``bare`` without a possessive's ``'s``, ``low`` that in small letters."""

    start: int
    end: int
    text: str
    bare: str
    low: str
    possessive: bool
    capital: bool


def word_at(start: int, text: str) -> Word:
    """The word that begins at a place."""
    possessive = len(text) > 2 and text[-2] in "'’" and text[-1] in "sS"
    bare = text[:-2] if possessive else text
    return Word(start, start + len(text), text, bare, bare.lower(), possessive, text[0].isupper())


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block's words.

    Attributes:
        span: of the text.
        kind: the block's, "paragraph" where it is not known.
        words: in order.
    """

    span: Span
    kind: str
    words: tuple[Word, ...]

    @property
    def headline(self) -> bool:
        """Whether it is a headline or a heading."""
        return self.kind in ("headline", "heading")


@dataclass(frozen=True, slots=True)
class Reading:
    """A section's words, sentences and subjects.

    Attributes:
        text: the document's.
        stretches: in order.
        sentences: where sentences begin, in order.
        subjects: where words begin that are a subject's head.
        persons: where words begin that the model takes for a person's name.
        others: where words begin that the model takes for another name.
    """

    text: str
    stretches: tuple[Stretch, ...]
    sentences: tuple[int, ...]
    subjects: frozenset[int]
    persons: frozenset[int]
    others: frozenset[int]

    def sentence(self, place: int) -> int:
        """Which sentence a place lies in."""
        return bisect_right(self.sentences, place)

    def stretch_at(self, place: int) -> Stretch | None:
        """The stretch that holds a place."""
        index = bisect_right(self.stretches, place, key=_start_of) - 1
        found = self.stretches[index] if index >= 0 else None
        return found if found is not None and place < found.span.end else None

    def words_in(self, span: Span) -> tuple[Word, ...]:
        """The words of a span."""
        stretch = self.stretch_at(span.start)
        if stretch is None:
            return tuple(words(self.text, span))
        first = bisect_left(stretch.words, span.start, key=_start_of_word)
        last = bisect_left(stretch.words, span.end, key=_start_of_word)
        found = stretch.words[first:last]
        if found and found[-1].end > span.end:  # "I" of "I've"
            cut = found[-1]
            found = (*found[:-1], word_at(cut.start, cut.text[: span.end - cut.start]))
        return found


def read(text: str, section: Section, parsed: Sequence[Parsed]) -> Reading:
    """The words of a section: of its parsed blocks, and of what else stands in it where nothing is parsed."""
    if parsed:
        found = [(Span(each.block.span.start, each.block.span.end), str(each.block.kind)) for each in parsed]
    else:
        found = [(span, "paragraph") for span in _paragraphs(text, section.span)]
    known = {span for span, _ in found}
    for extra, kind in ((section.headline, "headline"), (section.byline, "byline")):
        if extra is not None and not any(extra.touches(span) for span in known):
            found.append((extra, kind))
    stretches, budget = [], MOST_WORDS
    for span, kind in sorted(found):
        listed = tuple(words(text, span))[:budget]
        budget -= len(listed)
        stretches.append(Stretch(span, kind, listed))
    return _with_parse(text, tuple(stretches), parsed)


def _with_parse(text: str, stretches: tuple[Stretch, ...], parsed: Sequence[Parsed]) -> Reading:
    starts, subjects, persons, others = {each.span.start for each in stretches}, set[int](), set[int](), set[int]()
    for each in parsed:
        for sentence in each.doc.sents:
            starts.add(each.start + sentence.start_char)
        subjects.update(each.start + token.idx for token in each.doc if token.dep_ in SUBJECTS)
        for entity in each.doc.ents:
            chosen = persons if entity.label_ == "PERSON" else others
            chosen.update(each.start + token.idx for token in entity)
    if not parsed:
        for stretch in stretches:
            starts.update(match.end() for match in _STOP.finditer(text, stretch.span.start, stretch.span.end))
    return Reading(text, stretches, tuple(sorted(starts)), frozenset(subjects), frozenset(persons), frozenset(others))


def words(text: str, span: Span) -> Iterator[Word]:
    """The words of a span of the text."""
    for match in _WORD.finditer(text, span.start, span.end):
        yield word_at(match.start(), match.group())


def adjoining(text: str, first: Word, second: Word) -> bool:
    """Whether two words stand side by side: spaces only between, or the full stop of an initial or a title."""
    between = text[first.end : second.start]
    if not between.translate(_INVISIBLE).strip():
        return "\n" not in between
    if between.strip(" ") in ("’", "'") and first.text[-1] == "s":
        return True
    if between.strip(" ") == "&":
        return first.capital and second.capital
    short = first.low in TITLES or all(len(part) == 1 for part in first.text.split("."))
    return between.strip() == "." and "\n" not in between and first.capital and short


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _BREAK.finditer(text, span.start, span.end):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < span.end:
        yield Span(start, span.end)


def _start_of(stretch: Stretch) -> int:
    return stretch.span.start


def _start_of_word(word: Word) -> int:
    return word.start
