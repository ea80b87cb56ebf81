"""Percentage agreement, over all categories and for one: what can be seen without any model of chance."""

import numpy as np

from probata.statistics.agreement.codings import Codings, Floats
from probata.statistics.agreement.coefficient import Coefficient, Interval, Outcome, mean_spread
from probata.statistics.agreement.refusals import no_shared_units
from probata.statistics.agreement.weights import weight_matrix
from probata.statistics.bounded import mean_interval
from probata.statistics.outcome import Refused


def unit_agreements(counts: Floats, weights: Floats) -> Floats:
    """By shared unit: the share of its ordered pairs of codings that agree, weighted; 0..1.

    Args:
        counts: units × categories, each row with at least two codings.
        weights: categories × categories.

    Source: Fleiss (1971), equation 2; weighted: Gwet, Handbook of Inter-Rater Reliability (4th ed., 2014), chapter 3.
    """
    coded = counts.sum(axis=1)
    agreeing: Floats = (counts * (counts @ weights - 1.0)).sum(axis=1) / (coded * (coded - 1.0))
    return agreeing


def percentage(codings: Codings, weights: str = "none", level: float = 0.95) -> Outcome:
    """The mean over the shared units of the share of pairs of codings that agree.

    The interval is that of `probata.statistics.bounded`: for two coders and no weights that of Clopper and Pearson.

    Returns:
        A value in 0..1, or why there is none.
    """
    found = weight_matrix(codings, weights)
    if isinstance(found, Refused):
        return found
    counts = codings.shared_counts()
    if not len(counts):
        return no_shared_units(codings)
    agreements = np.clip(unit_agreements(counts, found), 0.0, 1.0)
    ends = mean_interval(agreements, np.ones(len(agreements)), len(agreements), 0.0, 1.0, level)
    interval = Interval("bounded", ends.low, ends.high, level)
    value = float(agreements.mean())
    return Coefficient(
        "percentage",
        weights,
        value,
        mean_spread(agreements),
        interval,
        (interval,),
        value,
        0.0,
        len(agreements),
    )


def specific(codings: Codings, category: int, level: float = 0.95) -> Outcome:
    """Agreement on one category: how often another coder of the unit gave it too, if one did.

    Σ r(r − 1) ÷ Σ r(m − 1) over the shared units, r codings of m being in the category. It is a mean over the units
    with weights r(m − 1), and its interval is the bounded one with the effective number of units.

    Source: Spitzer and Fleiss, "A re-analysis of the reliability of psychiatric diagnosis", British Journal of
    Psychiatry 125 (1974); for several coders Uebersax, "A design-independent method for measuring the reliability of
    psychiatric diagnosis", Journal of Psychiatric Research 17 (1982).
    """
    counts = codings.shared_counts()
    if not len(counts):
        return no_shared_units(codings)
    counts = counts[counts[:, category] > 0]
    if not len(counts):
        return Refused("category-unused", "no coder of a shared unit gave this category")
    given, others = counts[:, category], counts.sum(axis=1) - 1.0
    shares, sizes = (given - 1.0) / others, given * others
    value = float(shares @ sizes / sizes.sum())
    effective = float(sizes.sum() ** 2 / (sizes**2).sum())
    ends = mean_interval(shares, sizes, effective, 0.0, 1.0, level)
    interval = Interval("bounded", ends.low, ends.high, level)
    errors = sizes * (shares - value) / sizes.sum()
    se = float(np.sqrt((errors**2).sum() * len(counts) / max(1, len(counts) - 1)))
    return Coefficient("specific", "none", value, se, interval, (interval,), value, 0.0, len(counts))
