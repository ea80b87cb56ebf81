"""inquiry.toml: what is written comes back, and each mistake gives one clear line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probata.errors import BadInput
from probata.settings import (
    LinkageSettings,
    PersonRule,
    PopulationSettings,
    Published,
    RoleLimits,
    Settings,
    parse,
    template,
)

FULL = """
[inquiry]
title = "Photographs of a defector"
question = "How many people are shown?"
asked_by = "A commission"
commissioned_by = "A law firm"
funded_by = "A state"
commissioned_on = 2014-01-20
language = "en"
[numbers]
patterns = ["{detainee}/{branch}", "{examination}"]
[numbers.limits.detainee]
lowest = 1
highest = 9999
[linkage]
near_duplicate_radius = 20
burst_seconds = 45.5
lowest_quality = 20
[classes]
lowest_confidence = 0.7
[[persons.rules]]
class = "detainee"
detainee = [1, 9999]
branch = ["215", "227"]
[[persons.rules]]
class = "soldier"
examination = false
[judgements]
required = 2
[division]
photographs_per_person = [5, 4]
[examination]
most_opened_a_day = 150
[population]
lists = ["ministry", "families"]
methods = ["dga", "chao"]
strata = "year"
partitions = 80
seed = 7
[[lists]]
name = "ministry"
file = "lists/ministry.csv"
columns = { detainee = "no" }
[[lists]]
name = "families"
file = "lists/families.csv"
definition = "reported by relatives"
dates = "month-day"
[lists.columns]
name = ["name_ar", "name"]
date = ["y", "m", "d"]
[lists.places]
Damas = "Damascus"
[[published]]
name = "first report"
value = 11000
unit = "persons"
source = "report, page 5"
date = 2014-01-20
rule = "a division"
compares = "persons-by-number"
"""


def test_every_key_is_read() -> None:
    settings = parse(FULL.encode())
    assert settings.inquiry.commissioned_on == "2014-01-20"
    assert settings.inquiry.funded_by == "A state"
    assert settings.numbers.patterns == ("{detainee}/{branch}", "{examination}")
    assert settings.population == PopulationSettings(("ministry", "families"), ("dga", "chao"), "year", 80, 7)
    assert [each.name for each in settings.lists] == ["ministry", "families"]
    assert settings.lists[0].columns == {"detainee": ("no",)}
    assert settings.lists[1].columns == {"name": ("name_ar", "name"), "date": ("y", "m", "d")}
    assert settings.lists[1].places == {"Damas": "Damascus"}
    assert (settings.lists[1].definition, settings.lists[1].dates) == ("reported by relatives", "month-day")
    assert settings.numbers.limits == (RoleLimits("detainee", 1, 9999),)
    assert settings.linkage == LinkageSettings(20, 45.5, 20)
    assert settings.classes.lowest_confidence == 0.7
    assert settings.person_rules == (
        PersonRule("detainee", (1, 9999), ("215", "227")),
        PersonRule("soldier", examination=False),
    )
    assert settings.judgements.required == 2
    assert settings.division.photographs_per_person == (4.0, 5.0)
    assert settings.examination.most_opened_a_day == 150
    assert settings.published == (
        Published("first report", 11000, "persons", "report, page 5", "2014-01-20", "a division", "persons-by-number"),
    )
    assert settings.text == FULL


@given(st.text(min_size=1).filter(lambda title: title.strip() and title.isprintable()))
def test_the_template_is_valid_and_keeps_the_title(title: str) -> None:
    settings = parse(template(title).encode())
    assert settings.inquiry.title == title.strip()
    assert settings.linkage == Settings().linkage
    assert settings.classes == Settings().classes


@given(st.text())
def test_any_title_gives_a_file_that_can_be_written(title: str) -> None:
    template(title).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[inquiry]\ntitle = 'x'\nfundedby = ''", ["line 3", "unknown key 'fundedby'", "did you mean funded_by?"]),
        ("[inquiry]\ntitle = 'x'\n[linkeage]\n", ["line 3", "linkage"]),
        ("[inquiry]\ntitle = 'x'\nquestion =", ["not valid TOML"]),
        ("[inquiry]\ntitle = 'x'\n[[persons.rules]]\nclass = 'soldiers'\n", ["line 4", "did you mean soldier?"]),
        ("[inquiry]\ntitle = 'x'\n[[persons.rules]]\nclass = 'soldier'\n", ["a rule without any"]),
        ("[inquiry]\ntitle = 'x'\n[[persons.rules]]\nclass = 'soldier'\ndetainee = [9, 1]\n", ["line 5", "[1, 99999]"]),
        ("[inquiry]\ntitle = 'x'\n[[persons.rules]]\nclass = 'soldier'\nexamination = 1\n", ["true or false"]),
        ("[inquiry]\ntitle = 'x'\n[judgements]\nrequired = 3\n", ["line 4", "from 1 to 2"]),
        ("[inquiry]\ntitle = 'x'\nquestion = = 3\n", ["line 3"]),
        ("[inquiry]\nquestion = 'x'\n", ["expected a title"]),
        ("", ["expected a title"]),
        ("[inquiry]\ntitle = 3\n", ["line 2", "text in quotation marks"]),
        ("[inquiry]\ntitle = 'x'\nlanguage = 'en\"><script>'\n", ["line 3", "a language tag"]),
        ("[inquiry]\ntitle = 'x'\n[linkage]\nnear_duplicate_radius = 300\n", ["line 4", "from 0 to 127"]),
        ("[inquiry]\ntitle = 'x'\n[linkage]\nnear_duplicate_radius = true\n", ["line 4", "whole number"]),
        ("[inquiry]\ntitle = 'x'\n[linkage]\nburst_seconds = nan\n", ["line 4", "a number"]),
        ("[inquiry]\ntitle = 'x'\n[numbers]\npatterns = ['{detaine}']\n", ["{detaine}", "did you mean detainee?"]),
        ("[inquiry]\ntitle = 'x'\n[numbers]\npatterns = ['123']\n", ["each pattern to name a role"]),
        ("[inquiry]\ntitle = 'x'\n[numbers]\npatterns = '{detainee}'\n", ["a list of texts"]),
        ("[inquiry]\ntitle = 'x'\n[numbers.limits.detainee]\nlowest = 9\nhighest = 3\n", ["line 5", "from 9"]),
        ("[inquiry]\ntitle = 'x'\n[division]\nphotographs_per_person = [0]\n", ["positive"]),
        ("[inquiry]\ntitle = 'x'\n[examination]\nmost_opened_a_day = -1\n", ["line 4", "most_opened_a_day"]),
        ("[inquiry]\ntitle = 'x'\n[population]\nmethods = ['loglinar']\n", ["line 4", "loglinear"]),
        ("[inquiry]\ntitle = 'x'\n[population]\nstrata = 'years'\n", ["line 4", "did you mean year"]),
        ("[inquiry]\ntitle = 'x'\n[population]\npartitions = 5000\n", ["1000"]),
        ("[inquiry]\ntitle = 'x'\n[[published]]\nname = 'a'\n", ["[published] unit"]),
        ("inquiry = 3", ["line 1", "a table"]),
        ("[inquiry]\ntitle = 'x'\npublished = 3", ["unknown key 'published'"]),
    ],
)
def test_each_mistake_gives_one_line_that_says_what_to_do(text: str, said: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text.encode())
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("inquiry.toml")
    assert message.endswith("run the same command again")
    for part in said:
        assert part in message


def test_bytes_that_are_not_text_are_refused_with_their_line() -> None:
    with pytest.raises(BadInput, match=r"line 2.*UTF-8"):
        parse(b"[inquiry]\ntitle = '\xff'\n")


def test_one_name_cannot_be_published_twice() -> None:
    with pytest.raises(BadInput, match="twice"):
        parse((FULL + FULL[FULL.index("[[published]]") :]).encode())


@given(st.binary(max_size=60))
def test_no_bytes_give_a_foreign_error(data: bytes) -> None:
    with contextlib.suppress(BadInput):
        parse(data)


def test_a_deeply_nested_file_is_refused() -> None:
    with pytest.raises(BadInput, match="not valid TOML"):
        parse(b"x = " + b"[" * 100_000)
