"""What a measure of agreement answers: a value with its standard error and its intervals, or why there is none.

Three kinds of interval are made, because the usual one is too narrow where agreement is high:
* *wald*: value ± quantile × standard error, cut at −1 and 1; what the papers print;
* *log*: the same on the logarithm of the disagreement that is left, 1 − value; it can't pass 1, and by simulation
  it covers as stated where few units are disagreed upon, where *wald* does not;
* *bounded*: where the standard error is zero (all agree on all units), in place of an interval of no width.
"""

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from scipy.special import ndtri, stdtrit

from probata.statistics.agreement.codings import Floats
from probata.statistics.bounded import mean_interval
from probata.statistics.outcome import Caution, Refused

NO_SPREAD = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of a measure of agreement.

    Attributes:
        name: how it was made: ``wald-z``, ``wald-t``, ``log-t``, ``bootstrap``, ``bounded``.
        low: lower end, at least −1.
        high: upper end, at most 1.
        level: confidence level.
    """

    name: str
    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement.

    Attributes:
        name: ``percentage``, ``cohen``, ``light``, ``fleiss``, ``krippendorff``, ``gwet-ac1``, ``gwet-ac2`` …
        weights: of disagreements: ``none``, ``linear``, ``quadratic``, or Krippendorff's metric.
        value: at most 1; 0 is what chance would give, for all but the percentage.
        se: standard error; 0 where no unit differs from another.
        interval: the one to print.
        intervals: all that were made, the printed one first, the one that is careful last.
        observed: observed agreement, 0..1.
        expected: agreement by chance, 0..1; 0 for the percentage.
        units: how many shared units it rests on.
        cautions: what the reader must be told.
    """

    name: str
    weights: str
    value: float
    se: float
    interval: Interval
    intervals: tuple[Interval, ...]
    observed: float
    expected: float
    units: int
    cautions: tuple[Caution, ...] = ()

    @property
    def careful(self) -> Interval:
        """The interval that also holds where few units are disagreed upon: *log* or *bounded*."""
        return self.intervals[-1]

    def record(self) -> dict[str, object]:
        """As JSON."""
        return {
            "name": self.name,
            "weights": self.weights,
            "value": self.value,
            "se": self.se,
            "low": self.interval.low,
            "high": self.interval.high,
            "level": self.interval.level,
            "interval": self.interval.name,
            "intervals": {each.name: [each.low, each.high] for each in self.intervals},
            "observed": self.observed,
            "expected": self.expected,
            "units": self.units,
            "cautions": [caution.record() for caution in self.cautions],
            "refused": None,
        }


Outcome = Coefficient | Refused


def record(outcome: Outcome) -> dict[str, object]:
    """A measure as JSON; where it is refused, ``value``, ``low`` and ``high`` are null."""
    if isinstance(outcome, Coefficient):
        return outcome.record()
    return {"value": None, "se": None, "low": None, "high": None, "refused": outcome.record()}


@dataclass(frozen=True, slots=True)
class Spread:
    """What the intervals of a chance-corrected measure need, which is 1 − ``factor`` × mean disagreement.

    Attributes:
        value: of the measure.
        se: its standard error.
        agreements: observed agreement by unit, 0..1.
        sizes: the weight of each unit in the mean.
        factor: 1 ÷ (1 − agreement by chance).
    """

    value: float
    se: float
    agreements: Floats
    sizes: Floats
    factor: float

    @property
    def is_flat(self) -> bool:
        """The sample has no spread that a standard error could be taken from."""
        return self.se < NO_SPREAD

    def wald(self, level: float, normal: bool) -> Interval:
        """Value ± quantile × standard error, of the normal or of t with units − 1 degrees of freedom."""
        reach = _quantile(level, 0 if normal else len(self.agreements) - 1) * self.se
        name = "wald-z" if normal else "wald-t"
        return Interval(name, max(-1.0, self.value - reach), min(1.0, self.value + reach), level)

    def log(self, level: float) -> Interval:
        """1 − (1 − value) × exp(± t × standard error ÷ (1 − value)).

        Source: the delta method on log(1 − κ), as for the logarithm of a ratio; not from a paper on agreement.
        ``tests/test_agreement_coverage.py`` is what speaks for it.
        """
        left = 1.0 - self.value
        step = exp(min(50.0, _quantile(level, len(self.agreements) - 1) * self.se / left))
        return Interval("log-t", max(-1.0, 1.0 - left * step), 1.0 - left / step, level)

    def bounded(self, level: float) -> Interval:
        """The interval of the mean agreement, the agreement by chance taken as known."""
        effective = float(self.sizes.sum() ** 2 / (self.sizes**2).sum())
        found = mean_interval(self.agreements, self.sizes, effective, 0.0, 1.0, level)
        low, high = (1.0 - self.factor * (1.0 - end) for end in (found.low, found.high))
        return Interval("bounded", max(-1.0, low), min(1.0, high), level)

    def intervals(self, level: float, normal: bool = False) -> tuple[Interval, ...]:
        """*wald* and *log*, or *bounded* alone where there is no spread."""
        if self.is_flat:
            return (self.bounded(level),)
        return (self.wald(level, normal), self.log(level))


def mean_spread(values: Floats) -> float:
    """The standard error of a mean; 0 for a single value."""
    return float(np.std(values, ddof=1) / sqrt(len(values))) if len(values) > 1 else 0.0


def _quantile(level: float, df: int) -> float:
    upper = (1.0 + level) / 2.0
    return float(stdtrit(df, upper) if df else ndtri(upper))
