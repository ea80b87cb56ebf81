"""Many codings from a table: all of them, or none and the line that is wrong.

A table is *wide*: a row an item, a column a question; or *long*: columns ``question`` and ``code``, a row an answer.

Not here: one coding, and how it is recorded (`coding`).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from probata.app.coding import Answered
from probata.app.tables import CsvTable, read_csv
from probata.errors import BadInput
from probata.examination.codebook import Codebook
from probata.settings.table import nearest

OWN = ("examiner", "item", "note", "seconds", "opened")
LONG = ("question", "code")
MOST_SECONDS = 10**7


def read_codings(path: Path, codebook: Codebook) -> list[Answered]:
    """Codings from a CSV file.

    Args:
        path: the file; ``examiner`` and ``item`` must be there, ``note``, ``seconds`` and ``opened`` may be.
        codebook: whose questions the other columns are.

    Raises:
        BadInput: the file can't be read, a column is no question, or a number is none; the line is named.
    """
    table = read_csv(path, ("examiner", "item"))
    questions = tuple(each.id for each in codebook.questions)
    long = set(LONG) <= set(table.names)
    for name in table.names:
        if name not in OWN and not (long and name in LONG) and (long or name not in questions):
            raise BadInput(
                f"{path}: column {name[:80]!r}", expected="a question of the codebook, or " + ", ".join(OWN),
                found="neither" + nearest(name, questions),
            )  # fmt: skip
    return _long(table) if long else _wide(table, questions)


def _wide(table: CsvTable, questions: Sequence[str]) -> list[Answered]:
    found: dict[tuple[str, str], Answered] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = dict(zip(table.names, row, strict=True))
        answers = {name: cells[name] for name in questions if cells.get(name)}
        one = _answered(table, line, cells, answers)
        if (one.examiner, one.item) in found:
            raise BadInput(f"{table.path}, line {line}", expected="each item of an examiner once", found=one.item)
        found[one.examiner, one.item] = one
    return list(found.values())


def _long(table: CsvTable) -> list[Answered]:
    found: dict[tuple[str, str], Answered] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        cells = dict(zip(table.names, row, strict=True))
        one = _answered(table, line, cells, {cells["question"]: cells["code"]})
        before = found.get((one.examiner, one.item))
        if before is not None:
            if cells["question"] in before.answers:
                raise BadInput(f"{table.path}, line {line}", expected="each question once", found=cells["question"])
            one = Answered(
                one.examiner, one.item, {**before.answers, **one.answers}, one.note or before.note,
                max(one.seconds, before.seconds), max(one.opened, before.opened), before.where,
            )  # fmt: skip
        found[one.examiner, one.item] = one
    return list(found.values())


def _answered(table: CsvTable, line: int, cells: Mapping[str, str], answers: Mapping[str, str]) -> Answered:
    where = f"{table.path}, line {line}"
    if not answers or not all(answers) or not all(answers.values()):
        raise BadInput(where, expected="an answer", found="none")
    if not cells["examiner"] or not cells["item"]:
        raise BadInput(where, expected="an examiner and an item", found="nothing")
    return Answered(
        cells["examiner"], cells["item"], answers, cells.get("note", ""),
        _whole(where, "seconds", cells), _whole(where, "opened", cells), where,
    )  # fmt: skip


def _whole(where: str, name: str, cells: Mapping[str, str]) -> int:
    text = cells.get(name, "") or "0"
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_SECONDS):
        raise BadInput(f"{where}: {name}", expected="a whole number", found=text[:80])
    return int(text)
