"""From a table of a sample to a share, mean, total or ratio: what `probata estimate proportion` does.

Not here: reading the table (`probata.app.estimating_proportion_table`), the estimates (`probata.statistics.design`).
"""

from dataclasses import dataclass, replace
from math import ceil, floor, isfinite, sqrt
from textwrap import wrap

import numpy as np

from probata.app.estimating_proportion_table import YES, Columns, Sample, same
from probata.errors import UsageError
from probata.statistics.design.estimates import FEW_HITS, Estimate, Kept, Outcome, mean, proportion, ratio, total
from probata.statistics.design.intervals import Interval, clopper_pearson, hypergeometric, wilson
from probata.statistics.design.misclassification import Checked, Rate, by_checking, by_rates, worth
from probata.statistics.outcome import Caution, Refused

ALL = 1e12
WIDTH = 78


@dataclass(frozen=True, slots=True)
class Rates:
    """How often the coder was right.

    Attributes:
        sensitivity: where the truth is yes.
        specificity: where the truth is no.
    """

    sensitivity: Rate
    specificity: Rate

    @classmethod
    def of(cls, sensitivity: str, specificity: str) -> "Rates | None":
        """From two texts "K,N"; None where neither is given.

        Raises:
            UsageError: one is missing, or is not two numbers that can be.
        """
        if not sensitivity and not specificity:
            return None
        if not sensitivity or not specificity:
            raise UsageError("error rates", expected="--sensitivity K,N and --specificity K,N together", found="one")
        return cls(_rate(sensitivity), _rate(specificity))


def _rate(text: str) -> Rate:
    parts = text.split(",")
    try:
        right, of = (int(part) for part in parts)
    except ValueError:
        raise UsageError("a rate", expected="K,N: K of N were coded rightly", found=text[:40]) from None
    return Rate(right, of)


def simple(
    hits: int, sample: int, population: int | None, level: float, rates: Rates | None = None
) -> dict[str, object]:
    """A share of a simple random sample, as JSON; with a population also as counts, exact.

    Raises:
        UsageError: numbers that can't be.
    """
    _level(level)
    exact = clopper_pearson(hits, sample, level)
    value = hits / sample
    score = wilson(value, sample, level)
    few = min(hits, sample - hits)
    text = f"only {few} of one kind among {sample:,}: read the interval, not the share"
    cautions = (Caution("few-hits", text),) if few < FEW_HITS and sample != population else ()
    se = sqrt(value * (1 - value) / sample)
    found = Estimate("binomial", value, se, score, (score, exact), sample - 1, 1.0, sample, cautions)
    if population is None:
        return _with_rates(found, sample, rates, level)
    low, high = hypergeometric(hits, sample, population, level)
    left = 1 - (sample - 1) / (population - 1) if population > 1 else 0.0
    finite = Interval("hypergeometric", low / population, high / population, level)
    found = replace(
        found, method="finite population, exact", se=se * sqrt(left), interval=finite, intervals=(finite, score, exact)
    )
    document = _with_rates(found, ALL if sample == population else sample, rates, level)
    if document["refused"]:
        return document
    if rates is not None:
        low, high = floor(_number(document["low"]) * population), ceil(_number(document["high"]) * population)
    counted = {"count": _number(document["estimate"]) * population, "count_low": low, "count_high": high}
    return document | {"population": population} | counted


def _number(value: object) -> float:
    return float(value) if isinstance(value, float | int) else float("nan")


def _with_rates(found: Outcome, n: float, rates: Rates | None, level: float) -> dict[str, object]:
    """The record, put right by error rates where there are some.

    Args:
        found: as coded.
        n: how many observations it is worth where its standard error is 0.
        rates: of errors.
        level: of the interval.
    """
    if rates is None or isinstance(found, Refused):
        return _record(found, level)
    put_right = by_rates(found.value, worth(found.value, found.se, n), rates.sensitivity, rates.specificity, level)
    if isinstance(put_right, Estimate):
        cautions = (*found.cautions, *put_right.cautions)
        put_right = replace(put_right, freedom=found.freedom, n=found.n, cautions=cautions)
    return _record(put_right, level) | {
        "uncorrected": {"estimate": found.value, "low": found.interval.low, "high": found.interval.high},
        "sensitivity": [rates.sensitivity.right, rates.sensitivity.of],
        "specificity": [rates.specificity.right, rates.specificity.of],
    }


def _level(level: float) -> None:
    if not 0 < level < 1:
        raise UsageError("level", expected="a number between 0 and 1", found=f"{level:g}")


def estimate(
    sample: Sample, columns: Columns, *, as_total: bool, level: float, rates: Rates | None = None
) -> dict[str, object]:  # fmt: skip
    """The estimate over the whole, and for each domain, as JSON.

    Raises:
        UsageError: a level that can't be, or things asked for that don't go together.
    """
    _level(level)
    _together(sample, columns, as_total=as_total, rates=rates)
    document = _of_domain(sample, columns, None, as_total, level, rates) | {"missing": sample.missing}
    if sample.domains:
        labels = np.array(sample.domains)
        document["domains"] = [
            {"domain": str(name), **_of_domain(sample, columns, labels == name, as_total, level, rates)}
            for name in np.unique(labels)
        ]
    return document


def _together(sample: Sample, columns: Columns, *, as_total: bool, rates: Rates | None) -> None:
    other = as_total or bool(columns.below) or not sample.is_share
    if rates is not None and (other or columns.checked):
        raise UsageError("error rates", expected="a share of yes and no, or of --equals, and no --checked")
    if columns.checked and (other or columns.domain or columns.post):
        raise UsageError("--checked", expected="a share, without --total, --ratio, --domain and --poststrata")
    if as_total and columns.below:
        raise UsageError("what to estimate", expected="--total or --ratio", found="both")
    if as_total and not (columns.weights or columns.fpc or columns.post):
        raise UsageError("--total", expected="--weights or --fpc with it: how many the rows stand for", found="neither")


def _of_domain(
    sample: Sample, columns: Columns, kept: Kept | None, as_total: bool, level: float, rates: Rates | None
) -> dict[str, object]:  # fmt: skip
    if sample.refused is not None:
        document = _record(sample.refused, level)
    elif columns.checked:
        document = _checked(by_checking(sample.design, sample.first, sample.values, level=level), columns, level)
    else:
        inside = np.ones(sample.design.n, dtype=np.bool_) if kept is None else kept
        n = ALL if sample.design.whole else sample.design.worth(inside)
        document = _with_rates(_one(sample, columns, kept, as_total, level), n, rates, level)
    if kept is None and isinstance(document["cautions"], list):
        document["cautions"] += [each.record() for each in sample.cautions]
    return document


def _checked(found: Checked | Refused, columns: Columns, level: float) -> dict[str, object]:
    if isinstance(found, Refused):
        return _record(found, level)
    hits = [group for group in found.groups if _is_hit(group.code, columns.equals)]
    return _record(found.estimate, level) | {
        "uncorrected": {"estimate": sum(group.share for group in hits)},
        "groups": [
            {"code": group.code, "share": group.share, "coded": group.coded, "checked": group.checked,
             "hits": group.hits, "estimate": group.found}
            for group in found.groups
        ],
    }  # fmt: skip


def _is_hit(code: str, equals: str) -> bool:
    return same(code, equals) if equals else code.lower() in YES


def _one(sample: Sample, columns: Columns, kept: Kept | None, as_total: bool, level: float) -> Outcome:
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
        lines += [f"domain {_printable(each['domain']) or 'without a value'}", *("  " + line for line in _said(each))]
    return "\n".join(lines)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _said(document: dict[str, object]) -> list[str]:
    refused = document["refused"]
    if isinstance(refused, dict):
        return [*_wrapped(f"refused: {refused['reason']}"), *(_wrapped(f"  {refused['do']}") if refused["do"] else [])]
    level = f"{document['level']:.0%}"
    lines = [
        f"estimate  {document['estimate']:.6g}  ({document['low']:.6g} to {document['high']:.6g}, {level})",
        f"  {document['method']}; SE {document['se']:.4g}, n {document['n']:,}, df {document['df']:,}"
        + (f", deff {document['deff']:.3f}" if document["deff"] is not None else ""),
    ]
    intervals = document["intervals"]
    if isinstance(intervals, dict):
        lines += [f"  {name}: {low:.6g} to {high:.6g}" for name, (low, high) in intervals.items()]
    uncorrected = document.get("uncorrected")
    if isinstance(uncorrected, dict):
        lines.append(f"  as coded, not put right: {uncorrected['estimate']:.6g}")
    groups = document.get("groups")
    for each in groups if isinstance(groups, list) else ():
        lines.append(
            f"  coded {_printable(each['code'])[:30]}: {each['coded']:,}, checked {each['checked']:,}, "
            f"of these {each['hits']:,} hits"
        )
    if "count_low" in document:
        lines.append(f"  of {document['population']:,}: {document['count_low']:,} to {document['count_high']:,}")
    cautions = document["cautions"]
    for each in cautions if isinstance(cautions, list) else ():
        lines += _wrapped(f"caution: {each['text']}")
    return lines


def _wrapped(text: str) -> list[str]:
    return wrap(_printable(text), WIDTH, initial_indent=text[: len(text) - len(text.lstrip())], subsequent_indent="  ")
