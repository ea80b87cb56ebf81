"""The main job from a folder to a verified report: by library, by command line, and as the documents tell it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

from conftest import SHARED, desk_of, write_drive
from probata.app import checks, exports, investigation
from probata.digest import Digest
from probata.errors import Busy
from probata.inquiry import Inquiry
from probata.ledger.acts import ClassSet, LinkJudged, ReportSealed

ROOT = Path(__file__).parent.parent


def value(inquiry, name):
    return next(record["value"] for record in inquiry.figure_records() if record["name"] == name)


def test_by_library_from_a_folder_to_a_verified_report(finished, desk):
    inquiry = Inquiry.open(finished / "inquiry")
    intake = inquiry.store().intakes()[0]
    assert (intake.files, intake.new, intake.known, intake.refused) == (10, 8, 1, 1)
    assert value(inquiry, "files-received") == 10
    assert value(inquiry, "photographs-received") == 7
    assert value(inquiry, "photographs") == 6
    assert value(inquiry, "photographs-near-duplicate") == 1
    assert value(inquiry, "persons-by-number") == 0
    assert checks.verify(inquiry, desk_of(finished / "state")) == []
    assert {record["path"] for record in exports.persons(inquiry)} >= {"small.jpg", "torn.jpg"}


def test_standard_tools_validate_what_was_stored(finished):
    bag = finished / "inquiry" / "exhibits" / "0001"
    bagit.Bag(str(bag)).validate()
    for manifest, program in (("manifest-sha256.txt", "sha256sum"), ("manifest-sha512.txt", "sha512sum")):
        subprocess.run([program, "--check", "--strict", "--quiet", manifest], cwd=bag, check=True)


def test_the_script_of_the_standard_library_agrees(inquiry):
    script = inquiry.folder / "verify_inquiry.py"
    command = [sys.executable, "-I", str(script), str(inquiry.folder)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    exhibit = next((inquiry.folder / "exhibits").rglob("data/*/*"))
    exhibit.write_bytes(exhibit.read_bytes() + b"x")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_one_exhibit_is_proved_without_the_others(finished):
    store = Inquiry.open(finished / "inquiry").store()
    signed = next(a.act for a in Inquiry.open(finished / "inquiry").entries() if a.act.kind == "intake-finished")
    for digest in store.digests():
        proof = store.prove(digest)
        assert proof.holds()
        assert proof.digest == digest
        assert proof.root == signed.root
        other = next(each for each in store.digests() if each != digest)
        assert not replace(proof, digest=other).holds()


def test_a_second_run_does_nothing(inquiry, tmp_path):
    desk = desk_of(tmp_path / "state")
    before = {path: path.stat().st_mtime_ns for path in inquiry.folder.rglob("*") if path.is_file()}
    head = inquiry.head()
    investigation.run(inquiry, desk)
    assert inquiry.head() == head
    changed = {
        path for path in inquiry.folder.rglob("*") if path.is_file() and before.get(path) != path.stat().st_mtime_ns
    }
    assert {path.parent.name for path in changed if path.name != "run.lock"} <= {"log"}


def test_everything_computed_can_be_deleted_and_comes_back_the_same(inquiry, tmp_path):
    desk = desk_of(tmp_path / "state")
    before = (inquiry.report / "figures.json").read_bytes()
    shutil.rmtree(inquiry.folder / "readings")
    shutil.rmtree(inquiry.report)
    investigation.run(inquiry, desk)
    assert (inquiry.report / "figures.json").read_bytes() == before
    assert sum(isinstance(entry.act, ReportSealed) for entry in inquiry.entries()) == 1
    assert checks.verify(inquiry, desk, deep=True) == []


def test_judgements_are_kept_by_later_runs_and_can_be_undone(inquiry, tmp_path):
    desk = desk_of(tmp_path / "state")
    a, b = sorted(
        Digest(str(record[k]))
        for record in exports.pictures(inquiry)
        if record["kind"] == "near-duplicate"
        for k in "ab"
    )
    act = investigation.record(inquiry, LinkJudged("picture", a, b, "different", "another day"), desk, [a, b])
    scene = investigation.record(inquiry, ClassSet(a, "scene", "a street"), desk, [a])
    assert [p.code for p in checks.verify(inquiry, desk)].count("figure-differs") > 0
    investigation.run(inquiry, desk)
    assert value(inquiry, "photographs-near-duplicate") == 0
    assert value(inquiry, "class-judged.scene") == 1
    assert checks.verify(inquiry, desk) == []
    undo = json.loads(_cli(tmp_path, "-C", inquiry.folder, "judge", "undo", act.hex, "--json").stdout)
    assert undo["kind"] == "act-undone"
    investigation.run(inquiry, desk)
    assert value(inquiry, "photographs-near-duplicate") == 1
    assert value(inquiry, "class-judged.scene") == 1
    assert scene in {entry.digest for entry in inquiry.entries()}


def test_published_figures_are_reconciled(inquiry, tmp_path):
    text = (inquiry.folder / "inquiry.toml").read_text()
    published = ['[[published]]', 'name = "the press"', "value = 9", 'unit = "photographs"', 'source = "a paper"',
                 'date = "2014-01-20"', 'rule = "counted"', 'compares = "photographs"']  # fmt: skip
    (inquiry.folder / "inquiry.toml").write_text("\n".join([text, *published, ""]))
    investigation.run(inquiry, desk_of(tmp_path / "state"))
    difference = next(r for r in inquiry.figure_records() if r["name"].startswith("published-difference."))
    assert abs(difference["value"]) == 3


def test_a_second_hand_over_adds_to_the_first(inquiry, finished, tmp_path):
    desk = desk_of(tmp_path / "state")
    shutil.copytree(finished / "drive", tmp_path / "drive", symlinks=True)
    again = investigation.intake_unless_known(inquiry, tmp_path / "drive", "another person", desk)
    assert (again.intake, again.new, again.known, again.refused) == ("0002", 0, 9, 1)
    same = investigation.intake_unless_known(inquiry, tmp_path / "drive", "another person", desk)
    assert same.intake == "0002"
    (tmp_path / "drive" / "one more.txt").write_text("more")
    more = investigation.intake_unless_known(inquiry, tmp_path / "drive", "another person", desk)
    assert (more.intake, more.new) == ("0003", 1)
    investigation.run(inquiry, desk)
    assert value(inquiry, "files-received") == 31
    assert value(inquiry, "photographs") == 6
    assert checks.verify(inquiry, desk) == []


def test_two_runs_at_once(inquiry, tmp_path):
    with investigation.alone(inquiry.folder), pytest.raises(Busy):
        investigation.run(inquiry, desk_of(tmp_path / "state"))


def test_an_inquiry_opens_from_another_place(inquiry, tmp_path):
    moved = tmp_path / "usb stick" / "case"
    moved.parent.mkdir()
    inquiry.folder.rename(moved)
    done = _cli(tmp_path, "verify", "--json", cwd=moved)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True, "problems": []})
    text = b"".join(
        path.read_bytes() for path in moved.rglob("*") if path.is_file() and path.suffix in (".html", ".toml")
    )
    assert str(tmp_path).encode() not in text


def test_by_command_line(tmp_path):
    write_drive(tmp_path / "drive")
    source = {p: p.read_bytes() for p in (tmp_path / "drive").rglob("*") if p.is_file() and not p.is_symlink()}
    done = _cli(tmp_path, "investigate", "drive", "i", "--from", "me", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["exhibits"] == 8
    assert set(answer["readings"]) >= {"file", "metadata", "picture", "text"}
    assert (tmp_path / answer["report"]).is_file()
    assert {p: p.read_bytes() for p in source} == source
    assert _cli(tmp_path, "-C", "i", "verify").returncode == 0
    figures = json.loads(_cli(tmp_path, "-C", "i", "figures", "--json").stdout)
    wanted = {"name", "value", "low", "high", "level", "unit", "frame", "exclusions", "method", "inputs", "head"}
    assert all(wanted <= record.keys() for record in figures)
    for what, keys in (
        ("pictures", {"a", "b", "kind", "score"}),
        ("persons", {"exhibit", "path", "class", "person", "probability", "numbers"}),
        ("cameras", {"exhibit", "path", "camera", "basis", "llr"}),
    ):
        lines = [json.loads(line) for line in _cli(tmp_path, "-C", "i", "export", what).stdout.splitlines()]
        assert lines
        assert all(keys <= line.keys() for line in lines)
    again = json.loads(_cli(tmp_path, "investigate", "drive", "i", "--from", "me", "--json").stdout)
    assert again["head"] == answer["head"]
    intake = json.loads(_cli(tmp_path, "-C", "i", "intake", "drive", "--from", "you", "--json").stdout)
    assert (intake["files"], intake["new"], intake["known"]) == (10, 0, 9)
    assert [one["path"] for one in intake["refused"]] == ["link.jpg"]


def test_the_journey_in_the_documents_is_what_happens(tmp_path):
    """Every command of docs/journey.md is run, in order, in one folder."""
    write_drive(tmp_path / "drive")
    text = (ROOT / "docs" / "journey.md").read_text(encoding="utf-8")
    commands = [
        line[2:]
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    assert len(commands) >= 10
    environment = {
        **os.environ,
        "PROBATA_STATE": str(tmp_path / "state"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    for command in commands:
        done = subprocess.run(
            ["bash", "-ec", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"


@pytest.mark.shared
@pytest.mark.slow
def test_real_photographs_are_all_accounted_for(tmp_path):
    source = SHARED / "data" / "photographs"
    if not source.is_dir():
        pytest.skip("the shared photographs are not here")
    done = _cli(tmp_path, "investigate", source, "i", "--from", "the maintainers", "--json")
    assert done.returncode == 0, done.stderr
    inquiry = Inquiry.open(tmp_path / "i")
    files = {
        p.relative_to(source).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in source.rglob("*")
        if p.is_file()
    }
    entries = {entry.display_path(): entry.digest.hex for entry in inquiry.store().custody("0001")}
    assert entries == files
    assert _cli(tmp_path, "-C", "i", "verify").returncode == 0


def _cli(tmp_path, *arguments, cwd=None):
    environment = {**os.environ, "PROBATA_STATE": str(tmp_path / "state")}
    command = [sys.executable, "-m", "probata", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd or tmp_path, env=environment, capture_output=True, text=True, check=False)
