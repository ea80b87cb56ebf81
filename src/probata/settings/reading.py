"""From the bytes of an ``inquiry.toml`` to its values."""

import re
import tomllib

from probata.errors import BadInput
from probata.settings.lists import lists
from probata.settings.pair_models import pair_model
from probata.settings.population import population
from probata.settings.table import DO, FILE_NAME, Table, is_number, nearest
from probata.settings.values import (
    PERSON_CLASSES,
    ROLES,
    ClassSettings,
    Commission,
    DivisionSettings,
    ExaminationSettings,
    JudgementSettings,
    LinkageSettings,
    NumberScheme,
    PersonRule,
    Published,
    RoleLimits,
    Settings,
)


def parse(data: bytes) -> Settings:
    """The settings in the bytes of an ``inquiry.toml``.

    Raises:
        BadInput: not UTF-8, not TOML (with the line), an unknown key (with the nearest known one), a missing title, or
            a value of the wrong type or range.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInput(f"{FILE_NAME}, line {line}", expected="UTF-8 text", found="other bytes", do=DO) from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{FILE_NAME} is not valid TOML", found=str(error), do=DO) from error
    except (RecursionError, ValueError) as error:
        raise BadInput(f"{FILE_NAME} is not valid TOML", found="a value that can't be read", do=DO) from error
    return _settings(Table(document, "", text))


def _settings(top: Table) -> Settings:
    top.only(
        "inquiry", "numbers", "linkage", "classes", "persons", "judgements", "division", "examination", "published",
        "population", "lists", "pair_model",
    )  # fmt: skip
    persons, judging, examining = top.table("persons"), top.table("judgements"), top.table("examination")
    persons.only("rules")
    judging.only("required")
    examining.only("most_opened_a_day")
    settings = Settings(
        inquiry=_commission(top.table("inquiry")),
        numbers=_number_scheme(top.table("numbers")),
        linkage=_linkage(top.table("linkage")),
        classes=_classes(top.table("classes")),
        person_rules=tuple(_person_rule(table) for table in persons.tables("rules")),
        judgements=JudgementSettings(judging.whole("required", 1, 1, 2)),
        division=_division(top.table("division")),
        population=population(top.table("population")),
        lists=lists(top.tables("lists")),
        pair_model=pair_model(top.table("pair_model")),
        examination=ExaminationSettings(examining.whole("most_opened_a_day", 0, 0, 100_000)),
        published=tuple(_published(table) for table in top.tables("published")),
        text=top.text,
    )
    names = [one.name for one in settings.published]
    for name in names:
        if names.count(name) > 1:
            raise top.error("published", "each [[published]] to have a name of its own", f"{name!r} twice")
    known = tuple(one.name for one in settings.lists)
    for name in settings.population.lists:
        if name not in known:
            raise top.table("population").error(
                "lists",
                ", ".join(known) or "names of [[lists]], of which there is none",
                repr(name) + nearest(name, known),
            )
    return settings


def _commission(table: Table) -> Commission:
    texts = ("title", "question", "asked_by", "commissioned_by", "funded_by", "language")
    table.only(*texts, "commissioned_on")
    if not table.string("title"):
        raise table.error("title", "a title", "none")
    language = table.string("language") or "en"
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language):
        raise table.error("language", "a language tag such as en or ar", repr(language))
    values = {name: table.string(name) for name in texts} | {"language": language}
    return Commission(**values, commissioned_on=table.date("commissioned_on"))


def _number_scheme(table: Table) -> NumberScheme:
    table.only("patterns", "limits")
    patterns = table.strings("patterns")
    for pattern in patterns:
        roles = re.findall(r"\{([^{}]*)\}", pattern)
        for role in roles:
            if role not in ROLES:
                raise table.error("patterns", f"roles {', '.join(ROLES)}", f"{{{role}}}{nearest(role, ROLES)}")
        if not roles or len(set(roles)) < len(roles):
            raise table.error("patterns", "each pattern to name a role, and none twice", repr(pattern))
    limits = table.table("limits")
    limits.only(*ROLES)
    return NumberScheme(patterns, tuple(_limits(role, limits.table(role)) for role in ROLES if role in limits.values))


def _limits(role: str, table: Table) -> RoleLimits:
    table.only("lowest", "highest")
    lowest = table.whole("lowest", 0, 0, 10**18)
    return RoleLimits(role, lowest, table.whole("highest", 10**18, lowest, 10**18))


def _linkage(table: Table) -> LinkageSettings:
    table.only("near_duplicate_radius", "burst_seconds", "lowest_quality")
    default = LinkageSettings()
    burst = table.number("burst_seconds", 0, 86_400) if "burst_seconds" in table.values else None
    return LinkageSettings(
        near_duplicate_radius=table.whole("near_duplicate_radius", default.near_duplicate_radius, 0, 127),
        burst_seconds=burst,
        lowest_quality=table.whole("lowest_quality", default.lowest_quality, 0, 100),
    )


def _classes(table: Table) -> ClassSettings:
    table.only("lowest_confidence")
    if "lowest_confidence" not in table.values:
        return ClassSettings()
    return ClassSettings(table.number("lowest_confidence", 0, 1))


def _person_rule(table: Table) -> PersonRule:
    table.only("class", "detainee", "branch", "examination")
    class_, given = table.string("class"), table.values
    if class_ not in PERSON_CLASSES:
        raise table.error(
            "class", f"one of {', '.join(PERSON_CLASSES)}", repr(class_) + nearest(class_, PERSON_CLASSES)
        )
    if not {"detainee", "branch", "examination"} & given.keys():
        raise table.error("class", "a rule over numbers: detainee, branch or examination", "a rule without any")
    examination = given.get("examination")
    if not isinstance(examination, bool | None):
        raise table.error("examination", "true or false", repr(examination)[:80])
    return PersonRule(class_, _range(table, "detainee"), table.strings("branch"), examination)


def _range(table: Table, key: str) -> tuple[int, int] | None:
    if key not in table.values:
        return None
    pair = table.values[key]
    whole = [n for n in pair if isinstance(n, int) and not isinstance(n, bool)] if isinstance(pair, list) else []
    if not isinstance(pair, list) or len(whole) != 2 or len(pair) != 2 or not 0 <= whole[0] <= whole[1]:
        raise table.error(key, "the lowest and the highest number, as [1, 99999]", repr(pair)[:80])
    return whole[0], whole[1]


def _division(table: Table) -> DivisionSettings:
    table.only("photographs_per_person")
    key = "photographs_per_person"
    if key not in table.values:
        return DivisionSettings()
    pair = table.values[key]
    numbers = [float(n) for n in pair if is_number(n) and n > 0] if isinstance(pair, list) else []
    if not isinstance(pair, list) or not 1 <= len(pair) <= 2 or len(numbers) != len(pair):
        raise table.error(key, "one or two positive numbers, as [4, 5]", repr(pair)[:80])
    return DivisionSettings((min(numbers), max(numbers)))


def _published(table: Table) -> Published:
    texts = ("name", "unit", "source", "rule", "compares")
    table.only(*texts, "value", "date")
    for name in ("name", "unit", "source", "compares"):
        if not table.string(name):
            raise table.error(name, "text", "nothing")
    value = table.number("value", -1e15, 1e15)
    return Published(
        **{name: table.string(name) for name in texts},
        value=int(value) if isinstance(table.values["value"], int) else value,
        date=table.date("date"),
    )
