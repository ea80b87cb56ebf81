"""`probata commitments …`: what was promised, and what later statements do to it; a person decides."""

from collections.abc import Mapping
from textwrap import wrap
from typing import Annotated, Any

import typer

from probata.app import committing, comparing
from probata.app.cli.answers import Answer, Call
from probata.app.committing import CONFIDENCES, FORMS, LABELS, RELATIONS, REPLIES, TERMS, Reply, Terms
from probata.app.naming import resolver
from probata.app.stating import line_of
from probata.app.stating_text import statement_lines
from probata.ledger.statements import NOT_ASSESSED
from probata.statements.fields import settings_of

WIDTH = 80
Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
Holder = Annotated[str, typer.Option("--as", help="Whose key signs, as the ledger names holders.")]
Name = Annotated[str, typer.Argument(metavar="COMMITMENT", help="Its name.")]
app = typer.Typer(help="Commitments, and statements compared with them; a person decides.", no_args_is_help=True)


@app.command("record")
def record(
    context: typer.Context,
    commitment: Annotated[str, typer.Argument(metavar="COMMITMENT", help="A name for it, as attend-conference.")],
    statement: Annotated[
        str, typer.Argument(metavar="STATEMENT", help="The confirmed statement that makes or reports it.")
    ],
    party: Annotated[str, typer.Option("--party", help="Who is bound, as parties.toml names them.")] = "",
    form: Annotated[str, typer.Option("--form", help=f"{', '.join(FORMS)}.")] = "",
    provision: Annotated[
        list[str] | None, typer.Option("--provision", help="What is promised; may be given often, one part each.")
    ] = None,
    terms: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=f"A term: {', '.join(TERMS)}.")
    ] = None,
    made: Annotated[str, typer.Option("--made", help="When, as 2031-01-19; default: when it was said.")] = "",
    deadline: Annotated[str, typer.Option("--deadline", help="By when, as 2031-01-22.")] = "",
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Record that a confirmed statement is a commitment; what you don't give is taken from what was read."""
    call: Call = context.obj
    said = Terms(party, form, settings_of(terms or ()), provision or (), made, deadline)
    signed = committing.record(call.inquiry(), call.desk, commitment, statement, said, reason, holder)
    return Answer({"act": signed.hex, "commitment": commitment}, f"commitment-recorded  {signed.hex}")


@app.command("list")
def list_(context: typer.Context) -> Answer:
    """All commitments, each with the statements compared with it, links and replies."""
    call: Call = context.obj
    records = [each.record() for each in committing.standings(committing.kept(call.inquiry()))]
    return Answer(records, "\n".join(line for each in records for line in _lines(each)) or "no commitment")


@app.command("candidates")
def candidates(
    context: typer.Context,
    commitment: Name,
    most: Annotated[int, typer.Option("--most", min=1, max=200, help="How many at most.")] = 5,
    as_of: Annotated[str, typer.Option("--as-of", help="Ask whether the deadline lies before this day.")] = "",
    model: Annotated[bool, typer.Option("--model", help="Also ask the model that inquiry.toml names.")] = False,
) -> Answer:
    """Later passages that may bear on a commitment, with reasons. Suggestions: nothing is assessed by this."""
    call: Call = context.obj
    found = comparing.candidates(call.inquiry(), commitment, most=most, as_of=as_of, model=model)
    lines = [line for each in found.records() for line in _candidate_lines(each)]
    late = wrap(found.deadline.says, WIDTH) if found.deadline is not None else []
    return Answer(found.record(), "\n".join([*late, *lines] or ["no later passage"]))


@app.command("propose")
def propose(context: typer.Context) -> Answer:
    """Statements that read like commitments and that nobody recorded as one."""
    call: Call = context.obj
    records = [line_of(each) for each in comparing.unrecorded(call.inquiry())]
    lines = [line for each in records for line in statement_lines(each)]
    return Answer(records, "\n".join(lines or ["no statement reads like a commitment that is not recorded"]))


@app.command("links")
def links(context: typer.Context) -> Answer:
    """Commitments that may implement, repeat or replace one another, with reasons; proposals only."""
    call: Call = context.obj
    found = comparing.links(call.inquiry())
    records = [
        {"a": one.later, "relation": one.kind, "b": one.earlier, "alike": one.alike, "reasons": list(one.reasons)}
        for one in found
    ]
    lines = [f"{one.later} {one.kind} {one.earlier}?  {'; '.join(one.reasons)}" for one in found]
    return Answer(records, "\n".join(lines or ["no link is proposed"]))


@app.command("link")
def link(
    context: typer.Context,
    a: Name,
    relation: Annotated[str, typer.Argument(metavar="RELATION", help=f"{', '.join(RELATIONS)}.")],
    b: Annotated[str, typer.Argument(metavar="OTHER", help="The earlier one.")],
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Say that a commitment implements, repeats or replaces an earlier one."""
    call: Call = context.obj
    signed = committing.link(call.inquiry(), call.desk, a, relation, b, reason, holder)
    return Answer({"act": signed.hex}, f"commitments-linked  {signed.hex}")


@app.command("assess")
def assess(
    context: typer.Context,
    commitment: Name,
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="A confirmed statement.")],
    label: Annotated[str, typer.Argument(metavar="LABEL", help=f"{', '.join(LABELS)}.")],
    confidence: Annotated[str, typer.Option("--confidence", help=f"{', '.join(CONFIDENCES)}.")],
    provision: Annotated[int, typer.Option("--part", min=0, help="Which provision; 0: the whole.")] = 0,
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Say what a statement does to a commitment, how sure you are, and why."""
    call: Call = context.obj
    signed = committing.assess(
        call.inquiry(), call.desk, commitment, statement, label,
        provision=provision, confidence=confidence, reason=reason, holder=holder,
    )  # fmt: skip
    return Answer({"act": signed.hex}, f"consistency-assessed  {signed.hex}")


@app.command("reply")
def reply(
    context: typer.Context,
    about: Annotated[str, typer.Argument(metavar="ABOUT", help="A commitment, or a statement's name.")],
    words: Annotated[str, typer.Option("--words", help="The words.")],
    by: Annotated[str, typer.Option("--by-whom", help="Whose words.")],
    what: Annotated[str, typer.Option("--what", help=f"{', '.join(REPLIES)}.")] = "right-of-reply",
    date: Annotated[str, typer.Option("--date", help="When, as 2031-02-01.")] = "",
    exhibit: Annotated[str, typer.Option("--exhibit", help="The exhibit that holds them.")] = "",
    reason: Reason = "",
    holder: Holder = "",
) -> Answer:
    """Take down an answer of those concerned, a correction or a note; it is printed beside what it is about."""
    call: Call = context.obj
    inquiry = call.inquiry()
    held = resolver(inquiry)(exhibit).hex if exhibit else ""
    signed = committing.reply(inquiry, call.desk, about, Reply(what, by, date, words, held), reason, holder)
    return Answer({"act": signed.hex}, f"reply-recorded  {signed.hex}")


def _candidate_lines(each: Mapping[str, Any]) -> list[str]:
    who = each["speaker"] or each["publisher"] or "the text"
    named = f"  statement {each['statement'][:12]}" if each["statement"] else ""
    head = f"{each['date'] or 'no date'}  {who}  {each['exhibit'][:12]} at {each['start']}-{each['end']}{named}"
    suggested = f"suggested: {each['suggested']} (by {each['suggested_by']}); {each['status']}"
    lines = [head, *wrap(each["words"], WIDTH - 2, initial_indent="  ", subsequent_indent="  "), f"    {suggested}"]
    for one in each["reasons"]:
        quoted = f": “{one['words']}”" if one["words"] else ""
        lines += wrap(
            f"{one['name']}: {one['says']}{quoted}", WIDTH - 4, initial_indent="    ", subsequent_indent="      "
        )
    return lines


def _lines(each: Mapping[str, Any]) -> list[str]:
    dated = ", ".join(
        part
        for part in (f"made {each['made']}" * bool(each["made"]), f"by {each['deadline']}" * bool(each["deadline"]))
        if part
    )
    lines = [f"{each['commitment']}: {each['form']} of {each['party']}{'; ' + dated if dated else ''}"]
    for place, part in enumerate(each["provisions"], start=1):
        lines += wrap(f"{place}. {part}", WIDTH - 2, initial_indent="  ", subsequent_indent="     ")
    lines += [f"  {link}" for link in each["links"]]
    if not each["assessments"]:
        lines.append(f"  {NOT_ASSESSED}")
    for one in each["assessments"]:
        state = "" if one["state"] == "holds" else f", {one['state']}"
        said = (
            f"{one['label']} ({one['confidence']}{state}): {one['speaker']}, {one['said'] or 'no date'}: {one['words']}"
        )
        lines += wrap(said, WIDTH - 2, initial_indent="  ", subsequent_indent="    ")
        lines += wrap(one["reason"], WIDTH - 4, initial_indent="    ", subsequent_indent="    ")
    for one in each["replies"]:
        lines += wrap(
            f"{one['what']}, {one['by']}: {one['words']}", WIDTH - 2, initial_indent="  ", subsequent_indent="    "
        )
    return lines
