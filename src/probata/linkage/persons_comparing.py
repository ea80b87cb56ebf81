"""Comparisons of segments, and of groups of segments, each with its weight in log-odds; their sum is the proposal.

| comparison | both one person (m) | two persons (u) |
|---|---|---|
| prior | the share of pairs of segments that are one person, by EM on the archive | |
| number | the readings given one number, summed over all that it may be | the readings given a number each |
| series | whether the number fits a series that went back and came again | |
| pause | the person stays, given the pause between both | the person changes |
| picture | share of such pairs with agreeing numbers, on the archive | |
| absent | a number that is known is not in any of the photographs | hardly anybody has none |

Numbers of a group are taken together: a group is one person, so its readings share one number, and one bad reading is
outvoted whatever it agrees with. That is why groups are compared anew after each merge instead of adding up pairs.

Not Splink: its levels compare two values, while a number here is a distribution over strings that a whole group shares,
and pauses depend on the order of a sequence. The EM over three parameters is a page of code that can be read in court.

Source: Fellegi and Sunter (1969), section 2; for numbers the marginal likelihood of a partition's blocks as in Steorts,
Hall and Fienberg, "A Bayesian approach to graphical record linkage", J. Amer. Statist. Assoc. 111 (2016), section 2.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from probata.linkage.link import Reason
from probata.linkage.persons_segments import Segment
from probata.linkage.persons_sequence import NEAR_NUMBERS, NOBODY, Number
from probata.linkage.weights import log_odds

_LEAST_OUTSIDE = 1e-3
_LEAST_CANDIDATE = 0.01
_LARGEST_BLOCK = 40
NO_DOUBT = 40.0
Prior = Callable[[Number], float]


@dataclass(frozen=True, slots=True)
class NumberEvidence:
    """What a group's readings say of its number: for each candidate, and for all others, ln(P given readings ÷ prior).

    Attributes:
        candidates: by number.
        outside: for each number that is no candidate.
        total: log of the sum over all numbers of prior × ratio.
    """

    candidates: Mapping[Number, float]
    outside: float
    total: float


NOTHING_READ = NumberEvidence({}, 0.0, 0.0)


def evidence_of(segment: Segment, prior: Prior, roles: tuple[bool, bool]) -> NumberEvidence:
    """The evidence of one segment; numbers that are not complete say nothing.

    Args:
        segment: with candidates.
        prior: of a number.
        roles: whether a complete number has a detainee's and a branch's part.
    """
    whole = [(n, p) for n, p in segment.candidates if p >= _LEAST_CANDIDATE and is_whole(n, roles)]
    if not whole:
        return NOTHING_READ
    rest = max(_LEAST_OUTSIDE, 1 - sum(p for _, p in whole))
    ratios = {n: log(p / prior(n)) for n, p in whole}
    return _totalled(ratios, log(rest), prior)


def together(a: NumberEvidence, b: NumberEvidence, prior: Prior) -> NumberEvidence:
    """The evidence of two groups that bear one number."""
    if not a.candidates:
        return b
    if not b.candidates:
        return a
    ratios = {
        n: a.candidates.get(n, a.outside) + b.candidates.get(n, b.outside) for n in {*a.candidates, *b.candidates}
    }
    return _totalled(ratios, a.outside + b.outside, prior)


def number_weight(a: NumberEvidence, b: NumberEvidence, prior: Prior) -> float:
    """ln(P(readings of both | one number) ÷ P(readings | a number each)); 0 where one of them has none."""
    if not a.candidates or not b.candidates:
        return 0.0
    return together(a, b, prior).total - a.total - b.total


def agreement(a: NumberEvidence, b: NumberEvidence, prior: Prior) -> float:
    """The probability that both groups' readings are of one number, where all candidates are given as often.

    Numbers are given in a row, so what a number is mistaken for is often somebody's: then the size of the series says
    too little, and no pair is surer than this.
    """
    shared = a.candidates.keys() & b.candidates.keys()
    return sum(exp(a.candidates[n] + b.candidates[n] - a.total - b.total) * prior(n) ** 2 for n in shared)


def neighbour_weight(a: NumberEvidence, b: NumberEvidence, prior: Prior) -> float:
    """What agreeing numbers say where one person in twenty bears a number that this one is mistaken for."""
    return log_odds(agreement(a, b, prior)) - log(NEAR_NUMBERS)


def best_number(evidence: NumberEvidence, prior: Prior) -> Number:
    """The likeliest number, or `NOBODY`."""
    if not evidence.candidates:
        return NOBODY
    return min(evidence.candidates, key=lambda n: (-evidence.candidates[n] - log(prior(n)), n))


def is_whole(number: Number, roles: tuple[bool, bool]) -> bool:
    """Whether no part is missing that the scheme gives."""
    return number != NOBODY and all(part or not wanted for part, wanted in zip(number, roles, strict=True))


def _totalled(ratios: Mapping[Number, float], outside: float, prior: Prior) -> NumberEvidence:
    known = sum(prior(n) for n in ratios)
    terms = [log(prior(n)) + ratio for n, ratio in ratios.items()]
    terms.append(log(max(1e-12, 1 - known)) + outside)
    most = max(terms)
    return NumberEvidence(ratios, outside, most + log(sum(exp(term - most) for term in terms)))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two segments that may be one person, and why they are compared.

    Attributes:
        a: anchor of one segment.
        b: anchor of the other.
        reasons: weights that don't depend on what else is in their groups; the first is where the pair starts from.
        joins: whether it may join groups, or is only ever a question.
        by_number: whether nothing but a number speaks for it.
        most: the largest weight it may have, because of a doubt that no reading of numbers settles.
        doubt: that doubt, in one sentence.
    """

    a: str
    b: str
    reasons: tuple[Reason, ...]
    joins: bool = True
    by_number: bool = False
    most: float = NO_DOUBT
    doubt: str = ""

    @property
    def weight(self) -> float:
        """The sum of its weights."""
        return sum(reason.weight for reason in self.reasons)


def number_pairs(segments: Sequence[Segment], constant: Callable[[Number], bool]) -> list[tuple[Segment, Segment]]:
    """Pairs of segments that share a candidate which is no constant of the labels.

    Of more than 40 segments with one candidate each is compared with the surest and with the next sure only.
    """
    blocks: dict[Number, list[Segment]] = {}
    for segment in segments:
        for number, p in segment.candidates:
            if p >= _LEAST_CANDIDATE and not constant(number):
                blocks.setdefault(number, []).append(segment)
    pairs: dict[tuple[str, str], tuple[Segment, Segment]] = {}
    for block in blocks.values():
        for a, b in _within(sorted(block, key=lambda s: (-s.certainty, s.anchor))):
            pairs[min(a.anchor, b.anchor), max(a.anchor, b.anchor)] = (a, b)
    return [pairs[key] for key in sorted(pairs)]


def _within(block: Sequence[Segment]) -> Iterable[tuple[Segment, Segment]]:
    if len(block) <= _LARGEST_BLOCK:
        yield from ((a, b) for i, a in enumerate(block) for b in block[i + 1 :])
        return
    for i, segment in enumerate(block[1:], start=1):
        yield block[0], segment
        if i > 1:
            yield block[i - 1], segment


def matching_rate(weights: Sequence[float], segments: int) -> float:
    """The share of all pairs of segments that are one person, by EM.

    Args:
        weights: of number and series, for each pair that shares a candidate; all other pairs are taken as different.
        segments: how many there are.
    """
    pairs = max(1.0, segments * (segments - 1) / 2)
    rate = (1.0 + len(weights)) / (pairs + 10.0)
    for _ in range(30):
        matched = sum(1 / (1 + exp(-min(40.0, max(-40.0, w + log(rate / (1 - rate)))))) for w in weights)
        following = min(0.5, (1.0 + matched) / (pairs + 10.0))
        if abs(following - rate) < 1e-9:
            break
        rate = following
    return rate
