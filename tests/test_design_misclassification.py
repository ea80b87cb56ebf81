"""Shares put right for the errors of a coder: known truth, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.errors import BadInput, UsageError
from probata.statistics.design.design import Design
from probata.statistics.design.estimates import Estimate, proportion
from probata.statistics.design.misclassification import Checked, Rate, by_checking, by_rates, worth
from probata.statistics.outcome import Refused

NAN = float("nan")
REPLICATES = 500


def number(found: Estimate | Refused) -> Estimate:
    assert isinstance(found, Estimate), found
    return found


def checked(found: Checked | Refused) -> Estimate:
    assert isinstance(found, Checked), found
    return found.estimate


def refusal(found: object) -> str:
    assert isinstance(found, Refused), found
    return found.code


def codes(found: Estimate) -> list[str]:
    return [each.code for each in found.cautions]


def test_rogan_and_gladen() -> None:
    """23 of 150 with sensitivity .96 and specificity .89: 5.1 % (the example of epiR's `epi.prev`)."""
    found = number(by_rates(23 / 150, 150, Rate(96, 100), Rate(89, 100)))
    assert found.value == pytest.approx((23 / 150 + 0.89 - 1) / 0.85)
    assert round(found.value, 3) == 0.051


def test_a_coder_without_errors_changes_nothing_but_the_doubt() -> None:
    found = number(by_rates(0.3, 200, Rate(100_000, 100_000), Rate(100_000, 100_000)))
    assert found.value == pytest.approx(0.3)
    assert found.se == pytest.approx((0.3 * 0.7 / 200) ** 0.5)
    n = 200 + 1.959963984540054**2
    middle = (60 + 1.959963984540054**2 / 2) / n
    half = 1.959963984540054 * (middle * (1 - middle) / n) ** 0.5
    assert (found.interval.low, found.interval.high) == pytest.approx((middle - half, middle + half), abs=1e-4)


def test_the_interval_of_lang_and_reiczigel_by_hand() -> None:
    """Equations 6, 7, 15, 16 and 17, with 40 of 200, sensitivity 45 of 50, specificity 95 of 100."""
    z = 1.959963984540054
    n, se, sp = 200 + z**2, 46 / 52, 96 / 102
    p = (40 + z**2 / 2) / n
    share = (p + sp - 1) / (se + sp - 1)
    shift = 2 * z**2 * (share * se * (1 - se) / 52 - (1 - share) * sp * (1 - sp) / 102)
    variance = p * (1 - p) / n + share**2 * se * (1 - se) / 52 + (1 - share) ** 2 * sp * (1 - sp) / 102
    half = z * variance**0.5 / (se + sp - 1)
    found = number(by_rates(0.2, 200, Rate(45, 50), Rate(95, 100)))
    assert found.value == pytest.approx(0.15 / 0.85)
    assert (found.interval.low, found.interval.high) == pytest.approx((share + shift - half, share + shift + half))


def test_a_coder_no_better_than_chance_is_refused_and_one_hardly_better_says_nothing() -> None:
    assert refusal(by_rates(0.3, 100, Rate(5, 10), Rate(5, 10))) == "coder-no-better-than-chance"
    assert refusal(by_rates(0.3, 100, Rate(1, 10), Rate(2, 10))) == "coder-no-better-than-chance"
    found = number(by_rates(0.5, 100, Rate(6, 10), Rate(6, 10)))
    assert "coder-hardly-better-than-chance" in codes(found)
    assert (found.interval.low, found.interval.high) == (0, 1)


def test_what_cannot_be_is_cut_and_said() -> None:
    low, high = (number(by_rates(p, 200, Rate(45, 50), Rate(90, 100))) for p in (0.05, 0.97))
    assert (low.value, codes(low), high.value, codes(high)) == (0, ["cut-at-bound"], 1, ["cut-at-bound"])


@given(st.floats(0, 1), st.integers(2, 10_000), st.integers(0, 60), st.integers(0, 60))
def test_error_rates_never_lead_out_of_0_to_1(p: float, n: int, right: int, wrong: int) -> None:
    found = by_rates(p, n, Rate(right, 60), Rate(60 - wrong, 60))
    if isinstance(found, Estimate):
        assert 0 <= found.interval.low <= found.interval.high <= 1
        assert 0 <= found.value <= 1


def test_rates_that_cannot_be() -> None:
    for right, of in ((-1, 5), (6, 5), (0, 0)):
        with pytest.raises(UsageError):
            Rate(right, of)


def test_worth() -> None:
    assert worth(0.2, (0.2 * 0.8 / 70) ** 0.5, 100) == pytest.approx(70)
    assert worth(0.0, 0.0, 12.5) == 12.5


@pytest.mark.parametrize(
    ("truth", "n", "sensitivity", "n_se", "specificity", "n_sp"),
    [(0.1, 200, 0.9, 50, 0.95, 100), (0.5, 150, 0.85, 60, 0.9, 60), (0.02, 500, 0.8, 40, 0.98, 200)],
)
def test_error_rates_recover_the_truth(truth, n, sensitivity, n_se, specificity, n_sp) -> None:
    rng = np.random.default_rng(1)
    hits = rng.binomial(n, truth * sensitivity + (1 - truth) * (1 - specificity), REPLICATES)
    right = zip(rng.binomial(n_se, sensitivity, REPLICATES), rng.binomial(n_sp, specificity, REPLICATES), strict=True)
    found = [
        number(by_rates(hit / n, n, Rate(int(a), n_se), Rate(int(b), n_sp)))
        for hit, (a, b) in zip(hits, right, strict=True)
    ]
    assert np.mean([each.interval.low <= truth <= each.interval.high for each in found]) >= 0.93
    assert np.mean([each.value for each in found]) == pytest.approx(truth, abs=0.012)


def sampled(rng: np.random.Generator, kind: str) -> tuple[Estimate | str, float, float]:
    """One double sample: the estimate (or why none), the truth, and the share as coded."""
    if kind == "endless":
        y = rng.random(500) < 0.3
        design, truth = Design.of(500), 0.3
    elif kind == "clusters":
        labels = np.repeat(np.arange(40), 10)
        y = rng.random(400) < rng.beta(2, 4.6667, 40)[labels]
        design, truth = Design.of(400, clusters=labels.tolist()), 0.3
    else:
        drawn = 400 if kind == "whole frame" else 320
        y = rng.permutation(np.arange(400) < 120)[:drawn]
        design, truth = Design.of(drawn, fpc=[400] * drawn), 0.3
    first = np.where(y, rng.random(len(y)) < 0.85, rng.random(len(y)) < 0.08)
    decided = np.full(len(y), NAN)
    picked = rng.choice(len(y), 80, replace=False)
    decided[picked] = y[picked]
    found = by_checking(design, [str(int(code)) for code in first], decided)
    return (found.code if isinstance(found, Refused) else found.estimate), truth, float(first.mean())


@pytest.mark.parametrize("kind", ["endless", "clusters", "finite", "whole frame"])
def test_checking_recovers_the_truth(kind: str) -> None:
    rng = np.random.default_rng(7)
    made = [sampled(rng, kind) for _ in range(REPLICATES)]
    found = [each for each, _, _ in made if isinstance(each, Estimate)]
    assert len(found) == REPLICATES
    values = np.array([each.value for each in found])
    assert values.mean() == pytest.approx(0.3, abs=3 * values.std() / REPLICATES**0.5 + 0.002)
    assert np.mean([each.se**2 for each in found]) == pytest.approx(values.var(), rel=0.2)
    assert np.mean([each.interval.low <= 0.3 <= each.interval.high for each in found]) >= 0.93


def test_with_all_checked_it_is_the_share_of_what_was_decided() -> None:
    decided = [1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    first = ["y", "y", "y", "y", "n", "n", "n", "n", "n", "n"]
    for design in (Design.of(10), Design.of(10, weights=[1.0, 2.0] * 5)):
        found, plain = checked(by_checking(design, first, decided)), number_of(design, decided)
        assert found.value == pytest.approx(plain.value)
        assert found.se == pytest.approx(plain.se, rel=0.2)
    known = checked(by_checking(Design.of(10, fpc=[10] * 10), first, decided))
    assert (known.value, known.se, known.interval.low) == (0.4, 0, 0.4)


def number_of(design: Design, hits: list[float]) -> Estimate:
    found = proportion(design, hits)
    assert isinstance(found, Estimate)
    return found


def test_tenenbein() -> None:
    """Σ W p and, for a large sample, (1/n) Σ W (p_g − p)² + Σ W² p_g (1 − p_g)/(m_g − 1), written out."""
    first = ["y"] * 300 + ["n"] * 700
    decided = [1.0] * 24 + [0.0] * 6 + [NAN] * 270 + [1.0] * 7 + [0.0] * 63 + [NAN] * 630
    found = checked(by_checking(Design.of(1000), first, decided))
    assert found.value == pytest.approx(0.3 * 0.8 + 0.7 * 0.1)
    between = (0.3 * (0.8 - 0.31) ** 2 + 0.7 * (0.1 - 0.31) ** 2) / 1000
    inside = 0.3**2 * 0.8 * 0.2 / 29 + 0.7**2 * 0.1 * 0.9 / 69
    assert found.se**2 == pytest.approx(between + inside, rel=2e-3)


def test_weights_count_in_both_phases() -> None:
    first, weights = ["y", "y", "y", "n", "n", "n"], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    found = by_checking(Design.of(6, weights=weights), first, [1.0, 0.0, NAN, 0.0, 1.0, NAN])
    assert checked(found).value == pytest.approx(6 / 21 * 1 / 3 + 15 / 21 * 5 / 9)
    assert isinstance(found, Checked)
    assert [(each.code, each.coded, each.checked, each.hits) for each in found.groups] == [
        ("n", 3, 2, 1),
        ("y", 3, 2, 1),
    ]


def test_checks_that_all_agree_are_not_taken_as_certain() -> None:
    """20 of 900 *no* were checked, and all were *no*: up to a sixth of them may be *yes*."""
    first = ["no"] * 900 + ["yes"] * 100
    decided = [0.0] * 20 + [NAN] * 880 + [1.0] * 20 + [NAN] * 80
    found = checked(by_checking(Design.of(1000), first, decided))
    assert found.value == pytest.approx(0.1)
    assert found.interval.high > 0.22
    assert codes(found) == []


def test_few_decided_hits_are_said() -> None:
    first = ["no"] * 50 + ["yes"] * 10
    decided = [0.0] * 20 + [NAN] * 30 + [1.0] * 2 + [NAN] * 8
    assert codes(checked(by_checking(Design.of(60), first, decided))) == ["few-hits"]


@pytest.mark.parametrize(
    ("decided", "code"),
    [
        ([1.0, 1.0, NAN, NAN, NAN, NAN], "code-hardly-checked"),
        ([1.0, 1.0, NAN, 0.0, NAN, NAN], "code-hardly-checked"),
        ([NAN] * 6, "no-observation"),
    ],
)
def test_a_first_code_that_was_not_checked_is_refused(decided: list[float], code: str) -> None:
    assert refusal(by_checking(Design.of(6), list("yyynnn"), decided)) == code


def test_decisions_are_0_or_1_and_one_for_each() -> None:
    for decided in ([0.5, 1.0], [1.0]):
        with pytest.raises(BadInput):
            by_checking(Design.of(2), ["a", "a"], decided)
