"""Samples by hash: re-made by hand, made longer without drawing anew, allocated in proportion."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.errors import UsageError
from probata.statistics.sampling import collapsed, draw, in_order, place

UNITS = [f"unit-{number}" for number in range(200)]


def test_a_place_is_the_hash_of_seed_and_identifier() -> None:
    assert place("b", "a") == hashlib.sha256(b"a\nb").hexdigest()
    assert in_order(["x", "y", "z"], "s") == sorted(
        "xyz", key=lambda each: hashlib.sha256(f"s\n{each}".encode()).digest()
    )


def test_without_strata_the_sample_is_the_beginning_of_the_order() -> None:
    assert draw(dict.fromkeys(UNITS, "all"), "seed", 30) == in_order(UNITS, "seed")[:30]


def test_another_seed_draws_others() -> None:
    assert set(in_order(UNITS, "1")[:30]) != set(in_order(UNITS, "2")[:30])


@given(
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=40),
    st.text(max_size=5),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_a_longer_sample_holds_the_shorter_one(strata: list[str], seed: str, one: int, other: int) -> None:
    frame = {str(place_): stratum for place_, stratum in enumerate(strata)}
    short, long = sorted((min(one, len(frame)), min(other, len(frame))))
    assert draw(frame, seed, long)[:short] == draw(frame, seed, short)
    assert len(set(draw(frame, seed, long))) == long


def test_allocation_is_in_proportion_and_gives_two_to_the_smallest() -> None:
    frame = {f"a{n}": "a" for n in range(600)} | {f"b{n}": "b" for n in range(300)} | {f"c{n}": "c" for n in range(10)}
    drawn = Counter(frame[each] for each in draw(frame, "s", 91))
    assert drawn == {"a": 59, "b": 30, "c": 2}


def test_shares_given_by_hand_are_followed_till_a_stratum_is_used_up() -> None:
    frame = {f"a{n}": "a" for n in range(100)} | {f"b{n}": "b" for n in range(8)}
    assert Counter(frame[each] for each in draw(frame, "s", 12, {"a": 1.0, "b": 1.0})) == {"a": 6, "b": 6}
    assert Counter(frame[each] for each in draw(frame, "s", 30, {"a": 1.0, "b": 1.0})) == {"a": 22, "b": 8}


@pytest.mark.parametrize("size", [-1, 4])
def test_a_size_that_cannot_be_is_refused(size: int) -> None:
    with pytest.raises(UsageError, match="0 to 3"):
        draw(dict.fromkeys("xyz", "all"), "s", size)


def test_a_stratum_without_a_share_is_refused() -> None:
    with pytest.raises(UsageError, match="above zero"):
        draw({"x": "a", "y": "b"}, "s", 1, {"a": 1.0})


def test_every_unit_is_drawn_as_often_as_any_other() -> None:
    times = Counter(each for seed in range(2000) for each in draw(dict.fromkeys("abcdefgh", "all"), str(seed), 2))
    assert all(abs(times[each] - 500) < 4 * 19.4 for each in "abcdefgh")  # sd = sqrt(2000 · ¼ · ¾)


def test_small_neighbours_are_put_together_before_the_drawing() -> None:
    frame = {f"{day}-{n}": f"2013-05-{day:02d}" for day in range(1, 11) for n in range(4)}
    joint = collapsed(frame, 10, least=5)
    assert Counter(joint.values()) == {"2013-05-01 to 2013-05-05": 20, "2013-05-06 to 2013-05-10": 20}
    assert collapsed(frame, 40, least=3) == frame


def test_a_small_rest_goes_to_its_neighbour() -> None:
    frame = {f"a{n}": "a" for n in range(20)} | {"b0": "b"}
    assert set(collapsed(frame, 10).values()) == {"a to b"}
