"""What stands beside an estimate by a log-linear model: how it fits, and the words a reader must be told."""

from collections.abc import Sequence
from math import exp, inf

import numpy as np
from scipy.special import chdtrc

from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Caution
from probata.statistics.population.estimate import Diagnostic, Interval
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_fit import Fitted
from probata.statistics.population.loglinear_intervals import log_normal, wald_log
from probata.statistics.population.loglinear_selection import Ranked
from probata.statistics.population.models import bits, generators

CLOSE = 2.0  # as much worse by a criterion still is about as good; Burnham and Anderson (2002), section 2.6
MANY_TIMES_OBSERVED = 10.0
FEW = 5
NARROW = 1.05
ILL_FITTING = 0.01
MOST_LISTS_SHOWN = 6


def named(lists: Lists, term: int) -> str:
    """A term by the lists' names, as ``A:B``."""
    return ":".join(lists.names[place] for place in bits(term))


def p_of_fit(found: Fitted) -> float:
    """p-value of the deviance by the chi-squared distribution; 1 where no degree of freedom is left."""
    return float(chdtrc(found.freedom, found.deviance)) if found.freedom > 0 else 1.0


def fit_of(lists: Lists, found: Fitted) -> dict[str, Diagnostic]:
    """How a model fits: deviance, criteria, terms, and for up to six lists each history's Pearson residual."""
    notes: dict[str, Diagnostic] = {
        "df": found.freedom, "deviance": found.deviance, "p_of_fit": p_of_fit(found), "aic": found.aic,
        "bic": found.bic, "parameters": found.parameters,
        "terms": [named(lists, each) for each in generators(found.terms)],
        "empty_overlaps": [named(lists, each) for each in found.table.infinite],
    }  # fmt: skip
    if lists.k <= MOST_LISTS_SHOWN:
        residuals = (found.table.counts - found.expected) / np.sqrt(found.expected)
        notes["histories"] = [
            ",".join(str(int(history) >> place & 1) for place in range(lists.k)) for history in found.table.histories
        ]
        notes["expected"] = [float(each) for each in found.expected]
        notes["residuals"] = [float(each) for each in residuals]
    return notes


def ranking(ranked: Ranked) -> dict[str, Diagnostic]:
    """How many models there were, and the best five."""
    top = ranked.fits[:5]
    return {
        "models": ranked.models,
        "models_failed": ranked.failed,
        "top_models": [f"[{each.model}]" for each in top],
        "top_estimates": [each.total for each in top],
        "top_weights": list(ranked.weights[:5]),
    }


def rivals(ranked: Ranked) -> tuple[Caution, ...]:
    """Models about as good whose N lies outside the best one's interval."""
    first = ranked.fits[0]
    ends = wald_log(first, LEVEL)
    apart = [
        each
        for each, weight in zip(ranked.fits[1:], ranked.weights[1:], strict=True)
        if weight >= ranked.weights[0] * exp(-CLOSE / 2) and not ends.low <= each.total <= ends.high
    ]
    if not apart:
        return ()
    said = ", ".join(f"[{each.model}] {each.total:,.0f}" for each in apart[:3])
    return (
        Caution(
            "models-disagree",
            f"models that fit about as well give an N outside the interval: {said}; an average or dga says more",
        ),
    )


def chosen(interval: str) -> tuple[Caution, ...]:
    """That an interval takes a model that was chosen on the same table as if it had been known before."""
    if interval == "bootstrap":
        return ()
    return (
        Caution(
            "selection-ignored",
            "the interval takes the model as known before, and is too narrow; the bootstrap repeats the selection",
        ),
    )


def cautions(lists: Lists, found: Fitted, printed: Interval) -> tuple[Caution, ...]:
    """Of one fitted model and the interval that is printed."""
    return (*_of_fit(lists, found), *_of_size(found, printed))


def _of_fit(lists: Lists, found: Fitted) -> Sequence[Caution]:
    said, p = [], p_of_fit(found)
    if p < ILL_FITTING:
        said.append(Caution("bad-fit", f"the model does not fit the table (p = {p:.2g}), so its N is not to be used"))
    if found.freedom == 0:
        said.append(Caution("saturated", "the model has as many coefficients as histories: its fit is not tested"))
    nobody = [lists.names[place] for place, size in enumerate(lists.sizes) if not size]
    if nobody:
        said.append(Caution("empty-list", f"nobody is on {', '.join(nobody)}, so it tells nothing"))
    if any(term.bit_count() > 1 for term in found.table.infinite):
        said.append(Caution("empty-overlap", "lists of the model that share nobody: their interaction is infinite"))
    sparse = [term for term in found.table.terms if term.bit_count() > 1 and lists.overlap(*bits(term)) < FEW]
    twice = found.observed - lists.frequencies[0]
    if sparse or twice < FEW:
        which = ", ".join(named(lists, term) for term in sparse[:3]) or "two lists or more"
        said.append(Caution("sparse", f"fewer than {FEW} persons are on all of {which}: N hangs on each of them"))
    return said


def _of_size(found: Fitted, printed: Interval) -> Sequence[Caution]:
    said = []
    if found.total > MANY_TIMES_OBSERVED * found.observed:
        said.append(
            Caution(
                "mostly-unseen", "more than nine of ten are on no list by this estimate: the model decides, not data"
            )
        )
    whole = log_normal(found.observed, found.hidden, found.se, printed.level)
    if printed.name == "wald-log" and whole.high - whole.low > NARROW * (printed.high - printed.low):
        said.append(
            Caution("wald-narrow", "this interval leaves out the chance of who was seen; log-normal and profile do not")
        )
    if printed.high == inf:
        said.append(Caution("unbounded", "the table sets no upper end"))
    return said
