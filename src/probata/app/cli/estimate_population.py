"""`probata estimate population`: how many there are in all, from lists that overlap."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app.cli.answers import Answer
from probata.app.estimating_population import Estimated, of_records, of_table, record, write_draws
from probata.app.estimating_population_methods import METHODS, Wish
from probata.app.estimating_population_plots import folder_for_plots, plots
from probata.app.estimating_population_tables import given, read_records
from probata.app.estimating_population_text import said
from probata.app.tables import read_csv
from probata.errors import UsageError
from probata.statistics.outcome import Refused
from probata.statistics.population import closed, dga, lcmcr, loglinear
from probata.statistics.population.partitions import DRAWS

REFUSED = 1
ALL, PRINTED = "all", "loglinear"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("population")(population)


def population(
    method: Annotated[
        str, typer.Option("--method", help=f"One of: {', '.join(METHODS)}; all: loglinear, and all others beside it.")
    ],
    table: Annotated[
        Path | None,
        typer.Argument(metavar="[TABLE.csv]", help="A column of 0 and 1 a list, and count; or a record a row."),
    ] = None,
    model: Annotated[
        str, typer.Option("--model", help="Of loglinear, by position: 12,14,3 or independence; else it is selected.")
    ] = "",
    lists: Annotated[str, typer.Option("--lists", help="Which columns are the lists: A,B.")] = "",
    strata: Annotated[str, typer.Option("--strata", help="The column of strata: estimated apart and added up.")] = "",
    imputation: Annotated[
        str, typer.Option("--imputation", help="The column that says to which imputation a row belongs.")
    ] = "",
    records: Annotated[
        Path | None, typer.Option("--records", help="In place of a table: CSV of records, columns id and list.")
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option("--pairs", help="CSV of pairs that may be one person: a, b, probability.")
    ] = None,
    partitions: Annotated[int, typer.Option("--partitions", help="How often who is who is drawn; 50 or more.")] = DRAWS,
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
    gamma: Annotated[
        tuple[float, float] | None,
        typer.Option(
            "--gamma", metavar="SHAPE SCALE", help="Of dga, with gamma-poisson: its mean is SHAPE times SCALE."
        ),
    ] = None,
    classes: Annotated[int, typer.Option("--classes", help="Of lcmcr: the most latent classes.")] = lcmcr.CLASSES,
    chains: Annotated[int, typer.Option("--chains", help="Of lcmcr.")] = lcmcr.CHAINS,
    iterations: Annotated[int, typer.Option("--iterations", help="Of lcmcr, of each chain.")] = lcmcr.ITERATIONS,
    seed: Annotated[int, typer.Option("--seed", help="Of all that is drawn.")] = 1,
    level: Annotated[float, typer.Option("--level", help="Of the interval.")] = 0.95,
    everything: Annotated[
        bool, typer.Option("--all", "--side-by-side", help="Put beside it also what takes long, such as lcmcr.")
    ] = False,
    plots_to: Annotated[Path | None, typer.Option("--plots", help="A folder for the charts, as SVG.")] = None,
    draws_to: Annotated[Path | None, typer.Option("--draws", help="A new CSV file for the draws of N.")] = None,
) -> Answer:
    """Estimate how many there are in all, those on no list included (capture-recapture)."""
    wish = Wish(
        PRINTED if method == ALL else method, model, selection, interval, p_enter, replicates, variant, delta,
        max_missing, prior, classes, chains, iterations, seed, level, gamma,
    )  # fmt: skip
    names = [name.strip() for name in lists.split(",") if name.strip()]
    everything = everything or method == ALL
    if plots_to is not None:
        folder_for_plots(plots_to)
    if table is not None and records is None and pairs is None:
        made = of_table(given(read_csv(table), names, strata, imputation), wish, everything=everything)
    elif table is None and records is not None and pairs is not None:
        if strata or imputation:
            raise UsageError("strata and imputations", expected="a table of lists", found="records and pairs")
        made = of_records(read_records(records, pairs), wish, names, partitions, everything=everything)
    else:
        raise UsageError(
            "what to estimate from", expected="a table; or --records and --pairs", found=_found(table, records, pairs)
        )
    return _answer(made, plots_to, draws_to)


def _found(*given_paths: Path | None) -> str:
    words = [word for word, path in zip(("a table", "--records", "--pairs"), given_paths, strict=True) if path]
    return ", ".join(words) or "none of these"


def _answer(made: Estimated, plots_to: Path | None, draws_to: Path | None) -> Answer:
    document, text = record(made), said(made)
    if draws_to is not None:
        write_draws(draws_to, made.found)
    if plots_to is not None:
        written = plots(made, plots_to)
        document["plots"] = [str(path) for path in written]
        text += "\n\ncharts\n" + "\n".join(f"  {path}" for path in written)
    return Answer(document, text, REFUSED if isinstance(made.found, Refused) else 0)
