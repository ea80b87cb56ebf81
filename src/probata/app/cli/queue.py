"""`probata queue`: what a person should look at first."""

from typing import Annotated

import typer

from probata.app import judging
from probata.app.cli.answers import Answer, Call
from probata.app.judging import Asked
from probata.linkage.queue import KINDS


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("queue")(queue)


def queue(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", help="How many at most; 0: all.", min=0)] = 20,
    kind: Annotated[str, typer.Option("--kind", help=f"Only: {', '.join(KINDS)}.")] = "",
    holder: Annotated[str, typer.Option("--as", help="Who asks, as the ledger names holders of keys.")] = "",
) -> Answer:
    """What a person should look at first: what is expected to change the count of persons most.

    Answer with `probata judge`. Nobody is asked twice; "second" marks what another person has judged already.
    """
    if kind:
        judging.one_of(KINDS, kind, "kind of question")
    call: Call = context.obj
    found = judging.asked(call.inquiry(), call.desk, kind=kind, limit=limit, holder=holder)
    return Answer([each.record() for each in found], "\n".join(line for each in found for line in _lines(each)))


def _lines(asked: Asked) -> list[str]:
    question = asked.question
    mark = ", another judgement" if question.second else ""
    lines = [f"{question.effect:.3f}  {question.kind}{mark}: {question.question} ({question.probability:.3f})"]
    exhibits = [question.a, question.b] if len(question.b) == len(question.a) else [question.a]
    role = "" if len(exhibits) > 1 or not question.b else f" ({question.b})"
    lines += [f"       {each}{role}  {path}" for each, path in zip(exhibits, asked.paths, strict=False)]
    return [*lines, *(f"       {each.weight:+7.2f}  {each.name}: {each.detail}" for each in question.reasons)]
