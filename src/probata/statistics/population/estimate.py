"""What an estimate of a population's size is; every method answers with one, or with a `Refused`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from probata.statistics.outcome import Caution, Refused

Diagnostic = float | int | str | list[str] | list[float]


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval for the population's size.

    Attributes:
        name: how it was made: ``profile``, ``wald-log``, ``bootstrap-bca``, ``credible`` …
        low: lower end, at least the number observed.
        high: upper end; infinite where the data do not bound it.
        level: confidence or credible level.
    """

    name: str
    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True)
class Population:
    """An estimated population's size.

    Attributes:
        method: ``chapman``, ``lincoln-petersen``, ``chao``, ``loglinear``, ``dga``, ``lcmcr`` …
        model: what was fitted, in the method's own words, such as ``12,14,3``; "" where there is no choice.
        estimate: N, those seen included.
        observed: n, those seen.
        interval: the one to print.
        intervals: all that were made, the printed one among them.
        se: standard error or posterior standard deviation; None where the method has none.
        diagnostics: by name, as JSON.
        cautions: what the reader must be told.
        draws: values of N drawn from the posterior or the bootstrap, empty where there are none; any order.
    """

    method: str
    model: str
    estimate: float
    observed: int
    interval: Interval
    intervals: tuple[Interval, ...] = ()
    se: float | None = None
    diagnostics: Mapping[str, Diagnostic] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()
    draws: tuple[float, ...] = field(default=(), repr=False)


Outcome = Population | Refused
