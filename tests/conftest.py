"""What several tests share: a desk whose clock and state belong to the test, and one finished inquiry."""

import itertools
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

import probata
from pictures import jpeg
from probata.app import investigation
from probata.app.desk import Desk
from probata.app.terminal import TerminalProgress
from probata.inquiry import Inquiry

# no test asserts a time, so neither do Hypothesis's own checks: a busy machine is no defect
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("unhurried")


def _forget_stale_code():
    """Delete compiled code older than the newest source: numba looks at a function's own file, not at what it calls."""
    folder = Path(probata.__file__).parent
    sources = [source for source in folder.rglob("*.py") if "numba" in source.read_text(encoding="utf-8")]
    newest = max(source.stat().st_mtime for source in sources)
    for compiled in folder.rglob("__pycache__/*.nb[ci]"):
        if compiled.stat().st_mtime < newest:
            compiled.unlink(missing_ok=True)


_forget_stale_code()
SHARED = Path(__file__).parent.parent.parent / "shared"


def desk_of(state, person="a tester"):
    """A desk whose clock goes one second further each time it is asked."""
    seconds = itertools.count()
    start = datetime(2026, 5, 3, 12, tzinfo=UTC)
    return Desk(
        state=state,
        person=person,
        machine="a test's machine",
        clock=lambda: start + timedelta(seconds=next(seconds)),
        passphrase=lambda question: pytest.fail(f"asked for a passphrase: {question}"),
        progress=TerminalProgress(quiet=True),
        workers=2,
    )


@pytest.fixture
def desk(tmp_path):
    return desk_of(tmp_path / "state")


def write_drive(folder):
    """Four photographs, a copy of the first under another name, one made smaller, and things that are none."""
    (folder / "day 1").mkdir(parents=True)
    for number in range(4):
        (folder / "day 1" / f"DSC_000{number}.JPG").write_bytes(jpeg(640, 480, seed=number))
    (folder / "copy.jpg").write_bytes(jpeg(640, 480, seed=0))
    (folder / "small.jpg").write_bytes(jpeg(320, 240, seed=1))
    (folder / "notes.txt").write_text("two rolls, one lost\n")
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "torn.jpg").write_bytes(jpeg(640, 480, seed=9)[:2000])
    (folder / "link.jpg").symlink_to("copy.jpg")


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """An inquiry taken in, run and sealed, with its drive and the state folder; to be copied, never changed."""
    base = tmp_path_factory.mktemp("finished")
    write_drive(base / "drive")
    desk = desk_of(base / "state")
    inquiry = investigation.create(base / "inquiry", "A test", desk, patterns=["{detainee}/{branch}"])
    investigation.intake(inquiry, base / "drive", "who handed it over", desk)
    investigation.run(inquiry, desk)
    return base


@pytest.fixture
def inquiry(finished, tmp_path):
    """A copy of the finished inquiry that a test may break; the state folder comes along."""
    shutil.copytree(finished / "inquiry", tmp_path / "inquiry", symlinks=True)
    shutil.copytree(finished / "state", tmp_path / "state")
    for path in (tmp_path / "inquiry" / "exhibits").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return Inquiry.open(tmp_path / "inquiry")
