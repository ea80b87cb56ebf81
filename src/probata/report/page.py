"""What a report says, as one typed value: the template prints it and adds nothing.

Rules:
* Every number on the page is a figure; tables hold figures, not numbers.
* What the inquiry's file leaves out is printed as "not stated", not left away.
* Long tables are cut at a stated length, and say where the rest is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from probata.exhibits.custody import IntakeRecord
from probata.linkage.departure import Authenticity
from probata.problems import Problem
from probata.report import charts, charts_population
from probata.report.agreement_table import AgreementRow, agreement_rows
from probata.report.charts import Chart
from probata.report.charts_statements import timeline
from probata.report.coded_table import CodedQuestion, coded_questions
from probata.report.figures import METHODS, Figure, by_stem
from probata.report.findings import Findings
from probata.report.statements_table import CommitmentRow, commitment_rows, party_names
from probata.report.tables import Table, tables
from probata.report.text import printed_time
from probata.settings import Published, Settings
from probata.snapshot import Snapshot
from probata.statements.published import published_of

MOST_PROBLEMS = 200
MOST_OUTLIERS = 40
TITLES = ("Unit", "Frame", "Rule", "Limits", "Source")


@dataclass(frozen=True, slots=True)
class MethodText:
    """One method's docstring, in parts: what it does, then (title, text) in order."""

    identity: str
    first: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """One intake's record with its figures by what they count."""

    record: IntakeRecord
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One published figure beside ours; ``own`` is None where there is no such figure here."""

    published: Published
    value: Figure
    own: Figure | None
    difference: Figure
    ratio: Figure


@dataclass(frozen=True, slots=True)
class Outlier:
    """One photograph that departs from its cohort: digest, first path, and each respect with its reason."""

    exhibit: str
    path: str
    respects: tuple[tuple[str, str], ...]

    @property
    def short(self) -> str:
        """The digest's first digits."""
        return self.exhibit[:12]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """All that the report's template prints."""

    settings: Settings
    head: str
    generated: str
    tools: Mapping[str, str]
    inputs: Mapping[str, str]
    figures: Mapping[str, Figure]
    tables: Mapping[str, Table]
    charts: Mapping[str, Chart | None]
    agreement: tuple[AgreementRow, ...]
    coded: tuple[CodedQuestion, ...]
    outliers: tuple[Outlier, ...]
    outliers_cut: bool
    intakes: tuple[Intake, ...]
    methods: tuple[MethodText, ...]
    commitments: tuple[CommitmentRow, ...]
    reconciled: tuple[Reconciled, ...]
    problems: tuple[Problem, ...]
    problems_checked: bool
    problems_cut: bool

    @property
    def short_head(self) -> str:
        """The head's first digits, for the top of each printed page."""
        return self.head[:12]


def report_page(
    snapshot: Snapshot,
    found: Sequence[Figure],
    *,
    generated: datetime,
    tools: Mapping[str, str],
    problems: Sequence[Problem] | None = None,
    findings: Findings | None = None,
) -> ReportPage:
    """The page of a snapshot and its figures; the same arguments give the same page.

    Args:
        snapshot: what the figures were computed from.
        found: the figures, as `probata.report.figures.figures` gives them.
        generated: when, aware UTC.
        tools: version by tool (Probata, Python, analysers, linkers).
        problems: what checking found; None: no check was made, and the report says so.
        findings: for charts of comparisons and the list of outliers; None: neither is there.
    """
    by_name = {figure.name: figure for figure in found}
    listed = tuple(problems or ())
    known = findings or Findings()
    outliers = _outliers(snapshot, known.authenticity)
    return ReportPage(
        settings=snapshot.settings,
        head=snapshot.head,
        generated=printed_time(generated),
        tools=dict(sorted(tools.items())),
        inputs=dict(sorted(snapshot.inputs.items())),
        figures=by_name,
        tables=tables(found),
        charts=_charts(found, by_name)
        | {
            "tippett": charts.tippett_plot(known.devices.comparisons),
            "timeline": timeline(snapshot.statements, party_names(snapshot)),
        },
        agreement=agreement_rows(found),
        coded=coded_questions(found),
        outliers=outliers[:MOST_OUTLIERS],
        outliers_cut=len(outliers) > MOST_OUTLIERS,
        intakes=tuple(_intake(record, found) for record in snapshot.intakes),
        methods=_methods(),
        commitments=commitment_rows(snapshot),
        reconciled=_reconciled(published_of(snapshot), by_name),
        problems=listed[:MOST_PROBLEMS],
        problems_checked=problems is not None,
        problems_cut=len(listed) > MOST_PROBLEMS,
    )


def _outliers(snapshot: Snapshot, found: Authenticity) -> tuple[Outlier, ...]:
    """Photographs that depart, those in most respects first."""
    paths: dict[str, str] = {}
    for row in snapshot.received:
        if row.digest is not None:
            paths.setdefault(row.digest, row.path)
    respects: dict[str, list[tuple[str, str]]] = {}
    for each in found.departures:
        respects.setdefault(each.exhibit, []).append((each.test.replace("_", " "), each.detail))
    order = sorted(respects, key=lambda exhibit: (-len(respects[exhibit]), exhibit))
    return tuple(Outlier(e, paths.get(e, ""), tuple(respects[e])) for e in order)


def _charts(found: Sequence[Figure], by_name: Mapping[str, Figure]) -> dict[str, Chart | None]:
    return {
        "time": charts.by_time(by_stem(found, "photographs-by-day"), by_stem(found, "photographs-by-month")),
        "camera": charts.by_camera(by_stem(found, "photographs-by-camera"), by_name["photographs-of-unknown-camera"]),
        "class": charts.by_class(by_stem(found, "class-judged"), by_stem(found, "class-proposed")),
        "person": charts.per_person(by_stem(found, "persons-with-photographs")),
        "upset": charts_population.of_histories(
            by_stem(found, "persons-on-list"), by_stem(found, "persons-with-history")
        ),
        "ways": charts_population.of_figures(
            by_stem(found, "persons-in-all-by"), "ways", "Persons in all, by method", "method"
        ),
        "without": charts_population.of_figures(
            by_stem(found, "persons-in-all-without"), "without", "Persons in all, with one list left out", "without"
        ),
    }


def _intake(record: IntakeRecord, found: Sequence[Figure]) -> Intake:
    counts = {
        what: figure
        for what in ("files", "new", "known", "refused", "bytes")
        for figure in by_stem(found, f"intake-{what}")
        if figure.label == record.intake
    }
    return Intake(record, counts)


def _methods() -> tuple[MethodText, ...]:
    texts = []
    for method in METHODS:
        paragraph = " ".join((method.compute.__doc__ or "").replace("*", "").split())
        pieces = _split(paragraph)
        texts.append(MethodText(method.identity, pieces[0][1], tuple(pieces[1:])))
    return tuple(texts)


def _split(paragraph: str) -> list[tuple[str, str]]:
    """The text cut before each of the known titles, in the order in which they stand."""
    cuts = sorted((at, title) for title in TITLES if (at := paragraph.find(f"{title}: ")) >= 0)
    ends = [at for at, _ in cuts[1:]] + [len(paragraph)]
    first = paragraph[: cuts[0][0]] if cuts else paragraph
    parts = [(title, paragraph[at + len(title) + 2 : end].strip()) for (at, title), end in zip(cuts, ends, strict=True)]
    return [("", first.strip()), *parts]


def _reconciled(listed: Sequence[Published], by_name: Mapping[str, Figure]) -> tuple[Reconciled, ...]:
    rows = []
    values = [figure for figure in by_name.values() if figure.stem == "published"]
    for published, value in zip(listed, values, strict=True):
        key = value.name.split(".", 1)[1]
        rows.append(
            Reconciled(
                published,
                value,
                by_name.get(published.compares),
                by_name[f"published-difference.{key}"],
                by_name[f"published-ratio.{key}"],
            )
        )
    return tuple(rows)
