"""What linkage and people found, as the figures need it: class, person and camera by exhibit, near-duplicate groups.

Rules:
* A finding is a proposal unless ``judged``; figures count the two apart.
* An exhibit that has no entry is one on which the finding is silent: figures say on how many.

Not here: how findings come about (`probata.linkage`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from probata.linkage.persons_class import PersonClass
from probata.linkage.persons_draws import PartitionDraws
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
    """The camera of one photograph: its label (``unknown`` where it can't be told) and why."""

    camera: str
    basis: str


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
    """

    classes: Mapping[str, ClassFinding] = field(default_factory=dict)
    persons: Mapping[str, PersonFinding] = field(default_factory=dict)
    cameras: Mapping[str, CameraFinding] = field(default_factory=dict)
    near_duplicates: tuple[PictureGroup, ...] = ()
    contradicted: tuple[Contradicted, ...] = ()
    person_classes: Mapping[str, PersonClass] = field(default_factory=dict)
    draws: PartitionDraws | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


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
        cameras={each.exhibit: CameraFinding(each.camera, each.basis) for each in proposals.cameras},
        near_duplicates=tuple(PictureGroup(group.members, group.judged) for group in proposals.groups),
        contradicted=tuple(Contradicted(each.a, each.b, each.what) for each in proposals.persons.contradictions),
        person_classes=proposals.person_classes,
        draws=proposals.draws,
        versions=VERSIONS,
    )
