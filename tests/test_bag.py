"""What an intake stored, checked with other people's tools, and Probata absent."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from intake_sources import REQUEST, custody, make_folder, take
from probata.exhibits.bag import bag_info, manifest_rows
from probata.exhibits.intake import IntakeRequest
from probata.exhibits.store import ExhibitStore


def validate(bag: Path) -> None:
    bagit.Bag(str(bag)).validate(processes=1, fast=False, completeness_only=False)
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(bag)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for name in ("sha256", "sha512"):
        for manifest in (f"manifest-{name}.txt", f"tagmanifest-{name}.txt"):
            subprocess.run([f"{name}sum", "-c", "--strict", "--quiet", manifest], cwd=bag, check=True)


@pytest.fixture
def exhibits(tmp_path: Path) -> Path:
    source = make_folder(tmp_path / "src", 20)
    take(source, tmp_path / "e")
    take(source, tmp_path / "e", IntakeRequest("Someone\r\nPayload-Oxum: 0.0\u2028else \udcff", "", "m", "t"))
    return tmp_path / "e"


def test_standard_tools_validate_every_bag(exhibits: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not on this machine")
    assert [record.new for record in ExhibitStore(exhibits).intakes()][1] == 0
    validate(exhibits / "0001")
    validate(exhibits / "0002")


def test_bag_info_names_who_in_one_line(exhibits: Path) -> None:
    first, second = (bagit.Bag(str(exhibits / name)).info for name in ("0001", "0002"))
    assert (first["Source-Organization"], first["External-Identifier"]) == (REQUEST.handed_over_by, "0001")
    assert first["Bagging-Date"] == "2026-01-02"
    assert second["Source-Organization"] == "Someone Payload-Oxum: 0.0 else \\udcff"
    assert second["Contact-Name"] == "not stated"


def test_bagit_notices_a_changed_tag_file(exhibits: Path) -> None:
    for name in ("custody.jsonl", "intake.json"):
        path = exhibits / "0001" / name
        before = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(before.replace(b"0001", b"0009") + b" ")
        with pytest.raises(bagit.BagValidationError):
            bagit.Bag(str(exhibits / "0001")).validate()
        path.write_bytes(before)


def test_the_record_can_be_made_again_without_probata(exhibits: Path) -> None:
    """The recipe of docs/format-exhibits.md, with the standard library only."""
    bag = exhibits / "0001"
    record = json.loads((bag / "intake.json").read_bytes())
    data = (bag / "custody.jsonl").read_bytes()
    assert hashlib.sha256(data).hexdigest() == record["custody"]
    lines = [json.loads(line) for line in data.splitlines()]
    level = [hashlib.sha256(b"\0" + bytes.fromhex(line["digest"])).digest() for line in lines if "digest" in line]
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    assert level[0].hex() == record["root"]
    assert record["files"] == len(lines) == record["new"] + record["known"] + record["refused"]


def test_manifest_rows_are_strict() -> None:
    good = b"a" * 64 + b"  data/aa/x\n"
    assert list(manifest_rows([good], "sha256")) == [("a" * 64, "data/aa/x")]
    for bad in (good.upper(), good[:-1], good.replace(b"  ", b" "), b"\n", b"\xff" + good, good[1:]):
        with pytest.raises(ValueError):  # noqa: PT011 - any of them
            list(manifest_rows([bad], "sha256"))


def test_bag_info_keeps_counts(exhibits: Path) -> None:
    record = ExhibitStore(exhibits).intakes()[0]
    assert b"Payload-Oxum: 12.3\n" in bag_info(record, 12, 3)
    assert len(custody(exhibits)) == record.files
