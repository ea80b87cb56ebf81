"""The charts of `probata estimate population`, written as SVG files into a folder."""

from pathlib import Path

from probata.app.estimating_population import Estimated
from probata.errors import BadInput, UsageError
from probata.report.charts import Chart
from probata.report.charts_population import posterior, profile_plot, upset, ways
from probata.statistics.population.estimate import Population
from probata.statistics.population.profile_curve import profile_curve
from probata.statistics.population.side_by_side import Row

NAMES = ("overlaps", "methods", "left-out", "choices", "strata", "distribution")


def folder_for_plots(folder: Path) -> None:
    """Make the folder, before anything takes long.

    Raises:
        UsageError: one of the charts is there already.
        BadInput: the folder can't be made.
    """
    there = [name for name in NAMES if (folder / f"{name}.svg").exists()]
    if there:
        raise UsageError(f"{folder} holds {there[0]}.svg already", expected="a new folder", do="name another")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder} can't be made", expected="a folder", found=str(error)) from error


def plots(made: Estimated, folder: Path) -> list[Path]:
    """Write the charts there are; what has no figures has no chart.

    Returns:
        The files.
    """
    written = []
    for name, chart in zip(NAMES, charts(made), strict=True):
        if chart is not None:
            path = folder / f"{name}.svg"
            path.write_text(chart.svg, encoding="utf-8")
            written.append(path)
    return written


def charts(made: Estimated) -> tuple[Chart | None, ...]:
    """The charts, in the order of `NAMES`."""
    own = Row(f"{made.wish.method} (printed)", made.found)
    whole = Row("all lists", made.found)
    beside = made.beside
    return (
        upset(made.lists),
        ways((own, *beside.methods), "ways", "The estimate by other methods", "method") if beside.methods else None,
        ways((whole, *(Row(f"without {row.name}", row.outcome) for row in beside.left_out)), "out",
             "The estimate without each list", "lists") if beside.left_out else None,
        ways((own, *beside.choices), "choices", "The estimate by other choices", "choice") if beside.choices else None,
        ways([Row(part.name, part.outcome) for part in made.strata], "strata", "The estimate by stratum", "stratum"),
        _distribution(made),
    )  # fmt: skip


def _distribution(made: Estimated) -> Chart | None:
    found = made.found
    if not isinstance(found, Population):
        return None
    if found.draws:
        return posterior(found)
    return profile_plot(found, () if made.strata or made.drawn else profile_curve(made.lists, found))
