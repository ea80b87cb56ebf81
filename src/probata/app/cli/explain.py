"""`probata explain`: why a photograph is counted as it is."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app.cli.answers import Answer, Call
from probata.app.explaining import explained, write_page
from probata.app.naming import resolver
from probata.linkage.numbers import NumberReading
from probata.report.explained import Explained


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain")(explain)


def explain(
    context: typer.Context,
    exhibit: Annotated[
        str, typer.Argument(metavar="EXHIBIT", help="SHA-256, its first digits, or a path as received.")
    ],
    page: Annotated[
        Path | None, typer.Option("--page", help="Write an HTML page with pictures to this new file.")
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Show pictures on the page: they may be graphic.")] = False,
) -> Answer:
    """Why a photograph is counted as it is: class, numbers, person, links with their comparisons and weights."""
    call: Call = context.obj
    inquiry = call.inquiry()
    found = explained(inquiry, resolver(inquiry)(exhibit))
    if page is not None:
        write_page(inquiry, found, page, show=show)
    return Answer(found.record(), "\n".join(_lines(found)))


def _lines(found: Explained) -> list[str]:
    lines = [f"exhibit  {found.exhibit}", *(f"path     {row.intake}: {row.path}" for row in found.received)]
    if found.class_:
        lines.append(f"class    {found.class_.class_} ({found.class_.confidence:.2f}): {found.class_.detail}")
    if found.numbers:
        lines += [_number(reading) for reading in (*found.numbers.by_role.values(), *found.numbers.unassigned)]
    if found.person:
        lines.append(f"person   {found.person.person or 'nobody that could be told'} ({found.person.probability:.2f})")
        lines += [f"  {reason.weight:+7.2f}  {reason.name}: {reason.detail}" for reason in found.person.reasons]
    for link in found.links:
        lines.append(f"link     {link.kind} ({link.score:.3f}) {found.paths[found.other(link)]}")
        lines += [f"  {reason.weight:+7.2f}  {reason.name}: {reason.detail}" for reason in link.reasons]
    return [*lines, *(f"judged   {j.kind}: {j.verdict}, act {j.act}" for j in found.judgements)]


def _number(reading: NumberReading) -> str:
    candidates = ", ".join(f"{each.value} ({each.confidence:.2f})" for each in reading.candidates[:5])
    return f"number   {reading.role}: {reading.status} {candidates}".rstrip()
