"""The measures of agreement of a table, said for people in at most 80 columns."""

from collections.abc import Iterator
from textwrap import wrap

from probata.app.estimating_agreement import Estimated
from probata.statistics.agreement.codings import Codings
from probata.statistics.agreement.coefficient import Coefficient, Interval, Outcome
from probata.statistics.agreement.measures import Agreement, Pair
from probata.statistics.outcome import Refused

WIDTH = 80
NAME = 39
MOST_PAIRS = 15
MOST_CATEGORIES = 9
CELL = 7
TITLES = {
    "percentage": "percentage agreement",
    "cohen": "Cohen's kappa",
    "light": "Cohen's kappa, mean of pairs",
    "fleiss": "Fleiss' kappa",
    "krippendorff": "Krippendorff's alpha",
    "gwet-ac1": "Gwet's AC1",
    "gwet-ac2": "Gwet's AC2",
}


def text(made: Estimated) -> str:
    """All of it, but of pairs and categories no more than fit; ``--json`` has the rest."""
    return "\n".join(_lines(made))


def _lines(made: Estimated) -> Iterator[str]:
    found = made.agreement
    yield f"units coded         {len(found.codings.codes):>9,}"
    yield f"coded by two or more{found.n_shared:>9,}"
    yield f"coders              {len(found.codings.coders):>9,}"
    if made.named_by:
        yield f"rows are named by   {made.named_by[:50]}"
    yield ""
    if found.refused:
        yield from wrap(f"refused: {found.refused.reason}; {found.refused.do}", WIDTH)
        return
    yield f"{'':{NAME}}  value    se  {found.wanted.level * 100:g} % interval"
    yield from _measures(found)
    yield from _categories(found)
    yield from _pairs(found.pairs)
    yield from _table(found.codings)
    for caution in found.cautions:
        yield ""
        yield from wrap(f"caution: {caution.text}", WIDTH)


def _measures(found: Agreement) -> Iterator[str]:
    few = any(caution.code == "few-disagreements" for caution in found.cautions)
    for title, outcome in (
        (TITLES["percentage"], found.percentage),
        (TITLES["cohen"], found.cohen),
        (TITLES["fleiss"], found.fleiss),
        (TITLES["krippendorff"], found.krippendorff),
        ("Gwet's coefficient", found.gwet),
    ):
        yield from _measure(title, outcome, few)
    if found.others:
        yield ""
        yield "with other weights and metrics"
    for other in found.others:
        yield from _measure(TITLES[other.name], other, few)


def _measure(title: str, outcome: Outcome, careful: bool) -> Iterator[str]:
    if isinstance(outcome, Refused):
        yield from wrap(f"{title} refused: {outcome.reason}", WIDTH, subsequent_indent="  ")
        return
    weights = "" if outcome.weights == "none" else f", {outcome.weights}"
    yield _row(f"{TITLES[outcome.name]}{weights}", outcome)
    if careful and outcome.careful != outcome.interval:
        yield f"{'':{NAME}} {'':6} {'':5}  {_ends(outcome.careful)}"


def _row(title: str, found: Coefficient) -> str:
    return f"{title[:NAME]:<{NAME}} {found.value:>6.3f} {found.se:.3f}  {_ends(found.interval)}"


def _ends(interval: Interval) -> str:
    ends = f"{interval.low:.3f} to {interval.high:.3f}"
    return f"{ends:<15} {interval.name}"


def _categories(found: Agreement) -> Iterator[str]:
    yield ""
    yield "agreement on one category: if one coder gave it, another did too"
    for name, outcome in list(zip(found.codings.categories, found.specific, strict=True))[:MOST_CATEGORIES]:
        yield f"  {name[:40]}: not used" if isinstance(outcome, Refused) else _row(f"  {name}", outcome)
    if len(found.specific) > MOST_CATEGORIES:
        yield f"  and {len(found.specific) - MOST_CATEGORIES} more categories, with --json"


def _pairs(pairs: tuple[Pair, ...]) -> Iterator[str]:
    if len(pairs) == 1:
        return
    yield ""
    yield "pairs of coders: units, percentage, Cohen's kappa"
    for pair in pairs[:MOST_PAIRS]:
        percent = "" if isinstance(pair.percentage, Refused) else f"{pair.percentage.value:.3f}"
        name = f"  {pair.first[:16]} and {pair.second[:16]}"
        if isinstance(pair.cohen, Refused):
            yield f"{name:<{NAME}} {pair.units:>6,} {percent:<5}  refused: {pair.cohen.code}"
        else:
            low, high = pair.cohen.interval.low, pair.cohen.interval.high
            kappa = f"{pair.cohen.value:>6.3f}  {low:.3f} to {high:.3f}"
            yield f"{name:<{NAME}} {pair.units:>6,} {percent:<5} {kappa}"
    if len(pairs) > MOST_PAIRS:
        yield f"  and {len(pairs) - MOST_PAIRS} more pairs, with --json"


def _table(codings: Codings) -> Iterator[str]:
    """Two coders: their table. More: how often each gave each category."""
    if len(codings.categories) > MOST_CATEGORIES:
        return
    two = len(codings.coders) == len(("row", "column"))
    names = codings.categories if two else codings.coders
    counts = codings.confusion(0, 1) if two else codings.by_coder()
    yield ""
    yield f"{codings.coders[0][:20]} (rows) and {codings.coders[1][:20]}" if two else "how often each coder gave what"
    room = WIDTH - CELL * len(codings.categories)
    yield " " * room + "".join(f"{name[: CELL - 1]:>{CELL}}" for name in codings.categories)
    for name, row in zip(names, counts, strict=True):
        yield f"  {name[: room - 3]:<{room - 2}}" + "".join(f"{int(count):>{CELL},}" for count in row)
