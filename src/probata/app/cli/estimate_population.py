"""`probata estimate population`: how many there are in all, from lists that overlap."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app.cli.answers import Answer
from probata.app.estimating_population import METHODS, Wish, estimate, read_lists, record, said
from probata.statistics.outcome import Refused
from probata.statistics.population import closed, dga, lcmcr, loglinear

REFUSED = 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("population")(population)


def population(
    table: Annotated[
        Path, typer.Argument(metavar="TABLE.csv", help="A column of 0 and 1 a list, and count; or a record a row.")
    ],
    method: Annotated[str, typer.Option("--method", help=f"One of: {', '.join(METHODS)}.")],
    model: Annotated[
        str, typer.Option("--model", help="Of loglinear, by position: 12,14,3 or independence; else it is selected.")
    ] = "",
    lists: Annotated[str, typer.Option("--lists", help="Which columns are the lists: A,B.")] = "",
    selection: Annotated[
        str, typer.Option("--selection", help=f"Of loglinear: {', '.join(loglinear.SELECTIONS)}.")
    ] = "bic",
    interval: Annotated[
        str, typer.Option("--interval", help=f"Of loglinear: {', '.join(loglinear.INTERVALS)}.")
    ] = "profile",
    p_enter: Annotated[
        float, typer.Option("--p-enter", help="Of stepwise: the p-value below which a term enters.")
    ] = 0.02,
    replicates: Annotated[int, typer.Option("--replicates", help="Of the bootstrap.")] = 1000,
    variant: Annotated[
        str, typer.Option("--variant", help=f"Of chao: {', '.join(closed.VARIANTS)}.")
    ] = "bias-corrected",
    delta: Annotated[
        float | None, typer.Option("--delta", help="Of dga: prior mass of a history; 2^-k if not said.")
    ] = None,
    max_missing: Annotated[
        int | None, typer.Option("--max-missing", help="Of dga: the most that are thought to be on no list.")
    ] = None,
    prior: Annotated[str, typer.Option("--prior", help=f"Of dga, of N: {', '.join(dga.PRIORS)}.")] = "log",
    classes: Annotated[int, typer.Option("--classes", help="Of lcmcr: the most latent classes.")] = lcmcr.CLASSES,
    chains: Annotated[int, typer.Option("--chains", help="Of lcmcr.")] = lcmcr.CHAINS,
    iterations: Annotated[int, typer.Option("--iterations", help="Of lcmcr, of each chain.")] = lcmcr.ITERATIONS,
    seed: Annotated[int, typer.Option("--seed", help="Of all that is drawn.")] = 1,
    level: Annotated[float, typer.Option("--level", help="Of the interval.")] = 0.95,
) -> Answer:
    """Estimate how many there are in all, those on no list included (capture-recapture)."""
    wish = Wish(
        method, model, selection, interval, p_enter, replicates, variant, delta, max_missing, prior, classes, chains,
        iterations, seed, level,
    )  # fmt: skip
    names = [name.strip() for name in lists.split(",") if name.strip()]
    read = read_lists(table, names)
    found = estimate(read, wish)
    return Answer(record(read, wish, found), said(read, found), REFUSED if isinstance(found, Refused) else 0)
