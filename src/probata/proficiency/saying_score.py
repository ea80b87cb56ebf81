"""How well hedges, spokespersons, addressees and the rest are told, measured on statements annotated by hand.

Rules:
* Only statements that were found and matched are scored; how well they are found is measured elsewhere.
* A predicted span is right where it and the annotated words share at least half of their word tokens (Jaccard).
* A hedge is right where its words are and its owner is the same; each annotated hedge answers for one predicted.
* `via` and `on_behalf_of` count together, each by itself: a statement may have both.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from probata.attribution.attribution import Attribution
from probata.documents.document import Span

Field = Literal["via", "on_behalf_of", "addressee", "occasion", "place"]
SHARED = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement as it was predicted and as it was annotated.

    Attributes:
        text: of the document.
        predicted: the attribution.
        annotated: the statement, in the JSON format of the digests: ``hedges``, ``via``, ``kind`` …
    """

    text: str
    predicted: Attribution
    annotated: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts of what was right, too much, and missed.

    Attributes:
        right: predicted and annotated.
        spurious: predicted, and not annotated so.
        missed: annotated, and not predicted so.
    """

    right: int
    spurious: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right, 1 where nothing is predicted."""
        return self.right / (self.right + self.spurious) if self.right + self.spurious else 1.0

    @property
    def recall(self) -> float:
        """Share of the annotated that is found, 1 where nothing is annotated."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f_score(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.right + self.spurious + self.missed
        return 2 * self.right / total if total else 1.0


def shared_words(predicted: str, annotated: str) -> float:
    """The share of word tokens that two strings have in common (Jaccard over tokens with their counts), 0 to 1."""
    one, other = (Counter(_WORD.findall(words.casefold())) for words in (predicted, annotated))
    every = sum((one | other).values())
    return sum((one & other).values()) / every if every else 0.0


def hedge_rates(pairs: Iterable[Pair]) -> Rates:
    """Hedges with their owners."""
    right = spurious = missed = 0
    for pair in pairs:
        waiting = list(pair.annotated.get("hedges", ()))
        for hedge in pair.predicted.hedges:
            words = hedge.span.of(pair.text)
            alike = [each for each in waiting if each["owner"] == hedge.owner and _same(words, each["words"])]
            if alike:
                waiting.remove(max(alike, key=lambda each: shared_words(words, each["words"])))
                right += 1
            else:
                spurious += 1
        missed += len(waiting)
    return Rates(right, spurious, missed)


def span_rates(pairs: Iterable[Pair], fields: Sequence[Field]) -> Rates:
    """Spans of some fields together, such as ``("via", "on_behalf_of")``."""
    right = spurious = missed = 0
    for pair in pairs:
        for field in fields:
            predicted: Span | None = getattr(pair.predicted, field)
            annotated: str | None = pair.annotated.get(field)
            if predicted is not None and annotated is not None and _same(predicted.of(pair.text), annotated):
                right += 1
                continue
            spurious += predicted is not None
            missed += annotated is not None
    return Rates(right, spurious, missed)


def _same(predicted: str, annotated: str) -> bool:
    return shared_words(predicted, annotated) >= SHARED


def flag_rates(pairs: Iterable[Pair], field: Literal["negated", "anonymous"]) -> Rates:
    """Whether denied sayings, or unnamed speakers, are told as such."""
    both = [(bool(getattr(pair.predicted, field)), bool(pair.annotated.get(field, False))) for pair in pairs]
    return Rates(both.count((True, True)), both.count((True, False)), both.count((False, True)))


def kind_accuracy(pairs: Sequence[Pair]) -> float:
    """Share of statements whose kind is right, 1 where there are none."""
    right = sum(pair.predicted.kind == pair.annotated.get("kind", "assertion") for pair in pairs)
    return right / len(pairs) if pairs else 1.0


def kind_confusion(pairs: Iterable[Pair]) -> Counter[tuple[str, str]]:
    """How often each kind was annotated and predicted so: ``("denial", "assertion")`` counts denials missed."""
    return Counter((str(pair.annotated.get("kind", "assertion")), pair.predicted.kind) for pair in pairs)
