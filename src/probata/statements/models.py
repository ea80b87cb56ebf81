"""A user's own model beside the rules: loaded from the settings, asked about candidates, its suggestions marked.

A model's label stands beside what the rules suggest and replaces neither ranking nor status: *not assessed* stays until
a person decides.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from probata.settings.pair_models import ModelSettings
from probata.statements.consistency_values import Candidate, Commitment, Reason
from probata.statements.models_onnx import OnnxModel
from probata.statements.models_server import ServerModel
from probata.statements.models_values import Judged, NoAnswer, PairAsked, PairModel


def pair_model_of(settings: ModelSettings, base: Path) -> PairModel | None:
    """The model that an inquiry's settings name; None where they name none.

    Args:
        settings: table ``[pair_model]``.
        base: the inquiry's folder.

    Raises:
        BadInput: the model can't be used.
    """
    if settings.kind == "onnx":
        return OnnxModel(settings, base)
    return ServerModel(settings) if settings.kind == "server" else None


def with_model(
    model: PairModel, commitment: Commitment, candidates: Sequence[Candidate]
) -> tuple[tuple[Candidate, ...], tuple[NoAnswer, ...]]:
    """Candidates with a model's suggestions, in the order they had.

    Args:
        model: asked about each.
        commitment: theirs.
        candidates: of that commitment.

    Returns:
        The candidates, those that the model answered with its label, marked with its name, and its reason first; and
        why it gave no answer for the others, which keep what the rules suggest.
    """
    pairs = [_asked(commitment, candidate) for candidate in candidates]
    answers = model.judge(pairs)
    marked = tuple(_marked(candidate, answer) for candidate, answer in zip(candidates, answers, strict=True))
    return marked, tuple(answer for answer in answers if isinstance(answer, NoAnswer))


def _asked(commitment: Commitment, candidate: Candidate) -> PairAsked:
    passage = candidate.passage
    return PairAsked(passage.id, commitment.text, passage.text, commitment.party, passage.printed or passage.speaker)


def _marked(candidate: Candidate, answer: Judged | NoAnswer) -> Candidate:
    if isinstance(answer, NoAnswer):
        return candidate
    share = answer.probabilities[answer.label]
    words = next((each.words for each in answer.evidence if each.source == "passage"), "")
    thrown = f"; {answer.thrown_away} stretches it named are not in the texts" if answer.thrown_away else ""
    cut = "; a text was too long for it and was cut" if answer.cut else ""
    says = f"{answer.model.name} gives {answer.label} {share:.2f}{thrown}{cut}"
    reason = Reason("model", says, words, answer.label, share)
    return replace(
        candidate, suggested=answer.label, suggested_by=answer.model.name, reasons=(reason, *candidate.reasons)
    )
