"""The error of linkage carried into an estimate: who is who is drawn many times, and everything is done on each draw.

1. Every pair of records holds as often as its probability says, independently of the other pairs; pairs that a person
   judged have 1 or 0.
2. What pairs join directly or through others is one person. A draw that joins, through others, two records that were
   judged different is drawn again for the records concerned; if that does not help, only pairs that are certain hold
   there.
3. On each draw the histories are tabulated and N is estimated; estimates are pooled (`pooling.combined`), with the
   variance within and between draws.

Joining through others makes more links than the probabilities say, where many doubtful pairs hang together. How many
more is told by `Partitions.excess`.

Source: Sadinle, "Bayesian propagation of record linkage uncertainty into population size estimation of human rights
violations", Annals of Applied Statistics 12 (2018) (linkage averaging); Zhou and Reiter, The American
Statistician 64 (2010).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from probata.errors import BadInput, UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.pooling import Part, combined

Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int32]
DRAWS, LEAST_DRAWS = 100, 50
TRIES = 20
MUCH_EXCESS = 0.05


@dataclass(frozen=True)
class Pairs:
    """Pairs of records that may be one person.

    Attributes:
        records: how many records there are.
        a: (p,) places of records.
        b: (p,) places of records.
        probability: (p,) calibrated probabilities; 1 judged the same, 0 judged different.
    """

    records: int
    a: Places
    b: Places
    probability: Floats

    def __post_init__(self) -> None:
        if not len(self.a) == len(self.b) == len(self.probability):
            raise BadInput("pairs", expected="as many probabilities as pairs", found=str(len(self.probability)))
        if not len(self.a):
            return
        if min(self.a.min(), self.b.min()) < 0 or max(self.a.max(), self.b.max()) >= self.records:
            raise BadInput("pairs", expected=f"places 0 to {self.records - 1}", found="others")
        if (self.a == self.b).any():
            raise BadInput("pairs", expected="two different records", found="a record with itself")
        if not ((self.probability >= 0) & (self.probability <= 1)).all():
            raise BadInput("pairs", expected="probabilities from 0 to 1", found="others")


@dataclass(frozen=True)
class Partitions:
    """Draws of who is who.

    Attributes:
        labels: (draws, records); records with one label in a row are one person.
        persons: (draws,) how many distinct persons there are in each.
        expected: how many of the candidate pairs the probabilities say are links, on average.
        joined: how many of them are joined, on average over the draws.
        gave_up: how many times only certain pairs held because others joined what was judged different.
    """

    labels: Labels
    persons: Places
    expected: float
    joined: float
    gave_up: int

    @property
    def excess(self) -> float:
        """By which share joining through others makes more links than the probabilities say."""
        return self.joined / self.expected - 1 if self.expected else 0.0

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """The distinct persons between which ``level`` of the draws lie."""
        low, high = np.quantile(self.persons, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
        return float(low), float(high)


def partitions(pairs: Pairs, draws: int = DRAWS, seed: int = 1) -> Partitions:
    """Draws of the partition of records into persons.

    Args:
        pairs: candidate pairs.
        draws: how many, at least 50.
        seed: equal seeds give equal draws.

    Raises:
        UsageError: fewer than 50 draws.
        BadInput: records judged different are joined by pairs judged the same.
    """
    if draws < LEAST_DRAWS:
        raise UsageError("partitions", expected=f"{LEAST_DRAWS} or more", found=str(draws))
    rng = np.random.default_rng(seed)
    apart = pairs.probability == 0
    certain = _joined(pairs, pairs.probability == 1)
    wrong = np.flatnonzero(apart & (certain[pairs.a] == certain[pairs.b]))
    if len(wrong):
        raise BadInput(
            "records judged different are joined by pairs judged the same", expected="judgements that agree",
            found=f"records {pairs.a[wrong[0]]} and {pairs.b[wrong[0]]}",
        )  # fmt: skip
    labels: Labels = np.empty((draws, pairs.records), np.int32)
    gave_up, joined = 0, 0
    for draw in range(draws):
        labels[draw], lost = _drawn(pairs, apart, rng)
        gave_up += lost
        joined += int((labels[draw][pairs.a] == labels[draw][pairs.b]).sum())
    persons = np.array([row.max() + 1 if pairs.records else 0 for row in labels], np.int64)
    return Partitions(labels, persons, float(pairs.probability.sum()), joined / draws, gave_up)


def _drawn(pairs: Pairs, apart: npt.NDArray[np.bool_], rng: np.random.Generator) -> tuple[Labels, int]:
    """One partition, and how many groups were left to their certain pairs."""
    held = rng.random(len(pairs.probability)) < pairs.probability
    for attempt in range(TRIES + 1):
        label = _joined(pairs, held)
        broken = np.unique(label[pairs.a[apart & (label[pairs.a] == label[pairs.b])]])
        if not len(broken):
            return label, 0
        concerned = np.isin(label[pairs.a], broken)
        again = rng.random(int(concerned.sum())) < pairs.probability[concerned]
        held[concerned] = again if attempt < TRIES else pairs.probability[concerned] == 1
    label = _joined(pairs, held)
    return label, len(broken)


def _joined(pairs: Pairs, held: npt.NDArray[np.bool_]) -> Labels:
    """Labels 0, 1 … of the groups that the pairs held make."""
    edges = coo_array((np.ones(int(held.sum()), np.int8), (pairs.a[held], pairs.b[held])), (pairs.records,) * 2)
    found: Labels = np.asarray(connected_components(edges, directed=False)[1], np.int32)
    return found


def tabulated(labels: Labels, of_list: Places, names: Sequence[str]) -> Lists:
    """The table of histories of one partition.

    Args:
        labels: (records,) persons, 0, 1 ….
        of_list: (records,) the place of each record's list in ``names``.
        names: the lists.
    """
    histories = np.zeros(int(labels.max(initial=-1)) + 1, np.int64)
    np.bitwise_or.at(histories, labels, np.left_shift(1, of_list))
    return Lists(tuple(names), np.bincount(histories, minlength=1 << len(names)).astype(np.int64))


def over_partitions(
    drawn: Partitions, of_list: Places, names: Sequence[str], estimate: Callable[[Lists], Outcome],
    level: float = LEVEL, seed: int = 1,
) -> Outcome:  # fmt: skip
    """N estimated on each partition and pooled.

    Args:
        drawn: the partitions.
        of_list: (records,) the place of each record's list in ``names``.
        names: the lists.
        estimate: the method.
        level: of the interval.
        seed: of the choice among draws.

    Returns:
        The pooled estimate with the variances within and between, or a refusal, as `pooling.combined`.
    """
    known: dict[bytes, Outcome] = {}  # small archives draw the same table often
    parts = []
    for number, row in enumerate(drawn.labels, start=1):
        lists = tabulated(row, of_list, names)
        key = lists.counts.tobytes()
        if key not in known:
            known[key] = estimate(lists)
        parts.append(Part(f"partition {number}", lists.observed, known[key]))
    found = combined(parts, level, seed)
    return found if isinstance(found, Refused) else _noted(found, drawn, level)


def _noted(found: Population, drawn: Partitions, level: float) -> Population:
    low, high = drawn.interval(level)
    cautions = list(found.cautions)
    if drawn.excess > MUCH_EXCESS:
        cautions.append(
            Caution(
                "links-through-others",
                f"joining records through others makes {drawn.excess:.0%} more links than the probabilities say",
            )
        )
    if drawn.gave_up:
        cautions.append(
            Caution(
                "judgements-against-links",
                f"{drawn.gave_up:,} times in {len(drawn.labels):,} draws doubtful pairs would have joined what was "
                "judged different, and only certain pairs were kept",
            )
        )
    notes = dict(found.diagnostics) | {
        "partitions": len(drawn.labels), "persons_mean": float(drawn.persons.mean()),
        "persons_sd": float(drawn.persons.std(ddof=1)), "persons_low": low, "persons_high": high,
        "links_expected": drawn.expected, "links_joined": drawn.joined,
    }  # fmt: skip
    return Population(
        found.method, found.model, found.estimate, found.observed, found.interval, found.intervals, found.se, notes,
        tuple(cautions), found.draws,
    )  # fmt: skip
