"""From the command line: an examiner is told what to code, blind; answers are recorded, adjudicated, reported."""

import io
import json
import shutil

import pytest

from conftest import desk_of
from probata.app import checks, coding_books, examining_assignments, examining_samples
from probata.app.cli import call
from probata.app.examining_samples import open_examination
from probata.app.examining_units import Wanted
from probata.inquiry import Inquiry

SCENE = {"shows": "scene", "persons": "none"}
PERSON = {"shows": "person-without-number", "persons": "one", "dead": "dead", "clothing": "none",
          "starvation": "present", "violence": "cannot-tell"}  # fmt: skip


@pytest.fixture(scope="module")
def begun(finished, tmp_path_factory):
    """The finished inquiry with a sample of four photographs that two examiners code each; one is given twice."""
    base = tmp_path_factory.mktemp("coding")
    for name in ("inquiry", "state"):
        shutil.copytree(finished / name, base / name, symlinks=True)
    inquiry, desk = Inquiry.open(base / "inquiry"), desk_of(base / "state")
    coding_books.adopt(inquiry, desk, "photographs", "")
    examining_samples.begin(inquiry, desk, Wanted("photograph"), 4, seed="s")
    examining_assignments.make(inquiry, desk, "", "", ["E1", "E2"], per_unit=2, repeats=1, seed="s")
    return base


@pytest.fixture
def probata(begun, tmp_path, monkeypatch, capsys):
    """Calls the command line in a copy of the inquiry; gives exit code, the JSON document or the text, and errors."""
    for name in ("inquiry", "state"):
        shutil.copytree(begun / name, tmp_path / name, symlinks=True)
    monkeypatch.setenv("PROBATA_STATE", str(tmp_path / "state"))

    def called(*arguments, text=False):
        capsys.readouterr()
        code = call(["-C", str(tmp_path / "inquiry"), *([] if text else ["--json"]), *map(str, arguments)])
        said = capsys.readouterr()
        return code, (said.out if text else json.loads(said.out) if said.out else None), said.err

    called.inquiry = Inquiry.open(tmp_path / "inquiry")
    called.folder = tmp_path
    return called


def said(answers):
    return [f"{question}={code}" for question, code in answers.items()]


def code_all(probata, examiner, answers, *more):
    while (item := probata("code", "next", "--examiner", examiner)[1])["item"] is not None:
        found, _, error = probata(
            "code", "answer", *said(answers), "--examiner", examiner, "--item", item["item"], *more
        )
        assert found == 0, error


def items(probata, examiner):
    found = examining_assignments.given(open_examination(probata.inquiry))
    return [item for item, _ in found.of(examiner)]


def test_a_blind_examiner_is_told_number_photographs_and_questions_and_nothing_else(probata):
    unit = items(probata, "E1")[0]
    other = next(each for each in items(probata, "E2") if each.unit == unit.unit)
    note = "the other examiner's words"
    probata("code", "answer", *said(PERSON), "--examiner", "E2", "--item", other.number, "--note", note)
    _, shown, _ = probata("code", "next", "--examiner", "E1")
    assert set(shown) == {"item", "photographs", "waiting", "left_today", "partly", "questions"}
    assert (shown["item"], shown["photographs"], shown["waiting"]) == (unit.number, list(unit.photographs), 5)
    _, text, _ = probata("code", "next", "--examiner", "E1", text=True)
    for secret in (note, "DSC_", "day 1", ".jpg", "E2", other.number, "earlier", "received as"):
        assert secret not in text
        assert secret not in json.dumps(shown)


def test_the_whole_way(probata):
    code_all(probata, "E1", PERSON, "--seconds", 90, "--opened", 1, "--note", "dark\x1b[2J * frame")
    assert probata("code", "next", "--examiner", "E1")[1] == {"item": None, "waiting": 0}
    code_all(probata, "E2", SCENE)
    _, found, _ = probata("code", "disagreements")
    assert len(found) == 4 * 2  # what it shows and how many persons; the rest was put to one of them only
    assert found[0]["given"] == {"E1": "person-without-number", "E2": "scene"}
    codings = open_examination(probata.inquiry).codings

    arguments = ("code", "adjudicate", "--unit", found[0]["unit"][:12], "--question", "shows", "--code", "scene")
    code, act, _ = probata(*arguments, "--by", "E9", "--reason", "seen again by both")
    assert (code, act["is_one_of_those_who_differ"]) == (0, False)
    _, text, _ = probata(*arguments, "--by", "E1", "--reason", "seen again", text=True)
    assert "caution: who decided is one of those who differ" in text
    assert open_examination(probata.inquiry).codings == codings  # originals stay
    assert len(probata("code", "disagreements")[1]) == 7
    assert len(probata("code", "disagreements", "--all")[1]) == 8

    _, text, _ = probata("code", "report", "--examiner", "E1", text=True)
    for part in ("# Report of examiner E1", "## Request", "* Asked by: not stated", "* Items given: 5; coded: 5",
                 "* Given twice: 1 of those coded", "* Pictures opened unveiled: 5", "* Time recorded: 0.1 hours",
                 "## Limitations", "not visible or can't be told on 4 of 4 items", "\\* frame", "## Findings seen",
                 "**Signs of starvation** On 4 of 4 items it can be told", "## Signature"):  # fmt: skip
        assert part in text
    assert "\x1b" not in text
    assert "DSC_" not in text
    report = probata.folder / "report.md"
    assert probata("code", "report", "--examiner", "E1", "-o", report)[0] == 0
    assert report.read_text() == text
    assert {each.code for each in checks.verify(probata.inquiry, desk_of(probata.folder / "state"))} <= {
        "figure-differs", "figure-missing", "figure-unexpected",
    }  # fmt: skip


def test_what_was_answered_partly_comes_again_and_answers_are_added(probata):
    first, *_ = items(probata, "E1")
    mine = ("--examiner", "E1", "--item", first.number)
    code, _, error = probata("code", "answer", "shows=person-without-number", *mine)
    assert (code, "none to persons, dead, clothing" in error) == (3, True)
    assert probata("code", "answer", "shows=person-without-number", *mine, "--partly", "--note", "dim")[0] == 0
    assert "On 1 of 1 items a question was not answered" in probata("code", "report", "--examiner", "E1")[1]["report"]
    for _ in range(4):
        _, shown, _ = probata("code", "next", "--examiner", "E1")
        assert shown["item"] != first.number
        probata("code", "answer", *said(SCENE), "--examiner", "E1", "--item", shown["item"])
    _, shown, _ = probata("code", "next", "--examiner", "E1")
    assert (shown["item"], shown["partly"]) == (first.number, True)
    assert [each["id"] for each in shown["questions"]] == ["persons", "dead", "clothing", "starvation", "violence"]
    code, _, error = probata("code", "answer", *said(SCENE), *mine)  # what follows from a changed answer is followed
    assert code == 0, error
    newest = open_examination(probata.inquiry).codings[-1]
    assert (newest.answers, newest.note, len(newest.replaces)) == (SCENE, "dim", 1)
    assert probata("code", "next", "--examiner", "E1")[1]["item"] is None


def test_a_table_is_recorded_whole_or_not_at_all_and_can_be_repeated(probata):
    given = items(probata, "E1")
    table = probata.folder / "codings.csv"
    rows = [f"E1,{item.number},scene,none,30" for item in given]
    table.write_text("\n".join(["examiner,item,shows,persons,seconds", *rows[:-1], rows[-1].replace("none", "nobody")]))
    head = probata.inquiry.head()
    code, _, error = probata("code", "import", table)
    assert (code, f"codings.csv, line {len(rows) + 1}: question persons" in error) == (3, True), error
    assert "nothing was recorded" in error
    assert probata.inquiry.head() == head
    table.write_text("\n".join(["examiner,item,shows,persons,seconds", *rows]))
    assert len(probata("code", "import", table)[1]["acts"]) == len(rows)
    assert probata("code", "import", table)[1]["acts"] == []
    mine = ("--examiner", "E1", "--item", given[0].number)
    assert len(probata("code", "answer", *said(PERSON), *mine)[1]["acts"]) == 1
    assert probata("code", "answer", *said(PERSON), *mine)[1]["acts"] == []
    assert probata("code", "import", table)[1]["acts"] == []  # a correction is not undone by the table from before it
    assert len(probata("code", "answer", *said(SCENE), *mine)[1]["acts"]) == 1  # but can be by hand


def test_a_long_table_has_a_row_an_answer(probata):
    given = items(probata, "E2")[0]
    table = probata.folder / "long.csv"
    table.write_text("examiner,item,question,code,opened\n" + "".join(
        f"E2,{given.number},{question},{code},3\n" for question, code in PERSON.items()))  # fmt: skip
    assert len(probata("code", "import", table)[1]["acts"]) == 1
    (coding,) = open_examination(probata.inquiry).codings
    assert (coding.answers, coding.opened) == (PERSON, 3)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("examiner,item,shwos\nE1,1,scene\n", "did you mean shows?"),
        ("examiner,shows\nE1,scene\n", "lacks columns"),
        ("examiner,item,shows\nE1,,scene\n", "line 2; expected an examiner and an item"),
        ("examiner,item,shows\nE1,1,\n", "line 2; expected an answer"),
        ("examiner,item,shows\nE1,1,scene\nE1,1,scene\n", "line 3; expected each item of an examiner once"),
        ("examiner,item,shows,seconds\nE1,1,scene,-1\n", "line 2: seconds"),
        ("examiner,item,shows\nE1,1,scene\n", "line 2: no item 1 was given to E1"),
        ("examiner,item,question,code\nE1,1,shows,scene\nE1,1,shows,other\n", "line 3; expected each question once"),
    ],
)
def test_a_table_that_cant_be_is_refused_with_its_line(probata, table, said):
    path = probata.folder / "t.csv"
    path.write_text(table)
    code, _, error = probata("code", "import", path)
    assert (code, said in error) == (3, True), error


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("next", "--examiner", "E3"), 2, "E1, E2"),
        (("next", "--examiner", "E1", "--assignment", "other"), 3, "assignment-1"),
        (("answer", "shows=scene", "--examiner", "E1", "--item", "0"), 2, "no item 0 was given to E1"),
        (("answer", "shows", "--examiner", "E1", "--item", "0"), 2, "question=code"),
        (("answer", "shows=a", "shows=b", "--examiner", "E1", "--item", "0"), 2, "each question once"),
        (("report", "--examiner", "E1"), 2, "nothing to report"),
        (("adjudicate", "--unit", "0", "--question", "shows", "--code", "scene", "--by", "E9", "--reason", " "), 2,
         "--reason"),
        (("adjudicate", "--unit", "", "--question", "shows", "--code", "scene", "--by", "E9", "--reason", "r"), 2,
         "--unit"),
        (("adjudicate", "--unit", "0", "--question", "shows", "--code", "scene", "--by", "E9", "--reason", "r"), 3,
         "no such difference"),
    ],
)  # fmt: skip
def test_what_cant_be_is_refused_before_anything_is_signed(probata, arguments, code, said):
    head = probata.inquiry.head()
    found, _, error = probata("code", *arguments)
    assert (found, said in error) == (code, True), error
    assert probata.inquiry.head() == head


def test_codebooks_are_shown_adopted_in_higher_editions_and_compared(probata):
    path = probata.folder / "mine.toml"
    text = probata("codebook", "show", "photographs", "--text", text=True)[1]
    path.write_text(text.replace("edition = 1", "edition = 2").replace("What does it show?", "What is shown?"))
    assert probata("codebook", "check", path)[1] == {"codebook": "photographs", "edition": 2, "questions": 6}
    assert probata("codebook", "compare", "photographs", path)[1] == [{"question": "shows", "what": "another text"}]
    code, _, error = probata("codebook", "adopt", "photographs")
    assert (code, "edition 2 or above" in error) == (2, True)
    assert probata("codebook", "adopt", path, "--reason", "plainer")[0] == 0
    assert [each["edition"] for each in probata("codebook", "list")[1]] == [1, 2]
    _, shown, _ = probata("code", "next", "--examiner", "E1")  # what was assigned keeps its edition
    assert shown["questions"][0]["text"] == "What does it show?"
    assert probata("codebook", "check", probata.folder / "nowhere")[0] == 3


def test_a_session_reads_keys_and_stops_where_the_lines_end(probata, monkeypatch):
    first, second, *_ = items(probata, "E1")
    lines = ["2", "9", "2", "u", "2", "?", "1", "1", "none", "1 x", "1", "4", "a note", "many", "2", "3", "1"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    code, done, told = probata("code", "session", "--examiner", "E1")
    assert (code, done) == (0, {"coded": 1})
    assert first.number in told
    assert second.number in told
    assert "question persons; expected none, one, two, more, cannot-tell; found 9" in told
    assert "DSC_" not in told
    (coding,) = open_examination(probata.inquiry).codings
    assert (coding.unit, coding.answers) == (first.unit, PERSON)
    assert (coding.note, coding.opened) == ("a note", 2)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert probata("code", "session", "--examiner", "E1")[1] == {"coded": 0}


def test_a_session_goes_on_with_what_was_answered_partly(probata, monkeypatch):
    code_all(probata, "E2", SCENE)
    item = items(probata, "E2")[0].number
    probata("code", "answer", "shows=scene", "--examiner", "E2", "--item", item, "--partly")
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n\n\n"))
    code, done, told = probata("code", "session", "--examiner", "E2")
    assert (code, done["coded"]) == (0, 1)
    assert "shows:" not in told
    assert open_examination(probata.inquiry).codings[-1].answers == SCENE
