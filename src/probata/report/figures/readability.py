"""What could not be read: failed and missing readings, by analyser and reason."""

from collections.abc import Iterator

from probata.report.figures.basis import DOCUMENTS_FRAME, EXHIBITS_FRAME, OF_DOCUMENTS, PHOTOGRAPHS_FRAME
from probata.report.figures.figure import Figure, Maker, Method, grouped, most_frequent, slug

MOST_REASONS = 40
PICTURE = "picture"


def unreadable(make: Maker) -> Iterator[Figure]:
    """Counts exhibits that an analyser could not read, with its reasons, and those that it has not read yet.

    Unit: exhibit for *file*, document for *document* and *statements*, photograph for every other analyser. Frame: all
    exhibits, all documents, or all photographs. Rule: a reading that failed is kept with its reason; nothing is
    dropped. Every figure that needs the analyser is silent on these. Beyond the most frequent reasons, the rest are
    counted together.
    """
    basis = make.basis
    for analyser in sorted(basis.snapshot.readings):
        failed = basis.failed(analyser)
        unit, frame = _frame(analyser)
        of = "" if unit == "documents" else unit
        yield make.figure(
            f"unreadable.{slug(analyser)}",
            len(failed),
            label=analyser,
            unit=unit,
            frame=frame,
            exclusions="readings that worked; exhibits not read yet",
            of=of,
            exhibits=failed,
        )
        unread = basis.unread(analyser)
        yield make.figure(
            f"unread.{slug(analyser)}",
            len(unread),
            label=analyser,
            unit=unit,
            frame=frame,
            exclusions="exhibits with a reading, failed or not",
            of=of,
            exhibits=unread,
        )
        reasons = grouped((digest, reason) for digest, reason in failed.items())
        for reason, units in most_frequent(reasons, MOST_REASONS, "other reasons").items():
            yield make.figure(
                f"unreadable-because.{slug(analyser)}-{slug(reason)}",
                len(units),
                label=f"{analyser}: {reason}",
                unit=unit,
                frame=frame,
                exclusions="readings that worked or failed for another reason",
                of=of,
                exhibits=units,
            )


def _frame(analyser: str) -> tuple[str, str]:
    """Unit and frame of an analyser."""
    if analyser in OF_DOCUMENTS:
        return "documents", DOCUMENTS_FRAME
    return ("exhibits", EXHIBITS_FRAME) if analyser == "file" else ("photographs", PHOTOGRAPHS_FRAME)


def photographs_unreadable(make: Maker) -> Iterator[Figure]:
    """Counts photographs that could not be decoded.

    Unit: photograph. Frame: all photographs. Rule: the *picture* reading failed or is missing. The files are preserved
    as they are and counted among the photographs.
    """
    basis = make.basis
    units = [*basis.failed(PICTURE), *basis.unread(PICTURE)]
    yield make.figure(
        "photographs-unreadable",
        len(units),
        unit="photographs",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="photographs that could be decoded",
        of="photographs",
        exhibits=units,
    )


METHODS = (
    Method(
        "unreadable",
        1,
        ("custody", "readings"),
        {
            "unreadable.*": "Exhibits that an analyser could not read",
            "unread.*": "Exhibits that an analyser has not read",
            "unreadable-because.*": "Exhibits that an analyser could not read, by reason",
        },
        unreadable,
    ),
    Method(
        "photographs-unreadable",
        1,
        ("custody", "readings/file", "readings/picture"),
        {"photographs-unreadable": "Photographs that could not be decoded"},
        photographs_unreadable,
    ),
)
