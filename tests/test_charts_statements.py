"""The timeline: only what is confirmed and dated, hostile names harmless, few rows, the same bytes twice."""

import xml.etree.ElementTree as ElementTree

from probata.digest import Digest
from probata.ledger.acts_statements import CommitmentRecorded
from probata.ledger.statements import KeptCommitment, Recorded, Statement, Statements
from probata.report.charts_statements import MOST_SPEAKERS, OTHERS, timeline


def statement(number: int, verdict: str = "confirmed", **fields: str) -> Statement:
    name = f"{number:064x}"
    given = {"speaker": f"speaker {number}", "kind": "assertion", **fields}
    return Statement(name, name, "e" * 64, "f" * 64, 0, 5, "words", given, verdict, "holds", ())


def known(*statements: Statement, deadline: str = "") -> Statements:
    act = CommitmentRecorded(
        "c", Digest(statements[0].name), "veldland", "pledge", {}, {"1": "go"}, "2031", deadline, ""
    )
    kept = KeptCommitment(Recorded("d" * 64, "A", ""), act, statements[0].name)
    return Statements({each.name: each for each in statements}, {"c": kept} if deadline else {})


def words(svg: str) -> str:
    return " ".join(ElementTree.fromstring(svg).itertext())


def test_nothing_dated_or_confirmed_is_no_chart() -> None:
    assert timeline(known(statement(1), statement(2, "rejected", said="2031-01-02")), {}) is None


def test_statements_commitments_and_deadlines_are_drawn_by_their_names() -> None:
    made = known(statement(1, said="2031-01"), statement(2, said="2031-01-02", kind="denial"), deadline="2031-02-01")
    chart = timeline(made, {"veldland": "Veldland"})
    assert chart is not None
    text = words(chart.svg)
    assert "Veldland" in text
    assert "speaker 2" in text
    assert chart.description.endswith("2031-01-01 to 2031-02-01.")
    assert chart == timeline(made, {"veldland": "Veldland"})


def test_many_speakers_are_drawn_together_and_hostile_names_are_text() -> None:
    bad = '<script>"\u202e</script>'
    many = [statement(n, said=f"2031-01-{n % 28 + 1:02}", speaker=f"speaker {n:03}") for n in range(60)]
    chart = timeline(known(statement(99, said="2030-12-31", speaker=bad), *many), {})
    assert chart is not None
    assert OTHERS in words(chart.svg)
    assert "<script" not in chart.svg
    assert "\u202e" not in chart.svg
    assert sum(f"speaker {n:03}" in chart.svg for n in range(60)) < MOST_SPEAKERS
