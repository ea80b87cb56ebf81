import io
from collections import Counter

import pytest

from probata.app.terminal import Stage, TerminalProgress, duration, line


def stage(**changes):
    values = {"name": "intake", "total": 55_000, "before": 0, "done": 12_345, "began": 100.0, "ended": 100.0}
    return Stage(**{**values, **changes}, errors=Counter({"truncated": 3, "empty": 1}))


def test_a_line_says_done_total_rate_time_left_and_errors_by_kind():
    text = line(stage(), 160.0, 120)
    assert text == "intake  12,345/55,000  22%  3:27 left  4 errors  206/s  truncated: 3  empty: 1"


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80])
def test_a_narrow_window_keeps_what_matters_most(width):
    text = line(stage(), 160.0, width)
    assert len(text) <= width
    assert text.startswith("intake  12,345/55,000" if width > 20 else "intake")


def test_units_done_before_do_not_count_into_the_rate():
    text = line(stage(before=12_000), 160.0, 120)
    assert "5.8/s" in text


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (754, "12:34"), (11_100, "3:05:00")])
def test_durations(seconds, text):
    assert duration(seconds) == text


def test_the_end_shows_everything_done_and_the_summary_is_kept():
    stream = io.StringIO()
    progress = TerminalProgress(stream)
    progress.stage("readings", 3, 1)
    progress.advance()
    progress.error("truncated")
    progress.advance()
    progress.finish()
    assert "readings  3/3  100%" in stream.getvalue()
    kept = progress.summary()[0]
    assert (kept["done_before"], kept["done"], kept["errors"]) == (1, 3, {"truncated": 1})


def test_an_empty_stage_divides_by_nothing():
    stream = io.StringIO()
    progress = TerminalProgress(stream)
    progress.stage("readings", 0)
    progress.finish()
    assert stream.getvalue().startswith("readings  0  ")
