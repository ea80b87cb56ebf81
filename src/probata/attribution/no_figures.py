"""Which numbers are no figures: dates, ages, names that hold a number, telephone numbers, "one" as a pronoun."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from probata.attribution.claimants import figure_words
from probata.attribution.counted import Counted, singular
from probata.attribution.dates_english import When
from probata.attribution.numbers import Number
from probata.attribution.qualifiers import Limited

_AGED = re.compile(r"(?i)(?:\baged|\bage|\bages|\bage of|\bages of|\bturned)\s(?:between\s)?$")
_OLD = re.compile(r"(?i)(?:[ -](?:day|week|month|year)s?[ -]olds?|[ -](?:months|years) of age)(?!\w)")
_AGE_BY_COMMAS = re.compile(r"[A-Z][\w’'-]+,\s$")
_LAST_WORD = re.compile(r"(?P<word>[A-Za-z]+)\.?[ \u00a0]$")
_DIGITS_BEFORE = re.compile(r"[0-9][ \u00a0-]$|\+$")
_DIGITS_BEHIND = re.compile(r"[ \u00a0-][0-9]")
_ONLY = re.compile(r"(?i)\b(?:only|just|single|at least|more than|least|than|every)\s$")
_ORDINAL = re.compile(
    r"(?i)\b(?:first|second|other|latter|former|better|half|northern|southern|eastern|western|upper|lower)\s$"
)
_AFTER_PART = re.compile(r"\s(?:of|more|less|fewer|as)\b")
_BEFORE_PART = re.compile(r"(?i)\b(?:by|to|about|around|than|nearly|almost|over|only|just|at|is|was|are|were|or)\s$")
_NOT_COUNTED = re.compile(r"(?i)\b(?:the|this|no|not|any|every|each|some|which|number)\s$")
_OF = re.compile(r"\s(?:of|another|more|or|by)\b")


def is_figure(text: str, number: Number, counted: Counted, limited: Limited, times: Sequence[When]) -> bool:
    """Whether a number is a figure.

    Args:
        text: frozen text.
        number: the number.
        counted: what it counts.
        limited: how it is limited.
        times: the times around it, in order.
    """
    before = text[max(0, number.span.start - 16) : number.span.start]
    if _in_time(number, times) or _is_age(text, number, before) or _is_telephone(text, number, before):
        return False
    if _is_name(before, number, counted):
        return False
    words = number.span.of(text).casefold()
    if number.sort == "share":
        return _is_share(text, number, before, words)
    if words == "one":
        return _is_counted_one(text, number, counted, limited, before)
    return words != "zero"


def _in_time(number: Number, times: Sequence[When]) -> bool:
    place = bisect_right(times, number.span.start, key=lambda when: when.span.start)
    near = times[max(place - 1, 0) : place + 1]
    return any(
        when.span.touches(number.span) and (when.sort != "length" or when.which in ("ago", "earlier")) for when in near
    )


def _is_age(text: str, number: Number, before: str) -> bool:
    if _AGED.search(before) or _OLD.match(text, number.span.end):
        return True
    behind = text[number.span.end : number.span.end + 1]
    return behind in (",", ";", ")") and number.high < 120 and _AGE_BY_COMMAS.search(before) is not None


def _is_telephone(text: str, number: Number, before: str) -> bool:
    if number.sort != "digits" or number.scale != 1.0:
        return False
    return _DIGITS_BEFORE.search(before) is not None or _DIGITS_BEHIND.match(text, number.span.end) is not None


def _is_name(before: str, number: Number, counted: Counted) -> bool:
    """Whether the number is part of a name: "Article 5", "phase two"; not "in case 12 people"."""
    found = _LAST_WORD.search(before)
    if found is None:
        return False
    word = found["word"]
    numbered = singular(word.casefold()) in figure_words("numbered")
    return numbered and number.scale == 1.0 and (word[0].isupper() or not counted.plural) and not number.ranged


def _is_share(text: str, number: Number, before: str, words: str) -> bool:
    if words == "half":
        return not _ORDINAL.search(before)
    if words.startswith(("a ", "an ")):
        behind = _AFTER_PART.match(text, number.span.end)
        return behind is not None or _BEFORE_PART.search(before) is not None
    return True


def _is_counted_one(text: str, number: Number, counted: Counted, limited: Limited, before: str) -> bool:
    if _OF.match(text, number.span.end):
        return False
    if limited.qualifier != "none" or (counted.counts is not None and _ONLY.search(before)):
        return True
    if _NOT_COUNTED.search(before):
        return False
    return counted.head not in figure_words("not one") and (counted.counts is not None or counted.unit != "")
