"""How well consistency finds and labels what bears on a commitment, on worlds with known truth."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from probata.proficiency.consistency_worlds import Pair, World
from probata.statements.consistency import Retrieval
from probata.statements.consistency_values import LABELS, Candidate, Commitment, Label, Place

FIRST = 5
Search = Callable[[World], Callable[[Commitment, int], Sequence[Candidate]]]


@dataclass(slots=True)
class Score:
    """Counts over all commitments of some worlds.

    Attributes:
        commitments: how many have a passage to be found.
        first: how many have a right passage in the first place.
        among: how many have one among the first five.
        pairs: passages to be found.
        pairs_first: passages that are in the first place but for other right ones.
        pairs_among: … among the first five, other right ones not counted (filtered recall).
        pairs_strict: … among the first five as they stand.
        shown: candidates among the first five.
        unrelated: of those the ones that bear on nothing.
        false_alarms: of the unrelated those suggested as something.
        labels: (true label, suggested label) of right passages among the first five.
        pair_labels: (true label, suggested label) of all passages to be found, whatever their rank.
        by_label: true label → (among the five, all).
    """

    commitments: int = 0
    first: int = 0
    among: int = 0
    pairs: int = 0
    pairs_first: int = 0
    pairs_among: int = 0
    pairs_strict: int = 0
    shown: int = 0
    unrelated: int = 0
    false_alarms: int = 0
    labels: Counter[tuple[Label, Label]] = field(default_factory=Counter)
    pair_labels: Counter[tuple[Label, Label]] = field(default_factory=Counter)
    by_label: Counter[tuple[Label, bool]] = field(default_factory=Counter)

    @property
    def right_labels(self) -> float:
        """Share of right passages among the five whose suggested label is the true one."""
        return _share(sum(count for (true, said), count in self.labels.items() if true == said), self.labels.total())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def rules(world: World) -> Callable[[Commitment, int], Sequence[Candidate]]:
    """The search of the package."""
    return Retrieval(world.passages, world.sides).candidates


def score_of(worlds: Sequence[World], search: Search = rules) -> Score:
    """The counts of some worlds."""
    score = Score()
    for world in worlds:
        find = search(world)
        for commitment in world.commitments:
            pairs = [pair for pair in world.pairs if pair.commitment == commitment.id]
            if pairs:
                _count(score, find(commitment, len(world.passages)), pairs)
    return score


def _count(score: Score, ranked: Sequence[Candidate], pairs: Sequence[Pair]) -> None:
    meant = [[pair for pair in pairs if covers(candidate.passage.place, pair.place)] for candidate in ranked]
    score.commitments += 1
    score.first += bool(meant and meant[0])
    score.among += any(meant[:FIRST])
    for pair in pairs:
        place = next((place for place, here in enumerate(meant) if pair in here), len(ranked))
        wrong_before = sum(1 for here in meant[:place] if not here)
        score.pairs += 1
        score.pairs_first += place < len(ranked) and wrong_before == 0
        score.pairs_among += place < len(ranked) and wrong_before < FIRST
        score.pairs_strict += place < FIRST
        score.by_label[pair.label, place < FIRST] += 1
        if place < len(ranked):
            score.pair_labels[pair.label, ranked[place].suggested] += 1
    for candidate, here in zip(ranked[:FIRST], meant[:FIRST], strict=True):
        score.shown += 1
        score.unrelated += not here
        score.false_alarms += not here and candidate.suggested != "unrelated"
        if here:
            score.labels[here[0].label, candidate.suggested] += 1


def covers(found: Place, true: Place) -> bool:
    """Whether two places share more than half of the shorter one."""
    if found.document != true.document:
        return False
    shared = min(found.end, true.end) - max(found.start, true.start)
    return 2 * shared > min(found.end - found.start, true.end - true.start)


def lines_of(score: Score) -> list[str]:
    """The counts as text."""
    table = [f"  {'true / suggested':18}" + "".join(f"{label:>13}" for label in LABELS)]
    for true in LABELS[:-1]:
        counts = "".join(f"{score.pair_labels[true, said]:>13}" for said in LABELS)
        table.append(f"  {true:18}{counts}")
    by_label = ", ".join(
        f"{label} {score.by_label[label, True]}/{score.by_label[label, True] + score.by_label[label, False]}"
        for label in LABELS[:-1]
    )
    return [
        f"commitments {score.commitments}: a right passage first {_share(score.first, score.commitments):.3f}, "
        f"among the first five {_share(score.among, score.commitments):.3f}",
        f"pairs {score.pairs}: recall@1 {_share(score.pairs_first, score.pairs):.3f}, "
        f"recall@5 {_share(score.pairs_among, score.pairs):.3f} (other right passages not counted), "
        f"{_share(score.pairs_strict, score.pairs):.3f} as ranked",
        f"  among the first five as ranked: {by_label}",
        f"shown {score.shown}: unrelated {score.unrelated}, of those suggested as something {score.false_alarms}",
        f"label right on right passages among the five: {score.right_labels:.3f} of {score.labels.total()}",
        "suggested labels of all pairs, whatever their rank:",
        *table,
    ]
