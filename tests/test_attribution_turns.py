"""Labelled turns of transcripts, interviews and threads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.attribution.attribution import Attribution
from probata.attribution.turns import find_turns, within_turns
from probata.documents.document import Block, Span


def blocks_of(*paragraphs: str) -> tuple[str, list[Block]]:
    text, blocks = "", []
    for each in paragraphs:
        blocks.append(Block("paragraph", Span(len(text), len(text) + len(each))))
        text += each + "\n\n"
    return text, blocks


TRANSCRIPT = (
    "The briefing began at noon.",
    "SPOKESPERSON: Good afternoon. We have two announcements.",
    "The first is about the harbour.",
    "QUESTION: Will it reopen?",
    "SPOKESPERSON: Yes, on Monday.",
)


def test_a_transcript_has_turns_that_go_on_over_paragraphs() -> None:
    text, blocks = blocks_of(*TRANSCRIPT)
    turns = find_turns(text, blocks)
    assert [turn.label.of(text) for turn in turns] == ["SPOKESPERSON", "QUESTION", "SPOKESPERSON"]
    assert [span.of(text) for span in turns[0].content] == [
        "Good afternoon. We have two announcements.",
        "The first is about the harbour.",
    ]
    assert all(turn.colon.of(text) == ":" for turn in turns)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Ada Brenn, Minister for Culture: We will.", "Lauri Stamm (North): Will you?", "Ada Brenn: We will."),
        ("Halden Archive (@halden): A thread.", "Pia Wenn (@pia): Which?", "Halden Archive (@halden): Both."),
        ("Q: When will they leave?", "A: Now.", "Q: Why do they leave now?"),
    ],
)
def test_labels_of_many_kinds(paragraphs: tuple[str, ...]) -> None:
    text, blocks = blocks_of(*paragraphs)
    assert len(find_turns(text, blocks)) == 3


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("The minister made one thing clear: nobody would go.", "He left.", "Nobody followed."),
        ("Harbour Party: 1,769.", "Valley Party: 1,501.", "Harbour Party: 547.", "Valley Party: 39."),
        ("Note: this page is old.", "Note: so is this one.", "Note: and this."),
        ("Harbour reopens: minister", "The port of Halden reopened.", "It was closed for a year.", "Boats returned."),
        ("Minister: we are ready", "Town: not yet", "A long paragraph.", "Another.", "And more.", "And more.", "End."),
    ],
)
def test_what_is_no_exchange(paragraphs: tuple[str, ...]) -> None:
    text, blocks = blocks_of(*paragraphs)
    assert not find_turns(text, blocks)


def test_what_is_said_within_a_turn_is_within_it() -> None:
    text, blocks = blocks_of(*TRANSCRIPT)
    turns = find_turns(text, blocks)
    start = text.index("on Monday")
    inner = Attribution((Span(start, start + 9),), None, None, "indirect", "made")
    outer = Attribution((Span(0, 27),), None, None, "indirect", "made")
    whole = Attribution(turns[1].content, None, None, "direct", "made")
    found = within_turns([inner, outer, whole], turns)
    assert [each.rule for each in found] == ["made", "made", "turn", "turn", "turn"]
    assert [each.within for each in found] == [4, -1, -1, -1, -1]


@given(st.lists(st.text("aA:Q. \n(@)", min_size=1, max_size=40), max_size=12))
def test_any_blocks_give_spans_of_the_text(paragraphs: list[str]) -> None:
    text, blocks = blocks_of(*paragraphs)
    for turn in find_turns(text, blocks):
        assert turn.label.end == turn.colon.start
        assert all(0 <= span.start <= span.end <= len(text) for span in turn.content)
