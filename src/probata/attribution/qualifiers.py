"""How a number is limited: "at least", "up to", "some", "or more"."""

import re
from dataclasses import dataclass

from probata.attribution.attribution import Qualifier
from probata.attribution.counted import Counted
from probata.attribution.numbers import Number
from probata.documents.document import Span

_BETWEEN = r"\s+(?:the\s+|a\s+|an\s+|another\s+|total\s+of\s+)?(?:US|C|A)?[$€£¥]?\s?$"
_BEFORE: tuple[tuple[str, Qualifier], ...] = (
    (
        r"no\s+(?:fewer|less)\s+than|not\s+(?:fewer|less)\s+than|at\s+least|a\s+minimum\s+of|not\s+under|minimum",
        "at least",
    ),
    (
        r"(?:no|not|never)\s+(?:\w+\s+)?(?:more|greater|higher|larger|longer)\s+than|not\s+exceed(?:ing)?|at\s+(?:the\s+)?most"
        r"|up\s+to|as\s+(?:many|much)\s+as|as\s+(?:high|long|few|little)\s+as|a\s+maximum\s+of|maximum|within|not\s+over|inside",
        "at most",
    ),
    (
        r"more\s+than|over|in\s+excess\s+of|above|upwards?\s+of|exceed(?:s|ed|ing)?|beyond|better\s+than|well\s+over"
        r"|(?:deeper|longer|higher|older|taller|larger|bigger|greater|wider|heavier|further|farther|later)\s+than",
        "more than",
    ),
    (
        r"(?:less|fewer|lower|smaller|shorter|younger|shallower|narrower|lighter)\s+than|under|below|short\s+of",
        "less than",
    ),
    (
        r"about|around|some|roughly|approximately|approx\.?|circa|c\.|nearly|almost|close\s+to|(?:an\s+)?estimated|perhaps"
        r"|an\s+average\s+of|near(?:ing)?|in\s+the\s+region\s+of|something\s+like|towards|(?:nearer|closer)(?:\s+to)?|~|≈",
        "about",
    ),
    (r"exactly|precisely|all(?:\s+of)?", "exactly"),
)
_LEADING = tuple((re.compile(rf"(?<!\w)(?:{words}){_BETWEEN}", re.IGNORECASE), kind) for words, kind in _BEFORE)
_MONEY = re.compile(r"(?:US|C|A|NZ|HK)?[$€£¥]\s?$")
_SPACE = "[ \u00a0\u202f]"
_TRAILING: tuple[tuple[re.Pattern[str], Qualifier], ...] = (
    (
        re.compile(rf"\+|{_SPACE}or{_SPACE}more|,?{_SPACE}at{_SPACE}(?:the{_SPACE}(?:very{_SPACE})?)?least", re.I),
        "at least",
    ),
    (re.compile(rf"{_SPACE}or{_SPACE}(?:less|fewer)|,?{_SPACE}at{_SPACE}(?:the{_SPACE})?most", re.I), "at most"),
    (re.compile(rf"{_SPACE}or{_SPACE}(?:so|thereabouts)|,?{_SPACE}give{_SPACE}or{_SPACE}take", re.I), "about"),
)
_LOOK = 40


@dataclass(frozen=True, slots=True)
class Limited:
    """A number's limit.

    Attributes:
        qualifier: ``none`` where the text sets none.
        start: where the number begins together with the words before it.
        end: where it ends together with such words behind it.
    """

    qualifier: Qualifier
    start: int
    end: int


def limit_of(text: str, number: Number, counted: Counted, content: Span) -> Limited:
    """How a number is limited.

    Args:
        text: frozen text.
        number: the number.
        counted: what it counts.
        content: what is said; words outside it are not looked at.
    """
    start, end = number.span.start, max(number.span.end, counted.end)
    if not number.ranged or counted.money:
        money = _MONEY.search(text, max(content.start, start - 6), start)
        start = money.start() if money else start
    first = max(content.start, number.span.start - _LOOK)
    lead = text[first : number.span.start]
    for pattern, qualifier in _LEADING:
        found = pattern.search(lead)
        if found:
            return Limited(qualifier, first + found.start(), end)
    for pattern, qualifier in _TRAILING:
        for place in (number.span.end, end):
            behind = pattern.match(text, place, content.end)
            if behind:
                return Limited(qualifier, start, max(end, behind.end()))
    ranged = re.search(r"(?i)(?:between|from)\s+(?:US)?[$€£]?\s?$", lead) if number.ranged else None
    return Limited("none", first + ranged.start() if ranged else start, end)
