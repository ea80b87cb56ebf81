"""How likely the person changes between two photographs of a burst, by the pause between them.

Estimated on the archive itself, from neighbours whose numbers were both well read: pauses are taken as log-normal, one
distribution where the number stays and one where it changes. Few neighbours leave the starting values as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, pi, sqrt

_START_SAME = (log(8.0), 1.0)
_START_CHANGE = (log(90.0), 1.2)
_START_RATE = 0.1
_START_WEIGHT = 10.0
_SMALLEST, _LARGEST = 0.002, 0.95
_SHORTEST_S = 0.5


@dataclass(frozen=True, slots=True)
class PauseModel:
    """Two log-normal distributions of pauses, and the rate of changes.

    Attributes:
        same: mean and standard deviation of ln(pause in s) where the person stays.
        change: the same where the person changes.
        rate: share of changes among neighbours in a burst.
        neighbours: how many pairs of neighbours it was estimated from.
    """

    same: tuple[float, float] = _START_SAME
    change: tuple[float, float] = _START_CHANGE
    rate: float = _START_RATE
    neighbours: int = 0

    def change_probability(self, pause_s: float) -> float:
        """The probability that another person is shown after a pause, between 0.002 and 0.95."""
        x = log(max(pause_s, _SHORTEST_S))
        # beyond its own mean a change never becomes less likely: very long pauses are changes
        change = _density(min(x, self.change[0]), *self.change) * self.rate
        same = _density(max(x, self.same[0]), *self.same) * (1 - self.rate)
        return min(_LARGEST, max(_SMALLEST, change / (change + same) if change + same > 0 else _LARGEST))


def estimated_pauses(neighbours: Iterable[tuple[float, bool]]) -> PauseModel:
    """The model from pairs of neighbours: (pause in seconds, whether the number changed)."""
    logs: dict[bool, list[float]] = {False: [], True: []}
    for pause_s, changed in neighbours:
        logs[changed].append(log(max(pause_s, _SHORTEST_S)))
    changes, count = len(logs[True]), len(logs[True]) + len(logs[False])
    rate = (changes + _START_RATE * _START_WEIGHT) / (count + _START_WEIGHT)
    return PauseModel(_fitted(logs[False], _START_SAME), _fitted(logs[True], _START_CHANGE), rate, count)


def _fitted(values: list[float], start: tuple[float, float]) -> tuple[float, float]:
    """Mean and standard deviation with ten starting observations."""
    weight = len(values) + _START_WEIGHT
    mean = (sum(values) + start[0] * _START_WEIGHT) / weight
    squares = sum((v - mean) ** 2 for v in values) + (start[1] ** 2 + (start[0] - mean) ** 2) * _START_WEIGHT
    return mean, max(0.3, sqrt(squares / weight))


def _density(x: float, mean: float, deviation: float) -> float:
    return exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * sqrt(2 * pi))
