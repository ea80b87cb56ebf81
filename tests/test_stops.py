"""The whole job, killed at any moment and continued by the same command: the same result as undisturbed."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from conftest import write_drive

MOMENTS = int(os.environ.get("PROBATA_KILLS", "2"))
BY_TIME = {"head", "inputs"}


def investigate(folder, kill_after=None):
    command = [sys.executable, "-m", "probata", "investigate", "drive", "inquiry", "--from", "somebody"]
    environment = {**os.environ, "PROBATA_STATE": str(folder / "state")}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        _, said = process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, b""
    return process.returncode, said


def result(inquiry):
    """Everything that should be the same, byte for byte or row for row: nothing that holds a time or a key."""
    bag = inquiry / "exhibits" / "0001"
    bytes_of = {
        p.relative_to(bag).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in bag.rglob("*") if p.is_file()
    }
    for name in ("intake.json", "bag-info.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
        bytes_of.pop(name)
    rows = {}
    for folder in sorted((inquiry / "readings").glob("*/*")):
        parts = [row for part in folder.glob("part-*.parquet") for row in pq.read_table(part).to_pylist()]
        rows[folder.relative_to(inquiry).as_posix()] = sorted(parts, key=lambda row: row["digest"])
    figures = json.loads((inquiry / "report" / "figures.json").read_bytes())
    kept = [{key: value for key, value in record.items() if key not in BY_TIME} for record in figures]
    acts = [json.loads(line)["act"]["kind"] for line in (inquiry / "ledger" / "acts.jsonl").read_bytes().splitlines()]
    left = sorted(p.name for p in inquiry.rglob("*") if ".partial" in p.name or p.name.startswith(".part"))
    return bytes_of, rows, kept, acts, left


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    write_drive(folder / "drive")
    begun = time.monotonic()
    assert investigate(folder)[0] == 0
    return result(folder / "inquiry"), time.monotonic() - begun, folder


def killed_and_continued(undisturbed, folder, moment):
    wanted, seconds, source = undisturbed
    (folder / "drive").symlink_to(source / "drive")
    rng = random.Random(moment)
    kills = 0
    while kills < 3:
        code, said = investigate(folder, kill_after=rng.uniform(0.05, 1.0) * seconds)
        if code is not None:
            break
        kills += 1
    else:
        code, said = investigate(folder)
    assert code == 0, said.decode()
    assert result(folder / "inquiry") == wanted
    environment = {**os.environ, "PROBATA_STATE": str(folder / "state")}
    verify = [sys.executable, "-m", "probata", "-C", "inquiry", "verify"]
    checked = subprocess.run(verify, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("moment", range(min(MOMENTS, 2)))
def test_killed_and_continued_gives_the_same(undisturbed, tmp_path, moment):
    killed_and_continued(undisturbed, tmp_path, moment)


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(2, MOMENTS))
def test_killed_at_many_moments_and_continued_gives_the_same(undisturbed, tmp_path, moment):
    killed_and_continued(undisturbed, tmp_path, moment)
