"""A model's answer, read strictly: the fields asked for, known labels, probabilities that add up, real evidence."""

import json
import math
from collections.abc import Iterable, Mapping

from probata.statements.consistency_values import LABELS, Label
from probata.statements.models_values import Evidence, Failure, Judged, ModelUsed, NoAnswer, PairAsked, Source

_TOLERANCE = 0.01
_MOST_EVIDENCE = 20
_SHORT = 120


class NotAnAnswer(Exception):
    """What a model sent is no answer.

    Attributes:
        reason: of the closed list.
        detail: what was found.
    """

    def __init__(self, reason: Failure, detail: str) -> None:
        """Keep the two apart."""
        super().__init__(reason)
        self.reason, self.detail = reason, shortened(detail)


def shortened(text: str) -> str:
    """One line of at most 120 characters, for a message."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: 4 * _SHORT]).split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def object_in(data: str | bytes) -> Mapping[str, object]:
    """A JSON object, read strictly.

    Raises:
        NotAnAnswer: not UTF-8, not JSON, NaN or infinity, a key twice, nested too deep, or no object.
    """
    try:
        found = json.loads(data, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotAnAnswer("malformed", f"not JSON: {error}") from error
    if not isinstance(found, dict):
        raise NotAnAnswer("malformed", "JSON, but no object")
    return found


def _once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            message = f"the key {key[:40]!r} twice"
            raise ValueError(message)
        found[key] = value
    return found


def _refuse(constant: str) -> object:
    message = f"{constant} is no number"
    raise ValueError(message)


def judged(pair: PairAsked, answer: str, model: ModelUsed) -> Judged | NoAnswer:
    """A model's answer in the form that the prompt asks for, or why it is none."""
    try:
        found = object_in(answer)
        if set(found) - {"probabilities", "evidence"}:
            raise NotAnAnswer("malformed", f"fields {sorted(found)}")
        raw = found.get("probabilities")
        if not isinstance(raw, dict):
            raise NotAnAnswer("malformed", "no object “probabilities”")
        evidence, thrown = _evidence(pair, found.get("evidence", []))
        return Judged(pair.id, probabilities_of(raw.items()), evidence, thrown, cut=False, model=model)
    except NotAnAnswer as error:
        return NoAnswer(pair.id, error.reason, error.detail, model)


def probabilities_of(raw: Iterable[tuple[str, object]]) -> Mapping[Label, float]:
    """A probability for each label, 0 where none is given.

    Raises:
        NotAnAnswer: an unknown label, or numbers that are no distribution (off by more than 0.01).
    """
    found: dict[Label, float] = dict.fromkeys(LABELS, 0.0)
    for name, value in raw:
        label = next((label for label in LABELS if label == name), None)
        if label is None:
            raise NotAnAnswer("unknown label", str(name))
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise NotAnAnswer("no probabilities", f"{name}: {value!r:.40}")
        if not 0 <= value <= 1:  # also no NaN
            raise NotAnAnswer("no probabilities", f"{name}: {str(value)[:20]}")
        found[label] += float(value)
    total = math.fsum(found.values())
    if abs(total - 1) > _TOLERANCE:
        raise NotAnAnswer("no probabilities", f"they add up to {total:.3f}")
    return {label: value / total for label, value in found.items()}


def _evidence(pair: PairAsked, raw: object) -> tuple[tuple[Evidence, ...], int]:
    """The stretches that stand in the texts as they were written, and how many don't."""
    if not isinstance(raw, list):
        raise NotAnAnswer("malformed", "“evidence” is no list")
    kept = [found for one in raw[:_MOST_EVIDENCE] for found in [_stretch(pair, one)] if found is not None]
    unique = tuple(dict.fromkeys(kept))
    return unique, len(raw) - len(kept)


def _stretch(pair: PairAsked, raw: object) -> Evidence | None:
    if not isinstance(raw, dict) or set(raw) != {"source", "words"}:
        return None
    words = raw["words"]
    sources: dict[Source, str] = {"commitment": pair.commitment, "passage": pair.passage}
    for source, text in sources.items():
        if raw["source"] == source and isinstance(words, str) and words.strip() and words in text:
            start = text.index(words)
            return Evidence(source, start, start + len(words), words)
    return None
