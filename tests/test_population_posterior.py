"""R-hat, effective sizes, shortest intervals and modes, on processes whose truth is known."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.signal import lfilter
from scipy.special import ndtri

from probata.statistics.population import posterior

Floats = npt.NDArray[np.float64]


def autoregressive(rho: float, chains: int, draws: int, seed: int) -> Floats:
    """x_t = ρ x_{t−1} + √(1 − ρ²) e_t: variance 1, and draws (1 − ρ)/(1 + ρ) independent ones for the mean."""
    rng = np.random.default_rng(seed)
    start = rng.standard_normal((chains, 1))
    steps = rng.standard_normal((chains, draws)) * np.sqrt(1 - rho**2)
    found, _ = lfilter([1.0], [1.0, -rho], steps, axis=1, zi=rho * start)
    return np.asarray(found)


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9, -0.4])
def test_the_effective_size_of_an_autoregressive_process(rho: float) -> None:
    chains = autoregressive(rho, 4, 20_000, 3)
    assert posterior.effective_size(chains) == pytest.approx(80_000 * (1 - rho) / (1 + rho), rel=0.08)


def test_tails_are_worth_what_their_indicators_are() -> None:
    # of independent draws all are worth one; of a slow process fewer in the tails' indicators than draws
    assert posterior.effective_size_of_tails(autoregressive(0.0, 4, 5000, 1)) == pytest.approx(20_000, rel=0.1)
    slow = autoregressive(0.95, 4, 20_000, 2)
    assert posterior.effective_size_of_tails(slow) < 0.15 * slow.size


def test_chains_that_agree_have_an_r_hat_of_one() -> None:
    assert posterior.rank_normalised_r_hat(autoregressive(0.3, 4, 4000, 5)) == pytest.approx(1, abs=0.003)


def test_r_hat_of_chains_in_two_places() -> None:
    # two chains around −d, two around d: B/W of the ranks' normal scores is that of the shifted normals themselves
    shift = 0.5
    chains = autoregressive(0.0, 4, 50_000, 6) + shift * np.array([[-1.0], [-1.0], [1.0], [1.0]])
    between = shift**2 * 8 / 7  # variance of the eight halves' means, with n − 1
    assert posterior._r_hat(posterior._split(chains)) == pytest.approx(np.sqrt(1 + between), abs=0.005)
    assert posterior.rank_normalised_r_hat(chains) == pytest.approx(np.sqrt(1 + between), abs=0.01)


def test_r_hat_sees_what_moves_within_a_chain_and_what_differs_in_spread() -> None:
    drifting = autoregressive(0.0, 4, 2000, 7) + np.linspace(-1, 1, 2000)
    assert posterior.rank_normalised_r_hat(drifting) > 1.1
    spread = autoregressive(0.0, 4, 2000, 8) * np.array([[1.0], [1.0], [1.0], [5.0]])
    assert posterior._r_hat(posterior._normal_ranks(posterior._split(spread))) < 1.01  # means agree
    assert posterior.rank_normalised_r_hat(spread) > 1.05


def test_r_hat_does_not_depend_on_the_scale_nor_need_a_mean() -> None:
    rng = np.random.default_rng(9)
    cauchy = rng.standard_cauchy((4, 4000))
    assert posterior.rank_normalised_r_hat(cauchy) == pytest.approx(1, abs=0.005)
    chains = autoregressive(0.5, 4, 1000, 10)
    assert posterior.rank_normalised_r_hat(np.exp(chains)) != pytest.approx(1, abs=1e-6)
    assert posterior._r_hat(posterior._normal_ranks(np.exp(chains))) == posterior._r_hat(
        posterior._normal_ranks(chains)
    )


def test_draws_that_never_change_tell_nothing() -> None:
    still = np.full((4, 100), 7.0)
    assert np.isnan(posterior.rank_normalised_r_hat(still))
    assert np.isnan(posterior.effective_size(still))


def test_the_shortest_interval() -> None:
    rng = np.random.default_rng(12)
    low, high = posterior.highest_density(rng.exponential(size=400_000), 0.9)
    assert low == pytest.approx(0, abs=0.01)
    assert high == pytest.approx(np.log(10), abs=0.05)
    low, high = posterior.highest_density(rng.standard_normal((4, 100_000)), 0.95)
    assert (low, high) == (pytest.approx(ndtri(0.025), abs=0.1), pytest.approx(ndtri(0.975), abs=0.1))


def test_where_draws_lie_densest() -> None:
    rng = np.random.default_rng(13)
    assert posterior.half_sample_mode(rng.gamma(5.0, size=400_000)) == pytest.approx(4, abs=0.35)
    assert posterior.half_sample_mode(np.array([1.0, 2.0, 2.0, 2.0, 9.0])) == 2
