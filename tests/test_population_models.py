"""Names of log-linear models, how many there are, and which can be estimated from a sparse table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from known_lists import KOSOVO, table
from probata.errors import UsageError
from probata.statistics.outcome import Refused
from probata.statistics.population.existence import reduced, refused
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_fit import Fitted, fit
from probata.statistics.population.models import closed, hierarchical, name, parse
from probata.statistics.population.poisson import regress


@pytest.mark.parametrize(("k", "number"), [(2, 1), (3, 8), (4, 113), (5, 6893)])
def test_how_many_hierarchical_models_there_are(k: int, number: int) -> None:
    models = hierarchical(k)
    assert len(models) == len(set(models)) == number
    assert all(closed(model, k) == model for model in models)
    assert not any((1 << k) - 1 in model for model in models)


@pytest.mark.parametrize("k", [2, 3, 4])
def test_a_name_leads_back_to_its_model(k: int) -> None:
    assert all(parse(name(terms), k) == terms for terms in hierarchical(k))


@given(some.data(), some.integers(3, 16))
def test_names_of_many_lists_lead_back_too(data: some.DataObject, k: int) -> None:
    pairs = data.draw(some.sets(some.sets(some.integers(0, k - 1), min_size=2, max_size=2).map(frozenset), max_size=6))
    terms = closed([sum(1 << place for place in pair) for pair in pairs], k)
    assert parse(name(terms), k) == terms


@pytest.mark.parametrize("text", ["12,14,3", "[12][14][3]", "[12],[14],[3]", " 12, 14, 3 ", "14,12", "3,41,21"])
def test_one_model_in_several_writings(text: str) -> None:
    assert name(parse(text, 4)) == "12,14,3"


def test_independence_by_its_name_and_by_its_lists() -> None:
    assert parse("independence", 3) == parse("1,2,3", 3) == parse("Independence", 3)
    assert name(parse("1,2,3", 3)) == "independence"


@pytest.mark.parametrize("text", ["", "15", "1234", "11", "12,", "A,B", "0", "²", "1-", "12;3"])
def test_a_model_that_cannot_be_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError):
        parse(text, 4)


def test_of_six_lists_there_are_too_many() -> None:
    with pytest.raises(UsageError, match="5 lists"):
        hierarchical(6)


def test_an_empty_overlap_takes_its_histories_and_its_term_away() -> None:
    lists = table("A B C", {"100": 20, "010": 30, "001": 25, "101": 6, "011": 8})
    left = reduced(lists, parse("12,3", 3))
    assert left.infinite == (0b011,)
    assert left.terms == (0b001, 0b010, 0b100)
    assert left.histories.tolist() == [1, 2, 4, 5, 6]
    assert refused(left) is None


def test_an_extended_estimate_is_the_limit_of_ordinary_ones() -> None:
    lists = table("A B C", {"100": 20, "010": 30, "001": 25, "101": 6, "011": 8})
    found = fit(lists, parse("12,3", 3))
    assert isinstance(found, Fitted)
    counts = lists.counts[1:].astype(np.float64)
    design = np.array([[1, h & 1, h >> 1 & 1, h >> 2, h & 1 and h >> 1 & 1] for h in range(1, 8)], dtype=np.float64)
    counts[2] = 1e-7
    near = regress(design, counts)
    assert np.exp(near.coefficients[0, 0]) == pytest.approx(found.hidden, rel=1e-6)


def _code(lists: Lists, model: str) -> str:
    found = fit(lists, parse(model, lists.k))
    return found.code if isinstance(found, Refused) else "ok"


def test_what_the_rank_forbids() -> None:
    """A and B share nobody: six coefficients are left, and five histories."""
    lists = table("A B C", {"100": 20, "010": 30, "001": 25, "101": 6, "011": 8})
    assert _code(lists, "12,13,23") == "not-identifiable"


def test_what_the_linear_programme_forbids() -> None:
    """Everybody of A is on B too, so B without A is all that tells of those on neither: nobody is on A alone."""
    lists = table("A B C", {"010": 30, "110": 12, "011": 9, "111": 5})
    assert _code(lists, "independence") == "no-maximum"


def test_the_linear_programme_of_known_tables() -> None:
    """Fienberg and Rinaldo (2012): zeros in opposite corners of three lists without the term of all three."""
    full = dict.fromkeys(["100", "010", "001", "110", "101", "011", "111"], 5)
    assert _code(table("A B C", full), "12,13,23") == "ok"
    assert _code(table("A B C", full | {"111": 0}), "12,13,23") == "no-maximum"
    assert _code(table("A B C", full | {"111": 0}), "12,3") == "ok"


@given(some.integers(0, 10**6))
def test_an_estimate_that_exists_meets_its_own_totals(seed: int) -> None:
    """Maximum likelihood: the expected counts have the table's total for each term (Birch, 1963)."""
    generator = np.random.default_rng(seed)
    k = int(generator.integers(2, 5))
    counts = generator.poisson(np.exp(generator.normal(0.5, 2, 1 << k)))
    counts[0] = 0
    counts[-1] += 1
    lists = Lists(tuple("ABCD"[:k]), counts)
    models = hierarchical(k)
    found = fit(lists, models[int(generator.integers(len(models)))])
    if isinstance(found, Fitted):
        totals = found.table.design.T @ found.expected
        assert totals == pytest.approx(found.table.design.T @ found.table.counts, rel=1e-7, abs=1e-7)


@given(some.integers(0, 10**6))
@settings(max_examples=40)
def test_what_is_refused_runs_away(seed: int) -> None:
    """Where the programme finds no maximum, the regression drives an expected count to nothing; else it does not."""
    generator = np.random.default_rng(seed)
    counts = generator.poisson(np.exp(generator.normal(0, 1.5, 8)))
    counts[0] = 0
    counts[-1] += 1
    lists = Lists(("A", "B", "C"), counts)
    for terms in hierarchical(3):
        left = reduced(lists, terms)
        why = refused(left)
        if why is None or why.code == "no-maximum":
            smallest = regress(left.design, left.counts).expected.min()
            assert (smallest < 1e-6) == (why is not None), (name(terms), smallest)


def test_millions_of_persons_are_no_hindrance() -> None:
    lists = Lists(KOSOVO.names, KOSOVO.counts * 1_000_003)
    small, large = fit(KOSOVO, parse("123,14,34", 4)), fit(lists, parse("123,14,34", 4))
    assert isinstance(small, Fitted)
    assert isinstance(large, Fitted)
    assert large.total / small.total == pytest.approx(1_000_003)


def test_twelve_lists_fit() -> None:
    rows = [[int(place in (first, first + 1)) for place in range(12)] for first in range(11)]
    lists = Lists.of([f"L{place}" for place in range(12)], rows * 3 + [[1] + [0] * 11] * 9)
    assert isinstance(fit(lists, parse("1-2", 12)), Fitted)
