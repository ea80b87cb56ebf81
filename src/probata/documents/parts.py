"""A part of an exhibit that is one page or one text becomes a section."""

import re
from collections.abc import Sequence

from probata.documents import kinds
from probata.documents.composing import Composer
from probata.documents.decoding import decode
from probata.documents.html_page import read_page
from probata.documents.limits import MOST_PART_BYTES
from probata.documents.markdown import read_markdown
from probata.documents.pdf import read_pdf
from probata.documents.plain import read_plain
from probata.documents.sections import close_section
from probata.documents.stated import Beside

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:\-]{1,40})|<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:\-]{1,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096


def read_part(
    data: bytes,
    media_type: str,
    composer: Composer,
    *,
    part: str = "",
    beside: Beside | None = None,
    declared: Sequence[str] = (),
) -> None:
    """Add a page, a text or a PDF to a document as one section.

    Args:
        data: the bytes; what lies beyond the limit is left out.
        media_type: HTML, Markdown, plain text or PDF.
        composer: collects the document.
        part: its name, for the offset map.
        beside: what its container states of it; goes before what the part states.
        declared: encodings that its container states.

    Raises:
        NotADocument: a PDF that can't be read.
    """
    first = len(composer.blocks)
    if media_type == kinds.PDF:
        said = read_pdf(data, composer, part)
    else:
        said = add_text(data, media_type, composer, part=part, declared=declared)
    close_section(composer, first, (beside or Beside()).over(said), guess_headline=media_type != kinds.HTML)


def add_text(
    data: bytes, media_type: str, composer: Composer, *, part: str = "", declared: Sequence[str] = ()
) -> Beside:
    """Add the blocks of a page or a text; the section is left to the caller.

    Returns:
        What it states of itself.
    """
    if len(data) > MOST_PART_BYTES:
        composer.oddities.append(f"limit: {part or 'text'} is read to byte {MOST_PART_BYTES} of {len(data)}")
        data = data[:MOST_PART_BYTES]
    composer.keep_part(part, data)
    labels = [*declared, *(declared_in(data) if media_type == kinds.HTML else ())]
    source = decode(data, labels)
    composer.oddities += [f"{part}: {oddity}" if part else oddity for oddity in source.oddities]
    if media_type == kinds.HTML:
        return read_page(source, composer, part)
    if media_type == kinds.MARKDOWN:
        return read_markdown(source, composer, part)
    read_plain(source, composer, part)
    return Beside()


def declared_in(data: bytes) -> list[str]:
    """The encoding that a page or XML declares in its first bytes."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    return [(found[1] or found[2]).decode("ascii")] if found else []
