"""Fits how the two readers of lines are weighed, on made lines of held-out fonts and hands; prints the card's figures.

Run in the project's environment (with fonttools), after ``train_number_reader.py export``:

    python tools/train_number_reader_weights.py --fonts FONTS --digits digits.png --lines 3000

Half of the lines fit the weights by maximum likelihood (conditional logit), the other half gives the figures: whole
texts right, right among five, expected calibration error (Guo et al., ICML 2017, equation 3), by kind and by bin.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from probata.readings.text_numbers import NumberReader
from probata.readings.text_reading import WEIGHTS, Crop, Weights, is_number_like, number_looks, proposals, scored
from probata.readings.text_recognition import TextRecogniser
from train_number_reader_lines import Line, Material, line

_SEED = 20261125
_BINS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A line that both readers looked at: its kind and text, what was proposed, and the readers' logarithms."""

    kind: str
    truth: str
    texts: Sequence[str]
    logarithms: npt.NDArray[np.float64]

    def chances(self, weights: Weights) -> npt.NDArray[np.float64]:
        """Probability of each text, then of "none of these"."""
        scores = np.append(scored(self.texts, self.logarithms, weights), weights.none)
        return np.asarray(np.exp(scores - np.logaddexp.reduce(scores)))

    @property
    def place(self) -> int:
        """Where the truth stands in `chances`."""
        return list(self.texts).index(self.truth) if self.truth in self.texts else len(self.texts)


def main() -> int:
    """Draw the lines, read them, fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--fonts", "--digits"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--to", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    cases = read(Material.of(asked.fonts, asked.digits, held_out=True), asked.lines)
    fitted = fit(cases[::2])
    text = json.dumps({"weights": repr(fitted), **figures(cases[1::2], fitted)}, indent=1, ensure_ascii=False)
    if asked.to:
        asked.to.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def read(material: Material, count: int) -> list[Case]:
    """Cases of lines that are numbers; what else is on made lines is not what the weights are for."""
    printed, numbers, random = TextRecogniser(), NumberReader(), np.random.default_rng(_SEED)
    cases, spent = [], 0.0
    while len(cases) < count:
        made: Line = line(material, random)
        if not is_number_like(made.text):
            continue
        picture = cv2.cvtColor(made.seen, cv2.COLOR_GRAY2BGR)
        began = time.process_time()
        look, steps = printed.look(picture), number_looks(numbers, Crop(picture, picture))
        texts, logarithms = proposals(look, steps)
        spent += time.process_time() - began
        cases.append(Case(made.kind, made.text, texts, logarithms))
    print(f"{1000 * spent / count:.1f} ms a line with both readers")
    return cases


def fit(cases: Sequence[Case]) -> Weights:
    """Weights of the greatest likelihood."""

    def loss(values: npt.NDArray[np.float64]) -> float:
        weights = Weights(*values)
        chances = [case.chances(weights)[case.place] for case in cases if case.texts]
        return float(-np.mean(np.log(np.maximum(chances, 1e-12)))) + 1e-3 * float(np.abs(values[:3]).sum())

    found = minimize(loss, np.array(astuple(WEIGHTS)), method="Nelder-Mead", options={"maxiter": 500, "adaptive": True})
    return Weights(*(round(float(value), 3) for value in found.x))


def figures(cases: Sequence[Case], weights: Weights) -> dict[str, object]:
    """What the card says, by kind of line; and how often a stated probability is right, by bin."""
    kinds: dict[str, list[tuple[bool, bool, bool, bool, float]]] = defaultdict(list)
    for case in cases:
        if not case.texts:
            kinds[case.kind].append((False, False, False, False, 0.0))
            continue
        chances = case.chances(weights)[:-1]
        alone = [case.texts[int(np.argmax(case.logarithms[:, i]))] == case.truth for i in (0, 1)]
        five = [case.texts[i] for i in np.argsort(-chances)[:5]]
        kinds[case.kind].append((five[0] == case.truth, case.truth in five, *alone, float(chances.max())))
    every = [row for rows in kinds.values() for row in rows]
    return {
        "kinds": {kind: _summary(rows) for kind, rows in sorted(kinds.items())},
        "all": _summary(every),
        "bins": _bins(every),
    }


def _summary(rows: Sequence[tuple[bool, bool, bool, bool, float]]) -> dict[str, float]:
    values = np.array(rows, float)
    names = ("right", "in five", "printed alone", "numbers alone", "stated")
    summary = {"lines": float(len(rows)), **dict(zip(names, values.mean(0).round(3).tolist(), strict=True))}
    gaps = [abs(each["stated"] - each["right"]) * each["lines"] for each in _bins(rows)]
    return {**summary, "ece": round(sum(gaps) / len(rows), 4)}


def _bins(rows: Sequence[tuple[bool, bool, bool, bool, float]]) -> list[dict[str, float]]:
    values = np.array(rows, float)
    where = np.minimum((values[:, 4] * _BINS).astype(int), _BINS - 1)
    return [
        {"from": b / _BINS, "lines": int((where == b).sum()), "stated": round(float(values[where == b, 4].mean()), 3),
         "right": round(float(values[where == b, 0].mean()), 3)}
        for b in range(_BINS) if (where == b).any()
    ]  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
