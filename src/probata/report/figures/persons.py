"""Persons shown, and photographs per person."""

import statistics
from collections.abc import Iterator
from functools import partial
from math import fsum

from probata.report.figures.basis import PHOTOGRAPHS_FRAME, Basis
from probata.report.figures.figure import Figure, Maker, Method, Undefined, Value
from probata.report.findings import PersonFinding

READS = ("custody", "readings", "judgements", "settings")
NOBODY = Undefined("no person is known by a number")
DISTRIBUTION_TO = 20
Shown = dict[str, list[str]]  # photographs by person


def shown(basis: Basis, *, numbered: bool) -> Shown:
    """Photographs by person (label), of those persons who are known by a number, or of those who are not."""
    known = {f.person for f in basis.findings.persons.values() if f.numbered and f.person is not None}
    persons: Shown = {}
    for digest in basis.photographs:
        found = basis.findings.persons.get(digest)
        if found is not None and found.person is not None and (found.person in known) == numbered:
            persons.setdefault(found.person, []).append(digest)
    return dict(sorted(persons.items()))


def persons(make: Maker) -> Iterator[Figure]:
    """Counts the persons known by a number, the groups of photographs of one person without a number, and photographs.

    Unit: person, group or photograph. Frame: all photographs. Rule: links by numbers in the frame, then bursts, then
    near-duplicates, as far as no judgement says otherwise. A person rests on judgements when a person decided on each
    of the photographs; else on links. Limits: one number read wrongly makes one person too many, or joins two; the
    same number given twice joins two; a group without a number can show a person who is counted by number on other
    photographs, so the two are never added up. Photographs of persons by number, of groups, and without a person add
    up to all photographs. Silent on photographs whose text could not be read.
    """
    basis = make.basis
    numbered, groups = shown(basis, numbered=True), shown(basis, numbered=False)
    silent = basis.silent("text")
    for name, found, unit, listing in (
        ("persons-by-number", numbered, "persons", "photographs-of-persons-by-number"),
        ("groups-without-number", groups, "groups", "photographs-of-groups-without-number"),
    ):
        judged = sum(all(basis.findings.persons[d].judged for d in units) for units in found.values())
        units = [digest for photographs in found.values() for digest in photographs]
        judged_units = sum(basis.findings.persons[d].judged for d in units)
        yield make.figure(
            name,
            len(found),
            unit=unit,
            frame=PHOTOGRAPHS_FRAME,
            exclusions="photographs on which no person could be told; " + _others(name),
            judged=judged,
            links=len(found) - judged,
            silent_on=silent,
            note="Persons are listed by their photographs.",
            parts=[listing],
        )
        yield make.figure(
            listing,
            len(units),
            unit="photographs",
            frame=PHOTOGRAPHS_FRAME,
            exclusions="photographs on which no person could be told; " + _others(name),
            of="photographs",
            judged=judged_units,
            links=len(units) - judged_units,
            link_error=_expected_error([basis.findings.persons[d] for d in units]),
            silent_on=silent,
            exhibits=units,
        )
    without = [d for d in basis.photographs if _nobody(basis.findings.persons.get(d))]
    yield make.figure(
        "photographs-without-person",
        len(without),
        unit="photographs",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="photographs that are linked to a person or group",
        of="photographs",
        silent_on=silent,
        exhibits=without,
    )


def _others(name: str) -> str:
    return "groups without a number" if name == "persons-by-number" else "persons known by a number"


def _nobody(found: PersonFinding | None) -> bool:
    return found is None or found.person is None


def _expected_error(found: list[PersonFinding]) -> float | None:
    """One minus the mean probability of the links that nobody judged; None where there is none."""
    links = [one.probability for one in found if not one.judged]
    return round(1 - fsum(links) / len(links), 6) if links else None


def per_person(make: Maker) -> Iterator[Figure]:
    """Gives the photographs per person: mean, quartiles, least and most, and how many persons have how many.

    Unit: photographs per person; person for the distribution. Frame: the persons known by a number, complete. Rule:
    photographs distinct by their bytes, near-duplicates included; quartiles by linear interpolation between order
    statistics (inclusive). The distribution adds up to the persons. Limits: those of the persons; persons joined
    wrongly raise the mean, persons split wrongly lower it.
    """
    persons_found = shown(make.basis, numbered=True)
    counts = sorted(len(units) for units in persons_found.values())
    judged = make.earlier["persons-by-number"].resting_on_judgements
    frame = "the persons known by a number"
    for name, value in _summary(counts).items():
        yield make.figure(
            f"photographs-per-person-{name}",
            value,
            unit="photographs per person",
            frame=frame,
            exclusions="groups without a number; photographs without a person",
            judged=judged,
            links=len(counts) - judged,
            parts=["photographs-of-persons-by-number"],
        )
    sizes: dict[int, list[list[str]]] = {}
    for units in persons_found.values():
        sizes.setdefault(min(len(units), DISTRIBUTION_TO + 1), []).append(units)
    person_count = partial(make.figure, unit="persons", frame=frame, of="persons-by-number")
    for size, found in sorted(sizes.items()):
        more = size > DISTRIBUTION_TO
        judged = sum(all(make.basis.findings.persons[d].judged for d in units) for units in found)
        yield person_count(
            f"persons-with-photographs.{f'over-{DISTRIBUTION_TO}' if more else size}",
            len(found),
            label=f"more than {DISTRIBUTION_TO}" if more else str(size),
            exclusions="persons with another number of photographs",
            judged=judged,
            links=len(found) - judged,
            note="Persons are listed by their photographs.",
            exhibits=[digest for units in found for digest in units],
        )


def _summary(counts: list[int]) -> dict[str, Value]:
    names = ("mean", "least", "lower-quartile", "median", "upper-quartile", "most")
    if not counts:
        return dict.fromkeys(names, NOBODY)
    lower, median, upper = statistics.quantiles(counts, n=4, method="inclusive") if len(counts) > 1 else counts * 3
    return dict(zip(names, (sum(counts) / len(counts), counts[0], lower, median, upper, counts[-1]), strict=True))


METHODS = (
    Method(
        "persons",
        1,
        READS,
        {
            "persons-by-number": "Persons shown, known by a number",
            "groups-without-number": "Groups of photographs of one person, without a number",
            "photographs-of-persons-by-number": "Photographs of persons known by a number",
            "photographs-of-groups-without-number": "Photographs of groups without a number",
            "photographs-without-person": "Photographs on which no person could be told",
        },
        persons,
    ),
    Method(
        "photographs-per-person",
        1,
        READS,
        {
            "photographs-per-person-mean": "Photographs per person, mean",
            "photographs-per-person-least": "Photographs per person, least",
            "photographs-per-person-lower-quartile": "Photographs per person, lower quartile",
            "photographs-per-person-median": "Photographs per person, median",
            "photographs-per-person-upper-quartile": "Photographs per person, upper quartile",
            "photographs-per-person-most": "Photographs per person, most",
            "persons-with-photographs.*": "Persons, by the number of their photographs",
        },
        per_person,
    ),
)
