"""`probata init`: a new inquiry."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app import investigation
from probata.app.cli.answers import Answer, Call


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init")(init)


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The folder to make.", metavar="DIR")],
    title: Annotated[str, typer.Option("--title", help="What the inquiry is called.")],
    by: Annotated[str, typer.Option("--by", help="Who opens it (default: the user's name).")] = "",
    numbers: Annotated[
        list[str] | None, typer.Option("--numbers", help="How numbers are written, as '{detainee}/{branch}'.")
    ] = None,
    passphrase: Annotated[bool, typer.Option("--passphrase", help="Protect the secret key by a passphrase.")] = False,
) -> Answer:
    """Make a new inquiry: its text file, its ledger, and a key outside of it."""
    call: Call = context.obj
    inquiry = investigation.create(folder, title, call.desk, by=by, patterns=numbers or [], protect=passphrase)
    document = {"inquiry": str(inquiry.folder), "title": title, "head": inquiry.head().hex}
    return Answer(document, f"{inquiry.folder}\nNext: state in inquiry.toml what was asked and by whom.")
