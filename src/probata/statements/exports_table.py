"""Commitments beside later statements as a table: one row a pair, *not assessed* where people found nothing.

Rules: a cell is never a spreadsheet's formula; a commitment without a later statement has one row without one.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from probata.ledger.statements import NOT_ASSESSED, Statement, Statements
from probata.statements.histories import History, Later, histories, said_on, speaker_of

COLUMNS = (
    "commitment", "party", "form", "made", "deadline", "provision", "provision_words", "commitment_words",
    "commitment_exhibit", "commitment_place", "statement", "speaker", "said", "words", "hedges", "exhibit", "place",
    "label", "confidence", "reason", "state",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(known: Statements) -> Iterator[dict[str, str]]:
    """The rows, by the day a commitment was made and the day of the later statement."""
    for each in histories(known):
        if each.later:
            yield from ({**_commitment(each, one.provision), **_later(one)} for one in each.later)
        else:
            yield {**_commitment(each, 0), **dict.fromkeys(COLUMNS[10:], ""), "label": NOT_ASSESSED}


def csv_text(table: Iterable[dict[str, str]]) -> str:
    """Rows as CSV with a line of headings."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(row[name]) for name in COLUMNS] for row in table)
    return stream.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def plain(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _commitment(each: History, provision: int) -> dict[str, str]:
    said, source = each.kept.said, each.source
    return {
        "commitment": said.commitment,
        "party": said.party,
        "form": said.form,
        "made": said.made,
        "deadline": said.deadline,
        "provision": str(provision) if provision else "",
        "provision_words": said.provisions.get(str(provision), "; ".join(said.provisions.values())),
        "commitment_words": "" if source is None else source.quote,
        "commitment_exhibit": "" if source is None else source.exhibit,
        "commitment_place": "" if source is None else _place(source),
    }


def _later(one: Later) -> dict[str, str]:
    statement = one.statement
    return {
        "statement": statement.name,
        "speaker": speaker_of(statement),
        "said": said_on(statement),
        "words": statement.quote,
        "hedges": statement.fields.get("hedges", ""),
        "exhibit": statement.exhibit,
        "place": _place(statement),
        "label": one.label,
        "confidence": one.confidence,
        "reason": one.reason,
        "state": one.state,
    }


def _place(statement: Statement) -> str:
    return f"{statement.start}-{statement.end}"
