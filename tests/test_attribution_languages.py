"""Which language a text is in, and what is said of its coverage."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probata.attribution.languages import (
    COVERED_IN_DEPTH,
    COVERED_QUOTATIONS,
    NAMES,
    coverage_of,
    language_of,
)

TEXTS = {
    "en": "The minister told reporters that the inquiry would open in June and that every witness would be heard.",
    "fr": "La ministre a déclaré à la presse que l'enquête s'ouvrirait en juin et que chaque témoin serait entendu.",
    "es": "La ministra dijo a la prensa que la investigación se abriría en junio y que cada testigo sería escuchado.",
    "ru": "Министр сообщила журналистам, что расследование начнётся в июне и что каждый свидетель будет выслушан.",
    "ar": "قالت الوزيرة للصحفيين إن التحقيق سيبدأ في حزيران وإن كل شاهد سيُستمع إليه أمام اللجنة.",
    "de": "Die Ministerin sagte der Presse, dass die Untersuchung im Juni beginnen und jeder Zeuge gehört werde.",
    "uk": "Міністерка повідомила журналістам, що розслідування почнеться у червні і кожного свідка вислухають.",
    "fa": "وزیر به خبرنگاران گفت که تحقیقات در خرداد آغاز می‌شود و همه شاهدان شنیده خواهند شد.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_tells_the_language(language: str, text: str) -> None:
    assert language_of(text) == (language, "guessed")


@pytest.mark.parametrize(
    "text", ["", "Yes.", "12345 " * 50, "٠١٢٣ " * 50, "Hi", "😀" * 40, "\ud800" * 100, "http://a.example/b " * 9]
)
def test_what_is_too_short_is_not_told(text: str) -> None:
    assert language_of(text) == ("und", "")


def test_a_mixed_text_is_not_told() -> None:
    assert language_of((TEXTS["en"] + " " + TEXTS["ru"] + " ") * 4) == ("und", "")


def test_a_few_foreign_words_do_not_matter() -> None:
    assert language_of(TEXTS["en"] * 6 + " « Non », a dit la ministre. ")[0] == "en"


def test_addresses_do_not_count() -> None:
    assert (
        language_of(TEXTS["fr"] + " https://www.example.org/the-minister-said-that-the-inquiry-would-open " * 5)[0]
        == "fr"
    )


def test_a_text_without_spaces_takes_little_time() -> None:
    started = time.perf_counter()
    language_of("x" * 1_000_000)
    assert time.perf_counter() - started < 10


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_an_answer_that_is_the_same_again(text: str) -> None:
    language, source = language_of(text)
    assert (language, source) == language_of(text)
    assert (language == "und") == (source == "")
    assert language in {*NAMES, "und"}


def test_coverage_is_said_in_words() -> None:
    assert set(COVERED_IN_DEPTH) <= set(COVERED_QUOTATIONS) <= set(NAMES)
    assert coverage_of("en").startswith("English: direct, indirect")
    assert coverage_of("fr") == "French: direct quotations with cue and speaker; indirect speech is not read"
    assert coverage_of("de") == "German: not covered, no statement was read"
    assert coverage_of("und") == "language not known: no statement was read"
    assert coverage_of("xx<b>\u202e") == "language “xxb”: not covered, no statement was read"
