"""An attribution as JSON: what is written is what is read, and every span can be checked."""

import json

from hypothesis import given
from hypothesis import strategies as st

from probata.attribution.attribute import attribute
from probata.attribution.attribution import Attribution, Dated, Hedge, Speaker, Stated, Terms
from probata.attribution.record import attribution_of, record_of
from probata.documents.document import Span
from probata.documents.reading import read_document

TEXT = (
    "Foreign Minister Ada Brenn said that, reportedly, at least 11,000 letters may be sent by 30 June, if all agree. "
    * 3
)
SPANS = st.tuples(st.integers(0, 150), st.integers(1, 60)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
MAYBE = st.none() | SPANS


@st.composite
def attributions(draw: st.DrawFn) -> Attribution:
    first = draw(SPANS)
    parts = (first, Span(first.end + 3, first.end + 9)) if draw(st.booleans()) else (first,)
    figure = Stated(draw(SPANS), 11000.0, 12000.5, draw(MAYBE), "letters", "at least", draw(MAYBE))
    terms = Terms(
        "pledge", draw(MAYBE), draw(SPANS), draw(MAYBE), draw(MAYBE), draw(MAYBE), draw(MAYBE), True, (draw(SPANS),)
    )
    return Attribution(
        content=parts,
        speaker=draw(MAYBE),
        cue=draw(MAYBE),
        mode=draw(st.sampled_from(["direct", "indirect", "mixed"])),
        rule="made",
        within=draw(st.integers(-1, 5)),
        kind=draw(st.sampled_from(["assertion", "commitment"])),
        hedges=tuple(Hedge(span, "reporter") for span in draw(st.lists(SPANS, max_size=2))),
        negated=draw(st.booleans()),
        via=draw(MAYBE),
        on_behalf_of=draw(MAYBE),
        addressee=draw(MAYBE),
        occasion=draw(MAYBE),
        place=draw(MAYBE),
        dates=(Dated(draw(SPANS), "2031-06-30", "deadline"),),
        anonymous=draw(st.booleans()),
        figures=(figure,) if draw(st.booleans()) else (),
        resolved=Speaker(draw(SPANS), "Ada Brenn", "foreign minister", "name") if draw(st.booleans()) else None,
        terms=terms if draw(st.booleans()) else None,
    )


@given(attributions())
def test_what_is_written_is_what_is_read(found: Attribution) -> None:
    record = json.loads(json.dumps(record_of(TEXT, found)))
    assert attribution_of(record) == found
    assert record["quote"] == TEXT[record["start"] : record["end"]]
    assert [part["words"] for part in record["parts"]] == [span.of(TEXT) for span in found.content]


def test_a_split_quotation_is_its_parts_and_the_quote_is_the_whole() -> None:
    text = "“We will come,” Ada Brenn said, “all of us.”"
    document = read_document(text.encode())
    records = [record_of(document.text, each) for each in attribute(document).found]
    (whole,) = [each for each in records if len(each["parts"]) == 2]  # type: ignore[arg-type]
    assert whole["content"] == "“We will come,” “all of us.”"
    assert whole["quote"] == document.text[whole["start"] : whole["end"]]  # type: ignore[misc]
    assert whole["speaker"] == "Ada Brenn"
