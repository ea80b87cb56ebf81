"""What the acts of examination amount to: codebooks, samples, assignments, codings, and what was adjudicated.

Rules:
* A function of the acts in their order, and of nothing else. What was undone is left out; nothing else is.
* Of several codings of one unit by one examiner on one occasion the newest holds; it names those that it replaces.
* A later act on a sample or an assignment can only make it longer: drawn units, and who codes them, stay.

Not here: what is kept beside the ledger (`examinations_kept`), how a sample is drawn and who codes what
(`probata.examination`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from probata.digest import Digest
from probata.errors import BadInput
from probata.ledger.acts import ActUndone
from probata.ledger.acts_examination import (
    CodebookAdopted,
    CodingAdjudicated,
    CodingAssigned,
    Pass,
    SampleDrawn,
    Unit,
    UnitCoded,
)
from probata.ledger.line import Entry
from probata.ledger.references import Names


@dataclass(frozen=True, slots=True)
class FrameUnit:
    """One unit that could be drawn.

    Attributes:
        stratum: from which it is drawn.
        cluster: with which it is drawn; "" where nothing hangs together.
        photographs: of a person all that show them, of a photograph itself; digests in hex, sorted.
    """

    stratum: str
    cluster: str
    photographs: tuple[str, ...]


Frame = Mapping[str, FrameUnit]  # by unit: the digest of a photograph, of a person the smallest of theirs, in hex


@dataclass(frozen=True, slots=True)
class Codebook:
    """A codebook's edition as it was adopted.

    Attributes:
        codebook: its identifier.
        edition: from 1.
        text: digest of its text.
        reason: why it was adopted.
        act: digest of the act, in hex.
        at: when.
    """

    codebook: str
    edition: int
    text: Digest
    reason: str
    act: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as it stands; the attributes are those of the act `SampleDrawn`.

    Attributes:
        sample: its identifier.
        unit: ``person`` or ``photograph``.
        seed: by which units, or clusters, are ranked.
        size: how many units; of a sample by clusters, how many clusters.
        strata: by what the frame was divided; ``none``.
        clusters: by what units are drawn together; ``none``.
        per_cluster: how many units of each drawn cluster; 0: all of them.
        frame: digest of the frame.
        reason: of the first act, which says what the frame leaves out.
        drawn: digest of the act that drew it, or made it longer the last time, in hex.
        at: when it was drawn first.
    """

    sample: str
    unit: Unit
    seed: str
    size: int
    strata: str
    clusters: str
    per_cluster: int
    frame: Digest
    reason: str
    drawn: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    """Units given to examiners; the attributes are those of the act `CodingAssigned`.

    Attributes:
        assignment: its identifier.
        sample: whose units.
        codebook: digest of the codebook's text.
        way: ``blind`` or ``context``.
        examiners: their codes, in order.
        per_unit: how many examiners code each unit.
        repeats: how many units each examiner is given twice.
        units: how many of the sample are given out, the first in the order of drawing.
        seed: by which it follows who codes what.
        given: digest of the act that assigned it, or made it longer the last time, in hex.
        at: when it was assigned first.
    """

    assignment: str
    sample: str
    codebook: Digest
    way: Pass
    examiners: tuple[str, ...]
    per_unit: int
    repeats: int
    units: int
    seed: str
    given: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Coding:
    """The answers of one examiner on one unit that hold.

    Attributes:
        assignment: under which it was given out.
        examiner: the examiner's code.
        unit: in hex.
        occasion: 1, or 2 where it was given to the same examiner again.
        answers: code by question; several codes of one question are separated by spaces.
        note: limitations and findings in words.
        seconds: time spent; 0: not recorded.
        opened: how many pictures were opened unveiled; 0: none, or not recorded.
        act: digest of the act, in hex.
        by: who recorded it.
        at: when.
        replaces: digests of the earlier acts in whose place it is, in hex, the oldest first.
    """

    assignment: str
    examiner: str
    unit: str
    occasion: int
    answers: Mapping[str, str]
    note: str
    seconds: int
    opened: int
    act: str
    by: str
    at: datetime
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The answer that counts where examiners differed.

    Attributes:
        assignment: under which the codings were made.
        unit: in hex.
        question: identifier of the question.
        code: the answer that counts.
        adjudicator: the code of who decided.
        reason: why.
        act: digest of the act, in hex.
        by: who recorded it.
        at: when.
    """

    assignment: str
    unit: str
    question: str
    code: str
    adjudicator: str
    reason: str
    act: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Examination:
    """All of it, in the order of the ledger.

    Attributes:
        codebooks: every edition that was adopted.
        samples: as they stand, in the order in which they were drawn first.
        assignments: as they stand, in the order in which they were made first.
        codings: those that hold.
        adjudications: those that hold: of one question on one unit the newest.
        opened: every coding that was not undone, replaced ones too: pictures that were opened stay opened.
        frames: by digest in hex; empty where they were not read.
        texts: of codebooks, by digest in hex; empty where they were not read.
    """

    codebooks: tuple[Codebook, ...] = ()
    samples: tuple[Sample, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    codings: tuple[Coding, ...] = ()
    adjudications: tuple[Adjudication, ...] = ()
    opened: tuple[Coding, ...] = ()
    frames: Mapping[str, Frame] = field(default_factory=dict)
    texts: Mapping[str, bytes] = field(default_factory=dict)

    def sample(self, name: str = "") -> Sample:
        """The sample of that name; without a name the newest.

        Raises:
            BadInput: there is none.
        """
        found = [each for each in self.samples if each.sample == name] if name else list(self.samples[-1:])
        if not found:
            names = ", ".join(each.sample for each in self.samples) or "none was drawn"
            raise BadInput("there is no such sample", expected=names, found=name, do="see `probata sample list`")
        return found[0]

    def assignment(self, name: str = "") -> Assignment:
        """The assignment of that name; without a name the newest.

        Raises:
            BadInput: there is none.
        """
        found = [each for each in self.assignments if each.assignment == name] if name else list(self.assignments[-1:])
        if not found:
            names = ", ".join(each.assignment for each in self.assignments) or "none was made"
            raise BadInput("there is no such assignment", expected=names, found=name, do="see `probata assign list`")
        return found[0]

    def codebook(self, name: str = "", edition: int = 0) -> Codebook:
        """The codebook of that identifier, in that edition; without either the one that was adopted last.

        Raises:
            BadInput: there is none.
        """
        found = [each for each in self.codebooks if name in ("", each.codebook) and edition in (0, each.edition)]
        if not found:
            names = ", ".join(f"{each.codebook} {each.edition}" for each in self.codebooks) or "none was adopted"
            asked = f"{name} {edition or ''}".strip()
            raise BadInput("there is no such codebook", expected=names, found=asked, do="see `probata codebook list`")
        return found[-1]

    def frame_of(self, sample: str) -> Frame:
        """The frame from which a sample was drawn.

        Raises:
            BadInput: there is no such sample.
        """
        return self.frames[self.sample(sample).frame.hex]

    def codings_of(self, assignment: str) -> tuple[Coding, ...]:
        """The codings of one assignment that hold."""
        return tuple(each for each in self.codings if each.assignment == assignment)

    def adjudications_of(self, assignment: str) -> tuple[Adjudication, ...]:
        """The adjudications of one assignment that hold."""
        return tuple(each for each in self.adjudications if each.assignment == assignment)

    def acts(self) -> list[str]:
        """The digests of the acts that bear on it, in hex: what figures about it are computed from."""
        first = [*(each.act for each in self.codebooks), *(each.drawn for each in self.samples)]
        given = [each.given for each in self.assignments]
        return [*first, *given, *(each.act for each in self.opened), *(each.act for each in self.adjudications)]


def examination(entries: Iterable[Entry]) -> Examination:
    """What the acts of examination amount to, without what is kept beside the ledger.

    Args:
        entries: acts in the ledger's order.
    """
    standing = _standing(entries)
    acts = [(entry, entry.act) for entry in standing]
    codings = [_coding(entry, act) for entry, act in acts if isinstance(act, UnitCoded)]
    decided = [_adjudication(entry, act) for entry, act in acts if isinstance(act, CodingAdjudicated)]
    return Examination(
        codebooks=tuple(_codebook(entry, act) for entry, act in acts if isinstance(act, CodebookAdopted)),
        samples=_samples(standing),
        assignments=_assignments(standing),
        codings=_newest_codings(codings),
        adjudications=tuple({(each.assignment, each.unit, each.question): each for each in decided}.values()),
        opened=tuple(codings),
    )


def _standing(entries: Iterable[Entry]) -> list[Entry]:
    """The acts that are not undone and may stand where they stand, in order."""
    listed = tuple(entries)
    undone: set[Digest] = set()
    for entry in reversed(listed):
        if entry.digest not in undone and isinstance(entry.act, ActUndone):
            undone.add(entry.act.act)
    names, found = Names(), []
    for entry in listed:
        if entry.digest in undone or names.clash(entry.act) is not None or names.missing(entry.act) is not None:
            continue
        names.add(entry.act)
        found.append(entry)
    return found


def _samples(entries: Iterable[Entry]) -> tuple[Sample, ...]:
    found: dict[str, Sample] = {}
    for entry in entries:
        if isinstance(act := entry.act, SampleDrawn):
            new = Sample(
                act.sample, act.unit, act.seed, act.size, act.strata, act.clusters, act.per_cluster, act.frame,
                act.reason, entry.digest.hex, entry.at,
            )  # fmt: skip
            before = found.get(act.sample, new)
            found[act.sample] = replace(before, size=new.size, drawn=new.drawn)
    return tuple(found.values())


def _assignments(entries: Iterable[Entry]) -> tuple[Assignment, ...]:
    found: dict[str, Assignment] = {}
    for entry in entries:
        if isinstance(act := entry.act, CodingAssigned):
            new = Assignment(
                act.assignment, act.sample, act.codebook, act.way, tuple(act.examiners.values()), act.per_unit,
                act.repeats, act.units, act.seed, entry.digest.hex, entry.at,
            )  # fmt: skip
            before = found.get(act.assignment, new)
            found[act.assignment] = replace(before, units=new.units, given=new.given)
    return tuple(found.values())


def _newest_codings(codings: Iterable[Coding]) -> tuple[Coding, ...]:
    found: dict[tuple[str, str, str, int], Coding] = {}
    for each in codings:
        place = each.assignment, each.examiner, each.unit, each.occasion
        before = found.pop(place, None)  # so that it takes its own place in the order
        found[place] = each if before is None else replace(each, replaces=(*before.replaces, before.act))
    return tuple(found.values())


def _codebook(entry: Entry, act: CodebookAdopted) -> Codebook:
    return Codebook(act.codebook, act.edition, act.text, act.reason, entry.digest.hex, entry.at)


def _coding(entry: Entry, act: UnitCoded) -> Coding:
    return Coding(
        act.assignment, act.examiner, act.unit.hex, act.occasion, dict(act.answers), act.note, act.seconds, act.opened,
        entry.digest.hex, entry.by, entry.at,
    )  # fmt: skip


def _adjudication(entry: Entry, act: CodingAdjudicated) -> Adjudication:
    return Adjudication(
        act.assignment, act.unit.hex, act.question, act.code, act.adjudicator, act.reason, entry.digest.hex, entry.by,
        entry.at,
    )  # fmt: skip
