"""The worlds of `tests/commitments`: invented affairs, what was promised in them and what was said and done afterwards.

Rules:
* What an annotation quotes is looked up, never trusted: a passage must occur exactly once in its document, and the
  parts of a commitment within its passage. Where one does not, the world, the place and the string are named.
* Spans are code points of the document's text.
* A passage that stands in no pair with a commitment is unrelated to it. There is no label for that.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from probata.documents.document import Span

FOLDER = Path(__file__).parent / "commitments"
Part = Literal["development", "test"]
PARTS: tuple[Part, ...] = ("development", "test")

FORMS = ("assurance", "pledge", "plan", "agreement")
LABELS = ("repeats", "narrows", "contradicts", "fulfils", "breaches", "conditional")
RELATIONS = ("implements", "repeats", "replaces")


class DoesNotFit(ValueError):
    """An annotation that does not fit its world."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a party is to another. `of` is a party's id or "", `since` and `until` are None where not known."""

    role: str
    of: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Party:
    """A person or a body. The first name is the fullest; news agencies are parties without a stake."""

    id: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document: headline, empty line, paragraphs."""

    id: str
    date: date
    publisher: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What `actor` is to do or not to do, and where it stands. `deadline` is the last day, None where there is none."""

    id: str
    document: str
    span: Span
    actor: str
    form: str
    action: Span
    object: Span | None
    deadline: date | None
    condition: Span | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage that bears on a commitment, whose words it is, and how it bears on it."""

    commitment: str
    document: str
    span: Span
    speaker: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Link:
    """Commitment `a` implements, repeats or replaces commitment `b`."""

    a: str
    b: str
    relation: str


@dataclass(frozen=True, slots=True)
class World:
    """One affair. Documents are in the order of their dates."""

    name: str
    parties: tuple[Party, ...]
    documents: tuple[Document, ...]
    commitments: tuple[Commitment, ...]
    pairs: tuple[Pair, ...]
    links: tuple[Link, ...]

    def document(self, known_as: str) -> Document:
        """The document with this id."""
        return next(one for one in self.documents if one.id == known_as)

    def words(self, of: Commitment | Pair) -> str:
        """The passage of a commitment or a pair."""
        return of.span.of(self.document(of.document).text)

    def pairs_of(self, commitment: Commitment) -> tuple[Pair, ...]:
        """The passages that bear on a commitment."""
        return tuple(pair for pair in self.pairs if pair.commitment == commitment.id)


def load(part: Part) -> list[World]:
    """The worlds of a part, by name."""
    return [load_world(path) for path in sorted((FOLDER / part).glob("*.json"))]


def load_world(path: Path) -> World:
    """One world.

    Raises:
        DoesNotFit: a string is not where it should be, or a name is not known.
    """
    raw = json.loads(path.read_text("utf-8"))
    if raw["world"] != path.stem:
        raise DoesNotFit(f"{path.stem}: the file says that it is the world {raw['world']!r}")
    return _Reading(path.stem, raw).world()


class _Reading:
    """Reads one world and looks up what it quotes."""

    def __init__(self, name: str, raw: Mapping[str, Any]) -> None:
        self.name, self.raw = name, raw
        self.texts = {one["id"]: one["text"] for one in raw["documents"]}
        self.parties = {one["id"] for one in raw["parties"]}
        self.commitments = {one["id"] for one in raw["commitments"]}

    def world(self) -> World:
        raw = self.raw
        for key in ("parties", "documents", "commitments"):
            self._no_twins(key)
        return World(
            name=self.name,
            parties=tuple(self._party(one) for one in raw["parties"]),
            documents=self._documents(),
            commitments=tuple(self._commitment(one) for one in raw["commitments"]),
            pairs=self._pairs(),
            links=tuple(self._link(one) for one in raw.get("links", [])),
        )

    def _no_twins(self, key: str) -> None:
        known = [one["id"] for one in self.raw[key]]
        for one in known:
            if known.count(one) > 1:
                raise DoesNotFit(f"{self.name}: two {key} are called {one!r}")

    def _party(self, raw: Mapping[str, Any]) -> Party:
        where = f"party {raw['id']}"
        if not raw["names"]:
            raise DoesNotFit(f"{self.name}, {where}: it has no name")
        return Party(raw["id"], tuple(raw["names"]), tuple(self._role(where, one) for one in raw["roles"]))

    def _role(self, where: str, raw: Mapping[str, str]) -> Role:
        if raw["of"]:
            self._known(where, raw["of"], self.parties)
        return Role(raw["role"], raw["of"], self._day(where, raw["from"]), self._day(where, raw["to"]))

    def _documents(self) -> tuple[Document, ...]:
        made = []
        for raw in self.raw["documents"]:
            day = self._day(f"document {raw['id']}", raw["date"])
            if day is None or (made and day < made[-1].date):
                raise DoesNotFit(f"{self.name}, document {raw['id']}: {raw['date']!r} is out of order")
            made.append(Document(raw["id"], day, raw["publisher"], raw["text"]))
        return tuple(made)

    def _commitment(self, raw: Mapping[str, Any]) -> Commitment:
        where = f"commitment {raw['id']}"
        span = self._passage(where, raw["document"], raw["at"])
        return Commitment(
            id=raw["id"],
            document=raw["document"],
            span=span,
            actor=self._known(where, raw["actor"], self.parties),
            form=self._known(where, raw["form"], FORMS),
            action=self._within(where, raw, "action", span),
            object=self._within(where, raw, "object", span) if raw["object"] else None,
            deadline=self._day(where, raw["deadline"]),
            condition=self._within(where, raw, "condition", span) if raw["condition"] else None,
        )

    def _pairs(self) -> tuple[Pair, ...]:
        made = [self._pair(number, one) for number, one in enumerate(self.raw["pairs"])]
        seen = set()
        for pair in made:
            key = (pair.commitment, pair.document, pair.span)
            if key in seen:
                raise DoesNotFit(f"{self.name}: a passage of {pair.document} is labelled twice for {pair.commitment}")
            seen.add(key)
        return tuple(made)

    def _pair(self, number: int, raw: Mapping[str, str]) -> Pair:
        where = f"pair {number}"
        return Pair(
            commitment=self._known(where, raw["commitment"], self.commitments),
            document=raw["document"],
            span=self._passage(where, raw["document"], raw["at"]),
            speaker=self._known(where, raw["speaker"], self.parties),
            label=self._known(where, raw["label"], LABELS),
            why=raw["why"],
        )

    def _link(self, raw: Mapping[str, str]) -> Link:
        where = f"link of {raw['a']}"
        return Link(
            self._known(where, raw["a"], self.commitments),
            self._known(where, raw["b"], self.commitments),
            self._known(where, raw["relation"], RELATIONS),
        )

    def _passage(self, where: str, document: str, at: str) -> Span:
        text = self.texts[self._known(where, document, self.texts)]
        count = text.count(at) if at else 0
        if count != 1:
            raise DoesNotFit(f"{self.name}, {where}: `at` occurs {count} times in {document}, not once: {at!r}")
        start = text.index(at)
        return Span(start, start + len(at))

    def _within(self, where: str, raw: Mapping[str, str], key: str, passage: Span) -> Span:
        words = raw[key]
        text = self.texts[raw["document"]]
        start = text.find(words, passage.start, passage.end) if words else -1
        if start == -1:
            raise DoesNotFit(f"{self.name}, {where}: {key} {words!r} is not in `at`")
        return Span(start, start + len(words))

    def _known(self, where: str, word: str, allowed: Iterable[str]) -> str:
        if word not in allowed:
            raise DoesNotFit(f"{self.name}, {where}: {word!r} is none of {', '.join(sorted(allowed))}")
        return word

    def _day(self, where: str, written: str) -> date | None:
        if not written:
            return None
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise DoesNotFit(f"{self.name}, {where}: {written!r} is no date like 2031-01-22") from None
