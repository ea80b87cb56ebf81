"""Averaging over decomposable graphs: published answers, an exact likelihood, refusals, priors."""

from itertools import product

import numpy as np
import pytest
from scipy.special import gammaln

from probata.errors import UsageError
from probata.statistics.outcome import Refused
from probata.statistics.population import dga
from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.graphs import decomposable
from probata.statistics.population.lists import Lists

# Ball, Betts, Scheuren, Dudukovich and Asher (2002): EXH, ABA, OSCE, HRW; by history, the first list is bit 0.
KOSOVO = (0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27)


def kosovo() -> Lists:
    return Lists(("EXH", "ABA", "OSCE", "HRW"), np.array(KOSOVO))


def madigan_and_york() -> Lists:
    return Lists(("a", "b", "c"), np.array([0, 60, 49, 4, 247, 112, 142, 12]))


def estimated(outcome: Outcome) -> Population:
    assert isinstance(outcome, Population), outcome
    return outcome


def codes(outcome: Outcome) -> set[str]:
    return {caution.code for caution in estimated(outcome).cautions}


def test_three_lists_with_a_gamma_poisson_prior_as_published() -> None:
    found = estimated(
        dga.estimate(madigan_and_york(), delta=1.0, max_missing=300, prior="gamma-poisson", gamma=(13.14, 55.17))
    )
    assert found.estimate == pytest.approx(733.452369112, abs=1e-8)
    assert found.model == "[12][3]"
    assert found.diagnostics["top_weights"][0] == pytest.approx(0.37376739764, abs=1e-10)  # type: ignore[index]


def test_kosovo_as_published() -> None:
    found = estimated(dga.estimate(kosovo(), delta=1 / 16, max_missing=26400))
    assert found.observed == 4400
    assert found.estimate == pytest.approx(12749.348196, abs=1e-6)
    assert (found.interval.low, found.interval.high) == (9827, 16544)
    assert (found.diagnostics["mode"], found.diagnostics["median"]) == (12267, 12595)
    assert found.model == "[123][134]"
    assert found.diagnostics["top_weights"][0] == pytest.approx(0.985513754379, abs=1e-10)  # type: ignore[index]
    assert found == dga.estimate(kosovo())  # the default prior mass and bound are the same


@pytest.mark.parametrize(("k", "many"), [(2, 2), (3, 8), (4, 61), (5, 822)])
def test_so_many_graphs_are_decomposable(k: int, many: int) -> None:
    graphs = decomposable(k)
    assert len(graphs.names) == len(set(graphs.names)) == many
    assert (graphs.signs.sum(axis=1) == 1).all()  # one clique more than separators, the empty one among them
    sizes = np.array([members.bit_count() for members in range(1 << k)])
    assert (graphs.signs @ sizes == k).all()  # each list is counted once


def _by_hand(lists: Lists, delta: float, most: int) -> np.ndarray:
    """Posterior of three lists by sequences: the product of predictive probabilities, person by person.

    A graph's likelihood of a sequence of persons is built from Pólya urns of cliques over urns of separators. Nothing
    is taken from the module: each person's probability is that of the clique's urn given the urn of the separator.
    """
    cliques = [
        ([(0,), (1,), (2,)], []), ([(0, 1), (2,)], []), ([(0, 2), (1,)], []), ([(1, 2), (0,)], []),
        ([(0, 1), (1, 2)], [(1,)]), ([(0, 1), (0, 2)], [(0,)]), ([(0, 2), (1, 2)], [(2,)]), ([(0, 1, 2)], []),
    ]  # fmt: skip

    def sequence(people: list[tuple[int, ...]], places: tuple[int, ...]) -> float:
        mass = delta * 2 ** (3 - len(places))
        urn = dict.fromkeys(product((0, 1), repeat=len(places)), mass)
        found = 0.0
        for person in people:
            seen = tuple(person[place] for place in places)
            found += np.log(urn[seen] / sum(urn.values()))
            urn[seen] += 1
        return found

    seen = [
        tuple(history >> place & 1 for place in range(3))
        for history in range(1, 8)
        for _ in range(lists.counts[history])
    ]
    logs = []
    for missing in range(1, most + 1):
        people = seen + [(0, 0, 0)] * missing
        graphs = [
            sum(sequence(people, clique) for clique in parts) - sum(sequence(people, each) for each in separators)
            for parts, separators in cliques
        ]
        total = len(people)
        orders = gammaln(total + 1) - gammaln(missing + 1) - np.log(total)
        logs.append(np.logaddexp.reduce(graphs) + orders)
    weights = np.exp(np.array(logs) - max(logs))
    return np.asarray(weights / weights.sum())


def test_the_posterior_is_that_of_urns_person_by_person() -> None:
    lists = Lists(("a", "b", "c"), np.array([0, 3, 2, 1, 4, 0, 2, 1]))
    found = dga.posterior(lists, 0.3, (30, 30))
    np.testing.assert_allclose(found.weights, _by_hand(lists, 0.3, 30), rtol=1e-9)


def test_the_order_of_lists_changes_nothing_but_the_names_of_graphs() -> None:
    one, other = dga.estimate(kosovo()), dga.estimate(kosovo().only((3, 1, 0, 2)))
    assert estimated(one).estimate == pytest.approx(estimated(other).estimate, rel=1e-10)
    assert estimated(other).model == "[134][234]"


def test_left_out_graphs_weigh_nothing() -> None:
    everything = dga.posterior(kosovo(), 1 / 16, (3000, 3000))
    assert everything.graph_weights.sum() == pytest.approx(1, abs=1e-10)
    assert everything.weights.sum() == pytest.approx(1, abs=1e-12)


def test_intervals_hold_what_they_say() -> None:
    found = dga.posterior(kosovo(), 1 / 16, (26400, 26400))
    for interval in estimated(dga.estimate(kosovo(), level=0.9)).intervals:
        inside = (found.missing + 4400 >= interval.low) & (found.missing + 4400 <= interval.high)
        assert 0.9 <= found.weights[inside].sum() < 0.9 + 2e-4
    equal, densest = estimated(dga.estimate(kosovo())).intervals
    assert densest.high - densest.low < equal.high - equal.low


def test_draws_follow_the_posterior_and_the_seed() -> None:
    found = estimated(dga.estimate(kosovo(), seed=4))
    assert found.draws == estimated(dga.estimate(kosovo(), seed=4)).draws
    assert found.draws != estimated(dga.estimate(kosovo(), seed=5)).draws
    assert np.mean(found.draws) == pytest.approx(found.estimate, abs=4 * (found.se or 0) / len(found.draws) ** 0.5)


def test_the_bound_grows_until_little_lies_beyond() -> None:
    lists = Lists(("a", "b", "c"), np.array([0, 90, 80, 2, 70, 1, 2, 0]))
    found = estimated(dga.estimate(lists))
    assert found.diagnostics["max_missing"] > 6 * lists.observed  # type: ignore[operator]
    short = dga.estimate(lists, max_missing=6 * lists.observed)
    assert isinstance(short, Refused) or short.estimate < found.estimate
    assert "heavy-tail" not in codes(dga.estimate(kosovo()))


def test_mass_at_the_bound_is_refused() -> None:
    found = dga.estimate(kosovo(), max_missing=8000)
    assert isinstance(found, Refused)
    assert found.code == "mass-at-bound"
    assert "8,000" in found.reason


def test_a_mean_that_hangs_on_the_bound_is_told() -> None:
    hepatitis = Lists(("A", "B", "C"), np.array([0, 69, 55, 21, 63, 17, 18, 28]))
    assert {"heavy-tail", "mode-at-least"} <= codes(dga.estimate(hepatitis))


def test_what_cannot_be_averaged_is_refused() -> None:
    def code(counts: list[int]) -> str:
        names = tuple("abcdefg"[: len(counts).bit_length() - 1])
        found = dga.estimate(Lists(names, np.array(counts)))
        assert isinstance(found, Refused)
        return found.code

    assert code([0, 5, 5, 5]) == "too-few-lists"
    assert code([0, 5, 5, 0, 5, 0, 0, 0]) == "no-overlap"
    assert code([0, *[1] * 127]) == "too-many-lists"


@pytest.mark.parametrize(
    "wrong",
    [{"prior": "flat"}, {"delta": 0.0}, {"max_missing": 0}, {"gamma": (1.0, 2.0)}, {"prior": "gamma-poisson"}],
)
def test_what_cannot_be_meant_is_said(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        dga.estimate(kosovo(), **wrong)  # type: ignore[arg-type]


def test_other_priors_move_the_answer() -> None:
    found = dga.sensitivity(kosovo())
    assert list(found) == ["delta 0.03125", "delta 0.125", "prior uniform"]
    known = dga.sensitivity(madigan_and_york(), delta=1.0, prior="gamma-poisson", gamma=(13.14, 55.17))
    assert list(known) == ["delta 0.5", "delta 2", "prior log"]
    uniform = estimated(found["prior uniform"])
    assert uniform.estimate > estimated(dga.estimate(kosovo())).estimate


@pytest.mark.slow
@pytest.mark.parametrize("chances", [(0.3, 0.4, 0.35), (0.25, 0.3, 0.4, 0.35)])
def test_intervals_cover_the_truth_on_independent_lists(chances: tuple[float, ...]) -> None:
    rng = np.random.default_rng(20)
    truth, replicates, covered = 600, 400, 0
    for _ in range(replicates):
        on = rng.random((truth, len(chances))) < np.array(chances)
        histories = on @ (1 << np.arange(len(chances)))
        counts = np.bincount(histories, minlength=1 << len(chances))
        counts[0] = 0
        found = dga.estimate(Lists(tuple("abcd"[: len(chances)]), counts))
        assert isinstance(found, Population), found
        covered += found.interval.low <= truth <= found.interval.high
    assert 0.93 <= covered / replicates <= 0.99
