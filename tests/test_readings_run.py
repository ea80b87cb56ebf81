"""Runs: what is missing is made, once, whatever the files do to the processes that read them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from probata.digest import Digest
from probata.errors import Interrupted
from probata.progress import Silent
from probata.readings.analyser import Analyser
from probata.readings.engine import Job, Limits, Outcome
from probata.readings.memo import Readings
from probata.readings.pool import LocalPool
from probata.readings.run import Report, Tally, run
from probata.readings.worker import outcomes_of
from readings_analysers import Length, Obedient

LENGTH, OBEDIENT = Length(), Obedient()


class Watched(Silent):
    """Progress that remembers."""

    def __init__(self) -> None:
        self.total = self.done = 0
        self.errors: list[str] = []

    def stage(self, name: str, total: int, done: int = 0) -> None:
        self.total, self.done = total, done

    def advance(self, units: int = 1) -> None:
        self.done += units

    def error(self, kind: str) -> None:
        self.errors.append(kind)


class Serial:
    """An engine without processes, with the real interface; it counts jobs, and may be stopped."""

    def __init__(self, stop_after: int = 1 << 30) -> None:
        self.jobs, self.stop_after = 0, stop_after

    def outcomes(self, analysers: Sequence[Analyser], jobs: Iterator[Job]) -> Iterator[Outcome]:
        for job in jobs:
            if self.jobs >= self.stop_after:
                raise KeyboardInterrupt
            self.jobs += 1
            yield from outcomes_of(job, analysers, Limits())


def fill(folder: Path, contents: Sequence[bytes]) -> list[str]:
    folder.mkdir(exist_ok=True)
    digests = [Digest.of(content).hex for content in contents]
    for digest, content in zip(digests, contents, strict=True):
        (folder / digest).write_bytes(content)
    return digests


def texts(readings: Readings) -> dict[str, str | None]:
    return {row["digest"]: row["failed"] for row in readings.table(OBEDIENT).to_pylist()}


def investigate(
    tmp_path: Path, contents: Sequence[bytes], engine: LocalPool | Serial | None = None
) -> tuple[Report, Readings, Watched, list[str]]:
    digests = fill(tmp_path / "store", contents)
    readings, watched = Readings(tmp_path / "readings"), Watched()
    analysers = (LENGTH, OBEDIENT)
    report = run(analysers, digests, (tmp_path / "store").joinpath, readings, engine or LocalPool(2), watched)
    return report, readings, watched, digests


def test_every_exhibit_is_read_by_every_analyser(tmp_path: Path) -> None:
    report, readings, watched, digests = investigate(tmp_path, [b"text %d" % i for i in range(60)])
    assert report == Report({"length": Tally(60, 0), "obedient": Tally(60, 0)}, ())
    assert readings.table(LENGTH).column("digest").to_pylist() == sorted(digests)
    assert (watched.total, watched.done, watched.errors) == (120, 120, [])


def test_only_what_is_missing_is_read(tmp_path: Path) -> None:
    contents = [b"text %d" % i for i in range(10)]
    investigate(tmp_path, contents, Serial())
    second = Serial()
    _, _, watched, _ = investigate(tmp_path, [*contents, b"new"], second)
    assert second.jobs == 1
    assert (watched.total, watched.done) == (22, 22)


def test_hostile_files_cost_their_own_reading_only(tmp_path: Path) -> None:
    contents = [b"text %d" % i for i in range(40)] + [b"crash", b"exit", b"hang", b"defect", b"unreadable", b"misfit"]
    contents += [b"stranger"]
    pool = LocalPool(2, Limits(seconds=1.5))
    report, readings, watched, digests = investigate(tmp_path, contents, pool)
    reasons = texts(readings)
    died = "the analyser's process died"
    assert [reasons[digest] for digest in digests[:40]] == [None] * 40
    assert [reasons[digest] for digest in digests[40:45]] == [
        died, died, "took longer than 1.5 s", died, "not mine: at all",
    ]  # fmt: skip
    assert all(str(reasons[digest]).startswith("the row does not fit") for digest in digests[45:])
    assert report.tallies == {"length": Tally(47, 0), "obedient": Tally(47, 7)}
    assert sorted(watched.errors) == sorted(
        ["obedient: the analyser's process died"] * 3 + ["obedient: took longer than 1.5 s", "obedient: not mine"]
    )
    assert watched.done == watched.total == 94


def test_file_that_crashes_once_is_read_when_tried_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = fill(tmp_path / "store", [b"once", *(b"text %d" % i for i in range(20))])
    script = (
        "import sys; from pathlib import Path; from readings_analysers import *\n"
        "from probata.readings.run import run; from probata.readings.pool import LocalPool\n"
        "from probata.readings.memo import Readings; from probata.progress import Silent\n"
        "if __name__ == '__main__':\n"
        "    root = Path(sys.argv[1]); store = root / 'store'\n"
        "    run((Obedient(),), [p.name for p in store.iterdir()], store.joinpath, Readings(root / 'readings'),"
        " LocalPool(1), Silent())\n"
    )
    (tmp_path / "main.py").write_text(script)
    environment = {
        **os.environ,
        "PROBATA_TEST_ONCE": str(tmp_path / "marker"),
        "PYTHONPATH": str(Path(__file__).parent),
    }
    subprocess.run([sys.executable, tmp_path / "main.py", tmp_path], check=True, env=environment)
    assert (tmp_path / "marker").exists()
    assert texts(Readings(tmp_path / "readings")) == dict.fromkeys(digests)


def test_changed_and_missing_exhibits_are_problems_and_have_no_reading(tmp_path: Path) -> None:
    digests = fill(tmp_path / "store", [b"a", b"b", b"c"])
    (tmp_path / "store" / digests[0]).write_bytes(b"changed")
    (tmp_path / "store" / digests[1]).unlink()
    readings, watched = Readings(tmp_path / "readings"), Watched()
    report = run((LENGTH,), digests, (tmp_path / "store").joinpath, readings, LocalPool(1), watched)
    assert {(p.code, p.where) for p in report.problems} == {
        ("exhibit-changed", digests[0]), ("exhibit-missing", digests[1]),
    }  # fmt: skip
    assert report.tallies == {"length": Tally(1, 0)}
    assert watched.done == watched.total == 3


def test_exhibit_too_large_for_memory_is_failed(tmp_path: Path) -> None:
    report, readings, _, digests = investigate(tmp_path, [b"x" * 50, b"y"], LocalPool(1, Limits(exhibit_bytes=10)))
    assert texts(readings)[digests[0]] == "larger than can be read: 50 bytes, the limit is 10"
    assert report.tallies["length"] == Tally(2, 1)


def test_interrupt_keeps_what_was_read(tmp_path: Path) -> None:
    contents = [b"text %d" % i for i in range(30)]
    with pytest.raises(Interrupted) as stopped:
        investigate(tmp_path, contents, Serial(stop_after=11))
    assert stopped.value.exit_code == 4
    assert len(Readings(tmp_path / "readings").done(LENGTH)) == 11
    report, *_ = investigate(tmp_path, contents)
    assert report.tallies["length"] == Tally(30, 0)


def test_killed_run_is_continued_and_no_worker_stays(tmp_path: Path) -> None:
    digests = fill(tmp_path / "store", [b"slow %d" % i for i in range(150)])
    script = (
        "import sys; from pathlib import Path; from readings_analysers import *\n"
        "import probata.readings.run as r; r.FLUSH_ROWS = 10\n"
        "from probata.readings.pool import LocalPool\n"
        "from probata.readings.memo import Readings; from probata.progress import Silent\n"
        "if __name__ == '__main__':\n"
        "    root = Path(sys.argv[1]); store = root / 'store'\n"
        "    r.run((Length(), Obedient()), [p.name for p in store.iterdir()], store.joinpath,"
        " Readings(root / 'readings'), LocalPool(2), Silent())\n"
    )
    (tmp_path / "main.py").write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    readings = Readings(tmp_path / "readings")
    process = subprocess.Popen(
        [sys.executable, tmp_path / "main.py", tmp_path], env=environment, start_new_session=True
    )
    while len(readings.done(OBEDIENT)) < 30 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = len(readings.done(OBEDIENT))
    assert 30 <= kept < 150
    subprocess.run([sys.executable, tmp_path / "main.py", tmp_path], env=environment, check=True)
    assert texts(readings) == dict.fromkeys(digests)
    whole = Readings(tmp_path / "undisturbed")
    run((LENGTH, OBEDIENT), digests, (tmp_path / "store").joinpath, whole, Serial(), Silent())
    assert readings.table(LENGTH).equals(whole.table(LENGTH))
    assert readings.table(OBEDIENT).equals(whole.table(OBEDIENT))
    assert _members(process.pid) == []


def _members(session: int) -> list[int]:
    """Processes of a session that still live (a short while is given to end)."""
    alive: list[int] = []
    for _ in range(100):
        alive = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[3] == str(session) and fields[0] != "Z":
                alive.append(int(entry.parent.name))
        if not alive:
            break
        time.sleep(0.05)
    return alive
