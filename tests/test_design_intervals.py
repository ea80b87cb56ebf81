"""Intervals of shares: printed numbers, brute force on small populations, and how often they hold the truth."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.errors import UsageError
from probata.statistics.design.design import Design
from probata.statistics.design.estimates import Estimate, proportion
from probata.statistics.design.intervals import (
    LARGEST,
    clopper_pearson,
    hypergeometric,
    hypergeometric_none,
    korn_graubard,
    log_scale,
    of_share,
    wilson,
)

REPLICATES = 600


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2552885199, 0.3662095770), (15, 148, 0.0623863995, 0.1604872417), (0, 20, 0.0, 0.1611251581)],
)
def test_wilson(hits: int, n: int, low: float, high: float) -> None:
    found = wilson(hits / n, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-10), pytest.approx(high, abs=1e-10))


def test_clopper_and_pearson() -> None:
    found = clopper_pearson(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2527367456, 0.3676219226), abs=1e-10)
    assert (clopper_pearson(0, 20).low, clopper_pearson(20, 20).high) == (0, 1)


@pytest.mark.parametrize(
    ("hits", "n", "population", "ends"),
    [(93, 150, 11_000, (5916, 7671)), (0, 20, 100, (0, 15)), (81, 263, 1_000, (261, 359)), (3, 7, 7, (3, 3))],
)
def test_finite_populations(hits: int, n: int, population: int, ends: tuple[int, int]) -> None:
    assert hypergeometric(hits, n, population) == ends


def chance(hits: int, n: int, k: int, population: int) -> float:
    return comb(k, hits) * comb(population - k, n - hits) / comb(population, n)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("population", [1, 2, 5, 13])
def test_finite_populations_by_brute_force(population: int, level: float) -> None:
    for n in range(1, population + 1):
        for hits in range(n + 1):
            kept = [
                k
                for k in range(population + 1)
                if sum(chance(x, n, k, population) for x in range(hits, n + 1)) > (1 - level) / 2 + 1e-12
                and sum(chance(x, n, k, population) for x in range(hits + 1)) > (1 - level) / 2 + 1e-12
            ]
            assert hypergeometric(hits, n, population, level) == (kept[0], kept[-1])


@given(st.integers(1, 60), st.data())
def test_a_finite_population_holds_its_count_as_often_as_said(population: int, data) -> None:
    n, k = data.draw(st.integers(1, population)), data.draw(st.integers(0, population))
    covered = 0.0
    for hits in range(max(0, n - population + k), min(n, k) + 1):
        low, high = hypergeometric(hits, n, population)
        covered += chance(hits, n, k, population) * (low <= k <= high)
    assert covered >= 0.95 - 1e-9


def test_large_populations_are_near_the_binomial_and_quick() -> None:
    low, high = hypergeometric(300_000, 1_000_000, LARGEST)
    exact = clopper_pearson(300_000, 1_000_000)
    assert (low / LARGEST, high / LARGEST) == (pytest.approx(exact.low, abs=1e-5), pytest.approx(exact.high, abs=1e-5))
    # each of k is drawn with .4: P(X ≥ 5 | 6) = .041, P(X ≤ 5 | 25) = .029, P(X ≤ 5 | 26) = .021
    assert hypergeometric(5, 400_000_000, LARGEST) == (6, 25)


def test_none_seen() -> None:
    assert hypergeometric_none(3, 2, 10) == pytest.approx(comb(8, 3) / comb(10, 3))
    assert hypergeometric_none(9, 2, 10) == 0


@pytest.mark.parametrize(
    ("hits", "n", "population"), [(-1, 5, 9), (6, 5, 9), (0, 0, 9), (1, 5, 4), (1, 5, LARGEST + 1)]
)
def test_counts_that_cannot_be(hits: int, n: int, population: int) -> None:
    with pytest.raises(UsageError):
        hypergeometric(hits, n, population)


def test_no_variance_and_some_hits_is_what_the_observations_are_worth() -> None:
    (found,) = of_share(0.5, 0.0, 100, 50, 9)
    exact = clopper_pearson(5, 10)
    assert (found.low, found.high) == (pytest.approx(exact.low), pytest.approx(exact.high))
    (found,) = of_share(1.0, 0.0, 100, 100, 99, worth=7.5)
    assert (found.low, found.high) == (pytest.approx(0.025 ** (1 / 7.5)), 1)


def test_korn_and_graubard_of_a_simple_sample_is_clopper_and_pearson() -> None:
    found = korn_graubard(0.3, (0.3 * 0.7 / 50) ** 0.5, 50, 49)
    exact = clopper_pearson(15, 50)
    assert (found.low, found.high) == (pytest.approx(exact.low), pytest.approx(exact.high))


@given(st.floats(0.001, 0.999), st.floats(1e-6, 0.4), st.integers(2, 500), st.integers(1, 400), st.floats(0.5, 0.999))
def test_all_ends_are_inside_0_and_1_and_around_the_share(value, se, n, freedom, level) -> None:
    for each in of_share(value, se, n, 1, freedom, level):
        assert 0 <= each.low <= value + 1e-9, each
        assert value - 1e-9 <= each.high <= 1, each


def test_an_interval_on_the_logarithm_stays_above_0() -> None:
    found = log_scale(2.0, 3.0, 4)
    assert 0 < found.low < 2 < found.high
    assert found.low * found.high == pytest.approx(4)


def test_levels_near_their_ends() -> None:
    for level in (1e-9, 1 - 1e-9):
        found = clopper_pearson(3, 10, level)
        assert 0 <= found.low <= found.high <= 1


def held(found: object, truth: float) -> dict[str, bool]:
    assert isinstance(found, Estimate)
    return {each.name: each.low <= truth <= each.high for each in found.intervals}


def simple(rng: np.random.Generator) -> tuple[dict[str, bool], float]:
    hits = (rng.random(120) < 0.08).astype(float)
    return held(proportion(Design.of(120), hits), 0.08), 0.08


def finite(rng: np.random.Generator) -> tuple[dict[str, bool], float]:
    population = np.arange(400) % 10 < 3
    return held(proportion(Design.of(200, fpc=[400] * 200), rng.permutation(population)[:200].astype(float)), 0.3), 0.3


def stratified(rng: np.random.Generator) -> tuple[dict[str, bool], float]:
    strata, sizes, shares = ["a"] * 60 + ["b"] * 60, {"a": 5000, "b": 500}, {"a": 0.1, "b": 0.6}
    hits = [float(rng.random() < shares[name]) for name in strata]
    truth = (5000 * 0.1 + 500 * 0.6) / 5500
    return held(proportion(Design.of(120, strata=strata, fpc=[sizes[name] for name in strata]), hits), truth), truth


def clustered(rng: np.random.Generator) -> tuple[dict[str, bool], float]:
    hits, labels = [], []
    for cluster in range(25):
        share = rng.beta(1.2, 4.8)
        hits += [float(rng.random() < share) for _ in range(10)]
        labels += [str(cluster)] * 10
    return held(proportion(Design.of(250, clusters=labels), hits), 0.2), 0.2


@pytest.mark.parametrize("drawn", [simple, finite, stratified, clustered], ids=lambda drawn: drawn.__name__)
def test_intervals_hold_the_truth_as_often_as_they_say(drawn) -> None:
    rng = np.random.default_rng(20261127)
    counts: dict[str, list[bool]] = {}
    for _ in range(REPLICATES):
        for name, yes in drawn(rng)[0].items():
            counts.setdefault(name, []).append(yes)
    shares = {name: sum(found) / len(found) for name, found in counts.items()}
    assert all(0.92 <= share <= 1 for share in shares.values()), shares
