"""What an audit sample tells: persons, photographs per person, and how often the linker is wrong.

Rules:
* Answers count in the order of drawing, up to the first photograph that nobody has answered: the beginning of the
  order is a sample too, a choice of answers is not.
* The frame is the photographs at the drawing. Those received later are outside, and the exclusions say how many.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial

from probata.ledger.audits import AuditAnswer, DrawnAudit
from probata.report.figures.basis import Basis
from probata.report.figures.figure import Figure, Maker, Method, Undefined, slug
from probata.statistics.audit import Design, Estimate, persons, persons_assisted, photographs_per_person
from probata.statistics.bounded import LEVEL
from probata.statistics.linker_errors import Audited, linker_errors
from probata.statistics.sampling import draw

READS = ("audits", "custody", "readings", "judgements", "settings")
DECIMALS = 6
CANNOT_TELL, NOBODY = "cannot-tell", "nobody"
OPEN = "What could not be told widens the interval: at its lower end it shows nobody, at its upper end one more person."
TOO_FEW = Undefined("too few photographs of the sample are answered, in the order of drawing")


def audits_of(basis: Basis) -> tuple[DrawnAudit, ...]:
    """The audits of a snapshot, in the order in which they were drawn."""
    return basis.snapshot.audits


@dataclass(frozen=True)
class AuditSample:
    """An audit with the answers that count, as the estimators need it.

    Attributes:
        drawn: the audit and its frame.
        label_of: the linker's label by exhibit; absent where it tells nobody.
    """

    drawn: DrawnAudit
    label_of: dict[str, str]

    @classmethod
    def of(cls, basis: Basis, drawn: DrawnAudit) -> "AuditSample":
        """The sample of an audit, beside what the linker says of its frame."""
        persons_found = basis.findings.persons
        labels = {e: persons_found[e].person for e in drawn.strata if e in persons_found}
        return cls(drawn, {exhibit: label for exhibit, label in labels.items() if label is not None})

    @cached_property
    def sample(self) -> list[str]:
        """All exhibits of the sample, in the order of drawing, drawn again."""
        audit = self.drawn.audit
        return draw(self.drawn.strata, audit.seed, min(audit.size, len(self.drawn.strata)))

    @cached_property
    def used(self) -> list[str]:
        """The beginning of the sample that is answered without a gap."""
        gap = next((at for at, each in enumerate(self.sample) if each not in self.drawn.audit.answers), None)
        return self.sample[:gap]

    @cached_property
    def answers(self) -> list[AuditAnswer]:
        """The answers that count, in the order of ``used``."""
        return [self.drawn.audit.answers[each] for each in self.used]

    @cached_property
    def design(self) -> Design | None:
        """The design of ``used``; None where a stratum has no answer yet."""
        sizes = Counter(self.drawn.strata.values())
        strata = tuple(self.drawn.strata[each] for each in self.used)
        return Design(sizes, strata) if strata and set(strata) == set(sizes) else None

    @cached_property
    def photographs(self) -> list[int | None]:
        """How many photographs of the frame show the person of each used one; None: it can't be told."""
        return [None if answer.shows == CANNOT_TELL else answer.photographs for answer in self.answers]

    @cached_property
    def groups(self) -> dict[str, frozenset[str]]:
        """The linker's group by label, within the frame."""
        members: dict[str, list[str]] = {}
        for exhibit, label in self.label_of.items():
            members.setdefault(label, []).append(exhibit)
        return {label: frozenset(each) for label, each in members.items()}

    def group(self, exhibit: str) -> frozenset[str]:
        """All photographs of the frame that the linker gives to the same person; none where it tells nobody."""
        return self.groups[self.label_of[exhibit]] if exhibit in self.label_of else frozenset()

    def share(self, exhibit: str) -> float:
        """The linker's share of a person: one divided by the size of the group, or 0."""
        group = self.group(exhibit)
        return 1 / len(group) if group else 0.0

    @cached_property
    def seen(self) -> float:
        """How many different persons are among the used ones, at least."""
        named = {answer.members for answer in self.answers if answer.members}
        counted = [answer.photographs for answer in self.answers if answer.photographs and not answer.members]
        return max(len(named), sum(1 / each for each in counted))


def latest(basis: Basis) -> AuditSample | None:
    """The newest audit that is answered in full; None where there is none.

    Before that it decides nothing: who looks at each estimate can stop at the one that suits.
    """
    samples = (AuditSample.of(basis, drawn) for drawn in reversed(audits_of(basis)))
    return next((sample for sample in samples if sample.design and len(sample.used) == len(sample.sample)), None)


def plain(sample: AuditSample, design: Design) -> Estimate:
    """Persons, by the audit alone."""
    return persons(design, sample.photographs, sample.seen)


def assisted(sample: AuditSample, design: Design) -> Estimate:
    """Persons, by the linker's count put right by the audit."""
    linked = [sample.share(each) for each in sample.used]
    frame = [sample.share(each) for each in sample.drawn.strata]
    return persons_assisted(design, sample.photographs, linked, frame, sample.seen)


def audit(make: Maker) -> Iterator[Figure]:
    """Estimates the persons shown from photographs drawn at random, for each of which a person looked for all others.

    Unit: person, photograph, pair of photographs. Frame: the photographs there were when the sample was drawn. Rule:
    photographs are drawn by the smallest SHA-256 of seed and identifier, within strata; each answered one stands for
    N/n photographs and, where s photographs of the frame show its person, for 1/s of a person. The estimate by the
    audit alone uses no links; the count put right adds to the linker's count N/n times the sum of 1/s − 1/ŝ, where ŝ
    is the size of the linker's group. Both hold whatever the linker did; 95 % intervals by design, for bounded values.
    The linker's precision and recall are of pairs of photographs; split and merged persons likewise are of those
    audited. Limits: they hold if those who audit find all photographs of a person: one overlooked makes s too small
    and the estimate too large; photographs are not weighed by what they show; and the number of persons is that of
    the persons shown, with a number or without.

    Source: Sirken, JASA 65 (1970); Lavallée, Indirect Sampling (2007), 2.1; Särndal, Swensson and Wretman, Model
    Assisted Survey Sampling (1992), 6.3; Gaffke, Mathematical Methods of Statistics 14 (2005).
    """
    for drawn in audits_of(make.basis):
        yield from audit_figures(make, AuditSample.of(make.basis, drawn))


def audit_figures(make: Maker, sample: AuditSample) -> Iterator[Figure]:
    """The figures of one audit."""
    key, frame = slug(sample.drawn.audit.audit), _frame(sample)
    later = sum(each not in sample.drawn.strata for each in make.basis.photographs)
    row = partial(make.figure, label=sample.drawn.audit.audit, frame=frame)
    outside = f"{later:,} photographs received later" if later else "nothing of the frame"
    unanswered = len(sample.sample) - len(sample.used)
    open_ = [each for each, answer in zip(sample.used, sample.answers, strict=True) if answer.shows == CANNOT_TELL]
    photographs = partial(row, unit="photographs", exclusions=outside)
    yield photographs(f"audit-drawn.{key}", len(sample.sample), exhibits=sample.sample)
    yield photographs(
        f"audit-answered.{key}",
        len(sample.used),
        judged=len(sample.used),
        exhibits=sample.used,
        note=f"{unanswered:,} of the sample do not count yet: not answered, or after one that is not."
        if unanswered
        else "",
    )
    yield photographs(f"audit-cannot-tell.{key}", len(open_), judged=len(open_), exhibits=open_)
    for stem, unit, estimate, note in _estimates(sample):
        yield estimated(
            row(
                f"{stem}.{key}",
                TOO_FEW,
                unit=unit,
                exclusions=outside,
                judged=0 if estimate is None else estimate.sampled,
                silent_on=len(open_),
                note=note,
                parts=[f"audit-answered.{key}"],
            ),
            estimate,
        )


def estimated(figure: Figure, estimate: Estimate | None) -> Figure:
    """The figure with the estimate, its interval and level, rounded so that another machine gives the same digits."""
    if estimate is None:
        return figure
    value, low, high = (round(each, DECIMALS) for each in (estimate.value, estimate.low, estimate.high))
    return replace(figure, value=value, low=low, high=high, level=estimate.level)


def _frame(sample: AuditSample) -> str:
    audit_ = sample.drawn.audit
    strata = "" if audit_.strata == "none" else f", drawn by {audit_.strata}"
    return f"the {len(sample.drawn.strata):,} photographs there were when audit {audit_.audit} was drawn{strata}"


def _estimates(sample: AuditSample) -> Iterator[tuple[str, str, Estimate | None, str]]:
    """Stem, unit, estimate and note of each estimate of an audit."""
    design = sample.design
    if design is None:
        for stem in ESTIMATES:
            yield stem, ESTIMATES[stem], None, ""
        return
    yield "audit-persons", "persons", plain(sample, design), OPEN
    yield "audit-persons-assisted", "persons", assisted(sample, design), OPEN
    mean = photographs_per_person(design, sample.photographs) if any(sample.photographs) else None
    yield "audit-photographs-per-person", ESTIMATES["audit-photographs-per-person"], mean, ""
    told = [at for at, answer in enumerate(sample.answers) if answer.members or answer.shows == NOBODY]
    note = f"From {len(told):,} photographs whose others were named one by one, or that show nobody."
    rates = _rates(sample, told)
    for stem, estimate in zip(RATES, rates, strict=True):
        yield stem, ESTIMATES[stem], estimate, note


def _rates(sample: AuditSample, told: list[int]) -> tuple[Estimate | None, ...]:
    """Precision, recall, split and merged, from the photographs whose answers name the others."""
    strata = tuple(sample.drawn.strata[sample.used[at]] for at in told)
    sizes = Counter(sample.drawn.strata.values())
    if not strata or set(strata) != set(sizes):
        return (None,) * len(RATES)
    audited = [Audited(sample.used[at], sample.answers[at].members, sample.group(sample.used[at])) for at in told]
    found = linker_errors(Design(sizes, strata), audited)
    return found.precision, found.recall, found.split, found.merged


RATES = ("linker-pair-precision", "linker-pair-recall", "linker-persons-split", "linker-persons-merged")
ESTIMATES = {
    "audit-persons": "persons",
    "audit-persons-assisted": "persons",
    "audit-photographs-per-person": "photographs per person",
    "linker-pair-precision": "share of the linked pairs of photographs",
    "linker-pair-recall": "share of the pairs of photographs of one person",
    "linker-persons-split": "share of the persons",
    "linker-persons-merged": "share of the persons",
}

METHOD = Method(
    "audit",
    1,
    READS,
    {
        "audit-drawn.*": "Photographs drawn for an audit",
        "audit-answered.*": "Photographs of an audit that are answered, in the order of drawing",
        "audit-cannot-tell.*": "Photographs of an audit on which it can't be told who is shown",
        "audit-persons.*": "Persons shown, estimated from an audit alone",
        "audit-persons-assisted.*": "Persons shown, the linker's count put right by an audit",
        "audit-photographs-per-person.*": "Photographs per person, estimated from an audit",
        "linker-pair-precision.*": "Linked pairs of photographs that truly show one person, estimated from an audit",
        "linker-pair-recall.*": "Pairs of photographs of one person that are linked, estimated from an audit",
        "linker-persons-split.*": "Persons whose photographs are not all linked, estimated from an audit",
        "linker-persons-merged.*": "Persons linked with another's photographs or nobody's, estimated from an audit",
    },
    audit,
)
METHODS = (METHOD,)
__all__ = ["LEVEL", "METHOD", "METHODS", "AuditSample", "audit_figures", "audits_of", "latest"]
