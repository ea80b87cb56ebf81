"""Direct quotations by their marks and by lists of cues: English without a parser, French, Spanish, Russian, Arabic.

Rules:
* A quotation is a statement only where a cue is found, or where it goes on with one that has a cue. What is left in
  marks is a title, a slogan or a word held at arm's length.
* Content has its quotation marks. The dash that begins a line of dialogue is none of it.
* Where the verb stands without its subject ("añadió", "وأضاف"), the speaker is the last one printed before, and the
  rule says "carried".

Not here: indirect speech, and resolving who the speaker is (`speakers`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from probata.attribution.attribution import Attribution
from probata.attribution.languages import COVERED_QUOTATIONS
from probata.attribution.parsed import READ_KINDS
from probata.attribution.quotations_cues import LONG_ENOUGH, Said, cue_before, cue_behind, cue_within, size
from probata.attribution.quotations_dialogue import dialogue_in
from probata.attribution.quotations_marks import Marks, marks_in
from probata.attribution.quotations_words import INVISIBLE, Words, words_of
from probata.documents.document import Block, Span

_CLOSE_BY = re.compile(rf"[\s,،;:.—–{INVISIBLE}-]*(?:(?:et|and|y|и|و)\s+)?$")
_PARTED = re.compile(r"\s[—–]|[—–]\s")  # a dash inside may set off a cue that no list has
_MANY = 500  # pairs of marks in a paragraph
_FAR = 240  # code points between two parts of what one cue attributes
_ONLY_MARKS = re.compile(rf"[\s.,!?…{INVISIBLE}]*$")
_OPENING = tuple('«“„‟"»')


@dataclass(slots=True)
class _Found:
    """What a section has given so far."""

    text: str
    words: Words
    attributions: list[Attribution] = field(default_factory=list)
    last: Span | None = None  # the last speaker printed
    last_block: int = -2  # the place of the last block with an attribution
    pending: Attribution | None = None  # a quotation that goes on in the next paragraph
    unfinished: list[Span] = field(default_factory=list)  # such a quotation's paragraphs, while no cue is known


def find_quotations(text: str, blocks: Sequence[Block], language: str) -> list[Attribution]:
    """Direct quotations that have a cue.

    Args:
        text: frozen text.
        blocks: of one section, in order.
        language: ISO 639-1.

    Returns:
        In order of their content; none where the language isn't covered.
    """
    if language not in COVERED_QUOTATIONS:
        return []
    found = _Found(text, words_of(language))
    read = [block for block in blocks if block.kind in READ_KINDS]
    for place, block in enumerate(read):
        _block(found, read, place, block)
    _give_up(found)
    return sorted(found.attributions, key=lambda one: (one.content[0], one.span.end))


def _block(found: _Found, read: Sequence[Block], place: int, block: Block) -> None:
    marks = marks_in(found.text, block.span)
    marks = _continued(found, marks, block)
    if not marks.pairs and marks.left_open < 0:
        dialogue = dialogue_in(found.text, block.span, found.words)
        if dialogue:
            _keep(found, dialogue, place)
        return
    if len(marks.pairs) > _MANY and len(marks.pairs) * 12 > block.span.end - block.span.start:
        return  # no speech has a pair of marks every dozen letters
    done = block.span.start
    numbered = 0
    while numbered < len(marks.pairs):
        numbered, done = _quotation(found, marks, numbered, done, block, place)
    _left_open(found, read, place, marks, done)


def _quotation(found: _Found, marks: Marks, numbered: int, done: int, block: Block, place: int) -> tuple[int, int]:
    """Take a quotation with those that its cue also covers; the next one's place, and how far the text is used up."""
    quoted = marks.pairs[numbered]
    limit = _limit(marks, numbered, block)
    if not size(found.text, quoted):
        return numbered + 1, quoted.end
    said = cue_behind(found.text, quoted, limit, found.words) or cue_before(found.text, quoted, done, found.words)
    if said is None:
        within = cue_within(found.text, quoted, found.words)
        if within:
            _keep(found, _parted(found.text, quoted, *within), place)
        elif _alone(found, quoted, block, place):
            _keep(found, Attribution((quoted,), found.last, None, "direct", "quotation, goes on"), place)
        first = numbered == 0 or done >= marks.pairs[numbered - 1].end
        short = size(found.text, quoted) < LONG_ENOUGH
        return numbered + 1, done if first and short else quoted.end  # one name in marks may belong to a speaker
    content = [quoted]
    behind = max(said.end, quoted.end)
    while numbered + 1 < len(marks.pairs) and _goes_on(found, marks, numbered + 1, behind, block):
        numbered += 1
        content.append(marks.pairs[numbered])
        behind = content[-1].end
    _keep(found, _attribution(found, said, content), place)
    return numbered + 1, behind


def _limit(marks: Marks, numbered: int, block: Block) -> int:
    return marks.pairs[numbered + 1].start if numbered + 1 < len(marks.pairs) else block.span.end


def _goes_on(found: _Found, marks: Marks, numbered: int, behind: int, block: Block) -> bool:
    """Whether the next quotation has the same cue: it follows at once, or begins its sentence and has none itself."""
    quoted = marks.pairs[numbered]
    gap = found.text[behind : quoted.start]
    if cue_behind(found.text, quoted, _limit(marks, numbered, block), found.words):
        return False
    if _CLOSE_BY.match(gap):
        return True
    ends = gap.rstrip().endswith((".", "!", "?", "…", "؟"))
    parenthesis = gap.startswith(",") and gap.rstrip().endswith((",", "—", "–"))
    return (
        (ends or parenthesis)
        and len(gap) < _FAR
        and size(found.text, quoted) >= LONG_ENOUGH
        and next(found.words.cues_in(found.text, behind, quoted.start), None) is None
    )


def _attribution(found: _Found, said: Said, content: Sequence[Span]) -> Attribution:
    if said.speaker is not None or found.last is None:
        return Attribution(tuple(content), said.speaker, said.cue, "direct", said.rule)
    return Attribution(tuple(content), found.last, said.cue, "direct", f"{said.rule}, speaker carried")


def _parted(text: str, quoted: Span, said: Said, broken_off: int) -> Attribution:
    """A quotation whose marks hold the cue: what stands before it, and what stands behind."""
    start = said.end
    while start < quoted.end and (text[start].isspace() or text[start] in ",.;:—–-"):
        start += 1
    content = [Span(quoted.start, _rstripped(text, quoted.start, broken_off))]
    if any(letter.isalpha() for letter in text[start : quoted.end]):
        content.append(Span(start, quoted.end))
    return Attribution(tuple(content), said.speaker, said.cue, "direct", said.rule)


def _alone(found: _Found, quoted: Span, block: Block, place: int) -> bool:
    """Whether a paragraph is nothing but a quotation and the paragraph before has a speaker."""
    return (
        found.last is not None
        and place == found.last_block + 1
        and size(found.text, quoted) >= LONG_ENOUGH
        and next(found.words.cues_in(found.text, quoted.start, quoted.end), None) is None
        and not _PARTED.search(found.text, quoted.start, quoted.end)
        and not found.text[block.span.start : quoted.start].strip()
        and _ONLY_MARKS.match(found.text[quoted.end : block.span.end]) is not None
    )


def _keep(found: _Found, attribution: Attribution, place: int) -> None:
    found.attributions.append(attribution)
    found.last = attribution.speaker or found.last
    found.last_block = place


def _left_open(found: _Found, read: Sequence[Block], place: int, marks: Marks, done: int) -> None:
    """Begin a quotation that nothing closes in its paragraph, if the next one goes on with it."""
    if marks.left_open < done or place + 1 >= len(read):
        return
    block, following = read[place], read[place + 1]
    opened = Span(marks.left_open, _rstripped(found.text, marks.left_open, block.span.end))
    if not _continues(found.text, following):
        return
    said = cue_before(found.text, opened, done, found.words)
    found.unfinished = [opened]
    if said:
        found.pending = _attribution(found, said, [opened])


def _continues(text: str, block: Block) -> bool:
    """Whether a paragraph goes on with a quotation: it begins with a mark, or closes one before it opens any."""
    return text.startswith(_OPENING, block.span.start) or marks_in(text, block.span).closes >= 0


def _continued(found: _Found, marks: Marks, block: Block) -> Marks:
    """Give an unfinished quotation its part of this paragraph; what is left of the marks."""
    if not found.unfinished:
        return marks
    text, start = found.text, block.span.start
    if marks.pairs and marks.pairs[0].start == start:
        return _finished(found, marks.pairs[0], Marks(marks.pairs[1:], marks.left_open, -1), block)
    if marks.closes >= 0:
        return _finished(found, Span(start, marks.closes), Marks(marks.pairs, marks.left_open, -1), block)
    if marks.left_open == start:
        found.unfinished.append(Span(start, _rstripped(text, start, block.span.end)))
        return Marks((), -1, -1)
    _give_up(found)
    return marks


def _finished(found: _Found, part: Span, rest: Marks, block: Block) -> Marks:
    content = (*found.unfinished, part)
    pending = found.pending
    limit = rest.pairs[0].start if rest.pairs else block.span.end
    if pending is None:
        said = cue_behind(found.text, part, limit, found.words)
        pending = _attribution(found, said, content) if said else None
    if pending is not None:
        _keep(found, replace(pending, content=content), -2)
    found.unfinished, found.pending = [], None
    return rest


def _give_up(found: _Found) -> None:
    """Keep what is known of a quotation that is never closed."""
    if found.pending is not None:
        _keep(found, replace(found.pending, content=tuple(found.unfinished)), -2)
    found.unfinished, found.pending = [], None


def _rstripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
