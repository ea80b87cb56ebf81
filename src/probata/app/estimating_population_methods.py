"""The methods of `probata estimate population`, called by name with what was asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from probata.errors import UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.population import closed, dga, lcmcr, loglinear
from probata.statistics.population.estimate import Outcome
from probata.statistics.population.lists import Lists
from probata.statistics.population.pooling import LEAST_LISTS

METHODS = ("loglinear", "chao", "chapman", "lincoln-petersen", "dga", "lcmcr")
TWO_LISTS = ("chapman", "lincoln-petersen")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the estimators; what a method has no use for is ignored.

    Attributes:
        method: one of `METHODS`.
        model: of loglinear; "": chosen.
        selection: of loglinear.
        interval: of loglinear.
        p_enter: of loglinear, stepwise.
        replicates: of the bootstrap.
        variant: of chao.
        delta: of dga; None: 2^−k.
        max_missing: of dga; None: its own rule.
        prior: of dga.
        classes: of lcmcr.
        chains: of lcmcr.
        iterations: of lcmcr.
        seed: of all draws.
        level: of the interval.
        gamma: shape and scale of dga's prior ``gamma-poisson``.
    """

    method: str
    model: str = ""
    selection: str = "bic"
    interval: str = "profile"
    p_enter: float = 0.02
    replicates: int = 1000
    variant: str = "bias-corrected"
    delta: float | None = None
    max_missing: int | None = None
    prior: str = "log"
    classes: int = lcmcr.CLASSES
    chains: int = lcmcr.CHAINS
    iterations: int = lcmcr.ITERATIONS
    seed: int = 1
    level: float = LEVEL
    gamma: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UsageError("method", expected=", ".join(METHODS), found=self.method)
        if not 0 < self.level < 1:
            raise UsageError("level", expected="a number between 0 and 1", found=f"{self.level:g}")
        if not 0 < self.p_enter < 1:
            raise UsageError("p-enter", expected="a number between 0 and 1", found=f"{self.p_enter:g}")
        if not 20 <= self.replicates <= 100_000:
            raise UsageError("replicates", expected="20 to 100,000", found=f"{self.replicates:,}")
        if self.seed < 0:
            raise UsageError("seed", expected="0 or more", found=str(self.seed))


def least_lists(method: str) -> int:
    """How many lists a stratum must have for a method."""
    return 2 if method in TWO_LISTS else LEAST_LISTS


def estimate(lists: Lists, wish: Wish) -> Outcome:
    """The estimate of one method, or its refusal."""
    return _CALLS[wish.method](lists, wish)


def _loglinear(lists: Lists, wish: Wish) -> Outcome:
    return loglinear.estimate(
        lists,
        model=wish.model or None,
        selection=wish.selection,
        interval=wish.interval,
        level=wish.level,
        p_enter=wish.p_enter,
        replicates=wish.replicates,
        seed=wish.seed,
    )


def _dga(lists: Lists, wish: Wish) -> Outcome:
    return dga.estimate(
        lists, delta=wish.delta, max_missing=wish.max_missing, prior=wish.prior, gamma=wish.gamma, level=wish.level,
        seed=wish.seed,
    )  # fmt: skip


def _lcmcr(lists: Lists, wish: Wish) -> Outcome:
    return lcmcr.estimate(
        lists, classes=wish.classes, chains=wish.chains, iterations=wish.iterations, seed=wish.seed, level=wish.level
    )  # fmt: skip


_CALLS: dict[str, Callable[[Lists, Wish], Outcome]] = {
    "loglinear": _loglinear,
    "chao": lambda lists, wish: closed.chao(lists, wish.variant, wish.level),
    "chapman": lambda lists, wish: closed.chapman(lists, wish.level),
    "lincoln-petersen": lambda lists, wish: closed.lincoln_petersen(lists, wish.level),
    "dga": _dga,
    "lcmcr": _lcmcr,
}
