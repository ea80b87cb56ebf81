"""What was received: paths, exhibits, photographs, what became of each, intake by intake."""

from collections.abc import Iterator
from functools import partial

from probata.exhibits.sources import refusal_kind
from probata.report.figures.basis import EXHIBITS_FRAME, PATHS_FRAME, PHOTOGRAPHS_FRAME
from probata.report.figures.figure import Figure, Maker, Method, grouped, most_frequent, slug
from probata.snapshot import Received

NOTHING = "nothing"
MOST_REASONS = 40


def row_key(row: Received) -> str:
    """The unit of a path: ``intake/order``."""
    return f"{row.intake}/{row.order}"


def files(make: Maker) -> Iterator[Figure]:
    """Counts the paths of all intakes and what became of each: a new exhibit, a known one, or refused with its reason.

    Unit: path. Frame: every path of every intake. Rule: the custody lines, one for each path; received = new + known +
    refused. A known path holds the same bytes as an exhibit already received; the path is kept. Limits: says nothing on
    what the source held before it was handed over. Beyond the most frequent reasons, the rest are counted together.
    """
    received = make.basis.snapshot.received
    outcomes = grouped((row_key(row), row.outcome) for row in received)
    unit, frame = "paths", PATHS_FRAME
    names = [f"files-{outcome}" for outcome in ("new", "known", "refused")]
    all_paths = make.figure("files-received", len(received), unit=unit, frame=frame, exclusions=NOTHING, parts=names)
    yield all_paths
    for name in names:
        units = outcomes.get(name.removeprefix("files-"), ())
        exclusions = "paths with another outcome"
        yield make.figure(
            name, len(units), unit=unit, frame=frame, exclusions=exclusions, of="files-received", exhibits=units
        )
    refused = [row for row in received if row.outcome == "refused"]
    reasons = grouped((row_key(row), refusal_kind(row.reason) or "no reason given") for row in refused)
    for reason, units in most_frequent(reasons, MOST_REASONS, "other reasons").items():
        yield make.figure(
            f"files-refused-because.{slug(reason)}",
            len(units),
            label=reason,
            unit=unit,
            frame="the paths that were refused",
            exclusions="paths refused for another reason",
            of="files-refused",
            exhibits=units,
        )


def intakes(make: Maker) -> Iterator[Figure]:
    """Counts paths and outcomes of each intake apart, and the bytes that its paths hold.

    Unit: path; byte for the sizes. Frame: the paths of one intake. Rule: the custody lines. Limits: sizes are those
    found while reading; refused paths count with the size known, or none.
    """
    for intake, rows in _by_intake(make.basis.snapshot.received).items():
        frame = f"every path of intake {intake}"
        counts = dict.fromkeys(("new", "known", "refused"), 0)
        for row in rows:
            counts[row.outcome] += 1
        key = slug(intake)
        of_intake = partial(make.figure, label=intake, frame=frame, exclusions=NOTHING)
        yield of_intake(f"intake-files.{key}", len(rows), unit="paths", exhibits=[row_key(row) for row in rows])
        for outcome, count in counts.items():
            yield of_intake(f"intake-{outcome}.{key}", count, unit="paths", parts=[f"files-{outcome}"])
        size = sum(row.size_bytes for row in rows)
        yield of_intake(f"intake-bytes.{key}", size, unit="bytes", parts=[f"intake-files.{key}"])


def _by_intake(received: tuple[Received, ...]) -> dict[str, list[Received]]:
    groups: dict[str, list[Received]] = {}
    for row in received:
        groups.setdefault(row.intake, []).append(row)
    return {intake: groups[intake] for intake in sorted(groups)}


def exhibits(make: Maker) -> Iterator[Figure]:
    """Counts exhibits (files distinct by their bytes), and each kind of file apart.

    Unit: exhibit. Frame: all exhibits. Rule: the kind is read from the bytes by the *file* analyser, not from the name.
    Exhibits without a file reading are "not read". The kinds add up to the exhibits.
    """
    basis = make.basis
    kinds = grouped((digest, basis.kinds.get(digest, "not read")) for digest in basis.exhibits)
    silent = len(basis.failed("file")) + len(basis.unread("file"))
    yield make.figure(
        "exhibits",
        len(basis.exhibits),
        unit="exhibits",
        frame=EXHIBITS_FRAME,
        exclusions="refused paths; further paths of the same bytes",
        parts=[f"exhibits-by-kind.{slug(kind)}" for kind in kinds],
    )
    for kind, units in kinds.items():
        yield make.figure(
            f"exhibits-by-kind.{slug(kind)}",
            len(units),
            label=kind,
            unit="exhibits",
            frame=EXHIBITS_FRAME,
            exclusions="exhibits of another kind",
            of="exhibits",
            silent_on=silent,
            exhibits=units,
        )


def photographs(make: Maker) -> Iterator[Figure]:
    """Counts photographs as received (paths), distinct by their bytes, and the further copies.

    Unit: path for those received and the copies; photograph (exhibit) for the distinct ones. Frame: paths whose bytes
    are an image or raw file. Rule: photographs received = photographs + copies of the same bytes. Limits: an image
    that is no photograph (a scan, a drawing, a screenshot) counts until its class says otherwise; images inside
    documents, archives and videos are not counted. Silent on exhibits without a file reading.
    """
    basis = make.basis
    paths = [row for row in basis.snapshot.received if row.digest in basis.is_photograph]
    further = [row_key(row) for row in paths if row.digest is None or basis.first[row.digest] is not row]
    silent = len(basis.failed("file")) + len(basis.unread("file"))
    yield make.figure(
        "photographs-received",
        len(paths),
        unit="paths",
        frame=PATHS_FRAME,
        exclusions="refused paths; files that are no image or raw file by their content",
        of="files-received",
        silent_on=silent,
        parts=["photographs", "photographs-duplicate"],
    )
    yield make.figure(
        "photographs",
        len(basis.photographs),
        unit="photographs",
        frame=EXHIBITS_FRAME,
        exclusions="exhibits that are no image or raw file by their content; further copies of the same bytes",
        of="exhibits",
        silent_on=silent,
        exhibits=basis.photographs,
    )
    yield make.figure(
        "photographs-duplicate",
        len(further),
        unit="paths",
        frame="every path whose bytes are a photograph",
        exclusions="the path by which each photograph was first received",
        of="photographs-received",
        silent_on=silent,
        exhibits=further,
    )


def near_duplicates(make: Maker) -> Iterator[Figure]:
    """Counts photographs that repeat a picture: those beyond the first of each group of near-duplicates.

    Unit: photograph. Frame: all photographs. Rule: groups from linkage (PDQ distance within the inquiry's radius),
    whole groups; the first of each group is the best one. Pictures = photographs − near-duplicates. Limits: crops,
    mirrored and re-photographed pictures are mostly not found by this; two different moments of a still scene can be
    grouped. Silent on photographs without a picture reading.
    """
    basis = make.basis
    groups = [
        (group, [digest for digest in group.members if digest in basis.is_photograph])
        for group in basis.findings.near_duplicates
    ]
    beyond = {digest for _, members in groups for digest in members[1:]}
    judged = sum(len(members) - 1 for group, members in groups if group.judged and members)
    silent = basis.silent("picture")
    count = partial(make.figure, unit="photographs", frame=PHOTOGRAPHS_FRAME, of="photographs", silent_on=silent)
    yield count(
        "photographs-near-duplicate",
        len(beyond),
        exclusions="the first of each group; copies of the same bytes",
        judged=judged,
        links=len(beyond) - judged,
        exhibits=[digest for digest in basis.photographs if digest in beyond],
    )
    yield count(
        "pictures",
        len(basis.photographs) - len(beyond),
        exclusions="near-duplicates beyond the first of each group",
        judged=sum(1 for group, members in groups if group.judged and members),
        links=sum(1 for group, members in groups if not group.judged and members),
        exhibits=[digest for digest in basis.photographs if digest not in beyond],
    )


METHODS = (
    Method(
        "files",
        1,
        ("custody",),
        {
            "files-received": "Paths received",
            "files-new": "Paths that became a new exhibit",
            "files-known": "Paths whose bytes were known already",
            "files-refused": "Paths refused",
            "files-refused-because.*": "Paths refused, by reason",
        },
        files,
    ),
    Method(
        "intakes",
        1,
        ("custody",),
        {
            "intake-files.*": "Paths of an intake",
            "intake-new.*": "New exhibits of an intake",
            "intake-known.*": "Paths of an intake whose bytes were known already",
            "intake-refused.*": "Paths of an intake that were refused",
            "intake-bytes.*": "Bytes received in an intake",
        },
        intakes,
    ),
    Method(
        "exhibits",
        1,
        ("custody", "readings/file"),
        {"exhibits": "Exhibits: distinct files", "exhibits-by-kind.*": "Exhibits, by kind of file"},
        exhibits,
    ),
    Method(
        "photographs",
        1,
        ("custody", "readings/file"),
        {
            "photographs-received": "Photographs received, copies included",
            "photographs": "Photographs, distinct by their bytes",
            "photographs-duplicate": "Further copies of the same bytes",
        },
        photographs,
    ),
    Method(
        "near-duplicates",
        1,
        ("custody", "readings/file", "readings/picture", "judgements", "settings"),
        {
            "photographs-near-duplicate": "Near-duplicates beyond the first of each group",
            "pictures": "Pictures: photographs without near-duplicates",
        },
        near_duplicates,
    ),
)
