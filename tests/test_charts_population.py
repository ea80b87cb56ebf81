"""Charts of an estimate of all: what they show, refusals in place, the same bytes for the same figures."""

import xml.etree.ElementTree as ElementTree

import numpy as np

from known_lists import KOSOVO, SLAVERY, sure
from probata.report.charts_population import posterior, profile_plot, upset, ways
from probata.statistics.outcome import Refused
from probata.statistics.population.closed import chao
from probata.statistics.population.estimate import Interval, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.side_by_side import Row


def words(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter() if each.tag.endswith("text")]


def found(low: float, high: float, draws: tuple[float, ...] = ()) -> Population:
    ends = Interval("credible", low, high, 0.95)
    return Population("dga", "[12]", (low + high) / 2, 100, ends, (ends,), draws=draws)


def test_overlaps_show_every_count_and_every_list_with_its_size() -> None:
    chart = upset(KOSOVO)
    assert chart is not None
    said = words(chart.svg)
    for text in ("1,131", "18", "EXH (1,910)", "HRW (685)", "persons"):
        assert text in said
    chosen = upset(KOSOVO)
    assert chosen is not None
    assert chosen.svg == chart.svg


def test_lists_stand_in_their_own_order() -> None:
    """Whatever the most frequent histories are."""
    lists = Lists.of(("first", "second", "third"), [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 0)], [9, 5, 3, 1])
    chart = upset(lists)
    assert chart is not None
    places = [
        (float(each.get("transform", "").removeprefix("translate(").rstrip(")").split(",")[1]), each.text)
        for each in ElementTree.fromstring(chart.svg).iter()
        if each.tag.endswith("text") and (each.text or "").startswith(("first", "second", "third"))
    ]
    assert [text for _, text in sorted(places)] == ["first (4)", "second (6)", "third (17)"]


def test_a_table_of_nobody_has_no_chart() -> None:
    assert upset(Lists.of(("a", "b"), [])) is None


def test_names_are_cut_and_made_visible() -> None:
    chart = upset(Lists.of(("x" * 100, "b\u202eb", "<script>"), [(1, 1, 1)]))
    assert chart is not None
    assert "\u202e" not in chart.svg
    assert "<script>" not in chart.svg
    assert "x" * 40 not in chart.svg


def test_refused_ways_are_named_and_not_drawn_as_numbers() -> None:
    rows = [Row("chao", chao(SLAVERY)), Row("dga", Refused("mass-at-bound", "x"))]
    chart = ways(rows, "k", "title", "method")
    assert chart is not None
    said = words(chart.svg)
    assert "refused" in said
    assert f"{sure(rows[0].outcome).estimate:,.0f}" in said
    assert ways(rows[1:], "k", "title", "method") is None
    assert ways([], "k", "title", "method") is None


def test_an_interval_without_an_end_is_an_arrow() -> None:
    chart = ways([Row("a", found(100, 200)), Row("b", found(100, 220)), Row("c", Population(
        "loglinear", "", 300, 100, Interval("profile", 110, float("inf"), 0.95)))], "k", "t", "h")  # fmt: skip
    assert chart is not None
    assert "Infinity" not in chart.svg
    assert "300 →" in words(chart.svg)


def test_a_posterior_is_drawn_from_draws_only() -> None:
    draws = tuple(float(each) for each in np.random.default_rng(1).normal(150, 10, 2000))
    chart = posterior(found(130, 170, draws))
    assert chart is not None
    assert "share of the draws" in words(chart.svg)
    assert posterior(found(130, 170)) is None
    assert posterior(found(130, 170, (150.0,) * 100)) is None


def test_a_profile_is_drawn_from_its_curve_only() -> None:
    curve = tuple((float(n), float(np.exp(-(((n - 150) / 10) ** 2)))) for n in range(120, 181))
    chart = profile_plot(found(135, 165), curve)
    assert chart is not None
    assert "likelihood, highest = 1" in words(chart.svg)
    assert profile_plot(found(135, 165), ()) is None
