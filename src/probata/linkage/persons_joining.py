"""Groups of photographs of one person, grown by the strongest pair first, under what is known to be different.

Rules:
* What people judged *same* is joined before anything else; what they judged *different* is never joined.
* Photographs of a segment are joined next; then groups, as long as the weights of all that is known of both groups make
  one person likely (0.8 or more). A pair's weight is computed anew when one of its groups has grown, so a chain of
  pairs can't join what their groups' numbers hold apart.
* A proposal that a judgement forbids is listed, never applied.
* What is neither joined nor unlikely (below 0.02) stays open: a question for a person; and so, however unlikely, does
  one number on both sides of a series that went back, or one that may have been given again.

The result does not depend on the order in which exhibits, proposals or judgements are given.

Source: correlation clustering (Bansal, Blum and Chawla, Machine Learning 56 (2004)) by greedy additive contraction
(Keuper et al., "Efficient decomposition of image and mesh graphs by lifted multicuts", ICCV 2015, section 4).
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from probata.linkage.clusters import Clusters
from probata.linkage.link import Reason
from probata.linkage.persons_comparing import (
    NOTHING_READ,
    NumberEvidence,
    Pair,
    Prior,
    agreement,
    best_number,
    neighbour_weight,
    number_weight,
    together,
)
from probata.linkage.persons_reuse import REUSE
from probata.linkage.weights import log_odds, probability

JOINED_FROM = 0.8
OPEN_FROM = 0.02
BACK = "series"
ASKED = frozenset({BACK, REUSE})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that two photographs show one person.

    Attributes:
        a: hex digest, the photograph that is proposed to belong.
        b: hex digest, the one it is proposed to belong with.
        probability: of the same person.
        reasons: why; never empty.
    """

    a: str
    b: str
    probability: float
    reasons: tuple[Reason, ...]

    @property
    def reason(self) -> Reason:
        """The first reason."""
        return self.reasons[0]


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
    """Groups, the proposals that made them, the open ones, and what was refused because of judgements."""

    groups: tuple[tuple[str, ...], ...]
    applied: tuple[Proposal, ...]
    open: tuple[Proposal, ...]
    contradictions: tuple[Contradiction, ...]


class Joining:
    """Grows groups. Each segment's evidence goes with the photograph that stands for it."""

    def __init__(
        self, exhibits: Iterable[str], evidence: Mapping[str, NumberEvidence], prior: Prior, verdicts: Sequence[Verdict]
    ) -> None:
        self._clusters: Clusters[str] = Clusters(sorted(exhibits))
        self._known = {exhibit for group in self._clusters.groups() for exhibit in group}
        self._prior = prior
        self._contradictions: list[Contradiction] = []
        self._applied: list[Proposal] = []
        self._apart: dict[str, list[Verdict]] = {}
        self._judge(verdicts)
        self._given = evidence
        self._evidence: dict[int, NumberEvidence] = {}

    def join(self, within: Iterable[Proposal], pairs: Iterable[Pair]) -> Joined:
        """Apply the proposals within segments, then pairs, the strongest first, and give the groups."""
        for proposal in sorted(within, key=lambda p: (-p.probability, min(p.a, p.b), max(p.a, p.b), p.a)):
            self._propose(proposal)
        for exhibit in sorted(self._given):
            key = self._clusters.key(exhibit)
            self._evidence[key] = together(self._of(key), self._given[exhibit], self._prior)
        left = self._contract(sorted(pairs, key=lambda pair: (pair.a, pair.b, pair.reasons[0].name)))
        groups = sorted(tuple(sorted(group)) for group in self._clusters.groups())
        return Joined(tuple(groups), tuple(self._applied), self._open(left), tuple(self._contradictions))

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
        if self._clusters.merge(proposal.a, proposal.b):
            self._applied.append(proposal)
        else:
            self._refuse(proposal.a, proposal.b, f"proposed: {proposal.reason.detail}")

    def _of(self, key: int) -> NumberEvidence:
        return self._evidence.get(key, NOTHING_READ)

    def _weight(self, pair: Pair) -> float:
        """Log-odds of one person for the groups of both, by all their readings."""
        left, right = self._of(self._clusters.key(pair.a)), self._of(self._clusters.key(pair.b))
        weight = pair.weight + self._said(pair, left, right)
        sure = log_odds(agreement(left, right, self._prior)) if pair.by_number else pair.most
        return min(weight, pair.most, sure)

    def _said(self, pair: Pair, left: NumberEvidence, right: NumberEvidence) -> float:
        """What the numbers say; neighbours in time have neighbouring numbers, so there the series' size says less."""
        said = number_weight(left, right, self._prior)
        return said if pair.by_number or said <= 0 else min(said, neighbour_weight(left, right, self._prior))

    def _contract(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Merge the groups of the strongest pair until none is strong enough; the pairs left between groups."""
        needed = log_odds(JOINED_FROM)
        heap = [(-self._weight(pair), k) for k, pair in enumerate(pairs) if pair.joins]
        heapq.heapify(heap)
        left = [pair for pair in pairs if not pair.joins]
        while heap:
            recorded, k = heapq.heappop(heap)
            pair = pairs[k]
            if self._clusters.together(pair.a, pair.b):
                continue
            weight = self._weight(pair)
            if heap and -weight > heap[0][0] and -weight > recorded:
                heapq.heappush(heap, (-weight, k))
            elif weight < needed:
                left.append(pair)
            elif not self._clusters.may_merge(pair.a, pair.b):
                self._refuse(pair.a, pair.b, f"proposed: {self._proposal(pair).reason.detail}")
            else:
                self._merge(pair)
        return left

    def _merge(self, pair: Pair) -> None:
        self._applied.append(self._proposal(pair))
        left, right = self._clusters.key(pair.a), self._clusters.key(pair.b)
        joined = together(self._of(left), self._of(right), self._prior)
        self._clusters.merge(pair.a, pair.b)
        self._evidence[self._clusters.key(pair.a)] = joined

    def _proposal(self, pair: Pair) -> Proposal:
        """The pair with the weight of both groups' numbers."""
        left, right = self._of(self._clusters.key(pair.a)), self._of(self._clusters.key(pair.b))
        reasons = pair.reasons
        if left.candidates and right.candidates:
            said = self._said(pair, left, right)
            names = f"{_written(left, self._prior)} and {_written(right, self._prior)}"
            reasons = (Reason("number", f"{names}: all readings of both together", round(said, 3)), *reasons)
            agreeing = agreement(left, right, self._prior)
            doubt = log_odds(agreeing) - pair.weight - said
            if pair.by_number and doubt < 0:
                detail = f"both were read as one number with probability {agreeing:.3f}, which no series can raise"
                reasons = (*reasons, Reason("reading", detail, round(doubt, 3)))
        total = sum(reason.weight for reason in reasons)
        if total > pair.most:
            reasons = (*reasons, Reason(REUSE, pair.doubt, round(pair.most - total, 3)))
        ordered = tuple(sorted(reasons, key=lambda r: (-abs(r.weight), r.name)))
        return Proposal(pair.a, pair.b, probability(sum(reason.weight for reason in ordered)), ordered)

    def _open(self, left: Iterable[Pair]) -> tuple[Proposal, ...]:
        """The likeliest question between each two groups."""
        best: dict[tuple[int, int], Proposal] = {}
        for pair in left:
            a, b = self._clusters.key(pair.a), self._clusters.key(pair.b)
            if a == b or not self._clusters.may_merge(pair.a, pair.b):
                continue
            proposal = self._proposal(pair)
            key = (min(a, b), max(a, b))
            asked = proposal.probability >= OPEN_FROM or any(reason.name in ASKED for reason in proposal.reasons)
            if asked and (key not in best or _before(proposal, best[key])):
                best[key] = proposal
        return tuple(sorted(best.values(), key=lambda p: (-p.probability, p.a, p.b)))

    def _refuse(self, a: str, b: str, what: str) -> None:
        others = set(self._clusters.members(b))
        acts = sorted(
            verdict.act
            for member in self._clusters.members(a)
            for verdict in self._apart.get(member, [])
            if verdict.a in others or verdict.b in others
        )
        self._contradictions.append(Contradiction(min(a, b), max(a, b), what, acts[0] if acts else ""))


def _before(one: Proposal, other: Proposal) -> bool:
    return (-one.probability, one.a, one.b) < (-other.probability, other.a, other.b)


def _written(evidence: NumberEvidence, prior: Prior) -> str:
    return "/".join(part for part in best_number(evidence, prior) if part)
