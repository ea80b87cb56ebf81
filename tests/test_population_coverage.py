"""How often the 95 % intervals hold the true size, on lists that do not depend on one another: .93 to .99 is asked."""

from collections.abc import Callable

import numpy as np
import pytest

from known_lists import independent, sure
from probata.statistics.population.closed import chao, chapman, lincoln_petersen
from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear import estimate

TRUE = 1000
REPLICATES = 400
TWO, THREE, FOUR, RARE = (0.3, 0.4), (0.3, 0.4, 0.35), (0.3, 0.25, 0.35, 0.2), (0.1, 0.15, 0.2, 0.12)
Method = Callable[[Lists], Outcome]


def covered(method: Method, chances: tuple[float, ...], seed: int) -> dict[str, float]:
    """The share of replicates in which each interval holds the true size; refused ones count as failures."""
    generator = np.random.default_rng(seed)
    held: dict[str, int] = {}
    for _ in range(REPLICATES):
        found = method(independent(generator, TRUE, chances))
        if isinstance(found, Population):
            for each in found.intervals:
                held[each.name] = held.get(each.name, 0) + (each.low <= TRUE <= each.high)
    return {name: number / REPLICATES for name, number in held.items()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "chances", "names"),
    [
        (chapman, TWO, {"transformed-logit", "profile"}),
        (lincoln_petersen, TWO, {"transformed-logit", "profile"}),
        (lambda lists: chao(lists, "incidence"), RARE, {"log-normal"}),
        (lambda lists: estimate(lists, model="independence"), THREE, {"profile", "log-normal"}),
        (lambda lists: estimate(lists, model="independence"), FOUR, {"profile", "log-normal"}),
        (lambda lists: estimate(lists, model="independence"), RARE, {"profile", "log-normal"}),
        (lambda lists: estimate(lists, model="Mth-poisson2"), RARE, {"profile", "log-normal", "wald-log"}),
        (lambda lists: estimate(lists), THREE, {"profile"}),
        (lambda lists: estimate(lists), FOUR, {"profile"}),
        (lambda lists: estimate(lists, selection="stepwise"), FOUR, {"profile"}),
        (lambda lists: estimate(lists, selection="average-bic"), FOUR, {"log-normal"}),
    ],
    ids=[
        "chapman", "lincoln-petersen", "chao", "three", "four", "rare", "mth", "bic-three", "bic-four", "stepwise",
        "average-bic",
    ],
)  # fmt: skip
def test_intervals_hold_the_truth(method: Method, chances: tuple[float, ...], names: set[str]) -> None:
    found = covered(method, chances, 20261127)
    print(found)
    assert names <= set(found)
    for name in names:
        assert 0.93 <= found[name] <= 0.99, (name, found)


@pytest.mark.slow
@pytest.mark.parametrize("chances", [FOUR, RARE], ids=["four", "rare"])
def test_the_bootstrap_holds_the_truth(chances: tuple[float, ...]) -> None:
    def repeated(lists: Lists) -> Outcome:
        return estimate(lists, selection="stepwise", interval="bootstrap", replicates=300)

    found = covered(repeated, chances, 5)
    print(found)
    assert 0.91 <= found["bootstrap-bca"] <= 0.99, found


@pytest.mark.slow
def test_the_average_by_aic_errs_on_the_wide_side() -> None:
    """Models with needless interactions have much weight by AIC: .985 to .993 was measured."""
    found = covered(lambda lists: estimate(lists, selection="average-aic"), FOUR, 20261127)
    print(found)
    assert 0.93 <= found["log-normal"] <= 0.998


def test_an_interval_is_right_about_as_often_as_it_says() -> None:
    """The everyday version: eighty populations, two lists, level .5."""
    generator = np.random.default_rng(1)
    held = [
        each.interval.low <= TRUE <= each.interval.high
        for each in (sure(chapman(independent(generator, TRUE, TWO), level=0.5)) for _ in range(80))
    ]
    assert 0.35 < sum(held) / len(held) < 0.65
