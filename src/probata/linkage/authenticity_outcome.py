"""What one test of authenticity gives: the photographs it was run on, what departs, and its own error rate.

Not here: the tests themselves (`authenticity`, `clocks`, `sun`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from scipy.special import betaincinv

from probata.linkage.departure import CohortTest, Departure

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Described:
    """A test in words.

    Attributes:
        name: stable name.
        version: raised whenever the same readings can give another departure.
        sees: what it can see, one sentence.
        limits: what it can't, one sentence.
    """

    name: str
    version: int
    sees: str
    limits: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test on the whole archive.

    Attributes:
        test: its summary.
        examined: exhibits that it was run on.
        departures: in no order.
    """

    test: CohortTest
    examined: frozenset[str]
    departures: tuple[Departure, ...]


def upper_share(count: int, of: int) -> float:
    """The upper end of the two-sided 95 % interval of a share, by Clopper and Pearson; 1.0 where nothing was examined.

    Args:
        count: how many of them.
        of: of how many.
    """
    return 1.0 if count >= of else float(betaincinv(count + 1, of - count, 1 - (1 - LEVEL) / 2))


def rule_outcome(
    described: Described,
    examined: Iterable[str],
    cohorts: int,
    departures: Sequence[Departure],
    alarms: int,
    refused: str = "",
    doubtful: int = 0,
) -> Outcome:
    """The outcome of a test that follows a rule rather than a distribution.

    Args:
        described: the test.
        examined: exhibits that it was run on.
        cohorts: in how many cohorts.
        departures: what departs.
        alarms: how many photographs nearly depart. A photograph that departs by chance is at most as likely as one
            that nearly does so, and so their share is the expected false-alarm rate.
        refused: why it was not run on some or all of the photographs; "" where it was run on all.
        doubtful: how many that depart may be ordinary as well; they count for the upper end of the rate.
    """
    seen = frozenset(examined)
    rate = alarms / len(seen) if seen else 0.0
    high = upper_share(alarms + doubtful, len(seen)) if seen else 1.0
    test = CohortTest(
        described.name, described.version, described.sees, described.limits, len(seen), cohorts,
        len({each.exhibit for each in departures}), round(rate, 6), round(high, 6), refused,
    )  # fmt: skip
    return Outcome(test, seen, tuple(departures))


def in_words(seconds: float) -> str:
    """A span of time for a reader: ``3 days``, ``2.5 hours``, ``40 seconds``."""
    size = abs(seconds)
    if not isfinite(size):
        return "an unknown time"
    for unit, length in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if size >= 2 * length:
            return f"{size / length:.3g} {unit}" if size < 100 * length else f"{size / length:.0f} {unit}"
    return f"{size:.3g} seconds"
