"""One inquiry as known at one head: what the report is computed from.

Rules:
* A snapshot is a value: exhibits, acts and readings as known at one head. Nothing here is written to.
* Paths are text for people; the raw bytes are in the custody lines of each intake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from probata.settings import Settings

if TYPE_CHECKING:
    from probata.exhibits.custody import IntakeRecord


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
        kind: what was judged: ``person``, ``picture``, ``class`` …
        a: the first exhibit's digest.
        b: the second exhibit's digest, or what was decided on (a class).
        verdict: ``same``, ``different``, ``cannot tell``, or for a class its name.
        act: the digest of the act that records it.
    """

    kind: str
    a: str
    b: str
    verdict: str
    act: str


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
        inputs: digest by what was read: ``custody``, ``settings``, ``judgements``, ``readings/<analyser>``.
    """

    head: str
    received: tuple[Received, ...]
    exhibits: tuple[str, ...]
    intakes: tuple[IntakeRecord, ...]
    judgements: tuple[Judgement, ...]
    settings: Settings
    readings: Mapping[str, pa.Table]
    inputs: Mapping[str, str]
