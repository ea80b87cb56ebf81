"""Who codes what: equal loads, shared pairs, nothing moved by giving out more, and nothing told before its time."""

from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.digest import Digest
from probata.errors import UsageError
from probata.examination.assignment import Item, examiners_of, items, shared_units
from probata.examination.passes import (
    Blind,
    Known,
    Progress,
    blind,
    coded,
    exposure,
    in_context,
    left_today,
    not_blind_before,
    progress,
    states,
)
from probata.examination.sampling import Drawn
from probata.ledger.examinations import Assignment, Coding

MORNING = datetime(2026, 5, 3, 9, tzinfo=UTC)
CODES = [f"E{n}" for n in range(1, 9)]


def units(count: int) -> list[Drawn]:
    names = [Digest.of(f"unit {n}".encode()).hex for n in range(count)]
    return [Drawn(n, unit, "all", "", (unit,), (count, count)) for n, unit in enumerate(names, start=1)]


def assignment(examiners: int, per_unit: int, given: int, repeats: int = 0, seed: str = "s") -> Assignment:
    return Assignment(
        "assignment-1", "sample-1", Digest.of(b"text"), "blind", tuple(CODES[:examiners]), per_unit, repeats, given,
        seed, "act", MORNING,
    )  # fmt: skip


def coding(item: Item, opened: int = 0, at: datetime = MORNING) -> Coding:
    return Coding("assignment-1", item.examiner, item.unit, item.occasion, {"q": "a"}, "", 0, opened, "act", "Ada", at)


PLANS = st.integers(1, 8).flatmap(
    lambda examiners: st.tuples(
        st.just(examiners), st.integers(1, examiners), st.integers(1, 60), st.integers(0, 5), st.text(max_size=3)
    )
)


@given(PLANS)
def test_every_unit_has_its_examiners_and_loads_differ_by_one_at_most(plan: tuple[int, int, int, int, str]) -> None:
    examiners, per_unit, count, _, seed = plan
    who = examiners_of([each.unit for each in units(count)], CODES[:examiners], per_unit, seed)
    assert all(len(set(each)) == per_unit for each in who)
    for given_out in range(1, count + 1):
        load = Counter(examiner for each in who[:given_out] for examiner in each)
        assert max(load[each] for each in CODES[:examiners]) - min(load[each] for each in CODES[:examiners]) <= 1


@pytest.mark.parametrize("examiners", range(2, 9))
def test_every_two_examiners_share_units_about_equally(examiners: int) -> None:
    codes = CODES[:examiners]
    for per_unit in range(2, examiners + 1):
        for seed in ("a", "b", "c"):
            who = examiners_of([each.unit for each in units(200)], codes, per_unit, seed)
            soon = Counter(pair for each in who[: examiners * (examiners - 1)] for pair in combinations(each, 2))
            assert set(soon) == set(combinations(codes, 2))
            pairs = Counter(pair for each in who for pair in combinations(each, 2))
            assert max(pairs.values()) - min(pairs.values()) <= 4


@given(PLANS, st.integers(0, 20))
def test_giving_out_more_moves_nothing_that_was_given(plan: tuple[int, int, int, int, str], more: int) -> None:
    examiners, per_unit, count, repeats, seed = plan
    before = assignment(examiners, per_unit, count, repeats, seed)
    sample = units(count + more)
    old, new = items(before, sample), items(replace(before, units=count + more), sample)
    named = {(each.examiner, each.unit, each.occasion): each.number for each in new}
    full = {each for each, listed in Counter(item.examiner for item in old if item.occasion == 1).items()
            if listed >= repeats}  # fmt: skip
    for item in old:
        assert named[item.examiner, item.unit, item.occasion] == item.number
    for examiner in full:  # who had fewer units than repeats gets the missing ones of the new units
        kept = [item.number for item in new if item.examiner == examiner]
        mine = [item.number for item in old if item.examiner == examiner]
        assert [number for number in kept if number in mine] == mine


@given(PLANS)
def test_repeats_come_late_under_another_number(plan: tuple[int, int, int, int, str]) -> None:
    examiners, per_unit, count, repeats, seed = plan
    listed = items(assignment(examiners, per_unit, count, repeats, seed), units(count))
    for examiner in CODES[:examiners]:
        mine = [item for item in listed if item.examiner == examiner]
        first = {item.unit: item for item in mine if item.occasion == 1}
        again = {item.unit: item for item in mine if item.occasion == 2}
        assert [item.place for item in mine] == list(range(1, len(mine) + 1))
        assert len({item.number for item in mine}) == len(mine)
        assert len(again) == min(repeats, len(first))
        assert all(first[unit].place < item.place for unit, item in again.items())


def test_half_of_a_list_or_more_lies_between_twice_on_average() -> None:
    listed = items(assignment(1, 1, 100, 30), units(100))
    first = {item.unit: item.place for item in listed if item.occasion == 1}
    gaps = [item.place - first[item.unit] for item in listed if item.occasion == 2]
    assert len(gaps) == 30
    assert sum(gaps) / len(gaps) > 130 / 3


def test_more_than_the_sample_has_cant_be_given_out() -> None:
    with pytest.raises(UsageError, match="1 to 3, as the sample has"):
        items(assignment(2, 2, 4), units(3))


def test_shared_units_are_counted_by_pair() -> None:
    listed = items(assignment(3, 2, 30, 4), units(30))
    assert shared_units(listed) == {("E1", "E2"): 10, ("E1", "E3"): 10, ("E2", "E3"): 10}
    assert shared_units(items(assignment(3, 1, 30, 4), units(30))) == {}


# --- passes ----------------------------------------------------------------------------------------------------------


def test_blind_there_is_no_place_for_more_than_number_and_photographs() -> None:
    assert [field.name for field in fields(Blind)] == ["number", "photographs"]
    (item, *_) = items(assignment(2, 2, 3), units(3))
    assert blind(item) == Blind(item.number, item.photographs)
    assert item.unit not in item.number


def test_in_context_only_ones_own_codings_of_that_unit_are_shown() -> None:
    mine, *others = items(assignment(2, 2, 3), units(3))
    known = Known(("day 1/a.jpg",), {"branch": "215"}, "detainee")
    shown = in_context(mine, known, [coding(each) for each in (mine, *others)])
    assert shown.earlier == (coding(mine),)
    assert shown.known == known


def test_with_context_a_unit_opens_when_the_blind_pass_of_it_is_finished_repeats_included() -> None:
    first = items(assignment(2, 2, 3, 1), units(3))
    again = [each for each in items(assignment(2, 2, 3), units(3)) if each.examiner == "E1"]
    twice = next(each.unit for each in first if each.examiner == "E1" and each.occasion == 2)

    def now(*done: Item) -> dict[str, str]:
        found = states(again, frozenset(), first, coded(map(coding, done)))
        return {item.unit: state for item, state in zip(again, found, strict=True)}

    mine = {(each.unit, each.occasion): each for each in first if each.examiner == "E1"}
    other = next(unit for unit, _ in mine if unit != twice)
    assert set(now().values()) == {"closed"}
    assert now(mine[other, 1])[other] == "waiting"
    assert now(mine[other, 1])[twice] == "closed"
    assert now(mine[twice, 1])[twice] == "closed"
    assert now(mine[twice, 1], mine[twice, 2])[twice] == "waiting"
    theirs = [each for each in first if each.examiner == "E2"]
    assert set(now(*theirs).values()) == {"closed"}


def test_what_was_never_given_blind_is_named() -> None:
    first = items(assignment(2, 1, 6), units(6))
    again = items(replace(assignment(2, 2, 6), way="context"), units(6))
    missing = not_blind_before(again, first)
    assert len(missing) == 6
    assert not_blind_before(first, first) == ()
    assert set(states(missing, frozenset(), first, coded(map(coding, first)))) == {"closed"}


def test_progress_adds_up() -> None:
    listed = items(assignment(2, 2, 5), units(5))
    done = coded(map(coding, [each for each in listed if each.examiner == "E1"][:2]))
    assert progress(listed, states(listed, done)) == (Progress("E1", 5, 2, 3, 0), Progress("E2", 5, 0, 5, 0))


def test_exposure_is_counted_by_examiner_and_day_and_capped() -> None:
    listed = items(assignment(2, 2, 3), units(3))
    one, two, *_ = (each for each in listed if each.examiner == "E1")
    night = replace(coding(two, 4), at=datetime(2026, 5, 3, 23, 59, 59, tzinfo=UTC))
    codings = [coding(one, 3), coding(one, 2), night, replace(night, at=datetime(2026, 5, 4, tzinfo=UTC)),
               coding(listed[-1], 0)]  # fmt: skip
    assert exposure(codings) == {("E1", "2026-05-03"): 9, ("E1", "2026-05-04"): 4}
    assert left_today(codings, "E1", "2026-05-03", 10) == 1
    assert left_today(codings, "E1", "2026-05-03", 5) == 0
    assert left_today(codings, "E2", "2026-05-03", 5) == 5
    assert left_today(codings, "E1", "2026-05-03", 0) is None
