"""The interval for bounded means: Clopper–Pearson for shares, exact for two weights, and its bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from probata.errors import UsageError
from probata.statistics.bounded import distribution, mean_interval, quantile


@pytest.mark.parametrize(("n", "hits"), [(1, 1), (20, 0), (20, 3), (100, 1), (148, 15), (263, 81), (1000, 999)])
def test_of_zeros_and_ones_it_is_that_of_clopper_and_pearson(n: int, hits: int) -> None:
    found = mean_interval([1.0] * hits + [0.0] * (n - hits), [1.0] * n, n, 0.0, 1.0)
    low = beta.ppf(0.025, hits, n - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, n - hits) if hits < n else 1.0
    assert (found.low, found.high, found.level) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6), 0.95)


def test_the_published_values() -> None:
    found = mean_interval([1.0] * 81 + [0.0] * 182, [1.0] * 263, 263, 0.0, 1.0)
    assert (round(found.low, 8), round(found.high, 8)) == (0.25273675, 0.36762192)


def test_the_distribution_agrees_with_drawing() -> None:
    values, masses = np.array([0.0, 0.2, 0.5, 1.0]), np.array([3.5, 1.0, 2.0, 1.0])
    weights = np.random.default_rng(1).dirichlet(masses, 200_000) @ values
    for at in (0.1, 0.25, 0.4):
        assert distribution(values, masses, at) == pytest.approx(float(np.mean(weights <= at)), abs=0.004)


def test_a_scale_and_a_shift_go_through() -> None:
    values, masses = np.array([0.0, 0.2, 1.0]), np.array([4.0, 2.0, 1.0])
    assert quantile(3 + 10 * values, masses, 0.9) == pytest.approx(3 + 10 * quantile(values, masses, 0.9), abs=1e-7)


def test_one_value_alone_is_that_value() -> None:
    assert quantile(np.array([0.4, 0.4]), np.array([5.0, 1.0]), 0.2) == 0.4


def test_with_no_information_it_goes_nearly_from_bound_to_bound() -> None:
    found = mean_interval([0.5], [1.0], 1e-6, 0.0, 1.0)
    assert found.low < 0.001
    assert found.high > 0.999


@pytest.mark.parametrize("values", [[], [-0.1], [1.1]])
def test_values_out_of_bounds_are_refused(values: list[float]) -> None:
    with pytest.raises(UsageError, match="inside their bounds"):
        mean_interval(values, [1.0] * len(values), 5, 0.0, 1.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.floats(0.5, 500))
def test_the_mean_is_inside_and_the_ends_are_ordered(values: list[float], effective: float) -> None:
    found = mean_interval(values, [1.0] * len(values), effective, 0.0, 1.0)
    assert -1e-8 <= found.low <= float(np.mean(values)) + 1e-6
    assert float(np.mean(values)) - 1e-6 <= found.high <= 1 + 1e-8
