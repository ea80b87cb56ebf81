"""The parties of an inquiry made ready for look-up: by name, last word, consonants, role and relation.

Rules: a role's words count, not their order or form: "minister for foreign affairs" is "foreign minister".
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from probata.attribution.speakers_book import role_words
from probata.statements.parties_names import BEFORE_NAMES, folded, key_of, latin
from probata.statements.parties_values import Parties, Party, Relation, Role

Key = TypeVar("Key")
LEAST_STEM, LONGEST_WORD = 4, 40
_STYLE = frozenset({"acting", "current", "new", "newly-appointed", "outgoing", "affairs", "long-serving", "veteran"})
_ALIKE = {"defense": "defence", "labor": "labour", "organizer": "organiser", "organization": "organisation"}


class Known:
    """The parties of an inquiry, made ready for look-up."""

    def __init__(self, parties: Parties) -> None:
        """Index names, last words, consonants and roles."""
        self.by_id: Mapping[str, Party] = parties.by_id()
        self.names: dict[tuple[str, ...], list[str]] = {}
        self.last: dict[str, list[str]] = {}
        self.stems: dict[str, list[str]] = {}  # names of states without their last letter
        self.foreign: set[tuple[str, ...]] = set()  # keys of names in other scripts
        self.keys: dict[tuple[str, ...], list[str]] = {}
        self.roles: dict[frozenset[str], list[tuple[str, Role]]] = {}
        self.spokespersons: dict[str, list[tuple[str, Relation]]] = {}
        for party in parties.parties:
            for name in (*party.names, *party.spellings):
                words = folded(name)
                _put(self.names, words, party.id)
                if party.kind == "state" and len(words) == 1 and len(words[0]) > LEAST_STEM:
                    _put(self.stems, words[0][:-1], party.id)
                if party.kind == "person" and len(words) > 1:
                    _put(self.last, words[-1], party.id)
                    _put(self.keys, key_of(words), party.id)
                    if not latin(name):
                        self.foreign.add(key_of(words))
            for role in party.roles:
                self.roles.setdefault(role_key(role.role), []).append((party.id, role))
            for relation in party.relations:
                if relation.relation == "spokesperson-of":
                    self.spokespersons.setdefault(relation.party, []).append((party.id, relation))

    def party_in(self, words: Sequence[str]) -> tuple[str, ...]:
        """The parties whose whole name is some of the words, longest name first; the words' order counts."""
        for length in range(min(len(words), 8), 0, -1):
            for start in range(len(words) - length + 1):
                found = self.names.get(tuple(words[start : start + length]), ())
                if found:
                    return tuple(found)
        return self._by_adjective(words)

    def _by_adjective(self, words: Sequence[str]) -> tuple[str, ...]:
        """The states whose name an adjective begins with: "Korvanian" of Korvania."""
        for word in words:
            for length in range(min(len(word), LONGEST_WORD), LEAST_STEM - 1, -1):
                states = self.stems.get(word[:length], ())
                if states:
                    return tuple(states)
        return ()


def role_key(role: str) -> frozenset[str]:
    """The words of a role that make it what it is; "minister for foreign affairs" is "foreign minister"."""
    return frozenset(_ALIKE.get(word, word) for word in role_words(role)) - _STYLE - BEFORE_NAMES


def _put(index: dict[Key, list[str]], key: Key, one: str) -> None:
    listed = index.setdefault(key, [])
    if one not in listed:
        listed.append(one)
