"""The parties of an inquiry: persons, organisations, states and groups, with names, roles in periods and relations.

Rules:
* A party is known by its identifier; all names are what others call it, and two parties can have the same.
* A period begins and ends on a day, a month or a year, each included; "" is open.

Not here: how they are written down (`parties_file`), whom a name means (`parties`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

PartyKind = Literal["person", "organisation", "state", "group"]
RelationKind = Literal["spokesperson-of", "member-of"]
KINDS: tuple[str, ...] = get_args(PartyKind)
RELATIONS: tuple[str, ...] = get_args(RelationKind)


@dataclass(frozen=True, slots=True)
class Role:
    """A role and when it is held.

    Attributes:
        role: "foreign minister".
        of: identifier of the party in which, "" where the file says none.
        since: first day, month or year; "" where it is not known.
        until: last day, month or year; "" where it is not known or not over.
    """

    role: str
    of: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a party is to another, and when.

    Attributes:
        relation: what.
        party: identifier of the other.
        since: as of a role.
        until: as of a role.
    """

    relation: RelationKind
    party: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """One party.

    Attributes:
        id: 1 to 64 letters, digits, ``-`` or ``_``.
        kind: of party.
        names: the first is printed.
        spellings: of the names in other scripts or spellings.
        roles: of a person, usually; in order of the file.
        relations: in order of the file.
        note: for readers.
    """

    id: str
    kind: PartyKind
    names: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    relations: tuple[Relation, ...] = ()
    note: str = ""

    @property
    def name(self) -> str:
        """As it is printed."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Parties:
    """All of them, in order of the file."""

    parties: tuple[Party, ...] = ()

    def by_id(self) -> Mapping[str, Party]:
        """Each party by its identifier."""
        return {party.id: party for party in self.parties}


def bounds(period: str) -> tuple[str, str]:
    """The first and the last day of a day, month or year; ("", "") of "".

    The last day of a month is written as the 31st, which sorts rightly whatever the month.
    """
    if not period:
        return "", ""
    return period + "-01-01"[len(period) - 4 :] if len(period) < 10 else period, (
        period + "-12-31"[len(period) - 4 :] if len(period) < 10 else period
    )


def holds(since: str, until: str, on: str) -> bool:
    """Whether a period and a time share a day; a time that is not known lies in every period."""
    first, last = bounds(on)
    begins, ends = bounds(since)[0], bounds(until)[1]
    return not on or ((not begins or begins <= last) and (not ends or first <= ends))
