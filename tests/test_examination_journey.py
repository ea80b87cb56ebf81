"""From the command line: persons are drawn, given to examiners, coded blind and with context; made longer; verified."""

import json
import shutil
from collections import Counter

import pytest

from conftest import desk_of
from probata.app import checks, coding_books, examining_assignments, examining_samples, judging
from probata.app.cli import call
from probata.app.examining_samples import open_examination
from probata.app.examining_units import Archive, Wanted, candidates
from probata.app.naming import resolver
from probata.digest import Digest
from probata.inquiry import Inquiry
from probata.ledger.acts import ClassSet, NumberSet, PersonClassSet
from probata.ledger.acts_examination import UnitCoded

ANSWERS = {"views": "face"}
PERSONS = {"101": ("DSC_0000.JPG",), "102": ("DSC_0001.JPG", "DSC_0002.JPG"), "103": ("DSC_0003.JPG",)}


@pytest.fixture
def here(tmp_path):
    return desk_of(tmp_path / "state")


@pytest.fixture(scope="module")
def begun(finished, tmp_path_factory):
    """The finished inquiry, in which somebody read a number on four photographs: three persons of two branches.

    Two of them are drawn, and a codebook is adopted. To be copied, never changed: to make links takes seconds.
    """
    base = tmp_path_factory.mktemp("begun")
    for name in ("inquiry", "state"):
        shutil.copytree(finished / name, base / name, symlinks=True)
    inquiry, desk = Inquiry.open(base / "inquiry"), desk_of(base / "state")
    named, acts = resolver(inquiry), []
    for number, names in PERSONS.items():
        for exhibit in (named(f"day 1/{name}") for name in names):
            acts += [
                ClassSet(exhibit, "person-with-number", ""),
                NumberSet(exhibit, "detainee", number, ""),
                NumberSet(exhibit, "branch", "227" if number == "103" else "215", ""),
            ]
    acts += [ClassSet(named("small.jpg"), "scene", ""), ClassSet(named("torn.jpg"), "other", "")]
    acts.append(PersonClassSet(named("day 1/DSC_0000.JPG"), "soldier", ""))
    judging.record(inquiry, acts, desk)
    coding_books.adopt(inquiry, desk, "deceased", "")
    head = inquiry.head().hex
    examining_samples.begin(inquiry, desk, Wanted("person"), 2, reason="a first look")
    assert examining_samples.open_examination(inquiry).sample().seed == head  # which nobody chose
    return base


@pytest.fixture
def numbered(begun, tmp_path):
    """A copy that a test may change."""
    for name in ("inquiry", "state"):
        shutil.copytree(begun / name, tmp_path / name, symlinks=True)
    return Inquiry.open(tmp_path / "inquiry")


@pytest.fixture
def probata(numbered, tmp_path, monkeypatch, capsys):
    """Calls the command line in the inquiry; gives the exit code, the JSON document or the text, and what was said."""
    monkeypatch.setenv("PROBATA_STATE", str(tmp_path / "state"))

    def called(*arguments, text=False):
        capsys.readouterr()
        code = call(["-C", str(numbered.folder), *([] if text else ["--json"]), *map(str, arguments)])
        said = capsys.readouterr()
        return code, (said.out if text else json.loads(said.out) if said.out else None), said.err

    return called


def code_all(inquiry, desk, examiner, *, most=100, opened=1):
    """The examiner codes what is waiting, in the order of the list."""
    found = examining_assignments.given(open_examination(inquiry))
    waiting = [item for item, state in found.of(examiner) if state == "waiting"][:most]
    acts = [
        UnitCoded(found.assignment.assignment, examiner, Digest(each.unit), each.occasion, ANSWERS, "", 30, opened)
        for each in waiting
    ]
    judging.record(inquiry, acts, desk)
    return waiting


def test_the_whole_way(numbered, here, probata):
    settings = numbered.folder / "inquiry.toml"
    settings.write_text(settings.read_text().replace("most_opened_a_day = 0 ", "most_opened_a_day = 2 "))
    code, drawn, _ = probata("sample", "list", "--sample", "sample-1")
    assert code == 0
    assert (drawn["sample"], drawn["unit"], drawn["of"], drawn["drawn"]) == ("sample-1", "person", 3, 2)
    assert drawn["reason"].startswith("persons known by a number, groups without a number are left out; of every class")
    assert drawn["reason"].endswith(". a first look")
    assert all(row["unit"] == row["photographs"][0] and row["weight"] == 1.5 for row in drawn["units"])

    code, made, _ = probata("assign", "make", "--examiners", "E1,E2,E3", "--per-unit", 2, "--repeats", 1)
    assert code == 0
    assert [each["given"] for each in made["progress"]] == [1 + 1, 1 + 1, 2 + 1] or sum(
        each["given"] for each in made["progress"]
    ) == 2 * 2 + 3
    assert made["units"] == made["of"] == 2

    code, mine, _ = probata("assign", "list", "--examiner", "E1")
    assert [each["state"] for each in mine["items"]] == ["waiting"] * len(mine["items"])
    assert all(set(each) == {"place", "number", "photographs", "state"} for each in mine["items"])

    coded = code_all(numbered, here, "E1", most=1, opened=3)
    _, after, _ = probata("assign", "list")
    assert after["progress"][0]["coded"] == 1
    assert after["opened"] == [{"examiner": "E1", "day": "2026-05-03", "pictures": 3}]
    assert after["most_opened_a_day"] == 2
    _, text, _ = probata("assign", "list", text=True)
    assert text.count("more than agreed") == 1
    assert max(map(len, text.splitlines())) <= 80

    code, longer, _ = probata("sample", "extend", "--size", 3, "--reason", "too few")
    assert code == 0
    assert [row["unit"] for row in longer["units"]][:2] == [row["unit"] for row in drawn["units"]]
    code, more, _ = probata("assign", "extend")
    assert (code, more["units"]) == (0, 3)
    _, mine_now, _ = probata("assign", "list", "--examiner", "E1")
    assert {each["number"] for each in mine["items"]} <= {each["number"] for each in mine_now["items"]}
    assert coded[0].number in {each["number"] for each in mine_now["items"] if each["state"] == "coded"}

    assert {each.code for each in checks.verify(numbered, here)} <= {
        "figure-differs", "figure-missing", "figure-unexpected",
    }  # fmt: skip
    inputs = numbered.snapshot().inputs["examination"]
    code_all(numbered, here, "E2", most=1)
    assert numbered.snapshot().inputs["examination"] != inputs


def test_with_context_only_after_the_blind_pass_and_to_the_same_examiners(numbered, here, probata):
    probata("sample", "extend", "--size", 3)
    code, _, said = probata("assign", "make", "--examiners", "E1,E2", "--way", "context")
    assert code == 2
    assert "only what was given to them blind" in said
    probata("assign", "make", "--examiners", "E1,E2", "--repeats", 1)
    code, _, said = probata("assign", "make", "--examiners", "E1,E3", "--way", "context")
    assert code == 2
    assert "3 of 6 items without one, the first of them for E3" in said
    blind = examining_assignments.given(open_examination(numbered))
    judging.record(numbered, [
        UnitCoded("assignment-1", "E1", Digest(item.unit), item.occasion, ANSWERS, "", 0, 1)
        for item, _ in blind.of("E1") if item.occasion == 1
    ], here)  # fmt: skip
    code, made, _ = probata("assign", "make", "--examiners", "E1,E2", "--way", "context")
    assert code == 0
    assert made["progress"] == [
        {"examiner": "E1", "given": 3, "coded": 0, "waiting": 2, "closed": 1},
        {"examiner": "E2", "given": 3, "coded": 0, "waiting": 0, "closed": 3},
    ]
    _, text, _ = probata("assign", "list", text=True)
    assert "not before the blind pass" in text


def test_a_blind_pass_after_one_with_context_says_that_it_is_not_blind(numbered, here, probata):
    probata("sample", "extend", "--size", 3)
    probata("assign", "make", "--examiners", "E1", "--per-unit", 1)
    code_all(numbered, here, "E1")
    probata("assign", "make", "--examiners", "E1", "--per-unit", 1, "--way", "context")
    code_all(numbered, here, "E1", most=2)
    code, made, _ = probata("assign", "make", "--examiners", "E1,E2", "--per-unit", 2)
    assert (code, made["seen_in_context"]) == (0, 2)
    _, text, _ = probata("assign", "list", text=True)
    assert "2 items are not blind" in text
    assert "share 3 units" in text


def test_strata_clusters_classes_and_groups(numbered):
    archive = Archive.of(numbered)
    assert Counter(each.stratum for each in candidates(archive, Wanted("person", "branch"))) == {"215": 2, "227": 1}
    soldiers = list(candidates(archive, Wanted("person", "person-class", only=("soldier",))))
    assert [each.stratum for each in soldiers] == ["soldier"]
    photographs = list(candidates(archive, Wanted("photograph", "class", "person")))
    assert len(photographs) == 6
    assert {each.stratum for each in photographs} == {"person-with-number", "scene", "other"}
    assert sorted(Counter(each.cluster for each in photographs).values()) == [1, 1, 1, 1, 2]
    for word in ("top-folder", "folder"):
        assert {each.stratum for each in candidates(archive, Wanted("photograph", word))} == {"day 1", "without folder"}
    for word, value in (("day", "without day"), ("month", "without day"), ("camera", "unknown")):
        found = {each.cluster for each in candidates(archive, Wanted("person", clusters=word))}
        assert len(found) == 1 or value not in found


def test_samples_are_listed_with_words_and_weights_on_a_narrow_terminal(numbered, probata):
    code, _, _ = probata("sample", "draw", "--unit", "photograph", "--size", 2, "--clusters", "person",
                         "--per-cluster", 1, "--strata", "none", "--name", "pictures")  # fmt: skip
    assert code == 0
    probata("sample", "draw", "--size", 1, "--only-class", "soldier", "--only-class", "unknown", "--groups")
    _, listed, _ = probata("sample", "list")
    assert [each["sample"] for each in listed] == ["sample-1", "pictures", "sample-3"]
    assert (listed[1]["of"], listed[1]["of_clusters"], listed[1]["drawn"]) == (6, 5, 2)
    assert listed[2]["reason"] == "persons known by a number, and groups without a number; of class soldier or unknown"
    for arguments in (("list",), ("list", "--sample", "pictures"), ("words",)):
        text = probata("sample", *arguments, text=True)[1]
        assert max(map(len, text.splitlines())) <= 80
    assert "2 of 5 clusters by person" in probata("sample", "list", text=True)[1]


def test_a_sample_is_planned_over_the_units_that_there_are(probata):
    code, found, _ = probata("sample", "plan", "--half-width", 0.05)
    assert (code, found["units"], found["of"], found["size"]) == (0, 3, 3, 3)
    _, found, _ = probata("sample", "plan", "--at-least-one", 0.5, "--unit", "photograph")
    assert (found["units"], found["of"]) == (3, 6)  # 3 of 6 have it: all 3 others are drawn 1 time in 20
    _, found, _ = probata("sample", "plan", "--half-width", 0.3, "--level", 0.8, "--unit", "photograph",
                          "--clusters", "person", "--likeness", 1 / 2)  # fmt: skip
    assert found["effect"] == pytest.approx(1 + (6 / 5 - 1) / 2)
    assert found["size"] == -(-found["units"] * 5 // 6)
    _, text, _ = probata(
        "sample", "plan", "--half-width", 0.3, "--unit", "photograph", "--clusters", "person", text=True
    )
    assert "of 5 clusters; design effect 1.00" in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("sample", "draw", "--size", 4), 2, "1 to 3 persons"),
        (("sample", "draw", "--size", 0), 2, "1 or more"),
        (("sample", "draw", "--size", 9, "--clusters", "branch"), 2, "1 to 2 clusters"),
        (("sample", "draw", "--size", 1, "--unit", "body"), 2, "expected photograph, person"),
        (("sample", "draw", "--size", 1, "--strata", "class"), 2, "strata of persons"),
        (("sample", "draw", "--size", 1, "--unit", "photograph", "--clusters", "branch"), 2, "clusters of photographs"),
        (("sample", "draw", "--size", 1, "--per-cluster", 2), 2, "units per cluster"),
        (("sample", "draw", "--size", 1, "--unit", "photograph", "--groups"), 2, "--unit person"),
        (("sample", "draw", "--size", 1, "--only-class", "detaine"), 2, "the class of a person"),
        (("sample", "draw", "--size", 1, "--clusters", "folder", "--strata", "branch"), 2, "lies in two strata"),
        (("sample", "draw", "--size", 1, "--name", "a name"), 2, "the name of a sample"),
        (("sample", "list", "--sample", "sample-9"), 3, "sample-1"),
        (("sample", "plan"), 2, "one goal"),
        (("sample", "plan", "--half-width", 0.05, "--at-least-one", 0.1), 2, "one goal"),
        (("sample", "plan", "--half-width", 0.6), 2, "half-width"),
        (("sample", "plan", "--half-width", 0.05, "--level", 1), 2, "a level"),
        (("sample", "plan", "--half-width", 0.05, "--likeness", -1), 2, "a likeness"),
        (("sample", "plan", "--half-width", 0.05, "--only-class", "civilian"), 2, "nothing can be drawn"),
        (("assign", "list"), 3, "none was made"),
        (("assign", "extend"), 3, "none was made"),
    ],
)
def test_what_cant_be_is_refused_before_anything_is_signed(numbered, probata, arguments, code, said):
    head = numbered.head()
    found, _, error = probata(*arguments)
    assert (found, said in error) == (code, True), error
    assert numbered.head() == head


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("sample", "draw", "--size", 1, "--name", "sample-1"), 2, "another name"),
        (("sample", "extend", "--size", 2), 2, "3 to 3 persons"),
        (("sample", "extend", "--size", 4), 2, "3 to 3 persons"),
        (("assign", "make", "--examiners", "E1,E1"), 2, "different codes"),
        (("assign", "make", "--examiners", ","), 2, "different codes"),
        (("assign", "make", "--examiners", "Dr Smith"), 2, "a code of an examiner"),
        (("assign", "make", "--examiners", "E1", "--per-unit", 2), 2, "1 to 1"),
        (("assign", "make", "--examiners", "E1,E2", "--repeats", -1), 2, "0 or more"),
        (("assign", "make", "--examiners", "E1,E2", "--units", 3), 2, "make the sample longer first"),
        (("assign", "make", "--examiners", "E1,E2", "--way", "sighted"), 2, "blind, context"),
        (("assign", "make", "--examiners", "E1,E2", "--codebook", "other"), 3, "deceased 1"),
        (("assign", "make", "--examiners", "E1,E2", "--name", "assignment-1"), 2, "another name"),
        (("assign", "extend", "--units", 2), 2, "make the sample longer first"),
        (("assign", "list", "--examiner", "E9"), 2, "E1, E2"),
        (("assign", "list", "--assignment", "other"), 3, "assignment-1"),
    ],
)
def test_what_doesnt_fit_a_sample_or_assignment_is_refused(numbered, probata, arguments, code, said):
    probata("assign", "make", "--examiners", "E1,E2")
    head = numbered.head()
    found, _, error = probata(*arguments)
    assert (found, said in error) == (code, True), error
    assert numbered.head() == head


def test_before_anything_was_drawn_there_is_nothing_to_list_or_give(inquiry, capsys):
    assert call(["-C", str(inquiry.folder), "sample", "list"]) == 0
    assert capsys.readouterr().out == "no sample was drawn\n"
    for arguments in (["sample", "extend", "--size", "3"], ["assign", "make", "--examiners", "E1"]):
        assert call(["-C", str(inquiry.folder), *arguments]) == 3
        assert "none was drawn" in capsys.readouterr().err
