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
from probata.statistics.population.graphs import MOST_LISTS, Graphs, decomposable
from probata.statistics.population.lists import Lists
from probata.statistics.population.loglinear import unsuitable

Floats = npt.NDArray[np.float64]
PRIORS = ("log", "uniform", "gamma-poisson")
TIMES_OBSERVED, MOST_TIMES_OBSERVED = 6, 48
MOST_MASS_BEYOND, ENOUGH = 1e-2, 1e-4
MOST_MOVED = 0.02
LN_10 = float(np.log(10))
MOST_MISSING = 20_000_000
CHUNK = 512
NEGLIGIBLE = -40.0
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
        return float((self.weights * self.missing).sum())

    @property
    def sd(self) -> float:
        """Of the number on no list."""
        return float(np.sqrt((self.weights * (self.missing - self.mean) ** 2).sum()))

    def quantile(self, probability: float) -> int:
        """The smallest number with at least this probability up to it."""
        place = int(np.searchsorted(np.cumsum(self.weights), probability * (1 - 1e-12)))
        return int(self.missing[min(place, len(self.missing) - 1)])

    @property
    def beyond(self) -> tuple[float, float]:
        """About how much probability would lie beyond the bound; how much a bound ten times higher adds to the mean.

        The end of the distribution is drawn on as a power of the number, c m^−s. That has w m/(s − 1) beyond m
        (infinite for s ≤ 1), and w m² (1 − 10^(2 − s))/(s − 2) in the mean between m and 10 m.
        """
        bound, last = len(self.weights), float(self.weights[-1])
        before = bound - 1 - max(1, bound // 50)
        if before < 0:
            return np.inf, np.inf
        if last < 1e-300:
            return 0.0, 0.0
        slope = float(np.log(self.weights[before] / last) / np.log(self.missing[-1] / self.missing[before]))
        further = LN_10 if abs(slope - 2) < 1e-9 else -np.expm1((2 - slope) * LN_10) / (slope - 2)
        return last * bound / (slope - 1) if slope > 1 else np.inf, last * float(bound) ** 2 * float(further)


def posterior(
    lists: Lists, delta: float, bounds: tuple[int, int], prior: str = "log", gamma: tuple[float, float] = (1.0, 1.0)
) -> Posterior:
    """The posterior of the number on no list, over all decomposable graphs alike likely beforehand.

    Args:
        lists: two to six lists.
        delta: prior mass of each history.
        bounds: the largest number on no list that is thought possible: the first; doubled up to the second as long as
            more than a ten-thousandth of the probability seems to lie beyond.
        prior: of N: ``log``: ∝ 1/N; ``uniform``: on m; ``gamma-poisson``: N Poisson, its mean Gamma.
        gamma: shape a and scale b of ``gamma-poisson``: P(N) ∝ Γ(a + N) / N! · (b / (1 + b))^N, with mean a b.
    """
    graphs = decomposable(lists.k)
    parts = _components(lists, delta)
    total_mass = delta * (1 << lists.k)
    log_weights: list[Floats] = []
    of_graph = np.full(len(graphs.names), -np.inf)

    def go_on(first: int, last: int) -> Posterior:
        for start in range(first, last + 1, CHUNK):
            m = np.arange(start, min(start + CHUNK, last + 1), dtype=np.float64)
            total = m + lists.observed
            plain = gammaln(total + 1) - gammaln(m + 1) + _prior(prior, m, total, gamma)
            weight, graph = _averaged(graphs, _of_sets(parts, m, total + total_mass), plain)
            log_weights.append(weight)
            np.logaddexp(of_graph, graph, out=of_graph)
        return _normalised(np.concatenate(log_weights), graphs, of_graph)

    bound, most = bounds
    found = go_on(1, bound)
    while bound < most and found.beyond[0] > ENOUGH:
        before, bound = bound, min(2 * bound, most)
        found = go_on(before + 1, bound)
    return found


def _of_sets(parts: tuple[Floats, Floats], m: Floats, mass: Floats) -> Floats:
    """Log h of each set of lists, (2^k, m); 0 of the empty set."""
    fixed, zero = parts
    found: Floats = fixed[:, None] + gammaln(zero[:, None] + m) - gammaln(mass)
    found[0] = 0.0
    return found


def _averaged(graphs: Graphs, of_sets: Floats, plain: Floats) -> tuple[Floats, Floats]:
    """Log Σ over graphs for each m, and log Σ over m for each graph; graphs that are nothing at any m left out."""
    joint = graphs.signs @ of_sets
    peak = joint.max(axis=0)
    joint -= peak
    kept = np.flatnonzero(joint.max(axis=1) > NEGLIGIBLE)
    likely = np.exp(joint[kept])
    outer = peak + plain
    top = outer.max()
    of_graph = np.full(len(graphs.names), -np.inf)
    with np.errstate(divide="ignore"):
        of_graph[kept] = np.log(likely @ np.exp(outer - top)) + top
    return outer + np.log(likely.sum(axis=0)), of_graph


def _normalised(log_weights: Floats, graphs: Graphs, of_graph: Floats) -> Posterior:
    everything = logsumexp(log_weights)
    order = np.argsort(-of_graph, kind="stable")
    return Posterior(
        np.arange(1, len(log_weights) + 1),
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
    gamma: tuple[float, float] | None = None,
    level: float = LEVEL,
    seed: int = 1,
) -> Outcome:
    """N averaged over all decomposable graphs.

    Args:
        lists: three to six lists.
        delta: prior mass of each history; None: 2^−k, so that all together weigh one observation.
        max_missing: the largest number on no list that is thought possible; None: six times those observed, doubled up
            to 48 times them as long as more than a ten-thousandth of the probability seems to lie beyond.
        prior: of N, one of `PRIORS`.
        gamma: shape a and scale b of ``gamma-poisson``, whose mean is a b; None with another prior.
        level: of the credible intervals.
        seed: of the draws handed out with the estimate.

    Returns:
        The posterior mean; intervals ``credible`` (equal tails, the printed one) and ``highest-density``. Or a refusal:
        ``too-few-lists``, ``too-many-lists``, ``no-overlap``, ``mass-at-bound``.

    Raises:
        UsageError: an unknown prior; a number that can't be; a ``gamma`` that is missing, or without its prior.
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
    first, last = (min(times * lists.observed, MOST_MISSING) for times in (TIMES_OBSERVED, MOST_TIMES_OBSERVED))
    bounds = (first, last) if max_missing is None else (max_missing, max_missing)
    found = posterior(lists, mass, bounds, prior, gamma or (1.0, 1.0))
    beyond, moved = found.beyond
    if beyond > MOST_MASS_BEYOND:
        return Refused(
            "mass-at-bound",
            f"about {min(beyond, 1.0):.2g} of the probability would lie beyond the most held possible"
            f" ({len(found.missing):,})",
            "set --max-missing higher, if so many can be; else the lists do not bound the number",
        )
    return _population(lists, found, (mass, prior, beyond, moved), level, seed)


def _check(delta: float | None, max_missing: int | None, prior: str, gamma: tuple[float, float] | None) -> None:
    if prior not in PRIORS:
        raise UsageError("prior", expected=", ".join(PRIORS), found=prior)
    if delta is not None and not 0 < delta < 1e6:
        raise UsageError("delta", expected="a number above 0", found=f"{delta}")
    if max_missing is not None and not 1 <= max_missing <= MOST_MISSING:
        raise UsageError("max-missing", expected=f"1 to {MOST_MISSING:,}", found=f"{max_missing}")
    if (gamma is None) == (prior == "gamma-poisson") or (gamma and not all(0 < each < np.inf for each in gamma)):
        raise UsageError("gamma", expected="shape and scale above 0, with gamma-poisson only", found=str(gamma))


def _population(
    lists: Lists, found: Posterior, how: tuple[float, str, float, float], level: float, seed: int
) -> Population:  # fmt: skip
    n, (delta, name, beyond, moved) = lists.observed, how
    tails = (1 - level) / 2
    equal = Interval("credible", n + found.quantile(tails), n + found.quantile(1 - tails), level)
    highest = _highest(found, level)
    densest = Interval("highest-density", n + highest[0], n + highest[1], level)
    drawn = np.random.default_rng(seed).choice(found.missing, size=DRAWS, p=found.weights / found.weights.sum())
    likeliest = int(found.missing[found.weights.argmax()])
    notes: dict[str, Diagnostic] = {
        "delta": delta, "max_missing": len(found.missing), "prior": name, "graphs": len(found.graphs),
        "top_graphs": list(found.graphs[:TOP]), "top_weights": [float(each) for each in found.graph_weights[:TOP]],
        "mode": n + likeliest, "median": n + found.quantile(0.5), "mass_at_bound": beyond,
    }  # fmt: skip
    cautions = []
    if moved > MOST_MOVED * (n + found.mean):
        cautions.append(
            Caution(
                "heavy-tail",
                f"large numbers stay likely: the mean depends on the most held possible ({len(found.missing):,});"
                " see the median",
            )
        )
    if likeliest == 1:
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


def sensitivity(
    lists: Lists,
    *,
    delta: float | None = None,
    max_missing: int | None = None,
    prior: str = "log",
    gamma: tuple[float, float] | None = None,
) -> dict[str, Outcome]:
    """`estimate` under other priors: half and twice the mass of a history, and another prior of N.

    Returns:
        By what was changed: ``delta 0.03125`` and the like; ``prior uniform``, or ``prior log`` where it was another.
    """
    mass = 2.0**-lists.k if delta is None else delta
    other = "uniform" if prior == "log" else "log"
    found = {
        f"delta {each:g}": estimate(lists, delta=each, max_missing=max_missing, prior=prior, gamma=gamma)
        for each in (mass / 2, mass * 2)
    }
    return found | {f"prior {other}": estimate(lists, delta=mass, max_missing=max_missing, prior=other)}
