"""Likelihood ratios from scores: calibrated on comparisons of known origin, capped by their number, and examined.

A score says how much two things look alike; a likelihood ratio says how much more often such a score comes from the
same source than from different ones. The step between them is logistic regression, each side weighted to count one
half, drawn towards "says nothing" by one imaginary comparison a side, so that separated scores give no infinite ratio.

The regression is a straight line: it suits scores whose tails have a spread (normal, skewed, Student's t from three
degrees of freedom on). It can lose more than 0.05 bits where they have none (Student's t with two degrees, Cauchy),
where one in a hundred of the different-source comparisons is wrongly called so, and on the fewest comparisons allowed;
`cllr` less `cllr_min` of held-out ratios shows it.

No ratio may say more than the comparisons bear: for *same source* at most the number of different-source comparisons
plus one, against it at most the number of same-source comparisons plus one (the rule of succession: of n comparisons
none was so extreme).

Source: Brümmer and du Preez, "Application-independent evaluation of speaker detection" (Computer Speech and Language
2006), for C_llr, its minimum by pooling adjacent violators, and calibration; Morrison, "Tutorial on logistic-regression
calibration and fusion" (Australian Journal of Forensic Sciences 2013); Vergeer et al., "Numerical likelihood ratios
outputted by LR systems are often based on extrapolation: when to stop extrapolating?" (Science & Justice 2016) for the
caps; ENFSI, "Guideline for evaluative reporting in forensic science" (2015), for the words.

Not here: where scores come from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, floor, inf, isnan, log, log10

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import betaincinv

Floats = npt.NDArray[np.float64]

FEWEST_SAME = 20
FEWEST_DIFFERENT = 40
LEVEL = 0.95
SCALE = "ENFSI 2015"
"""The version of the verbal scale."""
WORDS: tuple[tuple[float, str], ...] = (
    (1.0, "weak"),
    (2.0, "moderate"),
    (3.0, "moderately strong"),
    (4.0, "strong"),
    (6.0, "very strong"),
    (inf, "extremely strong"),
)
"""Greatest log10 ratio, and the word for what supports to that degree."""
_LN10 = log(10)


@dataclass(frozen=True, slots=True)
class Refused:
    """No ratio can be given.

    Attributes:
        reason: what is missing, one sentence.
        more_same: how many more same-source comparisons would do.
        more_different: how many more different-source comparisons would do.
    """

    reason: str
    more_same: int
    more_different: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """From a score to log10 of a likelihood ratio: ``offset + slope · score``, capped.

    Attributes:
        offset, slope: in natural logarithms.
        same: how many same-source comparisons it rests on.
        different: how many different-source comparisons.
    """

    offset: float
    slope: float
    same: int
    different: int

    @property
    def caps(self) -> tuple[float, float]:
        """The lowest and the highest log10 ratio, cut to six digits."""
        return -_cut(log10(self.same + 1)), _cut(log10(self.different + 1))

    def log10_lr(self, scores: npt.ArrayLike) -> Floats:
        """log10 ratios of scores, capped; float64 of the same shape. NaN, no score, has no ratio: NaN."""
        low, high = self.caps
        ratios = np.round((self.offset + self.slope * np.asarray(scores, np.float64)) / _LN10, 6)
        return np.clip(ratios, low, high)


def _cut(value: float) -> float:
    return floor(value * 1e6) / 1e6


def calibrate(
    same: npt.ArrayLike,
    different: npt.ArrayLike,
    *,
    fewest_same: int = FEWEST_SAME,
    fewest_different: int = FEWEST_DIFFERENT,
) -> Calibration | Refused:
    """The calibration of scores.

    Args:
        same: scores of same-source comparisons; higher is more alike.
        different: scores of different-source comparisons.
        fewest_same: with fewer, no ratio is given.
        fewest_different: with fewer, no ratio is given.

    Raises:
        ValueError: a score is not finite.
    """
    s, d = np.asarray(same, np.float64).ravel(), np.asarray(different, np.float64).ravel()
    if not (np.isfinite(s).all() and np.isfinite(d).all()):
        raise ValueError("scores must be finite")
    more_same, more_different = max(0, fewest_same - len(s)), max(0, fewest_different - len(d))
    if more_same or more_different:
        needed = f"at least {fewest_same} and {fewest_different} are needed"
        reason = f"{len(s)} same-source and {len(d)} different-source comparisons; {needed}"
        return Refused(reason, more_same, more_different)
    centre, scale = float(np.median(d)), float(d.std()) or 1.0
    x = np.concatenate([(s - centre) / scale, (d - centre) / scale])
    signs = np.concatenate([np.ones(len(s)), -np.ones(len(d))])
    weights = np.concatenate([np.full(len(s), 0.5 / (len(s) + 1)), np.full(len(d), 0.5 / (len(d) + 1))])
    imaginary = 0.25 / (len(s) + 1) + 0.25 / (len(d) + 1)

    def loss(w: Floats) -> tuple[float, Floats]:
        margin = signs * (w[0] + w[1] * x)
        value = float((weights * np.logaddexp(0, -margin)).sum())
        pull = -weights * signs / (1 + np.exp(np.minimum(margin, 700)))
        # imaginary comparisons: one of each kind one deviation away on the wrong side
        value += imaginary * float(np.logaddexp(0, w[1]) + np.logaddexp(0, w[0]) + np.logaddexp(0, -w[0])) / 2
        slope_pull = imaginary / 2 / (1 + exp(-min(w[1], 700)))
        level_pull = imaginary / 2 * (1 / (1 + exp(-w[0])) - 1 / (1 + exp(w[0])))
        return value, np.array([pull.sum() + level_pull, (pull * x).sum() + slope_pull])

    found = minimize(loss, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B", bounds=[(-60, 60), (1e-6, 60)])
    slope = float(found.x[1]) / scale
    return Calibration(round(float(found.x[0]) - slope * centre, 9), round(slope, 9), len(s), len(d))


def cllr(same: npt.ArrayLike, different: npt.ArrayLike) -> float:
    """The cost of log-likelihood ratios in bits: 0 perfect, 1 as good as saying nothing (Brümmer, equation 51).

    Args:
        same: log10 ratios of same-source comparisons.
        different: of different-source comparisons.
    """
    s, d = np.asarray(same, np.float64) * _LN10, np.asarray(different, np.float64) * _LN10
    return float((np.logaddexp(0, -s).mean() + np.logaddexp(0, d).mean()) / 2 / log(2))


def cllr_min(same: npt.ArrayLike, different: npt.ArrayLike) -> float:
    """The least cost that any rising transformation of the ratios could have: what the scores themselves lack.

    Args:
        same: log10 ratios, or scores, of same-source comparisons.
        different: of different-source comparisons.
    """
    s, d = np.asarray(same, np.float64), np.asarray(different, np.float64)
    values = np.concatenate([s, d])
    labels = np.concatenate([np.ones(len(s)), np.zeros(len(d))])
    weights = np.concatenate([np.full(len(s), 0.5 / len(s)), np.full(len(d), 0.5 / len(d))])
    total = 0.0
    for share, mass in _pooled(values, labels, weights):
        for part in (share, 1 - share):
            total -= mass * part * log(part) / log(2) if part > 0 else 0.0
    return total


def _pooled(values: Floats, labels: Floats, weights: Floats) -> list[tuple[float, float]]:
    """Share of same-source and mass of each block after pooling adjacent violators, equal values together."""
    order = np.argsort(values, kind="stable")
    blocks: list[list[float]] = []  # mass of same, mass
    last = -inf
    for place in order:
        mass, same = weights[place], weights[place] * labels[place]
        if blocks and values[place] == last:
            blocks[-1][0] += same
            blocks[-1][1] += mass
        else:
            blocks.append([same, mass])
        last = values[place]
        _pool(blocks)
    return [(same / mass, mass) for same, mass in blocks]


def _pool(blocks: list[list[float]]) -> None:
    while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
        same, mass = blocks.pop()
        blocks[-1][0] += same
        blocks[-1][1] += mass


@dataclass(frozen=True, slots=True)
class Misleading:
    """How often ratios point the wrong way.

    Attributes:
        count: of comparisons that do.
        of: comparisons.
        rate: count / of.
        low, high: interval by Clopper and Pearson, 95 %.
    """

    count: int
    of: int
    rate: float
    low: float
    high: float


def misleading(log10_lrs: npt.ArrayLike, *, same: bool) -> Misleading:
    """Misleading evidence: below 1 for the same source, above 1 for different ones.

    Args:
        log10_lrs: of comparisons of one kind.
        same: which kind.
    """
    values = np.asarray(log10_lrs, np.float64)
    count = int((values < 0).sum() if same else (values > 0).sum())
    low, high = clopper_pearson(count, len(values))
    return Misleading(count, len(values), count / len(values) if len(values) else 0.0, low, high)


def clopper_pearson(count: int, of: int) -> tuple[float, float]:
    """The exact 95 % interval of a share (Clopper and Pearson, Biometrika 1934); (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    tail = (1 - LEVEL) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, of - count + 1, tail))
    return low, 1.0 if count == of else float(betaincinv(count + 1, of - count, 1 - tail))


def tippett(same: npt.ArrayLike, different: npt.ArrayLike) -> list[tuple[float, float, float]]:
    """The points of a Tippett plot: log10 ratio, share of same-source and of different-source ratios at least so high.

    Args:
        same: log10 ratios of same-source comparisons.
        different: of different-source comparisons.

    Returns:
        One point for each ratio that occurs, rising.
    """
    s, d = np.sort(np.asarray(same, np.float64)), np.sort(np.asarray(different, np.float64))
    at = np.unique(np.concatenate([s, d]))
    above = [1 - np.searchsorted(each, at, "left") / max(1, len(each)) for each in (s, d)]
    return [(float(x), float(a), float(b)) for x, a, b in zip(at, *above, strict=True)]


def verbal(log10_lr: float) -> str:
    """A ratio in words of the ENFSI scale (`SCALE`), naming which proposition it supports.

    Args:
        log10_lr: log10 of the ratio of "same source" against "different sources".

    Raises:
        ValueError: NaN, which is no ratio.
    """
    if isnan(log10_lr):
        raise ValueError("no ratio")
    if log10_lr == 0:
        return "no support for either"
    word = next(word for highest, word in WORDS if abs(log10_lr) <= highest)
    return f"{word} support for {'the same source' if log10_lr > 0 else 'different sources'}"


def left_out(
    scores: Sequence[float], same: Sequence[bool], groups: Sequence[str], folds: int = 10
) -> tuple[Floats, list[Refused]]:
    """log10 ratios of comparisons, each calibrated without the comparisons of its own group.

    What is left of a fold may be half as few as `calibrate` asks of the whole, so that whatever is enough to give
    ratios is, as a rule, enough to examine them.

    Args:
        scores: of comparisons.
        same: which are of the same source.
        groups: what may not be on both sides, as the photograph; groups are dealt to folds in sorted order.
        folds: how many.

    Returns:
        Ratios, NaN where the fold's calibration was refused; and those refusals.
    """
    names = {name: place % folds for place, name in enumerate(sorted(set(groups)))}
    fold = np.array([names[group] for group in groups])
    x, kind = np.asarray(scores, np.float64), np.asarray(same, bool)
    made, refused = np.full(len(x), np.nan), []
    for number in range(folds):
        rest, own = fold != number, fold == number
        if not own.any():
            continue
        found = calibrate(
            x[rest & kind], x[rest & ~kind], fewest_same=FEWEST_SAME // 2, fewest_different=FEWEST_DIFFERENT // 2
        )
        if isinstance(found, Refused):
            refused.append(found)
        else:
            made[own] = found.log10_lr(x[own])
    return made, refused
