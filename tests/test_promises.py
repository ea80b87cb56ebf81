"""Promises without a verb of speaking: found beside other attributions, never in their place."""

import pytest

from probata.attribution.attribution import Attribution
from probata.attribution.parsed import Parsed, parse_blocks
from probata.attribution.promises import RULE, with_promises
from probata.documents.document import Block, Span


def parsed(text: str) -> list[Parsed]:
    return list(parse_blocks(text, [(Block("paragraph", Span(0, len(text))), 0)]))


def words(text: str, found: Attribution) -> tuple[str | None, str, str]:
    speaker = found.speaker.of(text) if found.speaker else None
    assert found.cue is not None
    return speaker, found.cue.of(text), " … ".join(part.of(text) for part in found.content)


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("Veldland promised to release all miners by June.", "Veldland", "promised", "to release all miners by June"),
        ("The two sides have agreed to meet again.", "The two sides", "have agreed", "to meet again"),
        (
            "He guaranteed an inquiry into the police by 31 January.",
            "He",
            "guaranteed",
            "an inquiry into the police by 31 January",
        ),
        (
            "The ministry declared itself ready to examine every claim.",
            "The ministry",
            "declared itself",
            "ready to examine every claim",
        ),
        (
            "The army gave its word that no one would be arrested.",
            "The army",
            "gave its word",
            "no one would be arrested",
        ),
        ("She committed herself to a ferry.", "She", "committed herself", "to a ferry"),
        (
            "The director was promised by the ministry that nobody would be turned away.",
            "the ministry",
            "was promised",
            "nobody would be turned away",
        ),
        ("The envoy left, and the council promised to write.", "the council", "promised", "to write"),
        (
            "The council promised to pay the miners, provided that they returned the keys.",
            "The council",
            "promised",
            "to pay the miners, provided that they returned the keys",
        ),
    ],
)
def test_what_a_verb_undertakes_is_found_by_itself(text: str, speaker: str, cue: str, content: str) -> None:
    [found] = with_promises(text, parsed(text), [])
    assert words(text, found) == (speaker, cue, content)
    assert (found.mode, found.rule, found.within) == ("indirect", RULE, -1)


@pytest.mark.parametrize(
    "text",
    [
        "Veldland did not promise to release the miners.",
        "They agreed that the talks were useful.",
        "The promise was kept.",
        "She gave the envoy a book.",
        "",
    ],
)
def test_what_undertakes_nothing_is_left(text: str) -> None:
    assert with_promises(text, parsed(text) if text else [], []) == []


def test_one_that_is_reported_lies_within_the_report() -> None:
    text = "Veldland promised to release all miners, the mediator said."
    outer = Attribution(
        (Span(0, text.index(", the")),),
        Span(text.index("the med"), text.index(" said")),
        span(text, "said"),
        "indirect",
        "x",
    )
    found = with_promises(text, parsed(text), [outer])
    assert found[0] == outer
    assert words(text, found[1]) == ("Veldland", "promised", "to release all miners")
    assert found[1].within == 0


def span(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


def test_an_attribution_that_has_the_verb_stays_and_only_loses_the_addressee() -> None:
    text = "The council had assured residents that no hut would be taken."
    wide = Attribution(
        (span(text, "residents that no hut would be taken"),), None, span(text, "had assured"), "indirect", "x"
    )
    [mended] = with_promises(text, parsed(text), [wide])
    assert mended.content == (span(text, "no hut would be taken"),)
    assert mended.rule == "x"
    right = Attribution((span(text, "no hut would be taken"),), None, span(text, "had assured"), "indirect", "x")
    assert with_promises(text, parsed(text), [right]) == [right]
