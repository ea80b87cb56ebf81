"""The report's table of answers: a question with what is left out of it, and below it a row an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from probata.report.figures import Figure, by_stem
from probata.report.figures.examination import ANSWER


@dataclass(frozen=True, slots=True)
class CodedQuestion:
    """One question of one assignment.

    Attributes:
        question: as it is asked.
        exclusions: what is left out, alike for all its answers.
        answers: label and figure of each answer.
    """

    question: str
    exclusions: str
    answers: tuple[tuple[str, Figure], ...]


def coded_questions(found: Sequence[Figure]) -> tuple[CodedQuestion, ...]:
    """The questions in the codebook's order, each with its answers."""
    groups: dict[tuple[str, str], list[tuple[str, Figure]]] = {}
    for figure in by_stem(found, "coded-share"):
        question, _, answer = figure.label.partition(ANSWER)
        groups.setdefault((question, figure.exclusions), []).append((answer, figure))
    return tuple(CodedQuestion(question, out, tuple(rows)) for (question, out), rows in groups.items())
