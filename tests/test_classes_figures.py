"""Figures by class: what is expected to be right, with its interval, and nothing claimed of what is unclassified."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from probata.report.figures import Figure, figures
from probata.report.figures.classes import number_right
from test_report_made import Shot, findings_of, small, snapshot_of


def made(shots: list[Shot]) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(snapshot_of(shots), findings_of(shots))}


def scenes(count: int, confidence: float, *, judged: int = 0) -> list[Shot]:
    return [
        Shot(f"{i}.jpg", str(i), class_="scene", confidence=confidence, class_judged=i < judged) for i in range(count)
    ]


def test_the_expected_number_of_right_ones_and_its_interval() -> None:
    figure = made(scenes(50, 0.8))["class-rightly-proposed.scene"]
    assert figure.value == pytest.approx(40)
    assert (figure.low, figure.high) == (binom.ppf(0.025, 50, 0.8), binom.ppf(0.975, 50, 0.8))
    assert (figure.level, figure.denominator, figure.resting_on_links, figure.link_error) == (0.95, 50, 50, 0.2)


def test_judged_photographs_are_no_proposals() -> None:
    figure = made(scenes(50, 0.8, judged=50))["class-rightly-proposed.scene"]
    assert (figure.value, figure.low, figure.high, figure.denominator) == (0, 0, 0, 0)


def test_nothing_is_claimed_of_what_is_unclassified() -> None:
    found = made(small())
    assert "class-rightly-proposed.unclassified" not in found
    assert found["photographs-by-class.unclassified"].link_error is None


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=6))
def test_the_number_of_right_ones_is_distributed_as_by_counting_all_outcomes(probabilities: list[float]) -> None:
    expected = np.zeros(len(probabilities) + 1)
    for outcome in range(2 ** len(probabilities)):
        happened = [bool(outcome >> i & 1) for i in range(len(probabilities))]
        chance = np.prod([p if yes else 1 - p for p, yes in zip(probabilities, happened, strict=True)])
        expected[sum(happened)] += chance
    assert np.allclose(number_right(probabilities), expected, atol=1e-9)


def test_many_photographs_keep_mean_and_variance() -> None:
    probabilities = np.linspace(0.5, 0.99, 5001)
    distribution = number_right(probabilities.tolist())
    numbers = np.arange(len(distribution))
    mean = float(distribution @ numbers)
    assert distribution.sum() == pytest.approx(1)
    assert mean == pytest.approx(float(probabilities.sum()), abs=1e-6)
    assert float(distribution @ (numbers - mean) ** 2) == pytest.approx(
        float((probabilities * (1 - probabilities)).sum())
    )
