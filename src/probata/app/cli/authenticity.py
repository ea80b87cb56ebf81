"""`probata authenticity`: which photographs depart from their cohorts, and maps of single ones."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app.authenticity import examined
from probata.app.authenticity_maps import MAPS, write_map
from probata.app.cli.answers import Answer, Call
from probata.app.naming import resolver

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


@app.command("map")
def map_(
    context: typer.Context,
    exhibit: Annotated[
        str, typer.Argument(metavar="EXHIBIT", help="SHA-256, its first digits, or a path as received.")
    ],
    test: Annotated[str, typer.Option("--test", metavar="TEST", help=f"One of {', '.join(MAPS)}.")],
    out: Annotated[Path, typer.Option("--output", "-o", metavar="F.png", help="A new file.")],
    show: Annotated[bool, typer.Option("--show", help="Show the photograph under the map: it may be graphic.")] = False,
) -> Answer:
    """Where in one photograph a test sees something: a map as a picture, without the photograph unless asked for."""
    call: Call = context.obj
    inquiry = call.inquiry()
    made = write_map(inquiry, resolver(inquiry)(exhibit), test, out, show=show)
    return Answer(made, f"{out}\n{made['legend']}")
