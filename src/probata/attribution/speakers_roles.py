"""Roles beside a name: "the mediator in the talks, Teodric Vane", "Ada Brenn, foreign minister of Veldland".

Rules: a role is modifiers, the role's word, and what follows a preposition; anything else beside a name is no role.
"""

from collections.abc import Sequence

from probata.attribution.speakers_tokens import Reading, Stretch, Word, adjoining
from probata.attribution.speakers_words import (
    ARTICLES,
    BODIES,
    COMPLEMENT,
    INDEFINITE,
    MODIFIERS,
    NOT_NAMES,
    POSSESSIVES,
    STYLES,
    TITLES,
    is_role,
)

LONGEST_ROLE = 12
_NO_ROLES = frozenset({"major", "general", "private"})  # in small letters they are other words
_LONG = {"sen": "senator", "gov": "governor", "rep": "representative", "gen": "general", "col": "colonel",
         "lt": "lieutenant", "maj": "major", "capt": "captain", "sgt": "sergeant", "adm": "admiral",
         "prof": "professor", "rev": "reverend", "cmdr": "commander", "brig": "brigadier"}  # fmt: skip


def role_before(text: str, words: Sequence[Word], place: int) -> bool:
    """Whether a role's word stands directly before a place."""
    before = words[place - 1] if place else None
    if before is None or not adjoining(text, before, words[place]):
        return False
    return is_role(before.low) and not before.possessive and before.text not in _NO_ROLES


def only_title(words: Sequence[Word]) -> bool:
    """Whether words are forms of address only: "Dr", "Ms"; a judge's, a bishop's or a general's title is a role."""
    return all(word.low in STYLES for word in words)


def only_rank(words: Sequence[Word]) -> bool:
    """Whether words are titles only, ranks among them: a fuller role may stand behind the name."""
    return all(word.low in TITLES for word in words)


def prefix(text: str, words: Sequence[Word], first: int) -> int:
    """Where a role begins that stands directly before a name."""
    if not role_before(text, words, first):
        return first
    begin = first - 1
    while begin > 0 and first - begin < LONGEST_ROLE and adjoining(text, words[begin - 1], words[begin]):
        before = words[begin - 1]
        known = before.low in MODIFIERS or is_role(before.low) or before.low in BODIES or "-" in before.text
        shouted = before.text.isupper() and len(before.text) > 5
        named = before.capital and before.low not in NOT_NAMES and not shouted
        if not (known or named or before.possessive):
            break
        begin -= 1
    return begin


def role_apart(reading: Reading, stretch: Stretch, first: int) -> int | None:
    """Where "the mediator in the talks, " begins before a name; None where nothing of the kind stands there."""
    words, text = stretch.words, reading.text
    if first == 0 or text[words[first - 1].end : words[first].start].strip(" ") != ",":
        return None
    for back in range(1, min(first, LONGEST_ROLE) + 1):
        begin = first - back
        if back > 1 and any(mark in ',.;:!?“”"()—' for mark in text[words[begin].end : words[begin + 1].start]):
            return None
        word = words[begin]
        opens = word.low in ARTICLES or word.low in POSSESSIVES or word.low in INDEFINITE
        if (opens or (word.possessive and word.capital)) and _is_role(words[begin + 1 : first]):
            owner = begin - 1
            if word.possessive and owner >= 0 and words[owner].low in ARTICLES:
                return owner
            return begin
        if begin and word.possessive and words[begin - 1].low in ARTICLES and _is_role(words[begin + 1 : first]):
            return begin - 1
    return None


def role_behind(reading: Reading, stretch: Stretch, last: int) -> tuple[Sequence[Word], int]:
    """The words of ", the foreign minister of Veldland" or "(chair)" after a name, and where they end."""
    words, text = stretch.words, reading.text
    if last + 1 >= len(words) or text[words[last].end : words[last + 1].start].strip(" ") not in (",", "("):
        return (), 0
    stop = last + 1
    while stop < len(words) and stop - last <= LONGEST_ROLE:
        if stop > last + 1 and any(mark in ',.;:!?“”"()—\n' for mark in text[words[stop - 1].end : words[stop].start]):
            break
        stop += 1
    chosen = words[last + 1 : stop]
    inner = chosen[1:] if chosen and chosen[0].low in ARTICLES | INDEFINITE | POSSESSIVES else chosen
    relative = len(chosen) > 2 and chosen[0].low == "who" and chosen[1].low in _LEADS
    if relative or (_is_role(inner) and stop - last <= LONGEST_ROLE):
        return chosen, chosen[-1].end
    return (), 0


_LEADS = frozenset(
    [
        "leads",
        "heads",
        "chairs",
        "directs",
        "runs",
        "led",
        "headed",
        "chaired",
        "directed",
        "ran",
        "represents",
        "represented",
    ]
)


def _is_role(words: Sequence[Word]) -> bool:
    """Whether words are a role's: modifiers, the role's word, and what follows begins with a preposition."""
    for place, word in enumerate(words[:7]):
        if is_role(word.low) and not word.possessive:
            rest = words[place + 1 :]
            if not rest or (rest[0].low in COMPLEMENT and len(rest) > 1):
                return True
        known = word.low in MODIFIERS or is_role(word.low) or word.low in BODIES or word.capital
        if not (known or word.possessive or word.text.endswith(("s’", "s'")) or "-" in word.text or word.low == "the"):
            return False
    return False


def role_text(words: Sequence[Word]) -> str:
    """The role: without an article, with small letters where a capital is only style."""
    chosen = list(words)
    while chosen and chosen[0].low in ARTICLES | INDEFINITE | POSSESSIVES:
        chosen = chosen[1:]
    if not chosen or (only_title(chosen) or chosen[0].low == "who"):
        return ""
    small = [word.text.lower() if is_role(word.low) or word.low in MODIFIERS else word.text for word in chosen]
    return " ".join(_LONG.get(word, word) for word in small)
