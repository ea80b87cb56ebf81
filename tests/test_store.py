"""The store: reading hashes again, checking finds every change, and one exhibit can be proved alone."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_sources import IntakeRequest, make_folder, recorded, take
from probata.digest import Digest, canonical_json
from probata.errors import BadInput
from probata.exhibits.proof import Proof
from probata.exhibits.store import ExhibitStore
from probata.problems import Problem
from probata.progress import Silent


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("store")
    take(make_folder(base / "one", 12), base / "e")
    (base / "one" / "link").symlink_to("x")
    take(base / "one", base / "e", IntakeRequest("Other", "me", "m", "t"))
    for path in (base / "e").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)  # as on a USB stick
    return base / "e"


@pytest.fixture
def exhibits(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "e")
    return tmp_path / "e"


def problems(exhibits: Path, expected: dict | None = None) -> list[Problem]:
    return list(ExhibitStore(exhibits).check(Silent(), expected))


def codes(exhibits: Path, expected: dict | None = None) -> set[str]:
    return {problem.code for problem in problems(exhibits, expected)}


def an_exhibit(exhibits: Path) -> Path:
    return sorted(path for path in (exhibits / "0001" / "data").rglob("*") if path.is_file() and path.stat().st_size)[0]


def test_a_whole_store_has_no_problem(whole: Path) -> None:
    assert problems(whole) == []
    assert problems(whole, recorded(whole)) == []
    assert problems(whole / "nowhere") == []


def change(path: Path, edit: Callable[[bytes], bytes]) -> None:
    path.write_bytes(edit(path.read_bytes()))


BREAKS: list[tuple[str, Callable[[Path], object]]] = [
    ("exhibit-changed", lambda e: change(an_exhibit(e), lambda data: data[:-1] + b"!")),
    ("exhibit-changed", lambda e: change(an_exhibit(e), lambda data: data[:-1])),
    ("exhibit-missing", lambda e: an_exhibit(e).unlink()),
    ("exhibit-missing", lambda e: shutil.rmtree(e / "0001" / "data")),
    ("exhibit-missing", lambda e: (e / "0002" / "data" / "nothing-new.txt").unlink()),
    ("exhibit-unexpected", lambda e: (e / "0001" / "data" / "stray").touch()),
    ("exhibit-unexpected", lambda e: (e / "0001" / "stray").mkdir()),
    ("exhibit-unexpected", lambda e: (e / "stray").touch()),
    ("exhibit-unexpected", lambda e: an_exhibit(e).with_name("moved").symlink_to(an_exhibit(e))),
    ("custody-changed", lambda e: change(e / "0001" / "custody.jsonl", lambda data: data.replace(b"IMG", b"JMG", 1))),
    ("custody-changed", lambda e: change(e / "0001" / "custody.jsonl", lambda data: data[: data.rindex(b"{")])),
    ("custody-changed", lambda e: change(e / "0001" / "custody.jsonl", lambda data: b"[" * 100_000)),
    ("custody-changed", lambda e: change(e / "0001" / "custody.jsonl", lambda data: b"\xff\0" + data)),
    ("custody-changed", lambda e: (e / "0001" / "custody.jsonl").unlink()),
    (
        "intake-changed",
        lambda e: change(e / "0001" / "intake.json", lambda data: data.replace(b" A", b" B")),
    ),
    ("intake-changed", lambda e: change(e / "0001" / "intake.json", lambda data: b"garbage")),
    ("intake-changed", lambda e: (e / "0001" / "intake.json").unlink()),
    ("manifest-changed", lambda e: change(e / "0001" / "manifest-sha512.txt", lambda data: data[130:])),
    ("manifest-changed", lambda e: change(e / "0001" / "bag-info.txt", lambda data: data + b"\n")),
    ("manifest-changed", lambda e: change(e / "0001" / "bagit.txt", lambda data: data + b"\n")),
    ("manifest-changed", lambda e: change(e / "0001" / "tagmanifest-sha256.txt", lambda data: b"\xff" + data)),
    ("manifest-changed", lambda e: (e / "0001" / "tagmanifest-sha512.txt").unlink()),
]


@pytest.mark.parametrize("number", range(len(BREAKS)))
def test_what_is_broken_is_told(exhibits: Path, number: int) -> None:
    code, breaking = BREAKS[number]
    breaking(exhibits)
    found = problems(exhibits)
    assert code in {problem.code for problem in found}
    for problem in found:
        assert problem.where.startswith("exhibits/")
        json.dumps(problem.record()).encode()


def test_a_changed_exhibit_is_one_problem_only(exhibits: Path) -> None:
    path = an_exhibit(exhibits)
    path.write_bytes(b"other")
    assert problems(exhibits) == [
        Problem("exhibit-changed", f"exhibits/{path.relative_to(exhibits)}", path.name, Digest.of(b"other").hex)
    ]
    path.unlink()
    assert [(p.code, p.where.split("/")[1]) for p in problems(exhibits)] == [
        ("exhibit-missing", "0001"),  # where it was stored
        ("exhibit-missing", "0002"),  # where it is known
    ]


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_every_changed_byte_of_a_small_bag_is_told(tmp_path: Path, step: int) -> None:
    """Every place of every file once (every ninth in the everyday suite), with a bit chosen by a seeded generator."""
    rng = random.Random(1)
    make_folder(tmp_path / "src", 2, size=60)
    take(tmp_path / "src", tmp_path / "e")
    for path in sorted(path for path in (tmp_path / "e" / "0001").rglob("*") if path.is_file()):
        whole = path.read_bytes()
        path.chmod(0o644)
        for at in range(0, len(whole), step):
            flipped = bytes([whole[at] ^ (1 << rng.randrange(8))])
            path.write_bytes(whole[:at] + flipped + whole[at + 1 :])
            assert problems(tmp_path / "e"), (path.name, at)
        for cut in range(0, len(whole), 7 * step):
            path.write_bytes(whole[:cut])
            assert problems(tmp_path / "e"), (path.name, cut)
        path.write_bytes(whole)
    assert problems(tmp_path / "e") == []


def test_a_store_rewritten_as_a_whole_differs_from_the_ledger(exhibits: Path, tmp_path: Path) -> None:
    expected = recorded(exhibits)
    take(make_folder(tmp_path / "forged", 5, seed=9), tmp_path / "other")
    shutil.rmtree(exhibits / "0002")
    assert codes(exhibits, expected) == {"intake-missing"}
    shutil.rmtree(exhibits / "0001")
    shutil.copytree(tmp_path / "other" / "0001", exhibits / "0001")
    assert problems(exhibits) == []
    assert codes(exhibits, expected) == {"custody-changed", "root-differs", "intake-missing"}
    assert codes(exhibits, {}) == {"intake-unrecorded"}


def test_a_wrong_root_in_the_record(exhibits: Path) -> None:
    path = exhibits / "0001" / "intake.json"
    record = json.loads(path.read_bytes())
    record["root"] = "0" * 64
    path.write_bytes(canonical_json(record) + b"\n")
    assert {"root-differs", "intake-changed"} <= codes(exhibits)


def test_a_known_exhibit_without_its_intake_is_missing(exhibits: Path) -> None:
    shutil.rmtree(exhibits / "0001")
    assert codes(exhibits) == {"exhibit-missing"}


def test_reading_hashes_again(exhibits: Path) -> None:
    store = ExhibitStore(exhibits)
    digest = Digest(an_exhibit(exhibits).name)
    assert Digest.of(store.read(digest)) == digest
    assert store.digests() == sorted(set(store.digests()))
    an_exhibit(exhibits).write_bytes(b"forged")
    with pytest.raises(BadInput, match="changed"):
        store.read(digest)
    store.path(digest).unlink()
    with pytest.raises(BadInput, match="can't be read"):
        store.read(digest)
    for ask in (store.read, store.path, store.prove):
        with pytest.raises(BadInput, match="no such exhibit"):
            ask(Digest.of(b"never seen"))
    with pytest.raises(BadInput, match="no such intake"):
        list(store.custody("../0001"))


@pytest.mark.parametrize("garbage", [b"", b"garbage\n", b"{}\n", b"[]\n", b'{"order":1}\n', b"[" * 100_000, b"\xff\n"])
def test_garbage_never_leaks_raw(exhibits: Path, garbage: bytes) -> None:
    for name in ("custody.jsonl", "intake.json"):
        (exhibits / "0001" / name).write_bytes(garbage)
    store = ExhibitStore(exhibits)
    assert problems(exhibits)
    with pytest.raises(BadInput):
        store.intakes()
    if garbage:
        with pytest.raises(BadInput, match="damaged"):
            list(store.custody("0001"))


def test_one_exhibit_is_proved_without_the_others(whole: Path) -> None:
    store = ExhibitStore(whole)
    for digest in store.digests():
        proof = store.prove(digest)
        assert proof.holds()
        again = Proof.from_record(json.loads(canonical_json(proof.record())))
        assert again == proof
        assert proof.root == store.intakes()[0].root
    forged = {**proof.record(), "digest": Digest.of(b"never there").hex}
    assert not Proof.from_record(forged).holds()
    assert not Proof.from_record({**proof.record(), "index": proof.index - 1}).holds()
    for missing in proof.record():
        broken = {key: value for key, value in proof.record().items() if key != missing}
        with pytest.raises(BadInput):
            Proof.from_record(broken)


def test_a_partial_intake_is_not_seen(exhibits: Path) -> None:
    before = ExhibitStore(exhibits).digests()
    shutil.copytree(exhibits / "0001", exhibits / "0003.partial" / "bag")
    store = ExhibitStore(exhibits)
    assert (store.digests(), store.unfinished()) == (before, ["0003"])
    assert problems(exhibits) == []
