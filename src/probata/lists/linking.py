"""Links between records of lists, and inside a list: the probability that two are of one person, term by term.

Rules:
* A link is a proposal until a person judges it; a judged pair has probability 1 or 0.
* Of all pairs that were compared those of at least `LEAST` are kept, and those that were judged.
* Records are in the order of their list's name and their row; the order of lists in a text file changes nothing.

Not here: persons made of links (`persons`), tables of persons by list (`tables`), links to photographs
(`photographed`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probata.lists.calibration import Calibration, calibration
from probata.lists.columns import Columns, columns
from probata.lists.comparing import Compared, compared
from probata.lists.comparisons import NOT_STATED
from probata.lists.judged import CANNOT_TELL, DIFFERENT, SAME, Conflict, JudgedPair, judged_records
from probata.lists.records import ListOfRecords, Record
from probata.lists.training import (
    Judged,
    Trained,
    as_relatives,
    log_odds,
    prior_weight,
    trained,
    weights,
    with_frequencies,
)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
LEAST = 0.01
LEAST_SAID = -0.005
DIGITS = 6
SEED = 1


@dataclass(frozen=True, slots=True)
class Term:
    """What one comparison says for two records being of one person.

    Attributes:
        name: of the comparison, as ``given``; ``prior`` for the two lists' prior.
        words: for people, as "family's name: spelled alike".
        weight: natural log-odds that it adds.
    """

    name: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A link between two records.

    Attributes:
        a: the earlier record.
        b: the later one.
        probability: that they are of one person; 1 or 0 where it was judged.
        proposed: what the model says, whatever was judged.
        judged: same, different, cannot tell; "" where nobody judged.
        terms: why, strongest first; they and the prior add up to the log-odds before calibration.
    """

    a: Record
    b: Record
    probability: float
    proposed: float
    judged: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Linked:
    """Records of lists with their links.

    Attributes:
        names: of the lists, sorted.
        records: of all lists, by list and row.
        left: places of the earlier record of each link.
        right: of the later.
        probability: of each link.
        proposed: by the model.
        judged: as of `Pair`, by link.
        weights: links × comparisons, natural log-odds.
        levels: links × comparisons.
        stratum: which two lists, by link.
        model: the parameters.
        calibration: whether judged pairs corrected the probabilities.
        conflicts: judgements that contradict one another.
        unknown: judgements with a photograph, or of a record that is in no list now.
        compared: how many pairs were compared.
        complete: whether these were all pairs.
        left_out: blocks that were too large to compare, by rule.
    """

    names: tuple[str, ...]
    records: tuple[Record, ...]
    left: Ints
    right: Ints
    probability: Floats
    proposed: Floats
    judged: tuple[str, ...]
    weights: Floats
    levels: npt.NDArray[np.int8]
    stratum: Ints
    model: Trained
    calibration: Calibration
    conflicts: tuple[Conflict, ...]
    unknown: int
    compared: int
    complete: bool
    left_out: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.left)

    def pair(self, link: int) -> Pair:
        """One link with its reasons."""
        return Pair(
            self.records[self.left[link]], self.records[self.right[link]], float(self.probability[link]),
            float(self.proposed[link]), self.judged[link], tuple(self._terms(link)),
        )  # fmt: skip

    def pairs(self, least: float = 0.5) -> Iterator[Pair]:
        """Links of at least this probability, the most probable first."""
        order = np.lexsort((self.right, self.left, -self.probability))
        return (self.pair(int(link)) for link in order if self.probability[link] >= least)

    def queue(self) -> Iterator[Pair]:
        """Links that nobody judged, those that could most easily be either first."""
        order = np.lexsort((self.right, self.left, np.abs(self.probability - 0.5)))
        return (self.pair(int(link)) for link in order if not self.judged[link])

    def list_of_record(self) -> Ints:
        """By record the place of its list in ``names``."""
        place = {name: k for k, name in enumerate(self.names)}
        return np.array([place[record.list] for record in self.records], np.int64)

    def _terms(self, link: int) -> list[Term]:
        terms = [
            Term(each.name, f"{each.title}: {each.levels[level].words}", round(float(self.weights[link, k]), 4))
            for k, each in enumerate(self.model.comparisons)
            if (level := int(self.levels[link, k])) != NOT_STATED
        ]
        stratum = self.stratum[link : link + 1]
        kin = float(as_relatives(self.model, self.weights[link : link + 1], stratum)[0])
        if kin < LEAST_SAID:
            terms.append(Term("relatives", "what is the same could be of two relatives", round(kin, 4)))
        terms.sort(key=lambda term: -abs(term.weight))
        words = (
            f"before comparing: one pair in {1 / self.model.priors[stratum[0]]:,.0f} of these lists is of one person"
        )
        return [*terms, Term("prior", words, round(float(prior_weight(self.model, stratum)[0]), 4))]


def linked(lists: Iterable[ListOfRecords], judged: Iterable[JudgedPair] = (), seed: int = SEED) -> Linked:
    """The links between all records of these lists.

    Args:
        lists: as read.
        judged: judgements that hold.
        seed: of the pairs compared by chance.
    """
    listed = sorted(lists, key=lambda each: each.settings.name)
    names = tuple(each.settings.name for each in listed)
    records = tuple(record for each in listed for record in each.records)
    said = judged_records(records, judged)
    cells = columns(records, seed)
    pairs = compared(cells)
    sizes = np.array([len(each.records) for each in listed], dtype=float)
    code = np.repeat(np.arange(len(listed)), sizes.astype(int))
    stratum, totals = _strata(code, sizes, pairs.left, pairs.right)
    at = _places(pairs, said.verdicts, len(records))
    of = {
        v: np.array([at[p] for p, w in said.verdicts.items() if w == v and p in at], np.int64)
        for v in (SAME, DIFFERENT)
    }
    known, shares = Judged(of[SAME], of[DIFFERENT]), _shares(cells, pairs)
    model = with_frequencies(trained(pairs, stratum, totals, known), pairs, stratum, totals, shares, known)
    weight = weights(model, pairs, shares)
    logit = log_odds(model, weight, stratum)
    both = np.concatenate([of[SAME], of[DIFFERENT]])
    line = calibration(logit[both], np.arange(len(both)) < len(of[SAME]))
    proposed = np.round(1 / (1 + np.exp(-np.clip(line.of(logit), -40, 40))), DIGITS)
    kept = np.union1d(np.flatnonzero(proposed >= LEAST), np.array(sorted(at.values()), np.int64))
    apart = np.array([pair for pair in said.verdicts if pair not in at], np.int64).reshape(-1, 2)  # never compared
    left, right = (np.concatenate([pairs.left[kept], apart[:, 0]]), np.concatenate([pairs.right[kept], apart[:, 1]]))
    proposed = np.concatenate([proposed[kept], np.zeros(len(apart))])
    verdicts = tuple(said.verdicts.get((int(a), int(b)), "") for a, b in zip(left, right, strict=True))
    probability = np.array([_judged_probability(v, float(p)) for v, p in zip(verdicts, proposed, strict=True)])
    blank = np.zeros((len(apart), len(pairs.comparisons)))
    return Linked(
        names, records, left, right, probability, proposed, verdicts,
        weights=np.concatenate([weight[kept], blank]),
        levels=np.concatenate([pairs.levels[kept], (blank + NOT_STATED).astype(np.int8)]),
        stratum=_strata(code, sizes, left, right)[0],
        model=model, calibration=line, conflicts=said.conflicts, unknown=said.unknown,
        compared=len(pairs.left), complete=cells.complete, left_out=cells.left_out,
    )  # fmt: skip


def _judged_probability(verdict: str, proposed: float) -> float:
    return {SAME: 1.0, DIFFERENT: 0.0, CANNOT_TELL: proposed}.get(verdict, proposed)


def _strata(code: Ints, sizes: Floats, left: Ints, right: Ints) -> tuple[Ints, Floats]:
    """Of each pair which two lists it is of, and how many pairs of these there are."""
    k = len(sizes)
    low, high = np.minimum(code[left], code[right]), np.maximum(code[left], code[right])
    totals = np.outer(sizes, sizes)
    np.fill_diagonal(totals, sizes * (sizes - 1) / 2)
    return (low * k + high).astype(np.int64), totals.ravel()


def _places(pairs: Compared, verdicts: Mapping[tuple[int, int], str], n: int) -> dict[tuple[int, int], int]:
    """Where judged pairs are among the compared ones."""
    codes = pairs.left * n + pairs.right  # sorted, as pairs are
    found = {}
    for a, b in verdicts:
        place = int(np.searchsorted(codes, a * n + b))
        if place < len(codes) and codes[place] == a * n + b:
            found[a, b] = place
    return found


def _shares(cells: Columns, pairs: Compared) -> list[Floats | None]:
    """By comparison the share of records with the more frequent of each pair's two values; None: not by frequency."""
    found: list[Floats | None] = []
    for each in pairs.comparisons:
        share = _share(cells.table, each.name) if each.by_frequency else None
        found.append(None if share is None else np.maximum(share[pairs.left], share[pairs.right]))
    return found


def _share(table: pa.Table, name: str) -> Floats:
    """Of each record the share of records that have its value."""
    values = np.array([value or "" for value in table.column(name).to_pylist()])
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    stated = max(int((values != "").sum()), 1)
    return np.asarray(counts[place] / stated)
