"""`make bench-accuracy`, statements: the whole way from a file to its statements, against our own annotated digests.

Printed for a part of `tests/digests`, and for all forms of page together:

* contents found, by mode, with and without the right speaker (measure: `proficiency/attributions_corpus.py`), and
  direct ones without labelled turns of transcripts, where a colon gives the speaker away;
* of the statements found: hedges with their owners, spokespersons and on behalf of whom, figures with claimants, times,
  kinds, speakers followed to their fullest naming;
* commitments: found, of that kind, and the action right;
* offsets: every span's words are those of the text.

    python tools/bench_statements.py [--part development|test] [--wrong FIELD]

The development part was read while the rules were written. The test part was set apart before the first run.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from digests_corpus import PARTS, Page, Statement, load  # noqa: E402 - tests/ is no package
from probata.attribution.attribute import attribute  # noqa: E402
from probata.attribution.attribution import Attribution  # noqa: E402
from probata.attribution.parsed import model  # noqa: E402
from probata.attribution.record import record_of  # noqa: E402
from probata.documents.document import Document, Span  # noqa: E402
from probata.documents.reading import read_document  # noqa: E402
from probata.proficiency.attributions_corpus import match  # noqa: E402
from probata.proficiency.saying_score import (  # noqa: E402
    Pair,
    Rates,
    flag_rates,
    hedge_rates,
    kind_accuracy,
    kind_confusion,
    shared_words,
    span_rates,
)
from probata.proficiency.speakers_score import said, same  # noqa: E402
from probata.proficiency.stated_score import Score, figures_score, times_score  # noqa: E402

TARGETS = {
    "direct": 0.90,
    "indirect": 0.75,
    "hedges with owner": 0.90,
    "via, on behalf of": 0.80,
    "figures with claimant": 0.80,
    "commitments": 0.70,
}
WRONG = ("missed", "spurious", "speaker", "kind", "hedges", "via", "figures", "commitment")
_WORD = re.compile(r"\w+")


@dataclass
class Sums:
    """What is added up over pages."""

    statements: dict[str, list[int]] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    matched: list[tuple[Page, Statement, Attribution]] = field(default_factory=list)
    commitments: list[int] = field(default_factory=lambda: [0, 0, 0])
    terms: dict[str, list[int]] = field(default_factory=dict)
    spans: list[int] = field(default_factory=lambda: [0, 0])
    sentences: int = 0
    seconds: float = 0.0


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, default="development")
    parser.add_argument(
        "--wrong", choices=("missed", "spurious", "speaker", "kind", "hedges", "via", "figures", "commitment")
    )
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    model()
    sums, pages = Sums(), load(chosen.part)
    for page in pages:
        _add(sums, page, chosen.wrong if chosen.part == "development" else None)
    record = _record(sums)
    count = sum(len(page.statements) for page in pages)
    print(f"own digests, {chosen.part} part: {len(pages)} pages, {count} statements")
    for name, value in record.items():
        target = next((f"   target {TARGETS[key]:.2f}" for key in TARGETS if key == name.split(":")[0]), "")
        print(f"  {name:<42} {value}{target}")
    if chosen.json:
        chosen.json.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return 0


def _add(sums: Sums, page: Page, wrong: str | None) -> None:
    started = time.process_time()
    document = read_document(page.path.read_bytes())
    found = attribute(document).found
    sums.seconds += time.process_time() - started
    if document.text != page.text:
        raise SystemExit(f"{page.name}: the text is read differently")
    paired = match([each.content for each in page.statements], [each.content for each in found], page.text)
    right = {place for place, other in paired if _speaker_right(page, page.statements[place], found[other])}
    by_found = {other: place for place, other in paired}
    by_true = dict(paired)
    for name in _CLASSES:
        counts = sums.statements.setdefault(name, [0, 0, 0, 0, 0, 0])
        for place, each in enumerate(page.statements):
            if _admits(name, page.text, each):
                counts[0] += 1
                counts[2] += place in by_true
                counts[4] += place in right
        for other, one in enumerate(found):
            if _admits(name, page.text, one):
                counts[1] += 1
                counts[3] += other in by_found
                counts[5] += by_found.get(other, -1) in right
    _offsets(sums, document, found)
    for place, other in paired:
        statement, one = page.statements[place], found[other]
        sums.matched.append((page, statement, one))
        sums.pairs.append(Pair(page.text, one, _annotated(page, statement)))
    _commitments(sums, page, found, by_true)
    if wrong:
        _tell(page, found, paired, right, wrong)


def _admits(name: str, text: str, each: Statement | Attribution) -> bool:
    modes, labelled = _CLASSES[name]
    is_labelled = each.cue is not None and each.cue.of(text).strip() == ":"
    return each.mode in modes and (labelled or not is_labelled)


_CLASSES: dict[str, tuple[tuple[str, ...], bool]] = {  # modes, and whether labelled turns are among them
    "all": (("direct", "indirect", "mixed"), True),
    "direct": (("direct",), True),
    "direct, but labelled turns": (("direct",), False),
    "direct or mixed": (("direct", "mixed"), True),
    "indirect": (("indirect",), True),
    "mixed": (("mixed",), True),
}


def _speaker_right(page: Page, true: Statement, found: Attribution) -> bool:
    """The head of the found speaker (its last word before a comma or preposition) lies inside the annotated source."""
    if true.speaker is None or found.speaker is None:
        return true.speaker is None and found.speaker is None
    return _head(page.text, found.speaker).within(true.speaker)


def _head(text: str, speaker: Span) -> Span:
    """The head word of a speaker: the last of its first phrase."""
    words = speaker.of(text)
    cut = re.search(r",|\(| (?:of|for|from|in|at|who|which|that|to|on|with|and|close|familiar|asked|named)\b", words)
    end = cut.start() if cut and cut.start() > 0 else len(words)
    tokens = list(_WORD.finditer(words[:end])) or list(_WORD.finditer(words))
    if not tokens:
        return speaker
    last = tokens[-1] if tokens[-1].group() != "s" or len(tokens) < 2 else tokens[-2]
    return Span(speaker.start + last.start(), speaker.start + last.end())


def _offsets(sums: Sums, document: Document, found: Sequence[Attribution]) -> None:
    for each in found:
        for words, start, end in _written(record_of(document.text, each)):
            sums.spans[0] += 1
            sums.spans[1] += document.text[start:end] == words and end > start


def _written(record: Any) -> Iterator[tuple[str, int, int]]:
    if isinstance(record, dict):
        if "words" in record and "start" in record:
            yield record["words"], record["start"], record["end"]
        if "quote" in record:
            yield record["quote"], record["start"], record["end"]
            for name in ("speaker", "cue"):
                if record[name] is not None:
                    yield record[name], record[f"{name}_start"], record[f"{name}_end"]
        for value in record.values():
            yield from _written(value)
    elif isinstance(record, list):
        for value in record:
            yield from _written(value)


_SPANS = ("via", "on_behalf_of", "addressee", "occasion", "place")


def _annotated(page: Page, each: Statement) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "negated": each.negated,
        "anonymous": each.anonymous,
        "hedges": [{"words": one.span.of(page.text), "owner": one.owner} for one in each.hedges],
        **{name: page.words(getattr(each, name)) for name in _SPANS},
    }


def _commitments(sums: Sums, page: Page, found: Sequence[Attribution], by_true: dict[int, int]) -> None:
    for place, each in enumerate(page.statements):
        if each.commitment is None:
            continue
        sums.commitments[0] += 1
        other = found[by_true[place]] if place in by_true else None
        if other is None or other.terms is None:
            continue
        right = shared_words(other.terms.action.of(page.text), each.commitment.action.of(page.text)) >= 0.5
        sums.commitments[2] += right
        for name in ("actor", "object", "condition", "deadline", "beneficiary"):
            true, read = getattr(each.commitment, name), getattr(other.terms, name)
            tally = sums.terms.setdefault(name, [0, 0, 0])
            tally[0] += true is not None
            tally[1] += read is not None
            tally[2] += bool(true and read and shared_words(read.of(page.text), true.of(page.text)) >= 0.5)
    sums.commitments[1] += sum(each.terms is not None for each in found)


def _f(annotated: int, found: int, right_annotated: int, right_found: int) -> str:
    precision = right_found / found if found else 0.0
    recall = right_annotated / annotated if annotated else 0.0
    both = precision + recall
    f_score = 2 * precision * recall / both if both else 0.0
    return f"P {precision:.2f} R {recall:.2f} F {f_score:.3f}  ({annotated} annotated)"


def _rates(rates: Rates) -> str:
    count = rates.right + rates.missed
    return f"P {rates.precision:.2f} R {rates.recall:.2f} F {rates.f_score:.3f}  ({count} annotated)"


def _score(score: Score) -> str:
    rates = f"P {score.precision:.2f} R {score.recall:.2f} F {score.f:.3f}"
    return f"{rates}  ({score.annotated} annotated; {score.parts})"


def _record(sums: Sums) -> dict[str, str]:
    made: dict[str, str] = {}
    for name, c in sums.statements.items():
        made[name] = _f(c[0], c[1], c[2], c[3])
        made[f"{name}: with speaker"] = _f(c[0], c[1], c[4], c[5])
    made["hedges with owner"] = _rates(hedge_rates(sums.pairs))
    made["via, on behalf of"] = _rates(span_rates(sums.pairs, ("via", "on_behalf_of")))
    for name in ("addressee", "occasion", "place"):
        made[name] = _rates(span_rates(sums.pairs, (name,)))  # type: ignore[arg-type]
    for name in ("negated", "anonymous"):
        made[name] = _rates(flag_rates(sums.pairs, name))  # type: ignore[arg-type]
    figures = figures_score([(page.text, each.figures, one.figures) for page, each, one in sums.matched])
    made["figures with claimant"] = _score(figures)
    times = times_score([(each.dates, one.dates) for _, each, one in sums.matched])
    made["times with value and role"] = _score(times)
    made["kind"] = f"{kind_accuracy(sums.pairs):.3f} right"
    confused = [f"{a}>{b} {n}" for (a, b), n in kind_confusion(sums.pairs).most_common() if a != b]
    made["kind, confused"] = ", ".join(confused[:10])
    c = sums.commitments
    made["commitments"] = _f(c[0], c[1], c[2], c[2])
    for name, (true, read, right) in sums.terms.items():
        made[f"commitments: {name}"] = _f(true, read, right, right)
    followed = [
        same(said(page.text, one.resolved), each.who) for page, each, one in sums.matched if each.who and one.speaker
    ]
    made["speakers followed"] = f"{sum(followed)} of {len(followed)} ({sum(followed) / max(len(followed), 1):.3f})"
    made["offsets"] = f"{sums.spans[1]} of {sums.spans[0]} right"
    return made


def _tell(
    page: Page, found: Sequence[Attribution], paired: Sequence[tuple[int, int]], right: set[int], wrong: str
) -> None:
    """What is wrong in one respect, a line each; of the development part only."""
    if wrong in ("missed", "spurious"):
        which: Sequence[Any] = page.statements if wrong == "missed" else found
        known = {pair[wrong == "spurious"] for pair in paired}
        for place, each in enumerate(which):
            if place not in known:
                words = " … ".join(span.of(page.text) for span in each.content)[:200]
                print(f"[{page.name}] {each.mode} {page.words(each.speaker)} | {page.words(each.cue)} | {words}")
        return
    for place, other in paired:
        each, one = page.statements[place], found[other]
        true, ours = _respect(page.text, each, wrong), _respect(page.text, one, wrong)
        if (place not in right) if wrong == "speaker" else true != ours:
            print(f"[{page.name}] {one.span.of(page.text)[:90]!r} {page.words(one.cue)}: {ours} for {true}")


def _respect(text: str, each: Any, wrong: str) -> object:
    if wrong == "hedges":
        return [(one.span.of(text), one.owner) for one in each.hedges]
    if wrong == "figures":
        return [(one.span.of(text), one.low, one.claimant and one.claimant.of(text)) for one in each.figures]
    if wrong == "commitment":
        terms = each.terms if isinstance(each, Attribution) else each.commitment
        return terms is not None
    if wrong == "via":
        return [span and span.of(text) for span in (each.via, each.on_behalf_of)]
    return each.speaker and each.speaker.of(text) if wrong == "speaker" else each.kind


if __name__ == "__main__":
    raise SystemExit(main())
