"""How well a log-linear model supports each number of all: the curve whose upper part is the profile interval."""

from math import exp

import numpy as np

from probata.statistics.outcome import Refused
from probata.statistics.population.estimate import Population
from probata.statistics.population.frequencies import fit_frequencies, frequency_model
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_fit import fit
from probata.statistics.population.loglinear_intervals import likelihood_of, profile
from probata.statistics.population.models import parse

POINTS = 81
SHOWN = 0.999  # the curve reaches as far as the interval of this level


def profile_curve(lists: Lists, found: Population, points: int = POINTS) -> tuple[tuple[float, float], ...]:
    """N and its likelihood as a share of the highest one.

    Args:
        lists: the table.
        found: an estimate from it by one log-linear model.
        points: how many.

    Returns:
        Pairs in the order of N, from those observed or the lower end of the 99.9 % profile interval to its upper end;
        empty where ``found`` is of another method, an average, or has no upper end.
    """
    if found.method != "loglinear" or found.model.startswith("average"):
        return ()
    frequency = frequency_model(found.model)
    fitted = fit_frequencies(lists, frequency) if frequency else fit(lists, parse(found.model, lists.k))
    if isinstance(fitted, Refused):
        return ()
    ends = profile(fitted, SHOWN)
    if not np.isfinite(ends.high):
        return ()
    likelihood = likelihood_of(fitted)
    totals = np.linspace(ends.low, ends.high, points)
    values = np.array([likelihood(max(float(total) - lists.observed, 1e-9)) for total in totals])
    # The highest point lies beside the estimate, as the profile is of the multinomial and the estimate Poisson.
    return tuple((float(n), exp(float(v - values.max()))) for n, v in zip(totals, values, strict=True))
