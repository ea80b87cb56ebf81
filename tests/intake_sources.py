"""Makes sources for the tests of intake, and takes them in."""

import random
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from probata.digest import Digest
from probata.exhibits.custody import CustodyEntry, IntakeRecord
from probata.exhibits.intake import IntakeRequest, Limits, take_in
from probata.exhibits.store import ExhibitStore
from probata.progress import Silent

REQUEST = IntakeRequest("Witness A", "Examiner", "laptop", "probata 0", workers=2)
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

LIMITS = Limits()


def clock() -> datetime:
    return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def take(source: Path, exhibits: Path, request: IntakeRequest = REQUEST, limits: Limits = LIMITS) -> IntakeRecord:
    record = take_in(source, exhibits, request, clock=clock, progress=Silent(), limits=limits)
    assert record.files == record.new + record.known + record.refused
    assert not list(ExhibitStore(exhibits).check(Silent(), recorded(exhibits)))
    return record


def recorded(exhibits: Path) -> dict[str, tuple[Digest, Digest]]:
    """What a ledger would have."""
    return {record.intake: (record.custody, record.root) for record in ExhibitStore(exhibits).intakes()}


def custody(exhibits: Path, intake: str = "0001") -> list[CustodyEntry]:
    return list(ExhibitStore(exhibits).custody(intake))


def outcomes(exhibits: Path, intake: str = "0001") -> dict[bytes, tuple[str, str]]:
    return {entry.path: (entry.outcome, entry.reason) for entry in custody(exhibits, intake)}


def make_folder(root: Path, count: int = 40, seed: int = 1, size: int = 3000) -> Path:
    """Files of several folders; every seventh repeats an earlier one, some are empty."""
    rng = random.Random(seed)
    for number in range(count):
        folder = root / f"day {number % 5}"
        folder.mkdir(parents=True, exist_ok=True)
        data = random.Random(number % 7 if number % 7 == 0 else number).randbytes(rng.randrange(size))
        (folder / f"IMG_{number:04}.JPG").write_bytes(b"" if number % 11 == 3 else data)
    return root


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """What must be the same, byte for byte, with and without a stop: payload, manifests and custody."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.name.startswith("manifest") or path.name == "custody.jsonl" or "data" in path.parts)
    }
