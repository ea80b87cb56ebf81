"""The worlds of `tests/commitments` load, are large enough, and what does not fit is named."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commitments_sets import FOLDER, LABELS, PARTS, DoesNotFit, Part, World, load, load_world

LEAST: dict[Part, tuple[int, int]] = {"development": (3, 24), "test": (5, 44)}
WORLDS = {part: load(part) for part in PARTS}
ALL = [world for part in PARTS for world in WORLDS[part]]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_has_worlds_and_commitments_enough(part: Part) -> None:
    worlds, commitments = LEAST[part]
    assert len(WORLDS[part]) >= worlds
    assert sum(len(world.commitments) for world in WORLDS[part]) >= commitments


@pytest.mark.parametrize("part", PARTS)
def test_every_label_occurs_in_a_part_often_enough_to_be_measured(part: Part) -> None:
    counts = Counter(pair.label for world in WORLDS[part] for pair in world.pairs)
    assert set(counts) == set(LABELS)
    assert min(counts.values()) >= 10


@pytest.mark.parametrize("world", ALL, ids=lambda world: world.name)
def test_every_commitment_has_a_pair_and_every_pair_a_reason(world: World) -> None:
    assert [one.id for one in world.commitments if not world.pairs_of(one)] == []
    assert [pair for pair in world.pairs if not pair.why.strip()] == []


@pytest.mark.parametrize("world", ALL, ids=lambda world: world.name)
def test_nothing_bears_on_a_commitment_before_it_was_made(world: World) -> None:
    made = {one.id: world.document(one.document).date for one in world.commitments}
    assert [pair for pair in world.pairs if world.document(pair.document).date < made[pair.commitment]] == []


@pytest.mark.parametrize("world", ALL, ids=lambda world: world.name)
def test_documents_are_short_and_most_passages_bear_on_nothing(world: World) -> None:
    lengths = [len(one.text.split()) for one in world.documents]
    labelled = sum(pair.span.end - pair.span.start for pair in world.pairs)
    assert 18 <= len(lengths) <= 30
    assert min(lengths) >= 60
    assert max(lengths) <= 185
    assert labelled < sum(len(one.text) for one in world.documents) / 2


def test_spans_give_the_words_that_were_annotated() -> None:
    for part in PARTS:
        for world in WORLDS[part]:
            raw = json.loads((FOLDER / part / f"{world.name}.json").read_text("utf-8"))
            assert [world.words(one) for one in world.commitments] == [one["at"] for one in raw["commitments"]]
            assert [world.words(one) for one in world.pairs] == [one["at"] for one in raw["pairs"]]


def test_the_two_parts_share_no_world_no_party_and_no_document() -> None:
    def of(part: Part, what: Callable[[World], list[str]]) -> set[str]:
        return {one for world in WORLDS[part] for one in what(world)}

    def names(world: World) -> list[str]:
        return [party.names[0] for party in world.parties]

    def texts(world: World) -> list[str]:
        return [document.text for document in world.documents]

    for what in (lambda world: [world.name], names, texts):
        assert of("development", what).isdisjoint(of("test", what))


SMALL = """
{"world": "small",
 "parties": [
  {"id": "a", "names": ["Ann"], "roles": [{"role": "clerk", "of": "b", "from": "", "to": ""}]},
  {"id": "b", "names": ["the Office"], "roles": []}],
 "documents": [
  {"id": "d1", "date": "2031-01-02", "publisher": "b", "text": "Keys\\n\\nAnn will bring the keys."},
  {"id": "d2", "date": "2031-01-03", "publisher": "b", "text": "Keys\\n\\nThe keys came. The keys fit."}],
 "commitments": [
  {"id": "c1", "document": "d1", "at": "Ann will bring the keys", "actor": "a", "form": "plan",
   "action": "will bring", "object": "the keys", "deadline": "2031-01-03", "condition": null}],
 "pairs": [
  {"commitment": "c1", "document": "d2", "at": "The keys came.", "speaker": "b", "label": "fulfils",
   "why": "they came"}]}
"""


def _changed(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    raw = json.loads(SMALL)
    change(raw)
    path = folder / "small.json"
    path.write_text(json.dumps(raw), "utf-8")
    return path


def test_a_small_world_loads(tmp_path: Path) -> None:
    world = load_world(_changed(tmp_path, lambda raw: None))
    assert world.words(world.pairs[0]) == "The keys came."
    assert world.commitments[0].action.of(world.documents[0].text) == "will bring"


@pytest.mark.parametrize(
    ("key", "place", "value", "message"),
    [
        ("pairs", "at", "The keys", "pair 0: `at` occurs 2 times in d2, not once: 'The keys'"),
        ("pairs", "at", "", "pair 0: `at` occurs 0 times"),
        ("pairs", "label", "breaks", "pair 0: 'breaks' is none of"),
        ("pairs", "speaker", "c", "pair 0: 'c' is none of a, b"),
        ("pairs", "commitment", "c2", "pair 0: 'c2' is none of c1"),
        ("pairs", "document", "d3", "pair 0: 'd3' is none of d1, d2"),
        ("commitments", "action", "will hide", "commitment c1: action 'will hide' is not in `at`"),
        ("commitments", "object", "Keys", "commitment c1: object 'Keys' is not in `at`"),
        ("commitments", "deadline", "tomorrow", "commitment c1: 'tomorrow' is no date"),
        ("commitments", "form", "oath", "commitment c1: 'oath' is none of"),
        ("documents", "date", "2031-01-04", "document d2: '2031-01-03' is out of order"),
        ("documents", "id", "d2", "two documents are called 'd2'"),
        ("parties", "names", [], "party a: it has no name"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, key: str, place: str, value: object, message: str) -> None:
    path = _changed(tmp_path, lambda raw: raw[key][0].__setitem__(place, value))
    with pytest.raises(DoesNotFit, match="small") as caught:
        load_world(path)
    assert message in str(caught.value)


def test_a_passage_is_labelled_once_for_a_commitment(tmp_path: Path) -> None:
    path = _changed(tmp_path, lambda raw: raw["pairs"].append(raw["pairs"][0] | {"label": "repeats"}))
    with pytest.raises(DoesNotFit, match="labelled twice for c1"):
        load_world(path)
