"""Writes docs/commands.md: what each command's ``--help`` says. A test compares the page with the program.

Run: ``python tools/commands.py``.
"""

import os
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
COMMANDS = (
    "", "investigate", "init", "intake", "run", "verify", "figures", "explain", "queue",
    "judge", "judge same", "judge different", "judge cannot-tell", "judge link", "judge merge", "judge split",
    "judge number", "judge class", "judge person-class", "judge photographer", "judge undo", "judge import",
    "judge agreement", "judge holder",
    "audit", "audit draw", "audit list", "audit next", "audit answer", "audit import", "audit estimate",
    "sample", "sample draw", "sample extend", "sample list", "sample plan", "sample words",
    "assign", "assign make", "assign extend", "assign list",
    "lists", "lists show", "lists link", "lists queue", "lists judge", "lists judge same", "lists judge different",
    "lists judge cannot-tell", "lists judge import", "lists photographs", "lists table", "lists estimate",
    "codebook", "codebook show", "codebook check", "codebook adopt", "codebook list", "codebook compare",
    "codebook import",
    "code", "code next", "code answer", "code session", "code import", "code disagreements", "code adjudicate",
    "code report",
    "statements", "statements read", "statements list", "statements show", "statements text", "statements confirm",
    "statements reject", "statements cannot-tell", "statements add", "statements import", "statements fields",
    "statements note",
    "commitments", "commitments record", "commitments list", "commitments link", "commitments assess",
    "commitments reply", "commitments candidates", "commitments propose", "commitments links",
    "claims", "claims record", "claims list",
    "parties", "parties template", "parties show", "parties speakers", "parties propose", "parties import",
    "parties export", "capture",
    "authenticity", "authenticity map", "cameras", "cameras fingerprint", "cameras match",
    "export", "export pictures", "export persons", "export cameras", "export departures",
    "export statements", "export annotations", "export claims", "export commitments", "export ftm", "head", "anchor",
    "prove", "proficiency", "proficiency make", "proficiency score", "estimate", "estimate agreement",
    "estimate proportion", "estimate sample-size", "estimate population",
)  # fmt: skip
HEAD = """# Commands

`-C DIR` (the inquiry, default the current folder) and `--json` (one JSON document on stdout; exports print JSON lines)
may stand anywhere. Talk and progress go to stderr. Exit codes: 0 done; 1 the answer is "no" (a problem was found);
2 wrong usage; 3 bad input; 4 interrupted, the same command continues; 70 a defect of Probata, of which the details are
kept in the state folder.

From the environment, read by the command line only: `PROBATA_STATE` (folder for keys and known heads) and
`PROBATA_PASSPHRASE`.

This page is written by `tools/commands.py`.
"""


def said(command: str) -> str:
    """What ``probata COMMAND --help`` prints."""
    asked = [sys.executable, "-m", "probata", *command.split(), "--help"]
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100"}
    return subprocess.run(asked, capture_output=True, text=True, check=True, env=environment).stdout.strip()


def page() -> str:
    """The whole page."""
    parts = [f"## probata {command}".rstrip() + f"\n\n```\n{said(command)}\n```\n" for command in COMMANDS]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
