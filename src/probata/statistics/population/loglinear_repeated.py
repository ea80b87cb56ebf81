"""The choice of a log-linear model repeated on many tables at once: what a bootstrap needs of it.

Each table gets what `loglinear_selection` would choose for it, models that can't be estimated from it passed over.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from probata.statistics.population.existence import Floats, reduced, refused
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_fit import MOST_TIMES_OBSERVED, Fitted, fit
from probata.statistics.population.loglinear_selection import one_sided, stepwise
from probata.statistics.population.models import Terms, pairs
from probata.statistics.population.poisson import log_likelihoods, regress

Counts = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.bool_]
BATCH = 2048
REMEMBERED = 20_000


def rank_many(k: int, models: Sequence[Terms], counts: Counts, criterion: str) -> Floats:
    """N of the best of ``models`` by a criterion, for many tables of the same lists.

    Args:
        k: how many lists.
        models: among which is chosen.
        counts: (r, 2^k), the tables.
        criterion: ``aic`` or ``bic``.

    Returns:
        (r,); NaN where no model can be estimated.
    """
    tables = counts[:, 1:].astype(np.float64)
    observed = tables.sum(axis=1)
    scores, hidden = np.empty((len(models), len(tables))), np.empty((len(models), len(tables)))
    per_parameter = np.log(observed) if criterion == "bic" else 2.0
    for place, terms in enumerate(models):
        found = regress(_columns(k, [0, *sorted(terms)]), tables)
        scores[place] = per_parameter * (1 + len(terms)) - 2 * log_likelihoods(tables, found.expected)
        hidden[place] = np.exp(found.coefficients[:, 0])
    scores[hidden > MOST_TIMES_OBSERVED * observed] = np.inf
    total = np.full(len(tables), np.nan)
    for row, order in enumerate(scores.argsort(axis=0, kind="stable").T):
        occurs = (counts[row] > 0).tobytes()
        fitting = (at for at in order if np.isfinite(scores[at, row]) and _estimable(k, models[at], occurs))
        best = next(fitting, None)
        if best is not None:
            total[row] = observed[row] + hidden[best, row]
    return total


def stepwise_many(k: int, counts: Counts, p_enter: float) -> Floats:
    """N under the model that `stepwise` chooses, for many tables of the same lists.

    Where the last model can be estimated, so can all on the way to it, for each has fewer terms; where it can't, the
    table goes the slow way.

    Args:
        k: how many lists.
        counts: (r, 2^k), the tables.
        p_enter: as of `stepwise`.

    Returns:
        (r,); NaN where no model can be estimated.
    """
    tables = counts[:, 1:].astype(np.float64)
    both = pairs(k)
    chosen, hidden = _steps(k, tables, p_enter)
    total: Floats = tables.sum(axis=1) + hidden
    main = frozenset(1 << place for place in range(k))
    for row, added in enumerate(chosen):
        terms = main | {both[at] for at in np.flatnonzero(added)}
        if not _estimable(k, terms, (counts[row] > 0).tobytes()):
            total[row] = _alone(k, counts[row], p_enter)
    return np.where(total <= (1 + MOST_TIMES_OBSERVED) * tables.sum(axis=1), total, np.nan)


def _steps(k: int, tables: Floats, p_enter: float) -> tuple[Chosen, Floats]:
    """Which interactions enter, (r, pairs), and the number of those on no list."""
    base, interactions = _columns(k, [0, *(1 << place for place in range(k))]), _columns(k, pairs(k))
    shared = tables @ interactions
    first = regress(base, tables)
    expected, hidden = first.expected, np.exp(first.coefficients[:, 0])
    chosen = np.zeros(shared.shape, dtype=np.bool_)
    growing = np.arange(len(tables))
    while len(growing):
        p = np.where(chosen[growing], np.inf, one_sided(shared[growing], expected[growing] @ interactions))
        best = p.argmin(axis=1)
        enters = p[np.arange(len(p)), best] < p_enter
        growing = growing[enters]
        chosen[growing, best[enters]] = True
        for some in _alike(growing, chosen):
            terms = np.nonzero(chosen[some])[1].reshape(len(some), -1)
            design = np.concatenate(
                [np.broadcast_to(base, (len(some), *base.shape)), interactions[:, terms].transpose(1, 0, 2)], axis=2
            )
            found = regress(design, tables[some])
            expected[some], hidden[some] = found.expected, np.exp(found.coefficients[:, 0])
    return chosen, hidden


def _alike(rows: npt.NDArray[np.intp], chosen: Chosen) -> list[npt.NDArray[np.intp]]:
    """Rows with as many interactions, in handy portions."""
    sizes = chosen[rows].sum(axis=1)
    groups = [rows[sizes == size] for size in np.unique(sizes)]
    return [group[start : start + BATCH] for group in groups for start in range(0, len(group), BATCH)]


def _columns(k: int, terms: Sequence[int]) -> Floats:
    """(2^k − 1, terms): 1 where a history has all lists of a term."""
    wanted = np.array(terms)
    found: Floats = ((np.arange(1, 1 << k)[:, None] & wanted) == wanted).astype(np.float64)
    return found


@lru_cache(maxsize=REMEMBERED)
def _estimable(k: int, terms: Terms, occurs: bytes) -> bool:
    """Whether a model can be estimated; that depends only on which histories occur."""
    return refused(reduced(_lists(k, np.frombuffer(occurs, dtype=np.bool_).astype(np.int64)), terms)) is None


def _alone(k: int, counts: Counts, p_enter: float) -> float:
    lists = _lists(k, counts.copy())
    found = fit(lists, stepwise(lists, p_enter)[0])
    return found.total if isinstance(found, Fitted) else float("nan")


def _lists(k: int, counts: Counts) -> Lists:
    return Lists(tuple(str(place) for place in range(k)), counts)
