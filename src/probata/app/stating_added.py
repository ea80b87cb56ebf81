"""Statements that no rule found: added by a person, by their words and who said them."""

from collections.abc import Mapping, Sequence
from typing import Any

from probata.app import stating
from probata.app.desk import Desk
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts_statements import StatementJudged
from probata.statements.fields import corrected
from probata.statements.proposals import around, sections_of


def add(
    inquiry: Inquiry,
    desk: Desk,
    exhibit: Digest,
    quote: str,
    at: int | None,
    given: Mapping[str, str],
    *,
    reason: str,
    holder: str = "",
) -> Digest:
    """Sign a statement that no rule found; headline, publisher and date of its document are added.

    Raises:
        BadInput, UsageError: as `by_hand`.
    """
    text = stating.text_of(inquiry, exhibit)
    sections = sections_of(inquiry.snapshot(), exhibit.hex, Digest.of(text.encode("utf-8")).hex)
    return stating.record(inquiry, desk, [by_hand(text, exhibit, quote, at, given, reason, sections)], holder)[0]


def by_hand(
    text: str,
    exhibit: Digest,
    quote: str,
    at: int | None,
    given: Mapping[str, str],
    reason: str,
    sections: Sequence[Mapping[str, Any]] = (),
) -> StatementJudged:
    """A statement that no rule found.

    Args:
        text: the exhibit's.
        exhibit: the document.
        quote: the words, exactly as they stand.
        at: where they begin, where they stand more than once.
        given: its fields.
        reason: in words.
        sections: of the text, as `sections_of` gives them; headline and publisher are taken from there.

    Raises:
        BadInput: the words are not there, or several times and no place was given.
        UsageError: a field that it can't have, or no speaker.
    """
    places = _places(text, quote)
    start = places[0] if len(places) == 1 and at is None else at
    if start is None or start not in places:
        raise BadInput(
            "these words are not in the document's text" if not places else "these words stand at several places",
            expected="words exactly as they stand there, once, or their place with --at",
            found=", ".join(map(str, places[:10])) or quote[:80],
            do="see the text with `probata statements text`",
        )
    fields = corrected({"mode": "indirect", "kind": "assertion", **around(sections, start)}, given)
    if "speaker" not in fields:
        raise UsageError("a statement has a speaker", expected="--set speaker=WHO", found="none")
    digest = Digest.of(text.encode("utf-8"))
    with stating.checked("a statement"):
        return StatementJudged(exhibit, digest, start, start + len(quote), quote, "confirmed", fields, reason)


def _places(text: str, quote: str) -> list[int]:
    places: list[int] = []
    start = text.find(quote) if quote else -1
    while start >= 0 and len(places) < 1000:
        places.append(start)
        start = text.find(quote, start + 1)
    return places
