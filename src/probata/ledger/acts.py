"""The closed vocabulary of acts: what a person can do or decide in an inquiry.

Rules:
* An act is a frozen dataclass with a ``kind`` and a ``version``; `ACTS` lists every one that was ever written.
* A changed meaning is a new version, added to `ACTS`. The old one stays for ever: signed acts are never rewritten.
* Fields are text, whole numbers, digests, bytes, or a mapping from text to digests or to text; nothing else is
  ever signed.

Acts of audits, of examination and on statements have files of their own (`acts_audits`, `acts_examination`,
`acts_statements`).

Not here: acts as JSON (`acts_json`), the line that carries an act (`line`), and what acts amount to (`judgements`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from probata.digest import Digest
from probata.ledger.acts_audits import AuditAnswered, AuditDrawn
from probata.ledger.acts_checks import (
    check_code,
    check_day,
    check_identifier,
    check_key,
    check_numbered,
    check_order,
    wrong,
)
from probata.ledger.acts_examination import (
    CodebookAdopted,
    CodingAdjudicated,
    CodingAssigned,
    RecordsJudged,
    SampleDrawn,
    UnitCoded,
    Verdict,
)
from probata.ledger.acts_statements import (
    CommitmentRecorded,
    CommitmentsLinked,
    ConsistencyAssessed,
    FigureClaimed,
    ReplyRecorded,
    StatementJudged,
)

LinkKind = Literal["person", "picture", "camera"]
AnchorKind = Literal["rfc3161", "printed", "other"]
Class = Literal["person-with-number", "person-without-number", "scene", "document", "other", "unclassified"]
Role = Literal["detainee", "branch", "examination"]
PersonClass = Literal["detainee", "soldier", "civilian", "unknown"]

MOST_ON_A_SIDE = 200  # a split of more would stand for more than 40,000 pairs
_NUMBER = re.compile(r"[0-9]{1,18}(-[a-z])?|illegible|absent")


@dataclass(frozen=True, slots=True)
class InquiryOpened:
    """The first act of every ledger: names the inquiry and its first key.

    Attributes:
        inquiry: identifier, 1 to 64 letters, digits, ``-`` or ``_``.
        holder: whose key it is.
        fingerprint: SHA-256 of the public key's 32 bytes.
        public_key: Ed25519, 32 raw bytes.
    """

    kind: ClassVar[str] = "inquiry-opened"
    version: ClassVar[int] = 1
    inquiry: str
    title: str
    holder: str
    fingerprint: Digest
    public_key: bytes

    def __post_init__(self) -> None:
        check_key(self.fingerprint, self.public_key)
        check_identifier("inquiry", self.inquiry)


@dataclass(frozen=True, slots=True)
class IntakeFinished:
    """A hand-over was taken in: fields of the bag's ``intake.json``; ``custody`` is the digest of ``custody.jsonl``."""

    kind: ClassVar[str] = "intake-finished"
    version: ClassVar[int] = 1
    intake: str
    source: str
    source_kind: str
    handed_over_by: str
    taken_by: str
    machine: str
    started: str
    finished: str
    tool: str
    files: int
    new: int
    known: int
    refused: int
    bytes: int
    root: Digest
    custody: Digest


@dataclass(frozen=True, slots=True)
class ReportSealed:
    """A report was made: the digest of its ``figures.json``, how many figures, and what they were computed from."""

    kind: ClassVar[str] = "report-sealed"
    version: ClassVar[int] = 1
    figures: Digest
    count: int
    tool: str
    inputs: Mapping[str, Digest]


@dataclass(frozen=True, slots=True)
class LinkJudged:
    """A person decided whether two exhibits show the same person, picture, or come from the same camera."""

    kind: ClassVar[str] = "link-judged"
    version: ClassVar[int] = 1
    link: LinkKind
    a: Digest
    b: Digest
    verdict: Verdict
    reason: str

    def __post_init__(self) -> None:
        check_order(self.a, self.b)


@dataclass(frozen=True, slots=True)
class ClassSet:
    """A person said what class of photograph an exhibit is."""

    kind: ClassVar[str] = "class-set"
    version: ClassVar[int] = 1
    exhibit: Digest
    class_: Class
    reason: str


@dataclass(frozen=True, slots=True)
class ActUndone:
    """An earlier act, one of `UNDOABLE`, no longer holds. ``act`` is its digest."""

    kind: ClassVar[str] = "act-undone"
    version: ClassVar[int] = 1
    act: Digest
    reason: str


@dataclass(frozen=True, slots=True)
class HeadAnchored:
    """A head was put where this ledger's holder can't change it.

    Attributes:
        head: the digest that was anchored: an earlier act of this ledger.
        evidence: for ``rfc3161`` the digest of the token in ``ledger/anchors/``; else where it was printed or kept.
    """

    kind: ClassVar[str] = "head-anchored"
    version: ClassVar[int] = 1
    head: Digest
    how: AnchorKind
    evidence: str

    def __post_init__(self) -> None:
        if self.how == "rfc3161":
            Digest(self.evidence)


@dataclass(frozen=True, slots=True)
class KeyAdded:
    """Another person's key may sign from now on."""

    kind: ClassVar[str] = "key-added"
    version: ClassVar[int] = 1
    holder: str
    fingerprint: Digest
    public_key: bytes

    def __post_init__(self) -> None:
        check_key(self.fingerprint, self.public_key)


@dataclass(frozen=True, slots=True)
class KeyRetired:
    """A key signs no more. What it signed before stays good."""

    kind: ClassVar[str] = "key-retired"
    version: ClassVar[int] = 1
    fingerprint: Digest
    reason: str


@dataclass(frozen=True, slots=True)
class PersonsMerged:
    """Two groups of photographs show one person; ``a`` and ``b`` are a photograph of each, ``a`` below ``b``."""

    kind: ClassVar[str] = "persons-merged"
    version: ClassVar[int] = 1
    a: Digest
    b: Digest
    reason: str

    def __post_init__(self) -> None:
        check_order(self.a, self.b)


@dataclass(frozen=True, slots=True)
class PersonSplit:
    """A group of photographs shows two persons: one on all of ``part``, another on all of ``rest``.

    Attributes:
        part: photographs that go together, 1 to `MOST_ON_A_SIDE`; named as `numbered` names them.
        rest: the others that go together; none of ``part``.
    """

    kind: ClassVar[str] = "person-split"
    version: ClassVar[int] = 1
    part: Mapping[str, Digest]
    rest: Mapping[str, Digest]
    reason: str

    def __post_init__(self) -> None:
        for name, side in (("part", self.part), ("rest", self.rest)):
            check_numbered(name, side)
            if not 0 < len(side) <= MOST_ON_A_SIDE:
                raise wrong(name, f"1 to {MOST_ON_A_SIDE} photographs", len(side))
        if set(self.part.values()) & set(self.rest.values()):
            raise wrong("rest", "no photograph of part", "one that is in both")


@dataclass(frozen=True, slots=True)
class NumberSet:
    """A person said what number an exhibit shows in a role.

    Attributes:
        value: Western digits, with a suffix such as ``-a``; or ``illegible``, or ``absent``.
    """

    kind: ClassVar[str] = "number-set"
    version: ClassVar[int] = 1
    exhibit: Digest
    role: Role
    value: str
    reason: str

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.value):
            raise wrong("value", "1 to 18 digits with a suffix such as -a or none, illegible, or absent", self.value)


@dataclass(frozen=True, slots=True)
class PersonClassSet:
    """A person said of which class the person on an exhibit is."""

    kind: ClassVar[str] = "person-class-set"
    version: ClassVar[int] = 1
    exhibit: Digest
    class_: PersonClass
    reason: str


@dataclass(frozen=True, slots=True)
class PhotographerSet:
    """A person said who used the device that took a photograph, in a period. A device is not a person: this is judged.

    Attributes:
        exhibit: any photograph that the device took; whatever a later run calls the device, it is the one meant.
        photographer: code name, 1 to 32 letters, digits, ``-`` or ``_``; never a name.
        first: first day, as ``2012-05-03`` by the device's own clock; "" for no beginning.
        last: last day; "" for no end.
        reason: what it rests on.
    """

    kind: ClassVar[str] = "photographer-set"
    version: ClassVar[int] = 1
    exhibit: Digest
    photographer: str
    first: str
    last: str
    reason: str

    def __post_init__(self) -> None:
        check_code("photographer", self.photographer)
        check_day("first", self.first)
        check_day("last", self.last)
        if self.first and self.last and self.first > self.last:
            raise wrong("last", f"a day from {self.first} on", self.last)


Act = (
    InquiryOpened
    | IntakeFinished
    | ReportSealed
    | LinkJudged
    | ClassSet
    | ActUndone
    | HeadAnchored
    | KeyAdded
    | KeyRetired
    | PersonsMerged
    | PersonSplit
    | NumberSet
    | PersonClassSet
    | PhotographerSet
    | AuditDrawn
    | AuditAnswered
    | CodebookAdopted
    | SampleDrawn
    | CodingAssigned
    | UnitCoded
    | CodingAdjudicated
    | RecordsJudged
    | StatementJudged
    | CommitmentRecorded
    | CommitmentsLinked
    | ConsistencyAssessed
    | ReplyRecorded
    | FigureClaimed
)

ACTS: tuple[type[Act], ...] = (
    InquiryOpened,
    IntakeFinished,
    ReportSealed,
    LinkJudged,
    ClassSet,
    ActUndone,
    HeadAnchored,
    KeyAdded,
    KeyRetired,
    PersonsMerged,
    PersonSplit,
    NumberSet,
    PersonClassSet,
    PhotographerSet,
    AuditDrawn,
    AuditAnswered,
    CodebookAdopted,
    SampleDrawn,
    CodingAssigned,
    UnitCoded,
    CodingAdjudicated,
    RecordsJudged,
    StatementJudged,
    CommitmentRecorded,
    CommitmentsLinked,
    ConsistencyAssessed,
    ReplyRecorded,
    FigureClaimed,
)
UNDOABLE = (
    LinkJudged,
    ClassSet,
    ActUndone,
    PersonsMerged,
    PersonSplit,
    NumberSet,
    PersonClassSet,
    PhotographerSet,
    AuditAnswered,
    UnitCoded,
    CodingAdjudicated,
    RecordsJudged,
    StatementJudged,
    CommitmentRecorded,
    CommitmentsLinked,
    ConsistencyAssessed,
    ReplyRecorded,
    FigureClaimed,
)
