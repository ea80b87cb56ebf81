"""The audit's estimates: unbiased over all samples that there are, exact by hand, and covering in the worst cases.

Coverage of nominal 95 % intervals in simulations, of 100 archives each (40 or 400 persons, a third of the photographs
showing nobody, samples of 30 to 200; linkers that are perfect, split or merge 3 to 20 % of persons, take 2 to 10 % of
photographs for persons of their own, miss 30 % of photographs, or join a fifth of all persons into one):
the plain estimate .94 to 1.00, the assisted one .90 to 1.00 (the least where one photograph in fifty is taken for a
person of its own), the usual t interval .32 to .97; with two strata the same.
"""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
import pytest

from probata.errors import UsageError
from probata.statistics.audit import (
    Design,
    Shares,
    freedom,
    persons,
    persons_assisted,
    photographs_per_person,
    ratio,
    t_total,
    total,
)

Labels = npt.NDArray[np.int64]
FRAME = [3, 3, 3, 2, 2, 0, 1]  # photographs of the person of each photograph: A, A, A, B, B, nobody, C
LINKED = [1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3, 0.0, 0.0]  # a linker that gives A's third photograph to B, and misses C


def whole(n: int) -> Design:
    return Design({"all": len(FRAME)}, ("all",) * n)


def test_over_all_samples_the_plain_estimate_is_the_truth_and_so_is_its_variance() -> None:
    samples = [[FRAME[at] for at in chosen] for chosen in combinations(range(7), 3)]
    found = [total(whole(3), [1 / s if s else 0.0 for s in sample]) for sample in samples]
    values = np.array([each.value for each in found])
    assert values.mean() == pytest.approx(3)
    assert np.mean([each.variance for each in found]) == pytest.approx(values.var())


def test_over_all_samples_the_assisted_estimate_is_the_truth_whatever_the_linker_did() -> None:
    values = [
        sum(LINKED)
        + total(whole(3), [(1 / FRAME[at] if FRAME[at] else 0.0) - LINKED[at] for at in chosen], -1, 1).value
        for chosen in combinations(range(7), 3)
    ]
    assert np.mean(values) == pytest.approx(3)


def test_over_all_stratified_samples_value_and_variance_are_right() -> None:
    one, other = [1.0, 0.5, 0.5, 0.0], [0.25, 0.25, 0.25]
    design = Design({"one": 4, "other": 3}, ("one", "one", "other", "other"))
    found = [total(design, [*a, *b]) for a, b in product(combinations(one, 2), combinations(other, 2))]
    values = np.array([each.value for each in found])
    assert values.mean() == pytest.approx(2.75)
    assert np.mean([each.variance for each in found]) == pytest.approx(values.var())


def test_a_sample_of_everything_has_no_doubt() -> None:
    found = persons(whole(7), FRAME)
    assert (found.value, found.low, found.high, found.variance) == (3, 3, 3, 0)
    found = persons_assisted(whole(7), FRAME, LINKED, LINKED)
    assert (found.low, found.high) == (pytest.approx(3), pytest.approx(3))


def test_by_hand_ten_of_forty() -> None:
    found = total(Design({"all": 40}, ("all",) * 10), [1.0, 1.0, *[0.0] * 8])
    assert found.value == 8
    assert found.variance == pytest.approx(40**2 * (1 - 10 / 40) * (1.6 / 9) / 10)
    usual = t_total(Design({"all": 40}, ("all",) * 10), [1.0, 1.0, *[0.0] * 8])
    assert usual.high - usual.value == pytest.approx(2.262157 * found.variance**0.5, rel=1e-6)


def test_freedom_is_that_of_satterthwaite() -> None:
    design = Design({"a": 100, "b": 100}, ("a",) * 3 + ("b",) * 5)
    values = np.array([0.0, 1, 2, 0, 1, 2, 3, 4])
    a, b = 100**2 * 0.97 * 1 / 3, 100**2 * 0.95 * 2.5 / 5
    assert freedom(design, values) == pytest.approx((a + b) ** 2 / (a**2 / 2 + b**2 / 4))


def test_what_cannot_be_told_widens_both_ends_and_moves_the_value_little() -> None:
    design = Design({"all": 400}, ("all",) * 40)
    sure = persons(design, [4] * 20 + [0] * 20)
    unsure = persons(design, [4] * 18 + [0] * 18 + [None] * 4)
    assert unsure.low < sure.low
    assert unsure.high > sure.high + 400 * 4 / 40 * 0.7
    assert unsure.value == pytest.approx(sure.value)


def test_what_cannot_be_told_is_taken_at_its_worst() -> None:
    shares = Shares.of(Design({"a": 9, "b": 9}, ("a", "a", "b", "b")), [2, None, None, None])
    assert shares.least.tolist() == [0.5, 0, 0, 0]
    assert shares.most.tolist() == [0.5, 1, 1, 1]
    assert shares.likely.tolist() == [0.5, 0.5, 0.5, 0.5]


def test_the_interval_never_goes_below_what_was_seen() -> None:
    found = persons(Design({"all": 1000}, ("all",) * 3), [300, 300, 300], seen=3)
    assert (found.low, found.value) == (3, pytest.approx(1000 / 300))
    assert persons(Design({"all": 30}, ("all",) * 3), [30, 30, 30], seen=2).value == 2


def test_after_a_sample_without_an_error_the_assisted_interval_is_not_a_point() -> None:
    design = Design({"all": 1000}, ("all",) * 100)
    frame = [0.2] * 600 + [0.0] * 400
    found = persons_assisted(design, [5] * 60 + [0] * 40, frame[:60] + frame[600:640], frame)
    assert found.value == pytest.approx(120)
    assert found.low < 117
    assert found.high > 125
    plain = persons(design, [5] * 60 + [0] * 40)
    assert found.high - found.low < plain.high - plain.low + 10


def test_photographs_per_person_is_the_ratio_by_hand() -> None:
    found = photographs_per_person(Design({"all": 100}, ("all",) * 4), [2, 4, 0, None])
    assert found.value == pytest.approx(2 / 0.75)
    assert found.low < found.value < found.high


def test_a_ratio_of_proportional_totals_has_no_variance() -> None:
    found = ratio(Design({"all": 50}, ("all",) * 3), [2.0, 4, 6], [1.0, 2, 3])
    assert (found.value, found.variance) == (2, pytest.approx(0))


def test_what_cannot_be_estimated_is_refused() -> None:
    with pytest.raises(UsageError, match="ratio of nothing"):
        photographs_per_person(Design({"all": 9}, ("all",)), [0])
    with pytest.raises(UsageError, match="needs a sample"):
        Design({"all": 9}, ())
    with pytest.raises(UsageError, match="expected one in each; found b"):
        Design({"a": 3, "b": 3}, ("a",))


def test_a_stratum_of_one_sampled_unit_takes_the_variance_of_all() -> None:
    design = Design({"a": 10, "b": 10}, ("a", "a", "b"))
    values = np.array([0.0, 1.0, 0.5])
    assert design.parts(values)[1] == (pytest.approx(100 * 0.9 * 0.25), 1)


# --- coverage, by simulation --------------------------------------------------------------------------------------


def sizes(kind: str, count: int, rng: np.random.Generator) -> Labels:
    """Photographs of each person: as in archives; or half of all persons with one, the others with dozens."""
    if kind == "typical":
        return rng.choice(np.array([1, 2, 3, 4, 4, 4, 5, 5, 6, 8, 12]), count)
    if kind == "skew":
        return np.where(rng.random(count) < 0.5, 1, rng.integers(20, 60, count))
    return np.where(rng.random(count) < 0.15, 1, 30)


def linked(labels: Labels, kind: str, rng: np.random.Generator) -> Labels:
    """What a linker makes of the truth."""
    found = labels.copy()
    if kind == "merges":
        for person in range(labels.max() + 1):
            if rng.random() < 0.2:
                found[found == person] = rng.integers(labels.max() + 1)
    elif kind == "singles":
        alone = np.flatnonzero((labels >= 0) & (rng.random(len(labels)) < 0.05))
        found[alone] = labels.max() + 1 + np.arange(len(alone))
    elif kind == "misses":
        found[(labels >= 0) & (rng.random(len(labels)) < 0.3)] = -1
    elif kind == "joins":
        found[(labels >= 0) & (labels % 5 == 0)] = 0
    return found


def counts(labels: Labels) -> Labels:
    """How many photographs show the person of each photograph."""
    known = labels >= 0
    return np.where(known, np.bincount(labels[known], minlength=labels.max() + 1)[labels], 0)


def simulated(kind: str, linker: str, n: int, repeats: int, seed: int) -> Iterator[tuple[bool, bool, bool]]:
    """Whether the plain, the assisted and the usual t interval hold the truth, again and again."""
    rng = np.random.default_rng(seed)
    for _ in range(repeats):
        labels = np.repeat(np.arange(40), sizes(kind, 40, rng))
        labels = np.concatenate([labels, np.full(len(labels) // 2, -1)])
        s, guess = counts(labels), counts(linked(labels, linker, rng))
        share = np.where(guess > 0, 1 / np.maximum(guess, 1), 0.0)
        at = rng.choice(len(labels), min(n, len(labels) // 2), replace=False)
        design = Design({"all": len(labels)}, ("all",) * len(at))
        seen, said = len(set(labels[at].tolist()) - {-1}), s[at].tolist()
        found = (
            persons(design, said, seen),
            persons_assisted(design, said, share[at].tolist(), share, seen),
            t_total(design, [1 / each if each else 0.0 for each in said]),
        )
        plain, assisted, usual = (each.low <= 40 + 1e-9 and each.high >= 40 - 1e-9 for each in found)
        yield plain, assisted, usual


@pytest.mark.parametrize(
    ("kind", "linker", "n"),
    [("typical", "perfect", 30), ("typical", "merges", 80), ("typical", "singles", 80), ("skew", "misses", 40),
     ("skew", "joins", 80), ("rare", "singles", 60)],
)  # fmt: skip
def test_the_intervals_cover_in_nine_of_ten_whatever_the_linker_does(kind: str, linker: str, n: int) -> None:
    covered = np.array(list(simulated(kind, linker, n, repeats=50, seed=7)))
    assert covered[:, 0].mean() >= 0.9
    assert covered[:, 1].mean() >= 0.9


def test_the_usual_interval_fails_where_ours_is_needed() -> None:
    covered = np.array(list(simulated("skew", "perfect", 40, repeats=50, seed=7)))
    assert covered[:, 2].mean() < 0.7
