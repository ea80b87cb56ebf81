"""One broken ledger for each code gives exactly that code; what can't be parsed never leaks a parser's error."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger_making import INQUIRY, Ticking, create, digest, full, intake, judged, key, opened
from probata.digest import Digest, canonical_json
from probata.ledger.acts import Act, ActUndone, HeadAnchored, KeyAdded, KeyRetired
from probata.ledger.acts_json import encode
from probata.ledger.check import check
from probata.ledger.head import write_head
from probata.ledger.keys import KeyFile
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
from probata.ledger.line import NOTHING_BEFORE, write_line
from probata.ledger.signed import MAX_BYTES, seal

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def write(folder: Path, *lines: bytes, head: bytes | None = None, signer: KeyFile | None = None) -> Path:
    """A ledger of these lines, with a head that fits."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "acts.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    fitting = write_head(len(lines), Digest.of(lines[-1]), at=NOW, signer=signer or key())
    (folder / "head.json").write_bytes(fitting if head is None else head)
    return folder


def chain(*acts: Act | Callable[[int, Digest], bytes], signers: dict[int, KeyFile] | None = None) -> list[bytes]:
    """Good lines of these acts after the opening one; a callable makes its own line."""
    lines = [write_line(opened(key()), at=NOW, by="Ada", number=1, previous=NOTHING_BEFORE, signer=key())]
    for number, act in enumerate(acts, start=2):
        previous = Digest.of(lines[-1])
        signer = (signers or {}).get(number, key())
        made = act(number, previous) if callable(act) else write_line(
            act, at=NOW, by="Ada", number=number, previous=previous, signer=signer
        )  # fmt: skip
        lines.append(made)
    return lines


def sealed_with(**other: object) -> Callable[[int, Digest], bytes]:
    """A well signed line in which something is other than it should be."""

    def line(number: int, previous: Digest) -> bytes:
        record = {"act": encode(intake()), "at": "2026-01-31T00:00:00Z", "by": "Ada", "number": number,
                  "previous": previous.hex}  # fmt: skip
        return seal({**record, **other}, key())

    return line


def raw(line: bytes) -> Callable[[int, Digest], bytes]:
    return lambda number, previous: line


def badly_signed(number: int, previous: Digest) -> bytes:
    record = json.loads(write_line(intake(), at=NOW, by="Ada", number=number, previous=previous, signer=key()))
    return canonical_json({**record, "by": "Eve"})


def spelled_otherwise(number: int, previous: Digest) -> bytes:
    return write_line(intake(), at=NOW, by="Ada", number=number, previous=previous, signer=key()).replace(
        b":", b": ", 1
    )


OTHER = key(2)
ADDED = KeyAdded("Grace", OTHER.fingerprint, OTHER.public)
GOOD = chain(intake(), judged())
BEFORE = {
    "act-unreadable": chain(raw(b"{}"), intake()),
    "act-not-canonical": chain(spelled_otherwise, intake()),
    "act-unknown": chain(sealed_with(act={"kind": "intake-finished", "version": 2}), intake()),
    "number-wrong": chain(sealed_with(number=3), intake()),
    "chain-broken": chain(sealed_with(previous="1" * 64), intake()),
    "signature-wrong": chain(badly_signed, intake()),
    "key-unknown": chain(intake(), signers={2: OTHER}),
    "key-retired": chain(ADDED, KeyRetired(OTHER.fingerprint, "lost"), intake(), signers={4: OTHER}),
    "act-out-of-place": chain(intake(), opened(key())),
}


@pytest.mark.parametrize("code", BEFORE)
def test_a_broken_line_gives_exactly_its_code(tmp_path: Path, code: str) -> None:
    found = check(write(tmp_path / "ledger", *BEFORE[code]), KnownHeads(tmp_path))
    assert [problem.code for problem in found] == [code], found
    assert found[0].where.startswith("ledger/acts.jsonl:")


@pytest.mark.parametrize(
    "acts",
    [
        [ActUndone(digest("none"), "")],
        [intake(), ActUndone(Digest.of(GOOD[1]), "an intake can't be undone")],
        [HeadAnchored(digest("none"), "printed", "")],
    ],
)
def test_what_an_act_refers_to_is_there(tmp_path: Path, acts: list[Act]) -> None:
    found = check(write(tmp_path / "ledger", *chain(*acts)), KnownHeads(tmp_path))
    assert [problem.code for problem in found] == ["act-out-of-place"]


def test_the_first_act_opens_the_inquiry(tmp_path: Path) -> None:
    line = write_line(intake(), at=NOW, by="Ada", number=1, previous=NOTHING_BEFORE, signer=key())
    found = check(write(tmp_path / "ledger", line), KnownHeads(tmp_path))
    assert [problem.code for problem in found] == ["act-out-of-place"]


def _head_of(count: int, head: Digest, signer: KeyFile | None = None) -> bytes:
    return write_head(count, head, at=NOW, signer=signer or key())


NEWEST = Digest.of(GOOD[-1])
HEADS = {
    "head-unreadable": b"{}\n",
    "head-signature-wrong": _head_of(3, NEWEST).replace(b'"at":"2026', b'"at":"2027'),
    "key-unknown": _head_of(3, NEWEST, OTHER),
    "ledger-cut": _head_of(4, NEWEST),
    "head-behind": _head_of(1, Digest.of(GOOD[0])),
    "head-not-in-ledger": _head_of(3, digest("another")),
}


@pytest.mark.parametrize("code", HEADS)
def test_a_broken_head_gives_exactly_its_code(tmp_path: Path, code: str) -> None:
    found = check(write(tmp_path / "ledger", *GOOD, head=HEADS[code]), KnownHeads(tmp_path))
    assert [problem.code for problem in found] == [code], found


def test_the_head_of_the_act_before_is_good(tmp_path: Path) -> None:
    """A stop between the line and its head leaves this."""
    assert check(write(tmp_path / "ledger", *GOOD, head=_head_of(2, Digest.of(GOOD[1]))), KnownHeads(tmp_path)) == []


def test_missing_files(tmp_path: Path) -> None:
    known = KnownHeads(tmp_path)
    assert [p.code for p in check(tmp_path / "none", known)] == ["ledger-missing"]
    folder = write(tmp_path / "ledger", *GOOD)
    (folder / "head.json").unlink()
    assert [p.code for p in check(folder, known)] == ["head-missing"]
    (folder / "head.json").mkdir()
    assert [p.code for p in check(folder, known)] == ["head-unreadable"]
    (folder / "acts.jsonl").write_bytes(b"")
    assert [p.code for p in check(folder, known)] == ["ledger-missing"]
    (folder / "acts.jsonl").unlink()
    (folder / "acts.jsonl").mkdir()
    assert [p.code for p in check(folder, known)] == ["ledger-unreadable"]


def test_a_torn_line_is_told_from_a_cut(tmp_path: Path) -> None:
    folder = write(tmp_path / "ledger", *GOOD)
    whole = (folder / "acts.jsonl").read_bytes()
    (folder / "acts.jsonl").write_bytes(whole + GOOD[-1][:40])
    assert [p.code for p in check(folder, KnownHeads(tmp_path))] == ["ledger-torn"]
    (folder / "acts.jsonl").write_bytes(whole[:-1])
    assert [p.code for p in check(folder, KnownHeads(tmp_path))] == ["ledger-cut"]


def test_a_swapped_key_and_a_replaced_ledger_are_noticed_by_what_this_machine_knows(tmp_path: Path) -> None:
    """Everything is signed anew and good in itself."""
    known = KnownHeads(tmp_path / "state")
    ledger = full(tmp_path / "ledger", tmp_path / "state")
    for code, signer, inquiry in [
        ("key-swapped", key(3), INQUIRY),
        ("ledger-replaced", key(3), "another-inquiry"),
        ("ledger-replaced", key(1), INQUIRY),
    ]:
        forged = create(tmp_path / f"forged-{code}-{inquiry}", tmp_path / "forger", signer, inquiry)
        for number in range(2, 9):
            forged.append(intake(number), by="Eve", signer=signer, clock=Ticking())
        assert forged.check() == []
        for name in ["acts.jsonl", "head.json"]:
            (ledger.folder / name).write_bytes((forged.folder / name).read_bytes())
        assert [p.code for p in check(ledger.folder, known)] == [code]


def test_an_inquiry_that_this_machine_never_saw_is_good_elsewhere(tmp_path: Path) -> None:
    ledger = full(tmp_path / "ledger", tmp_path / "state")
    assert check(ledger.folder, KnownHeads(tmp_path / "empty")) == []
    ledger.folder.rename(tmp_path / "moved")
    assert check(tmp_path / "moved", KnownHeads(tmp_path / "state")) == []


def test_damaged_memory_is_a_problem_of_its_own(tmp_path: Path) -> None:
    ledger = full(tmp_path / "ledger", tmp_path / "state")
    path = tmp_path / "state" / "heads" / f"{INQUIRY}.json"
    path.write_bytes(path.read_bytes()[:-3])
    assert [p.code for p in ledger.check()] == ["known-head-unreadable"]
    path.unlink()
    path.mkdir()
    assert [p.code for p in ledger.check()] == ["known-head-unreadable"]


def test_an_anchored_head_that_is_no_act(tmp_path: Path) -> None:
    ledger = full(tmp_path / "ledger", tmp_path / "state")
    heads = [entry.digest for entry in ledger.entries()]
    assert ledger.check(heads) == []
    assert [p.code for p in ledger.check([digest("none")])] == ["ledger-older-than-anchor"]


BIG = b"9" * 5000
PARTS = [
    b"", b"\x00", b"\xff\xfe", b"null", b"[]", b'"x"', b"1", b"NaN", b"1e400", b"-0.0", BIG, b"[" * 100_000,
    b'{"a":' * 50_000, b'{"a":1,"a":1}', b'"\\ud800"', b'{"\xc3\xa9":1}', b"9007199254740993", b'{"act":',
    b"\xef\xbb\xbf{}", b"x" * (MAX_BYTES + 1),
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS, ids=lambda part: repr(part[:12]))
def test_no_bytes_leak_a_parsers_error(tmp_path: Path, part: bytes) -> None:
    known = KnownHeads(tmp_path)
    for line in [part, GOOD[1].replace(b'"drive"', part), GOOD[1].replace(b'"Ada"', part), b'{"act":' + part + b"}"]:
        found = check(write(tmp_path / "ledger", *chain(raw(line))), known)
        assert [p.code for p in found] in (["act-unreadable"], ["act-not-canonical"], ["signature-wrong"]), found
        assert all(len(p.found) < 400 and p.found.isprintable() for p in found)
    for head in [part, part + b"\n", _head_of(3, NEWEST).replace(b"3", part, 1)]:
        found = check(write(tmp_path / "ledger", *GOOD, head=head), known)
        assert [p.code for p in found] in (["head-unreadable"], ["head-signature-wrong"]), found


@pytest.mark.parametrize("depth", [10, 200, 300, 320, 480, 960, 1000])
def test_no_depth_leaks_a_recursion_error(tmp_path: Path, depth: int) -> None:
    for nested in [b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth]:
        for line in [nested, GOOD[1].replace(b'"drive"', nested), GOOD[1].replace(b'"Ada"', nested)]:
            found = check(write(tmp_path / "ledger", *chain(raw(line))), KnownHeads(tmp_path))
            assert [p.code for p in found] == ["act-unreadable"]


FIELDS = {
    "at": ["2026-02-31T00:00:00Z", "2026-01-31", 1, "2026-01-31T00:00:00+00:00"],
    "by": [1, None, {}],
    "number": ["2", True, 0, -1],
    "previous": ["x", 1, "A" * 64],
    "act": [[], "x", None, {"kind": []}],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in FIELDS.items() for value in values])
def test_a_signed_field_of_another_type_is_unreadable(tmp_path: Path, field: str, value: object) -> None:
    found = check(write(tmp_path / "ledger", *chain(sealed_with(**{field: value}))), KnownHeads(tmp_path))
    assert [p.code for p in found] in (["act-unreadable"], ["act-unknown"])


@pytest.mark.parametrize("signature", ["", "AAAA", "x", "A" * 86 + "B=", 1])
def test_a_signature_has_one_spelling(tmp_path: Path, signature: object) -> None:
    record = {**json.loads(GOOD[1]), "signature": signature}
    found = check(write(tmp_path / "ledger", *chain(raw(canonical_json(record)))), KnownHeads(tmp_path))
    assert [p.code for p in found] in (["act-unreadable"], ["signature-wrong"])
    head = {**json.loads(_head_of(3, NEWEST)), "signature": signature}
    found = check(write(tmp_path / "ledger", *GOOD, head=canonical_json(head) + b"\n"), KnownHeads(tmp_path))
    assert [p.code for p in found] in (["head-unreadable"], ["head-signature-wrong"])


def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    folder = write(tmp_path / "ledger", *GOOD)
    (folder / "acts.jsonl").chmod(0)
    assert [p.code for p in check(folder, KnownHeads(tmp_path))] == ["ledger-unreadable"]


def test_the_ledger_says_the_same_as_the_function(tmp_path: Path) -> None:
    ledger = Ledger(write(tmp_path / "ledger", *GOOD), KnownHeads(tmp_path))
    assert ledger.check() == []
    assert ledger.head() == NEWEST
