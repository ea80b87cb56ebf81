"""`probata prove`: that one exhibit belongs to an intake, without showing the others."""

from typing import Annotated

import typer

from probata.app.cli.answers import Answer, Call
from probata.digest import Digest


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("prove")(prove)


def prove(
    context: typer.Context,
    exhibit: Annotated[str, typer.Argument(help="SHA-256 of the exhibit.")],
) -> Answer:
    """Print the audit path from an exhibit to its intake's signed Merkle root (RFC 6962)."""
    call: Call = context.obj
    proof = call.inquiry().store().prove(Digest(exhibit))
    record = proof.record()
    return Answer(record, "\n".join(f"{name}  {value}" for name, value in record.items()))
