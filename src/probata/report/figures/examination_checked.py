"""Shares put right for coders' errors, and shares of persons from a sample of photographs.

Not here: shares of the units as they were coded (`examination`).
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from probata.errors import BadInput
from probata.examination.codebook import Question
from probata.examination.codings import Final
from probata.report.figures.examination import DECIMALS, READS, Coded, coded_of, is_silent, key_of
from probata.report.figures.figure import Figure, Maker, Method, Undefined
from probata.statistics.design.design import Design
from probata.statistics.design.estimates import Estimate, proportion
from probata.statistics.design.misclassification import by_checking
from probata.statistics.outcome import Refused

LEAST_CHECKED = 10
ONE = "one"


def checked(make: Maker) -> Iterator[Figure]:
    """Puts shares right where some units were coded by one examiner alone: by the units on which several decided.

    Unit: share of the persons (or photographs) of whom it can be told. Frame: the frame of the sample. Rule: the first
    code of each unit is that of the first of its examiners; where several coded it and agree, or were adjudicated, the
    unit counts as decided. Within each first code the share of hits among the decided is taken for all (double
    sampling). Made only where some units have one examiner, and ten or more are decided. Limits: what several say
    alike, or somebody adjudicated, is taken for the truth; which units were given to several is by chance.

    Source: Tenenbein, "A double sampling scheme for estimating from binomial data with misclassifications", JASA 65
    (1970); Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), chapter 9.
    """
    for one in coded_of(make.basis.snapshot.examination):
        for question in one.codebook.questions:
            finals = [each for each in one.finals.get(question.id, ()) if not _hidden(question, each)]
            decided = [each for each in finals if each.basis != ONE and not is_silent(question, each)]
            if question.kind == "one" and LEAST_CHECKED <= len(decided) < len(finals) and _some_alone(finals):
                yield from _checked(make, one, question, finals)


def _some_alone(finals: list[Final]) -> bool:
    return any(each.basis == ONE for each in finals)


def _hidden(question: Question, one: Final) -> bool:
    """Whether the first examiner could not tell: then the unit is outside, as it is for the share itself."""
    return _first(one) in question.missing or bool(question.missing & set(one.code.split(" ")))


def _first(one: Final) -> str:
    return next(iter(one.given.values()), one.code)


def _checked(make: Maker, one: Coded, question: Question, finals: list[Final]) -> Iterator[Figure]:
    by_unit = {each.unit: each for each in finals}
    used = [each for each in one.used if each.unit in by_unit]
    for code in (each.code for each in question.codes if not each.missing):
        found = _by_checking(one, question, by_unit, code)
        told = found if isinstance(found, Estimate) else None
        yield make.figure(
            f"coded-share-checked.{key_of(one.assignment.assignment, question.id, code)}",
            Undefined(str(found)) if told is None else round(told.value, DECIMALS),
            label=f"{question.text} {question.label(code)} ({one.assignment.assignment})",
            low=None if told is None else round(told.interval.low, DECIMALS),
            high=None if told is None else round(told.interval.high, DECIMALS),
            level=None if told is None else told.interval.level,
            unit=f"share of the {one.sample.unit}s of which it can be told",
            frame=one.where,
            exclusions="units of which the first examiner could not tell",
            judged=len(used),
            note=f"Decided by several: {0 if told is None else told.n:,} of {len(used):,} units.",
            exhibits=[each.unit for each in used],
        )


def _by_checking(one: Coded, question: Question, by_unit: dict[str, Final], code: str) -> Estimate | str:
    """The estimate over the units of which it can be told, or why there is none."""
    if isinstance(one.design, str):
        return one.design
    kept = np.array([each.unit in by_unit for each in one.used])
    finals = [by_unit[each.unit] for each in one.used if each.unit in by_unit]
    decided = [
        float("nan") if each.basis == ONE or is_silent(question, each) else float(each.code == code) for each in finals
    ]
    try:
        found = by_checking(_part(one.design, kept), [_first(each) for each in finals], decided)
    except BadInput as error:
        return error.message
    return found.reason if isinstance(found, Refused) else found.estimate


def _part(design: Design, kept: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Design:
    """The design of some of the observations, as if they were all that was drawn of their strata."""
    first = replace(design.first, units=design.first.units[kept], sizes=design.first.sizes[kept])
    second = design.second
    if second is not None:
        second = replace(second, units=second.units[kept], sizes=second.sizes[kept])
    return replace(design, weights=design.weights[kept], strata=design.strata[kept], first=first, second=second)


def of_persons(make: Maker) -> Iterator[Figure]:
    """Turns shares of photographs into shares of persons: a person with many photographs is drawn more often.

    Unit: share of the persons of whom it can be told. Frame: the photographs of the sample's frame, and the persons
    whom the links show on them now. Rule: the weight of a sampled photograph is divided by how many photographs of
    the frame show its person, so that each person counts once. Limits: it holds as far as the links do; what was coded
    on one photograph stands for the person; photographs without a person are outside.

    Source: Sirken, "Household surveys with multiplicity", JASA 65 (1970); Lavallée, Indirect Sampling (2007), 2.1.
    """
    persons = make.basis.findings.persons
    for one in coded_of(make.basis.snapshot.examination):
        if one.sample.unit != "photograph" or isinstance(one.design, str):
            continue
        label_of = {each: persons[each].person for each in one.frame if each in persons}
        sizes: dict[str, int] = {}
        for label in label_of.values():
            if label is not None:
                sizes[label] = sizes.get(label, 0) + 1
        shown = [sizes.get(label_of.get(each.unit) or "", 0) for each in one.used]
        if any(shown):
            for question in one.codebook.questions:
                yield from _of_persons(make, one, question, np.array(shown))


def _of_persons(
    make: Maker, one: Coded, question: Question, shown: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> Iterator[Figure]:  # fmt: skip
    finals = {each.unit: each for each in one.finals.get(question.id, ()) if not is_silent(question, each)}
    kept = np.array([each.unit in finals for each in one.used]) & (shown > 0)
    if isinstance(one.design, str) or not kept.any():
        return
    design = replace(one.design, weights=one.design.weights / np.maximum(shown, 1))
    units = [each.unit for each, told in zip(one.used, kept, strict=True) if told]
    links = sum(not make.basis.findings.persons[unit].judged for unit in units)
    for code in (each.code for each in question.codes if not each.missing):
        hits = np.array([float(each.unit in finals and code in finals[each.unit].code.split(" ")) for each in one.used])
        found = proportion(design, hits, kept=kept)
        told = found if isinstance(found, Estimate) else None
        yield make.figure(
            f"coded-share-of-persons.{key_of(one.assignment.assignment, question.id, code)}",
            Undefined(found.reason) if isinstance(found, Refused) else round(found.value, DECIMALS),
            label=f"{question.text} {question.label(code)} ({one.assignment.assignment})",
            low=None if told is None else round(told.interval.low, DECIMALS),
            high=None if told is None else round(told.interval.high, DECIMALS),
            level=None if told is None else told.interval.level,
            unit="share of the persons of whom it can be told",
            frame=one.where,
            exclusions="photographs on which no person could be told, or of which it can't be told",
            judged=len(units) - links,
            links=links,
            exhibits=units,
        )


METHODS = (
    Method(
        "coded-checked", 1, READS, {"coded-share-checked.*": "Share that has an answer, put right for coders' errors"},
        checked,
    ),
    Method(
        "coded-persons", 1, READS, {"coded-share-of-persons.*": "Share of persons, from a sample of photographs"},
        of_persons,
    ),
)  # fmt: skip
