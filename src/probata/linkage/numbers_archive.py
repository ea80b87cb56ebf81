"""What the archive's own numbers say about one of them: a length or a branch that nobody else has is in doubt.

A covered or cut number is often a well-read shorter one (``6313/153`` becomes ``3/153``). The reader can't know; the
other exhibits can. Numbers lose confidence here, they never gain any.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Values = tuple[tuple[str, str], ...]
_SURE = 0.9
_FLOOR_LENGTH, _FLOOR_BRANCH = 0.24, 0.6
_SHARE = 0.01
_HALF = 0.5
_LEAST_EXHIBITS = 20


@dataclass(frozen=True, slots=True)
class Series:
    """How often numbers of each length, and each branch, were surely read.

    Attributes:
        lengths: by role, exhibits by number of digits.
        branches: exhibits by branch.
        exhibits: how many had a surely read number.
    """

    lengths: Mapping[str, Mapping[int, int]]
    branches: Mapping[str, int]
    exhibits: int

    def plausibility(self, values: Values, confidence: float) -> float:
        """A factor of 0.24 to 1 for the confidence of ``values``, read in one exhibit that is counted itself if sure.

        With fewer than 20 exhibits the series is unknown, and the factor 1; so for a role that was never surely read.
        """
        if self.exhibits < _LEAST_EXHIBITS:
            return 1.0
        itself = 1 if confidence >= _SURE else 0
        factor = 1.0
        for role, value in values:
            if role == "branch":  # few branches, each of many persons: the value itself is known to others
                factor = min(factor, max(_FLOOR_BRANCH, self._weight(self.branches.get(value, 0) - itself)))
            elif role in self.lengths:
                others = self.lengths.get(role, {}).get(digits(value), 0) - itself
                factor = min(factor, max(_FLOOR_LENGTH, self._weight(others)))
        return factor

    def _weight(self, others: int) -> float:
        return max(0, others) / (max(0, others) + _SHARE * self.exhibits + _HALF)


def series(best: Iterable[tuple[Values, float]]) -> Series:
    """The series behind the best candidates of all exhibits: (values by role, confidence)."""
    lengths: dict[str, Counter[int]] = defaultdict(Counter)
    branches: Counter[str] = Counter()
    exhibits = 0
    for values, confidence in best:
        if confidence < _SURE:
            continue
        exhibits += 1
        for role, value in values:
            lengths[role][digits(value)] += 1
            if role == "branch":
                branches[value] += 1
    return Series(lengths, branches, exhibits)


def digits(value: str) -> int:
    """The number of digits, a suffix left out."""
    return sum(c.isdigit() for c in value)
