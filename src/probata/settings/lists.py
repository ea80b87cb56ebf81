"""Tables ``[[lists]]``: lists of victims, each a CSV file that was taken in, and what its columns hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from probata.settings.table import Table, nearest

NAME_FIELDS = ("name", "given", "father", "grandfather", "family")
DATE_FIELDS = ("date", "birth")
NUMBER_FIELDS = ("detainee", "branch", "examination")
ONE_COLUMN = ("id", "age", "sex", "place", *NUMBER_FIELDS)
FIELDS = ("id", *NAME_FIELDS, *DATE_FIELDS, "age", "sex", "place", *NUMBER_FIELDS)
DATE_ORDERS = ("day-month", "month-day")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ListSettings:
    """One ``[[lists]]`` table.

    Attributes:
        name: its identifier, 1 to 64 letters, digits, ``-`` or ``_``.
        file: the CSV file: its path as received, or its SHA-256.
        definition: who can be on it, in words.
        dates: how dates as 3/4/2013 are to be read: ``day-month`` or ``month-day``.
        columns: headings by field of `FIELDS`. Of a name several columns are several scripts of it; of a date three
            are year, month and day.
        places: how a place is to be called, by how it is written in this list.
    """

    name: str
    file: str
    definition: str = ""
    dates: str = DATE_ORDERS[0]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


def lists(tables: Sequence[Table]) -> tuple[ListSettings, ...]:
    """The values of all ``[[lists]]`` tables.

    Raises:
        BadInput: an unknown key or field, nothing to tell persons by, a name twice, or a value of the wrong type.
    """
    found: list[ListSettings] = []
    for table in tables:
        one = _list(table)
        if any(one.name == other.name for other in found):
            raise table.error("name", "each [[lists]] to have a name of its own", f"{one.name!r} twice")
        found.append(one)
    return tuple(found)


def _list(table: Table) -> ListSettings:
    table.only("name", "file", "definition", "dates", "columns", "places")
    name, dates = table.string("name"), table.string("dates") or DATE_ORDERS[0]
    if not _IDENTIFIER.fullmatch(name):
        raise table.error("name", "1 to 64 letters, digits, - or _", repr(name)[:80])
    if not table.string("file"):
        raise table.error("file", "the path as received, or the SHA-256, of a CSV file", "nothing")
    if dates not in DATE_ORDERS:
        raise table.error("dates", ", ".join(DATE_ORDERS), repr(dates)[:80] + nearest(dates, DATE_ORDERS))
    columns = table.table("columns")
    columns.only(*FIELDS)
    known = {key: _headings(columns, key) for key in FIELDS if key in columns.values}
    if not any(key in known for key in (*NAME_FIELDS, *NUMBER_FIELDS)):
        raise table.error("columns", "a name or a number, by which persons can be told", ", ".join(known) or "nothing")
    places = table.table("places")
    return ListSettings(
        name, table.string("file"), table.string("definition"), dates, known,
        {key: places.string(key) for key in places.values},
    )  # fmt: skip


def _headings(table: Table, key: str) -> tuple[str, ...]:
    """The headings of one field: text, or a list of texts."""
    value = table.values[key]
    given = (table.string(key),) if isinstance(value, str) else table.strings(key)
    most = {**dict.fromkeys(ONE_COLUMN, 1), **dict.fromkeys(DATE_FIELDS, 3)}.get(key, 8)
    if not 1 <= len(given) <= most or not all(given) or len(set(given)) < len(given):
        raise table.error(key, f"1 to {most} different headings", repr(value)[:80])
    return given
