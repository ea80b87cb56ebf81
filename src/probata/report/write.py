"""Writes a report: figures, HTML, PDF and the pages of the exhibits that each figure counts.

Steps:
1. ``figures.json``: what the ledger seals and `recheck` compares.
2. ``exhibits/``: a page for each figure, made beside and put in place in one step.
3. ``report.html``, then ``report.pdf`` of the same text.
4. ``manifest-sha256.txt``: the digest of each of these but the first, to be sealed with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from probata.digest import Digest
from probata.problems import Problem
from probata.progress import Progress
from probata.report.figures import Figure
from probata.report.findings import Findings
from probata.report.listings import Hidden, write_listings
from probata.report.manifest import write_manifest
from probata.report.page import report_page
from probata.report.pdf import write_pdf
from probata.report.recheck import figures_json
from probata.report.render import LISTINGS, report_html
from probata.report.replace import fresh_folder, replace_file, replace_folder
from probata.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        html: the report.
        pdf: the PDF; None where none could be made.
        no_pdf: why there is no PDF, and what to do; "" where there is one.
        figures: ``figures.json``.
        figures_digest: its SHA-256, to be sealed.
        html_digest: the SHA-256 of the report.
        pages: how many pages of exhibits.
    """

    html: Path
    pdf: Path | None
    no_pdf: str
    figures: Path
    figures_digest: Digest
    html_digest: Digest
    pages: int


def write_report(
    folder: Path,
    snapshot: Snapshot,
    findings: Findings,
    found: Sequence[Figure],
    *,
    generated: datetime,
    tools: Mapping[str, str],
    progress: Progress,
    problems: Sequence[Problem] | None = None,
    hidden: Hidden | None = None,
) -> Written:
    """Write the report of a snapshot into ``folder`` (``report/`` of the inquiry).

    Args:
        folder: made if need be; an earlier report in it is replaced.
        snapshot: what the figures were computed from.
        findings: classes, persons, cameras, near-duplicates.
        found: all figures, as `probata.report.figures.figures` gives them.
        generated: when, aware UTC; printed.
        tools: version by tool; printed.
        progress: told of the pages.
        problems: what checking found before; None: not checked, which is printed.
        hidden: gives the hidden thumbnail (JPEG) of an exhibit for short lists; None: no thumbnails.

    Raises:
        OSError: it can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = figures_json(found)
    listings = folder / LISTINGS
    pages = write_listings(fresh_folder(listings), snapshot, findings, found, progress=progress, hidden=hidden)
    replace_folder(listings)
    page = report_page(snapshot, found, generated=generated, tools=tools, problems=problems, findings=findings)
    html = report_html(page)
    replace_file(folder / "figures.json", data)
    replace_file(folder / "report.html", html.encode("utf-8"))
    pdf = folder / "report.pdf"
    no_pdf = write_pdf(html, pdf)
    if no_pdf:
        pdf.unlink(missing_ok=True)
    write_manifest(folder)
    return Written(
        html=folder / "report.html",
        pdf=None if no_pdf else pdf,
        no_pdf=no_pdf,
        figures=folder / "figures.json",
        figures_digest=Digest.of(data),
        html_digest=Digest.of(html.encode("utf-8")),
        pages=pages,
    )
