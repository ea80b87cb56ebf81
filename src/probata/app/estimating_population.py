"""From a table of lists to an estimate of all, those on no list included: what `probata estimate population` does.

Rules:
* Nothing is printed as a number that a method refused: a refusal has its code, its reason and what would help.
* Beside an estimate stand what it rests on: the overlaps, the share seen once, Chao's lower bound, the assumptions.

Not here: the methods (`probata.statistics.population`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from probata.app.tables import CsvTable, read_csv
from probata.errors import BadInput, UsageError
from probata.statistics.bounded import LEVEL
from probata.statistics.outcome import Refused
from probata.statistics.population import closed, dga, lcmcr, loglinear
from probata.statistics.population.estimate import Interval, Outcome, Population
from probata.statistics.population.lists import MOST_LISTS, Lists

METHODS = ("loglinear", "chao", "chapman", "lincoln-petersen", "dga", "lcmcr")
COUNT = "count"
MOST_PERSONS = 10**12
ASSUMPTIONS = (
    "The population is closed: nobody enters or leaves it while the lists are made.",
    "All lists are of the same people: one definition, one place, one time.",
    "Records of one person were linked, and no others.",
    "Everybody can be listed: nobody is hidden from all lists.",
    "How lists depend on one another is as the method says; two lists alone can't tell.",
    "How persons differ in their chance to be listed is as the method says.",
    "No model can be tested on those who are on no list.",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the estimators; what a method has no use for is ignored.

    Attributes:
        method: one of `METHODS`.
        model: of loglinear; "": chosen.
        selection: of loglinear.
        interval: of loglinear.
        p_enter: of loglinear, stepwise.
        replicates: of the bootstrap.
        variant: of chao.
        delta: of dga; None: 2^−k.
        max_missing: of dga; None: its own rule.
        prior: of dga.
        classes: of lcmcr.
        chains: of lcmcr.
        iterations: of lcmcr.
        seed: of all draws.
        level: of the interval.
    """

    method: str
    model: str = ""
    selection: str = "bic"
    interval: str = "profile"
    p_enter: float = 0.02
    replicates: int = 1000
    variant: str = "bias-corrected"
    delta: float | None = None
    max_missing: int | None = None
    prior: str = "log"
    classes: int = lcmcr.CLASSES
    chains: int = lcmcr.CHAINS
    iterations: int = lcmcr.ITERATIONS
    seed: int = 1
    level: float = LEVEL

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UsageError("method", expected=", ".join(METHODS), found=self.method)
        if not 0 < self.level < 1:
            raise UsageError("level", expected="a number between 0 and 1", found=f"{self.level:g}")
        if not 0 < self.p_enter < 1:
            raise UsageError("p-enter", expected="a number between 0 and 1", found=f"{self.p_enter:g}")
        if not 20 <= self.replicates <= 100_000:
            raise UsageError("replicates", expected="20 to 100,000", found=f"{self.replicates:,}")
        if self.seed < 0:
            raise UsageError("seed", expected="0 or more", found=str(self.seed))


def read_lists(path: Path, names: Sequence[str] = ()) -> Lists:
    """Lists from a CSV file: a column of 0 and 1 for each list, and ``count``; without it each row is one record.

    Args:
        path: the file.
        names: which columns are the lists; empty: all but ``count``.

    Raises:
        BadInput: the file can't be read, a column is not of 0 and 1, or a count is no whole number.
    """
    return lists_of(read_csv(path), names)


def lists_of(table: CsvTable, names: Sequence[str] = (), rows: Sequence[int] | None = None) -> Lists:
    """Lists from a table; ``rows``: only these. See `read_lists`."""
    columns = tuple(names) or tuple(name for name in table.names if name != COUNT)
    if not columns or len(columns) > MOST_LISTS:
        raise BadInput(f"{table.path}: lists", expected=f"1 to {MOST_LISTS} columns", found=str(len(columns)))
    if len(set(columns)) < len(columns):
        raise UsageError("lists", expected="each named once", found=", ".join(columns))
    cells = [[_bit(table, line, name, cell) for line, cell in zip(table.lines, table.column(name), strict=True)]
             for name in columns]  # fmt: skip
    counts = [_whole(table, line, cell) for line, cell in zip(table.lines, _counts(table), strict=True)]
    kept = range(len(table.rows)) if rows is None else rows
    return Lists.of(columns, [[column[row] for column in cells] for row in kept], [counts[row] for row in kept])


def _counts(table: CsvTable) -> list[str]:
    return table.column(COUNT) if COUNT in table.names else ["1"] * len(table.rows)


def _bit(table: CsvTable, line: int, name: str, cell: str) -> int:
    if cell not in ("0", "1"):
        raise BadInput(
            f"{table.path}, line {line}, column {name!r}", expected="0 or 1", found=cell[:80] or "nothing",
            do="say which columns are lists, with --lists",
        )  # fmt: skip
    return int(cell)


def _whole(table: CsvTable, line: int, cell: str) -> int:
    plain = cell.removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 14 and int(plain) <= MOST_PERSONS):
        raise BadInput(
            f"{table.path}, line {line}, column {COUNT!r}", expected="a whole number, 0 or more", found=cell[:80]
        )
    return int(plain)


def estimate(lists: Lists, wish: Wish) -> Outcome:
    """The estimate of one method, or its refusal."""
    return _CALLS[wish.method](lists, wish)


def _loglinear(lists: Lists, wish: Wish) -> Outcome:
    return loglinear.estimate(
        lists,
        model=wish.model or None,
        selection=wish.selection,
        interval=wish.interval,
        level=wish.level,
        p_enter=wish.p_enter,
        replicates=wish.replicates,
        seed=wish.seed,
    )


def _dga(lists: Lists, wish: Wish) -> Outcome:
    return dga.estimate(
        lists, delta=wish.delta, max_missing=wish.max_missing, prior=wish.prior, level=wish.level, seed=wish.seed
    )  # fmt: skip


def _lcmcr(lists: Lists, wish: Wish) -> Outcome:
    return lcmcr.estimate(
        lists, classes=wish.classes, chains=wish.chains, iterations=wish.iterations, seed=wish.seed, level=wish.level
    )  # fmt: skip


_CALLS: dict[str, Callable[[Lists, Wish], Outcome]] = {
    "loglinear": _loglinear,
    "chao": lambda lists, wish: closed.chao(lists, wish.variant, wish.level),
    "chapman": lambda lists, wish: closed.chapman(lists, wish.level),
    "lincoln-petersen": lambda lists, wish: closed.lincoln_petersen(lists, wish.level),
    "dga": _dga,
    "lcmcr": _lcmcr,
}


def record(lists: Lists, wish: Wish, found: Outcome) -> dict[str, object]:
    """What ``--json`` prints: the estimate or its refusal, and what it rests on."""
    document: dict[str, object] = {
        "estimate": None, "low": None, "high": None, "level": wish.level, "method": wish.method, "model": "",
        "diagnostics": {}, "refused": None, "se": None, "observed": lists.observed, "intervals": {}, "cautions": [],
    }  # fmt: skip
    if isinstance(found, Refused):
        document["refused"] = found.record()
    else:
        document |= _estimated(found)
    return document | {"lists": _rests_on(lists), "assumptions": list(ASSUMPTIONS)}


def _estimated(found: Population) -> dict[str, object]:
    return {
        "estimate": found.estimate,
        "low": found.interval.low,
        "high": _end(found.interval.high),
        "method": found.method,
        "model": found.model,
        "interval": found.interval.name,
        "diagnostics": dict(found.diagnostics),
        "se": found.se,
        "intervals": {each.name: [each.low, _end(each.high)] for each in found.intervals},
        "cautions": [each.record() for each in found.cautions],
    }


def _end(value: float) -> float | None:
    return value if isfinite(value) else None


def _rests_on(lists: Lists) -> dict[str, object]:
    once = lists.frequencies[0] / lists.observed if lists.observed else None
    bound = closed.chao(lists) if lists.k > 1 else None
    return {
        "names": list(lists.names),
        "sizes": list(lists.sizes),
        "overlaps": [
            {"lists": [lists.names[a], lists.names[b]], "both": lists.overlap(a, b)}
            for a in range(lists.k)
            for b in range(a + 1, lists.k)
        ],
        "frequencies": list(lists.frequencies),
        "share_seen_once": once,
        "lower_bound": bound.estimate if isinstance(bound, Population) else None,
        "histories": dict(lists.rows()),
    }


def said(lists: Lists, found: Outcome) -> str:
    """The same for people, in lines of at most 80 columns where names allow it."""
    lines = [*_said(found, lists.observed), "", "lists"]
    width = max(len(name) for name in lists.names)
    lines += [f"  {name:<{width}}  {size:>9,}" for name, size in zip(lists.names, lists.sizes, strict=True)]
    if lists.k > 1:
        lines.append("on both of two lists")
        pairs = [(a, b) for a in range(lists.k) for b in range(a + 1, lists.k)]
        lines += [f"  {lists.names[a]}, {lists.names[b]}  {lists.overlap(a, b):,}" for a, b in pairs]
        lines += [*_once(lists), "assumed, and tested by nothing above", *(f"  {each}" for each in ASSUMPTIONS)]
    return "\n".join(lines)


def _once(lists: Lists) -> list[str]:
    bound = closed.chao(lists)
    share = f"seen on one list only: {lists.frequencies[0] / lists.observed:.1%}" if lists.observed else ""
    low = f"at least, by Chao's lower bound: {bound.estimate:,.0f}" if isinstance(bound, Population) else ""
    return [line for line in (share, low) if line]


def _said(found: Outcome, observed: int) -> list[str]:
    if isinstance(found, Refused):
        return [f"refused: {found.reason}", *([f"  {found.do}"] if found.do else [])]
    model = f", {found.model}" if found.model else ""
    lines = [
        f"estimate  {found.estimate:,.1f}  ({_ends(found.interval)})",
        f"  {found.method}{model}; {observed:,} seen",
    ]
    lines += [f"  {each.name}: {_ends(each)}" for each in found.intervals if each.name != found.interval.name]
    return lines + [f"caution: {each.text}" for each in found.cautions]


def _ends(interval: Interval) -> str:
    high = f"{interval.high:,.1f}" if isfinite(interval.high) else "no upper end"
    return f"{interval.low:,.1f} to {high}, {interval.level:.0%}"
