"""Log-linear models of lists: published estimates, selection, averaging, cautions and refusals."""

import csv
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from known_lists import CONGENITAL, HEPATITIS, HIV, KOSOVO, SLAVERY, codes, ends, sure, table
from probata.errors import UsageError
from probata.statistics.outcome import Refused
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear import estimate
from probata.statistics.population.loglinear_fit import Fitted, fit
from probata.statistics.population.loglinear_selection import rank, stepwise
from probata.statistics.population.models import bits, closed, hierarchical, parse

TABLES = Path(__file__).parents[2] / "shared" / "data" / "tables"


@pytest.mark.parametrize(
    ("lists", "model", "total", "se", "deviance"),
    [
        (KOSOVO, "independence", 7394.586662, 129.625391, 245.9387364),
        (KOSOVO, "123,14,34", 10356.51896, 785.902224, 9.322670),
        (KOSOVO, "123,134", 12740.96774, 1600.713215, 1.017054),
        (KOSOVO, "134,12,23", 18393.30612, 1738.8296, 10.250319),
        (HIV, "12,3,4", 12318.46768, 1188.72152, 7.613759),
        (CONGENITAL, "independence", 638.474572, 14.661432, 93.450907),
        (SLAVERY, "12,25,35,13,45,24", 11312.990289, 802.726351, 16.351383),
    ],
)
def test_named_models_as_published(lists: Lists, model: str, total: float, se: float, deviance: float) -> None:
    found = sure(estimate(lists, model=model))
    assert found.estimate == pytest.approx(total, rel=2e-9)
    assert found.se == pytest.approx(se, rel=1e-5)
    assert found.diagnostics["deviance"] == pytest.approx(deviance, abs=1e-6)


@pytest.mark.parametrize(
    ("lists", "model", "name", "low", "high"),
    [
        (KOSOVO, "independence", "profile", 7147.749, 7656.195),
        (KOSOVO, "123,14,34", "profile", 8994.257, 12110.408),
        (KOSOVO, "123,14,34", "wald-log", 9004.982, 12104.724),
        (KOSOVO, "123,134", "profile", 10184.308, 16703.405),
        (HIV, "12,3,4", "profile", 10265.994, 14992.333),
        (SLAVERY, "12,25,35,13,45,24", "wald-log", 9884.403, 13027.397),
    ],
)
def test_intervals_as_published(lists: Lists, model: str, name: str, low: float, high: float) -> None:
    found = estimate(lists, model=model, interval=name)
    assert ends(found, name) == pytest.approx((low, high), rel=2e-7)
    assert sure(found).interval.name == name


@pytest.mark.parametrize(
    "text", ["M0", "Mt", "Mth-poisson2", "Mh-poisson2", "Mh-darroch", "Mth-darroch", "Mh-gamma3.5"]
)
@pytest.mark.shared
def test_hares_on_six_days(text: str) -> None:
    """Cormack's snowshoe hares; estimates as Rcapture prints them (Baillargeon and Rivest, 2007)."""
    path = TABLES / "hare.csv"
    if not path.exists():
        pytest.skip("no shared folder beside the checkout")
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    lists = Lists.of(rows[0], [[int(cell) for cell in row] for row in rows[1:]])
    known = {
        "M0": (75.433619, 3.455), "Mt": (75.066201, 3.352), "Mth-poisson2": (81.079281, 5.574),
        "Mh-poisson2": (81.5, 5.7), "Mh-darroch": (90.4, 11.6), "Mth-darroch": (90.5, 11.7),
        "Mh-gamma3.5": (100.6, 21.7),
    }  # fmt: skip
    found = sure(estimate(lists, model=text.upper()))
    assert found.model == text
    total, se = known[text]
    assert found.estimate == pytest.approx(total, abs=6e-7 if total != round(total, 1) else 0.05)
    assert found.se == pytest.approx(se, abs=5e-4 if total != round(total, 1) else 0.05)
    if text == "Mth-poisson2":
        assert ends(found, "profile") == pytest.approx((71.822, 93.847), abs=6e-4)


def test_the_best_of_113_models() -> None:
    found = sure(estimate(KOSOVO))
    assert found.model == "123,14,34"
    assert found.diagnostics["bic"] == pytest.approx(203.029633, abs=1e-6)
    assert found.diagnostics["models"] == 113
    assert found.diagnostics["top_models"][:3] == ["[123,14,34]", "[123,134]", "[134,12,23]"]  # type: ignore[index]
    assert [each.bic for each in rank(KOSOVO, "bic").fits[:3]] == pytest.approx([203.029633, 203.113377, 203.957282])
    assert sure(estimate(KOSOVO, selection="aic")).model == "123,134"
    assert codes(found) == {"models-disagree", "selection-ignored"}


def test_the_best_of_6893_models() -> None:
    found = sure(estimate(CONGENITAL))
    assert found.diagnostics["models"] == 6893
    assert found.model == "12,13,45"
    best = min((fit(CONGENITAL, terms) for terms in hierarchical(5)[:400]), key=lambda each: each.bic)  # type: ignore[union-attr]
    assert isinstance(best, Fitted)
    assert found.diagnostics["bic"] <= best.bic + 1e-9  # type: ignore[operator]


def test_stepwise_as_published() -> None:
    terms, steps = stepwise(SLAVERY, 0.02)
    entered = [":".join(SLAVERY.names[place] for place in bits(step.term)) for step in steps]
    assert entered == ["LA:NG", "NG:GP", "PFNCA:GP", "LA:PFNCA", "GO:GP", "NG:GO"]
    found = sure(estimate(SLAVERY, selection="stepwise"))
    assert found.estimate == pytest.approx(11312.990289, rel=1e-10)
    assert fit(SLAVERY, terms).model == found.model  # type: ignore[union-attr]
    assert {"threshold-moves", "selection-ignored", "sparse"} <= codes(found)


def test_the_p_value_of_a_step_worked_by_hand() -> None:
    """Under independence 4.57 persons are expected on LA and NG, and 18 are: the chance of 18 or more."""
    _, steps = stepwise(SLAVERY, 0.02)
    alone = fit(SLAVERY, closed((), 5))
    assert isinstance(alone, Fitted)
    mean = alone.expected[(alone.table.histories & 3) == 3].sum()
    below = sum(
        exp(-mean + number * log(mean) - sum(log(each) for each in range(1, number + 1))) for number in range(18)
    )
    assert steps[0].p == pytest.approx(1 - below, rel=1e-6)


def test_an_average_worked_by_hand() -> None:
    """Three lists, eight models, from their BIC alone."""
    fits = [each for each in (fit(HEPATITIS, terms) for terms in hierarchical(3)) if isinstance(each, Fitted)]
    weights = np.exp([-each.bic / 2 for each in fits])
    weights /= weights.sum()
    hidden = sum(weight * each.hidden for weight, each in zip(weights, fits, strict=True))
    se = sum(
        weight * (each.se**2 + (each.hidden - hidden) ** 2) ** 0.5 for weight, each in zip(weights, fits, strict=True)
    )
    found = sure(estimate(HEPATITIS, selection="average-bic"))
    assert found.estimate == pytest.approx(271 + hidden, rel=1e-3)
    assert found.se == pytest.approx(se, rel=1e-3)
    low, high = found.interval.low - 271, found.interval.high - 271
    assert low * high == pytest.approx((found.estimate - 271) ** 2)
    assert found.diagnostics["models"] == 8


@pytest.mark.parametrize("lists", [KOSOVO, HIV, HEPATITIS], ids=["kosovo", "hiv", "hepatitis"])
def test_agrees_with_statsmodels(lists: Lists) -> None:
    statsmodels = pytest.importorskip("statsmodels.api", reason="only to check against")
    compared = 0
    for terms in hierarchical(lists.k)[:: lists.k - 1]:
        found = fit(lists, terms)
        if isinstance(found, Refused) or not found.freedom:
            continue
        regression = statsmodels.GLM(found.table.counts, found.table.design, family=statsmodels.families.Poisson())
        other = regression.fit(tol=1e-12)
        compared += 1
        assert found.intercept == pytest.approx(other.params[0], rel=1e-7)
        assert found.variance == pytest.approx(other.cov_params()[0, 0], rel=1e-5)
        assert found.log_likelihood == pytest.approx(other.llf, rel=1e-9)
    assert compared > 2


def test_residuals_and_expected_counts_of_each_history() -> None:
    found = sure(estimate(KOSOVO, model="123,14,34")).diagnostics
    expected, residuals = np.array(found["expected"]), np.array(found["residuals"])
    assert len(found["histories"]) == len(expected) == 15  # type: ignore[arg-type]
    assert found["histories"][0] == "1,0,0,0"  # type: ignore[index]
    assert expected.sum() == pytest.approx(4400)
    assert expected[0] + residuals[0] * expected[0] ** 0.5 == pytest.approx(1131)


def test_the_order_of_the_lists_changes_only_names() -> None:
    turned = KOSOVO.only((3, 1, 0, 2))
    assert sure(estimate(turned)).estimate == pytest.approx(sure(estimate(KOSOVO)).estimate, rel=1e-9)
    assert sure(estimate(turned, model="432,31,41")).estimate == pytest.approx(10356.51896, rel=1e-9)


def test_histories_that_are_not_given_are_zero() -> None:
    given = table("A B C", {"100": 9, "010": 8, "001": 7, "110": 4, "101": 3, "011": 2, "111": 0, "000": 55})
    silent = table("A B C", {"100": 9, "010": 8, "001": 7, "110": 4, "101": 3, "011": 2})
    assert sure(estimate(given)) == sure(estimate(silent))


def test_an_interaction_of_lists_that_share_nobody_is_infinite_and_said() -> None:
    found = sure(estimate(table("A B C", {"100": 90, "010": 80, "001": 70, "101": 20, "011": 25}), model="12,3"))
    assert found.diagnostics["empty_overlaps"] == ["A:B"]
    assert found.diagnostics["df"] == 1
    assert found.diagnostics["parameters"] == 5
    assert codes(found) == {"empty-overlap"}


def test_two_lists_with_a_named_model_are_lincoln_and_petersen() -> None:
    found = sure(estimate(table("A B", {"10": 80, "01": 40, "11": 20}), model="independence"))
    assert found.estimate == pytest.approx(300)
    assert codes(found) == {"saturated"}


def test_six_lists_are_built_stepwise_and_said() -> None:
    six = Lists.of("ABCDEF", [[1 + (row >> place) & 1 for place in range(6)] for row in range(64)] * 4)
    found = sure(estimate(six))
    assert found.diagnostics["selection"] == "stepwise"
    assert "built-stepwise" in codes(found)
    assert "built-stepwise" not in codes(estimate(six, selection="stepwise"))


def _refused(lists: Lists, **wish: str) -> str:
    found = estimate(lists, **wish)  # type: ignore[arg-type]
    assert isinstance(found, Refused)
    assert found.reason
    return found.code


def test_refused_for_too_few_lists() -> None:
    assert _refused(KOSOVO.only((0, 1))) == "too-few-lists"
    assert _refused(KOSOVO.only((0, 1)), selection="stepwise") == "too-few-lists"
    assert _refused(KOSOVO.only((0,)), model="independence") == "too-few-lists"


def test_a_list_with_nobody_on_it_is_no_list() -> None:
    two = table("A B C", {"100": 80, "010": 40, "110": 20})
    assert _refused(two) == "too-few-lists"
    found = sure(estimate(two, model="independence"))
    assert found.estimate == pytest.approx(300)
    assert "empty-list" in codes(found)
    assert "empty-overlap" not in codes(found)


def test_refused_without_overlap_whatever_is_asked() -> None:
    apart = table("A B C", {"100": 9, "010": 8, "001": 7})
    for wish in (
        {},
        {"model": "independence"},
        {"model": "M0"},
        {"selection": "stepwise"},
        {"selection": "average-aic"},
    ):
        assert _refused(apart, **wish) == "no-overlap"
    assert _refused(table("A B C", {})) == "no-overlap"


def test_refused_where_a_model_cannot_be_estimated() -> None:
    lists = table("A B C", {"100": 20, "010": 30, "001": 25, "101": 6, "011": 8})
    assert _refused(lists, model="12,13,23") == "not-identifiable"
    assert _refused(table("A B", {"10": 20, "01": 30, "11": 3}), model="Mh-poisson2") == "not-identifiable"
    inside = table("A B C", {"010": 30, "110": 12, "011": 9, "111": 5})
    assert _refused(inside, model="independence") == "no-maximum"
    assert _refused(table("A B C", {"111": 5})) == "no-model"


def test_refused_where_nearly_nobody_would_have_been_seen() -> None:
    """One of a hundred million on both lists: N would be 10^15."""
    assert _refused(table("A B", {"10": 10**8, "01": 10**8, "11": 1}), model="independence") == "not-finite"


def test_cautions_of_a_bad_fit_and_of_a_sea_of_unseen() -> None:
    assert "bad-fit" in codes(estimate(KOSOVO, model="independence"))
    assert "mostly-unseen" in codes(estimate(table("A B", {"10": 400, "01": 300, "11": 5}), model="independence"))
    assert "sparse" in codes(estimate(table("A B", {"10": 40, "01": 30, "11": 4}), model="independence"))
    assert "saturated" in codes(estimate(HEPATITIS))


def test_a_caution_where_wald_is_too_narrow() -> None:
    """Most of the infants were seen, few of the dead of Kosovo were."""
    assert "wald-narrow" in codes(estimate(CONGENITAL, model="independence", interval="wald-log"))
    assert "wald-narrow" not in codes(estimate(CONGENITAL, model="independence"))
    assert "wald-narrow" not in codes(estimate(KOSOVO, model="123,14,34", interval="wald-log"))


def test_wrong_usage() -> None:
    for wish in ({"selection": "best"}, {"interval": "wald"}, {"model": "1234"}, {"model": "Mb"}):
        with pytest.raises(UsageError):
            estimate(KOSOVO, **wish)  # type: ignore[arg-type]


def test_models_that_are_near_are_all_in_the_average() -> None:
    ranked = rank(KOSOVO, "aic")
    assert sum(ranked.weights) == pytest.approx(1)
    assert list(ranked.weights) == sorted(ranked.weights, reverse=True)
    assert parse("123,134", 4) == ranked.fits[0].terms


@pytest.mark.parametrize("criterion", ["aic", "bic"])
def test_the_ranking_is_that_of_each_model_fitted_alone(criterion: str) -> None:
    generator = np.random.default_rng(9)
    for _ in range(3):
        counts = generator.poisson(np.exp(generator.normal(1, 1.6, 16)))
        counts[0] = 0
        lists = Lists(tuple("ABCD"), counts)
        alone = [each for each in (fit(lists, terms) for terms in hierarchical(4)) if isinstance(each, Fitted)]
        alone.sort(key=lambda each: (getattr(each, criterion), len(each.terms)))
        found = rank(lists, criterion).fits
        assert len(found) >= 1
        assert [getattr(each, criterion) for each in found] == pytest.approx(
            [getattr(each, criterion) for each in alone[: len(found)]], rel=1e-9
        )
