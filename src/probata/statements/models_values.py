"""What a user's own model is asked and may answer about a commitment and a passage.

Rules:
* An answer is a suggestion, marked with the model's name. It changes no figure and no ranking.
* Evidence is an exact stretch of one of the two texts, or it is thrown away and counted.
* What is not an answer is a named reason, never a guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from probata.statements.consistency_values import LABELS, Label

Source = Literal["commitment", "passage"]
Failure = Literal[
    "not reached",  # no connection
    "too slow",
    "too large",
    "closed early",
    "redirected",  # never followed
    "refused",  # the server's status is not 200
    "malformed",  # not the protocol, not JSON, not the fields asked for
    "unknown label",
    "no probabilities",  # negative, not finite, or they don't add up to 1
    "model failed",  # it could not be run on this pair
]


@dataclass(frozen=True, slots=True)
class PairAsked:
    """A commitment and a later passage.

    Attributes:
        id: of the pair.
        commitment: the words of the commitment.
        passage: the words of the passage.
        committed_by: who is to act, in words.
        said_by: who speaks in the passage, in words; "" where it isn't known.
    """

    id: str
    commitment: str
    passage: str
    committed_by: str = ""
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """Which model answered, so that it can be shown.

    Attributes:
        name: as configured.
        kind: ``onnx`` or ``server``.
        digest: SHA-256 of the model's file; "" of a server, whose model can't be checked.
        prompt: what it was told beside the two texts; "" for a classifier.
    """

    name: str
    kind: str
    digest: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of one of the two texts, in code points."""

    source: Source
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A model's answer.

    Attributes:
        pair: its identifier.
        probabilities: of each label; they add up to 1.
        evidence: in the model's order.
        thrown_away: how many stretches it named that are not in the texts.
        cut: whether a text was too long for the model and its end was left out.
        model: which.
    """

    pair: str
    probabilities: Mapping[Label, float]
    evidence: tuple[Evidence, ...]
    thrown_away: int
    cut: bool
    model: ModelUsed

    @property
    def label(self) -> Label:
        """The likeliest; of equals the one that stands first in `LABELS`."""
        return max(LABELS, key=lambda label: (self.probabilities.get(label, 0.0), -LABELS.index(label)))


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why there is no answer for a pair.

    Attributes:
        pair: its identifier.
        reason: of a closed list.
        detail: what was found, shortened.
        model: which.
    """

    pair: str
    reason: Failure
    detail: str
    model: ModelUsed


class PairModel(Protocol):
    """A model that says how a passage bears on a commitment."""

    @property
    def used(self) -> ModelUsed:
        """Which model it is."""

    def judge(self, pairs: Sequence[PairAsked]) -> Sequence[Judged | NoAnswer]:
        """An answer or a reason for each pair, in order; never raises for what a model does."""
