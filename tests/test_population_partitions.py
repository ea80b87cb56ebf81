"""Who is who, drawn from probabilities of pairs: distinct persons, judgements kept, the bias of missed links."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from known_lists import codes, sure
from probata.errors import BadInput, UsageError
from probata.statistics.outcome import Refused
from probata.statistics.population.closed import chapman, lincoln_petersen
from probata.statistics.population.partitions import Pairs, over_partitions, partitions, tabulated


def pairs(records: int, *rows: tuple[int, int, float]) -> Pairs:
    a, b, p = zip(*rows, strict=True) if rows else ((), (), ())
    return Pairs(records, np.array(a, np.int64), np.array(b, np.int64), np.array(p, np.float64))


def hundred_pairs() -> Pairs:
    return pairs(200, *((2 * i, 2 * i + 1, 0.9) for i in range(100)))


def test_two_hundred_photographs_in_a_hundred_pairs() -> None:
    """The number of distinct persons is 100 + Binomial(100, .1): mean 110, sd 3, 95 % [105, 116]."""
    drawn = partitions(hundred_pairs(), 8_000, seed=3)
    assert drawn.persons.mean() == pytest.approx(110, abs=0.12)
    assert drawn.persons.std() == pytest.approx(3, abs=0.08)
    assert drawn.interval() == (105, 116)
    assert drawn.excess == pytest.approx(0, abs=0.005)


def test_the_same_seed_draws_the_same() -> None:
    one, other = partitions(hundred_pairs(), 60, 4), partitions(hundred_pairs(), 60, 4)
    assert (one.labels == other.labels).all()
    assert (one.labels != partitions(hundred_pairs(), 60, 5).labels).any()


def test_links_hold_through_others() -> None:
    drawn = partitions(pairs(4, (0, 1, 1.0), (1, 2, 1.0)), 50)
    assert (drawn.labels[:, 0] == drawn.labels[:, 2]).all()
    assert (drawn.labels[:, 0] != drawn.labels[:, 3]).all()
    assert set(drawn.persons) == {2}


def test_what_was_judged_different_is_never_joined() -> None:
    drawn = partitions(pairs(3, (0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.0)), 2000, seed=1)
    assert (drawn.labels[:, 0] != drawn.labels[:, 2]).all()
    # Of the four outcomes of two pairs the one that joins all is gone: P(0~1) = .09 / (.09 + .09 + .01).
    share = (drawn.labels[:, 0] == drawn.labels[:, 1]).mean()
    assert share == pytest.approx(0.09 / 0.19, abs=0.05)


def test_where_doubtful_pairs_always_join_what_was_judged_different_they_are_left_out() -> None:
    sure_pairs = [(0, 1, 1.0), (1, 2, 0.999999), (2, 3, 0.999999), (0, 3, 0.0)]
    drawn = partitions(pairs(4, *sure_pairs), 50, seed=2)
    assert (drawn.labels[:, 0] != drawn.labels[:, 3]).all()
    assert (drawn.labels[:, 0] == drawn.labels[:, 1]).all()
    assert drawn.gave_up == 50


def test_judgements_against_one_another_are_told() -> None:
    with pytest.raises(BadInput, match="judged different"):
        partitions(pairs(3, (0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.0)))


@pytest.mark.parametrize("row", [(0, 0, 0.5), (0, 3, 0.5), (-1, 1, 0.5), (0, 1, 1.5), (0, 1, float("nan"))])
def test_pairs_that_can_not_be(row: tuple[int, int, float]) -> None:
    with pytest.raises(BadInput):
        pairs(3, row)


def test_fewer_than_fifty_draws_are_too_few() -> None:
    with pytest.raises(UsageError):
        partitions(hundred_pairs(), 49)


def test_tabulated_histories() -> None:
    labels, of = np.array([0, 0, 1, 2, 2], np.int32), np.array([0, 1, 0, 1, 1])
    assert tabulated(labels, of, ("a", "b")).rows() == {"1,0": 1, "0,1": 1, "1,1": 1}


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_every_draw_is_a_partition_that_keeps_judgements(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 8))
    rows = [
        (a, b, data.draw(st.sampled_from([0.0, 0.2, 0.8])))
        for a in range(size)
        for b in range(a + 1, size)
        if data.draw(st.booleans())
    ]
    found = pairs(size, *rows)
    drawn = partitions(found, 50, seed=data.draw(st.integers(0, 1000)))
    for row, persons in zip(drawn.labels, drawn.persons, strict=True):
        assert sorted(set(row.tolist())) == list(range(persons))
        for a, b, p in rows:
            assert p > 0 or row[a] != row[b]


def two_lists_of(size: int, chance: float, rng: np.random.Generator) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Records of two lists of ``size`` persons, and the true links between them."""
    on = rng.random((size, 2)) < chance
    of, links, number = [], [], 0
    for person in on:
        own = []
        for place in (0, 1):
            if person[place]:
                of.append(place)
                own.append(number)
                number += 1
        if len(own) == 2:
            links.append((own[0], own[1]))
    return np.array(of), links


@pytest.mark.parametrize("missed", [0.1, 0.3])
def test_missing_a_share_of_links_inflates_lincoln_petersen(missed: float) -> None:
    """By 1/(1 − b), as the number on both lists is in the denominator."""
    rng, ratios = np.random.default_rng(11), []
    for _ in range(40):
        of, links = two_lists_of(3000, 0.5, rng)
        kept = [(a, b, 1.0) for a, b in links if rng.random() >= missed]
        whole = tabulated(partitions(pairs(len(of), *((a, b, 1.0) for a, b in links)), 50).labels[0], of, ("a", "b"))
        less = tabulated(partitions(pairs(len(of), *kept), 50).labels[0], of, ("a", "b"))
        ratios.append(sure(lincoln_petersen(less)).estimate / sure(lincoln_petersen(whole)).estimate)
    assert np.mean(ratios) == pytest.approx(1 / (1 - missed), rel=0.01)


def test_doubtful_links_widen_the_interval_and_move_the_estimate_as_they_should() -> None:
    rng = np.random.default_rng(8)
    of, links = two_lists_of(1000, 0.5, rng)
    certain = partitions(pairs(len(of), *((a, b, 1.0) for a, b in links)), 100)
    doubtful = partitions(pairs(len(of), *((a, b, 0.8) for a, b in links)), 100)
    names = ("a", "b")
    known = sure(over_partitions(certain, of, names, chapman))
    found = sure(over_partitions(doubtful, of, names, chapman))
    assert known.diagnostics["between_variance"] == pytest.approx(0, abs=1e-9)
    assert known.estimate == pytest.approx(sure(chapman(tabulated(certain.labels[0], of, names))).estimate)
    assert found.estimate == pytest.approx(known.estimate / 0.8, rel=0.03)
    assert found.diagnostics["between_variance"] > 0
    assert found.diagnostics["total_variance"] == pytest.approx(
        found.diagnostics["within_variance"] + 1.01 * found.diagnostics["between_variance"]
    )
    assert found.diagnostics["partitions"] == 100


def test_linkage_error_carried_in_covers_the_truth() -> None:
    """Candidate pairs are links as often as their probability says; the interval must hold N."""
    rng, hits, rounds = np.random.default_rng(5), 0, 60
    for _ in range(rounds):
        of, links = two_lists_of(600, 0.5, rng)
        firsts, seconds = np.flatnonzero(of == 0), np.flatnonzero(of == 1)
        linked = {record for link in links for record in link}
        alone = [[r for r in side if r not in linked] for side in (firsts, seconds)]
        rows = []
        for a, b in links:  # half of the links are doubtful, and for each there is a false pair like it
            rows.append((a, b, 1.0 if rng.random() < 0.5 else 0.75))
        doubtful = sum(p == 0.75 for *_, p in rows)
        false = min(round(doubtful / 3), *(len(side) for side in alone))
        rows += [(int(a), int(b), 0.75) for a, b in zip(alone[0][:false], alone[1][:false], strict=True)]
        found = sure(over_partitions(partitions(pairs(len(of), *rows), 50, seed=1), of, ("a", "b"), chapman))
        hits += found.interval.low <= 600 <= found.interval.high
    assert hits / rounds >= 0.9


def test_joining_through_others_is_told_where_it_adds_links() -> None:
    rows = [(3 * i + a, 3 * i + b, 0.5) for i in range(40) for a, b in ((0, 1), (1, 2), (0, 2))]
    of = np.array([0, 1, 1] * 40)
    drawn = partitions(pairs(120, *rows), 200)
    assert drawn.joined / drawn.expected == pytest.approx(0.625 / 0.5, rel=0.03)
    found = sure(over_partitions(drawn, of, ("a", "b"), chapman))
    assert "links-through-others" in codes(found)


def test_judgements_against_links_are_told() -> None:
    rows = [(0, 1, 1.0), (1, 2, 0.999999), (2, 3, 0.999999), (0, 3, 0.0), (4, 5, 1.0)]
    found = sure(over_partitions(partitions(pairs(6, *rows), 50), np.array([0, 1, 0, 1, 0, 1]), ("a", "b"), chapman))
    assert "judgements-against-links" in codes(found)


def test_partitions_without_overlap_are_refused() -> None:
    found = over_partitions(partitions(pairs(4), 50), np.array([0, 0, 1, 1]), ("a", "b"), chapman)
    assert isinstance(found, Refused)
    assert found.code == "most-refused"
    assert "50 of 50" in found.reason


def test_a_table_of_no_records() -> None:
    assert tabulated(np.array([], np.int32), np.array([], np.int64), ("a", "b")).observed == 0
    assert set(partitions(pairs(0), 50).persons) == {0}
