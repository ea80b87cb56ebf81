"""Numbers in English text: digits, words, fractions, ranges, round numbers without an exact value.

Rules:
* ``1,000``, ``1 000`` (narrow, fixed or plain space) and ``1'000`` are thousands. ``1.000`` is one with three decimals;
  who knows that whole things are counted may decide otherwise (`Number.pointed`). ``1.000.000`` is a million.
* A number of more than 15 digits, or beyond 10¹⁵, is none that a statement makes: it is left out, never infinite.
* A round number in the plural is more than one of it: "hundreds" more than 100, "dozens" more than 12, "tens of
  thousands" more than 10,000. "Several", "a few", "a couple" are at least 2 of what follows: "several thousand" 2,000.
* "Twice" is 2 times; "once" is no number, for it mostly says "at one time", but "only once" is 1.

Not here: whether a number is a figure at all, or a date, a name, a page (`stated`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from probata.documents.document import Span

Sort = Literal["digits", "words", "vague", "plural", "share", "times"]

MOST = 1e15
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TIMES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT = {"k": 1e3, "bn": 1e9, "tn": 1e12, "mn": 1e6, "mln": 1e6, "m": 1e6}
_VALUES = {word: float(value) for value, word in enumerate(_ONES)} | {
    word: 10.0 * value for value, word in enumerate(_TENS, start=2)
}
_PLURALS = {"dozens": 12.0, "scores": 20.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
_PARTS = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

_SPACE = "[ \u00a0\u2007\u2009\u202f]"
_DIGITS = re.compile(
    rf"(?<![\w.,^/#§=@+])(?<![^0-9]-)(?<![0-9]:)(?<![0-9]-[0-9]{{2}}-)(?:(?P<grouped>[0-9]{{1,3}}(?:(?:[,'’]|{_SPACE})[0-9]{{3}})+(?:\.[0-9]{{1,6}})?)"
    r"|(?P<points>[0-9]{1,3}(?:\.[0-9]{3}){2,6})|(?P<plain>[0-9]+(?:\.[0-9]+)?))"
    r"(?![0-9^_²³]|[.,/:][0-9]|-[0-9]{2}-[0-9])(?:(?P<short>bn|tn|mn|mln|k|m)(?!\w)|(?=(?:km|cm|mm|kg|ha|t|g)(?!\w))|(?!\w))"
)
_WORD = "(?:" + "|".join(sorted([*_VALUES, *_TIMES], key=len, reverse=True)) + ")"
_SCALE = "(?:" + "|".join(_TIMES) + ")"
_PHRASE = re.compile(
    rf"(?<![\w-])(?:(?:a|another|half[ -]an?|half){_SPACE}(?={_SCALE}(?!\w)))?{_WORD}"
    rf"(?:(?:{_SPACE}|[-\u2010\u2011])(?:and{_SPACE})?{_WORD})*(?!\w)",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"(?<![\w-])(?P<upper>an?|{'|'.join(_ONES[1:10])})(?:{_SPACE}|[-\u2010\u2011])"
    rf"(?P<lower>{'|'.join(_PARTS[1:])}|half|halve)s?(?!\w)",
    re.IGNORECASE,
)
_HALF = re.compile(rf"(?<![\w-])half(?![\w-])(?!{_SPACE}(?:a{_SPACE})?{_SCALE})", re.IGNORECASE)
_AND_A_HALF = re.compile(rf"(?:{_SPACE}|-)and(?:{_SPACE}|-)a(?:{_SPACE}|-)half(?!\w)", re.IGNORECASE)
_VAGUE = re.compile(
    rf"(?<![\w-])(?:(?P<of>tens|hundreds|thousands){_SPACE}of{_SPACE})?(?P<plural>{'|'.join(_PLURALS)})(?![\w-])"
    rf"|(?<![\w-])(?P<several>several|a{_SPACE}few|a{_SPACE}couple(?:{_SPACE}of)?)(?:{_SPACE}(?P<scale>{_SCALE}))?(?!\w)",
    re.IGNORECASE,
)
_TWICE = re.compile(rf"(?<![\w-])(?:twice|(?P<once>(?:only|just){_SPACE}once))(?!\w)", re.IGNORECASE)
_A_UNIT = re.compile(rf"(?<=for )an?(?={_SPACE}(?:minute|hour|day|week|fortnight|month|year|decade|century)(?!\w))")
_MILLIONS = re.compile(rf"[$€£¥]|m{_SPACE}[a-z]+s(?!\w)|m{_SPACE}(?:people|men|women|children)")
_SCALED = re.compile(rf"{_SCALE}(?!\w)", re.IGNORECASE)
_JOINER = re.compile(rf"(?:{_SPACE}|[-\u2010\u2011])")
_RANGE = re.compile(rf"{_SPACE}?(?:[–—-]|(?P<word>to|or|and)){_SPACE}?(?:[$€£]{_SPACE}?)?")
_LETTERS = re.compile("[A-Za-z]+")
_BETWEEN = re.compile(rf"(?:between|both){_SPACE}(?:[$€£]{_SPACE}?|US[$])?$", re.IGNORECASE)
_IN = re.compile(rf"{_SPACE}(?:in(?:{_SPACE}every)?|out{_SPACE}of){_SPACE}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        span: the numeral, with what multiplies it.
        low: its value, or a range's lower end.
        high: its value again, or the upper end; for a lower bound the same as ``low``.
        sort: how it is written; ``vague`` is "several", ``plural`` "hundreds".
        scale: what it was multiplied by: of "18 million" 1e6.
        pointed: whether a point and exactly three digits follow one to three: ``1.000``.
        ranged: whether two numbers were joined, and by which word or dash.
    """

    span: Span
    low: float
    high: float
    sort: Sort
    scale: float = 1.0
    pointed: bool = False
    ranged: str = ""


def numbers_in(text: str, start: int, end: int) -> list[Number]:
    """The numbers of a stretch of text, in order, not overlapping.

    Args:
        text: English.
        start: first code point looked at.
        end: after the last.
    """
    finders = (_digits, _fractions, _vague, _words)
    singles = sorted(
        (number for finder in finders for number in finder(text, start, end)),
        key=lambda one: (one.span.start, -one.span.end),
    )
    return list(_ranges(text, list(_apart(singles))))


def _apart(numbers: list[Number]) -> Iterator[Number]:
    done = -1
    for number in numbers:
        if number.span.start >= done:
            done = number.span.end
            yield number


def _digits(text: str, start: int, end: int) -> Iterator[Number]:
    for found in _DIGITS.finditer(text, start, end):
        written = found["grouped"] or found["points"] or found["plain"]
        figures = sum(map(str.isdigit, written))
        if figures > 15 or (written[0] == "0" and len(written) > 1 and written[1] != "."):
            continue
        pointed = bool(found["plain"]) and re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", written) is not None
        kept = written.replace(".", "") if found["points"] else written
        value = float("".join(letter for letter in kept if letter.isdigit() or letter == "."))
        half = _AND_A_HALF.match(text, found.end(), end)
        scale, last = _scale(text, half.end() if half else found.end(), end)
        if found["short"] == "m" and not _MILLIONS.search(text, max(start, found.start() - 2), min(end, last + 24)):
            last = found.end("short") - 1  # metres
        else:
            scale *= _SHORT.get(found["short"] or "", 1.0)
        value = (value + 0.5 if half else value) * scale
        if value < MOST:
            yield Number(Span(found.start(), last), value, value, "digits", scale, pointed)


def _scale(text: str, last: int, end: int) -> tuple[float, int]:
    """What a number is multiplied by in words: "3.5 million", "2 hundred thousand"."""
    scale = 1.0
    for _ in range(2):
        joiner = _JOINER.match(text, last, end)
        word = _SCALED.match(text, joiner.end(), end) if joiner else None
        if word is None:
            break
        scale *= _TIMES[word.group().casefold()]
        last = word.end()
    return scale, last


def _words(text: str, start: int, end: int) -> Iterator[Number]:
    for found in _PHRASE.finditer(text, start, end):
        words = list(_LETTERS.finditer(text, found.start(), found.end()))
        value, scale, used = _value([word.group().casefold() for word in words[:14]])
        last = words[used - 1].end()
        half = _AND_A_HALF.match(text, last, end)
        if half:
            more, last = _scale(text, half.end(), end)
            value, scale = (value + 0.5) * more, more
        if used and value < MOST:
            yield Number(Span(found.start(), last), value, value, "words", scale)


def _value(words: list[str]) -> tuple[float, float, int]:
    """The value of the longest beginning of some number words that makes one number, its scale, and its length."""
    total = current = 0.0
    scale, below, used = 1.0, MOST, 0
    for place, word in enumerate(words):
        value = _VALUES.get(word, -1.0)
        if word in ("a", "an", "another", "half"):
            current = 0.5 if words[0] == "half" else 1.0
        elif word == "and":
            if below not in (1e2, 1e3, 1e6):
                break
        elif word in _TIMES:
            current = (current or 1.0) * _TIMES[word]
            scale, below = max(scale, _TIMES[word]), _TIMES[word]
            if below >= 1e3:
                total, current = total + current, 0.0
            used = place + 1
        elif value < below:
            current, below = current + value, 10.0 if value >= 20 else 0.0
            used = place + 1
        else:
            break
    return total + current, scale, used


def _fractions(text: str, start: int, end: int) -> Iterator[Number]:
    for found in _FRACTION.finditer(text, start, end):
        upper = max(_VALUES.get(found["upper"].casefold(), 1.0), 1.0)
        lower = 2.0 + (_PARTS.index(found["lower"].casefold()) if found["lower"].casefold() in _PARTS else 0)
        if upper < lower:
            yield Number(Span(*found.span()), upper / lower, upper / lower, "share")
    for found in _HALF.finditer(text, start, end):
        yield Number(Span(*found.span()), 0.5, 0.5, "share")


def _vague(text: str, start: int, end: int) -> Iterator[Number]:
    for found in _VAGUE.finditer(text, start, end):
        if found["plural"]:
            times = {"tens": 10.0, "hundreds": 100.0, "thousands": 1e3}.get((found["of"] or "").casefold(), 1.0)
            value = _PLURALS[found["plural"].casefold()] * times
        else:
            value = 2.0 * _TIMES.get((found["scale"] or "").casefold(), 1.0)
        yield Number(Span(*found.span()), value, value, "plural" if found["plural"] else "vague")
    for found in _TWICE.finditer(text, start, end):
        value = 1.0 if found["once"] else 2.0
        yield Number(Span(*found.span()), value, value, "times")
    for found in _A_UNIT.finditer(text, start, end):
        yield Number(Span(*found.span()), 1.0, 1.0, "words")


def _ranges(text: str, numbers: list[Number]) -> Iterator[Number]:
    """The numbers, two joined by a dash, "to", "or", or "and" after "between" as one, and "one in five" as a share."""
    place = 0
    while place < len(numbers):
        number = numbers[place]
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        joined = _joined(text, number, following) if following else None
        yield joined or number
        place += 2 if joined else 1


def _joined(text: str, first: Number, second: Number) -> Number | None:
    span = Span(first.span.start, second.span.end)
    if "share" in (first.sort, second.sort) or second.span.start - first.span.end > 20:
        return None
    if _IN.fullmatch(text, first.span.end, second.span.start):
        fits = 0 < first.low < second.low and second.scale == 1.0
        return Number(span, first.low / second.low, first.low / second.low, "share") if fits else None
    between = _RANGE.fullmatch(text, first.span.end, second.span.start)
    if between is None or {"vague", "plural"} & {first.sort, second.sort}:
        return None
    low = first.low * second.scale if first.scale == 1.0 and first.low * second.scale < second.low else first.low
    word = (between["word"] or "–").casefold()
    led = _BETWEEN.search(text, max(0, first.span.start - 14), first.span.start)
    if low >= second.low or (word == "and" and not led) or (word == "or" and second.low - low > max(low, 1.0)):
        return None
    return Number(span, low, second.high, first.sort, second.scale, ranged=word)
