"""`probata statements …`: who said what in documents, confirmed by people one by one."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app import noting, stating, stating_added, stating_table
from probata.app.cli.answers import Answer, Call
from probata.app.naming import resolver
from probata.app.stating import Wanted
from probata.app.stating_text import coverage_lines, in_place, statement_lines, wrapped
from probata.ledger.acts_statements import StatementVerdict
from probata.statements.fields import NAMES, settings_of
from probata.statements.note_values import Heading

Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
Holder = Annotated[str, typer.Option("--as", help="Whose key signs, as the ledger names holders.")]
Names = Annotated[
    list[str], typer.Argument(metavar="STATEMENT…", help="Names, or their first digits, as `list` has them.")
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Correct a field; may be given often. See `fields`."),
]
app = typer.Typer(help="Statements: who said what in documents; confirm, correct, reject.", no_args_is_help=True)


@app.command("read")
def read(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A text, HTML, Markdown, PDF, .eml, feed, WARC or WACZ file.")
    ],
    text_out: Annotated[
        Path | None, typer.Option("--text-out", metavar="FILE", help="Write the text that all places point into.")
    ] = None,
) -> Answer:
    """Read the statements in a file, without an inquiry."""
    found = stating.read_file(file)
    if text_out is not None:
        stating.write_text(text_out, found.document.text)
    records = found.records()
    lines = [line for record in records for line in statement_lines(record)] or ["no statement was found"]
    text = found.document.text
    said = [
        ("" if section.headline is None else section.headline.of(text), cover.said)
        for section, cover in zip(found.document.sections, found.found.coverage, strict=True)
        if cover.language != "en"
    ]
    return Answer(records, "\n".join([*lines, *coverage_lines(said)]))


@app.command("list")
def list_(
    context: typer.Context,
    status: Annotated[
        str, typer.Option("--status", help="proposed, confirmed, rejected, cannot-tell, pending, conflict.")
    ] = "",
    exhibit: Annotated[
        str, typer.Option("--exhibit", help="Of this document: SHA-256, its first digits, or a path.")
    ] = "",
    speaker: Annotated[str, typer.Option("--speaker", help="Whose speaker's name holds these words.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="assertion, denial, commitment, demand …")] = "",
    words: Annotated[str, typer.Option("--words", help="In which these words stand.")] = "",
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="Write them as a CSV table to be reviewed and imported."),
    ] = None,
) -> Answer:
    """List statements, proposed and judged, with their names."""
    call: Call = context.obj
    inquiry = call.inquiry()
    of = resolver(inquiry)(exhibit).hex if exhibit else ""
    proposals, by_hand = stating.listed(inquiry, Wanted(status, of, speaker, kind, words))
    records = [*map(stating.line_of, proposals), *map(stating.line_of_hand, by_hand)]
    if table is not None:
        stating_table.write(table, records)
    lines = [line for record in records for line in statement_lines(record)]
    return Answer(records, "\n".join(lines or ["no statement"]))


@app.command("show")
def show(context: typer.Context, statement: Annotated[str, typer.Argument(metavar="STATEMENT")]) -> Answer:
    """Show a statement in its place, with everything that is known of it and who said so."""
    call: Call = context.obj
    inquiry = call.inquiry()
    shown = stating.shown(inquiry, statement)
    lines = [*statement_lines(shown.record), "", *wrapped(in_place(shown.text, shown.span)), ""]
    lines += [f"{name:<14} {value}" for name, value in shown.fields.items()]
    lines += ["", *shown.history] if shown.history else []
    lines += wrapped(shown.moved) if shown.moved else []
    return Answer(shown.document(), "\n".join(lines))


@app.command("text")
def text(context: typer.Context, exhibit: Annotated[str, typer.Argument(metavar="EXHIBIT")]) -> Answer:
    """Print the text of a document, into which all places point."""
    call: Call = context.obj
    inquiry = call.inquiry()
    found = stating.text_of(inquiry, resolver(inquiry)(exhibit))
    return Answer({"text": found}, found)


@app.command("confirm")
def confirm(
    context: typer.Context, statements: Names, fields: Fields = None, reason: Reason = "", holder: Holder = ""
) -> Answer:
    """Confirm statements that you have read in their place; correct what was read wrongly."""
    return _judged(context, statements, "confirmed", fields, reason, holder)


@app.command("reject")
def reject(context: typer.Context, statements: Names, reason: Reason = "", holder: Holder = "") -> Answer:
    """Say that these are no statements."""
    return _judged(context, statements, "rejected", None, reason, holder)


@app.command("cannot-tell")
def cannot_tell(context: typer.Context, statements: Names, reason: Reason = "", holder: Holder = "") -> Answer:
    """Say that it can't be told whether these are statements."""
    return _judged(context, statements, "cannot-tell", None, reason, holder)


@app.command("add")
def add(
    context: typer.Context,
    exhibit: Annotated[
        str, typer.Argument(metavar="EXHIBIT", help="SHA-256, its first digits, or a path as received.")
    ],
    words: Annotated[str, typer.Option("--words", help="What was said, exactly as it stands in the document's text.")],
    at: Annotated[
        int | None, typer.Option("--at", min=0, help="Where, if the words stand there more than once.")
    ] = None,
    fields: Fields = None,
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Add a statement that no rule found."""
    call: Call = context.obj
    inquiry = call.inquiry()
    given = settings_of(fields or ())
    digest = resolver(inquiry)(exhibit)
    signed = stating_added.add(inquiry, call.desk, digest, words, at, given, reason=reason, holder=holder)
    return Answer({"act": signed.hex, "statement": signed.hex}, f"statement-judged  {signed.hex}")


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table as `list --table` writes it, with verdicts.")],
    holder: Holder = "",
) -> Answer:
    """Record the verdicts of a reviewed table: all of them, or none and the line that is wrong."""
    call: Call = context.obj
    inquiry = call.inquiry()
    acts = stating_table.read(file, inquiry)
    signed = stating.record(inquiry, call.desk, acts, holder) if acts else []
    return Answer({"acts": [each.hex for each in signed]}, f"{len(signed):,} verdicts recorded")


@app.command("note")
def note(
    context: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="A .html, .md or .pdf file.")],
    title: Annotated[str, typer.Option("--title", help="The headline; default: the inquiry's title.")] = "",
    place: Annotated[str, typer.Option("--place", help="Of the dateline.")] = "",
    date: Annotated[str, typer.Option("--date", help="Of the dateline, as 2031-01-22.")] = "",
    statement: Annotated[
        list[str] | None, typer.Option("--statement", help="Only these confirmed statements; may be given often.")
    ] = None,
    commitment: Annotated[
        list[str] | None, typer.Option("--commitment", help="Only these commitments; may be given often.")
    ] = None,
    background: Annotated[
        list[str] | None, typer.Option("--background", metavar="TEXT=URL", help="A link for readers.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="html, md or pdf; default: by the file's name.")] = "",
) -> Answer:
    """Draft a sourced note from what is confirmed: each sentence with its exhibit and passage."""
    call: Call = context.obj
    inquiry = call.inquiry()
    heading = Heading(title or inquiry.settings().inquiry.title, place, date, noting.background_of(background or ()))
    word = noting.format_of(output, form)
    made = noting.note_of(inquiry, noting.Wanted(statement or (), commitment or ()), heading)
    noting.write_note(inquiry, made, output, word)
    count = sum(len(paragraph) for group in made.groups for paragraph in group.paragraphs)
    said = f"{output}: {count:,} sentences, {len(made.footnotes):,} footnotes"
    return Answer({"file": str(output), "sentences": count, "footnotes": len(made.footnotes)}, said)


@app.command("fields")
def fields_() -> Answer:
    """The fields of a statement, and what each holds."""
    return Answer(NAMES, "\n".join(f"{name:<14} {meaning}" for name, meaning in NAMES.items()))


def _judged(
    context: typer.Context,
    names: list[str],
    verdict: StatementVerdict,
    fields: list[str] | None,
    reason: str,
    holder: str,
) -> Answer:
    call: Call = context.obj
    given = settings_of(fields or ())
    signed = stating.judge(call.inquiry(), call.desk, names, verdict, given=given, reason=reason, holder=holder)
    return Answer(
        {"acts": [each.hex for each in signed]}, "\n".join(f"statement-judged  {each.hex}" for each in signed)
    )
