"""Checks of a commitment as a whole, and links proposed between commitments."""

from dataclasses import replace

import pytest

from probata.errors import BadInput
from probata.statements.consistency_commitments import deadline_passed, links_between
from probata.statements.consistency_values import Candidate, Commitment, Passage, Place, Sides

SIDES = Sides({"veldland": frozenset({"veldland", "brenn"})})
PUMPS = Commitment(
    id="c1",
    party="veldland",
    text="Veldland will put sixty mobile pumps into the delta by 10 October.",
    action="will put",
    object="sixty mobile pumps",
    made="2031-09-01",
    place=Place("d1", 0, 60),
    deadline="2031-10-10",
)


def candidate(label: str, name: str = "d2:1-2") -> Candidate:
    passage = Passage(name, Place("d2", 1, 2), "2031-10-01", "…")
    return Candidate("c1", passage, 1.0, (), (), label)  # type: ignore[arg-type]


def test_a_deadline_is_passed_on_the_day_after() -> None:
    assert deadline_passed(PUMPS, [], {}, "2031-10-10") is None
    after = deadline_passed(PUMPS, [], {}, "2031-10-11")
    assert after is not None
    assert "no passage is judged as fulfilling, none is suggested" in after.says


def test_a_month_is_passed_when_it_is_over() -> None:
    month = replace(PUMPS, deadline="2031-10")
    assert deadline_passed(month, [], {}, "2031-10-31") is None
    assert deadline_passed(month, [], {}, "2031-11-01") is not None


def test_a_suggestion_does_not_stand_for_a_judgement() -> None:
    hinted = deadline_passed(PUMPS, [candidate("fulfils")], {}, "2031-11-01")
    assert hinted is not None
    assert "1 suggested and not assessed" in hinted.says
    assert deadline_passed(PUMPS, [candidate("fulfils")], {"d2:1-2": "fulfils"}, "2031-11-01") is None
    assert deadline_passed(PUMPS, [candidate("fulfils")], {"d2:1-2": "unrelated"}, "2031-11-01") is not None


def test_no_deadline_none_passed() -> None:
    assert deadline_passed(replace(PUMPS, deadline=""), [], {}, "2099-01-01") is None


@pytest.mark.parametrize("day", ["", "today", "2031", "2031-1-1", "2031-01-019", "²⁰³¹-01-01"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(BadInput, match="a day can't be read"):
        deadline_passed(PUMPS, [], {}, day)


@pytest.mark.parametrize(
    ("text", "deadline", "kind"),
    [
        ("Veldland will put sixty mobile pumps into the delta by 10 October.", "2031-10-10", "repeats"),
        ("Veldland will put sixty mobile pumps into the delta by the end of March.", "2032-03-31", "replaces"),
        ("Veldland will put forty mobile pumps into the delta by 10 October.", "2031-10-10", "replaces"),
        ("As agreed, Veldland will put a first twenty mobile pumps into the delta.", "", "implements"),
    ],
)
def test_links_by_words_deadline_and_number(text: str, deadline: str, kind: str) -> None:
    later = replace(PUMPS, id="c2", text=text, deadline=deadline, made="2031-09-20", place=Place("d2", 0, 9))
    [link] = links_between([later, PUMPS], SIDES)
    assert (link.earlier, link.later, link.kind) == ("c1", "c2", kind)
    assert all(link.reasons)


def test_no_link_across_sides_or_topics() -> None:
    other = replace(PUMPS, id="c2", party="rebels", place=Place("d2", 0, 9))
    topic = replace(PUMPS, id="c3", text="We shall hold elections in the hills.", place=Place("d3", 0, 9))
    assert links_between([PUMPS, other, topic], SIDES) == ()
