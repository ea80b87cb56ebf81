"""The dateline: "GENEVA, 20 January (Agency) —" before a report's first words.

A dateline names a place, and may name a date and an agency; a dash ends it. A place that is not in capitals counts
only with a date or an agency, so that "Foreign minister – …" is none. A line of its own needs no dash:
"Veldhaven, 19 January 2031"; and after a place in capitals and a date a full stop will do.
"""

import re
from dataclasses import dataclass

from probata.documents.document import Span

LONGEST = 140  # code points, the dash included
_DASH = re.compile(r"(?<=\d)\.(?=\s+[^\W\d_a-z])|(?<=[\s)\d.])(?:—|–|―|--?)(?=\s|[\"“«'‘]|$)|—(?=\S)|:(?=\s)")
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
    r"|(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)[a-zé]{0,6}\.?"
    r"|(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic)[a-z]{0,7}\.?"
    r"|(?:янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,6}\.?"
    r"|يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )"
_DATE = (
    rf"{_WEEKDAY}?(?:\d{{1,2}}(?:st|nd|rd|th|er|\.)? (?:de )?(?:{_MONTH})(?:,? (?:de )?\d{{4}})?"
    rf"|(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_TIME_WORDS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "published", "updated", "posted"}
    | {"date", "on", "january", "february", "march", "april", "may", "june", "july", "august", "september"}
    | {"october", "november", "december"}
)
_WORD = r"[^\W\d_][\w.'’\-]{0,30}"
_PLACE = rf"{_WORD}(?:[ /]{_WORD}){{0,4}}(?:, {_WORD}(?: {_WORD}){{0,3}}){{0,2}}"
_WHOLE = re.compile(
    rf"(?P<place>{_PLACE}?)(?:,? \(?(?P<date>{_DATE})\)?,?)?"
    r"(?:,? (?P<agency>\([^()]{1,60}\)|/[^/()]{1,40}/))?[ ,.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline's parts, as offsets in the text it was found in.

    Attributes:
        span: with its dash.
        place: the words for the place.
        date: the words for the date; None where there is none.
        agency: in its brackets; None where there is none.
    """

    span: Span
    place: Span
    date: Span | None
    agency: Span | None


def find_dateline(text: str, start: int = 0) -> Dateline | None:
    """The dateline that a paragraph begins with; None where it begins with none.

    Args:
        text: the paragraph or the whole text.
        start: where the paragraph begins.
    """
    head = text[start : start + LONGEST].split("\n\n", 1)[0]
    if len(head) < LONGEST and (found := _WHOLE.fullmatch(head)) and found["date"] and _is_one(found, ""):
        return _made(found, start, len(head))
    for dash in list(_DASH.finditer(head))[:4]:
        found = _WHOLE.fullmatch(head[: dash.start()])
        if found and _is_one(found, dash.group()):
            return _made(found, start, dash.end())
    return None


def _made(found: "re.Match[str]", start: int, end: int) -> Dateline:
    parts = (_part(found, "date", start), _part(found, "agency", start))
    return Dateline(Span(start, start + end), _span(found, "place", start), *parts)


def _is_one(found: "re.Match[str]", dash: str) -> bool:
    place, date, agency = found["place"], found["date"], found["agency"]
    words = [word for word in re.split(r"[ ,/]+", place) if word]
    if words[0].strip(".").lower() in _TIME_WORDS:
        return False
    capitals = place == place.upper() != place.lower()
    if dash in (":", "."):
        return bool(date) and _named(words) and (dash == ":" or capitals)
    if date or (agency and not agency[1].islower()):
        return _named(words)
    return capitals and sum(map(str.isalpha, place)) >= 3


def _named(words: list[str]) -> bool:
    """Whether words can be a place's name: capitals where the script has them, small ones such as "of" between."""
    small = [word for word in words if word[0].islower()]
    return len(small) * 2 < len(words) and not words[0][0].islower()


def _span(found: "re.Match[str]", name: str, start: int) -> Span:
    return Span(start + found.start(name), start + found.end(name))


def _part(found: "re.Match[str]", name: str, start: int) -> Span | None:
    return _span(found, name, start) if found[name] else None
