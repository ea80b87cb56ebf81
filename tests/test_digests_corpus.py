"""The annotated digests: every page loads, the two parts share no world, and there is as much as their README says."""

import re
from collections.abc import Callable

import pytest

from digests_corpus import FOLDER, PARTS, NotFound, Page, Part, Statement, _Place, load

COUNTS: dict[str, Callable[[Statement], int]] = {
    "statements": lambda s: 1,
    "mode: direct": lambda s: s.mode == "direct",
    "mode: indirect": lambda s: s.mode == "indirect",
    "mode: mixed": lambda s: s.mode == "mixed",
    "kind: assertion": lambda s: s.kind == "assertion",
    "kind: denial": lambda s: s.kind == "denial",
    "kind: commitment": lambda s: s.kind == "commitment",
    "kind: demand": lambda s: s.kind == "demand",
    "kind: condemnation": lambda s: s.kind == "condemnation",
    "kind: withdrawal": lambda s: s.kind == "withdrawal",
    "kind: question": lambda s: s.kind == "question",
    "kind: report": lambda s: s.kind == "report",
    "nested (within another)": lambda s: s.within is not None,
    "without a speaker": lambda s: s.speaker is None,
    "without a cue": lambda s: s.cue is None,
    "negated": lambda s: s.negated,
    "anonymous": lambda s: s.anonymous,
    "via": lambda s: s.via is not None,
    "on behalf of": lambda s: s.on_behalf_of is not None,
    "addressee": lambda s: s.addressee is not None,
    "occasion": lambda s: s.occasion is not None,
    "place": lambda s: s.place is not None,
    "hedges of the reporter": lambda s: sum(h.owner == "reporter" for h in s.hedges),
    "hedges of the speaker": lambda s: sum(h.owner == "speaker" for h in s.hedges),
    "figures": lambda s: len(s.figures),
    "figures with another’s claim": lambda s: sum(f.claimant is not None for f in s.figures),
    "dates": lambda s: len(s.dates),
    "commitments with their terms": lambda s: s.commitment is not None,
    "terms: with a condition": lambda s: s.commitment is not None and s.commitment.condition is not None,
    "terms: with a deadline": lambda s: s.commitment is not None and s.commitment.deadline is not None,
    "terms: not to do something": lambda s: s.commitment is not None and s.commitment.negative,
}
_ROW = re.compile(r"\| ([^|]+) \| (\d+) \| (\d+) \|")


@pytest.fixture(scope="module")
def pages() -> dict[Part, list[Page]]:
    return {part: load(part) for part in PARTS}


def test_every_span_lies_where_its_annotation_says(pages: dict[Part, list[Page]]) -> None:
    for page in (page for part in PARTS for page in pages[part]):
        for statement in page.statements:
            spans = [*statement.content, statement.speaker, statement.cue, statement.via, statement.on_behalf_of]
            spans += [*(h.span for h in statement.hedges), *(f.span for f in statement.figures)]
            assert all(span.within(statement.at) and span.start < span.end for span in spans if span is not None)
            assert statement.kind != "commitment" or statement.commitment is not None, page.name
            assert list(statement.content) == sorted(statement.content), page.name


def test_a_nested_statement_lies_in_the_content_of_its_outer(pages: dict[Part, list[Page]]) -> None:
    for page in (page for part in PARTS for page in pages[part]):
        for statement in page.statements:
            if statement.within is not None:
                outer = page.statements[statement.within].content
                assert all(any(one.within(span) for span in outer) for one in statement.content), page.name


def test_the_parts_share_no_world_and_no_speaker(pages: dict[Part, list[Page]]) -> None:
    worlds = [{page.world for page in pages[part]} for part in PARTS]
    assert not worlds[0] & worlds[1]
    names = [
        {s.who for page in pages[part] for s in page.statements if sum(w[:1].isupper() for w in s.who.split()) > 1}
        for part in PARTS
    ]
    assert not names[0] & names[1]


def test_there_is_as_much_as_the_readme_says(pages: dict[Part, list[Page]]) -> None:
    stated = {row[1]: (int(row[2]), int(row[3])) for row in _ROW.finditer((FOLDER / "README.md").read_text("utf-8"))}
    assert set(COUNTS) < set(stated)
    for place, part in enumerate(PARTS):
        statements = [statement for page in pages[part] for statement in page.statements]
        assert len(pages[part]) >= stated["pages"][place]
        for name, count in COUNTS.items():
            assert sum(count(statement) for statement in statements) >= stated[name][place], name
        for form in (name.removeprefix("form: ") for name in stated if name.startswith("form: ")):
            assert sum(page.form == form for page in pages[part]) >= stated[f"form: {form}"][place], form


def test_there_are_forty_pages_and_each_is_a_page(pages: dict[Part, list[Page]]) -> None:
    every = [page for part in PARTS for page in pages[part]]
    assert len(every) >= 44
    assert all(150 <= len(page.text.split()) <= 350 for page in every)
    assert all(len(page.statements) >= 6 for page in every)


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        ({"at": "ice", "content": ["ice"]}, "occurs 2 times"),
        ({"at": "He said the ice held.", "content": ["the ice melted"]}, "'the ice melted' is not in `at`"),
        (
            {"at": "He said the ice held.", "content": ["ice held", "the ice"]},
            "'the ice' is not in `at`, or not in order",
        ),
        ({"at": "He said the ice held.", "content": ["the ice held"], "cue": "held"}, "'held' is not in `at` outside"),
        ({"at": "He said the ice held.", "content": ["the ice held"], "mode": "loud"}, "'loud' is none of"),
        ({"at": "He said the ice held.", "content": ["the ice held"], "within": 3}, "`within` 3 is no statement"),
        ({"at": "He said the ice held.", "content": ["the ice held"], "speaker": "e"}, "'e' is not in `at`"),
    ],
)
def test_an_annotation_that_does_not_fit_is_named(annotation: dict[str, object], said: str) -> None:
    with pytest.raises(NotFound, match="page, statement 0") as raised:
        _Place("page, statement 0", "He said the ice held. No ice held.", annotation).statement(1)
    assert said in str(raised.value)


def test_a_word_is_found_as_a_whole_word_and_outside_the_content() -> None:
    annotation = {"at": "“The theme he said he chose,” he said.", "content": ["“The theme he said he chose,”"]}
    place = _Place("page", annotation["at"], annotation | {"speaker": "he", "cue": "said"})
    statement = place.statement(1)
    assert statement.speaker is not None
    assert statement.cue is not None
    assert (statement.speaker.start, statement.cue.start) == (30, 33)
