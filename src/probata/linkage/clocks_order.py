"""Times in the order of file numbers: which photographs break the order, and where the clock was set back.

The largest set of photographs is sought whose times never fall as their numbers rise, where the clock may go back at
a price: as much as giving up eight photographs. One photograph out of order is cheaper to give up than a setting of
the clock; a clock that was set back and shifts hundreds is one setting. For each photograph it is then known how many
more would have to be given up to keep it: its *margin*. Zero: some best order holds it.

Source: the longest non-decreasing subsequence by a tree of prefix maxima (Fenwick, "A new data structure for
cumulative frequency tables", Software: Practice and Experience 24, 1994), with a price for each break.

Not here: which photographs belong to one count (`clocks_streams`), and what is said of them (`clocks`).
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

SETTING_PRICE = 8
TOLERANCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Order:
    """A best order.

    Attributes:
        margins: for each place, how many more photographs would have to be given up to keep it.
        settings: pairs of places, one after the other in the best order, between which the clock goes back.
        held: the places that the best order holds, rising.
    """

    margins: tuple[int, ...]
    settings: tuple[tuple[int, int], ...]
    held: tuple[int, ...]

    @property
    def kept(self) -> int:
        """How many places the best order holds."""
        return len(self.held)


class _Highest:
    """The highest score, and its place, among all times up to a time."""

    def __init__(self, size: int) -> None:
        self._tree: list[tuple[int, int]] = [(0, -1)] * (size + 1)

    def put(self, rank: int, score: int, place: int) -> None:
        while rank < len(self._tree):
            if score > self._tree[rank][0]:
                self._tree[rank] = (score, place)
            rank += rank & -rank

    def up_to(self, rank: int) -> tuple[int, int]:
        best = (0, -1)
        while rank > 0:
            if self._tree[rank][0] > best[0]:
                best = self._tree[rank]
            rank -= rank & -rank
        return best


def best_order(times: Sequence[float], price: int = SETTING_PRICE, tolerance: float = TOLERANCE_S) -> Order:
    """The best order of photographs, given in the order of their numbers.

    Args:
        times: seconds, by number.
        price: photographs that may be given up rather than have the clock set back once.
        tolerance: seconds by which a time may fall without a break: cameras write files in the background.
    """
    scores, before, jumped = _scores(times, price, tolerance)
    after, _, _ = _scores([-time for time in reversed(times)], price, tolerance)
    best = max(scores, default=0)
    margins = tuple(best - (a + b - 1) for a, b in zip(scores, reversed(after), strict=True))
    settings, held = [], []
    place = scores.index(best) if scores else -1
    while place >= 0:
        held.append(place)
        if jumped[place]:
            settings.append((before[place], place))
        place = before[place]
    return Order(margins, tuple(reversed(settings)), tuple(reversed(held)))


def _scores(times: Sequence[float], price: int, tolerance: float) -> tuple[list[int], list[int], list[bool]]:
    """For each place: the score of the best order that ends there, the place before it, whether the clock was set."""
    levels = sorted(set(times))
    rank_of = {time: rank for rank, time in enumerate(levels, start=1)}
    tree = _Highest(len(levels))
    scores, before, jumped = [], [], []
    highest = (0, -1)
    for place, time in enumerate(times):
        score, previous = tree.up_to(bisect_right(levels, time + tolerance))
        jump = highest[0] - price > score
        if jump:
            score, previous = highest[0] - price, highest[1]
        scores.append(score + 1)
        before.append(previous)
        jumped.append(jump)
        tree.put(rank_of[time], score + 1, place)
        if score + 1 > highest[0]:
            highest = (score + 1, place)
    return scores, before, jumped
