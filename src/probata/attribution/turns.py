"""Labelled turns: a transcript, an interview, a thread, a chain of answers: a name and a colon begin each turn.

Rules:
* A label counts where the section has several: one line with a colon is no transcript.
* A turn reaches to the next label or heading; its words are the speaker's, without quotation marks.
* Where more than half of the labelled lines hold numbers only, they are a table of results and no exchange.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from probata.attribution.attribution import Attribution
from probata.documents.document import Block, Span

LEAST_TURNS = 3
LONGEST_LABEL = 90
MOST_WORDS = 10
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\n“”\"«»?!]{0,88}):(?=\s+\S)|(?P<short>[QA])[.:](?=\s+\S)")
_WORD = re.compile(r"[^\W_]+")
_ASIDE = re.compile(r"\([^()]{0,80}\)|@\w{1,40}")
_NO_NAME = frozenset(
    [
        "note",
        "notes",
        "sources",
        "source",
        "contact",
        "contacts",
        "background",
        "update",
        "correction",
        "date",
        "subject",
        "from",
        "to",
        "re",
        "cc",
        "example",
        "photo",
        "tel",
        "email",
        "web",
        "editors",
        "summary",
        "ends",
    ]
)
_SMALL = frozenset(
    [
        "of",
        "for",
        "the",
        "and",
        "de",
        "la",
        "el",
        "al",
        "bin",
        "von",
        "van",
        "der",
        "du",
        "da",
        "di",
        "mp",
        "in",
        "on",
        "at",
        "a",
        "an",
        "to",
    ]
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn: its label, the colon, its words block by block, and the places of these blocks."""

    label: Span
    colon: Span
    content: tuple[Span, ...]
    places: tuple[int, ...]

    def attribution(self) -> Attribution:
        """The turn as an attribution."""
        return Attribution(self.content, self.label, self.colon, "direct", "turn")


def find_turns(text: str, blocks: Sequence[Block]) -> list[Turn]:
    """The turns of a section, in order; none where it is no exchange.

    Args:
        text: the document's.
        blocks: of the section, in order.
    """
    labels = {place: found for place, block in enumerate(blocks) if (found := _label(text, block)) is not None}
    counts = Counter(_who(label.of(text)) for label, _ in labels.values())
    if len(labels) < LEAST_TURNS or 3 * len(labels) < len(blocks) or max(counts.values(), default=0) < 2:
        return []
    if 2 * sum(_is_talk(text, blocks[place], colon) for place, (_, colon) in labels.items()) < len(labels):
        return []
    return list(_turns(text, blocks, labels))


def within_turns(found: Sequence[Attribution], turns: Sequence[Turn]) -> list[Attribution]:
    """Attributions found within turns, and the turns themselves after them.

    What is the whole of a turn again is left out; what stands in a turn and in no other attribution is within the turn.
    """
    spans = [Span(turn.content[0].start, turn.content[-1].end) for turn in turns]
    whole = {(span.start, span.end) for span in spans}
    kept = [place for place, each in enumerate(found) if (each.span.start, each.span.end) not in whole]
    new = {old: place for place, old in enumerate(kept)}
    made = []
    for old in kept:
        each = found[old]
        outer = new.get(each.within, -1)
        if outer < 0:
            holding = (place for place, span in enumerate(spans) if each.span.within(span))
            outer = next((len(kept) + place for place in holding), -1)
        made.append(replace(each, within=outer))
    return [*made, *(turn.attribution() for turn in turns)]


def _turns(text: str, blocks: Sequence[Block], labels: dict[int, tuple[Span, Span]]) -> Iterator[Turn]:
    order = sorted(labels)
    for number, place in enumerate(order):
        end = order[number + 1] if number + 1 < len(order) else place + 1  # after the last label nothing is known
        places = [place]
        for other in range(place + 1, end):
            if blocks[other].kind not in ("paragraph", "quote", "item"):
                break
            places.append(other)
        label, colon = labels[place]
        spans = [_trimmed(text, Span(colon.end, blocks[place].span.end))]
        spans += [blocks[other].span for other in places[1:]]
        yield Turn(label, colon, tuple(spans), tuple(places))


def _label(text: str, block: Block) -> tuple[Span, Span] | None:
    """The label with which a block begins, and its colon; None where it begins with none."""
    if block.kind not in ("paragraph", "quote", "item", "heading"):
        return None
    found = _LABEL.match(text, block.span.start, min(block.span.end, block.span.start + LONGEST_LABEL))
    if found is None:
        return None
    start, end = found.span("label") if found.group("label") else found.span("short")
    words = _WORD.findall(_ASIDE.sub(" ", text[start:end]))
    if not _is_name(words) or block.span.end - end < 3:
        return None
    return Span(start, end), Span(end, end + 1)


def _is_talk(text: str, block: Block, colon: Span) -> bool:
    """Whether words follow a label, and no numbers alone."""
    return any(letter.isalpha() for letter in text[colon.end : block.span.end])


def _who(label: str) -> str:
    """A label without what it adds the first time: "Ada Brenn, Minister for Culture" is "ada brenn"."""
    return " ".join(_WORD.findall(re.split(r"[,(@]", label)[0].casefold()))


def _is_name(words: Sequence[str]) -> bool:
    """Whether all that is no small word begins with a capital, as names and roles on labels do."""
    if not 0 < len(words) <= MOST_WORDS or words[0].casefold() in _NO_NAME:
        return False
    first, *rest = words
    return first[0].isupper() and all(
        word[0].isupper() or word.casefold() in _SMALL or not word[0].isalpha() or "_" in word for word in rest[:3]
    )


def _trimmed(text: str, span: Span) -> Span:
    start = span.start
    while start < span.end and text[start].isspace():
        start += 1
    return Span(start, span.end)
