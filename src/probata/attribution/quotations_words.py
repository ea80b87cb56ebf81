"""The words of a language that attribute quotations, from its text file, ready for matching in time linear in the text.

Rules:
* A list is looked up by an entry's first word, and only there is the entry's pattern tried.
* Vowel signs, the lengthening stroke and marks of direction in Arabic don't hinder a match; no span leaves them out.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from probata.documents.document import Span

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff"
GAP = rf"[\s{INVISIBLE}]{{1,6}}"
SIGNS = "\u064b-\u0655\u0640\u0670"
_SIGN = re.compile(f"[{SIGNS}]")
WORD = re.compile(rf"[^\W_][\w{SIGNS}]*")
_PRONOUN = re.compile("-(ils?|elles?|on)(?!\\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that attribute a quotation.

    Attributes:
        span: the words.
        kind: ``verb``, or ``source`` for "according to", after which the speaker must come.
        pronoun: the speaker where the cue holds it: French "dit-il".
    """

    span: Span
    kind: Literal["verb", "source"]
    pronoun: Span | None = None


class Entries:
    """Words and groups of words, found where one begins."""

    def __init__(self, patterns: dict[str, list[str]]) -> None:
        """Compile the patterns, by the entries' first word."""
        self._by_first = {first: _compiled(entries) for first, entries in patterns.items()}

    def at(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The longest entry that begins at a place."""
        word = WORD.match(text, start, end)
        pattern = self._by_first.get(_key(word.group())) if word else None
        return pattern.match(text, start, end) if pattern else None

    def any_in(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Entries in a stretch, from left to right, not overlapping."""
        done = start
        for word in WORD.finditer(text, start, end):
            found = self.at(text, word.start(), end) if word.start() >= done else None
            if found:
                done = found.end()
                yield found


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words; see the headings of its file."""

    language: str
    verbs: Entries
    sources: Entries
    that: Entries
    stops: Entries
    skips: Entries
    leads: Entries
    pronouns: frozenset[str]
    titles: frozenset[str]
    unlisted: re.Pattern[str] | None  # a word in the place of a verb behind a quotation, and how its subject begins
    subject_may_precede: bool  # also after the quotation: "…", she said

    def cue_at(self, text: str, start: int, end: int) -> Cue | None:
        """The cue that begins at a place."""
        found = self.verbs.at(text, start, end)
        if found:
            return _verb(found)
        found = self.sources.at(text, start, end)
        return Cue(Span(*found.span()), "source") if found else None

    def cues_in(self, text: str, start: int, end: int) -> Iterator[Cue]:
        """Cues in a stretch, from left to right."""
        done = start
        for word in WORD.finditer(text, start, end):
            cue = self.cue_at(text, word.start(), end) if word.start() >= done else None
            if cue:
                done = cue.span.end
                yield cue


def _verb(found: re.Match[str]) -> Cue:
    pronoun = _PRONOUN.search(found.group())
    inverted = Span(found.start() + pronoun.start(1), found.start() + pronoun.end(1)) if pronoun else None
    return Cue(Span(*found.span()), "verb", inverted)


@cache
def words_of(language: str) -> Words:
    """A language's words.

    Args:
        language: one of `COVERED_QUOTATIONS`.
    """
    name = f"cues_{language}.txt"
    lists = read_lists(files("probata.attribution").joinpath("words", name).read_text(encoding="utf-8"))
    return Words(
        language,
        Entries(_verbs(lists)),
        Entries(_patterns(lists, "source")),
        Entries(_patterns(lists, "that")),
        Entries(_patterns(lists, "stop")),
        Entries(_patterns(lists, "skip")),
        Entries(_patterns(lists, "lead")),
        frozenset(lists.get("pronoun", [])),
        frozenset(lists.get("title", [])),
        _unlisted(lists),
        language == "en",
    )


def _unlisted(lists: dict[str, list[str]]) -> re.Pattern[str] | None:
    if "behind" not in lists:
        return None
    return re.compile(rf"(?P<cue>{lists['behind'][0]})(?={GAP}{lists['after behind'][0]})")


def read_lists(text: str) -> dict[str, list[str]]:
    """The entries of a word list below their headings, blank lines and those that begin with "#" left out."""
    lists: dict[str, list[str]] = {}
    heading = ""
    for line in text.splitlines():
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("["):
            heading = entry.strip("[]")
        else:
            lists.setdefault(heading, []).append(entry)
    return lists


def _verbs(lists: dict[str, list[str]]) -> dict[str, list[str]]:
    """Finite verbs, and auxiliaries with a participle; French inverts the pronoun behind either."""
    patterns: dict[str, list[str]] = {}
    inverted = "(?:(?:-t)?-(?:ils?|elles?|on))?"
    participles = "|".join(_pattern(entry) for entry in _longest_first(lists.get("participle", [])))
    adverbs = "|".join(_pattern(entry) for entry in _longest_first(lists.get("adverb", []))) or "(?!)"
    for entry in lists.get("auxiliary", []):
        pattern = f"{_pattern(entry)}{inverted}{GAP}(?:(?:{adverbs}){GAP})?(?:{participles})"
        patterns.setdefault(_key(entry), []).append(pattern)
    for entry in _longest_first(lists["verb"]):
        patterns.setdefault(_key(entry), []).append(_pattern(entry) + inverted.format("two"))
    return _prefixed(patterns, lists)


def _prefixed(patterns: dict[str, list[str]], lists: dict[str, list[str]]) -> dict[str, list[str]]:
    """The patterns, and those with a conjunction that the script writes in one with the word: Arabic "و"."""
    joined = dict(patterns)
    for prefix in lists.get("prefix", []):
        for first, entries in patterns.items():
            joined.setdefault(prefix + first, []).extend(prefix + entry for entry in entries)
    return joined


def _patterns(lists: dict[str, list[str]], heading: str) -> dict[str, list[str]]:
    patterns: dict[str, list[str]] = {}
    for entry in _longest_first(lists.get(heading, [])):
        patterns.setdefault(_key(entry), []).append(_pattern(entry))
    return _prefixed(patterns, lists) if heading == "source" else patterns


def _longest_first(entries: list[str]) -> list[str]:
    return sorted(entries, key=len, reverse=True)


def _pattern(entry: str) -> str:
    """A pattern for an entry: any gap between words, any vowel signs behind letters."""
    words = [
        "".join(re.escape(letter) + (f"[{SIGNS}]{{0,3}}" if "\u0600" <= letter <= "\u06ff" else "") for letter in word)
        for word in _SIGN.sub("", entry).split()
    ]
    return GAP.join(words)


def _compiled(entries: list[str]) -> re.Pattern[str]:
    """One pattern for the entries; an entry that ends with an apostrophe goes on into the next word."""
    return re.compile(rf"(?:{'|'.join(entries)})(?:(?<=['’])|(?<=\sل)|(?![\w{SIGNS}]))", re.IGNORECASE)


def _key(entry: str) -> str:
    word = WORD.match(entry)
    return _SIGN.sub("", unicodedata.normalize("NFC", word.group() if word else entry)).casefold()
