"""Invented worlds with known truth: parties, documents, commitments, and which later passages bear on them how."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probata.attribution.attribute import attribute
from probata.attribution.attribution import Attribution
from probata.documents.document import Block, Document, Section, Span, Time
from probata.errors import BadInput
from probata.statements.consistency_passages import Page, Uttered, passages_of
from probata.statements.consistency_values import LABELS, Commitment, Label, Passage, Place, Sides
from probata.statements.parties import Said, resolve
from probata.statements.parties_known import Known
from probata.statements.parties_values import Parties, Party, Role

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A later passage that bears on a commitment.

    Attributes:
        commitment: identifier.
        place: of the passage.
        speaker: party.
        label: how it bears on it.
    """

    commitment: str
    place: Place
    speaker: str
    label: Label


@dataclass(frozen=True, slots=True)
class World:
    """A world as it is read, and its truth."""

    name: str
    passages: tuple[Passage, ...]
    commitments: tuple[Commitment, ...]
    pairs: tuple[Pair, ...]
    sides: Sides


def read_world(path: Path) -> World:
    """A world from its file, its documents attributed as those of an inquiry are.

    Raises:
        BadInput: the file is not such a world.
    """
    try:
        return _world(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        message = "a world of commitments can't be read"
        raise BadInput(
            message, expected="parties, documents, commitments, pairs", found=f"{path.name}: {error}"
        ) from error


def _world(raw: Mapping[str, Any]) -> World:
    parties = raw["parties"]
    known = Known(Parties(tuple(_party(each) for each in parties)))
    documents = {each["id"]: each for each in raw["documents"]}
    passages: list[Passage] = []
    for each in raw["documents"]:
        passages += _passages(each, known)
    return World(
        raw["world"],
        tuple(passages),
        tuple(_commitment(each, documents) for each in raw["commitments"]),
        tuple(_pair(each, documents) for each in raw["pairs"]),
        _sides(parties),
    )


def _party(raw: Mapping[str, Any]) -> Party:
    roles = tuple(Role(each["role"], each["of"], each["from"], each["to"]) for each in raw["roles"])
    person = any(each.of for each in roles)
    return Party(raw["id"], "person" if person else "organisation", tuple(raw["names"]), roles=roles)


def _sides(parties: Sequence[Mapping[str, Any]]) -> Sides:
    """On a party's side: the bodies its roles are in, and those who hold a role in it or in them."""
    bodies = {each["id"]: {role["of"] for role in each["roles"] if role["of"]} for each in parties}
    groups = {}
    for each in parties:
        side = {each["id"]} | bodies[each["id"]]
        side |= {other for other, held in bodies.items() if held & side}
        groups[each["id"]] = frozenset(side)
    return Sides(groups, {each["id"]: tuple(each["names"]) for each in parties})


def _passages(raw: Mapping[str, Any], known: Known) -> list[Passage]:
    text, date, publisher = raw["text"], raw["date"], raw["publisher"]
    places = [match.span() for match in _PARAGRAPH.finditer(text)]
    headline = Span(*places[0])
    blocks = tuple(Block("paragraph" if place else "headline", Span(*at)) for place, at in enumerate(places))
    section = Section(
        Span(0, len(text)), "", headline, publisher=publisher, published=Time(date, date, "text"), language="en"
    )
    document = Document("text/plain", text, (section,), blocks)
    said = [_uttered(text, each, known, date, publisher) for each in attribute(document).found]
    return passages_of(text, places, Page(raw["id"], date, headline.of(text), publisher), said)


def _uttered(text: str, found: Attribution, known: Known, date: str, publisher: str) -> Uttered:
    printed = found.speaker.of(text) if found.speaker else ""
    who = found.resolved
    said = Said(printed, who.mention.of(text), who.name, who.role) if who else Said(printed)
    answer = resolve(known, said, date, publisher)
    return Uttered(
        found.span.start,
        found.span.end,
        answer.party or answer.speaks_for,
        printed,
        found.kind,
        found.cue.of(text) if found.cue else "",
        found.negated,
        tuple(each.value for each in found.dates if each.value and each.role != "said"),
    )


def _place(raw: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]) -> Place:
    text = documents[raw["document"]]["text"]
    start = text.index(raw["at"])
    return Place(raw["document"], start, start + len(raw["at"]))


def _commitment(raw: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]) -> Commitment:
    negative = re.search(r"\b(?:not|no|never|nobody|none)\b", f"{raw['action']} {raw['object'] or ''}", re.IGNORECASE)
    return Commitment(
        id=raw["id"],
        party=raw["actor"],
        text=raw["at"],
        action=raw["action"],
        object=raw["object"] or "",
        made=documents[raw["document"]]["date"],
        place=_place(raw, documents),
        condition=raw["condition"] or "",
        deadline=raw["deadline"],
        form=raw["form"],
        negative=negative is not None,
    )


def _pair(raw: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]) -> Pair:
    if raw["label"] not in LABELS:
        message = f"unknown label {raw['label']}"
        raise ValueError(message)
    return Pair(raw["commitment"], _place(raw, documents), raw["speaker"], raw["label"])
