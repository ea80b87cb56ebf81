"""`probata proficiency …`: archives with known truth, and the score of an inquiry against one."""

from pathlib import Path
from typing import Annotated, cast

import typer

from probata.app import exports
from probata.app.cli.answers import Answer, Call, table
from probata.inquiry import Inquiry
from probata.proficiency.archive import make as make_archive
from probata.proficiency.parameters import (
    DEFAULT_SCHEME,
    Clock,
    Digits,
    Exposures,
    Parameters,
    Serials,
    SeriesKind,
)
from probata.proficiency.score import Findings
from probata.proficiency.score import score as score_findings
from probata.proficiency.score_text import rendered

app = typer.Typer(help="Archives with known truth, and the score of an inquiry against one.", no_args_is_help=True)


@app.command("make")
def make(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where; drive and truth are made in it.", metavar="DIR")],
    photographs: Annotated[int, typer.Option("--photographs", help="How many, copies included.")] = 600,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same archive.")] = 1,
    digits: Annotated[str, typer.Option("--digits", help="western, handwriting, arabic-indic or mixed.")] = "western",
    megapixels: Annotated[float, typer.Option("--megapixels", help="Size of a sensor.")] = 1.0,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0: one for each core.")] = 0,
    scheme: Annotated[list[str] | None, typer.Option("--scheme", help="Line of a label; may be repeated.")] = None,
    series: Annotated[str, typer.Option("--series", help="Numbers: plain, equal, restarts or shared.")] = "plain",
    clock: Annotated[str, typer.Option("--clock", help="Clocks of the cameras: plain or jumps.")] = "plain",
    misprints: Annotated[float, typer.Option("--misprints", help="Chance of a digit to be drawn wrong.")] = 0.0,
    bodies: Annotated[int, typer.Option("--bodies", help="Camera bodies, 1 to 40; the first two of one model.")] = 4,
    evenness: Annotated[float, typer.Option("--evenness", help="Of the bodies' shares; 1: very unequal.")] = 4.0,
    serials: Annotated[str, typer.Option("--serials", help="Serial numbers in EXIF: written or none.")] = "written",
    exposures: Annotated[
        str, typer.Option("--exposures", help="plain, or varied: some dark, some too light.")
    ] = "plain",
    sensor_noise: Annotated[float, typer.Option("--sensor-noise", help="Pattern of a sensor, of the signal.")] = 0.012,
    artefacts: Annotated[bool, typer.Option("--artefacts", help="Patterns that bodies of a model share.")] = False,
    tampered: Annotated[float, typer.Option("--tampered", help="Share of photographs tampered with.")] = 0.0,
) -> Answer:
    """Make an archive: hand DIR/drive to `investigate`, and keep DIR/truth away from it."""
    call: Call = context.obj
    parameters = Parameters(  # which refuses words that it doesn't know
        photographs=photographs, seed=seed, digits=cast("Digits", digits), megapixels=megapixels,
        scheme=tuple(scheme or DEFAULT_SCHEME), series=cast("SeriesKind", series),
        clock=cast("Clock", clock), misprints=misprints,
        bodies=bodies, evenness=evenness, serials=cast("Serials", serials), exposures=cast("Exposures", exposures),
        sensor_noise=sensor_noise, artefacts=artefacts, tampered=tampered,
    )  # fmt: skip
    summary = make_archive(folder, parameters, workers=workers or call.desk.workers, progress=call.desk.progress)
    call.desk.progress.finish()
    rows = [(name, value) for name, value in summary.items() if isinstance(value, int | float)]
    return Answer(summary, table(rows))


@app.command("score")
def score(
    inquiry: Annotated[Path, typer.Argument(help="The inquiry that investigated the drive.")],
    truth: Annotated[Path, typer.Argument(help="The folder of the truth.")],
) -> Answer:
    """Put what the inquiry found beside the truth."""
    found = Inquiry.open(inquiry)
    exported = Findings(
        exports.persons(found),
        exports.pictures(found),
        exports.cameras(found),
        found.figure_records(),
        exports.departures(found),
    )
    scored = score_findings(truth, exported)
    return Answer(scored.record(), rendered(scored))
