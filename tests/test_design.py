"""Estimates by design: R's survey package to its digits, all samples of small populations, and what is refused."""

import csv
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SHARED
from probata.errors import BadInput
from probata.statistics.design.design import Design
from probata.statistics.design.estimates import (
    Estimate,
    Outcome,
    PostStrata,
    mean,
    post_stratified,
    proportion,
    ratio,
    total,
)
from probata.statistics.outcome import Refused

TABLES = SHARED / "data" / "tables"
with_tables = pytest.mark.skipif(not TABLES.is_dir(), reason="the data folder is not beside the checkout")
POPULATION = {"a": [1.0, 4.0, 9.0, 2.0], "b": [3.0, 3.5, 8.0], "c": [0.0, 7.0]}


def number(found: Outcome) -> Estimate:
    assert isinstance(found, Estimate), found
    return found


def refusal(found: Outcome) -> str:
    assert isinstance(found, Refused), found
    assert found.reason
    return found.code


def columns(name: str) -> dict[str, list[str]]:
    with (TABLES / f"survey_{name}.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {column: [row[column] for row in rows] for column in rows[0]}


def floats(cells: list[str]) -> list[float]:
    return [float(cell) for cell in cells]


def schools(name: str) -> tuple[dict[str, list[str]], Design]:
    table = columns(name)
    stratified = name == "apistrat"
    design = Design.of(
        len(table["pw"]),
        weights=floats(table["pw"]),
        strata=table["stype"] if stratified else None,
        clusters=None if stratified else table["dnum"],
        fpc=floats(table["fpc"]),
    )
    return table, design


def yes(cells: list[str]) -> list[float]:
    return [float(cell == "Yes") for cell in cells]


def ends(found: Estimate) -> dict[str, tuple[float, float]]:
    return {each.name: (each.low, each.high) for each in found.intervals}


@pytest.mark.shared
@with_tables
def test_a_stratified_sample_as_survey_has_it() -> None:
    table, design = schools("apistrat")
    found = number(mean(design, floats(table["api00"])))
    assert found.value == pytest.approx(662.2873632, abs=1e-7)
    assert (found.se, found.freedom) == (pytest.approx(9.408940803, abs=1e-8), 197)
    share = number(proportion(design, yes(table["sch.wide"])))
    assert (share.value, share.se) == (pytest.approx(0.82794801142), pytest.approx(0.02434478011, abs=1e-10))
    assert ends(share)["logit"] == pytest.approx((0.774539654, 0.870814855), abs=1e-8)
    assert ends(share)["wilson"] == pytest.approx((0.774814586, 0.870637562), abs=1e-8)
    assert ends(share)["korn-graubard"] == pytest.approx((0.774171329, 0.873431593), abs=1e-8)
    assert share.interval.name == "korn-graubard"


@pytest.mark.shared
@with_tables
def test_a_cluster_sample_as_survey_has_it() -> None:
    table, design = schools("apiclus1")
    found = number(mean(design, floats(table["api00"])))
    assert found.value == pytest.approx(644.16939891, abs=1e-8)
    assert (found.se, found.effect) == (pytest.approx(23.54224069, abs=1e-8), pytest.approx(9.34587, abs=1e-5))
    share = number(proportion(design, yes(table["sch.wide"])))
    assert (share.value, share.se) == (pytest.approx(0.87431693989), pytest.approx(0.02035947724, abs=1e-10))
    assert share.freedom == 14
    assert ends(share)["logit"] == pytest.approx((0.823798892, 0.911900077), abs=1e-8)
    assert ends(share)["wilson"] == pytest.approx((0.824171514, 0.911693453), abs=1e-8)
    assert ends(share)["korn-graubard"] == pytest.approx((0.823702211, 0.914704492), abs=1e-8)


@pytest.mark.shared
@with_tables
def test_totals_ratios_domains_and_post_strata_as_the_manual_of_survey_prints_them() -> None:
    table, stratified = schools("apistrat")
    found = number(ratio(stratified, floats(table["api.stu"]), floats(table["enroll"])))
    assert (found.value, found.se) == (pytest.approx(0.8369569, abs=5e-8), pytest.approx(0.007757103, abs=5e-10))
    found = number(total(stratified, floats(table["enroll"])))
    assert (round(found.value), round(found.se)) == (3687178, 114642)
    table, clustered = schools("apiclus1")
    found = number(total(clustered, floats(table["enroll"])))
    assert (round(found.value), round(found.se)) == (3404940, 932235)
    kinds = np.array(table["stype"])
    for kind, value, se in (("E", 607.7917, 22.81660), ("H", 595.7143, 41.76400), ("M", 608.6000, 32.56064)):
        found = number(mean(clustered, floats(table["api99"]), kept=kinds == kind))
        assert (found.value, found.se) == (pytest.approx(value, abs=5e-5), pytest.approx(se, abs=5e-6))
    post = PostStrata(tuple(table["stype"]), {"E": 4421.0, "H": 755.0, "M": 1018.0})
    found = number(total(clustered, floats(table["enroll"]), post=post))
    assert (round(found.value), round(found.se)) == (3680893, 406293)


def test_all_stratified_samples_together_are_right() -> None:
    strata, sizes = list(POPULATION), {name: len(values) for name, values in POPULATION.items()}
    made = []
    for parts in product(*(combinations(POPULATION[name], 2) for name in strata)):
        labels = [name for name in strata for _ in range(2)]
        design = Design.of(6, strata=labels, fpc=[sizes[name] for name in labels])
        made.append(number(total(design, [value for part in parts for value in part])))
    unbiased(made, sum(sum(values) for values in POPULATION.values()))


def test_all_cluster_samples_together_are_right() -> None:
    made = []
    for drawn in combinations(POPULATION, 2):
        labels = [name for name in drawn for _ in POPULATION[name]]
        design = Design.of(len(labels), clusters=labels, fpc=[3.0] * len(labels))
        made.append(number(total(design, [value for name in drawn for value in POPULATION[name]])))
    unbiased(made, sum(sum(values) for values in POPULATION.values()))


def test_all_two_stage_samples_together_are_right() -> None:
    made, chances = [], []
    for drawn in combinations(POPULATION, 2):
        inside = [list(combinations(POPULATION[name], 2)) for name in drawn]
        for parts in product(*inside):
            labels = [name for name in drawn for _ in range(2)]
            design = Design.of(4, clusters=labels, fpc=[3.0] * 4, second_fpc=[len(POPULATION[name]) for name in labels])
            made.append(number(total(design, [value for part in parts for value in part])))
            chances.append(1 / 3 / np.prod([len(each) for each in inside]))
    unbiased(made, sum(sum(values) for values in POPULATION.values()), np.array(chances))


def unbiased(made: list[Estimate], truth: float, chances: np.ndarray | None = None) -> None:
    """Estimates, and their variances, are right on average over all samples."""
    weights = np.full(len(made), 1 / len(made)) if chances is None else chances
    values, variances = np.array([each.value for each in made]), np.array([each.se**2 for each in made])
    assert weights.sum() == pytest.approx(1)
    assert weights @ values == pytest.approx(truth)
    assert weights @ variances == pytest.approx(weights @ (values - truth) ** 2)


def test_two_stages_by_the_textbook() -> None:
    """Särndal, Swensson and Wretman (1992), result 4.3.1, written out."""
    values = [[1.0, 4.0, 9.0], [2.0, 2.5], [7.0, 5.0, 6.0, 1.0]]
    sizes, many = [30, 12, 25], 20
    labels = [str(place) for place, part in enumerate(values) for _ in part]
    design = Design.of(9, clusters=labels, fpc=[many] * 9, second_fpc=[sizes[int(label)] for label in labels])
    found = number(total(design, [value for part in values for value in part]))
    totals = [size * np.mean(part) for size, part in zip(sizes, values, strict=True)]
    inside = sum(
        size**2 * (1 - len(part) / size) * np.var(part, ddof=1) / len(part)
        for size, part in zip(sizes, values, strict=True)
    )
    wanted = many**2 * (1 - 3 / many) * np.var(totals, ddof=1) / 3 + many / 3 * inside
    assert found.value == pytest.approx(many * np.mean(totals))
    assert found.se**2 == pytest.approx(wanted)


def test_a_cluster_of_which_one_unit_was_drawn_raises_the_variance_and_is_said() -> None:
    def of(second: list[float]) -> Estimate:
        design = Design.of(4, clusters=["a", "b", "c", "d"], fpc=[5.0] * 4, second_fpc=second)
        return number(total(design, [10.0, 12.0, 9.0, 14.0]))

    thin, full = of([3.0] * 4), of([1.0] * 4)
    assert [each.code for each in thin.cautions] == ["second-stage-alone"]
    assert full.cautions == ()
    assert thin.se == pytest.approx(3 * full.se / np.sqrt(1 - 4 / 5))


def test_a_second_stage_of_unknown_size_has_nothing_taken_off() -> None:
    units = {"clusters": ["a", "a", "b", "b"], "fpc": [2.0] * 4, "weights": [5.0] * 4}
    unknown = number(total(Design.of(4, second=["1", "2", "1", "2"], **units), [1.0, 2.0, 5.0, 9.0]))
    known = number(total(Design.of(4, second_fpc=[4.0] * 4, **units), [1.0, 2.0, 5.0, 9.0]))
    assert known.se**2 == pytest.approx(unknown.se**2 / 2)


@pytest.mark.parametrize("what", [mean, total])
def test_a_census_has_no_variance(what) -> None:
    design = Design.of(5, strata=list("aabbb"), fpc=[2, 2, 3, 3, 3])
    found = number(what(design, [1.0, 2.0, 3.0, 4.0, 10.0]))
    assert (found.se, found.interval.low, found.interval.high) == (0, found.value, found.value)
    assert (found.interval.name, found.cautions) == ("census", ())
    assert found.value == {mean: 4.0, total: 20.0}[what]


@pytest.mark.parametrize("hits", [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 1.0]])
def test_a_share_of_a_census_is_known(hits: list[float]) -> None:
    found = number(proportion(Design.of(3, fpc=[1.0] * 3), hits))
    assert (found.interval.low, found.interval.high, found.cautions) == (sum(hits) / 3, sum(hits) / 3, ())


def test_all_clusters_and_all_in_them_are_a_census_but_not_a_part_of_them() -> None:
    whole = {"clusters": ["a", "a", "b"], "fpc": [2.0] * 3}
    assert Design.of(3, **whole, second_fpc=[2.0, 2.0, 1.0]).whole
    assert not Design.of(3, **whole, second_fpc=[3.0, 3.0, 1.0]).whole
    assert not Design.of(3, clusters=["a", "a", "b"]).whole


def test_shares_that_were_drawn_say_the_same_as_sizes() -> None:
    values, strata = [1.0, 2.0, 6.0, 3.0, 3.0], list("aabbb")
    sizes = number(total(Design.of(5, strata=strata, fpc=[10, 10, 12, 12, 12]), values))
    shares = number(total(Design.of(5, strata=strata, fpc=[0.2, 0.2, 0.25, 0.25, 0.25]), values))
    assert (sizes.value, sizes.se) == (pytest.approx(shares.value), pytest.approx(shares.se))
    assert sizes.value == 10 * 1.5 + 12 * 4


def test_labels_of_clusters_that_repeat_in_strata_are_different_clusters() -> None:
    design = Design.of(8, strata=list("aaaabbbb"), clusters=list("11221122"))
    assert (design.clusters, design.freedom) == (4, 2)


values_and_weights = st.lists(
    st.tuples(st.booleans(), st.floats(0.5, 50), st.sampled_from("xyz"), st.integers(0, 3)), min_size=8, max_size=40
).filter(lambda rows: len({(stratum, cluster) for _, _, stratum, cluster in rows}) > 2)


def drawn(rows: list[tuple[bool, float, str, int]], scale: float = 1.0, *, stratified: bool = False) -> Design:
    return Design.of(
        len(rows),
        weights=[weight * scale for _, weight, _, _ in rows],
        strata=[stratum for _, _, stratum, _ in rows] if stratified else None,
        clusters=[f"{stratum}{cluster}" for _, _, stratum, cluster in rows],
    )


@given(values_and_weights, st.floats(0.01, 100))
def test_the_scale_of_the_weights_changes_no_share(rows, scale) -> None:
    hits = [float(hit) for hit, _, _, _ in rows]
    one, other = proportion(drawn(rows), hits), proportion(drawn(rows, scale), hits)
    assert isinstance(one, Estimate) == isinstance(other, Estimate)
    if isinstance(one, Estimate) and isinstance(other, Estimate):
        assert other.value == pytest.approx(one.value, abs=1e-9)
        assert other.se == pytest.approx(one.se, rel=1e-6, abs=1e-9)
        assert [each.name for each in one.intervals] == [each.name for each in other.intervals]
        for mine, its in zip(one.intervals, other.intervals, strict=True):
            assert (its.low, its.high) == (pytest.approx(mine.low, abs=1e-6), pytest.approx(mine.high, abs=1e-6))


@given(values_and_weights, st.booleans())
def test_intervals_of_shares_stay_in_0_to_1_and_hold_the_share(rows, stratified) -> None:
    found = proportion(drawn(rows, stratified=stratified), [float(hit) for hit, _, _, _ in rows])
    if isinstance(found, Refused):
        assert found.code in {"lonely-cluster", "too-few-clusters"}
        return
    for each in found.intervals:
        assert 0 <= each.low <= found.value + 1e-9
        assert found.value - 1e-9 <= each.high <= 1


@given(values_and_weights)
def test_domains_add_up_to_the_whole(rows) -> None:
    design, labels = drawn(rows), np.array([stratum for _, _, stratum, _ in rows])
    values = [weight * (1 + hit) for hit, weight, _, _ in rows]
    parts = [total(design, values, kept=labels == name) for name in np.unique(labels)]
    if all(isinstance(part, Estimate) for part in parts):
        assert sum(number(part).value for part in parts) == pytest.approx(number(total(design, values)).value)


@given(values_and_weights, st.lists(st.floats(1, 1e6), min_size=3, max_size=3))
def test_post_strata_come_out_at_their_totals(rows, sizes) -> None:
    groups = tuple(stratum for _, _, stratum, _ in rows)
    totals = {name: size for name, size in zip("xyz", sizes, strict=True) if name in groups}
    design = drawn(rows)
    raised, _ = post_stratified(design, PostStrata(groups, totals))
    for name, size in totals.items():
        inside = np.array(groups) == name
        assert raised.weights[inside].sum() == pytest.approx(size)
        found = number(total(design, inside.astype(float), post=PostStrata(groups, totals)))
        assert (found.value, found.se) == (pytest.approx(size), pytest.approx(0, abs=1e-6 * size))


def test_post_strata_need_a_total_for_each_group_above_0() -> None:
    design = Design.of(3)
    for totals in ({"a": 3.0}, {"a": 3.0, "b": 0.0}, {"a": 3.0, "b": 1.0, "c": 1.0}, {"a": 1.0, "b": float("inf")}):
        with pytest.raises(BadInput, match="post-strata"):
            post_stratified(design, PostStrata(("a", "a", "b"), totals))


def test_one_cluster_of_several_in_a_stratum_is_refused() -> None:
    assert refusal(mean(Design.of(3, strata=list("aab")), [1.0, 2.0, 3.0])) == "lonely-cluster"
    assert number(mean(Design.of(3, strata=list("aab"), fpc=[5, 5, 1]), [1.0, 2.0, 3.0])).freedom == 1


def test_fewer_than_two_clusters_are_refused() -> None:
    design = Design.of(4, clusters=list("aabb"))
    assert refusal(mean(design, [1.0, 2.0, 3.0, 4.0], kept=np.array([1, 1, 0, 0], dtype=bool))) == "too-few-clusters"
    assert refusal(total(Design.of(1), [1.0])) == "lonely-cluster"


def test_nothing_observed_is_refused() -> None:
    for what in (mean, total, proportion):
        assert refusal(what(Design.of(2), [0.0, 1.0], kept=np.zeros(2, dtype=bool))) == "no-observation"


def test_a_ratio_to_nothing_is_refused() -> None:
    assert refusal(ratio(Design.of(3), [1.0, 2.0, 3.0], [0.0, 0.0, 0.0])) == "no-denominator"


def test_few_hits_are_said() -> None:
    def codes(hits: int) -> list[str]:
        found = number(proportion(Design.of(40), [1.0] * hits + [0.0] * (40 - hits)))
        return [each.code for each in found.cautions]

    assert (codes(4), codes(5), codes(36), codes(0)) == (["few-hits"], [], ["few-hits"], ["few-hits"])


def test_no_hits_have_an_upper_end_by_what_the_clusters_are_worth() -> None:
    alone = number(proportion(Design.of(100), [0.0] * 100))
    assert alone.interval.high == pytest.approx(1 - 0.025 ** (1 / 100))
    together = number(proportion(Design.of(100, clusters=[str(row // 10) for row in range(100)]), [0.0] * 100))
    assert together.interval.high == pytest.approx(1 - 0.025 ** (1 / 10))
    unequal = Design.of(100, weights=[1.0] * 98 + [900.0] * 2)
    assert number(proportion(unequal, [0.0] * 100)).interval.high > 0.7
    assert number(proportion(Design.of(100), [1.0] * 100)).interval.low == pytest.approx(0.025 ** (1 / 100))


def test_clusters_that_are_all_alike_have_no_narrow_interval() -> None:
    found = number(proportion(Design.of(40, clusters=[str(row // 2) for row in range(40)]), [0.0, 1.0] * 20))
    assert found.se == pytest.approx(0, abs=1e-12)
    assert (found.interval.low, found.interval.high) == (
        pytest.approx(0.2720, abs=1e-3), pytest.approx(0.7280, abs=1e-3),
    )  # fmt: skip


def test_values_that_are_all_alike_are_said_to_say_nothing() -> None:
    found = number(mean(Design.of(4), [7.0] * 4))
    assert [each.code for each in found.cautions] == ["no-spread"]


def test_a_mean_that_cannot_be_negative_has_no_negative_end() -> None:
    found = number(mean(Design.of(5), [0.0, 0.0, 0.0, 0.0, 50.0]))
    assert ([each.name for each in found.intervals], found.interval.low > 0) == (["log"], True)
    found = number(mean(Design.of(5), [-1.0, 0.0, 0.0, 0.0, 50.0]))
    assert (found.interval.name, found.interval.low < 0) == ("t", True)


def test_the_design_effect_of_a_simple_sample_is_1() -> None:
    values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0]
    for design in (Design.of(6), Design.of(6, fpc=[50] * 6), Design.of(6, weights=[2.0] * 6, fpc=[12] * 6)):
        assert number(mean(design, values)).effect == pytest.approx(1)
    pairs = Design.of(12, clusters=[str(row // 2) for row in range(12)])
    assert number(mean(pairs, [value for value in values for _ in range(2)])).effect == pytest.approx(
        2 * 11 / 10, rel=0.2
    )


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"weights": [1.0, 0.0]}, "weights"),
        ({"weights": [1.0, float("nan")]}, "weights"),
        ({"weights": [1.0]}, "weights"),
        ({"fpc": [0.0, 0.0]}, "fpc"),
        ({"fpc": [float("nan")] * 2}, "fpc"),
        ({"fpc": [10.0, 11.0]}, "one size"),
        ({"fpc": [1.5, 1.5]}, "at least the 2"),
        ({"clusters": ["a", "a"], "second_fpc": [1.5, 1.5]}, "at least the 2"),
        ({"strata": ["a"]}, "2 values"),
    ],
)
def test_designs_that_cannot_be(given_, words) -> None:
    with pytest.raises(BadInput, match=words):
        Design.of(2, **given_)


def test_a_share_needs_0_and_1_and_a_sample_an_observation() -> None:
    with pytest.raises(BadInput, match="0 or 1"):
        proportion(Design.of(2), [0.0, 2.0])
    with pytest.raises(BadInput, match="at least one"):
        Design.of(0)
