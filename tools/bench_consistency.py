"""Print how well consistency finds and labels passages: on invented worlds, and by negation and number alone.

python tools/bench_consistency.py --part development
python tools/bench_consistency.py --part test
"""

import argparse
import csv
import sys
from pathlib import Path

from probata.proficiency.consistency_score import lines_of, score_of
from probata.proficiency.consistency_worlds import read_world
from probata.statements.consistency_pairs import contradicts

HERE = Path(__file__).resolve().parent.parent
SENTENCES = HERE.parent / "shared" / "data" / "contradiction"


def main() -> None:
    """Score one part; sentence pairs where the data folder is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("development", "test"), default="development")
    parser.add_argument("--worlds", type=Path, default=HERE / "tests" / "commitments")
    parser.add_argument("--no-sentences", action="store_true")
    given = parser.parse_args()
    files = sorted((given.worlds / given.part).glob("*.json"))
    if not files:
        sys.exit(f"no worlds in {given.worlds / given.part}")
    worlds = [read_world(path) for path in files]
    print(f"{given.part}: {len(worlds)} worlds, {sum(len(world.passages) for world in worlds)} passages")
    print("\n".join(lines_of(score_of(worlds))))
    if not given.no_sentences:
        for path in sorted(SENTENCES.glob("*.csv")) if SENTENCES.is_dir() else ():
            print(f"{path.name}: contradiction by negation and number {_sentences(path)}")


def _sentences(path: Path) -> str:
    right = said = true = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found, is_one = bool(contradicts(row["premise"], row["hypothesis"])), row["label"] == "contradiction"
            right, said, true = right + (found and is_one), said + found, true + is_one
    precision, recall = right / max(said, 1), right / max(true, 1)
    return f"precision {precision:.3f}, recall {recall:.3f}, F {2 * right / max(said + true, 1):.3f} of {true}"


if __name__ == "__main__":
    main()
