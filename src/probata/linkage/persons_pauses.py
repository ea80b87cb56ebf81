"""How likely the person changes between two photographs of a burst, by the pause between them.

Estimated on the archive itself: pauses are taken as log-normal, one distribution where the person stays and one where
another comes. Neighbours whose numbers were both well read tell which it was; of all others the pause tells how likely
either is (EM). Few neighbours leave the starting values as they are.

Source: Dempster, Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm", J. Royal
Statist. Soc. B 39 (1977), section 4.3 (mixtures).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log, pi, sqrt

import numpy as np
import numpy.typing as npt

_START_SAME = (log(8.0), 1.0)
_START_CHANGE = (log(90.0), 1.2)
_START_RATE = 0.1
_START_WEIGHT = 10.0
_WITHIN_WEIGHT = 3.0
_SMALLEST, _LARGEST = 0.002, 0.95
_SHORTEST_S = 0.5
_ROUNDS, _SETTLED, _TINY = 30, 1e-4, 1e-300
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PauseModel:
    """Two log-normal distributions of pauses, and the rate of changes.

    Attributes:
        same: mean and standard deviation of ln(pause in s) where the person stays.
        change: the same where the person changes.
        rate: share of changes among neighbours in a burst.
        neighbours: how many pairs of neighbours with two well-read numbers it was estimated from.
        within: changes that neighbours with two well-read numbers show within bursts, divided by those expected of
            their pauses: the tails of both distributions are not known, what was counted is.
    """

    same: tuple[float, float] = _START_SAME
    change: tuple[float, float] = _START_CHANGE
    rate: float = _START_RATE
    neighbours: int = 0
    within: float = 1.0

    def change_within(self, pause_s: float) -> float:
        """`change_probability` within a burst, its odds times ``within``."""
        odds = self.change_probability(pause_s)
        odds = odds / (1 - odds) * self.within
        return odds / (1 + odds)

    def change_probability(self, pause_s: float) -> float:
        """The probability that another person is shown after a pause, between 0.002 and 0.95."""
        return float(self.changes(np.array([log(max(pause_s, _SHORTEST_S))]))[0])

    def changes(self, x: Floats) -> Floats:
        """The same for an array of ln(pause in s)."""
        # beyond its own mean a change never becomes less likely: very long pauses are changes
        change = _density(np.minimum(x, self.change[0]), *self.change) * self.rate
        same = _density(np.maximum(x, self.same[0]), *self.same) * (1 - self.rate)
        odds = change / np.maximum(change + same, _TINY)
        return np.clip(np.where(change + same > _TINY, odds, _LARGEST), _SMALLEST, _LARGEST)


def estimated_pauses(neighbours: Iterable[tuple[float, bool | None]]) -> PauseModel:
    """The model from pairs of neighbours: (pause in seconds, whether the person changed; None: not known)."""
    pairs = list(neighbours)
    x = np.log(np.maximum(np.array([pause for pause, _ in pairs], np.float64), _SHORTEST_S))
    told = np.array([np.nan if changed is None else float(changed) for _, changed in pairs], np.float64)
    known = ~np.isnan(told)
    model = _refitted(x[known], told[known], int(known.sum()))
    for _ in range(_ROUNDS):
        before = model
        share = np.where(known, told, model.changes(x))
        model = _refitted(x, share, int(known.sum()))
        if abs(model.rate - before.rate) < _SETTLED:
            break
    return model


def counted_within(model: PauseModel, neighbours: Iterable[tuple[float, bool]]) -> PauseModel:
    """The model with its share of changes within bursts as counted: (pause in seconds, whether the number changed)."""
    pairs = list(neighbours)
    expected = sum(model.change_probability(pause) for pause, _ in pairs) + _WITHIN_WEIGHT
    counted = sum(changed for _, changed in pairs) + _WITHIN_WEIGHT
    return replace(model, within=min(1.0, counted / expected))


def _refitted(x: Floats, share: Floats, neighbours: int) -> PauseModel:
    rate = (float(share.sum()) + _START_RATE * _START_WEIGHT) / (len(x) + _START_WEIGHT)
    return PauseModel(_fitted(x, 1 - share, _START_SAME), _fitted(x, share, _START_CHANGE), rate, neighbours)


def _fitted(x: Floats, share: Floats, start: tuple[float, float]) -> tuple[float, float]:
    """Mean and standard deviation with ten starting observations."""
    weight = float(share.sum()) + _START_WEIGHT
    mean = (float(share @ x) + start[0] * _START_WEIGHT) / weight
    squares = float(share @ (x - mean) ** 2) + (start[1] ** 2 + (start[0] - mean) ** 2) * _START_WEIGHT
    return mean, max(0.3, sqrt(squares / weight))


def _density(x: Floats, mean: float, deviation: float) -> Floats:
    return np.asarray(np.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * sqrt(2 * pi)), np.float64)
