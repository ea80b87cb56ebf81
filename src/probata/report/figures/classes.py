"""Classes of photograph, proposals and judgements apart: partition first, divide second."""

from collections.abc import Iterator
from functools import partial
from math import fsum

from probata.report.figures.basis import PHOTOGRAPHS_FRAME, Basis
from probata.report.figures.figure import Figure, Maker, Method, grouped, slug
from probata.report.findings import CLASSES

PERSON_CLASSES = ("person-with-number", "person-without-number")
READS = ("custody", "readings", "judgements", "settings")


def classes(make: Maker) -> Iterator[Figure]:
    """Counts photographs by class, and in each class those that a person judged and those that are only proposed.

    Unit: photograph. Frame: all photographs; the classes add up to it. Rule: the class that a person decided on, else
    the linker's proposal if its confidence reaches the inquiry's lowest, else unclassified. Limits: a proposal is a
    guess with the stated confidence; the expected share of wrong ones is one minus the mean confidence, as the linker
    states it, and is not measured here. Silent on photographs for which no class was proposed.
    """
    basis = make.basis
    groups = grouped((digest, basis.class_of(digest)) for digest in basis.photographs)
    silent = sum(digest not in basis.findings.classes for digest in basis.photographs)
    for name in [*CLASSES, *(label for label in groups if label not in CLASSES)]:
        units = groups.get(name, ())
        judged = tuple(digest for digest in units if _judged(basis, digest))
        proposed = tuple(digest for digest in units if not _judged(basis, digest))
        error = _expected_error(basis, proposed)
        count = partial(make.figure, label=name, unit="photographs", frame=PHOTOGRAPHS_FRAME, of="photographs")
        yield count(
            f"photographs-by-class.{slug(name)}",
            len(units),
            exclusions="photographs of another class",
            judged=len(judged),
            links=len(proposed),
            link_error=error,
            silent_on=silent,
            parts=[f"class-judged.{slug(name)}", f"class-proposed.{slug(name)}"],
        )
        yield count(
            f"class-judged.{slug(name)}",
            len(judged),
            exclusions="photographs of another class; classes that are only proposed",
            judged=len(judged),
            exhibits=judged,
        )
        yield count(
            f"class-proposed.{slug(name)}",
            len(proposed),
            exclusions="photographs of another class; classes that a person decided on",
            links=len(proposed),
            link_error=error,
            silent_on=silent,
            exhibits=proposed,
        )


def showing_persons(make: Maker) -> Iterator[Figure]:
    """Counts photographs whose class says that they show a person who is a subject, with or without a number.

    Unit: photograph. Frame: all photographs. Rule: the classes person-with-number and person-without-number together.
    Scenes, documents, other and unclassified photographs are excluded. Limits: those of the classes.
    """
    names = [f"photographs-by-class.{slug(name)}" for name in PERSON_CLASSES]
    both = [make.earlier[name] for name in names]
    proposed = [d for d in make.basis.photographs if make.basis.class_of(d) in PERSON_CLASSES]
    yield make.figure(
        "photographs-showing-a-person",
        len(proposed),
        unit="photographs",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="scenes, documents, other and unclassified photographs",
        of="photographs",
        judged=sum(figure.resting_on_judgements for figure in both),
        links=sum(figure.resting_on_links for figure in both),
        link_error=_expected_error(make.basis, tuple(d for d in proposed if not _judged(make.basis, d))),
        silent_on=both[0].silent_on,
        parts=names,
    )


def _judged(basis: Basis, digest: str) -> bool:
    found = basis.findings.classes.get(digest)
    return found is not None and found.judged


def _expected_error(basis: Basis, units: tuple[str, ...]) -> float | None:
    """One minus the mean confidence of the proposals among ``units``; None where there is none."""
    found = [basis.findings.classes[digest].confidence for digest in units if digest in basis.findings.classes]
    return round(1 - fsum(found) / len(found), 6) if found else None


METHODS = (
    Method(
        "classes",
        1,
        READS,
        {
            "photographs-by-class.*": "Photographs, by class",
            "class-judged.*": "Photographs of a class that a person decided on",
            "class-proposed.*": "Photographs of a class that is only proposed",
        },
        classes,
    ),
    Method(
        "showing-persons",
        1,
        READS,
        {"photographs-showing-a-person": "Photographs that show a person, by their class"},
        showing_persons,
    ),
)
