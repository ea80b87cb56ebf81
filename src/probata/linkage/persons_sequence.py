"""Who is shown in each photograph of a burst: a hidden Markov model in the order in which they were taken.

Its states are the numbers that any photograph of the burst may show, and "nobody's number". A state gives a
photograph's reading by a model of misreading, so one bad reading among good ones is outvoted; a state changes with a
probability that depends on the pause, so two well-read numbers divide the burst at the likeliest place, and photographs
without a number go with their neighbours in time, with a probability that says how surely.

How often a number is misread or not in the picture is estimated on the archive (`ReadingModel`), by two rounds of EM.

Source: Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 77 (1989), section III (forward–backward,
Viterbi).
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
_ABSENT, _ABSENT_WEIGHT = (0.4, 0.6, 0.75, 0.9), 20.0
_MISREAD_SHARE, _MISREAD_WEIGHT = 0.02, 50.0
_MOST_MISREAD = 0.2
_ILLEGIBLE_NOBODY = 0.5
_GARBLED_NOBODY, _READ_NOBODY = 1e-4, 1e-5
_NOBODY_SHARE = 0.05
_UNNUMBERED = 0.05
_LEAST_MASS = 0.4
_REST_NEAR = (1e-2, 1e-2, 2e-3, 1e-3)
DENSITY = _REST_NEAR[-1]
_SAME_PICTURE = 0.02
NEAR_NUMBERS = 0.05
_IN_A_ROW, _MISTAKEN_DIGITS = 10, 2
_NIL = 1e-300
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shot:
    """One photograph of a burst.

    Attributes:
        exhibit: hex digest.
        time_s: seconds on the camera's clock.
        candidates: (number, probability), best first; empty where none was read.
        written: something is written that was not understood.
        repeats: the photograph before it is nearly the same picture.
        timed: whether the pause since the photograph before it is known; else only their order is.
    """

    exhibit: str
    time_s: float
    candidates: tuple[tuple[Number, float], ...] = ()
    written: bool = False
    repeats: bool = False
    timed: bool = True


@dataclass(frozen=True, slots=True)
class ReadingModel:
    """How numbers are read in photographs of persons who bear one.

    Attributes:
        absent: share of their photographs in which no number is read, after 0, 1, 2 and more such photographs: a label
            that is gone stays away.
        misread: share of their readings whose first candidate is another number.
        readings: how many readings it was estimated from; 0: the starting values.
    """

    absent: tuple[float, ...] = _ABSENT
    misread: float = _MISREAD_SHARE
    readings: int = 0

    @property
    def factor(self) -> float:
        """How many times as often as by the starting values numbers are misread."""
        return self.misread / _MISREAD_SHARE


STARTING = ReadingModel()


def estimated_reading(absent: Sequence[tuple[int, bool]], readings: int, misread: int) -> ReadingModel:
    """The model from photographs of persons with a number; few of them leave the starting values as they are.

    Args:
        absent: for each photograph how many without a number came right before it, and whether it has none.
        readings: how many numbers were read.
        misread: how many of them as another number.
    """
    share = (misread + _MISREAD_SHARE * _MISREAD_WEIGHT) / (readings + _MISREAD_WEIGHT)
    seen, missing = [0] * len(_ABSENT), [0] * len(_ABSENT)
    for before, none in absent:
        seen[min(before, len(_ABSENT) - 1)] += 1
        missing[min(before, len(_ABSENT) - 1)] += none
    shares = [
        (m + start * _ABSENT_WEIGHT) / (n + _ABSENT_WEIGHT) for m, n, start in zip(missing, seen, _ABSENT, strict=True)
    ]
    return ReadingModel(tuple(shares), min(_MOST_MISREAD, share), readings)


def blanks_before(shots: Sequence[Shot]) -> list[int]:
    """For each shot how many without a number come right before it."""
    found, count = [], 0
    for shot in shots:
        found.append(count)
        count = 0 if shot.candidates else count + 1
    return found


@dataclass(frozen=True, slots=True)
class Filtered:
    """A burst as seen from its beginning to each photograph: what draws of its states start from.

    Attributes:
        states: numbers, `NOBODY` first.
        following: for each state where a change from it goes to, states × states; the rest of 1 goes to other numbers.
        forward: photographs × states, probability given all readings up to the photograph.
        changes: for each photograph but the first, the probability that the state changed before it.
    """

    states: tuple[Number, ...]
    following: Matrix
    forward: Matrix
    changes: tuple[float, ...]

    def transition(self, change: float) -> Matrix:
        """Probabilities of the following state, states × states."""
        return _transition(self.following, change)


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom a photograph shows, as the burst tells: a number or `NOBODY`, and how surely with the others of it."""

    exhibit: str
    number: Number
    probability: float


def shown_in(shots: Sequence[Shot], pauses: PauseModel, model: ReadingModel = STARTING) -> list[Shown]:
    """The likeliest sequence of numbers of a burst's photographs, in the order taken.

    The probability is that of belonging with the others of the number: which of two readings of one label is right may
    be open while it is clear that one person is shown.
    """
    states = _states(shots)
    if len(states) == 1:
        return [Shown(shot.exhibit, NOBODY, 1.0) for shot in shots]
    chain = _chain(shots, states, pauses, model)
    forward, backward = _forward(chain), _backward(chain)
    posterior = forward * backward
    posterior /= posterior.sum(axis=1, keepdims=True)
    path = _likeliest(chain)
    stays = _stays(chain, forward, backward)
    together = _together(path, posterior[np.arange(len(path)), path], stays)
    return [Shown(shot.exhibit, states[k], float(p)) for shot, k, p in zip(shots, path, together, strict=True)]


def filtered(shots: Sequence[Shot], pauses: PauseModel, model: ReadingModel = STARTING) -> Filtered:
    """The forward half of the model on a burst."""
    states = _states(shots)
    chain = _chain(shots, states, pauses, model)
    return Filtered(tuple(states), chain.following, _forward(chain), chain.changes)


@dataclass(frozen=True, slots=True)
class _Chain:
    """Shares of states at the start, where changes go to, likelihoods of the readings, probabilities of a change."""

    start: Matrix
    following: Matrix
    emitted: Matrix
    changes: tuple[float, ...]


def _chain(shots: Sequence[Shot], states: Sequence[Number], pauses: PauseModel, model: ReadingModel) -> _Chain:
    blanks, start = blanks_before(shots), _shares(states)
    emitted = np.array([[_emitted(shot, s, k, model) for s in states] for shot, k in zip(shots, blanks, strict=True)])
    return _Chain(
        start, _following(states, start), emitted, tuple(change_between(a, b, pauses) for a, b in pairwise(shots))
    )


def _emitted(shot: Shot, number: Number, blanks: int, model: ReadingModel) -> float:
    """How likely a photograph of the person with ``number`` (or `NOBODY`) gives a reading or none."""
    absent = model.absent[min(blanks, len(model.absent) - 1)]
    if number == NOBODY:
        # hardly anybody has no number: nobody's photograph is mostly of another person, whose number was not in it
        return (_UNNUMBERED + (1 - _UNNUMBERED) * absent if not shot.candidates else 1.0) * likelihood(
            shot, number, model
        )
    return (1 - absent) * likelihood(shot, number, model) if shot.candidates else absent


def likelihood(shot: Shot, number: Number, model: ReadingModel = STARTING) -> float:
    """How likely the shot's reading is where the number is ``number``, or `NOBODY`'s; 1 where nothing was read."""
    if not shot.candidates:
        return _ILLEGIBLE_NOBODY if shot.written and number == NOBODY else 1.0
    rest = unexplained(shot, model)
    if number == NOBODY:
        return _GARBLED_NOBODY * rest + _READ_NOBODY * (1 - rest)
    # what the reader leaves open lies near its first candidate rather than anywhere
    elsewhere = rest * _REST_NEAR[difference(shot.candidates[0][0], number)]
    return sum(p * _read_as(found, number, model) for found, p in shot.candidates) + elsewhere


def unexplained(shot: Shot, model: ReadingModel = STARTING) -> float:
    """The probability that a reading is none of its candidates; never 0, as readers are too sure of themselves."""
    return min(1.0, max(0.0, 1.0 - sum(p for _, p in shot.candidates)) + _OVERSURE * max(1.0, model.factor))


def _read_as(found: Number, number: Number, model: ReadingModel) -> float:
    """How likely ``number`` is read as ``found``; a covered or cut label loses the beginning or the end of it."""
    if found != number and is_piece(found, number):
        return _PIECE
    edits = difference(found, number)
    return _MISREAD[edits] * (min(max(1.0, model.factor), 10.0) if edits else 1.0)


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


def _shares(states: Sequence[Number]) -> Matrix:
    """How likely each state is before anything is read: a piece of another number is hardly ever a number by chance."""
    numbers = states[1:]
    if not numbers:
        return np.ones(1)
    weights = [_PIECE_STATE if any(n != m and is_piece(n, m) for m in numbers) else 1.0 for n in numbers]
    scaled = [(1 - _NOBODY_SHARE) * weight / sum(weights) for weight in weights]
    return np.array([_NOBODY_SHARE, *scaled])


def _is_part(part: Number, whole: Number) -> bool:
    return all(not x or x == y for x, y in zip(part, whole, strict=True))


def change_between(before: Shot, after: Shot, pauses: PauseModel) -> float:
    """The probability that another person is shown after ``before``; without times the share of all changes."""
    probability = pauses.change_within(after.time_s - before.time_s) if after.timed else pauses.rate
    return probability * _SAME_PICTURE if after.repeats else probability


def _forward(chain: _Chain) -> Matrix:
    """Probabilities given the readings up to each shot."""
    forward = np.empty_like(chain.emitted)
    forward[0] = chain.start * chain.emitted[0]
    forward[0] /= forward[0].sum()
    for i, change in enumerate(chain.changes):
        forward[i + 1] = (forward[i] @ _transition(chain.following, change)) * chain.emitted[i + 1]
        forward[i + 1] /= forward[i + 1].sum()
    return forward


def _backward(chain: _Chain) -> Matrix:
    """Likelihoods of the readings after each shot, scaled."""
    backward = np.ones_like(chain.emitted)
    for i in range(len(chain.changes) - 1, -1, -1):
        backward[i] = _transition(chain.following, chain.changes[i]) @ (chain.emitted[i + 1] * backward[i + 1])
        backward[i] /= backward[i].sum()
    return backward


def _likeliest(chain: _Chain) -> list[int]:
    """The likeliest sequence of states (Viterbi)."""
    best, back = np.log(chain.start + _NIL) + np.log(chain.emitted[0] + _NIL), []
    for i, change in enumerate(chain.changes):
        scores = best[:, None] + np.log(_transition(chain.following, change) + _NIL)
        back.append(scores.argmax(axis=0))
        best = scores.max(axis=0) + np.log(chain.emitted[i + 1] + _NIL)
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def _stays(chain: _Chain, forward: Matrix, backward: Matrix) -> list[float]:
    """For each neighbours the probability, given all readings, that both show the same person."""
    found = []
    for i, change in enumerate(chain.changes):
        moves = forward[i][:, None] * _transition(chain.following, change) * (chain.emitted[i + 1] * backward[i + 1])
        found.append(float(np.trace(moves) / moves.sum()))
    return found


def _together(path: Sequence[int], certain: Matrix, stays: Sequence[float]) -> list[float]:
    """How surely each photograph shows the person of the surest photograph with its state."""
    unbroken = np.concatenate([[0.0], np.cumsum(np.log(np.maximum(stays, _NIL)))])
    found = []
    for i, state in enumerate(path):
        surest = max((k for k in range(len(path)) if path[k] == state), key=lambda k: (certain[k], -k))
        found.append(float(max(certain[i], np.exp(-abs(unbroken[i] - unbroken[surest])))))
    return found


def _following(states: Sequence[Number], start: Matrix) -> Matrix:
    """Where a change from each state goes to: the others, by their starting shares.

    That the next person bears a number which this one's is mistaken for is rare (1 in 20) unless the series runs there.
    """
    if len(states) == 1:
        return np.zeros((1, 1))
    others = np.tile(start, (len(start), 1))
    np.fill_diagonal(others, 0.0)
    others /= others.sum(axis=1, keepdims=True)
    near = [[NEAR_NUMBERS if _is_mistaken(a, b) else 1.0 for b in states] for a in states]
    return np.asarray(others * np.array(near), np.float64)


def _is_mistaken(a: Number, b: Number) -> bool:
    """Whether two numbers are likelier one number, misread, than two that were given one after the other."""
    if NOBODY in (a, b) or a == b or difference(a, b) > _MISTAKEN_DIGITS:
        return False
    in_row = a[1] == b[1] and a[0].isdigit() and b[0].isdigit() and abs(int(a[0]) - int(b[0])) <= _IN_A_ROW
    return not in_row


def _transition(following: Matrix, change: float) -> Matrix:
    return np.asarray(change * following + (1 - change) * np.eye(len(following)), np.float64)
