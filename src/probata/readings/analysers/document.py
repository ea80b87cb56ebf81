"""The analyser *document*: the frozen text of a page, a mail, a feed, a PDF or a web archive, with its parts.

Not here: who says what in the text (the analyser *statements*), and the offset map, which is made anew from the bytes
where somebody asks for it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa

from probata.documents.anchors import digest_of_text
from probata.documents.document import Block, Document, Link, Section, Span, Time
from probata.documents.reading import NotADocument, read_document
from probata.readings.analyser import Parameters, Row, Unreadable

_SPANS = ("headline", "dateline", "byline")
_TIMES = ("published", "updated")


@dataclass(frozen=True, slots=True)
class DocumentAnalyser:
    """The text of a document.

    Columns:
        text: frozen; every offset counts its code points.
        text_digest: SHA-256 of the text in UTF-8, as hex digits.
        media_type: as told from the bytes.
        sections, blocks, links, oddities: JSON; a span is ``[start, end]``, a block ``[kind, start, end]``, a link
            ``[start, end, target]``.
        headline, publisher, published, updated, language: of the first section; null where there is none.
    """

    name: str = "document"
    version: str = "1"
    parameters: Parameters = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: there is no text to read.
        """
        try:
            document = read_document(data)
        except NotADocument as refused:
            raise Unreadable(refused.reason) from refused
        return row_of(document)


def row_of(document: Document) -> Row:
    """A document as a row; its offset map is left out."""
    first = document.sections[0]
    return {
        "text": document.text,
        "text_digest": digest_of_text(document.text),
        "media_type": document.media_type,
        "sections": _json([_section_record(section) for section in document.sections]),
        "blocks": _json([[block.kind, block.span.start, block.span.end] for block in document.blocks]),
        "links": _json([[link.span.start, link.span.end, link.target] for link in document.links]),
        "oddities": _json(list(document.oddities)),
        "headline": first.headline.of(document.text) if first.headline else None,
        "publisher": first.publisher or None,
        "published": first.published.value if first.published else None,
        "updated": first.updated.value if first.updated else None,
        "language": first.language,
    }


def document_of(row: Row) -> Document:
    """The document that a row of this analyser holds, without its offset map."""
    return Document(
        media_type=str(row["media_type"]),
        text=str(row["text"]),
        sections=tuple(_section(record) for record in _read(row, "sections")),
        blocks=tuple(Block(kind, Span(start, end)) for kind, start, end in _read(row, "blocks")),
        links=tuple(Link(Span(start, end), target) for start, end, target in _read(row, "links")),
        oddities=tuple(_read(row, "oddities")),
    )


def _section_record(section: Section) -> dict[str, object]:
    """A section's fields, those left out that say nothing."""
    record: dict[str, object] = {"span": _pair(section.span)}
    for name in ("address", "publisher", "language", "language_source"):
        record[name] = getattr(section, name)
    for name in _SPANS:
        record[name] = _pair(getattr(section, name))
    for name in _TIMES:
        time = getattr(section, name)
        record[name] = asdict(time) if time is not None else None
    record["credits"] = [_pair(span) for span in section.credits]
    return {name: value for name, value in record.items() if value not in ("", None, [])}


def _section(record: Mapping[str, Any]) -> Section:
    said = dict(record)
    for name in ("span", *_SPANS):
        if name in said:
            said[name] = Span(*said[name])
    for name in _TIMES:
        if name in said:
            said[name] = Time(**said[name])
    said["credits"] = tuple(Span(*pair) for pair in record.get("credits", ()))
    return Section(**said)


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span is not None else None


def _read(row: Row, name: str) -> list[Any]:
    found: list[Any] = json.loads(str(row[name]))
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_TEXT = pa.string()
_SCHEMA = pa.schema(
    [
        pa.field(name, _TEXT)
        for name in (
            "text", "text_digest", "media_type", "sections", "blocks", "links", "oddities",
            "headline", "publisher", "published", "updated", "language",
        )
    ]
)  # fmt: skip
