"""What can be drawn for an examination: persons and photographs with what they may be divided by, from the links now.

Rules:
* A person is what the links, and judgements, make one. The frame keeps their photographs as of the drawing.
* Where something is not known, that is a value of its own: "without day", "not read", "unknown".

Not here: how it is drawn (`probata.examination`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from probata.examination.frames import ALL, NONE, Candidate
from probata.inquiry import Inquiry
from probata.ledger.acts_examination import Unit
from probata.linkage.persons_class import UNKNOWN
from probata.linkage.proposals import Proposals, propose
from probata.report.figures.basis import Basis
from probata.report.figures.days import day_of
from probata.report.figures.persons import shown
from probata.report.findings import CLASSES, findings
from probata.settings import PERSON_CLASSES

NOT_READ, WITHOUT_DAY, WITHOUT_FOLDER, MONTH = "not read", "without day", "without folder", len("2012-05")
CLASSES_OF: Mapping[Unit, tuple[str, ...]] = {"photograph": CLASSES, "person": (*PERSON_CLASSES, UNKNOWN)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which units can be drawn, and by what they are divided.

    Attributes:
        unit: ``person`` or ``photograph``.
        strata: by what the frame is divided; ``none``.
        clusters: by what units are drawn together; ``none``.
        only: classes of persons, or of photographs; empty: all.
        groups: of persons, also groups of photographs of one person who is not known by a number.
    """

    unit: Unit
    strata: str = NONE
    clusters: str = NONE
    only: tuple[str, ...] = ()
    groups: bool = False

    def statement(self) -> str:
        """What the frame holds and what it leaves out, in words, for the act."""
        which = f"of class {' or '.join(self.only)}" if self.only else "of every class"
        if self.unit == "photograph":
            return f"photographs {which}"
        groups = "and groups without a number" if self.groups else "groups without a number are left out"
        return f"persons known by a number, {groups}; {which}"


@dataclass(frozen=True, slots=True)
class Archive:
    """Snapshot and links, once, with what is asked of them."""

    basis: Basis
    proposals: Proposals

    @classmethod
    def of(cls, inquiry: Inquiry) -> "Archive":
        """The archive as it is now."""
        snapshot = inquiry.snapshot()
        proposals = propose(snapshot)
        return cls(Basis.of(snapshot, findings(proposals)), proposals)

    def persons(self, *, groups: bool) -> dict[str, tuple[str, ...]]:
        """Photographs by person (label), in the order received."""
        found = shown(self.basis, numbered=True) | (shown(self.basis, numbered=False) if groups else {})
        return {person: tuple(photographs) for person, photographs in found.items()}

    def class_of(self, person: str) -> str:
        """The class of a person, by label."""
        found = self.proposals.person_classes.get(person)
        return UNKNOWN if found is None else found.class_

    def numbers_of(self, photographs: Sequence[str]) -> dict[str, str]:
        """The value of each role that is read on these photographs, the one read most surely by sum of confidence."""
        weight: dict[str, dict[str, float]] = {}
        for photograph in photographs:
            found = self.proposals.numbers.get(photograph)
            for role, reading in (found.by_role if found is not None else {}).items():
                if reading.status == "read":
                    values = weight.setdefault(role, defaultdict(float))
                    values[reading.value] += reading.confidence
        return {role: min(values, key=lambda value: (-values[value], value)) for role, values in sorted(weight.items())}


def candidates(archive: Archive, wanted: Wanted) -> Iterator[Candidate]:
    """The units that can be drawn, each with its stratum and cluster; ``wanted`` was checked."""
    yield from (_photographs if wanted.unit == "photograph" else _persons)(archive, wanted)


def _photographs(archive: Archive, wanted: Wanted) -> Iterator[Candidate]:
    basis = archive.basis
    by = {word: _by_photograph(archive, word) for word in {wanted.strata, wanted.clusters}}
    for photograph in basis.photographs:
        if not wanted.only or basis.class_of(photograph) in wanted.only:
            yield _candidate((photograph,), wanted, {word: values[photograph] for word, values in by.items()})


def _persons(archive: Archive, wanted: Wanted) -> Iterator[Candidate]:
    words = {wanted.strata, wanted.clusters} - {"branch", "person-class"}
    by = {word: _by_photograph(archive, word) for word in words}
    for person, photographs in archive.persons(groups=wanted.groups).items():
        class_ = archive.class_of(person)
        if wanted.only and class_ not in wanted.only:
            continue
        words_of = {word: _of_person(word, [values[each] for each in photographs]) for word, values in by.items()}
        branch = archive.numbers_of(photographs).get("branch", NOT_READ)
        yield _candidate(photographs, wanted, words_of | {"branch": branch, "person-class": class_})


def _of_person(word: str, values: Sequence[str]) -> str:
    """Of a person with several photographs: the earliest day, the folder and camera of the first received."""
    return min(values) if word in ("day", "month") else values[0]  # "without day" comes after every day


def _candidate(photographs: tuple[str, ...], wanted: Wanted, values: Mapping[str, str]) -> Candidate:
    cluster = "" if wanted.clusters == NONE else values[wanted.clusters]
    return Candidate(photographs, values[wanted.strata], cluster)


def _by_photograph(archive: Archive, word: str) -> dict[str, str]:
    """The value of each photograph of the archive."""
    basis = archive.basis
    if word == "class":
        return {each: basis.class_of(each) for each in basis.photographs}
    if word == "camera":
        return {each: basis.camera_of(each) for each in basis.photographs}
    if word in ("day", "month"):
        taken = basis.column("metadata", "taken_original")
        days = {each: day_of(taken.get(each)) for each in basis.photographs}
        length = MONTH if word == "month" else None
        return {each: day[:length] if day else WITHOUT_DAY for each, day in days.items()}
    if word in ("folder", "top-folder"):
        folders = {each: basis.first[each].folder if each in basis.first else "" for each in basis.photographs}
        return {each: _folder(folder, top=word == "top-folder") for each, folder in folders.items()}
    if word == "person":
        return _clusters_of_persons(archive)
    return dict.fromkeys(basis.photographs, ALL)


def _folder(folder: str, *, top: bool) -> str:
    """A folder's name as text that can be signed: what is no text is written as an escape."""
    name = folder.split("/")[0] if top else folder
    return name.encode("utf-8", "backslashreplace").decode("utf-8") or WITHOUT_FOLDER


def _clusters_of_persons(archive: Archive) -> dict[str, str]:
    """The unit of the person on each photograph; one that shows nobody is a cluster of its own."""
    units = {each: each for each in archive.basis.photographs}
    for photographs in archive.persons(groups=True).values():
        units |= dict.fromkeys(photographs, min(photographs))
    return units
