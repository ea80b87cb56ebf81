"""Which exhibit a person means: by its SHA-256, the first digits of it, or a path as received."""

from bisect import bisect_left
from collections.abc import Callable

from probata.digest import Digest
from probata.errors import BadInput
from probata.inquiry import Inquiry

LEAST_DIGITS = 6


def resolver(inquiry: Inquiry) -> Callable[[str], Digest]:
    """Gives the exhibit that a text names: its SHA-256, the first digits of it (six or more), or a path as received.

    The function raises `BadInput` where nothing, or more than one exhibit, is so named.
    """
    held = sorted(digest.hex for digest in inquiry.store().digests())
    by_path: dict[str, set[str]] = {}
    for record in inquiry.store().intakes():
        for entry in inquiry.store().custody(record.intake):
            if entry.digest is not None:
                by_path.setdefault(entry.display_path(), set()).add(entry.digest.hex)

    def named(text: str) -> Digest:
        found = by_path.get(text, set())
        if not found and len(text) >= LEAST_DIGITS:
            start = bisect_left(held, text)
            found = {each for each in held[start : start + 2] if each.startswith(text)}
        if len(found) != 1:
            raise BadInput(
                "no such exhibit in this inquiry" if not found else "several exhibits are so named",
                expected="a SHA-256, its first digits, or a path as received", found=text[:80],
                do="see `probata export persons`",
            )  # fmt: skip
        return Digest(min(found))

    return named
