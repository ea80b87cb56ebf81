"""Parties from the command's side: what was read becomes speakers, proposals and entities."""

from pathlib import Path

import pytest

from probata.app import partying
from probata.app.cli.answers import Answer, Call
from probata.app.cli.parties import _attached_lines, _party_lines, import_, template
from probata.errors import BadInput
from probata.ledger.statements import Statement
from probata.statements.parties_file import parse
from probata.statements.parties_writing import TEMPLATE
from probata.statements.proposals import Proposal, Stated

FILE = b"""
[[parties]]
id = "veld"
kind = "state"
names = ["Veldland"]
[[parties]]
id = "brenn"
names = ["Ada Brenn"]
note = "n"
[[parties.roles]]
role = "foreign minister"
of = "veld"
from = 2030
[[parties.relations]]
relation = "member-of"
party = "veld"
to = 2031
"""


def read(
    name: str, speaker: str | None, resolved: dict[str, object] | None, judged: Statement | None = None
) -> Proposal:
    record = {"speaker": speaker, "resolved": resolved, "dates": [{"role": "said", "value": "2031-01-12T10:00"}]}
    section = {"published": "2031-02-01T00:00", "publisher": "Wire"}
    return Proposal(name, "e" * 64, "t" * 64, 0, record, section, judged)


def resolved(words: str, name: str = "", role: str = "") -> dict[str, object]:
    return {"mention": {"words": words, "start": 0, "end": 1}, "name": name, "role": role, "basis": "name"}


BRENN = read("a", "She", resolved("Foreign Minister Ada Brenn", "Ada Brenn", "foreign minister"))
DOLE = read("b", "Dole", resolved("Marek Dole", "Marek Dole", "opposition leader"))
NOBODY = read("c", None, None)


def test_speakers_are_attached() -> None:
    first, second = partying.attached(parse(FILE), [BRENN, DOLE, NOBODY])
    assert (first.resolved.party, first.spoke.on, first.spoke.publisher) == ("brenn", "2031-01-12", "Wire")
    assert partying.attached_record(second)["basis"] == "unknown"
    assert _attached_lines(first)[0] == "She: brenn"
    assert _attached_lines(second)[0] == "Dole: (unknown)"


def test_the_day_of_the_document_counts_where_the_words_have_none() -> None:
    undated = Proposal("d", "e", "t", 0, {**BRENN.record, "dates": []}, BRENN.section, None)
    assert partying.spoke(undated).on == "2031-02-01"


def test_those_that_lack_are_proposed() -> None:
    (found,) = partying.proposed(parse(FILE), [BRENN, DOLE, NOBODY])
    assert partying.proposal_record(found)["id"] == "marek-dole"


def test_confirmed_statements_only_are_exported() -> None:
    fields = {"speaker": "She", "party": "brenn", "kind": "denial", "said": "2031-01-12"}
    judged = Statement("n", "act", "e" * 64, "t", 0, 4, "No.x", fields, "confirmed", "holds", ())
    pending = Statement("m", "act", "e" * 64, "t", 0, 4, "Yes.", fields, "confirmed", "pending", ())
    stated = Stated((read("a", "She", None, judged), read("b", "She", None, pending)), (pending,))
    schemata = [entity["schema"] for entity in partying.exported(parse(FILE), stated)]
    assert schemata.count("Note") == 1
    assert "Note" not in [entity["schema"] for entity in partying.exported(parse(FILE), None)]


def test_lines_for_people() -> None:
    parties = parse(FILE)
    assert _party_lines(parties.parties[1], parties) == [
        "brenn  person  Ada Brenn",
        "  foreign minister of Veldland, from 2030",
        "  member of Veldland, to 2031",
        "  n",
    ]


def test_an_import_is_text_that_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "a.ftm.json"
    file.write_text('{"id": "1", "schema": "Person", "properties": {"name": ["Ada Brenn"]}}\n'
                    '{"id": "2", "schema": "Vessel", "properties": {}}\n')  # fmt: skip
    answer = import_(file)
    assert isinstance(answer, Answer)
    assert "# passed over: 1 Vessel" in answer.text
    assert parse(answer.text.encode()).parties[0].id == "ada-brenn"
    with pytest.raises(BadInput, match="can't be read"):
        partying.imported(tmp_path / "none")


def test_the_template_is_printed(tmp_path: Path) -> None:
    assert template().text == TEMPLATE
    assert Call(tmp_path, False).folder == tmp_path
