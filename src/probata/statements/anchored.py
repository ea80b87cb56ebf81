"""Where a signed statement stands in a document's text as it is read now.

Rules:
* The same text: the same place. Another text (a later reading of the same exhibit): the place where the same words
  stand, if they stand there once; otherwise none, and that is said. Nothing is moved in silence.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from probata.digest import Digest
from probata.documents.anchors import Orphan, Selector, find_again
from probata.documents.document import Span
from probata.ledger.statements import Statement
from probata.problems import Problem

NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """A signed place: the digest of the text, the place in it, and the words that stand there."""

    text: Digest
    span: Span
    words: str


def place_in(text: str, place: Place) -> tuple[Span, str]:
    """The place in a text, and what a reader must be told of it.

    Returns:
        The span, and "" where text and place are those that were signed; else in words what is different. Words that
        are not there, or at several places, have the empty span.
    """
    if Digest.of(text.encode("utf-8")) == place.text:
        if place.span.of(text) == place.words:
            return place.span, ""
        return NOWHERE, "orphaned: other words stand at the place that was signed"
    found = find_again(text, Selector(-1, -1, place.words))  # a place in another text says nothing of this one
    if isinstance(found, Orphan):
        return NOWHERE, f"orphaned: the document's text is read differently now, and {found.reason}"
    return found.span, "found again by its words: the document's text is read differently now"


def check(confirmed: Iterable[Statement], text_of: Callable[[str], str | None]) -> Iterator[Problem]:
    """Statements that don't stand in their document.

    Args:
        confirmed: those that people confirmed.
        text_of: the text of an exhibit as it is read now; None where it can't be read, which others report.

    Yields:
        ``statement-orphaned``: its words are not at its place, nor once anywhere in the text.
    """
    for each in confirmed:
        text = text_of(each.exhibit)
        if text is None:
            continue
        span, told = place_in(text, Place(Digest(each.text), Span(each.start, each.end), each.quote))
        if span == NOWHERE:
            where = f"statement {each.name[:12]}, exhibit {each.exhibit[:12]}"
            yield Problem("statement-orphaned", where, f"its words at {each.start}-{each.end}", told)
