"""The measure of speakers, and what it says on the pages that rules are developed on."""

import json
from pathlib import Path

import pytest

from probata.documents.document import Span
from probata.proficiency.speakers_score import annotated, blocks_of, compare, same, score

PAGES = Path(__file__).parent / "digests" / "development"
TEXT = "Ada Brenn came.\n\nMinister Ada Brenn spoke. She said it rains. “No,” she said."
PAGE = {
    "headline": "Ada Brenn came.",
    "statements": [
        {"at": "She said it rains.", "content": ["it rains"], "speaker": "She", "cue": "said", "mode": "indirect",
         "who": "Ada Brenn"},
        {"at": "“No,” she said.", "content": ["“No,”"], "speaker": "she", "cue": "said", "mode": "direct",
         "who": "Oren Vale"},
        {"at": "“No,” she said.", "content": ["“No,”"], "speaker": None, "cue": None, "mode": "direct", "who": None},
    ],
}  # fmt: skip


def test_statements_with_a_speaker_are_compared() -> None:
    found = score([("page", TEXT, PAGE)])
    assert [(each.printed, each.found, each.right) for each in found.compared] == [
        ("She", "Ada Brenn", True),
        ("she", "Ada Brenn", False),
    ]
    assert (found.right, found.share, found.by_basis()) == (1, 0.5, {"pronoun": (1, 2)})


def test_annotations_are_found_as_whole_words() -> None:
    first, second, _ = annotated(TEXT, PAGE["statements"])  # type: ignore[arg-type]
    assert first.speaker == Span(43, 46)
    assert second.speaker is not None
    assert second.speaker.of(TEXT) == "she"


def test_blocks() -> None:
    assert [(block.kind, block.span.of(TEXT)[:5]) for block in blocks_of(TEXT, PAGE["headline"])] == [  # type: ignore[arg-type]
        ("headline", "Ada B"),
        ("paragraph", "Minis"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Dr Ada Brenn", "Ada Brenn", True),
        ("The Ministry of Health", "the Ministry of Health", True),
        ("Ada Brenn, a teacher,", "Ada Brenn", True),
        ("Ada Brenn", "Otto Brenn", False),
        ("", "", False),
    ],
)
def test_the_same_name(one: str, other: str, alike: bool) -> None:
    assert same(one, other) == alike


def test_most_speakers_of_the_pages_are_followed_rightly() -> None:
    found = score(
        (page.stem, page.with_suffix(".txt").read_text(encoding="utf-8"), json.loads(page.read_text(encoding="utf-8")))
        for page in sorted(PAGES.glob("*.json"))
        if page.with_suffix(".txt").exists()
    )
    assert len(found.compared) > 200
    assert found.share >= 0.85, found.by_basis()


def test_a_page_without_statements() -> None:
    assert compare("page", TEXT, {"headline": None, "statements": []}) == []
