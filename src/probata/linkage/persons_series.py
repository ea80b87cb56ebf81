"""What the archive's numbers say of one another: how likely two persons bear one number, and where a series went back.

Rules:
* Numbers are given to tell persons apart. That another person bears a certain one is as likely as the size of its
  branch's series says, times the share of numbers given twice, which is estimated.
* A number that stands in far more places than persons come back to is a constant of the label, not a person's number:
  then its share of the places is the chance that another photograph bears it.
* Where the same number fits the running series at two places, and the series was far from it in between, the series
  went back (or there are two series): the number may have been given to two persons.

Not here: which photographs are linked (`persons_comparing`).
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import exp, log
from statistics import median

from probata.linkage.persons_sequence import NOBODY, Number

_FEWEST = 5
_AROUND, _FEWEST_AROUND = 3, 2
_FARTHEST = 30
_LEAST_SPREAD = 2.0
_FITS, _FAR = 2.0, 4.0
_FEWEST_FAR = 3
_TWICE, _TWICE_WEIGHT = 0.02, 50.0
_PLACES, _PLACES_WEIGHT = 1.3, 10.0
_CONSTANT, _CONSTANT_FROM = 0.002, 0.1
_SMALLEST_SERIES = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: photographs of one burst.

    Attributes:
        key: names the place.
        number: detainee and branch.
        camera: label, "" for none.
        time: ISO text on the camera's clock, "" for none.
    """

    key: str
    number: Number
    camera: str
    time: str


@dataclass(frozen=True, slots=True)
class _Stand:
    """A place in the running series of its branch and camera."""

    line: tuple[str, str]
    value: int
    fits: bool


class NumberSeries:
    """The series of all branches, from the places of well-read numbers."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = {place.key: place for place in places if value_of(place.number) is not None}
        numbers = Counter(place.number for place in self._places.values())
        self._branches = max(1, len({branch for _, branch in numbers if branch}))
        self._size: dict[str, int] = defaultdict(int)
        for detainee, branch in numbers:
            self._size[branch] = max(self._size[branch], value_of((detainee, branch)) or 0)
        self._constant = _constants(numbers)
        self._lines: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in self._places.values():
            if place.time:
                self._lines[place.number[1], place.camera].append(place)
        for line in self._lines.values():
            line.sort(key=lambda place: (place.time, place.key))
        self._spread: dict[tuple[str, str], float] = {}
        self._stands: dict[str, _Stand] = {}
        for name, line in self._lines.items():
            self._stand(name, line)
        self.given_twice = self._given_twice()

    def prior(self, number: Number) -> float:
        """The probability that a person drawn at random bears ``number``."""
        by_size = 1 / (max(self._size.get(number[1], 0), _SMALLEST_SERIES) * self._branches)
        return max(by_size * self.given_twice, self._constant.get(number, 0.0))

    def is_constant(self, number: Number) -> bool:
        """Whether the number is more likely a constant of the labels than a person's."""
        return self._constant.get(number, 0.0) >= _CONSTANT_FROM

    def went_back(self, a: str, b: str) -> float:
        """Log-odds, 0 or less, to add where the series went back between the places ``a`` and ``b`` of one number.

        That another person bears it is then as likely as the running series is dense there.
        """
        left, right = self._stands.get(a), self._stands.get(b)
        if left is None or right is None or not (left.fits and right.fits) or not self._was_far(a, b):
            return 0.0
        number = self._places[a].number
        near = 1 / (2 * _FITS * max(self._spread[left.line], self._spread[right.line]) * self._branches)
        return min(0.0, log(self.prior(number) / near))

    def _given_twice(self) -> float:
        """The share of coinciding numbers that were given twice, from those where the series went back."""
        by_number: dict[Number, list[str]] = defaultdict(list)
        for key, place in self._places.items():
            by_number[place.number].append(key)
        pairs = [(keys[0], other) for keys in by_number.values() for other in keys[1:]]
        back = sum(self._fit(a) and self._fit(b) and self._was_far(a, b) for a, b in pairs)
        return (back + _TWICE * _TWICE_WEIGHT) / (len(pairs) + _TWICE_WEIGHT)

    def _fit(self, key: str) -> bool:
        return key in self._stands and self._stands[key].fits

    def _stand(self, name: tuple[str, str], line: Sequence[Place]) -> None:
        values = [value_of(place.number) or 0 for place in line]
        off = [_deviation(values, i) for i in range(len(values))]
        known = [each for each in off if each is not None]
        spread = self._spread[name] = max(_LEAST_SPREAD, 1.4826 * median(known)) if known else _LEAST_SPREAD
        # where all numbers lie near one another, or anywhere, none is out of the running series: nothing can be told
        runs = len(values) >= _FEWEST and max(values) - min(values) > 2 * _FAR * spread
        for place, value, each in zip(line, values, off, strict=True):
            fits = runs and each is not None and each <= _FITS * spread
            self._stands[place.key] = _Stand(name, value, fits)

    def _was_far(self, a: str, b: str) -> bool:
        """Whether, between two places, the series of either camera was far from their number."""
        first, last = sorted((self._places[a].time, self._places[b].time))
        value = self._stands[a].value
        for name in {self._stands[a].line, self._stands[b].line}:
            line = self._lines[name]
            start = bisect_left(line, first, key=lambda place: place.time)
            end = bisect_left(line, last, key=lambda place: place.time)
            apart = _FAR * self._spread[name]
            far = (place for place in islice(line, start, end) if abs((value_of(place.number) or 0) - value) > apart)
            if len(list(islice(far, _FEWEST_FAR))) == _FEWEST_FAR:
                return True
        return False


def value_of(number: Number) -> int | None:
    """The detainee's number as an integer, its suffix left out; None where there is none."""
    found = ""
    for character in number[0]:
        if not character.isdigit():
            break
        found += character
    return int(found) if found and number != NOBODY else None


def _deviation(values: Sequence[int], at: int) -> float | None:
    """How far a number is from the middle of those before or after it, whichever is nearer; None: there are too few."""
    sides = [_others(values, at, step) for step in (-1, 1)]
    off = [abs(values[at] - median(side)) for side in sides if len(side) >= _FEWEST_AROUND]
    return min(off) if off else None


def _others(values: Sequence[int], at: int, step: int) -> list[int]:
    """The nearest numbers on one side that are not the same."""
    found: list[int] = []
    i = at + step
    while 0 <= i < len(values) and len(found) < _AROUND and abs(i - at) <= _FARTHEST:
        if values[i] != values[at]:
            found.append(values[i])
        i += step
    return found


def _constants(numbers: Mapping[Number, int]) -> dict[Number, float]:
    """For each number the probability that it is a constant of the labels, times its share of all places.

    A person's number stands in a geometric number of places, whose mean the archive's other numbers tell.
    """
    total = sum(numbers.values())
    found = {}
    for number, places in numbers.items():
        if places < 2:
            continue
        others, different = total - places, len(numbers) - 1
        mean = max(1.05, (others + _PLACES * _PLACES_WEIGHT) / (different + _PLACES_WEIGHT))
        personal = log(1 - _CONSTANT) + log(1 / mean) + (places - 1) * log(1 - 1 / mean)
        constant = log(_CONSTANT / (total + 1))
        share = 1 / (1 + exp(min(700.0, personal - constant)))
        found[number] = share * places / total
    return found
