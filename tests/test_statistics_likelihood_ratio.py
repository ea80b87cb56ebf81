"""Likelihood ratios: calibrated on held-out comparisons, capped always, refused where there is too little."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.statistics.likelihood_ratio import (
    Calibration,
    Refused,
    calibrate,
    cllr,
    cllr_min,
    clopper_pearson,
    left_out,
    misleading,
    tippett,
    verbal,
)

KINDS = {
    "normal": (lambda rng, n: rng.normal(3, 1, n), lambda rng, n: rng.normal(0, 1, n)),
    "wide": (lambda rng, n: np.exp(rng.normal(2, 0.9, n)) + rng.normal(0, 1, n), lambda rng, n: rng.normal(0, 1.1, n)),
    "heavy": (lambda rng, n: 4 + rng.standard_t(4, n), lambda rng, n: rng.standard_t(4, n)),
    "skewed": (
        lambda rng, n: 6 - 0.7 * rng.gamma(2, 1, n) + rng.normal(0, 0.3, n),
        lambda rng, n: rng.gamma(1.5, 1, n),
    ),
    "mixed": (
        lambda rng, n: np.where(rng.random(n) < 0.1, rng.normal(0, 1, n), rng.normal(30, 10, n)),
        lambda rng, n: rng.normal(0, 1, n),
    ),
    "apart": (lambda rng, n: rng.normal(40, 5, n), lambda rng, n: rng.normal(0, 1, n)),
    "nothing": (lambda rng, n: rng.normal(0, 1, n), lambda rng, n: rng.normal(0, 1, n)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n_same", "n_different"), [(20, 5000), (60, 400), (400, 2000), (300, 100), (2000, 40)])
def test_held_out_comparisons_are_calibrated(kind, n_same, n_different):
    same_of, different_of = KINDS[kind]
    losses = []
    for seed in range(4):
        rng = np.random.default_rng([seed, n_same])
        found = calibrate(same_of(rng, n_same), different_of(rng, n_different))
        assert isinstance(found, Calibration)
        same, different = found.log10_lr(same_of(rng, 2000)), found.log10_lr(different_of(rng, 2000))
        losses.append(cllr(same, different) - cllr_min(same, different))
    assert np.mean(losses) < 0.05
    assert min(losses) >= -1e-9


@given(
    st.lists(st.floats(-100, 100), min_size=20, max_size=40),
    st.lists(st.floats(-100, 100), min_size=40, max_size=60),
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5),
)
def test_the_caps_hold_for_any_scores(same, different, asked):
    found = calibrate(same, different)
    assert isinstance(found, Calibration)
    ratios = found.log10_lr(asked)
    assert (ratios <= math.log10(len(different) + 1)).all()
    assert (ratios >= -math.log10(len(same) + 1)).all()
    order = np.argsort(asked)
    assert (np.diff(ratios[order]) >= 0).all()


def test_too_few_comparisons_are_refused_with_how_many_would_do():
    found = calibrate([1.0] * 12, [0.0] * 30)
    assert isinstance(found, Refused)
    assert (found.more_same, found.more_different) == (8, 10)
    assert "12 same-source" in found.reason


def test_cost_of_ratios():
    assert cllr([0.0], [0.0]) == pytest.approx(1)
    assert cllr([3.0, 3.0], [-3.0]) == pytest.approx(math.log2(1 + 1e-3), rel=1e-6)
    assert cllr([-2.0], [2.0]) > 5


def test_the_least_cost_by_hand():
    assert cllr_min([2, 3], [0, 1]) == 0
    assert cllr_min([1.0], [1.0]) == pytest.approx(1)
    # 0 d | {1 s, 2 d} pooled | 3 s: half of the mass lies in a block of equal shares
    assert cllr_min([1, 3], [0, 2]) == pytest.approx(0.5)
    rng = np.random.default_rng(1)
    s, d = rng.normal(1, 1, 300), rng.normal(-1, 1, 300)
    assert cllr_min(s, d) == pytest.approx(cllr_min(np.exp(s), np.exp(d)))
    assert cllr_min(s, d) <= cllr(s, d)


def test_points_of_a_tippett_plot():
    assert tippett([1, 2], [0, 1]) == [(0, 1, 1), (1, 1, 0.5), (2, 0.5, 0)]


def test_misleading_evidence_has_an_exact_interval():
    found = misleading([1, 1, -1, 0], same=True)
    assert (found.count, found.of, found.rate) == (1, 4, 0.25)
    assert (found.low, found.high) == pytest.approx((0.0063, 0.8059), abs=1e-4)
    assert misleading([1, -1, -2], same=False).count == 1
    assert clopper_pearson(0, 10) == pytest.approx((0, 0.3085), abs=1e-4)
    assert clopper_pearson(0, 0) == (0, 1)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1, "no support for either"),
        (5, "weak support for the same source"),
        (50, "moderate support for the same source"),
        (500, "moderately strong support for the same source"),
        (5000, "strong support for the same source"),
        (1e5, "very strong support for the same source"),
        (1e7, "extremely strong support for the same source"),
        (1 / 50, "moderate support for different sources"),
    ],
)
def test_the_verbal_scale(ratio, words):
    assert verbal(math.log10(ratio)) == words


@pytest.mark.parametrize("photographs", [20, 21, 22, 29])
def test_what_is_enough_for_ratios_is_enough_to_examine_them(photographs):
    """Without a tenth of 20 comparisons only 18 are left."""
    rng = np.random.default_rng(photographs)
    scores = np.concatenate([rng.normal(9, 1, photographs), rng.normal(0, 1, 2 * photographs)])
    same = np.arange(3 * photographs) < photographs
    assert isinstance(calibrate(scores[same], scores[~same]), Calibration)
    ratios, refused = left_out(scores, same, [f"p{n % photographs}" for n in range(3 * photographs)])
    assert not refused
    assert np.isfinite(ratios).all()


def test_what_is_no_score_gets_no_ratio_and_no_word():
    with pytest.raises(ValueError, match="finite"):
        calibrate([math.nan] + [1.0] * 30, [0.0] * 50)
    found = Calibration(-1.0, 1.0, 30, 50)
    assert np.isnan(found.log10_lr([math.nan])).all()
    assert found.log10_lr([math.inf, -math.inf]).tolist() == [found.caps[1], found.caps[0]]
    with pytest.raises(ValueError, match="no ratio"):
        verbal(math.nan)


def test_no_comparison_is_calibrated_with_its_own_photograph():
    rng = np.random.default_rng(3)
    scores = [*rng.normal(6, 1, 60), *rng.normal(0, 1, 180)]
    same = [True] * 60 + [False] * 180
    groups = [f"p{n % 60}" for n in range(240)]
    ratios, refused = left_out(scores, same, groups)
    assert not refused
    assert np.isfinite(ratios).all()
    assert cllr(ratios[:60], ratios[60:]) < 0.15
    far = [*scores[:-1], 1000.0]
    other, _ = left_out(far, same, groups)
    fold = sorted(set(groups)).index(groups[-1]) % 10
    own = [place for place, g in enumerate(groups) if sorted(set(groups)).index(g) % 10 == fold]
    assert np.array_equal(ratios[own[:-1]], other[own[:-1]])
    assert np.isnan(left_out([1, 0], [True, False], ["a", "b"])[0]).all()
