"""From FollowTheMoney entities, one JSON object a line, to parties.

Rules:
* Person, Organization, PublicBody, Company and LegalEntity are parties; Occupancy, Directorship, Membership,
  Representation and UnknownLink between them are roles and relations. Other schemata are counted and passed over.
* A line that is no entity refuses the whole, with its number; so do two entities with one identifier that differ.
* An end of a link that is not in the file is counted and passed over: a file may be a part of a graph.
* Names in other scripts than Latin become spellings; ``weakAlias`` is a name as others are.

Not here: files; this takes bytes and gives values.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from probata.errors import BadInput
from probata.statements.ftm_schema import EDGES, PARTIES
from probata.statements.parties_file import IDENTIFIER, LONGEST, MOST_NAMES, circle_in, is_time
from probata.statements.parties_names import folded, latin
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

LONGEST_LINE, MOST_LINES, MOST_BYTES, MOST_VALUES = 1 << 20, 200_000, 256 << 20, 2_000
OWN_ID = "parties.toml: "
_DO = "correct the file, or export it again, and run the same command"
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_NAMES = ("name", "alias", "abbreviation", "previousName", "weakAlias")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gives.

    Attributes:
        parties: in order of the file.
        passed_over: how many entities of each schema were not used.
        open_ends: how many links had an end that is not in the file.
    """

    parties: Parties
    passed_over: Mapping[str, int]
    open_ends: int


@dataclass(frozen=True, slots=True)
class _Entity:
    line: int
    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]

    def first(self, *names: str) -> str:
        """The first value of the first property that has one."""
        return next((value for name in names for value in self.properties.get(name, ())), "")


@dataclass(slots=True)
class _Graph:
    entities: dict[str, _Entity] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    passed_over: dict[str, int] = field(default_factory=dict)
    open_ends: int = 0


def read(data: bytes) -> Imported:
    """The parties in a FollowTheMoney file.

    Raises:
        BadInput: too large, not UTF-8, a line that is no entity, an identifier twice with different content, a circle
            of memberships; each with its line.
    """
    graph = _Graph()
    for entity in _entities(data):
        known = graph.entities.get(entity.id)
        if known is not None and (known.schema, known.properties) != (entity.schema, entity.properties):
            raise _wrong(entity.line, "each entity once", f"{entity.id[:64]} as in line {known.line}, and different")
        graph.entities[entity.id] = known or entity
    for entity in graph.entities.values():
        if entity.schema in PARTIES:
            _add_party(graph, entity)
    for entity in graph.entities.values():
        if entity.schema in EDGES:
            _add_link(graph, entity)
        elif entity.schema not in PARTIES and entity.schema != "Position":
            graph.passed_over[entity.schema] = graph.passed_over.get(entity.schema, 0) + 1
    _check_circles(graph)
    return Imported(Parties(tuple(graph.parties.values())), graph.passed_over, graph.open_ends)


def _wrong(line: int, expected: str, found: str) -> BadInput:
    return BadInput(f"FollowTheMoney, line {line}", expected=expected, found=found[:120], do=_DO)


def _entities(data: bytes) -> Iterator[_Entity]:
    if len(data) > MOST_BYTES:
        raise BadInput("FollowTheMoney", expected=f"at most {MOST_BYTES:,} bytes", found=f"{len(data):,}", do=_DO)
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if number > MOST_LINES:
            raise _wrong(number, f"at most {MOST_LINES:,} lines", "more")
        if len(line) > LONGEST_LINE:
            raise _wrong(number, f"lines of at most {LONGEST_LINE:,} bytes", f"{len(line):,}")
        if line.strip():
            yield _entity(number, line)


def _entity(number: int, line: bytes) -> _Entity:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _wrong(number, "UTF-8 text", "other bytes") from error
    except (ValueError, RecursionError) as error:
        raise _wrong(number, "one JSON object", str(error)) from error
    if not isinstance(value, dict):
        raise _wrong(number, "a JSON object", type(value).__name__)
    identifier, schema, properties = value.get("id"), value.get("schema"), value.get("properties", {})
    if not isinstance(identifier, str) or not identifier or len(identifier) > 1000:
        raise _wrong(number, "an id of 1 to 1,000 characters", repr(identifier))
    if not isinstance(schema, str) or not schema.isascii() or not schema.isalpha() or len(schema) > 64:
        raise _wrong(number, "the name of a schema", repr(schema))
    if not isinstance(properties, dict):
        raise _wrong(number, "properties as an object of lists", type(properties).__name__)
    return _Entity(number, identifier, schema, {str(k): _values(number, str(k), v) for k, v in properties.items()})


def _values(number: int, key: str, value: object) -> tuple[str, ...]:
    """The texts of a property; an entity that is nested in one stands for its identifier."""
    if not isinstance(value, list) or len(value) > MOST_VALUES:
        raise _wrong(number, f"{key[:64]} as a list of at most {MOST_VALUES:,} texts", repr(value)[:80])
    texts = [each.get("id") if isinstance(each, dict) else each for each in value]
    if not all(isinstance(each, str) for each in texts):
        raise _wrong(number, f"{key[:64]} as a list of texts", repr(value)[:80])
    return tuple(str(each) for each in texts)


def _add_party(graph: _Graph, entity: _Entity) -> None:
    listed = [_line(value) for name in _NAMES for value in entity.properties.get(name, ())]
    if not any(listed):
        listed = [_line(f"{entity.first('firstName')} {entity.first('lastName')}")]
    named = tuple(dict.fromkeys(value for value in listed if value))
    if not named:
        raise _wrong(entity.line, f"a {entity.schema} with a name", "none")
    names = tuple(name for name in named if latin(name)) or named[:1]
    spellings = tuple(name for name in named if name not in names)
    notes = entity.properties.get("notes", ())
    own = next((note[len(OWN_ID) :] for note in notes if note.startswith(OWN_ID)), "")
    identifier = _identifier(graph, own, names[0], entity.id)
    note = _line(" ".join(each for each in notes if not each.startswith(OWN_ID)))
    roles = tuple(Role(_line(role)) for role in entity.properties.get("position", ()) if _line(role))[:MOST_NAMES]
    party = Party(identifier, _kind(entity), names[:MOST_NAMES], spellings[:MOST_NAMES], roles, (), note)
    graph.ids[entity.id] = identifier
    graph.parties[identifier] = party


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST].strip()


def _kind(entity: _Entity) -> PartyKind:
    if entity.schema == "Person":
        return "person"
    said = entity.first("classification")
    if said in KINDS and said in ("state", "group"):
        return "state" if said == "state" else "group"
    return "group" if entity.schema == "LegalEntity" else "organisation"


def _identifier(graph: _Graph, own: str, name: str, entity_id: str) -> str:
    """Our own identifier where the entity is of our making, else one made of the name."""
    if IDENTIFIER.fullmatch(own) and own not in graph.parties:
        return own
    plain = _NOT_PLAIN.sub("-", "-".join(folded(name))).strip("-")[:48] or "party"
    if plain not in graph.parties:
        return plain
    return f"{plain}-{hashlib.sha256(entity_id.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _add_link(graph: _Graph, entity: _Entity) -> None:
    edge = EDGES[entity.schema]
    for source in entity.properties.get(edge.source, ()):
        for target in entity.properties.get(edge.target, ()):
            party = graph.parties.get(graph.ids.get(source, ""))
            if party is None:
                graph.open_ends += 1
            elif entity.schema == "Occupancy":
                _add_post(graph, entity, party, graph.entities.get(target))
            elif target not in graph.ids or graph.ids[target] == party.id:
                graph.open_ends += 1
            else:
                _add_relation(graph, entity, party, graph.ids[target])


def _add_post(graph: _Graph, entity: _Entity, party: Party, post: _Entity | None) -> None:
    name = "" if post is None or post.schema != "Position" else _line(post.first("name"))
    if post is None or not name:
        graph.open_ends += 1
        return
    of = graph.ids.get(post.first("organization"), "")
    _keep(graph, party.id, Role(name, "" if of == party.id else of, *_period(entity)))


def _add_relation(graph: _Graph, entity: _Entity, party: Party, other: str) -> None:
    role = _line(entity.first("role"))
    since, until = _period(entity)
    if entity.schema == "Representation" or role in RELATIONS:
        kind = role if role in RELATIONS else "spokesperson-of" if role == "spokesperson" else ""
        if kind:
            named: RelationKind = "spokesperson-of" if kind == "spokesperson-of" else "member-of"
            _keep(graph, party.id, Relation(named, other, since, until))
            return
    if entity.schema == "Membership":
        _keep(graph, party.id, Relation("member-of", other, since, until))
        if not role:
            return
    default = {"Directorship": "director", "Representation": "representative"}.get(entity.schema, "linked to")
    _keep(graph, party.id, Role(role or default, other, since, until))


def _keep(graph: _Graph, identifier: str, one: Role | Relation) -> None:
    party = graph.parties[identifier]
    if isinstance(one, Role):
        if one not in party.roles and len(party.roles) < MOST_NAMES:
            graph.parties[identifier] = replace(party, roles=(*party.roles, one))
    elif one not in party.relations and len(party.relations) < MOST_NAMES:
        graph.parties[identifier] = replace(party, relations=(*party.relations, one))


def _period(entity: _Entity) -> tuple[str, str]:
    """The first start and the last end; what is no date is left out, and an end before the start."""
    starts = [t for t in map(_time, entity.properties.get("startDate", ())) if t]
    ends = [t for t in map(_time, entity.properties.get("endDate", ())) if t]
    since, until = min(starts, default=""), max(ends, default="")
    return (since, until) if not since or not until or bounds(until)[1] >= bounds(since)[0] else (since, "")


def _time(value: str) -> str:
    plain = value.strip()[:10]
    return plain if is_time(plain) else ""


def _check_circles(graph: _Graph) -> None:
    links: dict[str, Sequence[str]] = {
        party.id: [relation.party for relation in party.relations] for party in graph.parties.values()
    }
    circle = circle_in(links)
    if circle:
        first = next(each.line for key, each in graph.entities.items() if graph.ids.get(key) == circle[0])
        raise _wrong(first, "no circle of memberships", " > ".join(circle[:8]))
