"""A full disk and a file system without locks, made with the operating system's own errors."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger_making import Ticking, create, intake, key
from probata.errors import LedgerError, NoSpace
from probata.ledger.files import exclusive_lock, shared_lock
from probata.ledger.ledger import Ledger

CHILD = """
import resource, sys
from pathlib import Path
from ledger_making import Ticking, intake, key
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
limit, place = int(sys.argv[1]), Path(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
Ledger(place / "ledger", KnownHeads(place / "state")).append(intake(), by="Ada", signer=key(), clock=Ticking())
"""


def append(ledger: Ledger) -> None:
    ledger.append(intake(), by="Ada", signer=key(), clock=Ticking())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_when_the_line_cannot_be_synced_it_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    acts = ledger.folder / "acts.jsonl"
    before, sync = acts.read_bytes(), os.fsync

    def full(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == acts.stat().st_ino:
            raise OSError(number, os.strerror(number))
        sync(descriptor)

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(LedgerError if number == errno.EIO else NoSpace):
            append(ledger)
    assert acts.read_bytes() == before
    assert ledger.check() == []
    append(ledger)
    assert len(ledger.entries()) == 2


def test_a_real_limit_on_the_files_size(tmp_path: Path) -> None:
    """The kernel writes part of the line and then refuses (in a child, because limits are of a process)."""
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    before = (ledger.folder / "acts.jsonl").read_bytes()
    limited = [sys.executable, "-c", CHILD, str(len(before) + 100), tmp_path]
    done = subprocess.run(limited, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    assert "LedgerError: the ledger can't be written" in done.stderr
    assert "File too large" in done.stderr
    assert (ledger.folder / "acts.jsonl").read_bytes() == before
    append(ledger)
    assert ledger.check() == []


def test_without_locks_one_may_read_but_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = create(tmp_path / "ledger", tmp_path / "state")

    def none(descriptor: object, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", none)
    with shared_lock(ledger.folder / "acts.jsonl") as stream:
        assert stream.read()
    with pytest.raises(OSError, match="lock"), exclusive_lock(ledger.folder / "acts.jsonl"):
        pass
    with pytest.raises(LedgerError, match="can't be written"):
        append(ledger)
    assert ledger.check() == []
