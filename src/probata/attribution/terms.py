"""Commitments: whether a statement undertakes something, and its terms.

Rules:
* A threat, a prediction, a demand, a refusal and what others will do are no commitments.
* Every term is a span of the frozen text. Which date a deadline means is not told here.
"""

from probata.attribution.attribution import Attribution, Terms
from probata.attribution.parsed import Parsed
from probata.attribution.terms_clauses import Clause, clauses
from probata.attribution.terms_parts import (
    action_of,
    beneficiary_of,
    condition_of,
    deadline_of,
    object_of,
    provision_of,
)
from probata.attribution.terms_verbs import reach_of
from probata.documents.document import Span


def is_commitment(text: str, parsed: Parsed, found: Attribution) -> bool:
    """Whether the speaker, or somebody for whom he may speak, undertakes to do or not to do something."""
    return bool(text) and bool(clauses(parsed, found))


def terms_of(text: str, parsed: Parsed, found: Attribution) -> Terms | None:
    """The terms of the first thing undertaken, with the span of each that follows; None where nothing is."""
    undertaken = clauses(parsed, found) if text else []
    if not undertaken:
        return None
    places = frozenset(token.i for span in found.content for token in (parsed.words(span) or ()))
    first = undertaken[0]
    return Terms(
        form=first.form,
        actor=_actor(parsed, first),
        action=action_of(parsed, first),
        object=object_of(parsed, first),
        beneficiary=beneficiary_of(parsed, first),
        condition=condition_of(parsed, first, places),
        deadline=deadline_of(parsed, first, places),
        negative=first.negative,
        provisions=_provisions(parsed, undertaken, places),
    )


def _provisions(parsed: Parsed, undertaken: list[Clause], places: frozenset[int]) -> tuple[Span, ...]:
    following = [*undertaken[1:], None]
    spans = (provision_of(parsed, clause, after, places) for clause, after in zip(undertaken, following, strict=True))
    return tuple(dict.fromkeys(spans))


def _actor(parsed: Parsed, clause: Clause) -> Span | None:
    """The clause's own subject, "we" and "it" included; None where the cue's speaker is to act: "to release"."""
    actor = clause.actor
    if actor is None:
        return None
    words = [word for word in reach_of(actor) if word.i <= actor.i or not actor.i < clause.first.i <= word.i]
    words = words[: next((place for place, word in enumerate(words) if word.tag_ == "TO"), len(words))]
    return parsed.token_span(words[0], words[-1])
