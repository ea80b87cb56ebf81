"""Times of the calendar in English text, as written: days, months, years, weekdays, "last week", "in ten days".

Rules:
* What is found here is no figure, but for a length of time ("within ten days"), which is both.
* A four-digit number is a year only where a word before it, a month or a second year says so.
* Time is linear in the text.

Not here: which day is meant (`dates_resolved`), and what the time has to do with what is said (`dated`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from probata.attribution.numbers import numbers_in
from probata.documents.document import Span

Sort = Literal["day", "month", "year", "weekday", "near", "season", "edge", "length", "clock", "nth"]


@dataclass(frozen=True, slots=True)
class When:
    """A time as written.

    Attributes:
        span: the words, a preposition before them left out.
        sort: how it is written.
        year: 0 where it isn't written.
        month: 1 to 12, 0.
        day: 1 to 31, 0; of the sort ``near`` how many days after the text's own.
        weekday: 0 Monday to 6; -1.
        which: ``last``, ``this``, ``next``, ``ago``, ``in``, ``within``, ``end``, ``start``, ``early`` …
        unit: day, week, month, year; of a season its name.
        count: of units; of a stretch of years the last.
    """

    span: Span
    sort: Sort
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1
    which: str = ""
    unit: str = ""
    count: float = 0


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|Mar\.|April|Apr\.|May|June|Jun\.|July|Jul\.|Aug(?:ust|\.)"
    r"|Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_YEAR = r"(?:1[5-9][0-9]{2}|2[01][0-9]{2})(?![0-9]|[.,][0-9])"
_SEASON = "(?i:spring|summer|autumn|fall|winter)"
_WHICH = "(?i:last|this|next|the coming|coming|past|the past|the same|earlier this|later this|early this|late last)"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ", "[ \u00a0\u202f\n]"))


_DAY = _compiled(
    rf"(?<![\w.])(?:(?P<d1>[0-3]?[0-9])(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})(?:,? (?P<y1>{_YEAR}))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9]|[:.,][0-9])(?:,? (?P<y2>{_YEAR}))?"
    r"|(?P<y3>[12][0-9]{3})-(?P<m3>[01][0-9])-(?P<d3>[0-3][0-9])"
    r"|(?P<d4>[0-3]?[0-9])(?P<s>[/.])(?P<m4>[0-3]?[0-9])(?P=s)(?P<y4>[12][0-9]{3}))(?![\w/])"
)
_MONTHLY = _compiled(
    rf"(?<!\w)(?:(?P<w>(?i:early|late|mid|end|last|this|next))[-\x20])?(?P<m>{_MONTH})"
    rf"(?:,? (?:of )?(?:(?P<y>{_YEAR})|(?P<r>last|this|next) year))?(?![\w-])"
)
_YEARLY = _compiled(
    rf"(?<![\w.,$€£-])(?P<y>{_YEAR})(?P<to>(?:[–/-]| (?:to|and) )(?:[12][0-9]{{3}}|(?<=[–/-])[0-9]{{2}})(?![0-9]))?"
    r"(?P<s>s)?(?![\w%-])"
)
_YEAR_WORD = re.compile(
    r"(?i:\b(?:in|since|by|until|till|from|before|after|during|of|between|and|to|through|early|late|mid|year|around"
    rf"|{_SEASON}|ago|than|the|following|,))[\s-]*$"
)
_WEEKDAY = _compiled(
    rf"(?<!\w)(?:(?P<w>{_WHICH}) )?(?P<d>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?: (?:morning|afternoon|evening|night))?(?!\w)"
)
_TODAY = _compiled(
    r"(?i)(?<!\w)(?P<word>the day after tomorrow|the day before yesterday|today|tonight|yesterday|tomorrow|overnight"
    r"|last night|this (?:morning|afternoon|evening))(?: (?:morning|afternoon|evening|night))?(?!\w)"
)
_NEAR = _compiled(rf"(?<!\w)(?P<w>{_WHICH}) (?P<u>(?i:weekend|week|month|year|decade)|{_SEASON})(?!\w)")
_SEASONS = _compiled(
    r"(?<!\w)(?i:(?P<w>in|by|since|from|through|throughout|until|till|before|after|during|over|of)) (?i:the )?"
    rf"(?:(?i:early|late|mid)[-\x20])?(?P<u>{_SEASON})(?: (?:of )?(?P<y>{_YEAR}))?(?!\w)"
)
_EDGE = _compiled(
    r"(?<!\w)(?:(?i:the) )?(?P<e>(?i:end|start|beginning|middle)) of (?:(?P<w>the|this|next|last|that) "
    rf"(?P<u>week|month|year|{_SEASON})|(?P<m>{_MONTH})(?: (?P<y>{_YEAR}))?|(?P<o>{_YEAR}))(?!\w)"
)
_CLOCK = _compiled(
    r"(?i)(?<![\w.,])(?:[0-2]?[0-9][:.h][0-5][0-9](?: ?[ap]\.?m\.?)?|[01]?[0-9] ?[ap]\.?m(?:\.|(?!\w))"
    r"|[0-2][0-9]{3} ?(?:GMT|UTC|hours)|[0-2]?[0-9] o['’]clock|noon|midnight|midday)(?!\w)"
)
_NTH = _compiled(r"(?<=the )(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)(?! ?[A-Za-z])")
_UNIT = _compiled(
    r"(?i)[-\x20](?P<u>minute|hour|day|week|fortnight|month|year|decade)s?(?![\w-])"
    r"(?: (?P<w>ago|earlier|from now|later))?"
)
_WITHIN = re.compile(r"(?i)(?<!\w)(within|in|inside)(?:\s(?:the|less|about|next|the next|at most))*\s$")
_FEAST = _compiled(r"(?<!\w)(?P<d>Christmas|New Year)(?: (?:Day|Eve))?(?: (?P<y>20[0-9]{2}))?(?![\w'’-])")
_DAYS = {
    "today": 0, "tonight": 0, "overnight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1,
    "the day after tomorrow": 2, "the day before yesterday": -2,
}  # fmt: skip


def times_in(text: str, start: int, end: int) -> list[When]:
    """The times in a stretch of text, in order, the longer of two that overlap.

    Args:
        text: English.
        start: first code point.
        end: after the last.
    """
    found = [
        when for pattern, build in _FINDERS for match in pattern.finditer(text, start, end) if (when := build(match))
    ]
    found += _lengths(text, start, end)
    kept: list[When] = []
    for when in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if not kept or when.span.start >= kept[-1].span.end:
            kept.append(when)
    return kept


def _span(match: re.Match[str]) -> Span:
    return Span(*match.span())


def _month(word: str | None) -> int:
    return _MONTHS.index(word[:3].casefold()) + 1 if word else 0


def _day(match: re.Match[str]) -> When | None:
    if match["m1"] or match["m2"]:
        day, month = int(match["d1"] or match["d2"]), _month(match["m1"] or match["m2"])
        when = When(_span(match), "day", int(match["y1"] or match["y2"] or 0), month, day)
    elif match["y3"]:
        when = When(_span(match), "day", int(match["y3"]), int(match["m3"]), int(match["d3"]))
    else:
        day, month = int(match["d4"]), int(match["m4"])
        when = When(_span(match), "day", int(match["y4"]), month, day)
        if month > 12 and day <= 12:
            when = replace(when, month=day, day=month)
        elif day <= 12 and month != day:
            return replace(when, month=0, day=0, which="either")  # which is the month can't be told
    return when if 1 <= when.day <= 31 and 1 <= when.month <= 12 else None


def _monthly(match: re.Match[str]) -> When | None:
    word, which = match["m"], (match["w"] or "").casefold()
    before = match.string[max(0, match.start() - 12) : match.start()]
    bare = not (which or match["y"] or match["r"] or _MONTH_WORD.search(before))
    if bare and word in ("May", "March"):
        return None
    if bare and _NAMED_AFTER.match(match.string, match.end()):
        which = "last"
    return When(_span(match), "month", int(match["y"] or 0), _month(word), which=which, unit=match["r"] or "")


_EVERY = re.compile(r"(?:every|each)\s$")
_NAMED_AFTER = re.compile("[ \u00a0][a-z]+")  # "its September declaration" is that of the last September
_MONTH_WORD = re.compile(r"(?i:\b(?:in|by|since|until|till|from|of|before|after|during|for|through|to|and))\s$")


def _yearly(match: re.Match[str]) -> When | None:
    before = match.string[max(0, match.start() - 14) : match.start()]
    if not (match["to"] or match["s"] or _YEAR_WORD.search(before)):
        return None
    year = int(match["y"])
    if match["s"]:
        return When(_span(match), "year", year, which="span", count=year + 9)
    last = re.sub("[^0-9]", "", match["to"] or "")
    until = int(last) if len(last) == 4 else year - year % 100 + int(last or 0)
    if last and until <= year:
        return None
    return When(_span(match), "year", year, which="span" if last else "", count=until if last else 0)


def _weekday(match: re.Match[str]) -> When | None:
    if _EVERY.search(match.string, max(0, match.start() - 6), match.start()):
        return None
    day = _WEEKDAYS.index(match["d"][:3].casefold())
    return When(_span(match), "weekday", weekday=day, which=_plain(match["w"]))


def _plain(word: str | None) -> str:
    return " ".join((word or "").casefold().split())


def _today(match: re.Match[str]) -> When:
    return When(_span(match), "near", day=_DAYS.get(_plain(match["word"]), 0), unit="day")


def _near(match: re.Match[str]) -> When:
    return When(_span(match), "near", which=_plain(match["w"]), unit=match["u"].casefold())


def _season(match: re.Match[str]) -> When:
    span = Span(match.end("w") + 1, match.end())
    return When(span, "season", int(match["y"] or 0), which=_plain(match["w"]), unit=match["u"].casefold())


def _edge(match: re.Match[str]) -> When:
    year = int(match["y"] or match["o"] or 0)
    unit = "month" if match["m"] else (match["u"] or "year").casefold()
    return When(
        _span(match),
        "edge",
        year,
        _month(match["m"]),
        which=f"{match['e'].casefold()} {_plain(match['w'])}".strip(),
        unit=unit,
    )


def _feast(match: re.Match[str]) -> When:
    month, day = (12, 25) if match["d"] == "Christmas" else (1, 1)
    if match.group().endswith("Eve"):
        month, day = 12, (24 if month == 12 else 31)
    return When(_span(match), "day", int(match["y"] or 0), month, day)


def _clock(match: re.Match[str]) -> When:
    return When(_span(match), "clock")


def _nth(match: re.Match[str]) -> When | None:
    return When(_span(match), "nth", day=int(match["d"])) if 1 <= int(match["d"]) <= 31 else None


def _lengths(text: str, start: int, end: int) -> Iterator[When]:
    """Lengths of time that lead to a day: "ten days ago", "within two weeks"."""
    for number in numbers_in(text, start, end):
        unit = _UNIT.match(text, number.span.end, end)
        if unit is None or number.sort in ("share", "times"):
            continue
        before = _WITHIN.search(text, max(start, number.span.start - 24), number.span.start)
        which = _plain(unit["w"]) or (before[1].casefold() if before else "")
        if which:
            span = Span(before.start() if before and not unit["w"] else number.span.start, unit.end())
            count = -1.0 if number.sort in ("vague", "plural") else number.high
            yield When(span, "length", which=which, unit=unit["u"].casefold(), count=count)


_FINDERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], When | None]], ...] = (
    (_DAY, _day),
    (_MONTHLY, _monthly),
    (_YEARLY, _yearly),
    (_WEEKDAY, _weekday),
    (_TODAY, _today),
    (_NEAR, _near),
    (_SEASONS, _season),
    (_EDGE, _edge),
    (_CLOCK, _clock),
    (_NTH, _nth),
    (_FEAST, _feast),
)
