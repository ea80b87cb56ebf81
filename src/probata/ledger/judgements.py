"""What the acts amount to: a pure function of them, in which nothing is ever un-said in place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from probata.digest import Digest
from probata.ledger.acts import ActUndone, ClassSet, LinkJudged
from probata.ledger.line import Entry

CLASS = "class"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision that holds.

    Attributes:
        kind: ``person``, ``picture`` or ``camera`` for a link; ``class`` for the class of a photograph.
        a: the exhibit, in hex; of a link the smaller one.
        b: the other exhibit of a link; empty for a class.
        verdict: same, different or cannot-tell; for a class its name.
        act: digest of the act, in hex.
        by: who decided.
        at: when.
        reason: why.
    """

    kind: str
    a: str
    b: str
    verdict: str
    act: str
    by: str
    at: datetime
    reason: str


def judgements(entries: Iterable[Entry]) -> tuple[Judgement, ...]:
    """The judgements that hold after these entries: the newest on each subject that is not undone.

    Undoing a later decision brings the earlier one back; undoing an undoing brings back what it undid.

    Args:
        entries: acts in the ledger's order.

    Returns:
        In the order of kind, then exhibits.
    """
    undone: set[Digest] = set()
    newest: dict[tuple[str, str, str], Judgement] = {}
    for entry in reversed(tuple(entries)):
        if entry.digest in undone:
            continue
        if isinstance(entry.act, ActUndone):
            undone.add(entry.act.act)
        elif isinstance(entry.act, LinkJudged | ClassSet):
            judgement = _judgement(entry, entry.act)
            newest.setdefault((judgement.kind, judgement.a, judgement.b), judgement)
    return tuple(newest[subject] for subject in sorted(newest))


def _judgement(entry: Entry, act: LinkJudged | ClassSet) -> Judgement:
    if isinstance(act, LinkJudged):
        kind, a, b, verdict = str(act.link), act.a.hex, act.b.hex, str(act.verdict)
    else:
        kind, a, b, verdict = CLASS, act.exhibit.hex, "", str(act.class_)
    return Judgement(kind, a, b, verdict, entry.digest.hex, entry.by, entry.at, act.reason)
