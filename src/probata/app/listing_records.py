"""The steps of lists of victims: what was read, how records are linked, what to judge, and judgements as acts.

Rules:
* A record is named ``LIST:ROW``, rows counted from 1 after the headings, or by its digest. A photograph is named as
  everywhere.
* Names of victims are personal data: whatever prints them says so (`identifies`), and tables of histories hold none.

Not here: reading, comparing and linking (`probata.lists`).
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import get_args

from probata.app.naming import resolver
from probata.app.tables import read_csv
from probata.digest import Digest
from probata.errors import BadInput, UsageError
from probata.inquiry import Inquiry
from probata.ledger.acts_examination import RecordsJudged, Verdict
from probata.lists import tables
from probata.lists.linking import Linked, Pair
from probata.lists.of_snapshot import ReadLists, link_lists, read_lists
from probata.lists.records import ListOfRecords, Record
from probata.lists.spans import Span
from probata.lists.tables import Tabled

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
COLUMNS = ("a", "b", "verdict", "reason")
NO_LISTS = "no list is named in inquiry.toml; add a [[lists]] table"
IDENTIFIES = "names of victims: personal data"


@dataclass(frozen=True)
class Found:
    """Lists that were read and linked.

    Attributes:
        lists: as read.
        linked: their records with links.
    """

    lists: tuple[ListOfRecords, ...]
    linked: Linked


def read(inquiry: Inquiry) -> ReadLists:
    """The lists of an inquiry.

    Raises:
        BadInput: none is named.
    """
    snapshot = inquiry.snapshot(analysers=())
    if not snapshot.lists:
        raise BadInput(NO_LISTS, do="`probata init` writes an example into it")
    return read_lists(snapshot)


def found(inquiry: Inquiry) -> Found:
    """The lists of an inquiry, linked.

    Raises:
        BadInput: none is named, or one can't be read.
    """
    snapshot = inquiry.snapshot(analysers=())
    if not snapshot.lists:
        raise BadInput(NO_LISTS, do="`probata init` writes an example into it")
    return Found(read_lists(snapshot).all(), link_lists(snapshot))


def list_record(each: ListOfRecords) -> dict[str, object]:
    """What was read of a list, as JSON; no names."""
    return {
        "list": each.settings.name,
        "definition": each.settings.definition,
        "file": each.settings.file,
        "exhibit": each.exhibit,
        "encoding": each.encoding,
        "encoding_guessed": each.encoding == "windows-1256",
        "dates": each.settings.dates,
        "rows": each.rows,
        "records": len(each.records),
        "filled": dict(each.filled),
        "unread": [{"what": what, "why": why, "count": n} for (what, why), n in each.unread.items()],
    }


def record_of(record: Record) -> dict[str, object]:
    """A record as JSON: it identifies a victim."""
    spans = {key: value.record() for key in ("date", "birth") if isinstance(value := getattr(record, key), Span)}
    words = {key: value for key in ("sex", "place") if isinstance(value := getattr(record, key), str)}
    return {
        "record": record.name, "digest": record.digest.hex, "id": record.id, "name": record.shown(), **spans, **words,
        "numbers": dict(record.numbers),
    }  # fmt: skip


def pair_record(pair: Pair) -> dict[str, object]:
    """A link as JSON: it identifies victims."""
    return {
        "a": record_of(pair.a),
        "b": record_of(pair.b),
        "probability": round(pair.probability, 6),
        "proposed": round(pair.proposed, 6),
        "judged": pair.judged,
        "reasons": [{"name": each.name, "detail": each.words, "weight": each.weight} for each in pair.terms],
    }


def linkage_record(linked: Linked) -> dict[str, object]:
    """How records were linked, as JSON; no names."""
    return {
        "lists": list(linked.names),
        "records": len(linked.records),
        "compared": linked.compared,
        "all_compared": linked.complete,
        "blocks_left_out": dict(linked.left_out),
        "links": int((linked.probability >= 0.5).sum()),
        "expected": round(float(linked.probability.sum()), 1),
        "judged": sum(1 for each in linked.judged if each),
        "conflicts": [{"a": each.a, "b": each.b, "same_along": list(each.chain)} for each in linked.conflicts],
        "judgements_of_no_record": linked.unknown,
        "learned": linked.model.learned,
        "calibrated": linked.calibration.done,
        "calibration": linked.calibration.said(),
        "levels": [
            {"comparison": each.title, "levels": [
                {"level": level.words, "m": float(m), "u": float(u)}
                for level, m, u in zip(each.levels, ms, us, strict=True)
            ]}
            for each, ms, us in zip(linked.model.comparisons, linked.model.m, linked.model.u, strict=True)
        ],
    }  # fmt: skip


def asked(linked: Linked, limit: int) -> list[Pair]:
    """What a person should judge first; ``limit`` 0: all."""
    return list(islice(linked.queue(), limit or None))


def named(inquiry: Inquiry) -> Callable[[str], Digest]:
    """Gives the record or exhibit that a text names: ``LIST:ROW``, a record's digest, or an exhibit as everywhere.

    The function raises `BadInput` where nothing is so named.
    """
    lists = read(inquiry)
    records = {record.name: record.digest for each in lists.read for record in each.records}
    digests = {digest.hex: digest for digest in records.values()}
    exhibit = resolver(inquiry)
    names = {each.settings.name for each in lists.read}

    def of(text: str) -> Digest:
        known = records.get(text) or digests.get(text)
        if known is not None:
            return known
        if text.partition(":")[0] in names:
            raise BadInput("no such record", expected="LIST:ROW of a row that can be used", found=text[:80])
        return exhibit(text)

    return of


def judgement(a: Digest, b: Digest, verdict: str, reason: str) -> RecordsJudged:
    """Whether two records, or a record and a photograph, are of one person.

    Raises:
        UsageError: no such verdict, or one thing twice.
    """
    if a == b:
        raise UsageError("a judgement is on two records", expected="two different ones", found="one twice")
    for each in VERDICTS:
        if each == verdict:
            return RecordsJudged(min(a, b), max(a, b), each, reason)
    raise UsageError("verdict", expected=", ".join(VERDICTS), found=verdict[:80])


def read_judgements(path: Path, of: Callable[[str], Digest]) -> list[RecordsJudged]:
    """Judgements from a CSV file with the columns of `COLUMNS`; ``reason`` may be missing.

    Raises:
        BadInput: the file can't be read, or a line of it; the line is named.
    """
    table = read_csv(path, COLUMNS[:3])
    reasons = table.column("reason") if "reason" in table.names else [""] * len(table.rows)
    acts = []
    for line, a, b, verdict, reason in zip(
        table.lines, table.column("a"), table.column("b"), table.column("verdict"), reasons, strict=True
    ):
        try:
            acts.append(judgement(of(a), of(b), verdict, reason))
        except (BadInput, UsageError) as error:
            raise BadInput(
                f"{path}, line {line}: {error.message}", expected=error.expected, found=error.found,
                do="nothing was recorded; mend it",
            ) from error  # fmt: skip
    return acts


def tabled(inquiry: Inquiry, linked: Linked, *, strata: str, draws: int, seed: int) -> dict[str, Tabled]:
    """Who is on which lists, by stratum; the lists are those of the inquiry's text file for estimates."""
    names = inquiry.settings().population.lists
    return dict(tables.tables(linked, names=names, strata=strata, draws=draws, seed=seed))


def write_histories(path: Path, by_stratum: dict[str, Tabled], *, drawn: bool) -> int:
    """Histories as a CSV file for `probata estimate population`: a column of 0 and 1 a list, and ``count``.

    Args:
        path: the file; it is written anew.
        by_stratum: the tables; with more than one stratum a column ``stratum`` comes first.
        drawn: not the best partition but every draw, in a column ``draw``, for ``--imputation draw``.

    Returns:
        How many rows were written.
    """
    several = len(by_stratum) > 1
    rows = list(_histories(by_stratum, drawn))
    names = next(iter(by_stratum.values())).best.names
    heads = [*(["stratum"] if several else []), *(["draw"] if drawn else []), *names, "count"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heads)
        for stratum, draw, history, count in rows:
            writer.writerow([*([stratum] if several else []), *([draw] if drawn else []), *history, count])
    return len(rows)


def _histories(by_stratum: dict[str, Tabled], drawn: bool) -> Iterator[tuple[str, int, list[int], int]]:
    for stratum, each in by_stratum.items():
        for draw, lists in enumerate(each.draws if drawn else (each.best,), start=1):
            for row, count in lists.rows().items():
                yield stratum, draw, [int(bit) for bit in row.split(",")], count


def spread(by_stratum: Iterable[Tabled]) -> tuple[int, int]:
    """The fewest and the most persons among all draws; without draws those of the best partition."""
    listed = list(by_stratum)
    draws = [sum(each.draws[k].observed for each in listed) for k in range(len(listed[0].draws))]
    best = sum(each.best.observed for each in listed)
    return min(draws, default=best), max(draws, default=best)
