"""What `probata estimate population` says to people: lines of at most 80 columns where names allow it."""

from collections.abc import Sequence
from math import isfinite
from textwrap import wrap

from probata.app.estimating_population import Estimated
from probata.statistics.outcome import Refused
from probata.statistics.population.estimate import Interval, Outcome, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.partitions import Partitions
from probata.statistics.population.pooling import Part
from probata.statistics.population.side_by_side import (
    ASSUMPTIONS,
    BOUND,
    Row,
    lower_bound,
    overlaps,
    share_seen_once,
)

WIDTH = 80
LONGEST_NAME = 28


def said(made: Estimated) -> str:
    """The whole text."""
    lists = made.lists
    lines = [*_answer(made.found, made.wish.method), *(_caution(each.text) for each in made.said)]
    if made.strata:
        lines += ["", *_strata(made.strata)]
    if made.drawn is not None:
        lines += ["", *_partitions(made.drawn, made.wish.level)]
    lines += ["", *_lists(lists)]
    if lists.k > 1:
        lines += ["", *_overlaps(lists), "", *_once(lists)]
    for title, rows in (
        ("other methods", made.beside.methods),
        ("two lists alone (Chapman)", made.beside.pairs),
        (f"without one list ({made.wish.method})", made.beside.left_out),
        ("other choices", made.beside.choices),
    ):
        if rows:
            lines += ["", title, *_rows(rows)]
    if made.beside.skipped:
        lines += _wrapped("not run, as it takes long (--all runs it): " + ", ".join(made.beside.skipped))
    lines += ["", "assumed, and tested by nothing above", *(line for each in ASSUMPTIONS for line in _wrapped(each, 2))]
    return "\n".join(lines)


def _answer(found: Outcome, method: str) -> list[str]:
    if isinstance(found, Refused):
        refusal = _wrapped(f"refused ({method}, {found.code}): {found.reason}")
        return ["no estimate", *refusal, *_wrapped(found.do, 2)]
    model = f", {found.model}" if found.model else ""
    lines = [
        f"estimate  {found.estimate:,.1f}  ({_ends(found.interval)}, {found.interval.level:.0%} {found.interval.name})",
        *_wrapped(f"{found.method}{model}; {found.observed:,} seen", 2),
    ]
    return lines + [f"  {each.name}: {_ends(each)}" for each in found.intervals if each.name != found.interval.name]


def _caution(text: str) -> str:
    return "\n".join(_wrapped(f"caution: {text}"))


def _strata(strata: Sequence[Part]) -> list[str]:
    lines = ["by stratum"]
    for part in strata:
        lines += _rows([Row(f"{part.name} ({part.observed:,} seen)", part.outcome)])
    return lines


def _partitions(drawn: Partitions, level: float) -> list[str]:
    low, high = drawn.interval(level)
    return [
        f"who is who, drawn {len(drawn.labels):,} times from {drawn.labels.shape[1]:,} records",
        f"  distinct persons: mean {drawn.persons.mean():,.1f}, sd {drawn.persons.std(ddof=1):,.1f}, "
        f"{level:.0%} [{low:,.0f}, {high:,.0f}]",
    ]


def _lists(lists: Lists) -> list[str]:
    width = min(LONGEST_NAME, max(len(name) for name in lists.names))
    return [
        f"lists ({lists.observed:,} seen in all)",
        *(f"  {name:<{width}}  {size:>9,}" for name, size in zip(lists.names, lists.sizes, strict=True)),
    ]


def _overlaps(lists: Lists) -> list[str]:
    """Each two lists: how many on both; and among those on a further list, how many were to be expected."""
    found = overlaps(lists)
    names = [f"{each.a}, {each.b}" for each in found]
    width = min(LONGEST_NAME, max(len(name) for name in names))
    lines = [f"{'on both of two lists':<{width + 2}}{'':>9}  {'of those on a further list:' if lists.k > 2 else ''}"]
    if lists.k > 2:
        lines.append(f"  {'':<{width}}  {'both':>7}  {'both':>7}  {'by chance':>9}  log odds (se)")
    for name, each in zip(names, found, strict=True):
        line = f"  {name:<{width}}  {each.both:>7,}"
        if each.expected is not None and each.log_odds is not None:
            line += f"  {each.both_on_others:>7,}  {each.expected:>9,.1f}  {each.log_odds:+.2f} ({each.se:.2f})"
        lines.append(line.rstrip())
    return [line.rstrip() for line in lines]


def _once(lists: Lists) -> list[str]:
    share, bound = share_seen_once(lists), lower_bound(lists)
    lines = [] if share is None else [f"seen on one list only: {share:.1%}"]
    if isinstance(bound, Population):
        lines.append(f"at least, by Chao's lower bound ({BOUND}): {bound.estimate:,.0f} ({_ends(bound.interval)})")
    return lines


def _rows(rows: Sequence[Row]) -> list[str]:
    width = min(LONGEST_NAME, max(len(row.name) for row in rows))
    lines: list[str] = []
    for row in rows:
        found = row.outcome
        if isinstance(found, Refused):
            lines += _wrapped(f"{row.name:<{width}}  refused ({found.code}): {found.reason}", 2)
        else:
            model = f"  {found.model}" if found.model and found.model not in row.name else ""
            numbers = f"  {row.name:<{width}}  {found.estimate:>9,.0f}  ({_ends(found.interval, 0)})"
            lines.append(numbers + model if len(numbers + model) <= WIDTH else numbers)
    return lines


def _ends(interval: Interval, digits: int = 1) -> str:
    high = f"{interval.high:,.{digits}f}" if isfinite(interval.high) else "no upper end"
    return f"{interval.low:,.{digits}f} to {high}"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    if not text:
        return []
    return wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2), break_long_words=False)
