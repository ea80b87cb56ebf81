"""The score of findings against the truth of a made archive.

Rules:
* Findings are what the exports give (`probata export persons`, `pictures`, `cameras`): plain values, joined to the
  truth by SHA-256. An exhibit counts once, however many paths it has.
* Pairs are counted from the sizes of clusters and their overlaps, never one by one.
* Debris is left out of every share; what findings say of it is counted as *strange*.

Source: pairwise precision and recall as in Menestrina, Whang and Garcia-Molina, "Evaluating entity resolution
results" (2010), section 3.1.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from probata.proficiency.numbers_score import NumbersScore, score_numbers
from probata.proficiency.parameters import CLASSES
from probata.proficiency.truth import TruthLine, read_truth

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Agreement of two clusterings on pairs of exhibits; 1.0 where there is no pair to be right or wrong about."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class PersonsScore:
    """Persons.

    Attributes:
        true: persons in the archive.
        true_numbered: of them, persons with any digit of a number visible in any photograph.
        found: persons in the findings.
        error: (found − true) ÷ true; 0 where there is none.
        pair_precision, pair_recall, pair_f1: pairs of photographs of one person, over photographs that show one.
        unassigned: photographs of persons that the findings give to nobody.
        strange: exhibits given to a person that show none.
    """

    true: int
    true_numbered: int
    found: int
    error: float
    pair_precision: float
    pair_recall: float
    pair_f1: float
    unassigned: int
    strange: int


@dataclass(frozen=True, slots=True)
class ClassesScore:
    """Classes: share of exhibits whose class is right, the table (true → found → count), and shares by class."""

    exhibits: int
    accuracy: float
    confusion: dict[str, dict[str, int]]
    precision: dict[str, float]
    recall: dict[str, float]


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
class PicturesScore:
    """Near-duplicates and exact duplicates.

    Attributes:
        exact_paths: paths whose bytes were on the drive before (known from the truth alone).
        true_pairs: pairs of exhibits that are one picture.
        found_pairs: pairs in the findings.
        precision: share of the found pairs that are one picture or one view (the shutter pressed twice).
        recall: share of the true pairs that were found.
        recall_by_edit: share of the pairs of an original and its copy that were found, by kind of edit.
        repeats_found: share of the pairs of one view that were found; not asked for, not held against.
        false_same_person: found pairs that are neither, but of one person.
    """

    exact_paths: int
    true_pairs: int
    found_pairs: int
    precision: float
    recall: float
    recall_by_edit: dict[str, float]
    repeats_found: float
    false_same_person: int


@dataclass(frozen=True, slots=True)
class Score:
    """The score of an inquiry."""

    persons: PersonsScore
    classes: ClassesScore
    cameras: CamerasScore
    pictures: PicturesScore
    numbers: NumbersScore

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
    """

    persons: Iterable[Record]
    pictures: Iterable[Record]
    cameras: Iterable[Record]


def score(truth: Path, findings: Findings) -> Score:
    """The score of findings against the truth in a folder.

    Raises:
        BadInput: the truth can't be read.
    """
    lines = read_truth(truth)
    photographs = _exhibits(lines)
    persons = {str(r["exhibit"]): r for r in findings.persons}
    cameras = {str(r["exhibit"]): r for r in findings.cameras}
    return Score(
        persons=score_persons(photographs, persons),
        classes=score_classes(photographs, persons),
        cameras=score_cameras(photographs, cameras),
        pictures=score_pictures(lines, photographs, findings.pictures),
        numbers=score_numbers(photographs, persons),
    )


def _exhibits(lines: Iterable[TruthLine]) -> dict[str, TruthLine]:
    """The first line of each photograph's bytes (exact copies come after their original in a group)."""
    exhibits: dict[str, TruthLine] = {}
    for line in lines:
        if line.kind == "photograph":
            exhibits.setdefault(line.sha256, line)
    return exhibits


def pairs(assigned: Iterable[tuple[str, str | None]]) -> Pairs:
    """Pairwise agreement.

    Args:
        assigned: for each exhibit its true cluster and its found one; None for an exhibit that stands alone.
    """
    both, true, found = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    for actual, given in assigned:
        true[actual] += 1
        if given is not None:
            found[given] += 1
            both[actual, given] += 1
    together, actual_pairs, given_pairs = (_choose_two(c.values()) for c in (both, true, found))
    precision = together / given_pairs if given_pairs else 1.0
    recall = together / actual_pairs if actual_pairs else 1.0
    return Pairs(precision, recall, _harmonic(precision, recall))


def _choose_two(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def _label(record: Record | None, key: str) -> str | None:
    value = record.get(key) if record is not None else None
    return None if value in (None, "", "unknown") else str(value)


def score_persons(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> PersonsScore:
    """Persons of the findings against the true ones."""
    shown = {sha: line for sha, line in photographs.items() if line.person}
    given = {sha: _label(record, "person") for sha, record in found.items()}
    agreement = pairs((line.person, given.get(sha)) for sha, line in shown.items())
    true = len({line.person for line in shown.values()})
    named = len({person for person in given.values() if person is not None})
    return PersonsScore(
        true=true,
        true_numbered=len({n.person for n in shown.values() if n.class_ == "person-with-number"}),
        found=named,
        error=(named - true) / true if true else 0.0,
        pair_precision=agreement.precision,
        pair_recall=agreement.recall,
        pair_f1=agreement.f1,
        unassigned=sum(given.get(sha) is None for sha in shown),
        strange=sum(person is not None and sha not in shown for sha, person in given.items()),
    )


def score_classes(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> ClassesScore:
    """Classes of the findings against the true ones."""
    table: dict[str, Counter[str]] = {name: Counter() for name in CLASSES}
    for sha, line in photographs.items():
        table[line.class_][_label(found.get(sha), "class") or "unclassified"] += 1
    right = {name: table[name][name] for name in CLASSES}
    given = {name: sum(row[name] for row in table.values()) for name in CLASSES}
    return ClassesScore(
        exhibits=len(photographs),
        accuracy=sum(right.values()) / len(photographs) if photographs else 0.0,
        confusion={name: dict(sorted(row.items())) for name, row in table.items()},
        precision={name: right[name] / given[name] if given[name] else 0.0 for name in CLASSES},
        recall={n: right[n] / table[n].total() if table[n] else 0.0 for n in CLASSES},
    )


def score_cameras(photographs: Mapping[str, TruthLine], found: Mapping[str, Record]) -> CamerasScore:
    """Cameras of the findings against the true bodies."""
    taken = {s: n for s, n in photographs.items() if n.edit in ("", "exact", "re-photographed")}
    given = {sha: _label(found.get(sha), "camera") for sha in taken}
    agreement = pairs((line.camera, given[sha]) for sha, line in taken.items())
    within: dict[str, Counter[str]] = defaultdict(Counter)
    for sha, label in given.items():
        if label is not None:
            within[label][taken[sha].camera] += 1
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


def score_pictures(
    lines: Iterable[TruthLine], photographs: Mapping[str, TruthLine], found: Iterable[Record]
) -> PicturesScore:
    """Near-duplicate pairs of the findings against the true ones."""
    kept = [line for line in lines if line.kind == "photograph"]
    asked = {_pair(str(r["a"]), str(r["b"])) for r in found if r["a"] != r["b"]}
    known = {p for p in asked if p[0] in photographs and p[1] in photographs}
    same = {p for p in known if photographs[p[0]].picture == photographs[p[1]].picture}
    repeats = {p for p in known - same if photographs[p[0]].view == photographs[p[1]].view}
    false = known - same - repeats
    people = [(photographs[a].person, photographs[b].person) for a, b in false]
    true = _choose_two(Counter(n.picture for n in photographs.values()).values())
    views = _choose_two(Counter(n.view for n in photographs.values()).values()) - true
    return PicturesScore(
        exact_paths=len(kept) - len(photographs),
        true_pairs=true,
        found_pairs=len(asked),
        precision=(len(same) + len(repeats)) / len(asked) if asked else 1.0,
        recall=len(same) / true if true else 1.0,
        recall_by_edit=_recall_by_edit(kept, asked),
        repeats_found=len(repeats) / views if views else 1.0,
        false_same_person=sum(bool(a) and a == b for a, b in people),
    )


def _recall_by_edit(photographs: Iterable[TruthLine], found: set[tuple[str, str]]) -> dict[str, float]:
    kept = list(photographs)
    by_path = {line.path: line.sha256 for line in kept}
    hits, total = Counter[str](), Counter[str]()
    for line in kept:
        original = by_path.get(line.derived_from, line.sha256)
        if original != line.sha256:
            total[line.edit] += 1
            hits[line.edit] += _pair(original, line.sha256) in found
    return {edit: hits[edit] / total[edit] for edit in sorted(total)}


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
