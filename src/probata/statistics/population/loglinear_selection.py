"""Which log-linear model: all hierarchical ones side by side, or one interaction after another.

Source: information criteria: Burnham and Anderson, Model Selection and Multimodel Inference (2002), sections 2.2 and
6.4. Stepwise: Bales, Hesketh and Silverman, "Modern slavery in the UK: how many victims?", Significance 12 (2015);
Chan, Silverman and Vincent, JASA 116 (2021), section 4.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

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
    """The criterion of each hierarchical model, by one regression of many models at a time."""
    per_parameter = np.log(lists.observed) if criterion == "bic" else 2.0
    for models, design, counts in _batches(lists):
        found = regress(design, counts)
        likelihood = log_likelihoods(counts, found.expected)
        for terms, each in zip(models, likelihood, strict=True):
            yield float(per_parameter * (1 + len(terms)) - 2 * each), terms


def _batches(lists: Lists) -> Iterator[tuple[list[Terms], Floats, Floats]]:
    """Models with as many terms and the same empty overlaps, their designs (m, c, p), and the counts (c,)."""
    histories = np.arange(len(lists.counts))
    holds = (histories[:, None] & histories[None, :]) == histories[None, :]  # (history, term)
    empty = frozenset(int(term) for term in histories[1:] if lists.counts[holds[:, term]].sum() == 0)

    def alike(terms: Terms) -> tuple[int, list[int]]:
        return len(terms), sorted(terms & empty)

    for (_, gone), group in groupby(sorted(hierarchical(lists.k), key=alike), alike):
        stays = (histories > 0) & ~holds[:, gone].any(axis=1)
        models = list(group)
        for start in range(0, len(models), BATCH):
            some = models[start : start + BATCH]
            columns = np.array([[0, *sorted(terms - empty)] for terms in some])
            design = holds[stays][:, columns].transpose(1, 0, 2).astype(np.float64)
            yield some, design, lists.counts[stays].astype(np.float64)


def stepwise(lists: Lists, p_enter: float) -> tuple[Terms, tuple[Step, ...]]:
    """From independence, the interaction of two lists with the smallest p-value, until none is below ``p_enter``.

    The p-value is of the fall of the deviance, on one degree of freedom.

    Args:
        lists: three lists or more.
        p_enter: largest p-value with which an interaction enters.
    """
    terms, steps = closed((), lists.k), []
    now = fit(lists, terms)
    possible = list(pairs(lists.k))
    while isinstance(now, Fitted) and possible:
        tried = [(term, fit(lists, terms | {term})) for term in possible]
        better = [(_p(now, each), bits(term), term, each) for term, each in tried if isinstance(each, Fitted)]
        if not better:
            break
        p, _, term, each = min(better, key=lambda one: one[:2])
        if p >= p_enter:
            break
        terms, now = terms | {term}, each
        steps.append(Step(term, p))
        possible.remove(term)
    return terms, tuple(steps)


def _p(before: Fitted, after: Fitted) -> float:
    """p-value of the fall of the deviance; of tables cut by an empty overlap, by their likelihoods."""
    fall = 2 * (_full_likelihood(after) - _full_likelihood(before))
    return float(chdtrc(1, max(fall, 0.0)))


def _full_likelihood(fitted: Fitted) -> float:
    """Histories with an empty overlap are certain not to occur under the model: they add nothing."""
    return fitted.log_likelihood


def stepwise_many(k: int, counts: npt.NDArray[np.int64], p_enter: float) -> Floats:
    """What `stepwise` makes of many tables of the same lists, N of each; NaN where it finds no finite one.

    Args:
        k: how many lists.
        counts: (r, 2^k), the tables.
        p_enter: as of `stepwise`.
    """
    histories = np.arange(1 << k)
    holds = ((histories[:, None] & histories[None, :]) == histories[None, :]).astype(np.float64)[1:]
    tables = counts[:, 1:].astype(np.float64)
    possible = np.array(pairs(k))
    main = [1 << place for place in range(k)]
    base = holds[:, [0, *main]]
    chosen = np.zeros((len(tables), len(possible)), dtype=np.bool_)
    first = regress(base, tables)
    likelihood, hidden = log_likelihoods(tables, first.expected), np.exp(first.coefficients[:, 0])
    open_ = np.ones(len(tables), dtype=np.bool_)
    while open_.any():
        rows, adds = np.nonzero(open_[:, None] & ~chosen)
        if not len(rows):
            break
        tried_l, tried_h = _try(base, holds[:, possible], tables, chosen, rows, adds)
        p = np.full(chosen.shape, np.inf)
        p[rows, adds] = chdtrc(1, np.maximum(2 * (tried_l - likelihood[rows]), 0.0))
        best = p.argmin(axis=1)
        enters = open_ & (p[np.arange(len(p)), best] < p_enter)
        at = np.full(chosen.shape, -1)
        at[rows, adds] = np.arange(len(rows))
        which = at[enters, best[enters]]
        likelihood[enters], hidden[enters] = tried_l[which], tried_h[which]
        chosen[enters, best[enters]] = True
        open_ = enters
    total: Floats = tables.sum(axis=1) + hidden
    return np.where(total < 1e6 * np.maximum(tables.sum(axis=1), 1), total, np.nan)


def _try(
    base: Floats, columns: Floats, tables: Floats, chosen: npt.NDArray[np.bool_],
    rows: npt.NDArray[np.intp], adds: npt.NDArray[np.intp],
) -> tuple[Floats, Floats]:  # fmt: skip
    """Likelihood and exp(b_0) of each table with one interaction more than it has."""
    likelihood, hidden = np.empty(len(rows)), np.empty(len(rows))
    sizes = chosen[rows].sum(axis=1)
    for size in np.unique(sizes):
        places = np.flatnonzero(sizes == size)
        for start in range(0, len(places), 4 * BATCH):
            some = places[start : start + 4 * BATCH]
            with_one = chosen[rows[some]].copy()
            with_one[np.arange(len(some)), adds[some]] = True
            terms = np.nonzero(with_one)[1].reshape(len(some), size + 1)
            design = np.concatenate(
                [np.broadcast_to(base, (len(some), *base.shape)), columns[:, terms].transpose(1, 0, 2)], axis=2
            )
            found = regress(design, tables[rows[some]])
            likelihood[some] = log_likelihoods(tables[rows[some]], found.expected)
            hidden[some] = np.exp(found.coefficients[:, 0])
    return likelihood, hidden


def rank_many(lists: Lists, models: Sequence[Terms], counts: npt.NDArray[np.int64], criterion: str) -> Floats:
    """N of the best of ``models`` by a criterion, for many tables of the same lists.

    Args:
        lists: the table that was observed, for its lists.
        models: among which is chosen.
        counts: (r, 2^k), the tables.
        criterion: ``aic`` or ``bic``.
    """
    histories = np.arange(1 << lists.k)
    holds = ((histories[:, None] & histories[None, :]) == histories[None, :]).astype(np.float64)[1:]
    tables = counts[:, 1:].astype(np.float64)
    observed = tables.sum(axis=1)
    best, total = np.full(len(tables), np.inf), np.full(len(tables), np.nan)
    for terms in models:
        found = regress(holds[:, [0, *sorted(terms)]], tables)
        per_parameter = np.log(observed) if criterion == "bic" else 2.0
        score = per_parameter * (1 + len(terms)) - 2 * log_likelihoods(tables, found.expected)
        hidden = np.exp(found.coefficients[:, 0])
        better = (score < best) & (hidden < 1e6 * observed)
        best[better], total[better] = score[better], (observed + hidden)[better]
    return total
