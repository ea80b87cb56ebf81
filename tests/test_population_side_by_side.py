"""What stands beside an estimate: dependence of lists, lists that were not linked, and choices that move the answer."""

from math import log, sqrt

import numpy as np
import pytest

from known_lists import CONGENITAL, HEPATITIS, KOSOVO, sure, table
from probata.app.estimating_population_beside import beside, without
from probata.app.estimating_population_methods import Wish, estimate
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.closed import chao
from probata.statistics.population.estimate import Interval, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.models import parse
from probata.statistics.population.profile_curve import profile_curve
from probata.statistics.population.side_by_side import (
    Row,
    cautions,
    leave_one_out,
    lower_bound,
    moves,
    overlaps,
    share_seen_once,
    unlinked,
)


def found(estimate_: float, low: float, high: float, *codes: str, method: str = "dga") -> Population:
    ends = Interval("x", low, high, 0.95)
    return Population(method, "", estimate_, 100, ends, (ends,), cautions=tuple(Caution(code, "") for code in codes))


def test_dependence_of_two_lists_among_those_on_a_third() -> None:
    """By hand: on list c are 10 on all, 20 on a and c, 30 on b and c, 40 on c alone."""
    lists = table("a b c", {"111": 10, "101": 20, "011": 30, "001": 40, "100": 500, "010": 600, "110": 7})
    pair = overlaps(lists)[0]
    assert (pair.a, pair.b, pair.both, pair.on_others, pair.both_on_others) == ("a", "b", 17, 100, 10)
    assert pair.expected == pytest.approx(30 * 40 / 100)
    assert pair.log_odds == pytest.approx(log(10.5 * 40.5 / (20.5 * 30.5)))
    assert pair.se == pytest.approx(sqrt(sum(1 / each for each in (10.5, 40.5, 20.5, 30.5))))


def test_two_lists_alone_tell_nothing_about_dependence() -> None:
    pair = overlaps(KOSOVO.only((0, 1)))[0]
    assert (pair.both, pair.expected, pair.log_odds, pair.se) == (403, None, None, None)


def test_independent_lists_show_no_dependence_and_dependent_ones_do() -> None:
    """Among all who were seen independent lists seem to avoid one another; among those on a third they do not."""
    rng = np.random.default_rng(2)
    on = rng.random((40_000, 3)) < 0.3
    lists = Lists.of(("a", "b", "c"), [tuple(int(each) for each in row) for row in on])
    for pair in overlaps(lists):
        assert pair.log_odds is not None
        assert pair.se is not None
        assert abs(pair.log_odds) < 3 * pair.se
    on[:, 1] = np.where(rng.random(40_000) < 0.5, on[:, 0], on[:, 1])
    first = overlaps(Lists.of(("a", "b", "c"), [tuple(int(each) for each in row) for row in on]))[0]
    assert first.log_odds is not None
    assert first.log_odds > 1


def test_share_seen_once_and_the_lower_bound() -> None:
    assert share_seen_once(KOSOVO) == pytest.approx(3218 / 4400)
    assert share_seen_once(Lists.of(("a", "b"), [])) is None
    assert sure(lower_bound(KOSOVO)).model == "incidence"


def test_a_list_that_shares_nobody_is_named() -> None:
    lists = table("killed detained photographs", {"110": 5, "100": 20, "010": 30, "001": 900})
    (caution,) = unlinked(lists)
    assert caution.code == "list-unlinked"
    assert caution.text.startswith("photographs: shares nobody")
    assert unlinked(KOSOVO) == ()
    assert unlinked(table("a b", {"10": 3, "11": 2})) == ()


def test_an_answer_moves_where_another_choice_lies_outside_its_interval() -> None:
    printed = found(150, 120, 200)
    inside, outside = Row("inside", found(199, 1, 1)), Row("outside", found(201, 1, 1))
    none = Row("none", Refused("no-overlap", "x"))
    assert moves(printed, [inside, none], "choice-moves", "the prior") == ()
    (caution,) = moves(printed, [inside, outside, none], "choice-moves", "the prior")
    assert (caution.code, caution.text) == (
        "choice-moves",
        "the prior moves the answer out of its interval: outside 201",
    )
    many = [Row(f"m{number}", found(300, 1, 1)) for number in range(6)]
    assert moves(printed, many, "choice-moves", "it")[0].text.endswith("and 2 more")


def test_a_model_that_does_not_fit_is_no_reasonable_choice() -> None:
    assert moves(found(150, 120, 200), [Row("x", found(900, 1, 1, "bad-fit"))], "choice-moves", "it") == ()


def test_a_lower_bound_moves_nothing_unless_it_lies_above() -> None:
    printed = found(150, 120, 200)
    below, above = Row("chao", found(110, 1, 1, method="chao")), Row("chao", found(210, 1, 1, method="chao"))
    assert cautions(printed, [below], (), ()) == ()
    assert [each.code for each in cautions(printed, [above], (), ())] == ["method-moves"]
    assert [each.code for each in cautions(printed, (), [above], ())] == ["list-moves"]
    assert [each.code for each in cautions(printed, (), (), [above])] == ["choice-moves"]
    assert cautions(Refused("x", "y"), [above], [above], [above]) == ()


def test_each_list_is_left_out_in_turn() -> None:
    rows = leave_one_out(KOSOVO, chao)
    assert [row.name for row in rows] == list(KOSOVO.names)
    assert sure(rows[1].outcome).estimate == sure(chao(KOSOVO.without(1))).estimate
    assert leave_one_out(KOSOVO.only((0,)), chao) == ()


def test_a_named_model_without_a_list() -> None:
    assert without("12,14,3", 4, 1) == "13,2"
    assert without("123,14,34", 4, 3) == "12,13,23"  # of three lists 123 can't be estimated
    assert without("independence", 3, 0) == "independence"
    for place in range(4):
        parse(without("123,234", 4, place), 3)


def test_beside_an_estimate_of_four_lists_stand_the_others() -> None:
    wish = Wish("loglinear")
    made = beside(KOSOVO, wish, estimate(KOSOVO, wish))
    names = [row.name for row in made.methods]
    assert names == ["chao", "loglinear independence", "loglinear aic", "loglinear average-bic", "dga"]
    assert made.skipped == ("lcmcr",)
    assert len(made.pairs) == 6
    assert [row.name for row in made.left_out] == list(KOSOVO.names)
    assert {each.code for each in made.cautions} == {"method-moves", "list-moves"}
    assert "independence" not in next(each.text for each in made.cautions if each.code == "method-moves")


def test_beside_dga_stand_other_priors() -> None:
    wish = Wish("dga")
    made = beside(HEPATITIS, wish, estimate(HEPATITIS, wish))
    assert any(row.name.startswith("delta") for row in made.choices)
    refused = [row for row in made.left_out if isinstance(row.outcome, Refused)]
    assert {row.outcome.code for row in refused if isinstance(row.outcome, Refused)} == {"too-few-lists"}
    assert len(refused) == 3


def test_what_takes_long_with_five_lists_is_named_and_not_run() -> None:
    wish = Wish("chao")
    made = beside(CONGENITAL, wish, estimate(CONGENITAL, wish))
    assert set(made.skipped) == {"loglinear bic", "loglinear aic", "loglinear average-bic", "dga", "lcmcr"}
    assert [row.name for row in made.methods] == ["loglinear independence"]


def test_other_thresholds_stand_beside_a_model_built_stepwise() -> None:
    wish = Wish("loglinear", selection="stepwise")
    made = beside(KOSOVO, wish, estimate(KOSOVO, wish))
    assert [row.name for row in made.choices] == [f"p to enter {p}" for p in ("0.001", "0.01", "0.05", "0.1")]


def test_two_lists_have_their_own_methods_beside_them() -> None:
    two, wish = KOSOVO.only((0, 1)), Wish("chapman")
    made = beside(two, wish, estimate(two, wish))
    assert [row.name for row in made.methods] == ["chao", "lincoln-petersen", "loglinear independence"]
    assert (made.pairs, made.left_out) == ((), ())


def test_a_profile_is_highest_beside_the_estimate_and_falls_to_both_ends() -> None:
    wish = Wish("loglinear", model="123,14,34")
    one = sure(estimate(KOSOVO, wish))
    curve = profile_curve(KOSOVO, one)
    best = max(curve, key=lambda each: each[1])
    assert best[1] == 1
    assert best[0] == pytest.approx(one.estimate, rel=0.01)
    # At the ends of the 95 % interval the likelihood is exp(−3.841/2) of the highest.
    assert np.interp(one.interval.low, *zip(*curve, strict=True)) == pytest.approx(0.1465, abs=0.004)
    assert np.interp(one.interval.high, *zip(*curve, strict=True)) == pytest.approx(0.1465, abs=0.004)
    assert profile_curve(KOSOVO, sure(estimate(KOSOVO, Wish("chao")))) == ()
    assert profile_curve(KOSOVO, sure(estimate(KOSOVO, Wish("loglinear", selection="average-bic")))) == ()
