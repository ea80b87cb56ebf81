"""The report's table of agreement: a row a question, a column a measure, so that fifty questions fit on two pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from probata.report.figures import Figure, by_stem

COLUMNS = (
    ("agreement-units", "compared"),
    ("agreement-alike", "alike"),
    ("agreement-kappa", "kappa"),
    ("agreement-alpha", "alpha"),
    ("agreement-ac1", "AC"),
    ("agreement-with-oneself", "with oneself"),
)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One question.

    Attributes:
        label: the question, and its assignment.
        cells: a figure for each of `COLUMNS`; None where there is none.
    """

    label: str
    cells: tuple[Figure | None, ...]

    @property
    def undefined(self) -> tuple[Figure, ...]:
        """The cells that are not defined, each reason once."""
        reasons: dict[str, Figure] = {}
        for cell in self.cells:
            if cell is not None and not isinstance(cell.value, int | float):
                reasons.setdefault(cell.value.reason, cell)
        return tuple(reasons.values())


def agreement_rows(found: Sequence[Figure]) -> tuple[AgreementRow, ...]:
    """The rows, in the order of the questions."""
    by_key: dict[str, dict[str, Figure]] = {}
    for stem, _ in COLUMNS:
        for figure in by_stem(found, stem):
            by_key.setdefault(figure.name.split(".", 1)[1], {})[stem] = figure
    return tuple(
        AgreementRow(next(iter(cells.values())).label, tuple(cells.get(stem) for stem, _ in COLUMNS))
        for cells in by_key.values()
    )
