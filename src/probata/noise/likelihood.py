"""What an agreement with a stand-alone fingerprint is worth: a likelihood ratio, stated with what it rests on.

The question is: this sensor, or another one? Two distributions of z answer it.

* *Another sensor*: normal, with the deviation that z has where the fingerprint's own photographs are laid over it at
  wrong places, and a share of `_STRANGE` that is three times as wide, for what sensors of one model share.
* *This sensor*: z is normal around the strength with which the photograph shows the pattern. The fingerprint's own
  photographs, each compared with a fingerprint made without it, say how strong that can be at best; others (textured,
  dark, saved coarsely) show less, down to a hundredth. How much less is not known, so all of it is held equally likely
  on a logarithmic scale.

The ratio is capped by the numbers of comparisons: it can't say more for *this sensor* than one over the number at wrong
places plus one, nor more against it than that for the photographs that were left out (the rule of succession).

Source: ENFSI, "Guideline for evaluative reporting in forensic science" (2015);
Vergeer, van Es, de Jongh, Alberink and Stoel, "Numerical likelihood ratios outputted by LR systems are often based on
extrapolation" (Science & Justice 2016) for why a cap is needed.

Not here: ratios calibrated on an archive's own comparisons (`probata.statistics.likelihood_ratio`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import numpy as np
import numpy.typing as npt

from probata.noise.comparison import WRONG_STEP, agreement, correlations
from probata.noise.fingerprint import Observation, Plane, fingerprint

Floats = npt.NDArray[np.float64]

FEWEST = 3
SMALLEST_STRENGTH = 6.0
_WEAKEST_SHARE = 0.01
_GRID = 400
_STRANGE, _STRANGE_WIDTH = 0.02, 3.0


@dataclass(frozen=True, slots=True)
class Worth:
    """What ratios of one fingerprint rest on.

    Attributes:
        strength: median z of its own photographs, each left out of the fingerprint that it is compared with; 0 where
            there were fewer than two.
        left_out: how many those were.
        wrong_places: how many comparisons at wrong places there were.
        spread: standard deviation of z at wrong places, at least 1.
        refused: why no ratio is given, and what would do; "" where one is.
        strange: share of other sensors' comparisons that spread three times as wide.
    """

    strength: float
    left_out: int
    wrong_places: int
    spread: float
    refused: str = ""
    strange: float = _STRANGE

    @property
    def caps(self) -> tuple[float, float]:
        """The lowest and the highest log10 ratio that can be given."""
        return -log10(self.left_out + 1), log10(self.wrong_places + 1)

    def log10_lr(self, z: float, alternatives: int = 1) -> float:
        """log10 of the likelihood ratio; NaN where it is refused.

        Args:
            z: of the comparison; the best of ``alternatives``.
            alternatives: at how many places, turns and scales the best was sought; each is one more chance for another
                sensor to look like this one.
        """
        if self.refused:
            return float("nan")
        strengths = np.geomspace(max(0.5, self.strength * _WEAKEST_SHARE), max(self.strength, z), _GRID)
        same = float(np.mean(_normal(z - strengths, 1.0)))
        wide = _STRANGE_WIDTH * self.spread
        narrow = (1 - self.strange) * _normal(np.array(z), self.spread)
        other = narrow + self.strange * _normal(np.array(z), wide)
        low, high = self.caps
        ratio = log10(max(same, 1e-300)) - log10(max(float(other), 1e-300)) - log10(alternatives)
        return min(max(ratio, low), high)


def worth(observations: Sequence[Observation], patterns: Sequence[Plane]) -> Worth:
    """What the ratios of a fingerprint of these photographs rest on.

    Args:
        observations: of the photographs.
        patterns: of the same photographs, in the same order.
    """
    if len(observations) < FEWEST:
        more = FEWEST - len(observations)
        return Worth(0.0, 0, 0, 1.0, f"a fingerprint of {len(observations)}: at least {more} more photographs would do")
    own, far = [], []
    for place, noise in enumerate(patterns):
        plane = correlations(fingerprint(observations, without=place).plane, noise)
        found = agreement(plane)
        own.append(found.z)
        far.append(found.spread)
    strength, spread = float(np.median(own)), max(1.0, float(np.mean(far)))
    places = len(own) * (-(-plane.shape[0] // WRONG_STEP) * -(-plane.shape[1] // WRONG_STEP) - 1)
    refused = ""
    if strength < SMALLEST_STRENGTH:
        refused = (
            f"the photographs agree too little with one another (z {strength:.1f}): one sensor, flat and bright ones?"
        )
        wanted = _more_for(strength, len(own))
        refused += f" about {wanted} more of the same kind would do" if strength > 1 else ""
    return Worth(round(strength, 3), len(own), places, round(spread, 4), refused)


def _more_for(strength: float, count: int) -> int:
    """How many more photographs bring z to `SMALLEST_STRENGTH`; it grows as the root of their number."""
    return max(1, int(np.ceil(count * ((SMALLEST_STRENGTH / strength) ** 2 - 1))))


def _normal(x: Floats, deviation: float) -> Floats:
    return np.asarray(np.exp(-0.5 * (x / deviation) ** 2) / (deviation * np.sqrt(2 * np.pi)), np.float64)
