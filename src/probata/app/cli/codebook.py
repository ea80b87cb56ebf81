"""`probata codebook …`: read, check, adopt, compare codebooks, and make questions from lists of codes."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app import coding_books
from probata.app.cli.answers import Answer, Call
from probata.app.examining_samples import open_examination
from probata.examination.codebook import Codebook, Question
from probata.examination.codebook_reading import DEFAULT, SHIPPED, parse
from probata.examination.codebook_writing import question_text

codebook = typer.Typer(help="Closed questions that examiners answer, as text files.", no_args_is_help=True)
Source = Annotated[str, typer.Argument(metavar="FILE", help=f"A codebook's file, or one of: {', '.join(SHIPPED)}.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(codebook, name="codebook")


@codebook.command("show")
def show(
    source: Source = DEFAULT,
    text: Annotated[bool, typer.Option("--text", help="The file itself, to be changed by hand.")] = False,
) -> Answer:
    """Print a codebook: its questions, codes, keys and conditions."""
    data, name = coding_books.text_of(source)
    book = parse(data, name)
    return Answer(_record(book), data.decode("utf-8") if text else "\n".join(_lines(book)))


@codebook.command("check")
def check(source: Source) -> Answer:
    """Say whether a codebook's file is sound, or what is wrong with it."""
    book = parse(*coding_books.text_of(source))
    always = len(book.asked({}))
    said = f"{book.codebook}, edition {book.edition}: {len(book.questions)} questions, {always} of them always asked"
    return Answer({"codebook": book.codebook, "edition": book.edition, "questions": len(book.questions)}, said)


@codebook.command("adopt")
def adopt(
    context: typer.Context,
    source: Source,
    reason: Annotated[str, typer.Option("--reason", help="Why, in words.")] = "",
) -> Answer:
    """Use a codebook from now on, as an act; a changed text needs a higher edition."""
    call: Call = context.obj
    act = coding_books.adopt(call.inquiry(), call.desk, source, reason)
    document = {"codebook": act.codebook, "edition": act.edition, "text": act.text.hex}
    return Answer(document, f"adopted  {act.codebook}, edition {act.edition}")


@codebook.command("list")
def list_(context: typer.Context) -> Answer:
    """The codebooks that were adopted."""
    call: Call = context.obj
    found = open_examination(call.inquiry()).codebooks
    rows = [{"codebook": each.codebook, "edition": each.edition, "text": each.text.hex, "act": each.act,
             "reason": each.reason} for each in found]  # fmt: skip
    said = "\n".join(f"{each.codebook}, edition {each.edition}  {each.text.hex[:12]}" for each in found)
    return Answer(rows, said or "none was adopted; see `probata codebook adopt`")


@codebook.command("compare")
def compare(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A codebook's file.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="Another, or another edition.")],
) -> Answer:
    """Say which questions and codes came, went, or mean something else."""
    found = coding_books.compared(before, after)
    said = "\n".join(f"{each.question or 'the codebook'}: {each.what}" for each in found)
    return Answer([{"question": each.question, "what": each.what} for each in found], said or "no difference")


@codebook.command("import")
def import_(
    table: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns: code, label, and parent or none.")],
    question: Annotated[str, typer.Option("--question", help="The new question's identifier.")],
    text: Annotated[str, typer.Option("--text", help="As it is asked.")],
    under: Annotated[str, typer.Option("--under", metavar="CODE", help="Only the codes below this one.")] = "",
) -> Answer:
    """Make a question from a list of codes, such as a HURIDOCS micro-thesaurus, to be put into a codebook."""
    made = coding_books.imported(table, question, text, under)
    toml = question_text(made)
    return Answer({"question": question, "codes": len(made.codes), "toml": toml}, toml)


def _record(book: Codebook) -> dict[str, object]:
    return {
        "codebook": book.codebook, "edition": book.edition, "title": book.title, "language": book.language,
        "unit": book.unit, "source": book.source, "settled": book.settled,
        "questions": [question_record(each) for each in book.questions],
    }  # fmt: skip


def question_record(question: Question) -> dict[str, object]:
    """A question as JSON."""
    return {
        "id": question.id, "section": question.section, "text": question.text, "help": question.help,
        "kind": question.kind, "scale": question.scale, "about": question.about,
        "codes": [{"code": c.code, "label": c.label, "key": c.key, "help": c.help, "missing": c.missing,
                   "alone": c.alone}
                  for c in question.codes],
        "asked_if": {name: list(codes) for name, codes in question.asked_if.items()},
    }  # fmt: skip


def _lines(book: Codebook) -> list[str]:
    lines, section = [f"{book.title} ({book.codebook}, edition {book.edition})", book.source], ""
    for question in book.questions:
        if question.section != section:
            section = question.section
            lines += ["", section.upper()]
        lines += question_lines(question)
    return lines


def question_lines(question: Question) -> list[str]:
    """A question for people: text, help, codes by key, and when it is asked."""
    several = "  (several)" if question.kind == "several" else ""
    lines = [f"{question.id}: {question.text}{several}"]
    lines += [f"    {question.help}"] if question.help else []
    lines += [f"  {code.key}  {code.code:<22} {code.label}" for code in question.codes]
    return lines + [f"  asked if {name} is {' or '.join(codes)}" for name, codes in question.asked_if.items()]
