"""From a table of a sample to a share, mean, total or ratio: what `probata estimate proportion` does.

Not here: the estimates (`probata.statistics.design`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from pathlib import Path

import numpy as np

from probata.app.tables import CsvTable, read_csv
from probata.errors import BadInput, UsageError
from probata.statistics.design.design import Design, Floats
from probata.statistics.design.estimates import Outcome, PostStrata, mean, proportion, ratio, total
from probata.statistics.design.intervals import clopper_pearson, hypergeometric, wilson
from probata.statistics.outcome import Refused

YES = frozenset({"yes", "true", "1", "y", "present"})
NO = frozenset({"no", "false", "0", "n", "absent"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table say what; "" where none does.

    Attributes:
        value: what is estimated.
        equals: the value that counts as a hit; "": the column says itself, by yes/no, true/false or 1/0.
        strata: stratum.
        cluster: cluster of the first stage.
        weights: how many each row stands for.
        fpc: population's clusters (or units) in the stratum, or the share drawn.
        second: unit of the second stage.
        second_fpc: units in the cluster.
        domain: an estimate for each of its values as well.
        below: the variable below the line of a ratio.
        post: post-stratum.
    """

    value: str
    equals: str = ""
    strata: str = ""
    cluster: str = ""
    weights: str = ""
    fpc: str = ""
    second: str = ""
    second_fpc: str = ""
    domain: str = ""
    below: str = ""
    post: str = ""

    @property
    def needed(self) -> list[str]:
        """The columns that must be there."""
        named = (self.value, self.strata, self.cluster, self.weights, self.fpc, self.second, self.second_fpc,
                 self.domain, self.below, self.post)  # fmt: skip
        return [name for name in named if name]


def simple(hits: int, sample: int, population: int | None, level: float) -> dict[str, object]:
    """A share of a simple random sample, as JSON; with a population also as counts, exact.

    Raises:
        UsageError: numbers that can't be.
    """
    _level(level)
    exact, score = clopper_pearson(hits, sample, level), wilson(hits / sample, sample, level)
    value = hits / sample
    intervals = {each.name: [each.low, each.high] for each in (score, exact)}
    document: dict[str, object] = {
        "estimate": value, "se": sqrt(value * (1 - value) / sample), "low": score.low, "high": score.high,
        "level": level, "df": sample - 1, "deff": 1.0, "method": "binomial, wilson", "n": sample, "refused": None,
        "intervals": intervals, "cautions": [],
    }  # fmt: skip
    if population is not None:
        low, high = hypergeometric(hits, sample, population, level)
        intervals["hypergeometric"] = [low / population, high / population]
        left = 1 - (sample - 1) / (population - 1) if population > 1 else 0.0
        document |= {
            "se": sqrt(value * (1 - value) / sample * left), "low": low / population, "high": high / population,
            "method": "finite population, exact hypergeometric", "population": population,
            "count": value * population, "count_low": low, "count_high": high,
        }  # fmt: skip
    return document


def _level(level: float) -> None:
    if not 0 < level < 1:
        raise UsageError("level", expected="a number between 0 and 1", found=f"{level:g}")


@dataclass(frozen=True)
class Sample:
    """A table as a sample: the rows whose value is not missing, their design, and the values.

    Attributes:
        design: of the rows kept.
        values: (n,).
        below: (n,); ones where no ratio is asked for.
        is_share: the values are 0 and 1.
        domains: the domain of each row; empty: none is asked for.
        post: post-strata; None: none.
        missing: how many rows lack a value.
    """

    design: Design
    values: Floats
    below: Floats
    is_share: bool
    domains: tuple[str, ...]
    post: PostStrata | None
    missing: int


def read_sample(path: Path, columns: Columns, totals: Path | None = None) -> Sample:
    """A sample from a CSV file.

    Args:
        path: the file, a row a sampled unit.
        columns: what its columns say.
        totals: for post-strata: a CSV file with the columns ``group`` and ``total``.

    Raises:
        BadInput: a file can't be read, a column is not there, or a cell is not what it must be; the line is named.
    """
    table = read_csv(path, columns.needed)
    told = [row for row, cell in enumerate(table.column(columns.value)) if cell]
    values, is_share = _values(table, columns, told)
    below = _numbers(table, columns.below, told) if columns.below else np.ones(len(told))
    design = Design.of(
        len(told),
        weights=_numbers(table, columns.weights, told).tolist() if columns.weights else None,
        strata=_labels(table, columns.strata, told),
        clusters=_labels(table, columns.cluster, told),
        fpc=_numbers(table, columns.fpc, told).tolist() if columns.fpc else None,
        second=_labels(table, columns.second, told),
        second_fpc=_numbers(table, columns.second_fpc, told).tolist() if columns.second_fpc else None,
    )
    domains = tuple(_labels(table, columns.domain, told, empty=True) or ())
    return Sample(
        design, values, below, is_share, domains, _post(table, columns, told, totals), len(table.rows) - len(told)
    )


def _values(table: CsvTable, columns: Columns, told: Sequence[int]) -> tuple[Floats, bool]:
    cells = [table.column(columns.value)[row] for row in told]
    if columns.equals:
        if columns.equals not in cells:
            raise BadInput(
                f"{table.path}: no {columns.value!r} is {columns.equals!r}", expected="a value that occurs",
                found=", ".join(sorted(set(cells))[:10]), do="mind capitals and spaces",
            )  # fmt: skip
        return np.array([float(cell == columns.equals) for cell in cells]), True
    words = {cell.lower() for cell in cells}
    if words and words <= YES | NO:
        return np.array([float(cell.lower() in YES) for cell in cells]), not columns.below
    return _numbers(table, columns.value, told), False


def _numbers(table: CsvTable, name: str, told: Sequence[int]) -> Floats:
    found = np.array(table.numbers(name), dtype=np.float64)[list(told)]
    if not np.isfinite(found).all():
        line = table.lines[told[int(np.flatnonzero(~np.isfinite(found))[0])]]
        raise BadInput(f"{table.path}, line {line}, column {name!r}", expected="a number", found="nothing")
    return found


def _labels(table: CsvTable, name: str, told: Sequence[int], *, empty: bool = False) -> list[str] | None:
    if not name:
        return None
    column = table.column(name)
    for row in told:
        if not column[row] and not empty:
            raise BadInput(
                f"{table.path}, line {table.lines[row]}, column {name!r}", expected="a label", found="nothing"
            )
    return [column[row] for row in told]


def _post(table: CsvTable, columns: Columns, told: Sequence[int], totals: Path | None) -> PostStrata | None:
    if bool(columns.post) != (totals is not None):
        raise UsageError("post-strata", expected="--poststrata and --poststrata-totals together", found="one of them")
    if totals is None:
        return None
    known = read_csv(totals, ("group", "total"))
    return PostStrata(
        tuple(_labels(table, columns.post, told) or ()),
        dict(zip(known.column("group"), known.numbers("total"), strict=True)),
    )


def estimate(sample: Sample, columns: Columns, *, as_total: bool, level: float) -> dict[str, object]:
    """The estimate over the whole, and for each domain, as JSON.

    Raises:
        UsageError: a level that can't be.
    """
    _level(level)
    document = _record(_one(sample, columns, None, as_total, level), level) | {"missing": sample.missing}
    if sample.domains:
        labels = np.array(sample.domains)
        document["domains"] = [
            {"domain": str(name), **_record(_one(sample, columns, labels == name, as_total, level), level)}
            for name in np.unique(labels)
        ]
    return document


def _one(sample: Sample, columns: Columns, kept: "np.ndarray[tuple[int], np.dtype[np.bool_]] | None",
         as_total: bool, level: float) -> Outcome:  # fmt: skip
    design, values, post = sample.design, sample.values, sample.post
    if as_total:
        return total(design, values, kept=kept, post=post, level=level)
    if columns.below:
        return ratio(design, values, sample.below, kept=kept, post=post, level=level)
    if sample.is_share:
        return proportion(design, values, kept=kept, post=post, level=level)
    return mean(design, values, kept=kept, post=post, level=level)


def _record(found: Outcome, level: float) -> dict[str, object]:
    if isinstance(found, Refused):
        empty = dict.fromkeys(("estimate", "se", "low", "high", "df", "deff"))
        return {
            **empty,
            "level": level,
            "method": "",
            "intervals": {},
            "n": 0,
            "refused": found.record(),
            "cautions": [],
        }
    return {
        "estimate": found.value, "se": found.se, "low": found.interval.low, "high": found.interval.high,
        "level": level, "df": found.freedom, "deff": found.effect if isfinite(found.effect) else None,
        "method": f"{found.method}, {found.interval.name}", "n": found.n, "refused": None,
        "intervals": {each.name: [each.low, each.high] for each in found.intervals},
        "cautions": [each.record() for each in found.cautions],
    }  # fmt: skip


def said(document: dict[str, object]) -> str:
    """The same for people."""
    lines = _said(document)
    domains = document.get("domains")
    for each in domains if isinstance(domains, list) else ():
        lines += [f"domain {each['domain'] or 'without a value'}", *("  " + line for line in _said(each))]
    if document.get("missing"):
        lines.append(f"{document['missing']:,} rows without a value are left out")
    return "\n".join(lines)


def _said(document: dict[str, object]) -> list[str]:
    refused = document["refused"]
    if isinstance(refused, dict):
        return [f"refused: {refused['reason']}", *([f"  {refused['do']}"] if refused["do"] else [])]
    level = f"{document['level']:.0%}"
    lines = [
        f"estimate  {document['estimate']:.6g}  ({document['low']:.6g} to {document['high']:.6g}, {level})",
        f"  {document['method']}; SE {document['se']:.4g}, n {document['n']:,}, df {document['df']:,}"
        + (f", deff {document['deff']:.3f}" if document["deff"] is not None else ""),
    ]
    intervals = document["intervals"]
    if isinstance(intervals, dict):
        lines += [f"  {name}: {low:.6g} to {high:.6g}" for name, (low, high) in intervals.items()]
    if "count_low" in document:
        lines.append(f"  of {document['population']:,}: {document['count_low']:,} to {document['count_high']:,}")
    cautions = document["cautions"]
    return lines + [f"caution: {each['text']}" for each in (cautions if isinstance(cautions, list) else ())]
