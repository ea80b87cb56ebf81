"""How much two different categories still agree: 1 for the same, down to 0 for the farthest apart."""

import numpy as np

from probata.errors import UsageError
from probata.statistics.agreement.codings import Codings, Floats
from probata.statistics.agreement.refusals import no_order
from probata.statistics.outcome import Refused

WEIGHTS = ("none", "linear", "quadratic")


def weight_matrix(codings: Codings, weights: str) -> Floats | Refused:
    """Categories × categories, symmetric.

    ``linear``: 1 − |x − y| ÷ range; ``quadratic``: 1 − (x − y)² ÷ range². x and y are the categories' numbers, or
    their places in the order where they are no numbers.

    Source: Cohen, "Weighted kappa", Psychological Bulletin 70 (1968); Cicchetti and Allison (1971) for the linear,
    Fleiss and Cohen (1973) for the quadratic ones.

    Raises:
        UsageError: there are no such weights.
    """
    if weights not in WEIGHTS:
        raise UsageError("weights", expected=", ".join(WEIGHTS), found=weights)
    size = len(codings.categories)
    if weights == "none" or size == 1:
        return np.eye(size)
    if not codings.ordered:
        return no_order(f"agreement with {weights} weights")
    places = np.asarray(codings.values or range(size), dtype=np.float64)
    apart: Floats = np.abs(places[:, None] - places[None, :]) / (places.max() - places.min())
    found: Floats = 1.0 - (apart if weights == "linear" else apart**2)
    return found
