"""Judgements are a pure function of the acts; nothing is un-said in place."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from ledger_making import digest, intake, judged
from probata.digest import Digest
from probata.ledger.acts import Act, ActUndone, ClassSet
from probata.ledger.judgements import judgements
from probata.ledger.line import Entry

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def entry(number: int, act: Act) -> Entry:
    return Entry(act, NOW, "Ada", number, digest(str(number - 1)), digest("key"), digest(str(number)))


def verdicts(*acts: Act) -> list[str]:
    return [judgement.verdict for judgement in judgements(entry(n, act) for n, act in enumerate(acts, start=1))]


def test_the_newest_judgement_on_a_link_holds() -> None:
    assert verdicts(intake(), judged("same"), judged("different")) == ["different"]
    assert sorted(verdicts(judged("same"), judged("different"), judged("same", "a", "c"))) == ["different", "same"]


def test_undoing_brings_the_earlier_one_back_and_undoing_that_the_later() -> None:
    acts = [judged("same"), judged("different"), ActUndone(digest("2"), "wrong card")]
    assert verdicts(*acts) == ["same"]
    assert verdicts(*acts, ActUndone(digest("3"), "it was right")) == ["different"]
    assert verdicts(*acts, ActUndone(digest("1"), "")) == []


def test_a_class_is_a_judgement_on_one_exhibit() -> None:
    (judgement,) = judgements([entry(1, ClassSet(digest("x"), "scene", "empty street"))])
    assert (judgement.kind, judgement.a, judgement.b) == ("class", digest("x").hex, "")
    assert (judgement.verdict, judgement.act, judgement.by) == ("scene", digest("1").hex, "Ada")
    assert (judgement.at, judgement.reason) == (NOW, "empty street")


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 12)), max_size=12))
def test_undoing_each_act_twice_changes_nothing(plan: list[tuple[int, int]]) -> None:
    acts: list[Act] = []
    for number, (what, target) in enumerate(plan, start=1):
        verdict = ["same", "different", "cannot-tell"][what]
        acts.append(
            ActUndone(digest(str(target)), "") if what == 2 and target < number else judged(verdict, "a", str(target))
        )
    before = judgements(entry(n, act) for n, act in enumerate(acts, start=1))
    for number in range(1, len(acts) + 1):
        undone: list[Act] = [*acts, ActUndone(digest(str(number)), "")]
        assert all(j.act != digest(str(number)).hex for j in judgements(map(entry, range(1, 99), undone)))
        again = [*undone, ActUndone(digest(str(len(undone))), "")]
        assert judgements(map(entry, range(1, 99), again)) == before


def test_digests_name_acts() -> None:
    (judgement,) = judgements([entry(1, judged())])
    assert Digest(judgement.act) == digest("1")
    assert judgement.a < judgement.b
