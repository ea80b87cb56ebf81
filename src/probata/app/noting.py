"""The sourced note of an inquiry, written to a file.

Rules:
* What is named must be there and confirmed; nothing is left out in silence.
* The note changes nothing in the inquiry and no act is made of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from probata.app.committing import confirmed
from probata.app.partying import parties_of
from probata.app.stating import named
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.report.note import note_html, note_markdown
from probata.report.pdf import write_pdf
from probata.report.replace import replace_file
from probata.snapshot import Snapshot
from probata.statements.note import draft
from probata.statements.note_values import Choice, Heading, Note, Papers
from probata.statements.proposals import READING, stated

FORMATS = ("html", "md", "pdf")
_BY_SUFFIX = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".pdf": "pdf"}
_SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a note is asked to be about: names, or first digits, of statements; commitments; nothing means all."""

    statements: Sequence[str] = ()
    commitments: Sequence[str] = ()


def note_of(inquiry: Inquiry, wanted: Wanted, heading: Heading) -> Note:
    """The note.

    Raises:
        BadInput: a statement or commitment is not there, or not confirmed.
    """
    snapshot = inquiry.snapshot()
    found, known = stated(snapshot), snapshot.statements
    statements = tuple(confirmed(named(found, name)).name for name in wanted.statements)
    for name in wanted.commitments:
        kept = known.commitments.get(name)
        if kept is None or not (kept.statement in known.statements and known.statements[kept.statement].confirmed):
            raise BadInput(
                "no such commitment from a confirmed statement",
                expected=", ".join(known.commitments)[:200] or "a commitment, of which there is none",
                found=name[:80],
                do="see `probata commitments list`",
            )
    return draft(known, Choice(statements, tuple(wanted.commitments)), heading, papers(inquiry, snapshot))


def papers(inquiry: Inquiry, snapshot: Snapshot) -> Papers:
    """Where exhibits were received, how their texts are read now, and what parties are called.

    Raises:
        BadInput: ``parties.toml`` can't be used.
    """
    paths: dict[str, str] = {}
    for row in snapshot.received:
        if row.digest is not None:
            paths.setdefault(row.digest, row.path)
    table = snapshot.readings.get(READING)
    columns = [] if table is None else [table.column(name).to_pylist() for name in ("digest", "text_digest")]
    texts = {str(exhibit): str(text) for exhibit, text in zip(*columns, strict=True) if text} if columns else {}
    return Papers(paths, texts, {each.id: each.name for each in parties_of(inquiry).parties})


def background_of(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Links from ``TEXT=URL`` texts.

    Raises:
        UsageError: one has no address that begins with http:// or https://.
    """
    found = []
    for text in texts:
        cuts = [at for scheme in _SCHEMES if (at := text.find(f"={scheme}")) > 0]
        if not cuts:
            raise UsageError("a background link is TEXT=URL", expected="The terms=https://…", found=text[:80])
        found.append((text[: min(cuts)].strip(), text[min(cuts) + 1 :].strip()))
    return tuple(found)


def format_of(path: Path, asked: str) -> str:
    """Which format: as asked, else by the file's name.

    Raises:
        UsageError: no such format.
    """
    word = asked or _BY_SUFFIX.get(path.suffix.lower(), "")
    if word not in FORMATS:
        raise UsageError("a note has no such format", expected=", ".join(FORMATS), found=word or path.name)
    return word


def write_note(inquiry: Inquiry, note: Note, path: Path, form: str) -> None:
    """Write the note.

    Args:
        inquiry: for its language.
        note: what is written.
        path: where; replaced in one step.
        form: of `FORMATS`.

    Raises:
        BadInput: it can't be written, or there is no PDF on this machine.
    """
    try:
        if form == "md":
            replace_file(path, note_markdown(note).encode("utf-8"))
            return
        html = note_html(note, language=inquiry.settings().inquiry.language)
        if form == "html":
            replace_file(path, html.encode("utf-8"))
        elif why := write_pdf(html, path):
            raise BadInput("no PDF was made", found=why, do="write HTML instead")
    except OSError as error:
        raise BadInput(f"{path} can't be written", found=str(error.strerror)) from error
