"""The local engine: a process a core, each with its own pipe.

Rules:
* A file that kills its process, or takes too long, is read again alone in a fresh process; only when that fails too
  is it `Failed`. The run goes on. Alone means: one exhibit by one analyser.
* A defect of an analyser (any exception but `Unreadable`) ends its process, and is found the same way.
* The parent holds a few jobs a worker and gives each outcome away at once: memory does not grow with the jobs.
"""

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess

from probata.errors import ProbataError
from probata.readings.analyser import Analyser, Failed
from probata.readings.engine import Job, Limits, Outcome
from probata.readings.worker import READY, work

_CHUNK = 8
_STARTS = 3
_POLL_SECONDS = 1.0


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Worker:
    """One process, what it was given and has not answered, and since when it has been at the first of it."""

    process: BaseProcess
    pipe: Connection
    pending: deque[Job] = field(default_factory=deque)
    since: float = 0.0
    ready: bool = False
    alone: bool = False

    def give(self, jobs: list[Job]) -> None:
        if not self.pending:
            self.since = time.monotonic()
        self.pending.extend(jobs)
        with suppress(BrokenPipeError, ConnectionResetError):  # it died: found when its pipe is read
            self.pipe.send(jobs)

    def answered(self, outcome: Outcome) -> None:
        """Strike an answered reading off."""
        self.since = time.monotonic()
        job = self.pending.popleft()
        rest = tuple(place for place in job.missing if place != outcome.analyser)
        if rest:
            self.pending.appendleft(Job(job.digest, job.path, rest))

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class LocalPool:
    """Reads with processes of this machine.

    Args:
        workers: how many; by default one a core.
        limits: what one reading may cost.
    """

    def __init__(self, workers: int | None = None, limits: Limits | None = None) -> None:
        self.workers = max(1, workers or cores())
        self.limits = limits or Limits()

    def outcomes(self, analysers: Sequence[Analyser], jobs: Iterable[Job]) -> Iterator[Outcome]:
        """See `probata.readings.engine.Engine`.

        Raises:
            ProbataError: worker processes can't be started.
        """
        run = _Run(_context(analysers), tuple(analysers), iter(jobs), self.limits)
        try:
            yield from run.outcomes(self.workers)
        finally:
            run.end()


def _context(analysers: Sequence[Analyser]) -> ForkServerContext | SpawnContext:
    """Processes that inherit nothing but what they are given, forked from a small server that has the imports."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["probata.readings.worker", *sorted({type(a).__module__ for a in analysers})])
    return context


class _Run:
    """One run of a pool: fresh jobs first, then what killed a process or took too long, each alone."""

    def __init__(
        self,
        context: ForkServerContext | SpawnContext,
        analysers: tuple[Analyser, ...],
        jobs: Iterator[Job],
        limits: Limits,
    ) -> None:
        self.context, self.analysers, self.jobs, self.limits = context, analysers, jobs, limits
        self.returned: deque[Job] = deque()
        self.suspects: deque[Job] = deque()
        self.workers: list[_Worker] = []
        self.failed_starts = 0

    def outcomes(self, workers: int) -> Iterator[Outcome]:
        while True:
            self._fill(workers)
            if not self.workers:
                return
            timeout = min(_POLL_SECONDS, self.limits.seconds / 4)
            heard = {id(pipe) for pipe in wait([worker.pipe for worker in self.workers], timeout)}
            for worker in tuple(self.workers):
                if id(worker.pipe) in heard:
                    yield from self._hear(worker)
                elif worker.ready and worker.pending and time.monotonic() - worker.since > self.limits.seconds:
                    yield from self._gone(worker, f"took longer than {self.limits.seconds:g} s")

    def end(self) -> None:
        for worker in self.workers:
            worker.end()
        self.workers.clear()

    def _fill(self, count: int) -> None:
        """Give every worker enough to do; start workers while there is work, end those that have none."""
        for worker in tuple(self.workers):
            if not worker.alone and len(worker.pending) <= _CHUNK // 2 and (chunk := self._chunk()):
                worker.give(chunk)
            elif not worker.pending:
                self.workers.remove(worker)
                worker.end()
        while len(self.workers) < count:
            alone = False
            chunk = self._chunk()
            if not chunk and self.suspects:
                chunk, alone = [self.suspects.popleft()], True
            if not chunk:
                return
            worker = self._start(alone)
            worker.give(chunk)

    def _chunk(self) -> list[Job]:
        chunk: list[Job] = []
        while len(chunk) < _CHUNK:
            job = self.returned.popleft() if self.returned else next(self.jobs, None)
            if job is None:
                break
            chunk.append(job)
        return chunk

    def _start(self, alone: bool) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=work, args=(theirs, self.analysers, self.limits), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours, alone=alone)
        self.workers.append(worker)
        return worker

    def _hear(self, worker: _Worker) -> Iterator[Outcome]:
        """Take one message of a worker."""
        try:
            message = worker.pipe.recv()
            if message == READY:
                worker.ready, worker.since, self.failed_starts = True, time.monotonic(), 0
                return
            for outcome in message:
                worker.answered(outcome)
                yield outcome
        except (EOFError, ConnectionResetError):
            yield from self._gone(worker, "the analyser's process died")

    def _gone(self, worker: _Worker, reason: str) -> Iterator[Outcome]:
        """A worker died or was too slow: the exhibit it was at is suspect, the others go to another worker."""
        self.workers.remove(worker)
        worker.end()
        if not worker.ready:
            self.failed_starts += 1
            if self.failed_starts >= _STARTS:
                raise ProbataError("no reading can be made", expected="a process that starts", found=reason)
        elif worker.pending:
            job = worker.pending.popleft()
            if worker.alone:
                yield Outcome(job.digest, job.missing[0], Failed(reason))
            else:
                self.suspects.extend(Job(job.digest, job.path, (place,)) for place in job.missing)
        (self.suspects if worker.alone else self.returned).extend(worker.pending)
