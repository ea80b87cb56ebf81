"""Texts out of a recogniser's steps: the likeliest ones, and how likely a given one is.

A recogniser gives, for each step along a line, a probability for each symbol and for "blank"; a text's probability is
the sum over all ways to spell it (connectionist temporal classification: Graves et al., ICML 2006). The likeliest texts
come from a prefix beam search over the same probabilities, so that "1 or 7" stays open.

Every recogniser's steps are brought to one alphabet, `SYMBOLS`, so that texts can be compared: letters without case,
Persian shapes of digits as the Arabic-Indic ones, and one symbol for everything that isn't part of a number.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Steps = npt.NDArray[np.float32]
JUNK = "\N{REPLACEMENT CHARACTER}"
ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SYMBOLS = "0123456789" + ARABIC_DIGITS + "/-. " + LETTERS + JUNK
_BEAM = 12
_SMALLEST = 1e-3
_TINY = 1e-30


@dataclass(frozen=True, slots=True)
class Spelling:
    """One text with its probability, 0..1."""

    text: str
    confidence: float


def beam_search(steps: Steps, characters: Sequence[str]) -> list[Spelling]:
    """The likeliest texts by prefix beam search, best first; column 0 of ``steps`` is the blank.

    Args:
        steps: probabilities, steps × characters; a row may sum to less than one.
        characters: the character of each column.

    Source: Hannun et al., "First-Pass Large Vocabulary Continuous Speech Recognition", 2014, algorithm 1, without a
    language model.
    """
    # prefix → probabilities of the paths that end in a blank, and of those that end in the prefix's last character
    beam: dict[tuple[int, ...], tuple[float, float]] = {(): (1.0, 0.0)}
    for row in steps:
        columns = [int(i) for i in np.flatnonzero(row > _SMALLEST)]
        values = [float(row[i]) for i in columns]
        grown: dict[tuple[int, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for prefix, (ends_blank, ends_character) in beam.items():
            for column, value in zip(columns, values, strict=True):
                if column == 0:
                    grown[prefix][0] += value * (ends_blank + ends_character)
                elif prefix and prefix[-1] == column:
                    grown[prefix][1] += value * ends_character
                    grown[(*prefix, column)][1] += value * ends_blank
                else:
                    grown[(*prefix, column)][1] += value * (ends_blank + ends_character)
        best = sorted(grown.items(), key=lambda item: (-sum(item[1]), item[0]))[:_BEAM]
        beam = {prefix: (pair[0], pair[1]) for prefix, pair in best}
    total: dict[str, float] = defaultdict(float)
    for prefix, pair in beam.items():
        total["".join(characters[i] for i in prefix).strip()] += sum(pair)
    total.pop("", None)
    return [Spelling(text, min(1.0, p)) for text, p in sorted(total.items(), key=lambda item: (-item[1], item[0]))]


def log_probabilities(steps: Steps, texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """The natural logarithm of each text's probability under ``steps`` (columns: blank, then `SYMBOLS`).

    Source: Graves et al., ICML 2006, equations 5–8 (the forward variables), for all texts at once.
    """
    if not texts:
        return np.zeros(0)
    columns, skips, ends = _lattice(texts)
    emitted = steps.astype(np.float64)[:, columns]
    forward = np.zeros(columns.shape)
    forward[:, :2] = emitted[0, :, :2]
    logarithm = np.zeros(len(texts))
    for row in emitted[1:]:
        scale = np.maximum(forward.max(axis=1), _TINY)
        logarithm += np.log(scale)
        forward /= scale[:, None]
        grown = forward.copy()
        grown[:, 1:] += forward[:, :-1]
        grown[:, 2:] += forward[:, :-2] * skips[:, 2:]
        forward = grown * row
    which = np.arange(len(texts))
    mass = forward[which, ends] + np.where(ends > 0, forward[which, ends - 1], 0)
    return np.asarray(logarithm + np.log(np.maximum(mass, _TINY)))


def _lattice(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """For each text blank, symbol, blank, …: the columns; where a blank may be left out; the last place."""
    width = 2 * max(map(len, texts)) + 1
    columns = np.zeros((len(texts), max(2, width)), np.int64)
    for row, text in zip(columns, texts, strict=True):
        row[1 : 2 * len(text) : 2] = [SYMBOLS.index(c) + 1 for c in text]
    skips = np.zeros(columns.shape, bool)
    skips[:, 2:] = (columns[:, 2:] != 0) & (columns[:, 2:] != columns[:, :-2])
    return columns, skips, np.array([2 * len(text) for text in texts])
