"""`probata export …`: links as JSON lines."""

from typing import Annotated

import typer

from probata.app import exports
from probata.app.cli.answers import Answer, Call

app = typer.Typer(help="Print links as JSON lines.", no_args_is_help=True)


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
