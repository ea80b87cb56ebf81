"""The steps of an audit: draw photographs, record what a person found, say what is still to be answered, estimate.

Rules:
* The frame is kept and the drawing signed before anybody looks at a photograph of the sample.
* Nothing is stored of the sample but seed, size and frame: it is drawn again whenever it is needed.
* Who answers is not told what the linker thinks.

Not here: how a sample is drawn and what is estimated (`probata.statistics`), and figures (`probata.report.figures`).
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from probata.app import investigation, judging
from probata.app.desk import Desk
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts_audits import AuditAnswered, AuditDrawn, Shows, Strata
from probata.ledger.acts_checks import numbered
from probata.ledger.audits import AuditAnswer, DrawnAudit, drawn_audits, keep_frame
from probata.linkage.proposals import propose
from probata.report.figures.audit import METHOD, AuditSample, audit_figures
from probata.report.figures.basis import Basis
from probata.report.figures.days import day_of
from probata.report.figures.figure import Figure, Maker
from probata.report.findings import Findings, findings
from probata.snapshot import Snapshot
from probata.statistics.sampling import collapsed, draw

STRATA: tuple[Strata, ...] = get_args(Strata)
SHOWS: tuple[Shows, ...] = get_args(Shows)
COLUMNS = ("exhibit", "shows", "photographs", "members", "reason")
ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """One photograph of a sample.

    Attributes:
        order: its place in the order of drawing, from 1.
        exhibit: its digest in hex.
        path: by which it was first received.
        stratum: from which it was drawn.
        answer: what a person found; None: nobody has answered.
    """

    order: int
    exhibit: str
    path: str
    stratum: str
    answer: AuditAnswer | None

    def record(self) -> dict[str, object]:
        """As a JSON object."""
        answer = self.answer
        return {
            "order": self.order,
            "exhibit": self.exhibit,
            "path": self.path,
            "stratum": self.stratum,
            "shows": None if answer is None else answer.shows,
            "photographs": None if answer is None else answer.photographs,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person found about one photograph of a sample.

    Attributes:
        exhibit: the photograph.
        shows: ``person``, ``nobody`` or ``cannot-tell``.
        photographs: how many of the frame show the person, this one included; None: as many as are named.
        members: these photographs, with or without this one; empty: they were only counted.
        reason: why, in words.
    """

    exhibit: Digest
    shows: Shows
    photographs: int | None = None
    members: tuple[Digest, ...] = ()
    reason: str = ""


def open_audits(inquiry: Inquiry) -> tuple[DrawnAudit, ...]:
    """All audits of an inquiry with their frames."""
    return drawn_audits(inquiry.folder / "ledger", inquiry.entries())


def chosen(inquiry: Inquiry, name: str = "") -> DrawnAudit:
    """The audit of that name; without a name the newest.

    Raises:
        BadInput: there is none.
    """
    found = open_audits(inquiry)
    named = [each for each in found if name == each.audit.audit] if name else list(found[-1:])
    if not named:
        names = ", ".join(each.audit.audit for each in found) or "none was drawn"
        raise BadInput("there is no such audit", expected=names, found=name, do="see `probata audit draw`")
    return named[0]


def begin(inquiry: Inquiry, desk: Desk, size: int, *, seed: str = "", strata: Strata = "none", reason: str = "") -> str:
    """Draw a sample from all photographs that there are now, as an act.

    Args:
        inquiry: whose photographs.
        desk: who draws.
        size: how many.
        seed: any text; default: the ledger's head, which nobody chose.
        strata: by what the frame is divided: none, class, folder (the first of the path) or day. Small neighbours are
            put together, so that each stratum can expect five photographs.
        reason: why, in words.

    Returns:
        The audit's name.

    Raises:
        UsageError: there are fewer photographs than that.
    """
    snapshot = inquiry.snapshot()
    basis = Basis.of(snapshot, findings(propose(snapshot)) if strata == "class" else Findings())
    frame = collapsed(_strata(basis, strata), size)
    _check_size(size, 1, len(frame))
    name = f"audit-{len(open_audits(inquiry)) + 1}"
    kept = keep_frame(inquiry.folder / "ledger", frame)
    investigation.record(inquiry, _act(name, seed or snapshot.head, size, strata, kept, reason), desk)
    return name


def extend(inquiry: Inquiry, desk: Desk, name: str, size: int, reason: str = "") -> None:
    """Make a sample longer, as an act: the photographs drawn before stay, and so do their answers.

    Args:
        inquiry: whose audit.
        desk: who draws.
        name: of the audit.
        size: how many photographs it is to have in all.
        reason: why, in words.

    Raises:
        BadInput: there is no such audit.
        UsageError: the size is not above the present one, or above the frame.
    """
    drawn = chosen(inquiry, name)
    audit = drawn.audit
    _check_size(size, audit.size + 1, len(drawn.strata))
    investigation.record(inquiry, _act(audit.audit, audit.seed, size, audit.strata, audit.frame, reason), desk)


def _check_size(size: int, least: int, most: int) -> None:
    if not least <= size <= most:
        raise UsageError("the size of an audit", expected=f"{least:,} to {most:,} photographs", found=f"{size:,}")


def _act(name: str, seed: str, size: int, strata: Strata, frame: Digest, reason: str) -> AuditDrawn:
    return AuditDrawn(audit=name, seed=seed, size=size, strata=strata, frame=frame, reason=reason)


def _strata(basis: Basis, strata: str) -> dict[str, str]:
    """The stratum of each photograph, before small ones are put together."""
    if strata == "class":
        return {each: basis.class_of(each) for each in basis.photographs}
    if strata == "folder":
        tops = {each: basis.first[each].folder.split("/")[0] for each in basis.photographs if each in basis.first}
        return {each: _text(tops.get(each, "")) for each in basis.photographs}
    if strata == "day":
        taken = basis.column("metadata", "taken_original")
        return {each: day_of(taken.get(each)) for each in basis.photographs}
    return dict.fromkeys(basis.photographs, ALL)


def _text(name: str) -> str:
    """A folder's name as text that can be signed: what is no text is written as an escape."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def asked(inquiry: Inquiry, drawn: DrawnAudit) -> tuple[Asked, ...]:
    """The sample in the order of drawing, with the answers that there are."""
    paths: dict[str, str] = {}
    for row in inquiry.snapshot().received:
        if row.digest in drawn.strata:
            paths.setdefault(str(row.digest), row.path)
    audit = drawn.audit
    sample = draw(drawn.strata, audit.seed, audit.size)
    return tuple(
        Asked(order, each, paths.get(each, ""), drawn.strata[each], audit.answers.get(each))
        for order, each in enumerate(sample, start=1)
    )


def answer(inquiry: Inquiry, desk: Desk, drawn: DrawnAudit, found: Sequence[Finding]) -> list[Digest]:
    """Record what a person found, as acts: all of it, or nothing where something of it can't be.

    Returns:
        The acts' digests, by which they can be undone.

    Raises:
        UsageError: a photograph is not of the sample, a number can't be, or a named photograph is not of the frame.
    """
    sample = frozenset(draw(drawn.strata, drawn.audit.seed, drawn.audit.size))
    return judging.record(inquiry, [_answered(drawn, sample, each) for each in found], desk)


def _answered(drawn: DrawnAudit, sample: frozenset[str], found: Finding) -> AuditAnswered:
    exhibit, name = found.exhibit, drawn.audit.audit
    if exhibit.hex not in sample:
        raise UsageError(
            "the photograph is not of the sample", expected=f"one drawn for {name}", found=exhibit.hex,
            do="see `probata audit list`",
        )  # fmt: skip
    strange = [each.hex for each in found.members if each.hex not in drawn.strata]
    if strange:
        raise UsageError(
            "a photograph is not of the audit's frame", expected="photographs there were when it was drawn",
            found=strange[0],
        )  # fmt: skip
    members = {exhibit, *found.members} if found.members else set()
    if found.shows != "person":
        if members or found.photographs:
            raise UsageError("nobody was found, so nothing is counted", expected=f"{found.shows} alone")
        return AuditAnswered(name, exhibit, found.shows, 0, {}, found.reason)
    count = len(members) if found.photographs is None else found.photographs
    if not 1 <= count <= len(drawn.strata) or (members and len(members) != count):
        raise UsageError(
            "the number of photographs of the person, the drawn one included",
            expected=f"{len(members):,}, as named" if members else f"1 to {len(drawn.strata):,}",
            found=f"{count:,}",
        )
    return AuditAnswered(name, exhibit, "person", count, numbered(members), found.reason)


def read_table(path: Path, exhibit_of: Callable[[str], Digest]) -> list[Finding]:
    """What a person found, from a CSV file with the columns of `COLUMNS`; members are separated by spaces.

    Args:
        path: the file, UTF-8 with a line of headings; ``exhibit`` and ``shows`` must be there.
        exhibit_of: gives the exhibit that a text names.

    Raises:
        BadInput: the file can't be read, or a line of it; the line is named.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} can't be read", expected="a CSV file in UTF-8", found=str(error)) from error
    known = set(rows[0]) if rows else set()
    if not {"exhibit", "shows"} <= known <= set(COLUMNS):
        raise BadInput(f"{path} has other columns", expected=", ".join(COLUMNS), found=", ".join(map(str, known)))
    return [_row(f"{path}:{line}", row, exhibit_of) for line, row in enumerate(rows, start=2)]


def _row(where: str, row: Mapping[str, str | None], exhibit_of: Callable[[str], Digest]) -> Finding:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    shows = next((each for each in SHOWS if each == cells["shows"]), None)
    if shows is None:
        raise BadInput(f"{where}: shows", expected=", ".join(SHOWS), found=cells["shows"])
    count = cells["photographs"]
    if count and not (count.isascii() and count.isdigit()):
        raise BadInput(f"{where}: photographs", expected="a whole number", found=count)
    members = tuple(exhibit_of(each) for each in cells["members"].split())
    if shows == "person" and not (count or members):
        raise BadInput(f"{where}: a person", expected="photographs or members", found="neither")
    return Finding(exhibit_of(cells["exhibit"]), shows, int(count) if count else None, members, cells["reason"])


def estimate(inquiry: Inquiry, drawn: DrawnAudit) -> Iterator[Figure]:
    """The figures of one audit, computed now."""
    snapshot: Snapshot = inquiry.snapshot()
    basis = Basis.of(snapshot, findings(propose(snapshot)))
    yield from audit_figures(Maker(METHOD, basis, {}), AuditSample.of(basis, drawn))
