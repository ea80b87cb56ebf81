"""How likely a candidate is an attribution: weights of its features, compared with the cue's other candidates.

Rules:
* The table is ``words/english.txt``: a feature, a tab and its weight in log-odds. ``tools/train_attributions.py`` makes
  it from counts over annotated texts, deterministically; it holds lemmas, relations and tags, no sentence.
* The candidates of one cue compete with each other and with "no attribution", whose weight is nothing: of a cue's
  candidates at most one is kept.
* Candidates with nearly the same content and the same speaker share their probability: a doubt about one word at the
  end is no doubt about the attribution.

Source: conditional (multinomial) logit, McFadden 1974, with an L2 penalty.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

from probata.attribution.english_drafts import Draft
from probata.attribution.english_tree import likeness

TABLE = "english.txt"
CONSTANT = "constant"
THRESHOLD = 0.36
SAME_FROM = 0.8
_MOST = 25.0
_FEW = 24  # of a cue's candidates: the others are too unlikely to count


def probabilities(drafts: Sequence[Draft], known: Mapping[str, float]) -> list[float]:
    """For each draft the probability, 0 to 1, that it is an attribution or nearly the same as one."""
    weights = [math.exp(_sum(draft.features, known)) for draft in drafts]
    rivals: dict[int, list[int]] = {}
    for place, draft in enumerate(drafts):
        rivals.setdefault(draft.candidate.head, []).append(place)
    made = [0.0] * len(drafts)
    for places in rivals.values():
        total = 1.0 + sum(weights[place] for place in places)
        places.sort(key=lambda place: (-weights[place], place))
        for place in places[:_FEW]:
            same = (weights[other] for other in places[:_FEW] if _same(drafts[place], drafts[other]))
            made[place] = sum(same) / total
    return made


def _same(one: Draft, other: Draft) -> bool:
    if one is other:
        return True
    return one.candidate.speaker == other.candidate.speaker and likeness(one.runs, other.runs) >= SAME_FROM


def _sum(features: Iterable[str], known: Mapping[str, float]) -> float:
    total = known.get(CONSTANT, 0.0)
    for feature in features:
        total += known.get(feature, 0.0)
    return max(min(total, _MOST), -_MOST)


@cache
def weights() -> dict[str, float]:
    """The table."""
    text = resources.files("probata.attribution").joinpath("words", TABLE).read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {feature: float(weight) for feature, weight in lines}
