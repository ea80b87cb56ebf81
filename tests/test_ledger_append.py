"""Appending: what a stop leaves is made good, what was changed is refused, and nothing is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ledger_making import INQUIRY, Ticking, create, digest, full, intake, judged, key, opened
from probata.errors import BadInput, Busy, LedgerError
from probata.ledger.acts import Act, ActUndone, HeadAnchored, KeyAdded, KeyRetired
from probata.ledger.files import exclusive_lock, shared_lock
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
from probata.ledger.unsound import Unsound


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return create(tmp_path / "ledger", tmp_path / "state")


def append(ledger: Ledger, act: Act | None = None, seed: int = 1) -> None:
    ledger.append(act or intake(), by="Ada", signer=key(seed), clock=Ticking())


def acts_of(ledger: Ledger) -> bytes:
    return (ledger.folder / "acts.jsonl").read_bytes()


def test_acts_are_there_when_the_ledger_is_opened_again(tmp_path: Path) -> None:
    ledger = full(tmp_path / "ledger", tmp_path / "state")
    again = Ledger(tmp_path / "ledger", KnownHeads(tmp_path / "state"))
    entries = again.entries()
    assert [entry.number for entry in entries] == list(range(1, 9))
    assert entries[0].act == opened(key())
    assert entries[-1].digest == again.head() == ledger.head()
    assert again.signers() == [key(1).fingerprint, key(2).fingerprint]
    assert again.check() == []


def test_a_ledger_is_made_once_and_by_its_own_key(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is a ledger already"):
        create(tmp_path / "ledger", tmp_path / "state")
    with pytest.raises(BadInput, match="its own key"):
        Ledger.create(
            tmp_path / "new", opened(key(1)), by="Ada", signer=key(2), clock=Ticking(), known=KnownHeads(tmp_path)
        )
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LedgerError, match="can't be written"):
        create(tmp_path / "file" / "ledger", tmp_path / "state")


def test_a_half_made_ledger_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "ledger.partial").mkdir()
    (tmp_path / "ledger.partial" / "acts.jsonl").write_bytes(b"half")
    assert create(tmp_path / "ledger", tmp_path / "state").check() == []
    assert not (tmp_path / "ledger.partial").exists()


def test_a_torn_line_is_put_aside_and_never_lost(ledger: Ledger) -> None:
    whole = acts_of(ledger)
    for turn, torn in enumerate([b"{", b"\x00" * 4096, whole[:-1]], start=1):
        before = acts_of(ledger)
        (ledger.folder / "acts.jsonl").write_bytes(before + torn)
        assert [p.code for p in ledger.check()] == ["ledger-torn"]
        assert len(ledger.entries()) == turn
        append(ledger)
        assert acts_of(ledger).startswith(before)
        assert (ledger.folder / f"torn-{turn}").read_bytes() == torn
        assert ledger.check() == []


def test_a_stop_at_any_byte_of_an_append_leaves_a_ledger_that_goes_on(tmp_path: Path) -> None:
    """Every length of the newest line, with the old head: torn, or (whole) one act ahead of its head."""
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    append(ledger)
    before, head = acts_of(ledger), (ledger.folder / "head.json").read_bytes()
    append(ledger, judged())
    after = acts_of(ledger)
    for end in range(len(before), len(after) + 1):
        place = tmp_path / str(end)
        place.mkdir()
        (place / "acts.jsonl").write_bytes(after[:end])
        (place / "head.json").write_bytes(head)
        stopped = Ledger(place, KnownHeads(place / "state"))
        codes = [p.code for p in stopped.check()]
        assert codes == ([] if end in (len(before), len(after)) else ["ledger-torn"])
        if end % 20 == 0 or end == len(after):
            append(stopped)
            assert stopped.check() == []
            assert len(stopped.entries()) == (4 if end == len(after) else 3)


def _strip_newline(ledger: Ledger) -> None:
    (ledger.folder / "acts.jsonl").write_bytes(acts_of(ledger)[:-1])


def _cut(ledger: Ledger) -> None:
    (ledger.folder / "acts.jsonl").write_bytes(b"".join(acts_of(ledger).splitlines(keepends=True)[:-1]))


def _empty(ledger: Ledger) -> None:
    (ledger.folder / "acts.jsonl").write_bytes(b"")


def _repeat(ledger: Ledger) -> None:
    (ledger.folder / "acts.jsonl").write_bytes(acts_of(ledger) + acts_of(ledger).splitlines(keepends=True)[-1])


def _change_newest(ledger: Ledger) -> None:
    (ledger.folder / "acts.jsonl").write_bytes(acts_of(ledger).replace(b"the same number", b"the same letter"))


def _change_key(ledger: Ledger) -> None:
    (ledger.folder / "acts.jsonl").write_bytes(acts_of(ledger).replace(b"photographs", b"Photographs"))


def _no_head(ledger: Ledger) -> None:
    (ledger.folder / "head.json").unlink()


def _change_head(ledger: Ledger) -> None:
    path = ledger.folder / "head.json"
    path.write_bytes(path.read_bytes().replace(b'"at":"2026', b'"at":"2027'))


REFUSED: dict[str, tuple[Callable[[Ledger], None], str]] = {
    "line end gone": (_strip_newline, "ledger-cut"),
    "newest act gone": (_cut, "ledger-cut"),
    "all gone": (_empty, "ledger-missing"),
    "newest act twice": (_repeat, "number-wrong"),
    "newest act changed": (_change_newest, "signature-wrong"),
    "opening act changed": (_change_key, "signature-wrong"),
    "no head": (_no_head, "head-missing"),
    "head changed": (_change_head, "head-signature-wrong"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_changed_ledger_is_not_appended_to(ledger: Ledger, what: str) -> None:
    append(ledger)
    append(ledger, judged())
    change, code = REFUSED[what]
    change(ledger)
    before = acts_of(ledger)
    with pytest.raises(Unsound, match=code) as caught:
        append(ledger)
    assert caught.value.code == code
    assert acts_of(ledger) == before


def test_a_ledger_older_than_known_replaced_or_with_another_key_is_not_appended_to(tmp_path: Path) -> None:
    ledger = full(tmp_path / "ledger", tmp_path / "state")
    for code, signer, count in [
        ("key-swapped", key(3), 1),
        ("ledger-older-than-known", key(1), 1),
        ("ledger-replaced", key(1), 9),
    ]:
        forged = create(tmp_path / code, tmp_path / "forger" / code, signer, INQUIRY)
        for number in range(2, count):
            forged.append(intake(number), by="Eve", signer=signer, clock=Ticking())
        with pytest.raises(Unsound, match=code):
            Ledger(forged.folder, KnownHeads(tmp_path / "state")).append(
                intake(), by="Ada", signer=signer, clock=Ticking()
            )
    assert ledger.check() == []


@pytest.mark.parametrize(
    ("act", "seed", "message"),
    [
        (intake(), 2, "may not sign"),
        (opened(key()), 1, "inquiry is open"),
        (KeyRetired(key().fingerprint, ""), 1, "last key"),
        (HeadAnchored(digest("none"), "other", ""), 1, "no such head"),
        (ActUndone(digest("none"), ""), 1, "no such act"),
    ],
)
def test_an_act_that_cannot_stand_here_is_refused(ledger: Ledger, act: Act, seed: int, message: str) -> None:
    before = acts_of(ledger)
    with pytest.raises(BadInput, match=message):
        append(ledger, act, seed)
    with pytest.raises(BadInput, match="no such act"):
        append(ledger, ActUndone(ledger.head(), "the opening can't be undone"))
    assert acts_of(ledger) == before


def test_a_lone_surrogate_is_refused_before_anything_is_written(ledger: Ledger) -> None:
    before = acts_of(ledger)
    with pytest.raises(BadInput, match="UTF-8"):
        append(ledger, ActUndone(digest("x"), "\udcff"))
    assert acts_of(ledger) == before


def test_a_retired_key_signs_no_more_and_what_it_signed_stays_good(ledger: Ledger) -> None:
    append(ledger)
    append(ledger, KeyAdded("Grace", key(2).fingerprint, key(2).public))
    append(ledger, KeyRetired(key(1).fingerprint, "left"))
    assert ledger.check() == []
    with pytest.raises(BadInput, match="may not sign"):
        append(ledger)
    append(ledger, seed=2)
    assert ledger.signers() == [key(2).fingerprint]
    assert ledger.check() == []


def test_reading_refuses_what_is_not_in_its_place(ledger: Ledger, tmp_path: Path) -> None:
    append(ledger)
    append(ledger)
    lines = acts_of(ledger).splitlines(keepends=True)
    (ledger.folder / "acts.jsonl").write_bytes(lines[0] + lines[2] + lines[1])
    with pytest.raises(Unsound, match=r"chain-broken in ledger/acts\.jsonl:2"):
        ledger.entries()
    (ledger.folder / "acts.jsonl").write_bytes(lines[0] + b"{}\n")
    with pytest.raises(Unsound, match=r"act-unreadable in ledger/acts\.jsonl:2"):
        ledger.entries()
    _empty(ledger)
    with pytest.raises(Unsound, match="ledger-missing"):
        ledger.head()
    with pytest.raises(Unsound, match="ledger-missing"):
        Ledger(tmp_path / "none", KnownHeads(tmp_path)).signers()


def test_another_writer_is_waited_for_and_then_named(ledger: Ledger, tmp_path: Path) -> None:
    hasty = Ledger(ledger.folder, KnownHeads(tmp_path / "state"), wait_s=0.05)
    with exclusive_lock(ledger.folder / "acts.jsonl"):
        with pytest.raises(Busy):
            append(hasty)
        with pytest.raises(Busy):
            hasty.entries()
    with shared_lock(ledger.folder / "acts.jsonl"):
        assert len(hasty.entries()) == 1
        with pytest.raises(Busy):
            append(hasty)
    append(hasty)


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="can't be written"):
        append(Ledger(tmp_path / "none", KnownHeads(tmp_path)))


def test_a_state_folder_that_cannot_be_written_is_one_clear_line(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    before = acts_of(ledger)
    with pytest.raises(LedgerError, match="known heads"):
        append(Ledger(ledger.folder, KnownHeads(tmp_path / "file")))
    assert acts_of(ledger) == before
    (tmp_path / "other" / "heads").mkdir(parents=True)
    (tmp_path / "other" / "heads" / "folders").write_bytes(b"")
    with pytest.raises(LedgerError, match=r"can't be remembered.*the act itself is kept"):
        append(Ledger(ledger.folder, KnownHeads(tmp_path / "other")))
    assert len(ledger.entries()) == 2
    assert ledger.check() == []
