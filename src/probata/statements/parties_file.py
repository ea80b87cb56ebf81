"""From the bytes of ``parties.toml`` to its values; ``docs/parties-format.md`` says what it can hold.

Rules:
* Unknown keys are errors, and the nearest known one is named; so are the party and its line.
* Every party that is named anywhere is in the file. A period does not end before it begins.
* Nobody is a member or spokesperson of himself, nor in a circle.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from probata.errors import BadInput
from probata.settings.table import nearest
from probata.statements.parties_values import (
    KINDS,
    RELATIONS,
    Parties,
    Party,
    PartyKind,
    Relation,
    RelationKind,
    Role,
    bounds,
)

FILE_NAME = "parties.toml"
DO = f"correct {FILE_NAME} and run the same command again"
MOST_BYTES, MOST_PARTIES, MOST_NAMES, LONGEST = 8 << 20, 20_000, 200, 2_000
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PERIOD = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_HEADER = re.compile(r"[ \t]*\[\[[ \t]*\"?parties\"?[ \t]*\]\]", re.ASCII)
_PARTY = ("id", "kind", "names", "spellings", "roles", "relations", "note")
_ROLE = ("role", "of", "from", "to")
_RELATION = ("relation", "party", "from", "to")


@dataclass(frozen=True, slots=True)
class _Where:
    """A party's place in the file, for messages."""

    lines: Sequence[str]
    first: int
    name: str

    def error(self, key: str, expected: str, found: object) -> BadInput:
        said = found if isinstance(found, str) else repr(found)
        where = f"{FILE_NAME}{self._line(key)}: {self.name}{': ' if key else ''}{key}"
        return BadInput(where, expected=expected, found=said[:120], do=DO)

    def _line(self, key: str) -> str:
        last = key.rsplit(" ", 1)[-1]
        wanted = re.compile(rf"[ \t\[{{]*(?:parties\.)?\"?{re.escape(last)}\"?[ \t]*[=\]]")
        for number in range(self.first, len(self.lines)):
            if number > self.first and _HEADER.match(self.lines[number]):
                break
            if last and wanted.match(self.lines[number]):
                return f", line {number + 1}"
        return f", line {self.first + 1}" if self.lines else ""


def parse(data: bytes) -> Parties:
    """The parties in the bytes of a ``parties.toml``.

    Raises:
        BadInput: too large, not UTF-8, not TOML (with the line), an unknown key (with the nearest known one), a value
            of the wrong type, an identifier that is there twice or not at all, a period or a relation that can't be.
    """
    top, text = _document(data)
    lines = text.splitlines()
    whole = _Where(lines, 0, "the file")
    for key in top:
        if key != "parties":
            raise whole.error(key, "[[parties]] tables and nothing else", f"unknown key {key!r}")
    tables = top.get("parties", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise whole.error("parties", "[[parties]] tables", tables)
    if len(tables) > MOST_PARTIES:
        raise whole.error("parties", f"at most {MOST_PARTIES:,} parties", f"{len(tables):,}")
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    places = headers if len(headers) == len(tables) else [0] * len(tables)
    found: list[tuple[Party, _Where]] = []
    for number, (table, first) in enumerate(zip(tables, places, strict=True), start=1):
        where = _Where(lines, first, f"party {table.get('id', number)!s:.64}")
        found.append((_party(where, table), where))
    check(found)
    return Parties(tuple(party for party, _ in found))


def _document(data: bytes) -> tuple[Mapping[str, object], str]:
    if len(data) > MOST_BYTES:
        raise BadInput(FILE_NAME, expected=f"at most {MOST_BYTES:,} bytes", found=f"{len(data):,}", do=DO)
    try:
        text = data.decode("utf-8-sig")
        return tomllib.loads(text), text
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInput(f"{FILE_NAME}, line {line}", expected="UTF-8 text", found="other bytes", do=DO) from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{FILE_NAME} is not valid TOML", found=str(error)[:300], do=DO) from error
    except (RecursionError, ValueError) as error:
        raise BadInput(f"{FILE_NAME} is not valid TOML", found="a value that can't be read", do=DO) from error


def _party(where: _Where, table: Mapping[str, object]) -> Party:
    _only(where, "", table, _PARTY)
    identifier = _text(where, table, "id")
    if not IDENTIFIER.fullmatch(identifier):
        raise where.error("id", "1 to 64 letters, digits, - or _", identifier or "nothing")
    names = _texts(where, table, "names")
    if not names:
        raise where.error("names", "at least one name", "none")
    kind = _word(where, "kind", _text(where, table, "kind") or "person", KINDS)
    return Party(
        id=identifier,
        kind=_as_kind(kind),
        names=names,
        spellings=_texts(where, table, "spellings"),
        roles=tuple(_role(where, each) for each in _tables(where, table, "roles")),
        relations=tuple(_relation(where, each) for each in _tables(where, table, "relations")),
        note=_text(where, table, "note"),
    )


def _role(where: _Where, table: Mapping[str, object]) -> Role:
    _only(where, "roles ", table, _ROLE)
    role = _text(where, table, "role", "roles ")
    if not role:
        raise where.error("roles role", "a role in words", "nothing")
    return Role(role, _text(where, table, "of", "roles "), *_period(where, "roles ", table))


def _relation(where: _Where, table: Mapping[str, object]) -> Relation:
    _only(where, "relations ", table, _RELATION)
    kind = _word(where, "relations relation", _text(where, table, "relation", "relations "), RELATIONS)
    party = _text(where, table, "party", "relations ")
    if not party:
        raise where.error("relations party", "a party's identifier", "nothing")
    return Relation(_as_relation(kind), party, *_period(where, "relations ", table))


def _period(where: _Where, inner: str, table: Mapping[str, object]) -> tuple[str, str]:
    since, until = (_time(where, inner + key, table.get(key, "")) for key in ("from", "to"))
    if since and until and bounds(until)[1] < bounds(since)[0]:
        raise where.error(inner + "to", f"{since} or later", until)
    return since, until


def _time(where: _Where, key: str, value: object) -> str:
    """A day, a month, a year or nothing, as ISO 8601."""
    if type(value) is date:
        return value.isoformat()
    expected = "a day, a month or a year, as 2031-01-12, 2031-01 or 2031"
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return str(value)
    if not isinstance(value, str) or (value.strip() and not is_time(value.strip())):
        raise where.error(key, expected, value)
    return value.strip()


def is_time(value: str) -> bool:
    """Whether a text is a day, a month or a year that there is."""
    if not _PERIOD.fullmatch(value) or not value.isascii():
        return False
    try:
        date.fromisoformat(bounds(value)[0])
    except ValueError:
        return False
    return True


def check(found: Iterable[tuple[Party, _Where]]) -> None:
    """Refuse identifiers that are there twice, others that are not there, and circles.

    Raises:
        BadInput: naming the party and the line.
    """
    listed = list(found)
    known: dict[str, int] = {}
    for number, (party, where) in enumerate(listed):
        if party.id in known:
            raise where.error("id", "each party to have an identifier of its own", f"{party.id} twice")
        known[party.id] = number
    identifiers = tuple(known)
    for party, where in listed:
        for named, key in _others(party):
            if named and named not in known:
                raise where.error(
                    key, "the identifier of a party in the file", named[:64] + nearest(named[:64], identifiers)
                )
            if named == party.id:
                raise where.error(key, "another party", "itself")
    circle = circle_in({party.id: [r.party for r in party.relations] for party, _ in listed})
    if circle:
        raise listed[known[circle[0]]][1].error("relations party", "no circle of relations", " > ".join(circle[:8]))


def _others(party: Party) -> Iterable[tuple[str, str]]:
    yield from ((role.of, "roles of") for role in party.roles)
    yield from ((relation.party, "relations party") for relation in party.relations)


def circle_in(links: Mapping[str, Sequence[str]]) -> list[str]:
    """A circle in relations, from its first member back to it; [] where there is none."""
    done: set[str] = set()
    for start in links:
        path: list[str] = []
        on_path: dict[str, int] = {}
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            node, place = stack.pop()
            if place == 0:
                if node in done:
                    continue
                on_path[node] = len(path)
                path.append(node)
            following = links.get(node, ())
            if place < len(following):
                stack.append((node, place + 1))
                if following[place] in on_path:
                    return [*path[on_path[following[place]] :], following[place]]
                stack.append((following[place], 0))
            else:
                done.add(node)
                on_path.pop(node, None)
                path.pop()
    return []


def _only(where: _Where, inner: str, table: Mapping[str, object], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise where.error(
                inner + key[:64], f"one of {', '.join(known)}", f"unknown key {key[:64]!r}{nearest(key[:64], known)}"
            )


def _text(where: _Where, table: Mapping[str, object], key: str, inner: str = "") -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise where.error(inner + key, f"text of at most {LONGEST:,} characters", value)
    return " ".join(value.split())


def _texts(where: _Where, table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and len(each) <= LONGEST for each in value):
        raise where.error(key, "a list of texts", value)
    if len(value) > MOST_NAMES:
        raise where.error(key, f"at most {MOST_NAMES} texts", str(len(value)))
    texts = [" ".join(each.split()) for each in value]
    if "" in texts:
        raise where.error(key, "texts that are not empty", "an empty one")
    return tuple(dict.fromkeys(texts))


def _tables(where: _Where, table: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise where.error(key, f"[[parties.{key}]] tables", value)
    if len(value) > MOST_NAMES:
        raise where.error(key, f"at most {MOST_NAMES}", str(len(value)))
    return value


def _word(where: _Where, key: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise where.error(key, f"one of {', '.join(known)}", (value or "nothing")[:64] + nearest(value[:64], known))
    return value


def _as_kind(value: str) -> PartyKind:
    kinds: dict[str, PartyKind] = {
        "person": "person", "organisation": "organisation", "state": "state", "group": "group",
    }  # fmt: skip
    return kinds[value]


def _as_relation(value: str) -> RelationKind:
    return "spokesperson-of" if value == "spokesperson-of" else "member-of"
