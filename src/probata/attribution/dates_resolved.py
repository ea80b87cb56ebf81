"""Which day, month or year a written time means, against the date of the text; never against the machine's clock.

Rules:
* Without the text's date only what is written in full has a value. Nothing that can't be told is guessed: "".
* What has happened is the latest such day before the text's date, what is to come the next one after it.
* A week is given as the month it lies in, a season as its year: readers of the values know year, month and day only.
* A stretch of years is an interval, ``2011/2013``. "Several days ago" has no value.
"""

import calendar
from datetime import date, timedelta

from probata.attribution.dates_english import When

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PAST = ("last", "past", "the past", "late last")
_NEXT = ("next", "the coming", "coming")
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def day_of(value: str) -> date | None:
    """The day of an ISO 8601 value, None where it has none or is broken."""
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def resolved(when: When, base: date | None, lean: int, *, deadline: bool = False) -> str:
    """The ISO 8601 value of a written time, to its precision; "" where it can't be told.

    Args:
        when: the time as written.
        base: the text's own date.
        lean: -1 for what has happened, 1 for what is to come, 0 where the words don't say.
        deadline: of "the end of October" the last day is given, and the month otherwise.
    """
    try:
        return _value(when, base, lean, deadline)
    except (ValueError, OverflowError):  # a day that no calendar has, a year beyond it
        return ""


def _value(when: When, base: date | None, lean: int, deadline: bool) -> str:
    if when.sort in ("day", "nth"):
        return _day(when, base, lean)
    if when.sort == "month":
        return _month(when, base, lean)
    if when.sort in ("year", "season") and when.year:
        return f"{when.year:04}/{when.count:04.0f}" if when.which == "span" else f"{when.year:04}"
    if when.sort == "edge":
        return _edge(when, base, lean, deadline)
    if base is None or when.sort == "clock":
        return ""
    if when.sort == "season":
        return str(_season(when.unit, base, "next" if lean > 0 else "last"))
    if when.sort == "weekday":
        return _weekday(when, base, lean).isoformat()
    return _length(when, base) if when.sort == "length" else _near(when, base)


def _day(when: When, base: date | None, lean: int) -> str:
    if when.which == "either":
        return f"{when.year:04}"
    if when.year:
        return date(when.year, when.month, when.day).isoformat()
    if base is None:
        return ""
    if when.sort == "nth":
        around = [_months_on(base, -1), (base.year, base.month), _months_on(base, 1)]
        days = [
            date(year, month, when.day) for year, month in around if when.day <= calendar.monthrange(year, month)[1]
        ]
    else:
        years = (base.year - 1, base.year, base.year + 1)
        days = [date(year, when.month, when.day) for year in years if _exists(year, when.month, when.day)]
    return _chosen(days, base, lean).isoformat()


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and day <= calendar.monthrange(year, month)[1]


def _chosen(days: list[date], base: date, lean: int) -> date:
    """The latest not after the base, the earliest not before it, or the nearest."""
    past = [day for day in days if day <= base]
    coming = [day for day in days if day >= base]
    if lean < 0 and past:
        return max(past)
    if lean > 0 and coming:
        return min(coming)
    return min(days, key=lambda day: abs(day - base))


def _month(when: When, base: date | None, lean: int) -> str:
    if when.year:
        return f"{when.year:04}-{when.month:02}"
    if base is None:
        return ""
    if when.unit:
        return f"{base.year + {'last': -1, 'this': 0, 'next': 1}[when.unit.casefold()]:04}-{when.month:02}"
    if when.which == "last":
        year = base.year - (when.month >= base.month)
    elif when.which == "next":
        year = base.year + (when.month <= base.month)
    else:
        year = _year_of_month(when.month, base, lean)
    return f"{year:04}-{when.month:02}"


def _year_of_month(month: int, base: date, lean: int) -> int:
    if lean < 0:
        return base.year - (month > base.month)
    if lean > 0:
        return base.year + (month < base.month)
    return min(
        (base.year - 1, base.year, base.year + 1), key=lambda year: abs(12 * (year - base.year) + month - base.month)
    )


def _edge(when: When, base: date | None, lean: int, deadline: bool) -> str:
    which, _, relation = when.which.partition(" ")
    if when.unit == "year" and when.year and not when.month:
        year, month = when.year, 12 if which == "end" else 1
    elif base is None and not when.year:
        return ""
    elif when.month:
        year = when.year or (_year_of_month(when.month, base, lean) if base else 0)
        month = when.month
    elif base is not None and when.unit in ("year", "month", "week"):
        return _edge_near(when.unit, which, relation, base, deadline)
    else:
        return str(_season(when.unit, base, "next" if lean > 0 else "last")) if base else ""
    if when.unit == "year":
        return f"{year:04}-12-31" if which == "end" and deadline else f"{year:04}"
    return _last_day(year, month) if which == "end" and deadline else f"{year:04}-{month:02}"


def _edge_near(unit: str, which: str, relation: str, base: date, deadline: bool) -> str:
    step = {"next": 1, "last": -1}.get(relation, 0)
    final = which == "end" and deadline
    if unit == "year":
        return f"{base.year + step:04}-12-31" if final else f"{base.year + step:04}"
    if unit == "month":
        year, month = _months_on(base, step)
        return _last_day(year, month) if final else f"{year:04}-{month:02}"
    sunday = base + timedelta(days=6 - base.weekday() + 7 * step)
    return sunday.isoformat() if final else f"{sunday:%Y-%m}"


def _last_day(year: int, month: int) -> str:
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def _season(season: str, base: date, which: str) -> int:
    start = _SEASONS[season]
    if which == "next":
        return base.year + (start <= base.month)
    return base.year - (start > base.month)


def _weekday(when: When, base: date, lean: int) -> date:
    since = (base.weekday() - when.weekday) % 7
    until = (when.weekday - base.weekday()) % 7
    if when.which in _PAST:
        return base - timedelta(days=since or 7)
    if when.which in _NEXT:
        return base + timedelta(days=until or 7)
    return base + timedelta(days=until) if lean > 0 else base - timedelta(days=since)


def _near(when: When, base: date) -> str:
    if when.unit == "day":
        return (base + timedelta(days=when.day)).isoformat()
    step = -1 if when.which in _PAST else 1 if when.which in _NEXT else 0
    if when.unit in ("week", "weekend"):
        return f"{base + timedelta(days=7 * step):%Y-%m}"
    if when.unit == "month":
        year, month = _months_on(base, step)
        return f"{year:04}-{month:02}"
    if when.unit == "year":
        return f"{base.year + step:04}"
    if when.unit in _SEASONS:
        return str(base.year if step == 0 else _season(when.unit, base, "next" if step > 0 else "last"))
    return ""


def _months_on(base: date, months: int) -> tuple[int, int]:
    count = 12 * base.year + base.month - 1 + months
    return count // 12, count % 12 + 1


def _length(when: When, base: date) -> str:
    """The day that lies so far before or after the text's own."""
    if when.count < 0 or when.count > 1e4 or when.which in ("earlier", "later"):
        return ""
    sign = -1 if when.which == "ago" else 1
    if when.unit in _DAYS:
        return (base + timedelta(days=sign * round(when.count * _DAYS[when.unit]))).isoformat()
    if when.unit == "month":
        year, month = _months_on(base, sign * round(when.count))
        if sign < 0:
            return f"{year:04}-{month:02}"
        return date(year, month, min(base.day, calendar.monthrange(year, month)[1])).isoformat()
    if when.unit == "year":
        return f"{base.year + sign * round(when.count):04}"
    return ""
