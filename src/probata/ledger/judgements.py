"""What the acts amount to: a pure function of them, in which nothing is ever un-said in place.

Rules:
* Of what one holder of keys said on one subject the newest counts. Two keys of one holder are one holder.
* An undone act says nothing on any of its subjects; undoing an undoing brings back what it undid.
* Where the protocol asks for two, a verdict holds when two holders give it and more than any other verdict; till then
  the subject is pending (one has judged) or in conflict (a further one must).

A merge is *same* for its two photographs. A split is *same* along each of its sides and *different* for every pair
across, so that it holds whatever groups a later run makes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal, get_args

from probata.digest import Digest
from probata.ledger.acts import (
    Act,
    ActUndone,
    ClassSet,
    InquiryOpened,
    KeyAdded,
    LinkJudged,
    LinkKind,
    NumberSet,
    PersonClassSet,
    PersonsMerged,
    PersonSplit,
    PhotographerSet,
)
from probata.ledger.acts_examination import RecordsJudged, Verdict
from probata.ledger.acts_statements import ConsistencyAssessed, StatementJudged
from probata.ledger.agreement import Agreement, agreement
from probata.ledger.line import Entry

PERSON, CLASS, NUMBER, PERSON_CLASS = "person", "class", "number", "person-class"
PHOTOGRAPHER, TO = "photographer", " to "
RECORD = "record"
STATEMENT, CONSISTENCY = "statement", "consistency"
SAME, DIFFERENT = "same", "different"
LINKS: tuple[str, ...] = get_args(LinkKind)
State = Literal["holds", "pending", "conflict"]
Subject = tuple[str, str, str]  # kind, a, b


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision that a person made.

    Attributes:
        kind: ``person``, ``picture`` or ``camera`` for a link; ``class`` or ``number`` of a photograph;
            ``person-class`` for the class of the person on it; ``photographer`` for who used the device that took it;
            ``record`` for two records of lists, or a record and a photograph; ``statement`` for a stretch of a text;
            ``consistency`` for a commitment and a statement.
        a: the exhibit, in hex; of a link the smaller one; of consistency the commitment and provision, ``c1/0``.
        b: the other exhibit of a link; the role of a number; of a photographer the period, as
            ``2012-05-03 to 2012-06-30``, either side may be empty; empty for a class; of a statement its text and
            place, as ``TEXT 12-40``; of consistency the digest of the act that confirmed the statement.
        verdict: same, different or cannot-tell; for a class its name; for a number its value, illegible or absent;
            the code of a photographer; confirmed, rejected or cannot-tell; repeats, contradicts and so on.
        act: digest of the act, in hex.
        by: who decided.
        at: when.
        reason: why.
        holder: whose key signed, as the ledger names the holder.
    """

    kind: str
    a: str
    b: str
    verdict: str
    act: str
    by: str
    at: datetime
    reason: str
    holder: str = ""

    @property
    def subject(self) -> Subject:
        """What was judged: kind, ``a`` and ``b``."""
        return self.kind, self.a, self.b


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a subject is judged.

    Attributes:
        kind: as of the `Judgement`.
        a: as of the `Judgement`.
        b: as of the `Judgement`.
        state: ``holds``; ``pending``: too few have judged; ``conflict``: they differ, and a further one must judge.
        said: everything that was said on it and not undone, the oldest first.
        decision: the newest judgement of those that agree; None where nothing holds.
    """

    kind: str
    a: str
    b: str
    state: State
    said: tuple[Judgement, ...]
    decision: Judgement | None

    @property
    def holders(self) -> frozenset[str]:
        """Who has judged."""
        return frozenset(each.holder for each in self.said)


def judgements(entries: Iterable[Entry], required: int = 1) -> tuple[Judgement, ...]:
    """The judgements that hold after these entries.

    Args:
        entries: acts in the ledger's order.
        required: how many holders must agree; 1: the newest verdict on a subject holds, whoever gave it.

    Returns:
        In the order of kind, then exhibits.
    """
    return tuple(each.decision for each in standing(entries, required) if each.decision is not None)


def standing(entries: Iterable[Entry], required: int = 1) -> tuple[Standing, ...]:
    """How far each subject is judged that anybody has judged.

    Args:
        entries: acts in the ledger's order.
        required: how many holders must agree.

    Returns:
        In the order of kind, then exhibits.
    """
    said: dict[Subject, list[Judgement]] = {}
    for judgement in _said(tuple(entries)):
        said.setdefault(judgement.subject, []).append(judgement)
    return tuple(_standing(subject, said[subject], required) for subject in sorted(said))


def agreement_of(standings: Sequence[Standing], kind: str) -> Agreement:
    """How far the first two holders agreed on the subjects of one kind, each by the first thing that they said.

    What was said later, perhaps knowing the other's verdict, does not count; nor do splits, whose many pairs are
    one decision.

    Args:
        standings: what `standing` gives.
        kind: of the `Judgement`.
    """
    pairs_of_act = Counter(each.act for one in standings for each in one.said)
    pairs: list[tuple[str, str]] = []
    for one in standings:
        first: dict[str, str] = {}
        for each in one.said:
            if one.kind == kind and pairs_of_act[each.act] == 1:
                first.setdefault(each.holder, each.verdict)
        if len(first) > 1:
            a, b, *_ = first.values()
            pairs.append((a, b))
    categories = get_args(Verdict) if kind in LINKS else tuple(sorted({each for pair in pairs for each in pair}))
    return agreement(pairs, categories)


def said_by(act: Act) -> Iterator[tuple[Subject, str]]:
    """What an act says on which subjects; nothing where it is no judgement."""
    match act:
        case LinkJudged():
            yield (act.link, act.a.hex, act.b.hex), act.verdict
        case RecordsJudged():
            yield (RECORD, act.a.hex, act.b.hex), act.verdict
        case PersonsMerged():
            yield (PERSON, act.a.hex, act.b.hex), SAME
        case PersonSplit():
            yield from _split(sorted(act.part.values()), sorted(act.rest.values()))
        case ClassSet():
            yield (CLASS, act.exhibit.hex, ""), act.class_
        case NumberSet():
            yield (NUMBER, act.exhibit.hex, act.role), act.value
        case PersonClassSet():
            yield (PERSON_CLASS, act.exhibit.hex, ""), act.class_
        case PhotographerSet():
            yield (PHOTOGRAPHER, act.exhibit.hex, f"{act.first}{TO}{act.last}"), act.photographer
        case StatementJudged():
            yield (STATEMENT, act.exhibit.hex, f"{act.text.hex} {act.start}-{act.end}"), act.verdict
        case ConsistencyAssessed():
            yield (CONSISTENCY, f"{act.commitment}/{act.provision}", act.statement.hex), act.label


def holder_of(entries: Iterable[Entry]) -> dict[Digest, str]:
    """The holder of each key, by fingerprint, as the ledger names them."""
    acts = (entry.act for entry in entries)
    return {act.fingerprint: act.holder for act in acts if isinstance(act, InquiryOpened | KeyAdded)}


def _said(entries: Sequence[Entry]) -> Iterator[Judgement]:
    """What was said and not undone, in order."""
    undone: set[Digest] = set()
    for entry in reversed(entries):
        if entry.digest not in undone and isinstance(entry.act, ActUndone):
            undone.add(entry.act.act)
    holders = holder_of(entries)
    for entry in entries:
        if entry.digest in undone:
            continue
        holder = holders.get(entry.key, entry.key.hex)
        for (kind, a, b), verdict in said_by(entry.act):
            reason = str(getattr(entry.act, "reason", ""))
            yield Judgement(kind, a, b, verdict, entry.digest.hex, entry.by, entry.at, reason, holder)


def _split(part: Sequence[Digest], rest: Sequence[Digest]) -> Iterator[tuple[Subject, str]]:
    for side in (part, rest):
        for a, b in pairwise(side):
            yield (PERSON, a.hex, b.hex), SAME
    for one in part:
        for other in rest:
            yield (PERSON, min(one, other).hex, max(one, other).hex), DIFFERENT


def _standing(subject: Subject, said: Sequence[Judgement], required: int) -> Standing:
    newest = {each.holder: each for each in said}
    if required <= 1:
        return Standing(*subject, "holds", tuple(said), said[-1])
    if len(newest) < required:
        return Standing(*subject, "pending", tuple(said), None)
    (verdict, votes), *others = Counter(each.verdict for each in newest.values()).most_common(2)
    if votes < required or any(count == votes for _, count in others):
        return Standing(*subject, "conflict", tuple(said), None)
    decision = [each for each in said if each.verdict == verdict and each is newest[each.holder]][-1]
    return Standing(*subject, "holds", tuple(said), decision)
