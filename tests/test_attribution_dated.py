"""Times of what is said: invented sentences, published on Tuesday 4 March 2031."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.attribution.attribution import Attribution, Dated, Kind
from probata.attribution.dated import dates_in
from probata.attribution.dates_english import times_in
from probata.attribution.dates_resolved import day_of, resolved
from probata.attribution.parsed import Parsed, parse_blocks
from probata.documents.document import Block, Span, Time

PUBLISHED = Time("2031-03-04T18:30:00+00:00", "4 March 2031", "meta")

# A sentence with [what is said] and {the cue}; its times: words, value, role.
SAID: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("The minister {said} on Sunday that [the talks had failed].", [("on Sunday", "2031-03-02", "said")]),
    ("On Sunday, the minister {said} [the talks had failed].", [("On Sunday", "2031-03-02", "said")]),
    ("Speaking on Monday, the envoy {said} [nothing had changed].", [("on Monday", "2031-03-03", "said")]),
    ("The minister {said} yesterday that [the talks had failed].", [("yesterday", "2031-03-03", "said")]),
    ("The minister {said} on 2 March that [the talks had failed].", [("on 2 March", "2031-03-02", "said")]),
    ("The minister {said} last month that [the talks had failed].", [("last month", "2031-02", "said")]),
    ("The minister {said} in 2029 that [the talks had failed].", [("in 2029", "2029", "said")]),
    ("The minister {said} on Tuesday that [the talks had failed].", [("on Tuesday", "2031-03-04", "said")]),
    ("The envoy, who arrived on Friday, {said} [the talks had failed].", []),
    ("The minister {said} [the army will leave by 30 June].", [("by 30 June", "2031-06-30", "deadline")]),
    ("The minister {said} [the army will leave within ten days].", [("within ten days", "2031-03-14", "deadline")]),
    ("The minister {said} [the army will leave before the end of the month].",
     [("before the end of the month", "2031-03-31", "deadline")]),
    ("The minister {said} [the army will leave by the end of October].",
     [("by the end of October", "2031-10-31", "deadline")]),
    ("The minister {said} [the army will leave before the conference opens].",
     [("before the conference opens", "", "deadline")]),
    ("The minister {said} [it will reply within five days of the vote].",
     [("within five days", "", "deadline")]),
    ("The minister {said} [the army must leave no later than 1 May 2031].",
     [("no later than 1 May 2031", "2031-05-01", "deadline")]),
    ("The minister {said} [the list will be published by Friday].", [("by Friday", "2031-03-07", "deadline")]),
    ("The minister {said} [the bridge was shelled on Saturday].", [("on Saturday", "2031-03-01", "inside")]),
    ("The minister {said} [the bridge was shelled in January].", [("in January", "2031-01", "inside")]),
    ("The minister {said} [the bridge was shelled on 20 December].", [("on 20 December", "2030-12-20", "inside")]),
    ("The minister {said} [the war began in 2026].", [("in 2026", "2026", "inside")]),
    ("The minister {said} [the bridge was shelled three weeks ago].", [("three weeks ago", "2031-02-11", "inside")]),
    ("The minister {said} [the camp has been closed since the autumn].", [("since the autumn", "2030", "inside")]),
    ("The minister {said} [the conference opens the day after tomorrow].",
     [("the day after tomorrow", "2031-03-06", "inside")]),
    ("The minister {said} [the tax will fall from September].", [("from September", "2031-09", "inside")]),
    ("The minister {said} [prices are expected to fall by May].", [("by May", "2031-05", "inside")]),
    ("The minister {said} [it was the first convoy in nine weeks].", []),
    ("The minister {said} [the army may leave in March on foot].", [("in March", "2031-03", "inside")]),
    ("The minister {said} [11,000 people may have died].", []),
]  # fmt: skip


def parsed_of(text: str) -> Parsed:
    return next(iter(parse_blocks(text, [(Block("paragraph", Span(0, len(text))), 0)])))


def marked(line: str, kind: Kind = "assertion") -> tuple[str, Attribution]:
    plain = "".join(letter for letter in line if letter not in "[]{}")

    def span(opening: str, closing: str) -> Span:
        before = line[: line.index(opening)]
        start = len([letter for letter in before if letter not in "[]{}"])
        inner = line[line.index(opening) + 1 : line.index(closing)]
        return Span(start, start + len([letter for letter in inner if letter not in "[]{}"]))

    cue = span("{", "}")
    start = plain.rfind("The minister", 0, cue.start)
    speaker = Span(start, start + 12) if start >= 0 else None
    return plain, Attribution((span("[", "]"),), speaker, cue, "indirect", "by hand", kind=kind)


def times(line: str, published: Time | None = PUBLISHED, kind: Kind = "assertion") -> tuple[str, tuple[Dated, ...]]:
    text, found = marked(line, kind)
    return text, dates_in(text, parsed_of(text), found, published)


@pytest.mark.parametrize(("line", "expected"), SAID, ids=[line[:70] for line, _ in SAID])
def test_times(line: str, expected: list[tuple[str, str, str]]) -> None:
    text, found = times(line)
    assert [(one.span.of(text), one.value, one.role) for one in found] == expected


def test_a_promise_is_to_be_kept_at_its_time() -> None:
    _, (one,) = times("The minister {promised} that [the army will leave on Friday].", kind="commitment")
    assert (one.value, one.role) == ("2031-03-07", "deadline")


@pytest.mark.parametrize(
    "published", [None, Time("", "", "meta"), Time("soon", "", "meta"), Time("9999-99-99", "", "")]
)
def test_without_a_date_of_the_text_nothing_is_guessed(published: Time | None) -> None:
    _, (one,) = times("The minister {said} on Sunday that [the talks had failed].", published)
    assert one.value == ""
    _, (one,) = times("The minister {said} on 2 March 2031 that [the talks had failed].", published)
    assert one.value == "2031-03-02"


@pytest.mark.parametrize("base", ["0001-01-01", "9999-12-31", "2028-02-29"])
@pytest.mark.parametrize(
    "words", ["on Sunday", "last Sunday", "next year", "last year", "ten days ago", "within 900 years", "30 February",
              "29 February", "in two months", "last spring", "the end of the week", "yesterday", "the 31st",
              "last month"]
)  # fmt: skip
def test_the_ends_of_the_calendar_do_not_crash(base: str, words: str) -> None:
    for when in times_in(f"x {words} x", 0, len(words) + 4):
        for lean in (-1, 0, 1):
            for deadline in (False, True):
                assert isinstance(resolved(when, date.fromisoformat(base), lean, deadline=deadline), str)


@pytest.mark.parametrize(
    ("words", "lean", "value"),
    [
        ("19/01/2031", 0, "2031-01-19"),
        ("03/04/2031", 0, "2031"),
        ("12/25/2031", 0, "2031-12-25"),
        ("31 February 2031", 0, ""),
        ("on the 22nd", -1, "2031-02-22"),
        ("on the 22nd", 1, "2031-03-22"),
        ("in June of last year", 0, "2030-06"),
        ("next June", 0, "2031-06"),
        ("last March", 0, "2030-03"),
        ("in 2011–2013", 0, "2011/2013"),
        ("in 2011-13", 0, "2011/2013"),
        ("from 1894 to 1902", 0, "1894/1902"),
        ("in the 1990s", 0, "1990/1999"),
        ("at the end of 2031", 0, "2031"),
        ("last weekend", 0, "2031-02"),
        ("next week", 0, "2031-03"),
        ("this year", 0, "2031"),
        ("Sunday", 1, "2031-03-09"),
        ("next Tuesday", 0, "2031-03-11"),
        ("last Tuesday", 0, "2031-02-25"),
        ("two months ago", 0, "2031-01"),
        ("several days ago", 0, ""),
        ("in two months", 1, "2031-05-04"),
        ("by Christmas", 1, "2031-12-25"),
        ("in the winter of 2030", 0, "2030"),
        ("2031-01-19", 0, "2031-01-19"),
    ],
)
def test_resolved(words: str, lean: int, value: str) -> None:
    (when,) = times_in(words, 0, len(words))
    assert resolved(when, date(2031, 3, 4), lean) == value


@pytest.mark.parametrize(
    "words", ["2031 people", "March on the town", "it may go", "5,000", "the Sun", "Mondays", "every Monday", "Mayor"]
)
def test_no_times(words: str) -> None:
    assert times_in(words, 0, len(words)) == []


def test_a_broken_date_of_the_text_is_none() -> None:
    assert day_of("2031-03-04T10:00:00Z") == date(2031, 3, 4)
    assert day_of("2031-03") is None


PIECES = st.sampled_from(
    ["on", "Sunday", "by", "30", "June", "2031", "last", "week", "the end of", "ten days", "ago", "within", "before",
     "will", "May", "1st", "-", "/", "12", ",", "yesterday", "Christmas", "summer", "10:30", "\u202e", "leave"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_times_lie_in_the_text_and_inside_ones_in_the_content(words: str) -> None:
    text, found = marked("The minister {said} on Monday that [" + (words or "x") + "].")
    for one in dates_in(text, parsed_of(text), found, PUBLISHED):
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.role == "said" or one.span.within(found.content[0])
        assert one.value == "" or int(one.value[:4]) > 0


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_times_are_apart(text: str) -> None:
    found = times_in(text, 0, len(text))
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))


@pytest.mark.parametrize("text", ["1 March " * 30_000, "the end of " * 20_000, "2031-" * 40_000, "last " * 40_000])
def test_times_take_linear_time(text: str) -> None:
    started = time.perf_counter()
    times_in(text, 0, len(text))
    assert time.perf_counter() - started < 15
