"""What examiners found: samples, codings, how far examiners agree, and shares with intervals by the sample's design.

Rules:
* A share stands on the units of which it can be told: those on which examiners saw the region and agree, or were
  adjudicated. How many are left out, and why, travels with it.
* Estimates stand on the design of the sample and on nothing else; agreement on units that at least two coded blind to
  one another.
* Numbers are rounded so that another machine gives the same digits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from probata.errors import BadInput
from probata.examination.codebook import Codebook, Question
from probata.examination.codebook_reading import parse
from probata.examination.codings import UNDECIDED, Final, Table, final, moved, repeated, tables
from probata.examination.designs import answered, design_of, unanswered, without_gaps
from probata.examination.sampling import Drawn, drawn
from probata.ledger.examinations import Assignment, Coding, Examination, Frame, Sample
from probata.report.figures.figure import Figure, Maker, Method, Undefined, Value, slug
from probata.statistics.agreement.coefficient import Coefficient
from probata.statistics.agreement.coefficient import Outcome as AgreementOutcome
from probata.statistics.agreement.measures import Agreement, Wanted, measures
from probata.statistics.agreement.measures import repeated as repeated_measures
from probata.statistics.design.design import Design
from probata.statistics.design.estimates import Estimate, proportion
from probata.statistics.outcome import Refused

READS = ("examination", "custody", "readings", "judgements", "settings")
DECIMALS = 6
REPLICATES = 1000
ANSWER = " → "  # between a question and its answer in a label


@dataclass(frozen=True)
class Coded:
    """An assignment with its sample, its codebook and its codings.

    Attributes:
        assignment: as it stands.
        sample: from which units were given out.
        frame: of the sample.
        codebook: under which was coded.
        codings: those that hold.
        examination: all of it.
    """

    assignment: Assignment
    sample: Sample
    frame: Frame
    codebook: Codebook
    codings: tuple[Coding, ...]
    examination: Examination

    @cached_property
    def sampled(self) -> tuple[Drawn, ...]:
        """The units that were given out, in the order of drawing."""
        return drawn(self.sample, self.frame)[: self.assignment.units]

    @cached_property
    def coded(self) -> frozenset[str]:
        """The units that somebody coded."""
        return frozenset(each.unit for each in self.codings)

    @cached_property
    def used(self) -> tuple[Drawn, ...]:
        """The units that somebody coded, in the order of drawing, as a sample of the frame."""
        return answered(self.sample, self.sampled, self.coded)

    @cached_property
    def design(self) -> Design | str:
        """The design of those, or why there is none."""
        if not self.used:
            return "nothing is coded yet"
        silent = unanswered(self.sampled, self.coded)
        if silent:
            return f"nothing is coded yet of {len(silent)} strata"
        try:
            return design_of(self.sample, self.used)
        except BadInput as error:
            return error.message

    @cached_property
    def finals(self) -> dict[str, tuple[Final, ...]]:
        """What counts of each unit, by question."""
        return final(self.codebook, self.codings, self.examination.adjudications_of(self.assignment.assignment))

    @property
    def where(self) -> str:
        """The frame, in words."""
        by = "" if self.sample.strata == "none" else f", divided by {self.sample.strata}"
        drawn_by = "" if self.sample.clusters == "none" else f", drawn by {self.sample.clusters}"
        units = f"{len(self.frame):,} {self.sample.unit}s"
        return f"the {units} of the frame of {self.sample.sample}: {self.sample.reason}{by}{drawn_by}"


def key_of(assignment: str, *parts: str) -> str:
    """A key for an assignment's question and code; where these hold a hyphen, one that no other can have."""
    ambiguous = any("-" in part for part in parts)
    return slug(("/" if ambiguous else "-").join((assignment, *parts)))


def coded_of(found: Examination) -> Iterator[Coded]:
    """Every assignment that was made, in order."""
    books = {digest: parse(text) for digest, text in found.texts.items()}
    for each in found.assignments:
        sample = found.sample(each.sample)
        yield Coded(
            each, sample, found.frame_of(sample.sample), books[each.codebook.hex],
            found.codings_of(each.assignment), found,
        )  # fmt: skip


def examination(make: Maker) -> Iterator[Figure]:
    """Counts what was drawn, given out and coded.

    Unit: person or photograph, as the sample says. Frame: the frame that was kept when the sample was drawn. Rule:
    units are drawn by the smallest SHA-256 of seed and identifier; who codes what follows from the assignment's seed
    in the same way. A unit is coded twice where two examiners coded it, each blind to the other. Limits: the frame is
    of the persons as linked when it was drawn; later links change nothing of it.
    """
    found = make.basis.snapshot.examination
    for sample in found.samples:
        frame = found.frame_of(sample.sample)
        listed = drawn(sample, frame)
        yield make.figure(
            f"sample-units.{slug(sample.sample)}",
            len(listed),
            label=sample.sample,
            unit=f"{sample.unit}s",
            frame=f"the {len(frame):,} {sample.unit}s of the frame of {sample.sample}: {sample.reason}",
            exclusions="nothing of the frame",
            exhibits=[each.unit for each in listed],
        )
    for one in coded_of(found):
        yield from _counted(make, one)


def _counted(make: Maker, one: Coded) -> Iterator[Figure]:
    by: dict[str, set[str]] = {}
    for each in one.codings:
        by.setdefault(each.unit, set()).add(each.examiner)
    twice = sorted(unit for unit, examiners in by.items() if len(examiners) > 1)
    key, label = slug(one.assignment.assignment), f"{one.assignment.assignment}, {one.assignment.way}"
    order = [each.unit for each in one.sampled]
    for stem, units in (
        ("units-given", order),
        ("units-coded", [unit for unit in order if unit in by]),
        ("units-coded-by-several", [unit for unit in order if unit in twice]),
    ):
        yield make.figure(
            f"{stem}.{key}", len(units), label=label, unit=f"{one.sample.unit}s", frame=one.where, exhibits=units,
            exclusions="units that were not given out", judged=0 if stem == "units-given" else len(units),
        )  # fmt: skip


def shares(make: Maker) -> Iterator[Figure]:
    """Estimates which share of the frame has each answer, from the units coded, by the design of the sample.

    Unit: share of the persons (or photographs) of whom it can be told. Frame: the frame of the sample. Rule: of a unit
    counts what was adjudicated, else what all its examiners said alike on the first occasion, or most of them where the
    codebook says so; of a question asked on a condition, where the condition holds in what counts. The share is the
    weighted mean over the units of which it can be told; its variance follows from strata, clusters and stages, its
    interval is that of Korn and Graubard. Limits: units of which it can't be told (the region is not visible, examiners
    can't tell, or differ and nobody adjudicated) are outside, and can differ from the others; a question that is asked
    on a condition is about those for whom it holds; what is not seen on photographs is not absent; where not all units
    are coded the others are supposed to be like them.

    Source: Korn and Graubard, Survey Methodology 24 (1998), section 3; Särndal, Swensson and Wretman, Model Assisted
    Survey Sampling (1992), sections 5.5 and 10.3.
    """
    for one in coded_of(make.basis.snapshot.examination):
        for question in one.codebook.questions:
            finals = one.finals[question.id]
            if finals:
                yield from _shares(make, one, question, finals)


def _shares(make: Maker, one: Coded, question: Question, finals: Sequence[Final]) -> Iterator[Figure]:
    told = {each.unit: set(each.code.split(" ")) for each in finals if not is_silent(question, each)}
    undecided = sum(each.code == UNDECIDED for each in finals)
    hidden = len(finals) - len(told) - undecided
    where = f"{hidden:,} of which it can't be told, {undecided:,} on which examiners differ and nobody adjudicated"
    gap = "" if without_gaps(one.sampled, one.coded) else " Units were left out between: chance is supposed to be why."
    units = [each.unit for each in one.used if each.unit in told]
    for code in (each for each in question.codes if not each.missing):
        hits = [unit for unit in units if code.code in told[unit]]
        found = _share(one, told, code.code)
        yield make.figure(
            f"coded-share.{key_of(one.assignment.assignment, question.id, code.code)}",
            _value(found),
            label=f"{question.text}{ANSWER}{code.label} ({one.assignment.assignment})",
            low=None if isinstance(found, str) else round(found.interval.low, DECIMALS),
            high=None if isinstance(found, str) else round(found.interval.high, DECIMALS),
            level=None if isinstance(found, str) else found.interval.level,
            unit=f"share of the {one.sample.unit}s of which it can be told",
            frame=one.where,
            exclusions=where,
            judged=len(units),
            note=f"{len(hits):,} of {len(units):,} units coded of which it can be told.{gap}",
            exhibits=units,
        )


def is_silent(question: Question, one: Final) -> bool:
    """Whether nothing is told of the unit: examiners differ, or what counts is that it can't be told."""
    return one.code == UNDECIDED or bool(question.missing & set(one.code.split(" ")))


def _share(one: Coded, told: dict[str, set[str]], code: str) -> Estimate | str:
    """The estimate, or why there is none."""
    if isinstance(one.design, str):
        return one.design
    hits = np.array([float(code in told.get(each.unit, ())) for each in one.used])
    found = proportion(one.design, hits, kept=np.array([each.unit in told for each in one.used]))
    return found.reason if isinstance(found, Refused) else found


def _value(found: Estimate | str) -> Value:
    return Undefined(found) if isinstance(found, str) else round(found.value, DECIMALS)


def agreement(make: Maker) -> Iterator[Figure]:
    """Says how far examiners agree on each question: with one another, and with themselves.

    Unit: share of pairs of codings, or a coefficient of which 1 is full agreement and 0 what chance would give. Frame:
    the units that at least two examiners coded on the first occasion; of an examiner's own, those coded twice. Rule:
    all codes count, *not visible* and *cannot tell* too; of a question with several answers each answer by itself. The
    intervals are those that hold where few units are disagreed upon. Limits: nothing is said where no unit is shared;
    where nearly all units have one answer kappa is low whatever examiners do, and AC1 tells more; agreeing is not
    being right.

    Source: Fleiss, Psychological Bulletin 76 (1971); Krippendorff, Content Analysis (2004), chapter 11; Gwet, British
    Journal of Mathematical and Statistical Psychology 61 (2008).
    """
    for one in coded_of(make.basis.snapshot.examination):
        for question in one.codebook.questions:
            for table in tables(question, one.codings):
                yield from _agreement(make, one, question, table)
            yield from _with_oneself(make, one, question)
    yield from _second_pass(make)


def _agreement(make: Maker, one: Coded, question: Question, table: Table) -> Iterator[Figure]:
    several = (table.codes >= 0).sum(axis=1) > 1
    shared = [unit for unit, two in zip(table.units, several, strict=True) if two]
    if not shared:
        return
    wanted = Wanted(metric="ordinal" if table.ordered else "nominal", replicates=REPLICATES)
    found = measures(table.codes, table.categories, coders=table.examiners, ordered=table.ordered, wanted=wanted)
    key = key_of(one.assignment.assignment, *table.question.split("."))
    label = _label(one, question, table.question)
    yield make.figure(
        f"agreement-units.{key}", len(shared), label=label, unit=f"{one.sample.unit}s", frame=one.where,
        exclusions="units that one examiner coded, or to which the question was not put", judged=len(shared),
        exhibits=shared,
    )  # fmt: skip
    yield from _coefficients(make, one, key, label, found)


def _label(one: Coded, question: Question, name: str) -> str:
    _, _, code = name.partition(".")
    return f"{question.text} {question.label(code) if code else ''}".strip() + f" ({one.assignment.assignment})"


def _coefficients(make: Maker, one: Coded, key: str, label: str, found: Agreement) -> Iterator[Figure]:
    for stem, outcome, unit in (
        ("agreement-alike", found.percentage, "share of the pairs of codings of a unit"),
        ("agreement-kappa", found.fleiss, "coefficient"),
        ("agreement-alpha", found.krippendorff, "coefficient"),
        ("agreement-ac1", found.gwet, "coefficient"),
    ):
        yield _coefficient(make, f"{stem}.{key}", label, outcome, unit, one.where, f"agreement-units.{key}")


def _coefficient(
    make: Maker, name: str, label: str, outcome: AgreementOutcome, unit: str, frame: str, parts: str
) -> Figure:  # fmt: skip
    told = outcome if isinstance(outcome, Coefficient) else None
    reason = outcome.reason if isinstance(outcome, Refused) else ""
    return make.figure(
        name,
        Undefined(reason) if told is None else round(told.value, DECIMALS),
        label=label,
        low=None if told is None else round(told.careful.low, DECIMALS),
        high=None if told is None else round(told.careful.high, DECIMALS),
        level=None if told is None else told.careful.level,
        unit=unit,
        frame=frame,
        exclusions="units that one examiner coded, or to which the question was not put",
        judged=0 if told is None else told.units,
        note="" if told is None else " ".join(f"{each.text}." for each in told.cautions),
        parts=[parts],
    )


def _with_oneself(make: Maker, one: Coded, question: Question) -> Iterator[Figure]:
    pairs = repeated(question, one.codings)
    if not pairs or question.kind != "one":
        return
    categories = [each.code for each in question.codes]
    first, second = ([categories.index(pair[place]) for pair in pairs] for place in (0, 1))
    found = repeated_measures(first, second, categories, wanted=Wanted(replicates=REPLICATES))
    units = sorted({each.unit for each in one.codings if each.occasion > 1 and question.id in each.answers})
    told = found.percentage if isinstance(found.percentage, Coefficient) else None
    yield make.figure(
        f"agreement-with-oneself.{key_of(one.assignment.assignment, question.id)}",
        Undefined("no unit was coded twice by an examiner") if told is None else round(told.value, DECIMALS),
        label=_label(one, question, question.id),
        low=None if told is None else round(told.careful.low, DECIMALS),
        high=None if told is None else round(told.careful.high, DECIMALS),
        level=None if told is None else told.careful.level,
        unit="share of the units that an examiner coded twice",
        frame=one.where,
        exclusions="units that were not coded twice by the same examiner",
        judged=len(pairs),
        note=f"{len(pairs):,} units coded twice, over all examiners.",
        exhibits=units,
    )


def _second_pass(make: Maker) -> Iterator[Figure]:
    """How often an examiner changed an answer when context was given."""
    found = make.basis.snapshot.examination
    passes = list(coded_of(found))
    for context in (each for each in passes if each.assignment.way == "context"):
        before = [c for each in passes for c in each.codings if each.assignment.way == "blind"
                  and each.sample.sample == context.sample.sample]  # fmt: skip
        for one in moved(context.codebook, before, context.codings):
            if one.both:
                question = context.codebook.question(one.question)
                yield make.figure(
                    f"second-pass-changed.{key_of(context.assignment.assignment, one.question)}",
                    one.changed,
                    label=_label(context, question, one.question),
                    unit="answers changed with context",
                    frame=context.where,
                    exclusions="units that the same examiner did not code in both passes",
                    judged=one.changed,
                    note=f"Of {one.both:,} answers that the same examiner gave in both passes.",
                    exhibits=sorted({c.unit for c in context.codings if one.question in c.answers}),
                )


METHODS = (
    Method(
        "examination",
        1,
        READS,
        {
            "sample-units.*": "Units drawn for a sample",
            "units-given.*": "Units given to examiners",
            "units-coded.*": "Units that an examiner coded",
            "units-coded-by-several.*": "Units that at least two examiners coded",
        },
        examination,
    ),
    Method("coded-shares", 1, READS, {"coded-share.*": "Share that has an answer, by a sample"}, shares),
    Method(
        "agreement",
        1,
        READS,
        {
            "agreement-units.*": "Units on which examiners can be compared",
            "agreement-alike.*": "Codings alike, of pairs",
            "agreement-kappa.*": "Fleiss' kappa of examiners",
            "agreement-alpha.*": "Krippendorff's alpha of examiners",
            "agreement-ac1.*": "Gwet's AC1 of examiners",
            "agreement-with-oneself.*": "Answers alike when an examiner codes a unit again",
            "second-pass-changed.*": "Answers that an examiner changed with context",
        },
        agreement,
    ),
)
