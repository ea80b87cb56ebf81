"""Persons over draws of the partition: the count again and again, with links that may be wrong as often as they say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from probata.linkage.persons_draws import PartitionDraws
from probata.report.figures.basis import PHOTOGRAPHS_FRAME, UNCLASSIFIED, Basis
from probata.report.figures.figure import Figure, Maker, Method, Undefined, slug
from probata.report.figures.persons_class import class_by_label

LEVEL = 0.95
DECIMALS = 6
NUMBERED_CLASSES = ("person-with-number", UNCLASSIFIED)
NO_DRAWS = Undefined("no draws of the partition were made")
READS = ("custody", "readings", "judgements", "settings")
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One number in each draw.

    Attributes:
        by_number: persons of whom a photograph with a number is drawn.
        without: groups of which none has a number.
        mean: photographs per person, of those by number.
        variance: of the same, among the persons.
        by_class: persons and groups by the class of most of their photographs.
    """

    by_number: FloatArray
    without: FloatArray
    mean: FloatArray
    variance: FloatArray
    by_class: Mapping[str, FloatArray]


def draws_of(basis: Basis) -> PartitionDraws | None:
    """The draws of the findings; None where none were made."""
    return basis.findings.draws


def drawn(basis: Basis, draws: PartitionDraws) -> Drawn:
    """The persons of each draw, counted on the photographs of the snapshot."""
    places = np.array([each in basis.is_photograph for each in draws.exhibits], dtype=bool)
    exhibits = [each for each in draws.exhibits if each in basis.is_photograph]
    numbered = np.array([_numbered(basis, each) for each in exhibits], dtype=bool)
    names, classes = _classes(basis, exhibits)
    rows = [_count(row[places], numbered, classes, len(names)) for row in draws.labels]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 4 + len(names))
    by_class = {name: table[:, 4 + at] for at, name in enumerate(names)}
    return Drawn(table[:, 0], table[:, 1], table[:, 2], table[:, 3], by_class)


def _numbered(basis: Basis, exhibit: str) -> bool:
    found = basis.findings.persons.get(exhibit)
    return found is not None and found.numbered and basis.class_of(exhibit) in NUMBERED_CLASSES


def _classes(basis: Basis, exhibits: list[str]) -> tuple[list[str], npt.NDArray[np.int64]]:
    """The classes of persons, and the place of each exhibit's in them."""
    known = class_by_label(basis)
    persons = basis.findings.persons
    labels = [persons[each].person if each in persons else None for each in exhibits]
    of_exhibit = [known.get(label, "unknown") if label else "unknown" for label in labels]
    names = sorted({*of_exhibit, "unknown"})
    return names, np.array([names.index(each) for each in of_exhibit], dtype=np.int64)


def _count(
    labels: npt.NDArray[np.int32], numbered: npt.NDArray[np.bool_], classes: npt.NDArray[np.int64], names: int
) -> list[float]:
    """Persons by number, groups, mean and variance of the photographs per person by number, persons by class."""
    shown = labels >= 0
    who = labels[shown]
    sizes = np.bincount(who)
    present = sizes > 0
    has_number = np.bincount(who[numbered[shown]], minlength=len(sizes)) > 0
    per_person = sizes[has_number]
    mean = float(per_person.mean()) if len(per_person) else np.nan
    variance = float(per_person.var(ddof=1)) if len(per_person) > 1 else np.nan
    of_class = np.bincount(who * np.int64(names) + classes[shown], minlength=len(sizes) * names).reshape(-1, names)
    by_class = np.bincount(of_class[present].argmax(axis=1), minlength=names)
    without = int(present.sum()) - len(per_person)
    return [float(len(per_person)), float(without), mean, variance, *by_class.astype(float)]


def over_draws(figure: Figure, values: FloatArray, proposed: Figure | None = None) -> Figure:
    """The figure with the mean over the draws, and the interval that holds 95 % of them and the count by links."""
    values = values[np.isfinite(values)]
    if not len(values):
        return figure
    tail = (1 - LEVEL) / 2
    ends = [float(np.quantile(values, tail, method="lower")), float(np.quantile(values, 1 - tail, method="higher"))]
    if proposed is not None and not isinstance(proposed.value, Undefined):
        ends.append(float(proposed.value))
    mean, low, high = (round(float(each), DECIMALS) for each in (values.mean(), min(ends), max(ends)))
    return replace(figure, value=mean, low=low, high=high, level=LEVEL)


def persons_drawn(make: Maker) -> Iterator[Figure]:
    """Counts persons in draws of the partition, in which each link holds as often as its probability says.

    Unit: person, group, photographs per person. Frame: all photographs. Rule: value: the mean over the draws;
    interval: the middle 95 % of the draws, and the count by links: the likeliest partition may lie to one side of
    all draws, where many small doubts add a person each, and which of both is right the model can't tell. A group
    of a draw is known by a number where a photograph of it shows one and the linker names its person by it. A
    person's class in a draw is that of most of its photographs. Persons and groups together count a group without a
    number as one more person: too many, where a group shows somebody who is counted by number on other photographs
    and no draw joins the two. The variance is among persons, with n − 1. Limits: the interval holds as far as the
    links' probabilities do; an error that the linker does not know of is not in it, and an audit is what finds it.
    Judgements hold in every draw.
    """
    draws = draws_of(make.basis)
    found = None if draws is None or not len(draws.labels) else drawn(make.basis, draws)
    none = np.array([], dtype=np.float64)
    note = "" if draws is None else f"{len(draws.labels):,} draws."
    silent = make.basis.silent("text")
    row = partial(make.figure, value=NO_DRAWS, frame=PHOTOGRAPHS_FRAME, silent_on=silent, note=note)
    nobody = "photographs on which no person could be told"
    together = none if found is None else found.by_number + found.without
    for name, values, unit, exclusions in (
        ("persons-by-number", none if found is None else found.by_number, "persons", "groups without a number"),
        ("groups-without-number", none if found is None else found.without, "groups", "persons known by a number"),
        ("persons-and-groups", together, "persons and groups", "nothing else"),
    ):
        links = make.earlier[name].resting_on_links if name in make.earlier else 0
        judged = make.earlier[name].resting_on_judgements if name in make.earlier else 0
        figure = row(f"{name}-drawn", unit=unit, exclusions=f"{nobody}; {exclusions}", links=links, judged=judged)
        yield over_draws(figure, values, make.earlier.get(name))
    per_person = partial(row, unit="photographs per person", exclusions="groups without a number; " + nobody)
    mean = per_person("photographs-per-person-mean-drawn")
    yield over_draws(mean, none if found is None else found.mean)
    variance = row(
        "photographs-per-person-variance-drawn",
        unit="(photographs per person)²",
        exclusions="groups without a number; " + nobody,
    )
    yield over_draws(variance, none if found is None else found.variance)
    for name, values in ({} if found is None else found.by_class).items():
        figure = row(
            f"persons-by-class-drawn.{slug(name)}", label=name, unit="persons and groups", exclusions="other classes"
        )
        yield over_draws(figure, values, make.earlier.get(f"persons-by-class.{slug(name)}"))


METHODS = (
    Method(
        "persons-drawn",
        1,
        READS,
        {
            "persons-by-number-drawn": "Persons shown, known by a number, over draws of the partition",
            "groups-without-number-drawn": "Groups of one person without a number, over draws of the partition",
            "persons-and-groups-drawn": "Persons by number and groups without, together, over draws of the partition",
            "photographs-per-person-mean-drawn": "Photographs per person, mean, over draws of the partition",
            "photographs-per-person-variance-drawn": "Photographs per person, variance, over draws of the partition",
            "persons-by-class-drawn.*": "Persons and groups, by the person's class, over draws of the partition",
        },
        persons_drawn,
    ),
)
