"""`probata export …`: links and statements, as JSON lines or a table."""

from typing import Annotated

import typer

from probata.app import exports, statement_exports
from probata.app.cli.answers import Answer, Call
from probata.statements.exports_table import csv_text

app = typer.Typer(help="Print links and statements as JSON lines or a table.", no_args_is_help=True)


@app.command("pictures")
def pictures(
    context: typer.Context,
    exact: Annotated[bool, typer.Option("--exact", help="Also exhibits received at several paths.")] = False,
) -> Answer:
    """Near-duplicates and changed copies, as pairs: a, b (SHA-256s), kind, score."""
    call: Call = context.obj
    return Answer(None, lines=exports.pictures(call.inquiry(), exact=exact))


@app.command("persons")
def persons(context: typer.Context) -> Answer:
    """One line a photograph and path: class, person, probability, numbers."""
    call: Call = context.obj
    return Answer(None, lines=exports.persons(call.inquiry()))


@app.command("cameras")
def cameras(context: typer.Context) -> Answer:
    """One line a photograph and path: camera, basis, llr, claimed model, device, photographer."""
    call: Call = context.obj
    return Answer(None, lines=exports.cameras(call.inquiry()))


@app.command("departures")
def departures(context: typer.Context) -> Answer:
    """One line for each respect in which a photograph departs from its cohort: exhibit, path, test, p, detail."""
    call: Call = context.obj
    return Answer(None, lines=exports.departures(call.inquiry()))


@app.command("codings")
def codings(context: typer.Context) -> Answer:
    """One line an answer: assignment, examiner, unit, question, code, what counts. Not for who still codes."""
    call: Call = context.obj
    return Answer(None, lines=exports.codings(call.inquiry()))


@app.command("statements")
def statements(context: typer.Context) -> Answer:
    """One line a statement, proposed or judged: who said what, where, its status and fields."""
    call: Call = context.obj
    return Answer(None, lines=statement_exports.statements(call.inquiry()))


@app.command("annotations")
def annotations(context: typer.Context) -> Answer:
    """One W3C Web Annotation a line for each statement: passages by position and words, who signed, status."""
    call: Call = context.obj
    return Answer(None, lines=statement_exports.annotations(call.inquiry()))


@app.command("claims")
def claims(context: typer.Context) -> Answer:
    """One schema.org Claim a line for each confirmed statement, and a ClaimReview where people assessed it."""
    call: Call = context.obj
    return Answer(None, lines=statement_exports.claims(call.inquiry()))


@app.command("commitments")
def commitments(context: typer.Context) -> Answer:
    """A CSV table of commitments beside later statements, one row a pair; not assessed is the default."""
    call: Call = context.obj
    found = statement_exports.commitments(call.inquiry())
    return Answer(found, csv_text(found))


@app.command("ftm")
def ftm(context: typer.Context) -> Answer:
    """Parties, documents and confirmed statements as FollowTheMoney entities, one a line."""
    call: Call = context.obj
    return Answer(None, lines=statement_exports.ftm(call.inquiry()))
