"""Verification: everything again, from the bytes to the figures. An auditor can tick off these steps.

1. The ledger: chain, signatures, head, what this machine saw before, heads that were kept outside, frames, codebooks.
2. Each recorded intake has its bag, and each bag its act; custody and Merkle root are those that were signed.
3. Each exhibit has the digests of its name and manifests (SHA-256 and SHA-512).
4. Readings can be read, and none is missing that a sealed report rests on; with ``deep`` all are made again.
5. Each confirmed statement stands in its document's text, word for word.
6. The figures file is the one that was sealed; links and figures are computed again and agree; so does the page.

Checking reports and goes on: a problem in one step does not hide those of the next.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from probata.app.desk import Desk
from probata.app.sealing import recheck_report
from probata.digest import Digest
from probata.documents.reading import read_document
from probata.documents.refusal import NotADocument
from probata.errors import LedgerError, ProbataError
from probata.inquiry import Inquiry, columns_for_figures
from probata.ledger.acts import IntakeFinished
from probata.ledger.anchor import check_timestamps
from probata.ledger.audits import check_frames
from probata.ledger.examinations_kept import check_examinations
from probata.ledger.known import KnownHeads
from probata.ledger.statements import statements_of
from probata.problems import Problem
from probata.readings.analysers import ANALYSERS
from probata.readings.fingerprint import table_digest
from probata.readings.memo import Readings
from probata.readings.pool import LocalPool
from probata.readings.run import run as read_missing
from probata.statements.anchored import check


def verify(inquiry: Inquiry, desk: Desk, anchors: Sequence[Digest] = (), *, deep: bool = False) -> list[Problem]:
    """Everything in an inquiry that is not as it should be.

    Args:
        inquiry: which.
        desk: what this machine remembers, how many processes, who watches.
        anchors: heads that were kept outside.
        deep: make all readings again from the bytes and compare; takes as long as the first run.

    Returns:
        Nothing if everything agrees.

    Raises:
        BadInput: the folder of exhibits can't be read at all.
    """
    found = list(inquiry.ledger(KnownHeads(desk.state)).check(anchors))
    found += _beside(inquiry)
    acts = _intake_acts(inquiry)
    found += _bags(inquiry, acts, desk)
    found += _readings(inquiry)
    if deep:
        found += _again(inquiry, desk)
    found += _statements(inquiry)
    found += _report(inquiry, desk)
    desk.progress.finish()
    return found


def _beside(inquiry: Inquiry) -> list[Problem]:
    """Step 1: the tokens of anchored heads, the frames of audits and samples, and codebooks' texts."""
    ledger = inquiry.folder / "ledger"
    try:
        entries = inquiry.entries()
        return [
            *check_timestamps(ledger, entries),
            *check_frames(ledger, entries),
            *check_examinations(ledger, entries),
        ]
    except LedgerError:
        return []


def _intake_acts(inquiry: Inquiry) -> dict[str, IntakeFinished] | None:
    """The recorded intakes; None where the ledger can't be read, which step 1 has reported."""
    try:
        acts = [entry.act for entry in inquiry.entries()]
    except LedgerError:
        return None
    return {act.intake: act for act in acts if isinstance(act, IntakeFinished)}


def _bags(inquiry: Inquiry, acts: dict[str, IntakeFinished] | None, desk: Desk) -> Iterator[Problem]:
    """Steps 2 and 3."""
    for path in sorted(inquiry.exhibits.glob("*.partial")):
        yield Problem("intake-unfinished", f"exhibits/{path.name}", "a finished intake", "one that was stopped")
    expected = None if acts is None else {intake: (act.custody, act.root) for intake, act in acts.items()}
    yield from inquiry.store().check(desk.progress, expected)


def _readings(inquiry: Inquiry) -> Iterator[Problem]:
    """Step 4."""
    try:
        if inquiry.sealed() is None:
            return
        exhibits = {digest.hex for digest in inquiry.store().digests()}
    except ProbataError:
        return
    for analyser in ANALYSERS:
        yield from inquiry.readings.check(analyser)
        missing = len(exhibits - inquiry.readings.done(analyser))
        if missing:
            found = f"{missing:,} missing; `probata run` makes them again"
            yield Problem("readings-missing", f"readings/{analyser.name}", "a reading of each exhibit", found)


def _again(inquiry: Inquiry, desk: Desk) -> Iterator[Problem]:
    """Step 4, with ``deep``."""
    store = inquiry.store()
    digests = [digest.hex for digest in store.digests()]
    with TemporaryDirectory(prefix="probata-") as folder:
        fresh = Readings(Path(folder))
        pool = LocalPool(desk.workers)
        read_missing(ANALYSERS, digests, lambda digest: store.path(Digest(digest)), fresh, pool, desk.progress)
        for analyser in ANALYSERS:
            columns = columns_for_figures(analyser)
            kept, made = (table_digest(each.table(analyser, columns)) for each in (inquiry.readings, fresh))
            if kept != made:
                yield Problem("readings-differ", f"readings/{analyser.name}", f"{made}, made now", f"{kept}, kept")


def _statements(inquiry: Inquiry) -> list[Problem]:
    """Step 5."""
    store = inquiry.store()

    @cache
    def text_of(exhibit: str) -> str | None:
        try:
            return read_document(store.read(Digest(exhibit))).text
        except (OSError, ProbataError, NotADocument):
            return None

    try:
        known = statements_of(inquiry.entries(), inquiry.settings().judgements.required)
    except ProbataError:
        return []
    return list(check(known.confirmed, text_of))


def _report(inquiry: Inquiry, desk: Desk) -> Iterator[Problem]:
    """Step 6."""
    try:
        yield from recheck_report(inquiry, desk)
    except ProbataError as error:
        yield Problem("figures-not-recomputed", "report", "an inquiry that figures can be computed from", str(error))
