"""`probata parties …`: who speaks across documents: the text file of parties, whom speakers are, who is lacking."""

from pathlib import Path
from textwrap import wrap
from typing import Annotated

import typer

from probata.app import partying
from probata.app.cli.answers import Answer, Call
from probata.app.partying import Attached
from probata.statements.parties_proposal import proposal_text
from probata.statements.parties_values import Parties, Party, Relation, Role
from probata.statements.parties_writing import TEMPLATE, text_of

WIDTH = 100
app = typer.Typer(help="Parties: persons, organisations, states and groups, in parties.toml.", no_args_is_help=True)


@app.command("template")
def template() -> Answer:
    """A commented parties.toml to begin with."""
    return Answer({"toml": TEMPLATE}, TEMPLATE)


@app.command("show")
def show(context: typer.Context) -> Answer:
    """The parties of the file, with roles and relations in their periods."""
    call: Call = context.obj
    found = partying.parties_of(call.inquiry())
    lines = [line for party in found.parties for line in _party_lines(party, found)]
    nothing = "no party; `probata parties template > parties.toml` begins the file"
    return Answer([partying.party_record(each) for each in found.parties], "\n".join(lines) or nothing)


@app.command("speakers")
def speakers(
    context: typer.Context,
    party: Annotated[str, typer.Option("--party", help="Only those who are this party.")] = "",
    unresolved: Annotated[bool, typer.Option("--unresolved", help="Only those who are no party for certain.")] = False,
) -> Answer:
    """Who the speaker of each statement is, on the day of its document, and why."""
    call: Call = context.obj
    inquiry = call.inquiry()
    found = [
        each
        for each in partying.attached(partying.parties_of(inquiry), partying.read_of(inquiry).proposals)
        if party in ("", each.resolved.party) and not (unresolved and each.resolved.party)
    ]
    lines = [line for each in found for line in _attached_lines(each)]
    return Answer([partying.attached_record(each) for each in found], "\n".join(lines) or "no statement with a speaker")


@app.command("propose")
def propose(context: typer.Context) -> Answer:
    """Parties that speak in the documents and that the file lacks, as text to be pasted after reading it."""
    call: Call = context.obj
    inquiry = call.inquiry()
    found = partying.proposed(partying.parties_of(inquiry), partying.read_of(inquiry).proposals)
    return Answer([partying.proposal_record(each) for each in found], proposal_text(found) or "# no party is lacking")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.ftm.json", help="FollowTheMoney entities, one a line.")],
) -> Answer:
    """Make the text of a parties.toml from FollowTheMoney entities."""
    found = partying.imported(file)
    passed = ", ".join(f"{count:,} {schema}" for schema, count in sorted(found.passed_over.items()))
    notes = [f"# passed over: {passed}"] if passed else []
    notes += [f"# links to what is not in the file: {found.open_ends:,}"] if found.open_ends else []
    document = {
        "parties": [partying.party_record(each) for each in found.parties.parties],
        "passed_over": dict(found.passed_over),
        "open_ends": found.open_ends,
    }
    return Answer(document, "\n".join([text_of(found.parties), *notes]))


@app.command("export")
def export(
    context: typer.Context,
    statements: Annotated[bool, typer.Option("--statements", help="The confirmed statements, too.")] = False,
) -> Answer:
    """The parties as FollowTheMoney entities, one a line."""
    call: Call = context.obj
    inquiry = call.inquiry()
    found = partying.read_of(inquiry) if statements else None
    return Answer(None, lines=partying.exported(partying.parties_of(inquiry), found))


def _party_lines(party: Party, parties: Parties) -> list[str]:
    known = {each.id: each.name for each in parties.parties}
    lines = [f"{party.id}  {party.kind}  {'; '.join((*party.names, *party.spellings))}"]
    for role in party.roles:
        of = f" of {known.get(role.of, role.of)}" if role.of else ""
        lines.append(f"  {role.role}{of}{_period(role)}")
    lines += [f"  {r.relation.replace('-', ' ')} {known.get(r.party, r.party)}{_period(r)}" for r in party.relations]
    return lines + ([f"  {party.note}"] if party.note else [])


def _period(one: Role | Relation) -> str:
    since, until = (f", from {one.since}" if one.since else "", f", to {one.until}" if one.until else "")
    return since + until


def _attached_lines(each: Attached) -> list[str]:
    said, found = each.spoke.said, each.resolved
    who = found.party or f"({found.basis})"
    reason = f"{each.spoke.on or 'undated'}  {found.reason}"
    return [f"{said.printed or said.name}: {who}", *wrap(reason, WIDTH, initial_indent="  ", subsequent_indent="  ")]
