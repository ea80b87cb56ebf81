"""Which party a speaker is: by name, by spelling, or by the role that somebody held on the document's date.

Rules:
* Speaker as printed is always kept; this only says who it is, on what basis, and why in words.
* Where several parties answer, all are candidates and none is chosen. Nothing is chosen by likeness alone.
* A role is looked up on the day of the document. One whose period does not hold that day says so and chooses nobody.
* A name and a role that disagree are both said; the name decides.

Not here: who the speaker is within the document (`probata.attribution.speakers`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from probata.statements.parties_known import Known, role_key
from probata.statements.parties_names import folded, key_of, latin
from probata.statements.parties_values import Party, Role, holds

__all__ = ["Basis", "Known", "Resolved", "Said", "resolve"]

Basis = Literal[
    "name",  # one of its names, as written
    "part-of-name",  # its last word, and nobody else has it
    "spelling",  # the same consonants, in another script
    "alike",  # the same consonants in the same script: a candidate, never chosen
    "role",  # held on that day
    "spokesperson",  # the one who spoke for a party on that day
    "several",  # several speak, each of them known: candidates, none chosen
    "publisher",  # "the ministry" in its own release
    "belongs",  # a ministry, an office, an official of a party; the party is a candidate
    "outside-period",  # of a role: somebody held it, but not on that day
    "ambiguous",  # several answer
    "unknown",  # nobody does
]
PARTS_OF_STATES = frozenset(
    {"ministry", "government", "army", "navy", "police", "presidency", "cabinet", "authorities"}
)
OFFICIAL = PARTS_OF_STATES | frozenset(
    {"official", "officials", "office", "embassy", "delegation", "side", "minister", "officer", "secretariat"}
)
_FORMER = frozenset({"former", "ex", "then", "late", "previous"})


@dataclass(frozen=True, slots=True)
class Said:
    """A speaker, as the document has it.

    Attributes:
        printed: as printed.
        mention: the fullest naming in the document.
        name: the name alone, "" for none.
        role: the role, "" for none.
    """

    printed: str
    mention: str = ""
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Which party a speaker is.

    Attributes:
        party: its identifier, "" where none is chosen.
        basis: how it was found, or why it was not.
        candidates: identifiers of all that answer, the chosen one among them.
        reason: in words.
        speaks_for: identifier of the party that a spokesperson speaks for, "" where it is none or not known.
    """

    party: str
    basis: Basis
    candidates: tuple[str, ...]
    reason: str
    speaks_for: str = ""


def resolve(known: Known, said: Said, on: str, publisher: str = "") -> Resolved:
    """Which party a speaker is, in a document of a day.

    Args:
        known: the parties.
        said: the speaker.
        on: the document's day, month or year; "" where it is not known.
        publisher: who published it, as the document has it.
    """
    for naming in dict.fromkeys((said.name, said.mention, said.printed)):
        found = _by_name(known, naming, said, on)
        if found is not None:
            return found
    several = _several(known, said)
    if several is not None:
        return several
    own = _in_its_own(known, said, publisher)
    if own is not None:
        return own
    role = said.role or said.mention or said.printed
    unknown = Resolved("", "unknown", (), f"nobody in the file is called {_short(said.name or said.printed)}")
    return _by_role(known, role, on, publisher) or _belongs(known, said, publisher) or unknown


def _by_name(known: Known, naming: str, said: Said, on: str) -> Resolved | None:
    words = folded(naming)
    if not words:
        return None
    whole = known.names.get(words, ())
    if whole:
        return _chosen(known, whole, "name", f"{_short(naming)} is a name of", said, on)
    parts = known.last.get(words[-1], ()) if naming == said.name or len(words) == 1 else ()
    fitting = [each for each in parts if _fits(known.by_id[each], words)]
    if fitting:
        return _chosen(known, fitting, "part-of-name", f"{_short(naming)} ends like a name of", said, on)
    return _by_consonants(known, naming, words, said, on) if len(words) > 1 else None


def _by_consonants(known: Known, naming: str, words: tuple[str, ...], said: Said, on: str) -> Resolved | None:
    spelled = known.keys.get(key_of(words), ())
    if not spelled:
        return None
    why = f"{_short(naming)} has the consonants of"
    if not latin(naming) or key_of(words) in known.foreign:
        return _chosen(known, spelled, "spelling", why, said, on)
    names = ", ".join(known.by_id[each].name for each in spelled)
    return Resolved("", "alike", tuple(spelled), f"{why} {names}, and is spelled otherwise")


def _several(known: Known, said: Said) -> Resolved | None:
    """The parties of "Ada Brenn and Oren Vale", where each of them is one."""
    parts = [known.names.get(folded(part), []) for part in said.name.split(" and ")]
    if len(parts) < 2 or any(len(part) != 1 for part in parts):
        return None
    parties = tuple(dict.fromkeys(part[0] for part in parts))
    names = ", ".join(known.by_id[each].name for each in parties)
    return Resolved("", "several", parties, f"{_short(said.name)} are several: {names}")


def _in_its_own(known: Known, said: Said, publisher: str) -> Resolved | None:
    """The publisher, where "the ministry" is all that its own release says."""
    of = known.names.get(folded(publisher), ()) if publisher else ()
    words = set(folded(said.name or said.printed))
    if len(of) != 1 or known.by_id[of[0]].kind == "person" or not words or not words <= _words_of(known, of[0]):
        return None
    return Resolved(
        of[0], "publisher", tuple(of), f"{_short(said.printed)} in a text that {_short(publisher)} published"
    )


def _fits(party: Party, words: Sequence[str]) -> bool:
    """Whether what stands before the last word is not against a party's given names: an initial, or the same."""
    for name in party.names:
        full = folded(name)
        if full[-1] == words[-1]:
            given = words[0] if len(words) > 1 else ""
            if not given or given == full[0] or (min(len(given), len(full[0])) == 1 and given[0] == full[0][0]):
                return True
    return False


def _chosen(known: Known, found: Sequence[str], basis: Basis, why: str, said: Said, on: str) -> Resolved:
    """One that answers is chosen; of several, the one whose role on that day is the printed one."""
    names = ", ".join(known.by_id[each].name for each in found)
    if len(found) == 1:
        return Resolved(found[0], basis, tuple(found), f"{why} {names}{_role_said(known, found[0], said, on)}")
    key = role_key(said.role)
    holding = [each for each in found if key and _held(known, each, key, on)]
    if len(holding) == 1:
        reason = f"{why} {names}; {known.by_id[holding[0]].name} was {said.role} {_day(on)}"
        return Resolved(holding[0], basis, tuple(found), reason)
    return Resolved("", "ambiguous", tuple(found), f"{why} {names}")


def _held(known: Known, party: str, wanted: frozenset[str], on: str) -> bool:
    return any(_is(known, wanted, role) and holds(role.since, role.until, on) for role in known.by_id[party].roles)


def _is(known: Known, wanted: frozenset[str], role: Role) -> bool:
    """Whether printed words are those of a role; the words of the party in which it is held may be among them."""
    key = role_key(role.role)
    return bool(key) and key <= wanted and wanted - key <= _words_of(known, role.of)


def _words_of(known: Known, party: str) -> set[str]:
    if party not in known.by_id:
        return set()
    one = known.by_id[party]
    return {word for name in (*one.names, *one.spellings) for word in folded(name)}


def _role_said(known: Known, party: str, said: Said, on: str) -> str:
    """What the file says of the role that is printed beside a name, where it says something else."""
    wanted = role_key(said.role) - _FORMER
    for role in known.by_id[party].roles:
        if wanted and role_key(role.role) <= wanted and not holds(role.since, role.until, on):
            return f"; by the file, {role.role} {_period(role)}, which is not {_day(on)}"
    return ""


def _by_role(known: Known, role: str, on: str, publisher: str) -> Resolved | None:
    wanted = role_key(role)
    if "spokesperson" in wanted:
        return _spokesperson(known, role, on, publisher)
    former = bool(wanted & _FORMER)
    wanted -= _FORMER
    of = known.party_in(folded(role))
    matching = [(party, each) for party, each in _of_role(known, wanted, of) if not of or each.of in of or not each.of]
    own = known.party_in(folded(publisher)) if publisher else ()
    if len({party for party, _ in matching}) > 1 and any(each.of in own for _, each in matching):
        matching = [(party, each) for party, each in matching if each.of in own]
    if not matching:
        return None
    if former:
        holding = [(p, r) for p, r in matching if r.until and on and not holds(r.since, r.until, on) and r.until < on]
    else:
        holding = [(p, r) for p, r in matching if holds(r.since, r.until, on)]
    parties = tuple(dict.fromkeys(party for party, _ in holding))
    if len(parties) == 1:
        one = holding[0][1]
        return Resolved(parties[0], "role", parties, f"{known.by_id[parties[0]].name} was {one.role} {_period(one)}")
    if parties:
        names = ", ".join(known.by_id[each].name for each in parties)
        return Resolved("", "ambiguous", parties, f"{_short(role)} was, {_day(on)}, each of {names}")
    holders = tuple(dict.fromkeys(party for party, _ in matching))
    said = "; ".join(f"{known.by_id[p].name} was {r.role} {_period(r)}" for p, r in matching[:5])
    return Resolved("", "outside-period", holders, f"{said}; that is not {_day(on)}")


def _of_role(known: Known, wanted: frozenset[str], of: Sequence[str]) -> Iterable[tuple[str, Role]]:
    """The roles that printed words are, the words of the party in which they are held left aside."""
    extra = set[str]().union(*(_words_of(known, each) for each in of)) if of else set[str]()
    for key, held in known.roles.items():
        rest = wanted - key
        if key and key <= wanted and all(word in extra or _adjective(word, extra) for word in rest):
            yield from held


def _adjective(word: str, names: set[str]) -> bool:
    return any(len(name) > 4 and word[: len(name) - 1] == name[:-1] for name in names)


def _spokesperson(known: Known, role: str, on: str, publisher: str) -> Resolved:
    """The spokesperson of a party on a day, where the file has one and no more."""
    wanted = folded(role)
    of = known.party_in(wanted) or (known.party_in(folded(publisher)) if publisher else ())
    principal = of[0] if len(of) == 1 else ""
    speaking = _speaking(known, of, on)
    whom = ", ".join(known.by_id[each].name for each in of) or "a party that the file lacks"
    if len(speaking) == 1:
        reason = f"{known.by_id[speaking[0]].name} was spokesperson of {whom} {_day(on)}"
        return Resolved(speaking[0], "spokesperson", tuple(speaking), reason, principal)
    if speaking:
        reason = f"several were spokespersons of {whom} {_day(on)}"
        return Resolved("", "ambiguous", tuple(dict.fromkeys(speaking)), reason, principal)
    return Resolved("", "unknown", (), f"a spokesperson of {whom}, whom the file does not name", principal)


def _speaking(known: Known, of: Sequence[str], on: str) -> list[str]:
    """Who speaks for some parties on a day, by relation or by role."""
    found = [party for each in of for party, r in known.spokespersons.get(each, ()) if holds(r.since, r.until, on)]
    for key, held in known.roles.items():
        if "spokesperson" in key:
            found += [party for party, role in held if role.of in of and holds(role.since, role.until, on)]
    return list(dict.fromkeys(found))


def _belongs(known: Known, said: Said, publisher: str) -> Resolved | None:
    """The state or body to which a ministry, an office or an official belongs that the file doesn't have."""
    naming = said.name or said.role or said.mention or said.printed
    words = folded(naming)
    if not any(word in OFFICIAL for word in words):
        return None
    of = known.party_in(words)
    if not of and any(word in PARTS_OF_STATES for word in words) and publisher:
        of = tuple(each for each in known.party_in(folded(publisher)) if known.by_id[each].kind == "state")
    if len(of) != 1 or known.by_id[of[0]].kind == "person":
        return None
    reason = f"{_short(said.printed)} belongs to {known.by_id[of[0]].name}; the file does not have it"
    return Resolved("", "belongs", of, reason, of[0])


def _period(role: Role) -> str:
    if role.since and role.until:
        return f"from {role.since} to {role.until}"
    return f"from {role.since}" if role.since else f"until {role.until}" if role.until else "at a time not stated"


def _day(on: str) -> str:
    return f"on {on}" if on else "on a day that is not known"


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 80 else plain[:79] + "…"
