"""`probata verify`: everything again, from the bytes to the figures."""

from typing import Annotated

import typer

from probata.app import checks
from probata.app.cli.answers import Answer, Call
from probata.digest import Digest


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)


def verify(
    context: typer.Context,
    head: Annotated[
        list[str] | None, typer.Option("--head", help="A head that was kept outside, as on a printed report.")
    ] = None,
    deep: Annotated[bool, typer.Option("--deep", help="Make all readings again from the bytes and compare.")] = False,
) -> Answer:
    """Check fixity, chain, signatures, anchors and figures; exit code 1 where something is not as it should be."""
    call: Call = context.obj
    inquiry = call.inquiry()
    anchors = [Digest(each) for each in head or []]
    problems = sorted(checks.verify(inquiry, call.desk, anchors, deep=deep))
    document = {"ok": not problems, "problems": [problem.record() for problem in problems]}
    lines = [f"{p.code}  {p.where}\n  expected {p.expected}\n  found    {p.found}" for p in problems]
    text = "\n".join(lines) + f"\n{len(problems):,} problems" if problems else "verified: everything agrees"
    return Answer(document, text, exit_code=1 if problems else 0)
