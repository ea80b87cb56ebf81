"""Runs of words with capitals, which names are: "Ada de Brenn", "Ministry of Water", "Ostler & Blaine".

Rules: a run goes on over particles, and in a body's name over "of" and "for"; a word that begins sentences begins none.
"""

from collections.abc import Iterator, Sequence

from probata.attribution.speakers_tokens import Word, adjoining
from probata.attribution.speakers_words import (
    AFTER_TIMES,
    ALSO_GIVEN,
    BODIES,
    GROUPS,
    IN_NAMES,
    JOINS,
    MODIFIERS,
    NOT_NAMES,
    PARTICLES,
    is_role,
)

LONGEST_RUN = 10


def runs(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Places of the first and last word of each run of words with capitals."""
    place = 0
    while place < len(words):
        if not _starts(words[place]) and not _given(text, words, place):
            place += 1
            continue
        last = place
        while last - place < LONGEST_RUN and not words[last].possessive:
            further = step(text, words, place, last)
            if further == 0:
                break
            last += further
        yield place, last
        place = last + 1


def _given(text: str, words: Sequence[Word], place: int) -> bool:
    """Whether a common word is a given name here: "May" in "Foreign Minister May Brenn"."""
    word = words[place]
    if not word.capital or word.low not in ALSO_GIVEN or not 0 < place < len(words) - 1:
        return False
    before, after = words[place - 1], words[place + 1]
    within = text[before.end : word.start].isspace() and before.low not in AFTER_TIMES
    return within and adjoining(text, word, after) and _starts(after) and not after.text.isupper()


def _starts(word: Word) -> bool:
    shouted = word.text.isupper() and len(word.text) > 2
    if "'" in word.text or "’" in word.text:
        begin = word.low.replace("’", "'").split("'")[0]
        if begin in NOT_NAMES:
            return False  # "I've", "It's"
    return word.capital and word.low not in GROUPS and (word.low not in NOT_NAMES or shouted)


def step(text: str, words: Sequence[Word], first: int, last: int) -> int:
    """How many words further the run goes: 0 where it ends."""
    if last + 1 >= len(words) or not adjoining(text, words[last], words[last + 1]):
        return 0
    following = words[last + 1]
    if following.capital:
        return 0 if following.low in NOT_NAMES - IN_NAMES else 1
    for step in (2, 3):
        if last + step >= len(words) or not all(
            adjoining(text, words[last + n], words[last + n + 1]) for n in range(step)
        ):
            return 0
        between = [words[last + n].text for n in range(1, step)]
        target = words[last + step]
        if target.capital and target.low not in NOT_NAMES and _joined(words, first, last, between):
            return step
        if target.capital:
            return 0
    return 0


def _joined(words: Sequence[Word], first: int, last: int, between: Sequence[str]) -> bool:
    run = words[first : last + 1]
    if all(word in PARTICLES and word not in ("y", "und") for word in between) and not is_body(run):
        return True
    if any(is_role(word.low) for word in run[:-1]) and _ends_in_a_name(run):
        return False  # "General Secretary Oren Vale of …": what follows is no part of the name
    official = any(word.low in BODIES or is_role(word.low) or word.low in _OWNED for word in run)
    if between == ["and"]:
        after = last + 3
        several = any(word.text in ("of", "for") for word in run)
        return several and not (after < len(words) and words[after].capital)
    if between[0] == "of" and first and words[first - 1].low == "the":
        return between[-1] in ("of", "the")
    return official and between[0] in JOINS and between[0] != "and" and between[-1] in (*JOINS, "the")


def _ends_in_a_name(run: Sequence[Word]) -> bool:
    last = run[-1].low
    named = not (is_role(last) or last in BODIES or last in MODIFIERS or last in _OWNED)
    return named and not any(word.text in ("of", "for") or word.low in BODIES for word in run)


_OWNED = frozenset({"municipality", "republic", "kingdom", "archive", "league", "state", "states", "bar"})


def is_body(run: Sequence[Word]) -> bool:
    """Whether a body's noun is among the words."""
    return any(word.low in BODIES for word in run)
