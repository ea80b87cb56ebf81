"""Parties and statements as FollowTheMoney entities.

Rules:
* Identifiers are SHA-256 of what an entity is, so that the same inquiry always gives the same ones.
* A role of a person in an organisation is a Position with an Occupancy; any other role is an UnknownLink with the role.
* Spokesperson of: Representation. Member of an organisation: Membership; of anything else: UnknownLink.
* A document's file name is its SHA-256: ``contentHash`` takes SHA-1 only.
* A statement is a Note that holds the words, about the party and with the document as its proof; its speaker as printed
  is a Mention in the document; a resolved speaker is bound to the document by Documentation.

Not here: files; this takes values and gives entities.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from probata.statements.ftm_import import OWN_ID
from probata.statements.ftm_schema import ORGANISATIONS, Entity
from probata.statements.parties_names import folded
from probata.statements.parties_values import Parties, Party, Relation, Role

_SCHEMA = {"person": "Person", "organisation": "Organization", "state": "PublicBody", "group": "LegalEntity"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A statement to be exported.

    Attributes:
        statement: what identifies it.
        quote: the words said.
        printed: the speaker as printed, "" for none.
        party: identifier of the resolved party, "" for none.
        kind: of statement.
        said: when, ISO 8601, "" where it is not known.
        document: SHA-256 of the document's bytes, in hex.
        title: of the document.
        publisher: of the document.
        address: of the document, "" for none.
        published: when, ISO 8601, "" where it is not known.
    """

    statement: str
    quote: str
    printed: str
    party: str
    kind: str
    said: str
    document: str
    title: str = ""
    publisher: str = ""
    address: str = ""
    published: str = ""


def lines(entities: Iterable[Entity]) -> Iterator[str]:
    """Each entity as one line of JSON."""
    for entity in entities:
        yield json.dumps(entity, ensure_ascii=False, sort_keys=True)


def of_parties(parties: Parties) -> Iterator[Entity]:
    """The entities of parties, their roles and relations."""
    known = parties.by_id()
    seen: set[str] = set()
    for party in parties.parties:
        yield _party(party)
    for party in parties.parties:
        for role in party.roles:
            yield from _new(seen, _role(party, role, known))
        for relation in party.relations:
            yield from _new(seen, [_relation(party, relation, known)])


def _new(seen: set[str], entities: Iterable[Entity]) -> Iterator[Entity]:
    for entity in entities:
        if str(entity["id"]) not in seen:
            seen.add(str(entity["id"]))
            yield entity


def of_statements(statements: Iterable[Exported], parties: Parties) -> Iterator[Entity]:
    """The entities of statements and their documents; a party that the file lacks is left out."""
    known = parties.by_id()
    seen: set[str] = set()
    for each in statements:
        document = _id("document", each.document)
        yield from _new(seen, [_document(each, document)])
        party = party_id(each.party) if each.party in known else ""
        schema = _SCHEMA[known[each.party].kind] if each.party in known else ""
        yield from _new(seen, _statement(each, document, party, schema))


def party_id(identifier: str) -> str:
    """The entity's identifier of a party."""
    return _id("party", identifier)


def _id(*parts: str) -> str:
    return hashlib.sha256("\x00".join(("probata", *parts)).encode("utf-8", "replace")).hexdigest()[:40]


def _entity(identifier: str, schema: str, properties: Mapping[str, Iterable[str]]) -> Entity:
    kept = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": identifier, "schema": schema, "properties": {name: v for name, v in kept.items() if v}}


def _party(party: Party) -> Entity:
    weak = [name for name in party.names[1:] if len(folded(name)) == 1]
    strong = [name for name in party.names[1:] if name not in weak]
    properties: dict[str, list[str]] = {
        "name": [party.name],
        "alias": [*strong, *party.spellings],
        "weakAlias": weak,
        "classification": [party.kind] if party.kind in ("state", "group") else [],
        "notes": [OWN_ID + party.id, party.note],
    }
    return _entity(party_id(party.id), _SCHEMA[party.kind], properties)


def _schema_of(party: Party | None) -> str:
    return "" if party is None else _SCHEMA[party.kind]


def _role(party: Party, role: Role, known: Mapping[str, Party]) -> Iterator[Entity]:
    of = known.get(role.of)
    parts = (party.id, role.role, role.of, role.since, role.until)
    period = {"startDate": [role.since], "endDate": [role.until]}
    post = party.kind == "person" and (of is None or _schema_of(of) in ORGANISATIONS)
    if post:
        position = _id("position", role.role, role.of)
        organisation = [party_id(role.of)] if of is not None else []
        yield _entity(position, "Position", {"name": [role.role], "organization": organisation})
        yield _entity(
            _id("occupancy", *parts), "Occupancy", {"holder": [party_id(party.id)], "post": [position], **period}
        )
    elif of is not None:
        ends = {"subject": [party_id(party.id)], "object": [party_id(role.of)]}
        yield _entity(_id("link", *parts), "UnknownLink", {**ends, "role": [role.role], **period})


def _relation(party: Party, relation: Relation, known: Mapping[str, Party]) -> Entity:
    parts = (party.id, relation.relation, relation.party, relation.since, relation.until)
    one, other = [party_id(party.id)], [party_id(relation.party)]
    period = {"startDate": [relation.since], "endDate": [relation.until]}
    if relation.relation == "spokesperson-of":
        ends = {"agent": one, "client": other, "role": ["spokesperson"]}
        return _entity(_id("representation", *parts), "Representation", {**ends, **period})
    if _schema_of(known.get(relation.party)) in ORGANISATIONS:
        return _entity(_id("membership", *parts), "Membership", {"member": one, "organization": other, **period})
    ends = {"subject": one, "object": other, "role": [relation.relation]}
    return _entity(_id("link", *parts), "UnknownLink", {**ends, **period})


def _document(each: Exported, identifier: str) -> Entity:
    properties = {
        "fileName": [each.document],
        "title": [each.title],
        "publisher": [each.publisher],
        "sourceUrl": [each.address] if each.address.startswith(("http://", "https://")) else [],
        "publishedAt": [each.published],
    }
    return _entity(identifier, "Document", properties)


def _statement(each: Exported, document: str, party: str, schema: str) -> Iterator[Entity]:
    words = " ".join(each.quote.split())
    note = {
        "name": [words[:120]],
        "description": [each.quote],
        "entity": [party],
        "proof": [document],
        "summary": [f"{each.kind}, {each.said}" if each.said else each.kind],
    }
    yield _entity(_id("statement", each.statement), "Note", note)
    if each.printed:
        mention = {"document": [document], "name": [each.printed], "resolved": [party], "detectedSchema": [schema]}
        yield _entity(_id("mention", each.document, each.printed, each.party), "Mention", mention)
    if party:
        link = {"document": [document], "entity": [party], "role": ["speaker"], "date": [each.said]}
        yield _entity(_id("documentation", each.document, each.party, each.said), "Documentation", link)
