"""Numbers in what is said: invented sentences with the figures that they state."""

import math
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.attribution.attribution import Attribution, Mode, Stated
from probata.attribution.numbers import numbers_in
from probata.attribution.parsed import Parsed, parse_blocks
from probata.attribution.stated import figures_in
from probata.documents.document import Block, Span
from probata.proficiency.stated_score import figures_score, matched, times_score

# What is said, and its figures: low, high, qualifier, unit, claimant.
SAID: list[tuple[str, list[tuple[float, float, str, str, str | None]]]] = [
    ("at least 11,000 people were killed", [(11_000, 11_000, "at least", "people", None)]),
    ("at least 11,000 people, according to the prosecutor, were killed",
     [(11_000, 11_000, "at least", "people", "the prosecutor")]),
    ("the archive holds 55,000 files, which the ministry put at 50,000",
     [(55_000, 55_000, "none", "", None), (50_000, 50_000, "none", "", "the ministry")]),
    ("the raid left a toll activists place at 300", [(300, 300, "none", "", "activists")]),
    ("they had copied the 27,000 images that the photographer says he took",
     [(27_000, 27_000, "none", "", "the photographer")]),
    ("the ministry estimates that 3,100 volumes were lost", [(3_100, 3_100, "none", "", "The ministry")]),
    ("eleven thousand detainees were photographed", [(11_000, 11_000, "none", "people", None)]),
    ("a dozen officers were dismissed", [(12, 12, "none", "people", None)]),
    ("half a dozen trucks arrived", [(6, 6, "none", "", None)]),
    ("hundreds of families fled", [(100, 100, "more than", "", None)]),
    ("tens of thousands of people fled", [(10_000, 10_000, "more than", "people", None)]),
    ("several thousand people fled", [(2_000, 2_000, "at least", "people", None)]),
    ("two thirds of the bodies showed injuries", [(2 / 3, 2 / 3, "none", "", None)]),
    ("half of the files were opened", [(0.5, 0.5, "none", "", None)]),
    ("62 per cent of the bodies were emaciated", [(62, 62, "none", "%", None)]),
    ("62.5% were emaciated", [(62.5, 62.5, "none", "%", None)]),
    ("between 50 and 60 bodies arrived each day", [(50, 60, "between", "", None)]),
    ("50–60 bodies arrived", [(50, 60, "between", "", None)]),
    ("each body had four or five photographs", [(4, 5, "between", "", None)]),
    ("some 11,000 died", [(11_000, 11_000, "about", "", None)]),
    ("up to 50 bodies were brought", [(50, 50, "at most", "", None)]),
    ("as many as 900 prisoners were held", [(900, 900, "at most", "people", None)]),
    ("nearly 300 houses burned", [(300, 300, "about", "", None)]),
    ("over 300 houses burned", [(300, 300, "more than", "", None)]),
    ("no fewer than 40 witnesses spoke", [(40, 40, "at least", "people", None)]),
    ("no more than 40 witnesses spoke", [(40, 40, "at most", "people", None)]),
    ("fewer than 40 witnesses spoke", [(40, 40, "less than", "people", None)]),
    ("exactly 40 witnesses spoke", [(40, 40, "exactly", "people", None)]),
    ("40 or more witnesses spoke", [(40, 40, "at least", "people", None)]),
    ("a hundred or so boats sank", [(100, 100, "about", "", None)]),
    ("the damage was $3.5 million", [(3.5e6, 3.5e6, "none", "dollars", None)]),
    ("the damage was US$40m", [(40e6, 40e6, "none", "US dollars", None)]),
    ("5m people fled", [(5e6, 5e6, "none", "people", None)]),
    ("the wall is 5m high and 12km long", [(5, 5, "none", "metres", None), (12, 12, "none", "kilometres", None)]),
    ("he carried 40 kg of flour", [(40, 40, "none", "kilograms", None)]),
    ("the camp held all 900 prisoners for a week",
     [(900, 900, "exactly", "people", None), (1, 1, "none", "weeks", None)]),
    ("the loan was €2bn", [(2e9, 2e9, "none", "euros", None)]),
    ("repairs would cost between 18 and 22 million crowns", [(18e6, 22e6, "between", "crowns", None)]),
    ("1 000 people marched", [(1_000, 1_000, "none", "people", None)]),
    ("1.000 people marched", [(1_000, 1_000, "none", "people", None)]),
    ("prices rose by 1.125 per cent", [(1.125, 1.125, "none", "%", None)]),
    ("the ten-day ceasefire held", [(10, 10, "none", "days", None)]),
    ("it will reply within ten days", [(10, 10, "at most", "days", None)]),
    ("two and a half years passed", [(2.5, 2.5, "none", "years", None)]),
    ("one person was killed", [(1, 1, "none", "people", None)]),
    ("he was turned away twice", [(2, 2, "none", "times", None)]),
    ("one in five houses burned", [(0.2, 0.2, "none", "", None)]),
    ("three out of four houses burned", [(0.75, 0.75, "none", "", None)]),
    ("one hundred and twenty-five men came", [(125, 125, "none", "people", None)]),
    ("it cost 6 million crowns; the union said less than two",
     [(6e6, 6e6, "none", "crowns", None), (2e6, 2e6, "less than", "", "the union")]),
    ("45 to 50 million crowns were lost", [(45e6, 50e6, "between", "crowns", None)]),
    ("we count 17 impacts", [(17, 17, "none", "", None)]),
    # no figures
    ("the conference opens on 22 January 2031 at 10:30", []),
    ("the war began in 2011 and the 2012 accord failed", []),
    ("Resolution 2118 and Article 5 bind the parties", []),
    ("it is on page 4 of annex 2", []),
    ("one of the drivers spoke", []),
    ("no one was there", []),
    ("one does not leave a table", []),
    ("the second convoy came on the 11th day", []),
    ("a 14-year-old girl and a boy aged 9 were hurt", []),
    ("call +41 22 555 01 01", []),
    ("the first half went well", []),
    ("the 1990s were quiet", []),
    ("he left two weeks ago", []),
    ("Phase two begins at 6 a.m.", []),
]  # fmt: skip


def parsed_of(text: str) -> Parsed:
    return next(iter(parse_blocks(text, [(Block("paragraph", Span(0, len(text))), 0)])))


def said(words: str, mode: Mode = "indirect", speaker: str = "The minister") -> tuple[str, Parsed, Attribution]:
    text = f"{speaker} said that {words}."
    content = Span(len(text) - len(words) - 1, len(text) - 1)
    cue = Span(len(speaker) + 1, len(speaker) + 5)
    return text, parsed_of(text), Attribution((content,), Span(0, len(speaker)), cue, mode, "by hand")


def figures(words: str) -> tuple[str, tuple[Stated, ...]]:
    text, parsed, found = said(words)
    return text, figures_in(text, parsed, found)


@pytest.mark.parametrize(("words", "expected"), SAID, ids=[words[:40] for words, _ in SAID])
def test_figures(words: str, expected: list[tuple[float, float, str, str, str | None]]) -> None:
    text, found = figures(words)
    assert len(found) == len(expected), [one.span.of(text) for one in found]
    for one, (low, high, qualifier, unit, claimant) in zip(found, expected, strict=True):
        assert (one.low, one.high) == (pytest.approx(low), pytest.approx(high))
        assert (one.qualifier, one.unit) == (qualifier, unit)
        assert (one.claimant.of(text).casefold() if one.claimant else None) == (
            claimant.casefold() if claimant else None
        )


def test_the_span_has_qualifier_and_noun() -> None:
    text, (one,) = figures("at least 11,000 people were killed")
    assert one.span.of(text) == "at least 11,000 people"
    assert one.counts is not None
    assert one.counts.of(text) == "people"


def test_the_speakers_own_number_has_no_claimant() -> None:
    for words in ("we estimate that 300 people died", "he says 300 people died"):
        _, (one,) = figures(words)
        assert one.claimant is None


def test_in_a_quotation_he_is_somebody_else() -> None:
    text, parsed, found = said("he says 300 people died", "direct")
    (one,) = figures_in(text, parsed, found)
    assert one.claimant is not None
    assert one.claimant.of(text) == "he"


def test_content_beyond_the_parse_is_read_by_its_words() -> None:
    text = "She said this.\n\nAt least 40 people died."
    first = parsed_of(text[:14])
    found = Attribution((Span(16, len(text)),), Span(0, 3), Span(4, 8), "direct", "by hand")
    (one,) = figures_in(text, first, found)
    assert (one.low, one.unit, one.qualifier) == (40, "people", "at least")


@pytest.mark.parametrize(
    "words", ["10^400 people", "9" * 4_000, "1,000" * 800, "1e999 people", "²³ ½ ⅔ men", "٣٠٠ men"]
)
def test_hostile_numbers_neither_crash_nor_become_infinite(words: str) -> None:
    _, found = figures(words)
    assert all(math.isfinite(one.low) and math.isfinite(one.high) for one in found)


PIECES = st.sampled_from(
    ["ten", "5", "1,000", "million", "half", "a", "third", "of", "people", "%", "$", "-", "–", "to", "and", "between",
     "at least", "2031", "by", "May", "twice", "one", "in", " ", ".", ",", "½", "\u202e", "³", "ago", "days"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_figures_lie_in_the_content_in_order(words: str) -> None:
    text, parsed, found = said(words or "x")
    ones = figures_in(text, parsed, found)
    assert all(one.span.within(found.content[0]) and one.span.end > one.span.start for one in ones)
    assert all(left.span.end <= right.span.start for left, right in pairwise(ones))
    assert all(one.low <= one.high for one in ones)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_numbers_are_finite_and_apart(text: str) -> None:
    numbers = numbers_in(text, 0, len(text))
    assert all(0 <= one.low <= one.high < 1e16 for one in numbers)
    assert all(left.span.end <= right.span.start for left, right in pairwise(numbers))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**12))
def test_any_number_written_with_commas_is_read_back(value: int) -> None:
    text = f"{value:,} people"
    assert [one.low for one in numbers_in(text, 0, len(text))] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1'000; 2 000; 3\u202f000", [1_000, 2_000, 3_000]),
        ("1.000.000", [1e6]),
        ("thirty-one", [31]),
        ("two hundred thousand and six", [200_006]),
        ("three-quarters", [0.75]),
        ("a quarter", [0.25]),
        ("5th 1990s T-72 007 10:30 19/01/2031 2031-01-19 x12 1,00", []),
        ("ten fifteen", [10]),
        ("dozens", [12]),
        ("hundreds of thousands", [100_000]),
        ("a couple of days", [2]),
        ("only once", [1]),
        ("once", []),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert [one.low for one in numbers_in(text, 0, len(text))] == values


@pytest.mark.parametrize(
    "text", ["9" * 300_000, "1,000," * 50_000, "one-" * 75_000, "a half " * 40_000, "10 to " * 50_000]
)
def test_numbers_take_linear_time(text: str) -> None:
    started = time.perf_counter()
    numbers_in(text, 0, len(text))
    assert time.perf_counter() - started < 10


def test_scores() -> None:
    text, found = figures("at least 11,000 people, according to the prosecutor, were killed and 40 houses burned")
    score = figures_score([(text, found, found), (text, found, ())])
    assert (score.annotated, score.found, score.right) == (4, 2, 2)
    assert (score.precision, score.recall, score.f) == (1.0, 0.5, pytest.approx(2 / 3))
    assert math.isnan(figures_score([]).f)
    assert list(matched(found, found[1:])) == [(found[1], found[1])]
    assert times_score([((), ())]).annotated == 0
