"""Intervals of agreement cover what they should: made examiners of known agreement, by simulation."""

from dataclasses import dataclass

import numpy as np
import pytest

from probata.statistics.agreement.codings import Codings, codings
from probata.statistics.agreement.coefficient import Coefficient
from probata.statistics.agreement.cohen import cohen
from probata.statistics.agreement.fleiss import fleiss
from probata.statistics.agreement.gwet import gwet
from probata.statistics.agreement.krippendorff import krippendorff
from probata.statistics.agreement.percentage import percentage


@dataclass(frozen=True)
class Examiners:
    """Each says what is true, or with some chance a category drawn evenly; some units have one examiner only."""

    units: int
    coders: int
    truth: tuple[float, ...]
    error: float
    twice: float = 1.0

    def draw(self, random: np.random.Generator) -> Codings:
        size = len(self.truth)
        shape = (self.units, self.coders)
        truth = random.choice(size, self.units, p=self.truth)
        codes = np.where(random.random(shape) < self.error, random.integers(size, size=shape), truth[:, None])
        codes[random.random(self.units) >= self.twice, 1:] = -1
        return codings(codes, [str(place) for place in range(size)])

    def known(self) -> dict[str, float]:
        """What the measures come to with endless units."""
        truth, size = np.array(self.truth), len(self.truth)
        says = (1 - self.error) * np.eye(size) + self.error / size
        shares = truth @ says
        observed = float(truth @ (says**2).sum(axis=1))
        by_margins, by_gwet = float(shares @ shares), float(shares @ (1 - shares)) / (size - 1)
        kappa = (observed - by_margins) / (1 - by_margins)
        return {
            "percentage": observed,
            "cohen": kappa,
            "fleiss": kappa,
            "krippendorff": kappa,
            "gwet": (observed - by_gwet) / (1 - by_gwet),
        }


def coverage(examiners: Examiners, name: str, interval: str, replicates: int) -> float:
    """How often an interval holds the known value, of the samples in which there is one."""
    random, known = np.random.default_rng(20261127), examiners.known()[name]
    measure = {"percentage": percentage, "cohen": cohen, "fleiss": fleiss, "gwet": gwet}
    held = []
    while len(held) < replicates:
        given = examiners.draw(random)
        found = krippendorff(given, replicates=400) if name == "krippendorff" else measure[name](given)
        if isinstance(found, Coefficient):
            chosen = found.careful if interval == "careful" else found.interval
            held.append(chosen.low <= known <= chosen.high)
    return float(np.mean(held))


PLAIN = Examiners(100, 3, (0.5, 0.3, 0.2), 0.3)
SELDOM = Examiners(100, 2, (0.6, 0.4), 0.05)
SELDOM_AND_FEW = Examiners(30, 2, (0.6, 0.4), 0.05)
RARE = Examiners(60, 2, (0.9, 0.1), 0.1)
FEW_TWICE = Examiners(200, 2, (0.6, 0.4), 0.05, twice=0.2)
MANY = Examiners(40, 6, (0.4, 0.3, 0.2, 0.1), 0.4)
ALL = {
    "plain": PLAIN,
    "seldom apart": SELDOM,
    "seldom apart, few units": SELDOM_AND_FEW,
    "one category rare": RARE,
    "few coded twice": FEW_TWICE,
    "many coders": MANY,
}


@pytest.mark.parametrize("name", ["cohen", "fleiss", "gwet", "krippendorff", "percentage"])
def test_with_enough_units_the_printed_interval_covers(name: str) -> None:
    assert 0.91 <= coverage(PLAIN, name, "printed", 400) <= 0.99


@pytest.mark.parametrize("name", ["fleiss", "gwet"])
def test_where_few_are_disagreed_upon_the_careful_interval_covers_and_the_usual_one_does_not(name: str) -> None:
    assert coverage(SELDOM, name, "careful", 1000) >= 0.935
    assert coverage(SELDOM, name, "printed", 1000) <= 0.925


@pytest.mark.parametrize("name", ["cohen", "fleiss", "gwet", "krippendorff"])
def test_when_few_units_are_coded_twice_it_covers_too(name: str) -> None:
    assert coverage(FEW_TWICE, name, "careful", 300) >= 0.92


@pytest.mark.slow
@pytest.mark.parametrize("case", ALL)
@pytest.mark.parametrize("name", ["cohen", "fleiss", "gwet", "krippendorff", "percentage"])
def test_the_careful_interval_covers_everywhere(case: str, name: str) -> None:
    assert coverage(ALL[case], name, "careful", 2000) >= 0.92
