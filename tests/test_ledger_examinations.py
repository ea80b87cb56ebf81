"""What the acts of examination amount to; and what is kept beside the ledger is what was signed, or is noticed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_making import Ticking, create, digest, key
from probata.digest import Digest
from probata.errors import BadInput
from probata.ledger import audits
from probata.ledger.acts import Act, ActUndone
from probata.ledger.acts_examination import CodebookAdopted, CodingAdjudicated, CodingAssigned, SampleDrawn, UnitCoded
from probata.ledger.examinations import Examination, FrameUnit, examination
from probata.ledger.examinations_kept import (
    check_examinations,
    frame_bytes,
    keep_codebook,
    keep_frame,
    kept_examination,
    read_frame,
)
from probata.ledger.ledger import Ledger
from probata.ledger.line import NOTHING_BEFORE, Entry

TEXT = b'title = "deceased"\n'
FRAME = {
    digest("b").hex: FrameUnit("215", "", (digest("b").hex, digest("c").hex)),
    digest("a").hex: FrameUnit("227", "day 1", (digest("a").hex,)),
}
BOOK = CodebookAdopted("deceased", 1, Digest.of(TEXT), "for all")
SAMPLE = SampleDrawn("sample-1", "person", "seed", 1, "branch", "none", 0, Digest.of(frame_bytes(FRAME)), "detainees")
GIVEN = CodingAssigned(
    "assignment-1", "sample-1", Digest.of(TEXT), "blind", {"1": "E1", "2": "E2"}, 2, 0, 1, "seed", ""
)
CODED = UnitCoded("assignment-1", "E1", digest("a"), 1, {"nutrition": "thin"}, "", 60, 2)
DECIDED = CodingAdjudicated("assignment-1", digest("a"), "nutrition", "thin", "E3", "both looked again")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger with a codebook, a sample and an assignment, and their files beside it."""
    made = create(tmp_path / "ledger", tmp_path / "state")
    keep_frame(tmp_path / "ledger", FRAME)
    keep_codebook(tmp_path / "ledger", TEXT)
    append(made, BOOK, SAMPLE, GIVEN)
    return made


def append(ledger: Ledger, *acts: Act) -> list[Digest]:
    return [entry.digest for entry in ledger.append_all(acts, by="Ada", signer=key(1), clock=Ticking())]


def found(ledger: Ledger) -> Examination:
    return examination(ledger.entries())


def test_what_was_adopted_drawn_and_given_is_there_with_its_files(ledger: Ledger, tmp_path: Path) -> None:
    whole = kept_examination(tmp_path / "ledger", ledger.entries())
    assert whole.codebook("deceased").text == Digest.of(TEXT)
    assert whole.texts == {Digest.of(TEXT).hex: TEXT}
    assert dict(whole.frame_of("sample-1")) == FRAME
    assert list(whole.frame_of("sample-1")) == sorted(FRAME)
    assert whole.assignment().examiners == ("E1", "E2")
    assert (whole.sample().size, whole.sample().reason) == (1, "detainees")


def test_a_longer_sample_and_assignment_keep_what_they_were(ledger: Ledger) -> None:
    before = found(ledger)
    longer, more = append(ledger, replace(SAMPLE, size=2, reason="too few"), replace(GIVEN, units=2))
    after = found(ledger)
    assert after.samples == (replace(before.sample(), size=2, drawn=longer.hex),)
    assert after.assignments == (replace(before.assignment(), units=2, given=more.hex),)


def test_of_several_codings_the_newest_holds_and_names_those_it_replaces(ledger: Ledger) -> None:
    first, other, second = append(
        ledger, CODED, replace(CODED, examiner="E2"), replace(CODED, answers={"nutrition": "normal"}, opened=3)
    )
    again = append(ledger, replace(CODED, occasion=2))[0]
    held = {(each.examiner, each.occasion): each for each in found(ledger).codings}
    assert [each.act for each in found(ledger).codings] == [other.hex, second.hex, again.hex]
    assert held["E1", 1].answers == {"nutrition": "normal"}
    assert held["E1", 1].replaces == (first.hex,)
    assert held["E2", 1].replaces == ()
    assert sum(each.opened for each in found(ledger).opened) == 2 + 2 + 3 + 2


def test_an_undone_coding_is_left_out_and_the_one_before_holds_again(ledger: Ledger) -> None:
    first, second = append(ledger, CODED, replace(CODED, seconds=5))
    undoing = append(ledger, ActUndone(second, "wrong unit"))[0]
    assert [each.act for each in found(ledger).codings] == [first.hex]
    append(ledger, ActUndone(undoing, "it was right"))
    assert [(each.act, each.replaces) for each in found(ledger).codings] == [(second.hex, (first.hex,))]


def test_of_several_adjudications_the_newest_holds(ledger: Ledger) -> None:
    acts = append(ledger, DECIDED, replace(DECIDED, code="normal"), replace(DECIDED, question="sex", code="male"))
    held = found(ledger).adjudications_of("assignment-1")
    assert [(each.question, each.code, each.act) for each in held] == [
        ("nutrition", "normal", acts[1].hex), ("sex", "male", acts[2].hex),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["E1", "E2"]), st.sampled_from("ab"), st.sampled_from([1, 2])), max_size=12))
def test_each_place_has_one_coding_the_last_and_none_is_lost(places: list[tuple[str, str, int]]) -> None:
    acts: Sequence[Act] = [
        BOOK, SAMPLE, GIVEN,
        *(
            UnitCoded("assignment-1", examiner, digest(unit), occasion, {"q": f"c{n}"}, "", 0, 1)
            for n, (examiner, unit, occasion) in enumerate(places)
        ),
    ]  # fmt: skip
    whole = examination(entries_of(acts))
    said = {(each.examiner, each.unit, each.occasion): each.answers["q"] for each in whole.codings}
    last = {(examiner, digest(unit).hex, occasion): f"c{n}" for n, (examiner, unit, occasion) in enumerate(places)}
    assert said == last
    assert len(whole.codings) + sum(len(each.replaces) for each in whole.codings) == len(places) == len(whole.opened)


def entries_of(acts: Sequence[Act]) -> list[Entry]:
    """Entries without a ledger: number and time by place."""
    clock = Ticking()
    return [
        Entry(act, clock(), "Ada", place, NOTHING_BEFORE, key(1).fingerprint, digest(f"entry {place}"))
        for place, act in enumerate(acts, start=1)
    ]


def test_acts_that_bear_on_it_are_its_input(ledger: Ledger) -> None:
    acts = [entry.digest.hex for entry in ledger.entries()[1:]]
    coded, decided = append(ledger, CODED, DECIDED)
    assert found(ledger).acts() == [*acts, coded.hex, decided.hex]


def test_what_is_not_there_is_named(ledger: Ledger) -> None:
    whole = found(ledger)
    for ask, known in [
        (lambda: whole.sample("sample-9"), "sample-1"),
        (lambda: whole.assignment("assignment-9"), "assignment-1"),
        (lambda: whole.codebook("deceased", 2), "deceased 1"),
        (lambda: Examination().sample(), "none was drawn"),
        (lambda: Examination().assignment(), "none was made"),
        (lambda: Examination().codebook(), "none was adopted"),
    ]:
        with pytest.raises(BadInput, match=known):
            ask()


@pytest.mark.parametrize(("name", "code"), [("frames/*.json", "sample-frame"), ("codebooks/*.toml", "codebook")])
def test_every_changed_byte_beside_the_ledger_is_noticed(ledger: Ledger, tmp_path: Path, name: str, code: str) -> None:
    (path,) = (tmp_path / "ledger").glob(name)
    whole = path.read_bytes()
    assert list(check_examinations(tmp_path / "ledger", ledger.entries())) == []
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert [each.code for each in check_examinations(tmp_path / "ledger", ledger.entries())] == [f"{code}-changed"]
    with pytest.raises(BadInput, match="was changed"):
        kept_examination(tmp_path / "ledger", ledger.entries())
    path.unlink()
    assert [each.code for each in check_examinations(tmp_path / "ledger", ledger.entries())] == [f"{code}-missing"]
    with pytest.raises(BadInput, match="can't be read"):
        kept_examination(tmp_path / "ledger", ledger.entries())


def test_a_frame_of_an_audit_is_no_frame_of_a_sample(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    kept = audits.keep_frame(tmp_path / "ledger", {digest("a").hex: "all"})
    with pytest.raises(BadInput, match="the frame of a sample can't be read"):
        read_frame(tmp_path / "ledger", kept)
