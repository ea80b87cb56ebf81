"""How well the numbers and the times in statements are found.

Rules:
* Both are scored within one statement, whose content is taken as annotated, or matched before.
* Words match where the two spans share a code point; each is matched once, in order of the text.
* A figure is right where its value is (to one in a thousand) and its claimant: both None, or the same words.
* A time is right where its role is, and its value; the two are also counted apart.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from probata.documents.document import Span

TOLERANCE = 1e-3


class FigureLike(Protocol):
    """A figure, as found or as annotated."""

    @property
    def span(self) -> Span:
        """The words."""

    @property
    def low(self) -> float:
        """The number, or a range's lower end."""

    @property
    def high(self) -> float:
        """The number again, or the upper end."""

    @property
    def qualifier(self) -> str:
        """How it is limited."""

    @property
    def claimant(self) -> Span | None:
        """Whose it is; None for the speaker's."""


class TimeLike(Protocol):
    """A time, as found or as annotated."""

    @property
    def span(self) -> Span:
        """The words."""

    @property
    def value(self) -> str:
        """ISO 8601, "" where it can't be told."""

    @property
    def role(self) -> str:
        """``said``, ``deadline`` or ``inside``."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and rates.

    Attributes:
        annotated: how many there are.
        found: how many were found.
        words: matched by their words.
        right: matched and right in all that counts.
        parts: matched and right in one thing, by its name.
    """

    annotated: int
    found: int
    words: int
    right: int
    parts: dict[str, int]

    @property
    def precision(self) -> float:
        """Right ÷ found; NaN where none was found."""
        return self.right / self.found if self.found else math.nan

    @property
    def recall(self) -> float:
        """Right ÷ annotated; NaN where there is none."""
        return self.right / self.annotated if self.annotated else math.nan

    @property
    def f(self) -> float:
        """Twice the right ÷ (found + annotated); NaN where there are neither."""
        both = self.found + self.annotated
        return 2 * self.right / both if both else math.nan


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


One = TypeVar("One", bound=_Spanned)
Other = TypeVar("Other", bound=_Spanned)


def matched(annotated: Sequence[One], found: Sequence[Other]) -> Iterator[tuple[One, Other]]:
    """Pairs whose spans share a code point, each used once: for each annotated one the first that is free."""
    free = list(found)
    for one in annotated:
        other = next((other for other in free if other.span.touches(one.span)), None)
        if other is not None:
            free.remove(other)
            yield one, other


def figures_score(statements: Iterable[tuple[str, Sequence[FigureLike], Sequence[FigureLike]]]) -> Score:
    """How well figures are found.

    Args:
        statements: for each the text it stands in, the figures annotated and those found.
    """
    annotated_count = found_count = words = right = 0
    parts = {"value": 0, "claimant": 0, "qualifier": 0}
    for text, annotated, found in statements:
        annotated_count, found_count = annotated_count + len(annotated), found_count + len(found)
        for one, other in matched(annotated, found):
            value, claimant = _same_value(one, other), _same_claimant(text, one, other)
            words, right = words + 1, right + (value and claimant)
            parts["value"] += value
            parts["claimant"] += claimant
            parts["qualifier"] += one.qualifier == other.qualifier
    return Score(annotated_count, found_count, words, right, parts)


def times_score(statements: Iterable[tuple[Sequence[TimeLike], Sequence[TimeLike]]]) -> Score:
    """How well times are found.

    Args:
        statements: for each the times annotated and those found.
    """
    annotated_count = found_count = words = right = 0
    parts = {"value": 0, "role": 0}
    for annotated, found in statements:
        annotated_count, found_count = annotated_count + len(annotated), found_count + len(found)
        for one, other in matched(annotated, found):
            value, role = one.value == other.value, one.role == other.role
            words, right = words + 1, right + (value and role)
            parts["value"] += value
            parts["role"] += role
    return Score(annotated_count, found_count, words, right, parts)


def _same_value(one: FigureLike, other: FigureLike) -> bool:
    pairs = ((one.low, other.low), (one.high, other.high))
    return all(math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=1e-9) for a, b in pairs)


def _same_claimant(text: str, one: FigureLike, other: FigureLike) -> bool:
    """Both None, or overlapping, or the same words: a name that occurs twice says the same of whom."""
    if one.claimant is None or other.claimant is None:
        return one.claimant is other.claimant
    return one.claimant.touches(other.claimant) or one.claimant.of(text) == other.claimant.of(text)
