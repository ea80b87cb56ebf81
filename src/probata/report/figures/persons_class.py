"""Persons and groups together, and by the class of the person: detainee, soldier, civilian, unknown."""

from collections.abc import Iterator, Mapping
from functools import partial

from probata.linkage.persons_class import UNKNOWN, PersonClass
from probata.report.figures.basis import PHOTOGRAPHS_FRAME, Basis
from probata.report.figures.figure import Figure, Maker, Method, grouped, slug
from probata.report.figures.persons import shown
from probata.report.findings import JUDGEMENT

CLASSES = ("detainee", "soldier", "civilian", UNKNOWN)
READS = ("custody", "readings", "judgements", "settings")
TOGETHER = (
    "A group without a number counts as one more person; it may show somebody who is counted by number on other"
    " photographs. So this is too many where links were missed."
)


def person_classes(basis: Basis) -> Mapping[str, PersonClass]:
    """The class by the person's label; persons of whom nothing is known are absent."""
    return basis.findings.person_classes


def class_by_label(basis: Basis) -> dict[str, str]:
    """The name of the class by the person's label."""
    return {label: found.class_ for label, found in person_classes(basis).items()}


def persons_by_class(make: Maker) -> Iterator[Figure]:
    """Counts persons known by a number and groups without one together, and by the class of the person.

    Unit: person or group. Frame: all photographs. Rule: a person's class is what a person decided, else what the rules
    of the inquiry's file say of the numbers, else unknown; the classes add up to persons and groups. Limits: those of
    the links; a group without a number counts as one more person, and may show somebody who is counted by number on
    other photographs: persons known by a number alone are fewer, and are another figure. Persons are listed by their
    photographs.
    """
    basis = make.basis
    everybody = shown(basis, numbered=True) | shown(basis, numbered=False)
    found = person_classes(basis)
    classes = class_by_label(basis)
    decided = {label for label, units in everybody.items() if all(basis.findings.persons[d].judged for d in units)}
    silent = basis.silent("text")
    row = partial(make.figure, unit="persons and groups", frame=PHOTOGRAPHS_FRAME, silent_on=silent, note=TOGETHER)
    by_class = grouped((label, classes.get(label, UNKNOWN)) for label in everybody)
    names = [*CLASSES, *(name for name in by_class if name not in CLASSES)]
    yield row(
        "persons-and-groups",
        len(everybody),
        exclusions="photographs on which no person could be told",
        judged=len(decided),
        links=len(everybody) - len(decided),
        parts=[f"persons-by-class.{slug(name)}" for name in names],
    )
    for name in names:
        labels = by_class.get(name, ())
        judged = sum(label in found and found[label].basis == JUDGEMENT for label in labels)
        units = [digest for label in labels for digest in everybody[label]]
        yield row(
            f"persons-by-class.{slug(name)}",
            len(labels),
            label=name,
            exclusions="persons of another class",
            judged=judged,
            links=len(labels) - judged,
            parts=[f"photographs-by-person-class.{slug(name)}"],
        )
        judged_units = sum(basis.findings.persons[digest].judged for digest in units)
        yield make.figure(
            f"photographs-by-person-class.{slug(name)}",
            len(units),
            label=name,
            unit="photographs",
            frame=PHOTOGRAPHS_FRAME,
            exclusions="photographs of persons of another class, and of nobody",
            of="photographs",
            judged=judged_units,
            links=len(units) - judged_units,
            silent_on=silent,
            exhibits=units,
        )


METHODS = (
    Method(
        "persons-by-class",
        1,
        READS,
        {
            "persons-and-groups": "Persons known by a number and groups without one, together",
            "persons-by-class.*": "Persons and groups, by the person's class",
            "photographs-by-person-class.*": "Photographs of persons and groups, by the person's class",
        },
        persons_by_class,
    ),
)
