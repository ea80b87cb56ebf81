"""Who is shown in each photograph of a burst: a hidden Markov model in the order in which they were taken.

Its states are the numbers that any photograph of the burst may show, and "nobody's number". A state gives a
photograph's reading by a model of misreading, so one bad reading among good ones is outvoted; a state changes with a
probability that depends on the pause, so two well-read numbers divide the burst at the likeliest place, and photographs
without a number go with their neighbours in time, with a probability that says how surely.

Source: Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 77 (1989), section III (forward–backward).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from probata.linkage.persons_pauses import PauseModel

Number = tuple[str, str]  # detainee, branch; "" where not given
NOBODY: Number = ("", "")
_MISREAD = (1.0, 1e-2, 1e-3, 1e-5)
_PIECE = 0.05
_PIECE_STATE = 0.05
_OVERSURE = 0.005
_NO_NUMBER = 0.5
_ILLEGIBLE_NOBODY = 0.5
_GARBLED_NOBODY, _READ_NOBODY = 1e-4, 1e-5
_NOBODY_SHARE = 0.05
_LEAST_MASS = 0.4
_REST_NEAR = (1e-2, 1e-2, 2e-3, 1e-3)
DENSITY = _REST_NEAR[-1]
_SAME_PICTURE = 0.02


@dataclass(frozen=True, slots=True)
class Shot:
    """One photograph of a burst.

    Attributes:
        exhibit: hex digest.
        time_s: seconds on the camera's clock.
        candidates: (number, probability), best first; empty where none was read.
        written: something is written that was not understood.
        repeats: the photograph before it is nearly the same picture.
    """

    exhibit: str
    time_s: float
    candidates: tuple[tuple[Number, float], ...] = ()
    written: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom a photograph shows, as the burst tells: a number or `NOBODY`, and the probability of it."""

    exhibit: str
    number: Number
    probability: float


def shown_in(shots: Sequence[Shot], pauses: PauseModel) -> list[Shown]:
    """The likeliest number of each photograph of a burst (in the order taken), and its probability given the burst."""
    states = _states(shots)
    if len(states) == 1:
        return [Shown(shot.exhibit, NOBODY, 1.0) for shot in shots]
    start = _shares(states)
    emitted = np.array([[likelihood(shot, state) for state in states] for shot in shots])
    changes = [_change(a, b, pauses) for a, b in pairwise(shots)]
    posterior = _forward_backward(start, emitted, changes)
    best = posterior.argmax(axis=1)
    return [Shown(shot.exhibit, states[k], float(row[k])) for shot, row, k in zip(shots, posterior, best, strict=True)]


def likelihood(shot: Shot, number: Number) -> float:
    """How likely a photograph of the person with ``number`` (or `NOBODY`) gives the shot's reading."""
    if not shot.candidates:
        if number == NOBODY:
            return _ILLEGIBLE_NOBODY if shot.written else 1.0
        return _NO_NUMBER
    rest = unexplained(shot)
    if number == NOBODY:
        return _GARBLED_NOBODY * rest + _READ_NOBODY * (1 - rest)
    # what the reader leaves open lies near its first candidate rather than anywhere
    elsewhere = rest * _REST_NEAR[difference(shot.candidates[0][0], number)]
    return (1 - _NO_NUMBER) * (sum(p * _read_as(found, number) for found, p in shot.candidates) + elsewhere)


def unexplained(shot: Shot) -> float:
    """The probability that a reading is none of its candidates; never 0, as readers are too sure of themselves."""
    return min(1.0, max(0.0, 1.0 - sum(p for _, p in shot.candidates)) + _OVERSURE)


def _read_as(found: Number, number: Number) -> float:
    """How likely ``number`` is read as ``found``; a covered or cut label loses the beginning or the end of it."""
    if found != number and is_piece(found, number):
        return _PIECE
    return _MISREAD[difference(found, number)]


def is_piece(piece: Number, whole: Number) -> bool:
    """Whether each part of ``piece`` is the beginning or the end of that of ``whole``, or not given."""
    return all(w.startswith(p) or w.endswith(p) for p, w in zip(piece, whole, strict=True))


@lru_cache(maxsize=1 << 16)
def difference(a: Number, b: Number) -> int:
    """In how many digits two numbers differ, at most 3; a part that one of them lacks differs in none."""
    return min(3, sum(_edits(x, y) for x, y in zip(a, b, strict=True) if x and y))


def _edits(a: str, b: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        above, row = row, [i]
        for j, y in enumerate(b, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (x != y)))
    return row[-1]


def _states(shots: Sequence[Shot]) -> list[Number]:
    mass: dict[Number, float] = defaultdict(float)
    for shot in shots:
        for number, p in shot.candidates:
            mass[number] += p
    numbers = {number for number, p in mass.items() if p >= _LEAST_MASS}
    # a number without a part is no state of its own where a whole one agrees with it
    whole = sorted(n for n in numbers if not any(n != m and _is_part(n, m) for m in numbers))
    return [NOBODY, *whole]


def _shares(states: Sequence[Number]) -> npt.NDArray[np.float64]:
    """How likely each state is before anything is read: a piece of another number is hardly ever a number by chance."""
    numbers = states[1:]
    weights = [_PIECE_STATE if any(n != m and is_piece(n, m) for m in numbers) else 1.0 for n in numbers]
    scaled = [(1 - _NOBODY_SHARE) * weight / sum(weights) for weight in weights]
    return np.array([_NOBODY_SHARE, *scaled])


def _is_part(part: Number, whole: Number) -> bool:
    return all(not x or x == y for x, y in zip(part, whole, strict=True))


def _change(before: Shot, after: Shot, pauses: PauseModel) -> float:
    probability = pauses.change_probability(after.time_s - before.time_s)
    return probability * _SAME_PICTURE if after.repeats else probability


def _forward_backward(
    start: npt.NDArray[np.float64], emitted: npt.NDArray[np.float64], changes: Sequence[float]
) -> npt.NDArray[np.float64]:
    """Posterior probabilities, shots × states; a change goes to the other states by their starting shares."""
    forward, backward = np.empty_like(emitted), np.ones_like(emitted)
    forward[0] = start * emitted[0]
    forward[0] /= forward[0].sum()
    for i, change in enumerate(changes):
        forward[i + 1] = (forward[i] @ _transition(start, change)) * emitted[i + 1]
        forward[i + 1] /= forward[i + 1].sum()
    for i in range(len(changes) - 1, -1, -1):
        backward[i] = _transition(start, changes[i]) @ (emitted[i + 1] * backward[i + 1])
        backward[i] /= backward[i].sum()
    posterior = forward * backward
    return np.asarray(posterior / posterior.sum(axis=1, keepdims=True), np.float64)


def _transition(start: npt.NDArray[np.float64], change: float) -> npt.NDArray[np.float64]:
    others = np.tile(start, (len(start), 1))
    np.fill_diagonal(others, 0.0)
    matrix = np.asarray(change * others / others.sum(axis=1, keepdims=True), np.float64)
    np.fill_diagonal(matrix, 1 - change)
    return matrix
