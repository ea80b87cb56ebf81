"""`probata assign …`: who codes which units of a sample, blind first and with context later."""

from typing import Annotated, get_args

import typer

from probata.app import examining_assignments as assigning
from probata.app.cli.answers import Answer, Call
from probata.app.examining_assignments import Given
from probata.app.examining_samples import open_examination
from probata.errors import UsageError
from probata.examination.assignment import Item
from probata.examination.passes import State
from probata.ledger.acts_examination import Pass
from probata.ledger.examinations import Examination

WAYS: tuple[Pass, ...] = get_args(Pass)
Name = Annotated[str, typer.Option("--assignment", help="Which assignment; the newest if not said.")]
Units = Annotated[int, typer.Option("--units", help="How many units of the sample, the first drawn; 0: all.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
assign = typer.Typer(
    help="Give units of a sample to examiners by hash, and see how far they are.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(assign, name="assign")


@assign.command("make")
def make(
    context: typer.Context,
    examiners: Annotated[str, typer.Option("--examiners", metavar="E1,E2,…", help="Codes, never names.")],
    sample: Annotated[str, typer.Option("--sample", help="Whose units; the newest sample if not said.")] = "",
    codebook: Annotated[str, typer.Option("--codebook", help="An adopted one, in its newest edition.")] = "",
    per_unit: Annotated[int, typer.Option("--per-unit", help="How many examiners code each unit.")] = 2,
    repeats: Annotated[int, typer.Option("--repeats", help="Units that each examiner is given twice.")] = 0,
    way: Annotated[str, typer.Option("--way", help=f"Which pass: {', '.join(WAYS)}.")] = "blind",
    units: Units = 0,
    seed: Annotated[str, typer.Option("--seed", help="Any text; the ledger's head if not said.")] = "",
    name: Annotated[str, typer.Option("--name", help="Of it; assignment-1 and so on if not said.")] = "",
    reason: Reason = "",
) -> Answer:
    """Give units to examiners, as an act: equal loads, and every two examiners share units."""
    call: Call = context.obj
    chosen = next((each for each in WAYS if each == way), None)
    if chosen is None:
        raise UsageError("unknown pass", expected=", ".join(WAYS), found=way)
    codes = [each.strip() for each in examiners.split(",") if each.strip()]
    made = assigning.make(
        call.inquiry(), call.desk, sample, codebook, codes, per_unit=per_unit, repeats=repeats, way=chosen,
        units=units, seed=seed, name=name, reason=reason,
    )  # fmt: skip
    return _progress(call, made)


@assign.command("extend")
def extend(context: typer.Context, name: Name = "", units: Units = 0, reason: Reason = "") -> Answer:
    """Give out more units of a sample that was made longer; what was given stays."""
    call: Call = context.obj
    assigning.extend(call.inquiry(), call.desk, name, units, reason)
    return _progress(call, name)


@assign.command("list")
def list_(
    context: typer.Context,
    name: Name = "",
    examiner: Annotated[str, typer.Option("--examiner", metavar="CODE", help="The list of this one.")] = "",
) -> Answer:
    """How far each examiner is, and how many pictures were opened on which day."""
    call: Call = context.obj
    if not examiner:
        return _progress(call, name)
    found = assigning.given(open_examination(call.inquiry()), name)
    rows = found.of(examiner)
    document = _record(found) | {"examiner": examiner, "items": [_item_record(*row) for row in rows]}
    return Answer(document, "\n".join([_head(found), *(_row(*row) for row in rows)]))


def _progress(call: Call, name: str) -> Answer:
    inquiry = call.inquiry()
    examination = open_examination(inquiry)
    found = assigning.given(examination, name)
    most = inquiry.settings().examination.most_opened_a_day
    opened = assigning.opened_by_day(examination)
    document = _record(found) | {
        "progress": [
            {"examiner": p.examiner, "given": p.given, "coded": p.coded, "waiting": p.waiting, "closed": p.closed}
            for p in found.progress
        ],
        "shared": [{"examiners": list(pair), "units": units} for pair, units in found.shared.items()],
        "seen_in_context": found.seen_in_context,
        "opened": [{"examiner": one, "day": day, "pictures": count} for (one, day), count in opened.items()],
        "most_opened_a_day": most,
    }
    return Answer(document, "\n".join(_text(found, examination, opened, most)))


def _text(found: Given, examination: Examination, opened: dict[tuple[str, str], int], most: int) -> list[str]:
    lines = [_head(found, examination)]
    closed = any(p.closed for p in found.progress)
    lines.append(f"  {'examiner':<12}  given  coded  waiting" + ("  not before the blind pass" if closed else ""))
    lines += [
        f"  {p.examiner[:12]:<12}  {p.given:>5}  {p.coded:>5}  {p.waiting:>7}" + (f"  {p.closed:>5}" if closed else "")
        for p in found.progress
    ]
    lines += [f"  {a} and {b} share {units:,} units" for (a, b), units in found.shared.items()]
    if not found.shared and len(found.assignment.examiners) > 1:
        lines.append("  no two examiners share a unit: how far they agree can't be told")
    if found.assignment.units < found.sampled:
        lines.append(f"  {found.sampled - found.assignment.units:,} units of the sample are not given out")
    if found.seen_in_context:
        lines.append(f"  {found.seen_in_context:,} items are not blind: coded with context by the same examiner")
    if opened:
        lines.append("pictures opened, by examiner and day (UTC)" + (f"; at most {most:,} a day" if most else ""))
    return lines + [
        f"  {one[:12]:<12}  {day}  {count:>5}" + ("  more than agreed" if 0 < most < count else "")
        for (one, day), count in opened.items()
    ]


def _head(found: Given, examination: Examination | None = None) -> str:
    one = found.assignment
    books = [] if examination is None else [each for each in examination.codebooks if each.text == one.codebook]
    book = f", codebook {books[-1].codebook} edition {books[-1].edition}" if books else ""
    return (
        f"{one.assignment}: {one.units:,} units of {one.sample}{book},\n"
        f"  {one.way}, {one.per_unit} of {len(one.examiners)} examiners a unit, {one.repeats} given twice to each"
    )


def _row(item: Item, state: State) -> str:
    return f"{item.place:>5}  {item.number}  {len(item.photographs):>4} photographs  {state}"


def _record(found: Given) -> dict[str, object]:
    one = found.assignment
    return {
        "assignment": one.assignment, "sample": one.sample, "codebook": one.codebook.hex, "way": one.way,
        "examiners": list(one.examiners), "per_unit": one.per_unit, "repeats": one.repeats, "units": one.units,
        "of": found.sampled, "seed": one.seed, "act": one.given,
    }  # fmt: skip


def _item_record(item: Item, state: State) -> dict[str, object]:
    return {"place": item.place, "number": item.number, "photographs": list(item.photographs), "state": state}
