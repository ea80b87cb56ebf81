"""The queue: what changes the count most first, nothing judged again, and nobody is told what another said."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_making import digest
from probata.digest import Digest
from probata.ledger.acts import (
    Act,
    ClassSet,
    LinkJudged,
    NumberSet,
    PersonSplit,
)
from probata.ledger.acts_checks import numbered
from probata.ledger.judgements import Standing, standing
from probata.ledger.line import Entry
from probata.linkage.bursts import Burst
from probata.linkage.classes import ClassProposal
from probata.linkage.link import Link, Reason, link_of
from probata.linkage.numbers import Candidate, ExhibitNumbers, NumberReading
from probata.linkage.numbers import NumberSet as Candidates
from probata.linkage.persons_assigning import PersonAssignment
from probata.linkage.persons_joining import Contradiction
from probata.linkage.queue import Known, Question, queue

NOW = datetime(2026, 1, 31, tzinfo=UTC)
X = sorted(digest(str(number)).hex for number in range(12))
A, B, C, D, E, F = X[:6]


def shown(exhibit: str, person: str | None, number: str = "", probability: float = 0.999) -> PersonAssignment:
    return PersonAssignment(exhibit, person, bool(number), number, probability, "burst", ())


def person(a: str, b: str, probability: float, *reasons: Reason) -> Link:
    return link_of(a, b, "person", probability, reasons)


def judged(*said: tuple[str, Act], required: int = 1) -> tuple[Standing, ...]:
    entries = [
        Entry(act, NOW, "", n, digest(str(n)), digest(who), digest(f"act {n}"))
        for n, (who, act) in enumerate(said, start=1)
    ]
    return standing(entries, required)


def pair(verdict: str, a: str, b: str, kind: str = "person") -> LinkJudged:
    low, high = sorted([a, b])
    return LinkJudged(kind, *(digest_of(each) for each in (low, high)), verdict, "")  # type: ignore[arg-type]


def digest_of(exhibit: str) -> Digest:
    return next(digest(str(n)) for n in range(12) if digest(str(n)).hex == exhibit)


def holder(who: str) -> str:
    """The holder's name where the ledger names none: the key's fingerprint."""
    return digest(who).hex


def subjects(found: list[Question]) -> list[tuple[str, str, str]]:
    return [each.subject for each in found]


def effects(known: Known) -> dict[tuple[str, str, str], float]:
    return {each.subject: pytest.approx(each.effect) for each in queue(known)}


def reading(exhibit: str, status: str, *candidates: tuple[str, float], role: str = "detainee") -> ExhibitNumbers:
    value, confidence = candidates[0] if status == "read" else ("", 0.5)
    found = tuple(Candidate(value, confidence) for value, confidence in candidates)
    by_role = {
        each: NumberReading(each, "", "absent", 0.9)
        if each != role
        else NumberReading(role, value, status, confidence, found)  # type: ignore[arg-type]
        for each in ("detainee", "branch", "examination")
    }
    return ExhibitNumbers(exhibit, by_role, tuple(Candidates(((role, v),), c) for v, c in candidates))


# --- what changes the count ------------------------------------------------------------------------------------------


def test_links_between_and_within_groups() -> None:
    known = Known(
        [shown(A, "p"), shown(B, "p"), shown(C, "q"), shown(D, None), shown(E, None), shown(F, "r")],
        links=[person(A, B, 0.9), person(A, C, 0.3), person(D, E, 0.2), person(D, F, 0.6)],
    )
    assert effects(known) == {
        ("person", A, B): 0.1,
        ("person", A, C): 0.3,
        ("person", D, E): 0.2,
        ("person", D, F): 0.0,
    }


def test_of_many_links_between_two_groups_only_the_strongest_is_asked() -> None:
    known = Known(
        [shown(A, "p"), shown(B, "p"), shown(C, "q"), shown(D, "q")],
        links=[person(A, C, 0.2), person(A, D, 0.4), person(B, C, 0.3), person(A, B, 0.99), person(C, D, 0.98)],
    )
    assert subjects(queue(known)) == [("person", A, D), ("person", C, D), ("person", A, B)]


def test_a_photograph_that_is_not_surely_of_its_group_is_asked_with_the_surest() -> None:
    """Unless a link says as much: then that is asked."""
    assigned = [shown(A, "p", probability=0.6), shown(B, "p"), shown(C, "p", probability=0.9), shown(D, "q", "", 0.5)]
    assert effects(Known(assigned)) == {("person", A, B): 0.2, ("person", B, C): 0.05}
    assert effects(Known(assigned, links=[person(A, B, 0.7)])) == {("person", A, B): 0.3, ("person", B, C): 0.05}


def test_pictures_are_asked_where_they_are_of_two_persons() -> None:
    known = Known(
        [shown(A, "p"), shown(B, "p"), shown(C, "q"), shown(D, None)],
        pictures=[link_of(A, B, "near-duplicate", 0.8), link_of(A, C, "crop", 0.7), link_of(A, D, "crop", 0.7)],
    )
    assert effects(known) == {("picture", A, C): 0.7}


def test_a_number_is_asked_where_all_readings_of_a_person_are_in_doubt() -> None:
    known = Known(
        [shown(A, "p", "17"), shown(B, "p", "17"), shown(C, "q", "18"), shown(D, "r", "19")],
        numbers={
            A: reading(A, "read", ("17", 0.6), ("77", 0.4)),
            B: reading(B, "read", ("17", 0.8)),
            C: reading(C, "read", ("18", 0.9)),
            D: reading(D, "read", ("19", 1.0)),
        },
    )
    assert effects(known) == {("number", B, "detainee"): 0.4 * 0.2, ("number", C, "detainee"): 0.1}
    assert [each.detail for each in queue(known)[0].reasons] == ["18 with probability 0.900"]


def test_the_part_of_the_number_that_is_least_sure_is_asked() -> None:
    read = reading(A, "read", ("17", 0.9))
    branch = NumberReading("branch", "215", "read", 0.6, (Candidate("215", 0.6),))
    numbers = {A: ExhibitNumbers(A, {**read.by_role, "branch": branch}, read.sets)}
    assert subjects(queue(Known([shown(A, "p", "17")], numbers=numbers))) == [("number", A, "branch")]


def test_a_number_that_could_not_be_read() -> None:
    """Of a group it may be a known person's; of nobody it is as likely as the photograph shows a person."""
    known = Known(
        [shown(A, "p", "17"), shown(B, "q"), shown(C, "r"), shown(D, None), shown(E, None)],
        [ClassProposal(D, "person-with-number", 0.8, "number", ""), ClassProposal(E, "scene", 0.8, "likeness", "")],
        numbers={
            B: reading(B, "illegible", ("17", 0.7), ("77", 0.3)),
            C: reading(C, "illegible"),
            D: reading(D, "illegible", ("17", 0.25)),
            E: reading(E, "illegible"),
        },
    )
    found = effects(known)
    assert found["number", B, "detainee"] == 0.35
    assert found["number", C, "detainee"] == 0.25
    assert found["number", D, "detainee"] == 0.5 * 0.8 * 0.75
    assert found["number", E, "detainee"] == 0.5 * 0.1 * 0.2
    assert ("class", D, "") not in found


def test_a_class_is_asked_where_it_decides_whether_somebody_is_shown() -> None:
    burst = Burst("camera", (C, D), ("", ""), 0.9, ())
    known = Known(
        [shown(A, "p"), shown(B, "q", "17"), *(shown(each, None) for each in (C, D, E, F))],
        [
            ClassProposal(A, "person-without-number", 0.7, "burst", ""),
            ClassProposal(B, "person-with-number", 0.7, "number", ""),
            ClassProposal(C, "scene", 0.6, "likeness", ""),
            ClassProposal(D, "scene", 0.8, "likeness", ""),
            ClassProposal(E, "other", 0.9, "type", ""),
            ClassProposal(F, "scene", 1.0, "judgement", ""),
        ],
        bursts=[burst],
    )
    assert effects(known) == {("class", A, ""): 0.3, ("class", D, ""): 0.1 * 0.2}


def test_a_group_without_number_beside_a_numbered_person_is_asked_once() -> None:
    known = Known(
        [shown(A, "p", "17"), shown(B, "q"), shown(C, "q"), shown(D, "p", "17"), shown(E, "r"), shown(F, None)],
        bursts=[Burst("camera", (A, B, C, D, F, E), ("",) * 6, 0.9, ())],
    )
    assert subjects(queue(known)) == [("person", A, B)]
    linked = Known(known.assignments, links=[person(A, C, 0.01)], bursts=known.bursts)
    assert subjects(queue(linked)) == [("person", A, C)]


def test_what_changes_the_count_most_comes_first_and_of_equals_what_is_most_open() -> None:
    known = Known(
        [shown(each, each) for each in X[:10]],
        links=[person(A, B, 0.1), person(C, D, 0.9), person(E, F, 0.5)],
        pictures=[link_of(X[6], X[7], "crop", 0.5)],
        contradictions=[Contradiction(X[8], X[9], "proposed: one number", "ab" * 32)],
    )
    assert [each.effect for each in queue(known)] == [0.9, 0.5, 0.5, 0.5, 0.1]
    assert [each.kind for each in queue(known)] == ["person", "person", "person", "picture", "person"]


@given(st.lists(st.tuples(st.sampled_from(X), st.sampled_from(X), st.integers(0, 100)), max_size=20), st.randoms())
def test_the_order_of_what_is_known_changes_nothing(plan: list[tuple[str, str, int]], chance: Random) -> None:
    pairs = {(min(a, b), max(a, b)): p / 100 for a, b, p in plan if a != b}
    links = [person(a, b, p) for (a, b), p in pairs.items()]
    assigned = [shown(each, f"p{k % 4}" if k % 5 else None) for k, each in enumerate(X)]
    first = queue(Known(assigned, links=links))
    chance.shuffle(links)
    chance.shuffle(assigned)
    again = queue(Known(assigned, links=links))
    assert [(each.subject, each.effect) for each in again] == [(each.subject, each.effect) for each in first]
    assert [each.effect for each in first] == sorted((each.effect for each in first), reverse=True)
    assert all(0 <= each.effect <= 1 for each in first)


# --- what is judged --------------------------------------------------------------------------------------------------

LINKED = Known(
    [shown(each, each) for each in X[:5]],
    links=[person(A, B, 0.5), person(B, C, 0.4), person(A, C, 0.3), person(C, D, 0.2), person(D, E, 0.1)],
)


def test_what_is_judged_or_follows_from_it_is_not_asked_again() -> None:
    said = judged(("Ada", pair("same", A, B)), ("Ada", pair("different", B, C)), ("Ada", pair("cannot-tell", C, D)))
    assert subjects(queue(LINKED, said, holder("Ada"))) == [("person", D, E)]
    assert subjects(queue(LINKED, said, holder("Grace"))) == [("person", D, E)]
    together = judged(("Ada", pair("same", A, B)), ("Ada", pair("same", B, C)))
    assert subjects(queue(LINKED, together)) == [("person", C, D), ("person", D, E)]


def test_numbers_and_classes_that_are_judged_are_not_asked_again() -> None:
    known = Known(
        [shown(A, "p", "17"), shown(B, "q")],
        [ClassProposal(B, "person-without-number", 0.7, "burst", "")],
        {A: reading(A, "read", ("17", 0.6))},
    )
    assert len(queue(known)) == 2
    said = [("Ada", NumberSet(digest_of(A), "detainee", "17", "")), ("Ada", ClassSet(digest_of(B), "scene", ""))]
    assert queue(known, judged(*said)) == []


def test_a_proposal_against_a_judgement_is_asked_once_for_each_act_until_that_pair_is_judged() -> None:
    against = [Contradiction(A, B, "proposed: one number", "aa"), Contradiction(A, C, "proposed: a burst", "aa")]
    known = Known([shown(A, "p")], contradictions=against)
    (one,) = queue(known)
    assert (one.subject, one.effect) == (("person", A, B), 0.5)
    assert one.reasons[0].detail == "proposed: one number, against act aa"
    assert queue(known, judged(("Ada", pair("different", A, B)))) == []
    assert subjects(queue(known, judged(("Ada", pair("same", A, B))))) == [("person", A, B)]


# --- the protocol of two ---------------------------------------------------------------------------------------------


def test_a_second_person_is_asked_the_same_and_told_nothing() -> None:
    first = {each.subject: each for each in queue(LINKED)}
    for verdict in ("same", "different", "cannot-tell"):
        said = judged(("Ada", pair(verdict, A, B)), required=2)
        assert ("person", A, B) not in subjects(queue(LINKED, said, holder("Ada")))
        found = {each.subject: each for each in queue(LINKED, said, holder("Grace"))}
        assert found.keys() == first.keys()
        marked = found["person", A, B]
        assert marked.second
        same_question = (first["person", A, B].question, first["person", A, B].effect, first["person", A, B].reasons)
        assert (marked.question, marked.effect, marked.reasons) == same_question
        assert not any(each.second for subject, each in found.items() if subject != ("person", A, B))


@pytest.mark.parametrize("verdict", ["same", "different", "cannot-tell"])
def test_what_the_queue_shows_a_second_person_does_not_depend_on_the_verdict(verdict: str) -> None:
    """Of a proposed pair, of one that is not proposed, and of a picture."""
    for pair_ in [(A, B, "person"), (A, X[9], "person"), (A, X[9], "picture")]:
        a, b, kind = pair_
        shows = [
            queue(LINKED, judged(("Ada", pair(what, a, b, kind)), required=2), holder("Grace"))
            for what in (verdict, "same")
        ]
        assert shows[0] == shows[1]
        assert (kind, a, b) in subjects(shows[0])


def test_when_two_differ_only_a_third_is_asked() -> None:
    said = [("Ada", pair("same", A, B)), ("Grace", pair("different", A, B))]
    conflict = judged(*said, required=2)
    for who, asked in (("Ada", False), ("Grace", False), ("Emmy", True)):
        assert (("person", A, B) in subjects(queue(LINKED, conflict, holder(who)))) == asked
    solved = judged(*said, ("Emmy", pair("same", A, B)), required=2)
    assert ("person", A, B) not in subjects(queue(LINKED, solved, holder("anybody")))


def test_of_a_split_one_pair_across_is_asked_since_it_tells_the_rest() -> None:
    part, rest = sorted(X[:3]), sorted(X[3:6])
    act = PersonSplit(numbered(map(digest_of, part)), numbered(map(digest_of, rest)), "")
    nothing = Known([])
    asked = queue(nothing, judged(("Ada", act), required=2), holder("Grace"))
    inside = [each for each in asked if {each.a, each.b} <= set(part) or {each.a, each.b} <= set(rest)]
    assert (len(asked), len(inside)) == (5, 4)
    said = [("Ada", act), *(("Grace", pair("same" if q in inside else "different", q.a, q.b)) for q in asked)]
    assert queue(nothing, judged(*said, required=2), holder("Emmy")) == []


def test_numbers_and_classes_are_asked_a_second_person_as_if_nobody_had_judged() -> None:
    known = Known(
        [shown(A, "p", "17"), shown(B, "q")],
        [ClassProposal(B, "person-without-number", 0.7, "burst", "")],
        {A: reading(A, "read", ("17", 1.0))},
    )
    said = judged(
        ("Ada", NumberSet(digest_of(A), "detainee", "71", "")),
        ("Ada", NumberSet(digest_of(C), "branch", "215", "")),
        ("Ada", ClassSet(digest_of(B), "scene", "")),
        required=2,
    )
    found = {each.subject: each for each in queue(known, said, holder("Grace"))}
    assert set(found) == {("number", A, "detainee"), ("number", C, "branch"), ("class", B, "")}
    assert all(each.second for each in found.values())
    assert "71" not in str(found["number", A, "detainee"].reasons)
    assert "scene" not in str(found["class", B, ""].reasons)
