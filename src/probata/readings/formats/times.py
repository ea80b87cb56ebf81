"""Times as cameras write them: local, perhaps with a zone; kept as written, never moved.

Source: EXIF 3.0, section 4.6.5 (DateTime, OffsetTime, SubSecTime) and 4.6.6 (GPS).
"""

import re
from datetime import datetime

_TIME = re.compile(r"(\d{4})[:\-/.](\d\d)[:\-/.](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?(\.\d{1,9})?\s*(Z|[+-]\d\d?:?\d\d)?")
_ZONE = re.compile(r"([+-])(\d\d?):?(\d\d)")


def local_time(text: str, fraction: str = "") -> str | None:
    """``2013-05-04T10:11:12.340`` from ``2013:05:04 10:11:12`` and the fraction ``34``; None where it is no time.

    Args:
        text: date and time; a zone after it is left out.
        fraction: digits after the decimal point; at least three are given when there are any.
    """
    match = _TIME.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    digits = fraction.strip() or (match.group(7) or "").removeprefix(".")
    end = f".{digits.ljust(3, '0')[:9]}" if digits.isascii() and digits.isdigit() else ""
    return moment.isoformat(timespec="seconds") + end


def zone(text: str) -> str | None:
    """``+02:00`` from an offset, or from the end of a date and time; None where there is none."""
    match = _TIME.match(text)
    written = match.group(8) or "" if match else text.strip()
    if written == "Z":
        return "+00:00"
    found = _ZONE.fullmatch(written)
    if found is None or int(found.group(2)) > 14 or int(found.group(3)) > 59:
        return None
    return f"{found.group(1)}{found.group(2).zfill(2)}:{found.group(3)}"


def gps_time(date: str, hours: tuple[float, ...]) -> str | None:
    """``2013-05-04T08:11:12Z`` from GPS date and time stamps; None where either is missing or not one."""
    if len(hours) != 3 or not all(0 <= part < 100 for part in hours):
        return None
    seconds, fraction = f"{hours[2]:.3f}".split(".")
    time = local_time(f"{date} {hours[0]:02.0f}:{hours[1]:02.0f}:{seconds:>02}", fraction if int(fraction) else "")
    return f"{time}Z" if time else None
