"""Which kind of document some bytes are, from the bytes alone.

Rules:
* A name says nothing: a picture called ``note.txt`` is a picture.
* Text that is nothing else is plain text.
"""

import re

from probata.documents.refusal import NotADocument

HTML = "text/html"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
MAIL = "message/rfc822"
PDF = "application/pdf"
RSS = "application/rss+xml"
ATOM = "application/atom+xml"
WARC = "application/warc"
WACZ = "application/wacz"

_TABLE_LINES, _FEWEST_ROWS = 60, 4
_LOOKED_AT = 1 << 16
_MOST_CONTROLS = 0.02  # of the bytes looked at; random bytes have 0.1
_STARTS = (
    (b"\xff\xd8\xff", "picture: JPEG"),
    (b"\x89PNG", "picture: PNG"),
    (b"GIF8", "picture: GIF"),
    (b"II\x2a\0", "picture: TIFF"),
    (b"MM\0\x2a", "picture: TIFF"),
    (b"8BPS", "picture: Photoshop"),
    (b"\0\0\0\x0cjP  ", "picture: JPEG 2000"),
    (b"FUJIFILMCCD-RAW", "picture: raw"),
    (b"OggS", "sound or film: Ogg"),
    (b"ID3", "sound or film: MP3"),
    (b"fLaC", "sound or film: FLAC"),
    (b"\x1aE\xdf\xa3", "sound or film: Matroska"),
    (b"Rar!\x1a\x07", "archive: RAR"),
    (b"7z\xbc\xaf\x27\x1c", "archive: 7z"),
    (b"BZh", "archive: bzip2"),
    (b"\xfd7zXZ\0", "archive: xz"),
    (b"\x28\xb5\x2f\xfd", "archive: Zstandard"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office document: save it as PDF or text"),
    (b"{\\rtf", "office document: RTF; save it as PDF or text"),
    (b"\x7fELF", "binary: a program"),
    (b"MZ\x90\0", "binary: a program"),
    (b"SQLite format 3\0", "binary: a database"),
)
_RIFF = {b"WEBP": "picture: WebP", b"AVI ": "sound or film: AVI", b"WAVE": "sound or film: WAV"}
_PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PROLOGUE = re.compile(
    r"\s*+(?:<\?[^>]{0,500}>\s*+|<!--(?:(?!-->).){0,5000}-->\s*+"
    r"|<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,5000}\]\s*+)?>\s*+){0,9}",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:\-]{0,60})")
_HTML_START = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_HTML_ELEMENTS = re.compile(
    r"<(?:html|head|body|div|p|h[1-6]|article|main|section|table|title|meta|ul|ol|span|a href|br)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_HEADER = re.compile(r"([!-9;-~]{1,76}):[ \t]?[^\r\n]*(?:\r\n|\r|\n)")
_FOLDED = re.compile(r"[ \t][^\r\n]*(?:\r\n|\r|\n)")
_MAIL_HEADERS = frozenset(
    {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "delivered-to",
    }
)
_MARKS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"!?\[[^\]\n]{1,300}\]\((?:https?://|/|#|mailto:)[^)\s]{1,2000}\)"),
    re.compile(r"^(?:={3,}|-{3,})\s?$", re.MULTILINE),
    re.compile(r"\*\*[^*\s][^*\n]{0,300}\*\*"),
    re.compile(r"^```", re.MULTILINE),
    re.compile(r"^> \S", re.MULTILINE),
    re.compile(r"^[*+-] \S", re.MULTILINE),
)
_SURE_MARKS = 2  # how many of the first ones say Markdown by themselves


def kind_of(data: bytes) -> str:
    """The media type of a document.

    Raises:
        NotADocument: these bytes are something else, and which is said.
    """
    if not data:
        raise NotADocument("empty: no bytes")
    for start, reason in _STARTS:
        if data.startswith(start):
            raise NotADocument(reason)
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(b"\x1f\x8b"):
        return WARC  # the one thing packed by gzip that is read; the reader refuses others
    if data.startswith(b"WARC/"):
        return WARC
    _refuse_media(data)
    return text_kind(data)


def text_kind(data: bytes) -> str:
    """The media type of bytes that are text.

    Raises:
        NotADocument: too many of them are control characters, or it is XML that isn't read.
    """
    head = _head(data)
    if not head.strip():
        raise NotADocument("no text: only white space")
    if _HTML_START.match(head):
        return HTML
    if head.lstrip().startswith("<"):
        return _markup(head)
    if _is_mail(head):
        return MAIL
    if len(_HTML_ELEMENTS.findall(head)) >= 3 and "</" in head:
        return HTML
    if _is_table(head):
        raise NotADocument("table: rows of values, such as a list of names")
    return MARKDOWN if _is_markdown(head) else PLAIN


def _is_table(head: str) -> bool:
    """Whether every line has the same number of cells, two cells or more, and few end as sentences do."""
    lines = [line for line in head.splitlines()[:_TABLE_LINES] if line.strip()][:-1]
    if len(lines) < _FEWEST_ROWS or 5 * sum(line.rstrip().endswith((".", "!", "?", "”")) for line in lines) > len(
        lines
    ):
        return False
    return any(lines[0].count(mark) >= 1 and len({line.count(mark) for line in lines}) == 1 for mark in ",;\t")


def _head(data: bytes) -> str:
    """The beginning, as far as kinds are told from it: ASCII is what counts."""
    start = data[:_LOOKED_AT]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) // 2 * 2].decode("utf-16", "replace")
    if start.count(0) * 4 > len(start):
        even, odd = start[::2].count(0), start[1::2].count(0)
        if min(even, odd) * 10 > max(even, odd):
            raise NotADocument("binary: of no kind that is known")
        return start[: len(start) // 2 * 2].decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    if len(_CONTROLS.findall(start)) > max(3, len(start) * _MOST_CONTROLS):
        raise NotADocument("binary: of no kind that is known")
    return start.decode("utf-8-sig", "replace")


def _refuse_media(data: bytes) -> None:
    if data[4:8] == b"ftyp":
        raise NotADocument("picture: HEIF" if data[8:12] in _PICTURE_BRANDS else "sound or film: MP4")
    if data.startswith(b"RIFF") and data[8:12] in _RIFF:
        raise NotADocument(_RIFF[data[8:12]])
    if data.startswith(b"BM") and data[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"):
        raise NotADocument("picture: BMP")
    if data[257:262] == b"ustar":
        raise NotADocument("archive: tar")


def _zipped(data: bytes) -> str:
    start = data[:400]
    if b"[Content_Types].xml" in start or b"mimetypeapplication/vnd.oasis" in start:
        raise NotADocument("office document: save it as PDF or text")
    return WACZ  # the reader refuses a zip that is none


def _markup(head: str) -> str:
    after = _PROLOGUE.match(head)
    root = _ROOT.match(head, after.end() if after else 0)
    name = root[1].rpartition(":")[2].lower() if root else ""
    if name == "rss" or (name == "rdf" and "purl.org/rss" in head[:5000]):
        return RSS
    if name == "feed":
        return ATOM
    if name == "svg":
        raise NotADocument("picture: SVG")
    if name in ("xmpmeta", "rdf"):
        raise NotADocument("sidecar: XMP")
    if head.lstrip().startswith("<?xml") and name != "html":
        raise NotADocument(f"markup: XML with the root {name[:40] or 'of no name'} is not read")
    if _HTML_ELEMENTS.search(head) or name in ("html", "title", "script", "style", "meta", "link", "h1", "p", "div"):
        return HTML
    return PLAIN


def _is_mail(head: str) -> bool:
    """Whether it begins with header lines, two of a mail's among them, and a blank line after them."""
    place = len(found.group()) if (found := re.match(r"From [^\r\n]{1,300}(?:\r\n|\r|\n)", head)) else 0
    names: set[str] = set()
    while found := _HEADER.match(head, place) or (_FOLDED.match(head, place) if names else None):
        place = found.end()
        names.add(found.group(1).lower() if found.re is _HEADER else "")
    ended = head.startswith(("\r\n", "\n", "\r"), place) or place >= len(head)
    mails = names & _MAIL_HEADERS
    return ended and len(mails) >= 2 and bool(mails & {"from", "message-id", "received", "mime-version"})


def _is_markdown(head: str) -> bool:
    found = [bool(mark.search(head)) for mark in _MARKS]
    if head.startswith("---\n") and re.match(r"---\n(?:[\w-]{1,40}:[^\n]*\n){1,40}---\n", head):
        return True
    return any(found[:_SURE_MARKS]) or sum(found) >= 3
