"""Cohorts: the narrowest that is large enough, heights that don't depend on the camera, small groups."""

import hashlib
from collections.abc import Sequence

import numpy as np

from probata.linkage.authenticity_cohorts import FEWEST, Photograph, cohorts, heights, in_words


def photographs(*groups: tuple[int, str, str, int]) -> list[Photograph]:
    """Groups of so many photographs of a camera, a model and a width."""
    found = []
    for count, camera, model, width in groups:
        for _ in range(count):
            name = hashlib.sha256(str(len(found)).encode()).hexdigest()
            found.append(Photograph(name, camera, model, width, 3000, "normal"))
    return found


def words(shots: Sequence[Photograph], values: Sequence[float], place: int) -> str:
    groups = cohorts(shots)
    cohort = heights(groups, np.array(values, dtype=np.float64), np.ones(len(shots), dtype=np.bool_)).cohort
    return "" if cohort[place] < 0 else in_words(groups, int(cohort[place]), int((cohort == cohort[place]).sum()))


def test_the_narrowest_cohort_that_is_large_enough() -> None:
    shots = photographs((50, "A 1", "A", 4000), (30, "A 2", "A", 4000), (2, "A 2", "A", 2000), (1, "", "", 2000))
    values = [float(place % 7) for place in range(len(shots))]
    assert words(shots, values, 0) == "50 photographs: A 1, 4000 x 3000 pixels, normal exposure"
    assert words(shots, values, 50) == "30 photographs: A, 4000 x 3000 pixels, normal exposure"
    assert words(shots, values, 80) == "2 photographs: A, normal exposure"
    assert words(shots, values, 82) == "1 photographs: normal exposure"


def test_too_few_have_no_cohort() -> None:
    shots = photographs((FEWEST - 1, "A 1", "A", 4000))
    assert words(shots, [float(place) for place in range(len(shots))], 0) == ""
    shots = photographs((FEWEST, "A 1", "A", 4000))
    values = [float(place) for place in range(FEWEST - 1)] + [float("nan")]
    assert words(shots, values, 0) == ""


def test_heights_are_the_same_in_any_unit_and_place() -> None:
    rng = np.random.default_rng(2)
    own = rng.exponential(size=100)
    shots = photographs((100, "A 1", "A", 4000), (100, "B 1", "B", 4000))
    found = heights(cohorts(shots), np.concatenate([own, 40 + 3 * own]), np.ones(200, dtype=np.bool_)).height
    np.testing.assert_allclose(found[:100], found[100:], atol=1e-6)


def test_a_fifth_of_strange_values_moves_heights_little() -> None:
    rng = np.random.default_rng(2)
    own = rng.exponential(size=200)
    shots, learn = photographs((200, "A 1", "A", 4000)), np.ones(200, dtype=np.bool_)
    plain = heights(cohorts(shots), own, learn).height
    spoilt = own.copy()
    spoilt[:20] = 1e6
    moved = heights(cohorts(shots), spoilt, learn).height
    assert np.abs(moved[20:] - plain[20:]).max() < 0.5 * np.abs(plain[20:]).max()


def test_what_all_of_a_small_group_share_is_no_departure() -> None:
    rng = np.random.default_rng(3)
    shots = photographs((100, "A 1", "A", 4000), (12, "A 1", "A", 2000), (1, "A 1", "A", 1000))
    values = np.concatenate([rng.normal(size=100), 50 + rng.normal(size=12), [50.0]])
    found = heights(cohorts(shots), values, np.ones(113, dtype=np.bool_)).height
    assert found[100:112].max() < 5
    assert found[112] > 20
