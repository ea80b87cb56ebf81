"""The form that Fleiss' kappa and Gwet's coefficients share: observed agreement, corrected by one chance agreement."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from probata.statistics.agreement.codings import Codings, Floats
from probata.statistics.agreement.coefficient import Coefficient, Outcome, Spread
from probata.statistics.agreement.percentage import unit_agreements
from probata.statistics.agreement.refusals import no_shared_units, one_category
from probata.statistics.agreement.weights import weight_matrix
from probata.statistics.outcome import Refused


@dataclass(frozen=True, slots=True)
class Chance:
    """Agreement by chance.

    Attributes:
        expected: 0..1.
        gradient: by category: its derivative by the share of that category.
    """

    expected: float
    gradient: Floats


def corrected(
    codings: Codings, name: str, weights: str, level: float, chance: Callable[[Floats, Floats], Chance]
) -> Outcome:
    """(p_o − p_e) ÷ (1 − p_e) with the standard error of its linearised form.

    p_o is the mean over the shared units; the shares of the categories that p_e is made of are means over all coded
    units. Without gaps the standard error is Gwet's; with gaps it is that of the ratio of two means, where Gwet's
    own takes the number of shared units as fixed and becomes far too wide when few units are coded twice.

    Source: Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement", British
    Journal of Mathematical and Statistical Psychology 61 (2008), equations 25 to 29; linearisation: Särndal, Swensson
    and Wretman, Model Assisted Survey Sampling (1992), section 5.6.

    Args:
        codings: of at least two coders.
        name: of the coefficient.
        weights: a name of ``WEIGHTS``.
        level: of the interval, by t with shared units − 1 degrees of freedom.
        chance: agreement by chance from the shares of the categories and the weights.
    """
    matrix = weight_matrix(codings, weights)
    if isinstance(matrix, Refused):
        return matrix
    counts, shared = codings.counts(), codings.shared()
    if not shared.any():
        return no_shared_units(codings)
    shares = counts / counts.sum(axis=1, keepdims=True)
    by_chance = chance(shares.mean(axis=0), matrix)
    if by_chance.expected > 1.0 - 1e-12:
        return one_category()
    agreements = np.clip(unit_agreements(counts[shared], matrix), 0.0, 1.0)
    observed, factor = float(agreements.mean()), 1.0 / (1.0 - by_chance.expected)
    value = 1.0 - factor * (1.0 - observed)
    centred = (shares - shares.mean(axis=0)) @ by_chance.gradient
    influence = -(1.0 - value) * factor * centred
    influence[shared] += factor * (agreements - observed) * len(counts) / len(agreements)
    se = sqrt(float(influence @ influence) / (len(counts) * max(1, len(counts) - 1)))
    spread = Spread(value, se if len(agreements) > 1 else 0.0, agreements, np.ones(len(agreements)), factor)
    intervals = spread.intervals(level)
    return Coefficient(
        name,
        weights,
        value,
        spread.se,
        intervals[0],
        intervals,
        observed,
        by_chance.expected,
        len(agreements),
    )
