"""An audit of a finished inquiry: drawn, answered, made longer, estimated, verified; and wrong input."""

import hashlib
import json

import pytest

from conftest import desk_of
from pictures import jpeg
from probata.app import auditing, checks, investigation
from probata.app.auditing import Finding
from probata.app.cli import call
from probata.app.naming import resolver
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.ledger.acts import ActUndone
from probata.ledger.acts_audits import AuditDrawn


@pytest.fixture
def here(tmp_path):
    """The desk at which the finished inquiry was made."""
    return desk_of(tmp_path / "state")


def sample(inquiry):
    drawn = auditing.chosen(inquiry)
    return drawn, [Digest(row.exhibit) for row in auditing.asked(inquiry, drawn)]


def values(inquiry):
    return {figure.stem: figure for figure in auditing.estimate(inquiry, auditing.chosen(inquiry))}


def test_from_the_drawing_to_a_verified_estimate(inquiry, here):
    assert auditing.begin(inquiry, here, 4, seed="any text") == "audit-1"
    drawn, exhibits = sample(inquiry)
    assert len(drawn.strata) == 6
    assert len(set(exhibits)) == 4
    one, other, third, fourth = exhibits
    auditing.answer(inquiry, here, drawn, [Finding(one, "person", None, (one, other)), Finding(other, "person", 2)])
    auditing.answer(inquiry, here, drawn, [Finding(third, "nobody"), Finding(fourth, "cannot-tell")])
    found = values(inquiry)
    assert found["audit-answered"].value == 4
    assert found["audit-cannot-tell"].value == 1
    assert found["audit-persons"].value == pytest.approx(6 / 4 * (1 / 2 + 1 / 2 + 0 + 1 / 3))
    assert found["audit-persons"].low == pytest.approx(1)
    investigation.run(inquiry, here)
    records = {record["name"]: record for record in inquiry.figure_records()}
    assert records["audit-persons.audit-1"]["value"] == found["audit-persons"].value
    assert records["audit-persons.audit-1"]["level"] == 0.95
    assert "audits" in records["audit-persons.audit-1"]["inputs"]
    assert records["persons-shown"]["parts"] == ["audit-persons-assisted.audit-1"]
    assert checks.verify(inquiry, here) == []


def test_anybody_can_draw_the_sample_again_from_the_act_and_the_frame(inquiry, here):
    auditing.begin(inquiry, here, 3, seed="s")
    act = next(entry.act for entry in inquiry.entries() if isinstance(entry.act, AuditDrawn))
    kept = (inquiry.folder / "ledger" / "frames" / f"{act.frame}.json").read_bytes()
    assert hashlib.sha256(kept).hexdigest() == act.frame.hex
    order = sorted(json.loads(kept), key=lambda exhibit: hashlib.sha256(f"s\n{exhibit}".encode()).hexdigest())
    assert [each.hex for each in sample(inquiry)[1]] == order[:3]


def test_without_a_seed_it_is_the_head_that_nobody_chose(inquiry, here):
    head = inquiry.snapshot().head
    auditing.begin(inquiry, here, 2)
    assert auditing.chosen(inquiry).audit.seed == head


def test_a_longer_sample_keeps_photographs_and_answers(inquiry, here):
    auditing.begin(inquiry, here, 2, seed="s")
    drawn, first = sample(inquiry)
    auditing.answer(inquiry, here, drawn, [Finding(first[0], "nobody")])
    auditing.extend(inquiry, here, "audit-1", 5)
    longer, exhibits = sample(inquiry)
    assert exhibits[:2] == first
    assert len(exhibits) == 5
    assert set(longer.audit.answers) == {first[0].hex}
    auditing.answer(inquiry, here, longer, [Finding(exhibits[1], "nobody")])
    auditing.extend(inquiry, here, "audit-1", 6)
    assert set(sample(inquiry)[0].audit.answers) == {each.hex for each in first}
    assert len(auditing.open_audits(inquiry)) == 1


def test_the_newest_answer_holds_and_undoing_brings_the_one_before_back(inquiry, here):
    auditing.begin(inquiry, here, 2, seed="s")
    drawn, (one, _) = sample(inquiry)
    auditing.answer(inquiry, here, drawn, [Finding(one, "person", 3)])
    act = auditing.answer(inquiry, here, drawn, [Finding(one, "nobody")])[0]
    assert auditing.chosen(inquiry).audit.answers[one.hex].shows == "nobody"
    investigation.record(inquiry, ActUndone(act, ""), here)
    assert auditing.chosen(inquiry).audit.answers[one.hex].photographs == 3


def test_photographs_taken_in_later_are_outside_the_frame(inquiry, here, tmp_path):
    from_ = tmp_path / "more"
    from_.mkdir()
    auditing.begin(inquiry, here, 6, seed="s", strata="folder")
    before = sample(inquiry)[1]
    (from_ / "new.jpg").write_bytes(jpeg(320, 240, seed=77))
    investigation.intake(inquiry, from_, "somebody", here)
    investigation.run(inquiry, here)
    assert sample(inquiry)[1] == before
    assert checks.verify(inquiry, here) == []


@pytest.mark.parametrize("strata", ["none", "class", "folder", "day"])
def test_by_every_strata(inquiry, here, strata):
    auditing.begin(inquiry, here, 3, seed="s", strata=strata)
    drawn, exhibits = sample(inquiry)
    assert len(exhibits) == 3
    assert set(drawn.strata) >= {each.hex for each in exhibits}


@pytest.mark.parametrize("code", ["audit-frame-missing", "audit-frame-changed"])
def test_a_frame_that_is_not_as_it_was_is_a_problem(inquiry, here, code):
    auditing.begin(inquiry, here, 3, seed="s")
    path = next((inquiry.folder / "ledger" / "frames").iterdir())
    if code == "audit-frame-missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b"all", b"none"))
    assert code in {problem.code for problem in checks.verify(inquiry, here)}
    with pytest.raises(BadInput, match="frame of an audit"):
        auditing.chosen(inquiry)


def test_answers_that_cannot_be_are_refused_and_nothing_is_recorded(inquiry, here):
    with pytest.raises(UsageError, match="1 to 6 photographs"):
        auditing.begin(inquiry, here, 7)
    with pytest.raises(BadInput, match="no such audit"):
        auditing.chosen(inquiry)
    auditing.begin(inquiry, here, 2, seed="s")
    drawn, (one, other) = sample(inquiry)
    outside = next(Digest(each) for each in drawn.strata if each not in (one.hex, other.hex))
    strange = Digest.of(b"strange")
    for found, says in (
        (Finding(outside, "nobody"), "not of the sample"),
        (Finding(one, "person", 7), "1 to 6"),
        (Finding(one, "person", 0), "1 to 6"),
        (Finding(one, "person", 3, (other,)), "2, as named"),
        (Finding(one, "person", None, (strange,)), "not of the audit's frame"),
        (Finding(one, "nobody", 2), "nothing is counted"),
    ):
        with pytest.raises(UsageError, match=says):
            auditing.answer(inquiry, here, drawn, [Finding(other, "nobody"), found])
    assert auditing.chosen(inquiry).audit.answers == {}
    with pytest.raises(UsageError, match="3 to 6"):
        auditing.extend(inquiry, here, "audit-1", 2)


def test_an_exhibit_is_named_by_digest_first_digits_or_path(inquiry, here):
    named = resolver(inquiry)
    exhibit = named("small.jpg")
    assert named(exhibit.hex) == named(exhibit.hex[:8]) == exhibit
    for wrong in ("nothing.jpg", "", "ffffffffffff", exhibit.hex[:3]):
        with pytest.raises(BadInput, match="no such exhibit"):
            named(wrong)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("exhibit,shows\nsmall.jpg,perhaps\n", "csv:2: shows"),
        ("exhibit,shows,photographs\nsmall.jpg,person,two\n", "csv:2: photographs"),
        ("exhibit,shows\nsmall.jpg,person\n", "csv:2: a person"),
        ("exhibit,shows\nnothing.jpg,nobody\n", "no such exhibit"),
        ("exhibit,verdict\nsmall.jpg,nobody\n", "other columns"),
        ("\xff\xfe", "can't be read"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(inquiry, tmp_path, text, says):
    path = tmp_path / "answers.csv"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(BadInput, match=says):
        auditing.read_table(path, resolver(inquiry))


def test_by_the_command_line(inquiry, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PROBATA_STATE", str(tmp_path / "state"))

    def probata(*arguments, exit_code=0):
        assert call(["-C", str(inquiry.folder), *map(str, arguments)]) == exit_code
        said = capsys.readouterr()
        return said.err if exit_code else said.out

    drawn = json.loads(probata("audit", "draw", "--size", 4, "--seed", "s", "--json"))
    assert (drawn["audit"], drawn["of"], len(drawn["photographs"])) == ("audit-1", 6, 4)
    one, other, *rest = (row["exhibit"] for row in drawn["photographs"])
    probata("audit", "answer", one[:12], "--member", other, "--reason", "the scar")
    waiting = json.loads(probata("audit", "next", "--json"))
    assert [row["order"] for row in waiting["photographs"]] == [2, 3, 4]
    table = tmp_path / "answers.csv"
    lines = [f"{other},person,,{one} {other},", *(f"{each},nobody,,," for each in rest)]
    table.write_text("\n".join(["exhibit,shows,photographs,members,reason", *lines]) + "\n")
    assert len(json.loads(probata("audit", "import", table, "--json"))["acts"]) == 3
    found = {record["name"]: record for record in json.loads(probata("audit", "estimate", "--json"))}
    assert found["audit-persons.audit-1"]["value"] == 1.5
    assert found["audit-persons.audit-1"]["level"] == 0.95
    assert "Persons shown, estimated from an audit alone: audit-1: 1.5" in probata("audit", "estimate")
    assert "audit-1: 6 of 6 photographs" in probata("audit", "draw", "--extend", "audit-1", "--size", 6)
    assert "one thing" in probata("audit", "answer", one, "--nobody", "--photographs", 2, exit_code=2)
    assert "unknown strata" in probata("audit", "draw", "--size", 2, "--strata", "moon", exit_code=2)
    assert "no such audit" in probata("audit", "list", "--audit", "x", exit_code=3)
