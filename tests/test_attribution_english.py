"""The English finder: constructions, quotations, nesting, hostile text, exact offsets."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import SHARED
from probata.attribution.attribution import Attribution
from probata.attribution.english import find
from probata.attribution.english_quotes import quotes_in
from probata.attribution.parsed import Parsed, parse_blocks
from probata.documents.document import Block, Span
from probata.errors import BadInput
from probata.proficiency.attributions_corpus import (
    Annotated,
    Counts,
    Found,
    is_direct,
    is_speech,
    read_annotations,
    read_corpus,
    score,
)
from probata.proficiency.digests_corpus import read_digests

CORPUS = SHARED / "data" / "attributions"


def parsed_of(*paragraphs: str) -> tuple[str, list[Parsed]]:
    text, chosen = "", []
    for each in paragraphs:
        chosen.append((Block("paragraph", Span(len(text), len(text) + len(each))), len(text)))
        text += each + "\n\n"
    return text, list(parse_blocks(text, chosen))


def found_in(*paragraphs: str) -> list[tuple[str, str | None, str | None, str, int]]:
    """Content, speaker, cue, mode and outer of what is found, in order."""
    text, parsed = parsed_of(*paragraphs)
    return [
        (
            " | ".join(span.of(text) for span in one.content),
            one.speaker.of(text) if one.speaker else None,
            one.cue.of(text) if one.cue else None,
            one.mode,
            one.within,
        )
        for one in find(text, parsed)
    ]


def has(found: list[tuple[str, str | None, str | None, str, int]], content: str, speaker: str | None) -> bool:
    return any(content == one[0] and speaker == one[1] for one in found)


@pytest.mark.parametrize(
    ("sentence", "content", "speaker"),
    [
        ("The minister said that the road was closed.", "the road was closed", "The minister"),
        ("The road is closed, the minister said.", "The road is closed", "the minister"),
        ("Minister Ada Brenn denied that the guards had fired.", "the guards had fired", "Minister Ada Brenn"),
        ("“The road is closed,” said the minister.", "“The road is closed,”", "the minister"),
        ("The mayor asked whether the bridge would hold.", "whether the bridge would hold", "The mayor"),
        ("The mayor promised to reopen the bridge by June.", "to reopen the bridge by June", "The mayor"),
        ("According to the harbour office, forty boats were lost.", "forty boats were lost", "the harbour office"),
        ("She told reporters that nobody was hurt.", "nobody was hurt", "She"),
        ("The union claims the figures are false.", "the figures are false", "The union"),
        ("He insisted: “We never left the harbour.”", "“We never left the harbour.”", "He"),
        ("The envoy warned on Friday that the truce would not last.", "the truce would not last", "The envoy"),
        ("The ministry condemned the attack on the convoy.", "the attack on the convoy", "The ministry"),
        (
            "The council announced that it had withdrawn the invitation.",
            "it had withdrawn the invitation",
            "The council",
        ),
    ],
)
def test_constructions(sentence: str, content: str, speaker: str) -> None:
    assert has(found_in(sentence), content, speaker), found_in(sentence)


def test_a_quotation_that_its_cue_splits_is_one() -> None:
    found = found_in("“The lake is low,” the warden said, “but it is not dry.” “We can wait.”")
    assert has(found, "“The lake is low,” | “but it is not dry.” | “We can wait.”", "the warden")
    assert found[0][3] == "direct"


def test_sentences_quoted_behind_the_cue_belong_to_it() -> None:
    found = found_in("“The lake is low,” the warden said. “It will rain soon. We can wait.” The gate is shut.")
    assert has(found, "“The lake is low,” | “It will rain soon. We can wait.”", "the warden")


def test_a_quotation_goes_on_over_paragraphs() -> None:
    found = found_in("The warden said: “The lake is low.", "“It will rain soon.”")
    assert has(found, "“The lake is low. | “It will rain soon.”", "The warden")


def test_a_lone_quotation_belongs_to_the_verb_before_the_colon() -> None:
    found = found_in("At the gate the warden added in a loud voice:", "“The lake is low. We can wait.”")
    assert any(one[0] == "“The lake is low. We can wait.”" and one[1] == "the warden" for one in found), found


def test_partly_quoted_is_mixed() -> None:
    found = found_in("The warden said the lake was “dangerously low” in spring.")
    assert [(one[0], one[3]) for one in found] == [("the lake was “dangerously low” in spring", "mixed")]


def test_a_saying_within_a_saying_is_nested() -> None:
    found = found_in("The organiser said that the minister had assured him that she accepted the terms.")
    outer = next(place for place, one in enumerate(found) if one[0].startswith("the minister had assured"))
    inner = next(one for one in found if one[0] == "she accepted the terms")
    assert inner[1] == "the minister"
    assert inner[4] == outer
    assert found[outer][4] == -1


def test_plain_narrative_has_no_attribution() -> None:
    assert found_in("The ferry left at noon. It carried forty people and two lorries.") == []


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“One,” and “two”", ["“One,”", "“two”"]),
        ("„Eins“ und «deux» und ‹trois›", ["„Eins“", "«deux»", "‹trois›"]),
        ('He said "one" and "two"', ['"one"', '"two"']),
        ("''one,'' he said", ["''one,''"]),
        ("“open to the end", ["“open to the end"]),
        ("a closing mark” alone", []),
        ("it’s the dogs’ bowl", []),
        ("‘Yes,’ he said", ["‘Yes,’"]),
        ('6" of rain', []),
    ],
)
def test_quotation_marks(text: str, quotes: list[str]) -> None:
    assert [quote.span.of(text) for quote in quotes_in(text, Span(0, len(text)))] == quotes


def exact(text: str, found: list[Attribution]) -> None:
    for one in found:
        spans = [*one.content, *(span for span in (one.speaker, one.cue) if span is not None)]
        assert one.content
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(span.of(text).strip() for span in spans)
        assert list(one.content) == sorted(one.content)
        assert -1 <= one.within < len(found)


WORDS = st.sampled_from(
    [
        "she",
        "said",
        "that",
        "“",
        "”",
        '"',
        "‘",
        "’",
        "«",
        "»",
        "''",
        ",",
        ".",
        ":",
        "—",
        "according",
        "to",
        "Ada",
        "road",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=40))
@example(["“", "”", "said", "she"])
@example(["\u202e", "said", "\u0301", "🜁", '"', "road"])
def test_any_text_gives_exact_spans(words: list[str]) -> None:
    text, parsed = parsed_of(" ".join(words).replace("\n", " ") or " ")
    exact(text, find(text, parsed))


@settings(max_examples=15)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), max_size=3))
def test_other_blocks_before_change_nothing(before: list[str]) -> None:
    sentence = "The minister said that the road was closed."
    text, parsed = parsed_of(*before, "The ferry left at noon.", sentence)
    start = text.rindex(sentence)
    shifted = [
        (tuple((span.start - start, span.end - start) for span in one.content), one.rule)
        for one in find(text, parsed)
        if one.content[0].start >= start
    ]
    alone, parsed = parsed_of(sentence)
    assert shifted == [(tuple((s.start, s.end) for s in one.content), one.rule) for one in find(alone, parsed)]


@pytest.mark.parametrize(
    "unit",
    ["“He said ", "” “", '"" ', "she said that ", "to call for and ", ", he said, ", "A: ", "''", "((( ", "that that "],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    spent = []
    for times in (100, 800):
        text, parsed = parsed_of((unit * times).strip() or "x")
        started = time.process_time()
        found = find(text, parsed)
        spent.append(time.process_time() - started)
        exact(text, found)
    assert spent[1] < 8 * 3 * max(spent[0], 0.02)  # eight times the text; quadratic work would take 64 times


def test_digests_are_read(tmp_path: Path) -> None:
    statement = {
        "at": "The road is closed, she said, for the summer.",
        "content": ["The road is closed", "for the summer"],
    }
    said = {"statements": [statement | {"speaker": "she", "cue": "said"}]}
    (tmp_path / "a.json").write_text(json.dumps(said), "utf-8")
    (tmp_path / "a.txt").write_text("Shells. The road is closed, she said, for the summer.", "utf-8")
    (digest,) = read_digests(tmp_path)
    (one,) = digest.attributions
    assert [span.of(digest.text) for span in one.content] == ["The road is closed", "for the summer"]
    assert one.source == (Span(28, 31),)
    said["statements"][0]["content"] = ["The gate"]
    (tmp_path / "a.json").write_text(json.dumps(said), "utf-8")
    with pytest.raises(BadInput):
        list(read_digests(tmp_path))


def test_the_corpus_is_read_text_by_text(tmp_path: Path) -> None:
    for folder in ("ann", "text"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ann" / "a_1f.ann").write_text(STANDOFF, "utf-8")
    with pytest.raises(BadInput):
        list(read_corpus(tmp_path))
    (tmp_path / "text" / "a.txt").write_text("Ada said it is over.", "utf-8")
    assert [len(text.attributions) for text in read_corpus(tmp_path)] == [1]


STANDOFF = (
    "T1\tSource 0 3\tAda\nT2\tCue 4 8\tsaid\nT3\tContent 9 13;14 19\tit is over.\nT4\tAttribution 4 8\tsaid\n"
    "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\nT5\tDiscuss 0 3\tAda\n"
)


def test_annotations_are_read() -> None:
    (one,) = read_annotations(STANDOFF, "Ada said it is over.")
    assert one == Annotated((Span(9, 13), Span(14, 19)), (Span(0, 3),), (Span(4, 8),))


@pytest.mark.parametrize("broken", ["T1\tSource 0 99\tAda", "T1\tSource x y\tAda", "E1\tAttribution:T9 Content:T8"])
def test_broken_annotations_are_refused(broken: str) -> None:
    with pytest.raises(BadInput):
        read_annotations(broken, "Ada said it is over.")


def test_the_score_counts_contents_and_speakers() -> None:
    text = 'Ada said the road is closed. "No," Bo cried.'
    annotated = [
        Annotated((Span(9, 27),), (Span(0, 3),), (Span(4, 8),)),
        Annotated((Span(29, 34),), (Span(35, 37),), (Span(38, 43),)),
        Annotated((Span(0, 3),), (), ()),
    ]
    found = [
        Found((Span(9, 27),), Span(4, 8), 0),
        Found((Span(29, 34),), Span(38, 43), 0),
        Found((Span(4, 8),), None, None),
    ]
    counts = score(annotated, found, text)
    assert counts["all"] == Counts(3, 3, 2, 2, 1, 1)
    assert counts["speech"] == Counts(2, 2, 2, 2, 1, 1)
    assert counts["direct"] == Counts(1, 1, 1, 1, 0, 0)
    assert counts["all"].speaker_right == 0.5


def test_speech_and_direct() -> None:
    text = "told denied according to : liked “a” \"b\" ''c'' d"
    assert all(
        is_speech([Span(text.index(w), text.index(w) + len(w))], text) for w in ("told", "denied", "according to", ":")
    )
    assert not is_speech([Span(text.index("liked"), text.index("liked") + 5)], text)
    assert is_direct([Span(text.index("“"), len(text))], text)
    assert not is_direct([Span(len(text) - 1, len(text))], text)


@pytest.mark.shared
@pytest.mark.skipif(not (CORPUS / "dev").is_dir(), reason="no annotated texts beside the checkout")
def test_on_annotated_news() -> None:
    sums: dict[str, Counts] = {}
    for text in read_corpus(CORPUS / "dev"):
        lines = [(at, line) for at, line in _lines(text.text) if line]
        chosen = [(Block("paragraph", Span(at, at + len(line))), at) for at, line in lines]
        parsed = list(parse_blocks(text.text, chosen))
        found = [Found(one.content, one.cue, _head(one, parsed)) for one in find(text.text, parsed)]
        for name, counts in score(text.attributions, found, text.text).items():
            sums[name] = sums.get(name, Counts()) + counts
    assert sums["all"].with_speaker[2] >= 0.56
    assert sums["speech"].with_speaker[2] >= 0.65
    assert sums["direct"].with_speaker[2] >= 0.73
    assert sums["all"].speaker_right >= 0.93


def _lines(text: str) -> list[tuple[int, str]]:
    made, at = [], 0
    for line in text.split("\n"):
        made.append((at + len(line) - len(line.lstrip()), line.strip()))
        at += len(line) + 1
    return made


def _head(one: Attribution, parsed: list[Parsed]) -> int | None:
    if one.speaker is None:
        return None
    for each in parsed:
        words = each.words(one.speaker)
        if words is not None:
            return each.start + words.root.idx
    return one.speaker.start
