"""What linkage and people found, as the figures need it: class, person and camera by exhibit, near-duplicate groups.

Rules:
* A finding is a proposal unless ``judged``; figures count the two apart.
* An exhibit that has no entry is one on which the finding is silent: figures say on how many.

Not here: how findings come about (`probata.linkage`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import nan

from probata.linkage.cameras_devices import CONTRADICTS
from probata.linkage.clocks import Clocks
from probata.linkage.departure import Authenticity
from probata.linkage.device import Devices
from probata.linkage.persons_class import PersonClass
from probata.linkage.persons_draws import PartitionDraws
from probata.linkage.photographers import Photographers
from probata.linkage.proposals import VERSIONS, Proposals

CLASSES = (
    "person-with-number",
    "person-without-number",
    "scene",
    "document",
    "other",
    "unclassified",
)
UNKNOWN_CAMERA = "unknown"
JUDGEMENT = "judgement"
NOISE = "noise"


@dataclass(frozen=True, slots=True)
class ClassFinding:
    """The class of one photograph, with the linker's confidence (0–1); ``judged``: a person said so."""

    class_: str
    confidence: float
    judged: bool


@dataclass(frozen=True, slots=True)
class PersonFinding:
    """The person shown on one photograph.

    Attributes:
        person: the label of the person or group; None: no person could be told.
        numbered: the person is known by a number (read on any of the person's photographs).
        probability: that this photograph shows this person, as the linker states it (0–1).
        basis: why, in one word: ``number``, ``burst``, ``near-duplicate`` …
        judged: a person said so.
    """

    person: str | None
    numbered: bool
    probability: float
    basis: str
    judged: bool


@dataclass(frozen=True, slots=True)
class CameraFinding:
    """The camera of one photograph.

    Attributes:
        camera: its label; ``unknown`` where it can't be told.
        basis: why.
        probability: that the label is right, where sensor noise told it (0–1); 1 where it says nothing of it.
        nearest: the label that sensor noise says comes first where it can't tell; "" without one.
        model: make and model as claimed; "" where the file claims none.
        llr: log10 likelihood ratio of sensor noise; NaN where none is given.
        against: what noise says against a serial number; "" otherwise.
    """

    camera: str
    basis: str
    probability: float = 1.0
    nearest: str = ""
    model: str = ""
    llr: float = nan
    against: str = ""


@dataclass(frozen=True, slots=True)
class PictureGroup:
    """Near-duplicates: the exhibits of one picture, best first; ``judged``: people said *same* of all of it."""

    members: tuple[str, ...]
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Two exhibits that are proposed to be the same against a judgement: listed, never applied; and what was said."""

    a: str
    b: str
    what: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings on a snapshot, by the exhibit's digest in hex.

    Attributes:
        classes: the class of each exhibit that has one.
        persons: the person of each exhibit that has one.
        cameras: the camera of each exhibit that has one.
        near_duplicates: disjoint groups of two or more.
        contradicted: proposals, and judgements, that a judgement forbids.
        person_classes: the class of each person, by label; persons of whom nothing is known may be absent.
        draws: the partition into persons, drawn again and again; None: no draws were made.
        versions: version by linker, for the annex on tools.
        devices: sensors told apart by noise, with the comparisons that likelihood ratios rest on.
        clocks: of cameras.
        photographers: who used which device, by judgements.
        authenticity: which photographs depart from their cohort.
    """

    classes: Mapping[str, ClassFinding] = field(default_factory=dict)
    persons: Mapping[str, PersonFinding] = field(default_factory=dict)
    cameras: Mapping[str, CameraFinding] = field(default_factory=dict)
    near_duplicates: tuple[PictureGroup, ...] = ()
    contradicted: tuple[Contradicted, ...] = ()
    person_classes: Mapping[str, PersonClass] = field(default_factory=dict)
    draws: PartitionDraws | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    devices: Devices = field(default_factory=Devices)
    clocks: Clocks = field(default_factory=Clocks)
    photographers: Photographers = field(default_factory=Photographers)
    authenticity: Authenticity = field(default_factory=Authenticity)


def findings(proposals: Proposals) -> Findings:
    """What linkage proposes, as the figures need it."""
    persons = {each.exhibit: each for each in proposals.persons.assignments}
    return Findings(
        classes={
            each.exhibit: ClassFinding(each.class_, each.confidence, each.basis == JUDGEMENT)
            for each in proposals.classes
        },
        persons={
            exhibit: PersonFinding(each.person, each.numbered, each.probability, each.basis, each.basis == JUDGEMENT)
            for exhibit, each in persons.items()
        },
        cameras=_cameras(proposals),
        near_duplicates=tuple(PictureGroup(group.members, group.judged) for group in proposals.groups),
        contradicted=tuple(
            Contradicted(each.a, each.b, each.what)
            for each in (*proposals.persons.contradictions, *proposals.cameras_against)
        ),
        person_classes=proposals.person_classes,
        draws=proposals.draws,
        versions=VERSIONS,
        devices=proposals.devices,
        clocks=proposals.clocks,
        photographers=proposals.photographers,
        authenticity=proposals.authenticity,
    )


def _cameras(proposals: Proposals) -> dict[str, CameraFinding]:
    noise = {each.exhibit: each for each in proposals.devices.assignments}
    against = {
        each.exhibit: reason.detail
        for each in proposals.cameras
        for reason in each.reasons
        if reason.name == CONTRADICTS
    }
    label_of = {each.device: each.camera for each in proposals.cameras if each.device and each.exhibit not in against}
    found = {}
    for each in proposals.cameras:
        told = noise.get(each.exhibit)
        nearest = label_of.get(told.nearest, "") if told is not None and not told.device else ""
        sure = told.probability if told is not None and (each.basis == NOISE or nearest) else 1.0
        said = against.get(each.exhibit, "")
        found[each.exhibit] = CameraFinding(each.camera, each.basis, sure, nearest, each.model, each.llr, said)
    return found
