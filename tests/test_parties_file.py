"""The text file of parties: what is refused, where, and that what is written is read back."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.errors import BadInput
from probata.statements.parties_file import circle_in, parse
from probata.statements.parties_values import Parties, Party, Relation, Role, bounds, holds
from probata.statements.parties_writing import TEMPLATE, quoted, text_of

VELD = '[[parties]]\nid = "veld"\nkind = "state"\nnames = ["Veldland"]\n'
BRENN = '[[parties]]\nid = "brenn"\nnames = ["Ada Brenn", "Brenn"]\n'


def error(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        parse(text.encode())
    return str(caught.value)


def test_a_whole_file() -> None:
    text = (
        VELD
        + BRENN
        + (
            'spellings = ["Ада Бренн"]\nnote = "n"\n'
            '[[parties.roles]]\nrole = "foreign minister"\nof = "veld"\nfrom = 2030-01-01\nto = "2031-06"\n'
            '[[parties.relations]]\nrelation = "member-of"\nparty = "veld"\nfrom = 2029\n'
        )
    )
    veld, brenn = parse(text.encode()).parties
    assert veld == Party("veld", "state", ("Veldland",))
    assert brenn.spellings == ("Ада Бренн",)
    assert brenn.roles == (Role("foreign minister", "veld", "2030-01-01", "2031-06"),)
    assert brenn.relations == (Relation("member-of", "veld", "2029", ""),)
    assert brenn.name == "Ada Brenn"


def test_the_template_is_a_file_without_parties_and_its_example_is_one() -> None:
    assert parse(TEMPLATE.encode()) == Parties()
    shown = "\n".join(line.removeprefix("# ").removeprefix("#") for line in TEMPLATE.splitlines()[3:])
    assert [party.id for party in parse(shown.encode()).parties] == ["veldland", "brenn"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (VELD + BRENN + 'nmes = ["x"]\n', "line 8: party brenn: nmes; expected one of id, kind"),
        (VELD + BRENN + 'nmes = ["x"]\n', "(did you mean names?)"),
        (VELD + '[[parties]]\nid = "veld"\nnames = ["x"]\n', "line 6: party veld: id"),
        ('[[parties]]\nid = "a b"\nnames = ["x"]\n', "letters, digits"),
        ('[[parties]]\nid = "a"\n', "at least one name"),
        ('[[parties]]\nid = "a"\nnames = [""]\n', "not empty"),
        ('[[parties]]\nid = "a"\nnames = "x"\n', "line 3: party a: names; expected a list of texts"),
        ('[[parties]]\nid = "a"\nkind = "persn"\nnames = ["x"]\n', "did you mean person?"),
        (BRENN + '[[parties.roles]]\nof = "veld"\n', "a role in words"),
        (BRENN + VELD + '[[parties.roles]]\nrole = "m"\nof = "brnn"\n', "brnn (did you mean brenn?)"),
        (BRENN + '[[parties.roles]]\nrole = "m"\nfrom = 2031-01-02\nto = 2031-01-01\n', "2031-01-02 or later"),
        (BRENN + '[[parties.roles]]\nrole = "m"\nfrom = "2031-02-30"\n', "a day, a month or a year"),
        (BRENN + '[[parties.roles]]\nrole = "m"\nfrom = 1.5\n', "a day, a month or a year"),
        (BRENN + '[[parties.roles]]\nrole = "m"\nfrom = 2031-01-01T10:00:00\n', "a day, a month or a year"),
        (BRENN + '[[parties.relations]]\nrelation = "membr-of"\nparty = "x"\n', "did you mean member-of?"),
        (BRENN + '[[parties.relations]]\nrelation = "member-of"\nparty = "brenn"\n', "another party"),
        (BRENN + '[[parties.relations]]\nrelation = "member-of"\n', "a party's identifier"),
        (VELD + '[[parties.relations]]\nrelation = "member-of"\nparty = "brenn"\n' + BRENN
         + '[[parties.relations]]\nrelation = "member-of"\nparty = "veld"\n', "veld > brenn > veld"),
        ("x = 1\n", "unknown key 'x'"),
        ("parties = 3\n", "[[parties]] tables"),
        ("[[parties]\n", "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML"),
    ],
)  # fmt: skip
def test_refused(text: str, said: str) -> None:
    assert said in error(text)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(BadInput, match="line 2"):
        parse(b'[[parties]]\nid = "\xff"\n')
    with pytest.raises(BadInput, match="at most"):
        parse(b"#" * (9 << 20))


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(
    lambda text: " ".join(text.split()) == text
)
IDS = st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True)
TIMES = st.one_of(st.just(""), st.dates().map(str), st.dates().map(lambda d: str(d)[:7]), st.just("2031"))


@st.composite
def some_parties(draw: st.DrawFn) -> Parties:
    ids = draw(st.lists(IDS, unique=True, max_size=5))
    found = []
    for place, identifier in enumerate(ids):
        others = [other for other in ids if other != identifier]
        roles = [
            Role(draw(TEXTS), draw(st.sampled_from(["", *others])), draw(TIMES), "")
            for _ in range(draw(st.integers(0, 2)))
        ]
        later = ids[place + 1 :]
        relations = [Relation("member-of", draw(st.sampled_from(later)), "", draw(TIMES))] if later else []
        names = tuple(draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True)))
        kind = draw(st.sampled_from(["person", "organisation", "state", "group"]))
        spellings = tuple(draw(st.lists(TEXTS, max_size=2, unique=True)))
        note = draw(st.one_of(st.just(""), TEXTS))
        found.append(Party(identifier, kind, names, spellings, tuple(roles), tuple(relations), note))
    return Parties(tuple(found))


@settings(max_examples=150, deadline=None)
@given(some_parties())
def test_what_is_written_is_read_back(parties: Parties) -> None:
    assert parse(text_of(parties).encode("utf-8")) == parties


def test_what_toml_forbids_is_escaped() -> None:
    assert quoted('a"b\\c\n\x7f') == '"a\\"b\\\\c\\u000a\\u007f"'
    assert quoted("\ud800") == '"\ufffd"'


@given(st.dictionaries(st.integers(0, 8).map(str), st.lists(st.integers(0, 8).map(str), max_size=3), max_size=8))
def test_a_circle_is_one_and_is_found_where_there_is_one(links: dict[str, list[str]]) -> None:
    circle = circle_in(links)
    reachable = {node: set(links.get(node, [])) for node in map(str, range(9))}
    for _ in range(9):
        for node, seen in reachable.items():
            reachable[node] = seen.union(*(reachable[each] for each in seen))
    assert bool(circle) == any(node in seen for node, seen in reachable.items())
    for one, other in pairwise(circle):
        assert other in links[one]
    assert not circle or circle[0] == circle[-1]


def test_a_long_chain_is_no_circle_and_takes_no_stack() -> None:
    assert circle_in({str(n): [str(n + 1)] for n in range(20_000)}) == []


def test_periods() -> None:
    assert bounds("2031") == ("2031-01-01", "2031-12-31")
    assert bounds("2031-02") == ("2031-02-01", "2031-02-31")
    assert holds("2031", "2031-06", "2031-06-30")
    assert not holds("2031", "2031-06", "2031-07-01")
    assert not holds("2031-02-01", "", "2031-01-31")
    assert holds("2031-02-01", "", "2031-02")
    assert holds("2031-02-01", "2031-02-02", "")
