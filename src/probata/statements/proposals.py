"""The statements of an inquiry: what was read from its documents beside what people said of it.

Rules:
* A proposal's name is a digest of exhibit, text and place, so it stays the same as long as the text does.
* A person's statement is matched with a proposal by its place in the same text. Where the exhibit's text is read
  differently now, the statement stands as it was signed, by its words.
* A proposal is never a fact: everything here says whether a person confirmed it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from probata.digest import Digest, canonical_json
from probata.ledger.statements import Statement
from probata.snapshot import Snapshot
from probata.statements.fields import fields_of

READING = "statements"
PROPOSED = "proposed"
SHORT = 12
_SECTION = ("headline", "publisher", "published", "address")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement as it was read.

    Attributes:
        name: 64 hex digits.
        exhibit: the document.
        text: SHA-256 of its text.
        place: among the document's statements, from 0.
        record: as `probata.attribution.record` writes it.
        section: headline, publisher, published, address, language of where it stands.
        judged: what people said of it; None where nobody did.
        within: name of the proposal that reports this one; "" for none.
    """

    name: str
    exhibit: str
    text: str
    place: int
    record: Mapping[str, Any]
    section: Mapping[str, str]
    judged: Statement | None
    within: str = ""

    @property
    def status(self) -> str:
        """``proposed``, ``pending``, ``conflict``, or the verdict."""
        if self.judged is None:
            return PROPOSED
        return self.judged.verdict if self.judged.state == "holds" else self.judged.state

    @property
    def fields(self) -> dict[str, str]:
        """As a person signed them, or as they were read."""
        if self.judged is not None and self.judged.fields:
            return dict(self.judged.fields)
        return self.read_fields

    @property
    def read_fields(self) -> dict[str, str]:
        """As they were read."""
        around = {name: self.section.get(name, "") for name in _SECTION} | {"within": self.within}
        return fields_of(self.record, around)


@dataclass(frozen=True, slots=True)
class Stated:
    """All statements of an inquiry.

    Attributes:
        proposals: by exhibit, then place.
        by_hand: statements that people signed and no reading proposes (any more).
    """

    proposals: tuple[Proposal, ...]
    by_hand: tuple[Statement, ...]


def stated(snapshot: Snapshot) -> Stated:
    """The statements of a snapshot, proposed and judged."""
    judged = {(one.exhibit, one.text, one.start, one.end): one for one in snapshot.statements.statements.values()}
    proposals = tuple(_proposals(snapshot, judged))
    matched = {each.judged.name for each in proposals if each.judged is not None}
    rest = tuple(each for name, each in snapshot.statements.statements.items() if name not in matched)
    return Stated(proposals, rest)


def name_of(exhibit: str, text: str, record: Mapping[str, Any]) -> str:
    """The name of a proposal: the same as long as exhibit, text and place are."""
    places = [record[key] for key in ("start", "end", "speaker_start", "cue_start")]
    return Digest.of(canonical_json([exhibit, text, *(-1 if place is None else place for place in places)])).hex


def _proposals(snapshot: Snapshot, judged: Mapping[tuple[str, str, int, int], Statement]) -> Iterator[Proposal]:
    table = snapshot.readings.get(READING)
    if table is None:
        return
    columns = ("digest", "text_digest", "statements", "sections")
    for exhibit, text, statements, sections in zip(*(table.column(each).to_pylist() for each in columns), strict=True):
        if statements is None:
            continue
        known: Sequence[Mapping[str, Any]] = json.loads(sections)
        records: Sequence[Mapping[str, Any]] = json.loads(statements)
        names = [name_of(str(exhibit), str(text), record) for record in records]
        for place, (name, record) in enumerate(zip(names, records, strict=True)):
            key = (str(exhibit), str(text), record["start"], record["end"])
            section = _section_of(known, record["start"])
            within = names[record["within"]] if 0 <= record["within"] < len(names) else ""
            yield Proposal(name, key[0], key[1], place, record, section, judged.get(key), within)


def sections_of(snapshot: Snapshot, exhibit: str, text: str) -> Sequence[Mapping[str, Any]]:
    """The sections of an exhibit's text as they were read; none where that text wasn't read."""
    table = snapshot.readings.get(READING)
    if table is None:
        return ()
    columns = (table.column(each).to_pylist() for each in ("digest", "text_digest", "sections"))
    for digest, of, sections in zip(*columns, strict=True):
        if (digest, of) == (exhibit, text) and sections is not None:
            found: Sequence[Mapping[str, Any]] = json.loads(sections)
            return found
    return ()


def around(sections: Sequence[Mapping[str, Any]], at: int) -> dict[str, str]:
    """What a statement's fields say of its document: headline, publisher, published, address, as far as known."""
    section = _section_of(sections, at)
    return {name: section[name] for name in _SECTION if section.get(name, "")}


def _section_of(sections: Sequence[Mapping[str, Any]], at: int) -> Mapping[str, str]:
    """The section in which a place lies."""
    for section in sections:
        if section["start"] <= at < section["end"]:
            return {name: str(value) for name, value in section.items() if name not in ("start", "end") and value}
    return {}
