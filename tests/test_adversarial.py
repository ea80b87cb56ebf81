"""Archives that are made to mislead: no two persons are ever joined without the findings saying that they doubt it.

A merge is silent where every photograph is given to the person with 0.9 or more, and no link between the two true
persons is below that, so that nobody is asked about it.
"""

from collections import defaultdict

import pytest

from adversarial import HARD, KEPT_APART, WITHIN, investigated
from probata.linkage.persons_draws import draws


@pytest.mark.parametrize("seed", [61, 62, 63, 64])
@pytest.mark.parametrize("name", KEPT_APART)
def test_no_two_persons_are_merged_silently(name: str, seed: int) -> None:
    found = investigated(100, seed, HARD[name])
    assert found.score.true >= 10
    assert not found.silent


@pytest.mark.parametrize("seed", [61, 62, 63, 64])
def test_the_same_archives_without_a_trap_are_found_person_by_person(seed: int) -> None:
    found = investigated(100, seed, {})
    assert found.score.merged == 0
    assert abs(found.score.error) <= 0.1


@pytest.mark.parametrize("name", ["two branches, one series", "clock changed in a burst"])
def test_persons_are_counted_all_the_same(name: str) -> None:
    found = investigated(400, 63, HARD[name])
    assert abs(found.score.error) <= 0.05
    assert found.score.pair_precision > 0.99


@pytest.mark.parametrize("seed", [63, 64])
@pytest.mark.parametrize("name", WITHIN)
def test_the_interval_of_draws_holds_the_truth(name: str, seed: int) -> None:
    found = investigated(400, seed, HARD[name])
    assert not found.silent
    low, high = draws(found.linked, 200, seed=0).interval()
    assert low <= found.score.true <= high


@pytest.mark.parametrize("name", HARD)
def test_hostile_archives_hold_what_their_names_say(name: str) -> None:
    """Where a number is shared, two persons bear it; where digits are misread, one person bears several."""
    found = investigated(200, 65, HARD[name])
    borne = defaultdict(set)
    for exhibit, number in found.read.items():
        borne[number].add(found.person_of[exhibit])
    shared = sum(len(persons) > 1 for persons in borne.values())
    persons = {person for bearers in borne.values() for person in bearers}
    if name in ("all numbers equal", "series restarts", "branch not written"):
        assert shared >= 1
        assert len(borne) < 0.8 * len(persons)
    elif name == "10 % digits misread":
        assert len(borne) > 1.5 * len(persons)
    else:
        assert (shared, len(borne)) == (0, len(persons))
