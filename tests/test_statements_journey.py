"""From pages to a sourced note: read, confirmed, recorded as commitments and claims, assessed, reported, exported."""

import csv
import json
import re
import shutil

import pytest

from conftest import desk_of
from probata.app import checks, committing, investigation, judging, noting, stating, stating_table
from probata.app.cli import call
from probata.app.noting import Wanted
from probata.digest import Digest
from probata.errors import BadInput
from probata.inquiry import Inquiry
from probata.ledger.acts_statements import StatementJudged
from probata.report.note import note_html
from probata.statements.note_values import Heading
from probata.statements.proposals import stated
from statements_making import SAID, Told, begin, commit_all, confirm_all, exhibit_of

HEADING = Heading("The invitation", "Port Harrow", "2031-02-02", (("The terms", "https://terms.example/harrow"),))
MOST_ADDED = 4  # of the fifteen; rules find the others


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The inquiry taken in and run; nothing is confirmed. To be copied, never changed."""
    base = tmp_path_factory.mktemp("begun")
    begin(base)
    return base


@pytest.fixture(scope="module")
def told(begun, tmp_path_factory):
    """The inquiry with confirmed statements, commitments, answers and a claim, run again. Never changed."""
    base = tmp_path_factory.mktemp("told")
    copied(begun, base)
    made = confirm_all(Inquiry.open(base / "inquiry"), desk_of(base / "state"))
    commit_all(made)
    investigation.run(made.inquiry, made.desk)
    return made


def copied(base, target):
    for name in ("inquiry", "state"):
        shutil.copytree(base / name, target / name, symlinks=True)


@pytest.fixture
def fresh(begun, tmp_path):
    """A copy of the inquiry in which nothing is confirmed."""
    copied(begun, tmp_path)
    return Inquiry.open(tmp_path / "inquiry"), desk_of(tmp_path / "state")


@pytest.fixture
def again(told, tmp_path):
    """A copy of the told inquiry that a test may change."""
    copied(told.inquiry.folder.parent, tmp_path)
    return Told(Inquiry.open(tmp_path / "inquiry"), desk_of(tmp_path / "state"), told.names, told.proposed)


@pytest.fixture
def probata(tmp_path, monkeypatch, capsys):
    """Calls the command line in the copy; gives exit code, JSON document (or text), and errors."""
    monkeypatch.setenv("PROBATA_STATE", str(tmp_path / "state"))

    def called(*arguments, text=False):
        capsys.readouterr()
        code = call(["-C", str(tmp_path / "inquiry"), *([] if text else ["--json"]), *map(str, arguments)])
        said = capsys.readouterr()
        return code, (said.out if text else json.loads(said.out) if said.out else None), said.err

    return called


def one_line(answer, code, *words):
    assert answer[0] == code
    assert len(answer[2].splitlines()) == 1
    assert all(word in answer[2] for word in words), answer[2]


def test_rules_find_most_of_what_is_said(told):
    assert len(SAID) - len(told.proposed) <= MOST_ADDED


def test_figures_and_reconciliation_count_what_people_did(told):
    values = {each["name"]: each["value"] for each in told.inquiry.figure_records()}
    assert values["statements-confirmed"] == len(SAID)
    assert values["commitments"] == 3
    assert values["consistency-by-label.contradicts"] == 1
    assert values["commitments-not-assessed"] == 1
    claimed = next(name for name in values if name.startswith("published.") and "taken" in name)
    assert values[claimed] == 27
    assert values[claimed.replace("published.", "published-difference.")] == values["photographs"] - 27


def test_the_report_puts_the_assurance_beside_the_later_words(told):
    page = (told.inquiry.report / "report.html").read_text(encoding="utf-8")
    section = page[page.index('id="statements"') : page.index('id="reconciliation"')]
    assert section.index("would accept the Harrow Terms") < section.index("it did not accept the Harrow Terms")
    assert "contradicts" in section
    assert "not assessed" in section
    assert "No assurance was given in my name." in section
    assert "taken-claimed" in page[page.index('id="reconciliation"') :]
    assert 'aria-label="Statements, commitments and deadlines' in section


def test_all_of_it_verifies(told):
    assert checks.verify(told.inquiry, told.desk) == []


def test_every_sentence_of_the_note_leads_to_an_exhibit_and_its_exact_words(told):
    note = noting.note_of(told.inquiry, Wanted(), HEADING)
    numbers = {each.number: each for each in note.footnotes}
    sentences = [s for group in note.groups for paragraph in group.paragraphs for s in paragraph]
    sentences += [*note.replies, *note.not_assessed]
    assert len(sentences) > len(SAID)
    for each in sentences:
        assert each.notes, each.text
        assert set(each.notes) <= numbers.keys()
    held = {digest.hex for digest in told.inquiry.store().digests()}
    confirmed = {each.act: each for each in told.inquiry.snapshot().statements.confirmed}
    for each in note.footnotes:
        assert each.exhibit in held
        assert each.path in {path for path, _, _ in SAID.values()}
        start, end = map(int, each.place.split("-"))
        assert stating.text_of(told.inquiry, Digest(each.exhibit))[start:end] == each.words == confirmed[each.act].quote
    assert {each.act for each in note.footnotes} == set(confirmed)


def test_the_note_says_what_the_sources_say(told):
    note = noting.note_of(told.inquiry, Wanted(), HEADING)
    said = [s.text for group in note.groups for paragraph in group.paragraphs for s in paragraph]
    text = "\n".join(said)
    assert "Jonas Ferrow, convenor of the League, said that Foreign Minister Ada Brenn had assured him that" in text
    assert "“We will open the eastern road to relief convoys”" in text
    assert "reportedly promised to admit twenty inspectors" in text
    assert "According to the prosecutor" in text
    assert "allegedly killed" in text
    assert "on behalf of the government, said that only light weapons might be withdrawn" in text
    assert "told reporters at a press conference in Port Harrow that her government would withdraw" in text
    assert "whom the source does not name, said: “The road is still closed”" in text
    assert "assessed as contradicting its part two, by one reviewer, with high confidence: the terms" in text
    assert "not assessed" in text
    assert "broken" not in text
    documents = [stating.text_of(told.inquiry, exhibit_of(told.inquiry, path)) for path, _, _ in SAID.values()]
    for words in re.findall("“([^”]*)”", text):
        assert any(f"“{words}" in document for document in documents), words
    assert [group.key for group in note.groups] == ["attend", "road", "weapons", "", ""]
    assert note.dateline == "PORT HARROW, 2 February 2031"
    assert {each.publisher for each in note.sources} >= {"Northern Gazette", "Coastal Digest"}


def test_nothing_that_is_not_confirmed_gets_into_the_note(again):
    empty = noting.note_of(again.inquiry, Wanted(), HEADING)
    before = note_html(empty, language="en")
    assert "only light weapons might" in before
    stating.judge(again.inquiry, again.desk, [again.names["light"]], "rejected", given={}, reason="misread")
    stating.judge(again.inquiry, again.desk, [again.names["assured"]], "cannot-tell", given={}, reason="")
    after = note_html(noting.note_of(again.inquiry, Wanted(), HEADING), language="en")
    assert "light weapons" not in after
    assert "Commitments whose statement is not confirmed any more, left out: 1." in after
    assert "No assurance was given" not in after
    unconfirmed = [each for each in stated(again.inquiry.snapshot()).proposals if each.status != "confirmed"]
    assert unconfirmed
    with pytest.raises(BadInput, match="not confirmed"):
        noting.note_of(again.inquiry, Wanted([unconfirmed[0].name]), HEADING)
    with pytest.raises(BadInput, match="no such commitment"):
        noting.note_of(again.inquiry, Wanted((), ["attend"]), HEADING)


def test_a_reply_that_an_exhibit_holds_leads_to_it(again):
    exhibit = exhibit_of(again.inquiry, "2-ministry.txt").hex
    said = committing.Reply("note", "the ministry", "", "It did not accept the terms.", exhibit)
    committing.reply(again.inquiry, again.desk, "road", said, "")
    note = noting.note_of(again.inquiry, Wanted((), ["road"]), HEADING)
    (reply,) = note.replies
    assert note.footnotes[reply.notes[-1] - 1].exhibit == exhibit
    assert "no exhibit" not in reply.text
    assert note.left_out == ("This note tells a choice of what is confirmed.",)


def test_of_a_proposal_nothing_is_in_the_note(fresh):
    note = noting.note_of(fresh[0], Wanted(), HEADING)
    assert (note.groups, note.footnotes, note.sources) == ((), (), ())


def test_a_commitment_needs_a_confirmed_statement(fresh):
    inquiry, desk = fresh
    proposal = stated(inquiry.snapshot()).proposals[0]
    with pytest.raises(BadInput, match="not confirmed"):
        committing.record(inquiry, desk, "early", proposal.name, committing.Terms(party="x", provisions=("y",)), "")


def test_with_two_reviewers_an_assessment_waits_for_the_second(again):
    inquiry, desk, names = again.inquiry, again.desk, again.names
    settings = inquiry.folder / "inquiry.toml"
    text = settings.read_text(encoding="utf-8")
    judging.add_holder(inquiry, desk, "Second")
    settings.write_text(re.sub(r"(?m)^required = 1", "required = 2", text), encoding="utf-8")
    assert inquiry.snapshot().statements.confirmed == ()
    for name in ("assured", "not-accepted", "relaying"):
        stating.judge(inquiry, desk, [names[name]], "confirmed", given={}, reason="seen", holder="Second")
    known = inquiry.snapshot().statements
    assert {each.name for each in known.confirmed} == {names[n] for n in ("assured", "not-accepted", "relaying")}
    first = next(each for each in known.assessments if each.statement == names["not-accepted"])
    assert (first.label, first.state) == ("", "pending")
    text = note_html(noting.note_of(inquiry, Wanted(), HEADING), language="en")
    assert "do not agree, or are too few" in text
    assert "contradicting" not in text
    committing.assess(
        inquiry, desk, "attend", names["not-accepted"], "contradicts",
        provision=2, confidence="moderate", reason="it takes the basis away", holder="Second",
    )  # fmt: skip
    text = note_html(noting.note_of(inquiry, Wanted(), HEADING), language="en")
    assert "contradicting its part two, by two reviewers" in text


def test_a_table_whose_words_were_shifted_is_refused_with_the_line(fresh, tmp_path):
    inquiry, _ = fresh
    proposals, by_hand = stating.listed(inquiry, stating.Wanted())
    table = tmp_path / "review.csv"
    stating_table.write(table, [*map(stating.line_of, proposals), *map(stating.line_of_hand, by_hand)])
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows[:3]:
        row["verdict"] = "confirmed"
    write_table(table, rows)
    assert [type(act) for act in stating_table.read(table, inquiry)] == [StatementJudged] * 3
    first, second = rows[1]["words"], rows[2]["words"]
    rows[1]["words"], rows[2]["words"] = second, first
    write_table(table, rows)
    with pytest.raises(BadInput, match="line 3"):
        stating_table.read(table, inquiry)
    assert not stated(inquiry.snapshot()).by_hand


def write_table(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.DictWriter(stream, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def test_an_orphaned_statement_says_so(fresh, probata):
    inquiry, desk = fresh
    exhibit = exhibit_of(inquiry, "2-ministry.txt")
    words = "These words stood in another reading."
    act = StatementJudged(
        exhibit, Digest.of(b"another text"), 5, 5 + len(words), words, "confirmed", {"speaker": "Brenn"}, ""
    )
    (name,) = stating.record(inquiry, desk, [act])
    code, shown, _ = probata("statements", "show", name.hex)
    assert code == 0
    assert shown["moved"].startswith("orphaned")
    note = noting.note_of(inquiry, Wanted(), HEADING)
    assert "read differently now" in " ".join(note.footnotes[0].details)
    code, listed, _ = probata("export", "annotations", text=True)
    assert code == 0
    made = [json.loads(line) for line in listed.splitlines()]
    assert made[-1]["target"]["selector"][1] == {
        "type": "TextQuoteSelector", "exact": words, "prefix": "", "suffix": "",
    }  # fmt: skip


def test_wrong_words_are_wrong_usage_and_no_broken_ledger(again, probata):
    name = again.names["assured"]
    before = len(again.inquiry.entries())
    record = ("commitments", "record")
    one_line(probata(*record, "a b", name, "--provision", "x"), 2, "1 to 64 letters")
    one_line(probata(*record, "c", name, "--provision", "x", "--deadline", "soon"), 2, "soon")
    one_line(probata(*record, "c", name, "--provision", "x" * 20_001), 2, "too long")
    one_line(probata("commitments", "link", "attend", "implements", "attend"), 2, "another commitment")
    one_line(probata("commitments", "reply", "attend", "--words", "x", "--by-whom", " "), 2, "--by-whom")
    one_line(probata("commitments", "reply", "attend", "--words", "x", "--by-whom", "y", "--date", "2031"), 2, "date")
    one_line(probata("statements", "confirm", name, "--set", "said=2031-13"), 2, "2031-13")
    one_line(probata("statements", "list", "--status", "nonsense"), 2, "pending")
    one_line(probata("claims", "record", "c", name, "--figure", 1), 3, "--low NUMBER")
    assert len(again.inquiry.entries()) == before


@pytest.mark.usefixtures("fresh")
def test_from_the_command_line(probata, tmp_path):
    code, listed, _ = probata("statements", "list", "--status", "proposed")
    assert code == 0
    names = {each["content"].removeprefix("that "): each["name"] for each in listed}
    denial = next(name for words, name in names.items() if words == "it did not accept the Harrow Terms")
    other = next(name for words, name in names.items() if words.startswith("she had given any"))
    unseen = next(name for words, name in names.items() if words.startswith("only light weapons"))
    code, done, _ = probata("statements", "confirm", denial, "--set", "kind=denial", "--reason", "read")
    assert code == 0
    later = done["acts"][0]
    assert probata("statements", "reject", other, "--reason", "not her words")[0] == 0
    assured = "Veldland would attend the conference and would accept the Harrow Terms as its basis"
    code, added, _ = probata(
        "statements", "add", "1-assured.html", "--words", assured, "--set", "speaker=Ada Brenn",
        "--set", "party=veldland", "--set", "said=2031-01-12", "--set", "cue=had assured",
    )  # fmt: skip
    assert code == 0
    code, _, _ = probata("commitments", "record", "attend", added["statement"], "--form", "assurance",
                         "--provision", "attend", "--provision", "accept the terms")  # fmt: skip
    assert code == 0
    one_line(probata("commitments", "assess", "attend", unseen, "repeats",
                     "--confidence", "low", "--reason", "x"), 3, "not confirmed")  # fmt: skip
    code, _, _ = probata("commitments", "assess", "attend", later, "contradicts", "--confidence", "high",
                         "--part", 2, "--reason", "the terms are not accepted")  # fmt: skip
    assert code == 0
    code, shown, _ = probata("commitments", "list")
    assert code == 0
    assert shown[0]["assessments"][0]["label"] == "contradicts"
    one_line(probata("commitments", "record", "none", other, "--party", "x", "--provision", "y"), 3, "not confirmed")
    claim = ("claims", "record", "n", later, "--low", "27", "--unit", "photographs", "--compares")
    one_line(probata(*claim, "photos"), 3, "no figure is named")
    assert probata(*claim, "photographs")[0] == 0
    note = tmp_path / "note.html"
    code, wrote, _ = probata("statements", "note", "-o", note, "--background", "Terms=https://x.example/?a=b")
    assert code == 0
    assert wrote["footnotes"] >= 2
    page = note.read_text(encoding="utf-8")
    assert 'href="https://x.example/?a=b"' in page
    assert "default-src 'none'" in page
    assert probata("statements", "note", "-o", tmp_path / "note.md")[0] == 0
    assert "[^1]" in (tmp_path / "note.md").read_text(encoding="utf-8")
    one_line(probata("statements", "note", "-o", tmp_path / "note.docx"), 2, "html, md, pdf")
    one_line(probata("statements", "note", "-o", note, "--background", "x=javascript:1"), 2, "TEXT=URL")
    code, table, _ = probata("export", "commitments", text=True)
    assert code == 0
    rows = list(csv.DictReader(table.splitlines()))
    assert [(row["commitment"], row["label"], row["provision_words"]) for row in rows] == [
        ("attend", "contradicts", "accept the terms")
    ]
    for kind in ("statements", "annotations", "claims", "ftm"):
        code, lines, _ = probata("export", kind, text=True)
        assert code == 0
        assert all(json.loads(line) for line in lines.splitlines())
    assert probata("run")[0] == 0
    assert probata("verify")[0] == 0
