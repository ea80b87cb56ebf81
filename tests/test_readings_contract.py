"""What every analyser keeps: purity, its schema, and golden readings by version."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tools"))

from golden import BITS, GOLDEN, golden_path, robust  # noqa: E402 - tools/ is no package
from pictures import FIXTURES  # noqa: E402
from probata.readings.analyser import Analyser, Failed, Row, read  # noqa: E402
from probata.readings.analysers import ANALYSERS  # noqa: E402
from probata.readings.memo import Readings  # noqa: E402

FILES = {name: make() for name, make in FIXTURES.items()}
NUMBERS = {"brightness": 0.02, "sharpness": 0.1, "thumbnail_difference": 0.05, "contrast": 0.05}


def told(row: Row | Failed) -> str:
    """Everything that a reading says, exactly."""
    return row.reason if isinstance(row, Failed) else repr(sorted(row.items()))


def everything_told() -> dict[str, str]:
    """The digest of every reading of every fixture, by analyser and fixture."""
    return {
        f"{analyser.name} {name}": hashlib.sha256(told(read(analyser, data)).encode()).hexdigest()
        for analyser in ANALYSERS
        for name, data in sorted(FILES.items())
    }


def test_same_bytes_give_the_same_row_twice_and_in_another_process(tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    script = (
        "import json, sys; from pathlib import Path; import test_readings_contract as contract\n"
        "contract.FILES = {p.name: p.read_bytes() for p in Path(sys.argv[1]).iterdir()}\n"
        "print(json.dumps(contract.everything_told()))\n"
    )
    environment = {"PYTHONPATH": str(Path(__file__).parent), "PYTHONHASHSEED": "7", "PATH": "", "TZ": "Asia/Kathmandu"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, env=environment, check=True
    )
    first = everything_told()
    assert first == everything_told()
    assert json.loads(done.stdout.splitlines()[-1]) == first


@pytest.mark.parametrize("analyser", ANALYSERS, ids=lambda analyser: analyser.name)
def test_rows_fit_the_schema(analyser: Analyser, tmp_path: Path) -> None:
    readings = Readings(tmp_path)
    readings.append(analyser, [(name, read(analyser, data)) for name, data in FILES.items()])
    reasons = readings.table(analyser, ["failed"]).column("failed").to_pylist()
    assert len(reasons) == len(FILES)
    assert not [reason for reason in reasons if reason and "does not fit" in reason]
    whole = readings.table(analyser)
    for column in whole.column_names[2:]:
        assert whole.column(column).null_count < len(FILES), f"no fixture fills {column}"


@pytest.mark.parametrize("analyser", ANALYSERS, ids=lambda analyser: analyser.name)
def test_golden_readings(analyser: Analyser) -> None:
    """A changed reading needs a changed version; then ``python tools/golden.py`` writes a new file."""
    golden = json.loads(golden_path(analyser).read_text(encoding="utf-8"))
    assert set(golden) == {path.name for path in (GOLDEN / "files").iterdir()}
    for name, expected in golden.items():
        found = robust(read(analyser, (GOLDEN / "files" / name).read_bytes()))
        assert _near(found, expected), (name, found, expected)


def test_no_golden_readings_of_versions_that_are_gone() -> None:
    assert {path.name for path in GOLDEN.glob("*.json")} == {golden_path(analyser).name for analyser in ANALYSERS}


def _near(found: Mapping[str, object], expected: Mapping[str, object]) -> bool:
    if set(found) != set(expected):
        return False
    for name, value in expected.items():
        mine = found[name]
        if name == "pdq":
            differ = int(str(mine), 16) ^ int(str(value), 16)
            if differ.bit_count() > BITS:
                return False
        elif name in NUMBERS and isinstance(value, float) and isinstance(mine, float):
            if abs(mine - value) > NUMBERS[name] * max(1, abs(value)):
                return False
        elif name == "pdq_quality":
            if abs(int(str(mine)) - int(str(value))) > 5:
                return False
        elif mine != value:
            return False
    return True
