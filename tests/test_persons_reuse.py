"""Numbers that were given again, and persons who came back: what the archive tells of either."""

import pytest

from probata.linkage.persons_reuse import estimated_reuse
from probata.linkage.persons_series import Place


def _place(number: int, at: int, day: int, camera: str = "a") -> Place:
    return Place(
        f"{number}-{day}-{camera}-{at}", (str(number), "227"), camera, f"2013-05-{day:02}T{at // 60:02}:{at % 60:02}:00"
    )


def _series(count: int, day: int) -> list[Place]:
    return [_place(100 + i, 480 + 3 * i, day) for i in range(count)]


def test_numbers_that_stand_in_one_burst_each_were_given_once() -> None:
    assert estimated_reuse(_series(40, 3), branched=True).probability < 0.01
    assert estimated_reuse(_series(40, 3), branched=False).probability < 0.05


def test_some_persons_who_came_back_are_no_second_series() -> None:
    branched = estimated_reuse([*_series(40, 3), *_series(4, 9)], branched=True)
    bare = estimated_reuse([*_series(40, 3), *_series(4, 9)], branched=False)
    assert (branched.recurring, branched.numbers) == (4, 40)
    assert branched.probability < 0.02
    assert branched.probability < bare.probability < 0.2


@pytest.mark.parametrize("branched", [True, False])
def test_a_series_that_began_again_is_told_by_numbers_that_recur_everywhere(branched: bool) -> None:
    found = estimated_reuse([*_series(40, 3), *_series(36, 9)], branched=branched)
    assert found.probability > 0.75
    assert found.same < 0.2


def test_a_few_numbers_that_recur_leave_it_open() -> None:
    assert 0.1 < estimated_reuse([*_series(6, 3), *_series(3, 9)], branched=False).probability < 0.9


def test_two_bursts_of_one_camera_within_an_hour_are_no_recurrence() -> None:
    again = [_place(100 + i, 490 + 3 * i, 3) for i in range(20)]
    found = estimated_reuse([*_series(20, 3), *again], branched=False)
    assert (found.recurring, found.numbers) == (0, 20)


def test_under_reuse_one_camera_within_an_hour_still_speaks_for_one_person() -> None:
    found = estimated_reuse([*_series(40, 3), *_series(36, 9)], branched=True)
    first = _place(100, 480, 3)
    assert found.same_at(first, _place(100, 490, 3)) == 0.5
    assert found.same_at(first, _place(100, 490, 3, "b")) == found.same < 0.2


def test_an_archive_without_numbers_says_nothing() -> None:
    assert estimated_reuse([], branched=True).probability == pytest.approx(0.02)
