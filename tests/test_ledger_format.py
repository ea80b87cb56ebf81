"""The page on the format says what the code does: kinds, members and codes, and its commands work."""

import base64
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from ledger_making import full, key
from probata.ledger.acts import ACTS

ROOT = Path(__file__).parents[1]
PAGES = [page for page in (ROOT / "docs" / "format.md", ROOT / "docs" / "format-ledger.md") if page.exists()]
PAGE = "\n".join(page.read_text("utf-8") for page in PAGES)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.kind} {act.version}")
def test_every_kind_is_tabled_with_its_members(act: type) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{act.kind}` {act.version} |"))
    for field in fields(act):
        assert f"`{field.name.rstrip('_')}`" in row


def test_every_code_is_tabled() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src/probata/ledger").glob("*.py"))
    codes = set(re.findall(r'(?:Problem|Unsound)\(\s*"([a-z-]+)"', sources))
    codes |= set(re.findall(r'_CODE = "([a-z-]+)"', sources)) | {"act-not-canonical", "head-missing"}
    assert len(codes) > 20
    assert [code for code in sorted(codes) if f"`{code}`" not in PAGE] == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the program openssl is not here")
def test_the_commands_verify_a_signature(tmp_path: Path) -> None:
    ledger = full(tmp_path / "inquiry" / "ledger", tmp_path / "state")
    script = next(block for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if "pkeyutl" in block)
    script = script.replace("PUBLIC_KEY_IN_BASE64", base64.b64encode(key().public).decode())
    for folder, code in [(ledger.folder, 0), (tmp_path / "changed" / "ledger", 1)]:
        if code:
            shutil.copytree(ledger.folder, folder)
            path = folder / "acts.jsonl"
            path.write_bytes(path.read_bytes().replace(b'"by":"Ada"', b'"by":"Eve"'))
        done = subprocess.run(["sh", "-c", script], cwd=folder.parent, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert (ledger.entries()[3].digest.hex in done.stdout) == (code == 0)
