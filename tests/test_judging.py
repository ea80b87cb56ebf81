"""Judging from the command line: single acts, many at once, by two holders, and what is asked."""

import json
from pathlib import Path

import pytest

from conftest import desk_of
from probata.app import judging, judging_table
from probata.app.cli import call
from probata.app.naming import resolver
from probata.digest import Digest
from probata.errors import UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts import KeyAdded, LinkJudged, NumberSet, PersonSplit
from probata.ledger.judgements import judgements
from probata.ledger.known import KnownHeads

HEADINGS = "kind,a,b,verdict,reason\n"


@pytest.fixture
def judge(inquiry, tmp_path, monkeypatch, capsys):
    """Calls the command line in the inquiry; gives exit code, what was printed as JSON, and what was said."""
    monkeypatch.setenv("PROBATA_STATE", str(tmp_path / "state"))

    def called(*arguments):
        capsys.readouterr()
        code = call(["-C", str(inquiry.folder), "--json", *map(str, arguments)])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return called


def exhibits(inquiry: Inquiry) -> list[str]:
    return sorted(digest.hex for digest in inquiry.store().digests())


def newest(inquiry: Inquiry):
    return inquiry.entries()[-1].act


def held(inquiry: Inquiry, required: int = 1):
    return {each.subject: each.verdict for each in judgements(inquiry.entries(), required)}


def write(tmp_path: Path, *lines: str) -> Path:
    table = tmp_path / "judged.csv"
    table.write_text(HEADINGS + "".join(line + "\n" for line in lines), encoding="utf-8")
    return table


# --- single acts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["same", "different", "cannot-tell"])
def test_a_pair_is_judged_by_digest_by_first_digits_and_by_path(inquiry, judge, verdict):
    a, b, *_ = exhibits(inquiry)
    assert judge("judge", verdict, b, a[:10], "--link", "picture", "--reason", "one crack")[0] == 0
    assert newest(inquiry) == LinkJudged("picture", Digest(a), Digest(b), verdict, "one crack")
    code, answer, _ = judge("judge", verdict, "copy.jpg", "small.jpg")
    assert (code, answer["kind"]) == (0, "link-judged")
    named = resolver(inquiry)
    assert {newest(inquiry).a, newest(inquiry).b} == {named("copy.jpg"), named("small.jpg")}
    assert answer["act"] == inquiry.head().hex


def test_a_path_names_its_exhibit_as_often_as_it_is_asked(inquiry):
    named = resolver(inquiry)
    assert named("copy.jpg") == named("copy.jpg") == named("day 1/DSC_0000.JPG")


def test_the_way_a_link_was_judged_before_still_works(inquiry, judge):
    a, b, *_ = exhibits(inquiry)
    assert judge("judge", "link", a, b, "same", "--kind", "picture")[0] == 0
    assert newest(inquiry) == LinkJudged("picture", Digest(a), Digest(b), "same", "")


def test_merge_split_number_and_classes(inquiry, judge):
    a, b, c, d, *_ = exhibits(inquiry)
    assert judge("judge", "merge", b, a, "--reason", "one scar")[0] == 0
    assert held(inquiry) == {("person", a, b): "same"}
    code, answer, _ = judge("judge", "split", d, a, "--from", c, b, "--reason", "two faces")
    assert code == 0
    act = newest(inquiry)
    assert isinstance(act, PersonSplit)
    assert ({each.hex for each in act.part.values()}, {each.hex for each in act.rest.values()}) == ({a, d}, {b, c})
    assert act.reason == "two faces"
    assert held(inquiry)["person", a, b] == "different"
    assert judge("judge", "undo", answer["act"])[0] == 0
    assert held(inquiry) == {("person", a, b): "same"}
    assert judge("judge", "number", a, "detainee", "71-a")[0] == 0
    assert judge("judge", "number", a, "branch", "illegible")[0] == 0
    assert judge("judge", "class", a, "scene")[0] == 0
    assert judge("judge", "person-class", a, "soldier", "--reason", "uniform")[0] == 0
    assert held(inquiry) == {
        ("class", a, ""): "scene",
        ("number", a, "branch"): "illegible",
        ("number", a, "detainee"): "71-a",
        ("person", a, b): "same",
        ("person-class", a, ""): "soldier",
    }
    assert inquiry.ledger(KnownHeads(inquiry.folder)).check() == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("same", "{a}", "{a}"), 2, "one exhibit twice"),
        (("same", "{a}", "{b}", "--link", "place"), 2, "person, picture, camera"),
        (("link", "{a}", "{b}", "perhaps"), 2, "unknown verdict"),
        (("same", "{a}", "no such.jpg"), 3, "no such exhibit"),
        (("same", "{a}", "00000"), 3, "no such exhibit"),
        (("merge", "{a}", "{a}"), 2, "one exhibit twice"),
        (("split", "{a}", "{b}"), 2, "two sides"),
        (("split", "{a}", "--from"), 2, "1 to 200"),
        (("split", "{a}", "{b}", "--from", "{a}"), 2, "both sides"),
        (("number", "{a}", "detainee", "12b"), 2, "not a number"),
        (("number", "{a}", "cell", "12"), 2, "detainee, branch, examination"),
        (("class", "{a}", "person"), 2, "unknown class"),
        (("person-class", "{a}", "scene"), 2, "detainee, soldier, civilian, unknown"),
        (("undo", "{a}"), 3, "no such act"),
        (("same", "{a}", "{b}", "--as", "Nobody"), 2, "nobody of that name"),
    ],
)
def test_what_can_not_be_judged_is_one_clear_line(inquiry, judge, arguments, code, says):
    a, b, *_ = exhibits(inquiry)
    before = inquiry.head()
    got, answer, said = judge("judge", *(each.format(a=a, b=b) for each in arguments))
    assert (got, answer) == (code, None)
    assert says in said
    assert said.count("\n") == 1
    assert inquiry.head() == before


# --- many at once ----------------------------------------------------------------------------------------------------


def test_a_table_is_recorded_whole_and_repeating_it_adds_nothing(inquiry, judge, tmp_path):
    a, b, c, *_ = exhibits(inquiry)
    table = write(
        tmp_path,
        f"person,{a},{b[:12]},same,one scar",
        f'picture,{a},{c},different,"two, clearly"',
        f"class,{a},,scene,",
        f"number,{a},detainee,71,",
        f"person-class,{b},,civilian,",
    )
    count = len(inquiry.entries())
    code, answer, _ = judge("judge", "import", table)
    assert (code, answer["judgements"], answer["known"], len(answer["acts"])) == (0, 5, 0, 5)
    assert len(inquiry.entries()) == count + 5
    assert held(inquiry) == {
        ("class", a, ""): "scene",
        ("number", a, "detainee"): "71",
        ("person", a, b): "same",
        ("person-class", b, ""): "civilian",
        ("picture", a, c): "different",
    }
    assert {each.reason for each in judgements(inquiry.entries())} == {"one scar", "two, clearly", ""}
    code, answer, _ = judge("judge", "import", table)
    assert (code, answer["judgements"], answer["known"]) == (0, 0, 5)
    assert len(inquiry.entries()) == count + 5
    assert (
        judge("judge", "import", write(tmp_path, f"person,{a},{b},different,", f"class,{a},,scene,"))[1]["judgements"]
        == 1
    )


WRONG_LINES = {
    "person,{a},{b},perhaps,": "line 3: unknown verdict",
    "person,{a},{a},same,": "line 3: a link joins two exhibits",
    "person,{a},nothing.jpg,same,": "line 3: no such exhibit",
    "place,{a},{b},same,": "line 3: unknown kind",
    "class,{a},{b},scene,": "line 3: b of kind class",
    "class,{a},,person,": "line 3: unknown class",
    "number,{a},detainee,x,": "line 3: not a number",
    "person-class,{a},,scene,": "line 3: unknown class of persons",
    "person,{a}": "line 3",
    "person,{a},{b},same,why,more": "line 3",
    '"person,{a}': "can't be read",
}


@pytest.mark.parametrize("wrong", WRONG_LINES)
def test_one_wrong_line_keeps_the_whole_table_out_and_is_named(inquiry, judge, tmp_path, wrong):
    a, b, *_ = exhibits(inquiry)
    before = inquiry.head()
    table = write(tmp_path, f"person,{a},{b},same,", wrong.format(a=a, b=b))
    code, answer, said = judge("judge", "import", table)
    assert (code, answer) == (3, None)
    assert WRONG_LINES[wrong] in said
    assert inquiry.head() == before


def test_a_table_that_is_none_is_one_clear_line(inquiry, judge, tmp_path):
    for content in (b"", b"a,b\n1,2\n", HEADINGS.encode("utf-16"), b"\xff\xfe"):
        (tmp_path / "t.csv").write_bytes(content)
        code, _, said = judge("judge", "import", tmp_path / "t.csv")
        assert (code, said.count("\n")) == (3, 1)
    assert judge("judge", "import", tmp_path / "none.csv")[0] == 3


def test_the_reason_may_be_left_out_and_a_mark_of_the_encoding_does_no_harm(inquiry, tmp_path):
    a, b, *_ = exhibits(inquiry)
    table = tmp_path / "t.csv"
    table.write_bytes(b"\xef\xbb\xbfverdict,kind,b,a\r\nsame,person," + f"{b},{a}\r\n".encode())
    (act,) = judging_table.read_table(table, resolver(inquiry))
    assert act == LinkJudged("person", Digest(a), Digest(b), "same", "")


# --- two holders -----------------------------------------------------------------------------------------------------


def test_two_holders_on_one_machine_judge_blind_and_their_agreement_is_reported(inquiry, judge):
    path = inquiry.folder / "inquiry.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("required = 1 ", "required = 2 "), encoding="utf-8")
    a, b, c, *_ = exhibits(inquiry)
    code, answer, _ = judge("judge", "holder", "Grace")
    assert (code, answer["kind"]) == (0, "key-added")
    assert isinstance(newest(inquiry), KeyAdded)
    assert judge("judge", "holder", "Grace")[0] == 2

    assert judge("judge", "same", a, b)[0] == 0
    assert judge("judge", "same", a, c)[0] == 0
    assert held(inquiry, 2) == {}
    mine = judge("queue", "--kind", "second")[1]
    others = judge("queue", "--kind", "second", "--as", "Grace")[1]
    assert mine == []
    assert [(each["a"], each["b"], each["second"]) for each in others] == [(a, b, True), (a, c, True)]
    assert "same" not in json.dumps([each["reasons"] for each in others])

    assert judge("judge", "same", a, b, "--as", "Grace")[0] == 0
    assert inquiry.entries()[-1].by == "Grace"
    assert judge("judge", "different", a, c, "--as", "Grace")[0] == 0
    assert held(inquiry, 2) == {("person", a, b): "same"}
    assert judge("queue", "--kind", "second", "--as", "Grace")[1] == []
    agreement = judge("judge", "agreement")[1]
    assert agreement["states"] == {"holds": 1, "pending": 0, "conflict": 1}
    persons = agreement["kinds"]["person"]
    assert (persons["subjects"], persons["agreed"], persons["share"], persons["kappa"]) == (2, 1, 0.5, 0.0)
    assert persons["table"] == [[1, 1, 0], [0, 0, 0], [0, 0, 0]]
    assert inquiry.ledger(KnownHeads(inquiry.folder)).check() == []


def test_a_holder_may_repeat_a_table_that_another_holder_recorded(inquiry, judge, tmp_path):
    a, b, *_ = exhibits(inquiry)
    table = write(tmp_path, f"person,{a},{b},same,")
    judge("judge", "holder", "Grace")
    assert judge("judge", "import", table)[1]["judgements"] == 1
    assert judge("judge", "import", table, "--as", "Grace")[1]["judgements"] == 1
    assert judge("judge", "import", table, "--as", "Grace")[1]["known"] == 1
    assert held(inquiry, 2) == {("person", a, b): "same"}
    assert judge("judge", "different", a, b)[0] == 0
    assert judge("judge", "import", table, "--as", "Grace")[1]["judgements"] == 1  # overruled, so said anew
    assert held(inquiry) == {("person", a, b): "same"}


def test_who_has_no_key_here_can_not_judge_and_asks_as_nobody(inquiry, tmp_path):
    elsewhere = desk_of(tmp_path / "elsewhere")
    assert judging.holder_here(inquiry, elsewhere) == ""
    assert judging.holder_here(inquiry, desk_of(tmp_path / "state")) == "a tester"
    a, *_ = exhibits(inquiry)
    with pytest.raises(UsageError, match="nobody of that name"):
        judging.record(inquiry, [NumberSet(Digest(a), "branch", "1", "")], elsewhere, "Nobody")


# --- the queue -------------------------------------------------------------------------------------------------------


def test_the_queue_names_paths_and_questions_and_forgets_what_is_judged(inquiry, judge):
    code, found, _ = judge("queue", "--limit", "0")
    assert code == 0
    assert found
    keys = {"kind", "a", "b", "question", "probability", "effect", "second", "reasons", "paths"}
    assert all(set(each) == keys for each in found)
    assert [each["effect"] for each in found] == sorted((each["effect"] for each in found), reverse=True)
    assert all(each["paths"] for each in found)
    assert len(judge("queue", "--limit", "1")[1]) == 1
    first = next(each for each in found if each["kind"] == "class")
    assert judge("judge", "class", first["a"], "other")[0] == 0
    after = judge("queue", "--limit", "0")[1]
    assert (first["kind"], first["a"]) not in [(each["kind"], each["a"]) for each in after]
    assert {each["kind"] for each in judge("queue", "--kind", "class")[1]} <= {"class"}
    assert judge("queue", "--kind", "camera")[0] == 2


def test_judgements_of_a_table_are_kept_by_a_run(inquiry, judge, tmp_path):
    a, b, *_ = exhibits(inquiry)
    assert judge("judge", "import", write(tmp_path, f"person,{a},{b},different,", f"class,{a},,document,"))[0] == 0
    before = held(inquiry)
    assert judge("run")[0] == 0
    assert held(inquiry) == before
    assert judge("verify")[0] == 0
