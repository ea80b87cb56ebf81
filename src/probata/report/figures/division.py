"""The division "photographs ÷ photographs per person", put beside the count so that the two are not mistaken."""

from collections.abc import Iterator
from functools import partial

from probata.report.figures.figure import Figure, Maker, Method, Undefined, Value

UNIT = "persons, by division"
WARNING = "A quotient, not a count: it lists nobody."


def division(make: Maker) -> Iterator[Figure]:
    """Divides photographs by photographs per person, in the ways in which it is done, to be read beside the count.

    Unit: persons by division: a quotient, not a count. Frame: all photographs, or those that show a person by their
    class. Rule: photographs ÷ mean photographs per person known by a number; for the median the ends of the range
    divide by the upper and the lower quartile; for a published "photographs per person" by its ends, the value by
    their middle. The ends are no confidence interval. Limits: dividing all photographs counts scenes, documents and
    staff as if they were persons; the divisor comes from those whose number could be read, who may have more
    photographs than others. The excess is the quotient of all photographs by the mean, less the count.

    Source: the model case, where 55,000 photographs ÷ "four or five" was published as a count of 11,000.
    """
    everything = make.earlier["photographs"].value
    with_person = make.earlier["photographs-showing-a-person"].value
    mean = make.earlier["photographs-per-person-mean"].value
    all_by_mean = quotient(everything, mean)
    figure = partial(make.figure, unit=UNIT, note=WARNING)
    per_person, of_all, of_class = "photographs-per-person-", "all photographs", "photographs that show a person"
    yield figure(
        "division-of-all-photographs",
        all_by_mean,
        frame=of_all,
        exclusions="nothing: scenes, documents and unclassified photographs are divided too",
        parts=["photographs", f"{per_person}mean"],
    )
    yield figure(
        "division-of-photographs-showing-a-person",
        quotient(with_person, mean),
        frame=of_class,
        exclusions="scenes, documents, other and unclassified photographs",
        parts=["photographs-showing-a-person", f"{per_person}mean"],
    )
    yield figure(
        "division-by-median",
        quotient(with_person, make.earlier[f"{per_person}median"].value),
        low=_end(with_person, make.earlier[f"{per_person}upper-quartile"].value),
        high=_end(with_person, make.earlier[f"{per_person}lower-quartile"].value),
        frame=of_class,
        exclusions="scenes, documents, other and unclassified photographs",
        parts=["photographs-showing-a-person", f"{per_person}median"],
    )
    count = make.earlier["persons-by-number"].value
    excess = all_by_mean if isinstance(all_by_mean, Undefined) else _minus(all_by_mean, count)
    yield figure(
        "division-excess",
        excess,
        frame=of_all,
        exclusions="nothing",
        parts=["division-of-all-photographs", "persons-by-number"],
    )


def published_division(make: Maker) -> Iterator[Figure]:
    """Divides all photographs by a "photographs per person" that others published, where the inquiry's file states one.

    Unit: persons by division. Frame: all photographs. Rule: the ends divide by the highest and the lowest published
    number, the value by their middle. Limits: as for every division; the published number is taken as it stands.
    """
    stated = make.basis.snapshot.settings.division.photographs_per_person
    if stated is None:
        return
    lowest, highest = stated
    everything = make.earlier["photographs"].value
    yield make.figure(
        "division-by-published",
        quotient(everything, (lowest + highest) / 2),
        low=_end(everything, highest),
        high=_end(everything, lowest),
        unit=UNIT,
        frame="all photographs",
        exclusions="nothing: scenes, documents and unclassified photographs are divided too",
        note=WARNING,
        parts=["photographs"],
    )


def quotient(dividend: Value, divisor: Value) -> Value:
    """``dividend`` ÷ ``divisor``, undefined where one of them is, or where the divisor is zero."""
    if isinstance(dividend, Undefined):
        return dividend
    if isinstance(divisor, Undefined):
        return divisor
    return dividend / divisor if divisor else Undefined("the divisor is zero")


def _end(dividend: Value, divisor: Value) -> float | None:
    result = quotient(dividend, divisor)
    return None if isinstance(result, Undefined) else float(result)


def _minus(a: int | float, b: Value) -> Value:
    return b if isinstance(b, Undefined) else a - b


METHODS = (
    Method(
        "division",
        1,
        ("custody", "readings", "judgements", "settings"),
        {
            "division-of-all-photographs": "All photographs ÷ mean photographs per person",
            "division-of-photographs-showing-a-person": "Photographs that show a person ÷ mean photographs per person",
            "division-by-median": "Photographs that show a person ÷ median photographs per person",
            "division-excess": "Division of all photographs, less the count of persons",
        },
        division,
    ),
    Method(
        "published-division",
        1,
        ("custody", "readings/file", "settings"),
        {"division-by-published": "All photographs ÷ the published photographs per person"},
        published_division,
    ),
)
