"""From scores to probabilities: two kinds of photograph mixed, in a proportion of its own at each kind of place.

A photograph's score (`classes_likeness`) is drawn from one of two normal distributions of equal spread, that of what is
looked for and that of the rest; how often it is the first depends on the photograph's place (with a number, between
photographs of a person, alone …). Means, spread and proportions are estimated on the archive by expectation and
maximisation; a photograph that a person judged is no longer in doubt and counts as what it is. Of equal spread, so that
a higher score is never less probable. No truth of a made archive is used; how far the probabilities hold is measured on
such archives (`docs/measured.md`).

Limits: a probability is kept within 0.01 to 0.99, and the look can't change the odds by more than a factor of 3,000,
as the tails of the two distributions are not known. Where the two are less than two spreads apart, the look tells
nothing.

Source: Dempster, Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm", Journal of the Royal
Statistical Society B 39 (1977); Elkan and Noto (KDD 2008) on unlabelled examples.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
LEAST, SUREST = 0.01, 0.99
MOST_LOG_ODDS = 8.0
_LEAST_APART = 2.0
_MOST_STEPS = 500
_PRECISION = 1e-7


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of place, and what is expected there before the archive is looked at.

    Attributes:
        share: how many of the photographs there are what is looked for, above 0 and below 1.
        weight: with how many photographs that expectation is held.
        least: no photograph there is less likely what is looked for, however it looks.
    """

    share: float
    weight: float
    least: float = 0.0


def probabilities(
    scores: FloatArray,
    place: npt.NDArray[np.int64],
    places: Sequence[Place],
    known: FloatArray,
    most: float = MOST_LOG_ODDS,
) -> FloatArray | None:
    """The probability of each photograph to be what is looked for.

    Args:
        scores: of any unit, higher for what is looked for.
        place: for each photograph its kind of place, by number.
        places: the kinds.
        known: 1 or 0 where a person judged, else NaN.
        most: by how much a score can change the log-odds at most.

    Returns:
        Within 0.01 to 0.99; None where the scores don't tell the two kinds apart.
    """
    judged = ~np.isnan(known)
    expected = np.array([each.share for each in places])
    weight = np.array([each.weight for each in places])
    count = np.bincount(place, minlength=len(places))
    found = np.where(judged, known, expected[place])
    apart = 0.0
    for _ in range(_MOST_STEPS):
        share = (np.bincount(place, found, len(places)) + expected * weight) / (count + weight)
        odds, apart = _log_odds(scores, found, most)
        told = 1 / (1 + np.exp(-(odds + np.log(share / (1 - share))[place])))
        told = np.where(judged, known, told)
        moved = float(np.abs(told - found).max())
        found = told
        if moved < _PRECISION:
            break
    if apart < _LEAST_APART:
        return None
    least = np.array([each.least for each in places])[place]
    return np.asarray(np.where(judged, found, np.maximum(found, least)).clip(LEAST, SUREST), np.float64)


def _log_odds(scores: FloatArray, found: FloatArray, most: float) -> tuple[FloatArray, float]:
    """What each score says for the first kind, in log-odds; and how many spreads the kinds are apart."""
    first = float(found @ scores / max(found.sum(), _PRECISION))
    rest = float((1 - found) @ scores / max((1 - found).sum(), _PRECISION))
    variance = float(found @ (scores - first) ** 2 + (1 - found) @ (scores - rest) ** 2) / len(scores) + _PRECISION
    apart = (first - rest) / variance**0.5
    odds = (first - rest) * (scores - (first + rest) / 2) / variance
    return np.clip(odds, -most, most), apart
