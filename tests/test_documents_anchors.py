"""Anchors: found again exactly, or said to be elsewhere, or an orphan; never moved in silence."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents_making import feed, mail, page, pdf, warc
from probata.documents.anchors import (
    Found,
    Orphan,
    Selector,
    digest_of_text,
    find_again,
    from_utf16,
    selector_from,
    selector_of,
    source_of,
    to_utf16,
)
from probata.documents.dateline import find_dateline
from probata.documents.document import Span
from probata.documents.reading import read_document
from probata.documents.times import read_time
from probata.readings.analyser import Failed, read
from probata.readings.analysers.document import DocumentAnalyser, document_of

TEXTS = st.text(st.sampled_from("ab“😀\u202b\n é"), min_size=1, max_size=60)


@given(TEXTS, st.data())
def test_a_passage_of_the_same_text_is_where_it_was(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    selector = selector_of(text, span)
    assert find_again(text, selector) == Found(span, moved=False)
    assert selector_from(selector.record()) == selector


@given(TEXTS, TEXTS, st.data())
def test_in_another_text_the_words_are_found_or_it_is_an_orphan(text, other, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = find_again(other, selector_of(text, span))
    if isinstance(found, Found):
        assert found.span.of(other) == span.of(text)
        assert found.moved == (found.span != span)
    else:
        assert found.reason


@given(TEXTS)
def test_utf16_and_back(text):
    for offset in range(len(text) + 1):
        assert from_utf16(text, to_utf16(text, offset)) == offset
    assert to_utf16(text, len(text)) == len(text.encode("utf-16-le")) // 2


def test_no_place_within_a_character():
    for offset in (1, 3, -1):
        with pytest.raises(ValueError, match="boundary"):
            from_utf16("😀", offset)


def test_what_moved_is_said():
    text = "The minister said no. The spokesman said no."
    selector = selector_of(text, Span(36, 44))
    assert selector.exact == "said no."
    assert find_again("Corrected. " + text, selector) == Found(Span(47, 55), moved=True)


def test_in_doubt_there_is_no_place():
    selector = Selector(100, 107, "said no", "x", "y")
    assert find_again("He said no. She said no.", selector) == Orphan("the words stand in other surroundings")
    assert find_again("He said no. She said no.", Selector(100, 107, "said no")) == Orphan(
        "the words are in the text more than once"
    )
    assert find_again("He left.", selector) == Orphan("the words are not in the text")
    assert find_again("He left.", Selector(0, 0, "")) == Orphan("no quotation to look for")


def test_prefix_and_suffix_decide():
    text = "He said no. She said no."
    found = find_again(text, Selector(100, 107, "said no", "She ", "."))
    assert found == Found(Span(16, 23), moved=True)


@pytest.mark.parametrize(
    "record",
    [[], [{"type": "TextPositionSelector", "start": 1, "end": 2}], [{"type": "TextQuoteSelector", "exact": 3}]],
)
def test_selectors_of_others_are_checked(record):
    with pytest.raises(ValueError, match="quotation"):
        selector_from(record)


def test_a_span_outside_the_text_has_no_selector():
    with pytest.raises(ValueError, match="no passage"):
        selector_of("text", Span(2, 9))


def test_the_digest_is_of_the_text_in_utf8():
    assert digest_of_text("“é”") == hashlib.sha256("“é”".encode()).hexdigest()


def test_a_passage_leads_back_to_its_bytes():
    data = page("<p>He said <b>no</b> and left.</p><p>End.")
    document = read_document(data)
    start = document.text.index("said no")
    pieces = source_of(document, Span(start, start + 7))
    assert [data[piece.start : piece.end] for piece in pieces] == [b"He said ", b"no"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("VELDHAVEN, 20 January (Agency) — The", ("VELDHAVEN", "20 January", "(Agency)")),
        ("PORT TOLM, Jan. 20 (VNA) - The", ("PORT TOLM", "Jan. 20", "(VNA)")),
        ("Veldhaven, 19/01/2031 – The", ("Veldhaven", "19/01/2031", None)),
        ("VELDHAVEN — The", ("VELDHAVEN", None, None)),
        ("VELDHAVEN, Veldland, Jan 19 —The", ("VELDHAVEN, Veldland", "Jan 19", None)),
        ("PORT TOLM (VNA) —“We", ("PORT TOLM", None, "(VNA)")),
        ("Veldhaven, 19 January 2031", ("Veldhaven", "19 January 2031", None)),
        ("VELDHAVEN, 19 January 2031. The", ("VELDHAVEN", "19 January 2031", None)),
        ("بلدة 20 يناير (وكالة) - قال", ("بلدة", "20 يناير", "(وكالة)")),
        ("Foreign minister – the", None),
        ("The plan of 20 January – which", None),
        ("In January (the first month) - the", None),
        ("Tuesday, 9 December 2031", None),
        ("UN: the", None),
        ("He said – that", None),
        ("", None),
    ],
)  # fmt: skip
def test_datelines(line, expected):
    for before in ("", "Before it.\n\n"):
        found = find_dateline(before + line, len(before))
        if expected is None:
            assert found is None
            continue
        parts = [found.place, found.date, found.agency]
        assert tuple(part and part.of(before + line) for part in parts) == expected
        assert found.span.start == len(before)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2031-01-19T18:30:00Z", "2031-01-19T18:30:00+00:00"),
        ("2031-01-19T18:30:00.123+0200", "2031-01-19T18:30:00+02:00"),
        ("2031-01", "2031-01"),
        ("20 January 2031", "2031-01-20"),
        ("Jan. 20, 2031 6:30 pm", "2031-01-20T18:30"),
        ("Mon, 20 Jan 2031 10:00:00 +0100", "2031-01-20T10:00:00+01:00"),
        ("19/01/2031", "2031-01-19"),
        ("03/04/2031", "2031"),
        ("20 de enero de 2031", "2031-01-20"),
        ("20 января 2031 года", "2031-01-20"),
        ("20 يناير 2031", "2031-01-20"),
    ],
)
def test_times(written, value):
    assert read_time(written, "text").value == value


@pytest.mark.parametrize(
    "written", ["", "never", "2031", "2031-13-01", "2031-02-30", "99:99", "31 Foo 2031", "0000-00"]
)
def test_what_is_no_time(written):
    assert read_time(written, "text") is None


DOCUMENTS = (
    page(
        "<h1>x</h1><p>By Ada Brenn</p><p>VELDHAVEN, 19 January 2031 — He said <a href=y>so</a>.</p><p>Sources: Courier"
    ),
    mail("Dear all"),
    feed("one", "two"),
    warc(("https://a.example/", "text/plain", b"words")),
    pdf("<p>words"),
)


@pytest.mark.parametrize("data", DOCUMENTS)
def test_a_reading_holds_the_document(data):
    analyser = DocumentAnalyser()
    row = read(analyser, data)
    assert not isinstance(row, Failed)
    assert set(row) == set(analyser.schema.names)
    document, again = read_document(data), document_of(row)
    assert again.text == document.text
    assert again.sections == document.sections
    assert again.blocks == document.blocks
    assert again.links == document.links
    assert again.oddities == document.oddities
    assert row["text_digest"] == digest_of_text(document.text)


def test_a_reading_of_a_picture_fails_with_its_kind():
    failed = read(DocumentAnalyser(), b"\xff\xd8\xff\xe0")
    assert isinstance(failed, Failed)
    assert failed.kind == "picture"
