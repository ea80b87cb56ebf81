"""Classes of photograph, proposals and judgements apart: partition first, divide second."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import fsum

import numpy as np
import numpy.typing as npt

from probata.report.figures.basis import PHOTOGRAPHS_FRAME, UNCLASSIFIED, Basis
from probata.report.figures.figure import Figure, Maker, Method, grouped, slug
from probata.report.findings import CLASSES

PERSON_CLASSES = ("person-with-number", "person-without-number")
READS = ("custody", "readings", "judgements", "settings")
LEVEL = 0.95


def classes(make: Maker) -> Iterator[Figure]:
    """Counts photographs by class, and in each class those that a person judged and those that are only proposed.

    Unit: photograph. Frame: all photographs; the classes add up to it. Rule: the class that a person decided on, else
    the linker's proposal if its confidence reaches the inquiry's lowest, else unclassified. Limits: a proposal is a
    guess with the stated confidence; the expected share of wrong ones is one minus the mean confidence. Confidences
    are probabilities that are estimated on the archive itself and corrected by judgements; they are not measured here.
    Nothing is claimed of what is unclassified, so it has no expected share of wrong ones. Silent on photographs for
    which no class was proposed.
    """
    basis = make.basis
    groups = grouped((digest, basis.class_of(digest)) for digest in basis.photographs)
    silent = sum(digest not in basis.findings.classes for digest in basis.photographs)
    for name in [*CLASSES, *(label for label in groups if label not in CLASSES)]:
        units = groups.get(name, ())
        judged = tuple(digest for digest in units if _judged(basis, digest))
        proposed = tuple(digest for digest in units if not _judged(basis, digest))
        error = None if name == UNCLASSIFIED else _expected_error(basis, proposed)
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


def rightly_proposed(make: Maker) -> Iterator[Figure]:
    """Estimates how many of the photographs of a class that is only proposed are of that class.

    Unit: photograph. Frame: the photographs of the class that nobody has judged. Rule: the sum of the proposals'
    confidences. Interval: the exact 2.5 % and 97.5 % quantiles of the number of right ones, if each proposal is right
    with its confidence and all are independent (the Poisson binomial distribution). Limits: it is as good as the
    confidences; photographs of one burst, and scenes that are told from other photographs only by how many of them
    there usually are, err together, so the interval is too narrow for them. What the other classes hold of this one is
    not in it. Judge a sample to know better.
    """
    basis = make.basis
    groups = grouped((d, basis.class_of(d)) for d in basis.photographs if not _judged(basis, d))
    for name in [*CLASSES, *(label for label in groups if label not in CLASSES)]:
        if name == UNCLASSIFIED:
            continue
        found = [basis.findings.classes[digest].confidence for digest in groups.get(name, ())]
        low, high = _quantiles(number_right(found))
        figure = make.figure(
            f"class-rightly-proposed.{slug(name)}",
            round(fsum(found), 6),
            label=name,
            low=low,
            high=high,
            unit="photographs",
            frame="photographs of the class that is only proposed",
            exclusions="photographs of another class; classes that a person decided on",
            of=f"class-proposed.{slug(name)}",
            links=len(found),
            link_error=_expected_error(basis, groups.get(name, ())),
            parts=[f"class-proposed.{slug(name)}"],
        )
        yield replace(figure, level=LEVEL)


def number_right(probabilities: Sequence[float]) -> npt.NDArray[np.float64]:
    """The distribution of how many of independent events happen: the probability of 0, 1, 2 … of them.

    Args:
        probabilities: of each event, 0 to 1.
    """
    parts = [np.array([1 - p, p]) for p in probabilities] or [np.ones(1)]
    while len(parts) > 1:
        halves = [_convolved(a, b) for a, b in zip(parts[::2], parts[1::2], strict=False)]
        parts = halves + parts[len(parts) & ~1 :]
    return np.asarray(parts[0].clip(0), np.float64)


def _convolved(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The distribution of a sum, by Fourier transforms."""
    length = len(a) + len(b) - 1
    return np.asarray(np.fft.irfft(np.fft.rfft(a, length) * np.fft.rfft(b, length), length), np.float64)


def _quantiles(distribution: npt.NDArray[np.float64]) -> tuple[int, int]:
    """The least numbers that are reached with 2.5 % and with 97.5 %."""
    reached = np.cumsum(distribution).round(12)  # so that another machine gives the same ends
    low, high = np.searchsorted(reached, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return int(low), int(min(high, len(distribution) - 1))


def showing_persons(make: Maker) -> Iterator[Figure]:
    """Counts photographs whose class says that they show a person who is a subject, with or without a number.

    Unit: photograph. Frame: all photographs. Rule: the classes person-with-number and person-without-number together.
    Scenes, documents, other and unclassified photographs are excluded. Limits: those of the classes; the expected share
    of wrong ones counts a person with a number that is taken for one without as wrong, so it is rather too large.
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
        2,
        READS,
        {
            "photographs-by-class.*": "Photographs, by class",
            "class-judged.*": "Photographs of a class that a person decided on",
            "class-proposed.*": "Photographs of a class that is only proposed",
        },
        classes,
    ),
    Method(
        "classes-rightly-proposed",
        1,
        READS,
        {"class-rightly-proposed.*": "Photographs of a class that is only proposed, expected to be of it"},
        rightly_proposed,
    ),
    Method(
        "showing-persons",
        1,
        READS,
        {"photographs-showing-a-person": "Photographs that show a person, by their class"},
        showing_persons,
    ),
)
