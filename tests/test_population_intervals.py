"""Intervals of log-linear models: what defines them, the bootstrap that repeats the selection."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.special import gammaln, xlogy

from known_lists import CONGENITAL, HEPATITIS, SLAVERY, codes, ends, independent, sure, table
from probata.statistics.outcome import Refused
from probata.statistics.population.estimate import Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear import INTERVALS, SELECTIONS, estimate
from probata.statistics.population.loglinear_fit import Fitted, fit
from probata.statistics.population.loglinear_repeated import rank_many, stepwise_many
from probata.statistics.population.loglinear_selection import rank, stepwise
from probata.statistics.population.models import closed, hierarchical
from probata.statistics.population.poisson import regress


def test_the_ends_of_a_profile_lie_where_the_likelihood_has_fallen_by_the_quantile() -> None:
    terms = closed((), 3)
    histories = np.arange(8)
    design = ((histories[:, None] & np.array([0, *sorted(terms)])) == np.array([0, *sorted(terms)])).astype(np.float64)

    def likelihood(hidden: float) -> float:
        counts = HEPATITIS.counts.astype(np.float64)
        counts[0] = hidden
        total = counts.sum()
        expected = regress(design, counts).expected[0]
        return float(gammaln(total + 1) - gammaln(hidden + 1) + xlogy(counts[1:], expected[1:] / total).sum()
                     + xlogy(hidden, expected[0] / total))  # fmt: skip

    low, high = ends(estimate(HEPATITIS, model="independence"), "profile")
    best = max(likelihood(hidden) for hidden in np.linspace(80, 160, 801))
    for end in (low, high):
        assert 2 * (best - likelihood(end - 271)) == pytest.approx(3.841458820694124, abs=1e-3)


@pytest.mark.parametrize("interval", INTERVALS)
def test_a_higher_level_is_wider(interval: str) -> None:
    narrow = sure(estimate(HEPATITIS, model="12,3", interval=interval, level=0.8, replicates=200)).interval
    wide = sure(estimate(HEPATITIS, model="12,3", interval=interval, level=0.99, replicates=200)).interval
    assert wide.low < narrow.low < narrow.high < wide.high
    assert (narrow.level, wide.level) == (0.8, 0.99)


@given(some.integers(0, 10**6))
@settings(max_examples=12)
def test_every_interval_holds_the_estimate_and_no_fewer_than_those_observed(seed: int) -> None:
    generator = np.random.default_rng(seed)
    k = int(generator.integers(2, 5))
    counts = generator.poisson(np.exp(generator.normal(1, 2, 1 << k)))
    counts[0] = 0
    lists = Lists(tuple("ABCD"[:k]), counts)
    asked = [estimate(lists, model="independence")]
    asked += [estimate(lists, selection=selection) for selection in SELECTIONS] if k > 2 else []
    for found in asked:
        if isinstance(found, Population):
            assert all(lists.observed <= each.low <= each.high for each in found.intervals)
            assert found.interval.low - 1 <= found.estimate <= found.interval.high + 1


def test_the_bootstrap_repeats_the_selection_of_one_table() -> None:
    """What is made of many tables at once is what is made of each alone."""
    generator = np.random.default_rng(3)
    tables = generator.multinomial(SLAVERY.observed, SLAVERY.counts / SLAVERY.observed, size=25)
    alone = [fit(lists, stepwise(lists, 0.02)[0]) for lists in (Lists(SLAVERY.names, each.copy()) for each in tables)]
    assert stepwise_many(5, tables, 0.02) == pytest.approx([each.total for each in alone], rel=1e-6)  # type: ignore[union-attr]
    for criterion in ("aic", "bic"):
        small = generator.multinomial(60, HEPATITIS.counts / HEPATITIS.observed, size=25)
        best = [rank(Lists(HEPATITIS.names, each.copy()), criterion).fits[0].total for each in small]
        assert rank_many(3, hierarchical(3), small, criterion) == pytest.approx(best, rel=1e-6)


def test_tables_from_which_nothing_can_be_estimated_give_no_number() -> None:
    apart = np.array([[0, 9, 8, 0, 7, 0, 0, 0], HEPATITIS.counts])
    assert np.isnan(rank_many(3, hierarchical(3), apart, "bic")).tolist() == [True, False]
    assert np.isnan(stepwise_many(3, apart, 0.02)).tolist() == [True, False]


def test_the_bootstrap_of_the_stepwise_estimate_is_near_the_published_one() -> None:
    """8,922 to 15,653 by 1,000 replicates; so its ends move by several hundred from one seed to another."""
    found = sure(estimate(SLAVERY, selection="stepwise", interval="bootstrap", replicates=4000))
    assert found.interval.name == "bootstrap-bca"
    assert found.interval.low == pytest.approx(8922, rel=0.08)
    assert found.interval.high == pytest.approx(15653, rel=0.08)
    assert len(found.draws) + found.diagnostics["replicates_without_estimate"] == 4000  # type: ignore[operator]
    assert "selection-ignored" not in codes(found)
    wald = ends(found, "wald-log")
    assert found.interval.high - found.interval.low > 1.4 * (wald[1] - wald[0])


def test_one_seed_one_answer() -> None:
    first, again, other = (
        sure(estimate(HEPATITIS, interval="bootstrap", replicates=100, seed=seed)) for seed in (5, 5, 6)
    )
    assert first == again
    assert first.draws == again.draws
    assert first.draws != other.draws


def test_of_five_lists_the_bootstrap_chooses_among_the_best_models() -> None:
    found = sure(estimate(CONGENITAL, interval="bootstrap", replicates=40))
    assert 1 <= found.diagnostics["bootstrap_models"] <= 113  # type: ignore[operator]
    assert found.interval.low >= found.observed


def test_replicates_that_have_no_estimate_count_as_infinite() -> None:
    few = table("A B", {"10": 9, "01": 8, "11": 1})
    found = sure(estimate(few, model="independence", interval="bootstrap", replicates=200))
    assert found.diagnostics["replicates_without_estimate"] > 40  # type: ignore[operator]
    assert {"replicates-lost", "unbounded"} <= codes(found)
    assert found.observed <= found.interval.low < found.estimate
    assert found.interval.high == ends(found, "bootstrap-percentile")[1] == np.inf
    assert max(found.draws) < np.inf


def test_an_interval_without_an_upper_end_says_so() -> None:
    """One person of each history, and every interaction but the last: anything is possible."""
    all_once = Lists(tuple("ABCDE"), np.array([0] + [1] * 31))
    found = sure(estimate(all_once, model="1234,1235,1245,1345,2345", level=0.9999))
    assert found.interval.high == np.inf
    assert "unbounded" in codes(found)
    assert "unbounded" not in codes(estimate(all_once, model="independence"))


@pytest.mark.parametrize("model", ["independence", "M0", "Mt", "12,3", "Mth-poisson2"])
def test_independent_lists_give_back_their_population(model: str) -> None:
    found = estimate(independent(np.random.default_rng(11), 200_000, (0.3, 0.3, 0.3)), model=model)
    assert not isinstance(found, Refused)
    assert found.estimate == pytest.approx(200_000, rel=0.03)


def test_heterogeneity_is_told_by_fit() -> None:
    """Half are easily listed, half hardly: independence falls short, and the fit says that it does not fit."""
    generator = np.random.default_rng(2)
    easy, hard = independent(generator, 5000, (0.6,) * 4), independent(generator, 5000, (0.15,) * 4)
    both = Lists(easy.names, easy.counts + hard.counts)
    found = sure(estimate(both, model="independence"))
    assert found.estimate < 9000
    assert "bad-fit" in codes(found)
    assert isinstance(fit(both, closed((), 4)), Fitted)
