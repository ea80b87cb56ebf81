"""The score of findings against the truth of a made archive.

Rules:
* Findings are what the exports give (`probata export persons`, `pictures`, `cameras`): plain values, joined to the
  truth by SHA-256. An exhibit counts once, however many paths it has.
* Debris is left out of every share; what findings say of it is counted as *strange*.
* A truth that knows less than half of the exhibits found is the truth of another archive, and is refused.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from probata.errors import BadInput
from probata.proficiency.agreement import Record, label, pairs
from probata.proficiency.calibration import Calibration, calibration
from probata.proficiency.coverage import CoverageScore, score_coverage
from probata.proficiency.numbers_score import NumbersScore, score_numbers
from probata.proficiency.parameters import CLASSES
from probata.proficiency.persons_score import PersonsScore, score_persons
from probata.proficiency.pictures_score import PicturesScore, score_pictures
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
class CamerasScore:
    """Camera bodies, over photographs as taken (originals, exact copies, photographs of prints).

    Attributes:
        true: bodies in the archive.
        found: cameras in the findings.
        pair_precision, pair_recall, pair_f1: pairs of photographs of one body; an unknown camera pairs with nothing.
        purity: share of the assigned photographs that were taken with the body that prevails in their cluster.
        unknown: photographs that the findings give no camera.
    """

    true: int
    found: int
    pair_precision: float
    pair_recall: float
    pair_f1: float
    purity: float
    unknown: int


@dataclass(frozen=True, slots=True)
class Score:
    """The score of an inquiry."""

    persons: PersonsScore
    classes: ClassesScore
    cameras: CamerasScore
    pictures: PicturesScore
    numbers: NumbersScore
    coverage: tuple[CoverageScore, ...]

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
    """

    persons: Iterable[Record]
    pictures: Iterable[Record]
    cameras: Iterable[Record]
    figures: Iterable[Record] = ()


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


def score_cameras(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> CamerasScore:
    """Cameras of the findings against the true bodies."""
    taken = {s: n for s, n in photographs.items() if n.edit in ("", "exact", "re-photographed")}
    given = {sha: label(found.get(sha), "camera") for sha in taken}
    agreement = pairs((line.camera, given[sha]) for sha, line in taken.items())
    within: dict[str, Counter[str]] = defaultdict(Counter)
    for sha, camera in given.items():
        if camera is not None:
            within[camera][taken[sha].camera] += 1
    assigned = sum(row.total() for row in within.values())
    return CamerasScore(
        true=len({line.camera for line in taken.values()}),
        found=len(within),
        pair_precision=agreement.precision,
        pair_recall=agreement.recall,
        pair_f1=agreement.f1,
        purity=sum(max(row.values()) for row in within.values()) / assigned if assigned else 0.0,
        unknown=len(taken) - assigned,
    )
