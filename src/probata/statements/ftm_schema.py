"""The part of FollowTheMoney's schema that Probata reads and writes: schemata, their properties, and their ends.

Rules: only real schemata and properties; whatever else an entity has is passed over on import and never written.

Source: followthemoney 4.11, ``followthemoney/schema/*.yaml``; inherited properties are listed where they are used.
"""

from collections.abc import Mapping
from dataclasses import dataclass

VERSION = "4.11"
_THING = ("name", "alias", "weakAlias", "previousName", "notes", "description", "summary", "sourceUrl", "publisher")
_LEGAL = (*_THING, "abbreviation", "classification", "legalForm")
_INTERVAL = ("startDate", "endDate", "date", "summary", "description", "recordId", "sourceUrl", "proof", "publisher")
_INTEREST = (*_INTERVAL, "role", "status")
_DOCUMENT = (*_THING, "title", "fileName", "contentHash", "mimeType", "language", "publishedAt", "date", "author")

SCHEMATA: Mapping[str, tuple[str, ...]] = {
    "Person": (*_LEGAL, "position", "firstName", "lastName", "title"),
    "Organization": _LEGAL,
    "PublicBody": _LEGAL,
    "Company": _LEGAL,
    "LegalEntity": _LEGAL,
    "Position": (*_THING, "organization"),
    "Occupancy": (*_INTERVAL, "holder", "post", "periodStart", "periodEnd"),
    "Directorship": (*_INTEREST, "director", "organization"),
    "Membership": (*_INTEREST, "member", "organization"),
    "Representation": (*_INTEREST, "agent", "client"),
    "UnknownLink": (*_INTEREST, "subject", "object"),
    "Documentation": (*_INTEREST, "document", "entity"),
    "Document": _DOCUMENT,
    "Note": (*_THING, "entity", "proof"),
    "Mention": ("document", "resolved", "name", "detectedSchema"),
}
PARTIES = ("Person", "Organization", "PublicBody", "Company", "LegalEntity")
ORGANISATIONS = frozenset({"Organization", "PublicBody", "Company"})


@dataclass(frozen=True, slots=True)
class Edge:
    """Which properties of a schema hold its two ends."""

    source: str
    target: str


EDGES: Mapping[str, Edge] = {
    "Occupancy": Edge("holder", "post"),
    "Directorship": Edge("director", "organization"),
    "Membership": Edge("member", "organization"),
    "Representation": Edge("agent", "client"),
    "UnknownLink": Edge("subject", "object"),
}
Entity = Mapping[str, object]
