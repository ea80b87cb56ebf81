"""Sources credited at the end: "Sources: …", "With reporting by …", "(Source: …)"."""

import re

from probata.documents.document import Span

LAST_BLOCKS = 15  # of a section, in which credits are looked for
MOST_NAMES = 40
_LEADS = (
    r"sources?|sources? used|agencies"
    r"|with (?:additional )?(?:reporting|information|files|contributions?|input) (?:by|from)"
    r"|additional reporting(?: by)?"
    r"|(?:reporting|written|compiled|edited|editing|text|translated|translation) (?:by|from)"
    r"|compiled from|based on reports? (?:by|from)|reporting|editing|credits?|photo(?:graph)?s?(?: by)?"
    r"|avec|fuentes?|con información de|источники?|по материалам|المصادر|المصدر|مصادر"
)
_LEAD = re.compile(rf"[\[(*–—\-\s]{{0,4}}(?:{_LEADS})(?P<colon>\s?[:：])?\s*", re.IGNORECASE)
_ONLY_LEAD = re.compile(rf"[\[(*\s]{{0,3}}(?:{_LEADS})\s?[:：]?\s*", re.IGNORECASE)
_BRACKETED = re.compile(
    r"[\[(](?:sources?|fuentes?|источник|المصدر|via|with reporting by)\s?[:：]?\s+([^()\[\]]{1,300})[\])][.\s]*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;،|/•·]|\n|\band\b|\bet\b|\by\b|\bи\b|&)\s*")
_NEEDS_COLON = re.compile(
    r"(?:sources?|agencies|credits?|reporting|editing|avec|photo\w*|fuentes?|источники?)$", re.IGNORECASE
)
_ROLE = re.compile(
    r"\s*(?:(?:and )?(?:with )?(?:additional )?(?:reporting|writing|editing|translation|information)(?: by| from)\s+)?",
    re.IGNORECASE,
)
_LONGEST = 400
_ENDS = " \t\n.;,)]*–—-"


def is_lead(text: str) -> bool:
    """Whether a block is nothing but words such as "Sources:"; what follows it then names them."""
    return len(text) < 60 and _ONLY_LEAD.fullmatch(text) is not None


def credits_in(text: str) -> tuple[tuple[Span, ...], bool]:
    """The words of a block that name sources, as offsets in it; and whether the block is nothing else."""
    if len(text) <= _LONGEST and (found := _LEAD.match(text)) and _is_credit(found, text):
        return names_in(text, found.end()), True
    tail = max(0, len(text) - _LONGEST)
    if found := _BRACKETED.search(text, tail):
        return _names(text, found.start(1), found.end(1)), found.start() == 0
    return (), False


def names_in(text: str, start: int = 0) -> tuple[Span, ...]:
    """The names listed from an offset to the end."""
    return _names(text, start, len(text))


def _is_credit(found: "re.Match[str]", text: str) -> bool:
    """Whether the words are a credit and not a sentence: "Sources said …" is one."""
    if found["colon"]:
        return found.end() < len(text)
    lead, rest = found.group().strip(), text[found.end() :]
    return not _NEEDS_COLON.search(lead) and rest[:1].isupper() and not re.search(r"[.!?]\s+\S", rest)


def _names(text: str, start: int, end: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    begun = start
    for found in [*_BETWEEN.finditer(text, start, end), None]:
        until = found.start() if found else end
        if role := _ROLE.match(text, begun, until):
            begun = role.end()
        while until > begun and text[until - 1] in _ENDS:
            until -= 1
        if until > begun and len(spans) < MOST_NAMES:
            spans.append(Span(begun, until))
        begun = found.end() if found else end
    return tuple(spans)
