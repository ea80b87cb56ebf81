"""Published tables of overlapping lists, as counts by history, and populations with a known size."""

import numpy as np

from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.models import bits


def table(names: str, counts: dict[str, int]) -> Lists:
    """Lists from counts by history, such as ``{"101": 3}``."""
    split = tuple(names.split())
    return Lists.of(split, [[int(each) for each in history] for history in counts], counts.values())


# Ball, Betts, Scheuren, Dudukovich and Asher, Killings and Refugee Flow in Kosovo (AAAS and ABA, 2002)
KOSOVO = table(
    "EXH ABA OSCE HRW",
    {
        "1000": 1131, "0100": 845, "1100": 177, "0010": 936, "1010": 228, "0110": 217, "1110": 181, "0001": 306,
        "1001": 106, "0101": 31, "1101": 18, "0011": 123, "1011": 42, "0111": 32, "1111": 27,
    },
)  # fmt: skip
# Abeni, Brancato and Perucci, Epidemiology 5 (1994), as in Rcapture
HIV = table(
    "c1 c2 c3 c4",
    {
        "1110": 3, "1101": 1, "1100": 33, "1010": 20, "1001": 6, "1000": 403, "0111": 3, "0110": 35, "0101": 10,
        "0100": 545, "0011": 11, "0010": 621, "0001": 205,
    },
)  # fmt: skip
# Chao, Tsay, Lin, Shau and Chao, Statistics in Medicine 20 (2001)
HEPATITIS = table("A B C", {"001": 63, "010": 55, "011": 18, "100": 69, "101": 17, "110": 21, "111": 28})
# Fienberg, Biometrika 59 (1972): infants born with a congenital anomaly, Massachusetts
CONGENITAL = table(
    "A B C D E",
    {
        "00001": 83, "00010": 97, "00011": 30, "00100": 4, "00101": 3, "00110": 2, "01000": 37, "01001": 34,
        "01010": 37, "01011": 23, "01100": 1, "01110": 3, "10000": 27, "10001": 36, "10010": 22, "10011": 5,
        "10100": 4, "10101": 5, "10110": 1, "10111": 3, "11000": 19, "11001": 18, "11010": 25, "11011": 8,
        "11100": 1, "11101": 2, "11110": 5, "11111": 2,
    },
)  # fmt: skip
# Bales, Hesketh and Silverman, Significance 12 (2015)
SLAVERY = table(
    "LA NG PFNCA GO GP",
    {
        "10000": 54, "01000": 463, "00100": 995, "00010": 695, "00001": 316, "11000": 15, "10100": 19, "10010": 3,
        "01100": 62, "01010": 19, "01001": 1, "00110": 76, "00101": 11, "00011": 8, "11100": 1, "11010": 1,
        "01110": 4, "11110": 1,
    },
)  # fmt: skip


def sure(outcome: Outcome) -> Population:
    """The estimate, where there must be one."""
    assert isinstance(outcome, Population), outcome
    return outcome


def codes(outcome: Outcome) -> set[str]:
    """The codes of an estimate's cautions."""
    return {each.code for each in sure(outcome).cautions}


def ends(outcome: Outcome, name: str) -> tuple[float, float]:
    """An estimate's interval by name."""
    return next((each.low, each.high) for each in sure(outcome).intervals if each.name == name)


def independent(generator: np.random.Generator, size: int, chances: tuple[float, ...]) -> Lists:
    """Lists that know nothing of one another, of a population of a known size."""
    shares = [
        np.prod([chance if place in bits(history) else 1 - chance for place, chance in enumerate(chances)])
        for history in range(1 << len(chances))
    ]
    counts = generator.multinomial(size, shares)
    counts[0] = 0
    return Lists(tuple("ABCDEF"[: len(chances)]), counts)
