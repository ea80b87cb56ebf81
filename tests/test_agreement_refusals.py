"""Agreement: when no number is given, and what is said beside one."""

import numpy as np
import pytest

from probata.errors import UsageError
from probata.statistics.agreement.codings import codings
from probata.statistics.agreement.coefficient import Coefficient, Outcome, record
from probata.statistics.agreement.cohen import cohen
from probata.statistics.agreement.gwet import gwet
from probata.statistics.agreement.krippendorff import krippendorff
from probata.statistics.agreement.measures import Agreement, Wanted, measures
from probata.statistics.agreement.weights import weight_matrix
from probata.statistics.outcome import Refused


def code(outcome: Outcome) -> str:
    return outcome.code if isinstance(outcome, Refused) else "a number"


def said(found: Agreement) -> set[str]:
    return {caution.code for caution in found.cautions}


def test_no_shared_units_no_agreement() -> None:
    found = measures([[0, -1, -1], [-1, 1, -1], [-1, -1, 0]], ["a", "b"])
    assert found.refused is not None
    assert (found.n_shared, found.refused.code, found.others) == (0, "no-shared-units", ())
    made = found.record()
    for name in ("percentage", "cohen", "fleiss", "krippendorff", "gwet"):
        assert made[name] == {
            "value": None,
            "se": None,
            "low": None,
            "high": None,
            "refused": {**found.refused.record()},
        }
    assert measures(np.empty((0, 2)), ["a", "b"]).refused is not None


def test_one_category_gives_a_percentage_and_no_kappa() -> None:
    found = measures([[0, 0]] * 20, ["a", "b"])
    assert [code(each) for each in (found.cohen, found.fleiss, found.krippendorff)] == ["one-category"] * 3
    assert isinstance(found.percentage, Coefficient)
    assert isinstance(found.gwet, Coefficient)
    assert (found.percentage.value, found.gwet.value) == (1, pytest.approx(1))
    assert found.gwet.interval.low < 0.9


def test_one_choice() -> None:
    assert code(gwet(codings([[0, 0]] * 5, ["a"]))) == "one-choice"


def test_a_coder_who_always_says_the_same_has_no_kappa() -> None:
    found = measures([[0, 0]] * 10 + [[0, 1]] * 5, ["a", "b"])
    assert code(found.cohen) == "constant-coder"
    assert isinstance(found.fleiss, Coefficient)


def test_pairs_without_a_kappa_are_left_out_of_the_mean_and_named() -> None:
    rows = [[0, 0, -1], [1, 1, -1], [0, 1, -1], [1, 1, -1], [0, 0, -1], [-1, -1, 1]]
    found = cohen(codings(rows, ["a", "b"]))
    assert isinstance(found, Coefficient)
    assert [caution.code for caution in found.cautions] == ["pairs-left-out"]
    assert "2 of 3" in found.cautions[0].text
    made = measures(rows, ["a", "b"])
    assert [code(pair.cohen) for pair in made.pairs] == ["a number", "no-shared-units", "no-shared-units"]
    assert "coder-without-overlap" in said(made)


def test_order_and_numbers_are_needed_for_what_uses_them() -> None:
    names = codings([[0, 1], [1, 1], [2, 0]], ["a", "b", "c"])
    assert code(cohen(names, "linear")) == "no-order"
    assert isinstance(weight_matrix(names, "quadratic"), Refused)
    assert code(krippendorff(names, "ordinal")) == "no-order"
    assert code(krippendorff(names, "interval")) == "not-numbers"
    ordered = codings([[0, 1], [1, 1], [2, 0]], ["a", "b", "c"], ordered=True)
    assert [code(krippendorff(ordered, metric)) for metric in ("ordinal", "ratio")] == ["a number", "not-numbers"]
    below = codings([[0, 1], [1, 1], [2, 0]], ["-1", "0", "1"], values=[-1, 0, 1])
    assert [code(krippendorff(below, metric)) for metric in ("interval", "ratio")] == ["a number", "negative-values"]


def test_a_category_that_nobody_gave() -> None:
    found = measures([[0, 0], [1, 0]], ["a", "b", "c"])
    assert [code(each) for each in found.specific] == ["a number", "a number", "category-unused"]


def test_few_units_and_few_disagreements_are_said() -> None:
    assert {"few-shared-units", "few-disagreements"} <= said(measures([[0, 0], [1, 1], [0, 1]] * 3, ["a", "b"]))
    assert said(measures([[0, 0], [1, 1], [0, 1]] * 10, ["a", "b"])) == set()


def test_a_common_category_is_said_where_kappa_falls() -> None:
    rows = [[0, 0]] * 90 + [[0, 1]] * 5 + [[1, 0]] * 5
    found = measures(rows, ["none", "some"])
    assert "prevalence" in said(found)
    assert any("95%" in caution.text and "'none'" in caution.text for caution in found.cautions)


def test_a_column_that_is_no_coder_and_a_table_that_lies_on_its_side_are_said() -> None:
    rows = [[place + 2, place % 2, place % 2] for place in range(20)]
    assert "coder-apart" in said(measures(rows, [str(place) for place in range(22)]))
    assert "more-coders-than-units" in said(measures([[0, 1, 0, 1], [0, 0, 1, 1]], ["a", "b"]))


def test_categories_that_look_alike_are_said() -> None:
    found = measures([[0, 1], [2, 2]], ["Yes", " yes", "no"])
    assert ["'Yes', ' yes'" in caution.text for caution in found.cautions if caution.code == "categories-alike"] == [
        True
    ]


def test_samples_of_the_bootstrap_without_variation_are_said() -> None:
    found = krippendorff(codings([[0, 0]] * 8 + [[0, 1]], ["a", "b"]))
    assert isinstance(found, Coefficient)
    assert [caution.code for caution in found.cautions] == ["bootstrap-undefined"]
    assert -1 <= found.interval.low <= found.interval.high <= 1


def test_a_single_shared_unit_has_the_widest_interval() -> None:
    found = krippendorff(codings([[0, 1, 1]], ["a", "b"]))
    assert isinstance(found, Coefficient)
    assert (found.se, found.interval.name, len(found.intervals)) == (0, "bounded", 1)
    assert found.interval.low < -0.4
    assert found.interval.high > 0.9
    assert record(found)["refused"] is None


@pytest.mark.parametrize(
    ("codes", "categories", "more", "says"),
    [
        ([[0], [1]], ["a", "b"], {}, "two coders"),
        ([[0, 2]], ["a", "b"], {}, "0 to 2"),
        ([[0, -2]], ["a", "b"], {}, "-2"),
        ([[0, 0.5]], ["a", "b"], {}, "whole numbers"),
        ([[0, float("nan")]], ["a", "b"], {}, "whole numbers"),
        ([[0, 1]], ["a", "a"], {}, "different"),
        ([[0, 1]], [str(place) for place in range(501)], {}, "500"),
        ([[0, 1]], ["a", "b"], {"coders": ["x", "x"]}, "different names"),
        ([[0, 1]], ["a", "b"], {"values": [2, 1]}, "rising"),
        ([[0, 1]], ["a", "b"], {"wanted": Wanted(weights="cubic")}, "linear"),
        ([[0, 1]], ["a", "b"], {"wanted": Wanted(metric="circular")}, "ordinal"),
    ],
)
def test_wrong_input_is_refused_with_a_word(codes, categories, more, says) -> None:
    with pytest.raises(UsageError, match=says):
        measures(codes, categories, **more)
