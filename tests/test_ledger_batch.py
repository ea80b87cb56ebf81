"""Several acts at once: the same lines as one by one, all or none, and a stop anywhere leaves a ledger that goes on."""

import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ledger_making import Ticking, create, digest, intake, judged, key
from probata.errors import BadInput, LedgerError, NoSpace
from probata.ledger.acts import Act, ActUndone, IntakeFinished, KeyAdded, KeyRetired, NumberSet
from probata.ledger.acts_audits import AuditAnswered, AuditDrawn
from probata.ledger.batch import Batch, write_batch
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
from probata.ledger.line import Entry
from probata.ledger.unsound import Unsound

BATCH = [judged("same", "a", str(number)) for number in range(5)]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return create(tmp_path / "ledger", tmp_path / "state")


def append_all(ledger: Ledger, acts: list[Act], seed: int = 1) -> tuple[Entry, ...]:
    return ledger.append_all(acts, by="Ada", signer=key(seed), clock=Ticking())


def acts_of(ledger: Ledger) -> bytes:
    return (ledger.folder / "acts.jsonl").read_bytes()


def test_the_lines_are_those_of_appending_one_by_one(ledger: Ledger, tmp_path: Path) -> None:
    other, clock = create(tmp_path / "other", tmp_path / "state of the other"), Ticking()
    for act in BATCH:
        other.append(act, by="Ada", signer=key(), clock=clock)
        clock()  # the time of the head
    entries = append_all(ledger, list(BATCH))
    assert [entry.act for entry in entries] == BATCH
    assert [entry.number for entry in entries] == [2, 3, 4, 5, 6]
    assert [entry.act for entry in ledger.entries()] == [entry.act for entry in other.entries()]
    assert ledger.head() == entries[-1].digest
    assert ledger.check() == []
    assert sorted(path.name for path in ledger.folder.iterdir()) == ["acts.jsonl", "head.json"]


def test_nothing_is_appended_for_nothing(ledger: Ledger) -> None:
    before = acts_of(ledger)
    assert append_all(ledger, []) == ()
    assert acts_of(ledger) == before


def test_an_act_may_refer_to_one_before_it_in_the_batch(ledger: Ledger) -> None:
    first, *_ = append_all(ledger, [judged()])
    added = KeyAdded("Grace", key(2).fingerprint, key(2).public)
    drawn = AuditDrawn("first", "1", 1, "none", digest("frame"), "")
    answered = AuditAnswered("first", digest("a"), "nobody", 0, {}, "")
    append_all(ledger, [ActUndone(first.digest, ""), added, drawn, answered])
    assert ledger.check() == []
    assert ledger.signers() == [key(1).fingerprint, key(2).fingerprint]


ANSWER = AuditAnswered("none", digest("a"), "nobody", 0, {}, "")
DRAWN = AuditDrawn("first", "1", 4, "none", digest("frame"), "")
LONGER = AuditDrawn("first", "1", 5, "none", digest("frame"), "")
ADDED = KeyAdded("Grace", key(2).fingerprint, key(2).public)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([ActUndone(digest("none"), "")], "no such act"),
        ([KeyRetired(key().fingerprint, "")], "last key"),
        ([ADDED, KeyRetired(key().fingerprint, ""), judged()], "may not sign"),
        ([ANSWER], "no such audit"),
        ([DRAWN, DRAWN], "such an audit already"),
        ([DRAWN, LONGER, DRAWN], "such an audit already"),
        ([DRAWN, AuditDrawn("first", "2", 5, "none", digest("frame"), "")], "such an audit already"),
        ([DRAWN, AuditDrawn("first", "1", 5, "day", digest("frame"), "")], "such an audit already"),
        ([DRAWN, AuditDrawn("first", "1", 5, "none", digest("another"), "")], "such an audit already"),
        ([DRAWN, ActUndone(digest("none"), "")], "no such act"),
        ([NumberSet(digest("a"), "branch", "215", "\udcff")], "UTF-8"),
    ],
)
def test_one_act_that_cannot_stand_here_keeps_all_out(ledger: Ledger, wrong: list[Act], message: str) -> None:
    before = acts_of(ledger)
    with pytest.raises(BadInput, match=message):
        append_all(ledger, [intake(), *wrong])
    assert acts_of(ledger) == before
    assert ledger.check() == []


def test_a_drawing_of_an_audit_is_not_undone(ledger: Ledger) -> None:
    drawn, _ = append_all(ledger, [DRAWN, LONGER])
    with pytest.raises(BadInput, match="no such act"):
        append_all(ledger, [ActUndone(drawn.digest, "")])


def test_a_stop_at_any_byte_leaves_a_ledger_that_goes_on(tmp_path: Path) -> None:
    """Every length of the newest lines, with the old head and the note of the batch."""
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    before, head = acts_of(ledger), (ledger.folder / "head.json").read_bytes()
    entries = append_all(ledger, list(BATCH))
    after = acts_of(ledger)
    note = write_batch(Batch(1, entries[0].previous, 6, entries[-1].digest), at=entries[0].at, signer=key())
    for end in {*range(len(before), len(after), 37), *_line_ends(before, after)}:
        place = tmp_path / str(end)
        place.mkdir()
        for name, data in (("acts.jsonl", after[:end]), ("head.json", head), ("batch.json", note)):
            (place / name).write_bytes(data)
        stopped = Ledger(place, KnownHeads(place / "state"))
        whole = after[:end].count(b"\n")
        codes = {problem.code for problem in stopped.check()}
        assert codes == {*(["ledger-torn"] if after[end - 1 : end] != b"\n" else []),
                         *(["head-behind"] if whole > 2 else [])}  # fmt: skip
        append_all(stopped, [intake()])
        assert stopped.check() == []
        assert [entry.act for entry in stopped.entries()][1:] == [*BATCH[: whole - 1], intake()]
        assert not (place / "batch.json").exists()


def _line_ends(before: bytes, after: bytes) -> list[int]:
    return [end + 1 for end in range(len(before) - 1, len(after)) if after[end : end + 1] == b"\n"]


def test_an_old_head_is_not_taken_for_a_stopped_batch(ledger: Ledger) -> None:
    """Without the note, with one that nobody here signed, of another head, or that reaches less far."""
    head = (ledger.folder / "head.json").read_bytes()
    opening = ledger.head()
    at = append_all(ledger, list(BATCH))[-1]
    (ledger.folder / "head.json").write_bytes(head)
    good, clock = Batch(1, opening, at.number, at.digest), Ticking()
    notes = [
        b"",
        b"{}\n",
        write_batch(good, at=clock(), signer=key(9)),
        write_batch(Batch(2, opening, at.number, at.digest), at=clock(), signer=key()),
        write_batch(Batch(1, at.digest, at.number, at.digest), at=clock(), signer=key()),
        write_batch(Batch(1, opening, at.number - 1, at.digest), at=clock(), signer=key()),
        write_batch(Batch(1, opening, at.number, opening), at=clock(), signer=key()),
        write_batch(good, at=clock(), signer=key()).replace(b'"after":1', b'"after":2'),
    ]
    for note in notes:
        (ledger.folder / "batch.json").write_bytes(note)
        with pytest.raises(Unsound, match="head-behind"):
            append_all(ledger, [intake()])
    (ledger.folder / "batch.json").unlink()
    with pytest.raises(Unsound, match="head-behind"):
        append_all(ledger, [intake()])
    (ledger.folder / "batch.json").write_bytes(write_batch(good, at=clock(), signer=key()))
    append_all(ledger, [intake()])
    assert ledger.check() == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_batch_that_cannot_be_synced_is_taken_back_whole(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    acts, sync = ledger.folder / "acts.jsonl", os.fsync
    before = acts.read_bytes()

    def full(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == acts.stat().st_ino:
            raise OSError(number, os.strerror(number))
        sync(descriptor)

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(LedgerError if number == errno.EIO else NoSpace):
            append_all(ledger, list(BATCH))
    assert acts.read_bytes() == before
    assert ledger.check() == []
    append_all(ledger, list(BATCH))
    assert ledger.check() == []


def test_a_batch_waits_for_the_disk_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    acts, sync = ledger.folder / "acts.jsonl", os.fsync
    waits = []

    def counted(descriptor: int) -> None:
        waits.append(os.fstat(descriptor).st_ino == acts.stat().st_ino)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", counted)
    append_all(ledger, list(BATCH))
    assert sum(waits) == 1


WRITER = """
import sys
from pathlib import Path
from ledger_making import Ticking, intake, key
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
place = Path(sys.argv[1])
ledger = Ledger(place / "ledger", KnownHeads(place / "state"))
for start in range(0, 100000, 40):
    batch = [intake(start + number) for number in range(40)]
    ledger.append_all(batch, by="Ada", signer=key(), clock=Ticking())
    print(start, flush=True)
"""


def test_a_killed_writer_of_batches_leaves_a_ledger_that_goes_on(tmp_path: Path) -> None:
    kills = int(os.environ.get("PROBATA_KILLS", "4"))
    ledger, chance = create(tmp_path / "ledger", tmp_path / "state"), random.Random(7)
    for _ in range(kills):
        before = len(ledger.entries())
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
            said = 1 + len(process.stdout.read().split())
        assert {problem.code for problem in ledger.check()} <= {"ledger-torn", "head-behind"}
        intakes = [entry.act.intake for entry in ledger.entries()[before:] if isinstance(entry.act, IntakeFinished)]
        assert intakes == [f"{number:04}" for number in range(len(intakes))]  # in order, none left out
        assert len(intakes) >= 40 * said
        append_all(ledger, [judged()])
        assert ledger.check() == []
