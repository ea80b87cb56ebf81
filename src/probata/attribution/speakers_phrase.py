"""A speaker's words as a phrase: what is its head, what stands before it, and what belongs to it.

Rules: only the words; whom the phrase means is said elsewhere (`speakers`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from probata.attribution.speakers_book import EntryKind, role_words
from probata.attribution.speakers_tokens import Reading, Word
from probata.attribution.speakers_words import (
    ARTICLES,
    BODIES,
    COMPLEMENT,
    GROUPS,
    INDEFINITE,
    MODIFIERS,
    PAPERS,
    POSSESSIVES,
    ROLES,
    SPOKESPERSONS,
    is_role,
)
from probata.documents.document import Span

Opening = Literal["definite", "indefinite", "possessive", "bare"]
_CUT = frozenset(
    [
        "who",
        "whom",
        "whose",
        "which",
        "that",
        "when",
        "where",
        "while",
        "because",
        "as",
        "speaking",
        "citing",
        "quoting",
    ]
)
_PAIR = frozenset(
    ["sides", "parties", "delegations", "governments", "countries", "states", "leaders", "ministers", "teams"]
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    Attributes:
        words: all, in order.
        span: of the text, up to what only adds to it (", who asked not to be named").
        opening: how it begins.
        owner: the possessive pronoun or the words before ``'s`` at its beginning.
        head: its head's word, in small letters.
        head_place: of it among ``words``.
        complement: the words after "of" or "for" behind the head.
        plural: whether the head is plural.
    """

    words: tuple[Word, ...]
    span: Span
    opening: Opening
    owner: tuple[Word, ...]
    head: str
    head_place: int
    complement: tuple[Word, ...]
    plural: bool

    @property
    def spokesperson(self) -> bool:
        """Whether its head is a spokesperson."""
        return self.head in SPOKESPERSONS and self.head != "representative"

    @property
    def may_be_known(self) -> bool:
        """Whether it can mean somebody who was named: not "a minister", not "ministers"."""
        return self.opening == "definite" or (self.opening != "indefinite" and not self.plural)

    @property
    def pair(self) -> bool:
        """Whether it is "both sides", "the two delegations", "the parties"."""
        two = any(word.low in ("both", "two") for word in self.words)
        if len(self.words) == 1 and self.head == "both":
            return True
        return self.head in _PAIR and (two or (self.opening == "definite" and self.head in ("sides", "parties")))

    @property
    def kind(self) -> EntryKind:
        """What sort of speaker it means."""
        if self.plural:
            return "group"
        if is_role(self.head):
            return "one"
        return "body" if self.head in BODIES else "thing" if self.head in PAPERS else "one"

    def role(self, text: str) -> str:
        """The role, where the head is one: "spokesman for the ministry", "her spokesman" gives "spokesman"."""
        if not is_role(self.head):
            return ""
        start = self.words[0]
        for place, word in enumerate(self.words[: self.head_place + 1]):
            start = word
            if place or word.low not in ARTICLES | INDEFINITE | POSSESSIVES:
                break
        end = self.complement[-1].end if self.complement else self.words[self.head_place].end
        words = " ".join(text[start.start : end].split())
        return words[0].lower() + words[1:] if (is_role(start.low) or start.low in MODIFIERS) else words

    def role_words(self, text: str) -> set[str]:
        """Its words as those of a role; a possessive pronoun is none."""
        return role_words(self.role(text) or " ".join(word.text for word in self.words))


def phrase_of(reading: Reading, span: Span) -> Phrase | None:
    """The phrase in a span; None where it holds no word."""
    words = reading.words_in(span)
    if not words:
        return None
    stop = _stop(reading.text, words)
    kept = words[:stop]
    head = _head(kept)
    after = kept[head + 1 :]
    complement = after if after and after[0].low in COMPLEMENT and len(after) > 1 else ()
    low = kept[head].low
    plural = low in GROUPS or (low.endswith("s") and low not in ROLES | BODIES | PAPERS and not kept[head].capital)
    return Phrase(
        kept, Span(words[0].start, kept[-1].end), _opening(kept), _owner(kept, head), low, head, complement, plural
    )


def _stop(text: str, words: Sequence[Word]) -> int:
    """How many words belong to the phrase before it is only added to."""
    for place in range(1, len(words)):
        between = text[words[place - 1].end : words[place].start]
        if any(mark in between for mark in ",(;:—–") and "’" not in between:
            return place
        if words[place].low in _CUT:
            return place
    return len(words)


def _head(words: Sequence[Word]) -> int:
    """The last word before a preposition."""
    for place, word in enumerate(words):
        if place and word.low in COMPLEMENT and not word.capital:
            return place - 1
    return len(words) - 1


def _opening(words: Sequence[Word]) -> Opening:
    first = words[0].low
    if first in POSSESSIVES or any(_owns(word) for word in words[:-1]):
        return "possessive"
    if first in INDEFINITE:
        return "indefinite"
    return "definite" if first in ARTICLES or first in ("both", "all") else "bare"


def _owns(word: Word) -> bool:
    return word.possessive or word.text.endswith(("s’", "s'"))


def _owner(words: Sequence[Word], head: int) -> tuple[Word, ...]:
    if words[0].low in POSSESSIVES:
        return (words[0],)
    for place in range(head - 1, -1, -1):
        if _owns(words[place]):
            return tuple(words[: place + 1])
    return ()
