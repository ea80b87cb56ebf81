"""Links lead somewhere, commands are the program's, and rules about committed files are kept."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tools"))

import commands  # noqa: E402 - tools/ is no package

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


def test_the_page_of_commands_is_what_the_program_says():
    assert commands.PAGE.read_text(encoding="utf-8") == commands.page()


def test_every_command_is_on_the_page():
    listed = re.findall(r"^  ([a-z]+)  ", commands.said(""), re.MULTILINE)
    assert len(listed) >= 10
    assert set(listed) <= {command.split()[0] for command in commands.COMMANDS if command}


def test_the_readme_calls_only_commands_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    called = set(re.findall(r"^probata (?:-C \S+ )?([a-z]+)", text, re.MULTILINE))
    assert called
    assert called <= {command.split()[0] for command in commands.COMMANDS if command}


def test_make_targets_in_the_documents_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert (target[0] or target[1]) in targets, (page.name, target)


def test_no_committed_file_names_this_machine_or_a_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    forbidden = re.compile(rb"pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian\.org|/wo" + rb"rk/")
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in {".onnx", ".png"} and path.name != Path(__file__).name:
            assert not forbidden.search(path.read_bytes()), name


def test_locks_are_pinned_and_hashed():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = re.findall(r"^[a-zA-Z0-9_.-]+(\S*)", text, re.MULTILINE)
        assert pinned
        assert all(version.startswith("==") for version in pinned)
        assert text.count("--hash=sha256:") >= len(pinned)


def test_the_example_of_likelihood_ratios_prints_what_it_says(capsys):
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs/cameras.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
    exec(compile(code, "docs/cameras.md", "exec"), {})
    said = [line.rpartition("# ")[2].strip() for line in code.splitlines() if line.startswith("print(")]
    assert capsys.readouterr().out.splitlines() == said
