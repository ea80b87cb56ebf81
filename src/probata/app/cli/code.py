"""`probata code …`: what an examiner is given, answers, where examiners differ, and what counts."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from probata.app import coding, coding_session
from probata.app.cli.answers import Answer, Call
from probata.app.cli.codebook import question_lines, question_record
from probata.app.coding import Answered, Bench, Shown
from probata.app.coding_estimate import DOMAINS, Domain, by_domain
from probata.app.coding_report import report as report_of
from probata.app.coding_session import Ended, Talk
from probata.app.coding_table import read_codings
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.report.text import visible
from probata.statistics.design.estimates import Estimate
from probata.statistics.outcome import Refused

Name = Annotated[str, typer.Option("--assignment", help="Which assignment; the newest if not said.")]
Examiner = Annotated[str, typer.Option("--examiner", metavar="CODE", help="The examiner's code, never a name.")]
code = typer.Typer(help="Answer a codebook on the units that were given out.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(code, name="code")


@code.command("next")
def next_(context: typer.Context, examiner: Examiner, name: Name = "") -> Answer:
    """The item that an examiner is to code next, and the questions; blind in a blind pass."""
    call: Call = context.obj
    shown = coding.next_item(Bench.of(call.inquiry(), name), examiner, call.desk)
    if shown is None:
        return Answer({"item": None, "waiting": 0}, "nothing waits")
    return Answer(_shown_record(shown), "\n".join(_shown_lines(shown)))


@code.command("answer")
def answer(
    context: typer.Context,
    answers: Annotated[list[str], typer.Argument(metavar="QUESTION=CODE…", help="Several codes joined by +.")],
    examiner: Examiner,
    item: Annotated[str, typer.Option("--item", metavar="NUMBER", help="As `probata code next` names it.")],
    name: Name = "",
    note: Annotated[str, typer.Option("--note", help="Limitations and findings, in words.")] = "",
    seconds: Annotated[int, typer.Option("--seconds", help="Time spent.", min=0)] = 0,
    opened: Annotated[int, typer.Option("--opened", help="Pictures that were opened unveiled.", min=0)] = 0,
    partly: Annotated[bool, typer.Option("--partly", help="Although a question still waits.")] = False,
) -> Answer:
    """Record one examiner's answers on one item, as an act."""
    call: Call = context.obj
    bench = Bench.of(call.inquiry(), name)
    given: dict[str, str] = {}
    for each in answers:
        question, joined, codes = each.partition("=")
        if not joined or question in given:
            raise UsageError("an answer", expected="question=code, each question once", found=each[:80])
        given[question] = " ".join(codes.split("+"))
    found = Answered(examiner, item, given, note, seconds, opened)
    return _recorded(coding.answer(bench, call.desk, [found], partly=partly))


@code.command("session")
def session(context: typer.Context, examiner: Examiner, name: Name = "") -> Answer:
    """Code item by item at the terminal: keys one after another, u takes back, ? asks again, the end of lines stops."""
    call: Call = context.obj
    done = coding_session.session(
        call.inquiry(), call.desk, name, examiner, Talk(_tell, _listen), lambda shown: "\n".join(_item_lines(shown)),
        lambda question: "\n".join(["", *question_lines(question)]),
    )  # fmt: skip
    return Answer({"coded": done}, f"coded  {done:,}")


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _listen() -> str:
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise Ended
    return line


@code.command("import")
def import_(
    context: typer.Context,
    table: Annotated[
        Path,
        typer.Argument(metavar="FILE.csv", help="Columns: examiner, item, a column a question; or question, code."),
    ],
    name: Name = "",
    partly: Annotated[bool, typer.Option("--partly", help="Although questions still wait.")] = False,
) -> Answer:
    """Record many answers: all of them or none; what was said before is left out, so that it can be repeated."""
    call: Call = context.obj
    bench = Bench.of(call.inquiry(), name)
    return _recorded(coding.answer(bench, call.desk, read_codings(table, bench.codebook), partly=partly, once=True))


@code.command("disagreements")
def disagreements(
    context: typer.Context,
    name: Name = "",
    everything: Annotated[bool, typer.Option("--all", help="Adjudicated ones as well.")] = False,
) -> Answer:
    """Where examiners differ. For who adjudicates: an examiner who still codes must not see it."""
    call: Call = context.obj
    found = [d for d in coding.differing(Bench.of(call.inquiry(), name)) if everything or not d.adjudicated]
    rows = [{"unit": d.unit, "question": d.question, "given": dict(d.given), "adjudicated": d.adjudicated or None}
            for d in found]  # fmt: skip
    lines = [
        f"{d.unit[:12]}  {d.question}: {', '.join(f'{one} {said}' for one, said in d.given.items())}"
        + (f" → {d.adjudicated}" if d.adjudicated else "")
        for d in found
    ]
    return Answer(rows, "\n".join(lines) or "nowhere")


@code.command("adjudicate")
def adjudicate(
    context: typer.Context,
    unit: Annotated[str, typer.Option("--unit", metavar="DIGEST", help="As `probata code disagreements` names it.")],
    question: Annotated[str, typer.Option("--question", help="Its identifier.")],
    chosen: Annotated[str, typer.Option("--code", help="The answer that counts; several with a space between.")],
    adjudicator: Annotated[str, typer.Option("--by", metavar="CODE", help="The code of who decided.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in words.")],
    name: Name = "",
) -> Answer:
    """Say which answer counts where examiners differ, as an act; their codings stay."""
    call: Call = context.obj
    act, party = coding.adjudicate(
        Bench.of(call.inquiry(), name), call.desk, unit, question, chosen, adjudicator, reason
    )
    said = f"coding-adjudicated  {act.hex}"
    caution = "\ncaution: who decided is one of those who differ" if party else ""
    return Answer({"act": act.hex, "is_one_of_those_who_differ": party}, said + caution)


@code.command("estimate")
def estimate(
    context: typer.Context,
    question: Annotated[str, typer.Option("--question", help="Its identifier.")],
    answered: Annotated[str, typer.Option("--code", help="The answer whose share is estimated.")],
    by: Annotated[str, typer.Option("--by", help=f"In each domain as well: {', '.join(DOMAINS)}.")] = "",
    name: Name = "",
    level: Annotated[float, typer.Option("--level", help="Of the intervals.")] = 0.95,
) -> Answer:
    """The share that has an answer, by the sample's design; by branch, month, class or stratum as well."""
    call: Call = context.obj
    found = by_domain(Bench.of(call.inquiry(), name), question, answered, by, level)
    return Answer([_domain_record(each) for each in found], "\n".join(map(_domain_line, found)))


@code.command("report")
def report(
    context: typer.Context,
    examiner: Examiner,
    name: Name = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file to write it to.")] = None,
) -> Answer:
    """An examiner's report: request, material, limitations, findings; Markdown, without pictures."""
    call: Call = context.obj
    text = report_of(Bench.of(call.inquiry(), name), examiner)
    if output is None:
        return Answer({"report": text}, text)
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{output} can't be written", found=str(error.strerror)) from error
    return Answer({"report": str(output)}, f"report  {output}")


def _recorded(acts: list[Digest]) -> Answer:
    said = "\n".join(f"unit-coded  {act.hex}" for act in acts) or "nothing new was said"
    return Answer({"acts": [act.hex for act in acts]}, said)


def _domain_record(each: Domain) -> dict[str, object]:
    told = each.outcome if isinstance(each.outcome, Estimate) else None
    refused = each.outcome.record() if isinstance(each.outcome, Refused) else None
    return {
        "domain": each.name or None, "units": each.units, "hits": each.hits, "refused": refused,
        "estimate": None if told is None else told.value, "se": None if told is None else told.se,
        "low": None if told is None else told.interval.low, "high": None if told is None else told.interval.high,
    }  # fmt: skip


def _domain_line(each: Domain) -> str:
    name = each.name or "all"
    if isinstance(each.outcome, Refused):
        return f"{name}: {each.hits:,} of {each.units:,}; refused: {each.outcome.reason}"
    low, high = each.outcome.interval.low, each.outcome.interval.high
    return f"{name}: {each.outcome.value:.1%}  ({low:.1%} to {high:.1%})  {each.hits:,} of {each.units:,}"


def _shown_record(shown: Shown) -> dict[str, object]:
    document: dict[str, object] = {
        "item": shown.number, "photographs": list(shown.photographs), "waiting": shown.waiting,
        "left_today": shown.left_today, "partly": shown.partly,
        "questions": [question_record(each) for each in shown.questions],
    }  # fmt: skip
    if shown.context is not None:
        known = shown.context.known
        document["context"] = {
            "unit": shown.context.unit, "paths": list(known.paths), "numbers": dict(known.numbers),
            "class": known.class_,
            "earlier": [{"assignment": c.assignment, "answers": dict(c.answers), "note": c.note}
                        for c in shown.context.earlier],
        }  # fmt: skip
    return document


def _shown_lines(shown: Shown) -> list[str]:
    lines = _item_lines(shown)
    for question in shown.questions:
        lines += ["", *question_lines(question)]
    return lines


def _item_lines(shown: Shown) -> list[str]:
    lines = [f"item {shown.number}, {shown.waiting:,} wait"]
    if shown.partly:
        lines.append(f"answered partly; {len(shown.questions):,} questions wait")
    if shown.left_today is not None:
        lines.append(f"pictures that may still be opened today: {shown.left_today:,}")
    lines += [f"  {digest}" for digest in shown.photographs]
    if shown.context is not None:
        known = shown.context.known
        lines += [f"  received as {visible(path)}" for path in known.paths]
        lines += [f"  {role} {value}" for role, value in known.numbers.items()]
        lines.append(f"  class {known.class_}")
        for each in shown.context.earlier:
            said = ", ".join(f"{question} {code}" for question, code in each.answers.items())
            lines.append(f"  earlier, {each.assignment}: {said}")
    return lines
