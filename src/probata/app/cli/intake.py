"""`probata intake`: preserve a hand-over."""

from pathlib import Path
from typing import Annotated

import typer

from probata.app import investigation
from probata.app.cli.answers import Answer, Call, table
from probata.exhibits.custody import IntakeRecord
from probata.inquiry import Inquiry


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("intake")(intake)


def intake(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(help="A folder, a zip or tar archive, or a BagIt bag.")],
    handed_over_by: Annotated[str, typer.Option("--from", help="Who handed it over.", metavar="WHO")],
) -> Answer:
    """Preserve every file of SOURCE as exhibits; continues after a stop."""
    call: Call = context.obj
    inquiry = call.inquiry()
    record = investigation.intake(inquiry, source, handed_over_by, call.desk)
    return Answer(document(inquiry, record), text(record))


def document(inquiry: Inquiry, record: IntakeRecord) -> dict[str, object]:
    """The keys of the acceptance interface."""
    refused = [
        {"path": entry.display_path(), "reason": entry.reason}
        for entry in inquiry.store().custody(record.intake)
        if entry.outcome == "refused"
    ]
    counts = {"intake": record.intake, "files": record.files, "new": record.new, "known": record.known}
    return {**counts, "refused": refused, "bytes": record.bytes, "root": record.root.hex, "notes": list(record.notes)}


def text(record: IntakeRecord) -> str:
    """The intake for people."""
    rows: list[tuple[str, object]] = [("files", record.files), ("new", record.new), ("known", record.known)]
    rows += [("refused", record.refused), ("bytes", record.bytes)]
    refusals = [(f"  {reason}", count) for reason, count in sorted(record.refusals.items())]
    notes = "".join(f"\nnote: {note}" for note in record.notes)
    return f"intake {record.intake}\n{table([*rows, *refusals])}{notes}\nMerkle root  {record.root.hex}"
