"""Whether numbers were given again: one series used by several branches or cameras, or begun anew.

Where the scheme names no branch, or a series restarts, one number is borne by several persons, and nothing in a pair of
photographs tells it from a person who came back. The archive tells: persons come back now and then, a series that is
used twice makes numbers recur everywhere. The share of numbers that stand in unrelated bursts (not of one camera
within an hour) is taken as beta-binomial under either hypothesis; their marginal likelihoods give its probability.

It is one doubt for the whole archive, not one for each number: draws of the partition draw it once
(`persons_draws`), so the interval of the count holds both.

Source: Kass and Raftery, "Bayes factors", J. Amer. Statist. Assoc. 90 (1995), section 3 (marginal likelihoods).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from math import exp, lgamma, log

from probata.linkage.persons_sequence import Number
from probata.linkage.persons_series import Place

REUSE = "reuse"
_NAMED, _BARE = 0.02, 0.3
_COME_BACK, _USED_AGAIN = (0.5, 4.0), (1.0, 1.0)
_RELATED_S = 3600.0
_CLOSE_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Reuse:
    """The hypothesis that numbers were given again.

    Attributes:
        probability: of it.
        recurring: numbers that stand in unrelated bursts.
        numbers: all well-read numbers that stand in a burst with a time.
        same: the probability of one person where a number recurs in unrelated bursts, under the hypothesis.
    """

    probability: float = 0.0
    recurring: int = 0
    numbers: int = 0
    same: float = 1.0

    def same_at(self, a: Place | None, b: Place | None) -> float:
        """The probability, under the hypothesis, that one number at two places is one person's."""
        if a is None or b is None or not (a.time and b.time) or _related(a, b):
            return max(self.same, _CLOSE_SAME)
        return self.same

    @property
    def detail(self) -> str:
        """One sentence for the reader."""
        return (
            f"{self.recurring} of {self.numbers} numbers recur in unrelated bursts: with probability "
            f"{self.probability:.2g} numbers were given again, to other persons"
        )


def estimated_reuse(places: Iterable[Place], *, branched: bool) -> Reuse:
    """The hypothesis' probability on an archive.

    Args:
        places: of well-read numbers that are no constants of the labels.
        branched: whether a complete number names a branch.
    """
    by_number: dict[Number, list[Place]] = defaultdict(list)
    for place in places:
        if place.time:
            by_number[place.number].append(place)
    recurring = sum(not all(_related(a, b) for a, b in combinations(found, 2)) for found in by_number.values())
    count = len(by_number)
    factor = _likelihood(recurring, count, _USED_AGAIN) - _likelihood(recurring, count, _COME_BACK)
    prior = _NAMED if branched else _BARE
    odds = log(prior / (1 - prior)) + factor
    alpha, beta = _COME_BACK
    share = (recurring + 1) / (count + 2)
    return Reuse(
        1 / (1 + exp(-max(-700.0, min(700.0, odds)))), recurring, count, min(1.0, alpha / (alpha + beta) / share)
    )


def _likelihood(recurring: int, numbers: int, prior: tuple[float, float]) -> float:
    """Log of the beta-binomial likelihood, the binomial coefficient left out."""
    alpha, beta = prior
    return _log_beta(alpha + recurring, beta + numbers - recurring) - _log_beta(alpha, beta)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _related(a: Place, b: Place) -> bool:
    """Whether one camera took both within an hour: then a broken burst is likelier than anything else."""
    if a.camera != b.camera:
        return False
    return abs((datetime.fromisoformat(a.time) - datetime.fromisoformat(b.time)).total_seconds()) <= _RELATED_S
