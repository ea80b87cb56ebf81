"""Times as documents state them, to ISO 8601 with the precision that is written.

Rules:
* What isn't written is not made up: a date without a time of day stays a date, a time without a zone has none.
* "03/04/2031" may be March or April: only the year is kept.
"""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from probata.documents.composing import plain_field
from probata.documents.document import Time

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "jan january janv janvier ene enero янв января январь يناير",
        "feb february févr fév février febrero фев февраля февраль فبراير",
        "mar march mars marzo мар марта март مارس",
        "apr april avr avril abr abril апр апреля апрель أبريل إبريل",
        "may mai mayo мая май مايو",
        "jun june juin junio июн июня июнь يونيو",
        "jul july juil juillet julio июл июля июль يوليو",
        "aug august août ago agosto авг августа август أغسطس",
        "sep sept september septembre septiembre сен сентября сентябрь سبتمبر",
        "oct october octobre octubre окт октября октябрь أكتوبر",
        "nov november novembre noviembre ноя ноября ноябрь نوفمبر",
        "dec december déc décembre dic diciembre дек декабря декабрь ديسمبر",
    ),
    start=1,
):
    _MONTHS |= dict.fromkeys(_names.split(), _number)
_ISO = re.compile(
    r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s{1,3}(?:of |de )?([^\W\d_]{3,10})\.?,?(?: de)?\s{1,3}(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,10})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(\d{4})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})(?::(\d{2}))?\s?(am\b|pm\b|a\.m\.|p\.m\.)?\s?(GMT|UTC|Z\b)?", re.IGNORECASE)
_LONGEST = 200


def read_time(written: str, source: str) -> Time | None:
    """A time that a field of the source states; None where it can't be read.

    Args:
        written: as written.
        source: where it was found, as in `Time`.
    """
    text = plain_field(written, _LONGEST)
    value = _iso(text) or _mail(text) or value_in(text)
    return Time(value, text, source) if value else None


def value_in(text: str) -> str:
    """The first date, with a time of day where one follows it, written in some words; "" where there is none."""
    text = text[:_LONGEST]
    if (found := _ISO.search(text)) and (value := _of_iso(found)):
        return value
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_SLASHED, (3, 2, 1))):
        for found in pattern.finditer(text):
            year, month, day = (found.group(place) for place in order)
            value = _slashed(year, month, day) if pattern is _SLASHED else _named(year, month, day)
            if value:
                return value + (_clock(text[found.end() :]) if len(value) == 10 else "")
    return ""


def _iso(text: str) -> str:
    found = _ISO.fullmatch(text)
    return _of_iso(found) if found else ""


def _of_iso(found: "re.Match[str]") -> str:
    year, month, day, hour, minute, second, zone = found.groups()
    if day is None:
        return f"{year}-{month}" if 1 <= int(month) <= 12 and int(year) else ""
    if not (value := _date(year, month, day)) or hour is None:
        return value
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 60:
        return value
    zone = "+00:00" if zone in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[-2:]}" if zone else ""
    return f"{value}T{hour}:{minute}" + (f":{second}" if second else "") + zone


def _mail(text: str) -> str:
    """RFC 2822, as mails and RSS have it."""
    if not re.search(r"\d{1,2}:\d{2}", text):
        return ""
    try:
        found: datetime = parsedate_to_datetime(text)
        return found.isoformat(timespec="seconds")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _named(year: str, month: str, day: str) -> str:
    return _date(year, str(number), day) if (number := _MONTHS.get(month.lower())) else ""


def _slashed(year: str, month: str, day: str) -> str:
    if int(month) > 12:
        month, day = day, month
    elif int(day) <= 12 and day != month:
        return year
    return _date(year, month, day)


def _date(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _clock(rest: str) -> str:
    found = _CLOCK.search(rest[:30])
    if found is None:
        return ""
    hour, minute, half = int(found[1]), int(found[2]), (found[4] or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        return ""
    return f"T{hour:02}:{minute:02}" + ("+00:00" if found[5] else "")
