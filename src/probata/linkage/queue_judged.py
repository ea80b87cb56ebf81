"""What need not be asked: judged subjects, what follows from them, and what this person has judged already.

Not here: the questions (`queue`).
"""

from collections.abc import Iterator, Sequence

from probata.ledger.judgements import DIFFERENT, PERSON, SAME, Judgement, Standing, Subject
from probata.linkage.clusters import Clusters


class Judged:
    """Answers, for one holder, what is settled and what is open."""

    def __init__(self, standings: Sequence[Standing], holder: str) -> None:
        self._standings = {(each.kind, each.a, each.b): each for each in standings}
        self._holder = holder
        held = [each.decision for each in standings if each.decision is not None and each.kind == PERSON]
        nodes = sorted({exhibit for each in held for exhibit in (each.a, each.b)})
        self._groups: Clusters[str] = Clusters(nodes)
        self._nodes = frozenset(nodes)
        for verdict, apply in ((SAME, self._groups.merge), (DIFFERENT, self._groups.keep_apart)):
            for each in held:
                if each.verdict == verdict:
                    apply(each.a, each.b)

    def settled(self, subject: Subject) -> bool:
        """Whether this holder need not be asked."""
        kind, a, b = subject
        standing = self._standings.get(subject)
        if standing is not None:
            return standing.state == "holds" or self._holder in standing.holders
        if kind != PERSON or not {a, b} <= self._nodes:
            return False
        return self._groups.together(a, b) or not self._groups.may_merge(a, b)

    def says(self, subject: Subject, verdict: str) -> bool:
        """Whether this very verdict holds."""
        standing = self._standings.get(subject)
        return standing is not None and standing.decision is not None and standing.decision.verdict == verdict

    def begun(self, subject: Subject) -> bool:
        """Whether somebody has judged it, and another must."""
        standing = self._standings.get(subject)
        return standing is not None and standing.state != "holds"

    def open_subjects(self) -> Iterator[Subject]:
        """What others have judged and this holder has not; of a split one pair across, since that tells the rest."""
        across: set[str] = {each.act for one in self._standings.values() for each in _different(one) if one.decision}
        for subject, standing in sorted(self._standings.items()):
            if standing.state == "holds" or self._holder in standing.holders:
                continue
            acts = {each.act for each in _different(standing)}
            if not acts or acts - across:
                across |= acts
                yield subject


def _different(standing: Standing) -> list[Judgement]:
    return [each for each in standing.said if each.kind == PERSON and each.verdict == DIFFERENT]
