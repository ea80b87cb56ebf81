"""What the acts on statements amount to: a pure function of them.

Rules:
* A statement is one stretch of one exhibit's text. Its name is the digest of the first act that judged it, also where
  that was undone or said again: what refers to it goes on referring to it.
* Of what one holder of keys said the newest counts; where the protocol asks for two, two must agree (`judgements`).
* Nothing is assessed by default: a commitment and a statement that nobody compared have no assessment here.
* What refers to something that is not (or no longer) there is kept and counted in `Statements.dangling`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from probata.digest import Digest
from probata.ledger.acts import Act, ActUndone
from probata.ledger.acts_statements import (
    STATEMENT_ACTS,
    CommitmentRecorded,
    CommitmentsLinked,
    ConsistencyAssessed,
    FigureClaimed,
    ReplyRecorded,
    StatementJudged,
)
from probata.ledger.judgements import CONSISTENCY, STATEMENT, Judgement, Standing, State, standing
from probata.ledger.line import Entry

CONFIRMED = "confirmed"
NOT_ASSESSED = "not assessed"  # what nobody compared: the default, and no finding


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that somebody judged.

    Attributes:
        name: digest of the first act that judged it, in hex.
        act: the act that counts now.
        verdict: ``confirmed``, ``rejected``, ``cannot-tell``; "" where nothing holds yet.
        state: ``holds``, ``pending`` or ``conflict``.
        said: who said what when, the oldest first.
    """

    name: str
    act: str
    exhibit: str
    text: str
    start: int
    end: int
    quote: str
    fields: Mapping[str, str]
    verdict: str
    state: State
    said: tuple[Judgement, ...]

    @property
    def confirmed(self) -> bool:
        """Whether it is one, by all that is asked for."""
        return self.state == "holds" and self.verdict == CONFIRMED


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act that stands by itself, with who signed it and when it was made."""

    act: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class KeptCommitment:
    """A commitment as it was last recorded; ``statement`` is the name of the `Statement` it is made in."""

    recorded: Recorded
    said: CommitmentRecorded
    statement: str


@dataclass(frozen=True, slots=True)
class KeptLink:
    """A relation of two commitments."""

    recorded: Recorded
    said: CommitmentsLinked


@dataclass(frozen=True, slots=True)
class Assessment:
    """A commitment compared with a statement by people.

    Attributes:
        commitment: identifier.
        provision: its place; 0: the whole.
        statement: name of the `Statement`.
        label: what holds; "" while nothing does.
        confidence: of the one whose words count.
        reason: theirs.
        state: ``holds``, ``pending`` or ``conflict``.
        said: everything that was said, the oldest first: the history.
    """

    commitment: str
    provision: int
    statement: str
    label: str
    confidence: str
    reason: str
    state: State
    said: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class KeptReply:
    """An answer, a correction or a note."""

    recorded: Recorded
    said: ReplyRecorded


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A published number; ``statement`` is the name of the `Statement` that claims it."""

    recorded: Recorded
    said: FigureClaimed
    statement: str


@dataclass(frozen=True, slots=True)
class Statements:
    """All that people decided on statements.

    Attributes:
        statements: by name, in the order of their first acts.
        commitments: by identifier.
        links: between commitments.
        assessments: in the order of commitment, provision, statement.
        replies: in the order of their acts.
        claims: by identifier.
        dangling: acts that refer to a statement or a commitment which is not there or not confirmed, in hex.
        acts: the digests of all acts that this rests on.
    """

    statements: Mapping[str, Statement] = field(default_factory=dict)
    commitments: Mapping[str, KeptCommitment] = field(default_factory=dict)
    links: tuple[KeptLink, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    replies: tuple[KeptReply, ...] = ()
    claims: Mapping[str, KeptClaim] = field(default_factory=dict)
    dangling: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()

    @property
    def confirmed(self) -> tuple[Statement, ...]:
        """The statements that are confirmed."""
        return tuple(each for each in self.statements.values() if each.confirmed)


def statements_of(entries: Sequence[Entry], required: int = 1) -> Statements:
    """What the acts amount to.

    Args:
        entries: acts in the ledger's order.
        required: how many holders must agree on a statement or an assessment.
    """
    names = _names(entries)
    standing_acts = tuple(_not_undone(entries))
    by_act = {entry.digest.hex: entry.act for entry in entries}
    judged = standing(entries, required)
    statements = {each.name: each for each in _statements(judged, by_act, names)}
    order = {name: place for place, name in enumerate(dict.fromkeys(names.values()))}
    kept = _newest(standing_acts, names)
    assessments = tuple(_assessments(judged, by_act, names))
    return Statements(
        statements=dict(sorted(statements.items(), key=lambda item: order[item[0]])),
        commitments=kept.commitments,
        links=kept.links,
        assessments=assessments,
        replies=kept.replies,
        claims=kept.claims,
        dangling=tuple(_dangling(standing_acts, statements, kept.commitments, names)),
        acts=tuple(entry.digest.hex for entry in standing_acts if isinstance(entry.act, STATEMENT_ACTS)),
    )


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    """The name of the statement that each act judged, by the act's digest."""
    first: dict[tuple[str, str, int, int], str] = {}
    names: dict[str, str] = {}
    for entry in entries:
        if isinstance(act := entry.act, StatementJudged):
            subject = (act.exhibit.hex, act.text.hex, act.start, act.end)
            names[entry.digest.hex] = first.setdefault(subject, entry.digest.hex)
    return names


def _not_undone(entries: Sequence[Entry]) -> Iterator[Entry]:
    undone: set[Digest] = set()
    for entry in reversed(entries):
        if entry.digest not in undone and isinstance(entry.act, ActUndone):
            undone.add(entry.act.act)
    return (entry for entry in entries if entry.digest not in undone)


def _statements(judged: Iterable[Standing], by_act: Mapping[str, Act], names: Mapping[str, str]) -> Iterator[Statement]:
    for each in judged:
        if each.kind != STATEMENT:
            continue
        counts = each.decision or each.said[-1]
        act = by_act[counts.act]
        assert isinstance(act, StatementJudged)
        yield Statement(
            name=names[counts.act],
            act=counts.act,
            exhibit=act.exhibit.hex,
            text=act.text.hex,
            start=act.start,
            end=act.end,
            quote=act.quote,
            fields=dict(sorted(act.fields.items())),
            verdict=act.verdict if each.decision else "",
            state=each.state,
            said=each.said,
        )


def _assessments(
    judged: Iterable[Standing], by_act: Mapping[str, Act], names: Mapping[str, str]
) -> Iterator[Assessment]:
    for each in judged:
        if each.kind != CONSISTENCY:
            continue
        counts = each.decision or each.said[-1]
        act = by_act[counts.act]
        assert isinstance(act, ConsistencyAssessed)
        yield Assessment(
            commitment=act.commitment,
            provision=act.provision,
            statement=names.get(act.statement.hex, act.statement.hex),
            label=act.label if each.decision else "",
            confidence=act.confidence,
            reason=act.reason,
            state=each.state,
            said=each.said,
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    commitments: dict[str, KeptCommitment]
    links: tuple[KeptLink, ...]
    replies: tuple[KeptReply, ...]
    claims: dict[str, KeptClaim]


def _newest(entries: Iterable[Entry], names: Mapping[str, str]) -> _Kept:
    """What stands by itself: of what has a name the newest."""
    commitments: dict[str, KeptCommitment] = {}
    links: dict[tuple[str, str, str], KeptLink] = {}
    replies: list[KeptReply] = []
    claims: dict[str, KeptClaim] = {}
    for entry in entries:
        recorded = Recorded(entry.digest.hex, entry.by, entry.at.isoformat())
        match entry.act:
            case CommitmentRecorded() as act:
                commitments[act.commitment] = KeptCommitment(recorded, act, _named(names, act.statement))
            case CommitmentsLinked() as act:
                links[act.a, act.relation, act.b] = KeptLink(recorded, act)
            case ReplyRecorded() as act:
                replies.append(KeptReply(recorded, act))
            case FigureClaimed() as act:
                claims[act.claim] = KeptClaim(recorded, act, _named(names, act.statement))
            case _:
                pass
    ordered = tuple(links[key] for key in sorted(links))
    return _Kept(dict(sorted(commitments.items())), ordered, tuple(replies), dict(sorted(claims.items())))


def _named(names: Mapping[str, str], act: Digest) -> str:
    return names.get(act.hex, act.hex)


def _dangling(
    entries: Iterable[Entry],
    statements: Mapping[str, Statement],
    commitments: Mapping[str, KeptCommitment],
    names: Mapping[str, str],
) -> Iterator[str]:
    """The acts that refer to what is not there, or is not confirmed."""
    confirmed = {name for name, each in statements.items() if each.confirmed}
    for entry in entries:
        match entry.act:
            case CommitmentRecorded() | FigureClaimed() as act:
                sound = _named(names, act.statement) in confirmed
            case ConsistencyAssessed() as act:
                sound = _named(names, act.statement) in confirmed and act.commitment in commitments
            case CommitmentsLinked() as act:
                sound = act.a in commitments and act.b in commitments
            case ReplyRecorded() as act:
                sound = act.about in commitments or names.get(act.about, act.about) in confirmed
            case _:
                sound = True
        if not sound:
            yield entry.digest.hex
