"""Sizes of samples: printed numbers, and that no smaller sample would do."""

from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.errors import UsageError
from probata.statistics.design.sizes import allocated, cluster_effect, for_at_least_one, for_half_width


def test_the_printed_sizes() -> None:
    assert for_half_width(0.05) == 385
    assert for_half_width(0.05, population=11_000) == 372
    assert for_at_least_one(0.01) == 299


def test_a_design_effect_costs_as_much() -> None:
    assert for_half_width(0.05, effect=cluster_effect(10, 0.05)) == 558  # 384.146 × 1.45
    assert cluster_effect(1, 0.7) == 1
    assert for_at_least_one(0.01, effect=2) == 597  # 298.073 × 2


@given(st.integers(2, 60), st.data())
def test_the_smallest_sample_that_sees_one(population: int, data) -> None:
    hits, level = data.draw(st.integers(1, population - 1)), data.draw(st.sampled_from([0.5, 0.8, 0.95, 0.99]))
    needed = for_at_least_one(hits / population, population=population, level=level)

    def missed(n: int) -> float:
        return comb(population - hits, n) / comb(population, n)

    assert missed(needed) <= 1 - level + 1e-9
    assert needed == 1 or missed(needed - 1) > 1 - level - 1e-9


@given(st.floats(0.001, 0.49), st.floats(0.01, 0.99), st.integers(1, 10_000))
def test_a_finite_population_never_needs_more_than_an_endless_one_or_than_there_are(width, share, population) -> None:
    finite = for_half_width(width, share=share, population=population)
    assert 1 <= finite <= min(population, for_half_width(width, share=share))


def test_a_very_small_prevalence_is_no_defect() -> None:
    assert for_at_least_one(1e-18) == pytest.approx(2.9957e18, rel=1e-4)
    assert for_at_least_one(0.999999, level=0.01) == 1


@pytest.mark.parametrize("spreads", [None, {"a": 1.0, "b": 5.0, "c": 0.5}])
def test_no_other_allocation_has_a_smaller_variance(spreads) -> None:
    sizes = {"a": 9, "b": 6, "c": 5}
    spread = spreads or dict.fromkeys(sizes, 1.0)

    def variance(shares: tuple[int, ...]) -> float:
        return sum((sizes[name] * spread[name]) ** 2 / n for name, n in zip(sizes, shares, strict=True))

    for size in range(6, 21):
        found = allocated(size, sizes, spreads)
        assert sum(found.values()) == size
        possible = [
            shares for shares in product(*(range(2, count + 1) for count in sizes.values())) if sum(shares) == size
        ]
        assert variance(tuple(found[name] for name in sizes)) == pytest.approx(min(map(variance, possible)))


def test_a_small_stratum_is_taken_whole() -> None:
    assert allocated(5, {"a": 1, "b": 100})["a"] == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: for_half_width(0.0),
        lambda: for_half_width(1e-200),
        lambda: for_half_width(0.6),
        lambda: for_half_width(float("nan")),
        lambda: for_half_width(0.05, share=0.0),
        lambda: for_half_width(0.05, effect=0.0),
        lambda: for_half_width(0.05, level=1.0),
        lambda: for_half_width(0.05, population=0),
        lambda: for_at_least_one(0.0),
        lambda: for_at_least_one(1.0),
        lambda: for_at_least_one(0.1, level=0.0),
        lambda: for_at_least_one(0.1, effect=-1.0),
        lambda: for_at_least_one(0.1, population=0),
        lambda: allocated(21, {"a": 9, "b": 11}),
        lambda: allocated(3, {"a": 9, "b": 11}),
        lambda: allocated(8, {"a": 9, "b": 11}, {"a": 1.0}),
        lambda: allocated(8, {"a": 9, "b": 11}, {"a": 1.0, "b": -1.0}),
    ],
)
def test_sizes_that_cannot_be(call) -> None:
    with pytest.raises(UsageError):
        call()
