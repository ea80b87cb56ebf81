"""`probata head` and `probata anchor`: put the ledger's head where its holder can't change it."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app import investigation
from probata.app.cli.answers import Answer, Call
from probata.digest import Digest
from probata.errors import UsageError
from probata.ledger.acts import HeadAnchored
from probata.ledger.anchor import accept_response, write_request


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("head")(head)
    app.command("anchor")(anchor)


def head(context: typer.Context) -> Answer:
    """Print the ledger's head: the digest of the newest act, which fixes all acts before it."""
    call: Call = context.obj
    newest = call.inquiry().entries()[-1]
    return Answer({"head": newest.digest.hex, "acts": newest.number}, newest.digest.hex)


def anchor(
    context: typer.Context,
    printed: Annotated[str, typer.Option("--printed", help="Where the head was printed or kept.")] = "",
    request: Annotated[bool, typer.Option("--request", help="Write a request for an RFC 3161 timestamp.")] = False,
    response: Annotated[Path | None, typer.Option("--response", help="An authority's response (.tsr).")] = None,
    authority: Annotated[Path | None, typer.Option("--authority", help="Its certificates (PEM).")] = None,
    which: Annotated[str, typer.Option("--head", help="The head it is about (default: the newest).")] = "",
) -> Answer:
    """Record that the head was printed or timestamped; with --request write the file that an authority is sent."""
    call: Call = context.obj
    inquiry = call.inquiry()
    digest = Digest(which) if which else inquiry.head()
    ledger = inquiry.folder / "ledger"
    if request:
        path = write_request(ledger, digest)
        return Answer({"head": digest.hex, "request": str(path)}, f"{path}\nSend it as application/timestamp-query.")
    if response is not None and authority is not None:
        act = accept_response(ledger, digest, response, authority)
    elif printed:
        act = HeadAnchored(digest, "printed", printed)
    else:
        raise UsageError("nothing to anchor with", expected="--printed WHERE, --request, or --response and --authority")
    recorded = investigation.record(inquiry, act, call.desk)
    return Answer({"head": digest.hex, "act": recorded.hex}, f"anchored {digest.hex}")
