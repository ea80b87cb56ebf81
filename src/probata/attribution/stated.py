"""Numbers in what is said, with what they count, how they are limited, and whose they are.

Rules:
* A figure is a number of things, people, money, a share, a length of time or how often. No figures: dates, years, clock
  times, ordinals, ages ("aged 14", "a 14-year-old"), telephone numbers, names that hold a number ("Article 5",
  "Resolution 2118", "page 4"), and "one" but for persons, measures, and where it is counted ("only one").
* How numbers are read, and that "hundreds" is more than 100: `numbers`.
* A share is between 0 and 1 where it is a fraction ("two thirds"); per cent stay per cent, with the unit "%".
* "Within ten days" is a length of at most ten days, and a deadline besides (`dated`).
* A figure's span has its qualifier, its unit and the noun it counts, where they stand beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from probata.attribution.attribution import Attribution, Qualifier, Stated
from probata.attribution.claimants import claimant_of
from probata.attribution.counted import Counted, counted_by
from probata.attribution.dates_english import When, times_in
from probata.attribution.no_figures import is_figure
from probata.attribution.numbers import Number, numbers_in
from probata.attribution.parsed import Parsed
from probata.attribution.qualifiers import Limited, limit_of
from probata.documents.document import Span

_NEAR = 160  # code points
_OF_SORT: dict[str, Qualifier] = {"vague": "at least", "plural": "more than"}


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of content and what is known of it."""

    text: str
    content: Span
    parsed: Parsed
    times: Sequence[When]


def figures_in(text: str, parsed: Parsed, found: Attribution) -> tuple[Stated, ...]:
    """The numbers in an attribution's content.

    Args:
        text: frozen text, English.
        parsed: of the block that holds the attribution; content beyond it is read without a parse.
        found: the attribution.

    Returns:
        In order, not overlapping.
    """
    figures: list[Stated] = []
    for content in found.content:
        place = _Place(text, content, parsed, times_in(text, content.start, content.end))
        figures += _in_content(place, found)
    return tuple(figures)


def _in_content(place: _Place, found: Attribution) -> Iterator[Stated]:
    numbers = numbers_in(place.text, place.content.start, place.content.end)
    limits = [number.span.start for number in numbers[1:]] + [place.content.end] * bool(numbers)
    done = place.content.start
    for number, following in zip(numbers, limits, strict=True):
        counted = counted_by(place.text, place.parsed, number, place.content)
        limited = limit_of(place.text, number, counted, place.content)
        if not is_figure(place.text, number, counted, limited, place.times):
            continue
        end = max(number.span.end, counted.end, limited.end)
        span = Span(max(done, limited.start), end if end <= following else number.span.end)
        done = span.end
        yield _stated(place, found, _with_scale(place.text, number, counted), counted, limited, span)


def _with_scale(text: str, number: Number, counted: Counted) -> Number:
    """A small bare number behind one in millions is in millions too: "at 6 million; the ministry, at less than two"."""
    bare = counted.counts is None and not counted.unit and number.scale == 1.0 and number.high < 1e3
    if not bare or number.sort not in ("digits", "words"):
        return number
    before = numbers_in(text, max(0, number.span.start - _NEAR), number.span.start)
    scale = before[-1].scale if before else 1.0
    return replace(number, low=number.low * scale, high=number.high * scale) if scale >= 1e6 else number


def _stated(
    place: _Place, found: Attribution, number: Number, counted: Counted, limited: Limited, span: Span
) -> Stated:
    low, high = number.low, number.high
    if number.pointed and counted.whole:
        low, high = low * 1e3, high * 1e3
    qualifier: Qualifier = _OF_SORT.get(number.sort, limited.qualifier)
    if number.ranged:
        qualifier = "between"
    claimant = claimant_of(place.text, place.parsed, found, number.span)
    return Stated(span, low, high, counted.counts, counted.unit, qualifier, claimant)
