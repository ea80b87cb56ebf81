"""`probata estimate proportion` and `sample-size`: shares and means from a sample, and how large it must be."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app.cli.answers import Answer
from probata.app.estimating_proportion import Rates, estimate, said, simple
from probata.app.estimating_proportion_table import Columns, read_sample
from probata.errors import UsageError
from probata.statistics.design.sizes import for_at_least_one, for_half_width

REFUSED = 1


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("proportion")(proportion)
    app.command("sample-size")(sample_size)


def proportion(
    table: Annotated[Path | None, typer.Argument(metavar="TABLE.csv", help="A sampled unit a row.")] = None,
    hits: Annotated[int | None, typer.Option("--hits", help="Without a table: how many have it.")] = None,
    sample: Annotated[int | None, typer.Option("--sample", help="Without a table: of how many.")] = None,
    population: Annotated[int | None, typer.Option("--population", help="Without a table: drawn from so many.")] = None,
    value: Annotated[str, typer.Option("--value", help="Column: yes/no or 0/1 is a share, numbers a mean.")] = "",
    equals: Annotated[str, typer.Option("--equals", help="The share of the rows that have this value.")] = "",
    strata: Annotated[str, typer.Option("--strata", help="Column of strata.")] = "",
    cluster: Annotated[str, typer.Option("--cluster", help="Column of clusters.")] = "",
    weights: Annotated[str, typer.Option("--weights", help="Column of weights.")] = "",
    fpc: Annotated[
        str, typer.Option("--fpc", help="Column: how many clusters (units) the stratum has, or the share drawn.")
    ] = "",
    second: Annotated[str, typer.Option("--second-cluster", help="Column of units of the second stage.")] = "",
    second_fpc: Annotated[str, typer.Option("--second-fpc", help="Column: how many units the cluster has.")] = "",
    domain: Annotated[str, typer.Option("--domain", help="Column: an estimate for each of its values as well.")] = "",
    ratio: Annotated[str, typer.Option("--ratio", help="Column to divide by: a ratio of totals.")] = "",
    total: Annotated[bool, typer.Option("--total", help="The total, not the mean or share.")] = False,
    post: Annotated[str, typer.Option("--poststrata", help="Column of groups of known size.")] = "",
    post_totals: Annotated[
        Path | None, typer.Option("--poststrata-totals", metavar="FILE.csv", help="Columns: group, total.")
    ] = None,
    checked: Annotated[
        str, typer.Option("--checked", help="Column: what was decided where the value was checked, else empty.")
    ] = "",
    sensitivity: Annotated[
        str, typer.Option("--sensitivity", metavar="K,N", help="Of N that truly are, K were coded so.")
    ] = "",
    specificity: Annotated[
        str, typer.Option("--specificity", metavar="K,N", help="Of N that truly are not, K were coded so.")
    ] = "",
    level: Annotated[float, typer.Option("--level", help="Of the interval.")] = 0.95,
) -> Answer:
    """Estimate a share, mean, total or ratio from a sample, by its design."""
    rates = Rates.of(sensitivity, specificity)
    columns = Columns(value, equals, strata, cluster, weights, fpc, second, second_fpc, domain, ratio, post, checked)
    if table is None:
        if hits is None or sample is None:
            raise UsageError(
                "what to estimate", expected="a table and --value, or --hits and --sample", found="neither"
            )
        if columns.needed or equals or post_totals is not None or total:
            raise UsageError("columns", expected="a table with them", found="no table")
        document = simple(hits, sample, population, level, rates)
        return Answer(document, said(document), REFUSED if document["refused"] else 0)
    if not value or hits is not None or sample is not None or population is not None:
        raise UsageError("a table", expected="--value with it, and no --hits, --sample or --population")
    document = estimate(read_sample(table, columns, post_totals), columns, as_total=total, level=level, rates=rates)
    return Answer(document, said(document), REFUSED if document["refused"] else 0)


def sample_size(
    half_width: Annotated[
        float | None, typer.Option("--half-width", help="For an interval of about ± this, as 0.05.")
    ] = None,
    at_least_one: Annotated[
        float | None, typer.Option("--at-least-one", metavar="PREVALENCE", help="To see one where so many have it.")
    ] = None,
    share: Annotated[float, typer.Option("--share", help="The share that is expected.")] = 0.5,
    population: Annotated[int | None, typer.Option("--population", help="Drawn from so many.")] = None,
    effect: Annotated[float, typer.Option("--deff", help="The design effect that is expected.")] = 1.0,
    level: Annotated[float, typer.Option("--level", help="Of the interval, or probability to see one.")] = 0.95,
) -> Answer:
    """How many to draw: for a wanted half-width, or to see at least one."""
    if (half_width is None) == (at_least_one is None):
        raise UsageError("what for", expected="--half-width or --at-least-one", found="both or neither")
    if half_width is not None:
        size = for_half_width(half_width, share=share, population=population, effect=effect, level=level)
    else:
        size = for_at_least_one(at_least_one or 0.0, population=population, effect=effect, level=level)
    return Answer({"sample": size, "population": population, "level": level}, f"draw {size:,}")
