"""For each commitment the later passages that may bear on it, ranked, each with its reasons.

Steps:
1. Passages of other documents, dated on or after the day of the commitment; its own document is looked at apart.
2. Each is scored by the words it shares with the commitment, by where it stands, by who speaks, and by cues of the
   checks (`WEIGHTS`; what they were chosen by: ``docs/consistency.md``).
3. The first are compared by the checks; the label to which most points go is suggested.

A suggestion is no finding: the status of every candidate is *not assessed* until a person decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np

from probata.statements.consistency_checks import CHECKS, Compared, compared, speaker_of
from probata.statements.consistency_cues import found
from probata.statements.consistency_values import LABELS, Candidate, Commitment, Label, Passage, Reason, Sides
from probata.statements.retrieval import Index, Vector
from probata.statements.retrieval_words import as_written

# Points of a ranking; likenesses are 0 to 1, cues 0 or 1.
WEIGHTS = {
    "words": 1.1,
    "pieces": 1.1,
    "words around": 1.1,
    "pieces around": 1.1,
    "headline": 1.1,
    "core words": 1.1,
    "core pieces": 1.1,
    "core pieces around": 1.1,
    "document": 1.6,
    "beside": 1.1,
    "same side named": 1.2,
    "cue": 0.4,
    "number": 0.5,
    "length": 1.2,
}
RANKING_CUES = ("promise", "negation", "condition", "less", "done", "stops", "denial", "limit", "failure")
_FULL_LENGTH = 300  # code points: shorter passages say less
_LEAST = 1.0  # points: fewer suggest nothing


class Retrieval:
    """An inquiry's passages, ready to be searched for what bears on a commitment."""

    def __init__(self, passages: Sequence[Passage], sides: Sides) -> None:
        """Index the passages.

        Args:
            passages: of all documents, those of a document together and in order.
            sides: who speaks for whom.
        """
        self._index = Index(passages)
        self._sides = sides
        self._fixed = np.array([_by_itself(passage) for passage in passages], dtype=np.float64)
        self._around = [
            f"{passage.around or passage.text}\n{passage.headline}\n{passage.publisher}".lower() for passage in passages
        ]
        self._named: dict[str, Vector] = {}

    def candidates(self, commitment: Commitment, most: int = 5) -> tuple[Candidate, ...]:
        """The passages that most likely bear on a commitment, best first.

        Args:
            commitment: which.
            most: how many at most.

        Returns:
            Candidates with their reasons, all *not assessed*. Where two score the same, the earlier passage is first.
        """
        return tuple(islice(self._ranked(commitment, _may_bear), most))

    def in_own_document(self, commitment: Commitment, most: int = 3) -> tuple[Candidate, ...]:
        """The sentences of the commitment's own document that checks say something of: a digest holds both sides.

        They share paragraph, headline and topic with the commitment whatever they say, so they are not ranked among
        those of other documents.

        Args:
            commitment: which.
            most: how many at most.
        """
        found = self._ranked(commitment, _beside)
        return tuple(islice((each for each in found if each.suggested not in {"unrelated", "repeats"}), most))

    def _ranked(self, commitment: Commitment, allowed: Callable[[Commitment, Passage], bool]) -> Iterator[Candidate]:
        """The passages that are allowed, best first; those that score the same in the order of the text."""
        passages = self._index.passages
        if not passages:
            return
        likeness = self._index.likeness(commitment.text, f"{commitment.action} {commitment.object}")
        alike = (likeness["words"] + likeness["pieces"]) / 2
        score = self._score(commitment, likeness)
        places = [place for place in range(len(passages)) if allowed(commitment, passages[place])]
        for place in sorted(places, key=lambda place: (-score[place], place)):
            yield self._candidate(commitment, place, float(score[place]), float(alike[place]))

    def _score(self, commitment: Commitment, likeness: dict[str, Vector]) -> Vector:
        score = self._fixed.copy()
        for name, values in likeness.items():
            score += WEIGHTS[name] * values
        return score + WEIGHTS["same side named"] * self._side(commitment)

    def _side(self, commitment: Commitment) -> Vector:
        """1 where the side that is to act speaks, publishes, or is named around the passage."""
        if commitment.party not in self._named:
            names = [name.lower() for name in self._sides.names_of(commitment.party)]
            here = [
                speaker_of(commitment, passage, self._sides) == "same side" or any(name in around for name in names)
                for passage, around in zip(self._index.passages, self._around, strict=True)
            ]
            self._named[commitment.party] = np.array(here, dtype=np.float64)
        return self._named[commitment.party]

    def _candidate(self, commitment: Commitment, place: int, score: float, alike: float) -> Candidate:
        passage = self._index.passages[place]
        reasons = reasons_of(compared(commitment, passage, alike, self._sides))
        written = as_written(passage.text)
        shared = tuple(written[word] for word in self._index.words.shared(commitment.text, place)[:8])
        return Candidate(commitment.id, passage, round(score, 4), shared, reasons, suggested(reasons))


def _may_bear(commitment: Commitment, passage: Passage) -> bool:
    """Whether a passage stands in another document, and in none that is older; one without a date may."""
    if passage.place.document == commitment.place.document:
        return False
    return not (passage.date and commitment.made and passage.date < commitment.made)


def _beside(commitment: Commitment, passage: Passage) -> bool:
    """Whether a passage stands in the commitment's own document, and is not the commitment itself."""
    here, own = passage.place, commitment.place
    return here.document == own.document and not (here.start < own.end and own.start < here.end)


def reasons_of(pair: Compared) -> tuple[Reason, ...]:
    """What all checks say of a pair, strongest first."""
    reasons = [reason for check in CHECKS for reason in [check(pair)] if reason is not None]
    return tuple(sorted(reasons, key=lambda reason: -reason.points))


def suggested(reasons: Sequence[Reason]) -> Label:
    """The label with most points; ``unrelated`` where none has enough."""
    points: dict[Label, float] = defaultdict(float)
    for reason in reasons:
        points[reason.label] += reason.points
    best = max(LABELS, key=lambda label: (points[label], -LABELS.index(label)))
    return best if points[best] >= _LEAST else "unrelated"


def _by_itself(passage: Passage) -> float:
    """The part of a score that is the same for all commitments."""
    cues = sum(1 for name in RANKING_CUES if found(name, passage.text))
    number = any(letter.isdigit() for letter in passage.text)
    length = min(len(passage.text), _FULL_LENGTH) / _FULL_LENGTH
    return WEIGHTS["cue"] * cues + WEIGHTS["number"] * number + WEIGHTS["length"] * length
