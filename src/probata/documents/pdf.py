"""A PDF's words: lines from where its characters stand, paragraphs from the gaps between lines.

Rules:
* The offset map says the page; a PDF's characters have no place in its bytes that could be shown.
* A line that comes again at the same height of most pages is a header or footer, and ``other``.
* A word that is parted at a line's end is joined.
* Nothing in it is run; a page that can't be read is said.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from probata.documents.composing import Composer, Run, plain_field
from probata.documents.document import BlockKind
from probata.documents.limits import MOST_PAGES, MOST_TEXT
from probata.documents.refusal import NotADocument
from probata.documents.stated import Beside
from probata.documents.times import read_time

_EDGE = 0.09  # of a page's height, above and below, where headers and footers stand
_DIGITS = re.compile(r"\d+")
_PARTED = re.compile(r"[^\W\d_][\-\u00ad\u2010]$")
_PDF_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?(Z|[+-]\d{2}'?\d{2})?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Attributes:
        text: its words.
        left: its edges, as shares of the page, from the left and from above.
        right: the same.
        top: the same.
        bottom: the same.
        height: the size of its characters in points.
        em: the same as a share of the page's height.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    height: float
    em: float


def read_pdf(data: bytes, composer: Composer, part: str = "") -> Beside:
    """Add a PDF's blocks to a document; the section is left to the caller.

    Returns:
        What the PDF states of itself.

    Raises:
        NotADocument: it is encrypted or damaged, or holds no text.
    """
    document = _opened(data)
    try:
        count = len(document)
        if count > MOST_PAGES:
            composer.oddities.append(f"limit: {MOST_PAGES} of {count} pages are read")
        pages, silent = [], []
        for number in range(min(count, MOST_PAGES)):
            lines = _lines(document, number)
            pages.append(lines or [])
            if lines is None:
                composer.oddities.append(f"damaged: page {number + 1} can't be read")
            elif not lines:
                silent.append(number + 1)
        if not any(pages):
            raise NotADocument(f"no text: {count} pages without text, perhaps pictures of pages")
        if silent:
            composer.oddities.append(f"no text: {len(silent)} of {count} pages, the first is {silent[0]}")
        beside = _stated(document)
    finally:
        document.close()
    _compose(pages, composer, part)
    return beside


def _opened(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = str(error).lower()
        if "password" in reason or "security" in reason:
            raise NotADocument("encrypted: a PDF that needs a password") from error
        raise NotADocument(f"damaged: a PDF that can't be opened: {plain_field(str(error), 100)}") from error


def _lines(document: Any, number: int) -> list[Line] | None:
    """A page's lines in the order of its content; None where the page can't be read."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            return []
        text_page = page.get_textpage()
        try:
            return list(_lines_of(text_page.raw, width, height))
        finally:
            text_page.close()
    except pdfium.PdfiumError:
        return None
    finally:
        page.close()


def _lines_of(handle: Any, width: float, height: float) -> Iterator[Line]:
    count = min(raw.FPDFText_CountChars(handle), MOST_TEXT)
    codes: list[int] = []
    first = last = -1
    for place in range(count + 1):
        code = raw.FPDFText_GetUnicode(handle, place) if place < count else 10
        if code in (10, 13):
            text = _decoded(codes)
            if text.strip():
                yield _line(handle, text, first, last, width, height)
            codes, first = [], -1
            continue
        codes.append(code)
        if code not in (0, 32, 160):
            first, last = (place if first < 0 else first), place


def _decoded(codes: Sequence[int]) -> str:
    """Text of UTF-16 or UTF-32 code units, as PDFium gives them."""
    units = b"".join(min(code, 0x10FFFF).to_bytes(4, "little") for code in codes if code not in (0, 0xFFFE, 0xFFFF))
    text = units.decode("utf-32-le", "surrogatepass")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x02", "-")


def _line(handle: Any, text: str, first: int, last: int, width: float, height: float) -> Line:
    left, bottom, right, top = _box(handle, first)
    _, lower, far, upper = _box(handle, last)
    top, bottom = max(top, upper), min(bottom, lower)
    size = float(raw.FPDFText_GetFontSize(handle, first))
    size = size if size > 1 else max(top - bottom, 1.0)
    edges = (min(left, right) / width, max(right, far) / width, 1 - top / height, 1 - bottom / height)
    return Line(text.strip(), *edges, size, size / height)


def _box(handle: Any, place: int) -> tuple[float, float, float, float]:
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    raw.FPDFText_GetCharBox(handle, place, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _compose(pages: list[list[Line]], composer: Composer, part: str) -> None:
    repeated = _repeated(pages)
    sizes = [line.height for lines in pages for line in lines for _ in range(1 + len(line.text) // 20)]
    usual = median(sizes) if sizes else 1.0
    headline = _headline(pages, usual)
    open_paragraph: list[Run] = []
    full = False  # whether its last line reaches the right edge
    running: list[Run] = []  # headers and footers: they stand after a paragraph that goes on over the page's end
    for number, lines in enumerate(pages, start=1):
        name = f"{part} page {number}" if part else f"page {number}"
        above = [line for line in lines if _is_running(line, repeated) and line.top < 0.5]
        below = [line for line in lines if _is_running(line, repeated) and line.top >= 0.5]
        running += [Run(line.text, -1, -1, part=name) for line in above]
        body = [line for line in lines if not _is_running(line, repeated)]
        edge = max((line.right for line in body), default=1.0) - 0.1
        for group in _paragraphs(body):
            kind = _kind(group, usual, headline)
            if kind == "paragraph" and open_paragraph and _goes_on(open_paragraph[-1].text, full, group[0].text):
                open_paragraph = _continued(open_paragraph, _joined(group), name)
                full = group[-1].right >= edge
                continue
            _write(composer, open_paragraph, running)
            if kind == "paragraph":
                open_paragraph = [Run(_joined(group), -1, -1, part=name)]
                full = group[-1].right >= edge
            else:
                composer.block(kind, [Run(_joined(group), -1, -1)], name)
        running += [Run(line.text, -1, -1, part=name) for line in below]
    _write(composer, open_paragraph, running)


def _write(composer: Composer, paragraph: list[Run], running: list[Run]) -> None:
    """The open paragraph, then the headers and footers that wait; both are empty afterwards."""
    composer.block("paragraph", paragraph)
    for run in running:
        composer.block("other", [run])
    paragraph.clear()
    running.clear()


def _kind(group: list[Line], usual: float, headline: list[Line]) -> BlockKind:
    if group[0].height <= usual * 1.15 or sum(len(line.text) for line in group) >= 300:
        return "paragraph"
    return "headline" if group[0] in headline else "heading"


def _goes_on(before: str, full: bool, after: str) -> bool:
    """Whether a paragraph of a page goes on at the head of the next: no sentence ends, and its line is full."""
    ended = before.rstrip("”\"'’»)")[-1:] in set(".:!?;")
    return not ended and (full or after[:1].islower())


def _continued(runs: list[Run], text: str, name: str) -> list[Run]:
    last = runs[-1]
    if _PARTED.search(last.text):
        return [*runs[:-1], Run(last.text[:-1], -1, -1, part=last.part), Run(text, -1, -1, part=name)]
    return [*runs, Run(" " + text, -1, -1, part=name)]


def _headline(pages: list[list[Line]], usual: float) -> list[Line]:
    """The largest lines of the first page, where they are larger than the rest."""
    largest = max((line.height for line in pages[0]), default=0.0) if pages else 0.0
    return [line for line in pages[0] if line.height == largest] if largest > usual * 1.15 else []


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.top * 50)


def _repeated(pages: list[list[Line]]) -> frozenset[tuple[str, int]]:
    """Lines at the edge that come on most pages, numbers aside."""
    seen = Counter(key for lines in pages for key in {_key(line) for line in lines if _at_edge(line)})
    least = max(2, (len(pages) + 1) // 2)
    return frozenset(key for key, count in seen.items() if count >= least)


def _at_edge(line: Line) -> bool:
    return line.bottom < _EDGE or line.top > 1 - _EDGE


def _is_running(line: Line, repeated: frozenset[tuple[str, int]]) -> bool:
    return _at_edge(line) and (
        _key(line) in repeated or bool(re.fullmatch(r"[\W\d]*|page \d+.{0,12}", line.text.lower()))
    )


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other at the usual distance."""
    if not lines:
        return
    gaps = [below.top - above.top for above, below in pairwise(lines)]
    forward = [gap for gap in gaps if gap > 0]
    usual = median(forward) if forward else 0.0
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    now = [lines[0]]
    for above, below, gap in zip(lines, lines[1:], gaps, strict=False):
        widest = max(usual, above.em * 1.2) * 1.35
        parted = not -0.002 < gap <= widest or abs(above.height - below.height) > 0.15 * above.height
        set_in = below.left > above.left + 0.015 and below.left > left + 0.015 and above.right < right - 0.1
        short = above.right < right - 0.25 and above.text[-1:] in '.:!?”"’»'
        if parted or set_in or short:
            yield now
            now = []
        now.append(below)
    yield now


def _joined(lines: Sequence[Line]) -> str:
    """A paragraph's lines, with words that are parted at line ends joined."""
    text = ""
    for line in lines:
        if not text:
            text = line.text
        elif _PARTED.search(text) and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text += " " + line.text
    return text.replace("\u00ad", "")


def _stated(document: Any) -> Beside:
    said = document.get_metadata_dict()
    made = _date(said.get("CreationDate", ""))
    return Beside(
        headline=plain_field(said.get("Title", "")),
        author=plain_field(said.get("Author", "")),
        published=read_time(made, "pdf creation date") if made else None,
    )


def _date(written: str) -> str:
    found = _PDF_DATE.match(written)
    if found is None:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    clock = f"T{hour}:{minute}:{second}{(zone or '').replace(chr(39), '')}" if hour else ""
    return f"{year}-{month}-{day}{clock}"
