"""`make bench-accuracy`, quotations: direct quotations by cue lists, language by language.

Sentences of `tests/quotations`, written after the rules and first measured before any rule was changed for them.
Marked in each: [content] <speaker> {cue}. A content is right where its words are (full stops behind aside), a speaker
where the words are the same or begin the same.

    python tools/bench_quotations.py [--wrong]
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from quotations_marked import Marked, found_in, read  # noqa: E402 - tests/ is no package


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong")
    wrong = parser.parse_args().wrong
    print("language  sentences  annotated  found  content P/R/F     with speaker P/R/F")
    for path in sorted((ROOT / "tests" / "quotations").glob("*.txt")):
        lines = [read(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        show(path.stem, lines, wrong=wrong)


def show(language: str, lines: list[Marked], *, wrong: bool) -> None:
    """One language's line."""
    annotated = found = content = both = 0
    for line in lines:
        ones = found_in(line.text, language)
        annotated += bool(line.content)
        found += len(ones)
        same = [one for one in ones if line.content and one[0] == line.words[0]]
        content += len(same[:1])
        both += len([one for one in same[:1] if _same_speaker(one[1], line.words[1])])
        if wrong and (len(ones) != bool(line.content) or not all(one[:2] == line.words[:2] for one in ones)):
            print(f"  {line.text}\n    {ones}", file=sys.stderr)
    rates = (_rates(right, annotated, found) for right in (content, both))
    print(f"{language:<8}  {len(lines):>9}  {annotated:>9}  {found:>5}  {'  '.join(rates)}")


def _same_speaker(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.startswith(other) or other.startswith(one)


def _rates(right: int, annotated: int, found: int) -> str:
    return f"{right / max(found, 1):.2f}/{right / max(annotated, 1):.2f}/{2 * right / max(found + annotated, 1):.2f}"


if __name__ == "__main__":
    main()
