"""Draws of the partition of photographs into persons, from the model that proposed it.

Each draw is one way in which everything may be, as likely as the model holds it:

1. In each line the persons shown are drawn from the hidden Markov model, given all readings of the line (forward
   filtering, backward sampling). A line without any number is cut at each pause as likely as the person changes there.
2. Links between segments, applied or open, hold as often as their probability. Whether numbers were given again
   (`persons_reuse`) is drawn once for all links that hang on it. Judgements hold in every draw: what was
   judged same is together; a line with photographs judged different stays as proposed; a draw in which links would join
   such photographs is replaced by the proposal.
3. A group is a person as likely as its photographs show one. A photograph alone may be of a person who is counted
   already: without a number it counts in half of the draws, with one as often as its number is right.

Any figure can be computed on each draw; its quantiles over draws are its interval.

Source: Chib, "Calculating posterior distributions and modal estimates in Markov mixture models", J. Econometrics 75
(1996), section 2 (backward sampling); figures on draws of a partition: Steorts, Hall and Fienberg (2016), section 3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from probata.linkage.bursts import Burst
from probata.linkage.clusters import components
from probata.linkage.persons import Linked
from probata.linkage.persons_joining import Proposal
from probata.linkage.persons_lines import Line
from probata.linkage.persons_reuse import REUSE
from probata.linkage.persons_segments import Segment
from probata.linkage.persons_sequence import NOBODY, Filtered, Shot, change_between, filtered
from probata.linkage.weights import probability

Labels = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
NOT_SHOWN = -1
_SETTLED = 0.9995
_BURST_ONLY = 0.8
_ALONE = 0.5


@dataclass(frozen=True, slots=True)
class PartitionDraws:
    """Draws of the partition.

    Attributes:
        exhibits: hex digests, sorted.
        labels: draws × exhibits; photographs with one label in a row show one person; -1: nobody, or not told.
        proposed: persons of the proposal itself.
    """

    exhibits: tuple[str, ...]
    labels: Labels
    proposed: int

    def counts(self, of: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.int64]:
        """Persons in each draw, all or those with a photograph among ``of`` (a mask of exhibits)."""
        chosen = self.labels if of is None else self.labels[:, of]
        return np.array([len(np.unique(row[row >= 0])) for row in chosen], np.int64)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The persons between these quantiles of the draws, ``level`` of them, and the proposal's.

        The proposal is the likeliest partition, draws are as likely as they are: many small doubts, each of which adds
        a person, move all draws of a large archive to one side of it. Which is right the model can't tell: both count.
        """
        low, high = np.quantile(self.counts(), [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
        return float(min(low, self.proposed)), float(max(high, self.proposed))


def draws(
    model: Linked,
    count: int = 1000,
    seed: int = 0,
    shows: Mapping[str, float] | None = None,
    bursts: Iterable[Burst] = (),
) -> PartitionDraws:
    """Draws of the partition.

    Args:
        model: what `persons.linked` gives.
        count: how many.
        seed: of the draws; equal seeds give equal draws.
        shows: the probability that a photograph shows a person, by hex digest, as far as it is known.
        bursts: all bursts; those of which no photograph was assigned show a person as often as ``shows`` says.
    """
    rng = np.random.default_rng(seed)
    drawing = _Drawing(model, count, rng, shows or {})
    drawing.draw_lines()
    drawing.draw_links()
    drawing.keep_judgements()
    drawing.draw_shown()
    drawing.draw_uncounted(bursts)
    proposed = len({each.person for each in model.persons.assignments if each.person is not None})
    return PartitionDraws(drawing.exhibits, np.ascontiguousarray(drawing.labels.T), proposed)


class _Drawing:
    """Labels of nodes as they are drawn, exhibits × draws."""

    def __init__(self, model: Linked, count: int, rng: np.random.Generator, shows: Mapping[str, float]) -> None:
        self._model, self._count, self._rng, self._shows = model, count, rng, shows
        self.exhibits = tuple(each.exhibit for each in model.persons.assignments)
        self._index = {exhibit: i for i, exhibit in enumerate(self.exhibits)}
        self._segment = {e.exhibit: segment for segment in model.division.segments for e in segment.shown}
        self._group = {exhibit: k for k, group in enumerate(model.joined.groups) for exhibit in group}
        self._different = {e for v in model.verdicts if v.verdict == "different" for e in (v.a, v.b)}
        self._proposed = np.full(len(self.exhibits), NOT_SHOWN, np.int32)
        self._nodes = len(model.joined.groups)
        self.labels: Labels = np.full((len(self.exhibits), count), NOT_SHOWN, np.int32)
        for exhibit, k in self._group.items():
            self._proposed[self._index[exhibit]] = k

    def draw_lines(self) -> None:
        """Step 1: a node for each photograph in each draw."""
        for segment in self._model.division.segments:
            node = self._new(1)
            for each in segment.shown:
                self.labels[self._index[each.exhibit]] = node
        for line in self._model.division.lines:
            if any(shot.exhibit in self._different for shot in line.shots):
                continue
            if all(self._segment[shot.exhibit].number == NOBODY for shot in line.shots):
                self._draw_unnumbered(line)
            elif not self._is_settled(line) and not self._is_cut(line):
                self._draw_numbered(line)
        for exhibit in self._different & self._group.keys():
            self._as_proposed(exhibit)

    def _new(self, nodes: int) -> int:
        self._nodes += nodes
        return self._nodes - nodes

    def _as_proposed(self, exhibit: str) -> None:
        """Everything in the lines and groups of photographs that were judged different stays as proposed."""
        for each in self._model.joined.groups[self._group[exhibit]]:
            for other in self._segment[each].shown:
                self.labels[self._index[other.exhibit]] = self._group[other.exhibit]
            self.labels[self._index[each]] = self._group[each]

    def _is_settled(self, line: Line) -> bool:
        return all(_probability(self._segment[shot.exhibit], shot.exhibit) >= _SETTLED for shot in line.shots)

    def _is_cut(self, line: Line) -> bool:
        """Whether one number was divided by pauses: then links tell which parts show one person."""
        numbers = [segment.number for segment in {s.anchor: s for s in map(self._of, line.shots)}.values()]
        named = [number for number in numbers if number != NOBODY]
        return len(set(named)) < len(named)

    def _of(self, shot: Shot) -> Segment:
        return self._segment[shot.exhibit]

    def _draw_unnumbered(self, line: Line) -> None:
        pauses = self._model.division.pauses
        places = [self._index[shot.exhibit] for shot in line.shots]
        changes = [0.0, *(change_between(a, b, pauses) for a, b in zip(line.shots, line.shots[1:], strict=False))]
        cut = self._rng.random((len(places), self._count)) < np.array(changes)[:, None]
        start = np.maximum.accumulate(np.where(cut, np.arange(len(places))[:, None], 0), axis=0)
        self.labels[places] = (self._new(len(places)) + start).astype(np.int32)

    def _draw_numbered(self, line: Line) -> None:
        division = self._model.division
        chain = filtered(line.shots, division.pauses, division.reading)
        states = sampled_states(chain, self._count, self._rng)
        nobody = states == 0
        begins = nobody & np.vstack([np.ones((1, self._count), bool), ~nobody[:-1]])
        order = np.arange(len(states))[:, None]
        run = np.maximum.accumulate(np.where(begins, order, 0), axis=0)
        first = self._new(len(chain.states) + len(states))
        places = [self._index[shot.exhibit] for shot in line.shots]
        self.labels[places] = np.where(nobody, first + len(chain.states) + run, first + states).astype(np.int32)

    def draw_links(self) -> None:
        """Step 2: join nodes by links."""
        anchors = {segment.anchor for segment in self._model.division.segments}
        applied = [p for p in self._model.joined.applied if p.a in anchors and p.b in anchors]
        links = [(p.a, p.b, *self._chances(p)) for p in (*applied, *self._model.joined.open) if not _within_line(p)]
        links += [(v.a, v.b, 1.0, 1.0) for v in self._model.verdicts if v.verdict == "same"]
        links = [each for each in links if each[0] in self._group and each[1] in self._group]
        if not links:
            return
        left = np.array([self._index[a] for a, *_ in links])
        right = np.array([self._index[b] for _, b, *_ in links])
        again = self._rng.random(self._count) < self._model.reuse.probability
        once, reused = (np.array([link[k] for link in links])[:, None] for k in (2, 3))
        holds = self._rng.random((len(links), self._count)) < np.where(again, reused, once)
        for k in range(self._count):
            column, held = self.labels[:, k], holds[:, k]
            joined = components(self._nodes, [(column[left[held]], column[right[held]])])
            shown = column >= 0
            column[shown] = joined[column[shown]]

    def _chances(self, proposal: Proposal) -> tuple[float, float]:
        """The link's probability where numbers were given once, and where they were given again."""
        if not any(reason.name == REUSE for reason in proposal.reasons):
            return proposal.probability, proposal.probability
        once = probability(sum(reason.weight for reason in proposal.reasons if reason.name != REUSE))
        again = self._model.reuse.probability
        return once, max(0.0, (proposal.probability - (1 - again) * once) / again)

    def keep_judgements(self) -> None:
        """A draw that joins photographs judged different becomes the proposal."""
        verdicts = [v for v in self._model.verdicts if v.a in self._group and v.b in self._group]
        apart = [v for v in verdicts if v.verdict == "different" and self._group[v.a] != self._group[v.b]]
        broken = np.zeros(self._count, bool)
        for v in apart:
            broken |= self.labels[self._index[v.a]] == self.labels[self._index[v.b]]
        self.labels[:, broken] = self._proposed[:, None]

    def draw_shown(self) -> None:
        """Step 3: which groups are persons."""
        numbered = np.array([_certainty(self._segment.get(e)) for e in self.exhibits])
        shows = np.array([self._shows.get(e, _BURST_ONLY) for e in self.exhibits])
        judged = {e for v in self._model.verdicts if v.verdict == "same" for e in (v.a, v.b)}
        held = np.array([e in judged for e in self.exhibits])
        for k in range(self._count):
            column = self.labels[:, k]
            shown = np.flatnonzero(column >= 0)
            groups, inverse, sizes = np.unique(column[shown], return_inverse=True, return_counts=True)
            best = np.zeros(len(groups))
            np.maximum.at(best, inverse, np.where(held[shown], 1.0, numbered[shown]))
            likely = np.bincount(inverse, shows[shown], len(groups)) / np.maximum(sizes, 1)
            alone = np.where(best > 0, np.maximum(best, _ALONE * likely), _ALONE * likely)
            chance = np.where(sizes > 1, np.where(best > 0, 1.0, likely), alone)
            gone = self._rng.random(len(groups)) >= chance
            column[shown[gone[inverse]]] = NOT_SHOWN

    def draw_uncounted(self, bursts: Iterable[Burst]) -> None:
        """Bursts of which nothing was assigned, as far as they may show a person."""
        for burst in bursts:
            places = [self._index[e] for e in burst.exhibits if e in self._index and e not in self._group]
            if not places or len(places) < len(burst.exhibits):
                continue
            chance = float(np.mean([self._shows.get(self.exhibits[i], 0.0) for i in places]))
            if chance > 0:
                node = self._new(1)
                drawn = np.flatnonzero(self._rng.random(self._count) < chance)
                self.labels[np.array(places)[:, None], drawn] = node


def sampled_states(chain: Filtered, count: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """States of each photograph in each draw, photographs × draws, as positions in ``chain.states``."""
    states = np.empty((len(chain.forward), count), np.int64)
    states[-1] = _chosen(chain.forward[-1][:, None], np.zeros(count, np.int64), rng)
    for i in range(len(chain.forward) - 2, -1, -1):
        table = chain.forward[i][:, None] * chain.transition(chain.changes[i])
        states[i] = _chosen(table / table.sum(axis=0, keepdims=True), states[i + 1], rng)
    return states


def _chosen(table: Floats, column: npt.NDArray[np.int64], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """For each draw a row of ``table``, by the probabilities in the draw's column."""
    cumulated = np.cumsum(table, axis=0)[:-1]
    return np.asarray((rng.random(len(column)) >= cumulated[:, column]).sum(axis=0), np.int64)


def _probability(segment: Segment, exhibit: str) -> float:
    return next(each.probability for each in segment.shown if each.exhibit == exhibit)


def _certainty(segment: Segment | None) -> float:
    return 0.0 if segment is None or segment.number == NOBODY else segment.certainty


def _within_line(proposal: Proposal) -> bool:
    """Whether the line's own model weighs it: drawn there."""
    return any(reason.name == "burst" for reason in proposal.reasons)
