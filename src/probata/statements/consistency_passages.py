"""A document's text cut into passages: sentence by sentence, each with what is known of who says it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from probata.statements.consistency_values import Passage, Place

# After a full stop, where a capital, a digit or a quotation mark follows. Initials and short titles end no sentence.
_END = re.compile(r"[.!?…][\"”’')\]]{0,3}\s+(?=[\"“‘'(\[]{0,3}[^\W_])")
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|No|Prof|Rev|Hon|vs|approx))$")
_LONGEST = 2000  # code points of a passage; what has no full stop is cut there


@dataclass(frozen=True, slots=True)
class Uttered:
    """A stretch of a text that somebody says.

    Attributes:
        start: code point.
        end: after the last.
        speaker: party, "" where it is not a known one.
        printed: the speaker as printed.
        kind: of the statement.
        cue: lemma of the cue.
        negated: whether the saying is denied.
        dates: ISO 8601, those it speaks of.
    """

    start: int
    end: int
    speaker: str = ""
    printed: str = ""
    kind: str = ""
    cue: str = ""
    negated: bool = False
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What all passages of a section share.

    Attributes:
        document: identifier.
        date: ISO 8601, "" for none.
        headline: "" for none.
        publisher: "" for none.
    """

    document: str
    date: str
    headline: str = ""
    publisher: str = ""


def passages_of(
    text: str, paragraphs: Sequence[tuple[int, int]], page: Page, uttered: Sequence[Uttered]
) -> list[Passage]:
    """The sentences of a text, in order.

    Args:
        text: the frozen text.
        paragraphs: places of the blocks that are read, headline included.
        page: of the section.
        uttered: what is attributed to somebody; a sentence takes the attribution that covers most of it, the inner one
            where two cover as much.
    """
    said = _Said(uttered)
    return [
        _passage(text, (first, last), (start, end), page, said.covering(first, last))
        for start, end in paragraphs
        for first, last in sentences(text, start, end)
    ]


class _Said:
    """Attributions in order, found by place without looking at all of them."""

    def __init__(self, uttered: Sequence[Uttered]) -> None:
        self._ordered = sorted(uttered, key=lambda one: one.start)
        self._starts = [one.start for one in self._ordered]
        self._furthest = list(accumulate((one.end for one in self._ordered), max))

    def covering(self, start: int, end: int) -> Uttered | None:
        """What covers at least a third of a sentence; of those that cover as much the shortest."""
        best, most = None, (0, 0)
        place = bisect_left(self._starts, end) - 1
        while place >= 0 and self._furthest[place] > start:
            one = self._ordered[place]
            covered = (min(end, one.end) - max(start, one.start), one.start - one.end)
            if covered > most and 3 * covered[0] >= end - start:
                best, most = one, covered
            place -= 1
        return best


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end, without white space around them."""
    first = start
    for match in _END.finditer(text, start, end):
        if match.group()[0] == "." and _SHORT.search(text, max(first, match.start() - 8), match.start()):
            continue
        yield from _cut(text, first, match.end())
        first = match.end()
    yield from _cut(text, first, end)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first in range(start, end, _LONGEST):
        words = text[first : min(first + _LONGEST, end)]
        if words.strip():
            lead = len(words) - len(words.lstrip())
            yield first + lead, first + len(words.rstrip())


def _passage(
    text: str, at: tuple[int, int], paragraph: tuple[int, int], page: Page, uttered: Uttered | None
) -> Passage:
    said = uttered or Uttered(*at)
    return Passage(
        id=f"{page.document}:{at[0]}-{at[1]}",
        place=Place(page.document, *at),
        date=page.date,
        text=text[at[0] : at[1]],
        around=text[paragraph[0] : min(paragraph[1], paragraph[0] + 3 * _LONGEST)],
        headline=page.headline,
        publisher=page.publisher,
        speaker=said.speaker,
        printed=said.printed,
        kind=said.kind,
        cue=said.cue,
        negated=said.negated,
        dates=said.dates,
    )
