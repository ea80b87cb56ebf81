"""Makes `src/probata/attribution/words/english.txt`, the weights of the English finder, from annotated texts.

The texts: the training part of the corpus beside the checkout, and our own digests for development, which count twice,
being few and of another kind. Never the corpus's development part, nor the digests held out.

1. Every candidate of every training text is labelled: right when content and speaker match an annotated attribution
   (`proficiency/attributions_corpus.py`).
2. A conditional logit with an L2 penalty is fitted to their features: a cue chooses one of its candidates or none.
   Features seen rarely and weights near nothing are left out, the rest is rounded to two places.
3. With `--folds 4` texts are dealt into folds by a hash of their names and each is scored by the others' weights: this
   is how the threshold and the penalty were chosen.

    python tools/train_attributions.py [--corpus FOLDER] [--folds N] [--penalty X]

Deterministic: the same texts, model and versions give the same table. Nothing but features is written.
"""

import argparse
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

from bench_attributions import CORPUS, blocks_of, found_of
from probata.attribution import english_score
from probata.attribution.english import attributions_of
from probata.attribution.english_drafts import Draft, Drafted, draft
from probata.attribution.parsed import parse_blocks
from probata.attribution.turns import find_turns
from probata.proficiency.attributions_corpus import (
    CLASSES,
    MATCH_FROM,
    Annotated,
    AnnotatedText,
    Counts,
    read_corpus,
    score,
    words_of,
)
from probata.proficiency.digests_corpus import read_digests

TABLE = Path(__file__).parents[1] / "src" / "probata" / "attribution" / "words" / english_score.TABLE
DIGESTS = Path(__file__).parents[1] / "tests" / "digests" / "development"
SEEN_FROM = 6
WEIGHT_FROM = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """A draft and whether it is right."""

    features: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A training text with its drafts."""

    annotated: AnnotatedText
    blocks: list[Drafted]
    cues: list[list[Example]]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--penalty", type=float, default=2.0)
    chosen = parser.parse_args()
    if not (chosen.corpus / "train").is_dir():
        print("no training texts here: nothing done")
        return
    texts = [read(text) for text in read_corpus(chosen.corpus / "train")]
    own = [read(text) for text in read_digests(DIGESTS)]
    if chosen.folds:
        folded(texts, chosen.folds, chosen.penalty)
        return
    write(fitted([*texts, *own, *own], chosen.penalty))


def read(annotated: AnnotatedText) -> Text:
    """A text's drafts with their labels."""
    lines = list(blocks_of(annotated.text))
    starts = {turn.places[0]: turn.content[0].start for turn in find_turns(annotated.text, lines)}
    chosen = [(block, starts.get(place, block.span.start)) for place, block in enumerate(lines)]
    blocks = [draft(annotated.text, parsed) for parsed in parse_blocks(annotated.text, chosen)]
    words = [words_of(one.content, annotated.text) for one in annotated.attributions]
    holding: dict[int, set[int]] = {}
    for place, held in enumerate(words):
        for word in held:
            holding.setdefault(word, set()).add(place)
    cues: list[list[Example]] = []
    for drafted in blocks:
        of_cue: dict[int, list[Example]] = {}
        for one in drafted.drafts:
            ours = words_of([drafted.tree.span(run) for run in one.runs], annotated.text)
            near = {place for word in ours for place in holding.get(word, ())}
            right = any(
                len(ours & words[place]) / len(ours | words[place]) >= MATCH_FROM
                and _speaker_right(drafted, one, annotated.attributions[place])
                for place in near
            )
            of_cue.setdefault(one.candidate.head, []).append(Example(one.features, right))
        cues.extend(of_cue.values())
    return Text(annotated, blocks, cues)


def _speaker_right(drafted: Drafted, one: Draft, annotated: Annotated) -> bool:
    head = one.candidate.speaker
    if head < 0 or not annotated.source:
        return head < 0 and not annotated.source
    return any(span.start <= drafted.tree.begins[head] < span.end for span in annotated.source)


def fitted(texts: Sequence[Text], penalty: float) -> dict[str, float]:
    """Weights by feature."""
    cues = [cue for text in texts for cue in text.cues]
    examples = [example for cue in cues for example in cue]
    seen = Counter(feature for example in examples for feature in example.features)
    names = {
        name: place for place, name in enumerate(sorted(name for name, count in seen.items() if count >= SEEN_FROM))
    }
    columns: list[int] = []
    rows = [0]
    for example in examples:
        columns += [names[feature] for feature in example.features if feature in names] + [len(names)]
        rows.append(len(columns))
    table = sp.csr_matrix((np.ones(len(columns)), columns, rows), shape=(len(examples), len(names) + 1))
    right = np.array([example.right for example in examples], dtype=float)
    best = _minimum(table, right, np.array([len(cue) for cue in cues]), penalty)
    made = {name: round(float(best[place]), 2) for name, place in names.items()}
    made[english_score.CONSTANT] = round(float(best[-1]), 2)
    return {name: weight for name, weight in made.items() if abs(weight) >= WEIGHT_FROM}


def _minimum(table: sp.csr_matrix, right: np.ndarray, sizes: np.ndarray, penalty: float) -> np.ndarray:
    """The weights of least loss: each cue is one choice among its drafts and "no attribution"."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    cue = np.repeat(np.arange(len(sizes)), sizes)
    turned = table.T.tocsr()
    any_right = np.add.reduceat(right, starts) > 0

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        raised = np.exp(np.clip(table @ weights, -25, 25))
        total = 1 + np.add.reduceat(raised, starts)
        chosen = np.where(any_right, np.add.reduceat(raised * right, starts), 1.0)
        value = (np.log(total) - np.log(chosen)).sum() + 0.5 * penalty * weights @ weights
        wanted = np.where(any_right[cue], raised * right / chosen[cue], 0.0)
        return value, turned @ (raised / total[cue] - wanted) + penalty * weights

    return minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 120}).x


def write(weights: dict[str, float]) -> None:
    """The table, features in order."""
    lines = [f"{name}\t{weight:g}\n" for name, weight in sorted(weights.items())]
    TABLE.write_text(
        "# Made by tools/train_attributions.py: feature, tab, weight in log-odds.\n" + "".join(lines), "utf-8"
    )
    print(f"{len(weights)} features, {TABLE.stat().st_size // 1024} KiB")


def folded(texts: Sequence[Text], folds: int, penalty: float) -> None:
    """Scores of texts by weights that have not seen them, at several thresholds."""
    of = [zlib.crc32(text.annotated.name.rpartition("_")[0].encode()) % folds for text in texts]
    thresholds = (0.25, 0.3, 0.35, 0.4)
    sums = {threshold: {name: Counts() for name in CLASSES} for threshold in thresholds}
    for fold in range(folds):
        weights = fitted([text for text, place in zip(texts, of, strict=True) if place != fold], penalty)
        for text in (text for text, place in zip(texts, of, strict=True) if place == fold):
            for threshold in thresholds:
                ours = attributions_of(text.annotated.text, text.blocks, weights, threshold)
                found = found_of(ours, [drafted.parsed for drafted in text.blocks])
                for name, counts in score(text.annotated.attributions, found, text.annotated.text).items():
                    sums[threshold][name] += counts
    for threshold in thresholds:
        for name in CLASSES:
            counts = sums[threshold][name]
            shown = " ".join(f"{value:.3f}" for value in (*counts.content, *counts.with_speaker))
            print(f"{threshold:.2f} {name:7} content P/R/F +speaker P/R/F {shown} speaker {counts.speaker_right:.3f}")


if __name__ == "__main__":
    main()
