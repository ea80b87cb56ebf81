"""Speakers followed within one document: names, roles, pronouns, spokespersons, bodies, forms."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.attribution.attribution import Attribution, Mode, Speaker
from probata.attribution.parsed import Parsed, parse_blocks
from probata.attribution.speakers import resolve
from probata.documents.document import Block, Section, Span


def blocks_in(text: str) -> list[Block]:
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    return [Block("headline" if n == 0 and len(spans) > 1 else "paragraph", span) for n, span in enumerate(spans)]


def parsed_of(text: str) -> list[Parsed]:
    return list(parse_blocks(text, [(block, block.span.start) for block in blocks_in(text)]))


def attributions(text: str) -> tuple[str, list[Attribution]]:
    """A text with ``{speaker}`` and ``<content>`` marked, contents before or after their speaker, in pairs."""
    plain, speakers, contents, opened = "", [], [], 0
    for letter in text:
        if letter in "{<":
            opened = len(plain)
        elif letter == "}":
            speakers.append(Span(opened, len(plain)))
        elif letter == ">":
            contents.append(Span(opened, len(plain)))
        else:
            plain += letter
    found = []
    for speaker, content in zip(speakers, contents, strict=True):
        mode: Mode = "direct" if plain[content.start] in '“"' else "indirect"
        found.append(Attribution((content,), speaker, None, mode, "test"))
    return plain, found


def speakers(text: str, headline: bool = False) -> list[Speaker]:
    plain, found = attributions(text)
    section = Section(Span(0, len(plain)), headline=blocks_in(plain)[0].span if headline else None)
    answers = resolve(plain, section, parsed_of(plain), found)
    assert len(answers) == len(found)
    for answer in answers:
        assert answer is not None
        assert 0 <= answer.mention.start < answer.mention.end <= len(plain)
    return [answer for answer in answers if answer is not None]


def names(text: str) -> list[str]:
    return [speaker.name for speaker in speakers(text)]


@pytest.mark.parametrize(
    ("text", "name", "role", "basis"),
    [
        ("Foreign Minister Ada Brenn arrived. {Brenn} said <she was glad>.", "Ada Brenn", "foreign minister", "name"),
        ("Ada Brenn, the foreign minister of Veldland, arrived. {Ms Brenn} said <so>.",
         "Ada Brenn", "foreign minister of Veldland", "name"),
        ("Veldland's foreign minister, Ada Brenn, arrived. {The foreign minister} said <so>.",
         "Ada Brenn", "Veldland's foreign minister", "role"),
        ("The mediator in the talks, Oren Vale, arrived. {The mediator} said <so>.",
         "Oren Vale", "mediator in the talks", "role"),
        ("Oren Vale, who chairs the committee, arrived. {Vale} said <so>.", "Oren Vale", "", "name"),
        ("The head of the mission, Lena Marsh, and her driver came. {Marsh} said <so>.",
         "Lena Marsh", "head of the mission", "name"),
        ("OMP director Lena Marsh came. {Marsh} said <so>.", "Lena Marsh", "OMP director", "name"),
        ("Dr. Lena Marsh came. {Dr. Marsh} said <so>.", "Lena Marsh", "", "name"),
        ("{One of them, Hob Castel}, said <so>.", "Hob Castel", "", "name"),
        ("Foreign Minister May Brenn came in May. {Brenn} said <so>.", "May Brenn", "foreign minister", "name"),
    ],
)  # fmt: skip
def test_a_short_name_is_followed_to_the_full_one(text: str, name: str, role: str, basis: str) -> None:
    (found,) = speakers(text)
    assert (found.name, found.role, found.basis) == (name, role, basis)


def test_the_mention_is_the_fullest_naming() -> None:
    plain, found = attributions("Brenn came. Foreign Minister Ada Brenn spoke. Brenn left. {Brenn} said <so>.")
    (answer,) = resolve(plain, Section(Span(0, len(plain))), parsed_of(plain), found)
    assert answer is not None
    assert answer.mention.of(plain) == "Foreign Minister Ada Brenn"


def test_a_headline_is_followed_to_a_later_name() -> None:
    (first, second) = speakers("{Brenn} says <no talks>\n\nForeign Minister Ada Brenn spoke. {She} said <so>.", True)
    assert (first.name, second.name) == ("Ada Brenn", "Ada Brenn")


def test_two_of_one_surname_are_kept_apart() -> None:
    text = "Mr Otto Brenn and Ms Ada Brenn came. {Mr Brenn} said <so>. {Ms Brenn} said <no>. {Otto Brenn} said <so>."
    assert names(text) == ["Otto Brenn", "Ada Brenn", "Otto Brenn"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The spokeswoman Ada Brenn met Mr Oren Vale. {She} said <so>.", "Ada Brenn"),
        ("The spokeswoman Ada Brenn met Mr Oren Vale. {He} said <so>.", "Oren Vale"),
        ("President Ada Brenn met her husband. Mr Vale stayed away. {She} said <so>.", "Ada Brenn"),
        ("Judge Ada Brenn spoke. She thanked Judge Oren Vale. {He} said <so>.", "Oren Vale"),
        ("“Mr Vale is wrong,” Judge Ada Brenn said. <“He lied,”> {she} added.", "Ada Brenn"),
        ("Mayor Oren Vale spoke. <The mayor, Mr Dole, lied>, {he} said.", "Oren Vale"),
        ("The Observatory for Missing Persons spoke. {It} said <so>.", "the Observatory for Missing Persons"),
        ("{Two residents} said <so>. {They} said <no>.", ""),
    ],
)
def test_a_pronoun_is_followed_to_whom_gender_and_number_allow(text: str, expected: str) -> None:
    assert names(text)[-1] == expected


def test_gender_is_never_guessed_from_a_given_name() -> None:
    """Both can be meant; the nearer subject is taken and the basis says that it is a guess."""
    (found,) = speakers("Minister Ada Brenn met Minister Otto Vale. {He} said <so>.")
    assert (found.name, found.basis) == ("Ada Brenn", "pronoun")


def test_a_pronoun_that_nothing_answers_is_unknown_and_stays_as_printed() -> None:
    plain, found = attributions("It rained. {She} said <so>.")
    (answer,) = resolve(plain, Section(Span(0, len(plain))), parsed_of(plain), found)
    assert answer is not None
    assert (answer.mention.of(plain), answer.name, answer.basis) == ("She", "", "unknown")


@pytest.mark.parametrize(
    ("text", "name", "role", "basis"),
    [
        ("Minister Ada Brenn and her spokesman, Tomas Irle, came. {Her spokesman} said <so>.",
         "Tomas Irle", "spokesman", "spokesperson"),
        ("Ada Brenn, the mayor, came. {Her spokesman} said <so>.", "", "spokesman of Ada Brenn", "spokesperson"),
        ("{A spokesman for the ministry} said <so>.", "", "spokesman for the ministry", "spokesperson"),
        ("Lys Amara, spokeswoman for the League, spoke. {The spokeswoman} said <so>.",
         "Lys Amara", "spokeswoman for the League", "spokesperson"),
        ("Lys Amara, spokeswoman for the League, spoke. {A spokesman for the army} said <so>.",
         "", "spokesman for the army", "spokesperson"),
    ],
)  # fmt: skip
def test_spokespersons(text: str, name: str, role: str, basis: str) -> None:
    found = speakers(text)[-1]
    assert (found.name, found.role, found.basis) == (name, role, basis)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Observatory for Missing Persons (OMP) spoke. {OMP} said <so>.", "the Observatory for Missing Persons"),
        ("The Observatory for Missing Persons spoke. {The OMP} said <so>.", "the Observatory for Missing Persons"),
        ("The Observatory for Missing Persons spoke. {The Observatory} said <so>.",
         "the Observatory for Missing Persons"),
        ("The Ministry of Water spoke. {The ministry} said <so>.", "the Ministry of Water"),
        ("The Constitutional Court of Korvania sat. {The Court} held <so>.",
         "the Constitutional Court of Korvania"),
        ("The boat owners’ union met. {The union} said <so>.", "the boat owners’ union"),
        ("{Ostler & Blaine} said <so>.", "Ostler & Blaine"),
        ("{Veldhaven} said <so>.", "Veldhaven"),
        ("Korvania spoke. {The Korvanian side} said <so>.", "Korvania"),
        ("{The opposition newspaper Clarion} said <so>.", "Clarion"),
        ("{The operator, Narrow Crossing Ltd}, said <so>.", "Narrow Crossing Ltd"),
        ("Lower Sarn lies below Sarn. {Sarn} said <so>.", "Sarn"),
    ],
)  # fmt: skip
def test_bodies_and_their_short_forms(text: str, name: str) -> None:
    assert names(text)[-1] == name


@pytest.mark.parametrize(
    "text",
    [
        "Brenn’s lawyer spoke. {A Council source} said <so>.",
        "Ada Brenn, the mayor, came. {Brenn’s lawyer} said <so>.",
        "{Residents} said <so>.",
        "{A senior official} said <so>.",
        "Minister Ada Brenn came. {A minister} said <so>.",
        "Minister Ada Brenn came. {A spokesman for Brenn} said <so>.",
    ],
)
def test_a_name_that_only_belongs_to_the_speaker_is_not_the_speaker(text: str) -> None:
    assert names(text)[-1] == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoy Lena de Marsh spoke. {De Marsh} said <so>.", "Lena de Marsh"),
        ("General Secretary Oren Vale of the Harbour Workers' Union spoke. {Vale} said <so>.", "Oren Vale"),
        ("General Secretary Oren Vale of the Harbour Workers' Union spoke. {The union} said <so>.",
         "the Harbour Workers' Union"),
        ("A resident of Olm and another resident, Hedda Brunn, came. {Brunn} said <so>.", "Hedda Brunn"),
        ("Lt. Gen. Marek Dole spoke. {The general} said <so>.", "Marek Dole"),
        ("Sheikh Omar bin Rashid Al Farouk spoke. {Al Farouk} said <so>.", "Omar bin Rashid Al Farouk"),
        ("Sheikh Omar bin Rashid Al Farouk spoke. {Sheikh Omar} said <so>.", "Omar bin Rashid Al Farouk"),
        ("Tomas Irle (@tirle) wrote. Mr Irle left. {@tirle} wrote <so>.", "Tomas Irle"),
        ("The mayor of Tarn, Alma Reyes, met the governor, Otto Klein. {The governor} said <so>.", "Otto Klein"),
        ("The mayor of Tarn, Alma Reyes, came. {The mayor of Korr} said <so>.", ""),
        ("Ada Brenn and Oren Vale met. {Both} said <so>.", "Ada Brenn and Oren Vale"),
    ],
)  # fmt: skip
def test_names_of_several_words_and_ranks(text: str, expected: str) -> None:
    assert names(text)[-1] == expected


def test_a_noun_means_who_came_before_it_not_who_comes_after() -> None:
    text = "A resident of Olm came. {The resident} said <so>. {Another resident, Hedda Brunn}, said <no>."
    assert names(text) == ["", "Hedda Brunn"]


def test_several_speakers() -> None:
    assert names("Judge Ada Brenn and Mr Oren Vale came. {Brenn and Vale} said <so>.") == ["Ada Brenn and Oren Vale"]


def test_both_sides_are_the_two_of_between() -> None:
    text = "It is an agreement between Korvania and the Upper Valley Council. {Both sides} said <so>."
    assert names(text) == ["Korvania and the Upper Valley Council"]


def test_a_transcript() -> None:
    text = ("Press conference of the Minister of Water\n\nMINISTER BRENN: <“We are done, I say.”>\n\n"
            "Q: <“Why?”>\n\nMINISTER BRENN: <“I told you.”>")  # fmt: skip
    plain, found = attributions(text.replace("MINISTER", "{MINISTER BRENN}").replace("{MINISTER BRENN} BRENN",
                                "{MINISTER BRENN}").replace("Q:", "{Q}:"))  # fmt: skip
    first, second, third = resolve(plain, Section(Span(0, len(plain))), parsed_of(plain), found)
    assert first is not None and second is not None and third is not None  # noqa: PT018
    assert first.mention.of(plain) == third.mention.of(plain) == "MINISTER BRENN"
    assert (second.mention.of(plain), second.basis) == ("Q", "printed")


def test_i_and_we_of_a_release_a_transcript_and_a_quotation() -> None:
    release = "Statement by Foreign Minister Ada Brenn on the dam\n\nThe dam is safe. {We} believe <it will hold>."
    assert [(s.name, s.basis) for s in speakers(release, headline=True)] == [("Ada Brenn", "heading")]
    posts = "Posts by Otto Sand, foreign minister of Karden\n\n{I} said <it>."
    assert [(s.name, s.basis) for s in speakers(posts)] == [("Otto Sand", "heading")]
    short = "Dear friends,\n\n{I} know <it>.\n\nYours, Ilse Norden"
    assert [(s.name, s.basis) for s in speakers(short)] == [("Ilse Norden", "heading")]
    letter = "Dear Minister,\n\n{We} believe <it>.\n\nYours sincerely,\n\nAlma Reyes, Mayor of Tarn"
    assert [(s.name, s.basis) for s in speakers(letter)] == [("Alma Reyes", "heading")]
    plain, found = attributions("<“I told him: I know {I} said so,”> {Mayor Ada Brenn} said. <x>")
    nested = [
        Attribution((found[0].content[0],), found[1].speaker, None, "direct", "x"),
        Attribution(
            (Span(found[0].content[0].start, found[0].content[0].end),), found[0].speaker, None, "indirect", "x", 0
        ),
    ]
    outer, inner = resolve(plain, Section(Span(0, len(plain))), parsed_of(plain), nested)
    assert outer is not None and inner is not None  # noqa: PT018
    assert (outer.name, inner.name, inner.basis) == ("Ada Brenn", "Ada Brenn", "pronoun")


def test_a_quotation_without_a_speaker_is_nobody_s_unless_the_form_says_so() -> None:
    text = "He came. “We will hold.”"
    quote = Attribution((Span(9, len(text)),), None, None, "direct", "x")
    assert resolve(text, Section(Span(0, len(text))), parsed_of(text), [quote]) == [None]
    head = "Statement by Foreign Minister Ada Brenn\n\n“We will hold.”"
    quote = Attribution((Span(41, len(head)),), None, None, "direct", "x")
    (found,) = resolve(head, Section(Span(0, len(head)), headline=Span(0, 39)), parsed_of(head), [quote])
    assert found is not None
    assert (found.name, found.basis) == ("Ada Brenn", "heading")


def test_tweets() -> None:
    text = "{National Archive of Halmere (@halm)}: <Thread.>\n\n{Pia Wenner (@piaw)}: <Which is it?>"
    assert names(text) == ["National Archive of Halmere", "Pia Wenner"]


def test_without_a_model_names_are_still_followed() -> None:
    plain, found = attributions("La ministre Ada Brenn arriva. {Mme Brenn} dit <“oui”>. {Бренн} <“да”>")
    first, second = resolve(plain, Section(Span(0, len(plain))), [], found)
    assert first is not None and second is not None  # noqa: PT018
    assert first.mention.of(plain) in ("Mme Brenn", "Ada Brenn")
    assert second.mention.of(plain) == "Бренн"


def test_nothing_found_gives_nothing() -> None:
    assert resolve("", Section(Span(0, 0)), [], []) == []


WORDS = st.sampled_from(
    ["Ada", "Brenn", "the", "The", "Minister", "of", "he", "She", "they", "said", ",", ".", "“", "”", "’s", "(", ")",
     "spokesman", "for", "Council", "Q", ":", "\n\n", "I", "we", "who", "both", "sides", "her", "and", "OMP", "é", "&",
     "عمر", "A.", "@x", "between", "Dear", "Statement", "by", "\u200f"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40), st.data())
def test_any_text_gives_one_answer_each_within_it(drawn: list[str], data: st.DataObject) -> None:
    text = " ".join(drawn)
    place = st.integers(0, len(text) - 1)
    found = []
    for _ in range(data.draw(st.integers(0, 4))):
        spans = []
        for _ in range(2):
            one, other = sorted((data.draw(place), data.draw(place)))
            spans.append(Span(one, other + 1))
        speaker = data.draw(st.sampled_from([None, spans[0]]))
        within = data.draw(st.integers(-1, 5))
        found.append(
            Attribution((spans[1],), speaker, None, data.draw(st.sampled_from(["direct", "indirect"])), "x", within)
        )
    parsed = parsed_of(text) if data.draw(st.booleans()) else []
    answers = resolve(text, Section(Span(0, len(text))), parsed, found)
    assert len(answers) == len(found)
    for each, answer in zip(found, answers, strict=True):
        assert answer is None or 0 <= answer.mention.start < answer.mention.end <= len(text)
        assert each.speaker is None or answer is not None
    assert answers == resolve(text, Section(Span(0, len(text))), parsed, found)


@pytest.mark.parametrize(
    "text",
    [
        "Brenn " * 20_000,
        "A Council of " * 10_000,
        "the minister of x, " * 8_000,
        "’s ’ ' s’ " * 20_000,
        "(@" * 50_000,
        "Statement by " * 10_000,
        "NAME: hi\n\n" * 5_000,
        "x-" * 100_000,
        "X" * 300_000,
        "Minister " * 20_000,
        "Minister of " * 5_000,
        "the Minister for Water of the Minister, " * 2_000,
        "“" * 100_000,
    ],
)
def test_hostile_pages_take_no_time(text: str) -> None:
    speaker = Attribution((Span(0, 1),), Span(0, min(len(text), 200)), None, "direct", "x")
    (answer,) = resolve(text, Section(Span(0, len(text))), [], [speaker])
    assert answer is not None
