"""`probata authenticity`: which photographs depart from their cohorts."""

from typing import Annotated

import typer

from probata.app.authenticity import examined
from probata.app.cli.answers import Answer, Call

app = typer.Typer(invoke_without_command=True)


@app.callback()
def authenticity(
    context: typer.Context,
    test: Annotated[str, typer.Option("--test", metavar="TEST", help="One test alone, as copy-move.")] = "",
) -> Answer | None:
    """Which photographs depart from their cohorts, in which respects; every test, on how many it was run, limits."""
    if context.invoked_subcommand is not None:
        return None
    call: Call = context.obj
    found = examined(call.inquiry(), test)
    return Answer(found.record(), "\n".join(found.lines()))
