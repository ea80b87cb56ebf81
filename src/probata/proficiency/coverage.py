"""Whether the intervals of figures hold what is true."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNIT = "persons"
BY_NUMBER = "by-number"
OF_AUDITS = ("audit-persons", "audit-persons-assisted")


@dataclass(frozen=True, slots=True)
class CoverageScore:
    """A figure with an interval beside the truth.

    Attributes:
        figure: its name.
        value: its value.
        low: lower end.
        high: upper end.
        level: of the interval, as a share.
        true: what is true.
        inside: whether the interval holds it.
    """

    figure: str
    value: float
    low: float
    high: float
    level: float
    true: int
    inside: bool


def score_coverage(figures: Iterable[Mapping[str, object]], persons: int, numbered: int) -> tuple[CoverageScore, ...]:
    """The figures with an interval that count all persons: unit ``persons``, no part after a dot, or of an audit.

    Args:
        figures: records of `probata figures`.
        persons: true persons.
        numbered: of them, those with a number visible: what a figure ``…by-number…`` counts.
    """
    found = []
    for record in figures:
        name = str(record["name"])
        value, low, high = (record.get(key) for key in ("value", "low", "high"))
        stem, dot, _ = name.partition(".")
        part = bool(dot) and stem not in OF_AUDITS
        if record.get("unit") != UNIT or part or not _all_numbers(value, low, high):
            continue
        ends, level = (float(str(low)), float(str(high))), record.get("level")
        true = numbered if BY_NUMBER in name else persons
        share = float(level) if isinstance(level, int | float) else 0.0
        found.append(CoverageScore(name, float(str(value)), *ends, share, true, ends[0] <= true <= ends[1]))
    return tuple(found)


def _all_numbers(*values: object) -> bool:
    return all(isinstance(value, int | float) for value in values)
