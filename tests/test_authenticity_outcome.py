"""What a test of authenticity gives: counts that are right, and rates that are never better than what was seen."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from probata.linkage.authenticity_outcome import Described, in_words, rule_outcome, upper_share
from probata.linkage.departure import Departure

DESCRIBED = Described("made_up", 3, "It sees this.", "It can't see that.")


def departure(exhibit):
    return Departure(exhibit, "made_up", 1.0, 0.5, "made up", "made up")


@given(st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of - 1), st.just(of))))
def test_the_upper_end_is_where_so_few_are_seen_once_in_forty(counts):
    count, of = counts
    high = upper_share(count, of)
    assert count / of < high < 1
    assert binom.cdf(count, of, high) == pytest.approx(0.025, rel=1e-6)


@pytest.mark.parametrize(("count", "of"), [(0, 0), (7, 7), (1, 1)])
def test_nothing_seen_or_all_of_it_is_no_bound(count, of):
    assert upper_share(count, of) == 1.0


def test_none_of_a_hundred_is_as_printed():
    assert round(upper_share(0, 100), 4) == 0.0362  # Clopper and Pearson, 0 of 100


def test_outcome_counts_photographs_and_not_departures():
    made = rule_outcome(DESCRIBED, ["a", "b", "b", "c", "d"], 2, [departure("a"), departure("a")], 1)
    assert made.examined == {"a", "b", "c", "d"}
    assert (made.test.name, made.test.version, made.test.sees, made.test.limits) == (
        "made_up", 3, "It sees this.", "It can't see that.",
    )  # fmt: skip
    assert (made.test.examined, made.test.cohorts, made.test.departs) == (4, 2, 1)
    assert made.test.false_alarm_rate == 0.25
    assert made.test.false_alarm_high == round(upper_share(1, 4), 6)
    assert len(made.departures) == 2


def test_what_may_be_ordinary_counts_for_the_upper_end_alone():
    made = rule_outcome(DESCRIBED, map(str, range(100)), 1, [departure("1")], 2, doubtful=1)
    assert (made.test.false_alarm_rate, made.test.false_alarm_high) == (0.02, round(upper_share(3, 100), 6))


def test_nothing_examined_is_an_unknown_rate_up_to_one():
    made = rule_outcome(DESCRIBED, [], 0, [], 0)
    assert (made.test.examined, made.test.departs) == (0, 0)
    assert made.test.false_alarm_high == 1.0
    assert made.test.refused == ""
    assert rule_outcome(DESCRIBED, [], 0, [], 0, "too few").test.refused == "too few"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (40.0, "40 seconds"), (-40.0, "40 seconds"), (0.25, "0.25 seconds"), (119.0, "119 seconds"),
        (120.0, "2 minutes"), (9000.0, "2.5 hours"), (3 * 86_400.0, "3 days"), (1234.4 * 86_400, "1234 days"),
        (nan, "an unknown time"), (inf, "an unknown time"),
    ],
)  # fmt: skip
def test_a_span_of_time_in_words(seconds, words):
    assert in_words(seconds) == words
