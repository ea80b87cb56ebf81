"""From a snapshot to a sealed report, and back: compute, write, seal, and compute again.

A report is written anew when a figure changed, when a file of it is missing, or when it is not the sealed one;
otherwise nothing is written and no act is appended.
"""

import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from probata.app.desk import TOOL, Desk
from probata.digest import Digest
from probata.inquiry import LINKS, Inquiry
from probata.kept import KeptLinks
from probata.ledger.acts import Act, ReportSealed
from probata.linkage.proposals import VERSIONS, propose
from probata.problems import Problem
from probata.progress import Progress
from probata.readings.analyser import key
from probata.readings.analysers import ANALYSERS, PICTURE
from probata.report.figures import Figure, Undefined, figures
from probata.report.findings import Findings, findings
from probata.report.manifest import SEALED_AS, manifest_digest, recheck_files
from probata.report.recheck import FIGURES_FILE, REPORT_FILE, figures_json, recheck
from probata.report.recheck import recheck_report as recheck_page
from probata.report.write import write_report
from probata.snapshot import NOTHING_KEPT, Kept, Snapshot

MAIN = (
    "photographs-received",
    "photographs",
    "persons-shown",
    "persons-by-number",
    "groups-without-number",
    "photographs-per-person-mean",
)
LIBRARIES = ("numpy", "opencv-python-headless", "onnxruntime", "pdqhash", "pillow", "pillow-heif", "pyarrow", "scipy")


@dataclass(frozen=True)
class Sealed:
    """A report as it stands.

    Attributes:
        page: the HTML file.
        pdf: the PDF's path, or why there is none.
        count: how many figures.
        main: name and value of the figures that the terminal shows.
        head: the snapshot's head.
    """

    page: Path
    pdf: str
    count: int
    main: tuple[tuple[str, object], ...]
    head: str


def computed(
    inquiry: Inquiry, progress: Progress, kept: Kept = NOTHING_KEPT
) -> tuple[Snapshot, Findings, tuple[Figure, ...]]:
    """The snapshot, what was found on it, and its figures, all computed now.

    Args:
        inquiry: which.
        progress: is told how far it is.
        kept: links of an earlier run that need not be computed again; by default all are.
    """
    progress.stage("links and figures", 3)
    snapshot = inquiry.snapshot(kept=kept)
    progress.advance()
    found = findings(propose(snapshot))
    progress.advance()
    made = figures(snapshot, found)
    progress.advance()
    return snapshot, found, made


def seal(inquiry: Inquiry, desk: Desk, append: Callable[[Act], Digest]) -> Sealed:
    """Write the report where it is not the sealed one of this snapshot, and seal it by an act.

    Args:
        inquiry: which.
        desk: with which clock and progress.
        append: signs an act and adds it to the ledger.
    """
    snapshot, found, made = computed(inquiry, desk.progress, KeptLinks(inquiry.folder / LINKS, write=True))
    digest = Digest.of(figures_json(made))
    if not _stands(inquiry, digest):
        write_report(
            inquiry.report,
            snapshot,
            found,
            made,
            generated=desk.clock(),
            tools=tools(),
            progress=desk.progress,
            hidden=_hidden(inquiry),
        )
    sealed, files = inquiry.sealed(), manifest_digest(inquiry.report)
    if sealed is None or sealed.figures != digest or sealed.inputs.get(SEALED_AS) != files:
        inputs = {name: Digest(value) for name, value in snapshot.inputs.items()}
        if files is not None:
            inputs[SEALED_AS] = files
        append(ReportSealed(digest, len(made), TOOL, inputs))
    return Sealed(
        page=inquiry.report / "report.html",
        pdf=_pdf(inquiry),
        count=len(made),
        main=tuple((figure.title, _shown(figure)) for figure in made if figure.name in MAIN),
        head=snapshot.head,
    )


def tools() -> Mapping[str, str]:
    """Version by tool: Probata, Python, analysers, linkers, libraries that can change a figure."""
    made = {"Probata": TOOL.split()[1], "Python": platform.python_version()}
    made |= {f"analyser {analyser.name}": key(analyser) for analyser in ANALYSERS}
    made |= {f"linker {name}": number for name, number in VERSIONS.items()}
    return made | {name: version(name) for name in LIBRARIES}


def recheck_report(inquiry: Inquiry, desk: Desk) -> Iterator[Problem]:
    """Compare the report with what was sealed and with figures computed now.

    Yields:
        ``figures-missing``, ``figures-not-sealed``, ``report-changed``, and what `probata.report.recheck` finds.
    """
    sealed = inquiry.sealed()
    try:
        data = (inquiry.report / "figures.json").read_bytes()
    except OSError:
        if sealed is not None:
            yield Problem("figures-missing", FIGURES_FILE, f"the sealed figures {sealed.figures}", "no file")
        return
    if sealed is None or Digest.of(data) != sealed.figures:
        expected = "an act that seals it" if sealed is None else f"{sealed.figures}, as sealed"
        yield Problem("figures-not-sealed", FIGURES_FILE, expected, str(Digest.of(data)))
    _, _, fresh = computed(inquiry, desk.progress)
    yield from recheck(data, fresh)
    page = inquiry.report / "report.html"
    numbers = recheck_page(page.read_bytes() if page.is_file() else None, data)
    yield from numbers
    if sealed is not None and (files := sealed.inputs.get(SEALED_AS)) is not None:
        told = {REPORT_FILE} if numbers else set()
        yield from (problem for problem in recheck_files(inquiry.report, files) if problem.where not in told)


def _stands(inquiry: Inquiry, digest: Digest) -> bool:
    """Whether the report on disk has these figures, its page, and all files as they were written."""
    path = inquiry.report / "figures.json"
    if not (path.is_file() and Digest.of(path.read_bytes()) == digest and (inquiry.report / "report.html").is_file()):
        return False
    files = manifest_digest(inquiry.report)
    if files is None or any(recheck_files(inquiry.report, files)):
        return False
    return not recheck_page((inquiry.report / "report.html").read_bytes(), path.read_bytes())


def _pdf(inquiry: Inquiry) -> str:
    path = inquiry.report / "report.pdf"
    return str(path) if path.is_file() else "none: Pango is missing (Debian: libpango-1.0-0 libpangoft2-1.0-0)"


def _shown(figure: Figure) -> object:
    if isinstance(figure.value, Undefined):
        return f"not defined: {figure.value.reason}"
    value = round(figure.value, 2) if isinstance(figure.value, float) else figure.value
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({figure.low:g} to {figure.high:g})"


def _hidden(inquiry: Inquiry) -> Callable[[str], bytes | None]:
    """Gives the hidden thumbnail of an exhibit."""

    def thumbnail(digest: str) -> bytes | None:
        for row in inquiry.readings.lookup(PICTURE, [digest], ["hidden"]):
            value = row["hidden"]
            return value if isinstance(value, bytes) else None
        return None

    return thumbnail
