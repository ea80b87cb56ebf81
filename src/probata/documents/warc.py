"""Web archives: each response with a page, a text or a PDF in it is a section, with its address.

Rules:
* Nothing is unpacked further than the limits, whatever a record says of its length.
* What a response is, is told from its bytes; its header only says what isn't meant to be read, such as scripts.
* When a record was captured is kept among the oddities: it says nothing about when the page was published.

Why not warcio for reading: it unpacks what it is given, however much that becomes.

Source: ISO 28500 (WARC 1.1); WACZ 1.1.1; RFC 9112 for the responses.
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from probata.documents import kinds
from probata.documents.composing import Composer, plain_field
from probata.documents.limits import MOST_EXPANDED_BYTES, MOST_MEMBERS, MOST_PART_BYTES, MOST_RECORDS, MOST_SECTIONS
from probata.documents.parts import read_part
from probata.documents.refusal import NotADocument
from probata.documents.stated import Beside
from probata.documents.unpacking import Unpacked, undo

_LONGEST_HEADERS = 1 << 16
_READ_TYPES = re.compile(r"text/(?:html|plain|markdown|xml)|application/(?:xhtml\+xml|pdf|rss\+xml|atom\+xml|xml)|$")
_READ_KINDS = frozenset({kinds.HTML, kinds.PLAIN, kinds.MARKDOWN, kinds.PDF})
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:\-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a web archive: its headers' names in small letters, and its block as far as the limit."""

    headers: Mapping[str, str]
    block: bytes
    size: int


def read_warc(data: bytes, composer: Composer) -> None:
    """Add a web archive's pages to a document.

    Raises:
        NotADocument: it holds no record.
    """
    _Archive(composer).read(Unpacked(data, MOST_EXPANDED_BYTES))


def read_wacz(data: bytes, composer: Composer) -> None:
    """Add the pages of a zipped web archive to a document.

    Raises:
        NotADocument: the zip can't be read, or is no WACZ.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if one.filename.lower().endswith((".warc", ".warc.gz"))]
            if not members:
                raise NotADocument("archive: a zip without WARC files in it; take it in as a folder")
            if len(members) > MOST_MEMBERS:
                composer.oddities.append(f"limit: {MOST_MEMBERS} of {len(members)} WARC files are read")
            reader = _Archive(composer)
            for member in members[:MOST_MEMBERS]:
                with archive.open(member) as stream:
                    inner = stream.read(MOST_EXPANDED_BYTES + 1)
                if len(inner) > MOST_EXPANDED_BYTES:
                    composer.oddities.append(f"limit: {plain_field(member.filename, 100)} is longer than is unpacked")
                reader.read(Unpacked(inner[:MOST_EXPANDED_BYTES], MOST_EXPANDED_BYTES - reader.expanded))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise NotADocument(f"damaged: a zip that can't be read: {plain_field(str(error), 100)}") from error


class _Archive:
    """Reads the records of one or more WARC files into one document."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._names: Counter[str] = Counter()
        self._passed: Counter[str] = Counter()
        self._records = 0
        self.expanded = 0

    def read(self, stream: Unpacked) -> None:
        """Read all records of a stream."""
        for record in self._every(stream):
            self._read_record(record)
        self.expanded += stream.expanded
        if stream.problem:
            self._composer.oddities.append(stream.problem)
        for what, count in self._passed.items():
            self._composer.counted[f"records not read, {what}"] += count
        self._passed.clear()

    def _every(self, stream: Unpacked) -> Iterator[Record]:
        while (line := stream.line(_LONGEST_HEADERS)) or not stream.ended:
            if not line.strip():
                continue
            if not line.startswith(b"WARC/"):
                if not self._records:
                    raise NotADocument("archive: packed by gzip, and no web archive")
                self._composer.oddities.append(f"damaged: after record {self._records} there is none")
                return
            self._records += 1
            if self._records > MOST_RECORDS or len(self._composer.sections) >= MOST_SECTIONS:
                self._composer.oddities.append(f"limit: the archive is read to record {self._records - 1}")
                return
            headers = _headers(stream)
            size = int(headers["content-length"]) if headers.get("content-length", "").isdecimal() else 0
            block = stream.read(min(size, MOST_PART_BYTES))
            stream.skip(size - len(block))
            yield Record(headers, block, size)

    def _read_record(self, record: Record) -> None:
        kind, headers = record.headers.get("warc-type", ""), record.headers
        if kind not in ("response", "resource"):
            return
        address = plain_field(headers.get("warc-target-uri", "").strip("<>"), 4096)
        body, said, status = record.block, headers.get("content-type", ""), ""
        if kind == "response" and body.startswith(b"HTTP/"):
            body, said, status = _payload(body, self._composer)
        if not _READ_TYPES.match(said.partition(";")[0].strip().lower()):
            self._passed[plain_field(said.partition(";")[0], 60) or "of no type"] += 1
            return
        if status[:1] == "3":
            self._passed["redirects"] += 1
            return
        self._read_page(address, body, said, headers.get("warc-date", ""), status)

    def _read_page(self, address: str, body: bytes, said: str, captured: str, status: str) -> None:
        self._names[address] += 1
        part = address if self._names[address] == 1 else f"{address} ({self._names[address]})"
        try:
            kind = kinds.kind_of(body)
            if kind not in _READ_KINDS:
                raise NotADocument(f"of the kind {kind}")
            charset = _CHARSET.search(said)
            before = len(self._composer.sections)
            beside = Beside(address=address)
            read_part(body, kind, self._composer, part=part, beside=beside, declared=[charset[1]] if charset else [])
        except NotADocument as refused:
            self._passed[refused.reason.partition(":")[0]] += 1
            return
        if len(self._composer.sections) > before:
            if captured:
                self._composer.oddities.append(f"captured: {plain_field(captured, 40)} {part}")
            if status and status != "200":
                self._composer.oddities.append(f"status {status}: {part}")


def _headers(stream: Unpacked) -> dict[str, str]:
    """Header lines to the blank line; a line that is set in belongs to the one before."""
    found: dict[str, str] = {}
    name, read = "", 0
    while (line := stream.line(_LONGEST_HEADERS)).strip() and read < _LONGEST_HEADERS:
        read += len(line)
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[:1] in " \t" and name:
            found[name] += " " + text.strip()
        else:
            name, _, value = text.partition(":")
            name = name.strip().lower()
            found.setdefault(name, value.strip())
    return found


def _payload(block: bytes, composer: Composer) -> tuple[bytes, str, str]:
    """A response's body with its encodings undone, its media type as stated, and its status."""
    stream = Unpacked(block, len(block))
    first = stream.line(_LONGEST_HEADERS).decode("latin-1").split(" ", 2)
    headers = _headers(stream)
    body = stream.read(len(block))
    status = first[1].strip()[:3] if len(first) > 1 else ""
    if headers.get("transfer-encoding", "").lower().strip() == "chunked":
        body = _unchunked(body)
    for encoding in reversed(headers.get("content-encoding", "").lower().split(",")):
        if encoding.strip() not in ("", "identity"):
            body, problem = undo(body, encoding.strip(), MOST_PART_BYTES)
            composer.oddities += [problem] if problem else []
    return body, headers.get("content-type", ""), status


def _unchunked(body: bytes) -> bytes:
    """The chunks joined; a body that isn't in chunks, as some archives keep it, is left as it is."""
    parts: list[bytes] = []
    place = 0
    while found := _CHUNK.match(body, place):
        size = int(found[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[found.end() : found.end() + size])
        place = found.end() + size
        place += 2 if body.startswith(b"\r\n", place) else 1 if body.startswith(b"\n", place) else 0
    return b"".join(parts) if parts else body
