"""Numbers in what is said, with what they count, how they are limited, and whose they are."""

from probata.attribution.attribution import Attribution, Stated
from probata.attribution.parsed import Parsed


def figures_in(text: str, parsed: Parsed, found: Attribution) -> tuple[Stated, ...]:  # noqa: ARG001
    """The numbers in an attribution's content."""
    return ()
