"""Many judgements from a table: all of them, or none and the line that is wrong.

Not here: single ones, and how they are recorded (`judging`).
"""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from probata.app.judging import LINKS, class_, link, number, one_of, person_class
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts import Act
from probata.ledger.judgements import CLASS, NUMBER, PERSON_CLASS, Subject, said_by, standing

COLUMNS = ("kind", "a", "b", "verdict", "reason")
KINDS = (*LINKS, CLASS, NUMBER, PERSON_CLASS)
ExhibitOf = Callable[[str], Digest]


def read_table(path: Path, exhibit_of: ExhibitOf) -> list[Act]:
    """Judgements from a CSV file with the columns of `COLUMNS`.

    ``kind`` is person, picture, class, number or person-class; ``b`` is the other exhibit of a pair and the role of a
    number; ``verdict`` is also the class, or the number's value.

    Args:
        path: the file, UTF-8, with a line of headings; ``reason`` may be missing.
        exhibit_of: gives the exhibit that a text names.

    Raises:
        BadInput: the file can't be read, or a line of it; the line is named.
    """
    acts: list[Act] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream, strict=True)
            names = set(rows.fieldnames or ())
            if not set(COLUMNS[:-1]) <= names <= set(COLUMNS):
                raise BadInput(f"{path} has other columns", expected=", ".join(COLUMNS), found=", ".join(sorted(names)))
            for row in rows:
                acts.append(_row(f"{path}, line {rows.line_num}", row, exhibit_of))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} can't be read", expected="a CSV file in UTF-8", found=str(error)) from error
    return acts


def _row(where: str, row: dict[str, str | None], exhibit_of: ExhibitOf) -> Act:
    if None in row or None in row.values():
        raise BadInput(where, expected=f"a cell for each heading: {', '.join(COLUMNS)}", found="more or fewer cells")
    kind, a, b, verdict, reason = ((row.get(name) or "").strip() for name in COLUMNS)
    try:
        one_of(KINDS, kind, "kind")
        if kind in LINKS:
            return link(kind, exhibit_of(a), exhibit_of(b), verdict, reason)
        if kind == NUMBER:
            return number(exhibit_of(a), b, verdict, reason)
        if b:
            raise UsageError(f"b of kind {kind}", expected="nothing", found=b[:80])
        if kind == CLASS:
            return class_(exhibit_of(a), verdict, reason)
        return person_class(exhibit_of(a), verdict, reason)
    except (UsageError, BadInput) as error:
        raise BadInput(
            f"{where}: {error.message}", expected=error.expected, found=error.found, do="nothing was recorded; mend it"
        ) from error


def unsaid(inquiry: Inquiry, acts: Sequence[Act], holder: str) -> list[Act]:
    """Those of ``acts`` that say more than this holder has said already; so that an import can be repeated.

    What this holder said before and somebody overruled since is said anew.

    Args:
        inquiry: whose ledger.
        acts: in order; of several on one subject each is compared with the one before.
        holder: who says so.
    """
    newest: dict[Subject, str] = {}
    for one in standing(inquiry.entries(), inquiry.settings().judgements.required):
        said = [each.verdict for each in one.said if each.holder == holder]
        if said and (one.decision is None or one.decision.verdict == said[-1]):
            newest[one.kind, one.a, one.b] = said[-1]
    left: list[Act] = []
    for act in acts:
        says = dict(said_by(act))
        if any(newest.get(subject) != verdict for subject, verdict in says.items()):
            left.append(act)
            newest |= says
    return left
