"""Error rates of a linker from a sample: exact on a sample of everything, covering on smaller ones."""

from itertools import combinations

import numpy as np
import pytest

from probata.errors import UsageError
from probata.statistics.audit import Design
from probata.statistics.linker_errors import Audited, linker_errors, share

TRUE = {"a": "123", "b": "45", "c": "6"}  # photographs by person; 7 shows nobody
LINKED = {"x": "12", "y": "3457"}


def audited(unit: str) -> Audited:
    members = next((frozenset(each) for each in TRUE.values() if unit in each), frozenset())
    group = next((frozenset(each) for each in LINKED.values() if unit in each), frozenset())
    return Audited(unit, members, group)


def test_of_a_whole_frame_the_rates_are_those_by_hand() -> None:
    found = linker_errors(Design({"all": 7}, ("all",) * 7), [audited(unit) for unit in "1234567"])
    assert found.precision is not None
    assert found.recall is not None
    assert found.split is not None
    assert found.merged is not None
    assert found.precision.value == pytest.approx(2 / 7)  # right pairs 12, 45; linked 12, 34, 35, 37, 45, 47, 57
    assert found.recall.value == pytest.approx(2 / 4)  # true pairs 12, 13, 23, 45
    assert found.split.value == pytest.approx(2 / 3)  # a in two groups; c in none
    assert found.merged.value == pytest.approx((1 / 3 + 1) / 3)  # a third of a, and b
    assert (found.recall.low, found.recall.high) == (found.recall.value, found.recall.value)


def test_over_all_samples_the_pairs_add_up_to_those_of_the_frame() -> None:
    samples = [[audited(unit) for unit in chosen] for chosen in combinations("1234567", 3)]
    right = [7 / 3 * sum(max(len(each.members & each.group) - 1, 0) for each in sample) for sample in samples]
    assert np.mean(right) == pytest.approx(4)  # two pairs, from both ends


def test_a_linker_without_an_error_in_the_sample_is_not_called_perfect() -> None:
    both = frozenset("ab")
    found = linker_errors(Design({"all": 1000}, ("all",) * 50), [Audited("a", both, both)] * 50)
    assert found.precision is not None
    assert (found.precision.value, found.precision.high) == (1.0, 1.0)
    assert 0.90 < found.precision.low < 0.94  # Clopper–Pearson .929 for 50 of 50, a little better for the frame


def test_one_large_group_makes_the_interval_wide() -> None:
    small, large = frozenset("ab"), frozenset(map(str, range(400)))
    units = [Audited("a", small, small)] * 49 + [Audited("0", large, large)]
    found = linker_errors(Design({"all": 1000}, ("all",) * 50), units)
    assert found.precision is not None
    assert found.precision.low < 0.5


def test_where_nothing_tells_there_is_no_rate() -> None:
    nobody = Audited("7", frozenset(), frozenset())
    found = linker_errors(Design({"all": 9}, ("all",)), [nobody])
    assert (found.precision, found.recall, found.split, found.merged) == (None, None, None, None)


def test_parts_beyond_their_whole_are_refused() -> None:
    with pytest.raises(UsageError, match="share of nothing"):
        share(Design({"all": 9}, ("all",)), [2.0], [1.0])


def test_the_interval_of_recall_covers() -> None:
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(60):
        labels = np.repeat(np.arange(60), rng.choice(np.array([1, 2, 4, 6, 12]), 60))
        guess = np.where(rng.random(len(labels)) < 0.1, labels + 100, labels)
        true = [frozenset(np.flatnonzero(labels == each).tolist()) for each in labels]
        group = [frozenset(np.flatnonzero(guess == each).tolist()) for each in guess]
        units = [
            Audited(str(at), frozenset(map(str, true[at])), frozenset(map(str, group[at]))) for at in range(len(labels))
        ]
        design = Design({"all": len(labels)}, ("all",) * len(labels))
        truth = linker_errors(design, units).recall
        chosen = rng.choice(len(labels), 40, replace=False)
        found = linker_errors(Design({"all": len(labels)}, ("all",) * 40), [units[at] for at in chosen]).recall
        assert truth is not None
        assert found is not None
        covered += found.low <= truth.value <= found.high
    assert covered >= 54
