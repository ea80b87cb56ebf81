"""From the text of a codebook, a commented TOML file, to its values; ``docs/codebook-format.md`` says what it can hold.

Rules:
* Unknown keys are errors, and the nearest known one is named; so are the question and its line.
* Identifiers and keys are each there once. A column of a table of codings is no identifier of a question.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import TypeVar

from probata.errors import BadInput
from probata.examination.codebook import ABOUT, KEYS, KINDS, SCALES, SETTLED, UNITS, Code, Codebook, Question
from probata.settings.table import nearest

DEFAULT = "deceased"
SHIPPED = ("deceased", "photographs")
MOST_QUESTIONS, MOST_CODES, MOST_BYTES = 500, len(KEYS), 1 << 20
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOP = ("codebook", "edition", "title", "language", "unit", "source", "settled", "schemes", "questions")
_QUESTION = ("id", "section", "text", "help", "kind", "scale", "about", "scheme", "codes", "asked_if")
_CODE = ("code", "label", "key", "help", "missing", "alone")
RESERVED = ("assignment", "examiner", "item", "unit", "occasion", "question", "code", "note", "seconds", "opened")
Table = Mapping[str, object]
Word = TypeVar("Word", bound=str)


def shipped(name: str) -> bytes:
    """The text of a codebook that comes with Probata, one of `SHIPPED`.

    Raises:
        BadInput: there is none of that name.
    """
    if name not in SHIPPED:
        raise BadInput("no codebook of that name comes with Probata", expected=", ".join(SHIPPED), found=name[:80])
    return (files("probata.examination") / "codebooks" / f"{name}.toml").read_bytes()


def parse(data: bytes, name: str = "codebook") -> Codebook:
    """The codebook in the bytes of a file.

    Args:
        data: the file's bytes.
        name: of the file, for messages.

    Raises:
        BadInput: not UTF-8, not TOML, too large, an unknown key, or a value that can't be; the question is named.
    """
    if len(data) > MOST_BYTES:
        raise BadInput(f"{name} is too large for a codebook", expected="at most 1 MiB")
    try:
        text = data.decode("utf-8")
        document = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise BadInput(f"{name} is not valid TOML in UTF-8", found=str(error)[:200]) from error
    _only(name, document, _TOP)
    edition = document.get("edition", 1)
    if type(edition) is not int or edition < 1:
        raise BadInput(f"{name}: edition", expected="a whole number from 1", found=repr(edition)[:80])
    schemes = {key: _codes(f"{name}: schemes.{key}", value) for key, value in _table(name, document, "schemes").items()}
    questions = tuple(_question(name, each, schemes, text) for each in _tables(name, document, "questions"))
    _check_questions(name, questions)
    settled = _word(f"{name}: settled", document.get("settled", "alike"), SETTLED)
    unit = _word(f"{name}: unit", document.get("unit", "person"), UNITS)
    return Codebook(
        _identifier(f"{name}: codebook", document.get("codebook")),
        edition,
        _text(f"{name}: title", document, "title", needed=True),
        _text(f"{name}: language", document, "language") or "en",
        unit,
        _text(f"{name}: source", document, "source"),
        questions,
        settled,
    )


def _line(text: str, question: str) -> str:
    """Where the question begins, as well as can be told from the text."""
    own = re.compile(rf"""\s*"?id"?\s*=\s*["']{re.escape(question)}["']""")
    lines = (number for number, line in enumerate(text.splitlines(), start=1) if own.match(line))
    return "".join(f", line {number}" for number in [*lines][:1])


def _question(name: str, table: Table, schemes: Mapping[str, tuple[Code, ...]], text: str) -> Question:
    identifier = _identifier(f"{name}: the id of a question", table.get("id"))
    where = f"{name}{_line(text, identifier)}, question {identifier}"
    _only(where, table, _QUESTION)
    if identifier in RESERVED:
        raise BadInput(where, expected="another id", found="a column of every table of codings")
    if ("scheme" in table) == ("codes" in table):
        raise BadInput(where, expected="either scheme or codes", found="both" if "scheme" in table else "neither")
    if "scheme" in table:
        scheme = str(table["scheme"])
        if scheme not in schemes:
            raise BadInput(f"{where}: scheme", expected=", ".join(schemes), found=scheme + nearest(scheme, (*schemes,)))
        codes = schemes[scheme]
    else:
        codes = _codes(where, table["codes"])
    made = Question(
        id=identifier,
        section=_text(where, table, "section"),
        text=_text(where, table, "text", needed=True),
        help=_text(where, table, "help"),
        kind=_word(f"{where}: kind", table.get("kind", "one"), KINDS),
        scale=_word(f"{where}: scale", table.get("scale", "nominal"), SCALES),
        about=_word(f"{where}: about", table.get("about", "finding"), ABOUT),
        codes=codes,
        asked_if=_conditions(where, table),
    )
    if made.kind == "several" and made.scale == "ordinal":
        raise BadInput(f"{where}: scale", expected="nominal where several answers are given", found="ordinal")
    if len(made.missing) == len(codes):
        raise BadInput(f"{where}: codes", expected="a code that tells something", found="all of them missing")
    return made


def _codes(where: str, value: object) -> tuple[Code, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise BadInput(f"{where}: codes", expected='a list such as { code = "yes", label = "yes" }', found="others")
    if not 1 < len(value) <= MOST_CODES:
        raise BadInput(f"{where}: codes", expected=f"2 to {MOST_CODES} codes", found=str(len(value)))
    found = []
    for place, each in enumerate(value):
        _only(where, each, _CODE)
        code = _identifier(f"{where}: code", each.get("code"))
        missing, alone = (_flag(f"{where}, code {code}", each, flag) for flag in ("missing", "alone"))
        key = _text(where, each, "key") or KEYS[place]
        if key not in KEYS or len(key) != 1:
            raise BadInput(f"{where}, code {code}: key", expected=f"one of {KEYS}", found=key[:80])
        found.append(Code(code, _text(where, each, "label") or code, key, _text(where, each, "help"), missing, alone))
    _once(f"{where}: codes", (each.code for each in found))
    _once(f"{where}: keys", (each.key for each in found))
    return tuple(found)


def _conditions(where: str, table: Table) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, codes in _table(where, table, "asked_if").items():
        listed = [codes] if isinstance(codes, str) else codes
        if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
            raise BadInput(f"{where}: asked_if.{name}", expected="a list of codes", found=repr(codes)[:80])
        found[name] = tuple(listed)
    return found


def _check_questions(name: str, questions: tuple[Question, ...]) -> None:
    """Identifiers are there once, and conditions rest on questions and codes that stand before."""
    if not 0 < len(questions) <= MOST_QUESTIONS:
        raise BadInput(f"{name}: questions", expected=f"1 to {MOST_QUESTIONS}", found=str(len(questions)))
    _once(f"{name}: questions", (each.id for each in questions))
    before: dict[str, Question] = {}
    for question in questions:
        for other, codes in question.asked_if.items():
            where = f"{name}, question {question.id}: asked_if"
            if other not in before:
                raise BadInput(where, expected="a question before it", found=other[:80] + nearest(other, (*before,)))
            known = tuple(code.code for code in before[other].codes)
            for code in codes:
                if code not in known:
                    raise BadInput(
                        f"{where}.{other}", expected=", ".join(known), found=code[:80] + nearest(code, known)
                    )
        before[question.id] = question


def _only(where: str, table: Table, known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise BadInput(f"{where}: unknown key {key[:80]!r}{nearest(key, known)}", expected=", ".join(known))


def _once(where: str, words: Iterable[str]) -> None:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise BadInput(where, expected="each once", found=f"{word} twice")
        seen.add(word)


def _table(where: str, table: Table, key: str) -> dict[str, object]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise BadInput(f"{where}: {key}", expected="a table", found=repr(value)[:80])
    return value


def _tables(where: str, table: Table, key: str) -> list[Table]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise BadInput(f"{where}: {key}", expected=f"[[{key}]] tables", found=repr(value)[:80])
    return value


def _flag(where: str, table: Table, key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise BadInput(f"{where}: {key}", expected="true or false", found=repr(value)[:80])
    return value


def _text(where: str, table: Table, key: str, *, needed: bool = False) -> str:
    value = table.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise BadInput(f"{where}: {key}", expected="text", found=repr(value)[:80])
    plain = " ".join(value.split())
    if any(unicodedata.category(each) == "Cc" for each in plain):
        raise BadInput(f"{where}: {key}", expected="text that can be shown", found=ascii(value)[:80])
    return plain


def _identifier(where: str, value: object) -> str:
    if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
        raise BadInput(where, expected="1 to 64 letters, digits, - or _", found=repr(value)[:80])
    return value


def _word(where: str, value: object, known: tuple[Word, ...]) -> Word:
    for each in known:
        if each == value:
            return each
    raise BadInput(where, expected=", ".join(known), found=str(value)[:80] + nearest(str(value), known))
