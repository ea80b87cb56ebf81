"""Shares by domain from codings, and codings as records, from the command line."""

import json

import pytest

from conftest import desk_of
from probata.app import coding, coding_books, examining_assignments, examining_samples
from probata.app.cli import call
from probata.app.coding import Answered, Bench
from probata.app.coding_estimate import by_domain
from probata.app.examining_units import Wanted
from probata.errors import BadInput, UsageError
from probata.statistics.design.estimates import Estimate


@pytest.fixture
def coded(inquiry, tmp_path):
    """The finished inquiry, all of whose photographs one examiner looked at."""
    desk = desk_of(tmp_path / "state")
    size = len(examining_samples.Archive.of(inquiry).basis.photographs)
    examining_samples.begin(inquiry, desk, Wanted("photograph"), size)
    coding_books.adopt(inquiry, desk, "photographs", "")
    examining_assignments.make(inquiry, desk, "", "photographs", ["E1"], per_unit=1)
    bench = Bench.of(inquiry)
    answers = [
        Answered("E1", item.number, {"shows": "scene" if place % 3 else "document", "persons": "none"})
        for place, (item, _) in enumerate(bench.given.of("E1"))
    ]
    coding.answer(bench, desk, answers)
    return Bench.of(inquiry)


def test_domains_add_up_to_the_whole(coded):
    whole, *months = by_domain(coded, "shows", "scene", "month", 0.95)
    assert isinstance(whole.outcome, Estimate)
    assert whole.outcome.value == pytest.approx(whole.hits / whole.units)
    assert whole.outcome.se == 0.0  # all were coded
    assert sum(each.units for each in months) == whole.units
    assert sum(each.hits for each in months) == whole.hits
    assert [each.name for each in months] == ["2013-05"]


@pytest.mark.parametrize(
    ("question", "code", "by", "error"),
    [
        ("shows", "scene", "camera", UsageError),
        ("shows", "cannot-tell", "", BadInput),
        ("shows", "scenery", "", BadInput),
        ("show", "scene", "", BadInput),
    ],
)
def test_what_cannot_be_estimated_is_said(coded, question, code, by, error):
    with pytest.raises(error):
        by_domain(coded, question, code, by, 0.95)


def test_from_the_command_line(coded, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PROBATA_STATE", str(tmp_path / "state"))
    folder = str(coded.inquiry.folder)
    capsys.readouterr()
    assert call(["-C", folder, "code", "estimate", "--question", "shows", "--code", "scene", "--by", "class"]) == 0
    assert capsys.readouterr().out.startswith("all: ")
    assert call(["-C", folder, "export", "codings"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 2 * len(coded.given.items)
    assert {row["final"] for row in rows} == {"scene", "document", "none"}
    assert {row["basis"] for row in rows} == {"one"}


def test_a_codebook_of_persons_is_not_given_out_over_photographs(coded, tmp_path):
    desk = desk_of(tmp_path / "state")
    coding_books.adopt(coded.inquiry, desk, "deceased", "")
    with pytest.raises(UsageError, match="codebook deceased is of a person"):
        examining_assignments.make(coded.inquiry, desk, "", "deceased", ["E1"], per_unit=1)
