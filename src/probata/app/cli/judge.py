"""`probata judge …`: a person's decisions, as acts; a judgement survives every run until it is undone."""

from typing import Annotated, cast, get_args

import typer

from probata.app import investigation
from probata.app.cli.answers import Answer, Call
from probata.digest import Digest
from probata.errors import UsageError
from probata.ledger.acts import Act, ActUndone, Class, ClassSet, LinkJudged, LinkKind, Verdict

KINDS = ("person", "picture")
VERDICTS: tuple[str, ...] = get_args(Verdict)
CLASSES: tuple[str, ...] = get_args(Class)

Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
judge = typer.Typer(help="Record a person's decision; it survives every run until it is undone.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(judge, name="judge")


@judge.command("link")
def link(
    context: typer.Context,
    a: Annotated[str, typer.Argument(help="SHA-256 of an exhibit.")],
    b: Annotated[str, typer.Argument(help="SHA-256 of another.")],
    verdict: Annotated[str, typer.Argument(help="same, different or cannot-tell.")],
    kind: Annotated[str, typer.Option("--kind", help="What is the same: person or picture.")] = "person",
    reason: Reason = "",
) -> Answer:
    """Say whether two exhibits show the same person, or are the same picture."""
    if kind not in KINDS:
        raise UsageError("unknown kind of link", expected=", ".join(KINDS), found=kind)
    if verdict not in VERDICTS:
        raise UsageError("unknown verdict", expected=", ".join(VERDICTS), found=verdict)
    first, second = sorted((Digest(a), Digest(b)))
    if first == second:
        raise UsageError("a link joins two exhibits", expected="two different digests", found="one digest twice")
    act = LinkJudged(cast("LinkKind", kind), first, second, cast("Verdict", verdict), reason)
    return _append(context, act, [first, second])


@judge.command("class")
def class_(
    context: typer.Context,
    exhibit: Annotated[str, typer.Argument(help="SHA-256 of the exhibit.")],
    name: Annotated[str, typer.Argument(help=", ".join(CLASSES), metavar="CLASS")],
    reason: Reason = "",
) -> Answer:
    """Say what class of photograph an exhibit is."""
    if name not in CLASSES:
        raise UsageError("unknown class", expected=", ".join(CLASSES), found=name)
    return _append(context, ClassSet(Digest(exhibit), cast("Class", name), reason), [Digest(exhibit)])


@judge.command("undo")
def undo(
    context: typer.Context, act: Annotated[str, typer.Argument(help="Digest of the act.")], reason: Reason = ""
) -> Answer:
    """Undo an earlier act by another one."""
    return _append(context, ActUndone(Digest(act), reason), [])


def _append(context: typer.Context, act: Act, exhibits: list[Digest]) -> Answer:
    call: Call = context.obj
    digest = investigation.record(call.inquiry(), act, call.desk, exhibits)
    return Answer({"act": digest.hex, "kind": act.kind}, f"{act.kind}  {digest.hex}")
