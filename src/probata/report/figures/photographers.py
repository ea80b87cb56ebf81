"""Photographs by photographer: by judgement only, and able to identify a source."""

from collections.abc import Iterator

from probata.report.figures.basis import PHOTOGRAPHS_FRAME
from probata.report.figures.figure import Figure, Maker, Method, grouped, slug


def photographers(make: Maker) -> Iterator[Figure]:
    """Counts photographs by the person who, as people judged, used the device that took them.

    Unit: photograph. Frame: all photographs; the photographers and those without one add up to it. Rule: a judgement
    names a photograph of a device, a code and a period; it holds for all photographs of the same body in the period, by
    the device's clock. Where judgements name two people for a photograph neither counts, and
    where its serial number and noise name two bodies none does. Limits: a device is not a
    person: the number of photographs rests on links to the body, their attribution on the judgement's reason alone. Can
    identify a source. Silent on photographs whose body is not known.
    """
    basis, found = make.basis, make.basis.findings.photographers
    silent = sum(digest not in basis.findings.cameras for digest in basis.photographs)
    groups = grouped((d, found.by_exhibit[d]) for d in basis.photographs if d in found.by_exhibit)
    for code, units in groups.items():
        yield make.figure(
            f"photographs-by-photographer.{slug(code)}",
            len(units),
            label=code,
            unit="photographs",
            frame=PHOTOGRAPHS_FRAME,
            exclusions="photographs of other devices, and of other periods; photographs that two are named for",
            of="photographs",
            judged=len(units),
            silent_on=silent,
            exhibits=units,
            identifies_source=True,
        )
    told = sum(map(len, groups.values()))
    yield make.figure(
        "photographs-without-photographer",
        len(basis.photographs) - told,
        unit="photographs",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="photographs whose photographer a judgement names",
        of="photographs",
        silent_on=silent,
    )
    conflicts = [digest for digest in found.conflicts if digest in basis.is_photograph]
    yield make.figure(
        "photographs-of-two-photographers",
        len(conflicts),
        unit="photographs",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="photographs for which judgements name one photographer, or none",
        judged=len(conflicts),
        exhibits=conflicts,
    )
    idle = [use for use in found.uses if use.problem]
    yield make.figure(
        "photographer-judgements-without-effect",
        len(idle),
        unit="judgements",
        frame="judgements in force that name a photographer",
        exclusions="judgements that bear on at least one photograph",
        judged=len(idle),
        note="; ".join(sorted({use.problem for use in idle})),
        exhibits=sorted({use.exhibit for use in idle}),
        identifies_source=bool(idle),
    )


METHODS = (
    Method(
        "photographers",
        1,
        ("custody", "judgements", "readings/file", "readings/metadata", "readings/noise", "settings"),
        {
            "photographs-by-photographer.*": "Photographs, by photographer",
            "photographs-without-photographer": "Photographs whose photographer no judgement names",
            "photographs-of-two-photographers": "Photographs for which judgements name two photographers",
            "photographer-judgements-without-effect": "Judgements on photographers that bear on no photograph",
        },
        photographers,
    ),
)
