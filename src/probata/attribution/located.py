"""The token on which those of a place in a parse hang."""

from typing import TYPE_CHECKING, Any

from probata.attribution.parsed import Parsed
from probata.documents.document import Span

if TYPE_CHECKING:
    from spacy.tokens import Token
else:
    Token = Any

MOST = 60  # tokens of a span whose head is looked for


def root_at(parsed: Parsed, span: Span) -> Token | None:
    """The token of a span on which its others hang.

    Args:
        parsed: of the block.
        span: of the frozen text; one of more than `MOST` tokens has none.
    """
    words = parsed.words(span)
    return words.root if words is not None and len(words) <= MOST else None
