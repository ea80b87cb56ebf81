"""Statements as a table for review: written with the words in their row, read back with a person's verdicts.

Rules:
* A row whose ``verdict`` is empty says nothing. All verdicts of a table are recorded, or none and the line is named.
* The words of a row must be those of the statement: a row that was shifted by a spreadsheet is noticed.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from probata.app.judging import one_of
from probata.app.partying import parties_of
from probata.app.stating import judgement, named, party_of
from probata.app.tables import read_csv
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts_statements import StatementJudged
from probata.statements.exports_table import plain, safe
from probata.statements.fields import NAMES
from probata.statements.parties import Known
from probata.statements.proposals import Proposal, Stated, stated

VERDICTS = ("confirmed", "rejected", "cannot-tell")
FIXED = ("name", "verdict", "reason", "status", "words")
REVIEWED = tuple(name for name in NAMES if name not in ("speaker-at", "cue-at", "parts"))


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write statements as CSV, UTF-8 with a byte order mark, so that spreadsheets show every script.

    Raises:
        BadInput: it can't be written.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            table = csv.writer(stream)
            table.writerow([*FIXED, *REVIEWED])
            for record in records:
                fields = record["fields"]
                cells = [record["name"], "", "", record["status"], record["quote"]]
                table.writerow([safe(str(cell)) for cell in [*cells, *(fields.get(name, "") for name in REVIEWED)]])
    except OSError as error:
        raise BadInput(f"{path} can't be written", found=str(error.strerror)) from error


def read(path: Path, inquiry: Inquiry) -> list[StatementJudged]:
    """The verdicts of a reviewed table.

    Raises:
        BadInput: the file can't be read, or a line of it; the line is named, and nothing is recorded.
    """
    table = read_csv(path)
    missing = [name for name in ("name", "verdict", "words") if name not in table.names]
    unknown = [name for name in table.names if name not in (*FIXED, *REVIEWED)]
    if missing or unknown:
        raise BadInput(
            f"{path} has other columns", expected=", ".join((*FIXED, *REVIEWED)), found=", ".join(table.names)
        )
    found, known = stated(inquiry.snapshot()), Known(parties_of(inquiry))
    acts = []
    for line, cells in zip(table.lines, table.rows, strict=True):
        row = dict(zip(table.names, map(plain, cells), strict=True))
        if not row["verdict"]:
            continue
        try:
            acts.append(_act(row, found, known))
        except (BadInput, UsageError) as error:
            do = "nothing was recorded; mend it"
            where = f"{path}, line {line}: {error.message}"
            raise BadInput(where, expected=error.expected, found=error.found, do=do) from error
    return acts


def _act(row: Mapping[str, str], found: Stated, known: Known) -> StatementJudged:
    which = named(found, row["name"])
    verdict: Any = one_of(VERDICTS, row["verdict"], "verdict")
    words = which.record["quote"] if isinstance(which, Proposal) else which.quote
    if row["words"].split() != str(words).split():
        raise BadInput("the words are not those of the statement", expected=str(words)[:80], found=row["words"][:80])
    given = {name: row[name] for name in REVIEWED if name in row and row[name] != which.fields.get(name, "")}
    reason, party = row.get("reason", ""), party_of(known, which)
    return judgement(which, verdict, given if verdict == "confirmed" else {}, reason, party)
