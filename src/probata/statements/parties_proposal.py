"""Parties that the file lacks, proposed: those who speak in the documents, grouped by name, with how often.

Rules:
* A proposal is text that a person pastes into ``parties.toml`` after reading it; nothing is written by itself.
* One name in one spelling is one proposal; a last name alone joins the one whole name that ends in it.
* A role is proposed as a comment with the days on which it was printed: a day in print is not a period in office.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from probata.attribution.speakers_words import BODIES
from probata.statements.parties import Said, resolve
from probata.statements.parties_known import Known
from probata.statements.parties_names import folded
from probata.statements.parties_values import Party, PartyKind
from probata.statements.parties_writing import party_text

_SLUG = re.compile(r"[^a-z0-9]+")
MOST_ROLES = 8


@dataclass(frozen=True, slots=True)
class Spoke:
    """A speaker in a document.

    Attributes:
        said: the speaker.
        document: what identifies the document.
        on: its day, month or year; "" where it is not known.
        publisher: as the document has it.
    """

    said: Said
    document: str
    on: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A party that is proposed.

    Attributes:
        party: as it would be written.
        statements: how many statements have this speaker.
        documents: in how many documents.
        roles: each role that was printed, with the first and last day, and in how many statements.
    """

    party: Party
    statements: int
    documents: int
    roles: tuple[tuple[str, str, str, int], ...]


@dataclass(slots=True)
class _Group:
    names: dict[str, int] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)
    roles: dict[str, list[str]] = field(default_factory=dict)
    statements: int = 0


def propose(known: Known, spoke: Iterable[Spoke]) -> tuple[Proposal, ...]:
    """The parties that the file lacks: the most frequent first.

    Args:
        known: the parties of the file.
        spoke: every speaker of every document.
    """
    groups: dict[tuple[str, ...], _Group] = {}
    for each in spoke:
        words = folded(each.said.name)
        if not words or (answer := resolve(known, each.said, each.on, each.publisher)).party or answer.candidates:
            continue
        group = groups.setdefault(words, _Group())
        name = " ".join(each.said.name.split())
        group.names[name] = group.names.get(name, 0) + 1
        group.documents.add(each.document)
        group.statements += 1
        if each.said.role:
            group.roles.setdefault(each.said.role, []).append(each.on)
    _join_last_names(groups)
    taken = set(known.by_id)
    ordered = sorted(groups.items(), key=lambda each: (-each[1].statements, each[0]))
    return tuple(_proposal(words, group, taken) for words, group in ordered)


def _join_last_names(groups: dict[tuple[str, ...], _Group]) -> None:
    whole: dict[str, list[tuple[str, ...]]] = {}
    for words in groups:
        if len(words) > 1:
            whole.setdefault(words[-1], []).append(words)
    for words in [words for words in groups if len(words) == 1]:
        full = whole.get(words[0], [])
        if len(full) == 1:
            _merge(groups[full[0]], groups.pop(words))


def _merge(into: _Group, one: _Group) -> None:
    for name, count in one.names.items():
        into.names[name] = into.names.get(name, 0) + count
    into.documents |= one.documents
    into.statements += one.statements
    for role, days in one.roles.items():
        into.roles.setdefault(role, []).extend(days)


def _proposal(words: tuple[str, ...], group: _Group, taken: set[str]) -> Proposal:
    names = sorted(group.names, key=lambda name: (-len(folded(name)), -group.names[name], name))
    party = Party(_identifier(words, taken), _kind(words, group), tuple(names))
    roles = tuple(
        (role, min(days), max(days), len(days))
        for role, days in sorted(group.roles.items(), key=lambda each: (-len(each[1]), each[0]))[:MOST_ROLES]
    )
    return Proposal(party, group.statements, len(group.documents), roles)


def _kind(words: Sequence[str], group: _Group) -> PartyKind:
    """A guess by words: a body's noun, a role, "and"; otherwise a person."""
    if any(word in BODIES for word in words):
        return "organisation"
    if group.roles or len(words) in (2, 3):
        return "person"
    return "group" if "and" in words else "organisation"


def _identifier(words: Sequence[str], taken: set[str]) -> str:
    plain = _SLUG.sub("-", "-".join(words)).strip("-")[:56] or "party"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}-{number}", number + 1
    taken.add(name)
    return name


def proposal_text(proposals: Iterable[Proposal]) -> str:
    """The proposals as text for ``parties.toml``, each with what it rests on as comments."""
    return "\n".join(line for proposal in proposals for line in _lines(proposal))


def _lines(proposal: Proposal) -> Iterator[str]:
    many = f"{proposal.statements:,} statement{'s' * (proposal.statements != 1)}"
    yield f"# proposed: {many} in {proposal.documents:,} document{'s' * (proposal.documents != 1)}; kind is a guess"
    for role, first, last, count in proposal.roles:
        days = f"{first or 'undated'} to {last or 'undated'}" if first != last else first or "undated"
        yield f"# printed as: {' '.join(role.split())} ({days}, {count:,})"
    yield party_text(proposal.party)
