"""The measure itself, on pairs whose counts are known."""

from probata.attribution.attribution import Attribution, Hedge
from probata.documents.document import Span
from probata.proficiency.saying_score import (
    Pair,
    Rates,
    flag_rates,
    hedge_rates,
    kind_accuracy,
    kind_confusion,
    shared_words,
    span_rates,
)

TEXT = "A spokesman for the old navy reportedly told reporters that shots may have been fired, perhaps at night."


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def pair(annotated: dict[str, object], **changes: object) -> Pair:
    said = span("shots may have been fired, perhaps at night")
    return Pair(TEXT, Attribution((said,), None, None, "indirect", "made", **changes), annotated)  # type: ignore[arg-type]


def test_words_are_shared_with_their_counts():
    assert shared_words("the old navy", "The navy") == 2 / 3
    assert shared_words("of the of", "of the") == 2 / 3
    assert shared_words("navy", "army") == 0
    assert shared_words("…", "—") == 0


def test_a_hedge_needs_its_words_and_its_owner():
    found = (Hedge(span("reportedly"), "reporter"), Hedge(span("may"), "speaker"), Hedge(span("perhaps"), "reporter"))
    annotated = [{"words": "reportedly", "owner": "reporter"}, {"words": "may", "owner": "speaker"},
                 {"words": "perhaps", "owner": "speaker"}]  # fmt: skip
    assert hedge_rates([pair({"hedges": annotated}, hedges=found)]) == Rates(2, 1, 1)


def test_one_annotated_hedge_answers_for_one_predicted():
    found = (Hedge(span("may"), "speaker"), Hedge(span("may"), "speaker"))
    assert hedge_rates([pair({"hedges": [{"words": "may", "owner": "speaker"}]}, hedges=found)]) == Rates(1, 1, 0)


def test_spans_of_two_fields_count_together():
    pairs = [
        pair({"on_behalf_of": "the navy"}, on_behalf_of=span("the old navy")),
        pair({"on_behalf_of": "the army"}, on_behalf_of=span("the old navy")),
        pair({"via": "his lawyer"}),
        pair({}, via=span("A spokesman")),
        pair({"via": None, "on_behalf_of": None}),
    ]
    assert span_rates(pairs, ("via", "on_behalf_of")) == Rates(1, 2, 2)


def test_flags_and_kinds():
    pairs = [
        pair({"negated": True, "kind": "denial"}, negated=True, kind="denial"),
        pair({"negated": True, "kind": "denial"}),
        pair({}, negated=True),
    ]
    assert flag_rates(pairs, "negated") == Rates(1, 1, 1)
    assert kind_accuracy(pairs) == 2 / 3
    assert kind_confusion(pairs)[("denial", "assertion")] == 1


def test_rates_of_nothing_are_one():
    assert (Rates(0, 0, 0).precision, Rates(0, 0, 0).recall, Rates(0, 0, 0).f_score) == (1, 1, 1)
    assert Rates(1, 1, 0).f_score == 2 / 3
    assert kind_accuracy([]) == 1
