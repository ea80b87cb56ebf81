"""Latent classes: an exact posterior, published answers, steps that keep the prior, refusals, seeds."""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import betaln, gammaln, kolmogorov, logsumexp

from probata.errors import UsageError
from probata.statistics.outcome import Refused
from probata.statistics.population import lcmcr, lcmcr_chains
from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.lists import Lists

Floats = npt.NDArray[np.float64]
# By history, the first list is bit 0. Kosovo: Ball et al. (2002). Hepatitis A: Chao, Tsay, Lin, Shau and Chao (2001).
KOSOVO = (0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27)
HEPATITIS_A = (0, 69, 55, 21, 63, 17, 18, 28)
# Wittes (1974), congenital anomalies: on lists A to E, in the order 00001, 00010, 00011 … 11111 (A first).
CONGENITAL = (
    83, 97, 30, 4, 3, 2, 0, 37, 34, 37, 23, 1, 0, 3, 0, 27, 36, 22, 5, 4, 5, 1, 3, 19, 18, 25, 8, 1, 2, 5, 2,
)  # fmt: skip


def lists(counts: tuple[int, ...]) -> Lists:
    return Lists(tuple("ABCDE"[: len(counts).bit_length() - 1]), np.array(counts))


def congenital() -> Lists:
    return Lists.of("ABCDE", [tuple(int(each) for each in f"{n:05b}") for n in range(1, 32)], CONGENITAL)


def estimated(outcome: Outcome) -> Population:
    assert isinstance(outcome, Population), outcome
    return outcome


def exact(counts: tuple[int, ...], most: int) -> Floats:
    """The posterior of n0 for three lists and K = 2, by all ways to divide each history's persons between two classes.

    λ and π are integrated out in closed form, α by a sum over 4,000 values.
    """
    histories = [history for history in range(1, 8) if counts[history]]
    of_history = np.array([counts[history] for history in histories])
    on = np.array([[history >> place & 1 for place in range(3)] for history in histories])
    first = np.array(list(product(*[range(count + 1) for count in of_history])))
    second = of_history - first
    ways = (gammaln(of_history + 1) - gammaln(first + 1) - gammaln(second + 1)).sum(axis=1)
    n = int(of_history.sum())
    log_alpha = np.linspace(-60, 6, 4000)
    prior = 0.25 * log_alpha - 0.25 * np.exp(log_alpha)

    def lambdas(ones: npt.NDArray[np.int64], members: npt.NDArray[np.int64]) -> Floats:
        return np.asarray(betaln(1 + ones, 1 + members[:, None] - ones).sum(axis=1))

    found = np.empty(most + 1)
    for missing in range(most + 1):
        sticks = np.array(
            [
                logsumexp(prior + log_alpha + betaln(1 + one, np.exp(log_alpha) + (n + missing - one)))
                for one in range(n + missing + 1)
            ]
        )
        terms = [
            logsumexp(
                ways
                + sticks[first.sum(axis=1) + mine]
                + lambdas(first @ on, first.sum(axis=1) + mine)
                + lambdas(second @ on, second.sum(axis=1) + missing - mine)
            )
            + gammaln(missing + 1)
            - gammaln(mine + 1)
            - gammaln(missing - mine + 1)
            for mine in range(missing + 1)
        ]
        found[missing] = logsumexp(terms) + gammaln(n + missing) - gammaln(missing + 1)
    return np.asarray(np.exp(found - logsumexp(found)))


@pytest.mark.parametrize("levels", [1, 4])
def test_two_classes_have_the_posterior_that_enumeration_gives(levels: int) -> None:
    counts = (0, 4, 3, 2, 3, 1, 1, 1)
    truth = exact(counts, 40)
    found = lcmcr.draw(lists(counts), (2, 0.25, 0.25), (4, 100_000 // levels, 1000, levels), 7)
    missing = found.totals.astype(np.int64) - sum(counts)
    drawn = np.array([np.bincount(each[each <= 40], minlength=41) / (each <= 40).sum() for each in missing])
    apart = np.cumsum(drawn.mean(axis=0)) - np.cumsum(truth)
    assert np.abs(apart).max() < 0.01


def _ks(one: Floats, other: Floats) -> float:
    """The p-value of Kolmogorov and Smirnov's test of two samples."""
    both = np.sort(np.concatenate([one, other]))
    apart = np.abs(
        np.searchsorted(np.sort(one), both, side="right") / len(one)
        - np.searchsorted(np.sort(other), both, side="right") / len(other)
    ).max()
    return float(kolmogorov(apart * np.sqrt(len(one) * len(other) / (len(one) + len(other)))))


@pytest.mark.parametrize("alpha", [0.4, 2.0])
def test_without_data_the_moves_keep_the_prior(alpha: float) -> None:
    """Rescaling and changing places leave π and λ distributed as before, where nobody was observed (Geweke 2004)."""
    rng = np.random.default_rng(11)
    classes, many = 5, 4000
    patterns, nobody = np.array([[1, 0, 0], [1, 1, 0]], dtype=np.uint8), np.zeros(2, dtype=np.int64)

    def drawn(moves: int) -> Floats:
        log_weight, log_rest = np.zeros(classes), np.zeros(classes)
        lam = rng.random((classes, 3))
        dual = 1 - lam
        lcmcr_chains._draw_weights(rng, alpha, np.zeros(classes, dtype=np.int64), log_weight, log_rest)
        shares = np.zeros((3, classes))
        for _ in range(moves):
            lcmcr_chains._rescale(rng, patterns, nobody, alpha, lam, dual, log_weight, log_rest, shares)
            lcmcr_chains._swap(rng, alpha, lam, dual, log_weight, log_rest)
        assert np.exp(log_weight).sum() == pytest.approx(1)
        return np.concatenate([log_weight, lam.ravel()])

    before = np.array([drawn(0) for _ in range(many)])
    after = np.array([drawn(30) for _ in range(many)])
    assert min(_ks(one, other) for one, other in zip(before.T, after.T, strict=True)) > 1e-4


def test_concentration_without_data_has_its_prior() -> None:
    rng = np.random.default_rng(5)
    alpha, drawn = 1.0, []
    for _ in range(40_000):
        alpha = lcmcr_chains._draw_alpha(rng, alpha, np.zeros(6, dtype=np.int64), (2.0, 4.0))
        drawn.append(alpha)
    assert np.mean(drawn) == pytest.approx(0.5, abs=0.01)
    assert np.var(drawn) == pytest.approx(0.125, abs=0.01)


def test_hepatitis_as_published() -> None:
    _as_published(estimated(lcmcr.estimate(lists(HEPATITIS_A), iterations=12_000)), (537, 366, 512, 861))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_published_answers_at_the_usual_length(seed: int) -> None:
    _as_published(estimated(lcmcr.estimate(lists(KOSOVO), seed=seed)), (10_668, 8926, 10_395, 13_917))
    _as_published(estimated(lcmcr.estimate(lists(HEPATITIS_A), seed=seed)), (537, 366, 512, 861))
    _as_published(estimated(lcmcr.estimate(congenital(), seed=seed)), (635.5, 590, 629, 721))


def _as_published(found: Population, reference: tuple[float, float, float, float]) -> None:
    mean, low, median, high = reference
    assert found.estimate == pytest.approx(mean, rel=0.03)
    assert found.diagnostics["median"] == pytest.approx(median, rel=0.02)
    assert found.interval.low == pytest.approx(low, rel=0.06)
    assert found.interval.high == pytest.approx(high, rel=0.06)
    assert found.diagnostics["r_hat"] < 1.02  # type: ignore[operator]


def test_the_seed_makes_the_draws_and_nothing_else() -> None:
    short = {"iterations": 500, "warm_up": 500, "levels": 2}
    one, again, other = (lcmcr.estimate(lists(HEPATITIS_A), seed=seed, **short) for seed in (1, 1, 2))  # type: ignore[arg-type]
    assert estimated(one) == again
    assert estimated(one).draws != estimated(other).draws


def test_chains_that_disagree_are_refused() -> None:
    found = lcmcr.estimate(lists(KOSOVO), iterations=100, warm_up=0, levels=1)
    assert isinstance(found, Refused)
    assert found.code == "not-converged"


def test_lists_that_hardly_overlap_bound_nothing() -> None:
    found = lcmcr.estimate(lists((0, 30, 30, 0, 30, 1, 0, 0)), iterations=4000, warm_up=1000)
    assert isinstance(found, Refused)
    assert found.code == "mass-at-bound"


def test_few_draws_and_a_full_last_class_are_told() -> None:
    found = estimated(lcmcr.estimate(lists(HEPATITIS_A), classes=2, iterations=300, warm_up=500))
    assert {caution.code for caution in found.cautions} == {"few-effective-draws", "last-class-used"}


def test_what_cannot_be_estimated_is_refused() -> None:
    for counts, code in (((0, 5, 5, 5), "too-few-lists"), ((0, 5, 5, 0, 5, 0, 0, 0), "no-overlap")):
        found = lcmcr.estimate(lists(counts))
        assert isinstance(found, Refused)
        assert found.code == code


@pytest.mark.parametrize(
    "wrong", [{"classes": 1}, {"chains": 1}, {"iterations": 0}, {"warm_up": -1}, {"levels": 0}, {"a": 0.0}]
)
def test_what_cannot_be_meant_is_said(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        lcmcr.estimate(lists(HEPATITIS_A), **wrong)  # type: ignore[arg-type]


def test_other_priors_are_tried() -> None:
    found = lcmcr.sensitivity(lists(HEPATITIS_A), classes=4, iterations=2000)
    assert list(found) == ["classes 2", "classes 8", "a = b = 1", "a = b = 0.05"]
    assert all(400 < estimated(each).estimate < 700 for each in found.values())


@pytest.mark.slow
def test_intervals_cover_the_truth_on_independent_lists() -> None:
    """Of three lists they cover nearly always (399 of 400): three can hardly tell differing persons from alike ones."""
    rng = np.random.default_rng(30)
    truth, replicates, covered, answered = 1000, 420, 0, 0
    chances = np.array([0.3, 0.4, 0.35, 0.25])
    for seed in range(replicates):
        counts = np.bincount((rng.random((truth, 4)) < chances) @ (1 << np.arange(4)), minlength=16)
        counts[0] = 0
        found = lcmcr.estimate(lists(tuple(counts)), iterations=2500, warm_up=500, levels=2, chains=2, seed=seed)
        if isinstance(found, Population):
            answered += 1
            covered += found.interval.low <= truth <= found.interval.high
    assert answered >= 400
    assert 0.93 <= covered / answered <= 0.99
