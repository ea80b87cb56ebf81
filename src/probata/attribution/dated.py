"""Times of what is said: when it was said, deadlines, and times that are talked about."""

from probata.attribution.attribution import Attribution, Dated
from probata.attribution.parsed import Parsed
from probata.documents.document import Time


def dates_in(text: str, parsed: Parsed, found: Attribution, published: Time | None) -> tuple[Dated, ...]:  # noqa: ARG001
    """The times that belong to an attribution."""
    return ()
