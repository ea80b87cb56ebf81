"""What the acts about audits amount to: the samples that were drawn, and what people found.

Rules:
* The frame of an audit is kept in ``ledger/frames/DIGEST.json``: exhibit and stratum, as canonical JSON. Its digest is
  in the signed act, so the sample can be drawn again by anybody, whatever is received or judged later.
* A later act on the same audit can only make the sample longer: same seed, strata and frame. Its answers stay.
* The newest answer on a photograph that is not undone holds.

Not here: how a sample is drawn (`probata.statistics.sampling`), and what is estimated (`probata.report.figures`).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from probata.digest import Digest, canonical_json
from probata.errors import BadInput
from probata.ledger.acts import ActUndone
from probata.ledger.acts_audits import AuditAnswered, AuditDrawn, Strata
from probata.ledger.durable import replace_file
from probata.ledger.line import Entry
from probata.problems import Problem

FRAMES = "frames"


@dataclass(frozen=True, slots=True)
class AuditAnswer:
    """What a person found about one photograph of the sample.

    Attributes:
        shows: ``person``, ``nobody`` or ``cannot-tell``.
        photographs: how many of the frame show the person, this one included; 0 where no person.
        members: these photographs, where they were named; else empty.
        act: digest of the act, in hex.
        by: who answered.
    """

    shows: str
    photographs: int
    members: frozenset[str]
    act: str
    by: str


@dataclass(frozen=True, slots=True)
class Audit:
    """A sample and its answers.

    Attributes:
        audit: identifier.
        seed: by which it was drawn.
        size: how many photographs.
        strata: by what the frame was divided.
        frame: digest of the frame.
        drawn: digest of the act that drew it, or made it longer the last time, in hex.
        answers: by exhibit.
    """

    audit: str
    seed: str
    size: int
    strata: Strata
    frame: Digest
    drawn: str
    answers: Mapping[str, AuditAnswer]


def audits(entries: Iterable[Entry]) -> tuple[Audit, ...]:
    """The audits in the order in which they were drawn first, with the answers that hold."""
    listed = tuple(entries)
    drawn: dict[str, tuple[AuditDrawn, str]] = {}
    for entry in listed:
        if isinstance(entry.act, AuditDrawn) and _stands(entry.act, drawn.get(entry.act.audit)):
            drawn[entry.act.audit] = entry.act, entry.digest.hex
    answers = _answers(listed)
    return tuple(_audit(act, digest, answers) for act, digest in drawn.values())


def _stands(act: AuditDrawn, before: tuple[AuditDrawn, str] | None) -> bool:
    """Whether the act draws a new audit, or makes one longer; nothing else can take an audit's place."""
    if before is None:
        return True
    first = before[0]
    return (act.seed, act.strata, act.frame) == (first.seed, first.strata, first.frame) and act.size > first.size


def _answers(entries: Sequence[Entry]) -> list[tuple[AuditAnswered, AuditAnswer]]:
    """The answers that are not undone, the newest first."""
    undone: set[Digest] = set()
    found = []
    for entry in reversed(entries):
        if entry.digest in undone:
            continue
        if isinstance(entry.act, ActUndone):
            undone.add(entry.act.act)
        elif isinstance(entry.act, AuditAnswered):
            found.append((entry.act, _answer(entry, entry.act)))
    return found


def _audit(act: AuditDrawn, digest: str, answers: Iterable[tuple[AuditAnswered, AuditAnswer]]) -> Audit:
    """One sample with the newest answer on each photograph."""
    newest: dict[str, AuditAnswer] = {}
    for answered, answer in answers:
        if answered.audit == act.audit:
            newest.setdefault(answered.exhibit.hex, answer)
    return Audit(act.audit, act.seed, act.size, act.strata, act.frame, digest, dict(sorted(newest.items())))


@dataclass(frozen=True, slots=True)
class DrawnAudit:
    """An audit with its frame, as a snapshot holds it; ``strata`` is the stratum of each exhibit of the frame."""

    audit: Audit
    strata: Mapping[str, str]


def drawn_audits(ledger: Path, entries: Iterable[Entry]) -> tuple[DrawnAudit, ...]:
    """All audits with their frames.

    Raises:
        BadInput: a frame is missing or was changed.
    """
    return tuple(DrawnAudit(each, read_frame(ledger, each.frame)) for each in audits(entries))


def acts_of(found: Iterable[DrawnAudit]) -> list[str]:
    """The digests of the acts that bear on audits, in hex: what figures about them were computed from."""
    return [act for each in found for act in (each.audit.drawn, *(a.act for a in each.audit.answers.values()))]


def _answer(entry: Entry, act: AuditAnswered) -> AuditAnswer:
    members = frozenset(digest.hex for digest in act.members.values())
    return AuditAnswer(str(act.shows), act.photographs, members, entry.digest.hex, entry.by)


def frame_bytes(strata: Mapping[str, str]) -> bytes:
    """A frame as it is kept: canonical JSON of stratum by exhibit."""
    return canonical_json(dict(strata))


def keep_frame(ledger: Path, strata: Mapping[str, str]) -> Digest:
    """Keep a frame beside the ledger.

    Returns:
        Its digest, for the act.

    Raises:
        OSError: it can't be written.
    """
    data = frame_bytes(strata)
    digest = Digest.of(data)
    folder = ledger / FRAMES
    folder.mkdir(exist_ok=True)
    replace_file(folder / f"{digest}.json", data)
    return digest


def read_frame(ledger: Path, digest: Digest) -> dict[str, str]:
    """Stratum by exhibit.

    Raises:
        BadInput: the file is not there, or is not the one that the act names.
    """
    where, do = f"ledger/{FRAMES}/{digest}.json", "restore it from a copy: the audit's estimate depends on it"
    try:
        data = (ledger / FRAMES / f"{digest}.json").read_bytes()
    except OSError as error:
        raise BadInput(
            "the frame of an audit can't be read", expected=where, found=str(error.strerror), do=do
        ) from error
    if Digest.of(data) != digest:
        raise BadInput("the frame of an audit was changed", expected=where, found=str(Digest.of(data)), do=do)
    strata: dict[str, str] = json.loads(data)
    return strata


def check_frames(ledger: Path, entries: Iterable[Entry]) -> Iterator[Problem]:
    """Frames that are missing or changed, for `verify`: ``audit-frame-missing``, ``audit-frame-changed``."""
    for frame in sorted({entry.act.frame for entry in entries if isinstance(entry.act, AuditDrawn)}):
        where = f"ledger/{FRAMES}/{frame}.json"
        try:
            found = Digest.of((ledger / FRAMES / f"{frame}.json").read_bytes())
        except OSError as error:
            yield Problem("audit-frame-missing", where, "the frame of an audit", error.strerror or str(error))
            continue
        if found != frame:
            yield Problem("audit-frame-changed", where, str(frame), str(found))
