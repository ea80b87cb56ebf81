"""`make bench-accuracy`: made archives by seeds that development never used; what is found beside the truth.

For each seed an archive is made, investigated by the command line in an inquiry of its own, and scored afterwards.
The investigation is handed the drive alone: the truth is moved away for as long as it works.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

SEEDS = (1001, 1002, 1003, 1004, 1005)
SCHEME = ("--numbers", "{detainee}/{branch}", "--numbers", "E {examination}")


def probata(*arguments: str, state: Path) -> str:
    """One command; its standard output."""
    command = [sys.executable, "-m", "probata", *arguments]
    done = subprocess.run(
        command, env={**os.environ, "PROBATA_STATE": str(state)}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"probata {' '.join(arguments)}: exit code {done.returncode}")
    return done.stdout


def scored(seed: int, asked: argparse.Namespace, base: Path) -> dict[str, object]:
    """Make, hide the truth, investigate, score."""
    archive, inquiry, state, hidden = base / "archive", base / "inquiry", base / "state", base / "elsewhere"
    made = ["--photographs", str(asked.photographs), "--seed", str(seed), "--digits", asked.digits]
    probata("proficiency", "make", str(archive), *made, state=state)
    hidden.mkdir()
    shutil.move(archive / "truth", hidden / "truth")
    probata("investigate", str(archive / "drive"), str(inquiry), "--from", "bench", *SCHEME, state=state)
    probata("-C", str(inquiry), "verify", state=state)
    return json.loads(probata("proficiency", "score", str(inquiry), str(hidden / "truth"), "--json", state=state))


def row(seed: int, score: dict[str, dict[str, object]]) -> str:
    """One line of the table."""
    persons, pictures = score["persons"], score["pictures"]
    cells = [f"{seed:<6}", f"{persons['true']:>6}", f"{persons['found']:>6}", f"{persons['error']:+8.3f}"]
    cells += [
        f"{persons['pair_f1']:9.3f}",
        f"{score['classes']['accuracy']:9.3f}",
        f"{score['cameras']['pair_f1']:9.3f}",
    ]
    return "".join([*cells, f"{pictures['recall']:11.3f}", f"{pictures['precision']:11.3f}"])


def main() -> None:
    """All seeds; a line each, then the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(SEEDS))
    parser.add_argument("--photographs", type=int, default=600)
    parser.add_argument("--digits", default="western")
    parser.add_argument("--json", type=Path, help="keep the scores in this file")
    asked = parser.parse_args()
    print(f"{datetime.now(UTC):%Y-%m-%d}  {platform.processor() or platform.machine()}  {os.cpu_count()} cores  "
          f"{asked.photographs} photographs  digits {asked.digits}")  # fmt: skip
    print("seed    true  found   error  pair F1  classes  cameras  near: recall  precision")
    errors, f1s, scores = [], [], {}
    for seed in asked.seeds:
        with tempfile.TemporaryDirectory(prefix="probata-accuracy-") as base:
            score = scored(seed, asked, Path(base))
        scores[seed] = score
        errors.append(abs(score["persons"]["error"]))
        f1s.append(score["persons"]["pair_f1"])
        print(row(seed, score), flush=True)
    print(f"mean   absolute error of persons {statistics.mean(errors):.4f} (wanted: at most 0.03)")
    print(f"       pair F1 {statistics.mean(f1s):.4f} (wanted: at least 0.95)")
    if asked.json:
        asked.json.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
