"""How likely a candidate is an attribution: a sum of weights, one for each of its features, from a table of our own.

Rules:
* The table is ``words/english.txt``: a feature, a tab and its weight in log-odds. ``tools/train_attributions.py`` makes
  it from counts over annotated texts, deterministically; it holds lemmas, relations and tags, and no sentence of theirs.
* The sum is over features in the order they are given, so the same candidate has the same score everywhere.

Source: logistic regression with an L2 penalty (Hastie, Tibshirani, Friedman 2009, section 4.4).
"""

import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

TABLE = "english.txt"
CONSTANT = "constant"
THRESHOLD = 0.30


def probability(features: Iterable[str], known: Mapping[str, float]) -> float:
    """The probability, 0 to 1, that a candidate with these features is an attribution."""
    total = known.get(CONSTANT, 0.0)
    for feature in features:
        total += known.get(feature, 0.0)
    return 1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0)))


@cache
def weights() -> dict[str, float]:
    """The table."""
    text = resources.files("probata.attribution").joinpath("words", TABLE).read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {feature: float(weight) for feature, weight in lines}
