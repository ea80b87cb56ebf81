"""Confirmed statements as schema.org Claims, and what people found of them beside a commitment as ClaimReviews.

Rules:
* A Claim only of a confirmed statement, a ClaimReview only where people assessed it and hold what they said.
* No score: a review's rating is the label's name and has no value. What the label is, is our own term.

Source: schema.org: Claim, ClaimReview, Rating.alternateName, MediaObject.sha256.
"""

from collections.abc import Iterator, Mapping

from probata.ledger.statements import Assessment, Statement, Statements
from probata.statements.exports_context import (
    CONTEXT,
    NAMESPACE,
    SCHEMA_CONTEXT,
    commitment_iri,
    exhibit_iri,
    statement_iri,
)
from probata.statements.histories import said_on, speaker_of
from probata.statements.parties_values import Parties

_CONTEXTS = [SCHEMA_CONTEXT, dict(CONTEXT)]


def claims(known: Statements, parties: Parties) -> Iterator[dict[str, object]]:
    """The claims in the order in which they were first judged, then the reviews."""
    confirmed = {each.name: each for each in known.confirmed}
    kinds = {each.id: (each.name, each.kind) for each in parties.parties}
    yield from (claim(each, kinds) for each in confirmed.values())
    for each in known.assessments:
        kept = known.commitments.get(each.commitment)
        if each.label and each.statement in confirmed and kept is not None and kept.statement in confirmed:
            yield review(each, confirmed[each.statement], confirmed[kept.statement])


def claim(each: Statement, kinds: Mapping[str, tuple[str, str]]) -> dict[str, object]:
    """One confirmed statement as a Claim.

    Args:
        each: the statement.
        kinds: name and kind of the parties, by identifier.
    """
    made: dict[str, object] = {
        "@context": _CONTEXTS,
        "@type": "Claim",
        "@id": statement_iri(each.name),
        "text": each.quote,
        "author": _author(each, kinds),
        "appearance": _appearance(each),
        "probata:status": "confirmed",
        "probata:textDigest": each.text,
        "probata:act": each.act,
    }
    if on := said_on(each):
        made["datePublished"] = on
    return made


def review(each: Assessment, statement: Statement, source: Statement) -> dict[str, object]:
    """What people found of a later statement beside a commitment, as a ClaimReview.

    Args:
        each: what they found; it holds.
        statement: the later statement.
        source: the statement in which the commitment is made or reported.
    """
    agreed = [one for one in each.said if one.verdict == each.label]
    return {
        "@context": _CONTEXTS,
        "@type": "ClaimReview",
        "@id": f"{commitment_iri(source.name, each.commitment)}:{each.provision}:{statement.name}",
        "claimReviewed": statement.quote,
        "itemReviewed": {"@type": "Claim", "@id": statement_iri(statement.name)},
        "author": [{"@type": "Person", "name": name} for name in dict.fromkeys(one.holder for one in agreed)],
        "datePublished": max(one.at for one in agreed).date().isoformat(),
        "reviewBody": each.reason,
        "reviewRating": {"@type": "Rating", "alternateName": each.label},
        "probata:relation": {"@id": f"{NAMESPACE}{each.label}"},
        "probata:against": {"@type": "Claim", "@id": statement_iri(source.name)},
        "probata:commitment": each.commitment,
        "probata:provision": each.provision,
        "probata:confidence": each.confidence,
    }


def _author(each: Statement, kinds: Mapping[str, tuple[str, str]]) -> dict[str, object]:
    """The party, with its kind; else the speaker as printed, of whom it isn't known what they are."""
    name, kind = kinds.get(each.fields.get("party", ""), (speaker_of(each) or "not stated", ""))
    type_ = {"person": "Person", "": "Thing"}.get(kind, "Organization")
    return {"@type": type_, "name": name}


def _appearance(each: Statement) -> dict[str, object]:
    fields = each.fields
    made: dict[str, object] = {"@type": "MediaObject", "@id": exhibit_iri(each.exhibit), "sha256": each.exhibit}
    given = {
        "headline": fields.get("headline", ""),
        "datePublished": fields.get("published", ""),
        "url": fields["address"] if fields.get("address", "").startswith(("http://", "https://")) else "",
    }
    made |= {name: value for name, value in given.items() if value}
    if fields.get("publisher", ""):
        made["publisher"] = {"@type": "Organization", "name": fields["publisher"]}
    return made
