"""Published figures beside ours: value, difference and ratio."""

from collections.abc import Iterator
from functools import partial

from probata.report.figures.division import quotient
from probata.report.figures.figure import Figure, Maker, Method, Undefined, Value, slug
from probata.statements.published import published_of


def reconciliation(make: Maker) -> Iterator[Figure]:
    """Puts each figure that others published beside ours: as published, difference, ratio.

    Unit: as published. Frame: as published; it can differ from ours, and that is the point. Rule: difference = ours −
    published; ratio = ours ÷ published. Limits: a difference says that two numbers differ, not which one is wrong; the
    rule and unit as published are what the inquiry's file says, or a claim that a person recorded from a confirmed
    statement; of a claimed range the middle is compared.
    """
    for published in published_of(make.basis.snapshot):
        own = make.earlier.get(published.compares)
        value: Value = Undefined("there is no such figure here") if own is None else own.value
        key = slug(published.name)
        parts = () if own is None else (own.name,)
        row = partial(make.figure, label=published.name, frame="as published", exclusions="as published")
        note = f"Source: {published.source}. Rule: {published.rule or 'not stated'}."
        yield row(f"published.{key}", published.value, unit=published.unit, note=note)
        beside = f"Beside {published.compares}."
        difference = value if isinstance(value, Undefined) else value - published.value
        yield row(f"published-difference.{key}", difference, unit=published.unit, note=beside, parts=parts)
        ratio = quotient(value, published.value)
        yield row(f"published-ratio.{key}", ratio, unit="ours ÷ published", note=beside, parts=parts)


METHODS = (
    Method(
        "reconciliation",
        2,
        ("custody", "readings", "judgements", "settings", "statements"),
        {
            "published.*": "A figure as published by others",
            "published-difference.*": "Our figure less the published one",
            "published-ratio.*": "Our figure ÷ the published one",
        },
        reconciliation,
    ),
)
