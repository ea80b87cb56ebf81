"""The stand-alone script agrees with Probata on a whole inquiry, and notices what was changed."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger_making import Ticking, create, key, sealed
from probata.digest import Digest
from probata.exhibits.intake import IntakeRequest, take_in
from probata.ledger import audits, examinations_kept
from probata.ledger.acts import IntakeFinished, KeyAdded, KeyRetired, ReportSealed
from probata.ledger.acts_audits import AuditDrawn
from probata.ledger.acts_examination import CodebookAdopted, SampleDrawn
from probata.ledger.examinations import FrameUnit
from probata.progress import Silent
from probata.verifier import SCRIPT


def verify(inquiry: Path, *, path: str = "/usr/bin:/bin") -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", SCRIPT, inquiry], capture_output=True, text=True, check=False, env={"PATH": path}
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def inquiry(tmp_path: Path) -> Path:
    """Two intakes (one path known, one refused), two keys, a sealed report."""
    root, drive, clock = tmp_path / "inquiry", tmp_path / "drive", Ticking()
    ledger = create(root / "ledger", tmp_path / "state")
    (root / "exhibits").mkdir()
    for turn in range(2):
        (drive / f"day {turn}").mkdir(parents=True)
        (drive / f"day {turn}" / "a.jpg").write_bytes(b"first")
        (drive / f"day {turn}" / "b.jpg").write_bytes(b"second %d" % turn)
        (drive / f"day {turn}" / "link").symlink_to("b.jpg")
        request = IntakeRequest(
            handed_over_by="Grace", taken_by="Ada", machine="laptop", tool="probata 0.1.0", workers=1
        )
        record = take_in(drive, root / "exhibits", request, clock=lambda: datetime.now(UTC), progress=Silent())
        act = IntakeFinished(**{field.name: getattr(record, field.name) for field in fields(IntakeFinished)})
        ledger.append(act, by="Ada", signer=key(), clock=clock)
    ledger.append(KeyAdded("Grace", key(2).fingerprint, key(2).public), by="Ada", signer=key(), clock=clock)
    ledger.append(KeyRetired(key().fingerprint, "left"), by="Grace", signer=key(2), clock=clock)
    unit = Digest.of(b"first")
    sampled = examinations_kept.keep_frame(root / "ledger", {unit.hex: FrameUnit("all", "", (unit.hex,))})
    acts = (
        AuditDrawn("audit-1", "seed", 1, "none", audits.keep_frame(root / "ledger", {unit.hex: "all"}), ""),
        SampleDrawn("sample-1", "photograph", "seed", 1, "none", "none", 0, sampled, ""),
        CodebookAdopted("deceased", 1, examinations_kept.keep_codebook(root / "ledger", b"# questions"), ""),
    )
    ledger.append_all(acts, by="Grace", signer=key(2), clock=clock)
    (root / "report").mkdir()
    (root / "report" / "figures.json").write_bytes(b"[]")
    seal = ReportSealed(Digest.of(b"[]"), 0, "probata 0.1.0", sealed().inputs)
    ledger.append(seal, by="Grace", signer=key(2), clock=clock)
    assert ledger.check() == []
    return root


def test_a_whole_inquiry_is_whole(inquiry: Path) -> None:
    code, said = verify(inquiry)
    assert code == 0, said
    assert "signatures checked: 10" in said
    assert "exhibits: 3 in 2 bags" in said


def test_without_openssl_it_says_that_no_signature_was_checked(inquiry: Path, tmp_path: Path) -> None:
    code, said = verify(inquiry, path=str(tmp_path))
    assert code == 0
    assert "signatures NOT checked" in said


def _change(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.parent.chmod(0o755)
    path.chmod(0o644)
    path.write_bytes(data.replace(old, new, 1))


def _exhibit(root: Path) -> Path:
    return next(path for path in sorted((root / "exhibits/0001/data").rglob("*")) if path.is_file())


def _remove_exhibit(root: Path) -> None:
    path = _exhibit(root)
    path.parent.chmod(0o755)
    path.unlink()


def _cut_ledger(root: Path) -> None:
    path = root / "ledger/acts.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def _beside(root: Path, pattern: str, holds: bytes) -> Path:
    return next(path for path in (root / "ledger").glob(pattern) if holds in path.read_bytes())


CHANGES: dict[str, Callable[[Path], None]] = {
    "exhibit": lambda root: _change(_exhibit(root), b"", b"x"),
    "exhibit gone": _remove_exhibit,
    "custody": lambda root: _change(root / "exhibits/0001/custody.jsonl", b"refused", b"known"),
    "custody count": lambda root: _change(root / "exhibits/0002/intake.json", b'"new":', b'"new":1'),
    "manifest": lambda root: _change(root / "exhibits/0001/manifest-sha512.txt", b"a", b"b"),
    "tag manifest": lambda root: _change(root / "exhibits/0001/tagmanifest-sha256.txt", b"  bag", b"  bog"),
    "text of an act": lambda root: _change(root / "ledger/acts.jsonl", b"laptop", b"loptap"),
    "spelling of an act": lambda root: _change(root / "ledger/acts.jsonl", b":", b": "),
    "act not JSON": lambda root: _change(root / "ledger/acts.jsonl", b"{", b"\xff"),
    "last act cut": _cut_ledger,
    "torn": lambda root: _change(root / "ledger/acts.jsonl", b"\n", b"\n{"),
    "head": lambda root: _change(root / "ledger/head.json", b'"count":9', b'"count":7'),
    "head signature": lambda root: _change(root / "ledger/head.json", b'"at":"2026', b'"at":"2027'),
    "head gone": lambda root: (root / "ledger/head.json").unlink(),
    "figures": lambda root: _change(root / "report/figures.json", b"[]", b"[1]"),
    "figures gone": lambda root: (root / "report/figures.json").unlink(),
    "frame of a sample": lambda root: _change(_beside(root, "frames/*.json", b"stratum"), b"all", b"one"),
    "frame of an audit": lambda root: _change(_beside(root, "frames/*.json", b':"all"}'), b"all", b"one"),
    "frame gone": lambda root: _beside(root, "frames/*.json", b"stratum").unlink(),
    "codebook": lambda root: _change(_beside(root, "codebooks/*.toml", b""), b"questions", b"answers"),
    "codebook gone": lambda root: _beside(root, "codebooks/*.toml", b"").unlink(),
    "bag gone": lambda root: (root / "exhibits/0002").rename(root.parent / "gone"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed(inquiry: Path, change: str) -> None:
    CHANGES[change](inquiry)
    code, said = verify(inquiry)
    assert code == 1
    assert "PROBLEM" in said


def test_usage() -> None:
    done = subprocess.run([sys.executable, "-I", SCRIPT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("usage: ")


def test_the_script_is_short_and_needs_nothing_of_ours() -> None:
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) <= 220
    assert "import probata" not in text
    assert "from probata" not in text
