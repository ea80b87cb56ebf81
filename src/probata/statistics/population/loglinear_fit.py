"""One log-linear model fitted to a table of lists.

The expected count of a history h is μ_h = exp(b_0 + Σ b_t over the terms t whose lists are all in h), so the expected
number of those on no list is exp(b_0). N = n + exp(b_0), SE² = exp(b_0) + exp(2 b_0) Var(b_0).

Source: Fienberg, "The multiple recapture census for closed populations and incomplete 2^k contingency tables",
Biometrika 59 (1972); Cormack, "Log-linear models for capture-recapture", Biometrics 45 (1989); Baillargeon and
Rivest, "Rcapture", Journal of Statistical Software 19(5) (2007), sections 2 and 3 for the conventions.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from probata.statistics.outcome import Refused
from probata.statistics.population.existence import Floats, Table, reduced, refused
from probata.statistics.population.lists import Lists
from probata.statistics.population.models import Terms, name
from probata.statistics.population.poisson import deviances, log_likelihoods, regress

MOST_TIMES_OBSERVED = 1e6


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted model.

    Attributes:
        model: its name, by position.
        terms: of the model, those with an infinite coefficient included; none of a model of capture frequencies.
        parameters: how many coefficients were estimated: the intercept, and the infinite ones, included.
        table: what it was fitted to.
        observed: n.
        intercept: b_0.
        variance: of b_0.
        expected: the expected counts of the table's histories.
        deviance: 2 Σ (y log(y/μ) − y + μ).
        log_likelihood: Poisson, with all constants.
    """

    model: str
    terms: Terms
    parameters: int
    table: Table
    observed: int
    intercept: float
    variance: float
    expected: Floats
    deviance: float
    log_likelihood: float

    @property
    def hidden(self) -> float:
        """The estimated number of those on no list."""
        return exp(self.intercept)

    @property
    def total(self) -> float:
        """N."""
        return self.observed + self.hidden

    @property
    def se(self) -> float:
        """The standard error of N."""
        return sqrt(self.hidden + self.hidden**2 * self.variance)

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the deviance."""
        return int(self.table.design.shape[0]) - int(self.table.design.shape[1])

    @property
    def aic(self) -> float:
        """−2 log L + 2 p."""
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """−2 log L + p log n."""
        return self.parameters * log(self.observed) - 2 * self.log_likelihood


def fit(lists: Lists, terms: Terms) -> Fitted | Refused:
    """One model by maximum likelihood.

    Args:
        lists: the table; at least two lists, somebody on more than one.
        terms: of the model, closed (`models.closed`).

    Returns:
        The fit, or why there is none: ``not-identifiable``, ``no-maximum``, ``not-finite``.
    """
    table = reduced(lists, terms)
    why = refused(table)
    if why is not None:
        return why
    return fit_table(lists, table, name(terms), terms, 1 + len(terms))


def fit_table(lists: Lists, table: Table, model: str, terms: Terms, parameters: int) -> Fitted | Refused:
    """The regression of a table on its design; ``not-finite`` where it has no finite end."""
    found = regress(table.design, table.counts)
    intercept, expected = float(found.coefficients[0, 0]), found.expected[0]
    if not found.converged[0] or not np.isfinite(intercept) or intercept > log(MOST_TIMES_OBSERVED * lists.observed):
        return Refused(
            "not-finite",
            f"the number of those on no list has no finite estimate under {model}",
            "take a model with fewer terms",
        )
    return Fitted(
        model,
        terms,
        parameters,
        table,
        lists.observed,
        intercept,
        float(found.variance[0]),
        expected,
        float(deviances(table.counts, expected)),
        float(log_likelihoods(table.counts, expected)),
    )
