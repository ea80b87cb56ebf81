"""A CSV table as a sample: which rows tell something, how they were drawn, and their values as numbers.

Rules:
* A row without a value is left out and counted. Shares that were drawn (`--fpc` of 1 and less) are of all rows.
* Every wrong cell is named by file, line and column.

Not here: the estimates (`probata.app.estimating_proportion`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from probata.app.tables import CsvTable, read_csv
from probata.errors import BadInput, UsageError
from probata.statistics.design.design import Design, Floats
from probata.statistics.design.estimates import PostStrata
from probata.statistics.outcome import Caution, Refused

YES = frozenset({"yes", "true", "1", "y", "present"})
NO = frozenset({"no", "false", "0", "n", "absent"})
MOST = 1e50
NO_NUMBER = "for the share of one value name it: --equals"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table say what; "" where none does.

    Attributes:
        value: what is estimated.
        equals: the value that counts as a hit; "": the column says itself, by yes/no, true/false or 1/0.
        strata: stratum.
        cluster: cluster of the first stage.
        weights: how many each row stands for.
        fpc: population's clusters (or units) in the stratum, or the share drawn.
        second: unit of the second stage.
        second_fpc: units in the cluster.
        domain: an estimate for each of its values as well.
        below: the variable below the line of a ratio.
        post: post-stratum.
        checked: what was decided where the value was checked; empty where it was not.
    """

    value: str
    equals: str = ""
    strata: str = ""
    cluster: str = ""
    weights: str = ""
    fpc: str = ""
    second: str = ""
    second_fpc: str = ""
    domain: str = ""
    below: str = ""
    post: str = ""
    checked: str = ""

    @property
    def needed(self) -> list[str]:
        """The columns that must be there."""
        named = (self.value, self.strata, self.cluster, self.weights, self.fpc, self.second, self.second_fpc,
                 self.domain, self.below, self.post, self.checked)  # fmt: skip
        return [name for name in named if name]


@dataclass(frozen=True)
class Sample:
    """A table as a sample: the rows whose value is not missing, their design, and the values.

    Attributes:
        design: of the rows kept.
        values: (n,); with checking what was decided, NaN where nothing was.
        below: (n,); ones where no ratio is asked for.
        is_share: the values are 0 and 1.
        domains: the domain of each row; empty: none is asked for.
        post: post-strata; None: none.
        first: with checking the value of each row as text; empty: no checking is asked for.
        missing: how many rows lack a value.
        cautions: what the reader must be told of the table.
        refused: why nothing can stand on it; None: it can.
    """

    design: Design
    values: Floats
    below: Floats
    is_share: bool
    domains: tuple[str, ...]
    post: PostStrata | None
    first: tuple[str, ...]
    missing: int
    cautions: tuple[Caution, ...]
    refused: Refused | None


def read_sample(path: Path, columns: Columns, totals: Path | None = None) -> Sample:
    """A sample from a CSV file.

    Args:
        path: the file, a row a sampled unit.
        columns: what its columns say.
        totals: for post-strata: a CSV file with the columns ``group`` and ``total``.

    Raises:
        BadInput: a file can't be read, a column is not there, or a cell is not what it must be; the line is named.
    """
    table = read_csv(path, columns.needed)
    cells = table.column(columns.value)
    told = [row for row, cell in enumerate(cells) if cell]
    if not told:
        raise BadInput(f"{path}, column {columns.value!r}", expected="at least one value", found="none")
    values, is_share = _values(table, columns, told)
    missing = len(cells) - len(told)
    return Sample(
        design=_design(table, columns, told),
        values=values,
        below=numbers(table, columns.below, told) if columns.below else np.ones(len(told)),
        is_share=is_share,
        domains=tuple(_labels(table, columns.domain, told, empty=True) or ()),
        post=_post(table, columns, told, totals),
        first=tuple(cells[row] for row in told) if columns.checked else (),
        missing=missing,
        cautions=_cautions(values, columns, missing, len(cells)),
        refused=_unanswered(table, columns, told),
    )


def _design(table: CsvTable, columns: Columns, told: Sequence[int]) -> Design:
    """The design of the rows with a value; sizes that are given as shares are those of all rows."""
    given, given_second = (_above_0(table, name, told) for name in (columns.fpc, columns.second_fpc))
    if len(told) < len(table.rows) and any(x is not None and min(x) <= 1 for x in (given, given_second)):
        every = range(len(table.rows))
        of_all = _of(table, columns, every, _above_0(table, columns.fpc, every),
                     _above_0(table, columns.second_fpc, every))  # fmt: skip
        given = of_all.first.sizes[list(told)].tolist() if given is not None else None
        if of_all.second is not None and given_second is not None:
            given_second = of_all.second.sizes[list(told)].tolist()
    return _of(table, columns, told, given, given_second)


def _of(
    table: CsvTable, columns: Columns, rows: Sequence[int], fpc: list[float] | None, second_fpc: list[float] | None
) -> Design:
    return Design.of(
        len(rows),
        weights=_above_0(table, columns.weights, rows),
        strata=_labels(table, columns.strata, rows),
        clusters=_labels(table, columns.cluster, rows),
        fpc=fpc,
        second=_labels(table, columns.second, rows),
        second_fpc=second_fpc,
    )


def _cautions(values: Floats, columns: Columns, missing: int, rows: int) -> tuple[Caution, ...]:
    found = []
    if missing:
        text = f"{missing:,} of {rows:,} rows have no value: they are supposed to be like the others"
        found.append(Caution("missing-values", text))
    if columns.equals and not (values == 1).any():
        text = f"no row has the value {columns.equals[:40]!r}: mind capitals and spaces"
        found.append(Caution("value-absent", text))
    return tuple(found)


def _unanswered(table: CsvTable, columns: Columns, told: Sequence[int]) -> Refused | None:
    if not columns.strata:
        return None
    strata = table.column(columns.strata)
    silent = sorted(set(strata) - {strata[row] for row in told} - {""})
    if not silent:
        return None
    return Refused(
        "unanswered-stratum", f"stratum {silent[0][:40]!r} has no row with a value, and nobody answers for it",
        "have it answered, or leave it out of the table and say so",
    )  # fmt: skip


def _values(table: CsvTable, columns: Columns, told: Sequence[int]) -> tuple[Floats, bool]:
    name = columns.checked or columns.value
    column = table.column(name)
    cells = [column[row] for row in told]
    if columns.equals:
        return np.array([float(same(cell, columns.equals)) if cell else np.nan for cell in cells]), True
    if columns.checked:
        places = [f"{table.path}, line {table.lines[row]}, column {name!r}" for row in told]
        return np.array([_decided(cell, where) for cell, where in zip(cells, places, strict=True)]), True
    if {cell.lower() for cell in cells} <= YES | NO:
        return np.array([float(cell.lower() in YES) for cell in cells]), not columns.below
    found = numbers(table, name, told, do=NO_NUMBER)
    return found, not columns.below and bool(np.isin(found, (0.0, 1.0)).all())


def _decided(cell: str, where: str) -> float:
    if not cell:
        return float("nan")
    if cell.lower() not in YES | NO:
        raise BadInput(where, expected="yes or no", found=cell[:80], do=NO_NUMBER)
    return float(cell.lower() in YES)


def same(cell: str, wanted: str) -> bool:
    """Whether two cells say the same: as text, or as numbers."""
    if cell == wanted:
        return True
    try:
        return float(cell) == float(wanted)
    except ValueError:
        return False


def numbers(table: CsvTable, name: str, rows: Sequence[int], *, do: str = "") -> Floats:
    """The numbers of some rows of a column.

    Raises:
        BadInput: a cell is empty, or is no number of a size that can be squared.
    """
    cells = table.column(name)
    found = np.empty(len(rows))
    for place, row in enumerate(rows):
        try:
            found[place] = float(cells[row])
        except ValueError:
            found[place] = np.nan
        if not abs(found[place]) <= MOST:
            where = f"{table.path}, line {table.lines[row]}, column {name!r}"
            raise BadInput(where, expected="a number", found=cells[row][:80] or "nothing", do=do)
    return found


def _above_0(table: CsvTable, name: str, rows: Sequence[int]) -> list[float] | None:
    if not name:
        return None
    found = numbers(table, name, rows)
    if (found <= 0).any():
        row = rows[int(np.flatnonzero(found <= 0)[0])]
        where = f"{table.path}, line {table.lines[row]}, column {name!r}"
        raise BadInput(where, expected="a number above 0", found=table.column(name)[row][:80])
    return [float(value) for value in found]


def _labels(table: CsvTable, name: str, rows: Sequence[int], *, empty: bool = False) -> list[str] | None:
    if not name:
        return None
    column = table.column(name)
    for row in rows:
        if not column[row] and not empty:
            where = f"{table.path}, line {table.lines[row]}, column {name!r}"
            raise BadInput(where, expected="a label", found="nothing")
    return [column[row] for row in rows]


def _post(table: CsvTable, columns: Columns, told: Sequence[int], totals: Path | None) -> PostStrata | None:
    if bool(columns.post) != (totals is not None):
        raise UsageError("post-strata", expected="--poststrata and --poststrata-totals together", found="one of them")
    if totals is None:
        return None
    known = read_csv(totals, ("group", "total"))
    groups = _labels(known, "group", range(len(known.rows))) or []
    if len(set(groups)) < len(groups):
        twice = next(row for row, name in enumerate(groups) if name in groups[:row])
        where = f"{totals}, line {known.lines[twice]}, column 'group'"
        raise BadInput(where, expected="each group once", found=groups[twice][:80])
    sizes = _above_0(known, "total", range(len(known.rows))) or []
    return PostStrata(tuple(_labels(table, columns.post, told) or ()), dict(zip(groups, sizes, strict=True)))
