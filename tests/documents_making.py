"""Documents made for tests, and what must hold of whatever is read."""

import gzip
import html
import io
import re
import zipfile
from bisect import bisect_right
from email.message import EmailMessage

import weasyprint
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from probata.documents import kinds
from probata.documents.decoding import decode
from probata.documents.document import Document
from probata.documents.html_tokens import unescape
from probata.documents.parts import declared_in
from probata.documents.reading import NotADocument, read_document, read_parts

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def whole(data: bytes) -> Document | str:
    """The document, checked; or the reason why there is none."""
    try:
        document = read_document(data)
    except NotADocument as refused:
        return one_line(refused.reason)
    assert read_document(data) == document
    check_order(document)
    check_pieces(document, read_parts(data))
    return document


def one_line(reason: str) -> str:
    assert reason
    assert "\n" not in reason
    return reason


def check_order(document: Document) -> None:
    """Blocks lie in order with a blank line between (in a plain text: no words); sections cover them."""
    text = document.text
    text.encode("utf-8")
    assert document.sections
    place = 0
    for block in document.blocks:
        assert _is_between(document, place, block.span.start)
        assert block.span.of(text) == block.span.of(text).strip(" \t\r\n\f\v") != ""
        place = block.span.end
    assert _is_between(document, place, len(text))
    assert not _CONTROLS.search(text)
    covered = [block for section in document.sections for block in document.blocks_of(section)]
    assert covered == list(document.blocks)
    before = 0
    for section in document.sections:
        assert before <= section.span.start < section.span.end
        before = section.span.end
        for span in (section.headline, section.byline, section.dateline, *section.credits):
            assert span is None or (span.within(section.span) and span.start < span.end)
    starts = [block.span.start for block in document.blocks]
    for link in document.links:
        assert link.span.within(document.blocks[bisect_right(starts, link.span.start) - 1].span)
        assert link.target
        assert not link.target.lower().startswith("javascript:")


def _is_between(document: Document, start: int, end: int) -> bool:
    """Whether a stretch may stand outside of all blocks."""
    words = document.text[start:end]
    if document.media_type == kinds.PLAIN:
        return not any(letter.isalnum() for letter in words)
    return words == ("\n\n" if start > 0 and end < len(document.text) else "")


def check_pieces(document: Document, parts: dict[str, bytes]) -> None:
    """The pieces are the blocks again, and each one's bytes are its words."""
    text = document.text
    encodings = {name: _encoding(data, document.media_type) for name, data in parts.items()}
    place = 0
    for piece in document.pieces:
        assert piece.span.start >= place
        assert piece.span.start == place or _is_between(document, place, piece.span.start)
        assert piece.span.end > piece.span.start
        place = piece.span.end
        words = piece.span.of(text)
        if piece.start < 0 or not words.strip():
            continue
        data = parts[piece.part][piece.start : piece.end]
        assert 0 <= piece.start < piece.end <= len(parts[piece.part])
        if document.media_type in (kinds.PLAIN, kinds.MARKDOWN, kinds.HTML, kinds.RSS, kinds.ATOM):
            assert _resolved(data, encodings[piece.part], document.media_type) == " ".join(words.split()), piece
    assert _is_between(document, place, len(text))


def _encoding(data: bytes, media_type: str) -> str:
    if media_type in (kinds.RSS, kinds.ATOM):
        return "utf-8"
    return decode(data, declared_in(data) if media_type == kinds.HTML else []).encoding


def _resolved(data: bytes, encoding: str, media_type: str) -> str:
    if encoding.startswith("utf-16"):
        odd = len(data) % 2
        written = data[: len(data) - odd].decode(encoding, "surrogatepass") + "\ufffd" * odd
    else:
        written = data.decode(encoding, "replace" if encoding == "gb18030" else "surrogateescape")
    written = re.sub("[\ud800-\udfff]", "\ufffd", written)
    if media_type not in (kinds.PLAIN, kinds.MARKDOWN):
        written = unescape(written)
    elif media_type == kinds.MARKDOWN and re.fullmatch(r"\\[!-/:-@\[-`{-~]", written):
        written = written[1:]
    return " ".join(_CONTROLS.sub("", written).split())


def page(body: str, head: str = "", lang: str = "en") -> bytes:
    """A page in UTF-8."""
    start = f"<!doctype html><html lang={lang}><head><meta charset=utf-8>{head}</head><body>"
    return f"{start}{body}</body></html>".encode()


def feed(*entries: str) -> bytes:
    """An RSS feed of entries' contents, which are markup."""
    items = "".join(
        f"<item><title>Entry {n}</title><link>https://veld.example/{n}</link>"
        f"<pubDate>Mon, 20 Jan 2031 10:00:00 GMT</pubDate><description>{html.escape(entry)}</description></item>"
        for n, entry in enumerate(entries)
    )
    start = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Courier</title>'
    return f"{start}{items}</channel></rss>".encode()


def mail(words: str, markup: str = "", attachment: bytes = b"") -> bytes:
    """A mail, with an HTML alternative and an attachment where they are given."""
    message = EmailMessage()
    message["Subject"] = "Assurance of the foreign ministry — second note"
    message["From"] = "Ada Brenn <ada@veld.example>"
    message["Date"] = "Mon, 20 Jan 2031 10:00:00 +0100"
    message["Message-ID"] = "<abc@veld.example>"
    message.set_content(words)
    if markup:
        message.add_alternative(markup, subtype="html")
    if attachment:
        message.add_attachment(attachment, maintype="image", subtype="png", filename="note.png")
    return message.as_bytes()


def warc(*responses: tuple[str, str, bytes], status: str = "200 OK", packed: bool = True, encoding: str = "") -> bytes:
    """A web archive of responses: address, media type, body."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("made.warc", {"software": "test"}))
    for address, media_type, body in responses:
        headers = [("Content-Type", media_type)] + ([("Content-Encoding", encoding)] if encoding else [])
        record = writer.create_warc_record(
            address,
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2031-01-19T10:00:00Z"},
        )
        writer.write_record(record)
        record.raw_stream.close()
    return out.getvalue()


def wacz(*warcs: bytes) -> bytes:
    """A zipped web archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        for number, data in enumerate(warcs):
            archive.writestr(f"archive/{number}.warc.gz", data)
    return out.getvalue()


def pdf(markup: str, style: str = "") -> bytes:
    """A PDF of a page."""
    return weasyprint.HTML(string=f"<html lang=en><style>{style}</style>{markup}").write_pdf()


def bomb(size: int) -> bytes:
    """Zeros, packed by gzip."""
    return gzip.compress(b"0" * size, 9)
