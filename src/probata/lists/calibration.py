"""Whether probabilities are as often right as they say: bringing them into line with judged pairs, and measuring it.

Rules:
* With at least `LEAST_JUDGED` pairs judged same and as many judged different, probabilities are corrected by a straight
  line in log-odds (Platt), drawn towards no correction. With fewer they stay, and are said to be uncalibrated.
* Which pairs were judged may depend on their probability (the queue asks first where it is near one half): given the
  probability, that changes nothing.

Source: Platt, "Probabilistic outputs for support vector machines" (1999); reliability: DeGroot and Fienberg, The
Statistician 32 (1983); score: Brier, Monthly Weather Review 78 (1950).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LEAST_JUDGED = 20
PULL = 4.0
STEPS = 50
BOUNDS = (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A correction of log-odds: ``shift + slope × log-odds``.

    Attributes:
        shift: 0.0 where nothing is corrected.
        slope: 1.0 where nothing is corrected.
        same: how many judged pairs of one person it rests on.
        different: how many of two.
        done: whether there were enough of them.
    """

    shift: float
    slope: float
    same: int
    different: int
    done: bool

    def of(self, logit: Floats) -> Floats:
        """Corrected log-odds."""
        return self.shift + self.slope * logit

    def said(self) -> str:
        """For people, in one line."""
        judged = f"{self.same:,} judged same, {self.different:,} judged different"
        if self.done:
            return f"calibrated on judged pairs ({judged})"
        return f"not calibrated: {judged}, {LEAST_JUDGED} of each are needed; judge what `probata lists queue` asks"


def calibration(logit: Floats, same: npt.NDArray[np.bool_]) -> Calibration:
    """The correction that judged pairs call for.

    Args:
        logit: log-odds of judged pairs before it.
        same: what they were judged.
    """
    ones, twos = int(same.sum()), int((~same).sum())
    if min(ones, twos) < LEAST_JUDGED:
        return Calibration(0.0, 1.0, ones, twos, done=False)
    x = np.column_stack([np.ones(len(logit)), np.clip(logit, -15.0, 15.0)])
    target = np.where(same, (ones + 1) / (ones + 2), 1 / (twos + 2))
    beta, none = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(x @ beta)))
        slope = x.T @ (target - p) - PULL * (beta - none)
        curve = (x * (p * (1 - p))[:, None]).T @ x + PULL * np.eye(2)
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    shift, tilt = (float(round(value, 6)) for value in beta)
    return Calibration(shift, max(tilt, 0.05), ones, twos, done=True)


@dataclass(frozen=True, slots=True)
class Reliability:
    """Pairs whose probability lies in one range.

    Attributes:
        low: of the range.
        high: of the range.
        pairs: how many.
        expected: their mean probability.
        observed: the share of them that is of one person.
    """

    low: float
    high: float
    pairs: int
    expected: float
    observed: float


def reliability(
    probability: Floats, same: npt.NDArray[np.bool_], bounds: Sequence[float] = BOUNDS
) -> list[Reliability]:
    """How often pairs are of one person, by the probability that they were given; ranges without pairs are left out."""
    found = []
    for low, high in pairwise(bounds):
        within = (probability >= low) & ((probability < high) | (high == bounds[-1]))
        if within.any():
            found.append(
                Reliability(low, high, int(within.sum()), float(probability[within].mean()), float(same[within].mean()))
            )
    return found


def brier(probability: Floats, same: npt.NDArray[np.bool_]) -> float:
    """The mean squared difference of probability and truth."""
    return float(((probability - same) ** 2).mean())
