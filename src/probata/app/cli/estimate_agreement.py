"""`probata estimate agreement`."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app.cli.answers import Answer
from probata.app.estimating_agreement import Asked, estimate, listed
from probata.app.estimating_agreement_text import text
from probata.errors import UsageError
from probata.statistics.agreement.krippendorff import METRICS, REPLICATES
from probata.statistics.agreement.measures import LEVEL, Wanted
from probata.statistics.agreement.weights import WEIGHTS

LEAST_REPLICATES, MOST_REPLICATES = 100, 1_000_000


def agreement(
    table: Annotated[Path, typer.Argument(help="CSV: a row a unit, a column a coder; empty or NA: not coded.")],
    columns: Annotated[str, typer.Option("--columns", help="The coders, with commas between; else all.")] = "",
    categories: Annotated[
        str, typer.Option("--categories", help="All that could be given, from lowest to highest, with commas.")
    ] = "",
    transposed: Annotated[bool, typer.Option("--transposed", help="Rows are coders and columns are units.")] = False,
    weights: Annotated[
        str, typer.Option("--weights", help=f"For kappa and Gwet's coefficient: {', '.join(WEIGHTS)}.")
    ] = "none",
    metric: Annotated[
        str, typer.Option("--metric", help=f"For Krippendorff's alpha: {', '.join(METRICS)}.")
    ] = "nominal",
    level: Annotated[float, typer.Option("--level", help="Confidence level of the intervals.")] = LEVEL,
    seed: Annotated[int, typer.Option("--seed", help="Of the bootstrap.", min=0)] = 1,
    replicates: Annotated[
        int, typer.Option("--replicates", help="Of the bootstrap.", min=LEAST_REPLICATES, max=MOST_REPLICATES)
    ] = REPLICATES,
) -> Answer:
    """How far coders agree: percentage, Cohen, Fleiss, Krippendorff, Gwet, with intervals and the raw table."""
    if not 0.5 <= level < 1:
        raise UsageError("level", expected="at least 0.5 and less than 1", found=str(level))
    asked = Asked(listed(columns), listed(categories), transposed)
    made = estimate(table, asked, Wanted(weights, metric, level, seed, replicates))
    return Answer(made.record(), text(made), exit_code=1 if made.agreement.refused else 0)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("agreement")(agreement)
