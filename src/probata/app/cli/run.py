"""`probata run`: readings, links, figures and the report; only what is missing."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from probata.app import investigation, state
from probata.app.cli.answers import Answer, Call, table

Background = Annotated[
    bool, typer.Option("--background", help="At the lowest priority: other work on this machine goes first.")
]


class EngineName(StrEnum):
    """Where readings are made."""

    LOCAL = "local"
    RAY = "ray"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run")(run)


def run(
    context: typer.Context,
    workers: Annotated[int, typer.Option("--workers", min=0, max=1024, help="Processes; 0: one for each core.")] = 0,
    engine: Annotated[EngineName, typer.Option("--engine", help="Where readings are made.")] = EngineName.LOCAL,
    background: Background = False,
) -> Answer:
    """Read what was not read, link, compute the figures, write and seal the report."""
    call: Call = context.obj
    if background:
        state.give_way()
    desk = replace(call.desk, workers=workers) if workers else call.desk
    result = investigation.run(call.inquiry(), desk, engine.value)
    return Answer(document(result), text(result))


def document(result: investigation.RunResult) -> dict[str, object]:
    """The keys of the acceptance interface."""
    readings = {name: {"done": tally.done, "failed": tally.failed} for name, tally in result.tallies.items()}
    return {
        "exhibits": result.exhibits,
        "readings": readings,
        "report": str(result.report),
        "pdf": result.pdf,
        "figures": result.figures,
        "head": result.head,
        "problems": [problem.record() for problem in result.problems],
    }


def text(result: investigation.RunResult) -> str:
    """The run for people: the main figures, and where the report is."""
    rows: list[tuple[str, object]] = [("exhibits", result.exhibits)]
    rows += [(f"readings: {name}", f"{t.done:,} done, {t.failed:,} failed") for name, t in result.tallies.items()]
    rows += [(name, value) for name, value in result.main_figures]
    problems = "".join(f"\nproblem  {p.code}  {p.where}" for p in result.problems)
    return f"{table(rows)}{problems}\nreport   {result.report}\nPDF      {result.pdf}"
