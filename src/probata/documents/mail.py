"""A mail: its subject, sender and date, then its words; attachments are listed and not read.

Rules:
* Plain text goes before HTML where a mail holds both.
* Quoted replies are blocks of the kind ``quote``.
* A mail within a mail is a section of its own; how deep is limited.

Source: RFC 5322, RFC 2045 to 2047.
"""

import binascii
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from probata.documents import kinds
from probata.documents.composing import Composer, Run, plain_field
from probata.documents.limits import MOST_MAIL_DEPTH, MOST_MAIL_PARTS, MOST_PART_BYTES
from probata.documents.parts import add_text
from probata.documents.sections import close_section
from probata.documents.stated import Beside
from probata.documents.times import read_time

_HEAD_END = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")
_FIELD = re.compile(
    rb"^(subject|from|date)[ \t]*:[ \t]*([^\r\n]*(?:(?:\r\n|\r|\n)[ \t]+[^\r\n]+)*)", re.IGNORECASE | re.MULTILINE
)
_ANY_FIELD = re.compile(rb"^([!-9;-~]{1,76})[ \t]*:([^\r\n]*(?:(?:\r\n|\r|\n)[ \t]+[^\r\n]+)*)", re.MULTILINE)
_USED = frozenset({"content-type", "content-disposition", "content-transfer-encoding", "message-id"})
_ADDRESS = re.compile(r"\s*<[^<>]{1,320}>\s*$")
_MOST_HEADER_BYTES = 1 << 18
_LONGEST_FIELD = 2000
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds no others.

    Attributes:
        name: its number in the mail, as IMAP counts: ``2.1``.
        media_type: as stated.
        charset: as stated, "".
        file_name: as stated, "".
        attached: whether it is an attachment.
        alternative: number of the part whose alternatives it is one of, "" for none.
        data: decoded.
    """

    name: str
    media_type: str
    charset: str
    file_name: str
    attached: bool
    alternative: str
    data: bytes


def read_mail(data: bytes, composer: Composer, part: str = "", depth: int = 0) -> None:
    """Add a mail to a document: one section, and one for each mail within it."""
    head, _ = _split(data)
    message = _headers(head)
    first = len(composer.blocks)
    beside = _header_blocks(head, message, composer, _joined(part, "header"))
    leaves = list(_leaves(data, "", "", 0, [0], composer))
    chosen = _chosen(leaves)
    for leaf in chosen:
        kind = kinds.HTML if leaf.media_type == "text/html" else kinds.PLAIN
        add_text(
            leaf.data, kind, composer, part=_joined(part, leaf.name), declared=[leaf.charset] if leaf.charset else []
        )
    close_section(composer, first, beside)
    for leaf in leaves:
        if leaf in chosen:
            continue
        if leaf.media_type == "message/rfc822" and depth < MOST_MAIL_DEPTH:
            read_mail(leaf.data, composer, _joined(part, leaf.name), depth + 1)
        elif not leaf.alternative or leaf.attached:
            said = leaf.file_name or leaf.media_type
            composer.oddities.append(f"attachment not read: {_joined(part, leaf.name)} {said}, {len(leaf.data)} bytes")


def _joined(outer: str, name: str) -> str:
    return f"{outer} {name}" if outer else name


def _chosen(leaves: list[Leaf]) -> list[Leaf]:
    """The parts that are the mail's words: of alternatives the plain one, where it says anything."""
    texts = [leaf for leaf in leaves if not leaf.attached and leaf.media_type in ("text/plain", "text/html")]
    texts = [leaf for leaf in texts if leaf.data.strip()]
    plain = {leaf.alternative for leaf in texts if leaf.alternative and leaf.media_type == "text/plain"}
    return [leaf for leaf in texts if leaf.media_type == "text/plain" or leaf.alternative not in plain]


def _split(data: bytes) -> tuple[bytes, bytes]:
    found = _HEAD_END.search(data[:_MOST_HEADER_BYTES])
    if found is None:
        return data[:_MOST_HEADER_BYTES], data[_MOST_HEADER_BYTES:]
    return data[: found.end()], data[found.end() :]


def _headers(head: bytes) -> "Message[str, str]":
    """The header's first fields of each name, cut to a length that can be taken apart in time."""
    message: Message[str, str] = Message()
    for found in _ANY_FIELD.finditer(head):
        name = found[1].decode("ascii").lower()
        if name in _USED and name not in message:
            message[name] = " ".join(found[2][:_LONGEST_FIELD].decode("utf-8", "replace").split())
    return message


def _header_blocks(head: bytes, message: "Message[str, str]", composer: Composer, part: str) -> Beside:
    """Subject, sender and date become blocks."""
    composer.keep_part(part, head)
    fields = {found[1].lower(): found for found in reversed(list(_FIELD.finditer(head)))}
    said = {name: _unfolded(found[2]) for name, found in fields.items()}
    if b"subject" in fields:
        composer.block("headline", [Run(said[b"subject"], *fields[b"subject"].span(2))], part)
    if b"from" in fields:
        composer.block("byline", [Run(said[b"from"], *fields[b"from"].span(2))], part)
    if b"date" in fields:
        composer.block("time", [Run(said[b"date"], *fields[b"date"].span(2))], part)
    author = said.get(b"from", "")
    return Beside(
        address=plain_field(str(message.get("message-id", "")), 4096).strip("<>"),
        author=plain_field(_ADDRESS.sub("", author[:_LONGEST_FIELD]).strip('" ') or author),
        published=read_time(said.get(b"date", ""), "header"),
    )


def _unfolded(value: bytes) -> str:
    """A field's words, with RFC 2047's encoded words decoded."""
    text = " ".join(value.decode("utf-8", "replace").split())
    if "=?" not in text:
        return text
    try:
        return "".join(_word(word, charset) for word, charset in decode_header(text[:4096]))
    except (HeaderParseError, binascii.Error, ValueError):
        return text


def _word(word: bytes | str, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    try:
        return word.decode(charset or "ascii", "replace")
    except (LookupError, ValueError):
        return word.decode("ascii", "replace")


def _leaves(
    data: bytes, name: str, alternative: str, depth: int, count: list[int], composer: Composer
) -> Iterator[Leaf]:
    """The leaves of a part, in order; beyond the limits they are left out and that is said."""
    count[0] += 1
    if depth > MOST_MAIL_DEPTH or count[0] > MOST_MAIL_PARTS:
        composer.oddities.append("limit: parts of the mail beyond the limits are not read")
        return
    head, body = _split(data)
    message = _headers(head)
    media_type = message.get_content_type()
    boundary = _parameter(message, "boundary")
    if media_type.startswith("multipart/") and boundary:
        own = (name or "0") if media_type == "multipart/alternative" else alternative
        for number, inner in enumerate(_between(body, boundary), start=1):
            below = f"{name}.{number}" if name else str(number)
            yield from _leaves(inner, below, own, depth + 1, count, composer)
        return
    disposition = str(message.get("content-disposition", "")).strip().lower()
    file_name = _parameter(message, "filename", "content-disposition") or _parameter(message, "name")
    attached = disposition.startswith("attachment") or (bool(file_name) and not disposition.startswith("inline"))
    charset = _parameter(message, "charset")
    decoded = _decoded(body[:MOST_PART_BYTES], str(message.get("content-transfer-encoding", "")))
    yield Leaf(
        name or "1", media_type, charset, plain_field(_unfolded(file_name.encode())), attached, alternative, decoded
    )


def _parameter(message: "Message[str, str]", name: str, header: str = "content-type") -> str:
    try:
        found = message.get_param(name, "", header)
    except (ValueError, IndexError, LookupError):
        return ""
    if isinstance(found, tuple):
        found = found[2]
    return str(found).encode("utf-8", "replace").decode()[:1000].strip()


def _between(body: bytes, boundary: str) -> list[bytes]:
    """What stands between the boundaries of a multipart body."""
    mark = re.escape(b"--" + boundary.encode("utf-8", "replace"))
    found = list(re.finditer(rb"^" + mark + rb"(--)?[ \t]*+(?:\r?\n|\r|$)", body, re.MULTILINE))
    parts: list[bytes] = []
    for place, one in enumerate(found[:MOST_MAIL_PARTS]):
        if one[1]:
            break
        parts.append(body[one.end() : found[place + 1].start() if place + 1 < len(found) else len(body)])
    return parts


def _decoded(body: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding == "base64":
        clean = _NOT_BASE64.sub(b"", body)
        clean = clean[:-1] if len(clean) % 4 == 1 else clean  # six bits say nothing
        return b64decode(clean + b"=" * (-len(clean) % 4))
    return body
