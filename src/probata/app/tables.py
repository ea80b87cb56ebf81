"""Tables that a user hands to a command: CSV files, read once, with the line named where something is wrong.

Rules:
* UTF-8 with or without a byte order mark; comma, semicolon or tab, by the line of headings; headings are unique.
* A cell that is empty or ``NA`` is missing; everything else is kept as text.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from probata.errors import BadInput

DELIMITERS = ",;\t"
MISSING = frozenset({"", "NA"})
MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table as it was read.

    Attributes:
        path: where it came from, for messages.
        names: the columns.
        rows: cells by row, as many as there are columns; "" where missing.
        lines: the line of the file on which each row ends.
    """

    path: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def column(self, name: str) -> list[str]:
        """The cells of one column.

        Raises:
            BadInput: there is no such column.
        """
        if name not in self.names:
            raise BadInput(
                f"{self.path} has no column {name!r}", expected=", ".join(self.names), found="none of that name"
            )
        place = self.names.index(name)
        return [row[place] for row in self.rows]

    def numbers(self, name: str) -> list[float]:
        """The cells of one column as numbers; NaN where missing.

        Raises:
            BadInput: there is no such column, or a cell is no number; its line is named.
        """
        found = []
        for line, cell in zip(self.lines, self.column(name), strict=True):
            try:
                found.append(float(cell) if cell else float("nan"))
            except ValueError:
                raise BadInput(
                    f"{self.path}, line {line}, column {name!r}", expected="a number", found=cell[:80]
                ) from None
        return found


def read_csv(path: Path, needed: Sequence[str] = ()) -> CsvTable:
    """A CSV file with a line of headings.

    Args:
        path: the file.
        needed: columns that must be there.

    Raises:
        BadInput: the file can't be read, has no headings or two of one name, lacks a column, or a line has more or
            fewer cells.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"{path} is too large", expected="at most 1 GiB")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            delimiter = max(DELIMITERS, key=first.count)
            stream.seek(0)
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
            names = tuple(cell.strip() for cell in next(reader, []))
            found = [(reader.line_num, row) for row in reader if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} can't be read", expected="a CSV file in UTF-8", found=str(error)) from error
    if not any(names) or len(set(names)) != len(names):
        raise BadInput(f"{path} has no good line of headings", expected="different names", found=first.strip()[:80])
    missing = [name for name in needed if name not in names]
    if missing:
        raise BadInput(f"{path} lacks columns", expected=", ".join(needed), found=", ".join(names))
    for line, row in found:
        if len(row) != len(names):
            raise BadInput(f"{path}, line {line}", expected=f"{len(names)} cells", found=f"{len(row)}", do="mend it")
    rows = tuple(tuple("" if cell.strip() in MISSING else cell.strip() for cell in row) for _, row in found)
    return CsvTable(str(path), names, rows, tuple(line for line, _ in found))
