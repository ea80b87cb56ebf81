"""Who and what is named in a section: one entry for each person, body or group, found again by part of its name.

Rules:
* Two names are one person's where the last words agree and no given name or initial is against it.
* Two names are one body's where one begins or ends the other, or where the text gives the acronym.
* The fullest naming is kept: with a role before without, more words before fewer, then the first.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from probata.attribution.speakers_naming import Gender, Naming
from probata.attribution.speakers_words import (
    ARTICLES,
    BODIES,
    COMPLEMENT,
    INDEFINITE,
    JOINS,
    PARTICLES,
    POSSESSIVES,
    ROLES,
    SPOKESPERSONS,
    is_role,
)
from probata.documents.document import Span

MOST_OF_A_NAME = 200  # entries that one word leads to; a page that has more is no page about somebody
EntryKind = Literal["person", "body", "place", "group", "one", "thing"]


@dataclass(slots=True, eq=False)
class Entry:
    """One person, body or group of a section; grows while the section is read.

    Attributes:
        kind: ``place`` for any other proper name; ``one`` for a person without a name, ``thing`` for a paper.
        mention: the fullest naming.
        name: as printed there, "" where there is none.
        words: of the fullest name, in small letters.
        role: as printed beside the name.
        title: a rank: "general".
        gender: as far as it is known.
        role_words: of all roles that were given, without small words.
        role_heads: the words of them that say what one is: "spokesperson" of "spokesman for the ministry".
        acronyms: and handles.
        places: where it is named, in order.
    """

    kind: EntryKind
    mention: Span
    name: str
    words: tuple[str, ...]
    role: str = ""
    gender: Gender = ""
    title: str = ""
    role_words: set[str] = field(default_factory=set)
    role_heads: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    places: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """The entries of a section, and where each is named.

    Attributes:
        text: the document's.
        entries: in the order in which they were first met.
        named: the place of a name and whose it is, in order of places.
    """

    text: str
    entries: list[Entry] = field(default_factory=list)
    named: list[tuple[Naming, Entry]] = field(default_factory=list)
    _by_last: dict[str, list[Entry]] = field(default_factory=dict)
    _by_word: dict[str, list[Entry]] = field(default_factory=dict)
    _by_role: dict[str, list[Entry]] = field(default_factory=dict)

    def add(self, entry: Entry) -> Entry:
        """Keep a new entry."""
        self.entries.append(entry)
        if entry.words:
            _keep(self._by_last, entry.words[-1], entry)
        for word in (*entry.words, *entry.acronyms, initials(entry.words)):
            _keep(self._by_word, word, entry)
        self.give_role(entry, entry.role)
        self.give_role(entry, entry.title)
        return entry

    def give_role(self, entry: Entry, role: str) -> None:
        """An entry has a role, and is found by it."""
        entry.role = entry.role or role
        entry.role_words |= role_words(role)
        for head in role_heads(role):
            entry.role_heads.add(head)
            _keep(self._by_role, head, entry)

    def give_acronym(self, entry: Entry, acronym: str) -> None:
        """An entry has an acronym or a handle, and is found by it."""
        if acronym:
            entry.acronyms.add(acronym)
            _keep(self._by_word, acronym, entry)

    def in_role(self, head: str) -> Sequence[Entry]:
        """The entries whose role has a head: "spokesperson"."""
        return self._by_role.get(head, ())

    def called(self, word: str) -> Sequence[Entry]:
        """The entries whose name holds a word or has it as acronym."""
        return self._by_word.get(word, ())

    def last_named(self, word: str) -> Sequence[Entry]:
        """The entries whose name ends in a word."""
        return self._by_last.get(word, ())

    def retitle(self, entry: Entry, words: tuple[str, ...]) -> None:
        """An entry is found by a fuller name, too."""
        for word in words:
            _keep(self._by_word, word, entry)
        _keep(self._by_last, words[-1], entry)
        entry.words = words


def _keep(index: dict[str, list[Entry]], word: str, entry: Entry) -> None:
    listed = index.setdefault(word, [])
    if len(listed) < MOST_OF_A_NAME and entry not in listed:
        listed.append(entry)


def book_of(text: str, found: Sequence[Naming]) -> Book:
    """The entries of all names of a section: full names first, then what is short for one."""
    book = Book(text)
    owners: dict[int, Entry] = {}
    for place, naming in sorted(enumerate(found), key=lambda each: (*_turn(each[1]), each[0])):
        owners[place] = _owner(book, naming)
        insort(owners[place].places, naming.name.start)
    book.named += [(naming, owners[place]) for place, naming in enumerate(found)]
    return book


def _turn(naming: Naming) -> tuple[int, bool]:
    """In which round a naming is read: long names before short ones, headlines after the text."""
    long = len(naming.words) > 1
    order = {"person": 0 if long else 2, "body": 1 if long else 4, "proper": 3 if long else 4, "post": 5}
    return order[naming.kind], naming.headline


def initials(words: Sequence[str]) -> str:
    """The first letters of the words of a name, small words left out."""
    return "".join(word[0] for word in words if word not in JOINS) if len(words) > 2 else ""


def role_words(text: str) -> set[str]:
    """The words of a role that matter when roles are compared; spokespersons of all kinds are one."""
    small = ARTICLES | INDEFINITE | POSSESSIVES | COMPLEMENT | JOINS | {"'s", "s"}
    words = (word.strip(".,;:()'’\"").lower().removesuffix("'s").removesuffix("’s") for word in text.split())
    return {"spokesperson" if word in SPOKESPERSONS else word for word in words if word and word not in small}


def role_heads(text: str) -> set[str]:
    """The word of a role that says what one is: the last before "of" or "for"."""
    head = ""
    for word in text.split():
        low = word.strip(".,;:()'’\"").lower()
        if low in COMPLEMENT:
            break
        head = low if is_role(low) else head
    return role_words(head)


def nearest(entries: Iterable[Entry], place: int) -> Entry | None:
    """The entry that was named last before a place; where none was, the one that is named first after it."""
    before: tuple[int, Entry] | None = None
    after: tuple[int, Entry] | None = None
    for entry in entries:
        for start in _around(entry.places, place):
            if start <= place and (before is None or start > before[0]):
                before = (start, entry)
            if start > place and (after is None or start < after[0]):
                after = (start, entry)
    chosen = before or after
    return chosen[1] if chosen else None


def before(entries: Iterable[Entry], place: int) -> Entry | None:
    """The entry that was named last before a place; None where none was."""
    listed = [entry for entry in entries if entry.places and entry.places[0] <= place]
    return nearest(listed, place)


def _around(places: Sequence[int], place: int) -> Iterable[int]:
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if places[middle] <= place else (low, middle)
    return places[max(low - 1, 0) : low + 1]


def _owner(book: Book, naming: Naming) -> Entry:
    known = _known(book, naming)
    if known is None:
        return book.add(_entry(book.text, naming))
    _enrich(book, known, naming)
    return known


def _known(book: Book, naming: Naming) -> Entry | None:
    if naming.kind == "post":
        return _in_post(book, naming)
    words, last = naming.words, naming.words[-1]
    people = [e for e in book.last_named(last) if e.kind == "person" and _same_person(e, naming)]
    if people and naming.kind in ("person", "proper"):
        return nearest(people, naming.name.start)
    if len(words) == 1 and naming.kind in ("person", "proper"):
        given = [e for e in book.called(last) if e.kind == "person" and e.words[0] == last and last not in ROLES]
        if given:
            return nearest(given, naming.name.start)
    if naming.kind == "person":
        return None
    likely = {id(e): e for word in (last, words[0], _core(words)[-1]) for e in book.called(word)}.values()
    return nearest((e for e in likely if e.kind in ("body", "place") and _same_body(e, naming)), naming.name.start)


def _in_post(book: Book, naming: Naming) -> Entry | None:
    """Who is named with the very role, or with more of it."""
    wanted, heads = role_words(naming.role), role_heads(naming.role)
    likely = [entry for head in heads for entry in book.in_role(head) if wanted <= entry.role_words]
    return nearest([e for e in likely if e.kind == "person"] or likely, naming.name.start)


def _same_person(entry: Entry, naming: Naming) -> bool:
    if entry.gender and naming.gender and entry.gender != naming.gender:
        return False
    one, other = _given(entry.words[:-1]), _given(naming.words[:-1])
    if not one or not other:
        return True
    first, second = one[0].strip("."), other[0].strip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def _given(words: tuple[str, ...]) -> tuple[str, ...]:
    """The given names: what stands before a surname without its particles, "de" of "De Marsh"."""
    while words and words[0] in PARTICLES:
        words = words[1:]
    return words


def _same_body(entry: Entry, naming: Naming) -> bool:
    one, other = entry.words, naming.words
    if one == other or (len(other) == 1 and (other[0] in entry.acronyms or other[0] == initials(one))):
        return True
    if naming.acronym and naming.acronym in entry.acronyms:
        return True
    short, long = (one, other) if len(one) < len(other) else (other, one)
    if len(short) == 1 and short[0] not in BODIES and entry.kind == "place" and naming.kind == "proper":
        return False  # "Sarn" is not "Lower Sarn"
    core = _core(long)
    if core[-len(short) :] == short:
        return "body" in (entry.kind, naming.kind)
    if len(short) > 2 and short[0] == long[0] and short[-1] == long[-1] and _core(short) == core:
        return set(short) <= set(long)
    return long[: len(short)] == short and (short[-1] in BODIES or len(long) == len(short) + 1)


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words before "of" or "for"."""
    for place, word in enumerate(words):
        if word in JOINS and place:
            return words[:place]
    return words


def _entry(text: str, naming: Naming) -> Entry:
    kinds: dict[str, EntryKind] = {"person": "person", "body": "body", "proper": "place", "post": "one"}
    name = "" if naming.kind == "post" else _name(text, naming)
    entry = Entry(kinds[naming.kind], naming.span, name, naming.words, naming.role, naming.gender)
    entry.acronyms |= {naming.acronym} - {""}
    entry.title = naming.title
    return entry


def _name(text: str, naming: Naming) -> str:
    name = " ".join(naming.name.of(text).split())
    before = text[naming.span.start : naming.name.start].strip().lower()
    return f"the {name}" if naming.kind == "body" and before == "the" else name


def _enrich(book: Book, entry: Entry, naming: Naming) -> None:
    if naming.kind == "post":
        return
    fuller = len(naming.words) > len(entry.words) and not naming.headline
    richer = bool(naming.role) and not entry.role
    if fuller or (richer and len(naming.words) >= len(entry.words)):
        entry.mention = naming.span
        entry.name = _name(book.text, naming)
    elif naming.words == entry.words and not entry.name.startswith("the ") and naming.kind == "body":
        entry.name = _name(book.text, naming)
    if fuller:
        book.retitle(entry, naming.words)
    if naming.kind == "body":
        entry.kind = "body"
    entry.gender = entry.gender or naming.gender
    book.give_role(entry, naming.role)
    book.give_role(entry, naming.title)
    book.give_acronym(entry, naming.acronym)
