"""Bayesian averaging over all decomposable graphs: every way in which lists can depend on one another has its weight.

For a graph with cliques C and separators S the likelihood of the complete table, with m on no list, is
Π_C h(C) / Π_S h(S), where h of a set of lists is the Dirichlet-multinomial probability of the counts of their
histories, each with the mass δ · 2^(k − |set|). The posterior of m sums over graphs.

Source: Madigan and York, "Bayesian methods for estimation of the size of a closed population", Biometrika 84 (1997);
Dawid and Lauritzen, "Hyper Markov laws in the statistical analysis of decomposable graphical models", Annals of
Statistics 21 (1993), section 7, for the prior.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, logsumexp

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.estimate import Diagnostic, Interval, Outcome, Population
from probata.statistics.population.graphs import MOST_LISTS, decomposable
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear import unsuitable

Floats = npt.NDArray[np.float64]
PRIORS = ("log", "uniform", "gamma-poisson")
TIMES_OBSERVED = 6
DOUBLINGS = 4
MOST_MASS_AT_BOUND = 1e-3
MOST_MISSING = 20_000_000
CHUNK = 1 << 22
TOP = 5
DRAWS = 4000


@dataclass(frozen=True)
class Posterior:
    """The posterior distribution of the number on no list.

    Attributes:
        missing: 1, 2 … up to the largest thought possible.
        weights: the probability of each.
        graphs: names of the graphs, the likeliest first.
        graph_weights: their probabilities.
    """

    missing: npt.NDArray[np.int64]
    weights: Floats
    graphs: tuple[str, ...]
    graph_weights: Floats

    @property
    def mean(self) -> float:
        """Of the number on no list."""
        return float(self.weights @ self.missing)

    @property
    def sd(self) -> float:
        """Of the number on no list."""
        return float(np.sqrt(self.weights @ (self.missing - self.mean) ** 2))

    def quantile(self, probability: float) -> int:
        """The smallest number with at least this probability up to it."""
        place = int(np.searchsorted(np.cumsum(self.weights), probability * (1 - 1e-12)))
        return int(self.missing[min(place, len(self.missing) - 1)])


def posterior(
    lists: Lists, delta: float, max_missing: int, prior: str = "log", gamma: tuple[float, float] = (1.0, 1.0)
) -> Posterior:
    """The posterior of the number on no list, over all decomposable graphs alike likely beforehand.

    Args:
        lists: two to six lists.
        delta: prior mass of each history.
        max_missing: the largest number on no list that is thought possible.
        prior: of N: ``log``: ∝ 1/N; ``uniform``: on m; ``gamma-poisson``: N Poisson, its mean Gamma.
        gamma: shape a and scale b of ``gamma-poisson``: P(N) ∝ Γ(a + N) / N! · (b / (1 + b))^N, whose mean is a · b.
    """
    graphs = decomposable(lists.k)
    missing = np.arange(1, max_missing + 1)
    fixed, zero = _components(lists, delta)
    total_mass = delta * (1 << lists.k)
    log_weights: Floats = np.empty(max_missing)
    of_graph: Floats = np.full(len(graphs.names), -np.inf)
    step = max(1, CHUNK // len(graphs.names))
    for start in range(0, max_missing, step):
        m = missing[start : start + step].astype(np.float64)
        total = m + lists.observed
        parts = fixed[:, None] + gammaln(zero[:, None] + m) - gammaln(total_mass + total)
        parts[0] = 0.0
        plain = gammaln(total + 1) - gammaln(m + 1) + _prior(prior, m, total, gamma)
        joint = graphs.signs @ parts + plain
        log_weights[start : start + step] = logsumexp(joint, axis=0)
        of_graph = np.logaddexp(of_graph, logsumexp(joint, axis=1))
    everything = logsumexp(log_weights)
    order = np.argsort(-of_graph, kind="stable")
    return Posterior(
        missing,
        np.exp(log_weights - everything),
        tuple(graphs.names[place] for place in order),
        np.exp(of_graph[order] - everything),
    )


def _components(lists: Lists, delta: float) -> tuple[Floats, Floats]:
    """For each set of lists: what log h has without m, and the mass and count of its history of nothing without m."""
    k = lists.k
    fixed, zero = np.zeros(1 << k), np.zeros(1 << k)
    for members in range(1, 1 << k):
        places = [place for place in range(k) if members >> place & 1]
        counts = np.zeros(1 << len(places))
        for history in range(1, 1 << k):
            counts[sum((history >> place & 1) << new for new, place in enumerate(places))] += lists.counts[history]
        mass = delta * (1 << (k - len(places)))
        fixed[members] = gammaln(delta * (1 << k)) + gammaln(mass + counts[1:]).sum() - len(counts) * gammaln(mass)
        zero[members] = mass + counts[0]
    return fixed, zero


def _prior(prior: str, m: Floats, total: Floats, gamma: tuple[float, float]) -> Floats:
    if prior == "uniform":
        return np.zeros_like(m)
    if prior == "log":
        return -np.log(total)
    shape, scale = gamma
    return np.asarray(gammaln(shape + total) - gammaln(total + 1) - total * np.log1p(1 / scale))


def estimate(
    lists: Lists,
    *,
    delta: float | None = None,
    max_missing: int | None = None,
    prior: str = "log",
    gamma: tuple[float, float] = (1.0, 1.0),
    level: float = LEVEL,
    seed: int = 1,
) -> Outcome:
    """N averaged over all decomposable graphs.

    Args:
        lists: three to six lists.
        delta: prior mass of each history; None: 2^−k, so that all together weigh one observation.
        max_missing: the largest number on no list that is thought possible; None: six times those observed, doubled up
            to four times while the posterior has mass there.
        prior: of N, one of `PRIORS`.
        gamma: shape and scale of ``gamma-poisson``.
        level: of the credible interval, with equal tails.
        seed: of the draws handed out with the estimate.

    Returns:
        The posterior mean, or a refusal: ``too-few-lists``, ``too-many-lists``, ``no-overlap``, ``mass-at-bound``.

    Raises:
        UsageError: an unknown prior, a ``delta`` or ``max_missing`` that can't be.
    """
    _check(delta, max_missing, prior, gamma)
    why = unsuitable(lists, 3)
    if why is not None:
        return why
    if lists.k > MOST_LISTS:
        return Refused(
            "too-many-lists", f"{lists.k} lists; all graphs can be gone through for {MOST_LISTS} at most",
            "choose lists, or join some",
        )  # fmt: skip
    mass = 2.0**-lists.k if delta is None else delta
    most = min(TIMES_OBSERVED * lists.observed, MOST_MISSING) if max_missing is None else max_missing
    found = posterior(lists, mass, most, prior, gamma)
    for _ in range(DOUBLINGS if max_missing is None else 0):
        if _at_bound(found) <= MOST_MASS_AT_BOUND or 2 * most > MOST_MISSING:
            break
        most *= 2
        found = posterior(lists, mass, most, prior, gamma)
    if _at_bound(found) > MOST_MASS_AT_BOUND:
        return Refused(
            "mass-at-bound",
            f"{_at_bound(found):.2g} of the posterior lies in the last hundredth of what was held possible ({most:,})",
            "set --max-missing higher, if so many can be; else the lists do not bound the number",
        )
    return _population(lists, found, (mass, most, prior), level, seed)


def _at_bound(found: Posterior) -> float:
    """The probability of the last hundredth of the numbers."""
    return float(found.weights[-max(1, len(found.weights) // 100) :].sum())


def _check(delta: float | None, max_missing: int | None, prior: str, gamma: tuple[float, float]) -> None:
    if prior not in PRIORS:
        raise UsageError("prior", expected=", ".join(PRIORS), found=prior)
    if delta is not None and not 0 < delta < 1e6:
        raise UsageError("delta", expected="a number above 0", found=f"{delta}")
    if max_missing is not None and not 1 <= max_missing <= MOST_MISSING:
        raise UsageError("max-missing", expected=f"1 to {MOST_MISSING:,}", found=f"{max_missing}")
    if not (gamma[0] > 0 and gamma[1] > 0):
        raise UsageError("gamma", expected="a shape and a scale above 0", found=str(gamma))


def _population(
    lists: Lists, found: Posterior, prior: tuple[float, int, str], level: float, seed: int
) -> Population:  # fmt: skip
    n, (delta, most, name) = lists.observed, prior
    tails = (1 - level) / 2
    equal = Interval("credible", n + found.quantile(tails), n + found.quantile(1 - tails), level)
    highest = _highest(found, level)
    densest = Interval("highest-density", n + highest[0], n + highest[1], level)
    drawn = np.random.default_rng(seed).choice(found.missing, size=DRAWS, p=found.weights / found.weights.sum())
    notes: dict[str, Diagnostic] = {
        "delta": delta, "max_missing": most, "prior": name, "graphs": len(found.graphs),
        "top_graphs": list(found.graphs[:TOP]), "top_weights": [float(each) for each in found.graph_weights[:TOP]],
        "mode": n + int(found.missing[found.weights.argmax()]), "median": n + found.quantile(0.5),
        "mass_at_bound": _at_bound(found),
    }  # fmt: skip
    cautions = []
    if most > TIMES_OBSERVED * n:
        cautions.append(
            Caution(
                "heavy-tail", f"the posterior reaches far: its mean depends on the bound of {most:,}; see the median"
            )
        )
    if found.missing[found.weights.argmax()] == 1:
        cautions.append(Caution("mode-at-least", "the likeliest number on no list is the smallest one"))
    return Population(
        "dga", found.graphs[0], n + found.mean, n, equal, (equal, densest), found.sd, notes, tuple(cautions),
        tuple(float(n + each) for each in drawn),
    )  # fmt: skip


def _highest(found: Posterior, level: float) -> tuple[int, int]:
    """The shortest range of numbers that holds ``level`` of the probability."""
    sums = np.concatenate([[0.0], np.cumsum(found.weights)])
    ends = np.searchsorted(sums, sums[:-1] + level * sums[-1] * (1 - 1e-12))
    there = np.flatnonzero(ends < len(sums))
    shortest = there[np.argmin(ends[there] - there)]
    return int(found.missing[shortest]), int(found.missing[ends[shortest] - 1])


def sensitivity(lists: Lists, *, delta: float | None = None, max_missing: int | None = None) -> dict[str, Outcome]:
    """`estimate` under other priors: half and twice the mass of a history, and N uniform."""
    mass = 2.0**-lists.k if delta is None else delta
    return {
        f"delta {mass / 2:g}": estimate(lists, delta=mass / 2, max_missing=max_missing),
        f"delta {mass * 2:g}": estimate(lists, delta=mass * 2, max_missing=max_missing),
        "prior uniform": estimate(lists, delta=mass, max_missing=max_missing, prior="uniform"),
    }
