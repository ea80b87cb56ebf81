"""Merges, splits, numbers and classes as judgements; the protocol of two; agreement."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_making import digest, intake, judged, key, opened
from probata.ledger.acts import (
    Act,
    ActUndone,
    ClassSet,
    KeyAdded,
    NumberSet,
    PersonClassSet,
    PersonsMerged,
    PersonSplit,
)
from probata.ledger.acts_checks import numbered
from probata.ledger.agreement import agreement
from probata.ledger.judgements import Standing, agreement_of, judgements, standing
from probata.ledger.line import Entry

NOW = datetime(2026, 1, 31, tzinfo=UTC)
A, B, C, D, E = sorted(digest(letter) for letter in "abcde")


def entries(*acts: Act | tuple[str, Act]) -> list[Entry]:
    """Acts with who signed them (default Ada); act number n has the digest of its number."""
    said = [act if isinstance(act, tuple) else ("Ada", act) for act in acts]
    return [
        Entry(act, NOW, "at the desk", n, digest(str(n - 1)), digest(f"key of {who}"), digest(str(n)))
        for n, (who, act) in enumerate(said, start=1)
    ]


def undo(number: int) -> ActUndone:
    return ActUndone(digest(str(number)), "")


def split(part: Sequence[object], rest: Sequence[object]) -> PersonSplit:
    return PersonSplit(numbered(part), numbered(rest), "two faces")  # type: ignore[arg-type]


def held(said: list[Entry], required: int = 1) -> dict[tuple[str, str, str], str]:
    return {each.subject: each.verdict for each in judgements(said, required)}


def states(said: list[Entry], required: int = 2) -> list[str]:
    return [each.state for each in standing(said, required)]


# --- what acts say ---------------------------------------------------------------------------------------------------


def test_a_merge_is_same_for_its_two_photographs() -> None:
    assert held(entries(PersonsMerged(A, B, "one scar"))) == {("person", A.hex, B.hex): "same"}


def test_a_split_keeps_each_side_together_and_all_of_both_sides_apart() -> None:
    found = held(entries(split([A, C, E], [B, D])))
    same = {pair for (_, *pair_), verdict in found.items() if verdict == "same" for pair in [tuple(pair_)]}
    assert same == {(A.hex, C.hex), (C.hex, E.hex), (B.hex, D.hex)}
    different = {(a, b) for (_, a, b), verdict in found.items() if verdict == "different"}
    assert different == {(a.hex, b.hex) for a, b in [(A, B), (A, D), (B, C), (C, D), (B, E), (D, E)]}


@given(st.sets(st.integers(0, 30), min_size=2, max_size=12), st.data())
def test_a_split_says_all_there_is_whatever_groups_a_run_makes(members: set[int], data: st.DataObject) -> None:
    """From its pairs alone: closing *same* gives the two sides, and each pair across is *different* by itself."""
    exhibits = sorted(digest(str(member)) for member in members)
    part = data.draw(st.sets(st.sampled_from(exhibits), min_size=1, max_size=len(exhibits) - 1))
    rest = set(exhibits) - part
    found = held(entries(split(list(part), list(rest))))
    for side in (part, rest):
        reached, last = {min(side).hex}, -1
        while len(reached) != last:
            last = len(reached)
            reached |= {x for (_, a, b), v in found.items() if v == "same" and {a, b} & reached for x in (a, b)}
        assert reached == {each.hex for each in side}
    across = {(min(a, b).hex, max(a, b).hex) for a in part for b in rest}
    assert {(a, b) for (_, a, b), verdict in found.items() if verdict == "different"} == across
    assert all(a < b for _, a, b in found)


def test_undoing_a_split_or_a_merge_takes_all_of_it_back() -> None:
    said = [split([A, B], [C, D]), PersonsMerged(A, E, "")]
    assert held(entries(*said, undo(1))) == {("person", A.hex, E.hex): "same"}
    assert held(entries(*said, undo(1), undo(2))) == {}
    assert held(entries(*said, undo(1), undo(3))) == held(entries(*said))
    assert held(entries(judged("same", "a", "b"), split([digest("a")], [digest("b")]), undo(2))) == held(
        entries(judged("same", "a", "b"))
    )


def test_the_newest_holds_between_acts_of_different_kinds() -> None:
    pair = ("person", A.hex, B.hex)
    assert held(entries(PersonsMerged(A, B, ""), split([A], [B])))[pair] == "different"
    assert held(entries(split([A], [B]), PersonsMerged(A, B, "")))[pair] == "same"


def test_numbers_and_classes() -> None:
    said = entries(
        NumberSet(A, "detainee", "071", ""),
        NumberSet(A, "branch", "illegible", "blurred"),
        NumberSet(A, "detainee", "71-a", ""),
        PersonClassSet(B, "soldier", "uniform"),
        ClassSet(B, "scene", ""),
        intake(),
    )
    assert held(said) == {
        ("number", A.hex, "detainee"): "71-a",
        ("number", A.hex, "branch"): "illegible",
        ("person-class", B.hex, ""): "soldier",
        ("class", B.hex, ""): "scene",
    }
    (first, *_) = judgements(said)
    assert (first.kind, first.reason, first.by, first.act) == ("class", "", "at the desk", digest("5").hex)


# --- the protocol of two ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "state", "verdict"),
    [
        ("A same", "pending", None),
        ("A same, A same", "pending", None),
        ("A same, B same", "holds", "same"),
        ("A same, B different", "conflict", None),
        ("A same, B different, A different", "holds", "different"),
        ("A same, B different, C different", "holds", "different"),
        ("A same, B different, C cannot-tell", "conflict", None),
        ("A same, B different, C different, D same", "conflict", None),
        ("A same, B different, C cannot-tell, D same", "holds", "same"),
        ("A same, B same, B different", "conflict", None),
        ("A cannot-tell, B cannot-tell", "holds", "cannot-tell"),
    ],
)
def test_a_verdict_holds_when_two_agree_and_fewer_say_anything_else(said: str, state: str, verdict: str | None) -> None:
    acts = [(who, judged(what)) for who, what in (each.split() for each in said.split(", "))]
    (one,) = standing(entries(*acts), 2)
    assert one.state == state
    assert (one.decision.verdict if one.decision else None) == verdict
    assert [each.verdict for each in judgements(entries(*acts), 2)] == ([verdict] if verdict else [])
    assert len(one.said) == len(acts)
    assert len(one.holders) == len({who for who, _ in acts})


def test_the_decision_is_the_newest_act_of_those_that_agree() -> None:
    (one,) = judgements(entries(("A", judged("same")), ("B", judged("same")), ("C", judged("different"))), 2)
    assert (one.act, one.holder) == (digest("2").hex, digest("key of B").hex)


def test_undoing_one_of_two_leaves_it_pending() -> None:
    said = [("A", judged("same")), ("B", judged("same")), ("A", undo(2))]
    assert states(entries(*said)) == ["pending"]
    assert states(entries(*said[:2])) == ["holds"]


def test_a_split_needs_a_second_too_who_may_judge_pair_by_pair() -> None:
    said = [("Ada", split([A, B], [C])), ("Grace", judged_pair("different", A, C))]
    assert held(entries(*said), 2) == {("person", *sorted((A.hex, C.hex))): "different"}
    assert sorted(states(entries(*said))) == ["holds", "pending", "pending"]


def judged_pair(verdict: str, a: object, b: object) -> Act:
    template = judged(verdict)
    return type(template)("person", a, b, template.verdict, "")  # type: ignore[arg-type]


def test_two_keys_of_one_holder_are_one_holder() -> None:
    first, second = key(1), key(2)
    said = entries(opened(first), KeyAdded("Ada", second.fingerprint, second.public), judged("same"), judged("same"))
    keys = [first, first, first, second]
    signed = [Entry(e.act, e.at, e.by, e.number, e.previous, k.fingerprint, e.digest)
              for e, k in zip(said, keys, strict=True)]  # fmt: skip
    (one,) = standing(signed, 2)
    assert (one.state, one.holders) == ("pending", frozenset({"Ada"}))


HOLDERS = ["Ada", "Grace", "Emmy"]
WHAT = st.sampled_from(["same", "different", "cannot-tell", "undo"])
SAYINGS = st.lists(st.tuples(st.sampled_from(HOLDERS), WHAT, st.integers(1, 9)), max_size=9)


def made(plan: list[tuple[str, str, int]]) -> list[Entry]:
    acts: list[tuple[str, Act]] = []
    for number, (who, what, target) in enumerate(plan, start=1):
        acts.append((who, undo(min(target, number - 1)) if what == "undo" and number > 1 else
                     judged("same" if what == "undo" else what)))  # fmt: skip
    return entries(*acts)


@given(SAYINGS)
def test_with_one_required_the_newest_holds_and_with_two_only_what_two_said(plan: list[tuple[str, str, int]]) -> None:
    said = made(plan)
    one, two = held(said, 1), held(said, 2)
    assert two.keys() <= one.keys()
    for each in standing(said, 2):
        newest = {judgement.holder: judgement.verdict for judgement in each.said}
        votes = {v: list(newest.values()).count(v) for v in newest.values()}
        top = max(votes.values())
        assert (each.state == "holds") == (top >= 2 and list(votes.values()).count(top) == 1)
        assert (each.state == "pending") == (len(newest) == 1)
        if each.decision:
            assert votes[each.decision.verdict] == top


@given(SAYINGS, st.permutations(HOLDERS))
def test_who_the_holders_are_changes_nothing(plan: list[tuple[str, str, int]], others: list[str]) -> None:
    renamed = dict(zip(HOLDERS, others, strict=True))
    other = made([(renamed[who], what, target) for who, what, target in plan])
    for required in (1, 2):
        assert held(made(plan), required) == held(other, required)


@given(SAYINGS, SAYINGS)
def test_what_holders_say_in_between_each_other_changes_nothing(
    first: list[tuple[str, str, int]], second: list[tuple[str, str, int]]
) -> None:
    """Of two holders, with two required, only the order of what each of them says matters."""
    ada = [("Ada", what, 1) for _, what, _ in first if what != "undo"]
    grace = [("Grace", what, 1) for _, what, _ in second if what != "undo"]
    between = [each for pair in zip(ada, grace, strict=False) for each in pair]
    rest = ada[len(grace) :] + grace[len(ada) :]
    assert held(made(ada + grace), 2) == held(made([*between, *rest]), 2)


# --- agreement -------------------------------------------------------------------------------------------------------


def test_kappa_is_that_of_the_textbook() -> None:
    """Two by two: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no; observed .7, by chance .5, kappa .4."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    found = agreement(pairs, ("yes", "no"))
    assert found.table == ((20, 5), (10, 15))
    assert (found.subjects, found.agreed, found.share) == (50, 35, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_is_unknown_where_chance_explains_all() -> None:
    assert agreement([], ("yes", "no")).kappa is None
    assert agreement([], ("yes", "no")).share is None
    always = agreement([("yes", "yes")] * 3, ("yes", "no"))
    assert (always.share, always.kappa) == (1.0, None)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_at_most_one_and_one_only_where_all_agree(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs, "abc")
    if found.kappa is not None:
        assert -1 <= found.kappa <= 1
        assert (found.kappa == 1) == (found.agreed == found.subjects)
    turned = agreement([(b, a) for a, b in pairs], "abc")
    assert (turned.kappa, turned.agreed) == (found.kappa, found.agreed)


def test_agreement_is_between_the_first_two_holders_by_what_they_said_first() -> None:
    said: list[Standing] = list(
        standing(
            entries(
                ("Ada", judged_pair("same", A, B)),
                ("Grace", judged_pair("different", A, B)),
                ("Grace", judged_pair("same", A, B)),  # after she has seen what Ada said
                ("Emmy", judged_pair("same", A, B)),
                ("Ada", judged_pair("same", A, C)),
                ("Grace", PersonsMerged(A, C, "")),
                ("Ada", judged_pair("same", A, D)),
                ("Ada", ClassSet(A, "scene", "")),
                ("Grace", ClassSet(A, "document", "")),
            ),
            2,
        )
    )
    persons = agreement_of(said, "person")
    assert persons.categories == ("same", "different", "cannot-tell")
    assert persons.table == ((1, 1, 0), (0, 0, 0), (0, 0, 0))
    assert (persons.subjects, persons.agreed) == (2, 1)
    classes = agreement_of(said, "class")
    assert (classes.categories, classes.subjects, classes.agreed) == (("document", "scene"), 1, 0)


def test_the_pairs_of_a_split_are_one_decision_and_do_not_count_as_agreement() -> None:
    both = [(who, split([A, B], [C, D])) for who in ("Ada", "Grace")]
    found = standing(entries(*both), 2)
    assert {each.state for each in found} == {"holds"}
    assert agreement_of(found, "person").subjects == 0
    single = [(who, split([A], [B])) for who in ("Ada", "Grace")]
    assert agreement_of(standing(entries(*single), 2), "person").subjects == 1


def test_every_pair_of_exhibits_is_a_subject_of_its_own() -> None:
    pairs = list(combinations([A, B, C], 2))
    assert len(held(entries(*(judged_pair("same", a, b) for a, b in pairs)))) == 3
