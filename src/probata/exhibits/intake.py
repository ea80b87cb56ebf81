"""Intake: every path of a source ends as a new exhibit, a known exhibit, or refused with a reason.

Steps, in this order:
1. Hold the inquiry's lock; open the source for reading only.
2. Continue the unfinished intake of the same source and person, or begin one.
3. Read, digest and copy each path in one pass (`preserve`), in the order of the source.
4. Put copies into place batch by batch (`depot`); note each path in the journal.
5. Write the bag's files from the journal, and make the bag seen by one rename (`finish`).

After a stop at any moment the same command continues, and its result is the same as without the stop.
"""

import contextlib
import os
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from probata.digest import Digest, digest_of
from probata.errors import BadInput, Interrupted, NoSpace
from probata.exhibits.custody import CustodyEntry, IntakeRecord, display
from probata.exhibits.depot import Depot, Fresh
from probata.exhibits.finish import Tally, finish, record_root
from probata.exhibits.holdings import Holdings
from probata.exhibits.journal import Journal, Settled
from probata.exhibits.opening import open_source
from probata.exhibits.partial import Partial, State, locked, next_partial, partials
from probata.exhibits.preserve import preserve
from probata.exhibits.resume import Resumption
from probata.exhibits.sources import Content, Item, Limits, Readable, Refusal, Source, Unreadable, refusal_kind
from probata.progress import Clock, Progress

__all__ = ["IntakeRequest", "Limits", "take_in"]


@dataclass(frozen=True, slots=True)
class IntakeRequest:
    """Who hands over, who takes, and with what.

    Attributes:
        handed_over_by: from whom.
        taken_by: by whom.
        machine: on which machine.
        tool: program and version.
        workers: threads that read.
        recorded: the finished intakes that the ledger knows. Where a finished one of the same source and person is
            not among them (stopped between the two), it is given again instead of beginning another. None: no ledger.
    """

    handed_over_by: str
    taken_by: str
    machine: str
    tool: str
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    recorded: frozenset[str] | None = None

    def __post_init__(self) -> None:
        for name in ("handed_over_by", "taken_by", "machine", "tool"):  # arguments need not be valid text
            object.__setattr__(self, name, getattr(self, name).encode("utf-8", "backslashreplace").decode("utf-8"))


def take_in(
    source: Path,
    exhibits: Path,
    request: IntakeRequest,
    *,
    clock: Clock,
    progress: Progress,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> IntakeRecord:
    """Preserve every path of ``source`` below ``exhibits``, or say why not; continue after a stop.

    Args:
        source: a folder, a BagIt bag, or a zip or tar archive; never written to.
        exhibits: the inquiry's folder of exhibits, made when absent.
        request: who and with what.
        clock: gives the time.
        progress: told of each path; refusals as errors by kind.
        limits: what an archive may unpack to.

    Returns:
        The record of the finished intake; ``files = new + known + refused``.

    Raises:
        BadInput: the source can't be read at all, or lies in the inquiry.
        Busy: another intake into this inquiry is under way.
        NoSpace: the disk is full; the same command continues.
        Interrupted: stopped by the user; the same command continues.
    """
    if not request.handed_over_by.strip():
        raise BadInput("nobody is named who handed the source over", do="name who handed it over")
    opened = open_source(source, exhibits, limits)
    try:
        with locked(exhibits):
            holdings = Holdings(exhibits)
            state = _state(source, opened, request, clock)
            if done := _done_before(holdings, source, state, request):
                return done
            partial, state = _continued(exhibits, state)
            partial.begin(state)
            work = _Intake(partial, opened, request, holdings, progress)
            try:
                work.read_all()
                description = _Description(partial, source, opened, state, request, clock)
                return finish(partial, work.settled(), holdings.holds, description.record)
            finally:
                work.close()
    except KeyboardInterrupt as error:
        raise Interrupted("the intake was stopped", do="the same command continues") from error
    finally:
        opened.close()


def _state(source: Path, opened: Source, request: IntakeRequest, clock: Clock) -> State:
    resolved = source.resolve()
    started = _iso(clock())
    return State(os.fsencode(resolved).hex(), request.handed_over_by, _identity(resolved, opened), started)


def _identity(resolved: Path, opened: Source) -> str:
    if resolved.is_dir():
        return opened.kind
    status = resolved.stat()
    return f"{opened.kind} {status.st_size} {status.st_mtime_ns}"


def _done_before(holdings: Holdings, source: Path, state: State, request: IntakeRequest) -> IntakeRecord | None:
    """The finished intake of the same command that a stop kept from being told: cleared away, and given again."""
    for partial in partials(holdings.exhibits):
        if partial.finished.exists():
            before = partial.state()
            partial.clear()
            if before and _same(before, state):
                return holdings.record(partial.intake)
    for intake in holdings.intakes if request.recorded is not None else ():
        if intake not in (request.recorded or ()):
            record = holdings.record(intake)
            if (record.source, record.handed_over_by) == (display(os.fsencode(source)), request.handed_over_by):
                return record
    return None


def _same(one: State, other: State) -> bool:
    return (one.source, one.handed_over_by) == (other.source, other.handed_over_by)


def _continued(exhibits: Path, state: State) -> tuple[Partial, State]:
    """The folder to work in, and its state; one without a state, or whose archive changed since, is begun anew."""
    for partial in partials(exhibits):
        before = partial.state()
        if before is None:
            partial.discard()
        elif _same(before, state):
            if before.identity == state.identity:
                return partial, before
            partial.discard()
            return partial, state
    return next_partial(exhibits), state


class _Intake:
    """One run over the source."""

    def __init__(
        self, partial: Partial, opened: Source, request: IntakeRequest, holdings: Holdings, progress: Progress
    ) -> None:
        self._partial, self._source, self._request = partial, opened, request
        self._holdings, self._progress = holdings, progress
        self._journal = Journal(partial.journal)
        self._depot = Depot(partial, self._journal)
        self._before = Resumption(partial, self._journal, holdings)
        self._times: Counter[bytes] = Counter()  # how often an archive gave a path so far
        self._temps = 0

    def read_all(self) -> None:
        """Steps 3 and 4. When stopped, what is read is put in place first, as far as possible."""
        self._progress.stage("look through the source", 0)
        self._progress.stage("take in", self._source.count())
        window: deque[Future[Fresh] | Fresh | int] = deque()
        with ThreadPoolExecutor(self._request.workers, "read") as pool:
            try:
                for item in self._source.items():
                    window.append(self._begin(item, pool))
                    while len(window) > 2 * self._request.workers or (window and not self._source.concurrent):
                        self._settle(window.popleft())
                while window:
                    self._settle(window.popleft())
                self._depot.flush()
            except (KeyboardInterrupt, NoSpace):
                with contextlib.suppress(NoSpace):
                    self._depot.flush()
                raise

    def settled(self) -> Iterator[Settled]:
        """Every path, in the order of the source."""
        return self._journal.at(self._depot.offsets)

    def close(self) -> None:
        """Let go of threads and files."""
        self._depot.close()
        self._journal.close()

    def _begin(self, item: Item, pool: ThreadPoolExecutor) -> Future[Fresh] | Fresh | int:
        nth = 0
        if self._source.repeats:
            nth = self._times[item.path]
            self._times[item.path] += 1
        if isinstance(item, Unreadable):
            return _refused(item, item.reason, nth)
        place = self._before.place(item, nth)
        if place is not None:
            return place
        try:
            content = item.open()
        except Refusal as refusal:
            return _refused(item, refusal.reason, nth)
        self._temps += 1
        return pool.submit(self._take, item, content, self._partial.temps / str(self._temps), nth)

    def _take(self, item: Readable, content: Content, temp: Path, nth: int) -> Fresh:
        """Runs in a thread."""
        try:
            preserved = preserve(content, temp, item.size_bytes, self._source.algorithms)
        except Refusal as refusal:
            return _refused(item, refusal.reason, nth)
        entry = CustodyEntry(
            order=0,
            path=item.path,
            outcome="new",
            digest=preserved.digest,
            size_bytes=preserved.size_bytes,
            modified_ns=preserved.modified_ns,
            mode=item.mode,
            modified_local=item.modified_local,
            note=self._source.remark(item.path, preserved.digests),
        )
        return Fresh(Settled(entry, preserved.digests["sha512"], nth), temp)

    def _settle(self, pending: Future[Fresh] | Fresh | int) -> None:
        path = pending.result() if isinstance(pending, Future) else pending
        if not isinstance(path, int):
            entry = path.settled.entry
            if entry.digest is None:
                self._progress.error(refusal_kind(entry.reason))
            elif path.temp and not self._before.first(entry.digest.raw):
                path.temp.unlink()
                path = replace(path, temp=None)
        self._depot.add(path)
        self._progress.advance()


def _refused(item: Item, reason: str, nth: int) -> Fresh:
    entry = CustodyEntry(
        order=0,
        path=item.path,
        outcome="refused",
        digest=None,
        size_bytes=item.size_bytes,
        modified_ns=item.modified_ns,
        reason=reason,
        mode=item.mode,
        modified_local=item.modified_local,
    )
    return Fresh(Settled(entry, "", nth), None)


@dataclass(frozen=True, slots=True)
class _Description:
    """What an intake's record needs beside its counts."""

    partial: Partial
    source: Path
    opened: Source
    state: State
    request: IntakeRequest
    clock: Clock

    def record(self, tally: Tally, custody: Digest) -> IntakeRecord:
        """The record of the intake, finished now."""
        finished = self.clock()
        digest, size_bytes = _archive(self.source, self.opened, self.state)
        remarks = [f"{count} paths: {note}" for note, count in sorted(tally.remarks.items())]
        started = datetime.fromisoformat(self.state.started)
        return IntakeRecord(
            intake=self.partial.intake,
            source=display(os.fsencode(self.source)),
            source_kind=self.opened.kind,
            handed_over_by=self.request.handed_over_by,
            taken_by=self.request.taken_by,
            machine=self.request.machine,
            tool=self.request.tool,
            started=self.state.started,
            finished=_iso(finished),
            **tally.counts(),
            root=record_root(tally),
            custody=custody,
            source_digest=digest,
            source_bytes=size_bytes,
            duration_ms=max(0, int((finished - started).total_seconds() * 1000)),
            refusals=dict(tally.refusals),
            kinds=dict(tally.kinds),
            notes=(*self.opened.notes(), *remarks),
        )


def _archive(source: Path, opened: Source, state: State) -> tuple[Digest | None, int]:
    """Digest and size of an archive, which must not have changed since the intake began."""
    if source.is_dir():
        return None, 0
    try:
        digest, size_bytes = digest_of(source), source.stat().st_size
    except OSError as error:
        raise BadInput(
            "the source went away while it was read",
            expected=display(os.fsencode(source)),
            found=error.strerror or str(error),
            do="put it back; the same command continues",
        ) from error
    if _identity(source, opened) != state.identity:
        raise BadInput("the archive changed while it was read", do="take it in again once it is complete")
    return digest, size_bytes


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
