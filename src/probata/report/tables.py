"""The report's tables: which figures stand together, under which caption, with what they share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from probata.report.figures import Figure, Undefined, by_stem

MOST_ROWS = 60
MOST_ANSWERS = 600  # all answers of a long codebook: what examiners found is not cut like a list of folders
SHORT_ROWS = 5

# Tables of single figures: caption, names.
NAMED: dict[str, tuple[str, tuple[str, ...]]] = {
    "paths": ("Paths", ("files-received", "files-new", "files-known", "files-refused")),
    "photographs": (
        "Photographs",
        (
            "photographs-received",
            "photographs-duplicate",
            "photographs",
            "photographs-near-duplicate",
            "pictures",
            "photographs-unreadable",
        ),
    ),
    "persons": ("Persons and groups", ("persons-by-number", "groups-without-number", "persons-and-groups")),
    "drawn": (
        "Over draws of the links",
        (
            "persons-by-number-drawn",
            "groups-without-number-drawn",
            "persons-and-groups-drawn",
            "photographs-per-person-mean-drawn",
            "photographs-per-person-variance-drawn",
        ),
    ),
    "photographs-of-persons": (
        "Photographs, by whether a person could be told",
        ("photographs-of-persons-by-number", "photographs-of-groups-without-number", "photographs-without-person"),
    ),
    "per-person": (
        "Photographs per person",
        (
            "photographs-per-person-mean",
            "photographs-per-person-least",
            "photographs-per-person-lower-quartile",
            "photographs-per-person-median",
            "photographs-per-person-upper-quartile",
            "photographs-per-person-most",
        ),
    ),
    "examined": (
        "Photographs and their cohorts",
        ("photographs-examined", "photographs-consistent", "photographs-departing", "tests-not-run"),
    ),
    "sensors": (
        "Sensors by noise",
        ("devices-told-apart", "photographs-device-not-told", "photographs-noise-against-serial"),
    ),
    "in-all": (
        "Observed, imputed, estimated",
        (
            "persons-on-lists",
            "persons-on-lists-imputed",
            "persons-in-all",
            "persons-on-one-list-only",
            "linkage-share-of-variance",
        ),
    ),
    "clocks": ("Clocks", ("clocks-set-back",)),
    "statements": (
        "Statements",
        (
            "statements-found",
            "statements-not-judged",
            "statements-confirmed",
            "statements-rejected",
            "statements-undecided",
        ),
    ),
    "commitments": ("Commitments", ("commitments", "commitments-not-assessed", "statements-acts-dangling")),
    "division": (
        "Division, beside the count",
        (
            "persons-by-number",
            "division-of-all-photographs",
            "division-of-photographs-showing-a-person",
            "division-by-median",
            "division-by-published",
            "division-excess",
        ),
    ),
}

# Tables of one kind: caption, stem, figures that follow, whether the largest come first.
KINDS: dict[str, tuple[str, str, tuple[str, ...], bool]] = {
    "refused": ("Paths refused, by reason", "files-refused-because", (), True),
    "kinds": ("Exhibits, by kind of file", "exhibits-by-kind", ("exhibits",), True),
    "unreadable": ("Readings that failed, by analyser", "unreadable", (), False),
    "unread": ("Exhibits without a reading, by analyser", "unread", (), False),
    "reasons": ("Readings that failed, by reason", "unreadable-because", (), True),
    "classes": ("Photographs, by class", "photographs-by-class", ("photographs-showing-a-person",), False),
    "shown": ("Persons shown, by class", "persons-shown-by-class", ("persons-shown",), False),
    "by-class": ("Persons and groups, by class", "persons-by-class", ("persons-and-groups",), False),
    "by-class-drawn": (
        "Over draws of the links, by class",
        "persons-by-class-drawn",
        ("persons-and-groups-drawn",),
        False,
    ),
    "compared": ("Persons, by each way of counting", "persons-compared", (), False),
    "distribution": ("Persons, by the number of their photographs", "persons-with-photographs", (), False),
    "cameras": ("Photographs, by camera", "photographs-by-camera", ("photographs-of-unknown-camera",), True),
    "claimed-models": ("Photographs, by claimed model", "photographs-by-claimed-model", (), True),
    "several-bodies": ("Camera bodies told apart, by model that has several", "bodies-of-model", (), True),
    "support": ("Photographs, by what sensor noise supports", "photographs-by-support", (), True),
    "photographers": (
        "Photographs, by photographer",
        "photographs-by-photographer",
        (
            "photographs-without-photographer",
            "photographs-of-two-photographers",
            "photographer-judgements-without-effect",
        ),
        True,
    ),
    "departures": ("Photographs that depart, by test", "departures-by-test", (), True),
    "examined-by-test": ("Photographs examined, by test", "photographs-examined-by-test", (), False),
    "false-alarms": ("Expected false alarms, by test", "false-alarm-rate", (), False),
    "drifts": ("Drift against satellites, by camera", "clock-drift", (), False),
    "months": ("Photographs, by month of taking", "photographs-by-month", ("photographs-without-date",), False),
    "folders": ("Photographs, by top folder", "photographs-by-top-folder", (), True),
    "coded-checked": ("Shares put right for coders’ errors, by question and answer", "coded-share-checked", (), False),
    "coded-persons": ("Shares of persons, by question and answer", "coded-share-of-persons", (), False),
    "second-pass": ("Answers changed with context, by question", "second-pass-changed", (), False),
    "list-records": ("Records, by list", "list-records", (), False),
    "on-list": ("Persons on lists, by list", "persons-on-list", (), False),
    "on-both": ("Persons on both, by two lists", "persons-on-both", (), False),
    "histories": ("Persons, by the lists they are on", "persons-with-history", (), True),
    "in-all-by": ("Persons in all, by method", "persons-in-all-by", (), False),
    "in-all-without": ("Persons in all, by the list left out", "persons-in-all-without", (), False),
    "in-all-of": ("Persons in all, by stratum", "persons-in-all-of", (), False),
    "languages": ("Documents, by language", "documents-by-language", ("documents",), True),
    "said-by-kind": ("Confirmed statements, by kind", "statements-by-kind", ("statements-confirmed",), True),
    "said-by-mode": ("Confirmed statements, by mode", "statements-by-mode", (), True),
    "said-by-speaker": ("Confirmed statements, by speaker", "statements-by-speaker", (), True),
    "commitments-by-form": ("Commitments, by form", "commitments-by-form", (), False),
    "consistency": ("Commitments and statements compared, by label", "consistency-by-label", (), True),
    "claims": ("Figures that others claimed, by claim", "figure-claimed", (), False),
    "judgements": ("Judgements, by kind and verdict", "judgements-by-verdict", ("judgements",), False),
}


# Tables of several kinds: caption, stems. Rows carry their titles.
STEMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ratios": (
        "Likelihood ratios of sensor noise",
        (
            "lr-comparisons-same",
            "lr-comparisons-different",
            "lr-cost",
            "lr-least-cost",
            "lr-misleading-same",
            "lr-misleading-different",
        ),
    ),
    "samples": (
        "Samples and codings",
        ("sample-units", "units-given", "units-coded", "units-coded-by-several"),
    ),
    "audits": (
        "Audits",
        (
            "audit-drawn",
            "audit-answered",
            "audit-cannot-tell",
            "audit-persons",
            "audit-persons-assisted",
            "audit-photographs-per-person",
            "linker-pair-precision",
            "linker-pair-recall",
            "linker-persons-split",
            "linker-persons-merged",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Figures under one caption, with the unit, frame and exclusions that most of them share; a row says its own.

    Attributes:
        caption: what the table holds.
        figures: its rows.
        unit: the unit of most; "" where they differ.
        frame: the frame of most; "" where they differ.
        exclusions: the exclusions of most; "" where they differ.
        cut: there are more figures than rows.
        titled: rows are of several kinds, and are called by their titles.
    """

    caption: str
    figures: tuple[Figure, ...]
    unit: str
    frame: str
    exclusions: str
    cut: bool
    titled: bool = False

    @property
    def heading(self) -> str:
        """The heading of the first column: what the rows differ by."""
        return self.caption.split(", by ", 1)[1] if ", by " in self.caption else "figure"

    @property
    def mixed(self) -> bool:
        """Whether a row has a unit, frame or exclusions of its own."""
        return any((f.unit, f.frame, f.exclusions) != (self.unit, self.frame, self.exclusions) for f in self.figures)

    @property
    def resting(self) -> bool:
        """Whether any of the figures rests on judgements or links."""
        return any(figure.resting_on_judgements or figure.resting_on_links for figure in self.figures)

    @property
    def silent(self) -> bool:
        """Whether any of the figures is silent on exhibits."""
        return any(figure.silent_on for figure in self.figures)

    @property
    def error(self) -> bool:
        """Whether the linker states an expected error for any of the figures."""
        return any(figure.link_error is not None for figure in self.figures)

    @property
    def ranged(self) -> bool:
        """Whether any of the figures has an interval or a range."""
        return any(figure.low is not None for figure in self.figures)

    @property
    def form(self) -> str:
        """How the table is set: ``short`` ones stay on one page, ``wide`` ones scroll on a small screen."""
        columns = 1 + self.ranged + (2 + self.error) * self.resting + self.silent
        return " ".join([*["short"] * (len(self.figures) <= SHORT_ROWS), *["wide"] * (columns > 1)])

    @property
    def of(self) -> str:
        """The figure that is the denominator of all; "" where there is none or several."""
        names = {figure.denominator_of for figure in self.figures}
        return names.pop() if len(names) == 1 else ""


def table(caption: str, figures: Sequence[Figure], *, cut: bool = False) -> Table:
    """A table of the figures, with the unit, frame and exclusions of most of them (at least two of three)."""

    def shared(values: Sequence[str]) -> str:
        most, count = Counter(values).most_common(1)[0] if values else ("", 0)
        return most if 3 * count >= 2 * len(values) else ""

    return Table(
        caption,
        tuple(figures),
        shared([figure.unit for figure in figures]),
        shared([figure.frame for figure in figures]),
        shared([figure.exclusions for figure in figures]),
        cut,
    )


def tables(found: Sequence[Figure]) -> dict[str, Table]:
    """All tables of the report, by their key; long ones hold the first rows only and say so."""
    by_name: Mapping[str, Figure] = {figure.name: figure for figure in found}
    made = {
        key: table(caption, [by_name[name] for name in names if name in by_name])
        for key, (caption, names) in NAMED.items()
    }
    for key, (caption, stem, further, largest_first) in KINDS.items():
        rows = list(by_stem(found, stem))
        if largest_first:
            rows.sort(key=largest)
        most = MOST_ANSWERS if key.startswith("coded") else MOST_ROWS
        kept = [*rows[:most], *(by_name[name] for name in further if name in by_name)]
        made[key] = table(caption, kept, cut=len(rows) > most)
    for key, (caption, stems) in STEMS.items():
        made[key] = replace(table(caption, [row for stem in stems for row in by_stem(found, stem)]), titled=True)
    return made


def largest(figure: Figure) -> tuple[float, str]:
    """Sorts the largest first, then by label."""
    return (0.0 if isinstance(figure.value, Undefined) else -figure.value, figure.label)
