"""`probata claims …`: numbers that others published, beside ours."""

from typing import Annotated

import typer

from probata.app import claiming
from probata.app.claiming import Claim, claim_record
from probata.app.cli.answers import Answer, Call
from probata.app.committing import kept

Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
Holder = Annotated[str, typer.Option("--as", help="Whose key signs, as the ledger names holders.")]
app = typer.Typer(
    help="Published numbers as claims with source, scope and rule, beside our figures.", no_args_is_help=True
)


@app.command("record")
def record(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A name for it, as images-claimed.")],
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="The confirmed statement that claims it.")],
    figure: Annotated[int, typer.Option("--figure", min=0, help="Which number of the statement, from 1.")] = 0,
    low: Annotated[str, typer.Option("--low", help="The number in digits, if not read.")] = "",
    high: Annotated[str, typer.Option("--high", help="Its upper end, of a range.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Of what.")] = "",
    qualifier: Annotated[str, typer.Option("--qualifier", help="at least, about …, as the source has it.")] = "",
    scope: Annotated[str, typer.Option("--scope", help="Where and when the things counted are.")] = "",
    rule: Annotated[str, typer.Option("--rule", help="How they were counted, as far as the source says.")] = "",
    claimant: Annotated[str, typer.Option("--claimant", help="Whose number it is, if not the speaker's.")] = "",
    date: Annotated[str, typer.Option("--date", help="When it was claimed, if not when it was said.")] = "",
    compares: Annotated[str, typer.Option("--compares", metavar="FIGURE", help="Our figure to put beside it.")] = "",
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Record a number that a confirmed statement claims."""
    call: Call = context.obj
    said = Claim(figure, low, high, unit, qualifier, scope, rule, claimant, date, compares)
    signed = claiming.record(call.inquiry(), call.desk, claim, statement, said, reason, holder)
    return Answer({"act": signed.hex, "claim": claim}, f"figure-claimed  {signed.hex}")


@app.command("list")
def list_(context: typer.Context) -> Answer:
    """All claims, with what they count, whose they are, and the words that make them."""
    call: Call = context.obj
    known = kept(call.inquiry())
    records = [claim_record(each, known.statements.get(each.statement)) for each in known.claims.values()]
    return Answer(records, "\n".join(line for each in records for line in _lines(each)) or "no claim")


def _lines(each: dict[str, object]) -> list[str]:
    number = str(each["low"]) if each["low"] == each["high"] else f"{each['low']} to {each['high']}"
    said = " ".join(part for part in (str(each["qualifier"]), number, str(each["unit"])) if part)
    lines = [f"{each['claim']}: {said}", f"  {each['claimant']}, {each['date'] or 'no date'}"]
    if each["scope"] or each["rule"]:
        lines.append(f"  scope: {each['scope'] or 'not stated'}; rule: {each['rule'] or 'not stated'}")
    if each["compares"]:
        lines.append(f"  beside {each['compares']}")
    return lines
