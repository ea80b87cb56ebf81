"""Fleiss' kappa: any number of coders, gaps allowed; all coders are taken to use the categories alike."""

import numpy as np

from probata.statistics.agreement.codings import Codings, Floats
from probata.statistics.agreement.coefficient import Outcome
from probata.statistics.agreement.corrected import Chance, corrected


def fleiss(codings: Codings, weights: str = "none", level: float = 0.95) -> Outcome:
    """Fleiss' kappa; with two coders Scott's pi.

    Source: Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76 (1971); with gaps
    and weights Gwet, Handbook of Inter-Rater Reliability (4th ed., 2014), chapters 2 and 3.
    """
    return corrected(codings, "fleiss", weights, level, _chance)


def _chance(shares: Floats, weights: Floats) -> Chance:
    gradient: Floats = 2.0 * weights @ shares
    return Chance(float(np.minimum(1.0, shares @ weights @ shares)), gradient)
