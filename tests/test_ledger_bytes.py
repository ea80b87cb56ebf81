"""Every changed byte, every cut, every re-ordering of a small ledger is noticed."""

from itertools import combinations
from pathlib import Path

import pytest

from ledger_making import Ticking, full, key
from probata.digest import Digest
from probata.ledger.check import check, check_bytes
from probata.ledger.head import write_head
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
from probata.problems import Problem


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    place = tmp_path_factory.mktemp("bytes")
    return full(place / "ledger", place / "state")


@pytest.fixture(scope="module")
def acts(ledger: Ledger) -> bytes:
    return (ledger.folder / "acts.jsonl").read_bytes()


@pytest.fixture(scope="module")
def head(ledger: Ledger) -> bytes:
    return (ledger.folder / "head.json").read_bytes()


def problems(acts: bytes, head: bytes) -> list[Problem]:
    return check_bytes(acts, head)[0]


def changes(data: bytes, at: int) -> set[bytes]:
    byte = data[at]
    others = {byte ^ 1, byte ^ 0x80, 0x20, 0x0A} - {byte}
    return {data[:at] + bytes([other]) + data[at + 1 :] for other in others}


def test_the_untouched_ledger_is_whole(ledger: Ledger, acts: bytes, head: bytes) -> None:
    assert ledger.check() == []
    assert problems(acts, head) == []


@pytest.mark.parametrize("part", range(4))
def test_every_changed_byte_of_the_acts_is_noticed(acts: bytes, head: bytes, part: int) -> None:
    unnoticed = [at for at in range(part, len(acts), 4) for changed in changes(acts, at) if not problems(changed, head)]
    assert unnoticed == []


def test_every_changed_byte_of_the_head_is_noticed(acts: bytes, head: bytes) -> None:
    unnoticed = [at for at in range(len(head)) for changed in changes(head, at) if not problems(acts, changed)]
    assert unnoticed == []


def test_every_cut_is_noticed(acts: bytes, head: bytes) -> None:
    assert [end for end in range(len(acts)) if not problems(acts[:end], head)] == []
    assert [end for end in range(len(head)) if not problems(acts, head[:end])] == []


def test_every_cut_from_the_front_and_every_lost_byte_is_noticed(acts: bytes, head: bytes) -> None:
    assert [start for start in range(1, len(acts)) if not problems(acts[start:], head)] == []
    assert [at for at in range(len(acts)) if not problems(acts[:at] + acts[at + 1 :], head)] == []
    assert [at for at in range(len(head)) if not problems(acts, head[:at] + head[at + 1 :])] == []


@pytest.mark.parametrize("more", [b"\n", b" ", b"x", b"\x00", b"{}\n"])
def test_added_bytes_are_noticed(acts: bytes, head: bytes, more: bytes) -> None:
    for at in [0, acts.index(b"\n") + 1, len(acts)]:
        assert problems(acts[:at] + more + acts[at:], head)
    for at in [0, len(head)]:
        assert problems(acts, head[:at] + more + head[at:])


def test_every_reordering_deletion_and_duplication_is_noticed(acts: bytes, head: bytes) -> None:
    lines = acts.splitlines(keepends=True)
    for i, j in combinations(range(len(lines)), 2):
        swapped = list(lines)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        assert problems(b"".join(swapped), head), f"{i} and {j} swapped"
    for i in range(len(lines)):
        assert problems(b"".join(lines[:i] + lines[i + 1 :]), head), f"{i} deleted"
        for j in range(len(lines) + 1):
            assert problems(b"".join([*lines[:j], lines[i], *lines[j:]]), head), f"{i} again at {j}"


def test_an_older_ledger_with_its_older_head_is_noticed_by_what_this_machine_knows(tmp_path: Path) -> None:
    """The older ledger is good in itself; only known heads show it, at every age."""
    ledger = full(tmp_path / "ledger", tmp_path / "state")
    lines = (ledger.folder / "acts.jsonl").read_bytes().splitlines(keepends=True)
    for count in range(1, len(lines)):
        older = _as_of(tmp_path / f"older-{count}", lines, count)
        assert check(older, KnownHeads(tmp_path / "unknown")) == []
        assert [p.code for p in check(older, KnownHeads(tmp_path / "state"))] == ["ledger-older-than-known"]
        assert [p.code for p in check(older, KnownHeads(tmp_path / "unknown"), [ledger.head()])] == [
            "ledger-older-than-anchor"
        ]


def _as_of(folder: Path, lines: list[bytes], count: int) -> Path:
    """The ledger as it was after ``count`` acts, with the head that was signed then."""
    folder.mkdir()
    (folder / "acts.jsonl").write_bytes(b"".join(lines[:count]))
    newest = Digest.of(lines[count - 1][:-1])
    (folder / "head.json").write_bytes(write_head(count, newest, at=Ticking()(), signer=key()))
    return folder
