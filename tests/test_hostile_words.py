"""Arguments and files that are not what they should be: one line, the right exit code, nothing changed."""

import json
import os
import subprocess
import sys

import pytest

from conftest import desk_of, write_drive
from probata.app import investigation

NOT_UTF8 = b"caf\xe9"


@pytest.fixture
def probata(tmp_path):
    def call(*arguments):
        environment = {**os.environ, "PROBATA_STATE": str(tmp_path / "state")}
        command = [os.fsencode(sys.executable), b"-m", b"probata", *map(os.fsencode, arguments)]
        return subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=False)

    return call


def one_line(done, exit_code, *words):
    said = done.stderr.decode()
    assert done.returncode == exit_code, said
    assert (done.stdout, len(said.splitlines())) == (b"", 1)
    assert all(word in said for word in words), said


@pytest.mark.parametrize("command", ["verify", "figures", "run"])
def test_a_link_that_leads_to_itself_is_no_inquiry(probata, tmp_path, command):
    (tmp_path / "loop").symlink_to("loop")
    one_line(probata("-C", "loop", command), 3, "is not an inquiry")


def test_a_link_that_leads_to_itself_is_no_place_for_one(probata, tmp_path):
    write_drive(tmp_path / "drive")
    (tmp_path / "loop").symlink_to("loop")
    one_line(probata("investigate", "drive", "loop"), 3, "loop")


@pytest.mark.parametrize("option", ["--title", "--by", "--from", "--reason", "--printed"])
def test_words_that_are_no_text_are_named(probata, tmp_path, option):
    for given in ([option, NOT_UTF8], [option.encode() + b"=" + NOT_UTF8]):
        one_line(probata("init", "inquiry", *given), 2, option, "caf\\udce9")
    assert not (tmp_path / "inquiry").exists()
    assert not (tmp_path / "state").exists()


def test_a_folder_whose_name_is_no_text_gives_a_title(probata, tmp_path):
    one_line(probata("investigate", "nowhere", NOT_UTF8), 3, "nowhere")
    assert b'title = "caf\\\\xe9"' in (tmp_path / os.fsdecode(NOT_UTF8) / "inquiry.toml").read_bytes()


@pytest.mark.parametrize(
    "content", [b"[1]", b"null", b"{}", b"[{}]", b'[{"name": 1}]', b'{"name": 1, "value": 2}', b"7"]
)
def test_a_figures_file_that_is_none_is_named(inquiry, tmp_path, probata, content):
    (inquiry.report / "figures.json").write_bytes(content)
    for more in ([], ["--json"]):
        one_line(probata("-C", "inquiry", "figures", *more), 3, "figures.json")


def test_an_inquiry_that_can_not_be_written_says_so(inquiry, tmp_path, probata):
    (inquiry.folder / "run.lock").unlink(missing_ok=True)
    (inquiry.folder / "run.lock").mkdir()
    one_line(probata("-C", "inquiry", "run"), 3, "can't be written", "verify")


def test_refusals_are_counted_by_kind(tmp_path):
    drive = tmp_path / "drive"
    drive.mkdir()
    for number in range(30):
        (drive / f"{number}.jpg").symlink_to(f"elsewhere {number}")
    desk = desk_of(tmp_path / "state")
    inquiry = investigation.create(tmp_path / "inquiry", "T", desk)
    investigation.intake(inquiry, drive, "me", desk)
    investigation.run(inquiry, desk)
    figures = {r["name"]: r["value"] for r in json.loads((inquiry.report / "figures.json").read_bytes())}
    assert [value for name, value in figures.items() if name.startswith("files-refused-because.")] == [30]
