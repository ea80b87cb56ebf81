"""Whether a log-linear model can be estimated from a table with empty overlaps at all.

An overlap of lists that holds nobody makes the coefficient of its term minus infinity: the estimate is the limit, and
is found by leaving out the term and the histories that hold it. What is left must still have a maximum of its
likelihood, and its unknown coefficients must be told by it.

Source: Chan, Silverman and Vincent, "Multiple systems estimation for sparse capture data: inferential challenges when
there are nonoverlapping lists", JASA 116 (2021), sections 2 and 3 (algorithm 1); Fienberg and Rinaldo, "Maximum
likelihood estimation in log-linear models", Annals of Statistics 40 (2012), theorem 3 and its linear programme.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from probata.statistics.outcome import Refused
from probata.statistics.population.lists import Lists
from probata.statistics.population.models import Term, Terms

Floats = npt.NDArray[np.float64]
_POSITIVE = 1e-6


@dataclass(frozen=True, slots=True)
class Table:
    """What is left of a table for a model.

    Attributes:
        histories: the histories that stay, c of them.
        counts: how many have each, (c,).
        terms: the terms that stay, without the intercept.
        infinite: the terms whose coefficient is minus infinity.
        design: (c, p), ones for the intercept and then one column a term.
    """

    histories: npt.NDArray[np.int64]
    counts: Floats
    terms: tuple[Term, ...]
    infinite: tuple[Term, ...]
    design: Floats


def reduced(lists: Lists, terms: Terms) -> Table:
    """The table without the histories that hold an empty overlap of the model, and without those terms."""
    histories = np.arange(len(lists.counts))
    empty = tuple(term for term in sorted(terms) if lists.counts[(histories & term) == term].sum() == 0)
    stays = (histories > 0) & ~np.any([(histories & term) == term for term in empty] or [histories < 0], axis=0)
    kept = tuple(term for term in sorted(terms) if term not in empty)
    left = histories[stays]
    columns = [np.ones(len(left)), *((left & term) == term for term in kept)]
    return Table(left, lists.counts[left].astype(np.float64), kept, empty, np.column_stack(columns).astype(np.float64))


def refused(table: Table) -> Refused | None:
    """Why the model can't be estimated from this table; None: it can."""
    if np.linalg.matrix_rank(table.design) < table.design.shape[1]:
        return Refused(
            "not-identifiable",
            "the table does not tell the model's coefficients apart: too few histories occur",
            "take a model with fewer terms, or leave out or join lists",
        )
    if (table.counts > 0).all() or _has_maximum(table):
        return None
    return Refused(
        "no-maximum",
        "the likelihood has no maximum: histories of which there are none let it grow without end",
        "take a model with fewer terms, or leave out or join lists",
    )


def _has_maximum(table: Table) -> bool:
    """Whether a table of positive numbers has the same sufficient totals as the counts.

    Maximise s over x = s + u with design' x = design' y and u ≥ 0: a maximum of the likelihood exists where s > 0.
    It depends on which histories occur, not on how often, so y is 1 for those and 0 for the others.
    """
    occurs = (table.counts > 0).astype(np.float64)
    equal = np.hstack([table.design.T, table.design.sum(axis=0)[:, None]])
    objective = np.zeros(equal.shape[1])
    objective[-1] = -1.0
    found = linprog(objective, A_eq=equal, b_eq=table.design.T @ occurs, bounds=(0, None))
    return bool(found.status == 0 and -found.fun > _POSITIVE)
