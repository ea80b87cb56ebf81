"""Photographs by the folder in which they were received."""

from collections.abc import Iterator

from probata.report.figures.basis import PHOTOGRAPHS_FRAME, Basis
from probata.report.figures.figure import Figure, Maker, Method, grouped, slug

MOST_FOLDERS = 1000
AT_THE_TOP = "(at the top)"
NO_PATH = "(no path recorded)"


def folders(make: Maker) -> Iterator[Figure]:
    """Counts photographs by top folder, and by folder in depth.

    Unit: photograph. Frame: all photographs; the top folders add up to it, and so do the folders in depth. Rule: the
    folder of the path by which a photograph was first received; copies elsewhere are not counted again. Folders in
    depth are cut at the greatest depth at which there are no more than a thousand, so that a report stays readable;
    the full path of each photograph is in the lists. Limits: folders are what somebody made of the drive, not what the
    camera did.
    """
    basis = make.basis
    parents = [(digest, _parents(basis, digest)) for digest in basis.photographs]
    tops = grouped((digest, path[0]) for digest, path in parents)
    deepest = max((len(path) for _, path in parents), default=1)
    groups = tops
    for depth in range(2, deepest + 1):
        deeper = grouped((digest, "/".join(path[:depth])) for digest, path in parents)
        if len(deeper) > MOST_FOLDERS:
            break
        groups = deeper
    for stem, found in (("photographs-by-top-folder", tops), ("photographs-by-folder", groups)):
        for label, units in found.items():
            yield make.figure(
                f"{stem}.{slug(label)}",
                len(units),
                label=label,
                unit="photographs",
                frame=PHOTOGRAPHS_FRAME,
                exclusions="photographs first received in another folder",
                of="photographs",
                exhibits=units,
            )


def _parents(basis: Basis, digest: str) -> list[str]:
    row = basis.first.get(digest)
    if row is None:
        return [NO_PATH]
    return row.folder.strip("/").split("/") if row.folder.strip("/") else [AT_THE_TOP]


METHODS = (
    Method(
        "folders",
        1,
        ("custody", "readings/file"),
        {
            "photographs-by-top-folder.*": "Photographs, by top folder",
            "photographs-by-folder.*": "Photographs, by folder",
        },
        folders,
    ),
)
