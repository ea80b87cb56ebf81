"""The design of a drawn sample is what estimates need: weights add up, and variances are those of simulation."""

from itertools import pairwise

import numpy as np
import pytest

from probata.digest import Digest
from probata.examination.designs import answered, design_of, unanswered, without_gaps
from probata.examination.sampling import drawn
from probata.ledger.examinations import FrameUnit
from test_examination_sampling import DESIGNS, sample

SEEDS = 800


def value(unit: str) -> float:
    """A value of each unit that is alike in a cluster, by a hash."""
    return (int(unit[:4], 16) % 100) / 100


@pytest.mark.parametrize("design", DESIGNS)
def test_totals_are_unbiased_and_their_variance_is_what_the_design_says(design):
    frame, words, size = DESIGNS[design]
    truth = sum(map(value, frame))
    totals, variances = [], []
    for seed in range(SEEDS):
        drawing = sample(size, str(seed), **words)
        found = drawn(drawing, frame)
        y = np.array([value(each.unit) for each in found])
        made = design_of(drawing, found)
        assert made.weights == pytest.approx([each.weight for each in found])
        totals.append(float(made.weights @ y))
        variances.append(made.variance(y))
    spread = float(np.std(totals, ddof=1))
    assert np.mean(totals) == pytest.approx(truth, abs=4.5 * spread / SEEDS**0.5)
    assert np.mean(variances) == pytest.approx(spread**2, rel=0.2)


def test_a_whole_frame_leaves_nothing_to_chance():
    for frame, words, _ in DESIGNS.values():
        most = len({each.cluster or unit for unit, each in frame.items()})
        drawing = sample(most, **{**words, "per_cluster": 0})
        found = drawn(drawing, frame)
        made = design_of(drawing, found)
        assert made.weights == pytest.approx(1)
        assert made.variance(np.array([value(each.unit) for each in found])) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("design", DESIGNS)
def test_what_is_answered_stands_for_what_is_not(design):
    frame, words, size = DESIGNS[design]
    drawing = sample(size, **words)
    found = drawn(drawing, frame)
    assert answered(drawing, found, [each.unit for each in found]) == found
    most = answered(drawing, found, [each.unit for each in found if each.order % 3])
    assert all(0 < each.probability <= 1 for each in most)
    assert {each.unit: each.first_stage[1] for each in most}.items() <= {
        each.unit: each.first_stage[1] for each in found
    }.items()
    strata = {each.stratum for each in frame.values()}
    if words.get("clusters", "none") == "none":
        silent = unanswered(found, [each.unit for each in most])
        assert set(silent) == strata - {each.stratum for each in most}
        for stratum in strata - set(silent):
            weights = [each.weight for each in most if each.stratum == stratum]
            assert sum(weights) == pytest.approx(sum(each.stratum == stratum for each in frame.values()))


def test_the_first_that_were_drawn_are_the_shorter_sample():
    frame, words, _ = DESIGNS["stratified"]
    long = drawn(sample(12, **words), frame)
    for size, _ in pairwise(range(6, 13)):
        first = [each.unit for each in long[:size]]
        assert without_gaps(long, first)
        assert answered(sample(12, **words), long, first) == drawn(sample(size, **words), frame)
    assert not without_gaps(long, [long[1].unit])


def test_a_stratum_of_which_nothing_is_answered_is_named():
    frame = {Digest.of(f"{n}".encode()).hex: FrameUnit("a" if n % 2 else "b", "", ()) for n in range(20)}
    found = drawn(sample(6, strata="branch"), frame)
    assert unanswered(found, [each.unit for each in found if each.stratum == "a"]) == ("b",)
