"""`make demo`: an archive with known truth, investigated by the command line, and its score beside the truth.

The archive and its truth lie in two folders; the investigation is handed the first alone, and the score is
computed afterwards.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

PHOTOGRAPHS = 600


def probata(*arguments: str, state: Path) -> None:
    """Run one command of Probata, and stop where it fails."""
    print("\n$ probata " + " ".join(arguments), file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "probata", *arguments]
    done = subprocess.run(command, env={**os.environ, "PROBATA_STATE": str(state)}, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def main() -> None:
    """Make, investigate, verify, score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--photographs", type=int, default=PHOTOGRAPHS)
    asked = parser.parse_args()
    archive, inquiry, state = asked.folder / "archive", asked.folder / "inquiry", asked.folder / "state"
    if not (archive / "truth").is_dir():
        made = ["--photographs", str(asked.photographs), "--seed", str(asked.seed), "--digits", "western"]
        probata("proficiency", "make", str(archive), *made, state=state)
    scheme = ["--numbers", "{detainee}/{branch}", "--numbers", "E {examination}"]
    source = ["--from", "the demo's generator", *scheme]
    probata("investigate", str(archive / "drive"), str(inquiry), *source, state=state)
    probata("-C", str(inquiry), "verify", state=state)
    probata("proficiency", "score", str(inquiry), str(archive / "truth"), state=state)
    print(f"\nreport: {inquiry / 'report' / 'report.html'}\n        {inquiry / 'report' / 'report.pdf'}")


if __name__ == "__main__":
    main()
