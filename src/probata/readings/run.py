"""Readings that are missing are made; those that are there are kept.

A run that was stopped, by Ctrl-C or by ``kill -9``, is continued by the same call: at most the readings since the last
flush are made again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from probata.errors import Interrupted
from probata.problems import Problem
from probata.progress import Progress
from probata.readings.analyser import Analyser, Failed
from probata.readings.engine import Engine, Job, Outcome
from probata.readings.memo import Reading, Readings

FLUSH_ROWS = 512
FLUSH_SECONDS = 30.0
_COMPACT_PARTS = 16


@dataclass(frozen=True, slots=True)
class Tally:
    """How the readings of one analyser stand: ``done`` exhibits have one, ``failed`` of which are `Failed`."""

    done: int
    failed: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: the tally of each analyser by name, and the exhibits whose bytes are not what they were."""

    tallies: dict[str, Tally]
    problems: tuple[Problem, ...]


def run(
    analysers: Sequence[Analyser],
    digests: Sequence[str],
    path_of: Callable[[str], Path],
    readings: Readings,
    engine: Engine,
    progress: Progress,
) -> Report:
    """Make the readings that are missing of ``digests`` by ``analysers``.

    Args:
        analysers: which; their order is that of a row's making.
        digests: the exhibits, as 64 hexadecimal digits.
        path_of: where an exhibit's bytes are. They are hashed again when read.
        readings: what is kept.
        engine: what does the work.
        progress: one unit is one reading (an exhibit by an analyser).

    Returns:
        the tallies over ``digests``, and problems ``exhibit-missing`` and ``exhibit-changed``: such an exhibit has no
        reading until its bytes are back.

    Raises:
        Interrupted: stopped by the user; what was read is kept.
        NoSpace: the disk is full; what was read before is kept.
    """
    for analyser in analysers:
        readings.tidy(analyser)
    done = [readings.done(analyser) for analyser in analysers]
    total = len(digests) * len(analysers)
    wanted = set(digests)
    progress.stage("readings", total, done=sum(len(wanted & kept) for kept in done))
    batch = _Batch(analysers, readings)
    problems: dict[str, Problem] = {}
    outcomes = engine.outcomes(analysers, _jobs(digests, path_of, done))
    try:
        for outcome in outcomes:
            if isinstance(outcome.result, Problem):
                problems[outcome.digest] = outcome.result
                progress.error(outcome.result.code)
            else:
                batch.add(outcome)
                if isinstance(outcome.result, Failed):
                    progress.error(f"{analysers[outcome.analyser].name}: {outcome.result.kind}")
            progress.advance()
    except KeyboardInterrupt as error:
        raise Interrupted("stopped; what was read is kept", do="run the same command again to continue") from error
    finally:
        _close(outcomes)
        batch.flush_all()
    for analyser in analysers:
        if len(readings.parts(analyser)) > _COMPACT_PARTS:
            readings.compact(analyser)
    return Report({a.name: tally(readings, a, wanted) for a in analysers}, tuple(problems[d] for d in sorted(problems)))


def tally(readings: Readings, analyser: Analyser, digests: set[str]) -> Tally:
    """How many of ``digests`` have a reading, and how many of these are `Failed`."""
    rows = readings.table(analyser, ["digest", "failed"]).to_pylist()
    reasons = [row["failed"] for row in rows if row["digest"] in digests]
    return Tally(len(reasons), sum(reason is not None for reason in reasons))


def _jobs(digests: Sequence[str], path_of: Callable[[str], Path], done: Sequence[set[str]]) -> Iterator[Job]:
    for digest in sorted(set(digests)):
        missing = tuple(place for place, kept in enumerate(done) if digest not in kept)
        if missing:
            yield Job(digest, path_of(digest), missing)


def _close(outcomes: Iterator[Outcome]) -> None:
    close = getattr(outcomes, "close", None)
    if close is not None:
        close()


class _Batch:
    """Readings that are made and not yet kept: at most `FLUSH_ROWS` an analyser."""

    def __init__(self, analysers: Sequence[Analyser], readings: Readings) -> None:
        self.analysers, self.readings = analysers, readings
        self.rows: list[list[Reading]] = [[] for _ in analysers]

    def add(self, outcome: Outcome) -> None:
        assert not isinstance(outcome.result, Problem)
        rows = self.rows[outcome.analyser]
        rows.append((outcome.digest, outcome.result))
        if len(rows) >= FLUSH_ROWS:
            self._flush(outcome.analyser)

    def flush_all(self) -> None:
        for place in range(len(self.analysers)):
            self._flush(place)

    def _flush(self, place: int) -> None:
        rows, self.rows[place] = self.rows[place], []
        self.readings.append(self.analysers[place], rows)
