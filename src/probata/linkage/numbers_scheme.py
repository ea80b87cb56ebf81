"""The inquiry's number scheme: which part of a text is which number.

A pattern is what stands in one line of a label: roles in braces, everything else as it is written, as
``{detainee}/{branch}`` or ``E {examination}``. Matching is tolerant where readers of pictures err, at a price: spaces,
upper and lower case, a stroke read as a bar or a backslash or read twice, a digit read as the letter that looks like
it. The whole line must match; a date or a time never does. Where tape hides a number, the sign between two says which
one is left: ``4821/`` is a detainee's, ``/215`` a branch's; fewer than three digits may be anything.

Not here: which of several lines counts (`numbers`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from probata.settings import NumberScheme

_LOOKS_LIKE = str.maketrans("OoQDIl|!iZzSsBGgqT", "000011111225586997")
_DIGIT = r"[0-9OoQDIl|!iZzSsBGgqT]"
_NUMBER = rf"{_DIGIT}{{1,9}}?(?:\s?[-–_]\s?[A-Za-z])?"
_STROKE = r"[/\\|lI!]"
_LABEL = r"(?:[^\W\d][^\d/]{0,14}[\s:.#°]\s*)?"
_LOOSE_FACTOR = 0.8
_LETTER_FACTOR = 0.5
_CUT_FACTOR = 0.5
_LEAST_CUT_DIGITS = 3
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[./\-: ]\s?\d{1,2}\s?[./\-: ]\s?(?:19|20)?\d\d"
    r"|(?:19|20)\d\d\s?[./\-:]\s?\d{1,2}\s?[./\-:]\s?\d{1,2})(?!\d)"
)
_TIME = re.compile(r"(?<![\d/])[0-2]?\d\s?[:.]\s?[0-5]\d(?:\s?[:.]\s?[0-5]\d)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Parse:
    """A text as the scheme understands it.

    Attributes:
        parts: (role, value) in the pattern's order, values in Western digits.
        factor: how much the tolerance that was needed takes from the text's confidence, 0..1.
    """

    parts: tuple[tuple[str, str], ...]
    factor: float


def western(text: str) -> str:
    """``text`` with every decimal digit of any script as 0–9, in compatibility form (full-width folded)."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)


def is_date_or_time(text: str) -> bool:
    """Whether the text holds a date of three parts or a time of day."""
    plain = western(text)
    return bool(_DATE.search(plain) or _TIME.search(plain))


class Matcher:
    """A number scheme, ready to be matched; patterns of more roles and more literal text are tried first."""

    def __init__(self, scheme: NumberScheme) -> None:
        by_detail = sorted(scheme.patterns, key=lambda p: (-p.count("{"), -len(re.sub(r"\{[^{}]*\}", "", p)), p))
        self._patterns = [(_compiled(p, tolerant=False), _compiled(p, tolerant=True)) for p in by_detail]
        self._cut = [cut for p in by_detail for cut in _cut(p)]
        self._limits = {each.role: (each.lowest, each.highest) for each in scheme.limits}
        self._written = scheme.patterns
        self.roles = frozenset(role for p in scheme.patterns for role in re.findall(r"\{([^{}]*)\}", p))

    def parse(self, text: str) -> Parse | None:
        """What ``text`` says under the first pattern that it matches, or nothing."""
        plain = western(text).strip()
        if is_date_or_time(plain):
            return None
        for exact, tolerant in self._patterns:
            for expression, factor in ((exact, 1.0), (tolerant, _LOOSE_FACTOR)):
                found = expression.fullmatch(plain)
                parse = self._parse(found, factor) if found else None
                if parse:
                    return parse
        if sum(character.isdigit() for character in plain) < _LEAST_CUT_DIGITS:
            return None
        cuts = (found for expression in self._cut if (found := expression.fullmatch(plain)))
        return next((parse for found in cuts if (parse := self._parse(found, _CUT_FACTOR))), None)

    def beside(self, role: str) -> frozenset[str]:
        """The roles that stand in one line with ``role``."""
        named = [re.findall(r"\{([^{}]*)\}", pattern) for pattern in self._written]
        return frozenset(other for roles in named if role in roles for other in roles if other != role)

    def _parse(self, found: re.Match[str], factor: float) -> Parse | None:
        parts = []
        for role, written in found.groupdict().items():
            number, suffix = _number_and_suffix(written)
            letters = sum(not c.isdigit() for c in number)
            value = number.translate(_LOOKS_LIKE)
            low, high = self._limits.get(role, (0, 10**18))
            if letters * 2 > len(number) or not low <= int(value) <= high:
                return None
            factor *= _LETTER_FACTOR**letters
            parts.append((role, value + suffix))
        return Parse(tuple(parts), factor)


def _number_and_suffix(written: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*?)(?:\s?[-–_]\s?([A-Za-z]))?", written)
    number, suffix = (found.group(1), found.group(2)) if found else (written, None)
    return number, f"-{suffix.lower()}" if suffix else ""


def _compiled(pattern: str, *, tolerant: bool) -> re.Pattern[str]:
    pieces = "".join(_pieces(pattern.strip(), tolerant=tolerant))
    return re.compile(_LABEL + pieces if tolerant else pieces)


def _cut(pattern: str) -> Iterator[re.Pattern[str]]:
    """What is left of a pattern whose last, or first, number is hidden; only where a sign stands between."""
    pieces = re.split(r"(\{[^{}]*\})", pattern.strip())
    if len(pieces) > 4 and pieces[2].strip() and not pieces[2].strip().isalnum():
        yield _compiled("".join(pieces[:3]), tolerant=False)
    if len(pieces) > 4 and pieces[-3].strip() and not pieces[-3].strip().isalnum():
        yield _compiled("".join(pieces[-3:]), tolerant=False)


def _pieces(pattern: str, *, tolerant: bool) -> Iterator[str]:
    for piece in re.split(r"(\{[^{}]*\})", pattern):
        if piece.startswith("{"):
            yield rf"(?P<{piece[1:-1]}>{_NUMBER})"
        else:
            yield "".join(_literal(character, tolerant=tolerant) for character in western(piece))


def _literal(character: str, *, tolerant: bool) -> str:
    if character.isspace():
        return r"[\s.:]*" if tolerant else r"\s*"
    stroke = tolerant and character == "/"
    either_case = f"[{re.escape(character.lower())}{re.escape(character.upper())}]"
    exact = either_case if character.isalpha() and character.isascii() else re.escape(character)
    return rf"\s*{_STROKE + '{1,2}' if stroke else exact}\s*"
