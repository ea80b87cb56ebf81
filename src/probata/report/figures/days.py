"""Photographs by the day and month on which they were taken."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from probata.report.figures.basis import PHOTOGRAPHS_FRAME
from probata.report.figures.figure import Figure, Maker, Method, grouped


def day_of(taken: object) -> str:
    """The day of a time as the *metadata* analyser writes it, or "" where it is no date."""
    try:
        return date.fromisoformat(str(taken)[:10]).isoformat()
    except ValueError:
        return ""


def days(make: Maker) -> Iterator[Figure]:
    """Counts photographs by the day and the month on which they were taken, and those without a date.

    Unit: photograph; day for the number of days. Frame: all photographs; days, and months, with the photographs
    without a date, add up to it. Rule: the time "taken" as the camera wrote it (EXIF DateTimeOriginal), in the
    camera's own zone; times of digitizing, modification and of the file are not used. Limits: a camera's clock can be
    wrong or be set wrong; a date is what the file says, not what was so. Silent on photographs without metadata
    reading.
    """
    basis = make.basis
    taken = basis.column("metadata", "taken_original")
    groups = grouped((digest, day_of(taken.get(digest))) for digest in basis.photographs)
    without = groups.pop("", ())
    silent = basis.silent("metadata")
    count = partial(make.figure, unit="photographs", frame=PHOTOGRAPHS_FRAME, of="photographs", silent_on=silent)
    months = grouped((f"photographs-by-day.{day}", day[:7]) for day in groups)
    yield make.figure(
        "days",
        len(groups),
        unit="days",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="photographs without a date",
        silent_on=silent,
        parts=[f"photographs-by-month.{month}" for month in months],
    )
    for month, names in months.items():
        total = sum(len(groups[name.split(".", 1)[1]]) for name in names)
        yield count(
            f"photographs-by-month.{month}", total, label=month, exclusions="photographs of another month", parts=names
        )
    for day, units in groups.items():
        exclusions = "photographs of another day, or without a date"
        yield count(f"photographs-by-day.{day}", len(units), label=day, exclusions=exclusions, exhibits=units)
    yield count(
        "photographs-without-date", len(without), exclusions="photographs with a date of taking", exhibits=without
    )


METHODS = (
    Method(
        "days",
        1,
        ("custody", "readings/file", "readings/metadata"),
        {
            "days": "Days on which photographs were taken",
            "photographs-by-month.*": "Photographs, by the month of taking",
            "photographs-by-day.*": "Photographs, by the day of taking",
            "photographs-without-date": "Photographs without a date of taking",
        },
        days,
    ),
)
