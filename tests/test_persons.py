"""Persons from hand-made numbers, bursts and judgements: each rule, the ways to go wrong, and order independence."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.linkage.bursts import Burst, Bursts
from probata.linkage.numbers import ExhibitNumbers, NumberReading, NumberSet
from probata.linkage.persons import Persons, persons, random_match
from probata.linkage.persons import linked as model
from probata.linkage.persons_joining import Verdict
from probata.linkage.persons_pauses import PauseModel, estimated_pauses
from probata.linkage.persons_sequence import NOBODY, Shot, difference, shown_in

START = datetime(2013, 5, 4, 10, 0, 0)
Reading = tuple[tuple[str, float], ...]
NOTHING: Reading = ()


def digest(name: str) -> str:
    return name.encode().hex().ljust(64, "0")


def read(*candidates: tuple[str, float]) -> Reading:
    return candidates


def sure(number: str) -> Reading:
    return ((number, 0.98),)


def numbers_of(name: str, reading: Reading) -> ExhibitNumbers:
    absent = {role: NumberReading(role, "", "absent", 0.9) for role in ("detainee", "branch", "examination")}
    sets = []
    for number, confidence in reading:
        detainee, _, branch = number.partition("/")
        sets.append(NumberSet((("detainee", detainee), *((("branch", branch),) if branch else ())), confidence))
    return ExhibitNumbers(digest(name), absent, tuple(sets))


def burst(names: Sequence[str], pauses: Sequence[float] | None = None, camera: str = "A") -> Burst:
    times, time = [START], START
    for pause in pauses or [5.0] * (len(names) - 1):
        time += timedelta(seconds=pause)
        times.append(time)
    return Burst(camera, tuple(map(digest, names)), tuple(t.isoformat() for t in times), 0.9, ())


def all_bursts(*found: Burst) -> Bursts:
    return Bursts(found, (), (), (), (), {})


def linked(
    readings: Mapping[str, Reading],
    *found: Burst,
    near: Sequence[Sequence[str]] = (),
    verdicts: Sequence[tuple[str, str, str]] = (),
    classes: Mapping[str, str] | None = None,
) -> Persons:
    given_classes = {
        digest(name): (classes or {}).get(name, "person-with-number" if reading else "person-without-number")
        for name, reading in readings.items()
    }
    return persons(
        {digest(name): numbers_of(name, reading) for name, reading in readings.items()},
        given_classes,
        all_bursts(*found),
        [[digest(name) for name in group] for group in near],
        [Verdict(digest(a), digest(b), verdict, f"act-{a}-{b}") for a, b, verdict in verdicts],
    )


def groups(found: Persons) -> set[frozenset[str]]:
    by_person: dict[str, set[str]] = {}
    for each in found.assignments:
        if each.person is not None:
            by_person.setdefault(each.person, set()).add(bytes.fromhex(each.exhibit).decode().rstrip("\0"))
    return {frozenset(group) for group in by_person.values()}


def sets(*names: str) -> set[frozenset[str]]:
    return {frozenset(each) for each in names}


def of(found: Persons, name: str):  # type: ignore[no-untyped-def]
    return next(each for each in found.assignments if each.exhibit == digest(name))


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_the_same_whole_number_in_two_bursts_is_one_person() -> None:
    found = linked(
        {"a": sure("4821/15"), "b": NOTHING, "c": sure("4821/15"), "d": NOTHING}, burst("ab"), burst("cd", camera="B")
    )
    assert groups(found) == sets("abcd")
    assert all(each.numbered and each.number == "4821/15" and each.probability < 1 for each in found.assignments)


def test_the_same_detainee_number_in_two_branches_is_two_persons() -> None:
    found = linked({"a": sure("4821/15"), "b": NOTHING, "c": sure("4821/16"), "d": NOTHING}, burst("ab"), burst("cd"))
    assert groups(found) == sets("ab", "cd")


def test_an_incomplete_number_joins_nothing_beyond_its_burst() -> None:
    found = linked({"a": sure("4821/15"), "b": NOTHING, "c": sure("4821"), "d": NOTHING}, burst("ab"), burst("cd"))
    assert groups(found) == sets("ab", "cd")


def test_a_badly_read_number_joins_nothing_and_says_whose_it_may_be() -> None:
    found = linked({"a": sure("4821/15"), "b": NOTHING, "c": read(("4821/15", 0.4), ("4827/15", 0.35))}, burst("ab"))
    assert groups(found) == sets("ab")
    assert of(found, "c").person is None
    assert "in doubt" in of(found, "c").reasons[0].detail


def test_a_number_in_one_frame_only_names_the_whole_burst() -> None:
    found = linked({"a": NOTHING, "b": NOTHING, "c": sure("4821/15"), "d": NOTHING, "e": NOTHING}, burst("abcde"))
    assert groups(found) == sets("abcde")
    assert of(found, "a").basis == "burst"
    assert of(found, "c").basis == "number"
    assert of(found, "a").probability < of(found, "c").probability


def test_one_bad_reading_does_not_chain_two_persons() -> None:
    found = linked(
        {
            **dict.fromkeys("abd", sure("4821/15")),
            "c": sure("4827/15"),  # misread: 4827/15 is somebody else
            **dict.fromkeys("xyz", sure("4827/15")),
        },
        burst("abcd"),
        burst("xyz", camera="B"),
    )
    assert groups(found) == sets("abcd", "xyz")


def test_a_near_duplicate_does_not_join_two_well_read_numbers() -> None:
    found = linked(
        {**dict.fromkeys("ab", sure("4821/15")), **dict.fromkeys("xy", sure("9930/15"))},
        burst("ab"),
        burst("xy", camera="B"),
        near=["bx"],
    )
    assert groups(found) == sets("ab", "xy")


def test_a_covered_number_is_taken_for_the_whole_one_of_its_burst() -> None:
    found = linked({"a": sure("6313/153"), "b": sure("6313/153"), "c": read(("3/153", 0.95))}, burst("abc"))
    assert groups(found) == sets("abc")


# --- bursts ----------------------------------------------------------------------------------------------------------


def test_two_well_read_numbers_divide_a_burst_at_the_longest_pause() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING, "c": NOTHING, "d": NOTHING, "e": sure("9930/15")}
    assert groups(linked(readings, burst("abcde", [3, 3, 40, 3]))) == sets("abc", "de")
    assert groups(linked(readings, burst("abcde", [3, 40, 3, 3]))) == sets("ab", "cde")
    unsure = of(linked(readings, burst("abcde", [10, 10, 10, 10])), "c")
    assert unsure.probability < 0.7


def test_numbers_one_digit_apart_that_are_each_read_often_are_two_persons() -> None:
    readings = {**dict.fromkeys("abc", sure("4821/15")), **dict.fromkeys("def", sure("4822/15"))}
    assert groups(linked(readings, burst("abcdef", [4, 4, 15, 4, 4]))) == sets("abc", "def")


def test_a_burst_without_any_number_is_one_person_on_that_ground_only() -> None:
    found = linked(dict.fromkeys("abc", NOTHING), burst("abc"))
    assert groups(found) == sets("abc")
    assert {each.basis for each in found.assignments} == {"burst only"}
    assert all(not each.numbered and each.probability <= 0.8 for each in found.assignments)


@pytest.mark.parametrize(
    ("shows", "verdict", "told"), [(0.95, "", True), (0.6, "", False), (0.6, "same", True), (0.6, "different", False)]
)
def test_a_burst_without_numbers_is_a_person_only_where_somebody_is_shown(
    shows: float, verdict: str, told: bool
) -> None:
    names = ("a", "b", "c")
    found = model(
        {},
        {digest(name): "person-without-number" for name in names},
        all_bursts(burst(names)),
        [],
        [Verdict(digest("a"), digest("b"), verdict, "act")] if verdict else [],
        shows={digest(name): shows for name in names},
    )
    assert {each.person is not None for each in found.persons.assignments} == {told}


def test_interleaved_cameras_keep_their_persons() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING, "c": NOTHING, "x": sure("9930/15"), "y": NOTHING}
    found = linked(readings, burst("abc"), burst("xy", camera="B"))
    assert groups(found) == sets("abc", "xy")


def test_when_the_label_fell_off_the_photographs_after_it_stay_with_the_burst() -> None:
    found = linked({"a": sure("4821/15"), "b": sure("4821/15"), **dict.fromkeys("cdef", NOTHING)}, burst("abcdef"))
    assert groups(found) == sets("abcdef")


def test_a_photograph_alone_without_a_number_is_nobody() -> None:
    found = linked({"a": NOTHING})
    assert groups(found) == set()
    assert of(found, "a").reasons[0].detail


def test_a_copy_without_a_time_goes_with_its_near_duplicate() -> None:
    found = linked({"a": sure("4821/15"), "b": NOTHING, "w": NOTHING}, burst("ab"), near=["bw"])
    assert groups(found) == sets("abw")
    assert of(found, "w").basis == "near-duplicate"


@pytest.mark.parametrize("class_", ["document", "scene", "other", "unclassified"])
def test_photographs_of_no_person_get_none(class_: str) -> None:
    found = linked({"a": sure("4821/15"), "b": NOTHING, "c": NOTHING}, burst("abc"), classes={"b": class_})
    assert groups(found) == sets("ac")
    assert class_ in of(found, "b").reasons[0].detail


# --- judgements ------------------------------------------------------------------------------------------------------


def test_what_was_judged_different_is_never_together_and_the_proposal_is_listed() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING, "x": sure("4821/15"), "y": NOTHING}
    found = linked(readings, burst("ab"), burst("xy", camera="B"), verdicts=[("a", "x", "different")])
    assert groups(found) == sets("ab", "xy")
    assert [(c.a, c.b, c.act) for c in found.contradictions] == [(digest("a"), digest("x"), "act-a-x")]
    assert "4821/15" in found.contradictions[0].what


def test_what_was_judged_same_is_together_whatever_the_numbers_say() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING, "x": sure("9930/15"), "y": NOTHING}
    found = linked(readings, burst("ab"), burst("xy", camera="B"), verdicts=[("b", "y", "same")])
    assert frozenset("by") <= next(group for group in groups(found) if "b" in group)
    assert of(found, "b").probability == 1.0
    assert of(found, "b").basis == "judgement"


def test_judged_different_within_one_burst_divides_it() -> None:
    found = linked({"a": sure("4821/15"), "b": NOTHING, "c": NOTHING}, burst("abc"), verdicts=[("a", "c", "different")])
    assert not any({"a", "c"} <= group for group in groups(found))
    assert frozenset("ab") in groups(found)


def test_judgements_that_contradict_each_other_are_listed() -> None:
    found = linked(
        dict.fromkeys("abc", NOTHING), verdicts=[("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different")]
    )
    assert not any({"a", "c"} <= group for group in groups(found))
    assert len(found.contradictions) == 1


def test_cannot_tell_changes_nothing() -> None:
    readings = {"a": sure("4821/15"), "b": NOTHING}
    assert linked(readings, burst("ab"), verdicts=[("a", "b", "cannot tell")]) == linked(readings, burst("ab"))


def test_a_label_comes_from_the_number_and_stays_when_photographs_are_added() -> None:
    few = linked({"m": sure("4821/15"), "n": NOTHING}, burst("mn"))
    more = linked({"a": sure("4821/15"), "m": sure("4821/15"), "n": NOTHING}, burst("mn"))
    assert {each.person for each in few.assignments} == {each.person for each in more.assignments}


# --- models ----------------------------------------------------------------------------------------------------------


def test_pauses_are_learned_from_the_archive() -> None:
    slow = estimated_pauses([(40.0, False)] * 200 + [(400.0, True)] * 50)
    fast = estimated_pauses([(4.0, False)] * 200 + [(40.0, True)] * 50)
    assert slow.change_probability(40) < 0.1 < fast.change_probability(40)
    assert slow.neighbours == 250


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_longer_pause_never_makes_a_change_less_likely(a: float, b: float) -> None:
    model = PauseModel()
    assert model.change_probability(min(a, b)) <= model.change_probability(max(a, b)) + 1e-12


def test_the_sequence_without_numbers_shows_nobody() -> None:
    assert {each.number for each in shown_in([Shot("a", 0), Shot("b", 3)], PauseModel())} == {NOBODY}


def test_difference_counts_digits() -> None:
    assert difference(("4821", "15"), ("4827", "15")) == 1
    assert difference(("4821", "15"), ("481", "16")) == 2
    assert difference(("4821", ""), ("4821", "15")) == 0


def test_random_match_follows_the_size_of_the_series() -> None:
    assert random_match([("9000", "1"), ("12", "2")]) == pytest.approx(1 / 18000)
    assert random_match([]) == 0.1


NUMBERS = st.sampled_from(["4821/15", "4827/15", "9930/15", "4821/16", "821/15"])
READINGS = st.lists(
    st.one_of(st.just(NOTHING), st.tuples(st.tuples(NUMBERS, st.floats(0.05, 0.99)))), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(READINGS, st.randoms(use_true_random=False), st.data())
def test_the_order_in_which_things_are_given_does_not_matter(readings, random, data) -> None:  # type: ignore[no-untyped-def]
    names = "abcdefghijkl"[: len(readings)]
    cut = data.draw(st.integers(0, len(names)))
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=4))
    verdicts = [(a, b, data.draw(st.sampled_from(["same", "different"]))) for a, b in pairs if a < b]
    by_name = dict(zip(names, readings, strict=True))
    line = [burst(names[:cut]), burst(names[cut:], camera="B")]
    line = [each for each in line if len(each.exhibits) > 1]
    near = [names[i : i + 2] for i in range(0, len(names) - 1, 3)]
    plain = linked(by_name, *line, near=near, verdicts=verdicts)
    items, shuffled, other_verdicts = list(by_name.items()), list(line), list(verdicts)
    other_near = ["".join(reversed(group)) for group in near]
    for each in (items, shuffled, other_near, other_verdicts):
        random.shuffle(each)
    assert linked(dict(items), *shuffled, near=other_near, verdicts=other_verdicts).assignments == plain.assignments
    by = {each.exhibit: each for each in plain.assignments}
    for a, b, verdict in verdicts:
        if verdict == "different":
            assert by[digest(a)].person is None or by[digest(a)].person != by[digest(b)].person
    assert all(0 <= each.probability < 1 or each.basis == "judgement" for each in plain.assignments)


@settings(max_examples=60, deadline=None)
@given(READINGS, st.data())
def test_one_more_judgement_of_different_never_joins_what_was_apart_by_judgement(readings, data) -> None:  # type: ignore[no-untyped-def]
    names = "abcdefghijkl"[: len(readings)]
    by_name = dict(zip(names, readings, strict=True))
    line = [burst(names)] if len(names) > 1 else []
    verdicts: list[tuple[str, str, str]] = []
    for _ in range(3):
        a, b = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
        if a < b:
            verdicts.append((a, b, "different"))
        found = groups(linked(by_name, *line, verdicts=verdicts))
        assert not any({x, y} <= group for x, y, _ in verdicts for group in found)
