"""How far two people agree who judged the same things, each without knowing what the other said.

Not here: intervals, more than two raters and weighted coefficients.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of a first and a second judgement on the same subjects.

    Attributes:
        categories: the verdicts, in the order of the table.
        table: how many subjects by first (row) and second (column) verdict.
        subjects: how many were judged by two.
        agreed: on how many of them both said the same.
        share: ``agreed`` of ``subjects``, 0..1; None where nothing was judged by two.
        kappa: Cohen's kappa; None where chance alone would make both always agree, or nothing was judged by two.
    """

    categories: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    subjects: int
    agreed: int
    share: float | None
    kappa: float | None


def agreement(pairs: Iterable[tuple[str, str]], categories: Sequence[str]) -> Agreement:
    """Agreement over ``pairs`` of a first and a second verdict.

    Args:
        pairs: one for each subject that two people judged; only verdicts of ``categories``.
        categories: all verdicts that could be given.

    Source:
        Cohen (1960), "A coefficient of agreement for nominal scales", Educ. Psychol. Meas. 20: kappa is
        (p_o - p_e) / (1 - p_e), with p_e from the margins of the first and the second judgement.
    """
    place = {category: k for k, category in enumerate(categories)}
    table = [[0] * len(categories) for _ in categories]
    for first, second in pairs:
        table[place[first]][place[second]] += 1
    subjects = sum(map(sum, table))
    agreed = sum(table[k][k] for k in range(len(table)))
    by_chance = sum(sum(row) * sum(column) for row, column in zip(table, zip(*table, strict=True), strict=True))
    rest = subjects * subjects - by_chance
    return Agreement(
        categories=tuple(categories),
        table=tuple(map(tuple, table)),
        subjects=subjects,
        agreed=agreed,
        share=agreed / subjects if subjects else None,
        kappa=(subjects * agreed - by_chance) / rest if rest else None,
    )
