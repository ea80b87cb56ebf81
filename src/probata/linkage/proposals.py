"""All links of a snapshot, in the order in which one rests on another. A pure function: nothing of it is stored.

1. Cameras, from serial numbers, models and tables.
2. Near-duplicates, from PDQ; then groups under judgements.
3. Bursts: one camera, close in time.
4. Numbers in the frame, by the inquiry's scheme.
5. Classes of photograph, from numbers, bursts, near-duplicates and judgements.
6. Persons, from all of these and judgements.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from probata.inquiry import Snapshot
from probata.linkage import classes as classes_module
from probata.linkage import persons as persons_module
from probata.linkage.bursts import Bursts, bursts, number_in_name
from probata.linkage.cameras import CameraAssignment, camera_of, cameras
from probata.linkage.classes import UNCLASSIFIED, ClassProposal, classes
from probata.linkage.numbers import ExhibitNumbers, numbers
from probata.linkage.numbers_judged import with_judged
from probata.linkage.persons import Persons, persons
from probata.linkage.persons_joining import Verdict
from probata.linkage.pictures import PictureLinks, near_duplicates
from probata.linkage.pictures_judged import JudgedGroup, PictureVerdict, judged_groups
from probata.settings import NumberScheme

VERSIONS: Mapping[str, str] = {
    "bursts": "1",
    "cameras": "1",
    "classes": classes_module.VERSION,
    "near-duplicates": "1",
    "numbers": "1",
    "persons": persons_module.VERSION,
}
CLASS = "class"


@dataclass(frozen=True)
class Proposals:
    """What linkage proposes on a snapshot.

    Attributes:
        cameras: the camera of each exhibit.
        pictures: near-duplicate links, as found.
        groups: near-duplicates under judgements.
        bursts: photographs that one camera took close in time.
        numbers: numbers in the frame, by exhibit.
        classes: the class of each exhibit.
        persons: the person of each exhibit, and what contradicts a judgement.
    """

    cameras: tuple[CameraAssignment, ...]
    pictures: PictureLinks
    groups: tuple[JudgedGroup, ...]
    bursts: Bursts
    numbers: Mapping[str, ExhibitNumbers]
    classes: tuple[ClassProposal, ...]
    persons: Persons


def propose(snapshot: Snapshot) -> Proposals:
    """All links of ``snapshot``; equal snapshots give equal links."""
    settings, tables = snapshot.settings, snapshot.readings
    assigned = cameras(tables["file"], tables["metadata"])
    pictures = near_duplicates(
        tables["picture"], settings.linkage.near_duplicate_radius, settings.linkage.lowest_quality
    )
    verdicts = [PictureVerdict(j.a, j.b, j.verdict) for j in snapshot.judgements if j.kind == "picture"]
    groups = judged_groups(pictures, verdicts)
    members = [group.members for group in groups]
    sequences = bursts(
        tables["metadata"], camera_of(assigned), settings.linkage.burst_seconds, numbers=_numbers_in_names(snapshot)
    )
    read = with_judged(numbers(tables["text"], settings.numbers), _numbers_set(snapshot))
    judged = {j.a: j.verdict for j in snapshot.judgements if j.kind == CLASS}
    proposed = classes(read, tables["file"], sequences, members, judged=judged, scenes=tables.get("scene"))
    lowest = settings.classes.lowest_confidence
    counted = {p.exhibit: p.class_ if p.confidence >= lowest else UNCLASSIFIED for p in proposed}
    shown = persons(
        read,
        counted,
        sequences,
        members,
        [Verdict(j.a, j.b, j.verdict, j.act) for j in snapshot.judgements if j.kind == "person"],
        roles_of(settings.numbers),
    )
    return Proposals(tuple(assigned), pictures, tuple(groups), sequences, read, tuple(proposed), shown)


def roles_of(scheme: NumberScheme) -> tuple[str, ...]:
    """The roles that make a number complete: those of the patterns that name the detainee; else detainee and branch."""
    named = [re.findall(r"\{(\w+)\}", pattern) for pattern in scheme.patterns]
    complete = sorted({role for roles in named if "detainee" in roles for role in roles})
    return tuple(complete) or ("detainee", "branch")


def _numbers_set(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """What people set, by exhibit and role."""
    found: dict[str, dict[str, str]] = {}
    for judgement in snapshot.judgements:
        if judgement.kind == "number":
            found.setdefault(judgement.a, {})[judgement.b] = judgement.verdict
    return found


def _numbers_in_names(snapshot: Snapshot) -> dict[str, int]:
    """The image number in the first name of each exhibit that has one."""
    found: dict[str, int] = {}
    for row in snapshot.received:
        if row.digest is not None and row.digest not in found:
            number = number_in_name(row.path)
            if number is not None:
                found[row.digest] = number
    return found
