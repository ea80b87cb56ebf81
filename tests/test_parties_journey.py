"""From the command line: the file of parties, who speaks in documents, who is lacking, entities in and out."""

import json

import pytest

from probata.app.cli import call
from probata.statements import ftm
from probata.statements.parties_file import parse
from statements_making import begin

FILE = """
[[parties]]
id = "veldland"
kind = "state"
names = ["Veldland", "the government of Veldland"]

[[parties]]
id = "brenn"
names = ["Ada Brenn"]
[[parties.roles]]
role = "foreign minister"
of = "veldland"
from = 2030-01-01
to = 2031-06-30
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    base = tmp_path_factory.mktemp("parties")
    begin(base)
    (base / "inquiry" / "parties.toml").write_text(FILE, encoding="utf-8")
    return base


@pytest.fixture
def probata(begun, monkeypatch, capsys):
    """Calls the command line; gives exit code and what was printed, parsed where it is asked for."""
    monkeypatch.setenv("PROBATA_STATE", str(begun / "state"))

    def called(*arguments, text=False):
        capsys.readouterr()
        code = call(["-C", str(begun / "inquiry"), *([] if text else ["--json"]), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out if text else json.loads(said.out)

    return called


def test_the_parties_are_shown(probata):
    code, found = probata("parties", "show")
    assert code == 0
    assert [party["id"] for party in found] == ["veldland", "brenn"]
    assert "foreign minister of Veldland, from 2030-01-01, to 2031-06-30" in probata("parties", "show", text=True)[1]


def test_speakers_are_parties_on_the_day_of_their_words(probata):
    _, found = probata("parties", "speakers")
    by_printed = {each["speaker"]: each for each in found}
    assert by_printed["Brenn"]["party"] == "brenn"
    assert by_printed["Brenn"]["name"] == "Ada Brenn"
    assert all(each["on"].startswith("2031-01") for each in found if each["party"] == "brenn")
    _, only = probata("parties", "speakers", "--party", "brenn")
    assert {each["party"] for each in only} == {"brenn"}
    _, rest = probata("parties", "speakers", "--unresolved")
    assert {each["party"] for each in rest} == {""}
    assert len(only) + len(rest) <= len(found)
    assert "Brenn: brenn" in probata("parties", "speakers", text=True)[1]


def test_who_is_lacking_is_proposed_as_text_that_can_be_pasted(probata):
    _, found = probata("parties", "propose")
    assert {"Jonas Ferrow", "Mira Stole", "Ivo Tarn"} <= {party["names"][0] for party in found}
    assert "Ada Brenn" not in {name for party in found for name in party["names"]}
    text = probata("parties", "propose", text=True)[1]
    assert len(parse((FILE + text).encode()).parties) == 2 + len(found)


def test_entities_come_back_as_the_same_parties(probata, tmp_path):
    code, lines = probata("parties", "export", text=True)
    assert code == 0
    assert ftm.read(lines.encode()).parties == parse(FILE.encode())
    file = tmp_path / "parties.ftm.json"
    file.write_text(lines, encoding="utf-8")
    code, text = probata("parties", "import", file, text=True)
    assert (code, parse(text.encode())) == (0, parse(FILE.encode()))
    assert probata("parties", "import", file)[1]["open_ends"] == 0


def test_nothing_that_nobody_confirmed_is_exported(probata):
    _, lines = probata("parties", "export", "--statements", text=True)
    assert "Note" not in {json.loads(line)["schema"] for line in lines.splitlines()}


def test_a_broken_file_is_refused_with_its_line(begun, probata, capsys):
    file = begun / "inquiry" / "parties.toml"
    file.write_text(FILE + 'rol = "x"\n', encoding="utf-8")
    try:
        assert call(["-C", str(begun / "inquiry"), "parties", "show"]) == 3
        assert "parties.toml, line 15: party brenn: roles rol" in capsys.readouterr().err
    finally:
        file.write_text(FILE, encoding="utf-8")


def test_the_template_begins_a_file(probata):
    assert parse(probata("parties", "template", text=True)[1].encode()).parties == ()
