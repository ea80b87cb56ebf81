"""Parties as the text of ``parties.toml``, and the commented file to begin with.

Rules: what is written is read back as the same values (`parties_file.parse`).
"""

from collections.abc import Iterable, Iterator

from probata.statements.parties_values import Parties, Party, Relation, Role

HEAD = """\
# The parties of this inquiry: who speaks, and for whom. Lines that begin with # are comments.
# One [[parties]] table each; docs/parties-format.md says what it can hold.
"""

TEMPLATE = (
    HEAD
    + """
# [[parties]]
# id = "veldland"                    # how statements and commitments name it: letters, digits, - and _
# kind = "state"                     # person, organisation, state or group
# names = ["Veldland", "the government of Veldland", "Veldhaven"]   # the first is printed
# spellings = []                     # the names in other scripts or spellings

# [[parties]]
# id = "brenn"
# kind = "person"
# names = ["Ada Brenn"]
# spellings = ["Ада Бренн"]
# note = ""
#
# [[parties.roles]]
# role = "foreign minister"
# of = "veldland"                    # another party's id
# from = 2030-01-01                  # first day; a month or year as "2030-01", "2030"; "" where it isn't known
# to = ""                            # last day; "" where it isn't known or not over
#
# [[parties.relations]]
# relation = "member-of"             # or "spokesperson-of"
# party = "veldland"
# from = ""
# to = ""
"""
)


def text_of(parties: Parties) -> str:
    """The file's text, with a line end at the end."""
    return "\n".join([HEAD, *(party_text(each) for each in parties.parties)])


def party_text(party: Party) -> str:
    """One party's tables, with a line end at the end."""
    return "\n".join([*_party(party), ""])


def _party(party: Party) -> Iterator[str]:
    yield "[[parties]]"
    yield f"id = {quoted(party.id)}"
    yield f"kind = {quoted(party.kind)}"
    yield f"names = {_list(party.names)}"
    if party.spellings:
        yield f"spellings = {_list(party.spellings)}"
    if party.note:
        yield f"note = {quoted(party.note)}"
    for role in party.roles:
        yield from _role(role)
    for relation in party.relations:
        yield from _relation(relation)


def _role(role: Role) -> Iterator[str]:
    yield ""
    yield "[[parties.roles]]"
    yield f"role = {quoted(role.role)}"
    yield f"of = {quoted(role.of)}"
    yield f"from = {quoted(role.since)}"
    yield f"to = {quoted(role.until)}"


def _relation(relation: Relation) -> Iterator[str]:
    yield ""
    yield "[[parties.relations]]"
    yield f"relation = {quoted(relation.relation)}"
    yield f"party = {quoted(relation.party)}"
    yield f"from = {quoted(relation.since)}"
    yield f"to = {quoted(relation.until)}"


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(quoted, texts)) + "]"


def quoted(value: str) -> str:
    """Text as a basic string of TOML; what TOML forbids in one is escaped."""
    return '"' + "".join(_escaped(letter) for letter in value) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if ord(letter) < 0x20 or ord(letter) == 0x7F:
        return f"\\u{ord(letter):04x}"
    return "\ufffd" if 0xD800 <= ord(letter) <= 0xDFFF else letter
