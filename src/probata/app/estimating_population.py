"""From tables of lists to an estimate of all, those on no list included: what `probata estimate population` does.

Rules:
* Nothing is printed as a number that a method refused: a refusal has its code, its reason and what would help.
* Beside an estimate stand what it rests on: the overlaps, the share seen once, Chao's lower bound, other methods, each
  list left out, the assumptions.

Not here: the methods (`probata.statistics.population`), reading (`estimating_population_tables`), the text for people
(`estimating_population_text`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path

import numpy as np

from probata.app.estimating_population_beside import Beside, beside, parts_of, row_record
from probata.app.estimating_population_methods import Wish, estimate
from probata.app.estimating_population_tables import Given, Records
from probata.errors import UsageError
from probata.statistics.outcome import Caution, Refused
from probata.statistics.population import lcmcr
from probata.statistics.population.estimate import Outcome, Population
from probata.statistics.population.lists import Lists
from probata.statistics.population.partitions import DRAWS, Partitions, over_partitions, partitions, tabulated
from probata.statistics.population.pooling import Part, combined, summed
from probata.statistics.population.side_by_side import (
    ASSUMPTIONS,
    BOUND,
    Row,
    lower_bound,
    overlaps,
    share_seen_once,
)

SHORTER = 3  # how many times shorter LCMCR's chains are, unless said, where it is run on each partition


@dataclass(frozen=True)
class Estimated:
    """What came of one call.

    Attributes:
        lists: the table; with partitions the one of the draw with the median number of persons.
        wish: what was asked for.
        found: the estimate or its refusal.
        beside: other methods, lists left out, other choices.
        strata: each stratum's answer, empty where there are none; of the first imputation.
        drawn: the partitions; None where records and pairs were not given.
        cautions: what reading left out.
    """

    lists: Lists
    wish: Wish
    found: Outcome
    beside: Beside = field(default_factory=Beside)
    strata: tuple[Part, ...] = ()
    drawn: Partitions | None = None
    cautions: tuple[Caution, ...] = ()

    @property
    def said(self) -> tuple[Caution, ...]:
        """All cautions, each once."""
        own = self.found.cautions if isinstance(self.found, Population) else ()
        return tuple(dict.fromkeys((*own, *self.cautions, *self.beside.cautions)))


def of_table(given: Given, wish: Wish, *, everything: bool = False) -> Estimated:
    """The estimate from a table: of one population, summed over strata, combined over imputations.

    Args:
        given: the table.
        wish: what is asked for.
        everything: whether that which takes long stands beside it too.
    """
    if not given.imputations or (not given.stratified and len(given.imputations) == 1):
        found = estimate(given.whole, wish)
        compared = beside(given.whole, wish, found, everything=everything)
        return Estimated(given.whole, wish, found, compared, cautions=given.cautions)
    sums: list[Part] = []
    first: tuple[Part, ...] = ()
    for name, strata in given.imputations:
        parts = parts_of(strata, wish) if given.stratified else ()
        found = summed(parts, wish.level, wish.seed) if given.stratified else estimate(strata[0][1], wish)
        first = first or parts
        sums.append(Part(name, sum(lists.observed for _, lists in strata), found))
    found = sums[0].outcome if len(sums) == 1 else combined(sums, wish.level, wish.seed)
    tables = given.imputations[0][1] if given.stratified else ()
    compared = beside(given.whole, wish, found, tables, everything=everything)
    return Estimated(given.whole, wish, found, compared, first, cautions=given.cautions)


def of_records(
    records: Records, wish: Wish, names: Sequence[str] = (), draws: int = DRAWS, *, everything: bool = False
) -> Estimated:  # fmt: skip
    """The estimate from records and pairs that may be one person, with the error of linkage in it.

    Args:
        records: records and pairs.
        wish: what is asked for. LCMCR's chains are three times shorter than alone unless their length is said.
        names: the lists that are used; empty: all. Records on others still join those that are.
        draws: how many partitions.
        everything: whether that which takes long stands beside it too.
    """
    drawn = partitions(records.pairs, draws, wish.seed)
    chosen = tuple(names) or records.names
    each = wish
    if wish.method == "lcmcr" and wish.iterations == lcmcr.ITERATIONS:
        each = replace(wish, iterations=lcmcr.ITERATIONS // SHORTER)

    def one(lists: Lists) -> Outcome:
        return estimate(lists if chosen == records.names else lists.named(chosen), each)

    found = over_partitions(drawn, records.of_list, records.names, one, wish.level, wish.seed)
    middle = int(np.argsort(drawn.persons, kind="stable")[len(drawn.persons) // 2])
    lists = tabulated(drawn.labels[middle], records.of_list, records.names).named(chosen)
    return Estimated(lists, wish, found, beside(lists, each, found, everything=everything), drawn=drawn)


def record(made: Estimated) -> dict[str, object]:
    """What ``--json`` prints: the estimate or its refusal, and what it rests on."""
    document: dict[str, object] = {
        "estimate": None, "low": None, "high": None, "level": made.wish.level, "method": made.wish.method, "model": "",
        "diagnostics": {}, "refused": None, "se": None, "observed": made.lists.observed, "intervals": {},
    }  # fmt: skip
    if isinstance(made.found, Refused):
        document["refused"] = made.found.record()
    else:
        document |= _estimated(made.found)
    document["cautions"] = [each.record() for each in made.said]
    if made.strata:
        document["strata"] = [
            {"observed": part.observed} | row_record(Row(part.name, part.outcome)) for part in made.strata
        ]
    if made.drawn is not None:
        document["partitions"] = _partitions(made.drawn, made.wish.level)
    return document | {"lists": rests_on(made.lists)} | made.beside.record() | {"assumptions": list(ASSUMPTIONS)}


def _estimated(found: Population) -> dict[str, object]:
    return {
        "estimate": found.estimate,
        "low": found.interval.low,
        "high": _end(found.interval.high),
        "method": found.method,
        "model": found.model,
        "interval": found.interval.name,
        "observed": found.observed,
        "diagnostics": dict(found.diagnostics),
        "se": found.se,
        "intervals": {each.name: [each.low, _end(each.high)] for each in found.intervals},
    }


def _end(value: float) -> float | None:
    return value if isfinite(value) else None


def _partitions(drawn: Partitions, level: float) -> dict[str, object]:
    low, high = drawn.interval(level)
    return {
        "draws": len(drawn.labels), "records": drawn.labels.shape[1], "persons_mean": float(drawn.persons.mean()),
        "persons_sd": float(drawn.persons.std(ddof=1)), "persons_low": low, "persons_high": high,
        "links_expected": drawn.expected, "links_joined": drawn.joined, "gave_up": drawn.gave_up,
    }  # fmt: skip


def rests_on(lists: Lists) -> dict[str, object]:
    """What an estimate from these lists rests on, as JSON."""
    bound = lower_bound(lists) if lists.k > 1 else None
    return {
        "names": list(lists.names),
        "sizes": list(lists.sizes),
        "overlaps": [each.record() for each in overlaps(lists)],
        "frequencies": list(lists.frequencies),
        "share_seen_once": share_seen_once(lists),
        "lower_bound": bound.estimate if isinstance(bound, Population) else None,
        "lower_bound_variant": BOUND,
        "histories": dict(lists.rows()),
    }


def write_draws(path: Path, found: Outcome) -> None:
    """Write the draws of N as a CSV file with one column.

    Raises:
        UsageError: the method gave no draws, or the file is there already.
    """
    if isinstance(found, Refused):
        return
    if not found.draws:
        raise UsageError(
            "no draws to write", expected="dga, lcmcr, or loglinear with --interval bootstrap", found=found.method
        )
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write("N\n" + "".join(f"{value:.10g}\n" for value in found.draws))
    except FileExistsError:
        raise UsageError(f"{path} is there already", expected="a new file", do="name another") from None
