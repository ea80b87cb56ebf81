"""Exports of statements: the shapes that the vocabularies ask for, every passage found again, nothing invented."""

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

from probata.app.cli import app
from probata.digest import Digest
from probata.documents.anchors import Found, digest_of_text, find_again, selector_from
from probata.ledger.acts_statements import CommitmentRecorded, Label
from probata.ledger.judgements import Judgement
from probata.ledger.statements import Assessment, KeptCommitment, Recorded, Statement, Statements
from probata.statements.exports_annotations import annotation
from probata.statements.exports_claims import claims
from probata.statements.exports_context import ANNOTATION_CONTEXT, NAMESPACE, SCHEMA_CONTEXT, TERMS
from probata.statements.exports_records import Exported, as_signed, exported
from probata.statements.exports_table import COLUMNS, csv_text, plain, rows, safe
from probata.statements.fields import NAMES
from probata.statements.parties_values import Parties, Party
from probata.statements.proposals import Stated

TEXT = "On Monday 𝔄da Brenn said that her country would attend. Later she said it would not attend at all."
EXHIBIT = "e" * 64
AT = datetime(2031, 2, 1, 9, tzinfo=UTC)
VELDLAND = Parties((Party("veldland", "state", ("Veldland",)), Party("brenn", "person", ("Ada Brenn",))))
RATINGS = ("ratingValue", "bestRating", "worstRating")
DOCS = Path(__file__).parent.parent / "docs"


def judged(act: str, verdict: str, holder: str = "Ada") -> Judgement:
    return Judgement("statement", EXHIBIT, "", verdict, act, holder, AT, "", holder)


def statement(quote: str, name: str, **fields: str) -> Statement:
    name, start = name * 64, TEXT.index(quote)
    given = {"speaker": "𝔄da Brenn", "speaker-at": "10-19", "cue": "said", "cue-at": "20-24", "kind": "assertion"}
    kept = {**given, **fields}
    said = (judged(name, "confirmed"),)
    place = (start, start + len(quote), quote)
    return Statement(name, name, EXHIBIT, digest_of_text(TEXT), *place, kept, "confirmed", "holds", said)


SOURCE = statement(
    "her country would attend", "a", party="veldland", said="2031-01-12", publisher="A paper", headline="It will go",
    address="https://paper.example/1", published="2031-01-13",
)  # fmt: skip
LATER = statement("it would not attend at all", "b", party="brenn", said="2031-01-17", hedges="speaker: may")


def known(label: str = "contradicts", state: str = "holds") -> Statements:
    act = CommitmentRecorded(
        "attend", Digest(SOURCE.name), "veldland", "assurance", {}, {"1": "attend", "2": "=come"}, "2031-01-12", "", ""
    )
    said = tuple(
        Judgement("consistency", "attend/2", LATER.name, "contradicts", "c" * 64, who, AT, "it says so", who)
        for who in ("Ada", "Bo")
    )
    assessed = Assessment("attend", 2, LATER.name, label, "high", "it says so", state, said)  # type: ignore[arg-type]
    kept = KeptCommitment(Recorded("d" * 64, "Ada", "2031-02-01"), act, SOURCE.name)
    return Statements({each.name: each for each in (SOURCE, LATER)}, {"attend": kept}, (), (assessed,))


def own_terms(value: Any) -> set[str]:
    """Our own terms in a JSON-LD document."""
    if isinstance(value, Mapping):
        here = {str(key) for key in value if str(key).startswith("probata:")}
        return here.union(*(own_terms(each) for each in value.values()))
    return set().union(*(own_terms(each) for each in value)) if isinstance(value, list) else set()


def test_an_annotation_has_what_the_model_asks_for_and_its_passages_are_found_again() -> None:
    for each in exported(Stated((), (SOURCE, LATER))):
        made: dict[str, Any] = annotation(each, TEXT)
        assert made["@context"][0] == ANNOTATION_CONTEXT
        assert made["type"] == "Annotation"
        assert made["id"].startswith("urn:")
        assert made["motivation"] == "describing"
        assert made["creator"] == [{"type": "Person", "name": "Ada"}]
        assert made["probata:status"] == "confirmed"
        target = made["target"]
        assert [one["type"] for one in target["selector"]] == ["TextPositionSelector", "TextQuoteSelector"]
        assert target["probata:textDigest"] == digest_of_text(TEXT)
        assert target["probata:exhibitDigest"] == EXHIBIT
        passages = [target, *(body for body in made["body"] if body["type"] == "SpecificResource")]
        for passage in passages:
            found = find_again(TEXT, selector_from(passage["selector"]))
            assert isinstance(found, Found)
            assert not found.moved
        roles = {body["probata:role"]: body for body in made["body"] if "probata:role" in body}
        assert set(roles) == {"speaker", "cue", "content"}
        assert roles["speaker"]["value"] == "𝔄da Brenn"
        assert all(body["type"] in ("TextualBody", "SpecificResource") for body in made["body"])
        assert own_terms(made) <= {f"probata:{name}" for name in TERMS}


def test_a_proposal_is_annotated_as_one_that_nobody_signed() -> None:
    made = annotation(
        Exported("a" * 64, "proposed", EXHIBIT, digest_of_text(TEXT), 30, 54, TEXT[30:54], {}, (), ""), TEXT
    )
    assert made["probata:status"] == "proposed"
    assert "creator" not in made
    assert made["generator"] == {"type": "Software", "name": "Probata"}


def test_of_another_text_only_what_was_signed_is_given() -> None:
    (each,) = exported(Stated((), (replace(SOURCE, text="f" * 64),)))
    made: dict[str, Any] = annotation(each, TEXT)
    assert made["target"]["selector"][1] == {
        "type": "TextQuoteSelector", "exact": SOURCE.quote, "prefix": "", "suffix": "",
    }  # fmt: skip
    assert all(body["type"] == "TextualBody" for body in made["body"])


def test_a_claim_has_its_keys_and_a_review_only_peoples_label() -> None:
    first, second, review = made = list(claims(known(), VELDLAND))
    for each in made:
        assert each["@context"][0] == SCHEMA_CONTEXT
        assert own_terms(each) <= {f"probata:{name}" for name in TERMS}
    assert first["@type"] == second["@type"] == "Claim"
    assert first["author"] == {"@type": "Organization", "name": "Veldland"}
    assert second["author"] == {"@type": "Person", "name": "Ada Brenn"}
    assert first["text"] == SOURCE.quote
    assert first["appearance"] == {
        "@type": "MediaObject", "@id": f"urn:probata:exhibit:sha256:{EXHIBIT}", "sha256": EXHIBIT,
        "headline": "It will go", "datePublished": "2031-01-13", "url": "https://paper.example/1",
        "publisher": {"@type": "Organization", "name": "A paper"},
    }  # fmt: skip
    assert review["@type"] == "ClaimReview"
    assert {"claimReviewed", "itemReviewed", "author", "datePublished", "reviewBody"} <= set(review)
    assert review["itemReviewed"] == {"@type": "Claim", "@id": second["@id"]}
    assert review["probata:against"] == {"@type": "Claim", "@id": first["@id"]}
    assert review["probata:relation"] == {"@id": f"{NAMESPACE}contradicts"}
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "contradicts"}
    assert [each["name"] for each in review["author"]] == ["Ada", "Bo"]
    assert not any(word in str(review) for word in RATINGS)


@pytest.mark.parametrize(("label", "state"), [("", "pending"), ("", "conflict")])
def test_what_people_do_not_hold_is_no_review(label: str, state: str) -> None:
    assert [each["@type"] for each in claims(known(label, state), VELDLAND)] == ["Claim", "Claim"]


def test_what_is_not_confirmed_is_no_claim() -> None:
    made = known()
    rejected = replace(LATER, verdict="rejected")
    made = replace(made, statements={SOURCE.name: SOURCE, LATER.name: rejected})
    assert [each["@id"] for each in claims(made, VELDLAND)] == [f"urn:probata:statement:{SOURCE.name}"]


def test_the_table_has_a_row_a_pair_and_no_formula() -> None:
    (row,) = csv.DictReader(csv_text(rows(known())).splitlines())
    assert tuple(row) == COLUMNS
    assert (row["commitment"], row["label"], row["provision"], row["provision_words"]) == (
        "attend", "contradicts", "2", "'=come",
    )  # fmt: skip
    (row,) = csv.DictReader(csv_text(rows(known("", "pending"))).splitlines())
    assert (row["label"], row["state"]) == ("not assessed", "pending")
    alone = replace(known(), statements={SOURCE.name: SOURCE}, assessments=())
    (row,) = csv.DictReader(csv_text(rows(alone)).splitlines())
    assert (row["statement"], row["label"]) == ("", "not assessed")


@given(st.text())
def test_a_cell_is_no_formula_and_comes_back(cell: str) -> None:
    assert not safe(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(safe(cell)) == cell


def test_records_have_the_same_keys_and_what_people_signed() -> None:
    line = {"name": "n", "speaker": "read", "kind": "assertion", "negated": False, "fields": {"speaker": "signed"}}
    assert as_signed(line, confirmed=False)["speaker"] == "read"
    made = as_signed({**line, "fields": dict(LATER.fields)}, confirmed=True)
    assert (made["speaker"], made["speaker_start"], made["hedge"], made["kind"]) == (
        "𝔄da Brenn",
        10,
        "may",
        "assertion",
    )
    assert set(made) == set(as_signed(line, confirmed=False))


def test_our_own_terms_are_in_the_guide() -> None:
    guide = (DOCS / "statements.md").read_text(encoding="utf-8")
    for name in (*TERMS, *get_args(Label)):
        assert f"`{name}`" in guide, name
    assert NAMESPACE in guide


def test_the_guide_lists_every_field_with_its_meaning() -> None:
    guide = (DOCS / "statements.md").read_text(encoding="utf-8")
    section = guide[guide.index("## Fields") : guide.index("## Commitments")]
    listed = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", section, flags=re.MULTILINE)
    assert listed == list(NAMES.items())


def test_the_guide_names_only_commands_that_are_there() -> None:
    guide = (DOCS / "statements.md").read_text(encoding="utf-8")
    known = {**get_command(app).commands}  # type: ignore[attr-defined]
    for group, command in re.findall(r"`probata ([a-z]+)(?: ([a-z-]+))?", guide):
        assert group in known, group
        if command and hasattr(known[group], "commands"):
            assert command in known[group].commands, (group, command)
