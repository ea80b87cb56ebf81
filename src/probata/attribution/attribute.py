"""From a document to its attributions: the order in which the rules are applied.

Steps, for each section:
1. The section's language, as it is stated or told from its words. English is parsed; other languages that have lists of
   cues are searched for quotations; what is covered and what is not is said (`languages.coverage_of`).
2. Who said what: content, speaker, cue, mode, nesting; labelled turns first, then what is said within them.
3. What the text says about the saying: kind, hedges, denial, spokesperson, addressee, occasion.
4. Numbers, times and, of a commitment, its terms.
5. Who each speaker is, within the section.

Long sections are read in windows of whole blocks, so that memory is bounded; a speaker named only in an earlier window
is not found from a later one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from probata.attribution.attribution import Attribution
from probata.attribution.dated import dates_in
from probata.attribution.english import find
from probata.attribution.languages import COVERED_IN_DEPTH, COVERED_QUOTATIONS, coverage_of, language_of
from probata.attribution.parsed import READ_KINDS, Parsed, parse_blocks, start_of
from probata.attribution.promises import with_promises
from probata.attribution.quotations import find_quotations
from probata.attribution.saying import enrich
from probata.attribution.speakers import resolve
from probata.attribution.stated import figures_in
from probata.attribution.terms import terms_of
from probata.attribution.turns import find_turns, within_turns
from probata.documents.document import Block, Document, Section, Span

WINDOW = 100_000  # code points
LONGEST_BLOCK = 8_000  # code points that are parsed together
MOST_GUESSED = 40_000  # code points by which a language is told
SHORT = 120  # code points: too few for a guess
_ENGLISH = frozenset(
    ["the", "of", "and", "to", "said", "says", "will", "not", "by", "that", "is", "was", "for", "with"]
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a section was read for statements."""

    span: Span
    language: str
    said: str


@dataclass(frozen=True, slots=True)
class Attributed:
    """The attributions of a document, in the order of the text, and what was not covered.

    Attributes:
        found: in order of content, then cue; `Attribution.within` is a place in this list.
        coverage: for each section.
    """

    found: tuple[Attribution, ...]
    coverage: tuple[Coverage, ...]


def attribute(document: Document) -> Attributed:
    """Who said what in a document."""
    found: list[Attribution] = []
    coverage: list[Coverage] = []
    for each in document.sections:
        section = replace(each, language=_language(document.text, each))
        coverage.append(Coverage(section.span, section.language, coverage_of(section.language)))
        for window in _windows(document, section):
            found += _shifted(_read(document.text, section, window), len(found))
    return Attributed(tuple(found), tuple(coverage))


def _language(text: str, section: Section) -> str:
    """The section's language as it is known, else as its words tell; a few words with English ones are English."""
    if section.language != "und":
        return section.language
    words = section.span.of(text[: section.span.start + MOST_GUESSED])
    guessed, _ = language_of(words)
    if guessed == "und" and len(words) <= SHORT and words.isascii() and _ENGLISH & set(words.lower().split()):
        return "en"
    return guessed


def _windows(document: Document, section: Section) -> Iterator[list[Block]]:
    """The blocks that can hold statements, in stretches of about `WINDOW` code points."""
    window: list[Block] = []
    size = 0
    read = (block for block in document.blocks_of(section) if block.kind in READ_KINDS)
    for block in (part for whole in read for part in _parts(document.text, whole)):
        window.append(block)
        size += block.span.end - block.span.start
        if size >= WINDOW:
            yield window
            window, size = [], 0
    if window:
        yield window


def _parts(text: str, block: Block) -> Iterator[Block]:
    """A block, or its parts where it is longer than any paragraph: cut behind a sentence, else at a blank."""
    start, end = block.span.start, block.span.end
    while end - start > LONGEST_BLOCK:
        stop = start + LONGEST_BLOCK
        cut = max(text.rfind(". ", start, stop) + 1, text.rfind("\n", start, stop) + 1)
        cut = cut if cut > start else text.rfind(" ", start, stop)
        cut = cut if cut > start else stop
        yield Block(block.kind, Span(start, cut))
        start = cut
    yield Block(block.kind, Span(start, end))


def _read(text: str, section: Section, blocks: Sequence[Block]) -> list[Attribution]:
    if section.language not in COVERED_IN_DEPTH:
        quoted = find_quotations(text, blocks, section.language) if section.language in COVERED_QUOTATIONS else []
        return _resolved(text, section, [], quoted)
    turns = find_turns(text, blocks)
    starts = {turn.places[0]: turn.content[0].start for turn in turns}
    chosen = [(block, starts.get(place, start_of(text, block, section))) for place, block in enumerate(blocks)]
    parsed = list(parse_blocks(text, chosen))
    found = within_turns(with_promises(text, parsed, find(text, parsed)), turns)
    at = [_parsed_of(parsed, each) for each in found]
    said = [enrich(text, place, each, found) for place, each in zip(at, found, strict=True)]
    full = [
        replace(
            each,
            figures=figures_in(text, place, each),
            dates=dates_in(text, place, each, section.published),
            terms=terms_of(text, place, each) if each.kind == "commitment" else None,
        )
        for place, each in zip(at, said, strict=True)
    ]
    return _resolved(text, section, parsed, full)


def _resolved(text: str, section: Section, parsed: Sequence[Parsed], found: Sequence[Attribution]) -> list[Attribution]:
    speakers = resolve(text, section, parsed, found)
    return [replace(each, resolved=speaker) for each, speaker in zip(found, speakers, strict=True)]


def _parsed_of(parsed: Sequence[Parsed], found: Attribution) -> Parsed:
    """The parsed block in which an attribution's cue stands, else its first words."""
    where = found.cue or found.content[0]
    return next(each for each in parsed if where.within(each.block.span))


def _shifted(found: Sequence[Attribution], before: int) -> list[Attribution]:
    """In the order of the text, ``within`` counted over the document."""
    order = sorted(range(len(found)), key=lambda place: (found[place].span, found[place].cue or found[place].span))
    new = {old: before + place for place, old in enumerate(order)}
    return [replace(found[old], within=new.get(found[old].within, -1)) for old in order]
