"""`probata lists …`: lists of victims, linked to one another; what to judge, and who is on which lists."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Annotated

import typer

from probata.app import judging, listing_estimate, listing_photographs, listing_records
from probata.app.cli.answers import Answer, Call
from probata.app.estimating_population import record
from probata.app.estimating_population_methods import METHODS, Wish
from probata.app.estimating_population_text import said
from probata.app.judging_table import unsaid
from probata.app.listing_records import COLUMNS, IDENTIFIES, VERDICTS
from probata.ledger.acts import Act
from probata.lists.linking import Linked, Pair
from probata.lists.records import ListOfRecords, Record
from probata.lists.spans import Span
from probata.lists.tables import STRATA
from probata.statistics.outcome import Refused

WIDTH = 80
Thing = Annotated[str, typer.Argument(metavar="RECORD", help="LIST:ROW, counted from 1, or a record's digest.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Another record, or a photograph.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in words.")]
Holder = Annotated[str, typer.Option("--as", help="Whose key signs, as the ledger names holders.")]
lists = typer.Typer(help="Lists of victims: read them, link them, judge links, count histories.", no_args_is_help=True)
judge = typer.Typer(help="Record whether two records are of one person; it survives every run.", no_args_is_help=True)
lists.add_typer(judge, name="judge")


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(lists, name="lists")


@lists.command("show")
def show(context: typer.Context) -> Answer:
    """The lists: rows, records, what they state, and what can't be read."""
    call: Call = context.obj
    read = listing_records.read(call.inquiry())
    document = [listing_records.list_record(each) for each in read.read]
    document += [{"list": name, "problem": reason} for name, reason in read.unreadable.items()]
    lines = [line for each in read.read for line in _list_lines(each)]
    for name, reason in read.unreadable.items():
        lines += [f"{name}", *wrap(f"can't be read: {reason}", WIDTH - 2, initial_indent="  ", subsequent_indent="  ")]
    return Answer(document, "\n".join(lines), 1 if read.unreadable else 0)


@lists.command("link")
def link(
    context: typer.Context,
    least: Annotated[
        float, typer.Option("--least", min=0.01, max=1.0, help="Links of this probability or more.")
    ] = 0.5,
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many are shown; 0: all.")] = 20,
) -> Answer:
    """Link all records: pairs with their probability and reasons. It prints names of victims."""
    call: Call = context.obj
    linked = listing_records.found(call.inquiry()).linked
    pairs = list(linked.pairs(least))
    shown = pairs[: limit or None]
    document = {
        **listing_records.linkage_record(linked),
        "identifies": IDENTIFIES,
        "pairs": [listing_records.pair_record(each) for each in shown],
    }
    lines = [*_linkage_lines(linked), ""]
    for pair in shown:
        lines += _pair_lines(pair)
    if len(pairs) > len(shown):
        lines.append(f"{len(pairs) - len(shown):,} more; --limit 0 shows all")
    return Answer(document, "\n".join(lines))


@lists.command("queue")
def queue(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many; 0: all.")] = 10,
) -> Answer:
    """What to judge first: links nearest to one half. It prints names of victims."""
    call: Call = context.obj
    pairs = listing_records.asked(listing_records.found(call.inquiry()).linked, limit)
    lines = [line for pair in pairs for line in _pair_lines(pair)]
    return Answer([listing_records.pair_record(each) for each in pairs], "\n".join(lines or ["nothing to judge"]))


@lists.command("photographs")
def photographs(context: typer.Context) -> Answer:
    """Records that are linked to persons on photographs by a number, or why none can be."""
    call: Call = context.obj
    found = listing_photographs.links(call.inquiry())
    if isinstance(found, Refused):
        lines = [*wrap(found.reason, WIDTH), *wrap(found.do, WIDTH, initial_indent="  ", subsequent_indent="  ")]
        return Answer({"refused": found.record(), "links": []}, "\n".join(lines), 1)
    text: list[str] = []
    for each in found:
        judged = f"  judged {each.judged}" if each.judged else ""
        text += [f"{each.probability:.3f}  {each.record.name}  {each.unit[:16]}{judged}"]
        text += [f"    {reason}" for reason in each.reasons]
    document = {"refused": None, "links": [listing_photographs.link_record(each) for each in found]}
    return Answer(document, "\n".join(text or ["no record has a number that is on a photograph"]))


@judge.command("same")
def same(context: typer.Context, a: Thing, b: Other, reason: Reason = "", holder: Holder = "") -> Answer:
    """Both are of one person."""
    return _judged(context, a, b, "same", reason, holder)


@judge.command("different")
def different(context: typer.Context, a: Thing, b: Other, reason: Reason = "", holder: Holder = "") -> Answer:
    """They are of two persons."""
    return _judged(context, a, b, "different", reason, holder)


@judge.command("cannot-tell")
def cannot_tell(context: typer.Context, a: Thing, b: Other, reason: Reason = "", holder: Holder = "") -> Answer:
    """It can't be told from what they say."""
    return _judged(context, a, b, "cannot-tell", reason, holder)


@judge.command("import")
def import_(
    context: typer.Context,
    table: Annotated[Path, typer.Argument(metavar="FILE.csv", help=f"Columns {', '.join(COLUMNS)}.")],
    holder: Holder = "",
) -> Answer:
    """Many judgements at once: all, or none and the line that is wrong. What was said before is left out."""
    call: Call = context.obj
    inquiry = call.inquiry()
    acts: list[Act] = list(listing_records.read_judgements(table, listing_records.named(inquiry)))
    left = unsaid(inquiry, acts, judging.holder_here(inquiry, call.desk, holder))
    digests = judging.record(inquiry, left, call.desk, holder)
    known = len(acts) - len(left)
    return Answer(
        {"judgements": len(left), "known": known, "acts": [each.hex for each in digests]},
        f"{len(left):,} judgements recorded; {known:,} were there",
    )


@lists.command("table")
def table(
    context: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.csv", help="Where histories are written.")],
    strata: Annotated[str, typer.Option("--strata", help=f"Divide persons by: {', '.join(STRATA)}.")] = STRATA[0],
    draws: Annotated[int, typer.Option("--draws", min=0, max=1000, help="Draws of the links; 0: none.")] = 50,
    every: Annotated[
        bool, typer.Option("--every-draw", help="Write each draw in place of the best, in a column draw.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the draws.")] = 1,
) -> Answer:
    """Who is on which lists, for `probata estimate population`. It holds no names."""
    call: Call = context.obj
    inquiry = call.inquiry()
    linked = listing_records.found(inquiry).linked
    by_stratum = listing_records.tabled(inquiry, linked, strata=strata, draws=draws, seed=seed)
    rows = listing_records.write_histories(output, by_stratum, drawn=every)
    low, high = listing_records.spread(by_stratum.values())
    best = sum(each.best.observed for each in by_stratum.values())
    document = {
        "file": str(output), "rows": rows, "persons": best, "persons_low": low, "persons_high": high, "draws": draws,
        "strata": {name: dict(each.best.rows()) for name, each in by_stratum.items()},
        "lists": list(next(iter(by_stratum.values())).best.names),
    }  # fmt: skip
    text = f"{best:,} persons on the lists ({low:,} to {high:,} in {draws} draws of the links)\n{rows:,} rows: {output}"
    return Answer(document, text)


@lists.command("estimate")
def estimate(
    context: typer.Context,
    method: Annotated[str, typer.Option("--method", help=f"One of: {', '.join(METHODS)}.")],
    model: Annotated[str, typer.Option("--model", help="Of loglinear, by position of the lists: 12,14,3.")] = "",
    strata: Annotated[str, typer.Option("--strata", help=f"Divide persons by: {', '.join(STRATA)}.")] = STRATA[0],
    draws: Annotated[int, typer.Option("--partitions", min=50, max=1000, help="How often who is who is drawn.")] = 50,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of all that is drawn.")] = 1,
    level: Annotated[float, typer.Option("--level", help="Of the interval.")] = 0.95,
) -> Answer:
    """Estimate how many there are in all, the error of linkage included. It prints no names."""
    call: Call = context.obj
    wish = Wish(method, model, seed=seed, level=level)
    made = listing_estimate.estimated(call.inquiry(), wish, strata=strata, draws=draws)
    return Answer(record(made), said(made), 1 if isinstance(made.found, Refused) else 0)


def _judged(context: typer.Context, a: str, b: str, verdict: str, reason: str, holder: str) -> Answer:
    call: Call = context.obj
    inquiry = call.inquiry()
    judging.one_of(VERDICTS, verdict, "verdict")
    of = listing_records.named(inquiry)
    act = listing_records.judgement(of(a), of(b), verdict, reason)
    (digest,) = judging.record(inquiry, [act], call.desk, holder)
    return Answer({"act": digest.hex, "kind": act.kind}, f"{act.kind}  {digest.hex}")


def _list_lines(each: ListOfRecords) -> list[str]:
    guess = " (a guess)" if each.encoding == "windows-1256" else ""
    lines = [
        each.settings.name,
        *wrap(each.settings.definition, WIDTH - 2, initial_indent="  ", subsequent_indent="  "),
        f"  {len(each.records):,} records in {each.rows:,} rows; {each.encoding}{guess}",
    ]
    lines += [
        f"  {key:<12} {count:>9,}  {count / max(len(each.records), 1):>5.0%}" for key, count in each.filled.items()
    ]
    lines += [f"  not read: {what}, {why}: {count:,}" for (what, why), count in each.unread.items()]
    return lines


def _linkage_lines(linked: Linked) -> list[str]:
    pairs, links = (
        "all pairs" if linked.complete else "pairs that share a block",
        int((linked.probability >= 0.5).sum()),
    )
    lines = [
        f"{len(linked.records):,} records, {linked.compared:,} pairs compared ({pairs})",
        f"{links:,} links of at least one half; expected {linked.probability.sum():,.1f}",
        *wrap(linked.calibration.said(), WIDTH),
    ]
    if not linked.model.learned:
        lines += wrap("too few links to learn from: levels are worth about what they are to begin with", WIDTH)
    if linked.left_out:
        said = ", ".join(f"{rule} {count:,}" for rule, count in linked.left_out.items())
        lines += wrap(f"blocks too large to compare within: {said}", WIDTH)
    if linked.unknown:
        lines += wrap(f"judgements with a photograph, or a record that is in no list now: {linked.unknown:,}", WIDTH)
    for each in linked.conflicts:
        lines += wrap(
            f"judgements contradict: {each.a} and {each.b} different, same along {' = '.join(each.chain)}", WIDTH
        )
    return lines


def _pair_lines(pair: Pair) -> list[str]:
    judged = f"  judged {pair.judged}" if pair.judged else ""
    lines = [f"{pair.probability:.3f}{judged}"]
    for each in (pair.a, pair.b):
        lines += wrap(f"{each.name}  {_said(each)}", WIDTH - 2, initial_indent="  ", subsequent_indent="    ")
    return [*lines, *(f"    {term.weight:+6.1f}  {term.words}" for term in pair.terms)]


def _said(record: Record) -> str:
    parts: Sequence[str] = [
        record.shown(),
        *(value.record() for value in (record.date,) if isinstance(value, Span)),
        *(f"born {value.record()}" for value in (record.birth,) if isinstance(value, Span)),
        *(value for value in (record.sex, record.place) if isinstance(value, str)),
        *(f"{role} {number}" for role, number in record.numbers.items()),
    ]
    return "; ".join(part for part in parts if part)
