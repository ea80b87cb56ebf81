"""Sentences of a sourced note: the source's words, hedges with their owner, relayed words relayed; all confirmed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from probata.digest import Digest
from probata.ledger.acts_statements import CommitmentRecorded, Label
from probata.ledger.judgements import Judgement
from probata.ledger.statements import Assessment, KeptCommitment, Recorded, Statement, Statements
from probata.report.note import note_html, note_markdown
from probata.statements.note import FINDINGS, draft
from probata.statements.note_values import Choice, Heading, Papers
from probata.statements.note_words import direct_words, in_words, sentence

EXHIBIT, TEXT = "e" * 64, "f" * 64
PAPERS = Papers({EXHIBIT: "page.html"}, {}, {"veldland": "Veldland"})
HEADING = Heading("A note")
AT = datetime(2031, 2, 1, tzinfo=UTC)
CONFIRMED = "confirmed"


def statement(quote: str, start: int = 10, name: str = "a", **fields: str) -> Statement:
    named = {key.replace("_", "-"): value for key, value in fields.items()}
    given = {"speaker": "Ada Brenn", "cue": "said", "mode": "indirect", "kind": "assertion", "said": "2031-01-17"}
    kept = {key: value for key, value in {**given, **named}.items() if value}
    name = (name * 64)[:64]
    return Statement(name, name, EXHIBIT, TEXT, start, start + len(quote), quote, kept, CONFIRMED, "holds", ())


@pytest.mark.parametrize(
    ("quote", "fields", "expected"),
    [
        ("it did not accept the terms", {}, "On 17 January 2031, Ada Brenn said that it did not accept the terms."),
        ("that it might go", {"hedges": "speaker: might"}, "On 17 January 2031, Ada Brenn said that it might go."),
        ("to admit inspectors", {"cue": "reportedly promised", "hedges": "reporter: reportedly"},
         "On 17 January 2031, Ada Brenn reportedly promised to admit inspectors."),
        ("the towns are safe", {"hedges": "reporter: is said to"},
         "On 17 January 2031, Ada Brenn said that the towns are safe; the reporter adds: is said to."),
        ("that it would go", {"cue": "did not say", "negated": "yes"},
         "On 17 January 2031, Ada Brenn did not say that it would go."),
        ("it would go", {"cue": "claim of", "negated": "yes"},
         "On 17 January 2031, Ada Brenn did not say that it would go."),
        ("that it was over", {"speaker": "her spokesman", "speaker_full": "Ivo Tarn", "via": "a letter",
         "on_behalf_of": "The government"},
         "On 17 January 2031, Ivo Tarn (printed as: her spokesman), through a letter, on behalf of the government, said"
         " that it was over."),
        ("that it was over", {"cue": "told", "addressee": "reporters", "occasion": "at a briefing", "place": "Ansk"},
         "On 17 January 2031, Ada Brenn told reporters at a briefing in Ansk that it was over."),
        ("that it was over", {"cue": "told"}, "On 17 January 2031, Ada Brenn said that it was over."),
        ("that it was over", {"cue": "wrote", "addressee": "the League"},
         "On 17 January 2031, Ada Brenn wrote to the League that it was over."),
        ("the withdrawal as a mistake", {"cue": "condemned"},
         "On 17 January 2031, Ada Brenn condemned the withdrawal as a mistake."),
        ("About 50 died", {"cue": "according to", "speaker": "The prosecutor"},
         "According to the prosecutor, on 17 January 2031, about 50 died."),
        ("about 50 died", {"figures": "about 50 (by the mayor)"},
         "On 17 January 2031, Ada Brenn said that about 50 died; the number (about 50) is that of the mayor."),
        ("the road is shut", {"speaker": "", "cue": "alleged"},
         "On 17 January 2031, it was alleged that the road is shut."),
        ("the road is shut", {"said": "2031-01", "speaker": "A clerk", "anonymous": "yes"},
         "In January 2031, a clerk, whom the source does not name, said that the road is shut."),
        ("the road is shut", {"said": "", "published": "2031-01-18T09:00:00+00:00"},
         "In words published on 18 January 2031, Ada Brenn said that the road is shut."),
        ("“We go.”", {"mode": "direct"}, "On 17 January 2031, Ada Brenn said: “We go”."),
        ("Wir gehen", {"mode": "direct", "translation": "We go", "translator": "B. Osk"},
         "On 17 January 2031, Ada Brenn said: “Wir gehen” (in translation by B. Osk: We go)."),
    ],
)  # fmt: skip
def test_a_sentence(quote: str, fields: dict[str, str], expected: str) -> None:
    assert sentence(statement(quote, **fields)) == expected


@pytest.mark.parametrize(
    ("quote", "parts", "expected"),
    [
        ("“We go,”", "", "“We go”"),
        ('"We go?"', "", "“We go?”"),
        ("«Nous allons»,", "", "“Nous allons”"),
        ("„Wir gehen“", "", "“Wir gehen”"),
        ("No marks at all", "", "“No marks at all”"),
        ("“We go,” she said, “now.”", "10-18 29-36", "“We go” … “now”"),
        ("“It is ‘over’”", "", "“It is ‘over’”"),
    ],
)
def test_direct_words_stay_exact(quote: str, parts: str, expected: str) -> None:
    made = statement(quote, mode="direct", parts=parts)
    assert direct_words(made) == expected
    assert all(piece in quote for piece in expected.strip("“”").split("” … “"))


def test_indirect_words_are_never_put_into_quotation_marks() -> None:
    assert "“" not in sentence(statement("it is over", speaker="her aide", speaker_full="Mira Stole"))


def test_words_that_somebody_relayed_stay_relayed() -> None:
    outer = statement("that Ada Brenn had assured him that she would go", 10, "b", speaker="Jonas Ferrow")
    inner = statement("that she would go", 41, "a", cue="had assured", within="c" * 64)
    assert "Jonas Ferrow said that Ada Brenn had assured him that she would go." in sentence(inner, [outer])
    alone = sentence(inner, relayed=True)
    assert alone.startswith("In words that another relayed and that are not confirmed here: ")
    note = draft(Statements({each.name: each for each in (inner, outer)}), Choice((inner.name,)), HEADING, PAPERS)
    ((said,),) = note.groups[0].paragraphs
    assert said.notes == (1, 2)
    assert "Jonas Ferrow said" in said.text


def test_a_period_in_words() -> None:
    assert [in_words(each) for each in ("2031-01-09", "2031-01", "2031", "spring", "2031-13")] == [
        "9 January 2031", "January 2031", "2031", "spring", "13 2031",
    ]  # fmt: skip


def known(state: str = "holds", label: str = "contradicts") -> Statements:
    source = statement("that it would attend", 10, "a", kind="commitment", party="veldland", said="2031-01-12")
    later = statement("that it would not attend", 90, "b", kind="denial", party="veldland")
    act = CommitmentRecorded("attend", Digest(source.name), "veldland", "assurance", {}, {"1": "attend"}, "2031-01-12",
                             "", "")  # fmt: skip
    said = tuple(
        Judgement("consistency", "attend/0", later.name, "contradicts", "c" * 64, who, AT, "", who)
        for who in ("A", "B")
    )
    assessed = Assessment("attend", 0, later.name, label, "high", "it says so.", state, said)  # type: ignore[arg-type]
    kept = KeptCommitment(Recorded("d" * 64, "A", "2031-02-01"), act, source.name)
    return Statements({each.name: each for each in (source, later)}, {"attend": kept}, (), (assessed,))


def test_a_label_is_a_finding_of_people_with_their_reason() -> None:
    note = draft(known(), Choice(), HEADING, PAPERS)
    finding = note.groups[0].paragraphs[1][1]
    assert finding.text == (
        "Beside the assurance, this is assessed as contradicting it, by two reviewers, with high confidence:"
        " it says so."
    )
    assert not note.not_assessed


def test_what_people_do_not_agree_on_is_not_assessed() -> None:
    note = draft(known("conflict", ""), Choice(), HEADING, PAPERS)
    assert "contradicting" not in note_html(note, language="en")
    assert note.groups[0].paragraphs[1][1].text.startswith("Whether this bears on the assurance is not assessed; ")


def test_what_is_not_confirmed_gets_in_nowhere() -> None:
    made = known()
    names = list(made.statements)
    later = replace(made.statements[names[1]], verdict="", state="pending")
    text = note_markdown(
        draft(replace(made, statements={**made.statements, names[1]: later}), Choice(), HEADING, PAPERS)
    )
    assert "not attend" not in text
    source = replace(made.statements[names[0]], verdict="rejected")
    note = draft(replace(made, statements={**made.statements, names[0]: source}), Choice(), HEADING, PAPERS)
    text = note_markdown(note)
    assert "would attend" not in text
    assert "assurance" not in text
    assert note.left_out == ("Commitments whose statement is not confirmed any more, left out: 1.",)


def test_what_has_no_exhibit_is_left_out_and_counted() -> None:
    note = draft(known(), Choice(), HEADING, Papers({}))
    assert note.groups == note.footnotes == ()
    assert "Confirmed statements whose exhibit is not among those received, left out: 2." in note.left_out


def test_hostile_words_do_nothing_on_the_page() -> None:
    bad = '<script>alert(1)</script> [x](javascript:1) \u202e"onload=" \x1b'
    made = statement(bad, name="a", speaker=bad, publisher=bad, headline=bad, address="javascript:alert(1)")
    heading = Heading(bad, bad, bad, ((bad, "javascript:1"), (bad, 'https://x.example/"><script>')))
    note = draft(Statements({made.name: made}), Choice(), heading, PAPERS)
    page = note_html(note, language="en")
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    text = note_markdown(note)
    assert "<script" not in text.replace("\\<", "")
    assert "](javascript" not in text.replace("\\]", "")
    assert "\u202e" not in text


def test_the_same_note_gives_the_same_bytes() -> None:
    one, other = (note_html(draft(known(), Choice(), HEADING, PAPERS), language="en") for _ in range(2))
    assert one == other


def test_every_label_has_its_words() -> None:
    assert set(FINDINGS) == set(get_args(Label))
