"""Text written to break the rules: nothing crashes, no offset leaves the text, no time runs away."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution_marked import blocks_of, enriched, moved, unmarked
from probata.attribution.attribution import Attribution
from probata.attribution.frame import frame_of
from probata.attribution.parsed import Parsed, parse_blocks
from probata.attribution.saying import enrich
from probata.documents.document import Block, Span

SPANS = ("via", "on_behalf_of", "addressee", "occasion", "place")


def all_spans(found: Attribution) -> list[Span]:
    """Every span that was added."""
    named = [getattr(found, name) for name in SPANS]
    return [span for span in named if span is not None] + [hedge.span for hedge in found.hedges]


def is_sound(text: str, found: Attribution) -> bool:
    """Whether all spans lie in the text, are not empty, and begin and end with a word or a sign."""
    return all(
        0 <= span.start < span.end <= len(text) and not text[span.start].isspace() and not text[span.end - 1].isspace()
        for span in all_spans(found)
    )


STRANGE = [
    "<A spokesman for for for> =said= {may may may may}.",
    "<“”> =said= {“““may ””” «could» „might“}.",
    "<Brenn> =said= {“it may\u202e yeht thgim rain”}.",
    "<Brenn> =said= {\u0645\u0631\u062d\u0628\u0627 may \u0628\u0643}.",
    "<Brenn\u200b> =told\u00ad= reporters\u00a0in\u00a0Port\u00a0Halden that {it m\u0430y rain}.",
    "<\U0001f1fb\U0001f1e6\U0001f468\u200d\U0001f469 Marr> =told= \U0001f4f0 that {\U0001f327 may fall}.",
    "<javascript:alert(1)//&lt;script&gt;> =said= {it may rain}.",
    "{''''''''''} <Marr> =said=.",
    "{.} <Marr> =said=.",
    "<Marr> =said= {?!?!?!}.",
    "<the> =of= {the of the}.",
    "<Marr> =said=     {reportedly} \t in \t a \t letter to.",
    "<Marr> =not not never not said= {no no no such no}.",
    "in the name of on behalf of <of> =of= {of}.",
    "told <told> =told= told told {told}.",
    "{(((((} <)))))> =:= at at at in in in a a letter letter.",
]


@pytest.mark.parametrize("marked", STRANGE)
@pytest.mark.parametrize("mode", ["direct", "indirect", "mixed"])
def test_strange_text_is_read_without_harm(marked, mode):
    text, found = enriched(marked, mode)
    assert is_sound(text, found)


WORDS = re.findall(
    r"\S+",
    """the a spokesman for ministry of said told reporters that in letter to at may could not never as far we his her
    through on behalf who asked named condition anonymity reportedly Halden Brenn must deny if withdraw invitation
    unless know believe “ ” ' " , . : ? ( ) @x \u202e \u200b \U0001f327 é""",
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS),
        min_size=3,
        max_size=40,
    ),
    st.lists(st.integers(0, 200), min_size=8, max_size=8),
)
def test_any_spans_in_any_words(words, places):
    text = " ".join(words)
    if not text.strip():
        return
    cut = [min(place, len(text)) for place in places]
    pairs = [Span(*sorted(cut[k : k + 2])) for k in (0, 2, 4, 6)]
    pairs = [span if span.start < span.end else Span(0, len(text)) for span in pairs]
    first = Attribution((pairs[0],), pairs[1], pairs[2], "mixed", "any", within=1)
    second = Attribution((pairs[3],), None, None, "direct", "any", within=0)
    parsed = parse_blocks(text, [(Block("paragraph", Span(0, len(text))), 0)])
    block = next(iter(parsed))
    for each in (first, second):
        assert is_sound(text, enrich(text, block, each, [first, second]))


def test_spans_beyond_the_block_do_no_harm():
    text = "Marr said it may rain.\n\n“It may snow,” he added. He asked not to be named."
    parsed = blocks_of(text)
    far = Attribution((Span(9, len(text)),), Span(40, 46), Span(5, 9), "direct", "by hand")
    for block in parsed:
        assert is_sound(text, enrich(text, block, far, [far]))
    elsewhere = Attribution((Span(24, 39),), None, None, "direct", "by hand")
    assert is_sound(text, enrich(text, parsed[0], elsewhere, []))


def test_hedges_of_a_quotation_over_several_paragraphs_are_all_told():
    text = "“We believe it was an accident,” Marr said.\n\n“As far as we know, nobody was hurt.”"
    parsed = blocks_of(text)
    content = (Span(0, 32), Span(45, len(text)))
    found = Attribution(content, Span(33, 37), Span(38, 42), "direct", "by hand")
    told = [hedge.span.of(text) for hedge in enrich(text, parsed[0], found, [found]).hedges]
    assert told == ["We believe", "As far as we know"]


def test_doubts_in_a_further_paragraph_are_told_in_their_safe_forms():
    text = "“Nine are dead,” Marr said.\n\n“There may be more. It seems nobody may enter. May is near.”"
    parsed = blocks_of(text)
    content = (Span(0, 16), Span(28, len(text)))
    found = Attribution(content, Span(17, 21), Span(22, 26), "direct", "by hand")
    told = [hedge.span.of(text) for hedge in enrich(text, parsed[0], found, [found]).hedges]
    assert told == ["may be", "seems"]


def test_offsets_hold_behind_a_dateline_and_earlier_blocks():
    start = "PORT HALDEN, 4 March (Wire) — "
    plain, found = unmarked("<A spokesman for the navy> =told= reporters that {it may rain}.")
    text = "Headline\n\n" + start + plain
    offset = len(text) - len(plain)
    block = Block("paragraph", Span(10, len(text)))
    parsed: Parsed = next(iter(parse_blocks(text, [(block, offset)])))
    here = moved(found, offset)
    told = enrich(text, parsed, here, [here])
    assert told.addressee is not None
    assert told.addressee.of(text) == "reporters"
    assert told.on_behalf_of is not None
    assert told.on_behalf_of.of(text) == "the navy"
    assert [hedge.span.of(text) for hedge in told.hedges] == ["may"]


def test_a_sentence_without_end_takes_bounded_time():
    plain, found = unmarked("<Marr> =said= {it may rain}")
    text = " and ".join([plain] * 400)
    step = len(plain) + len(" and ")
    everything = [moved(found, k * step) for k in range(400)]
    parsed = blocks_of(text)[0]
    start = time.perf_counter()
    told = [enrich(text, parsed, each, everything) for each in everything[::10]]
    assert time.perf_counter() - start < 8
    assert all(is_sound(text, each) for each in told)
    assert len(frame_of(text, parsed, everything[200], everything).clause) < 1_000


def test_long_runs_of_marks_take_bounded_time():
    for filler in ("“" * 20_000, '"' * 20_001, "as far as " * 3_000, " " * 20_000, "to the best of my " * 2_000):
        text = f"Marr said {filler} rain."
        parsed = parse_blocks("Marr said rain.", [(Block("paragraph", Span(0, 15)), 0)])
        block = next(iter(parsed))
        found = Attribution((Span(10, len(text)),), Span(0, 4), Span(5, 9), "mixed", "by hand")
        start = time.perf_counter()
        assert is_sound(text, enrich(text, block, found, [found]))
        assert time.perf_counter() - start < 2


def test_what_was_found_stays_as_it_was_found():
    text, found = enriched("<A spokesman for the navy> =told= reporters that {it may rain}.")
    assert (found.content[0].of(text), found.speaker.of(text), found.cue.of(text)) == (
        "it may rain",
        "A spokesman for the navy",
        "told",
    )
    assert (found.rule, found.within, found.dates, found.figures, found.terms) == ("by hand", -1, (), (), None)
