"""The steps with codebooks: read, adopt as an act, list, compare, and make one from a list of codes.

Not here: what a codebook can hold (`probata.examination.codebook`).
"""

from collections.abc import Sequence
from pathlib import Path

from probata.app import investigation
from probata.app.desk import Desk
from probata.app.examining_samples import open_examination
from probata.app.tables import CsvTable, read_csv
from probata.errors import BadInput, UsageError
from probata.examination.codebook import KEYS, Change, Codebook, changes
from probata.examination.codebook_reading import SHIPPED, parse, shipped
from probata.inquiry import Inquiry
from probata.ledger.acts_examination import CodebookAdopted
from probata.ledger.examinations import Examination
from probata.ledger.examinations_kept import keep_codebook

CODE_COLUMNS = ("code", "id", "term id", "huridocs code", "notation")
LABEL_COLUMNS = ("label", "term", "name", "english", "title", "description")
PARENT_COLUMNS = ("parent", "broader", "bt", "parent code")


def text_of(source: str) -> tuple[bytes, str]:
    """The text of a codebook and its name: one that comes with Probata, or a file.

    Raises:
        BadInput: it can't be read.
    """
    if source in SHIPPED:
        return shipped(source), source
    try:
        return Path(source).read_bytes(), source
    except OSError as error:
        raise BadInput(
            f"{source} can't be read", expected=f"a codebook's file, or {', '.join(SHIPPED)}", found=str(error.strerror)
        ) from error


def adopt(inquiry: Inquiry, desk: Desk, source: str, reason: str) -> CodebookAdopted:
    """Use a codebook from now on, as an act; its text is kept beside the ledger.

    Args:
        inquiry: where.
        desk: who adopts it.
        source: a file, or the name of one that comes with Probata.
        reason: why, in words.

    Raises:
        BadInput: it is no good codebook.
        UsageError: this edition, or a later one, was adopted before.
    """
    data, name = text_of(source)
    book = parse(data, name)
    before = [each for each in open_examination(inquiry).codebooks if each.codebook == book.codebook]
    if before and book.edition <= before[-1].edition:
        raise UsageError(
            f"codebook {book.codebook} was adopted in edition {before[-1].edition}",
            expected=f"edition {before[-1].edition + 1} or above in the file", found=str(book.edition),
        )  # fmt: skip
    act = CodebookAdopted(book.codebook, book.edition, keep_codebook(inquiry.folder / "ledger", data), reason)
    investigation.record(inquiry, act, desk)
    return act


def adopted(found: Examination, digest: str) -> Codebook:
    """The codebook whose text has this digest.

    Raises:
        BadInput: its text is not there.
    """
    if digest not in found.texts:
        raise BadInput("a codebook's text is not there", expected=f"ledger/codebooks/{digest}.toml", found="nothing")
    return parse(found.texts[digest])


def compared(before: str, after: str) -> tuple[Change, ...]:
    """How one codebook's file differs from another's."""
    return tuple(changes(parse(*text_of(before)), parse(*text_of(after))))


def imported(path: Path, question: str, text: str, under: str = "") -> tuple[str, int]:
    """A question made from a list of codes, such as a micro-thesaurus of HURIDOCS, as text for a codebook.

    Args:
        path: CSV with a column of codes and one of labels; a column of parents makes a tree of it.
        question: the new question's identifier.
        text: as it is asked.
        under: only the codes below this one.

    Returns:
        The text, and how many codes it has.

    Raises:
        BadInput: no such columns, no code, or more codes than there are keys: then choose a branch with ``under``.
    """
    table = read_csv(path)
    code, label = _column(table, CODE_COLUMNS), _column(table, LABEL_COLUMNS)
    parent = next((name for name in table.names if name.lower() in PARENT_COLUMNS), "")
    rows = list(zip(table.column(code), table.column(label), strict=True))
    parents = table.column(parent) if parent else [""] * len(rows)
    kept = [row for row, above in zip(rows, parents, strict=True) if row[0] and (not under or above == under)]
    if not 1 < len(kept) <= len(KEYS) - 1:
        raise BadInput(
            f"{path}: codes", expected=f"2 to {len(KEYS) - 1}, as many as there are keys", found=str(len(kept)),
            do="choose a branch with --under CODE" if parent else "",
        )  # fmt: skip
    return _question_text(question, text, kept), len(kept)


def _column(table: CsvTable, known: Sequence[str]) -> str:
    for name in table.names:
        if name.lower() in known:
            return name
    raise BadInput(f"{table.path}: columns", expected=f"one of {', '.join(known)}", found=", ".join(table.names))


def _question_text(question: str, text: str, rows: Sequence[tuple[str, str]]) -> str:
    lines = ["[[questions]]", f"id = {_quoted(question)}", f"text = {_quoted(text)}", "codes = ["]
    keys = iter(KEYS)
    for code, label in rows:
        safe = "".join(each if each.isascii() and (each.isalnum() or each in "-_") else "-" for each in code)
        lines.append(f"    {{ code = {_quoted(safe)}, label = {_quoted(label)}, key = {_quoted(next(keys))} }},")
    lines.append(
        '    { code = "cannot-tell", label = "cannot tell", key = ' + _quoted(next(keys)) + ", missing = true },"
    )
    return "\n".join([*lines, "]"]) + "\n"


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"').replace("\x7f", "") + '"'
