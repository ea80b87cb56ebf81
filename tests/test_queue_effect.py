"""What judging the queue does to the count: a known truth answers, and the error falls."""

from statistics import fmean

import pytest

from queue_answers import answered


@pytest.mark.parametrize("misprints", [0.02, pytest.param(0.04, marks=pytest.mark.slow)])
def test_a_hundred_judged_pairs_halve_the_error(misprints: float) -> None:
    both = [answered(300, seed, {"misprints": misprints}, 100) for seed in (301, 302, 303)]
    before, after = (fmean(abs(found.score.error) for found in each) for each in zip(*both, strict=True))
    assert before > 0.03
    assert after <= before / 2
    assert all(later.score.pair_f1 >= earlier.score.pair_f1 for earlier, later in both)
    assert all(len(later.silent) <= len(earlier.silent) for earlier, later in both)
