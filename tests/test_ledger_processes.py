"""Real processes: two that append at once lose nothing; one that is killed leaves a ledger that goes on."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from ledger_making import Ticking, create, intake, key
from probata.ledger.acts import IntakeFinished
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger

WRITER = """
import sys
from pathlib import Path
from ledger_making import Ticking, intake, key
from probata.ledger.known import KnownHeads
from probata.ledger.ledger import Ledger
place, start, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
ledger = Ledger(place / "ledger", KnownHeads(place / "state"))
for number in range(start, start + count):
    ledger.append(intake(number), by="Ada", signer=key(), clock=Ticking())
    print(number, flush=True)
"""


def writer(place: Path, start: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(place), str(start), str(count)]
    return subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True)


def intakes(ledger: Ledger) -> list[str]:
    return [entry.act.intake for entry in ledger.entries() if isinstance(entry.act, IntakeFinished)]


def test_processes_that_append_at_once_lose_nothing(tmp_path: Path) -> None:
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    writers = [writer(tmp_path, start, 25) for start in (1000, 2000, 3000)]
    while any(process.poll() is None for process in writers):
        assert ledger.check() == []  # a reader never sees half an append
        time.sleep(0.02)
    for process in writers:
        process.communicate()
        assert process.returncode == 0
    assert sorted(intakes(ledger)) == [str(start + i) for start in (1000, 2000, 3000) for i in range(25)]
    assert ledger.check() == []


def test_a_killed_writer_leaves_a_ledger_that_goes_on(tmp_path: Path) -> None:
    kills = int(os.environ.get("PROBATA_KILLS", "6"))
    ledger, chance = create(tmp_path / "ledger", tmp_path / "state"), random.Random(7)
    said: list[str] = []
    for turn in range(kills):
        with writer(tmp_path, 1000 * (turn + 1), 900) as process:
            assert process.stdout is not None
            said.append(process.stdout.readline().strip())
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
            said += process.stdout.read().split()
        codes = [problem.code for problem in ledger.check()]
        assert codes in ([], ["ledger-torn"])
    assert set(said) <= set(intakes(ledger))  # what was said to be done is there
    ledger.append(intake(), by="Ada", signer=key(), clock=Ticking())
    assert ledger.check() == []
    assert Ledger(tmp_path / "ledger", KnownHeads(tmp_path / "state")).head() == ledger.head()


def test_a_stop_between_the_line_and_the_memory_is_made_good(tmp_path: Path) -> None:
    """The memory outside may be behind, never ahead."""
    ledger = create(tmp_path / "ledger", tmp_path / "state")
    memory = tmp_path / "state" / "heads" / "inquiry-0001.json"
    before = memory.read_bytes()
    for number in range(3):
        ledger.append(intake(number), by="Ada", signer=key(), clock=Ticking())
        memory.write_bytes(before)
        assert ledger.check() == []
