"""Shares of one answer by domain: by branch, month, class or stratum, from an assignment's codings, computed now.

Not here: shares for the whole frame, which the report has as figures (`probata.report.figures.examination`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from probata.app.coding import Bench
from probata.app.examining_units import MONTH, NOT_READ, WITHOUT_DAY, Archive
from probata.errors import BadInput, UsageError
from probata.examination.sampling import Drawn
from probata.report.figures.days import day_of
from probata.report.figures.examination import Coded, coded_of, is_silent
from probata.statistics.design.design import Design
from probata.statistics.design.estimates import Outcome, proportion

STRATUM = "stratum"
DOMAINS = (STRATUM, "branch", "month", "class")


@dataclass(frozen=True, slots=True)
class Domain:
    """The share in one domain.

    Attributes:
        name: of the domain; "" for the whole.
        units: how many coded units of it can be told.
        hits: how many of them have the answer.
        outcome: the estimate, or why there is none.
    """

    name: str
    units: int
    hits: int
    outcome: Outcome


def by_domain(bench: Bench, question: str, code: str, by: str, level: float) -> tuple[Domain, ...]:
    """The share that has an answer, over the whole frame and in each domain, by the sample's design.

    Args:
        bench: of the assignment.
        question: identifier.
        code: the answer.
        by: one of `DOMAINS`; "": the whole alone.
        level: of the intervals.

    Returns:
        The whole first, then the domains by name.

    Raises:
        BadInput: no such question or code, or nothing is coded yet.
        UsageError: domains that there are not.
    """
    if by and by not in DOMAINS:
        raise UsageError("by", expected=", ".join(DOMAINS), found=by[:80])
    name = bench.assignment.assignment
    one = next(each for each in coded_of(bench.examination) if each.assignment.assignment == name)
    asked = one.codebook.question(question)
    if code in asked.missing or code not in {each.code for each in asked.codes}:
        known = ", ".join(each.code for each in asked.codes if not each.missing)
        raise BadInput(f"question {question}: code", expected=known, found=code[:80])
    design = one.design
    if isinstance(design, str):
        raise BadInput("no share can be given", found=design)
    told = {f.unit: f.code.split(" ") for f in one.finals.get(question, ()) if not is_silent(asked, f)}
    names = _domains(bench, one, by) if by else [""] * len(one.used)
    return tuple(_shares(one, design, told, code, names, level))


def _shares(
    one: Coded, design: Design, told: dict[str, list[str]], code: str, names: Sequence[str], level: float
) -> Iterator[Domain]:  # fmt: skip
    inside = np.array([each.unit in told for each in one.used])
    hits = np.array([float(code in told.get(each.unit, ())) for each in one.used])
    labels = np.array(names)
    for name in ["", *sorted(set(names) - {""})]:
        kept = inside if not name else inside & (labels == name)
        yield Domain(name, int(kept.sum()), int(hits[kept].sum()), proportion(design, hits, kept=kept, level=level))


def _domains(bench: Bench, one: Coded, by: str) -> list[str]:
    """The domain of each coded unit."""
    if by == STRATUM:
        return [each.stratum for each in one.used]
    archive = Archive.of(bench.inquiry)
    days = archive.basis.column("metadata", "taken_original") if by == "month" else {}
    return [_domain(archive, days, each, by) for each in one.used]


def _domain(archive: Archive, days: dict[str, object], unit: Drawn, by: str) -> str:
    if by == "branch":
        return archive.numbers_of(unit.photographs).get("branch", NOT_READ)
    if by == "month":
        told = sorted(day for each in unit.photographs if (day := day_of(days.get(each))))
        return told[0][:MONTH] if told else WITHOUT_DAY
    persons = archive.basis.findings.persons
    label = next((p.person for each in unit.photographs if (p := persons.get(each)) and p.person is not None), None)
    return archive.class_of(label) if label is not None else archive.basis.class_of(unit.photographs[0])
