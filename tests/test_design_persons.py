"""Persons from a sample of photographs: whoever has many photographs is not counted, or weighed, more often."""

from itertools import combinations

import numpy as np
import pytest

from probata.statistics.audit import Design as AuditDesign
from probata.statistics.audit import photographs_per_person, t_total
from probata.statistics.design.design import Design
from probata.statistics.design.estimates import Estimate, Outcome, proportion, ratio, total


def number(found: Outcome) -> Estimate:
    assert isinstance(found, Estimate), found
    return found


def test_over_all_samples_the_number_of_persons_is_right_and_so_is_its_variance() -> None:
    """Seven photographs: three of one person, two of another, one of a third, one of nobody; three are drawn."""
    shows = [3, 3, 3, 2, 2, 1, 0]
    found = [
        number(total(Design.of(3, fpc=[7] * 3), [1 / s if s else 0.0 for s in chosen]))
        for chosen in combinations(shows, 3)
    ]
    values = np.array([each.value for each in found])
    assert values.mean() == pytest.approx(3)
    assert np.mean([each.se**2 for each in found]) == pytest.approx(values.var())


def test_a_share_of_persons_is_not_that_of_photographs() -> None:
    """All photographs of three persons are there: one child with four, one adult with one, one with two."""
    s, is_child = np.array([4.0, 4, 4, 4, 1, 2, 2]), [1.0, 1, 1, 1, 0, 0, 0]
    assert number(proportion(Design.of(7, weights=(1 / s).tolist()), is_child)).value == pytest.approx(1 / 3)
    assert number(proportion(Design.of(7), is_child)).value == pytest.approx(4 / 7)


def test_weights_divided_by_s_and_the_ratio_of_two_totals_are_one_estimate() -> None:
    s, is_child = np.array([4.0, 1, 4, 2, 3]), np.array([1.0, 0, 1, 0, 0])
    plain = Design.of(5, fpc=[9] * 5)
    by_weight = number(proportion(Design.of(5, fpc=[9] * 5, weights=(plain.weights / s).tolist()), is_child))
    by_ratio = number(ratio(plain, is_child / s, 1 / s))
    assert (by_weight.value, by_weight.se) == pytest.approx((by_ratio.value, by_ratio.se))


def test_a_stratified_total_is_that_of_the_audit() -> None:
    """Two pieces of code for one figure: the audit's, and the general one."""
    sizes, strata = {"x": 40, "y": 25}, ["x"] * 9 + ["y"] * 6
    values = np.random.default_rng(3).random(15)
    theirs = t_total(AuditDesign(sizes, tuple(strata)), values)
    ours = number(total(Design.of(15, strata=strata, fpc=[sizes[name] for name in strata]), values))
    assert (ours.value, ours.se**2) == pytest.approx((theirs.value, theirs.variance))


def test_photographs_per_person_is_that_of_the_audit() -> None:
    shows = [3, 3, 1, 2, 0, 2, 1]
    theirs = photographs_per_person(AuditDesign({"": 30}, ("",) * 7), shows)
    y = [1 / s if s else 0.0 for s in shows]
    ours = number(ratio(Design.of(7, fpc=[30] * 7), [float(s > 0) for s in shows], y))
    assert (ours.value, ours.se**2) == pytest.approx((theirs.value, theirs.variance))
