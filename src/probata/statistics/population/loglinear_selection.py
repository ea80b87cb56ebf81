"""Which log-linear model: all hierarchical ones side by side, or one interaction after another.

Source: information criteria: Burnham and Anderson, Model Selection and Multimodel Inference (2002), sections 2.2 and
6.4. Stepwise: Chan, Silverman and Vincent, JASA 116 (2021), section 3.2, and the manual of the authors' package
SparseMSE (2019), *stepwisefit*, for the p-value.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import exp

import numpy as np
import numpy.typing as npt
from scipy.special import pdtr, pdtrc

from probata.statistics.outcome import Refused
from probata.statistics.population.existence import Floats
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_fit import Fitted, fit
from probata.statistics.population.models import Term, Terms, bits, closed, hierarchical, pairs
from probata.statistics.population.poisson import log_likelihoods, regress

Criterion = Callable[[Fitted], float]
LEAST_WEIGHT = 1e-4
BATCH = 512


@dataclass(frozen=True, slots=True)
class Ranked:
    """Models by a criterion, the best first.

    Attributes:
        fits: those that can be estimated, as far as their weight counts.
        weights: exp(−Δ/2), of all models that can be estimated together 1.
        models: how many models there are.
        failed: how many of those looked at can't be estimated.
    """

    fits: tuple[Fitted, ...]
    weights: tuple[float, ...]
    models: int
    failed: int


@dataclass(frozen=True, slots=True)
class Step:
    """One interaction that was added, and the p-value with which it entered."""

    term: Term
    p: float


def rank(lists: Lists, criterion: str) -> Ranked:
    """All hierarchical models by a criterion.

    Args:
        lists: three to five lists.
        criterion: ``aic`` or ``bic``.

    Returns:
        Models whose weight is below a ten-thousandth of the best one's are left out.
    """
    scored = sorted(_scores(lists, criterion), key=lambda each: (each[0], len(each[1]), sorted(each[1])))
    of: Criterion = (lambda each: each.bic) if criterion == "bic" else (lambda each: each.aic)
    fits: list[Fitted] = []
    failed = 0
    for score, terms in scored:
        if fits and score - of(fits[0]) > -2 * np.log(LEAST_WEIGHT):
            break
        found = fit(lists, terms)
        if isinstance(found, Refused):
            failed += 1
        else:
            fits.append(found)
    fits.sort(key=lambda each: (of(each), len(each.terms)))
    likely = [exp(-(of(each) - of(fits[0])) / 2) for each in fits]
    return Ranked(tuple(fits), tuple(each / sum(likely) for each in likely), len(scored), failed)


def _scores(lists: Lists, criterion: str) -> Iterator[tuple[float, Terms]]:
    """The criterion of each hierarchical model, by one regression of many models at a time.

    An infinite coefficient runs as far as it can, which leaves nothing worth counting of its histories.
    """
    per_parameter = np.log(lists.observed) if criterion == "bic" else 2.0
    counts = lists.counts[1:].astype(np.float64)
    for models in _batches(lists.k):
        columns = np.array([[0, *sorted(terms)] for terms in models])
        likelihood = log_likelihoods(counts, regress(_designs(lists.k, columns), counts).expected)
        for terms, each in zip(models, likelihood, strict=True):
            yield float(per_parameter * (1 + len(terms)) - 2 * each), terms


def _batches(k: int) -> Iterator[list[Terms]]:
    """Models with as many terms, not too many at a time."""
    for _, group in groupby(hierarchical(k), len):
        models = list(group)
        for start in range(0, len(models), BATCH):
            yield models[start : start + BATCH]


def _designs(k: int, columns: npt.NDArray[np.int64]) -> Floats:
    """(m, 2^k − 1, p) of the models' terms (m, p): 1 where a history has all lists of the term."""
    histories = np.arange(1, 1 << k)[None, :, None]
    found: Floats = ((histories & columns[:, None, :]) == columns[:, None, :]).astype(np.float64)
    return found


def stepwise(lists: Lists, p_enter: float) -> tuple[Terms, tuple[Step, ...]]:
    """From independence, the interaction of two lists with the smallest p-value, until none is below ``p_enter``.

    The p-value is that of the number of persons whom the two lists share, against a Poisson distribution with the mean
    that the model without the interaction gives, in the tail on the side on which the number lies. An interaction with
    which the model can't be estimated is passed over.

    Args:
        lists: three lists or more.
        p_enter: an interaction enters when its p-value is smaller.
    """
    terms, steps = closed((), lists.k), []
    now = fit(lists, terms)
    entered = True
    while entered and isinstance(now, Fitted):
        entered = False
        for p, term in _candidates(lists, terms, now, p_enter):
            tried = fit(lists, terms | {term})
            if isinstance(tried, Fitted):
                terms, now, entered = terms | {term}, tried, True
                steps.append(Step(term, p))
                break
    return terms, tuple(steps)


def _candidates(lists: Lists, terms: Terms, now: Fitted, p_enter: float) -> list[tuple[float, Term]]:
    """The interactions that could enter, the smallest p-value first."""
    found = []
    for term in pairs(lists.k):
        if term not in terms:
            mean = now.expected[(now.table.histories & term) == term].sum()
            p = float(one_sided(np.array(lists.overlap(*bits(term)), dtype=np.float64), mean))
            if p < p_enter:
                found.append((p, bits(term), term))
    return [(p, term) for p, _, term in sorted(found)]


def one_sided(shared: Floats, mean: Floats) -> Floats:
    """The Poisson probability of so many or more, or of so few or fewer, whichever is smaller.

    Args:
        shared: how many two lists have in common.
        mean: how many they would by the model, of the same shape.
    """
    more = np.where(shared > 0, pdtrc(np.maximum(shared - 1, 0), mean), 1.0)
    found: Floats = np.minimum(pdtr(shared, mean), more)
    return found
