"""Strata added up, imputations combined: sums and variances as they must be, intervals that cover, refusals."""

from math import sqrt

import numpy as np
import pytest

from known_lists import KOSOVO, codes, sure
from probata.errors import UsageError
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.closed import chapman
from probata.statistics.population.dga import estimate as dga
from probata.statistics.population.estimate import Interval, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.pooling import Part, combined, in_stratum, summed

REFUSAL = Part("empty", 5, Refused("no-overlap", "nobody is on more than one list", "look"))


def made(estimate: float, se: float, observed: int = 100, draws: tuple[float, ...] = (), model: str = "12") -> Part:
    ends = Interval("x", observed, estimate * 2, 0.95)
    word = (Caution("sparse", "few"),)
    found = Population("loglinear", model, estimate, observed, ends, (ends,), se, {}, word, draws)
    return Part(f"{estimate:g}", observed, found)


def two_lists(size: int, chances: tuple[float, float], rng: np.random.Generator) -> Lists:
    on = rng.random((size, 2)) < chances
    return Lists.of(("a", "b"), [tuple(int(each) for each in row) for row in on])


def test_estimates_and_variances_of_strata_add_up() -> None:
    found = sure(summed([made(150, 30), made(250, 40, 200)]))
    assert (found.estimate, found.observed, found.se) == (400, 300, 50)
    assert found.interval.name == "log-normal"
    assert 300 < found.interval.low < 400 < found.interval.high
    # On the logarithm the ends are as far from those on no list, either way.
    assert (found.interval.low - 300) * (found.interval.high - 300) == pytest.approx(100**2)
    assert found.diagnostics["coverage"] == 1


def test_draws_of_strata_are_added_up_and_not_the_ends_of_intervals() -> None:
    rng = np.random.default_rng(5)
    one, other = rng.normal(1000, 30, 4000), rng.normal(2000, 40, 7000)
    found = sure(summed([made(1000, 30, 900, tuple(one)), made(2000, 40, 1800, tuple(other))]))
    assert found.interval.name == "sum-of-draws"
    assert found.interval.low == pytest.approx(3000 - 1.96 * 50, abs=5)
    assert found.interval.high == pytest.approx(3000 + 1.96 * 50, abs=5)
    assert np.std(found.draws) == pytest.approx(50, rel=0.03)


def test_draws_made_from_one_seed_are_not_added_rank_by_rank() -> None:
    same = tuple(np.sort(np.random.default_rng(1).normal(1000, 30, 5000)))
    found = sure(summed([made(1000, 30, 900, same), made(1000, 30, 900, same)]))
    assert np.std(found.draws) == pytest.approx(30 * sqrt(2), rel=0.03)


def test_a_stratum_that_is_refused_is_left_out_and_named() -> None:
    found = sure(summed([made(150, 30), REFUSAL]))
    assert (found.estimate, found.observed) == (150, 100)
    assert found.diagnostics["strata_left_out"] == ["empty"]
    assert found.diagnostics["coverage"] == pytest.approx(100 / 105)
    assert codes(found) == {"strata-left-out", "sparse"}
    assert "5 of 105 seen" in next(each.text for each in found.cautions if each.code == "strata-left-out")


def test_nothing_is_added_up_where_every_stratum_is_refused() -> None:
    found = summed([REFUSAL, REFUSAL])
    assert isinstance(found, Refused)
    assert found.code == "no-stratum-estimable"
    with pytest.raises(UsageError):
        summed([])


def test_a_stratum_with_fewer_than_three_lists_is_not_estimable() -> None:
    lists = Lists.of(("a", "b", "c"), [(1, 0, 0), (1, 1, 0), (0, 1, 0)])
    found = in_stratum(lists)
    assert isinstance(found, Refused)
    assert found.code == "stratum-not-estimable"
    kept = in_stratum(lists, 2)
    assert isinstance(kept, Lists)
    assert (kept.names, kept.observed) == (("a", "b"), 3)
    assert in_stratum(lists, 2, all_lists=True) is lists
    assert in_stratum(KOSOVO) is KOSOVO


def test_a_sum_over_strata_covers_the_truth() -> None:
    """Two strata of very different lists, which together would break independence."""
    rng, hits, rounds = np.random.default_rng(20261127), 0, 500
    for _ in range(rounds):
        parts = []
        for size, chances in ((400, (0.6, 0.5)), (900, (0.3, 0.35))):
            lists = two_lists(size, chances, rng)
            parts.append(Part("", lists.observed, chapman(lists)))
        found = sure(summed(parts))
        hits += found.interval.low <= 1300 <= found.interval.high
    assert 0.93 <= hits / rounds <= 0.99


def test_variance_within_and_between() -> None:
    """By hand: estimates 140, 150, 160 and standard errors 20, 25, 30."""
    found = sure(combined([made(140, 20), made(150, 25), made(160, 30)]))
    within, between = (400 + 625 + 900) / 3, 100.0
    assert found.estimate == 150
    assert found.diagnostics["within_variance"] == pytest.approx(within)
    assert found.diagnostics["between_variance"] == pytest.approx(between)
    assert found.se == pytest.approx(sqrt(within + 4 / 3 * between))
    assert found.interval.name == "rubin-log"
    assert 100 < found.interval.low < 140
    assert found.interval.high > 160
    assert codes(found) == {"sparse"}
    assert found.cautions[0].text.startswith("in 3 of 3 parts")


def test_equal_parts_are_as_one() -> None:
    one = sure(dga(KOSOVO, max_missing=26_400))
    found = sure(combined([Part("a", one.observed, one)] * 5))
    assert found.se == pytest.approx(one.se)
    assert found.diagnostics["between_variance"] == 0
    assert found.interval.name == "pooled-draws"
    assert found.interval.low == pytest.approx(one.interval.low, rel=0.02)
    assert found.interval.high == pytest.approx(one.interval.high, rel=0.02)
    assert {each.name for each in found.intervals} == {"pooled-draws", "rubin-log"}


def test_disagreement_between_parts_widens_the_interval() -> None:
    rng = np.random.default_rng(3)
    parts = [made(m, 10, 900, tuple(rng.normal(m, 10, 2000))) for m in (1000.0, 1100.0, 1200.0)]
    pooled = sure(combined(parts)).interval
    assert pooled.low < 1000
    assert pooled.high > 1200


def test_parts_without_any_spread_have_an_interval_of_no_width() -> None:
    found = sure(combined([made(150, 0), made(150, 0)]))
    assert (found.interval.low, found.interval.high, found.se) == (150, 150, 0)


def test_a_few_refused_parts_are_said_and_many_refuse_the_whole() -> None:
    found = sure(combined([made(150, 20)] * 9 + [REFUSAL]))
    assert "parts-refused" in codes(found)
    assert found.diagnostics["parts_refused"] == 1
    refused = combined([made(150, 20)] * 3 + [REFUSAL])
    assert isinstance(refused, Refused)
    assert refused.code == "most-refused"
    with pytest.raises(UsageError):
        combined([made(150, 20)])


def test_the_commonest_model_is_named() -> None:
    found = sure(combined([made(150, 20), made(150, 20), made(160, 20, model="13")]))
    assert found.model == "12 in 2 of 3, 1 others"


def test_intervals_over_imputations_cover_the_truth() -> None:
    """A mean of sixty values of which half are missing, each imputed five times from its posterior, as Rubin does."""
    rng, hits, rounds = np.random.default_rng(7), 0, 1000
    for _ in range(rounds):
        known, parts = rng.normal(1000, 50, 30), []
        for _ in range(5):
            sigma = sqrt(29 * known.var(ddof=1) / rng.chisquare(29))
            imputed = rng.normal(rng.normal(known.mean(), sigma / sqrt(30)), sigma, 30)
            whole = np.concatenate([known, imputed])
            parts.append(made(float(whole.mean()), float(whole.std(ddof=1) / sqrt(60)), 0))
        found = sure(combined(parts)).interval
        hits += found.low <= 1000 <= found.high
    assert 0.93 <= hits / rounds <= 0.98
