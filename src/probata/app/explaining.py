"""Explanations of single photographs, with pictures from the exhibits' bytes; hidden unless asked for."""

from pathlib import Path

from probata.digest import Digest
from probata.errors import BadInput
from probata.inquiry import Inquiry
from probata.linkage.proposals import propose
from probata.readings.analyser import Unreadable
from probata.readings.rendition import decode, encode, fit, rendition, upright
from probata.report.explained import Explained, explain
from probata.report.explained_page import Pictures, explained_html

SIDE = 640
CROP_SIDE = 320
_MARGIN = 0.15


def explained(inquiry: Inquiry, exhibit: Digest) -> Explained:
    """All that is known and proposed of a photograph."""
    snapshot = inquiry.snapshot()
    return explain(snapshot, propose(snapshot), exhibit.hex)


def write_page(inquiry: Inquiry, found: Explained, page: Path, *, show: bool) -> None:
    """Write the explanation as an HTML file.

    Args:
        inquiry: whose exhibits are shown.
        found: what is to be explained.
        page: the file to write; it must not be there.
        show: whether pictures and numbers are shown; else pictures are grey and coarse.

    Raises:
        BadInput: the file is there already, or can't be written.
    """
    text = explained_html(found, _pictures(inquiry, show=show), language=inquiry.settings().inquiry.language)
    try:
        with page.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise BadInput("the page can't be written", found=f"{page}: {error.strerror}", do="name a new file") from error


def _pictures(inquiry: Inquiry, *, show: bool) -> Pictures:
    store = inquiry.store()

    def shown(exhibit: str) -> bytes | None:
        try:
            return rendition(store.read(Digest(exhibit)), SIDE, hidden=not show)
        except Unreadable:
            return None

    def cropped(exhibit: str, box: tuple[float, ...]) -> bytes | None:
        try:
            picture = decode(store.read(Digest(exhibit)), 2 * SIDE)
        except Unreadable:
            return None
        pixels = upright(picture.pixels, picture.orientation)
        height, width = pixels.shape[:2]
        left, top, right, bottom = box
        across, down = (right - left) * _MARGIN, (bottom - top) * _MARGIN
        rows = slice(max(0, int((top - down) * height)), max(1, round((bottom + down) * height)))
        columns = slice(max(0, int((left - across) * width)), max(1, round((right + across) * width)))
        part = pixels[rows, columns]
        return encode(fit(part, CROP_SIDE)) if part.size else None

    return Pictures(shown, cropped if show else None)
