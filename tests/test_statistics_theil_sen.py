"""The line that outliers don't move: a known slope is recovered, the interval covers, and it agrees with SciPy's."""

import numpy as np
import pytest
from scipy.stats import theilslopes

from probata.statistics.theil_sen import MOST_POINTS, line


def test_it_agrees_with_scipy():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        x, y = rng.uniform(0, 100, 40), rng.normal(0, 3, 40)
        found, expected = line(x, y + 2 * x), theilslopes(y + 2 * x, x)
        assert (found.slope, found.low, found.high) == pytest.approx((expected[0], expected[2], expected[3]), rel=0.05)


def test_outliers_move_nothing():
    x = np.arange(50.0)
    y = 1.5 * x + 7
    y[[3, 20, 41]] += 7200
    found = line(x, y)
    assert (found.slope, found.offset) == pytest.approx((1.5, 7))


def test_intervals_cover():
    covered = 0
    for seed in range(200):
        rng = np.random.default_rng([1, seed])
        x = rng.uniform(0, 30, 25)
        found = line(x, 0.7 * x + rng.standard_t(3, 25))
        covered += found.low <= 0.7 <= found.high
    assert covered >= 180


def test_many_points_cost_no_more():
    x = np.arange(30_000.0)
    found = line(x, 0.01 * x + np.sin(x))
    assert found.slope == pytest.approx(0.01, abs=1e-4)
    assert len(x) > MOST_POINTS


def test_one_place_has_no_slope():
    assert line([1.0, 1.0], [2.0, 4.0]).slope == 0
    assert line([1.0, 1.0], [2.0, 4.0]).offset == 3
    assert line([], []).offset == 0
