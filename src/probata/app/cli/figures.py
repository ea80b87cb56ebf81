"""`probata figures`: all figures, from the sealed file."""

import typer

from probata.app.cli.answers import Answer, Call, table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("figures")(figures)


def figures(context: typer.Context) -> Answer:
    """Print all figures with unit, frame, exclusions, method and inputs."""
    call: Call = context.obj
    records = call.inquiry().figure_records()
    rows = [(str(record["name"]), record["value"]) for record in records]
    return Answer(records, table(rows))
