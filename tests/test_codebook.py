"""Codebooks: what a text can't hold, what those that come with Probata hold, editions compared, lists of codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.app import coding_books
from probata.errors import BadInput
from probata.examination.codebook import KEYS, KINDS, Code, Codebook, Question, changes
from probata.examination.codebook_reading import RESERVED, SHIPPED, parse, shipped
from probata.examination.codebook_writing import question_text, text

SMALL = """
codebook = "small"
title = "A small one"
[schemes]
sign = [{ code = "present" }, { code = "absent" }, { code = "not-visible", missing = true }]
[[questions]]
id = "burns"
text = "Burns"
scheme = "sign"
[[questions]]
id = "where"
text = "Where?"
kind = "several"
codes = [{ code = "arm" }, { code = "leg" }, { code = "nowhere", alone = true }]
asked_if = { burns = ["present"] }
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('codebook = "small"', 'codebok = "small"', "unknown key 'codebok' (did you mean codebook?)"),
        ('codebook = "small"', "", "codebook; expected 1 to 64 letters"),
        ('title = "A small one"', "", "title; expected text"),
        ('title = "A small one"', 'title = "a\\u001b[2J"', "text that can be shown"),
        ('title = "A small one"', 'title = "A"\nedition = 0', "a whole number from 1"),
        ('title = "A small one"', 'title = "A"\nsettled = "most"', "settled; expected alike, majority"),
        ('text = "Burns"', 'text = "Burns"\nscael = "ordinal"', "line 7, question burns: unknown key 'scael' (did you"),
        ('text = "Burns"', 'text = ""', "question burns: text"),
        ('id = "burns"', 'id = "note"', "question note; expected another id"),
        ('id = "burns"', 'id = "where"', "where twice"),
        ('scheme = "sign"', 'scheme = "sing"', "did you mean sign?"),
        ('scheme = "sign"', "", "either scheme or codes; found neither"),
        ('scheme = "sign"', 'scheme = "sign"\ncodes = []', "found both"),
        ('kind = "several"', 'kind = "many"', "kind; expected one, several"),
        ('kind = "several"', 'kind = "several"\nscale = "ordinal"', "nominal where several answers"),
        ('{ code = "arm" }', '{ code = "leg" }', "leg twice"),
        ('{ code = "arm" }', '{ code = "arm", key = "2" }', "keys; expected each once"),
        ('{ code = "arm" }', '{ code = "arm", key = "u" }', "key; expected one of"),
        ('{ code = "arm" }', '{ code = "arm", alone = 1 }', "code arm: alone; expected true or false"),
        ('{ code = "arm" }, { code = "leg" }, ', "", "2 to 33 codes"),
        ('{ code = "present" }, { code = "absent" }, ', '{ code = "a", missing = true }, ', "all of them missing"),
        ('burns = ["present"]', 'bruns = ["present"]', "did you mean burns?"),
        ('burns = ["present"]', 'burns = ["presnt"]', "did you mean present?"),
        ('burns = ["present"]', 'where = ["arm"]', "a question before it"),
        ('burns = ["present"]', "burns = 1", "a list of codes"),
        ("[schemes]", "[schemes", "not valid TOML"),
    ],
)
def test_what_cant_be_is_named(old, new, said):
    assert len(KEYS) == 33
    assert old in SMALL
    with pytest.raises(BadInput) as caught:
        parse(SMALL.replace(old, new).encode(), "small.toml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("small.toml")


def test_bytes_that_are_no_text_and_texts_that_are_too_long_are_refused():
    with pytest.raises(BadInput, match="not valid TOML in UTF-8"):
        parse(b"\xff\xfe")
    with pytest.raises(BadInput, match="too large"):
        parse(b"#" * (1 << 20) + b"#")
    with pytest.raises(BadInput, match="deceased, photographs"):
        shipped("../deceased")


@pytest.mark.parametrize("name", SHIPPED)
def test_those_that_come_with_probata_can_be_answered_by_keys_and_say_what_they_mean(name):
    book = parse(shipped(name), name)
    assert book.codebook == name
    for question in book.questions:
        assert question.help, question.id
        assert question.section, question.id
        keys = [code.key for code in question.codes]
        assert len(set(keys)) == len(keys)
        assert not set(keys) & set("jku?/ ")
        assert {"none", "nowhere"} & {code.code for code in question.codes} <= question.alone or question.kind == "one"
    assert parse(text(book).encode()) == book


def test_the_default_one_keeps_what_is_seen_apart_from_what_is_inferred_and_is_not_too_long():
    book = parse(shipped("deceased"))
    levels = ["not-consistent", "consistent", "highly-consistent", "typical", "diagnostic", "cannot-tell"]
    causes = [each for each in book.questions if each.about == "cause" and each.id != "cause-of-death"]
    assert len(causes) > 5
    assert all([code.code for code in each.codes] == levels and each.scale == "ordinal" for each in causes)
    for question in book.questions:
        codes = {code.code for code in question.codes}
        if "absent" in codes:
            assert codes == {"present", "absent", "not-visible", "cannot-tell"}
            assert question.missing == {"not-visible", "cannot-tell"}
        assert all(book.question(name).about != "cause" for name in question.asked_if)
    order = [each.about for each in book.questions]
    assert order.index("cause") > max(place for place, about in enumerate(order) if about != "cause")
    assert 40 <= len(book.asked({})) <= 60
    most = {each.id: each.codes[0].code if each.id != "injury-number" else "many" for each in book.questions}
    assert len(book.asked(most)) <= 60


IDENTIFIERS = st.text("abcXYZ019-_", min_size=1, max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@st.composite
def questions(draw, name):
    codes = draw(st.lists(IDENTIFIERS, min_size=2, max_size=6, unique=True))
    made = tuple(
        Code(code, draw(TEXTS), KEYS[place], draw(TEXTS), place > 0 and draw(st.booleans()), draw(st.booleans()))
        for place, code in enumerate(codes)
    )
    kind = draw(st.sampled_from(KINDS))
    return Question(name, draw(TEXTS), draw(TEXTS), draw(TEXTS), kind, "nominal", "finding", made, {})


@given(st.data())
def test_what_is_written_is_read_back_as_it_was(data):
    names = data.draw(
        st.lists(IDENTIFIERS.filter(lambda name: name not in RESERVED), min_size=1, max_size=4, unique=True)
    )
    found = [data.draw(questions(name)) for name in names]
    if len(found) > 1:
        first = found[0]
        made = {
            **{slot: getattr(found[1], slot) for slot in Question.__slots__},
            "asked_if": {first.id: (first.codes[0].code,)},
        }
        found[1] = Question(**made)
    book = Codebook(
        "made", data.draw(st.integers(1, 99)), data.draw(TEXTS), "en", "person", "", tuple(found), "majority"
    )
    assert parse(text(book).encode()) == book


def test_editions_are_compared():
    before = parse(SMALL.encode())
    after = parse(
        SMALL.replace('title = "A small one"', 'title = "Another"\nedition = 2\nsettled = "majority"')
        .replace('{ code = "arm" }, { code = "leg" }', '{ code = "leg", label = "the leg" }, { code = "head" }')
        .replace('text = "Burns"', 'text = "Burned skin"')
        .encode()
    )
    assert [(each.question, each.what) for each in changes(before, after)] == [
        ("", "another title"), ("", "another settled"), ("burns", "another text"), ("where", "code arm is gone"),
        ("where", "code head is new"), ("where", "code leg has another label"),
    ]  # fmt: skip
    assert not list(changes(before, parse(text(before).encode())))
    turned = parse(text(before).replace('code = "arm", label = "arm"', 'code = "x"').encode())
    assert ("where", "code arm is gone") in [(each.question, each.what) for each in changes(before, turned)]


def test_a_question_that_rests_on_one_that_is_not_asked_is_not_asked():
    chain = SMALL + '[[questions]]\nid = "deep"\ntext = "Deep?"\nscheme = "sign"\nasked_if = { where = ["arm"] }\n'
    book = parse(chain.encode())
    assert [each.id for each in book.asked({"burns": "present", "where": "leg arm"})] == ["burns", "where", "deep"]
    assert [each.id for each in book.asked({"burns": "absent", "where": "arm"})] == ["burns"]


@pytest.mark.parametrize(
    ("table", "under", "codes"),
    [
        ("code,label\n01,shot\n02,struck\n", "", ["01", "02", "cannot-tell"]),
        ("Code;Term;Parent\nA;all;\nA1;shot;A\nA2;struck;A\nA3;other;A\n", "A", ["A1", "A2", "A3", "cannot-tell"]),
        ("huri_code,english\n010000,all\n010100,shot\n010200,struck\n010201,with a rod\n", "010000",
         ["010100", "010200", "cannot-tell"]),
        ("code,label\n1,all\n1.1,shot\n1.2,struck\n1.2.1,with a rod\n", "1", ["1-1", "1-2", "cannot-tell"]),
    ],
)  # fmt: skip
def test_a_list_of_codes_becomes_a_question(tmp_path, table, under, codes):
    path = tmp_path / "codes.csv"
    path.write_text(table)
    made = coding_books.imported(path, "how", 'How "exactly"?', under)
    assert [each.code for each in made.codes] == codes
    assert made.missing == {"cannot-tell"}
    book = parse(f'codebook = "b"\ntitle = "t"\n{question_text(made)}'.encode())
    assert book.questions == (made,)
    assert book.questions[0].text == 'How "exactly"?'


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("code,label\n" + "".join(f"{place},x\n" for place in range(40)), "2 to 32"),
        ("code,label\n" + "".join(f"{place:02}00,x\n{place:02}01,y\n" for place in range(1, 40)), "--under: 0100"),
        ("number,label\n1,x\n", "columns"),
        ("code,label\na b,x\na-b,y\n", "a-b twice"),
    ],
)
def test_a_list_of_codes_that_cant_be_a_question_is_refused(tmp_path, table, said):
    path = tmp_path / "codes.csv"
    path.write_text(table)
    with pytest.raises(BadInput) as caught:
        coding_books.imported(path, "how", "How?")
    assert said in str(caught.value)
