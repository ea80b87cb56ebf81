"""The report's table of commitments and what was said later: words and dates as signed, each with where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from probata.errors import BadInput
from probata.ledger.statements import Statement
from probata.snapshot import Snapshot
from probata.statements.histories import History, Later, histories, said_on, speaker_of
from probata.statements.parties_file import parse

SHORT = 12


@dataclass(frozen=True, slots=True)
class Quoted:
    """A statement as it is printed: who, when, the words, and where they stand."""

    speaker: str
    printed: str
    said: str
    words: str
    kind: str
    hedges: str
    via: str
    source: str
    exhibit: str
    place: str

    @property
    def short(self) -> str:
        """The exhibit's first digits."""
        return self.exhibit[:SHORT]


@dataclass(frozen=True, slots=True)
class LaterRow:
    """A statement beside a commitment, with what people made of it."""

    quoted: Quoted
    provision: str
    label: str
    confidence: str
    reason: str
    state: str
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment with what came after it."""

    name: str
    party: str
    form: str
    terms: tuple[tuple[str, str], ...]
    provisions: tuple[tuple[str, str], ...]
    made: str
    deadline: str
    quoted: Quoted | None
    links: tuple[tuple[str, str], ...]
    later: tuple[LaterRow, ...]
    replies: tuple[tuple[str, str, str, str], ...]


def party_names(snapshot: Snapshot) -> Mapping[str, str]:
    """How parties are printed, by identifier; none where the inquiry's file of parties can't be used."""
    try:
        return {each.id: each.name for each in parse(snapshot.parties).parties}
    except BadInput:
        return {}


def commitment_rows(snapshot: Snapshot) -> tuple[CommitmentRow, ...]:
    """All commitments of a snapshot, by the day they were made."""
    names = party_names(snapshot)
    return tuple(_row(each, names) for each in histories(snapshot.statements))


def quoted(statement: Statement, names: Mapping[str, str]) -> Quoted:
    """A statement as it is printed; parties by their ``names``."""
    fields = statement.fields
    named = " – ".join(part for part in (fields.get("publisher", ""), fields.get("headline", "")) if part)
    return Quoted(
        speaker=names.get(speaker_of(statement), speaker_of(statement)),
        printed=fields.get("speaker", ""),
        said=said_on(statement),
        words=statement.quote,
        kind=fields.get("kind", ""),
        hedges=fields.get("hedges", ""),
        via=fields.get("via", ""),
        source=named,
        exhibit=statement.exhibit,
        place=f"{statement.start}-{statement.end}",
    )


def _row(each: History, names: Mapping[str, str]) -> CommitmentRow:
    said = each.kept.said
    return CommitmentRow(
        name=said.commitment,
        party=names.get(said.party, said.party),
        form=said.form,
        terms=tuple(sorted(said.terms.items())),
        provisions=tuple(said.provisions.items()),
        made=said.made,
        deadline=said.deadline,
        quoted=None if each.source is None else quoted(each.source, names),
        links=each.links,
        later=tuple(_later(one, names) for one in each.later),
        replies=tuple((one.said.what, one.said.by, one.said.date, one.said.words) for one in each.replies),
    )


def _later(one: Later, names: Mapping[str, str]) -> LaterRow:
    provision = str(one.provision) if one.provision else ""
    words = quoted(one.statement, names)
    return LaterRow(words, provision, one.label, one.confidence, one.reason, one.state, one.history)
