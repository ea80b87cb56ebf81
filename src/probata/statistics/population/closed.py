"""Estimates of a population's size in closed form: two lists, and lower bounds from how often persons are listed."""

from collections.abc import Sequence
from math import exp, sqrt

import numpy as np
from scipy.special import gammaln, ndtri, xlogy

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.estimate import Diagnostic, Interval, Outcome, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear_intervals import log_normal, supported

VARIANTS = ("bias-corrected", "classic", "incidence")
FEW = 7
FEW_LISTS = 10
INDEPENDENT = Caution("independence-assumed", "two lists can't tell whether being on one makes the other more likely")


def chapman(lists: Lists, level: float = LEVEL) -> Outcome:
    """(n1 + 1)(n2 + 1)/(m + 1) − 1 of two lists with m in common.

    SE² = (n1 + 1)(n2 + 1)(n1 − m)(n2 − m) / ((m + 1)² (m + 2)). Interval: transformed logit; where fewer than one
    person is thought to be on neither list that one bursts, and the profile likelihood is taken.

    Args:
        lists: two lists.
        level: confidence level.

    Returns:
        The estimate, or a refusal: ``two-lists-needed``, ``no-overlap``.

    Source: Chapman, University of California Publications in Statistics 1 (1951); Seber, "The effects of trap
    response on tag recapture estimates", Biometrics 26 (1970), for the variance; Sadinle, "Transformed logit
    confidence intervals for small populations in single capture-recapture estimation", Communications in Statistics
    – Simulation and Computation 38 (2009), equation 6, for the interval.
    """
    why = _not_two(lists)
    if why is not None:
        return why
    first, second = lists.sizes
    both = lists.overlap(0, 1)
    estimate = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    return _two(lists, "chapman", estimate, sqrt(variance), level)


def lincoln_petersen(lists: Lists, level: float = LEVEL) -> Outcome:
    """n1 n2 / m of two lists with m in common: as `chapman`, but too large in small samples.

    SE² = n1 n2 (n1 − m)(n2 − m) / m³.

    Source: Petersen (1896); Lincoln (1930); Sekar and Deming, "On a method of estimating birth and death rates and the
    extent of registration", JASA 44 (1949), for the variance.
    """
    why = _not_two(lists)
    if why is not None:
        return why
    first, second = lists.sizes
    both = lists.overlap(0, 1)
    variance = first * second * (first - both) * (second - both) / both**3
    return _two(lists, "lincoln-petersen", first * second / both, sqrt(variance), level)


def transformed_logit(lists: Lists, level: float) -> Interval:
    """Those observed, and (x10 + ½)(x01 + ½)/(x11 + ½) · exp(± z σ) − ½, but never fewer than those observed.

    σ² = 1/(x10 + ½) + 1/(x01 + ½) + 1/(x11 + ½) + (x11 + ½)/((x10 + ½)(x01 + ½)).

    Source: Sadinle (2009), equation 6.
    """
    both, one, other = (lists.counts[history] + 0.5 for history in (3, 1, 2))
    spread = sqrt(1 / both + 1 / one + 1 / other + both / (one * other))
    z, middle = float(ndtri((1 + level) / 2)), _hidden(lists)
    ends = [lists.observed - 0.5 + middle * exp(sign * z * spread) for sign in (-1, 1)]
    return Interval("transformed-logit", max(float(ends[0]), lists.observed), float(ends[1]), level)


def profile(lists: Lists, level: float) -> Interval:
    """All N that the likelihood of two independent lists supports.

    l(N) = log Γ(N + 1) − log Γ(N − n + 1) + Σ (N − n_i) log(N − n_i) − 2 N log N, over both lists.

    Source: Cormack, "Interval estimation for mark-recapture studies of closed populations", Biometrics 48 (1992).
    """
    observed, sizes = lists.observed, np.array(lists.sizes, dtype=np.float64)

    def likelihood(hidden: float) -> float:
        total = observed + hidden
        missed = total - sizes
        return float(gammaln(total + 1) - gammaln(hidden + 1) + xlogy(missed, missed).sum() - 2 * xlogy(total, total))

    return supported(likelihood, _hidden(lists), observed, level)


def _hidden(lists: Lists) -> float:
    both, one, other = (float(lists.counts[history]) + 0.5 for history in (3, 1, 2))
    return one * other / both


def _not_two(lists: Lists) -> Refused | None:
    if lists.k != 2:
        return Refused("two-lists-needed", f"{lists.k} lists; this method takes two", "say which two, with --lists A,B")
    if not lists.overlap(0, 1):
        return Refused(
            "no-overlap", "nobody is on more than one list, so nothing tells how many are on none",
            "check that the lists were linked; look for lists of the same persons",
        )  # fmt: skip
    return None


def _two(lists: Lists, method: str, estimate: float, se: float, level: float) -> Population:
    both = lists.overlap(0, 1)
    made = [profile(lists, level)]
    if _hidden(lists) >= 1:
        made.insert(0, transformed_logit(lists, level))
    notes: dict[str, Diagnostic] = {"sizes": [float(each) for each in lists.sizes], "both": both}
    cautions = [INDEPENDENT]
    if both < FEW:
        cautions.append(Caution("few-in-common", f"only {both} are on both lists; {FEW} are the least for little bias"))
    return Population(method, "", estimate, lists.observed, made[0], tuple(made), se, notes, tuple(cautions))


def chao(lists: Lists, variant: str = "bias-corrected", level: float = LEVEL) -> Outcome:
    """A lower bound from f1, f2: how many are on exactly one and exactly two lists.

    ``classic``: n + f1²/(2 f2). ``bias-corrected``: n + f1 (f1 − 1)/(2 (f2 + 1)). ``incidence``: the same times
    (k − 1)/k, for few lists. Persons may differ in how likely they are listed; then N is at least this.

    Args:
        lists: two lists or more.
        variant: one of `VARIANTS`.
        level: confidence level.

    Returns:
        The estimate, or a refusal: ``no-overlap`` (of ``classic`` also where nobody is on exactly two lists).

    Raises:
        UsageError: an unknown variant.

    Source: Chao, "Estimating the population size for capture-recapture data with unequal catchability", Biometrics 43
    (1987), equations 7 to 11; Chao, "Estimating population size for sparse data in capture-recapture experiments",
    Biometrics 45 (1989), for ``incidence``.
    """
    if variant not in VARIANTS:
        raise UsageError("variant", expected=", ".join(VARIANTS), found=variant)
    f1, f2 = (*lists.frequencies, 0)[:2]
    if lists.observed == f1 or (variant == "classic" and not f2):
        if lists.observed > f1:
            return Refused("no-overlap", "nobody is on exactly two lists", "take the bias-corrected variant")
        return Refused("no-overlap", "nobody is on more than one list", "check that the lists were linked")
    hidden, variance = _classic(f1, f2) if variant == "classic" else _corrected(f1, f2)
    if variant == "incidence":
        share = (lists.k - 1) / lists.k
        hidden, variance = hidden * share, variance * share**2
    notes: dict[str, Diagnostic] = {"variant": variant, "frequencies": [float(each) for each in lists.frequencies]}
    ends = _width(lists.observed, hidden, variance, level)
    cautions = [Caution("lower-bound", "this is a lower bound where persons differ in how likely they are listed")]
    if variant != "incidence" and lists.k <= FEW_LISTS:
        cautions.append(
            Caution("few-lists", f"with {lists.k} lists this can be above N even so; the variant incidence is for few")
        )
    if hidden <= 0:
        cautions.append(Caution("no-width", "too few are on exactly one list to tell of those on none: no interval"))
    return Population(
        "chao", variant, lists.observed + hidden, lists.observed, ends, (ends,), sqrt(variance), notes, tuple(cautions)
    )  # fmt: skip


def _classic(f1: int, f2: int) -> tuple[float, float]:
    """Those on no list, and the variance; Chao (1987), equation 9."""
    ratio = f1 / f2
    return f1**2 / (2 * f2), f2 * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)


def _corrected(f1: int, f2: int) -> tuple[float, float]:
    """Those on no list, and the variance.

    Source: Chao and Chiu, "Nonparametric estimation and comparison of species richness", eLS (2016), equation 4b.
    """
    hidden = f1 * (f1 - 1) / (2 * (f2 + 1))
    variance = hidden + f1 * (2 * f1 - 1) ** 2 / (4 * (f2 + 1) ** 2) + f1**2 * f2 * (f1 - 1) ** 2 / (4 * (f2 + 1) ** 4)
    return hidden, variance


def _width(observed: int, hidden: float, variance: float, level: float) -> Interval:
    if hidden <= 0:
        return Interval("log-normal", observed, observed, level)
    return log_normal(observed, hidden, sqrt(variance), level)


def pairwise(lists: Lists, level: float = LEVEL) -> Sequence[tuple[str, str, Outcome]]:
    """`chapman` of each two lists: where the pairs differ much, they depend on one another or persons differ."""
    return [
        (lists.names[a], lists.names[b], chapman(lists.only((a, b)), level))
        for a in range(lists.k)
        for b in range(a + 1, lists.k)
    ]
