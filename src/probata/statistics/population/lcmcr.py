"""Bayesian latent classes: persons differ in how likely each list holds them, in as many ways as the data ask for.

Within a class the lists are independent, each with a uniform prior. The classes' weights come from a stick-breaking
prior cut at K classes, so that few are used; N has the prior 1/N, without a bound.

Source: Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016),
sections 3 and 4. How the posterior is sampled: `lcmcr_chains`.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.estimate import Diagnostic, Interval, Outcome, Population
from probata.statistics.population.lcmcr_chains import chain
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear import unsuitable
from probata.statistics.population.posterior import (
    Floats,
    effective_size,
    effective_size_of_tails,
    half_sample_mode,
    highest_density,
    rank_normalised_r_hat,
)

CLASSES, PRIOR = 10, 0.25
CHAINS, ITERATIONS, WARM_UP = 4, 30_000, 5_000
LEVELS, RATIO = 6, 0.6
KEPT = 4000
TIMES_OBSERVED = 20
HIGHEST_R_HAT = 1.05
LEAST_EFFECTIVE = 400
MOST_FAR_UP = 0.01
MOST_IN_LAST_CLASS = 0.05


@dataclass(frozen=True, slots=True)
class Draws:
    """What the chains gave.

    Attributes:
        totals: (chains, iterations), N.
        last: mean weight of the last class.
        occupied: mean number of classes that somebody belongs to.
        exchanged: share of offers between levels that were taken; 0 without a ladder.
    """

    totals: Floats
    last: float
    occupied: float
    exchanged: float


def estimate(
    lists: Lists,
    *,
    classes: int = CLASSES,
    a: float = PRIOR,
    b: float = PRIOR,
    chains: int = CHAINS,
    iterations: int = ITERATIONS,
    warm_up: int = WARM_UP,
    levels: int = LEVELS,
    seed: int = 1,
    level: float = LEVEL,
) -> Outcome:
    """N by latent classes.

    Args:
        lists: three lists or more.
        classes: K, the most classes there can be.
        a: shape of the Gamma prior of the stick-breaking parameter.
        b: its rate.
        chains: how many are run, at least two; by as many threads as there are processors.
        iterations: of each chain after the warm-up.
        warm_up: iterations that are thrown away first.
        levels: of the ladder of smaller tables by which chains change their arrangement of classes; 1: none, which is
            as many times faster an iteration, and needs many more.
        seed: of the chains; the same seed gives the same draws on the same kind of processor.
        level: of the credible intervals.

    Returns:
        The posterior mean; intervals ``credible`` (equal tails, the printed one) and ``highest-density``. Or a refusal:
        ``too-few-lists``, ``no-overlap``, ``not-converged`` (R-hat of N is 1.05 or more), ``mass-at-bound``.

    Raises:
        UsageError: a number that can't be.
    """
    _check({"classes": classes, "chains": chains, "iterations": iterations, "warm-up": warm_up, "levels": levels})
    if not (0 < a < np.inf and 0 < b < np.inf):
        raise UsageError("a and b", expected="numbers above 0", found=f"{a:g}, {b:g}")
    why = unsuitable(lists, 3)
    if why is not None:
        return why
    found = draw(lists, (classes, a, b), (chains, iterations, warm_up, levels), seed)
    r_hat = rank_normalised_r_hat(found.totals)
    if r_hat >= HIGHEST_R_HAT:
        return Refused(
            "not-converged",
            f"the chains do not agree on N: R-hat is {r_hat:.3f}, and must be below {HIGHEST_R_HAT}",
            "run longer chains with --iterations",
        )
    far = float((found.totals > lists.observed * (1 + TIMES_OBSERVED)).mean())
    if far > MOST_FAR_UP:
        return Refused(
            "mass-at-bound",
            f"with probability {far:.2g} more than {TIMES_OBSERVED} times as many as observed are on no list",
            "the lists do not bound the number: look for lists that overlap more",
        )
    notes: dict[str, Diagnostic] = {
        "classes": classes, "a": a, "b": b, "chains": chains, "iterations": iterations, "warm_up": warm_up,
        "levels": levels, "seed": seed, "r_hat": r_hat, "ess_bulk": effective_size(found.totals),
        "ess_tail": effective_size_of_tails(found.totals), "median": float(np.median(found.totals)),
        "mode": half_sample_mode(found.totals), "weight_of_last_class": found.last, "classes_used": found.occupied,
        "exchanged": found.exchanged, "mass_beyond_20_n": far,
    }  # fmt: skip
    return _population(lists, found, notes, level)


def _check(given: dict[str, int]) -> None:
    bounds = {"classes": (2, 100), "chains": (2, 64), "iterations": (100, 10_000_000), "warm-up": (0, 10_000_000)}
    for name, value in given.items():
        least, most = bounds.get(name, (1, 20))
        if not least <= value <= most:
            raise UsageError(name, expected=f"{least} to {most:,}", found=f"{value:,}")


def draw(lists: Lists, prior: tuple[int, float, float], length: tuple[int, int, int, int], seed: int) -> Draws:
    """Runs the chains.

    Args:
        lists: the table, somebody on more than one list.
        prior: K, a, b.
        length: chains, iterations kept, warm-up, levels.
        seed: of all chains; each has its own generator, so threads can't change what is drawn.
    """
    histories = np.flatnonzero(lists.counts)
    patterns = ((histories[:, None] >> np.arange(lists.k)) & 1).astype(np.uint8)
    chains, iterations, warm_up, levels = length
    smaller = np.floor(lists.counts[histories] * RATIO ** np.arange(levels)[:, None] + 0.5).astype(np.int64)
    tables = smaller[smaller.sum(axis=1) > 0]
    seeds = np.random.SeedSequence(seed).spawn(chains)
    classes, a, b = prior

    def one(own: np.random.SeedSequence) -> tuple[Floats, float, float, float]:
        rng = np.random.Generator(np.random.PCG64(own))
        totals, last, occupied, exchanged = chain(rng, patterns, tables, classes, (a, b), warm_up, iterations)
        return totals.astype(np.float64), float(last), float(occupied), float(exchanged)

    with ThreadPoolExecutor(min(chains, os.cpu_count() or 1)) as pool:
        found = list(pool.map(one, seeds))
    last, occupied, exchanged = (float(np.mean([each[place] for each in found])) for place in (1, 2, 3))
    return Draws(np.array([each[0] for each in found]), last, occupied, exchanged)


def _population(lists: Lists, found: Draws, notes: dict[str, Diagnostic], level: float) -> Population:
    totals = found.totals
    low, high = np.quantile(totals, [(1 - level) / 2, (1 + level) / 2])
    interval = Interval("credible", float(low), float(high), level)
    densest = Interval("highest-density", *highest_density(totals, level), level)
    effective = min(effective_size(totals), effective_size_of_tails(totals))
    cautions = []
    if effective < LEAST_EFFECTIVE:
        cautions.append(
            Caution("few-effective-draws", f"the chains are worth {effective:.0f} draws; {LEAST_EFFECTIVE} are wanted")
        )
    if found.last > MOST_IN_LAST_CLASS:
        cautions.append(Caution("last-class-used", "the last class is used: allow more with --classes"))
    kept = totals[:, :: max(1, totals.size // KEPT)]
    return Population(
        "lcmcr", f"{notes['classes']} latent classes", float(totals.mean()), lists.observed, interval,
        (interval, densest), float(totals.std(ddof=1)), notes, tuple(cautions),
        tuple(float(each) for each in kept.ravel()),
    )  # fmt: skip


def sensitivity(
    lists: Lists, *, classes: int = CLASSES, iterations: int = ITERATIONS // 3, seed: int = 1
) -> dict[str, Outcome]:
    """`estimate` under other priors, by shorter chains: half and twice as many classes, other priors of the sticks.

    Returns:
        By what was changed: ``classes 5``, ``classes 20``, ``a = b = 1``, ``a = b = 0.05``.
    """
    changed: dict[str, tuple[int, float]] = {
        f"classes {max(2, classes // 2)}": (max(2, classes // 2), PRIOR),
        f"classes {min(100, classes * 2)}": (min(100, classes * 2), PRIOR),
        "a = b = 1": (classes, 1.0),
        "a = b = 0.05": (classes, 0.05),
    }
    return {
        name: estimate(lists, classes=most, a=each, b=each, iterations=iterations, seed=seed)
        for name, (most, each) in changed.items()
    }
