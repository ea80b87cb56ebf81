"""The tokens of a place in a parse, found in time that doesn't grow with the block."""

from typing import TYPE_CHECKING, Any

from probata.attribution.parsed import Parsed
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token
else:
    Token = Words = Any

MOST = 60  # tokens of a span whose head is looked for


def words_at(parsed: Parsed, span: Span) -> Words | None:
    """The tokens of a span of the frozen text, those that it cuts included; None where the parse holds none.

    Args:
        parsed: of the block.
        span: of the frozen text.
    """
    doc = parsed.doc
    if not len(doc):
        return None
    size = doc[-1].idx + len(doc[-1])
    start, end = max(span.start - parsed.start, 0), min(span.end - parsed.start, size)
    if end <= start:
        return None
    found = doc.char_span(start, end, alignment_mode="expand")
    return found if found is not None and len(found) else None


def root_at(parsed: Parsed, span: Span) -> Token | None:
    """The token of a span on which its others hang.

    Args:
        parsed: of the block.
        span: of the frozen text; one of more than `MOST` tokens has none.
    """
    words = words_at(parsed, span)
    return words.root if words is not None and len(words) <= MOST else None
