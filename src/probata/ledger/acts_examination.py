"""Acts of examination: codebooks, samples, who codes what, codings, and records of lists judged.

Rules: those of `acts`. What is too long for an act (a codebook's text, a sample's frame) is kept beside the ledger
under its digest, and the digest is signed.

Not here: what these acts amount to (`examinations`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from probata.digest import Digest
from probata.ledger.acts_checks import check_code, check_identifier, check_least, check_order, wrong

Unit = Literal["photograph", "person"]
Pass = Literal["blind", "context"]
Verdict = Literal["same", "different", "cannot-tell"]
OCCASIONS = (1, 2)


@dataclass(frozen=True, slots=True)
class CodebookAdopted:
    """A codebook is used from now on, in this edition.

    Attributes:
        codebook: its identifier, 1 to 64 letters, digits, ``-`` or ``_``.
        edition: 1, then one more each time its text changes.
        text: digest of its text file, kept in ``ledger/codebooks/DIGEST.toml``.
    """

    kind: ClassVar[str] = "codebook-adopted"
    version: ClassVar[int] = 1
    codebook: str
    edition: int
    text: Digest
    reason: str

    def __post_init__(self) -> None:
        check_identifier("codebook", self.codebook)
        check_least("edition", self.edition, 1)


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """A sample of persons or photographs was drawn, before anybody looked at it.

    A later act of the same sample, with all but ``size`` and ``reason`` the same, makes it longer.

    Attributes:
        sample: its identifier, 1 to 64 letters, digits, ``-`` or ``_``.
        unit: what is drawn. A person is named by the smallest digest among their photographs.
        seed: with which units (or clusters) were ranked by hash.
        size: how many units were drawn; of a sample by clusters, how many clusters.
        strata: by what the frame was divided, a word; ``none``.
        clusters: by what units hang together and are drawn together, a word; ``none``.
        per_cluster: how many units of each drawn cluster are drawn; 0: all of them. 0 without clusters.
        frame: digest of the frame, kept in ``ledger/frames/DIGEST.json``: each unit with its stratum, cluster and
            photographs.
    """

    kind: ClassVar[str] = "sample-drawn"
    version: ClassVar[int] = 1
    sample: str
    unit: Unit
    seed: str
    size: int
    strata: str
    clusters: str
    per_cluster: int
    frame: Digest
    reason: str

    def __post_init__(self) -> None:
        check_identifier("sample", self.sample)
        check_identifier("strata", self.strata)
        check_identifier("clusters", self.clusters)
        check_least("size", self.size, 1)
        if self.per_cluster and self.clusters == "none":
            raise wrong("per_cluster", "0 where there are no clusters", self.per_cluster)


@dataclass(frozen=True, slots=True)
class CodingAssigned:
    """Units of a sample were given to examiners. Who gets which follows from the seed by hash.

    A later act of the same assignment, with all but ``units`` and ``reason`` the same, gives out more units.

    Attributes:
        assignment: its identifier.
        sample: whose units.
        codebook: digest of the codebook's text.
        way: ``blind``: to one another, and to branch, story and earlier codings; ``context``: a second pass with them.
        examiners: their codes, never names, in order under ``1``, ``2`` and so on.
        per_unit: how many examiners code each unit.
        repeats: how many of the units each examiner is given twice.
        units: how many of the sample are given out: the first in the order of drawing.
        seed: any text.
    """

    kind: ClassVar[str] = "coding-assigned"
    version: ClassVar[int] = 1
    assignment: str
    sample: str
    codebook: Digest
    way: Pass
    examiners: Mapping[str, str]
    per_unit: int
    repeats: int
    units: int
    seed: str
    reason: str

    def __post_init__(self) -> None:
        check_identifier("assignment", self.assignment)
        check_identifier("sample", self.sample)
        check_least("units", self.units, 1)
        codes = list(self.examiners.values())
        for code in codes:
            check_code("examiners", code)
        if list(self.examiners) != [str(place) for place in range(1, len(codes) + 1)] or len(set(codes)) < len(codes):
            raise wrong("examiners", "different codes named 1, 2 and so on", "another order, or one twice")
        if not 1 <= self.per_unit <= len(codes):
            raise wrong("per_unit", f"1 to {len(codes)} examiners", self.per_unit)


@dataclass(frozen=True, slots=True)
class UnitCoded:
    """An examiner answered a codebook's questions on one unit.

    Attributes:
        assignment: under which it was given out.
        examiner: the examiner's code.
        unit: the photograph, or the smallest digest among a person's photographs.
        occasion: 1, or 2 where the unit was given to the same examiner again.
        answers: code by question; several codes of one question are separated by spaces.
        note: limitations and findings in words.
        seconds: time spent; 0: not recorded.
        opened: how many pictures were opened unveiled, the exposure; 0: none, or not recorded.
    """

    kind: ClassVar[str] = "unit-coded"
    version: ClassVar[int] = 1
    assignment: str
    examiner: str
    unit: Digest
    occasion: int
    answers: Mapping[str, str]
    note: str
    seconds: int
    opened: int

    def __post_init__(self) -> None:
        check_identifier("assignment", self.assignment)
        check_code("examiner", self.examiner)
        if self.occasion not in OCCASIONS:
            raise wrong("occasion", "1 or 2", self.occasion)
        if not self.answers:
            raise wrong("answers", "at least one", "none")
        for question, code in self.answers.items():
            check_identifier("answers", question)
            for each in code.split(" "):
                check_identifier(question, each)


@dataclass(frozen=True, slots=True)
class CodingAdjudicated:
    """Where examiners differed on one question of one unit, this answer counts. Their codings stay.

    Attributes:
        assignment: under which the codings were made.
        unit: as of the codings.
        question: identifier of the question.
        code: the answer that counts.
        adjudicator: the code of who decided.
    """

    kind: ClassVar[str] = "coding-adjudicated"
    version: ClassVar[int] = 1
    assignment: str
    unit: Digest
    question: str
    code: str
    adjudicator: str
    reason: str

    def __post_init__(self) -> None:
        check_identifier("assignment", self.assignment)
        check_identifier("question", self.question)
        check_code("adjudicator", self.adjudicator)
        for each in self.code.split(" "):
            check_identifier("code", each)


@dataclass(frozen=True, slots=True)
class RecordsJudged:
    """A person decided whether two records of lists, or a record and a photograph, are of one person.

    Attributes:
        a: the digest of a record (of canonical JSON: the list's exhibit in hex, and the row's number), or an exhibit.
        b: another, above ``a``.
    """

    kind: ClassVar[str] = "records-judged"
    version: ClassVar[int] = 1
    a: Digest
    b: Digest
    verdict: Verdict
    reason: str

    def __post_init__(self) -> None:
        check_order(self.a, self.b)
