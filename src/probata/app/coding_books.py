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
from probata.examination.codebook import KEYS, Change, Code, Codebook, Question, changes
from probata.examination.codebook_reading import SHIPPED, parse, shipped
from probata.examination.codebook_writing import text as written
from probata.inquiry import Inquiry
from probata.ledger.acts_examination import CodebookAdopted
from probata.ledger.examinations import Examination
from probata.ledger.examinations_kept import keep_codebook

CODE_COLUMNS = ("code", "id", "term id", "huridocs code", "huri_code", "vocab_number", "notation")
LABEL_COLUMNS = ("label", "term", "name", "english", "title", "description")
PARENT_COLUMNS = ("parent", "broader", "bt", "parent code", "parent_vocab_number")


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


def imported(path: Path, question: str, text: str, under: str = "") -> Question:
    """A question made from a list of codes, such as a micro-thesaurus of HURIDOCS.

    Which code stands below which is told by a column of parents; without one by the code itself: ``1.2`` below ``1``,
    and of codes of equal length in pairs of digits ``010200`` below ``010000``, as HURIDOCS writes them.

    Args:
        path: CSV with a column of codes and one of labels; a column of parents makes a tree of it.
        question: the new question's identifier.
        text: as it is asked.
        under: only the codes right below this one.

    Returns:
        The question, *cannot tell* added.

    Raises:
        BadInput: no such columns, no code, a code that can't be one, or more codes than there are keys: then choose a
            branch with ``under``.
    """
    table = read_csv(path)
    codes, labels = table.column(_column(table, CODE_COLUMNS)), table.column(_column(table, LABEL_COLUMNS))
    column = next((name for name in table.names if name.lower() in PARENT_COLUMNS), "")
    above = table.column(column) if column else [_above(code, codes) for code in codes]
    kept = [
        (code, label) for code, label, parent in zip(codes, labels, above, strict=True)
        if code and (not under or parent == under)
    ]  # fmt: skip
    if not 1 < len(kept) <= len(KEYS) - 1:
        branches = sorted({parent for parent in above if parent})
        raise BadInput(
            f"{path}: codes", expected=f"2 to {len(KEYS) - 1}, as many as there are keys", found=str(len(kept)),
            do=f"choose a branch with --under: {', '.join(branches[:10])}" if branches else "",
        )  # fmt: skip
    made = [Code(_safe(code), label or code, key) for (code, label), key in zip(kept, KEYS, strict=False)]
    made.append(Code("cannot-tell", "cannot tell", KEYS[len(made)], missing=True))
    new = Question(question, "", text, "", "one", "nominal", "finding", tuple(made), {})
    return parse(
        written(Codebook("imported", 1, "imported", "en", "person", "", (new,))).encode(), str(path)
    ).questions[0]


def _above(code: str, codes: Sequence[str]) -> str:
    """The code right above, as the code itself tells; "" where it does not."""
    if "." in code:
        return code.rpartition(".")[0]
    if not code.isdigit() or len(code) % 2 or len({len(each) for each in codes if each}) != 1:
        return ""
    pairs = [code[at : at + 2] for at in range(0, len(code), 2)]
    deep = max((place for place, pair in enumerate(pairs) if pair != "00"), default=0)
    above = "".join(pairs[:deep]) + "00" * (len(pairs) - deep)
    return above if deep else ""


def _safe(code: str) -> str:
    return "".join(each if each.isascii() and (each.isalnum() or each in "-_") else "-" for each in code)


def _column(table: CsvTable, known: Sequence[str]) -> str:
    for name in table.names:
        if name.lower() in known:
            return name
    raise BadInput(f"{table.path}: columns", expected=f"one of {', '.join(known)}", found=", ".join(table.names))
