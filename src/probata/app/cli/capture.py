"""`probata capture`: fetch one address into a web archive, and take it in where an inquiry is named."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app import investigation
from probata.app.capturing import Captured, CaptureLimits, capture, checked_address
from probata.app.capturing_archive import default_name, write_archive
from probata.app.cli import intake
from probata.app.cli.answers import Answer, Call
from probata.errors import BadInput


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("capture")(capture_address)


def capture_address(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="An http or https address.", metavar="URL")],
    to: Annotated[Path | None, typer.Option("--to", help="The archive to write, FILE.warc.gz.", metavar="FILE")] = None,
    handed_over_by: Annotated[
        str, typer.Option("--from", help="Take it into the inquiry of -C, as handed over by WHO.", metavar="WHO")
    ] = "",
    seconds: Annotated[float, typer.Option("--seconds", min=1, max=3600, help="Time for the whole capture.")] = 60,
    megabytes: Annotated[int, typer.Option("--megabytes", min=1, max=1024, help="Limit of one answer.")] = 64,
) -> Answer:
    """Fetch URL, as nothing else in Probata does, and write what was sent and received to a web archive (WARC)."""
    call: Call = context.obj
    checked_address(address)
    inquiry = call.inquiry() if handed_over_by.strip() else None
    path = to or _default_path(address, call, inquiry.folder.resolve().parent if inquiry else Path())
    if inquiry is not None:
        _check_alone(path)
    captured = capture(address, call.desk.clock, CaptureLimits(megabytes << 20, seconds))
    size = write_archive(captured, path, asked=address, collector=call.desk.person)
    document, text = _document(captured, path, size), _text(captured, path, size)
    if inquiry is not None:
        record = investigation.intake(inquiry, path.parent, handed_over_by, call.desk)
        document["intake"] = intake.document(inquiry, record)
        text += "\n" + intake.text(record)
    return Answer(document, text)


def _default_path(address: str, call: Call, beside: Path) -> Path:
    """A folder of its own, since a folder is what an intake takes; beside an inquiry, not in it."""
    name = default_name(address, call.desk.clock())
    return beside / "captures" / name / f"{name}.warc.gz"


def _check_alone(path: Path) -> None:
    if path.parent.is_dir() and any(path.parent.iterdir()):
        raise BadInput(
            "the archive's folder holds other things, and all of it would be taken in",
            found=str(path.parent),
            do="name a file in a new folder with --to",
        )


def _document(captured: Captured, path: Path, size: int) -> dict[str, object]:
    exchanges = [
        {"address": one.address, "status": one.status, "bytes": len(one.response), "truncated": one.truncated}
        for one in captured.exchanges
    ]
    return {"archive": str(path), "bytes": size, "exchanges": exchanges, "notes": list(captured.notes)}


def _text(captured: Captured, path: Path, size: int) -> str:
    lines = [f"{one.status}  {ascii(one.address)[1:-1]}  {len(one.response):,} bytes" for one in captured.exchanges]
    notes = [f"note: {note}" for note in captured.notes]
    return "\n".join([*lines, *notes, f"{path}  {size:,} bytes"])
