"""Which party a speaker is, on a day."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.statements.parties import Resolved, Said, resolve
from probata.statements.parties_file import parse
from probata.statements.parties_known import Known
from probata.statements.parties_names import folded, key_of, latin
from probata.statements.parties_proposal import Spoke, proposal_text, propose

FILE = """
[[parties]]
id = "veldland"
kind = "state"
names = ["Veldland", "the government of Veldland", "Veldhaven"]

[[parties]]
id = "ostmark"
kind = "state"
names = ["Ostmark"]

[[parties]]
id = "mfa"
kind = "organisation"
names = ["Ministry of Foreign Affairs of Veldland", "the foreign ministry of Veldland"]

[[parties]]
id = "omp"
kind = "organisation"
names = ["Observatory for Missing Persons", "OMP"]

[[parties]]
id = "brenn"
names = ["Ada Brenn"]
spellings = ["Ада Бренн", "آدا برين"]
[[parties.roles]]
role = "foreign minister"
of = "veldland"
from = 2030-01-01
to = 2031-03-01

[[parties]]
id = "brenn-otto"
names = ["Otto Brenn"]

[[parties]]
id = "korr"
names = ["Ilse Korr"]
[[parties.roles]]
role = "foreign minister"
of = "veldland"
from = 2031-03-02

[[parties]]
id = "vale"
names = ["Oren Vale"]
[[parties.roles]]
role = "foreign minister"
of = "ostmark"
from = 2029-01-01

[[parties]]
id = "irle"
names = ["Tomas Irle"]
[[parties.relations]]
relation = "spokesperson-of"
party = "omp"
from = 2031
to = 2031
"""
KNOWN = Known(parse(FILE.encode()))


def who(said: Said, on: str = "2031-01-12", publisher: str = "") -> Resolved:
    return resolve(KNOWN, said, on, publisher)


@pytest.mark.parametrize(
    ("said", "on", "party", "basis"),
    [
        (Said("Foreign Minister Ada Brenn", "Foreign Minister Ada Brenn", "Ada Brenn"), "2031-01-12", "brenn", "name"),
        (Said("Ms. Ada Brenn"), "", "brenn", "name"),
        (Said("Ада Бренн"), "", "brenn", "name"),
        (Said("آدا برين"), "", "brenn", "name"),
        (Said("Адда Брен", "", "Адда Брен"), "", "brenn", "spelling"),
        (Said("Ilsa Corr", "", "Ilsa Corr"), "", "", "alike"),
        (Said("A. Brenn", "", "A. Brenn"), "", "brenn", "part-of-name"),
        (Said("Korr", "", "Korr"), "", "korr", "part-of-name"),
        (Said("Brenn", "", "Brenn"), "2031-01-12", "", "ambiguous"),
        (Said("Brenn", "", "Brenn", "foreign minister"), "2031-01-12", "brenn", "part-of-name"),
        (Said("the OMP", "the OMP", "the OMP"), "", "omp", "name"),
        (Said("Veldhaven", "Veldhaven", "Veldhaven"), "", "veldland", "name"),
        (Said("the foreign minister", "", "", "foreign minister of Veldland"), "2031-01-12", "brenn", "role"),
        (Said("the foreign minister", "", "", "foreign minister of Veldland"), "2031-03-02", "korr", "role"),
        (Said("Veldland's foreign minister", "", "", "Veldland's foreign minister"), "2031-04", "korr", "role"),
        (Said("the Veldlandian foreign minister"), "2031-04-01", "korr", "role"),
        (Said("the minister for foreign affairs of Ostmark"), "2031-04-01", "vale", "role"),
        (Said("the former foreign minister of Veldland"), "2031-04-01", "brenn", "role"),
        (Said("the foreign minister of Veldland"), "2028-04-01", "", "outside-period"),
        (Said("the foreign minister of Veldland"), "2031-03", "", "ambiguous"),
        (Said("the foreign minister"), "2031-01-12", "", "ambiguous"),
        (Said("a deputy foreign minister of Veldland"), "2031-01-12", "", "belongs"),
        (Said("a spokesman for the OMP", "", "", "spokesman for the OMP"), "2031-05-01", "irle", "spokesperson"),
        (Said("a spokesman for the OMP", "", "", "spokesman for the OMP"), "2033-05-01", "", "unknown"),
        (Said("Brenn and Vale", "", "Ada Brenn and Oren Vale"), "2031-05-01", "", "several"),
        (Said("her spokesman", "her spokesman", "", "spokesman of Oren Vale"), "2031-05-01", "", "unknown"),
        (Said("two residents"), "2031-05-01", "", "unknown"),
        (Said("two residents of Veldland"), "2031-05-01", "", "unknown"),
        (Said("Veldland's water ministry", "", "Veldland's water ministry"), "", "", "belongs"),
        (Said("an OMP official", "an OMP official", "", "OMP official"), "", "", "belongs"),
        (Said(""), "", "", "unknown"),
    ],
)
def test_resolved(said: Said, on: str, party: str, basis: str) -> None:
    found = who(said, on)
    assert (found.party, found.basis) == (party, basis), found
    assert found.reason
    assert not party or party in found.candidates


def test_all_that_answer_are_candidates() -> None:
    assert who(Said("Brenn", "", "Brenn")).candidates == ("brenn", "brenn-otto")
    assert set(who(Said("the foreign minister")).candidates) == {"brenn", "vale"}


def test_a_role_outside_its_period_says_so() -> None:
    found = who(Said("the foreign minister of Veldland"), "2028-04-01")
    assert "Ada Brenn was foreign minister from 2030-01-01 to 2031-03-01" in found.reason
    assert "not on 2028-04-01" in found.reason
    named = who(Said("Foreign Minister Ada Brenn", "", "Ada Brenn", "foreign minister"), "2032-01-01")
    assert named.party == "brenn"
    assert "by the file, foreign minister from 2030-01-01 to 2031-03-01, which is not on 2032-01-01" in named.reason


def test_a_spokesperson_whom_the_file_lacks_still_speaks_for_somebody() -> None:
    found = who(Said("a spokeswoman for Veldland", "", "", "spokeswoman for Veldland"))
    assert (found.party, found.basis, found.speaks_for) == ("", "unknown", "veldland")


def test_the_publisher_s_own_ministry_and_minister() -> None:
    ministry = who(Said("the ministry", "the ministry", "the ministry"), "", "Ministry of Foreign Affairs of Veldland")
    assert (ministry.party, ministry.basis) == ("mfa", "publisher")
    assert who(Said("the foreign minister"), "2031-01-12", "the government of Veldland").party == "brenn"


def test_a_publisher_decides_between_two_and_does_not_stand_in_the_way() -> None:
    assert who(Said("the foreign minister of Ostmark"), "2031-04-01", "OMP").party == "vale"
    assert who(Said("the foreign minister"), "2031-04-01", "OMP").basis == "ambiguous"
    assert (
        who(Said("the army", "the army", "the army"), "", "Office of the President of Ostmark").speaks_for == "ostmark"
    )


def test_a_spokesperson_by_role() -> None:
    role = '[[parties.roles]]\nrole = "spokeswoman"\nof = "mfa"\nfrom = 2030\n'
    known = Known(parse((FILE + '[[parties]]\nid = "amara"\nnames = ["Lys Amara"]\n' + role).encode()))
    said = Said(
        "a spokesman for the foreign ministry of Veldland", "", "", "spokesman for the foreign ministry of Veldland"
    )
    found = resolve(known, said, "2031-01-01")
    assert (found.party, found.basis, found.speaks_for) == ("amara", "spokesperson", "mfa")


def test_names_folded() -> None:
    assert folded("The Ministry of Défence’s") == ("ministry", "of", "defence")
    assert folded("Dr. Ana-María O’Neil") == ("ana", "maria", "o", "neil")
    assert folded("Αντα") == ("anta",)
    assert folded("") == ()
    assert key_of(("katarina",)) == key_of(("catarrina",)) == ("ktrn",)
    assert latin("Ada Ångström-2")
    assert not latin("Ада")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40), st.sampled_from(["", "2031", "2031-01-12"]))
def test_any_text_is_answered(printed: str, name: str, role: str, on: str) -> None:
    found = who(Said(printed, printed, name, role), on, printed)
    assert found.party == "" or found.party in KNOWN.by_id
    assert set(found.candidates) <= set(KNOWN.by_id)


def test_parties_that_the_file_lacks_are_proposed() -> None:
    spoke = [
        Spoke(Said("Marek Dole", "", "Marek Dole", "opposition leader"), "d1", "2031-01-02"),
        Spoke(Said("Dole", "", "Dole"), "d2", "2031-01-03"),
        Spoke(Said("Dole", "", "Marek Dole", "opposition leader"), "d2", "2031-02-03"),
        Spoke(Said("the Harbour Council", "", "the Harbour Council"), "d2"),
        Spoke(Said("Ada Brenn", "", "Ada Brenn"), "d2"),
        Spoke(Said("Brenn", "", "Brenn"), "d2"),
        Spoke(Said("two residents"), "d2"),
    ]
    first, second = propose(KNOWN, spoke)
    assert (first.party.id, first.party.kind, first.party.names) == ("marek-dole", "person", ("Marek Dole", "Dole"))
    assert (first.statements, first.documents) == (3, 2)
    assert first.roles == (("opposition leader", "2031-01-02", "2031-02-03", 2),)
    assert (second.party.id, second.party.kind) == ("harbour-council", "organisation")
    text = proposal_text((first, second))
    assert "# proposed: 3 statements in 2 documents; kind is a guess" in text
    assert "# printed as: opposition leader (2031-01-02 to 2031-02-03, 2)" in text
    assert parse((FILE + text).encode()).parties[-2:] == (first.party, second.party)


def test_a_proposal_has_an_identifier_of_its_own_and_holds_no_line_of_its_own_making() -> None:
    spoke = [Spoke(Said("", "", "Korr’s", "x\n[[parties]]\nid='y'"), "d"), Spoke(Said("", "", "irle irle"), "d"),
             Spoke(Said("", "", "Irle-Irle"), "d"), Spoke(Said("", "", "漢字 漢字"), "d"),
             Spoke(Said("", "", "Nox\n[[parties]]", "x\n[[parties]]\nid='y'"), "d")]  # fmt: skip
    found = propose(KNOWN, spoke)
    parsed = parse((FILE + proposal_text(found)).encode())
    assert len(parsed.parties) == len(KNOWN.by_id) + len(found)
