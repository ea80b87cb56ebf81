"""What is known of an inquiry at one head: values only.

Rules:
* A snapshot is a value: exhibits, acts and readings as known at one head. Everything computed is computed from it.
* Paths are text for people; the raw bytes are in the custody lines of each intake.
* Columns that are too large for memory are handed in by ``bits``, a few exhibits at a time; a digest of each is among
  the columns that are held, so that the snapshot's inputs cover them.

Not here: where all this comes from (`probata.inquiry`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from probata.exhibits.custody import IntakeRecord
from probata.ledger.audits import DrawnAudit
from probata.ledger.examinations import Examination
from probata.ledger.statements import Statements
from probata.settings import ListSettings, Settings

Bits = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]


class Kept(Protocol):
    """Links that took long to compute, kept by what they were computed from; to delete them costs time only."""

    def get(self, name: str, key: str) -> bytes | None:
        """What was put under this name and key; None where nothing was."""

    def put(self, name: str, key: str, data: bytes) -> None:
        """Keep ``data``, and forget what was kept under this name and another key."""


class NothingKept:
    """Keeps nothing: everything is computed anew."""

    def get(self, name: str, key: str) -> bytes | None:
        """None."""

    def put(self, name: str, key: str, data: bytes) -> None:
        """Nothing happens."""


NOTHING_KEPT: Kept = NothingKept()


def no_bits(_digests: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The bits of an archive of which no sensor noise was read."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Received:
    """One path of an intake and what became of it.

    Attributes:
        intake: which intake ("0001").
        order: the path's place in the intake.
        path: the path as text that can be shown.
        folder: the path without its last part; "" at the top.
        outcome: ``new``, ``known`` or ``refused``.
        digest: the exhibit's SHA-256 in hex; None where refused.
        reason: why it was refused; "" otherwise.
        size_bytes: the file's size; 0 where it is not known.
        modified_ns: the file's time of modification in ns since 1970, None where not known.
    """

    intake: str
    order: int
    path: str
    folder: str
    outcome: str
    digest: str | None
    reason: str
    size_bytes: int
    modified_ns: int | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision on a link or a proposal.

    Attributes:
        kind: what was judged: ``person``, ``picture``, ``class``, ``number``, ``person-class`` …
        a: the first exhibit's digest.
        b: the second exhibit's digest; for a class its name, for a number its role, for a person's class nothing.
        verdict: ``same``, ``different``, ``cannot tell``; for a class its name; for a number its value, ``illegible``
            or ``absent``.
        act: the digest of the act that records it.
    """

    kind: str
    a: str
    b: str
    verdict: str
    act: str


@dataclass(frozen=True, slots=True)
class ListFile:
    """The file of one of the inquiry's lists of victims.

    Attributes:
        settings: what the inquiry's text file says of it.
        exhibit: the file's SHA-256 in hex; "" where it can't be read.
        data: its bytes.
        problem: why it can't be read; "" where it can.
    """

    settings: ListSettings
    exhibit: str
    data: bytes
    problem: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Exhibits, acts and readings as known at one head.

    Attributes:
        head: the digest of the newest act.
        received: every path of every intake, in order.
        exhibits: the digests of all exhibits, sorted.
        intakes: the record of each intake.
        judgements: those in force.
        settings: the inquiry's text file.
        readings: a table for each analyser, sorted by digest; columns ``digest``, ``failed`` and the analyser's own.
        inputs: digest by what was read: ``custody``, ``settings``, ``judgements``, ``audits``, ``examination``,
            ``statements``, ``parties``, ``readings/<analyser>``.
        audits: samples drawn to check the count, with their answers.
        examination: codebooks with their texts, samples with their frames, assignments, codings, adjudications.
        lists: the files of the lists of victims, in the order of the inquiry's text file.
        statements: what people decided on statements and commitments.
        parties: the bytes of the inquiry's file of parties; empty where there is none.
        bits: the signs of the sensor noise of some exhibits, in any order; what has none is left out.
        kept: links kept from an earlier run; nothing of a figure rests on them when it is verified.
    """

    head: str
    received: tuple[Received, ...]
    exhibits: tuple[str, ...]
    intakes: tuple[IntakeRecord, ...]
    judgements: tuple[Judgement, ...]
    settings: Settings
    readings: Mapping[str, pa.Table]
    inputs: Mapping[str, str]
    audits: tuple[DrawnAudit, ...] = ()
    examination: Examination = field(default_factory=Examination)
    lists: tuple[ListFile, ...] = ()
    statements: Statements = field(default_factory=Statements)
    parties: bytes = b""
    bits: Bits = no_bits
    kept: Kept = NOTHING_KEPT
