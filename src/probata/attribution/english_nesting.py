"""Which attribution lies within which: "X said that Y assured her" holds Y's words within X's."""

from collections.abc import Sequence
from dataclasses import replace

from probata.attribution.attribution import Attribution
from probata.documents.document import Span

_DEEPEST = 64  # a stack of more is no language; it bounds the work on a hostile text


def nested(found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each with the place of the smallest one whose content holds its cue and its content."""
    marks = sorted(
        ((span.start, -span.end, place) for place, one in enumerate(found) for span in one.content),
    )
    return [replace(one, within=_around(one, place, marks)) for place, one in enumerate(found)]


def _around(one: Attribution, own: int, marks: Sequence[tuple[int, int, int]]) -> int:
    anchor = one.cue if one.cue is not None else one.content[0]
    begin = min(anchor.start, one.content[0].start)
    best, size = -1, 0
    low, high = 0, len(marks)
    while low < high:
        middle = (low + high) // 2
        if marks[middle][0] <= begin:
            low = middle + 1
        else:
            high = middle
    for start, end, place in reversed(marks[max(0, low - _DEEPEST) : low]):
        outer = Span(start, -end)
        if place == own or not (anchor.within(outer) and all(span.within(outer) for span in one.content)):
            continue
        length = outer.end - outer.start
        if best < 0 or length < size:
            best, size = place, length
    return best
