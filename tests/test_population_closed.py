"""Two lists, and lower bounds: published figures, exact sums, refusals."""

from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from known_lists import KOSOVO, codes, ends, sure, table
from probata.errors import UsageError
from probata.statistics.outcome import Refused
from probata.statistics.population import loglinear
from probata.statistics.population.closed import VARIANTS, chao, chapman, lincoln_petersen, pairwise

KOSOVO_TWO = KOSOVO.only((0, 1))


def test_chapman_as_published() -> None:
    found = sure(chapman(KOSOVO_TWO))
    assert found.estimate == pytest.approx(7231.472772277, rel=1e-10)
    assert found.se == pytest.approx(273.7525, abs=5e-5)
    assert found.observed == 3035
    assert found.diagnostics == {"sizes": [1910.0, 1528.0], "both": 403}
    assert codes(found) == {"independence-assumed"}


def test_the_transformed_logit_interval_worked_by_hand() -> None:
    """x11 403, x10 1507, x01 1125, each and a half."""
    spread = sqrt(1 / 403.5 + 1 / 1507.5 + 1 / 1125.5 + 403.5 / (1507.5 * 1125.5))
    middle = 1507.5 * 1125.5 / 403.5
    low, high = ends(chapman(KOSOVO_TWO), "transformed-logit")
    assert (low - 3034.5) * (high - 3034.5) == pytest.approx(middle**2)
    assert (high - 3034.5) / (low - 3034.5) == pytest.approx(exp(2 * 1.959963984540054 * spread))


def test_lincoln_and_petersen() -> None:
    found = sure(lincoln_petersen(table("A B", {"10": 80, "01": 40, "11": 20})))
    assert found.estimate == 300
    assert found.se == pytest.approx(sqrt(100 * 60 * 80 * 40 / 20**3))
    assert found.interval.low < 300 < found.interval.high


@pytest.mark.parametrize(
    ("variant", "expected"), [("classic", 10270.478458050), ("bias-corrected", 10262.007927520)], ids=str
)
def test_chao_as_published(variant: str, expected: float) -> None:
    found = sure(chao(KOSOVO, variant))
    assert found.estimate == pytest.approx(expected, rel=1e-10)
    assert found.model == variant
    assert found.diagnostics["frequencies"] == [3218, 882, 273, 27]
    assert codes(found) == {"lower-bound", "few-lists"}
    assert codes(chao(KOSOVO, "incidence")) == {"lower-bound"}


def test_the_interval_of_chao_worked_by_hand() -> None:
    """f1 = 40, f2 = 10: f0 = 80, variance 10 (64 + 64 + 8) = 1360."""
    found = sure(chao(table("A B C", {"100": 20, "010": 20, "110": 10, "111": 5}), "classic"))
    assert found.estimate == 55 + 80
    assert found.se == pytest.approx(sqrt(1360))
    low, high = found.interval.low, found.interval.high
    assert (low - 55) * (high - 55) == pytest.approx(80**2)
    assert (high - 55) / 80 == pytest.approx(exp(1.959963984540054 * sqrt(log(1 + 1360 / 80**2))))


def test_the_incidence_variant_is_the_smaller_for_few_lists() -> None:
    plain, few = sure(chao(KOSOVO)), sure(chao(KOSOVO, "incidence"))
    assert few.estimate - 4400 == pytest.approx((plain.estimate - 4400) * 3 / 4)


def test_pairs_of_lists_side_by_side() -> None:
    found = pairwise(KOSOVO)
    assert [(first, second) for first, second, _ in found] == [
        ("EXH", "ABA"), ("EXH", "OSCE"), ("EXH", "HRW"), ("ABA", "OSCE"), ("ABA", "HRW"), ("OSCE", "HRW"),
    ]  # fmt: skip
    assert sure(found[0][2]).estimate == pytest.approx(7231.472772277)


cells = some.integers(0, 10**7)


@given(cells, cells, some.integers(1, 10**7))
def test_no_interval_goes_below_those_observed(one: int, other: int, both: int) -> None:
    lists = table("A B", {"10": one, "01": other, "11": both})
    for found in (chapman(lists), lincoln_petersen(lists), *(chao(lists, variant) for variant in VARIANTS)):
        assert lists.observed <= sure(found).interval.low <= sure(found).interval.high
        assert sure(found).estimate >= lists.observed - 1e-6


@given(cells, cells, some.integers(1, 10**7))
def test_the_order_of_the_lists_does_not_matter(one: int, other: int, both: int) -> None:
    ahead, behind = (
        table("A B", {"10": one, "01": other, "11": both}),
        table("A B", {"01": one, "10": other, "11": both}),
    )
    assert sure(chapman(ahead)).estimate == pytest.approx(sure(chapman(behind)).estimate)


def test_refused_without_overlap() -> None:
    apart = table("A B", {"10": 5, "01": 7})
    for found in (chapman(apart), lincoln_petersen(apart), *(chao(apart, variant) for variant in VARIANTS)):
        assert isinstance(found, Refused)
        assert found.code == "no-overlap"
        assert found.reason
        assert found.do


def test_refused_of_more_or_fewer_than_two_lists() -> None:
    for lists in (KOSOVO, KOSOVO.only((0,))):
        found = chapman(lists)
        assert isinstance(found, Refused)
        assert found.code == "two-lists-needed"


def test_the_classic_bound_is_refused_where_nobody_is_on_exactly_two() -> None:
    lists = table("A B C", {"100": 5, "010": 7, "111": 2})
    found = chao(lists, "classic")
    assert isinstance(found, Refused)
    assert (found.code, found.do) == ("no-overlap", "take the bias-corrected variant")
    assert sure(chao(lists)).estimate == 14 + 12 * 11 / 2


def test_cautions_of_small_overlaps_and_of_none_seen_once() -> None:
    assert "few-in-common" in codes(chapman(table("A B", {"10": 50, "01": 40, "11": 6})))
    assert "few-in-common" not in codes(chapman(table("A B", {"10": 50, "01": 40, "11": 7})))
    alike = chao(table("A B", {"10": 1, "11": 60}))
    assert codes(alike) == {"lower-bound", "no-width", "few-lists"}
    assert sure(alike).interval.low == sure(alike).interval.high == 61


def test_lists_that_are_nearly_the_same_have_a_narrow_interval() -> None:
    """The transformed logit would end at 10^20 here."""
    for counts in ({"11": 32785}, {"11": 500, "10": 1, "01": 1}):
        found = sure(chapman(table("A B", counts)))
        assert [each.name for each in found.intervals] == ["profile"]
        assert found.interval.high < found.observed + 4


def test_the_profile_of_two_lists_is_that_of_the_loglinear_model() -> None:
    closed_form = ends(chapman(KOSOVO_TWO), "profile")
    assert closed_form == pytest.approx(ends(loglinear.estimate(KOSOVO_TWO, model="independence"), "profile"), rel=1e-7)


def test_an_unknown_variant_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="variant"):
        chao(KOSOVO, "better")
