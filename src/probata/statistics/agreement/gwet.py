"""Gwet's AC1 and, with weights, AC2: agreement that a rare or a very common category does not upset."""

from probata.statistics.agreement.codings import Codings, Floats
from probata.statistics.agreement.coefficient import Outcome
from probata.statistics.agreement.corrected import Chance, corrected
from probata.statistics.outcome import Refused


def gwet(codings: Codings, weights: str = "none", level: float = 0.95) -> Outcome:
    """AC1, or AC2 where there are weights.

    Chance agreement is T × Σ π(1 − π) ÷ (q(q − 1)), where T is the sum of all weights and q the number of categories
    that could be given, used or not: the number of categories moves the value.

    Source: Gwet (2008), equation 8, as in `corrected`; weights: Gwet, Handbook (4th ed., 2014), chapter 4.
    """
    if len(codings.categories) == 1:
        return Refused("one-choice", "there is one category only, so there is nothing to agree on", "name the others")
    return corrected(codings, "gwet-ac1" if weights == "none" else "gwet-ac2", weights, level, _chance)


def _chance(shares: Floats, weights: Floats) -> Chance:
    size = len(shares)
    scale = float(weights.sum()) / (size * (size - 1))
    gradient: Floats = scale * (1.0 - 2.0 * shares)
    return Chance(scale * float(shares @ (1.0 - shares)), gradient)
