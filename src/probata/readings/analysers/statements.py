"""The analyser *statements*: who said what in a document, by rule, blind to everything that people decided."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from probata.attribution.attribute import Attributed, Coverage, attribute
from probata.attribution.parsed import MODEL
from probata.attribution.record import record_of
from probata.digest import Digest
from probata.documents.document import Document, Section
from probata.documents.reading import read_document
from probata.documents.refusal import NotADocument
from probata.readings.analyser import Parameters, Row, Unreadable

_FIELDS: "list[pa.Field[Any]]" = [
    pa.field("text_digest", pa.string()),
    pa.field("count", pa.int32()),
    pa.field("statements", pa.string()),
    pa.field("sections", pa.string()),
]


@dataclass(frozen=True, slots=True)
class StatementsAnalyser:
    """Attributions in the text of a document.

    Columns:
        text_digest: SHA-256 of the text in UTF-8, hex: the text that all places point into.
        count: how many.
        statements: JSON, a list of records (`probata.attribution.record`), in the order of the text.
        sections: JSON, for each section ``start``, ``end``, headline, publisher, published, updated, address, language,
            and ``coverage``: how far its language is read, in words.
    """

    name: str = "statements"
    version: str = "1"
    parameters: Parameters = field(default_factory=lambda: {"model": MODEL})

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return pa.schema(_FIELDS)

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: no document.
        """
        try:
            document = read_document(data)
        except NotADocument as reason:
            raise Unreadable(str(reason)) from reason
        found = attribute(document)
        return {
            "text_digest": Digest.of(document.text.encode("utf-8")).hex,
            "count": len(found.found),
            "statements": json.dumps([record_of(document.text, each) for each in found.found], ensure_ascii=False),
            "sections": json.dumps(sections(document, found), ensure_ascii=False),
        }


def sections(document: Document, found: Attributed) -> list[Mapping[str, object]]:
    """The sections with what a statement in them is given along."""
    return [
        _section(document.text, section, cover)
        for section, cover in zip(document.sections, found.coverage, strict=True)
    ]


def _section(text: str, section: Section, cover: Coverage) -> Mapping[str, object]:
    return {
        "start": section.span.start,
        "end": section.span.end,
        "address": section.address,
        "headline": "" if section.headline is None else section.headline.of(text),
        "publisher": section.publisher,
        "published": "" if section.published is None else section.published.value,
        "updated": "" if section.updated is None else section.updated.value,
        "language": cover.language,
        "coverage": cover.said,
    }
