"""What Krippendorff's alpha is made of: disagreement within units and between all codings, by metric.

Everything takes many sets of weights of units at once (replicates × kinds of units), for bootstrap and linearisation.
"""

import numpy as np

from probata.statistics.agreement.codings import Floats


def ratio_apart(values: Floats) -> Floats:
    """((x − y) ÷ (x + y))² for all pairs of categories; 0 for two zeros."""
    apart, together = values[:, None] - values[None, :], values[:, None] + values[None, :]
    found: Floats = (apart / np.where(together > 0, together, 1.0)) ** 2
    return found


def ranks(totals: Floats) -> Floats:
    """The middle rank of each category, from how often each was given (replicates × categories)."""
    found: Floats = np.cumsum(totals, axis=1) - totals / 2.0
    return found


def within(kinds: Floats, totals: Floats, metric: str, values: Floats) -> Floats:
    """Σ of the disagreement of a unit's pairs of different codings ÷ (codings − 1); replicates (or 1) × kinds.

    Args:
        kinds: kinds of units × categories: codings of a unit of that kind.
        totals: replicates × categories: all codings.
        metric: nominal, ordinal, interval or ratio.
        values: the categories' numbers, for interval and ratio.
    """
    coded = kinds.sum(axis=1)
    if metric == "nominal":
        pairs = (coded**2 - (kinds**2).sum(axis=1))[None, :]
    elif metric == "ratio":
        pairs = ((kinds @ ratio_apart(values)) * kinds).sum(axis=1)[None, :]
    else:
        places = ranks(totals) if metric == "ordinal" else (values - values.mean())[None, :]
        pairs = 2.0 * (coded * (places**2 @ kinds.T) - (places @ kinds.T) ** 2)
    found: Floats = np.maximum(pairs, 0.0) / (coded - 1.0)
    return found


def between(totals: Floats, metric: str, values: Floats) -> Floats:
    """Σ of the disagreement of all pairs of different codings ÷ (codings − 1); by replicate."""
    coded = totals.sum(axis=1)
    if metric == "nominal":
        pairs = coded**2 - (totals**2).sum(axis=1)
    elif metric == "ratio":
        pairs = ((totals @ ratio_apart(values)) * totals).sum(axis=1)
    else:
        places = ranks(totals) if metric == "ordinal" else (values - values.mean())[None, :]
        pairs = 2.0 * (coded * (places**2 * totals).sum(axis=1) - (places * totals).sum(axis=1) ** 2)
    found: Floats = pairs / (coded - 1.0)
    return found


def widest(totals: Floats, metric: str, values: Floats) -> float:
    """The largest disagreement that two codings can have, for one set of totals."""
    if metric == "nominal":
        return 1.0
    if metric == "ratio":
        return float(ratio_apart(values).max())
    places = ranks(totals)[0] if metric == "ordinal" else values
    return float((places.max() - places.min()) ** 2)


def alphas(kinds: Floats, weights: Floats, metric: str, values: Floats) -> Floats:
    """Alpha by replicate; NaN where a replicate has no variation.

    Args:
        kinds: kinds of units × categories.
        weights: replicates × kinds: how many units of each kind.
        metric: as in `within`.
        values: as in `within`.
    """
    totals = weights @ kinds
    inside = (weights * within(kinds, totals, metric, values)).sum(axis=1)
    outside = between(totals, metric, values)
    varied = outside > 1e-12 * np.max(outside, initial=1.0)
    return np.where(varied, 1.0 - inside / np.where(varied, outside, 1.0), np.nan)
