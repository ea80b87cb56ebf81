"""A page for each figure: all that travels with the number, and the exhibits that it counts, with digests and paths.

Rules:
* A thousand rows a page. What other figures list is linked, not listed again.
* Graphic material is hidden: no page holds a photograph. Where hidden (grey, blurred) thumbnails are handed in, only
  figures of at most 200 units show them.
* Pages are made one after another; memory does not grow with their number.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from probata.progress import Progress
from probata.report.figures import Figure
from probata.report.figures.received import row_key
from probata.report.findings import Findings
from probata.report.render import environment, number, stylesheet
from probata.report.text import visible
from probata.snapshot import Received, Snapshot

ROWS_A_PAGE = 1000
MOST_THUMBNAILS = 200
STYLE = "style.css"
Hidden = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of one page as markup, and which of the optional columns they have."""

    rows: Markup
    person: bool
    outcome: bool
    thumbnail: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes the rows of listings from cells that are escaped once: an archive has 100,000s of rows.

    Attributes:
        paths: the cell with the paths of each exhibit, in the order received.
        by_key: the path of each ``intake/order``.
        persons: the cell with the person of each exhibit that has one.
        hidden: gives the hidden thumbnail (JPEG) of an exhibit, or None.
    """

    paths: Mapping[str, Markup]
    by_key: Mapping[str, Received]
    persons: Mapping[str, Markup]
    hidden: Hidden | None

    @classmethod
    def of(cls, snapshot: Snapshot, findings: Findings, hidden: Hidden | None) -> "Rows":
        """The rows of a snapshot."""
        paths: dict[str, Markup] = {}
        for row in snapshot.received:
            if row.digest is not None:
                path = _path(row)
                paths[row.digest] = paths[row.digest] + path if row.digest in paths else path
        cell = Markup("<td><bdi>{}</bdi></td>")
        found = findings.persons.items()
        persons = {digest: cell.format(visible(one.person)) for digest, one in found if one.person is not None}
        return cls(paths, {row_key(row): row for row in snapshot.received}, persons, hidden)

    def body(self, units: Sequence[str], first: int, *, thumbnails: bool) -> Body:
        """The rows of ``units`` (digests, or ``intake/order``), numbered from ``first``."""
        received = [self.by_key.get(unit) for unit in units]
        digests = [unit if row is None else row.digest or "" for unit, row in zip(units, received, strict=True)]
        images = [self._thumbnail(digest) if thumbnails else "" for digest in digests]
        person, outcome = any(d in self.persons for d in digests), any(row is not None for row in received)
        thumbnail = any(images)
        pieces: list[str] = []
        for at, (digest, row, image) in enumerate(zip(digests, received, images, strict=True), start=first):
            pieces += (
                f'<tr><td class="num at">{at}</td>',
                f'<td class="thumb">{image}</td>' if thumbnail else "",
                f"<td>{self.paths.get(digest, '') if row is None else _path(row)}</td>",
                self.persons.get(digest, "<td></td>") if person else "",
                _outcome(row) if outcome else "",
                f"<td><code>{digest}</code></td></tr>\n",
            )
        return Body(Markup("".join(pieces)), person, outcome, thumbnail)  # noqa: S704 - escaped cells

    def _thumbnail(self, digest: str) -> str:
        data = self.hidden(digest) if self.hidden is not None and digest else None
        if data is None:
            return ""
        return f'<img alt="hidden picture" src="data:image/jpeg;base64,{base64.b64encode(data).decode("ascii")}">'


def _path(row: Received) -> Markup:
    return Markup('<bdi class="path">{}</bdi>').format(f"{row.intake}: {visible(row.path)}")


def _outcome(row: Received | None) -> Markup:
    return Markup("<td>{}</td>").format("" if row is None else visible(row.reason or row.outcome))


def write_listings(
    folder: Path,
    snapshot: Snapshot,
    findings: Findings,
    figures: Sequence[Figure],
    *,
    progress: Progress,
    hidden: Hidden | None = None,
) -> int:
    """Write ``index.html`` and the pages of all figures into ``folder``, which is empty.

    Args:
        folder: where to.
        snapshot: what the figures were computed from.
        findings: persons, for the lists.
        figures: all figures.
        progress: told of each figure.
        hidden: gives the hidden thumbnail (JPEG, grey and blurred) of an exhibit; None: no thumbnails.

    Returns:
        The number of pages written.
    """
    jinja = environment()
    common = {"title": snapshot.settings.inquiry.title, "language": snapshot.settings.inquiry.language}
    (folder / STYLE).write_text(str(stylesheet()), encoding="utf-8")
    template = jinja.get_template("listing.html")
    rows = Rows.of(snapshot, findings, hidden)
    by_name = {figure.name: figure for figure in figures}
    progress.stage("report pages", len(figures))
    written = 1
    for figure in figures:
        for name, text in _pages(template, figure, rows, by_name, common):
            (folder / name).write_text(text, encoding="utf-8")
            written += 1
        progress.advance()
    index = jinja.get_template("index.html")
    with (folder / "index.html").open("w", encoding="utf-8") as stream:
        stream.writelines(index.generate(figures=figures, number=number, style=STYLE, **common))
    return written


def page_name(figure: str, page: int) -> str:
    """The file name of a figure's page, counted from 1."""
    return f"{figure}.html" if page == 1 else f"{figure}_{page}.html"


def _pages(
    template: Template, figure: Figure, rows: Rows, by_name: Mapping[str, Figure], common: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    units = () if figure.parts else figure.exhibits
    count = max(1, -(-len(units) // ROWS_A_PAGE))
    thumbnails = len(units) <= MOST_THUMBNAILS
    for page in range(1, count + 1):
        start = (page - 1) * ROWS_A_PAGE
        body = rows.body(units[start : start + ROWS_A_PAGE], start + 1, thumbnails=thumbnails)
        text = template.render(
            figure=figure,
            parts=[by_name[name] for name in figure.parts],
            body=body,
            page=page,
            pages=[(n, page_name(figure.name, n)) for n in _near(page, count)],
            count=count,
            paged=count > 1,
            number=number,
            style=STYLE,
            **common,
        )
        yield page_name(figure.name, page), text


def _near(page: int, count: int) -> list[int]:
    """The pages to link to: the first, the last and those close by."""
    return sorted({1, count, *range(max(1, page - 3), min(count, page + 3) + 1)})
