"""`probata audit …`: a random sample of photographs, what a person found about each, and what follows for the count."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app import auditing
from probata.app.auditing import STRATA, Asked, Finding
from probata.app.cli.answers import Answer, Call
from probata.app.naming import resolver
from probata.errors import BadInput, UsageError
from probata.ledger.acts_audits import Shows
from probata.report.figures.figure import Figure, Undefined

Name = Annotated[str, typer.Option("--audit", help="Which audit; the newest if not said.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
audit = typer.Typer(
    help="Check the count of persons on photographs drawn at random, whatever the links say.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(audit, name="audit")


@audit.command("draw")
def draw(
    context: typer.Context,
    size: Annotated[int, typer.Option("--size", help="How many photographs; with --extend, in all.")],
    seed: Annotated[str, typer.Option("--seed", help="Any text; the ledger's head if not said.")] = "",
    strata: Annotated[str, typer.Option("--strata", help=f"Divide by: {', '.join(STRATA)}.")] = "none",
    extend: Annotated[str, typer.Option("--extend", metavar="AUDIT", help="Make this audit's sample longer.")] = "",
    reason: Reason = "",
) -> Answer:
    """Draw photographs at random by hash and seed, as an act; anybody can draw them again."""
    call: Call = context.obj
    inquiry = call.inquiry()
    if extend:
        if seed or strata != "none":
            raise UsageError("a longer sample keeps its seed and strata", expected="--extend and --size alone")
        auditing.extend(inquiry, call.desk, extend, size, reason)
        name = extend
    else:
        by = next((each for each in STRATA if each == strata), None)
        if by is None:
            raise UsageError("unknown strata", expected=", ".join(STRATA), found=strata)
        name = auditing.begin(inquiry, call.desk, size, seed=seed, strata=by, reason=reason)
    return _listed(call, name, waiting=False)


@audit.command("list")
def list_(context: typer.Context, name: Name = "") -> Answer:
    """All photographs of the sample in the order of drawing, with what was answered."""
    return _listed(context.obj, name, waiting=False)


@audit.command("next")
def next_(context: typer.Context, name: Name = "") -> Answer:
    """The photographs of the sample that nobody has answered; they count in this order."""
    return _listed(context.obj, name, waiting=True)


@audit.command("answer")
def answer(
    context: typer.Context,
    exhibit: Annotated[
        str, typer.Argument(metavar="EXHIBIT", help="SHA-256, its first digits, or a path as received.")
    ],
    photographs: Annotated[
        int | None, typer.Option("--photographs", help="How many of all photographs show this person, with this one.")
    ] = None,
    members: Annotated[
        list[str] | None, typer.Option("--member", metavar="EXHIBIT", help="One of them; may be given often.")
    ] = None,
    members_from: Annotated[
        Path | None, typer.Option("--members-from", metavar="FILE", help="A text file that names one a line.")
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="It shows nobody to be counted.")] = False,
    cannot_tell: Annotated[bool, typer.Option("--cannot-tell", help="It can't be told.")] = False,
    name: Name = "",
    reason: Reason = "",
) -> Answer:
    """Say how many photographs of the whole archive show the person on a drawn one; best, name them."""
    call: Call = context.obj
    inquiry = call.inquiry()
    named = [*(members or []), *_lines_of(members_from)]
    given = [photographs is not None or bool(named), nobody, cannot_tell]
    if sum(given) != 1:
        raise UsageError(
            "an answer is one thing", expected="--photographs or --member, --nobody, or --cannot-tell",
            found=f"{sum(given)} of them",
        )  # fmt: skip
    shows: Shows = "nobody" if nobody else "cannot-tell" if cannot_tell else "person"
    exhibit_of = resolver(inquiry)
    found = Finding(exhibit_of(exhibit), shows, photographs, tuple(map(exhibit_of, named)), reason)
    return _recorded(call, name, [found])


@audit.command("import")
def import_(
    context: typer.Context,
    table: Annotated[Path, typer.Argument(metavar="FILE.csv", help=f"Columns: {', '.join(auditing.COLUMNS)}.")],
    name: Name = "",
) -> Answer:
    """Record many answers: shows is person, nobody or cannot-tell; members are separated by spaces."""
    call: Call = context.obj
    found = auditing.read_table(table, resolver(call.inquiry()))
    return _recorded(call, name, found)


@audit.command("estimate")
def estimate(context: typer.Context, name: Name = "") -> Answer:
    """Persons, photographs per person and the linker's error rates with their intervals, from the answers so far."""
    call: Call = context.obj
    inquiry = call.inquiry()
    found = list(auditing.estimate(inquiry, auditing.chosen(inquiry, name)))
    return Answer([figure.record() for figure in found], "\n".join(map(_line, found)))


def _recorded(call: Call, name: str, found: list[Finding]) -> Answer:
    inquiry = call.inquiry()
    drawn = auditing.chosen(inquiry, name)
    acts = [act.hex for act in auditing.answer(inquiry, call.desk, drawn, found)]
    return Answer({"audit": drawn.audit.audit, "acts": acts}, "\n".join(f"audit-answered  {act}" for act in acts))


def _listed(call: Call, name: str, *, waiting: bool) -> Answer:
    inquiry = call.inquiry()
    drawn = auditing.chosen(inquiry, name)
    rows = [row for row in auditing.asked(inquiry, drawn) if not (waiting and row.answer)]
    kept = drawn.audit
    document = {
        "audit": kept.audit, "seed": kept.seed, "size": kept.size, "strata": kept.strata, "frame": kept.frame.hex,
        "of": len(drawn.strata), "act": kept.drawn, "photographs": [row.record() for row in rows],
    }  # fmt: skip
    head = f"{kept.audit}: {kept.size:,} of {len(drawn.strata):,} photographs, seed {kept.seed}"
    return Answer(document, "\n".join([head, *map(_row, rows)]))


def _row(row: Asked) -> str:
    said = "" if row.answer is None else f"  {row.answer.shows} {row.answer.photographs or ''}".rstrip()
    return f"{row.order:>5}  {row.exhibit[:12]}  {row.path}{said}"


def _line(figure: Figure) -> str:
    if isinstance(figure.value, Undefined):
        return f"{figure.title}: not defined ({figure.value.reason})"
    ends = "" if figure.low is None else f"  ({figure.low:,.4g} to {figure.high:,.4g})"
    return f"{figure.title}: {figure.value:,.4g}{ends}"


def _lines_of(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} can't be read", expected="a text file, one exhibit a line", found=str(error)) from error
