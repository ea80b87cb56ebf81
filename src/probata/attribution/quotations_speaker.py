"""Who speaks, without a parser: the noun phrase beside a cue, cut by punctuation and by words that end one.

Rules:
* A speaker lies in one line, has at most 16 words and holds no quotation mark.
* A name set off by commas belongs to the speaker: "the minister, Ada Brenn,".
"""

import re
from itertools import pairwise

from probata.attribution.quotations_words import GAP, INVISIBLE, Words
from probata.documents.document import Span

MOST_WORDS = 16
_TOKEN = re.compile(r"[^\W_][\w\u064b-\u0655\u0640]*(?:['’./\u2010\u2011-][^\W_][\w\u064b-\u0655\u0640]*)*['’]?")
_SPACE = re.compile(rf"[ \t\u00a0\u2007\u2009\u202f{INVISIBLE}]{{1,6}}")
_TRAILING = frozenset(  # no phrase ends with one of these
    {
        "de",
        "des",
        "du",
        "d'",
        "d’",
        "la",
        "le",
        "les",
        "l'",
        "l’",
        "del",
        "el",
        "los",
        "las",
        "y",
        "e",
        "et",
        "and",
        "of",
    }
    | {
        "the",
        "a",
        "an",
        "и",
        "или",
        "not",
        "no",
        "ne",
        "n'",
        "n’",
        "lui",
        "leur",
        "nous",
        "vous",
        "se",
        "s'",
        "s’",
        "me",
    }
    | {"was", "is", "has", "had", "also"}
)
_PARTICLES = frozenset(
    {"de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "von", "van", "der", "den", "bin", "abu"}
)  # fmt: skip
_RELATIVE = frozenset(
    {"qui", "que", "who", "which", "that", "quien", "который", "которая", "которые", "الذي", "التي"}
)  # fmt: skip
_DETERMINER = re.compile(
    r"(?<!\w)(?:(?:le|la|les|un|une|des|el|los|las|una|unos|the|a|an|his|her|their|its|son|sa|su|this|one)\s|l['’])"
    r"|(?<!\w)(?:Mr|Mrs|Ms|Dr|M|Mme)\.?\s",
    re.IGNORECASE,
)
_NAME_IN_MARKS = re.compile('[«“"„][^«»“”"„\n]{1,40}[»”"“]')  # the company "Dawn"
_SEPARATOR = re.compile("[,;—–()]")


def speaker_after(text: str, start: int, end: int, words: Words) -> Span | None:
    """The noun phrase that begins at a place, such adverbs and addressees left out as stand before it.

    Args:
        text: frozen text.
        start: after the cue.
        end: where the search ends.
        words: of the language.
    """
    place = _past_skips(text, start, end, words)
    first, last = place, place
    for _ in range(MOST_WORDS):
        token = _TOKEN.match(text, place, end)
        name = _NAME_IN_MARKS.match(text, place, end) if token is None and place > first else None
        if name:
            last = name.end()
            break
        if token is None or words.stops.at(text, place, end) or words.cue_at(text, place, end):
            break
        last = token.end()
        place = last + 1 if _abbreviated(token.group(), text[last : last + 1], words) else last
        space = _SPACE.match(text, place, end)
        if token.group()[-1] not in "'’" and not space:
            break
        place = space.end() if space else place
    last = _without_trailing(text, first, last)
    if last <= first:
        return None
    return Span(first, _with_name(text, last, end))


def speaker_before(text: str, start: int, end: int, words: Words) -> Span | None:
    """The noun phrase that ends before a cue.

    Args:
        text: frozen text.
        start: where its sentence begins.
        end: where the cue begins.
        words: of the language.
    """
    pieces = _pieces(text, start, end)
    if not pieces:
        return None
    first, last = pieces[-1]
    if first >= last and len(pieces) >= 3:  # "Ada Brenn, the minister, said"
        first, last = pieces[-3][0], pieces[-2][1]
        opening = _TOKEN.match(text, *pieces[-2])
        if opening and opening.group().casefold() in _RELATIVE:
            last = pieces[-3][1]
            if len(pieces) >= 4 and _is_proper(text, *pieces[-3]) and pieces[-4][0] < pieces[-4][1]:
                first = pieces[-4][0]
        if words.stops.at(text, _past_leads(text, first, last, words), last):
            first, last = pieces[-2]
    first = _past_leads(text, first, last, words)
    if words.stops.at(text, first, last) or len(_TOKEN.findall(text, first, last)) > MOST_WORDS:
        determiners = list(_DETERMINER.finditer(text, first, last))
        first = determiners[-1].start() if determiners else last
    last = _without_trailing(text, first, _before_skips(text, first, last, words))
    return Span(first, last) if _names_somebody(text, first, last) else None


def _is_proper(text: str, first: int, last: int) -> bool:
    """Whether a stretch is a name alone."""
    words = _TOKEN.findall(text, first, last)
    return bool(words) and all(word[0].isupper() or word in _PARTICLES for word in words)


def _names_somebody(text: str, first: int, last: int) -> bool:
    words = _TOKEN.findall(text, first, last)
    return 0 < len(words) <= MOST_WORDS and any(letter.isalpha() for letter in text[first:last])


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between commas, the last one up to the cue, each without space around it."""
    cuts = [start, *(found.end() for found in _SEPARATOR.finditer(text, start, end)), end + 1]
    return [_stripped(text, first, last - 1) for first, last in pairwise(cuts)]


def _stripped(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and (text[first].isspace() or text[first] in "—–-.:!?…"):
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return first, last


def _past_leads(text: str, first: int, last: int, words: Words) -> int:
    for _ in range(4):
        found = words.leads.at(text, first, last) or words.skips.at(text, first, last)
        if not found:
            return first
        gap = _SPACE.match(text, found.end(), last)
        first = gap.end() if gap else found.end()
    return first


def _before_skips(text: str, first: int, last: int, words: Words) -> int:
    """Where a phrase ends before an adverb of time behind it: "the governor on Friday"."""
    for found in words.skips.any_in(text, first, last):
        if found.end() == last and found.start() > first:
            return _stripped(text, first, found.start())[1]
    return last


def _past_skips(text: str, start: int, end: int, words: Words) -> int:
    place = start
    for _ in range(4):
        gap = re.compile(rf"(?:{GAP})?").match(text, place, end)
        place = gap.end() if gap else place
        found = words.skips.at(text, place, end)
        if not found:
            return place
        place = found.end()
        if text[place : place + 1] == ",":
            place += 1
    return place


def _abbreviated(token: str, following: str, words: Words) -> bool:
    return following == "." and (token in words.titles or (len(token) == 1 and token.isupper()))


def _without_trailing(text: str, first: int, last: int) -> int:
    """Where the phrase ends once articles, prepositions and clitics at its end are taken off."""
    while last > first:
        cut = max(text.rfind(" ", first, last), text.rfind("\u00a0", first, last))
        word = text[max(cut + 1, first) : last].strip().casefold()
        if word and word not in _TRAILING:
            return last
        last = max(cut, first)
    return last


def _with_name(text: str, last: int, end: int) -> int:
    """Where the phrase ends together with a name that a comma sets off behind it."""
    comma = re.compile(r",[ \u00a0]").match(text, last, end)
    if comma is None:
        return last
    place, reached = comma.end(), last
    for _ in range(6):
        token = _TOKEN.match(text, place, end)
        if token is None or not (token.group()[0].isupper() or token.group() in _PARTICLES):
            break
        reached = token.end()
        space = _SPACE.match(text, reached, end)
        if space is None:
            break
        place = space.end()
    closed = reached >= end or text[reached] in ',.;:—–!?»”"\n'
    return reached if reached > last and closed else last
