"""The bytes of a list's file as rows of text: encoding and delimiter told apart, and nothing dropped in silence.

Rules:
* UTF-8, with or without a byte order mark; UTF-16 with one; else Windows-1256, the old encoding of Arabic, which is
  said because it is a guess.
* Comma, semicolon or tab, whichever the line of headings has most of.
* A cell is text and never run: one that a spreadsheet would take for a formula stays the text that it is.
* Rows are numbered from 1 after the headings, those that can't be used included.

Not here: what the cells mean (`records`).
"""

import codecs
import csv
import io
import re
from dataclasses import dataclass

from probata.errors import BadInput

DELIMITERS = ",;\t"
MOST_BYTES = 1 << 28
MOST_COLUMNS = 2_000
MOST_ROWS = 2_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: its place after the headings, from 1.
        cells: one a heading; empty where the row can't be used.
        problem: why it can't be used; "" where it can.
    """

    number: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """A file's rows.

    Attributes:
        encoding: ``utf-8``, ``utf-16`` or ``windows-1256``; the last is a guess.
        delimiter: between cells.
        headings: unique, as written.
        rows: all of them.
        cleaned: how many cells held characters that can't be seen, which were left out.
    """

    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    cleaned: int


def rows_of(data: bytes, name: str) -> Rows:
    """The rows in the bytes of a CSV file.

    Args:
        data: the bytes.
        name: of the list, for messages.

    Raises:
        BadInput: too large, no headings or one twice, or no CSV.
    """
    if len(data) > MOST_BYTES:
        raise BadInput(f"list {name}: the file is too large", expected=f"at most {MOST_BYTES >> 20} MiB")
    text, encoding = _text(data, name)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headings = _headings(next((row for row in reader if any(map(str.strip, row))), []), name)
        cleaned, rows = 0, []
        for number, raw in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise BadInput(f"list {name} is too long", expected=f"at most {MOST_ROWS:,} rows")
            cells = [_CONTROL.sub("", cell) for cell in raw]
            cleaned += sum(cell != before for cell, before in zip(cells, raw, strict=True))
            rows.append(_row(number, cells, len(headings)))
    except csv.Error as error:
        raise BadInput(
            f"list {name}, line {reader.line_num}", expected="cells of a CSV file", found=str(error), do="mend the file"
        ) from error
    return Rows(encoding, delimiter, headings, tuple(rows), cleaned)


def _text(data: bytes, name: str) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise BadInput(f"list {name} can't be read", expected="UTF-16 to its end", found=error.reason) from error
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1256", "replace"), "windows-1256"


def _headings(row: list[str], name: str) -> tuple[str, ...]:
    headings = tuple(" ".join(_CONTROL.sub("", cell).split()) for cell in row)
    if len(headings) > MOST_COLUMNS:
        raise BadInput(f"list {name}", expected=f"at most {MOST_COLUMNS:,} columns", found=f"{len(headings):,}")
    named = [each for each in headings if each]
    if not named or len(set(named)) < len(named):
        twice = next((each for each in named if named.count(each) > 1), "none")
        raise BadInput(f"list {name}: headings", expected="different ones in the first line", found=twice[:80])
    return headings


def _row(number: int, cells: list[str], wanted: int) -> Row:
    if not any(cell.strip() for cell in cells):
        return Row(number, (), "empty row")
    if len(cells) > wanted and any(cell.strip() for cell in cells[wanted:]):
        return Row(number, (), "more cells than headings")
    if len(cells) < wanted:
        return Row(number, (), "fewer cells than headings")
    return Row(number, tuple(cell.strip() for cell in cells[:wanted]))
