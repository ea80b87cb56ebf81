"""The steps of the main job: make an inquiry, take in a hand-over, run, record a decision.

Rules:
* Every step can be stopped at any moment and is continued by the same call.
* A step that changes the inquiry ends in a signed act.
* One run at a time: a second one is told that it is busy.

Not here: what the command line says of it (`probata.app.cli`), and checking (`probata.app.checks`).
"""

import errno
import fcntl
import json
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from importlib.resources import as_file, files
from pathlib import Path

from probata.app.desk import TOOL, Desk
from probata.app.sealing import Sealed, seal
from probata.digest import Digest
from probata.errors import BadInput, Busy, UsageError
from probata.exhibits.custody import IntakeRecord
from probata.exhibits.intake import IntakeRequest, Limits, take_in
from probata.exhibits.opening import open_source
from probata.inquiry import Inquiry
from probata.ledger.acts import Act, InquiryOpened, IntakeFinished
from probata.ledger.keys import load_any_key, make_key
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
from probata.ledger.sign import Signer
from probata.problems import Problem
from probata.readings.analysers import ANALYSERS
from probata.readings.pool import LocalPool
from probata.readings.run import Tally
from probata.readings.run import run as read_missing
from probata.report.figures import check_published
from probata.settings import FILE_NAME, parse, template

VERIFIER = "verify_inquiry.py"


@dataclass(frozen=True)
class RunResult:
    """What a run did.

    Attributes:
        exhibits: how many exhibits there are.
        tallies: readings done and failed, by analyser.
        report: the report's page.
        pdf: the PDF's path, or why there is none.
        figures: how many figures.
        main_figures: name and value of those that the terminal shows.
        head: the snapshot's head.
        problems: exhibits that could not be read from disk as stored.
    """

    exhibits: int
    tallies: Mapping[str, Tally]
    report: Path
    pdf: str
    figures: int
    main_figures: tuple[tuple[str, object], ...]
    head: str
    problems: tuple[Problem, ...]


def create(
    folder: Path, title: str, desk: Desk, *, by: str = "", patterns: Sequence[str] = (), protect: bool = False
) -> Inquiry:
    """Make a new inquiry; its ledger comes last, so a stop before the end leaves nothing that looks like one.

    Args:
        folder: where; absent, empty, or left by a stopped attempt.
        title: what it is called.
        desk: who works, with which clock, where keys go.
        by: whose key it is; default: who works.
        patterns: how numbers are written, for the text file.
        protect: ask for a passphrase for the secret key.

    Raises:
        BadInput: there is something else in the folder.
        KeyUnavailable: the secret key can't be kept.
    """
    known = KnownHeads(desk.state)
    _refuse_taken(folder, known)
    text = template(title).replace("patterns = []", f"patterns = {json.dumps(list(patterns), ensure_ascii=False)}")
    parse(text.encode("utf-8"))
    passphrase = desk.passphrase("passphrase for the new key") if protect else ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE_NAME).write_text(text, encoding="utf-8")
        with as_file(files("probata.verifier") / VERIFIER) as script:
            shutil.copyfile(script, folder / VERIFIER)
    except OSError as error:
        raise BadInput("the inquiry can't be written", found=f"{error.filename}: {error.strerror}") from error
    signer, holder = make_key(desk.state, passphrase), by or desk.person
    opened = InquiryOpened(uuid.uuid4().hex, title, holder, signer.fingerprint, signer.public)
    Ledger.create(folder / "ledger", opened, by=holder, signer=signer, clock=desk.clock, known=known)
    return Inquiry(folder)


def _refuse_taken(folder: Path, known: KnownHeads) -> None:
    do = "choose another folder"
    if (folder / "ledger").exists():
        raise BadInput(f"{folder} is an inquiry already", do="work in it with -C, or " + do)
    if known.inquiry_at(folder / "ledger") is not None or (folder / "exhibits").exists():
        raise BadInput(
            f"{folder} was an inquiry, and its ledger is gone", do="put the ledger back from a copy, or " + do
        )
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is no folder", do=do)
    if folder.is_dir() and {path.name for path in folder.iterdir()} - {FILE_NAME, VERIFIER, "ledger.partial"}:
        raise BadInput(f"{folder} holds other things", expected="an empty folder", do=do)


def open_or_create(folder: Path, title: str, desk: Desk, *, patterns: Sequence[str] = ()) -> Inquiry:
    """The inquiry in ``folder``, made where there is none (or only a stopped attempt)."""
    if (folder / "ledger").is_dir():
        return Inquiry.open(folder)
    return create(folder, title, desk, patterns=patterns)


def intake(inquiry: Inquiry, source: Path, handed_over_by: str, desk: Desk) -> IntakeRecord:
    """Preserve a hand-over and record it as an act; continues after a stop, also one between the two.

    Raises:
        BadInput: the source can't be read, or holds the inquiry.
        Busy, NoSpace, Interrupted: the same call continues.
    """
    if not handed_over_by.strip():
        raise UsageError("an intake names who handed it over", do="say --from WHO")
    signer = _signer(inquiry, desk)
    recorded = _recorded(inquiry)
    request = IntakeRequest(handed_over_by, desk.person, desk.machine, TOOL, desk.workers, frozenset(recorded))
    record = take_in(source, inquiry.exhibits, request, clock=desk.clock, progress=desk.progress)
    desk.progress.finish()
    if record.intake not in recorded:
        known = {field.name: getattr(record, field.name) for field in fields(IntakeFinished)}
        _append(inquiry, IntakeFinished(**known), desk, signer)
    return record


def intake_unless_known(inquiry: Inquiry, source: Path, handed_over_by: str, desk: Desk) -> IntakeRecord:
    """As `intake`, but a source whose listing was taken in before from the same person is not taken in again.

    The listing is paths, sizes and times of change: a file that was added or changed makes another intake.
    """
    store, recorded = inquiry.store(), _recorded(inquiry)
    wanted = _listing(source, inquiry.exhibits) if recorded else []
    for earlier in store.intakes():
        if earlier.intake in recorded and earlier.handed_over_by == handed_over_by and earlier.files == len(wanted):
            kept = ((entry.path, entry.size_bytes, entry.modified_ns) for entry in store.custody(earlier.intake))
            if all(one == other for one, other in zip(kept, wanted, strict=False)):
                return earlier
    return intake(inquiry, source, handed_over_by, desk)


def _listing(source: Path, exhibits: Path) -> list[tuple[bytes, int | None, int | None]]:
    opened = open_source(source, exhibits, Limits())
    try:
        return [(item.path, item.size_bytes, item.modified_ns) for item in opened.items()]
    finally:
        opened.close()


def _recorded(inquiry: Inquiry) -> dict[str, IntakeFinished]:
    acts = (entry.act for entry in inquiry.entries())
    return {act.intake: act for act in acts if isinstance(act, IntakeFinished)}


def run(inquiry: Inquiry, desk: Desk, engine: str = "local") -> RunResult:
    """Make missing readings, then links, figures and the report, and seal it; what is there is kept.

    Raises:
        Busy: another run is at work in this inquiry.
        NoSpace, Interrupted: the same call continues.
    """
    if engine != "local":
        raise UsageError("this version has no such engine", expected="local", found=engine)
    with alone(inquiry.folder):
        check_published(inquiry.settings())
        signer = _signer(inquiry, desk)
        store = inquiry.store()
        digests = [digest.hex for digest in store.digests()]
        read = read_missing(
            ANALYSERS,
            digests,
            lambda digest: store.path(Digest(digest)),
            inquiry.readings,
            LocalPool(desk.workers),
            desk.progress,
        )
        sealed = seal(inquiry, desk, lambda act: _append(inquiry, act, desk, signer))
        desk.progress.finish()
        _keep_summary(inquiry, desk)
    return _result(len(digests), read.tallies, read.problems, sealed)


def _result(exhibits: int, tallies: Mapping[str, Tally], problems: tuple[Problem, ...], sealed: Sealed) -> RunResult:
    return RunResult(
        exhibits=exhibits,
        tallies=tallies,
        report=sealed.page,
        pdf=sealed.pdf,
        figures=sealed.count,
        main_figures=sealed.main,
        head=sealed.head,
        problems=problems,
    )


def record(inquiry: Inquiry, act: Act, desk: Desk, exhibits: Sequence[Digest] = ()) -> Digest:
    """Append a decision of a person to the ledger.

    Args:
        inquiry: whose ledger.
        act: the decision.
        desk: who decides.
        exhibits: what it is about; each must be there.

    Returns:
        The act's digest, by which it can be undone.

    Raises:
        BadInput: an exhibit is not in the inquiry.
    """
    held = set(inquiry.store().digests()) if exhibits else set()
    for digest in exhibits:
        if digest not in held:
            raise BadInput("no such exhibit in this inquiry", found=digest.hex, do="see `probata export persons`")
    return _append(inquiry, act, desk, _signer(inquiry, desk))


def _signer(inquiry: Inquiry, desk: Desk) -> Signer:
    ledger = inquiry.ledger(KnownHeads(desk.state))
    return load_any_key(desk.state, ledger.signers(), lambda: desk.passphrase("passphrase of the key"))


def _append(inquiry: Inquiry, act: Act, desk: Desk, signer: Signer) -> Digest:
    ledger = inquiry.ledger(KnownHeads(desk.state))
    return ledger.append(act, by=desk.person, signer=signer, clock=desk.clock).digest


def _keep_summary(inquiry: Inquiry, desk: Desk) -> None:
    """Keep how the run went: stages, rates, errors by kind. Nothing rests on it."""
    folder = inquiry.folder / "log"
    folder.mkdir(exist_ok=True)
    kept = {"at": desk.clock().isoformat(), "tool": TOOL, "stages": desk.progress.summary()}
    name = f"run-{desk.clock():%Y%m%dT%H%M%SZ}.json"
    (folder / name).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the inquiry for one run.

    Raises:
        Busy: another run holds it.
    """
    try:
        stream = (folder / "run.lock").open("w")
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise BadInput(
            "the inquiry can't be written",
            expected="a folder that can be written to",
            found=f"{folder}: {error.strerror}",
            do="run in a copy; `probata verify` needs no writing",
        ) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy("another run is at work in this inquiry", do="wait until it has ended") from error
        yield
