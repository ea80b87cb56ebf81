"""Numbers that persons were given: series that run on, skip, restart, carry suffixes and repeat in other branches.

A hostile archive has others: all numbers are equal, or all are given again later, or two branches share a series.
"""

from collections import deque

import numpy as np

from probata.proficiency.parameters import Parameters

_SHARED_FROM = 100


class Series:
    """The running numbers of an archive: one series a branch, each of which may restart once; one of examinations."""

    def __init__(self, parameters: Parameters, persons: int, rng: np.random.Generator) -> None:
        """Begin the series, wide enough apart for this many persons."""
        self._parameters, self._rng = parameters, rng
        self._branches = [str(v) for v in rng.choice(np.arange(101, 330), 6, replace=False)]
        self._weights = rng.dirichlet(np.full(6, 1.5))
        stride = max(1500, round(0.6 * persons))
        self._next = {b: k * stride + int(rng.integers(20, 400)) for k, b in enumerate(self._branches)}
        self._examination = int(rng.integers(100, 3000))
        self._recent: deque[tuple[str, str]] = deque(maxlen=200)
        self._given: set[tuple[str, str]] = set()
        self._restarted: set[str] = set()
        self._in_order: list[list[tuple[str, str]]] = []
        self._again: deque[list[tuple[str, str]]] = deque()
        if parameters.series == "shared":
            self._share()

    def numbers(self) -> list[tuple[str, str]]:
        """The numbers of the next person, by role."""
        if self._again:
            return self._again.popleft()
        if self._parameters.series == "equal" and self._in_order:
            return self._in_order[0]
        numbers = self._new()
        self._in_order.append(numbers)
        return numbers

    def restart(self) -> None:
        """From now on the persons get the numbers that were given from the beginning, in the same order."""
        self._again.extend(self._in_order)

    def _share(self) -> None:
        """Two branches count from one number and skip none, so that each number occurs in both."""
        self._branches = self._branches[:2]
        self._weights = np.full(2, 0.5)
        self._next = dict.fromkeys(self._branches, int(self._rng.integers(_SHARED_FROM, 900)))

    def _new(self) -> list[tuple[str, str]]:
        parameters, rng = self._parameters, self._rng
        branch = str(rng.choice(self._branches, p=self._weights))
        self._next[branch] += 1 if parameters.series == "shared" else int(rng.geometric(0.55))
        if rng.random() < 0.001 and branch not in self._restarted:
            self._restarted.add(branch)
            self._next[branch] = int(rng.integers(1, 10))
        detainee = self._unused(self._detainee(branch), branch)
        self._examination = 1 if self._examination > 5000 else self._examination + int(rng.geometric(0.7))
        numbers = [("detainee", detainee), ("branch", branch)]
        further = bool(parameters.examination) and rng.random() < parameters.examination_share
        if further or "{examination}" in "".join(parameters.scheme):
            numbers.append(("examination", str(self._examination)))
        return numbers

    def _detainee(self, branch: str) -> str:
        parameters, rng = self._parameters, self._rng
        detainee = str(self._next[branch])
        elsewhere = [d for d, b in self._recent if b != branch]
        if elsewhere and rng.random() < parameters.shared_number_share:
            return str(rng.choice(elsewhere))
        if rng.random() < parameters.suffix_share:
            return detainee + "-" + str(rng.choice(["a", "b"]))
        return detainee

    def _unused(self, detainee: str, branch: str) -> str:
        bare = detainee.partition("-")[0]
        options = [detainee, *(f"{bare}-{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")]
        chosen = next(option for option in options if (option, branch) not in self._given)
        self._given.add((chosen, branch))
        self._recent.append((chosen, branch))
        return chosen
