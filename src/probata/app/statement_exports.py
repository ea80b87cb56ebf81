"""The statements, commitments and claims of an inquiry as records of other systems.

Rules:
* What is exported as a fact is what people confirmed; `statements` and `annotations` also hold proposals, as such.
* Nothing is fetched: vocabularies are constants.
"""

from collections.abc import Iterator
from functools import lru_cache

from probata.app.partying import exported as entities
from probata.app.partying import parties_of
from probata.app.stating import line_of, line_of_hand, text_of
from probata.digest import Digest
from probata.errors import BadInput
from probata.inquiry import Inquiry
from probata.statements.exports_annotations import annotation
from probata.statements.exports_claims import claims as claims_of
from probata.statements.exports_records import as_signed, exported, is_confirmed
from probata.statements.exports_table import rows
from probata.statements.ftm import Entity
from probata.statements.proposals import stated

Record = dict[str, object]
KEPT_TEXTS = 8


def statements(inquiry: Inquiry) -> Iterator[Record]:
    """All statements, proposed and judged, with the keys of `probata statements read` and their status."""
    found = stated(inquiry.snapshot())
    for each in found.proposals:
        yield as_signed(line_of(each), is_confirmed(each))
    for one in found.by_hand:
        yield as_signed(line_of_hand(one), is_confirmed(one))


def annotations(inquiry: Inquiry) -> Iterator[Record]:
    """All statements as W3C Web Annotations."""

    @lru_cache(maxsize=KEPT_TEXTS)
    def text(exhibit: str) -> str:
        try:
            return text_of(inquiry, Digest(exhibit))
        except BadInput:
            return ""

    for each in exported(stated(inquiry.snapshot())):
        yield annotation(each, text(each.exhibit))


def claims(inquiry: Inquiry) -> Iterator[Record]:
    """Confirmed statements as schema.org Claims, and what people found of them as ClaimReviews.

    Raises:
        BadInput: ``parties.toml`` can't be used.
    """
    parties = parties_of(inquiry)
    yield from claims_of(inquiry.snapshot().statements, parties)


def commitments(inquiry: Inquiry) -> list[dict[str, str]]:
    """Each commitment beside each later statement."""
    return list(rows(inquiry.snapshot().statements))


def ftm(inquiry: Inquiry) -> Iterator[Entity]:
    """Parties, documents and confirmed statements as FollowTheMoney entities.

    Raises:
        BadInput: ``parties.toml`` can't be used.
    """
    parties = parties_of(inquiry)
    yield from entities(parties, stated(inquiry.snapshot()))
