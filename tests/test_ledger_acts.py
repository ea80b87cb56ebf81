"""Acts: what is written is what is read, and nothing else is read."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_making import digest, intake, judged, key, opened, sealed
from probata.digest import Digest, canonical_json
from probata.errors import ProbataError
from probata.ledger.acts import (
    ACTS,
    Act,
    HeadAnchored,
    InquiryOpened,
    KeyAdded,
    LinkJudged,
    NumberSet,
    PersonsMerged,
    PersonSplit,
    PhotographerSet,
)
from probata.ledger.acts_audits import AuditAnswered, AuditDrawn
from probata.ledger.acts_checks import numbered
from probata.ledger.acts_examination import (
    CodebookAdopted,
    CodingAdjudicated,
    CodingAssigned,
    RecordsJudged,
    SampleDrawn,
    UnitCoded,
)
from probata.ledger.acts_json import decode, encode
from probata.ledger.acts_statements import (
    CommitmentRecorded,
    CommitmentsLinked,
    ConsistencyAssessed,
    FigureClaimed,
    ReplyRecorded,
    StatementJudged,
)
from probata.ledger.unsound import Unsound

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
DIGESTS = st.binary(min_size=32, max_size=32).map(lambda raw: Digest(raw.hex()))
IDENTIFIERS = st.text("abcXYZ019-_", min_size=1, max_size=64)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz/._-0123456789", min_size=1)


def values(hint: object) -> st.SearchStrategy[object]:
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    known: dict[object, st.SearchStrategy[object]] = {str: TEXT, int: st.integers(0, 2**53 - 1), Digest: DIGESTS}
    known[Mapping[str, str]] = st.dictionaries(IDENTIFIERS, IDENTIFIERS, min_size=1)
    return known.get(hint, st.dictionaries(NAMES, DIGESTS))


@st.composite
def any_act(draw: st.DrawFn) -> Act:
    kind = draw(st.sampled_from(ACTS))
    hints = get_type_hints(kind)
    made = {f.name: draw(values(hints[f.name])) for f in fields(kind) if f.name not in ("public_key", "fingerprint")}
    if kind in (InquiryOpened, KeyAdded):
        public = draw(st.binary(min_size=32, max_size=32))
        made |= {"public_key": public, "fingerprint": Digest.of(public)}
    if kind.kind == "key-retired":
        made["fingerprint"] = draw(DIGESTS)
    if kind is InquiryOpened:
        made["inquiry"] = draw(IDENTIFIERS)
    if kind in (LinkJudged, PersonsMerged, RecordsJudged):
        made["a"], made["b"] = sorted(draw(st.lists(DIGESTS, min_size=2, max_size=2, unique=True)))
    if kind is HeadAnchored and made["how"] == "rfc3161":
        made["evidence"] = draw(DIGESTS).hex
    return kind(**made | _fitting(draw, kind, made.get("exhibit")))  # type: ignore[arg-type]


def _fitting(draw: st.DrawFn, kind: type[Act], exhibit: object) -> dict[str, object]:
    """Values of fields that an act holds to more than their type."""
    if kind is PersonSplit:
        drawn = draw(st.lists(DIGESTS, min_size=2, max_size=8, unique=True))
        return {"part": numbered(drawn[:-1]), "rest": numbered(drawn[-1:])}
    if kind is NumberSet:
        return {"value": draw(st.from_regex(r"[0-9]{1,18}(-[a-z])?|illegible|absent", fullmatch=True))}
    if kind is PhotographerSet:
        days = sorted(draw(st.lists(st.dates().map(str), min_size=2, max_size=2)))
        return {"photographer": draw(IDENTIFIERS)[:32], "first": draw(st.sampled_from(["", days[0]])), "last": days[1]}
    if kind is AuditDrawn:
        return {"audit": draw(IDENTIFIERS), "size": draw(st.integers(1, 2**53 - 1))}
    if kind is CodebookAdopted:
        return {"codebook": draw(IDENTIFIERS), "edition": draw(st.integers(1, 99))}
    if kind is SampleDrawn:
        clusters = draw(st.sampled_from(["none", "folder"]))
        return {
            "sample": draw(IDENTIFIERS), "size": draw(st.integers(1, 99)), "strata": draw(IDENTIFIERS),
            "clusters": clusters, "per_cluster": 0 if clusters == "none" else draw(st.integers(0, 9)),
        }  # fmt: skip
    if kind is CodingAssigned:
        codes = draw(st.lists(st.text("abcXYZ019-_", min_size=1, max_size=32), min_size=1, max_size=5, unique=True))
        return {
            "assignment": draw(IDENTIFIERS), "sample": draw(IDENTIFIERS), "units": draw(st.integers(1, 99)),
            "examiners": {str(place): code for place, code in enumerate(codes, start=1)},
            "per_unit": draw(st.integers(1, len(codes))),
        }  # fmt: skip
    if kind is UnitCoded:
        examiner = draw(IDENTIFIERS)[:32]
        return {"assignment": draw(IDENTIFIERS), "examiner": examiner, "occasion": draw(st.sampled_from([1, 2]))}
    if kind is CodingAdjudicated:
        names = {name: draw(IDENTIFIERS) for name in ("assignment", "question", "code")}
        return names | {"adjudicator": draw(IDENTIFIERS)[:32]}
    if kind is AuditAnswered:
        assert isinstance(exhibit, Digest)
        shows = draw(st.sampled_from(["person", "nobody", "cannot-tell"]))
        members = numbered([exhibit, *draw(st.lists(DIGESTS, max_size=4))]) if shows == "person" else {}
        count = draw(st.integers(1, 2**53 - 1)) if shows == "person" else 0
        found = draw(st.sampled_from([({}, count), (members, len(members))]))
        return {"audit": draw(IDENTIFIERS), "shows": shows, "members": found[0], "photographs": found[1]}
    return _fitting_statements(draw, kind)


def _fitting_statements(draw: st.DrawFn, kind: type[Act]) -> dict[str, object]:
    """Values of fields of acts on statements."""
    words, names = TEXT.filter(str.strip), st.lists(IDENTIFIERS, min_size=2, max_size=2, unique=True)
    periods = st.sampled_from(["", "2031", "2031-01", "2031-01-19"])
    if kind is StatementJudged:
        quote, start = draw(words), draw(st.integers(0, 10**6))
        return {"quote": quote, "start": start, "end": start + len(quote)}
    if kind is CommitmentRecorded:
        parts = draw(st.lists(TEXT, min_size=1, max_size=3))
        return {
            "commitment": draw(IDENTIFIERS), "party": draw(words), "made": draw(periods), "deadline": draw(periods),
            "provisions": {str(place): part for place, part in enumerate(parts, start=1)},
        }  # fmt: skip
    if kind is CommitmentsLinked:
        a, b = draw(names)
        return {"a": a, "b": b}
    if kind is ConsistencyAssessed:
        return {"commitment": draw(IDENTIFIERS), "reason": draw(words)}
    if kind is ReplyRecorded:
        date = draw(st.sampled_from(["", "2031-01-19"]))
        return {"about": draw(IDENTIFIERS), "date": date, "words": draw(words), "exhibit": ""}
    if kind is FigureClaimed:
        low, high = sorted(draw(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=2)))
        return {
            "claim": draw(IDENTIFIERS), "low": str(low), "high": str(high), "unit": draw(words), "date": draw(periods),
        }  # fmt: skip
    return {}


@given(any_act())
def test_what_is_written_is_what_is_read(act: Act) -> None:
    written = canonical_json(encode(act))
    assert decode(json.loads(written)) == act
    assert canonical_json(encode(decode(json.loads(written)))) == written


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner)
    )
)
def test_anything_else_is_unsound_and_nothing_more(value: object) -> None:
    with pytest.raises(Unsound):
        decode(value)


@given(any_act(), st.data())
def test_a_field_more_less_or_of_another_type_is_unsound(act: Act, data: st.DataObject) -> None:
    record = encode(act)
    name = data.draw(st.sampled_from(sorted(record)))
    with pytest.raises(Unsound):
        decode({key: value for key, value in record.items() if key != name})
    with pytest.raises(Unsound):
        decode({**record, "more": 1})
    wrong = data.draw(st.sampled_from([None, True, -1, [], {"x": 1}, 1 if isinstance(record[name], str) else "text"]))
    with pytest.raises(Unsound):
        decode({**record, name: wrong})


def test_kinds_and_versions_are_each_there_once() -> None:
    names = [(act.kind, act.version) for act in ACTS]
    assert len(set(names)) == len(names)


def test_the_vocabulary_is_written_as_it_ever_was() -> None:
    """Old ledgers hold these bytes; a change here needs a new version, not a new text."""
    assert canonical_json(encode(judged())) == (
        b'{"a":"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d",'
        b'"b":"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb","kind":"link-judged",'
        b'"link":"person","reason":"the same number on the card","verdict":"same","version":1}'
    )
    assert sorted(encode(intake())) == [
        "bytes", "custody", "files", "finished", "handed_over_by", "intake", "kind", "known", "machine", "new",
        "refused", "root", "source", "source_kind", "started", "taken_by", "tool", "version",
    ]  # fmt: skip
    assert canonical_json(encode(PersonSplit(numbered([digest("a")]), numbered([digest("b")]), "two faces"))) == (
        b'{"kind":"person-split","part":{"1":"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},'
        b'"reason":"two faces",'
        b'"rest":{"1":"3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"},"version":1}'
    )
    assert sorted(encode(answered("nobody", 0, {}))) == [
        "audit", "exhibit", "kind", "members", "photographs", "reason", "shows", "version",
    ]  # fmt: skip
    assert sorted(encode(sealed())) == ["count", "figures", "inputs", "kind", "tool", "version"]
    record = encode(opened(key()))
    assert sorted(record) == ["fingerprint", "holder", "inquiry", "kind", "public_key", "title", "version"]
    assert base64.b64decode(str(record["public_key"])) == key().public


@pytest.mark.parametrize("inquiry", ["", "../x", "a/b", "x" * 65, "é"])
def test_an_inquiry_is_named_so_that_it_can_name_a_file(inquiry: str) -> None:
    with pytest.raises(ProbataError, match="letters, digits"):
        opened(key(), inquiry)


def test_links_are_in_order_and_tokens_are_digests() -> None:
    with pytest.raises(ProbataError):
        LinkJudged("person", digest("a"), digest("a"), "same", "")
    with pytest.raises(ProbataError):
        HeadAnchored(digest("a"), "rfc3161", "page 1")
    with pytest.raises(ProbataError):
        KeyAdded("Grace", digest("another"), key().public)


def answered(shows: str, photographs: int, members: dict[str, Digest]) -> AuditAnswered:
    return AuditAnswered("first", digest("a"), shows, photographs, members, "")  # type: ignore[arg-type]


MANY = numbered(digest(str(number)) for number in range(201))
REFUSED: dict[str, Callable[[], Act]] = {
    "a digest above a": lambda: PersonsMerged(digest("a"), digest("a"), ""),
    "part: 1 to 200": lambda: PersonSplit({}, numbered([digest("a")]), ""),
    "rest: 1 to 200": lambda: PersonSplit(numbered([digest("a")]), MANY, ""),
    "no photograph of part": lambda: PersonSplit(numbered([digest("a")]), numbered([digest("a"), digest("b")]), ""),
    "part: different digests": lambda: PersonSplit({"2": digest("a")}, numbered([digest("b")]), ""),
    "rest: different digests": lambda: PersonSplit(numbered([digest("a")]), {"1": digest("b"), "2": digest("b")}, ""),
    "audit: 1 to 64": lambda: AuditDrawn("a b", "1", 1, "none", digest("f"), ""),
    "size: 1 or more": lambda: AuditDrawn("first", "1", 0, "none", digest("f"), ""),
    "1 or more of a person": lambda: answered("person", 0, {}),
    "0 of nobody": lambda: answered("nobody", 1, {}),
    "0 of nobody, found 1 of cannot-tell": lambda: answered("cannot-tell", 1, {}),
    "all 2 photographs": lambda: answered("person", 2, numbered([digest("a")])),
    "the drawn photograph among them": lambda: answered("person", 1, numbered([digest("b")])),
}


@pytest.mark.parametrize("message", REFUSED)
def test_an_act_that_means_nothing_is_refused(message: str) -> None:
    with pytest.raises(Unsound, match=re.escape(message.split(", found")[0])):
        REFUSED[message]()


@pytest.mark.parametrize("value", ["", "12a", "12-A", "-a", "٤٢", "1" * 19, "12-ab", "Absent", "1\n", " 1"])
def test_a_number_is_digits_with_a_suffix_or_a_word(value: str) -> None:
    with pytest.raises(Unsound, match="digits"):
        NumberSet(digest("a"), "detainee", value, "")


def test_a_set_of_exhibits_has_one_spelling() -> None:
    low, high = sorted([digest("a"), digest("b")])
    assert numbered([high, low, high]) == {"1": low, "2": high}


@pytest.mark.parametrize("text", ["A", "AA==\n", "AB==", "é", "A A=", "-_=="])
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(Unsound):
        decode({**encode(KeyAdded("Grace", key().fingerprint, key().public)), "public_key": text})


@pytest.mark.parametrize("inputs", [[], "x", {"a": 1}, {"a": "x"}, {"a": []}])
def test_inputs_map_names_to_digests(inputs: object) -> None:
    with pytest.raises(Unsound):
        decode({**encode(sealed()), "inputs": inputs})


def test_unsound_is_one_printable_line() -> None:
    error = Unsound("act-unknown", "x", "\x1b[31m\n" + "y" * 500)
    assert "\x1b" not in str(error)
    assert len(str(error)) < 400
