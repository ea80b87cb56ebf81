"""`make bench-accuracy`, attribution: the English finder against annotated news, and what it costs.

The measure is that of `proficiency/attributions_corpus.py`: precision, recall and F of the contents, and of contents
with their speakers, for all attributions, for speech and for direct speech; how often the speaker is right on a match;
sentences a second with parsing, on one core; the process's peak memory. Texts are read as plain text: every line is a
block.

    python tools/bench_attributions.py [--part dev|train] [--corpus FOLDER] [--json FILE]

The training part made the table of weights, so its figures are too good; the development part is the honest one.
"""

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from probata.attribution.attribution import Attribution
from probata.attribution.english import find
from probata.attribution.parsed import Parsed, model, parse_blocks
from probata.documents.document import Block, Span
from probata.proficiency.attributions_corpus import CLASSES, Counts, Found, read_corpus, score

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "attributions"
_LINE = re.compile(r"\S[^\n]*")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    if not (chosen.corpus / chosen.part / "ann").is_dir():
        print(f"attributions: no annotated texts in {chosen.corpus / chosen.part}: skipped")
        return
    record = measured(chosen.corpus / chosen.part)
    show(record, sys.stdout)
    if chosen.json:
        chosen.json.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def measured(folder: Path) -> dict[str, Any]:
    """All figures of a part of the corpus."""
    model()
    sums = {name: Counts() for name in CLASSES}
    sentences, spent = 0, 0.0
    for text in read_corpus(folder):
        started = time.process_time()
        parsed = list(parse_blocks(text.text, [(block, block.span.start) for block in blocks_of(text.text)]))
        ours = find(text.text, parsed)
        spent += time.process_time() - started
        sentences += sum(1 for one in parsed for _ in one.doc.sents)
        for name, counts in score(text.attributions, found_of(ours, parsed), text.text).items():
            sums[name] += counts
    return {
        "part": folder.name,
        **{name: _figures(counts) for name, counts in sums.items()},
        "sentences_a_second": round(sentences / spent, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def blocks_of(text: str) -> Iterator[Block]:
    """Every line that isn't blank, as a paragraph."""
    for line in _LINE.finditer(text):
        yield Block("paragraph", Span(line.start(), line.start() + len(line.group().rstrip())))


def found_of(ours: Sequence[Attribution], parsed: Sequence[Parsed]) -> list[Found]:
    """Attributions as they are scored: with the head word of the speaker."""
    return [Found(one.content, one.cue, _head(one.speaker, parsed)) for one in ours]


def _head(speaker: Span | None, parsed: Sequence[Parsed]) -> int | None:
    if speaker is None:
        return None
    for one in parsed:
        if one.start <= speaker.start < one.start + len(one.doc.text):
            words = one.words(speaker)
            return one.start + words.root.idx if words is not None else speaker.start
    return speaker.start


def _figures(counts: Counts) -> dict[str, Any]:
    names = ("precision", "recall", "f")
    return {
        "annotated": counts.annotated,
        "found": counts.found,
        "content": dict(zip(names, (round(value, 4) for value in counts.content), strict=True)),
        "with_speaker": dict(zip(names, (round(value, 4) for value in counts.with_speaker), strict=True)),
        "speaker_right": round(counts.speaker_right, 4),
    }


def show(record: dict[str, Any], stream: Any) -> None:
    """The figures as a table."""
    print(f"attributions, part {record['part']}", file=stream)
    print("class    annotated found  content P/R/F         +speaker P/R/F        speaker right", file=stream)
    for name in CLASSES:
        one = record[name]
        values = " ".join(f"{value:.3f}" for kind in ("content", "with_speaker") for value in one[kind].values())
        print(f"{name:8} {one['annotated']:9} {one['found']:5}  {values}  {one['speaker_right']:.3f}", file=stream)
    print(f"{record['sentences_a_second']} sentences/s, peak {record['peak_mib']} MiB", file=stream)


if __name__ == "__main__":
    main()
