"""Names as they stand in a text: of persons with role and title, of bodies with acronym, and other proper names.

Rules:
* A name is a run of words with capitals, joined by particles (``de``, ``bin``); in a body's name by ``of``, ``for``.
* A person is told by a title or role beside the name, by a body's absence in it, and by the model where that is all.
* A role is taken from before the name ("the mediator in the talks, Teodric Vane") or after it, never from elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from probata.attribution.speakers_roles import (
    only_rank,
    prefix,
    role_apart,
    role_before,
    role_behind,
    role_text,
)
from probata.attribution.speakers_runs import LONGEST_RUN, is_body, runs, step
from probata.attribution.speakers_tokens import Reading, Stretch, Word, adjoining
from probata.attribution.speakers_words import (
    ARTICLES,
    BODIES,
    FEMALE_TITLES,
    FEMALE_WORDS,
    INDEFINITE,
    MALE_TITLES,
    MALE_WORDS,
    MODIFIERS,
    NOT_NAMES,
    TITLES,
    is_role,
)
from probata.documents.document import Span

Gender = Literal["", "male", "female"]
NameKind = Literal["person", "body", "proper", "post"]  # post: a role with its body, and no name
LONGEST_LINE = 160


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where somebody or something is named.

    Attributes:
        span: with role and title: "Foreign Minister Ada Brenn".
        name: the name alone.
        kind: of what.
        words: of the name, in small letters.
        role: as printed, "" where none is beside the name.
        gender: as title and role say.
        acronym: of a body, given in brackets; of a person, a handle.
        title: a rank that is a title before the name: "general".
        headline: whether it stands in a headline, where names are cut short or glued to others.
    """

    span: Span
    name: Span
    kind: NameKind
    words: tuple[str, ...]
    role: str = ""
    gender: Gender = ""
    acronym: str = ""
    headline: bool = False
    title: str = ""


def namings(reading: Reading) -> list[Naming]:
    """All names of a section, in order."""
    found: list[Naming] = []
    for stretch in reading.stretches:
        if not _shouted(stretch):
            found += _in_stretch(reading, stretch)
    return sorted(found, key=lambda each: (each.name.start, each.kind == "post"))


def _in_stretch(reading: Reading, stretch: Stretch) -> Iterator[Naming]:
    headline, titled = stretch.headline, title_cased(reading.text, stretch)
    for naming in _posts(reading.text, stretch.words):
        yield replace(naming, headline=headline)
    after = 0
    for first, last in runs(reading.text, stretch.words):
        yield from _common(reading.text, stretch.words, after, first)
        named = _naming(reading, stretch, first, last, titled)
        if named is not None:
            yield replace(named, headline=headline)
        after = last + 1
    yield from _common(reading.text, stretch.words, after, len(stretch.words))


def _common(text: str, words: Sequence[Word], after: int, stop: int) -> Iterator[Naming]:
    """Bodies without a name of their own: "the port authority", "Halmere’s transport ministry"."""
    for place in range(after, stop):
        if words[place].text in BODIES and not words[place].possessive:
            first = place
            while first > 0 and place - first < 4 and adjoining(text, words[first - 1], words[first]):
                before = words[first - 1]
                if not (
                    before.low in MODIFIERS or before.possessive or before.text in BODIES or _plural_owner(text, before)
                ):
                    break
                first -= 1
            if first and _plural_owner(text, words[first]) and _of_two_words(text, words, first):
                first -= 1
            if first < place:
                yield _body(text, words, first, place)


def _of_two_words(text: str, words: Sequence[Word], place: int) -> bool:
    """Whether one more small word belongs to an owner: "the boat owners’ union"."""
    before = words[place - 1]
    near = place > 1 and adjoining(text, before, words[place]) and words[place - 2].low == "the"
    return near and not before.capital and before.low not in NOT_NAMES


def _posts(text: str, words: Sequence[Word]) -> Iterator[Naming]:
    """Roles with what they are of, and nobody's name: "the President of the League of River States"."""
    for place, word in enumerate(words[:-2]):
        if is_role(word.low) and not word.possessive and words[place + 1].text in ("of", "for"):
            last = place + 2 + (words[place + 2].low == "the")
            if last >= len(words) or not (words[last].capital and words[last].low not in NOT_NAMES):
                continue
            while last + 1 < len(words) and last - place < LONGEST_RUN and not words[last].possessive:
                further = step(text, words, place, last)
                if further == 0:
                    break
                last += further
            first = prefix(text, words, place + 1)
            if words[last].possessive or not _by_itself(text, words, first, last):
                continue
            role = role_text(words[first : last + 1])
            opens = first > 0 and words[first - 1].low in ARTICLES | INDEFINITE
            span = Span(words[first - opens].start, words[last].end)
            yield Naming(span, span, "post", (), role, gender_of([word.low]))


def _by_itself(text: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether no name follows or precedes the role, so that nobody is named by it."""
    before = text[words[first - 1].end : words[first].start].strip(" ") if first else ""
    after = text[words[last].end : words[last + 1].start].strip(" ") if last + 1 < len(words) else ""
    named = after == "," and words[last + 1].capital and words[last + 1].low not in NOT_NAMES
    return not named and before != ","


def _plural_owner(text: str, word: Word) -> bool:
    return word.text.endswith("s") and text[word.end : word.end + 1] in ("’", "'")


def gender_of(words: Sequence[str]) -> Gender:
    """What titles and roles say of a person's gender."""
    if any(word in FEMALE_WORDS for word in words):
        return "female"
    return "male" if any(word in MALE_WORDS for word in words) else ""


def low_words(words: Sequence[Word]) -> tuple[str, ...]:
    """The words in small letters, without possessive endings."""
    return tuple(word.low for word in words)


def title_cased(text: str, stretch: Stretch) -> bool:
    """Whether most long words begin with a capital letter, as in some headlines."""
    long = [word for word in stretch.words if len(word.text) > 3]
    short = stretch.span.end - stretch.span.start < LONGEST_LINE
    ends = text[max(stretch.span.end - 1, 0) : stretch.span.end] in (".", "!", "?", "”", '"')
    line = stretch.headline or (len(long) > 5 and short and not ends and "," not in stretch.span.of(text))
    return line and sum(word.capital for word in long) > 0.7 * max(len(long), 1)


def _shouted(stretch: Stretch) -> bool:
    letters = [word for word in stretch.words if len(word.text) > 1]
    return len(letters) > 3 and sum(word.text.isupper() for word in letters) > 0.8 * len(letters)


_PAPERS = frozenset({"monitor", "observer"})  # newspapers as often as roles
_FIRMS = frozenset({"ltd", "inc", "plc", "llc", "gmbh", "co", "corp", "limited", "llp"})


def _naming(reading: Reading, stretch: Stretch, first: int, last: int, titled: bool) -> Naming | None:
    words, text = stretch.words, reading.text
    while last > first and words[last].low in ("mp", "jr", "sr", "phd", "md", "qc", "kc"):
        last -= 1
    if last - first > 1 and all(word.text.isupper() for word in words[first : last + 1]):
        return None  # a cry, no name
    split = _after_role(reading, words, first, last)
    name = words[split : last + 1]
    if not name:
        return None
    if split > first or role_before(reading.text, words, split):
        if not is_body(name) and not any(word.text in ("of", "for") for word in name):
            return _person(reading, stretch, first, split, last)
        split, name = first, words[first : last + 1]
    if any(word.text in ("of", "for") for word in name) or is_body(name):
        return _body(reading.text, words, split, last)
    if "&" in text[name[0].start : name[-1].end] or name[-1].low in _FIRMS:
        return _body(text, words, split, last)
    if titled and not (split and words[split - 1].low in ("by", "from", "with")):
        return _plain(name) if len(name) == 1 else None
    bracketed = text[max(name[0].start - 1, 0) : name[0].start] == "("
    if len(name) > 1 and not bracketed and _looks_a_person(reading, stretch, split, last):
        return _person(reading, stretch, first, split, last)
    return _plain(name)


def _plain(name: Sequence[Word]) -> Naming:
    span = Span(name[0].start, name[-1].start + len(name[-1].bare))
    return Naming(span, span, "proper", low_words(name))


def _after_role(reading: Reading, words: Sequence[Word], first: int, last: int) -> int:
    """Where the name begins in a run that begins with a role or title; the run's end where it is nothing else."""
    split, place = first, first
    while place <= last:
        word = words[place]
        paper = place == last and place > first and word.low in _PAPERS and words[place - 1].low not in MODIFIERS
        surname = word.low in TITLES and place == last and place > split and words[place - 1].low not in MODIFIERS
        if is_role(word.low) and not paper and not surname:
            split = place + 1
        elif word.low not in MODIFIERS and split > first and word.text not in ("of", "for", "the"):
            break
        elif word.text in ("of", "for") and split == place:
            return _name_after(reading, words, place + 1, last)  # "Minister of Water": a role and what of
        place += 1
    return split


def _name_after(reading: Reading, words: Sequence[Word], first: int, last: int) -> int:
    """Where a person's name begins after "Minister of Water", by the model; the run's end where none does."""
    place = last
    while place > first and words[place].start in reading.persons:
        place -= 1
    return place + 1 if last - place >= 2 else last + 1


def _looks_a_person(reading: Reading, stretch: Stretch, first: int, last: int) -> bool:
    words = stretch.words
    if last - first > 4 or (
        first and words[first - 1].low == "the" and adjoining(reading.text, *words[first - 1 : first + 1])
    ):
        return False
    if role_behind(reading, stretch, last)[0] or role_apart(reading, stretch, first) is not None:
        return True
    starts = [word.start for word in words[first : last + 1]]
    return any(start in reading.persons for start in starts) and not all(start in reading.others for start in starts)


def _person(reading: Reading, stretch: Stretch, first: int, split: int, last: int) -> Naming:
    words, text = stretch.words, reading.text
    name = Span(words[split].start, words[last].start + len(words[last].bare))
    begin = prefix(text, words, first)
    start, role_words = words[begin].start, list(words[begin:split])
    title = "" if not only_rank(role_words) else role_text(role_words)
    apart = None if role_words and not only_rank(role_words) else role_apart(reading, stretch, begin)
    if apart is not None:
        start, role_words = words[apart].start, list(words[apart:begin])
    gender = gender_of([word.low for word in words[begin:split]] + [word.low for word in role_words])
    role = role_text(role_words)
    end = name.end
    if not role or (title and apart is None):
        behind, stop = role_behind(reading, stretch, last)
        if behind:
            end, role = stop, role_text(behind)
            gender = gender or gender_of(low_words(behind))
    handle, low = _handle(text, name.end), low_words(words[split : last + 1])
    return Naming(Span(start, end), name, "person", low, role, gender, handle, title=title)


def _body(text: str, words: Sequence[Word], first: int, last: int) -> Naming:
    name = Span(words[first].start, words[last].start + len(words[last].bare))
    article = first > 0 and words[first - 1].low == "the" and adjoining(text, words[first - 1], words[first])
    span = Span(words[first - 1].start, name.end) if article else name
    acronym = ""
    following = words[last + 1] if last + 1 < len(words) else None
    if following is not None and following.text.isupper() and text[following.end : following.end + 1] == ")":
        acronym = following.text.lower() if text[words[last].end : following.start].strip(" ") == "(" else ""
    return Naming(span, name, "body", low_words(words[first : last + 1]), "", "", acronym or _handle(text, name.end))


def _handle(text: str, place: int) -> str:
    """The handle in brackets after a name: "(@someone)"."""
    if text[place : place + 3] != " (@":
        return ""
    end = text.find(")", place, place + 60)
    return text[place + 2 : end].lower() if end > 0 else ""


def title_gender(word: str) -> Gender:
    """The gender that a title says."""
    return "female" if word in FEMALE_TITLES else "male" if word in MALE_TITLES else ""
