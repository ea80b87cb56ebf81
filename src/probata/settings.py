"""The inquiry's text file, ``inquiry.toml``: what was asked, and everything to be set by hand that changes a figure.

Rules:
* One commented TOML file, edited by hand. Unknown keys are errors, and the nearest known key is named.
* What can change a figure is here and in no user setting, so that another computer gives the same figures.
* What is not stated stays empty text here and is printed as "not stated" in the report.

Not here: the file's place on disk and its digest in the snapshot's inputs (`probata.inquiry`).
"""

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from probata.digest import Digest
from probata.errors import BadInput

FILE_NAME = "inquiry.toml"
ROLES = ("detainee", "branch", "examination")
PERSON_CLASSES = ("detainee", "soldier", "civilian")
DO = f"correct {FILE_NAME} and run the same command again"


@dataclass(frozen=True, slots=True)
class Commission:
    """Table ``[inquiry]``: what was asked, by whom, who commissioned and paid, and when."""

    title: str = ""
    question: str = ""
    asked_by: str = ""
    commissioned_by: str = ""
    funded_by: str = ""
    commissioned_on: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class RoleLimits:
    """Table ``[numbers.limits.<role>]``: which numbers can be of this role, both ends included."""

    role: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class NumberScheme:
    """Table ``[numbers]``: how the numbers in the frame are written.

    Attributes:
        patterns: as ``{detainee}/{branch}``; roles are detainee, branch, examination.
        limits: the range of each role that has one.
    """

    patterns: tuple[str, ...] = ()
    limits: tuple[RoleLimits, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkageSettings:
    """Table ``[linkage]``.

    Attributes:
        near_duplicate_radius: the greatest PDQ distance (bits of 256) of near-duplicates.
        burst_seconds: the longest pause inside a burst; None: the linker's own rule.
        lowest_quality: pictures of a lower PDQ quality (0–100) are not proposed as near-duplicates.
    """

    near_duplicate_radius: int = 31
    burst_seconds: float | None = None
    lowest_quality: int = 10


@dataclass(frozen=True, slots=True)
class ClassSettings:
    """Table ``[classes]``: a proposed class of less confidence than ``lowest_confidence`` counts as unclassified."""

    lowest_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class PersonRule:
    """One ``[[persons.rules]]`` table: which numbers make a person one of a class; every condition given must hold.

    Attributes:
        class_: detainee, soldier or civilian.
        detainee: lowest and highest detainee's number, both included; None: any, or none.
        branches: branch numbers as written; empty: any, or none.
        examination: whether an examination number is read on any of the photographs; None: either.
    """

    class_: str
    detainee: tuple[int, int] | None = None
    branches: tuple[str, ...] = ()
    examination: bool | None = None


@dataclass(frozen=True, slots=True)
class JudgementSettings:
    """Table ``[judgements]``: ``required`` = 2: a decision holds when two people, each blind to the other, agree."""

    required: int = 1


@dataclass(frozen=True, slots=True)
class DivisionSettings:
    """Table ``[division]``: a published "photographs per person" (lowest, highest) to divide by; None: not stated."""

    photographs_per_person: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """One ``[[published]]`` figure: what somebody else printed, to be reconciled with ours.

    Attributes:
        name: a short name of it.
        value: as published.
        unit: what was counted.
        source: where it was published.
        date: when.
        rule: how it was arrived at, as far as is known.
        compares: the name of our figure beside which it is put.
    """

    name: str
    value: int | float
    unit: str
    source: str
    date: str
    rule: str
    compares: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole of ``inquiry.toml``, with its text and digest."""

    inquiry: Commission = field(default_factory=Commission)
    numbers: NumberScheme = field(default_factory=NumberScheme)
    linkage: LinkageSettings = field(default_factory=LinkageSettings)
    classes: ClassSettings = field(default_factory=ClassSettings)
    person_rules: tuple[PersonRule, ...] = ()
    judgements: JudgementSettings = field(default_factory=JudgementSettings)
    division: DivisionSettings = field(default_factory=DivisionSettings)
    published: tuple[Published, ...] = ()
    text: str = ""

    @property
    def digest(self) -> Digest:
        """The SHA-256 of the file's text."""
        return Digest.of(self.text.encode("utf-8"))


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
    return _settings(_Table(document, "", text))


def _settings(top: "_Table") -> Settings:
    top.only("inquiry", "numbers", "linkage", "classes", "persons", "judgements", "division", "published")
    persons, judging = top.table("persons"), top.table("judgements")
    persons.only("rules")
    judging.only("required")
    settings = Settings(
        inquiry=_commission(top.table("inquiry")),
        numbers=_number_scheme(top.table("numbers")),
        linkage=_linkage(top.table("linkage")),
        classes=_classes(top.table("classes")),
        person_rules=tuple(_person_rule(table) for table in persons.tables("rules")),
        judgements=JudgementSettings(judging.whole("required", 1, 1, 2)),
        division=_division(top.table("division")),
        published=tuple(_published(table) for table in top.tables("published")),
        text=top.text,
    )
    names = [one.name for one in settings.published]
    for name in names:
        if names.count(name) > 1:
            raise top.error("published", "each [[published]] to have a name of its own", f"{name!r} twice")
    return settings


def _commission(table: "_Table") -> Commission:
    texts = ("title", "question", "asked_by", "commissioned_by", "funded_by", "language")
    table.only(*texts, "commissioned_on")
    if not table.string("title"):
        raise table.error("title", "a title", "none")
    language = table.string("language") or "en"
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language):
        raise table.error("language", "a language tag such as en or ar", repr(language))
    values = {name: table.string(name) for name in texts} | {"language": language}
    return Commission(**values, commissioned_on=table.date("commissioned_on"))


def _number_scheme(table: "_Table") -> NumberScheme:
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


def _limits(role: str, table: "_Table") -> RoleLimits:
    table.only("lowest", "highest")
    lowest = table.whole("lowest", 0, 0, 10**18)
    return RoleLimits(role, lowest, table.whole("highest", 10**18, lowest, 10**18))


def _linkage(table: "_Table") -> LinkageSettings:
    table.only("near_duplicate_radius", "burst_seconds", "lowest_quality")
    default = LinkageSettings()
    burst = table.number("burst_seconds", 0, 86_400) if "burst_seconds" in table.values else None
    return LinkageSettings(
        near_duplicate_radius=table.whole("near_duplicate_radius", default.near_duplicate_radius, 0, 127),
        burst_seconds=burst,
        lowest_quality=table.whole("lowest_quality", default.lowest_quality, 0, 100),
    )


def _classes(table: "_Table") -> ClassSettings:
    table.only("lowest_confidence")
    if "lowest_confidence" not in table.values:
        return ClassSettings()
    return ClassSettings(table.number("lowest_confidence", 0, 1))


def _person_rule(table: "_Table") -> PersonRule:
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


def _range(table: "_Table", key: str) -> tuple[int, int] | None:
    if key not in table.values:
        return None
    pair = table.values[key]
    whole = [n for n in pair if isinstance(n, int) and not isinstance(n, bool)] if isinstance(pair, list) else []
    if not isinstance(pair, list) or len(whole) != 2 or len(pair) != 2 or not 0 <= whole[0] <= whole[1]:
        raise table.error(key, "the lowest and the highest number, as [1, 99999]", repr(pair)[:80])
    return whole[0], whole[1]


def _division(table: "_Table") -> DivisionSettings:
    table.only("photographs_per_person")
    key = "photographs_per_person"
    if key not in table.values:
        return DivisionSettings()
    pair = table.values[key]
    numbers = [float(n) for n in pair if _is_number(n) and n > 0] if isinstance(pair, list) else []
    if not isinstance(pair, list) or not 1 <= len(pair) <= 2 or len(numbers) != len(pair):
        raise table.error(key, "one or two positive numbers, as [4, 5]", repr(pair)[:80])
    return DivisionSettings((min(numbers), max(numbers)))


def _published(table: "_Table") -> Published:
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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """`` (did you mean …?)`` with the known word most like ``word``, or "" where none is near."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.4)
    return f" (did you mean {near[0]}?)" if near else ""


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file: hands out checked values, and makes the one-line errors."""

    values: Mapping[str, object]
    path: str
    text: str

    def error(self, key: str, expected: str, found: str) -> BadInput:
        where = f"[{self.path}] {key}" if self.path else key
        return BadInput(f"{FILE_NAME}{self._line(key)}: {where}", expected=expected, found=found, do=DO)

    def _line(self, key: str) -> str:
        """Where ``key`` is first written, as well as can be told from the text."""
        written = re.escape(key)
        own = re.compile(rf"\s*(\"?{written}\"?\s*=|\[+\s*([\w.\"]+\.)?\"?{written}\"?\s*[.\]])")
        for number, line in enumerate(self.text.splitlines(), start=1):
            if own.match(line):
                return f", line {number}"
        return ""

    def only(self, *known: str) -> None:
        for key in self.values:
            if key not in known:
                expected = f"one of {', '.join(known)}"
                raise self.error(key, expected, f"unknown key {key!r}{nearest(key, known)}")

    def table(self, key: str) -> "_Table":
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, "a table", repr(value)[:80])
        return _Table(value, f"{self.path}.{key}" if self.path else key, self.text)

    def tables(self, key: str) -> list["_Table"]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.error(key, f"[[{key}]] tables", repr(value)[:80])
        return [_Table(one, f"{self.path}.{key}" if self.path else key, self.text) for one in value]

    def string(self, key: str) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, "text in quotation marks", repr(value)[:80])
        return value.strip()

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.error(key, "a list of texts", repr(value)[:80])
        return tuple(str(one) for one in value)

    def date(self, key: str) -> str:
        value = self.values.get(key, "")
        if isinstance(value, date | datetime):
            return value.isoformat()
        if not isinstance(value, str):
            raise self.error(key, "a date, as 2014-01-20, or text", repr(value)[:80])
        return value.strip()

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.error(key, f"a whole number from {low} to {high}", repr(value)[:80])
        return value

    def number(self, key: str, low: float, high: float) -> float:
        value = self.values.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise self.error(
                key, f"a number from {low:g} to {high:g}", "nothing" if value is None else repr(value)[:80]
            )
        return value


def template(title: str) -> str:
    """The commented file that ``init`` writes.

    Args:
        title: the inquiry's title, any text.
    """
    readable = title.strip().encode("utf-8", "replace").decode("utf-8")
    return _TEMPLATE.replace("@title@", json.dumps(readable, ensure_ascii=False).replace("\x7f", "\\u007f"))


_TEMPLATE = """\
# This file says what the inquiry is about and sets everything that can change a figure.
# Lines that begin with # are comments. What is left empty is printed as "not stated" in the report.

[inquiry]
title = @title@
question = ""            # what was asked, in the words of who asked
asked_by = ""
commissioned_by = ""     # who commissioned the inquiry
funded_by = ""           # who pays for it
commissioned_on = ""     # as 2014-01-20
language = "en"          # the report's language tag

[numbers]
# How numbers are written in the frame, for example ["{detainee}/{branch}"].
# Roles: {detainee} {branch} {examination}. Empty: numbers are read, but not assigned to a role.
patterns = []

# Which numbers can be of a role (both ends included):
# [numbers.limits.detainee]
# lowest = 1
# highest = 99999

[linkage]
near_duplicate_radius = 31   # greatest PDQ distance, in bits of 256
lowest_quality = 10          # pictures of less PDQ quality (0 to 100) are not proposed as near-duplicates
# burst_seconds = 30         # longest pause inside a burst; without it the linker's own rule

[classes]
lowest_confidence = 0.0      # a proposed class of less confidence counts as unclassified

# [[persons.rules]]            # the class of a person, by rule over numbers; the first rule that fits counts
# class = "detainee"           # detainee, soldier or civilian; without rule or judgement: unknown
# detainee = [1, 99999]        # the person's own number lies in this range
# branch = ["215", "227"]      # and the branch is one of these
# examination = true           # and an examination number is read on one of the photographs

[judgements]
required = 1                 # 2: a decision holds when two people agree, each without knowing what the other said

[division]
# A published "photographs per person"; the photographs are divided by it, beside the count.
# photographs_per_person = [4, 5]

# Figures that others published, each to be put beside one of ours (`probata figures` names them):
# [[published]]
# name = "report of 2014"
# value = 11000
# unit = "persons"
# source = "who published it, where, which page"
# date = "2014-01-20"
# rule = "55,000 photographs divided by four or five"
# compares = "persons-by-number"
"""
