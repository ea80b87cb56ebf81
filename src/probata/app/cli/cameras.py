"""`probata cameras …`: sensor noise stand-alone, without an inquiry."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app import sensor
from probata.app.cli.answers import Answer, table
from probata.errors import UsageError

app = typer.Typer(help="Which sensor took a photograph, by its noise; no inquiry is needed.", no_args_is_help=True)


@app.command("fingerprint")
def fingerprint(
    files: Annotated[list[Path], typer.Argument(help="Photographs of one device; flat and bright ones are best.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The fingerprint's file.")],
    tile: Annotated[
        int, typer.Option("--tile", help="Side of the part in the middle that is used, in pixels; 0: all of it.")
    ] = sensor.SIDE,
) -> Answer:
    """Estimate the fingerprint of a sensor from photographs that it took."""
    if tile and tile < 64:
        raise UsageError("too small a tile", expected="0, or at least 64", found=str(tile))
    made = sensor.make(files, tile)
    sensor.save(made, output)
    low, high = made.worth.caps
    said = {
        "fingerprint": str(output),
        "photographs": len(made.files),
        "width": made.tile.columns,
        "height": made.tile.rows,
        "strength": made.worth.strength,
        "lowest_llr": low,
        "highest_llr": high,
        "refused": made.worth.refused,
        "left_out": [{"file": name, "reason": reason} for name, reason in made.left_out],
    }
    rows: list[tuple[str, object]] = [
        ("photographs used", len(made.files)),
        ("part, in pixels", f"{made.tile.columns} × {made.tile.rows}"),
        ("how strongly they agree (z)", f"{made.worth.strength:.1f}"),
        ("log10 likelihood ratios", made.worth.refused or f"from {low:.2f} to {high:.2f}"),
    ]
    left_out = "".join(f"\nleft out  {name}: {reason}" for name, reason in made.left_out)
    return Answer(said, f"{table(rows)}{left_out}\nfingerprint  {output}")


@app.command("match")
def match(
    fingerprint_file: Annotated[Path, typer.Argument(help="Made by `probata cameras fingerprint`.", metavar="F")],
    files: Annotated[list[Path], typer.Argument(help="Questioned photographs.")],
    search: Annotated[
        bool, typer.Option("--search", help="Try quarter turns, mirror images, crops and other sizes; takes longer.")
    ] = False,
) -> Answer:
    """Compare photographs with a fingerprint: PCE, correlation, log10 likelihood ratio, verdict."""
    found = list(sensor.match(sensor.load(fingerprint_file), files, searching=search))
    lines = []
    for each in found:
        agreed = f"PCE {each.found.agreement.pce:.1f}, log10 LR {each.llr:.2f}" if each.found else ""
        lines.append(f"{each.verdict:<12}  {each.file}  {agreed}{'  ' if agreed and each.reason else ''}{each.reason}")
    return Answer([each.record() for each in found], "\n".join(lines))
