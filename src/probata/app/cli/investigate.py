"""`probata investigate`: the main job, from a folder of photographs to a report."""

import os
from pathlib import Path
from typing import Annotated

import typer

from probata.app import investigation, state
from probata.app.cli import run as run_command
from probata.app.cli.answers import Answer, Call


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("investigate")(investigate)


def investigate(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="A folder, a zip or tar archive, or a BagIt bag.")],
    folder: Annotated[Path, typer.Argument(help="The inquiry's folder; made where it is not there.", metavar="DIR")],
    handed_over_by: Annotated[str, typer.Option("--from", help="Who handed it over.", metavar="WHO")] = "not stated",
    title: Annotated[str, typer.Option("--title", help="What it is called (default: the folder's name).")] = "",
    numbers: Annotated[
        list[str] | None, typer.Option("--numbers", help="How numbers are written, as '{detainee}/{branch}'.")
    ] = None,
    background: run_command.Background = False,
) -> Answer:
    """Init, intake and run in one; called again, it continues or adds what is new."""
    call: Call = context.obj
    if background:
        state.give_way()
    inquiry = investigation.open_or_create(folder, title or _name(folder), call.desk, patterns=numbers or [])
    investigation.intake_unless_known(inquiry, source, handed_over_by, call.desk)
    result = investigation.run(inquiry, call.desk, "local")
    return Answer(run_command.document(result), run_command.text(result))


def _name(folder: Path) -> str:
    """The folder's own name, also of ``.`` and of names that are not UTF-8."""
    return os.fsencode(Path(os.path.realpath(folder)).name).decode("utf-8", "backslashreplace")
