"""What the command line does with wrong input: one clear line, the right exit code, no traceback."""

import json
import os
import subprocess
import sys

import pytest

from probata.app.cli import hoisted


@pytest.fixture
def probata(tmp_path):
    def call(*arguments, cwd=None):
        environment = {**os.environ, "PROBATA_STATE": str(tmp_path / "state"), "COLUMNS": "60"}
        return subprocess.run(
            [sys.executable, "-m", "probata", *map(str, arguments)],
            capture_output=True, text=True, cwd=cwd or tmp_path, env=environment, check=False,
        )  # fmt: skip

    return call


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["verify", "-C", "x", "--json"], ["-C", "x", "--json", "verify"]),
        (["-C", "x", "verify"], ["-C", "x", "verify"]),
        (["intake", "--", "-C"], ["intake", "--", "-C"]),
        (["figures", "--inquiry=x"], ["--inquiry=x", "figures"]),
    ],
)
def test_global_options_may_stand_anywhere(given, expected):
    assert hoisted(given) == expected


@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        (["nonsense"], 2, "nonsense"),
        (["init"], 2, "DIR"),
        (["verify"], 3, "is not an inquiry"),
        (["intake", "nowhere", "--from", "me"], 3, "is not an inquiry"),
        (["investigate", "nowhere", "i"], 3, "nowhere"),
        (["proficiency", "make", "a", "--photographs", "0"], 2, "photographs"),
        (["proficiency", "make", "a", "--digits", "roman"], 2, "digits"),
        (["verify", "--head", "xyz"], 3, "not a digest|is not an inquiry"),
    ],
)
def test_wrong_input_gives_one_clear_line(probata, arguments, exit_code, says):
    done = probata(*arguments)
    assert done.returncode == exit_code, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert any(one in done.stderr for one in says.split("|"))
    assert "Traceback" not in done.stderr


def test_an_inquiry_is_made_once_and_never_over_other_things(probata, tmp_path):
    assert probata("init", "one", "--title", "T").returncode == 0
    again = probata("init", "one", "--title", "T")
    assert (again.returncode, "an inquiry already" in again.stderr) == (3, True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me")
    assert probata("init", "full", "--title", "T").returncode == 3
    assert (tmp_path / "full" / "letter.txt").read_text() == "keep me"
    (tmp_path / "one" / "ledger" / "acts.jsonl").rename(tmp_path / "acts")
    (tmp_path / "one" / "ledger" / "head.json").unlink()
    (tmp_path / "one" / "ledger").rmdir()
    lost = probata("init", "one", "--title", "T")
    assert (lost.returncode, "its ledger is gone" in lost.stderr) == (3, True)


def test_a_broken_text_file_is_named_with_its_line(probata, tmp_path):
    probata("init", "one", "--title", "T")
    (tmp_path / "one" / "inquiry.toml").write_text('[inquiry]\ntitle = "T"\ntitel = "x"\n')
    done = probata("-C", "one", "run")
    assert done.returncode == 3
    assert "titel" in done.stderr
    assert "title" in done.stderr


def test_json_is_one_document_on_stdout(probata):
    done = probata("init", "one", "--title", "T", "--json")
    assert json.loads(done.stdout)["inquiry"] == "one"


def test_a_swapped_state_folder_can_verify_but_not_sign(probata, tmp_path):
    probata("init", "one", "--title", "T")
    (tmp_path / "state").rename(tmp_path / "elsewhere")
    assert probata("-C", "one", "verify").returncode == 0
    done = probata("-C", "one", "intake", "one", "--from", "me")
    assert done.returncode == 3
    assert "key" in done.stderr


def test_a_passphrase_protects_the_key(tmp_path):
    environment = {**os.environ, "PROBATA_STATE": str(tmp_path / "state")}

    def call(*arguments, **more):
        return subprocess.run(
            [sys.executable, "-m", "probata", *arguments], capture_output=True, text=True, cwd=tmp_path,
            stdin=subprocess.DEVNULL, env={**environment, **more}, check=False,
        )  # fmt: skip

    (tmp_path / "drive").mkdir()
    assert call("init", "one", "--title", "T", "--passphrase", PROBATA_PASSPHRASE="right").returncode == 0
    assert b"ENCRYPTED" in next((tmp_path / "state" / "keys").iterdir()).read_bytes()
    intake = ["-C", "one", "intake", "drive", "--from", "me"]
    assert "passphrase" in call(*intake).stderr
    assert "passphrase" in call(*intake, PROBATA_PASSPHRASE="wrong").stderr
    assert call(*intake, PROBATA_PASSPHRASE="right").returncode == 0


def test_a_run_in_the_background_gives_way(inquiry, tmp_path):
    program = "import os, sys; from probata.app.cli import call; call(sys.argv[1:]); print(os.nice(0))"
    command = [sys.executable, "-c", program, "-C", str(inquiry.folder), "run"]
    environment = {**os.environ, "PROBATA_STATE": str(tmp_path / "state")}
    for options, priority in (([], os.nice(0)), (["--background"], 19)):
        done = subprocess.run([*command, *options], capture_output=True, text=True, env=environment, check=True)
        assert int(done.stdout.splitlines()[-1]) == priority
