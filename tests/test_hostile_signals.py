"""Stops, streams and locales: exit code 4 and one line whatever is done to the process."""

import os
import signal
import subprocess
import sys
import time

import pytest

from conftest import write_drive
from probata import __main__ as program


@pytest.fixture
def place(tmp_path):
    write_drive(tmp_path / "drive")
    return tmp_path


def begin(place, *arguments, **more):
    environment = {**os.environ, "PROBATA_STATE": str(place / "state"), **more.pop("env", {})}
    command = [sys.executable, "-m", "probata", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command, cwd=place, env=environment, text=True, start_new_session=True, **pipes)


@pytest.mark.parametrize("number", program.STOPS)
@pytest.mark.parametrize("until", ["drive", "inquiry/ledger", "inquiry/exhibits/0001", "inquiry/report/figures.json"])
def test_a_stop_is_one_line_and_the_same_command_continues(place, number, until):
    process = begin(place, "investigate", "drive", "inquiry", "--from", "me")
    if until == "drive":
        time.sleep(0.2)
    while process.poll() is None and not (place / until).exists():
        time.sleep(0.02)
    os.kill(process.pid, number)
    said = process.communicate(timeout=120)[1]
    if process.returncode == 0:  # Python swallows a stop that falls into a destructor: then the job is done
        assert (place / "inquiry" / "report" / "report.html").is_file()
        return
    assert process.returncode == program.INTERRUPTED, said
    assert sum(line.startswith("probata: ") for line in said.splitlines()) == 1, said
    assert "Traceback" not in said
    again = begin(place, "investigate", "drive", "inquiry", "--from", "me")
    assert (again.communicate(timeout=120)[1].count("probata: "), again.returncode) == (0, 0)


def test_an_ignored_stop_stays_ignored(place):
    command = f"trap '' INT; exec {sys.executable} -m probata init inquiry --title T"
    environment = {**os.environ, "PROBATA_STATE": str(place / "state")}
    process = subprocess.Popen(["bash", "-c", command], cwd=place, env=environment, stderr=subprocess.PIPE)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1] == b""
    assert process.returncode == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_closed_streams_change_no_answer(place, closed):
    environment = {**os.environ, "PROBATA_STATE": str(place / "state")}
    for command in ("init inquiry --title T", "-C inquiry verify"):
        line = f"{sys.executable} -m probata {command} {closed}"
        done = subprocess.run(["bash", "-c", line], cwd=place, env=environment, capture_output=True, check=False)
        assert done.returncode == 0
        assert b"probata" not in done.stderr
        assert b"Exception" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_locale_that_lacks_letters_gets_escapes(place, encoding):
    environment = {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    process = begin(place, "init", "größe \u202e", "--title", "Ω", "--json", env=environment)
    out, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert "\\u202e" in out
    assert '"title": "\\u03a9"' in out
