"""Agreement from a CSV file: from a table of units and coders to all measures.

Rules:
* Units are rows and coders are columns, or the other way about when told so.
* A first column with a heading such as ``unit`` or ``id`` names the units and is no coder.
* Categories that are all numbers have the order and the distances of the numbers; others have the order given, or none.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from probata.app.tables import CsvTable, read_csv
from probata.errors import BadInput, UsageError
from probata.statistics.agreement.codings import MISSING, MOST_CATEGORIES
from probata.statistics.agreement.measures import Agreement, Wanted, measures

NAMES_OF_UNITS = frozenset({"", "case", "exhibit", "id", "item", "person", "photograph", "subject", "unit", "units"})
NAMES_OF_CODERS = frozenset({"", "coder", "coders", "examiner", "examiners", "observer", "rater", "raters"})
LEAST_CODERS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """How a table is to be read.

    Attributes:
        columns: the coders' columns; () for all.
        categories: in their order; () for those found.
        transposed: coders are rows and units are columns.
    """

    columns: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class Estimated:
    """The measures of a table.

    Attributes:
        path: of the table.
        named_by: the column that names the rows, "" where there is none.
        agreement: the measures.
    """

    path: Path
    named_by: str
    agreement: Agreement

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {**self.agreement.record(), "source": str(self.path), "named_by": self.named_by}


def listed(text: str) -> tuple[str, ...]:
    """The parts of a list with commas; a part that has commas itself stands in double quotes."""
    return tuple(part.strip() for part in next(csv.reader([text], skipinitialspace=True), []))


def estimate(path: Path, asked: Asked, wanted: Wanted) -> Estimated:
    """All measures of agreement of a table.

    Raises:
        BadInput: the table can't be read, or has a category that was not named.
        UsageError: there are fewer than two coders, too many categories, or no such column.
    """
    table = read_csv(path)
    named_by, coders, rows = _cells(table, asked)
    categories = asked.categories or _in_order({cell for row in rows for cell in row if cell})
    if not categories:
        raise BadInput(f"{path} has no codings", expected="a category in at least one cell", found="none")
    values = _numbers(categories)
    place = {_key(name, bool(values)): number for number, name in enumerate(categories)}
    codes = [[_code(cell, place, bool(values), path) for cell in row] for row in rows]
    made = measures(
        codes, categories, coders=coders, ordered=bool(asked.categories), values=values or (), wanted=wanted
    )
    return Estimated(path, named_by, made)


def _cells(table: CsvTable, asked: Asked) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """The column of names, the coders, and the cells as units × coders."""
    heading = table.names[0].casefold()
    named = heading in (NAMES_OF_CODERS if asked.transposed else NAMES_OF_UNITS) and table.names[0] not in asked.columns
    rows = [row[1:] if named else row for row in table.rows]
    named_by = table.names[0] if named else ""
    if asked.transposed:
        coders = [row[0] for row in table.rows] if named else [str(number + 1) for number in range(len(rows))]
        cells = list(zip(*rows, strict=True))
    else:
        coders = list(table.names[1:] if named else table.names)
        cells = list(rows)
    chosen = _chosen(coders, asked.columns)
    return named_by, tuple(coders[number] for number in chosen), [tuple(row[n] for n in chosen) for row in cells]


def _chosen(coders: list[str], wanted: tuple[str, ...]) -> list[int]:
    unknown = [name for name in wanted if name not in coders]
    if unknown:
        raise UsageError("no such coder", expected=", ".join(coders)[:200], found=", ".join(unknown)[:80])
    chosen = [coders.index(name) for name in wanted] if wanted else list(range(len(coders)))
    if len(chosen) < LEAST_CODERS:
        raise UsageError("too few coders", expected="at least two", found=str(len(chosen)))
    return chosen


def _number(text: str) -> float:
    """The number that a text is; NaN where it is none."""
    try:
        found = float(text)
    except ValueError:
        return float("nan")
    return found if isfinite(found) else float("nan")


def _numbers(categories: Sequence[str]) -> tuple[float, ...] | None:
    """The categories as rising numbers; None where they are no numbers, or were given in another order."""
    found = tuple(_number(name) for name in categories)
    return found if all(low < high for low, high in zip(found, [*found[1:], float("inf")], strict=True)) else None


def _in_order(found: set[str]) -> tuple[str, ...]:
    """Numbers by size, each once however it is spelled; other texts by their letters."""
    if len(found) > MOST_CATEGORIES * 4:
        raise UsageError("too many categories", expected=f"at most {MOST_CATEGORIES}", found=f"{len(found):,}")
    if all(isfinite(_number(name)) for name in found):
        spelled = {_number(name): name for name in sorted(found, key=lambda name: (-len(name), name))}
        return tuple(spelled[number] for number in sorted(spelled))
    return tuple(sorted(found))


def _key(name: str, numbers: bool) -> str | float:
    return _number(name) if numbers else name


def _code(cell: str, place: dict[str | float, int], numbers: bool, path: Path) -> int:
    if not cell:
        return MISSING
    found = place.get(_key(cell, numbers))
    if found is None:
        raise BadInput(
            f"{path} has a category that was not named", expected="one of those of --categories", found=cell[:80]
        )
    return found
