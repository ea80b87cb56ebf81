"""Confidences set right by judgements: what was proposed, without knowing them, beside what people then said.

Each basis of a proposal (number, burst, likeness …) gets one correction, added to the log-odds of its confidences: the
one under which the judged proposals are most probable, held back by a normal prior of spread one around none. So a few
judgements correct a little, many correct fully, and the order within a basis stays (Platt 1999, the intercept alone).

Limits: the judged are not a random sample where they come from the queue, which asks first what is in doubt; the stated
confidence is allowed for, other reasons for the choice are not.
"""

from collections.abc import Iterable, Sequence
from math import exp, log

_BOUND = 0.005
_MOST_STEPS = 50
_PRECISION = 1e-9


def corrections(judged: Iterable[tuple[str, float, bool]]) -> dict[str, float]:
    """The correction in log-odds by basis.

    Args:
        judged: for each judged proposal its basis, its confidence 0 to 1, and whether it was right.
    """
    of_basis: dict[str, list[tuple[float, bool]]] = {}
    for basis, confidence, right in judged:
        of_basis.setdefault(basis, []).append((log_odds(confidence), right))
    return {basis: _correction(pairs) for basis, pairs in sorted(of_basis.items())}


def log_odds(confidence: float) -> float:
    """The log-odds of a confidence, which is kept within 0.005 to 0.995."""
    kept = min(max(confidence, _BOUND), 1 - _BOUND)
    return log(kept / (1 - kept))


def corrected(confidence: float, by: float) -> float:
    """The confidence with ``by`` added to its log-odds."""
    return 1 / (1 + exp(-(log_odds(confidence) + by)))


def _correction(pairs: Sequence[tuple[float, bool]]) -> float:
    """By Newton's method; the prior makes the maximum unique."""
    found = 0.0
    for _ in range(_MOST_STEPS):
        stated = [1 / (1 + exp(-(odds + found))) for odds, _ in pairs]
        slope = sum(right - each for (_, right), each in zip(pairs, stated, strict=True)) - found
        step = slope / (1 + sum(each * (1 - each) for each in stated))
        found += step
        if abs(step) < _PRECISION:
            break
    return found
