"""Text that is safe to print: numbers as people read them, and hostile names made visible.

Rules:
* What can't be seen or turns the reading direction is shown by its code point, never passed on: ``⟨U+202E⟩``.
* A number is printed in one way only, so that a printed report can be compared with its figures.
"""

import re
from datetime import datetime

from probata.report.figures import Figure, Undefined

NOT_DEFINED = "not defined"
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """``text`` with control, bidirectional, zero-width and undecodable characters shown as their code points."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def printed(value: int | float) -> str:
    """A number as it is printed: thousands apart by commas, one decimal from ten up, two below."""
    decimals = 0 if isinstance(value, int) else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{decimals}f}" if decimals else f"{value:,}"
    return text.replace("-", "\N{MINUS SIGN}")


def printed_part(figure: Figure, part: str = "value") -> str:
    """One number of a figure as it is printed; ``not defined`` where there is none."""
    value = getattr(figure, part)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return NOT_DEFINED
    return printed(value)


def reason_undefined(figure: Figure) -> str:
    """Why the figure has no value; "" where it has one."""
    return figure.value.reason if isinstance(figure.value, Undefined) else ""


def printed_time(moment: datetime) -> str:
    """A time as it is printed: date, hour and minute, UTC."""
    return moment.strftime("%Y-%m-%d %H:%M UTC")
