"""Cohen's kappa of two coders, plain and weighted; and the mean of it over all pairs of more coders (Light)."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from probata.statistics.agreement.codings import MISSING, Codings, Floats
from probata.statistics.agreement.coefficient import Coefficient, Outcome, Spread
from probata.statistics.agreement.refusals import no_shared_units, one_category
from probata.statistics.agreement.weights import weight_matrix
from probata.statistics.outcome import Caution, Refused


@dataclass(frozen=True, slots=True)
class PairKappa:
    """Kappa of two coders, and how much each cell of their table moves it.

    Attributes:
        value: kappa.
        influence: categories × categories; mean 0 over the units.
        observed: agreement.
        expected: agreement by chance.
        units: how many both coded.
    """

    value: float
    influence: Floats
    observed: float
    expected: float
    units: int


def pair_kappa(table: Floats, weights: Floats) -> PairKappa | Refused:
    """Kappa of a table of two coders.

    Source: Cohen (1960, 1968); the influences are the terms under the sum in Fleiss, Cohen and Everitt, "Large sample
    standard errors of kappa and weighted kappa", Psychological Bulletin 72 (1969), equation 13.
    """
    units = int(table.sum())
    if not units:
        return Refused("no-shared-units", "the two coders have no unit in common", "give them the same units")
    shares = table / units
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    used = (int((rows > 0).sum()), int((columns > 0).sum()))
    if used == (1, 1) and shares.max() == np.trace(shares):
        return one_category()
    if 1 in used:
        return Refused(
            "constant-coder",
            "one of the two coders gave one category only, so kappa is 0 whatever they agree on",
            "read the percentage and Gwet's coefficient",
        )
    observed, expected = float((shares * weights).sum()), float(rows @ weights @ columns)
    value = 1.0 - (1.0 - observed) / (1.0 - expected)
    margins = (weights @ columns)[:, None] + (rows @ weights)[None, :]
    terms = weights - margins * (1.0 - value)
    influence = (terms - (shares * terms).sum()) / (1.0 - expected)
    return PairKappa(value, influence, observed, expected, units)


def cohen(codings: Codings, weights: str = "none", level: float = 0.95) -> Outcome:
    """Cohen's kappa; with more than two coders the mean over all pairs of them that have one.

    Only units that both of a pair coded are used. The standard error is that of Fleiss, Cohen and Everitt; for a
    mean over pairs each unit's influences are summed over the pairs first, so that pairs that share units and coders
    are not taken as independent.

    Source: Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
    (1960); Light, "Measures of response agreement for qualitative data", Psychological Bulletin 76 (1971).
    """
    matrix = weight_matrix(codings, weights)
    if isinstance(matrix, Refused):
        return matrix
    if not codings.shared().any():
        return no_shared_units(codings)
    pairs = {pair: pair_kappa(codings.confusion(*pair), matrix) for pair in codings.pairs()}
    good = {pair: found for pair, found in pairs.items() if isinstance(found, PairKappa)}
    if not good:
        return _why_none([found for found in pairs.values() if isinstance(found, Refused)])
    cautions = _left_out(len(pairs), len(good))
    value = float(np.mean([found.value for found in good.values()]))
    spread = _spread(codings, good, matrix, value)
    intervals = spread.intervals(level, normal=True)
    return Coefficient(
        "cohen" if len(pairs) == 1 else "light",
        weights,
        value,
        spread.se,
        intervals[0],
        intervals,
        float(np.mean([found.observed for found in good.values()])),
        float(np.mean([found.expected for found in good.values()])),
        len(spread.agreements),
        cautions,
    )


def _spread(codings: Codings, good: dict[tuple[int, int], PairKappa], weights: Floats, value: float) -> Spread:
    """Influences, agreements and pairs summed by unit."""
    influence, agreement, pairs = (np.zeros(len(codings.codes)) for _ in range(3))
    for (first, second), found in good.items():
        a, b = codings.codes[:, first], codings.codes[:, second]
        both = np.flatnonzero((a != MISSING) & (b != MISSING))
        influence[both] += found.influence[a[both], b[both]] / (found.units * len(good))
        agreement[both] += weights[a[both], b[both]]
        pairs[both] += 1
    used = pairs > 0
    factor = float(np.mean([1.0 / (1.0 - found.expected) for found in good.values()]))
    agreements: Floats = agreement[used] / pairs[used]
    return Spread(value, sqrt(float(influence @ influence)), agreements, pairs[used], factor)


def _why_none(refusals: list[Refused]) -> Refused:
    """The reason that says most, where no pair has a kappa."""
    order = ("one-category", "constant-coder", "no-shared-units")
    return min(refusals, key=lambda each: order.index(each.code))


def _left_out(pairs: int, good: int) -> tuple[Caution, ...]:
    if pairs == good:
        return ()
    return (Caution("pairs-left-out", f"{pairs - good} of {pairs} pairs of coders have no kappa and are left out"),)
