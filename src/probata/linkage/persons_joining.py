"""Groups of photographs of one person, grown by the strongest proposal first, under what is known to be different.

Rules:
* What people judged *same* is joined before anything else; what they judged *different* is never joined.
* Two groups with different well-read numbers are never joined by a proposal, only by a judgement.
* A proposal that a judgement forbids is listed, never applied.

The result does not depend on the order in which exhibits, proposals or judgements are given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from probata.linkage.clusters import Clusters
from probata.linkage.link import Reason
from probata.linkage.persons_sequence import Number


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that two photographs show one person.

    Attributes:
        a: hex digest, the photograph that is proposed to belong.
        b: hex digest, the one it is proposed to belong with.
        probability: of the same person.
        reason: why.
    """

    a: str
    b: str
    probability: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided on two photographs: ``same`` or ``different``; ``act`` records it."""

    a: str
    b: str
    verdict: str
    act: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A proposal, or a judgement, that a judgement forbids: listed, not applied.

    Attributes:
        a: hex digest, smaller than ``b``.
        b: hex digest.
        what: one sentence for the reader.
        act: digest of the act of a judgement that is contradicted.
    """

    a: str
    b: str
    what: str
    act: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Groups, the proposals that made them, and what was refused because of judgements."""

    groups: tuple[tuple[str, ...], ...]
    applied: tuple[Proposal, ...]
    contradictions: tuple[Contradiction, ...]


class Joining:
    """Grows groups. Numbers are those of single photographs, as far as they are well read."""

    def __init__(self, exhibits: Iterable[str], numbers: Mapping[str, Number], verdicts: Sequence[Verdict]) -> None:
        self._clusters: Clusters[str] = Clusters(sorted(exhibits))
        self._known = {exhibit for group in self._clusters.groups() for exhibit in group}
        self._numbers = numbers
        self._contradictions: list[Contradiction] = []
        self._applied: list[Proposal] = []
        self._apart: dict[str, list[Verdict]] = {}
        self._judge(verdicts)

    def join(self, proposals: Iterable[Proposal]) -> Joined:
        """Apply proposals, the most probable first, and give the groups."""
        for proposal in sorted(proposals, key=lambda p: (-p.probability, min(p.a, p.b), max(p.a, p.b), p.a)):
            self._propose(proposal)
        groups = sorted(tuple(sorted(group)) for group in self._clusters.groups())
        return Joined(tuple(groups), tuple(self._applied), tuple(self._contradictions))

    def _judge(self, verdicts: Sequence[Verdict]) -> None:
        ordered = sorted(verdicts, key=lambda v: (v.a, v.b, v.act))
        known = [v for v in ordered if v.a in self._known and v.b in self._known]
        for verdict in known:
            if verdict.verdict == "different":
                self._clusters.keep_apart(verdict.a, verdict.b)
                self._apart.setdefault(verdict.a, []).append(verdict)
                self._apart.setdefault(verdict.b, []).append(verdict)
        for verdict in known:
            if verdict.verdict == "same" and not self._clusters.merge(verdict.a, verdict.b):
                self._refuse(verdict.a, verdict.b, "judged same, but kept apart by judgements of other photographs")

    def _propose(self, proposal: Proposal) -> None:
        if not self._clusters.may_merge(proposal.a, proposal.b):
            self._refuse(proposal.a, proposal.b, f"proposed: {proposal.reason.detail}")
        elif self._clusters.together(proposal.a, proposal.b) or self._numbers_agree(proposal.a, proposal.b):
            self._clusters.merge(proposal.a, proposal.b)
            self._applied.append(proposal)

    def _numbers_agree(self, a: str, b: str) -> bool:
        left, right = self._numbers_of(a), self._numbers_of(b)
        return not left or not right or not left.isdisjoint(right)

    def _numbers_of(self, exhibit: str) -> set[Number]:
        return {self._numbers[each] for each in self._clusters.members(exhibit) if each in self._numbers}

    def _refuse(self, a: str, b: str, what: str) -> None:
        others = set(self._clusters.members(b))
        acts = sorted(
            verdict.act
            for member in self._clusters.members(a)
            for verdict in self._apart.get(member, [])
            if verdict.a in others or verdict.b in others
        )
        self._contradictions.append(Contradiction(min(a, b), max(a, b), what, acts[0] if acts else ""))
