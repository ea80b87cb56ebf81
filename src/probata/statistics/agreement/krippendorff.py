"""Krippendorff's alpha: any number of coders, gaps, and four kinds of scale.

α = 1 − D_o ÷ D_e: the mean disagreement within units over that between all codings of all shared units. Units of the
same composition are taken together, which makes thousands of replicates cheap.
"""

from math import sqrt

import numpy as np

from probata.errors import UsageError
from probata.statistics.agreement.alpha_parts import alphas, between, widest, within
from probata.statistics.agreement.codings import Codings, Floats
from probata.statistics.agreement.coefficient import Coefficient, Interval, Outcome, Spread
from probata.statistics.agreement.refusals import no_order, no_shared_units, one_category
from probata.statistics.outcome import Caution, Refused

METRICS = ("nominal", "ordinal", "interval", "ratio")
REPLICATES = 2000
MOST_UNDEFINED = 0.01
_STEP = 1e-3
_CELLS_AT_ONCE = 1 << 22


def krippendorff(
    codings: Codings, metric: str = "nominal", level: float = 0.95, seed: int = 1, replicates: int = REPLICATES
) -> Outcome:
    """Krippendorff's alpha, with the percentile interval of a bootstrap of the shared units.

    The standard error is that of the linearised alpha (the infinitesimal jackknife over units). The bootstrap draws
    whole units, since units are the sample; Krippendorff's own draws pairs of codings as if they were independent.

    Source: Krippendorff, Content Analysis (4th ed., 2019), chapter 12, and "Computing Krippendorff's
    alpha-reliability" (2011), for the metrics; bootstrap of units: Zapf, Castell, Morawietz and Karch, "Measuring
    inter-rater reliability for nominal data", BMC Medical Research Methodology 16 (2016); infinitesimal jackknife:
    Jaeckel (1972), in Efron and Tibshirani, An Introduction to the Bootstrap (1993), section 22.5.

    Args:
        codings: of at least two coders.
        metric: a name of ``METRICS``.
        level: of the interval.
        seed: of the bootstrap.
        replicates: how often the units are drawn.

    Raises:
        UsageError: there is no such metric.
    """
    if metric not in METRICS:
        raise UsageError("metric", expected=", ".join(METRICS), found=metric)
    unfit = _unfit(codings, metric)
    if unfit:
        return unfit
    kinds, units = np.unique(codings.shared_counts(), axis=0, return_counts=True)
    spread = _spread(kinds, units.astype(np.float64), metric, np.asarray(codings.values, dtype=np.float64))
    intervals = spread.intervals(level)
    cautions: tuple[Caution, ...] = ()
    if not spread.is_flat:
        drawn = bootstrap(codings, metric, np.random.default_rng(seed), replicates)
        intervals = (_percentiles(drawn, level), *intervals)
        cautions = _undefined(drawn)
    expected = 1.0 - 1.0 / spread.factor
    observed = 1.0 - (1.0 - spread.value) / spread.factor
    total = int(units.sum())
    return Coefficient(
        "krippendorff", metric, spread.value, spread.se, intervals[0], intervals, observed, expected, total, cautions
    )


def bootstrap(codings: Codings, metric: str, draws: np.random.Generator, replicates: int) -> Floats:
    """Alphas of samples of the shared units, drawn with replacement; NaN where a sample has no variation."""
    kinds, units = np.unique(codings.shared_counts(), axis=0, return_counts=True)
    values = np.asarray(codings.values, dtype=np.float64)
    number = int(units.sum())
    at_once = max(1, _CELLS_AT_ONCE // len(units))
    parts = [min(at_once, replicates - start) for start in range(0, replicates, at_once)]
    drawn = (draws.multinomial(number, units / number, size=part).astype(np.float64) for part in parts)
    return np.concatenate([alphas(kinds, weights, metric, values) for weights in drawn])


def _unfit(codings: Codings, metric: str) -> Refused | None:
    """Why there is no alpha of that metric, if so."""
    if metric == "ordinal" and not codings.ordered:
        return no_order("an ordinal alpha")
    if metric in ("interval", "ratio") and not codings.values:
        return Refused("not-numbers", f"the metric {metric} needs categories that are numbers", "use another metric")
    if metric == "ratio" and min(codings.values) < 0:
        return Refused("negative-values", "the metric ratio needs numbers that are not negative", "use interval")
    counts = codings.shared_counts()
    if not len(counts):
        return no_shared_units(codings)
    if np.count_nonzero(counts.sum(axis=0)) == 1:
        return one_category()
    return None


def _spread(kinds: Floats, units: Floats, metric: str, values: Floats) -> Spread:
    """Alpha, its standard error, and the agreement of each shared unit as a share of the widest disagreement."""
    totals, coded = (units @ kinds)[None, :], kinds.sum(axis=1)
    unit = widest(totals, metric, values)
    disagreements = within(kinds, totals, metric, values)[0] / (coded * unit)
    expected = float(between(totals, metric, values)[0]) / (float(totals.sum()) * unit)
    each = units.astype(np.int64)
    agreements = np.clip(np.repeat(1.0 - disagreements, each), 0.0, 1.0)
    value = float(alphas(kinds, units[None, :], metric, values)[0])
    return Spread(
        value, _standard_error(kinds, units, metric, values), agreements, np.repeat(coded, each), 1 / expected
    )


def _standard_error(kinds: Floats, units: Floats, metric: str, values: Floats) -> float:
    """From the derivative of alpha by the number of units of each kind, taken numerically."""
    number = float(units.sum())
    if number < 2:
        return 0.0
    slopes = np.empty(len(units))
    at_once = max(1, _CELLS_AT_ONCE // len(units))
    for start in range(0, len(units), at_once):
        places = np.arange(start, min(start + at_once, len(units)))
        steps = np.zeros((len(places), len(units)))
        steps[np.arange(len(places)), places] = _STEP
        above, below = (alphas(kinds, units + sign * steps, metric, values) for sign in (1.0, -1.0))
        slopes[places] = (above - below) / (2.0 * _STEP)
    centred = slopes - slopes @ units / number
    return sqrt(float(units @ centred**2) * number / (number - 1.0))


def _percentiles(drawn: Floats, level: float) -> Interval:
    low, high = np.nanquantile(drawn, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Interval("bootstrap", float(low), float(high), level)


def _undefined(drawn: Floats) -> tuple[Caution, ...]:
    share = float(np.isnan(drawn).mean())
    if share <= MOST_UNDEFINED:
        return ()
    text = f"{share:.1%} of the bootstrap's samples held one category only and were left out"
    return (Caution("bootstrap-undefined", text),)
