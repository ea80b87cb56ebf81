"""What acts on statements amount to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_making import digest, key, opened
from probata.digest import Digest
from probata.errors import ProbataError
from probata.ledger.acts import Act, ActUndone, KeyAdded
from probata.ledger.acts_checks import check_period
from probata.ledger.acts_statements import (
    CommitmentRecorded,
    CommitmentsLinked,
    ConsistencyAssessed,
    FigureClaimed,
    ReplyRecorded,
    StatementJudged,
)
from probata.ledger.line import Entry
from probata.ledger.statements import Statements, statements_of

PAGE, TEXT = digest("page"), digest("text")
BEGUN = datetime(2031, 1, 20, 9, tzinfo=UTC)


def judged(
    words: str = "We will attend.", start: int = 10, verdict: str = "confirmed", **fields: str
) -> StatementJudged:
    return StatementJudged(PAGE, TEXT, start, start + len(words), words, verdict, fields, "read on the page")  # type: ignore[arg-type]


def recorded(statement: Digest, name: str = "attend", party: str = "veldland") -> CommitmentRecorded:
    terms, parts = {"action": "attend", "object": "the conference"}, {"1": "attend the conference"}
    return CommitmentRecorded(name, statement, party, "assurance", terms, parts, "2031-01-12", "2031-01-22", "")


def assessed(statement: Digest, label: str = "contradicts", name: str = "attend") -> ConsistencyAssessed:
    return ConsistencyAssessed(name, 0, statement, label, "moderate", "it says that nobody will go")  # type: ignore[arg-type]


class Acts:
    """Entries without a file: each act's digest is known as soon as it is said."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.say(opened(key()))

    def say(self, act: Act, signer: int = 1) -> Digest:
        number = len(self.entries) + 1
        at, name = BEGUN + timedelta(minutes=number), digest(f"act {number}")
        self.entries.append(Entry(act, at, "Ada", number, digest("before"), key(signer).fingerprint, name))
        return name

    def found(self, required: int = 1) -> Statements:
        return statements_of(self.entries, required)


def test_a_statement_keeps_its_name_when_it_is_said_again() -> None:
    acts = Acts()
    first = acts.say(judged(speaker="the minister"))
    second = acts.say(judged(speaker="the foreign minister"))
    (statement,) = acts.found().statements.values()
    assert (statement.name, statement.act) == (first.hex, second.hex)
    assert statement.confirmed
    assert statement.fields == {"speaker": "the foreign minister"}


def test_what_refers_to_the_newer_act_means_the_same_statement() -> None:
    acts = Acts()
    first = acts.say(judged())
    second = acts.say(judged(kind="commitment"))
    acts.say(recorded(second))
    found = acts.found()
    assert found.commitments["attend"].statement == first.hex
    assert not found.dangling


def test_a_rejected_statement_leaves_its_commitment_dangling() -> None:
    acts = Acts()
    name = acts.say(judged())
    commitment = acts.say(recorded(name))
    acts.say(judged(verdict="rejected"))
    found = acts.found()
    assert not found.confirmed
    assert found.dangling == (commitment.hex,)


def test_an_undone_statement_says_nothing_and_an_undone_undoing_brings_it_back() -> None:
    acts = Acts()
    name = acts.say(judged())
    undoing = acts.say(ActUndone(name, "the wrong page"))
    assert not acts.found().statements
    acts.say(ActUndone(undoing, "it was the right page"))
    assert [each.name for each in acts.found().confirmed] == [name.hex]


def test_the_same_words_elsewhere_are_another_statement() -> None:
    acts = Acts()
    acts.say(judged())
    acts.say(judged(start=400))
    assert len(acts.found().confirmed) == 2


def test_nothing_is_assessed_by_default_and_what_was_said_stays_as_history() -> None:
    acts = Acts()
    name = acts.say(judged())
    later = acts.say(judged("Nobody will go.", 90))
    acts.say(recorded(name))
    assert not acts.found().assessments
    acts.say(assessed(later, "narrows"))
    acts.say(assessed(later, "contradicts"))
    (assessment,) = acts.found().assessments
    assert (assessment.label, assessment.state) == ("contradicts", "holds")
    assert [each.verdict for each in assessment.said] == ["narrows", "contradicts"]


def test_two_reviewers_must_agree_where_the_protocol_asks_for_two() -> None:
    acts = Acts()
    acts.say(KeyAdded("Grace", key(2).fingerprint, key(2).public))
    name = acts.say(judged())
    acts.say(judged(), signer=2)
    later = acts.say(judged("Nobody will go.", 90))
    acts.say(judged("Nobody will go.", 90), signer=2)
    acts.say(recorded(name))
    acts.say(assessed(later, "contradicts"))
    (assessment,) = acts.found(2).assessments
    assert (assessment.label, assessment.state) == ("", "pending")
    acts.say(assessed(later, "narrows"), signer=2)
    (assessment,) = acts.found(2).assessments
    assert (assessment.label, assessment.state) == ("", "conflict")
    acts.say(assessed(later, "contradicts"), signer=2)
    (assessment,) = acts.found(2).assessments
    assert (assessment.label, assessment.state) == ("contradicts", "holds")
    assert len(assessment.said) == 3


def test_one_reviewer_is_not_two() -> None:
    acts = Acts()
    acts.say(judged())
    acts.say(judged(kind="denial"))
    (statement,) = acts.found(2).statements.values()
    assert (statement.state, statement.verdict, statement.confirmed) == ("pending", "", False)


def test_a_commitment_recorded_again_replaces_the_earlier_one() -> None:
    acts = Acts()
    name = acts.say(judged())
    acts.say(recorded(name))
    newest = acts.say(recorded(name, party="the ministry"))
    assert acts.found().commitments["attend"].recorded.act == newest.hex
    acts.say(ActUndone(newest, "the government itself"))
    assert acts.found().commitments["attend"].said.party == "veldland"


def test_links_replies_and_claims() -> None:
    acts = Acts()
    name = acts.say(judged())
    acts.say(recorded(name))
    acts.say(recorded(name, "attend-again"))
    acts.say(CommitmentsLinked("attend-again", "repeats", "attend", "the same words"))
    stray = acts.say(CommitmentsLinked("attend-again", "replaces", "nothing", ""))
    acts.say(ReplyRecorded("attend", "right-of-reply", "the ministry", "2031-02-01", "We went.", "", ""))
    acts.say(FigureClaimed("seen", name, "55000", "55000", "images", "about", "", "", "the ministry", "2031", "", ""))
    found = acts.found()
    assert [each.said.relation for each in found.links] == ["repeats", "replaces"]
    assert [each.said.words for each in found.replies] == ["We went."]
    assert found.claims["seen"].statement == name.hex
    assert found.dangling == (stray.hex,)


def test_all_acts_that_count_are_inputs() -> None:
    acts = Acts()
    name = acts.say(judged())
    commitment = acts.say(recorded(name))
    assert acts.found().acts == (name.hex, commitment.hex)


@pytest.mark.parametrize("value", ["2031", "2031-01", "2031-01-19", ""])
def test_periods(value: str) -> None:
    check_period("date", value)


@pytest.mark.parametrize("value", ["31", "2031-13", "2031-02-30", "2031-1", "January 2031", "2031-01-19T00:00", "0000"])
def test_what_is_no_period(value: str) -> None:
    with pytest.raises(ProbataError):
        check_period("date", value)


def test_a_quote_that_is_not_as_long_as_its_place_is_refused() -> None:
    with pytest.raises(ProbataError, match="end"):
        StatementJudged(PAGE, TEXT, 3, 9, "seven letters", "confirmed", {}, "")


@pytest.mark.parametrize(("low", "high"), [("1e5", "1e5"), ("5", "4"), ("", ""), ("9" * 16, "9" * 16), ("nan", "nan")])
def test_numbers_that_are_none(low: str, high: str) -> None:
    with pytest.raises(ProbataError):
        FigureClaimed("seen", PAGE, low, high, "images", "", "", "", "", "", "", "")


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), max_size=25), st.integers(1, 2))
def test_any_acts_in_any_order_amount_to_something(steps: list[tuple[int, int]], required: int) -> None:
    acts = Acts()
    for what, place in steps:
        said = [entry.digest for entry in acts.entries]
        target = said[place % len(said)]
        made: list[Act] = [
            judged(start=place),
            judged(start=place, verdict="rejected"),
            recorded(target, f"c{place}"),
            assessed(target, name=f"c{place}"),
            ActUndone(target, ""),
            CommitmentsLinked(f"c{place}", "repeats", "other", ""),
        ]
        acts.say(made[what], signer=1 + place % 2)
    found = acts.found(required)
    known = {entry.digest.hex for entry in acts.entries}
    assert set(found.dangling) <= known
    assert set(found.acts) <= known
    assert all(each.confirmed for each in found.confirmed)
