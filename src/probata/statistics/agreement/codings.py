"""Who coded what as what: units × coders, with gaps. Every measure of agreement is computed from this.

Rules:
* A unit that nobody coded is not there. A unit is *shared* when at least two coded it.
* Categories are those that could be given, used or not: Gwet's coefficient depends on their number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from probata.errors import UsageError

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MISSING = -1
MOST_CATEGORIES = 500
LEAST_CODERS = 2


@dataclass(frozen=True, slots=True)
class Codings:
    """The codings of one question.

    Attributes:
        codes: units × coders: the place of the category given, −1 where a coder did not code the unit.
        categories: their names, in their order where they have one.
        coders: names of the columns.
        ordered: the categories have an order.
        values: the categories as numbers, () where they are none.
    """

    codes: Codes
    categories: tuple[str, ...]
    coders: tuple[str, ...]
    ordered: bool
    values: tuple[float, ...]

    def counts(self) -> Floats:
        """Units × categories: how many coders put the unit there."""
        places = range(len(self.categories))
        return np.stack([(self.codes == place).sum(axis=1) for place in places], axis=1).astype(np.float64)

    def shared(self) -> npt.NDArray[np.bool_]:
        """By unit: at least two coded it."""
        found: npt.NDArray[np.bool_] = (self.codes != MISSING).sum(axis=1) >= LEAST_CODERS
        return found

    def shared_counts(self) -> Floats:
        """`counts` of the shared units alone."""
        found: Floats = self.counts()[self.shared()]
        return found

    def confusion(self, first: int, second: int) -> Floats:
        """Categories × categories: units that the first coder (row) and the second (column) both coded."""
        size = len(self.categories)
        a, b = self.codes[:, first], self.codes[:, second]
        both = (a != MISSING) & (b != MISSING)
        return np.bincount(a[both] * size + b[both], minlength=size * size).reshape(size, size).astype(np.float64)

    def pairs(self) -> list[tuple[int, int]]:
        """All pairs of coders, by place."""
        return list(combinations(range(len(self.coders)), 2))

    def by_coder(self) -> Codes:
        """Coders × categories: how often each coder gave each category, on all units that the coder coded."""
        size = len(self.categories)
        return np.stack([np.bincount(column[column != MISSING], minlength=size) for column in self.codes.T])


def codings(
    codes: npt.ArrayLike,
    categories: Sequence[str],
    *,
    coders: Sequence[str] = (),
    ordered: bool = False,
    values: Sequence[float] = (),
) -> Codings:
    """Checked codings, without the units that nobody coded.

    Args:
        codes: units × coders, whole numbers: places in ``categories``, −1 where missing.
        categories: all that could be given, from lowest to highest where they have an order; at most 500.
        coders: their names; () for "1", "2" …
        ordered: the categories have an order.
        values: the categories as numbers, of the same length; they then have the order of the numbers too.

    Raises:
        UsageError: a code is out of range, there are fewer than two coders, or names are doubled.
    """
    array = np.asarray(codes)
    if array.ndim != LEAST_CODERS or array.shape[1] < LEAST_CODERS:
        raise UsageError("agreement", expected="units × at least two coders", found=f"shape {array.shape}")
    if array.size and not np.array_equal(array, np.rint(array)):
        raise UsageError("codes", expected="whole numbers, −1 where missing", found="others")
    whole: Codes = array.astype(np.int64)
    names = tuple(coders) or tuple(str(place + 1) for place in range(whole.shape[1]))
    if len(names) != whole.shape[1] or len(set(names)) != len(names):
        raise UsageError("coders", expected=f"{whole.shape[1]} different names", found=", ".join(names)[:80])
    if not 0 < len(categories) <= MOST_CATEGORIES or len(set(categories)) != len(categories):
        raise UsageError(
            "categories",
            expected=f"1 to {MOST_CATEGORIES} different ones",
            found=f"{len(categories)}",
            do="round numbers that are finer than they can be judged",
        )
    if whole.size and (whole.min() < MISSING or whole.max() >= len(categories)):
        raise UsageError("codes", expected=f"−1 to {len(categories) - 1}", found=f"{whole.min()} to {whole.max()}")
    if values and (len(values) != len(categories) or not np.all(np.diff(np.asarray(values, dtype=float)) > 0)):
        raise UsageError("values of categories", expected="one each, rising", found=str(tuple(values))[:80])
    coded = whole[(whole != MISSING).any(axis=1)]
    return Codings(coded, tuple(categories), names, ordered or bool(values), tuple(float(value) for value in values))
