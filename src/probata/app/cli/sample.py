"""`probata sample …`: a random sample of persons or photographs for an examination, drawn by hash."""

from itertools import chain
from textwrap import fill, wrap
from typing import Annotated, get_args

import typer

from probata.app import examining_plan as planning
from probata.app import examining_samples as sampling
from probata.app.cli.answers import Answer, Call
from probata.app.examining_plan import Goal
from probata.app.examining_samples import Listed
from probata.app.examining_units import CLASSES_OF, Wanted
from probata.errors import UsageError
from probata.examination.frames import CLUSTERS, NONE, STRATA
from probata.examination.sampling import Drawn
from probata.ledger.acts_examination import Unit
from probata.ledger.examinations import Sample

UNITS: tuple[Unit, ...] = get_args(Unit)
WIDTH = 80
Name = Annotated[str, typer.Option("--sample", help="Which sample; the newest if not said.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
sample = typer.Typer(
    help="Draw persons or photographs to be examined, so that anybody can draw them again.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(sample, name="sample")


@sample.command("draw")
def draw(
    context: typer.Context,
    size: Annotated[int, typer.Option("--size", help="How many units; with --clusters, how many clusters.")],
    unit: Annotated[str, typer.Option("--unit", help=f"What is drawn: {', '.join(UNITS)}.")] = "person",
    strata: Annotated[str, typer.Option("--strata", help="Divide by a word of `probata sample words`.")] = NONE,
    clusters: Annotated[str, typer.Option("--clusters", help="Draw together what hangs together, by a word.")] = NONE,
    per_cluster: Annotated[int, typer.Option("--per-cluster", help="Units of each drawn cluster; 0: all.")] = 0,
    only: Annotated[list[str] | None, typer.Option("--only-class", help="Of this class; may be given often.")] = None,
    groups: Annotated[bool, typer.Option("--groups", help="Also groups that are known by no number.")] = False,
    seed: Annotated[str, typer.Option("--seed", help="Any text; the ledger's head if not said.")] = "",
    name: Annotated[str, typer.Option("--name", help="Of the sample; sample-1 and so on if not said.")] = "",
    reason: Reason = "",
) -> Answer:
    """Draw units by hash and seed, as an act; what could be drawn is kept beside the ledger."""
    call: Call = context.obj
    wanted = Wanted(_unit(unit), strata, clusters, tuple(dict.fromkeys(only or ())), groups)
    inquiry = call.inquiry()
    drawn = sampling.begin(
        inquiry, call.desk, wanted, size, per_cluster=per_cluster, seed=seed, name=name, reason=reason
    )
    return _listed(call, drawn)


@sample.command("extend")
def extend(
    context: typer.Context,
    size: Annotated[int, typer.Option("--size", help="How many units, or clusters, it is to have in all.")],
    name: Name = "",
    reason: Reason = "",
) -> Answer:
    """Make a sample longer, as an act; what was drawn, assigned and coded stays."""
    call: Call = context.obj
    inquiry = call.inquiry()
    sampling.extend(inquiry, call.desk, name, size, reason)
    return _listed(call, name)


@sample.command("list")
def list_(
    context: typer.Context, name: Annotated[str, typer.Option("--sample", help="The units of this one.")] = ""
) -> Answer:
    """All samples; with --sample the units of one in the order of drawing, with their weights."""
    call: Call = context.obj
    if name:
        return _listed(call, name)
    found = sampling.open_examination(call.inquiry())
    listed = [sampling.listed(found, each.sample) for each in found.samples]
    lines = [_head(each) for each in listed]
    return Answer([_record(each) for each in listed], "\n".join(lines or ["no sample was drawn"]))


@sample.command("plan")
def plan(
    context: typer.Context,
    half_width: Annotated[float, typer.Option("--half-width", help="Of a share's interval, such as 0.05.")] = 0.0,
    at_least_one: Annotated[float, typer.Option("--at-least-one", help="Not to miss what this share has.")] = 0.0,
    share: Annotated[float, typer.Option("--share", help="That is expected; 0.5 needs the most.")] = 0.5,
    level: Annotated[float, typer.Option("--level", help="Of confidence.")] = 0.95,
    unit: Annotated[str, typer.Option("--unit", help=f"What is drawn: {', '.join(UNITS)}.")] = "person",
    clusters: Annotated[str, typer.Option("--clusters", help="Draw together what hangs together, by a word.")] = NONE,
    per_cluster: Annotated[int, typer.Option("--per-cluster", help="Units of each drawn cluster; 0: all.")] = 0,
    likeness: Annotated[float, typer.Option("--likeness", help="Of units in a cluster, 0 to 1.")] = 0.0,
    only: Annotated[list[str] | None, typer.Option("--only-class", help="Of this class; may be given often.")] = None,
    groups: Annotated[bool, typer.Option("--groups", help="Also groups that are known by no number.")] = False,
) -> Answer:
    """How many of the inquiry's units to draw, for a wanted half-width or to see at least one."""
    call: Call = context.obj
    wanted = Wanted(_unit(unit), NONE, clusters, tuple(dict.fromkeys(only or ())), groups)
    goal = Goal(half_width, at_least_one, share, level, likeness)
    planned = planning.plan(call.inquiry(), wanted, goal, per_cluster=per_cluster)
    text = "\n".join(fill(line, WIDTH, subsequent_indent="  ") for line in planned.text().splitlines())
    return Answer(planned.record(), text)


@sample.command("words")
def words(context: typer.Context) -> Answer:
    """By what persons and photographs can be divided or drawn together, and their classes."""
    del context
    document = {
        unit: {"strata": STRATA[unit], "clusters": CLUSTERS[unit], "classes": CLASSES_OF[unit]} for unit in UNITS
    }
    lines = [
        wrap(f"{unit:<10}  {what:<8}  {', '.join(known)}", WIDTH, subsequent_indent=" " * 22)
        for unit, by in document.items()
        for what, known in by.items()
    ]
    return Answer(document, "\n".join(chain.from_iterable(lines)))


def _unit(text: str) -> Unit:
    unit = next((each for each in UNITS if each == text), None)
    if unit is None:
        raise UsageError("unknown unit", expected=", ".join(UNITS), found=text)
    return unit


def _listed(call: Call, name: str) -> Answer:
    listed = sampling.listed(sampling.open_examination(call.inquiry()), name)
    document = _record(listed) | {"units": [_unit_record(each) for each in listed.units]}
    title = f"{'':>5}  {'unit':<12}  {'weight':>9}  {'pictures':>8}  stratum"
    return Answer(document, "\n".join([_head(listed), title, *map(_row, listed.units)]))


def _head(listed: Listed) -> str:
    drawn = listed.sample
    units = f"{len(listed.units):,} of {len(listed.frame):,} {drawn.unit}s"
    parts = [f"{drawn.sample}: {units}"]
    if listed.clusters:
        parts.append(f"{drawn.size:,} of {listed.clusters:,} clusters by {drawn.clusters}")
    if drawn.strata != NONE:
        parts.append(f"strata by {drawn.strata}")
    said = [", ".join(parts), drawn.reason, f"seed {drawn.seed}"]
    return "\n".join(
        fill(line, WIDTH, initial_indent="  " * (at > 0), subsequent_indent="  ") for at, line in enumerate(said)
    )


def _row(each: Drawn) -> str:
    where = f"{each.stratum} / {each.cluster}" if each.cluster else each.stratum
    return f"{each.order:>5}  {each.unit[:12]}  {each.weight:>9.4g}  {len(each.photographs):>8}  {where[:38]}"


def _record(listed: Listed) -> dict[str, object]:
    drawn: Sample = listed.sample
    return {
        "sample": drawn.sample, "unit": drawn.unit, "seed": drawn.seed, "size": drawn.size, "strata": drawn.strata,
        "clusters": drawn.clusters, "per_cluster": drawn.per_cluster, "frame": drawn.frame.hex, "of": len(listed.frame),
        "of_clusters": listed.clusters, "drawn": len(listed.units), "reason": drawn.reason, "act": drawn.drawn,
    }  # fmt: skip


def _unit_record(each: Drawn) -> dict[str, object]:
    return {
        "order": each.order, "unit": each.unit, "stratum": each.stratum, "cluster": each.cluster,
        "photographs": list(each.photographs), "first_stage": list(each.first_stage),
        "second_stage": list(each.second_stage), "probability": each.probability, "weight": each.weight,
    }  # fmt: skip
