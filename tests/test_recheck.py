"""Recheck notices each changed value, each missing or added figure, and each number printed otherwise."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.report.figures import figures
from probata.report.page import report_page
from probata.report.recheck import figures_json, recheck, recheck_report
from probata.report.render import report_html
from test_report_made import findings_of, small, snapshot_of
from test_report_render import WHEN

SNAPSHOT = snapshot_of(small())
FRESH = figures(SNAPSHOT, findings_of(small(), [[SNAPSHOT.exhibits[0], SNAPSHOT.exhibits[1]]]))
DATA = figures_json(FRESH)
HTML = report_html(report_page(SNAPSHOT, FRESH, generated=WHEN, tools={})).encode()


def test_an_unchanged_report_has_no_problem() -> None:
    assert recheck(DATA, FRESH) == []
    assert recheck_report(HTML, DATA) == []


def test_figures_are_written_in_one_way() -> None:
    records = json.loads(DATA)
    assert [record["name"] for record in records] == sorted(figure.name for figure in FRESH)
    assert figures_json(FRESH[::-1]) == DATA
    assert {"name", "value", "low", "high", "level", "unit", "frame", "exclusions", "method", "inputs", "head"} <= set(
        records[0]
    )


@pytest.mark.parametrize("at", range(len(FRESH)))
def test_each_changed_value_is_noticed(at: int) -> None:
    records = json.loads(DATA)
    value = records[at]["value"]
    records[at]["value"] = 1 if value is None else value + 1
    problems = recheck(json.dumps(records).encode(), FRESH)
    assert [(p.code, p.where) for p in problems] == [
        ("figure-differs", f"report/figures.json#{records[at]['name']}.value")
    ]
    assert problems[0].found == str(records[at]["value"])


@pytest.mark.parametrize("key", sorted(json.loads(DATA)[0]))
def test_each_changed_key_is_noticed(key: str) -> None:
    records = json.loads(DATA)
    records[3][key] = "changed"
    assert recheck(json.dumps(records).encode(), FRESH)


def test_an_integer_that_became_a_float_is_noticed() -> None:
    records = json.loads(DATA)
    at = next(i for i, r in enumerate(records) if r["name"] == "photographs")
    records[at]["value"] = 8.0
    assert [p.code for p in recheck(json.dumps(records).encode(), FRESH)] == ["figure-differs"]


def test_missing_and_unexpected_figures_are_named() -> None:
    records = json.loads(DATA)
    gone = records.pop(5)["name"]
    records.append({**records[0], "name": "invented\u202e"})
    codes = {p.code: p.where for p in recheck(json.dumps(records).encode(), FRESH)}
    assert codes == {
        "figure-missing": f"report/figures.json#{gone}",
        "figure-unexpected": "report/figures.json#invented\\u202e",
    }


def test_other_bytes_with_the_same_figures_are_noticed() -> None:
    assert [p.code for p in recheck(DATA + b" ", FRESH)] == ["figure-differs"]
    doubled = DATA.replace(b'"value": 8', b'"value": 9,\n  "value": 8', 1)
    assert doubled != DATA
    assert [p.code for p in recheck(doubled, FRESH)] == ["figure-differs"]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b"\xff", b"[" * 200_000, b'[{"value": 1}]', b'[{"name": "a"}, {"name": "a"}]', b"nul"]
)
def test_what_cannot_be_read_is_one_problem_without_a_parser_message(data: bytes) -> None:
    problems = recheck(data, FRESH)
    assert [p.code for p in problems] == ["figures-unreadable"]
    assert problems[0].found == "something else"
    assert [p.code for p in recheck_report(HTML, data)] == ["figures-unreadable"]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_every_changed_byte_is_noticed(at: int, change: int) -> None:
    changed = bytearray(DATA)
    changed[at] ^= change
    assert recheck(bytes(changed), FRESH)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(DATA) - 1))
def test_every_cut_is_noticed(at: int) -> None:
    assert recheck(DATA[:at], FRESH)


def test_numbers_of_the_report_are_compared() -> None:
    marked = list(re.finditer(rb'data-figure="([^"]+)" data-part="([^"]+)"[^>]*>([^<]+)<', HTML))
    assert len(marked) > 60
    for found in marked[::6]:
        changed = HTML[: found.start(3)] + b"7,777" + HTML[found.end(3) :]
        problems = recheck_report(changed, DATA)
        assert [p.code for p in problems] == ["report-differs"], found.group(1)
        assert found.group(1).decode() in problems[0].where


def test_a_report_that_is_missing_or_lacks_a_figure() -> None:
    assert [p.code for p in recheck_report(None, DATA)] == ["report-missing"]
    problems = recheck_report(b"<p>nothing here</p>", DATA)
    assert {p.code for p in problems} == {"report-missing"}
    assert "report/report.html#persons-by-number" in {p.where for p in problems}


def test_a_number_of_no_figure_is_noticed() -> None:
    changed = HTML.replace(b'data-figure="photographs"', b'data-figure="invented"', 1)
    assert "report/report.html#invented" in {p.where for p in recheck_report(changed, DATA)}
