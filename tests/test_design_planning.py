"""Plans of two stages: what is promised comes true, and no other number of units in a cluster is better."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.errors import UsageError
from probata.statistics.design.sizes import best_per_cluster, cluster_effect, for_half_width


@given(cost=st.floats(0.01, 500), correlation=st.floats(0.005, 0.95))
def test_no_other_number_of_units_in_a_cluster_is_better(cost: float, correlation: float) -> None:
    """Variance for one unit of money: (cost + m) (1 + (m − 1) ρ) / m."""

    def price(m: int) -> float:
        return (cost + m) * cluster_effect(m, correlation) / m

    best = best_per_cluster(cost, correlation)
    assert all(price(best) <= price(m) * (1 + 1e-9) for m in (max(best - 1, 1), best + 1, 1, 2 * best, 10 * best))


@pytest.mark.parametrize(("cost", "correlation"), [(0, 0.1), (-1, 0.1), (5, 0), (5, 1), (float("nan"), 0.1)])
def test_costs_and_likenesses_that_cannot_be(cost: float, correlation: float) -> None:
    with pytest.raises(UsageError):
        best_per_cluster(cost, correlation)


def test_clusters_planned_by_their_effect_have_the_half_width_that_was_wanted() -> None:
    """Clusters of 10 whose chances are beta with intraclass correlation .1 around one half."""
    correlation, m = 0.1, 10
    clusters = -(-for_half_width(0.05, effect=cluster_effect(m, correlation)) // m)
    generator = np.random.default_rng(12)
    a = (1 - correlation) / correlation / 2
    shares = [generator.binomial(m, generator.beta(a, a, clusters)).mean() / m for _ in range(4000)]
    assert 1.96 * np.std(shares) == pytest.approx(0.05, rel=0.04)
