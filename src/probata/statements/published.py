"""Claims of figures, as published numbers that are put beside ours."""

from probata.ledger.statements import KeptClaim, Statement, Statements
from probata.settings import Published
from probata.snapshot import Snapshot
from probata.statements.numbers_said import number_of


def published_of(snapshot: Snapshot) -> tuple[Published, ...]:
    """What others published: as the inquiry's text file lists it, then the claims that are put beside a figure of ours.

    A claim whose name the text file has already is left out; the text file's counts.
    """
    listed = snapshot.settings.published
    names = {one.name for one in listed}
    claims = [each for each in compared(snapshot.statements) if each.said.claim not in names]
    return (*listed, *(_published(each, snapshot.statements.statements.get(each.statement)) for each in claims))


def compared(known: Statements) -> tuple[KeptClaim, ...]:
    """The claims of confirmed statements that are put beside a figure of ours."""
    confirmed = {each.name for each in known.confirmed}
    return tuple(each for each in known.claims.values() if each.said.compares and each.statement in confirmed)


def _published(each: KeptClaim, statement: Statement | None) -> Published:
    said = each.said
    low, high = number_of(said.low), number_of(said.high)
    value = low if low == high else (low + high) / 2
    return Published(
        name=said.claim,
        value=value,
        unit=said.unit,
        source=f"{said.claimant}; {_source(statement)}",
        date=said.date,
        rule="; ".join(part for part in (said.qualifier, _range(said.low, said.high), said.rule, said.scope) if part),
        compares=said.compares,
    )


def _range(low: str, high: str) -> str:
    return "" if low == high else f"published as {low} to {high}, of which the middle is taken"


def _source(statement: Statement | None) -> str:
    if statement is None:
        return "a statement that is gone"
    where = statement.fields.get("publisher", "") or statement.fields.get("headline", "") or "exhibit"
    return f"{where}, {statement.exhibit[:12]}, {statement.start}-{statement.end}"
