"""Intake stopped at any moment: continued by the same command, with the same result byte for byte."""

import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake_sources import REQUEST, clock, make_folder, make_zip, outcomes, take, tree
from probata.errors import Interrupted, NoSpace
from probata.exhibits.intake import take_in
from probata.exhibits.partial import Partial
from probata.exhibits.store import ExhibitStore

SCRIPT = """
import sys; from pathlib import Path; sys.path[:0] = [sys.argv[1]]
from intake_sources import REQUEST, clock, clock
from probata.exhibits.intake import take_in
import probata.exhibits.depot as depot
from probata.progress import Silent
depot._BATCH_PATHS = 8
print("ready", flush=True)
take_in(Path(sys.argv[2]), Path(sys.argv[3]), REQUEST, clock=clock, progress=Silent())
"""


def start(source: Path, exhibits: Path) -> "subprocess.Popen[str]":
    argv = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent), str(source), str(exhibits)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def kill_and_continue(source: Path, exhibits: Path, moments: list[float]) -> bool:
    """Kill one after the other; whether any kill came before the end. Nothing half is ever seen."""
    hit = False
    for moment in moments:
        with start(source, exhibits) as process:
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        hit |= process.returncode == -signal.SIGKILL
        for digest in (store := ExhibitStore(exhibits)).digests():
            store.read(digest)
        if store.intakes():
            break
    return hit


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_killed_at_random_moments(tmp_path: Path, kind: str) -> None:
    moments = int(os.environ.get("PROBATA_KILLS", "4"))
    source = make_folder(tmp_path / "src", 120, size=60_000)
    if kind == "zip":
        source = make_zip(tmp_path / "s.zip", {p.name: p.read_bytes() for p in source.rglob("*") if p.is_file()})
    began = time.monotonic()
    take(source, tmp_path / "undisturbed")
    length, rng = time.monotonic() - began, random.Random(7)
    hits = 0
    for number in range(moments):
        exhibits = tmp_path / f"e{number}"
        hits += kill_and_continue(source, exhibits, [rng.uniform(0, length), rng.uniform(0, length)])
        assert take(source, exhibits, replace(REQUEST, recorded=frozenset())).intake == "0001"
        assert tree(exhibits / "0001") == tree(tmp_path / "undisturbed" / "0001")
        assert not list(exhibits.glob("*.partial"))
    assert hits


@pytest.mark.slow
def test_killed_at_fifty_random_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBATA_KILLS", "50")
    test_killed_at_random_moments(tmp_path, "folder")


@pytest.mark.parametrize("torn", [1, 40, 200, 900])
def test_a_torn_journal_is_continued(tmp_path: Path, torn: int) -> None:
    source = make_folder(tmp_path / "src", 30)
    take(source, tmp_path / "undisturbed")
    partial = stopped(source, tmp_path / "e")
    with partial.journal.open("r+b") as stream:
        stream.truncate(partial.journal.stat().st_size - torn)
    take(source, tmp_path / "e")
    assert tree(tmp_path / "e" / "0001") == tree(tmp_path / "undisturbed" / "0001")


class StoppedAt:
    """Presses Ctrl-C after some paths."""

    def __init__(self, at: int) -> None:
        self.left = at

    def stage(self, name: str, total: int, done: int = 0) -> None: ...
    def error(self, kind: str) -> None: ...
    def advance(self, units: int = 1) -> None:
        self.left -= units
        if self.left == 0:
            raise KeyboardInterrupt


def stopped(source: Path, exhibits: Path, after: int = 25) -> Partial:

    with pytest.raises(Interrupted):
        take_in(source, exhibits, REQUEST, clock=clock, progress=StoppedAt(after))
    return Partial(exhibits, "0001")


def test_finished_paths_are_not_read_again_but_changed_ones_are(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "src", 30)
    partial = stopped(source, tmp_path / "e")
    journal = partial.journal.read_bytes()
    early = sorted(path for path in source.rglob("*") if path.is_file())
    kept, changed, gone = early[1], early[2], early[4]
    status = kept.stat()
    kept.write_bytes(b"Z" * status.st_size)  # same size and time: so it shows whether it was read again
    os.utime(kept, ns=(status.st_atime_ns, status.st_mtime_ns))
    changed.write_bytes(b"changed after the stop")
    gone.unlink()
    (source / "day 0" / "AAA").write_bytes(b"came after the stop")
    record = take(source, tmp_path / "e")
    assert len(journal.splitlines()) == 25
    store = ExhibitStore(tmp_path / "e")
    stored = {store.read(digest) for digest in store.digests()}
    assert b"Z" * status.st_size not in stored
    assert {b"changed after the stop", b"came after the stop"} <= stored
    assert os.fsencode(gone.relative_to(source)) not in outcomes(tmp_path / "e")
    assert record.files == 30


def test_another_source_does_not_continue_it(tmp_path: Path) -> None:
    one, two = make_folder(tmp_path / "one", 30), make_folder(tmp_path / "two", 30, seed=2)
    stopped(one, tmp_path / "e")
    assert take(two, tmp_path / "e").intake == "0002"
    assert take(one, tmp_path / "e").intake == "0001"
    assert [record.intake for record in ExhibitStore(tmp_path / "e").intakes()] == ["0001", "0002"]


def test_an_archive_replaced_after_the_stop_is_read_anew(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "s.zip", {str(n): bytes([n]) for n in range(30)})
    stopped(path, tmp_path / "e")
    make_zip(path, {str(n): bytes([n, n]) for n in range(30)})
    assert take(path, tmp_path / "e").new == 30
    store = ExhibitStore(tmp_path / "e")
    assert {store.read(digest) for digest in store.digests()} == {bytes([n, n]) for n in range(30)}


def test_a_stop_between_the_rename_and_its_telling_gives_the_same_intake(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "src", 30)
    partial = stopped(source, tmp_path / "e")
    state = (partial.folder / "state.json").read_bytes()
    done = take(source, tmp_path / "e")
    partial.folder.mkdir()
    (partial.folder / "state.json").write_bytes(state)
    assert take(source, tmp_path / "e") == done
    assert not partial.folder.exists()
    assert take(source, tmp_path / "e", replace(REQUEST, recorded=frozenset())) == done
    assert take(source, tmp_path / "e", replace(REQUEST, recorded=frozenset({"0001"}))).intake == "0002"


def test_a_stop_before_the_state_was_written(tmp_path: Path) -> None:
    (tmp_path / "e" / "0001.partial").mkdir(parents=True)
    assert take(make_folder(tmp_path / "src", 5), tmp_path / "e").intake == "0001"


@contextlib.contextmanager
def tiny_disk(where: Path, size: str) -> Iterator[None]:
    where.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},nr_inodes=100k", "tmpfs", str(where)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can't be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(where)], check=True)


@pytest.mark.parametrize("size", ["120k", "700k", "1300k"])
def test_a_full_disk_is_continued_when_there_is_room(tmp_path: Path, size: str) -> None:
    source = make_folder(tmp_path / "src", 60, size=60_000)
    take(source, tmp_path / "undisturbed")
    with tiny_disk(tmp_path / "small", size):
        exhibits = tmp_path / "small" / "e"
        for _ in range(2):
            with pytest.raises(NoSpace) as caught:
                take(source, exhibits)
            assert caught.value.exit_code == 4
            assert "\n" not in str(caught.value)
            assert ExhibitStore(exhibits).digests() == []
        subprocess.run(["mount", "-o", "remount,size=40m", str(tmp_path / "small")], check=True)
        assert take(source, exhibits).intake == "0001"
        assert tree(exhibits / "0001") == tree(tmp_path / "undisturbed" / "0001")


def test_a_file_too_large_for_the_disk(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "src", 5)
    (source / "large").write_bytes(bytes(300_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        with pytest.raises(NoSpace, match="too large"):
            take(source, tmp_path / "e")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert take(source, tmp_path / "e").files == 6
