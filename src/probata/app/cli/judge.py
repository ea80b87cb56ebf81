"""`probata judge …`: a person's decisions, as acts; a judgement survives every run until it is undone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from probata.app import judging, judging_table
from probata.app.cli.answers import Answer, Call
from probata.app.judging import CLASSES, LINKS, PERSON_CLASSES, ROLES, VERDICTS
from probata.app.naming import resolver
from probata.digest import Digest
from probata.errors import UsageError
from probata.ledger.acts import Act, ActUndone
from probata.ledger.agreement import Agreement

Exhibit = Annotated[str, typer.Argument(metavar="EXHIBIT", help="SHA-256, its first digits, or a path as received.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Another exhibit.")]
Kind = Annotated[str, typer.Option("--link", help=f"What is the same: {', '.join(LINKS)}.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
Holder = Annotated[str, typer.Option("--as", help="Whose key signs, as the ledger names holders.")]
judge = typer.Typer(help="Record a person's decision; it survives every run until it is undone.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(judge, name="judge")


@judge.command("same")
def same(
    context: typer.Context, a: Exhibit, b: Other, kind: Kind = "person", reason: Reason = "", holder: Holder = ""
) -> Answer:
    """Both show the same person, are the same picture, or were taken by the same device."""
    return _link(context, a, b, "same", kind, reason, holder)


@judge.command("different")
def different(
    context: typer.Context, a: Exhibit, b: Other, kind: Kind = "person", reason: Reason = "", holder: Holder = ""
) -> Answer:
    """They show different persons, are different pictures, or were taken by different devices."""
    return _link(context, a, b, "different", kind, reason, holder)


@judge.command("cannot-tell")
def cannot_tell(
    context: typer.Context, a: Exhibit, b: Other, kind: Kind = "person", reason: Reason = "", holder: Holder = ""
) -> Answer:
    """It can't be told from the photographs."""
    return _link(context, a, b, "cannot-tell", kind, reason, holder)


@judge.command("link")
def link(
    context: typer.Context,
    a: Exhibit,
    b: Other,
    verdict: Annotated[str, typer.Argument(help=f"{', '.join(VERDICTS)}.")],
    kind: Annotated[str, typer.Option("--kind", help=f"What is the same: {', '.join(LINKS)}.")] = "person",
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Say whether two exhibits show the same person, are the same picture, or were taken by the same device."""
    return _link(context, a, b, verdict, kind, reason, holder)


@judge.command("merge")
def merge(context: typer.Context, a: Exhibit, b: Other, reason: Reason = "", holder: Holder = "") -> Answer:
    """The groups of both photographs show one person."""
    first, second = _exhibits(context, [a, b])
    return _append(context, judging.merge(first, second, reason), holder)


@judge.command("split", context_settings={"ignore_unknown_options": True})
def split(
    context: typer.Context,
    exhibits: Annotated[
        list[str], typer.Argument(metavar="EXHIBIT... --from EXHIBIT...", help="One person's, then the other's.")
    ],
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """The photographs before --from show one person, those after it another."""
    if exhibits.count("--from") != 1:
        raise UsageError(
            "a split has two sides", expected="EXHIBIT... --from EXHIBIT...", found=" ".join(exhibits)[:80]
        )
    at = exhibits.index("--from")
    part, rest = exhibits[:at], exhibits[at + 1 :]
    found = _exhibits(context, [*part, *rest])
    return _append(context, judging.split(found[: len(part)], found[len(part) :], reason), holder)


@judge.command("number")
def number(
    context: typer.Context,
    exhibit: Exhibit,
    role: Annotated[str, typer.Argument(help=f"{', '.join(ROLES)}.")],
    value: Annotated[str, typer.Argument(help="Digits 0-9, with a suffix as -a; or illegible; or absent.")],
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Say what number a photograph shows."""
    (found,) = _exhibits(context, [exhibit])
    return _append(context, judging.number(found, role, value, reason), holder)


@judge.command("class")
def class_(
    context: typer.Context,
    exhibit: Exhibit,
    name: Annotated[str, typer.Argument(help=", ".join(CLASSES), metavar="CLASS")],
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Say what class of photograph an exhibit is."""
    (found,) = _exhibits(context, [exhibit])
    return _append(context, judging.class_(found, name, reason), holder)


@judge.command("person-class")
def person_class(
    context: typer.Context,
    exhibit: Exhibit,
    name: Annotated[str, typer.Argument(help=", ".join(PERSON_CLASSES), metavar="CLASS")],
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Say of which class the person on a photograph is."""
    (found,) = _exhibits(context, [exhibit])
    return _append(context, judging.person_class(found, name, reason), holder)


@judge.command("photographer")
def photographer(
    context: typer.Context,
    exhibit: Exhibit,
    code: Annotated[str, typer.Argument(help="The photographer's code: letters, digits, - and _; never a name.")],
    first: Annotated[str, typer.Option("--from", help="First day, as 2012-05-03; none: no beginning.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day; none: no end.")] = "",
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Say who used the device that took a photograph. Figures by photographer can identify a source."""
    (found,) = _exhibits(context, [exhibit])
    return _append(context, judging.photographer(found, code, first, last, reason), holder)


@judge.command("undo")
def undo(
    context: typer.Context,
    act: Annotated[str, typer.Argument(help="Digest of the act.")],
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Undo an earlier act by another one."""
    return _append(context, ActUndone(Digest(act), reason), holder)


@judge.command("import")
def import_(
    context: typer.Context,
    table: Annotated[Path, typer.Argument(metavar="FILE.csv", help=f"Columns {', '.join(judging_table.COLUMNS)}.")],
    holder: Holder = "",
) -> Answer:
    """Many judgements at once: all of them, or none and the line that is wrong. What was said before is left out."""
    call: Call = context.obj
    inquiry = call.inquiry()
    acts = judging_table.read_table(table, resolver(inquiry))
    left = judging_table.unsaid(inquiry, acts, judging.holder_here(inquiry, call.desk, holder))
    digests = judging.record(inquiry, left, call.desk, holder)
    known = len(acts) - len(left)
    return Answer(
        {"judgements": len(left), "known": known, "acts": [each.hex for each in digests]},
        f"{len(left):,} judgements recorded; {known:,} were there",
    )


@judge.command("agreement")
def agreement(context: typer.Context) -> Answer:
    """How far two people agreed who judged the same, each without knowing what the other said."""
    call: Call = context.obj
    inquiry = call.inquiry()
    found, states = judging.agreed(inquiry), judging.waiting(inquiry)
    kinds = {
        kind: {
            "subjects": each.subjects,
            "agreed": each.agreed,
            "share": each.share,
            "kappa": each.kappa,
            "categories": list(each.categories),
            "table": [list(row) for row in each.table],
        }
        for kind, each in found.items()
    }
    text = [line for kind, each in found.items() for line in _table(kind, each)]
    text.append("holds {holds:,}, pending {pending:,}, conflict {conflict:,}".format(**states))
    return Answer({"kinds": kinds, "states": states}, "\n".join(text))


@judge.command("holder")
def holder_(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Who may judge too.")],
    protect: Annotated[bool, typer.Option("--protect", help="Ask for a passphrase for the new key.")] = False,
) -> Answer:
    """Make a key for another person on this machine, and let it sign; use it with --as NAME."""
    call: Call = context.obj
    act = judging.add_holder(call.inquiry(), call.desk, name, protect=protect)
    return Answer({"act": act.hex, "kind": "key-added", "holder": name}, f"key-added  {act.hex}  {name}")


def _link(context: typer.Context, a: str, b: str, verdict: str, kind: str, reason: str, holder: str) -> Answer:
    judging.one_of(LINKS, kind, "kind of link")
    judging.one_of(VERDICTS, verdict, "verdict")
    first, second = _exhibits(context, [a, b])
    return _append(context, judging.link(kind, first, second, verdict, reason), holder)


def _exhibits(context: typer.Context, names: Sequence[str]) -> list[Digest]:
    call: Call = context.obj
    named = resolver(call.inquiry())
    return [named(name) for name in names]


def _append(context: typer.Context, act: Act, holder: str) -> Answer:
    call: Call = context.obj
    (digest,) = judging.record(call.inquiry(), [act], call.desk, holder)
    return Answer({"act": digest.hex, "kind": act.kind}, f"{act.kind}  {digest.hex}")


def _table(kind: str, found: Agreement) -> list[str]:
    """The agreement on one kind: first verdict by row, second by column."""
    kappa = "unknown" if found.kappa is None else f"{found.kappa:.2f}"
    share = "" if found.share is None else f" ({found.share:.0%})"
    lines = [f"{kind}: {found.agreed:,} of {found.subjects:,} agreed{share}, Cohen's kappa {kappa}"]
    if found.subjects:
        width = max(map(len, found.categories))
        lines.append(" ".join(["", " " * width, *(name.rjust(width) for name in found.categories)]))
        for name, row in zip(found.categories, found.table, strict=True):
            lines.append(" ".join(["", name.rjust(width), *(f"{count:,}".rjust(width) for count in row)]))
    return lines
