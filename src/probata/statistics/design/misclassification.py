"""A share put right for the errors of whoever coded it: by known error rates, or by checking a part of the codings.

Rules:
* By error rates (Rogan and Gladen): how often the coder says yes where it is yes, and no where it is no, was found on
  units whose truth is known; that these rates hold here too is supposed.
* By checking (double sampling, Tenenbein): all units are coded, of each first code a random part is decided as well.
  Nothing is supposed of the coder. The first code post-stratifies the second phase.

Source: Rogan and Gladen, "Estimating prevalence from the results of a screening test", American Journal of Epidemiology
107 (1978); Lang and Reiczigel, "Confidence limits for prevalence of disease adjusted for estimated sensitivity and
specificity", Preventive Veterinary Medicine 113 (2014), equations 2 to 7, 16 and 17; Tenenbein, "A double sampling
scheme for estimating from binomial data with misclassifications", JASA 65 (1970); Särndal, Swensson and Wretman,
Model Assisted Survey Sampling (1992), sections 9.3 and 9.6 (two-phase sampling, post-stratification of the second).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import ndtri, stdtrit

from probata.errors import BadInput, UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.design.design import Design, Floats
from probata.statistics.design.estimates import FEW_HITS, Estimate, Kept, unsuitable
from probata.statistics.design.intervals import Interval, wilson
from probata.statistics.outcome import Caution, Refused

_NOTHING = 1e-15


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a coder was right, on units whose truth is known.

    Attributes:
        right: how many were coded rightly.
        of: of how many.
    """

    right: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.right <= self.of or self.of < 1:
            raise UsageError("a rate", expected="K,N with 0 ≤ K ≤ N and N ≥ 1", found=f"{self.right},{self.of}")

    @property
    def value(self) -> float:
        """The share coded rightly."""
        return self.right / self.of

    @property
    def raised(self) -> tuple[float, int]:
        """With one right and one wrong more, and of how many then."""
        return (self.right + 1) / (self.of + 2), self.of + 2


@dataclass(frozen=True, slots=True)
class Group:
    """The units of one first code.

    Attributes:
        code: the first code.
        share: of the population.
        coded: how many units have it.
        checked: how many of them are decided.
        hits: how many of these are a hit.
        found: the share of hits among them, weighted.
    """

    code: str
    share: float
    coded: int
    checked: int
    hits: int
    found: float


@dataclass(frozen=True, slots=True)
class Checked:
    """A share by double sampling.

    Attributes:
        estimate: put right.
        groups: what was found in each first code.
    """

    estimate: Estimate
    groups: tuple[Group, ...]


def worth(value: float, se: float, n: float) -> float:
    """How many independent observations would give this standard error; ``n`` where it is 0."""
    return value * (1 - value) / se**2 if se > 0 else n


def by_rates(
    value: float, n: float, sensitivity: Rate, specificity: Rate, level: float = LEVEL
) -> Estimate | Refused:  # fmt: skip
    """The share (p + Sp − 1) / (Se + Sp − 1), with the interval of Lang and Reiczigel.

    Args:
        value: p, the share as coded.
        n: how many observations it is worth, see `worth`.
        sensitivity: how often the coder said yes where the truth is yes.
        specificity: how often the coder said no where the truth is no.
        level: of the interval.

    Returns:
        The share, cut at 0 and 1; the standard error is the delta method's. Refused where the coder does no better than
        chance. Where it can't be told from chance the interval is all from 0 to 1.
    """
    youden = sensitivity.value + specificity.value - 1
    if youden <= _NOTHING:
        return Refused(
            "coder-no-better-than-chance", "sensitivity and specificity add up to 1 or less",
            "have the codes decided again: nothing can be learned from these",
        )  # fmt: skip
    raw = (value + specificity.value - 1) / youden
    se = sqrt(_variance(value, n, raw, *_pair(sensitivity), *_pair(specificity)))
    z = float(ndtri((1 + level) / 2))
    cautions = []
    if not 0 <= raw <= 1:
        cautions.append(Caution("cut-at-bound", f"error rates and share disagree: {raw:.4g} is cut to what can be"))
    interval = _lang_reiczigel(value, n, sensitivity, specificity, level)
    if youden <= z * sqrt(sum(p * (1 - p) / m for p, m in (sensitivity.raised, specificity.raised))):
        cautions.append(Caution("coder-hardly-better-than-chance", "the error rates may be those of chance"))
        interval = Interval("lang-reiczigel", 0.0, 1.0, level)
    corrected = min(max(raw, 0.0), 1.0)
    return Estimate(
        "proportion by error rates", corrected, se, interval, (interval,), 0, float("nan"), round(n), tuple(cautions)
    )


def _pair(rate: Rate) -> tuple[float, float]:
    return rate.value, float(rate.of)


def _variance(p: float, n: float, share: float, se: float, n_se: float, sp: float, n_sp: float) -> float:
    """Lang and Reiczigel (2014), equation 4."""
    parts = p * (1 - p) / n + share**2 * se * (1 - se) / n_se + (1 - share) ** 2 * sp * (1 - sp) / n_sp
    return parts / (se + sp - 1) ** 2


def _lang_reiczigel(value: float, n: float, sensitivity: Rate, specificity: Rate, level: float) -> Interval:
    z = float(ndtri((1 + level) / 2))
    (se, n_se), (sp, n_sp) = sensitivity.raised, specificity.raised
    raised_n = n + z**2
    p = (n * value + z**2 / 2) / raised_n
    if se + sp - 1 <= _NOTHING:
        return Interval("lang-reiczigel", 0.0, 1.0, level)
    middle = (p + sp - 1) / (se + sp - 1)
    shift = 2 * z**2 * (middle * se * (1 - se) / n_se - (1 - middle) * sp * (1 - sp) / n_sp)
    half = z * sqrt(_variance(p, raised_n, middle, se, n_se, sp, n_sp))
    low, high = (min(max(middle + shift + side * half, 0.0), 1.0) for side in (-1, 1))
    return Interval("lang-reiczigel", low, high, level)


def by_checking(
    design: Design, first: Sequence[str], decided: Sequence[float] | Floats, *, level: float = LEVEL
) -> Checked | Refused:  # fmt: skip
    """The share of hits, from first codes of all and decisions on a random part of each code: Σ Ŵ_g p̂_g.

    Args:
        design: of the n coded units, as they were drawn.
        first: (n,), the first code of each, of any kind.
        decided: (n,), 1 a hit, 0 none, NaN not decided.
        level: of the interval.

    Returns:
        The share. Variance: the design's of p̂_g − p̂ + (y − p̂_g)/π̂_g, and what the first stage's finite population
        has taken off it of the second phase. Interval: by MOVER from Wilson's of each group, so that a group whose
        checked units are all alike doesn't count as known. Refused where a first code has no decided unit, or one of
        several.

    Raises:
        BadInput: a decision is neither 0, 1 nor NaN, or the columns are not of one length.

    Source: for MOVER Zou and Donner, "Construction of confidence limits about effect measures: a general approach",
        Statistics in Medicine 27 (2008).
    """
    y, codes = np.asarray(decided, dtype=np.float64), np.array([str(code) for code in first])
    checked = np.isfinite(y)
    if len(y) != design.n or len(codes) != design.n or not np.isin(y[checked], (0.0, 1.0)).all():
        raise BadInput("decisions", expected=f"{design.n} of 0, 1 or not decided", found="others")
    why = unsuitable(design, checked) or _unchecked(codes, checked)
    if why is not None:
        return why
    members = [codes == name for name in np.unique(codes)]
    groups = tuple(_group(design, codes, checked, y, mine) for mine in members)
    share = sum(group.share * group.found for group in groups)
    parts = [_part(design, mine, checked, y, group) for mine, group in zip(members, groups, strict=True)]
    total = design.weights.sum()
    between = np.zeros(design.n)
    for mine, group in zip(members, groups, strict=True):
        between[mine] = (group.found - share) / total
    whole = design.variance(between + sum(part.scores for part in parts)) + sum(part.kept_back for part in parts)
    estimate = _estimate(design, share, float(whole), design.variance(between), groups, parts, checked, level)
    return Checked(estimate, groups)


@dataclass(frozen=True, slots=True)
class _Part:
    """The second phase of one group.

    Attributes:
        scores: (n,), of its checked units.
        variance: of their total, by the design.
        kept_back: what the design's finite population takes off that, wrongly.
        worth: how many observations they are worth where they are all alike.
    """

    scores: Floats
    variance: float
    kept_back: float
    worth: float


def _unchecked(codes: "np.ndarray[tuple[int], np.dtype[np.str_]]", checked: Kept) -> Refused | None:
    for name in np.unique(codes):
        mine = codes == name
        if checked[mine].sum() < min(2, mine.sum()):
            return Refused(
                "code-hardly-checked",
                f"of the {mine.sum()} units coded {str(name)[:40]!r} {checked[mine].sum()} were checked",
                "check at least two of each first code, drawn at random, or join codes",
            )
    return None


def _group(
    design: Design, codes: "np.ndarray[tuple[int], np.dtype[np.str_]]", checked: Kept, y: Floats, mine: Kept
) -> Group:  # fmt: skip
    w, told = design.weights, mine & checked
    found = float(w[told] @ y[told] / w[told].sum())
    share = float(w[mine].sum() / w.sum())
    return Group(str(codes[mine][0]), share, int(mine.sum()), int(told.sum()), int(y[told].sum()), found)


def _part(design: Design, mine: Kept, checked: Kept, y: Floats, group: Group) -> _Part:
    """Scores (y − p̂_g)/π̂_g, raised by m/(m − 1), and the second phase's variance times the share of the first."""
    w, told = design.weights, mine & checked
    scores = np.zeros(design.n)
    raise_by = w[mine].sum() / w[told].sum() / w.sum()
    m, n = group.checked, group.coded
    scores[told] = (y[told] - group.found) * raise_by * sqrt(m / max(m - 1, 1))
    open_ = (1 - m / n) * design.observed[told]
    kept_back = float((open_ * (w[told] * scores[told]) ** 2).sum())
    return _Part(scores, design.variance(scores), kept_back, design.worth(told))


def _estimate(
    design: Design, share: float, variance: float, between: float, groups: Sequence[Group], parts: Sequence[_Part],
    checked: Kept, level: float,
) -> Estimate:  # fmt: skip
    freedom = max(design.only(checked), 1)
    t = float(stdtrit(freedom, (1 + level) / 2))
    inside = sum(part.variance + part.kept_back for part in parts)
    below = above = t**2 * (between + max(variance - between - inside, 0.0))
    for group, part in zip(groups, parts, strict=True):
        if group.checked == group.coded and design.whole:
            continue
        low, high = _inside(group, part, level, t)
        below += (group.share * (group.found - low)) ** 2
        above += (group.share * (high - group.found)) ** 2
    interval = Interval("mover-wilson", max(share - sqrt(below), 0.0), min(share + sqrt(above), 1.0), level)
    hits, n = sum(group.hits for group in groups), int(checked.sum())
    cautions: tuple[Caution, ...] = ()
    if min(hits, n - hits) < FEW_HITS:
        few = f"only {min(hits, n - hits)} of one kind among {n} decided: read the interval, not the share"
        cautions = (Caution("few-hits", few),)
    return Estimate(
        "proportion by checking", share, sqrt(variance), interval, (interval,), freedom, float("nan"), n, cautions
    )


def _inside(group: Group, part: _Part, level: float, t: float) -> tuple[float, float]:
    """Wilson's interval of a group's share of hits, on what its checked units are worth."""
    spread = (part.variance + part.kept_back) / group.share**2
    effective = group.found * (1 - group.found) / spread if spread > _NOTHING else part.worth
    found = wilson(group.found, effective, level, t)
    return found.low, found.high
