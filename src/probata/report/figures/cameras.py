"""Photographs by camera body and by claimed model: two claims, kept apart."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import isnan

from probata.report.figures.basis import PHOTOGRAPHS_FRAME, Basis
from probata.report.figures.figure import Figure, Maker, Method, grouped, slug
from probata.report.findings import UNKNOWN_CAMERA, CameraFinding
from probata.statistics.likelihood_ratio import verbal
from probata.statistics.poisson_binomial import interval

NAMED = frozenset({"serial", "judgement", "noise", "copy", "model"})
JUDGED = "judgement"
LEVEL = 0.95
READS = (
    "custody",
    "judgements",
    "readings/file",
    "readings/metadata",
    "readings/noise",
    "readings/picture",
    "settings",
)
NO_MODEL = "no make or model"
NO_RATIO = "no ratio is given"


def cameras(make: Maker) -> Iterator[Figure]:
    """Counts photographs by camera body, those of no known body, and the cameras.

    Unit: photograph; camera for their number. Frame: all photographs; the cameras and "unknown" add up to it. Rule: the
    serial number in the file, else sensor noise, else the body of the picture that a copy shows, else the model where
    the archive holds one body of it; a person's judgement gives a body to what has none. The interval is of the number
    that would be counted if each photograph whose noise was compared were of the body that comes first with the
    probability that the noise gives it (Poisson binomial distribution). Limits: it takes the serial numbers as written,
    and the devices as found; a label by model alone can stand for several bodies; written metadata can be changed; a
    camera is not a photographer. A label by tables alone is no camera told apart. Silent on photographs without
    metadata reading. Source: Hong, Computational Statistics and Data Analysis 2013.
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
    chances = _chances(basis)
    for label, units in groups.items():
        judged = sum(found[unit].basis == JUDGED for unit in units)
        low, high = interval(chances[label], LEVEL)
        yield make.figure(
            names[label],
            len(units),
            label=label,
            unit="photographs",
            frame=PHOTOGRAPHS_FRAME,
            exclusions="photographs of another camera, or of none that is known",
            low=min(low, len(units)),
            high=max(high, len(units)),
            level=LEVEL,
            of="photographs",
            judged=judged,
            links=len(units) - judged,
            silent_on=silent,
            exhibits=units,
            identifies_source=True,
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


def _chances(basis: Basis) -> Mapping[str, list[float]]:
    """By label the probability of each photograph to be of this body; what noise does not tell counts whole."""
    found: dict[str, list[float]] = defaultdict(list)
    for digest in basis.photographs:
        each = basis.findings.cameras.get(digest)
        if each is None:
            continue
        if each.camera != UNKNOWN_CAMERA:
            found[each.camera].append(each.probability)
        elif each.nearest:
            found[each.nearest].append(each.probability)
    return found


def models(make: Maker) -> Iterator[Figure]:
    """Counts photographs by the make and model that their files claim, whatever body took them.

    Unit: photograph; body for the bodies of a model. Frame: all photographs; the models and those that claim none add
    up to it. Rule: make and model as written in the file's metadata. Limits: a claim, which anybody can write; a
    model's bodies are those that a serial number or sensor noise tells. Silent on photographs without metadata reading.
    """
    basis, found = make.basis, make.basis.findings.cameras
    silent = basis.silent("metadata")
    claimed = {digest: found[digest].model if digest in found else "" for digest in basis.photographs}
    groups = grouped((digest, model or NO_MODEL) for digest, model in claimed.items())
    for label, units in groups.items():
        yield make.figure(
            f"photographs-by-claimed-model.{slug(label)}",
            len(units),
            label=label,
            unit="photographs",
            frame=PHOTOGRAPHS_FRAME,
            exclusions="photographs that claim another model",
            of="photographs",
            silent_on=silent,
            exhibits=units,
        )
    bodies = {label: _bodies(units, found) for label, units in groups.items() if label != NO_MODEL}
    for label, known in bodies.items():
        if len(known) > 1:
            yield make.figure(
                f"bodies-of-model.{slug(label)}",
                len(known),
                label=label,
                unit="camera bodies",
                frame=f"photographs that claim {label}",
                exclusions="bodies that neither a serial number nor sensor noise tells",
                links=len(known),
                silent_on=silent,
                parts=[f"photographs-by-camera.{slug(body)}" for body in known],
            )


def _bodies(units: tuple[str, ...], found: Mapping[str, CameraFinding]) -> list[str]:
    told = {found[unit].camera for unit in units if unit in found and found[unit].basis in ("serial", "noise")}
    return sorted(told - {UNKNOWN_CAMERA})


def support(make: Maker) -> Iterator[Figure]:
    """Counts photographs by how strongly sensor noise supports the body told, and those whose noise contradicts it.

    Unit: photograph. Frame: photographs whose body is told by a serial number or by noise, and whose noise was
    compared. Rule: the likelihood ratio of this device against another one, calibrated by size and exposure on the
    archive's own comparisons and capped by their number, in the words of the ENFSI guideline of 2015. Limits: no ratio
    is given where too few comparisons of the class are known; a serial number against the noise is listed, and moves
    nothing. Silent on photographs without noise reading.
    """
    basis = make.basis
    told = {
        digest: found
        for digest in basis.photographs
        if (found := basis.findings.cameras.get(digest)) is not None and found.basis in ("serial", "noise")
    }
    compared = {each.exhibit for each in basis.findings.devices.assignments if each.nearest}
    groups = grouped((d, NO_RATIO if isnan(f.llr) else verbal(f.llr)) for d, f in told.items() if d in compared)
    silent = basis.silent("noise")
    for label, units in groups.items():
        yield make.figure(
            f"photographs-by-support.{slug(label)}",
            len(units),
            label=label,
            unit="photographs",
            frame="photographs whose body is told by a serial number or by noise, and whose noise was compared",
            exclusions="photographs of no known body; photographs whose noise was compared with no device",
            links=len(units),
            silent_on=silent,
            exhibits=units,
        )
    against = [digest for digest, found in told.items() if found.against]
    yield make.figure(
        "photographs-noise-against-serial",
        len(against),
        unit="photographs",
        frame="photographs whose file tells a serial number, and whose device noise tells",
        exclusions="photographs whose noise agrees with the serial number, or tells no device",
        links=len(against),
        silent_on=silent,
        exhibits=against,
    )


METHODS = (
    Method(
        "cameras",
        2,
        READS,
        {
            "cameras": "Cameras told apart",
            "photographs-by-camera.*": "Photographs, by camera",
            "photographs-of-unknown-camera": "Photographs of no known camera",
        },
        cameras,
    ),
    Method(
        "claimed-models",
        1,
        READS,
        {
            "photographs-by-claimed-model.*": "Photographs, by claimed model",
            "bodies-of-model.*": "Camera bodies told apart, by model that has several",
        },
        models,
    ),
    Method(
        "noise-support",
        1,
        READS,
        {
            "photographs-by-support.*": "Photographs, by what sensor noise supports",
            "photographs-noise-against-serial": "Photographs whose noise is another body's than their serial number",
        },
        support,
    ),
)
