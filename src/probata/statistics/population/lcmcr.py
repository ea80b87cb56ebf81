"""Bayesian latent classes: persons differ in how likely each list holds them, in as many ways as the data ask for.

Within a class the lists are independent. The classes' weights come from a stick-breaking prior cut at K classes, so
that few are used; N has the prior 1/N, cut where twenty times as many as observed would be missing.

Source: Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016),
sections 3 and 4. Label moves: Papaspiliopoulos and Roberts, "Retrospective Markov chain Monte Carlo methods for
Dirichlet process hierarchical models", Biometrika 95 (2008), section 3.4.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.estimate import Diagnostic, Interval, Outcome, Population
from probata.statistics.population.lcmcr_chain import run_chain
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear import unsuitable
from probata.statistics.population.posterior import (
    Floats,
    effective_size,
    effective_size_of_tails,
    rank_normalised_r_hat,
)

CLASSES, PRIOR = 10, 0.25
CHAINS, ITERATIONS, WARM_UP = 4, 200_000, 20_000
KEPT_A_CHAIN = 2500
TIMES_OBSERVED = 20
HIGHEST_R_HAT = 1.05
LEAST_EFFECTIVE = 400
MOST_AT_BOUND = 0.01
MOST_IN_LAST_CLASS = 0.01
WORKERS = 2


def estimate(
    lists: Lists,
    *,
    classes: int = CLASSES,
    a: float = PRIOR,
    b: float = PRIOR,
    chains: int = CHAINS,
    iterations: int = ITERATIONS,
    warm_up: int = WARM_UP,
    seed: int = 1,
    level: float = LEVEL,
) -> Outcome:
    """N by latent classes.

    Args:
        lists: three lists or more.
        classes: K, the most classes there can be.
        a: shape of the Gamma prior of the stick-breaking parameter.
        b: its rate.
        chains: how many are run, at least two.
        iterations: of each chain after the warm-up.
        warm_up: iterations that are thrown away first.
        seed: of the chains; the same seed gives the same draws on the same kind of processor.
        level: of the credible interval, with equal tails.

    Returns:
        The posterior mean, or a refusal: ``too-few-lists``, ``no-overlap``, ``not-converged`` (R-hat of N is 1.05 or
        more), ``mass-at-bound``.

    Raises:
        UsageError: a number that can't be.
    """
    _check(classes, a, b, chains, iterations, warm_up)
    why = unsuitable(lists, 3)
    if why is not None:
        return why
    drawn, last = _run(lists, (classes, a, b), chains, (iterations, warm_up), seed)
    r_hat = rank_normalised_r_hat(drawn)
    if not r_hat < HIGHEST_R_HAT:
        return Refused(
            "not-converged",
            f"the chains do not agree on N: R-hat is {r_hat:.3f}, and must be below {HIGHEST_R_HAT}",
            "run longer chains with --iterations",
        )
    at_bound = float((drawn > lists.observed * (1 + 0.99 * TIMES_OBSERVED)).mean())
    if at_bound > MOST_AT_BOUND:
        return Refused(
            "mass-at-bound",
            f"{at_bound:.2g} of the draws lie at the bound of {TIMES_OBSERVED} times as many missing as observed",
            "the lists do not bound the number: look for lists that overlap more",
        )
    notes: dict[str, Diagnostic] = {
        "classes": classes, "a": a, "b": b, "chains": chains, "iterations": iterations, "warm_up": warm_up,
        "seed": seed, "r_hat": r_hat, "ess_bulk": effective_size(drawn), "ess_tail": effective_size_of_tails(drawn),
        "median": float(np.median(drawn)), "weight_of_last_class": last, "mass_at_bound": at_bound,
    }  # fmt: skip
    return _population(lists, drawn, notes, level)


def _check(classes: int, a: float, b: float, chains: int, iterations: int, warm_up: int) -> None:
    for name, value, least, most in (
        ("classes", classes, 1, 100), ("chains", chains, 2, 64), ("iterations", iterations, 100, 100_000_000),
        ("warm-up", warm_up, 0, 100_000_000),
    ):  # fmt: skip
        if not least <= value <= most:
            raise UsageError(name, expected=f"{least} to {most:,}", found=f"{value:,}")
    if not (a > 0 and b > 0):
        raise UsageError("a and b", expected="numbers above 0", found=f"{a:g}, {b:g}")


def _run(
    lists: Lists, prior: tuple[int, float, float], chains: int, length: tuple[int, int], seed: int
) -> tuple[Floats, float]:  # fmt: skip
    """Draws of N, (chains, draws), and the mean weight of the last class."""
    histories = np.flatnonzero(lists.counts)
    there = ((histories[:, None] >> np.arange(lists.k)) & 1).astype(np.bool_)
    counts = lists.counts[histories].astype(np.int64)
    iterations, warm_up = length
    thin = max(1, iterations // KEPT_A_CHAIN)
    seeds = np.random.SeedSequence(seed).generate_state(chains)

    def one(own: int) -> tuple[Floats, float]:
        classes, a, b = prior
        most = TIMES_OBSERVED * lists.observed
        missing, last = run_chain(there, counts, classes, a, b, most, iterations, warm_up, thin, own)
        return missing, float(last)

    with ThreadPoolExecutor(WORKERS) as pool:
        found = list(pool.map(one, (int(each) for each in seeds)))
    return np.array([missing for missing, _ in found]) + lists.observed, float(np.mean([last for _, last in found]))


def _population(lists: Lists, drawn: Floats, notes: dict[str, Diagnostic], level: float) -> Population:
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(drawn, tails)
    interval = Interval("credible", float(low), float(high), level)
    cautions = []
    effective = min(float(str(notes["ess_bulk"])), float(str(notes["ess_tail"])))
    if effective < LEAST_EFFECTIVE:
        cautions.append(
            Caution("few-effective-draws", f"the chains are worth {effective:.0f} draws; {LEAST_EFFECTIVE} are wanted")
        )
    if float(str(notes["weight_of_last_class"])) > MOST_IN_LAST_CLASS:
        cautions.append(Caution("last-class-used", "the last class is used: allow more with --classes"))
    return Population(
        "lcmcr", f"{notes['classes']} latent classes", float(drawn.mean()), lists.observed, interval, (interval,),
        float(drawn.std(ddof=1)), notes, tuple(cautions), tuple(float(each) for each in drawn.ravel()),
    )  # fmt: skip


def sensitivity(lists: Lists, *, classes: int = CLASSES, iterations: int = ITERATIONS // 8) -> dict[str, Outcome]:
    """`estimate` under other priors, by shorter chains: half as many classes, and other shapes of the sticks' prior."""
    return {
        f"classes {max(2, classes // 2)}": estimate(lists, classes=max(2, classes // 2), iterations=iterations),
        "a = b = 1": estimate(lists, classes=classes, a=1.0, b=1.0, iterations=iterations),
    }
