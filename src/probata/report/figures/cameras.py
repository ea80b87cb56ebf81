"""Photographs by camera."""

from collections.abc import Iterator

from probata.report.figures.basis import PHOTOGRAPHS_FRAME
from probata.report.figures.figure import Figure, Maker, Method, grouped, slug
from probata.report.findings import UNKNOWN_CAMERA

NAMED = frozenset({"serial", "model"})


def cameras(make: Maker) -> Iterator[Figure]:
    """Counts photographs by camera, those of no known camera, and the cameras.

    Unit: photograph; camera for their number. Frame: all photographs; the cameras and "unknown" add up to it. Rule:
    the linker's label from serial number, model and compression tables; a label by tables alone is no camera told
    apart, because software writes tables too. Limits: a label by model alone can stand for several bodies; written
    metadata can be changed; a camera is not a photographer. Silent on photographs without metadata reading.
    """
    basis = make.basis
    groups = grouped((digest, basis.camera_of(digest)) for digest in basis.photographs)
    silent = basis.silent("metadata")
    unknown = groups.pop(UNKNOWN_CAMERA, ())
    names = {label: f"photographs-by-camera.{slug(label)}" for label in groups}
    found = basis.findings.cameras
    named = [label for label, units in groups.items() if any(found[unit].basis in NAMED for unit in units)]
    yield make.figure(
        "cameras",
        len(named),
        unit="cameras",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="labels by compression tables alone; photographs of no known camera",
        links=len(named),
        silent_on=silent,
        note="Each label is a proposal of the linker; a label by model alone can stand for several bodies.",
        parts=[names[label] for label in named],
    )
    for label, units in groups.items():
        yield make.figure(
            names[label],
            len(units),
            label=label,
            unit="photographs",
            frame=PHOTOGRAPHS_FRAME,
            exclusions="photographs of another camera, or of none that is known",
            of="photographs",
            links=len(units),
            silent_on=silent,
            exhibits=units,
        )
    yield make.figure(
        "photographs-of-unknown-camera",
        len(unknown),
        unit="photographs",
        frame=PHOTOGRAPHS_FRAME,
        exclusions="photographs of a known camera",
        of="photographs",
        silent_on=silent,
        exhibits=unknown,
    )


METHODS = (
    Method(
        "cameras",
        1,
        ("custody", "readings/file", "readings/metadata", "settings"),
        {
            "cameras": "Cameras told apart",
            "photographs-by-camera.*": "Photographs, by camera",
            "photographs-of-unknown-camera": "Photographs of no known camera",
        },
        cameras,
    ),
)
