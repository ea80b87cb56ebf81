"""The tail of ordinary values: known distributions are recovered, and what lies beyond a gap does not move it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.linkage.authenticity_tail import FEWEST_ABOVE, Tail, tail_of

Values = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Values]
LEVEL = 0.002
ORDINARY: dict[str, Draw] = {
    "normal": lambda rng, n: rng.normal(size=n),
    "exponential": lambda rng, n: rng.exponential(size=n),
    "lognormal": lambda rng, n: np.exp(rng.normal(scale=0.7, size=n)),
    "student": lambda rng, n: rng.standard_t(4, size=n),
}


def threshold(tail: Tail) -> float:
    """The smallest value that ordinary ones exceed with at most `LEVEL`, to a thousandth."""
    low, high = tail.start, tail.start + 1000 * tail.scale
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if tail.survival(np.array([middle]))[0] > LEVEL else (low, middle)
    return high


@pytest.mark.parametrize("name", ORDINARY)
@pytest.mark.parametrize("others", [0.0, 0.01, 0.03])
@pytest.mark.parametrize("count", [60, 2000])
def test_ordinary_values_pass_the_threshold_rarely_and_others_nearly_always(
    name: str, others: float, count: int
) -> None:
    rng = np.random.default_rng(5)
    many = ORDINARY[name](rng, 200_000)
    far = np.quantile(many, 0.999) - np.median(many)
    alarms, seen = [], []
    for _ in range(12):
        values = ORDINARY[name](rng, count)
        strange = round(others * count)
        values[:strange] = np.median(many) + far * rng.uniform(1.8, 4.0, strange)
        limit = threshold(tail_of(values))
        alarms.append(float((many > limit).mean()))
        seen += (values[:strange] > limit).tolist()
    assert np.mean(alarms) < 0.01
    assert not seen or np.mean(seen) > 0.85


def test_an_exponential_tail_is_recovered() -> None:
    values = np.random.default_rng(1).exponential(2.0, 20_000)
    tail = tail_of(values)
    for level in (0.05, 0.01, 0.002):
        assert tail.survival(np.array([-2.0 * np.log(level)]))[0] == pytest.approx(level, rel=0.35)


@given(st.lists(st.floats(-1e6, 1e6), min_size=20, max_size=120), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_survival_falls_and_does_not_depend_on_order(values: list[float], seed: int) -> None:
    shuffled = np.random.default_rng(seed).permutation(values)
    tail = tail_of(values)
    assert tail_of(shuffled) == tail
    survival = tail.survival(np.sort(np.array(values)))
    assert (np.diff(survival) <= 0).all()
    assert ((survival >= 0) & (survival <= 1)).all()


def test_few_values_above_the_rest_have_no_shape_and_their_share_is_told() -> None:
    values = np.zeros(1000)
    values[: FEWEST_ABOVE - 1] = 5.0
    tail = tail_of(values)
    assert tail == Tail(0.0, 0.009)
    assert tail.survival(np.array([0.0, 7.0])).tolist() == [1.0, 0.009]
