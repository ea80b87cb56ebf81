"""FollowTheMoney: only real schemata and properties, there and back, and hostile files refused with their line."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.errors import BadInput
from probata.statements import ftm
from probata.statements.ftm_schema import EDGES, PARTIES, SCHEMATA, Entity
from probata.statements.parties_file import parse
from probata.statements.parties_values import Parties, Party, Relation, Role
from probata.statements.parties_writing import text_of

PARTIES_OF_ALL_KINDS = Parties(
    (
        Party("veld", "state", ("Veldland", "government of Veldland", "Veldhaven"), note="a state"),
        Party("omp", "organisation", ("Observatory for Missing Persons", "OMP")),
        Party("opp", "group", ("the opposition",), relations=(Relation("member-of", "veld"),)),
        Party(
            "brenn",
            "person",
            ("Ada Brenn", "Brenn"),
            ("Ада Бренн",),
            (
                Role("foreign minister", "veld", "2030-01-01", "2031-03-01"),
                Role("speaker", "opp", "2032", ""),
                Role("member of the bar"),
            ),
            (
                Relation("spokesperson-of", "omp", "2031", ""),
                Relation("member-of", "omp", "", "2031-02"),
                Relation("member-of", "opp"),
            ),
        ),
    )
)
STATEMENT = ftm.Exported(
    "s1",
    "We accept it.",
    "Ms Brenn",
    "brenn",
    "assertion",
    "2031-01-12",
    "ab" * 32,
    "A page",
    "Wire",
    "https://x.example/a",
)


def entity(identifier: str, schema: str, **properties: list[str]) -> Entity:
    return {"id": identifier, "schema": schema, "properties": properties}


def file_of(*entities: Entity) -> bytes:
    return "\n".join(ftm.lines(entities)).encode()


def exported() -> list[Entity]:
    unresolved = ftm.Exported("s2", "It is not so.", "a resident", "", "denial", "", "cd" * 32, address="javascript:x")
    return [*ftm.of_parties(PARTIES_OF_ALL_KINDS), *ftm.of_statements([STATEMENT, unresolved], PARTIES_OF_ALL_KINDS)]


def test_only_schemata_and_properties_of_the_table_are_written() -> None:
    for each in exported():
        properties = each["properties"]
        assert isinstance(properties, dict)
        assert set(properties) <= set(SCHEMATA[str(each["schema"])]), each
        assert all(isinstance(value, str) and value for values in properties.values() for value in values)


def test_identifiers_are_unique_stable_and_answered() -> None:
    found = exported()
    ids = [each["id"] for each in found]
    assert len(set(ids)) == len(ids)
    assert found == exported()
    named = ("holder", "post", "organization", "member", "agent", "client", "subject", "object", "document", "entity",
             "proof", "resolved")  # fmt: skip
    for each in found:
        properties = each["properties"]
        assert isinstance(properties, dict)
        for name in named:
            assert all(value in ids for value in properties.get(name, ()))


def test_the_table_has_the_ends_of_every_edge() -> None:
    for schema, edge in EDGES.items():
        assert {edge.source, edge.target} <= set(SCHEMATA[schema])
    assert set(PARTIES) <= set(SCHEMATA)


def test_there_and_back() -> None:
    found = ftm.read(file_of(*ftm.of_parties(PARTIES_OF_ALL_KINDS)))
    assert found.open_ends == 0
    assert not found.passed_over
    for party in found.parties.parties:
        before = PARTIES_OF_ALL_KINDS.by_id()[party.id]
        assert (party.kind, party.note, party.name) == (before.kind, before.note, before.name)
        assert set(party.names) == set(before.names)
        assert set(party.roles) == set(before.roles)
        assert set(party.relations) == set(before.relations)
        assert party.spellings == before.spellings
    assert parse(text_of(found.parties).encode()) == found.parties


def test_statements_are_passed_over_on_import_and_counted() -> None:
    found = ftm.read(file_of(*exported()))
    assert found.passed_over == {"Document": 2, "Note": 2, "Mention": 2, "Documentation": 1}


def test_a_statement_is_bound_to_party_and_document() -> None:
    document, note, mention, link = list(ftm.of_statements([STATEMENT], PARTIES_OF_ALL_KINDS))
    brenn = ftm.party_id("brenn")
    assert note["properties"] == {
        "name": ["We accept it."],
        "description": ["We accept it."],
        "entity": [brenn],
        "proof": [document["id"]],
        "summary": ["assertion, 2031-01-12"],
    }
    assert mention["properties"] == {
        "document": [document["id"]], "name": ["Ms Brenn"], "resolved": [brenn], "detectedSchema": ["Person"],
    }  # fmt: skip
    assert link["schema"] == "Documentation"


def test_entities_of_others() -> None:
    found = ftm.read(
        file_of(
            entity("p", "Person", firstName=["Ada"], lastName=["Brenn"], position=["judge"], birthDate=["1970"]),
            entity("c", "Company", name=["Harbour Works"], alias=["Работы"]),
            entity("g", "PublicBody", name=["Ministry of Water"]),
            entity("d", "Directorship", director=["p"], organization=["c"], startDate=["2030-01-01T00:00:00", "bad"]),
            entity("m", "Membership", member=["p"], organization=["g"], role=["clerk"]),
            entity("u", "UnknownLink", subject=["p"], object=["gone"], role=["x"]),
            entity("o", "Occupancy", holder=["p"], post=["q"], startDate=["2031"], endDate=["2030"]),
            entity("q", "Position", name=["harbour master"], organization=["g"]),
            entity("v", "Vessel", name=["Tern"]),
        )
    )
    ada, works, ministry = found.parties.parties
    assert ada.names == ("Ada Brenn",)
    assert set(ada.roles) == {
        Role("judge"), Role("director", "harbour-works", "2030-01-01"), Role("clerk", "ministry-of-water"),
        Role("harbour master", "ministry-of-water", "2031"),
    }  # fmt: skip
    assert ada.relations == (Relation("member-of", "ministry-of-water"),)
    assert works.spellings == ("Работы",)
    assert (ministry.kind, found.open_ends, found.passed_over) == ("organisation", 1, {"Vessel": 1})


def test_two_of_one_name_have_two_identifiers() -> None:
    found = ftm.read(file_of(entity("1", "Person", name=["Ada Brenn"]), entity("2", "Person", name=["Ada Brenn"])))
    first, second = found.parties.parties
    assert first.id == "ada-brenn"
    assert second.id.startswith("ada-brenn-")


def test_an_entity_that_is_there_twice_in_the_same_words_is_one() -> None:
    one = entity("1", "Person", name=["Ada Brenn"])
    assert len(ftm.read(file_of(one, one)).parties.parties) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[]", "line 1"),
        (b"\n{", "line 2"),
        (b'{"id": 1, "schema": "Person"}', "an id"),
        (b'{"id": "a", "schema": "Per son"}', "a schema"),
        (b'{"id": "a", "schema": "Person", "properties": []}', "an object of lists"),
        (b'{"id": "a", "schema": "Person", "properties": {"name": "x"}}', "name as a list"),
        (b'{"id": "a", "schema": "Person", "properties": {"name": [1]}}', "name as a list of texts"),
        (b'{"id": "a", "schema": "Person", "properties": {"name": [{"schema": "x"}]}}', "name as a list of texts"),
        (b'{"id": "a", "schema": "Person", "properties": {}}', "with a name"),
        (b'{"id": "a", "schema": "Person", "properties": {"name": [" "]}}', "with a name"),
        (b'{"id": "\xff"}', "UTF-8"),
        (b"[" * 100_000, "line 1"),
        (b'"' + b"x" * (1 << 20) + b'"', "lines of at most"),
        (file_of(entity("a", "Person", name=["x"]), entity("a", "Person", name=["y"])), "line 2"),
        (
            file_of(
                entity("a", "Organization", name=["x"]),
                entity("b", "Organization", name=["y"]),
                entity("1", "Membership", member=["a"], organization=["b"]),
                entity("2", "Membership", member=["b"], organization=["a"]),
            ),
            "no circle",
        ),
    ],
)
def test_refused(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        ftm.read(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda s: st.lists(s, max_size=3), max_leaves=6
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "id": st.sampled_from(["a", "b", "c", ""]) | JSON,
                "schema": st.sampled_from([*SCHEMATA, "Thing"]) | JSON,
                "properties": st.dictionaries(
                    st.sampled_from(["name", "holder", "post", "member", "organization", "startDate", "role"]),
                    st.lists(st.sampled_from(["a", "b", "c", "Ada", "2031", "\x00"]), max_size=2) | JSON,
                    max_size=4,
                ),
            }
        ),
        max_size=6,
    )
)
def test_any_file_is_read_or_refused(entities: list[dict[str, object]]) -> None:
    data = "\n".join(json.dumps(each) for each in entities).encode()
    try:
        found = ftm.read(data)
    except BadInput:
        return
    assert parse(text_of(found.parties).encode()) == found.parties
