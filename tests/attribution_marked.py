"""Attributions written into a sentence by hand: ``<Ada Brenn> =said= {the convoy may leave}``.

``<…>`` marks the speaker, ``=…=`` the cue, ``{…}`` what is said, in one piece or several. The marks are
taken out and the spans lie where they stood, so that the rules after the finder can be tested without it.
"""

import re
from collections.abc import Sequence

from probata.attribution.attribution import Attribution
from probata.attribution.parsed import Parsed, parse_blocks
from probata.attribution.saying import enrich
from probata.documents.document import Block, Span

_MARK = re.compile(r"[<>={}]")


def unmarked(marked: str, mode: str = "") -> tuple[str, Attribution]:
    """The plain text and the attribution that the marks say."""
    text, spans, open_at = "", {"<": [], "=": [], "{": []}, {}
    place = 0
    for match in _MARK.finditer(marked):
        text += marked[place : match.start()]
        place = match.end()
        mark = {">": "<", "}": "{"}.get(match.group(), match.group())
        if mark in open_at:
            spans[mark].append(Span(open_at.pop(mark), len(text)))
        else:
            open_at[mark] = len(text)
    text += marked[place:]
    content = tuple(spans["{"])
    said = " ".join(span.of(text) for span in content)
    speaker, cue = (spans[mark][0] if spans[mark] else None for mark in "<=")
    return text, Attribution(content, speaker, cue, mode or _mode(said), "by hand")  # type: ignore[arg-type]


def _mode(said: str) -> str:
    quoted = said[0] in '“"‘«' and said[-1] in '”"’»'
    if quoted:
        return "direct"
    return "mixed" if any(mark in said for mark in '“"«') else "indirect"


def blocks_of(text: str) -> list[Parsed]:
    """The parsed paragraphs of a text, apart by blank lines."""
    found = re.finditer(r"[^\n]+", text)
    return list(parse_blocks(text, [(Block("paragraph", Span(m.start(), m.end())), m.start()) for m in found]))


def enriched(marked: str, mode: str = "", before: Sequence[str] = ()) -> tuple[str, Attribution]:
    """The text and the attribution that is marked in it, with all that its words say about it.

    Args:
        marked: one sentence or several, with one attribution marked.
        mode: of the attribution; "" to tell it by the quotation marks.
        before: sentences that stand before it in the block, each with an attribution of its own.
    """
    text, everything = "", []
    for sentence in (*before, marked):
        plain, found = unmarked(sentence, mode if sentence is marked else "")
        everything.append(moved(found, len(text)))
        text += plain + " "
    parsed = blocks_of(text)[0]
    return text, enrich(text, parsed, everything[-1], everything)


def moved(found: Attribution, by: int) -> Attribution:
    """The attribution, so many code points further on."""
    shifted = [None if span is None else Span(span.start + by, span.end + by) for span in (found.speaker, found.cue)]
    content = tuple(Span(span.start + by, span.end + by) for span in found.content)
    return Attribution(content, *shifted, found.mode, found.rule, found.within)


def words(text: str, span: Span | None) -> str | None:
    """The words of a span."""
    return None if span is None else span.of(text)
