"""Dates as lists write them: a day, a month, a year, a range, or about one of these; always a span of days.

Rules:
* A span says what is known and no more: "2013" is 365 days, "about 2013" three years.
* What can't be read is `Unknown` with its reason; nothing is guessed. A year of two digits can't be read.
* Digits are Western or Arabic-Indic; months also by their names in English and in Arabic (both sets in use in Syria).

Not here: which column holds a date (`records`), and how two spans are compared (`comparisons`).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

EMPTY = "empty"
FIRST_YEAR, LAST_YEAR = 1850, 2100
ABOUT_DAYS = {"day": 7, "month": 31, "year": 365}
DAY_YEARS = 365.25
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan كانون_الثاني يناير", "february feb شباط فبراير", "march mar آذار اذار مارس",
            "april apr نيسان ابريل أبريل", "may أيار ايار مايو", "june jun حزيران يونيو", "july jul تموز يوليو",
            "august aug آب اب أغسطس اغسطس", "september sept sep أيلول ايلول سبتمبر",
            "october oct تشرين_الأول تشرين_الاول أكتوبر اكتوبر", "november nov تشرين_الثاني نوفمبر",
            "december dec كانون_الأول كانون_الاول ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ABOUT = re.compile(r"^(?:about|approx(?:imately)?\.?|around|circa|ca?\.|~|حوالي|نحو|تقريبا)\s*")
_TO = re.compile(r"\s+(?:to|until|till|الى|إلى|حتى)\s+|\s*(?:\.\.|–|—)\s*|\s+-\s+")
_CLOCK = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(z|[+-]\d{2}:?\d{2})?$")
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?)?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ](\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\.? )?([^\W\d]+)\.?,? (?:(\d{1,2})(?:st|nd|rd|th)?, )?(\d{4})")


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not known.

    Attributes:
        reason: ``empty``, or why what was written can't be read.
    """

    reason: str = EMPTY


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days on one of which something happened.

    Attributes:
        first: first day.
        last: last day, this one included.
    """

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def record(self) -> str:
        """As text: a day, or both ends of it, as in ISO 8601."""
        return self.first.isoformat() if self.days == 1 else f"{self.first.isoformat()}/{self.last.isoformat()}"


def western(text: str) -> str:
    """``text`` with Western digits."""
    return text.translate(_DIGITS)


def span_of(text: str, month_first: bool = False) -> Span | Unknown:
    """The span that a text names.

    Args:
        text: as ``2013-04-05``, ``5/4/2013``, ``04/2013``, ``April 2013``, ``2013``, ``about 2013``,
            ``March 2013 to May 2013``.
        month_first: whether 3/4/2013 is the fourth of March.
    """
    plain = " ".join(western(text).lower().split())
    for name in ("كانون", "تشرين"):
        plain = plain.replace(f"{name} ", f"{name}_")
    if not plain:
        return Unknown()
    ends = [part for part in _TO.split(plain) if part]
    if len(ends) == 2:
        return _between(ends[0], ends[1], month_first)
    about = _ABOUT.match(plain)
    found = _one(plain[about.end() :] if about else plain, month_first)
    if isinstance(found, Unknown):
        return found
    return _about(found[0], found[1]) if about else found[0]


def span_of_parts(year: str, month: str, day: str) -> Span | Unknown:
    """The span of a date in three cells; month and day may be empty or unknown."""
    cells = [western(cell).strip().removesuffix(".0") for cell in (year, month, day)]
    if not cells[0]:
        return Unknown(EMPTY if not any(cells) else "no year")
    if not all(cell.isdigit() and len(cell) <= 4 for cell in cells if cell):
        return Unknown("no date")
    parts = [int(cell) for cell in cells if cell and int(cell)]
    if cells[2] and not cells[1]:
        parts = parts[:1]
    found = _of(*parts) if parts else Unknown("no year")
    return found if isinstance(found, Unknown) else found[0]


def years_before(when: Span, lowest: int, highest: int) -> Span | Unknown:
    """When somebody was born who was between these ages, in full years, on one of these days."""
    try:
        return Span(
            when.first - timedelta(round((highest + 1) * DAY_YEARS)), when.last - timedelta(round(lowest * DAY_YEARS))
        )
    except OverflowError:
        return Unknown("no such year")


def _between(first: str, last: str, month_first: bool) -> Span | Unknown:
    one, other = _one(first, month_first), _one(last, month_first)
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return Unknown("no range of dates")
    if one[0].first > other[0].last:
        return Unknown("a range whose end is before its beginning")
    return Span(one[0].first, other[0].last)


def _about(found: Span, precision: str) -> Span:
    margin = timedelta(ABOUT_DAYS[precision])
    return Span(found.first - margin, found.last + margin)


def _one(plain: str, month_first: bool) -> tuple[Span, str] | Unknown:
    """One date and its precision."""
    plain = _CLOCK.sub("", plain.strip(" ,"))
    if match := _YEAR_FIRST.fullmatch(plain):
        return _of(*(int(part) for part in match.groups() if part))
    if match := _YEAR_LAST.fullmatch(plain):
        one, other, year = match.groups()
        if one is None:
            return _of(int(year), int(other))
        day, month = (other, one) if month_first else (one, other)
        return _of(int(year), int(month), int(day))
    if (match := _NAMED.fullmatch(plain)) and match[2] in _MONTHS:
        day = match[1] or match[3]
        return _of(int(match[4]), _MONTHS[match[2]], *([int(day)] if day else []))
    return Unknown("no date")


def _of(year: int, month: int = 0, day: int = 0) -> tuple[Span, str] | Unknown:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Unknown("no such year")
    if not month:
        return Span(date(year, 1, 1), date(year, 12, 31)), "year"
    if not 1 <= month <= 12:
        return Unknown("no such month")
    most = monthrange(year, month)[1]
    if not day:
        return Span(date(year, month, 1), date(year, month, most)), "month"
    if not 1 <= day <= most:
        return Unknown("no such day")
    return Span(date(year, month, day), date(year, month, day)), "day"
