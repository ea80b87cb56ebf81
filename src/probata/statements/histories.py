"""The history of each commitment: what was promised, and what was said later, with what people made of it.

Rules:
* Later statements are those that a person compared, and the confirmed ones of the same party from that day on. What
  nobody compared is *not assessed*; that is the default and no finding.
* Where a date is not known, nothing is said of what came first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from probata.ledger.statements import NOT_ASSESSED, Assessment, KeptCommitment, KeptReply, Statement, Statements


@dataclass(frozen=True, slots=True)
class Later:
    """A statement beside a commitment.

    Attributes:
        statement: which.
        provision: the place of the part it was compared with; 0: the whole.
        label: what people found; `NOT_ASSESSED` where nobody compared, or they don't agree yet.
        confidence: how sure they are; "" where nobody compared.
        reason: why.
        state: ``holds``, ``pending``, ``conflict``, or "".
        history: who said what when, one line each, where there is more than one.
    """

    statement: Statement
    provision: int
    label: str
    confidence: str
    reason: str
    state: str
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A commitment with what came after it.

    Attributes:
        kept: the commitment.
        source: the confirmed statement in which it is made or reported; None where it is not confirmed any more.
        links: "replaces …" and "is implemented by …", with the other commitment's name.
        later: statements beside it, by date.
        replies: answers, corrections and notes, in the order taken down.
    """

    kept: KeptCommitment
    source: Statement | None
    links: tuple[tuple[str, str], ...]
    later: tuple[Later, ...]
    replies: tuple[KeptReply, ...]


_PASSIVE = {"implements": "is implemented by", "repeats": "is repeated by", "replaces": "is replaced by"}


def histories(known: Statements) -> tuple[History, ...]:
    """The history of every commitment, by the day it was made."""
    kept = sorted(known.commitments.values(), key=lambda each: (each.said.made or "9", each.said.commitment))
    return tuple(_history(known, each) for each in kept)


def said_on(statement: Statement) -> str:
    """When a statement was made, to the precision that is known; else when its document was published; else ""."""
    return statement.fields.get("said", "") or statement.fields.get("published", "")[:10]


def speaker_of(statement: Statement) -> str:
    """Who made it: the party, else the fullest naming, else as printed."""
    fields = statement.fields
    return fields.get("party", "") or fields.get("speaker-full", "") or fields.get("speaker", "")


def _history(known: Statements, kept: KeptCommitment) -> History:
    name = kept.said.commitment
    confirmed = {each.name: each for each in known.confirmed}
    links: list[tuple[str, str]] = [(one.said.relation, one.said.b) for one in known.links if one.said.a == name]
    links += [(_PASSIVE[one.said.relation], one.said.a) for one in known.links if one.said.b == name]
    about = {name, kept.statement}
    return History(
        kept=kept,
        source=confirmed.get(kept.statement),
        links=tuple(links),
        later=tuple(sorted(_later(known, kept, confirmed), key=_order)),
        replies=tuple(one for one in known.replies if one.said.about in about),
    )


def _later(known: Statements, kept: KeptCommitment, confirmed: dict[str, Statement]) -> Iterator[Later]:
    seen = {kept.statement}
    for each in known.assessments:
        if each.commitment == kept.said.commitment and each.statement in confirmed:
            seen.add(each.statement)
            yield _assessed(each, confirmed[each.statement])
    for name, statement in confirmed.items():
        if name not in seen and speaker_of(statement) == kept.said.party and _not_before(statement, kept.said.made):
            yield Later(statement, 0, NOT_ASSESSED, "", "", "", ())


def _assessed(each: Assessment, statement: Statement) -> Later:
    history = tuple(f"{one.at.date().isoformat()} {one.holder}: {one.verdict}. {one.reason}" for one in each.said)
    return Later(
        statement=statement,
        provision=each.provision,
        label=each.label or NOT_ASSESSED,
        confidence=each.confidence if each.label else "",
        reason=each.reason if each.label else "",
        state=each.state,
        history=history if len(history) > 1 else (),
    )


def _not_before(statement: Statement, made: str) -> bool:
    on = said_on(statement)
    return bool(on) and bool(made) and on[: len(made)] >= made[: len(on)]


def _order(each: Later) -> tuple[str, str, int, int]:
    statement = each.statement
    return said_on(statement) or "9", statement.exhibit, statement.start, each.provision
