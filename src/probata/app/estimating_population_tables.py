"""Reads the tables that `probata estimate population` is given: lists, strata, imputations, or records and their pairs.

Rules:
* A column that is neither 0 and 1 nor ``count`` is an error, unless it is named as something else or lists are named.
* What is left out is counted and said: rows of those on no list, records on lists that were not named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np
import numpy.typing as npt

from probata.app.tables import CsvTable, read_csv
from probata.errors import BadInput, UsageError
from probata.statistics.outcome import Caution
from probata.statistics.population.lists import MOST_LISTS, Lists
from probata.statistics.population.partitions import Pairs

COUNT = "count"
MOST_PERSONS = 10**12
UNSAID = "(not said)"
Stratum = tuple[str, Lists]


@dataclass(frozen=True, slots=True)
class Given:
    """What a table holds.

    Attributes:
        whole: all strata together; of the first imputation where there are several.
        imputations: for each imputation its strata; one imputation where none is named, one stratum where none is.
        stratified: whether a column of strata was named.
        cautions: what was left out.
    """

    whole: Lists
    imputations: tuple[tuple[str, tuple[Stratum, ...]], ...]
    stratified: bool = False
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Records:
    """Records on lists, and pairs of them that may be one person.

    Attributes:
        names: the lists, in the order in which they first occur.
        of_list: (records,) places in ``names``.
        pairs: the candidate pairs.
    """

    names: tuple[str, ...]
    of_list: npt.NDArray[np.int64]
    pairs: Pairs


def read_lists(path: Path, names: Sequence[str] = ()) -> Lists:
    """Lists from a CSV file: a column of 0 and 1 for each list, and ``count``; without it each row is one record.

    Args:
        path: the file.
        names: which columns are the lists; empty: all but ``count``.

    Raises:
        BadInput: the file can't be read, a column is not of 0 and 1, or a count is no whole number.
    """
    return lists_of(read_csv(path), names)


def lists_of(table: CsvTable, names: Sequence[str] = ()) -> Lists:
    """Lists from a table. See `read_lists`."""
    return given(table, names).whole


def given(table: CsvTable, names: Sequence[str] = (), strata: str = "", imputation: str = "") -> Given:
    """What a table holds.

    Args:
        table: as read.
        names: which columns are the lists; empty: all but ``count`` and those that are named otherwise.
        strata: the column of strata; "": none.
        imputation: the column that says to which imputation a row belongs; "": none.

    Raises:
        BadInput: a column is missing or not of 0 and 1, or a count is no whole number.
        UsageError: a column is named twice.
    """
    others = [each for each in (strata, imputation, COUNT) if each]
    columns = tuple(names) or tuple(name for name in table.names if name not in others)
    if not columns or len(columns) > MOST_LISTS:
        raise BadInput(f"{table.path}: lists", expected=f"1 to {MOST_LISTS} columns", found=str(len(columns)))
    named = [*columns, *others]
    if len(set(named)) < len(named):
        raise UsageError("lists, strata and imputation", expected="each column once", found=", ".join(named))
    cells = [[_bit(table, line, name, cell) for line, cell in zip(table.lines, table.column(name), strict=True)]
             for name in columns]  # fmt: skip
    histories = list(zip(*cells, strict=True))
    counts = [_whole(table, line, cell) for line, cell in zip(table.lines, _counts(table), strict=True)]
    groups: dict[str, dict[str, list[int]]] = {}
    labels = [_labels(table, column) for column in (imputation, strata)]
    for row, (which, stratum) in enumerate(zip(*labels, strict=True)):
        groups.setdefault(which, {}).setdefault(stratum, []).append(row)

    def part(rows: Sequence[int]) -> Lists:
        return Lists.of(columns, [histories[row] for row in rows], [counts[row] for row in rows])

    found = tuple(
        (which, tuple((stratum, part(rows)) for stratum, rows in sorted(strata_of.items())))
        for which, strata_of in sorted(groups.items())
    )
    first = [row for rows in groups[min(groups)].values() for row in rows] if groups else []
    empty = sum(counts[row] for row in first if not any(histories[row]))
    return Given(part(first), found, bool(strata), _left_out(empty, explicit=bool(names)))


def _left_out(empty: int, *, explicit: bool) -> tuple[Caution, ...]:
    if not empty:
        return ()
    which = "of the lists named" if explicit else "of the lists"
    return (Caution("rows-on-no-list", f"{empty:,} on none {which} are left out: they are not what is estimated"),)


def _labels(table: CsvTable, column: str) -> list[str]:
    return [cell or UNSAID for cell in table.column(column)] if column else [""] * len(table.rows)


def _counts(table: CsvTable) -> list[str]:
    return table.column(COUNT) if COUNT in table.names else ["1"] * len(table.rows)


def _bit(table: CsvTable, line: int, name: str, cell: str) -> int:
    if cell not in ("0", "1"):
        raise BadInput(
            f"{table.path}, line {line}, column {name!r}", expected="0 or 1", found=cell[:80] or "nothing",
            do="say which columns are lists, with --lists, or strata, with --strata",
        )  # fmt: skip
    return int(cell)


def _whole(table: CsvTable, line: int, cell: str) -> int:
    plain = cell.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 14 and int(plain) <= MOST_PERSONS):
        raise BadInput(
            f"{table.path}, line {line}, column {COUNT!r}",
            expected=f"a whole number from 0 to {MOST_PERSONS:,}",
            found=cell[:80] or "nothing",
        )
    return int(plain)


def read_records(records: Path, pairs: Path) -> Records:
    """Records (columns ``id`` and ``list``) and pairs of them (``a``, ``b``, ``probability``).

    A probability is calibrated; 1 and 0 are a person's judgement. A pair that is not in the table is no candidate.

    Raises:
        BadInput: a column is missing, an id occurs twice or is not among the records, a pair occurs twice, or a
            probability is none.
    """
    table, links = read_csv(records, ("id", "list")), read_csv(pairs, ("a", "b", "probability"))
    ids: dict[str, int] = {}
    for line, name in zip(table.lines, table.column("id"), strict=True):
        if not name or name in ids:
            raise BadInput(f"{table.path}, line {line}, column 'id'", expected="a new id", found=name[:80] or "nothing")
        ids[name] = len(ids)
    of = table.column("list")
    for line, name in zip(table.lines, of, strict=True):
        if not name:
            raise BadInput(f"{table.path}, line {line}, column 'list'", expected="a list's name", found="nothing")
    names = tuple(dict.fromkeys(of))
    if not 1 <= len(names) <= MOST_LISTS:
        raise BadInput(f"{table.path}: lists", expected=f"1 to {MOST_LISTS}", found=str(len(names)))
    places = {name: place for place, name in enumerate(names)}
    ends = [[_record(links, ids, line, name, cell) for line, cell in zip(links.lines, links.column(name), strict=True)]
            for name in ("a", "b")]  # fmt: skip
    seen: set[tuple[int, int]] = set()
    for line, a, b in zip(links.lines, *ends, strict=True):
        pair = (min(a, b), max(a, b))
        if a == b or pair in seen:
            raise BadInput(f"{links.path}, line {line}", expected="a new pair of two records", found="the same again")
        seen.add(pair)
    chances = [
        _chance(links, line, value) for line, value in zip(links.lines, links.numbers("probability"), strict=True)
    ]
    return Records(
        names,
        np.array([places[name] for name in of], np.int64),
        Pairs(len(ids), np.array(ends[0], np.int64), np.array(ends[1], np.int64), np.array(chances, np.float64)),
    )


def _record(links: CsvTable, ids: dict[str, int], line: int, column: str, cell: str) -> int:
    if cell not in ids:
        raise BadInput(
            f"{links.path}, line {line}, column {column!r}", expected="the id of a record", found=cell[:80] or "nothing"
        )
    return ids[cell]


def _chance(links: CsvTable, line: int, value: float) -> float:
    if not (isfinite(value) and 0 <= value <= 1):
        raise BadInput(f"{links.path}, line {line}, column 'probability'", expected="a number 0 to 1", found=str(value))
    return value
