"""Agreement: published values to the printed digit, the definitions by brute force, and what must not matter."""

import csv
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from probata.statistics.agreement.codings import Codings, codings
from probata.statistics.agreement.coefficient import Coefficient, Outcome
from probata.statistics.agreement.cohen import cohen
from probata.statistics.agreement.fleiss import fleiss
from probata.statistics.agreement.gwet import gwet
from probata.statistics.agreement.krippendorff import METRICS, krippendorff
from probata.statistics.agreement.measures import Wanted, measures, repeated
from probata.statistics.agreement.percentage import percentage, specific

TABLES = Path(__file__).parents[2] / "shared" / "data" / "tables"
TWO, THREE = [[20, 5], [10, 15]], [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
# Krippendorff (2011), example C: four observers, twelve units, -1 where missing
EXAMPLE_C = [
    [0, 1, 2, 2, 1, 0, 3, 0, 1, -1, -1, -1],
    [0, 1, 2, 2, 1, 1, 3, 0, 1, 4, -1, -1],
    [-1, 2, 2, 2, 1, 2, 3, 1, 1, 4, 0, 2],
    [0, 1, 2, 2, 1, 3, 3, 0, 1, 4, 0, -1],
]
FIVE = ["1", "2", "3", "4", "5"]


def units(table: list[list[int]]) -> list[tuple[int, int]]:
    """The units of a table of two coders."""
    return [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]


def given_table(table: list[list[int]], ordered: bool = False) -> Codings:
    return codings(units(table), list("abcdef")[: len(table)], ordered=ordered)


def example_c() -> Codings:
    return codings(np.array(EXAMPLE_C).T, FIVE, values=[1, 2, 3, 4, 5])


def sure(outcome: Outcome) -> Coefficient:
    assert isinstance(outcome, Coefficient), outcome
    return outcome


def test_cohen_as_printed() -> None:
    found = sure(cohen(given_table(TWO)))
    assert (found.name, found.units, found.interval.name) == ("cohen", 50, "wald-z")
    assert found.value == pytest.approx(0.4, abs=1e-12)
    assert found.se == pytest.approx(0.126996063, abs=1e-9)
    assert (round(found.interval.low, 5), round(found.interval.high, 5)) == (0.15109, 0.64891)
    found = sure(cohen(given_table(THREE)))
    assert found.value == pytest.approx(0.49152542373, abs=1e-10)
    assert found.se == pytest.approx(0.05100181558, abs=1e-10)


@pytest.mark.parametrize("table", [TWO, THREE, [[5, 0, 3], [1, 9, 0], [4, 2, 7]]])
@pytest.mark.parametrize(("weights", "theirs"), [("none", None), ("linear", "linear"), ("quadratic", "quadratic")])
def test_cohen_agrees_with_statsmodels(table: list[list[int]], weights: str, theirs: str | None) -> None:
    found, reference = sure(cohen(given_table(table, ordered=True), weights)), cohens_kappa(table, wt=theirs)
    assert found.value == pytest.approx(reference.kappa, abs=1e-12)
    assert found.se == pytest.approx(reference.std_kappa, abs=1e-10)


@pytest.mark.shared
def test_the_diagnoses_as_printed() -> None:
    path = TABLES / "irr_diagnoses.csv"
    if not path.exists():
        pytest.skip("no shared folder beside the checkout")
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]
    names = sorted({cell for row in rows for cell in row})
    found = measures([[names.index(cell) for cell in row] for row in rows], names)
    kappa, light = sure(found.fleiss), sure(found.cohen)
    assert (found.n_shared, len(found.pairs), found.refused, found.cautions) == (30, 15, None, ())
    assert kappa.value == pytest.approx(0.43024452006, abs=1e-10)
    assert round(kappa.se, 4) == 0.0542
    assert (round(kappa.interval.low, 4), round(kappa.interval.high, 4)) == (0.3194, 0.5411)
    assert (light.name, round(light.value, 3)) == ("light", 0.459)  # irr::kappam.light
    assert kappa.value == pytest.approx(fleiss_kappa(found.codings.counts().astype(int)), abs=1e-12)


def test_krippendorff_as_printed() -> None:
    printed = {
        "nominal": 0.743421052632,
        "ordinal": 0.815387503755,
        "interval": 0.849107142857,
        "ratio": 0.797402774712,
    }
    for metric, value in printed.items():
        found = sure(krippendorff(example_c(), metric))
        assert (found.value, found.units) == (pytest.approx(value, abs=1e-11), 11)


def test_others_of_the_same_example_as_printed() -> None:
    """Gwet's R package irrCAC prints these for the same table."""
    assert round(sure(gwet(example_c())).value, 5) == 0.77544
    assert round(sure(fleiss(example_c())).value, 5) == 0.76117
    assert round(sure(percentage(example_c())).value, 5) == 0.81818


def by_definition(given: Codings, metric: str) -> float:
    """Alpha from its matrix of coincidences, cell by cell, as the paper writes it."""
    size = len(given.categories)
    coincidences = np.zeros((size, size))
    for row in given.codes:
        there = [int(code) for code in row if code >= 0]
        for a, b in permutations(range(len(there)), 2):
            coincidences[there[a], there[b]] += 1 / (len(there) - 1)
    totals = coincidences.sum(axis=0)

    def apart(c: int, k: int) -> float:
        if metric == "nominal":
            return float(c != k)
        if metric == "ordinal":
            low, high = min(c, k), max(c, k)
            return float((totals[low : high + 1].sum() - (totals[c] + totals[k]) / 2) ** 2) if c != k else 0.0
        x, y = given.values[c], given.values[k]
        return (x - y) ** 2 if metric == "interval" else (((x - y) / (x + y)) ** 2 if x + y else 0.0)

    cells = [(c, k) for c in range(size) for k in range(size)]
    observed = sum(coincidences[c, k] * apart(c, k) for c, k in cells)
    expected = sum(totals[c] * totals[k] * apart(c, k) for c, k in cells) / (totals.sum() - 1)
    return float(1 - observed / expected)


def drawn(
    seed: int, number: int = 40, coders: int = 3, size: int = 4, gaps: float = 0.2, error: float = 0.3
) -> Codings:
    random = np.random.default_rng(seed)
    truth = random.integers(size, size=number)
    codes = np.where(
        random.random((number, coders)) < error, random.integers(size, size=(number, coders)), truth[:, None]
    )
    codes[random.random((number, coders)) < gaps] = -1
    return codings(codes, [str(place) for place in range(size)], values=[0.0, 1.0, 2.5, 7.0][:size])


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("seed", range(5))
def test_krippendorff_is_what_its_definition_says(metric: str, seed: int) -> None:
    given = drawn(seed)
    assert sure(krippendorff(given, metric, replicates=100)).value == pytest.approx(
        by_definition(given, metric), abs=1e-12
    )


@pytest.mark.parametrize("measure", [cohen, fleiss, gwet, krippendorff])
@pytest.mark.parametrize("gaps", [0.0, 0.3])
def test_the_standard_error_is_near_that_of_leaving_out_each_unit(measure, gaps: float) -> None:
    given = drawn(7, number=300, gaps=gaps)
    whole = sure(measure(given))
    number = len(given.codes)
    left = [
        sure(measure(Codings(np.delete(given.codes, row, 0), *rest(given)), level=0.95)).value for row in range(number)
    ]
    jackknife = np.sqrt((number - 1) / number * np.sum((np.array(left) - np.mean(left)) ** 2))
    assert whole.se == pytest.approx(float(jackknife), rel=0.04)


def rest(given: Codings) -> tuple:
    return given.categories, given.coders, given.ordered, given.values


def test_the_bootstrap_is_the_seeds_and_near_the_standard_error() -> None:
    given = drawn(3, number=200)
    one, same, other = (sure(krippendorff(given, "ordinal", seed=seed)) for seed in (1, 1, 2))
    assert one == same
    assert one.interval != other.interval
    wald = one.intervals[1]
    assert (one.interval.name, wald.name, one.careful.name) == ("bootstrap", "wald-t", "log-t")
    assert one.interval.low == pytest.approx(wald.low, abs=0.25 * (wald.high - wald.low))


def values_of(given: Codings) -> list[float]:
    made = [percentage(given), cohen(given), fleiss(given), gwet(given), krippendorff(given, replicates=100)]
    return [sure(each).value for each in made]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.permutations(range(3)), st.permutations(range(4)))
def test_names_and_orders_of_coders_units_and_nominal_categories_do_not_matter(seed, coders, categories) -> None:
    given = drawn(seed)
    moved = np.where(given.codes < 0, -1, np.array(categories)[given.codes])[::-1][:, coders]
    assert values_of(codings(moved, given.categories)) == pytest.approx(values_of(given), abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 100), st.floats(-50, 50))
def test_scales_do_not_matter_where_they_must_not(seed: int, scale: float, shift: float) -> None:
    given = drawn(seed)

    def on(values: list[float], metric: str) -> float:
        moved = codings(given.codes, given.categories, values=values)
        return sure(krippendorff(moved, metric, replicates=100)).value

    values = list(given.values)
    affine, scaled = [shift + scale * value for value in values], [scale * value for value in values]
    assert on(affine, "interval") == pytest.approx(on(values, "interval"), abs=1e-8)
    assert on(scaled, "ratio") == pytest.approx(on(values, "ratio"), abs=1e-9)
    assert on([value**3 for value in values], "ordinal") == pytest.approx(on(values, "ordinal"), abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.02, 0.3, 0.9]), st.sampled_from([0.0, 0.5]))
def test_values_are_at_most_one_and_inside_their_intervals(seed: int, error: float, gaps: float) -> None:
    found = measures(
        *(lambda g: (g.codes, g.categories))(drawn(seed, 15, 3, 4, gaps, error)), wanted=Wanted(replicates=100)
    )
    for each in (found.percentage, found.cohen, found.fleiss, found.gwet, found.krippendorff):
        if isinstance(each, Coefficient):
            assert -1 <= each.value <= 1
            assert each.se >= 0
            for interval in each.intervals:
                assert -1 <= interval.low <= interval.high <= 1
                assert interval.name == "bootstrap" or interval.low - 1e-9 <= each.value <= interval.high + 1e-9


def test_two_who_always_agree_get_an_interval_with_a_width() -> None:
    found = measures([(0, 0)] * 12 + [(1, 1)] * 8, ["a", "b"])
    for each in (found.cohen, found.fleiss, found.gwet, found.krippendorff):
        kappa = sure(each)
        assert (kappa.value, kappa.se, kappa.interval.name) == (pytest.approx(1), pytest.approx(0, abs=1e-9), "bounded")
        assert kappa.interval.high == pytest.approx(1)
        # of Clopper and Pearson, 20 of 20: 0.8316; chance agreement is about 0.52
        assert 0.6 < kappa.interval.low < 0.7


def test_weights_make_near_misses_count_less() -> None:
    near, far = [[10, 5, 0], [5, 10, 5], [0, 5, 10]], [[10, 0, 5], [5, 10, 5], [5, 0, 10]]
    for measure in (cohen, fleiss, gwet):
        assert sure(measure(given_table(near, True), "linear")).value > sure(measure(given_table(near, True))).value
        assert (
            sure(measure(given_table(near, True), "linear")).value
            > sure(measure(given_table(far, True), "linear")).value
        )


def test_fleiss_of_two_is_scotts_pi_and_alpha_is_a_little_more() -> None:
    pi, alpha = sure(fleiss(given_table(TWO))).value, sure(krippendorff(given_table(TWO))).value
    assert pi == pytest.approx((0.7 - (0.55**2 + 0.45**2)) / (1 - (0.55**2 + 0.45**2)), abs=1e-12)
    assert 1 - alpha == pytest.approx((1 - pi) * 99 / 100, abs=1e-12)


def test_a_category_that_could_be_given_moves_gwets_coefficient_alone() -> None:
    two, three = codings(units(TWO), ["a", "b"]), codings(units(TWO), ["a", "b", "c"])
    assert sure(gwet(three)).value > sure(gwet(two)).value
    assert sure(fleiss(three)).value == pytest.approx(sure(fleiss(two)).value, abs=1e-12)


def test_agreement_on_one_category() -> None:
    found = sure(specific(given_table(TWO), 0))
    assert found.value == pytest.approx(2 * 20 / (2 * 20 + 15), abs=1e-12)
    assert found.interval.low < found.value < found.interval.high
    assert sure(specific(codings([[0, 0, 1]], ["a", "b"]), 0)).value == pytest.approx(0.5)


def test_an_examiner_who_codes_twice() -> None:
    found = repeated([0, 0, 1, 1, -1], [0, 0, 1, 0, 0], ["a", "b"])
    assert (found.n_shared, found.codings.coders) == (4, ("first", "second"))
    assert sure(found.percentage).value == 0.75


def test_the_raw_table() -> None:
    two = measures(units(TWO), ["a", "b"]).record()
    assert two["table"] == {"kind": "confusion", "rows": "1", "columns": "2", "counts": TWO}
    three = measures([[0, 0, 1], [0, 1, 0], [1, 1, -1], [0, -1, -1], [-1, -1, -1]], ["a", "b"]).record()
    assert three["table"] == {
        "kind": "compositions",
        "rows": [{"counts": [0, 2], "units": 1}, {"counts": [1, 0], "units": 1}, {"counts": [2, 1], "units": 2}],
    }
    assert (three["n_units"], three["n_shared"], three["n_coders"], three["n_pairs"]) == (4, 3, 3, 3)
    assert [coder["shared"] for coder in three["coders"]] == [3, 3, 2]


def test_other_weights_and_metrics_come_along_where_the_categories_allow() -> None:
    names = [(each.name, each.weights) for each in measures(example_c().codes, FIVE, values=[1, 2, 3, 4, 5]).others]
    assert ("gwet-ac2", "quadratic") in names
    assert ("krippendorff", "ratio") in names
    assert measures(units(TWO), ["a", "b"]).others == ()
