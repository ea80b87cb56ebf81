"""All links of a snapshot, in the order in which one rests on another. A pure function: nothing of it is stored.

1. Near-duplicates, from PDQ, and changed copies, from points; then groups under judgements.
2. File signatures; devices, from sensor noise; cameras, from both and from serial numbers, models, tables and
   judgements; photographers, from judgements alone.
3. Bursts: one camera, close in time.
4. Numbers in the frame, by the inquiry's scheme.
5. Classes of photograph, from numbers, bursts, near-duplicates, looks and judgements.
6. Persons, from all of these and judgements; the class of each person; draws of who is who.
7. Authenticity: which photographs depart from their cohort.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from probata.digest import Digest, canonical_json
from probata.linkage import authenticity as authenticity_module
from probata.linkage import cameras_devices
from probata.linkage import classes as classes_module
from probata.linkage import devices as devices_module
from probata.linkage import persons as persons_module
from probata.linkage import signatures as signatures_module
from probata.linkage.authenticity import Evidence, authenticity
from probata.linkage.bursts import Bursts, bursts, number_in_name
from probata.linkage.cameras import CameraAssignment, camera_of, cameras
from probata.linkage.cameras_devices import with_devices
from probata.linkage.cameras_judged import with_judgements
from probata.linkage.classes import UNCLASSIFIED, ClassProposal, classes
from probata.linkage.clocks import Clocks, clocks
from probata.linkage.departure import Authenticity
from probata.linkage.device import Devices
from probata.linkage.devices import devices
from probata.linkage.kept_devices import packed, unpacked
from probata.linkage.link import Link
from probata.linkage.numbers import ExhibitNumbers, numbers
from probata.linkage.numbers_judged import with_judged
from probata.linkage.persons import Linked, Persons, linked
from probata.linkage.persons_class import PersonClass, person_classes
from probata.linkage.persons_draws import PartitionDraws, draws
from probata.linkage.persons_joining import Contradiction, Verdict
from probata.linkage.photographers import Photographers, photographers
from probata.linkage.pictures import PictureLinks, near_duplicates
from probata.linkage.pictures_judged import DIFFERENT, JudgedGroup, PictureVerdict, judged_groups
from probata.linkage.pictures_transformed import transformed
from probata.linkage.signatures import Signatures, signatures
from probata.linkage.signatures_contradictions import contradictions
from probata.linkage.sun import sun
from probata.settings import NumberScheme
from probata.snapshot import Snapshot

VERSIONS: Mapping[str, str] = {
    "authenticity": authenticity_module.VERSION,
    "bursts": "2",
    "cameras": cameras_devices.VERSION,
    "changed copies": "1",
    "classes": classes_module.VERSION,
    "devices": devices_module.VERSION,
    "near-duplicates": "1",
    "draws": "1",
    "numbers": "2",
    "person classes": "1",
    "persons": persons_module.VERSION,
    "signatures": signatures_module.VERSION,
}
CLASS, PERSON_CLASS = "class", "person-class"
MOST_DRAWS, FEWEST_DRAWS, SMALL_ARCHIVE = 1000, 200, 10_000


@dataclass(frozen=True)
class Proposals:
    """What linkage proposes on a snapshot.

    Attributes:
        cameras: the camera of each exhibit.
        pictures: near-duplicate links, as found.
        changed: copies that were cropped, mirrored, turned or photographed again, as found.
        groups: near-duplicates and changed copies under judgements.
        bursts: photographs that one camera took close in time.
        numbers: numbers in the frame, by exhibit.
        classes: the class of each exhibit.
        persons: the person of each exhibit, open questions, and what contradicts a judgement.
        person_classes: the class of each person, by label.
        draws: the partition into persons, again and again, each link as often as its probability.
        signatures: how files are written, by model and firmware.
        devices: sensors told apart by noise.
        photographers: who used which device, by judgements.
        cameras_against: what contradicts a judgement on devices.
        clocks: of cameras: set back, drifting.
        authenticity: which photographs depart from their cohort, in which respects, by which tests.
    """

    cameras: tuple[CameraAssignment, ...]
    pictures: PictureLinks
    changed: tuple[Link, ...]
    groups: tuple[JudgedGroup, ...]
    bursts: Bursts
    numbers: Mapping[str, ExhibitNumbers]
    classes: tuple[ClassProposal, ...]
    persons: Persons
    person_classes: Mapping[str, PersonClass]
    draws: PartitionDraws
    signatures: Signatures = field(default_factory=Signatures)
    devices: Devices = field(default_factory=Devices)
    photographers: Photographers = field(default_factory=Photographers)
    cameras_against: tuple[Contradiction, ...] = ()
    clocks: Clocks = field(default_factory=Clocks)
    authenticity: Authenticity = field(default_factory=Authenticity)


def propose(snapshot: Snapshot) -> Proposals:
    """All links of ``snapshot``; equal snapshots give equal links."""
    settings, tables = snapshot.settings, snapshot.readings
    pictures = near_duplicates(
        tables["picture"], settings.linkage.near_duplicate_radius, settings.linkage.lowest_quality
    )
    verdicts = [PictureVerdict(j.a, j.b, j.verdict) for j in snapshot.judgements if j.kind == "picture"]
    changed = _changed(tables.get("appearance"), pictures)
    groups = tuple(judged_groups(pictures, verdicts, changed))
    members = [group.members for group in judged_groups(pictures, verdicts)]
    written = signatures(tables["file"], tables["metadata"])
    by_files = cameras(tables["file"], tables["metadata"])
    sensors = _devices(snapshot, written, by_files)
    joined = with_devices(by_files, sensors, written.models, [group.members for group in groups])
    assigned, against = with_judgements(joined, snapshot.judgements)
    sequences = bursts(
        tables["metadata"], camera_of(assigned), settings.linkage.burst_seconds, numbers=_numbers_in_names(snapshot)
    )
    read = with_judged(numbers(tables["text"], settings.numbers), _numbers_set(snapshot))
    judged = {j.a: j.verdict for j in snapshot.judgements if j.kind == CLASS}
    proposed = classes(
        read,
        tables["file"],
        sequences,
        members,
        judged=judged,
        scenes=tables.get("scene"),
        appearance=tables.get("appearance"),
    )
    lowest = settings.classes.lowest_confidence
    counted = {p.exhibit: p.class_ if p.confidence >= lowest else UNCLASSIFIED for p in proposed}
    shows = {each.exhibit: each.person for each in proposed if each.confidence}
    model = linked(
        read,
        counted,
        sequences,
        members,
        [Verdict(j.a, j.b, j.verdict, j.act) for j in snapshot.judgements if j.kind == "person"],
        roles_of(settings.numbers),
        _sequence(snapshot),
        _not_refused(changed, verdicts),
        shows,
    )
    said = {j.a: j.verdict for j in snapshot.judgements if j.kind == PERSON_CLASS}
    return Proposals(
        cameras=tuple(assigned),
        pictures=pictures,
        changed=changed,
        groups=groups,
        bursts=sequences,
        numbers=read,
        classes=tuple(proposed),
        persons=model.persons,
        person_classes=person_classes(model.persons.assignments, read, settings.person_rules, said),
        draws=_draws(model, shows, sequences),
        signatures=written,
        devices=sensors,
        photographers=photographers(snapshot.judgements, assigned, _times(tables["metadata"])),
        cameras_against=against,
        clocks=(times := clocks(tables["metadata"], camera_of(assigned), _names(snapshot))),
        authenticity=authenticity(
            Evidence(
                files=tables["file"],
                metadata=tables["metadata"],
                traces=tables.get("traces"),
                provenance=tables.get("provenance"),
                cameras=camera_of(assigned),
                devices=sensors.assignments,
                outcomes=(*contradictions(written), *times.outcomes, sun(tables["metadata"])),
            )
        ),
    )


def _devices(snapshot: Snapshot, written: Signatures, by_files: Sequence[CameraAssignment]) -> Devices:
    """Devices by sensor noise, kept from an earlier run over the same readings; none where noise was not read."""
    noise = snapshot.readings.get("noise")
    if noise is None:
        return Devices()
    read = {name: snapshot.inputs.get(f"readings/{name}", "") for name in ("file", "metadata", "noise")}
    versions = {name: VERSIONS[name] for name in ("cameras", "devices", "signatures")}
    key = Digest.of(canonical_json({"readings": read, "versions": versions})).hex
    kept = snapshot.kept.get("devices", key) if read["noise"] else None
    if kept is not None and (found := unpacked(kept)) is not None:
        return found
    made = devices(
        noise,
        written.name_of,
        {each.exhibit: each.camera for each in by_files if each.basis == "serial"},
        [each.exhibit for each in by_files if each.resaved],
        snapshot.bits,
    )
    if read["noise"]:
        snapshot.kept.put("devices", key, packed(made))
    return made


def _times(metadata: pa.Table) -> dict[str, str]:
    """When each exhibit was taken, by its device's clock; those without a time are left out."""
    columns = (metadata[name].to_pylist() for name in ("digest", "taken_original", "taken_digitized"))
    return {
        digest: told for digest, original, digitized in zip(*columns, strict=True) if (told := original or digitized)
    }


def _names(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The paths of each exhibit."""
    found: dict[str, list[str]] = {}
    for row in snapshot.received:
        if row.digest is not None:
            found.setdefault(row.digest, []).append(row.path)
    return {digest: tuple(paths) for digest, paths in found.items()}


def _changed(appearance: pa.Table | None, near: PictureLinks) -> tuple[Link, ...]:
    """Changed copies; none where their points were not read."""
    return () if appearance is None else tuple(transformed(appearance, near))


def _not_refused(changed: Sequence[Link], verdicts: Sequence[PictureVerdict]) -> list[Link]:
    """The links that nobody judged to be different pictures."""
    different = {(verdict.a, verdict.b) for verdict in verdicts if verdict.verdict == DIFFERENT}
    return [link for link in changed if (link.a, link.b) not in different]


def _draws(model: Linked, shows: Mapping[str, float], sequences: Bursts) -> PartitionDraws:
    count = MOST_DRAWS if len(model.persons.assignments) <= SMALL_ARCHIVE else FEWEST_DRAWS
    return draws(model, count, seed=0, shows=shows, bursts=sequences.bursts)


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


def _sequence(snapshot: Snapshot) -> dict[str, tuple[str, int]]:
    """Folder and image number of the first name of each exhibit that has one."""
    found: dict[str, tuple[str, int]] = {}
    for row in snapshot.received:
        if row.digest is not None and row.digest not in found:
            number = number_in_name(row.path)
            if number is not None:
                found[row.digest] = (f"{row.intake}/{row.folder}", number)
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
