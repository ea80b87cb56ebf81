"""The digests of `tests/digests`: pages written for the project and annotated in full.

Rules:
* What an annotation quotes is looked up, never trusted: `at` must occur once in the page's text, whatever its white
  space, and every other string within `at`, as whole words. What is not found is named: page, statement and string.
* A speaker and a cue lie outside their own content; hedges of the speaker, figures and what is committed to lie
  inside it. So a word that occurs on both sides needs no special notation.
* A page's text is what `read_document` gives for its file: offsets are of the frozen text that an inquiry has.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from probata.documents.document import Span
from probata.documents.reading import read_document

FOLDER = Path(__file__).parent / "digests"
Part = Literal["development", "test"]
PARTS: tuple[Part, ...] = ("development", "test")

MODES = ("direct", "indirect", "mixed")
KINDS = ("assertion", "denial", "commitment", "demand", "condemnation", "withdrawal", "question", "report")
OWNERS = ("reporter", "speaker")
QUALIFIERS = ("exactly", "about", "at least", "at most", "more than", "less than", "between", "none")
ROLES = ("said", "deadline", "inside")
COMMITMENTS = ("assurance", "pledge", "plan", "agreement")


class NotFound(ValueError):
    """An annotation that does not fit its page."""


@dataclass(frozen=True, slots=True)
class Hedged:
    """A word that takes weight off, and whose it is."""

    span: Span
    owner: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in what is said. `claimant` is None where the number is the speaker's own."""

    span: Span
    low: float
    high: float
    counts: Span | None
    unit: str
    qualifier: str
    claimant: Span | None


@dataclass(frozen=True, slots=True)
class Date:
    """A time, its ISO 8601 value ("" where it can't be told), and its role."""

    span: Span
    value: str
    role: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """What somebody commits to. `actor` is None where it is the speaker and isn't named in the content."""

    form: str
    actor: Span | None
    action: Span
    object: Span | None
    beneficiary: Span | None
    condition: Span | None
    deadline: Span | None
    negative: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution; `within` is the place of the outer one among the page's statements."""

    at: Span
    content: tuple[Span, ...]
    speaker: Span | None
    cue: Span | None
    mode: str
    within: int | None
    kind: str
    hedges: tuple[Hedged, ...]
    negated: bool
    via: Span | None
    on_behalf_of: Span | None
    addressee: Span | None
    occasion: Span | None
    place: Span | None
    anonymous: bool
    figures: tuple[Figure, ...]
    dates: tuple[Date, ...]
    who: str
    commitment: Commitment | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its text, its frame and its statements, in the order of the text."""

    name: str
    path: Path
    text: str
    form: str
    world: str
    headline: str | None
    dateline: str | None
    byline: str | None
    published: str | None
    credits: tuple[str, ...]
    statements: tuple[Statement, ...] = field(repr=False)

    def words(self, span: Span | None) -> str | None:
        """The words of a span of this page."""
        return None if span is None else span.of(self.text)


def load(part: Part) -> list[Page]:
    """The pages of a part, by name."""
    return [_page(path) for path in sorted((FOLDER / part).glob("*.json"))]


def _page(annotation: Path) -> Page:
    raw = json.loads(annotation.read_text("utf-8"))
    source = next(path for path in sorted(annotation.parent.glob(f"{annotation.stem}.*")) if path != annotation)
    text = _text(source)
    for key in ("headline", "dateline", "byline"):
        if raw.get(key) is not None and raw[key] not in text:
            raise NotFound(f"{annotation.stem}: {key} {raw[key]!r} is not in the text")
    for credit in raw.get("credits", []):
        if credit not in text:
            raise NotFound(f"{annotation.stem}: credit {credit!r} is not in the text")
    statements = raw["statements"]
    places = [_Place(f"{annotation.stem}, statement {number}", text, one) for number, one in enumerate(statements)]
    made = tuple(place.statement(len(statements)) for place in places)
    return Page(
        name=annotation.stem,
        path=source,
        text=text,
        form=raw["form"],
        world=raw["world"],
        headline=raw.get("headline"),
        dateline=raw.get("dateline"),
        byline=raw.get("byline"),
        published=raw.get("published"),
        credits=tuple(raw.get("credits", [])),
        statements=made,
    )


def _text(source: Path) -> str:
    """The page as Probata reads it: the text that offsets point into."""
    return read_document(source.read_bytes()).text


class _Place:
    """Where one annotation looks its strings up."""

    def __init__(self, name: str, text: str, raw: Mapping[str, Any]) -> None:
        self.name, self.text, self.raw = name, text, raw
        at = raw["at"]
        places = [found.span() for found in re.finditer(r"\s+".join(map(re.escape, at.split())), text)]
        if len(places) != 1:
            raise NotFound(f"{name}: `at` occurs {len(places)} times, not once: {at!r}")
        self.at = Span(*places[0])
        self.content = tuple(self._contents(raw["content"]))

    def statement(self, count: int) -> Statement:
        """The annotation, located."""
        raw = self.raw
        within = raw.get("within")
        if within is not None and not 0 <= within < count:
            raise NotFound(f"{self.name}: `within` {within} is no statement of the page")
        return Statement(
            at=self.at,
            content=self.content,
            speaker=self._outside(raw.get("speaker")),
            cue=self._outside(raw.get("cue")),
            mode=self._one_of(raw.get("mode", "indirect"), MODES),
            within=within,
            kind=self._one_of(raw.get("kind", "assertion"), KINDS),
            hedges=tuple(self._hedge(one) for one in raw.get("hedges", [])),
            negated=raw.get("negated", False),
            via=self._around(raw.get("via")),
            on_behalf_of=self._around(raw.get("on_behalf_of")),
            addressee=self._around(raw.get("addressee")),
            occasion=self._around(raw.get("occasion")),
            place=self._around(raw.get("place")),
            anonymous=raw.get("anonymous", False),
            figures=self._figures(raw.get("figures", [])),
            dates=tuple(self._date(one) for one in raw.get("dates", [])),
            who=raw.get("who", ""),
            commitment=self._commitment(raw.get("commitment")),
        )

    def _contents(self, words: Sequence[str]) -> Iterable[Span]:
        if not words:
            raise NotFound(f"{self.name}: no content")
        start = self.at.start
        for one in words:
            found = self._first(one, Span(start, self.at.end))
            if found is None:
                raise NotFound(f"{self.name}: content {one!r} is not in `at`, or not in order")
            start = found.end
            yield found

    def _first(self, words: str, where: Span) -> Span | None:
        """The first occurrence as whole words."""
        if not words:
            raise NotFound(f"{self.name}: an empty string")
        start = self.text.find(words, where.start, where.end)
        while start != -1:
            end = start + len(words)
            joined_left = start > 0 and self.text[start - 1].isalnum() and words[0].isalnum()
            joined_right = end < len(self.text) and self.text[end].isalnum() and words[-1].isalnum()
            if not joined_left and not joined_right:
                return Span(start, end)
            start = self.text.find(words, start + 1, where.end)
        return None

    def _outside(self, words: str | None) -> Span | None:
        """The first occurrence in `at` that shares nothing with the content."""
        if words is None:
            return None
        start = self.at.start
        while (found := self._first(words, Span(start, self.at.end))) is not None:
            if not any(found.touches(span) for span in self.content):
                return found
            start = found.start + 1
        raise NotFound(f"{self.name}: {words!r} is not in `at` outside the content")

    def _inside(self, words: str | None) -> Span | None:
        """The first occurrence in the content; failing that, in `at`."""
        if words is None:
            return None
        for span in (*self.content, self.at):
            if (found := self._first(words, span)) is not None:
                return found
        raise NotFound(f"{self.name}: {words!r} is not in `at`")

    def _around(self, words: str | None) -> Span | None:
        """The first occurrence outside the content; failing that, in it (an addressee: "urged X to …")."""
        if words is None:
            return None
        try:
            return self._outside(words)
        except NotFound:
            return self._inside(words)

    def _must(self, words: str, *, inside: bool = True) -> Span:
        found = self._inside(words) if inside else self._around(words)
        assert found is not None
        return found

    def _one_of(self, word: str, allowed: Sequence[str]) -> str:
        if word not in allowed:
            raise NotFound(f"{self.name}: {word!r} is none of {', '.join(allowed)}")
        return word

    def _hedge(self, raw: Mapping[str, Any]) -> Hedged:
        owner = self._one_of(raw["owner"], OWNERS)
        return Hedged(self._must(raw["words"], inside=owner == "speaker"), owner)

    def _figures(self, raw: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
        """Each at its first occurrence that no earlier one has taken."""
        found: list[Figure] = []
        for one in raw:
            taken = [figure.span for figure in found]
            span = next((s for s in self._occurrences(one["words"]) if not any(s.touches(t) for t in taken)), None)
            if span is None:
                raise NotFound(f"{self.name}: the figure {one['words']!r} is not in `at`")
            found.append(self._figure(one, span))
        return tuple(found)

    def _occurrences(self, words: str) -> Iterable[Span]:
        """In the content first, then anywhere in `at`."""
        for where in (*self.content, self.at):
            start = where.start
            while (span := self._first(words, Span(start, where.end))) is not None:
                yield span
                start = span.start + 1

    def _figure(self, raw: Mapping[str, Any], span: Span) -> Figure:
        return Figure(
            span=span,
            low=float(raw["low"]),
            high=float(raw.get("high", raw["low"])),
            counts=self._counts(raw.get("counts"), span),
            unit=raw.get("unit", ""),
            qualifier=self._one_of(raw.get("qualifier", "none"), QUALIFIERS),
            claimant=self._around(raw.get("claimant")),
        )

    def _counts(self, words: str | None, figure: Span) -> Span | None:
        """What is counted: looked up from the figure on, then from the start."""
        if words is None:
            return None
        return self._first(words, Span(figure.start, self.at.end)) or self._inside(words)

    def _date(self, raw: Mapping[str, Any]) -> Date:
        role = self._one_of(raw["role"], ROLES)
        return Date(self._must(raw["words"], inside=role != "said"), raw.get("value", ""), role)

    def _commitment(self, raw: Mapping[str, Any] | None) -> Commitment | None:
        if raw is None:
            return None
        return Commitment(
            form=self._one_of(raw["form"], COMMITMENTS),
            actor=self._inside(raw.get("actor")),
            action=self._must(raw["action"]),
            object=self._inside(raw.get("object")),
            beneficiary=self._inside(raw.get("beneficiary")),
            condition=self._inside(raw.get("condition")),
            deadline=self._inside(raw.get("deadline")),
            negative=raw.get("negative", False),
        )
