"""Tables of ``inquiry.toml``: checked values, and the one line that says which key of which line is wrong."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from probata.errors import BadInput

FILE_NAME = "inquiry.toml"
DO = f"correct {FILE_NAME} and run the same command again"


def is_number(value: object) -> bool:
    """Whether a value is a number; TOML's true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def nearest(word: str, known: tuple[str, ...]) -> str:
    """`` (did you mean …?)`` with the known word most like ``word``, or "" where none is near."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.4)
    return f" (did you mean {near[0]}?)" if near else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file: hands out checked values, and makes the one-line errors."""

    values: Mapping[str, object]
    path: str
    text: str

    def error(self, key: str, expected: str, found: str) -> BadInput:
        """What is raised where a key holds what it can't: the file, its line, the key."""
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
        """Refuse any key that is not among ``known``."""
        for key in self.values:
            if key not in known:
                expected = f"one of {', '.join(known)}"
                raise self.error(key, expected, f"unknown key {key!r}{nearest(key, known)}")

    def table(self, key: str) -> "Table":
        """The table under ``key``; an empty one where it is not there."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, "a table", repr(value)[:80])
        return Table(value, f"{self.path}.{key}" if self.path else key, self.text)

    def tables(self, key: str) -> list["Table"]:
        """The list of tables under ``key``."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.error(key, f"[[{key}]] tables", repr(value)[:80])
        return [Table(one, f"{self.path}.{key}" if self.path else key, self.text) for one in value]

    def string(self, key: str) -> str:
        """Text without outer spaces; "" where it is not there."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, "text in quotation marks", repr(value)[:80])
        return value.strip()

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.error(key, "a list of texts", repr(value)[:80])
        return tuple(str(one) for one in value)

    def date(self, key: str) -> str:
        """A date as ISO 8601, or text as written."""
        value = self.values.get(key, "")
        if isinstance(value, date | datetime):
            return value.isoformat()
        if not isinstance(value, str):
            raise self.error(key, "a date, as 2014-01-20, or text", repr(value)[:80])
        return value.strip()

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        value = self.values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.error(key, f"a whole number from {low} to {high}", repr(value)[:80])
        return value

    def number(self, key: str, low: float, high: float) -> float:
        """A number from ``low`` to ``high``; there is no default."""
        value = self.values.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise self.error(
                key, f"a number from {low:g} to {high:g}", "nothing" if value is None else repr(value)[:80]
            )
        return value
