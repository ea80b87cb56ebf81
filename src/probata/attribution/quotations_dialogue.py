"""Quotations that a dash begins, as Spanish, Russian and French print them: "—No iremos —dijo el ministro—. Ya no."."""

import re

from probata.attribution.attribution import Attribution
from probata.attribution.quotations_speaker import speaker_after
from probata.attribution.quotations_words import Words
from probata.documents.document import Span

LANGUAGES = frozenset({"es", "ru", "fr"})
_FIRST = re.compile(r"[—–-][ \u00a0]?(?=\S)")
_DASH = re.compile(r"(?<=[\s\u00a0])[—–-][ \u00a0]?")
_ON = re.compile(r"[\s.,;:]*[—–-][.,;:]?\s*")
_END = re.compile(r"[.!?…](?=\s)")


def dialogue_in(text: str, block: Span, words: Words) -> Attribution | None:
    """The quotation of a block that begins with a dash, if a cue follows a further dash.

    Args:
        text: frozen text.
        block: where the block lies.
        words: of the language.
    """
    first = _FIRST.match(text, block.start, block.end)
    if words.language not in LANGUAGES or first is None:
        return None
    for dash in _DASH.finditer(text, first.end(), block.end):
        cue = words.cue_at(text, dash.end(), block.end)
        if cue is None:
            continue
        speaker = cue.pronoun or speaker_after(text, cue.span.end, min(block.end, cue.span.end + 200), words)
        content = [Span(first.end(), _stripped(text, first.end(), dash.start()))]
        rest = _rest(text, max(cue.span.end, speaker.end if speaker else 0), block.end)
        return Attribution((*content, *rest), speaker, cue.span, "direct", "dialogue")
    return None


def _rest(text: str, start: int, end: int) -> tuple[Span, ...]:
    """What is said after the words about the saying: from the next dash on."""
    dash = re.compile("[—–-]").search(text, start, min(end, start + 200))
    if dash is None or (
        dash.start() > start and text[dash.start() - 1].isalnum() and text[start : dash.start()].isalnum()
    ):
        return ()
    first = dash.end()
    while first < end and (text[first].isspace() or text[first] in ".,;:"):
        first += 1
    last = _stripped(text, first, end)
    return (Span(first, last),) if last > first else ()


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
