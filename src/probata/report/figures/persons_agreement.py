"""The counts of persons side by side: by links, over draws, by an audit, by division; a warning where they disagree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from probata.linkage.persons_class import UNKNOWN
from probata.report.figures.audit import AuditSample, assisted, estimated, latest
from probata.report.figures.basis import PHOTOGRAPHS_FRAME, Basis
from probata.report.figures.figure import Figure, Maker, Method, Undefined, slug
from probata.report.figures.persons_class import class_by_label
from probata.statistics.audit import Estimate, persons_assisted

READS = ("audits", "custody", "readings", "judgements", "settings")
NO_AUDIT = "no audit was drawn and answered in full"
CLASSES = "Photographs of no known person are of class unknown; a class is the linker's or a person's, not the audit's."


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the number of persons.

    Attributes:
        key: in the figure's name.
        label: what it is called in the table.
        name: the figure that it repeats; "" where there is none.
        counts: what it counts.
    """

    key: str
    label: str
    name: str
    counts: str


def ways(basis: Basis) -> tuple[Way, ...]:
    """The ways in which persons are counted here."""
    sample = latest(basis)
    key = "" if sample is None else slug(sample.drawn.audit.audit)
    return (
        Way("links", "by links and judgements", "persons-and-groups", "persons by number and groups without"),
        Way("draws", "over draws of the links", "persons-and-groups-drawn", "persons by number and groups without"),
        Way("audit", "by the audit alone", f"audit-persons.{key}" if key else "", "all persons shown"),
        Way("audit-assisted", "by links put right by the audit", f"audit-persons-assisted.{key}" if key else "",
            "all persons shown"),
        Way("division", "by division", "division-by-median", "nobody: a quotient, with the range of its divisors"),
        Way("division-of-all", "by division of all photographs", "division-of-all-photographs", "nobody: a quotient"),
        Way("division-by-published", "by the published division", "division-by-published", "nobody: a quotient"),
    )  # fmt: skip


def compared(make: Maker) -> Iterator[Figure]:
    """Puts the ways to the number of persons side by side, and counts the warnings where they disagree.

    Unit: persons, as each way counts them. Frame: all photographs, or the photographs of the audit. Rule: it is a
    disagreement where the count by links lies outside the interval of the audit, alone or put right by it; where the
    interval over draws and the audit's don't overlap; where the audit alone and the links put right by it don't
    overlap; and where a division's range lies outside the intervals of both draws and audit. Limits: ways that agree
    can be wrong together where they rest on the same links; only the audit alone rests on none.
    """
    rows: dict[str, Figure] = {}
    for way in ways(make.basis):
        own = make.earlier.get(way.name)
        if own is None and way.key == "division-by-published":
            continue  # nobody published one
        row = make.figure(
            f"persons-compared.{way.key}",
            Undefined(NO_AUDIT) if own is None else own.value,
            label=way.label,
            unit="persons" if own is None else own.unit,
            frame=PHOTOGRAPHS_FRAME if own is None else own.frame,
            exclusions="see the figure that is repeated" if own is None else own.exclusions,
            low=None if own is None else own.low,
            high=None if own is None else own.high,
            judged=0 if own is None else own.resting_on_judgements,
            links=0 if own is None else own.resting_on_links,
            silent_on=0 if own is None else own.silent_on,
            note=f"Counts {way.counts}.",
            parts=() if own is None else (own.name,),
        )
        rows[way.key] = row if own is None else replace(row, level=own.level)
        yield rows[way.key]
    warnings = disagreements(rows)
    yield make.figure(
        "persons-disagreements",
        len(warnings),
        unit="disagreements",
        frame="the ways to the number of persons, in pairs",
        exclusions="pairs of which one is not defined",
        note=" ".join(warnings) or "None of the ways that are defined disagree.",
        parts=[row.name for row in rows.values()],
    )


def disagreements(rows: dict[str, Figure]) -> tuple[str, ...]:
    """The warnings, in words; none where all that is defined agrees."""
    known = {key: ends for key, row in rows.items() if (ends := _ends(row)) is not None}
    found = []
    for one, other in (
        ("links", "audit-assisted"), ("links", "audit"), ("draws", "audit-assisted"), ("draws", "audit"),
        ("audit-assisted", "audit"),
    ):  # fmt: skip
        if one in known and other in known and _apart(known[one], known[other]):
            found.append(f"Warning: persons {rows[one].label} disagree with persons {rows[other].label}.")
    judges = [known[key] for key in ("draws", "audit-assisted", "audit") if key in known]
    for key in ("division", "division-of-all", "division-by-published"):
        if key in known and judges and all(_apart(known[key], each) for each in judges):
            found.append(f"Warning: persons {rows[key].label} disagree with every interval.")
    return tuple(found)


def _ends(figure: Figure) -> tuple[float, float] | None:
    if isinstance(figure.value, Undefined):
        return None
    low, high = figure.low, figure.high
    return (figure.value if low is None else low, figure.value if high is None else high)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def persons_shown(make: Maker) -> Iterator[Figure]:
    """Gives the persons shown, in all and by class, by the best way there is here, with its interval.

    Unit: persons. Frame: all photographs, or those of the audit. Rule: with an audit that is answered in full, the
    linker's count put right by it: the interval holds both the linker's errors and what the audit found. Without, the
    mean over draws of the partition: the interval holds only errors that the linker knows of. With neither, the count,
    without an interval. An audit under way decides nothing: who looks at each estimate can stop at one that suits.
    By class, a photograph counts in the class of its person; the classes add up to the whole. Limits: those of the way
    that was taken.
    """
    sample = latest(make.basis)
    whole = _best(make, sample)
    row = partial(make.figure, unit="persons", frame=whole.frame, exclusions=whole.exclusions)
    yield _as(row("persons-shown", whole.value, judged=whole.resting_on_judgements, links=whole.resting_on_links,
                  silent_on=whole.silent_on, note=_way(whole), parts=[whole.name]), whole)  # fmt: skip
    if sample is not None and sample.design is not None:
        for name, estimate in _by_class(make.basis, sample):
            figure = row(f"persons-shown-by-class.{slug(name)}", Undefined(NO_AUDIT), label=name, note=CLASSES)
            yield estimated(figure, estimate)
        return
    stem = "persons-by-class-drawn" if whole.name.endswith("-drawn") else "persons-by-class"
    for earlier in [each for each in make.earlier.values() if each.stem == stem]:
        figure = row(f"persons-shown-by-class.{slug(earlier.label)}", earlier.value, label=earlier.label,
                     judged=earlier.resting_on_judgements, links=earlier.resting_on_links,
                     silent_on=earlier.silent_on, parts=[earlier.name])  # fmt: skip
        yield _as(figure, earlier)


def _best(make: Maker, sample: AuditSample | None) -> Figure:
    names = ["persons-and-groups-drawn", "persons-and-groups"]
    if sample is not None:
        names.insert(0, f"audit-persons-assisted.{slug(sample.drawn.audit.audit)}")
    found = [make.earlier[name] for name in names if name in make.earlier]
    return next((each for each in found if not isinstance(each.value, Undefined)), found[-1])


def _way(whole: Figure) -> str:
    if whole.stem == "audit-persons-assisted":
        return "By links, put right by the audit. " + whole.note
    if whole.name == "persons-and-groups-drawn":
        return "By draws of the links; no audit says how far the links' probabilities hold."
    return "By links alone; nothing says how sure they are."


def _as(figure: Figure, other: Figure) -> Figure:
    return replace(figure, low=other.low, high=other.high, level=other.level)


def _by_class(basis: Basis, sample: AuditSample) -> Iterator[tuple[str, Estimate]]:
    """The assisted estimate of each class, in which photographs of other classes show nobody."""
    design = sample.design
    if design is None:
        return
    known = class_by_label(basis)
    label_of = sample.label_of
    of = {each: known.get(label_of[each], UNKNOWN) if each in label_of else UNKNOWN for each in sample.drawn.strata}
    if set(of.values()) == {UNKNOWN}:
        yield UNKNOWN, assisted(sample, design)
        return
    for name in sorted(set(of.values())):
        photographs = [
            count if of[each] == name else 0 for each, count in zip(sample.used, sample.photographs, strict=True)
        ]
        linked = _shares(sample, sample.used, of, name)
        yield name, persons_assisted(design, photographs, linked, _shares(sample, list(of), of, name))


def _shares(sample: AuditSample, exhibits: Sequence[str], of: dict[str, str], name: str) -> list[float]:
    return [sample.share(each) if of[each] == name else 0.0 for each in exhibits]


METHODS = (
    Method(
        "persons-compared",
        1,
        READS,
        {
            "persons-compared.*": "Persons, by each way of counting",
            "persons-disagreements": "Disagreements between the ways of counting persons",
        },
        compared,
    ),
    Method(
        "persons-shown",
        1,
        READS,
        {
            "persons-shown": "Persons shown, by the best way there is",
            "persons-shown-by-class.*": "Persons shown, by the person's class",
        },
        persons_shown,
    ),
)
