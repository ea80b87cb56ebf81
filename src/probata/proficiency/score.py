"""The score of findings against the truth of a made archive.

Rules:
* Findings are what the exports give (`probata export persons`, `pictures`, `cameras`, `probata authenticity`): plain
  values, joined to the truth by SHA-256. An exhibit counts once, however many paths it has.
* Debris is left out of every share; what findings say of it is counted as *strange*.
* A truth that knows less than half of the exhibits found is the truth of another archive, and is refused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from probata.errors import BadInput
from probata.proficiency.agreement import Record, label
from probata.proficiency.calibration import Calibration, calibration
from probata.proficiency.cameras_score import CamerasScore, score_cameras
from probata.proficiency.coverage import CoverageScore, score_coverage
from probata.proficiency.numbers_score import NumbersScore, score_numbers
from probata.proficiency.parameters import CLASSES
from probata.proficiency.persons_score import PersonsScore, score_persons
from probata.proficiency.pictures_score import PicturesScore, score_pictures
from probata.proficiency.tampering_score import TamperingScore, score_tampering
from probata.proficiency.truth import TruthLine, read_truth

_KNOWN_FROM = 0.5


@dataclass(frozen=True, slots=True)
class ClassesScore:
    """Classes: share of exhibits whose class is right, the table (true → found → count), shares by class."""

    exhibits: int
    accuracy: float
    confusion: dict[str, dict[str, int]]
    precision: dict[str, float]
    recall: dict[str, float]
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Score:
    """The score of an inquiry."""

    persons: PersonsScore
    classes: ClassesScore
    cameras: CamerasScore
    pictures: PicturesScore
    numbers: NumbersScore
    coverage: tuple[CoverageScore, ...]
    tampering: TamperingScore

    def record(self) -> dict[str, object]:
        """The score as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Findings:
    """What an inquiry found, as its exports give it.

    Attributes:
        persons: records ``{exhibit, path, class, person, probability, numbers}``.
        pictures: records ``{a, b, kind, score}``.
        cameras: records ``{exhibit, path, camera, basis, llr}``.
        figures: records ``{name, value, low, high, level, unit, …}``.
        departures: records ``{exhibit, test}``.
    """

    persons: Iterable[Record]
    pictures: Iterable[Record]
    cameras: Iterable[Record]
    figures: Iterable[Record] = ()
    departures: Iterable[Record] = ()


def score(truth: Path, findings: Findings) -> Score:
    """The score of findings against the truth in a folder.

    Raises:
        BadInput: the truth can't be read, or is that of another archive.
    """
    lines = read_truth(truth)
    photographs = _exhibits(lines)
    persons = {str(r["exhibit"]): r for r in findings.persons}
    cameras = {str(r["exhibit"]): r for r in findings.cameras}
    _check_same_archive({line.sha256 for line in lines}, persons, truth)
    people = score_persons(photographs, persons)
    return Score(
        persons=people,
        classes=score_classes(photographs, persons),
        cameras=score_cameras(photographs, cameras),
        pictures=score_pictures(lines, photographs, findings.pictures),
        numbers=score_numbers(photographs, persons),
        coverage=score_coverage(findings.figures, people.true, people.true_numbered),
        tampering=score_tampering(photographs, findings.departures),
    )


def _check_same_archive(known: Set[str], found: Mapping[str, Record], truth: Path) -> None:
    share = sum(sha in known for sha in found) / len(found) if found else 1.0
    if share < _KNOWN_FROM:
        raise BadInput(
            "the truth is that of another archive", expected="at least half of the inquiry's photographs in it",
            found=f"{100 * share:.0f} % of {len(found)} in {truth}",
            do="give the truth that was made together with the drive",
        )  # fmt: skip


def _exhibits(lines: Iterable[TruthLine]) -> dict[str, TruthLine]:
    """The first line of each photograph's bytes (exact copies come after their original in a group)."""
    exhibits: dict[str, TruthLine] = {}
    for line in lines:
        if line.kind == "photograph":
            exhibits.setdefault(line.sha256, line)
    return exhibits


def score_classes(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> ClassesScore:
    """Classes of the findings against the true ones."""
    table: dict[str, Counter[str]] = {name: Counter() for name in CLASSES}
    for sha, line in photographs.items():
        table[line.class_][label(found.get(sha), "class") or "unclassified"] += 1
    right = {name: table[name][name] for name in CLASSES}
    given = {name: sum(row[name] for row in table.values()) for name in CLASSES}
    return ClassesScore(
        exhibits=len(photographs),
        accuracy=sum(right.values()) / len(photographs) if photographs else 0.0,
        confusion={name: dict(sorted(row.items())) for name, row in table.items()},
        precision={name: right[name] / given[name] if given[name] else 0.0 for name in CLASSES},
        recall={n: right[n] / table[n].total() if table[n] else 0.0 for n in CLASSES},
        calibration=calibration(_class_answers(photographs, found)),
    )


def _class_answers(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> Iterator[tuple[float, bool]]:
    for sha, line in photographs.items():
        given, confidence = label(found.get(sha), "class"), found.get(sha, {}).get("class_confidence")
        if given not in (None, "unclassified") and isinstance(confidence, int | float):
            yield float(confidence), given == line.class_
