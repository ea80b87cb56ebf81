"""Which segments are compared, and where each comparison starts from: a shared number, a picture, a pause.

Not here: weights of numbers, which depend on the whole groups (`persons_comparing`, `persons_joining`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from probata.linkage.link import Link, Reason
from probata.linkage.persons_comparing import NumberEvidence, Pair, Prior, matching_rate, number_pairs, number_weight
from probata.linkage.persons_joining import BACK
from probata.linkage.persons_lines import Line, neighbours
from probata.linkage.persons_pauses import PauseModel
from probata.linkage.persons_reuse import Reuse
from probata.linkage.persons_segments import Division, Segment
from probata.linkage.persons_sequence import NOBODY, change_between
from probata.linkage.persons_series import NumberSeries, Place
from probata.linkage.weights import log_odds, weight

_PICTURE, _PICTURE_WEIGHT = 0.97, 30.0
_UNNUMBERED = 0.05
_SURE = 0.8
_LEAST_REUSE = 0.002
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """All pairs, and the share of pairs of segments that are one person."""

    pairs: tuple[Pair, ...]
    matching: float


class Comparing:
    """Knows the segments, their numbers' evidence and the series."""

    def __init__(
        self,
        division: Division,
        evidence: Mapping[str, NumberEvidence],
        series: NumberSeries,
        reuse: Reuse,
        places: Mapping[str, Place],
    ) -> None:
        self._division, self._evidence, self._series = division, evidence, series
        self._reuse, self._places = reuse, places
        self._prior: Prior = series.prior
        self._segment = {each.exhibit: segment for segment in division.segments for each in segment.shown}

    def compared(self, pictures: Iterable[Link]) -> Compared:
        """All pairs of segments that are worth comparing."""
        by_number, matching = self._by_number()
        return Compared((*by_number, *self._by_pause(), *self._by_picture(pictures)), matching)

    def _by_number(self) -> tuple[list[Pair], float]:
        found = number_pairs(self._division.segments, self._series.is_constant)
        back = [self._series.went_back(a.anchor, b.anchor) for a, b in found]
        weights = [self._number(a, b) + extra for (a, b), extra in zip(found, back, strict=True)]
        matching = matching_rate(weights, len(self._division.segments))
        start = Reason("prior", f"{matching:.2g} of all pairs of bursts show one person", _rounded(log_odds(matching)))
        pairs = []
        for (a, b), extra in zip(found, back, strict=True):
            reasons: tuple[Reason, ...] = (start,)
            if extra:
                detail = "the series went back between both, so the number may have been given to two persons"
                reasons += (Reason(BACK, detail, _rounded(extra)),)
            whole = bool(self._evidence[a.anchor].candidates and self._evidence[b.anchor].candidates)
            pairs.append(self._doubted(_pair(a, b, reasons, joins=whole, by_number=True)))
        return pairs, matching

    def _doubted(self, pair: Pair) -> Pair:
        """The pair no surer than that numbers were not given again."""
        chance = self._reuse.probability
        if chance < _LEAST_REUSE:
            return pair
        same = self._reuse.same_at(self._places.get(pair.a), self._places.get(pair.b))
        return replace(pair, most=_rounded(log_odds(1 - chance * (1 - same))), doubt=self._reuse.detail)

    def _number(self, a: Segment, b: Segment) -> float:
        return number_weight(self._evidence[a.anchor], self._evidence[b.anchor], self._prior)

    def _by_pause(self) -> Iterator[Pair]:
        """Neighbours of one camera: across the end of a burst, and where a burst was divided."""
        lines, pauses = self._division.lines, self._division.pauses
        for i, j, pause in neighbours(lines):
            a, b = self._segment[lines[i].shots[-1].exhibit], self._segment[lines[j].shots[0].exhibit]
            # the pause ended the burst: by itself it never speaks for one person
            same = min(0.5, 1 - pauses.change_probability(pause))
            detail = f"{pause:.0f} s after the other by one camera: the person stays in {same:.2g} of such pauses"
            reasons = (Reason("pause", detail, _rounded(log_odds(same))), *self._absent(a, b))
            yield self._doubted(_pair(a, b, reasons))
        for line in lines:
            yield from self._divisions(line, pauses)

    def _divisions(self, line: Line, pauses: PauseModel) -> Iterator[Pair]:
        """Segments of one line: the division already weighed all of it, so what is left is a question."""
        for before, after in pairwise(line.shots):
            a, b = self._segment[before.exhibit], self._segment[after.exhibit]
            if a.anchor != b.anchor and a.number == b.number != NOBODY:
                same = 1 - change_between(before, after, pauses)
                detail = f"{after.time_s - before.time_s:.0f} s after the other; the number is that of most persons"
                yield _pair(a, b, (Reason("pause", detail, _rounded(log_odds(same))),))
            elif a.anchor != b.anchor:
                surest = min(_share(a, before.exhibit), _share(b, after.exhibit))
                detail = f"one burst, divided here: {surest:.2g} sure of the photographs on either side"
                yield _pair(a, b, (Reason("burst", detail, _rounded(log_odds(1 - surest))),), joins=False)

    def _absent(self, a: Segment, b: Segment) -> tuple[Reason, ...]:
        """Where only one has a number: how likely the other's photographs show none of it."""
        if (a.number == NOBODY) == (b.number == NOBODY):
            return ()
        blank = a if a.number == NOBODY else b
        shares, m = self._division.reading.absent, 1.0
        for k in range(len(blank.shown)):
            m *= shares[min(k, len(shares) - 1)]
        detail = f"{len(blank.shown)} photographs without the number of the others"
        return (Reason("absent", detail, _rounded(weight(m, _UNNUMBERED + (1 - _UNNUMBERED) * m))),)

    def _by_picture(self, pictures: Iterable[Link]) -> Iterator[Pair]:
        links = sorted((p for p in pictures if p.a in self._segment and p.b in self._segment), key=lambda p: (p.a, p.b))
        shares = self._agreeing(links)
        for link in links:
            a, b = self._segment[link.a], self._segment[link.b]
            if a.anchor != b.anchor:
                p = shares[link.kind] * link.score
                detail = f"the same picture ({link.kind}): one person in {shares[link.kind]:.3f} of such pairs"
                yield _pair(a, b, (Reason(link.kind, detail, _rounded(log_odds(p))),))

    def _agreeing(self, links: Sequence[Link]) -> Mapping[str, float]:
        """For each kind the share of pairs of one person, from those with a well-read number on both sides."""
        agreeing: dict[str, int] = defaultdict(int)
        compared: dict[str, int] = defaultdict(int)
        for link in links:
            a, b = self._segment[link.a], self._segment[link.b]
            if (
                a.anchor != b.anchor
                and min(a.certainty, b.certainty) > _SURE
                and not self._series.is_constant(a.number)
            ):
                compared[link.kind] += 1
                agreeing[link.kind] += a.number == b.number
        return {
            kind: (agreeing[kind] + _PICTURE * _PICTURE_WEIGHT) / (compared[kind] + _PICTURE_WEIGHT)
            for kind in {link.kind for link in links}
        }


def _pair(a: Segment, b: Segment, reasons: tuple[Reason, ...], *, joins: bool = True, by_number: bool = False) -> Pair:
    """The pair, the segment of which less is known first: it is the one that is proposed to belong."""
    first, second = sorted((a, b), key=lambda s: (s.certainty, len(s.shown), s.anchor))
    return Pair(first.anchor, second.anchor, reasons, joins, by_number)


def _share(segment: Segment, exhibit: str) -> float:
    return min(0.999, next(each.probability for each in segment.shown if each.exhibit == exhibit))


def _rounded(value: float) -> float:
    return round(value, _DECIMALS)


def star(groups: Iterable[Sequence[str]], eligible: Collection[str], numbered: Callable[[str], bool]) -> list[Link]:
    """Near-duplicates as links of each with the first of its group, one with a number if there is any."""
    links = []
    for group in groups:
        first, *others = sorted((e for e in group if e in eligible), key=lambda e: (not numbered(e), e)) or [""]
        links += [Link(min(e, first), max(e, first), "near-duplicate", 1.0) for e in others]
    return links
