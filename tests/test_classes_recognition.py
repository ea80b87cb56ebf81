"""Classes by look: what is learned on the archive, what its probabilities are worth, and that nothing leaks."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from probata.linkage.bursts import Burst, Bursts
from probata.linkage.classes import ClassProposal, classes
from probata.linkage.classes_calibration import corrected, corrections
from probata.linkage.classes_likeness import folds, likeness, looks, together
from probata.linkage.classes_mixture import LEAST, SUREST, Place, probabilities
from probata.linkage.numbers import ExhibitNumbers
from test_classes import exhibit

Scores = npt.NDArray[np.float64]
CENTRES = np.random.default_rng(5).normal(size=(4, 400))
PERSON, SCENE, PAGE, STREET = range(4)


def digest(what: object) -> str:
    return hashlib.sha256(str(what).encode()).hexdigest()


def vectors(exhibits: Sequence[str], kind: int, spread: float = 2.0, seed: int = 0) -> list[dict[str, object]]:
    """Rows of the readings ``appearance``: pictures of one kind lie around one direction."""
    drawn = CENTRES[kind] + np.random.default_rng([seed, kind]).normal(0, spread, (len(exhibits), 400))
    whole = np.round(drawn / np.abs(drawn).max(1, keepdims=True) * 127).astype(np.int8)
    return [{"digest": e, "vector": row.tobytes()} for e, row in zip(exhibits, whole, strict=True)]


class Archive:
    """Forty persons with number, forty scenes, forty pages; and whatever is added."""

    def __init__(self, spread: float = 2.0) -> None:
        self.kinds = {kind: [digest((kind, i)) for i in range(40)] for kind in (PERSON, SCENE, PAGE)}
        self.numbers = {e: exhibit(e, 0.98) for e in self.kinds[PERSON]}
        self.numbers |= {e: exhibit(e) for e in self.kinds[SCENE]}
        self.numbers |= {e: exhibit(e, page=True) for e in self.kinds[PAGE]}
        self.rows = [row for kind, exhibits in self.kinds.items() for row in vectors(exhibits, kind, spread)]
        self.bursts: list[Sequence[str]] = []
        self.near: list[Sequence[str]] = []

    def add(self, name: str, kind: int | None, known: ExhibitNumbers | None = None) -> str:
        """A further photograph that looks like ``kind``; None: without a reading."""
        added = digest(name)
        self.numbers[added] = replace(known, exhibit=added) if known else exhibit(added)
        if kind is not None:
            self.rows += vectors([added], kind, seed=len(self.rows))
        return added

    def told(self, judged: dict[str, str] | None = None) -> dict[str, ClassProposal]:
        files = pa.table({"digest": sorted(self.numbers), "kind": ["image"] * len(self.numbers)})
        lines = tuple(Burst("A", tuple(b), ("2013-05-04T10:00:00",) * len(b), 0.9, ()) for b in self.bursts)
        bursts = Bursts(lines, (), (), (), (), {})
        table = pa.Table.from_pylist(self.rows)
        found = classes(self.numbers, files, bursts, self.near, judged, appearance=table)
        return {each.exhibit: each for each in found}


def test_a_photograph_alone_is_told_by_its_look() -> None:
    archive = Archive()
    person, scene, page = (archive.add(f"new {kind}", kind) for kind in (PERSON, SCENE, PAGE))
    found = archive.told()
    assert [found[e].class_ for e in (person, scene, page)] == ["person-without-number", "scene", "document"]
    assert {found[e].basis for e in (person, scene, page)} == {"likeness"}
    assert found[person].person > 0.9
    assert found[scene].person < 0.1 < found[scene].confidence < 0.9  # only whether it is a scene or other is in doubt


def test_within_a_burst_of_persons_the_place_weighs_more_than_the_look() -> None:
    archive = Archive()
    scene, unread = archive.add("scene", SCENE), archive.add("unread", None)
    archive.bursts = [[*archive.kinds[PERSON][:2], scene, unread, *archive.kinds[PERSON][2:4]]]
    found = archive.told()
    assert (found[scene].class_, found[unread].class_) == ("person-without-number", "person-without-number")
    assert found[scene].confidence < found[archive.kinds[PERSON][0]].confidence
    assert found[unread].basis == "burst"


def test_a_number_on_what_looks_like_a_page_shows_no_person_and_on_what_looks_like_a_scene_less_surely() -> None:
    archive = Archive()
    page = archive.add("page", PAGE, exhibit("x", 0.2))
    scene = archive.add("scene", SCENE, exhibit("x", 0.98))
    found = archive.told()
    assert found[page].class_ == "document"
    assert found[scene].class_ == "person-with-number"
    assert found[scene].confidence < min(found[e].confidence for e in archive.kinds[PERSON])


def test_an_archive_in_which_looks_tell_nothing_is_classified_by_its_text_alone() -> None:
    archive = Archive(spread=1e6)
    alone, beside = archive.add("alone", PERSON), archive.add("beside", SCENE)
    archive.bursts = [[archive.kinds[PERSON][0], beside]]
    found = archive.told()
    assert (found[alone].class_, found[alone].confidence) == ("unclassified", 0.0)
    assert (found[beside].class_, found[beside].basis) == ("person-without-number", "burst")
    assert {found[e].class_ for e in archive.kinds[PAGE]} == {"document"}


def test_judged_photographs_teach_and_stay_as_they_were_judged() -> None:
    archive = Archive()
    streets = [archive.add(f"street {i}", STREET) for i in range(12)]
    new = archive.add("street", STREET)
    judged = dict.fromkeys(streets, "person-without-number")
    found = archive.told(judged)
    assert {(found[e].class_, found[e].confidence) for e in streets} == {("person-without-number", 1.0)}
    assert archive.told()[new].class_ == "scene"
    assert found[new].class_ == "person-without-number"


def test_what_is_neither_is_a_scene_or_other_as_people_judged() -> None:
    archive = Archive()
    new = archive.add("new", SCENE)
    before = archive.told()[new].confidence
    scenes, others = (dict.fromkeys(archive.kinds[SCENE][:20], class_) for class_ in ("scene", "other"))
    assert archive.told(scenes)[new].confidence > before
    assert archive.told(others)[new].class_ == "other"


def test_what_was_judged_other_is_found_again_by_its_look() -> None:
    archive = Archive()
    streets = [archive.add(f"street {i}", STREET) for i in range(6)]
    new, scene = archive.add("street", STREET), archive.add("scene", SCENE)
    judged = dict.fromkeys(streets, "other") | dict.fromkeys(archive.kinds[SCENE][:6], "scene")
    assert archive.told()[new].class_ == "scene"
    found = archive.told(judged)
    assert (found[new].class_, found[scene].class_) == ("other", "scene")


def test_equal_archives_give_equal_classes_in_any_order() -> None:
    archive, turned = Archive(), Archive()
    turned.rows.reverse()
    turned.numbers = dict(reversed(turned.numbers.items()))
    assert archive.told() == turned.told()


def test_confidences_hold_on_photographs_of_two_kinds_that_overlap() -> None:
    """Ten archives whose scores overlap: of what is said to be p sure, p is right."""
    stated, right = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        is_first = rng.random(2000) < np.where(np.arange(2000) < 1000, 0.97, 0.3)
        place = (np.arange(2000) >= 1000).astype(np.int64)
        scores = rng.normal(np.where(is_first, 1.25, -1.25), 1)
        told = probabilities(scores, place, [Place(0.98, 50), Place(0.5, 2)], np.full(2000, np.nan))
        assert told is not None
        stated.append(told[1000:])
        right.append(is_first[1000:])
    probability, truth = np.concatenate(stated), np.concatenate(right)
    for low in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9):
        inside = (probability >= low) & (probability < low + 0.2)
        assert inside.sum() > 50
        assert truth[inside].mean() == pytest.approx(probability[inside].mean(), abs=0.06)


def test_a_higher_score_is_never_less_probable_and_none_is_certain() -> None:
    rng = np.random.default_rng(1)
    scores = np.r_[rng.normal(3, 1, 100), rng.normal(-3, 2, 100), 12, -12]
    place = np.r_[np.zeros(100, np.int64), np.ones(102, np.int64)]
    told = probabilities(scores, place, [Place(0.98, 50), Place(0.3, 2)], np.full(202, np.nan))
    assert told is not None
    order = np.argsort(scores[100:])
    assert (np.diff(told[100:][order]) >= 0).all()
    assert (told.min(), told.max()) == (LEAST, SUREST)


def test_a_judged_photograph_is_no_longer_in_doubt() -> None:
    rng = np.random.default_rng(2)
    scores, place = np.r_[rng.normal(3, 1, 100), rng.normal(-3, 1, 100)], np.repeat(np.array([0, 1]), 100)
    known = np.full(200, np.nan)
    known[[0, 199]] = 0.0, 1.0
    told = probabilities(scores, place, [Place(0.98, 50), Place(0.3, 2)], known)
    assert told is not None
    assert (told[0], told[199]) == (LEAST, SUREST)


def test_scores_that_do_not_tell_two_kinds_apart_give_nothing() -> None:
    scores, place = np.random.default_rng(3).normal(size=400), np.repeat(np.array([0, 1]), 200)
    assert probabilities(scores, place, [Place(0.98, 50), Place(0.3, 2)], np.full(400, np.nan)) is None


def test_groups_that_overlap_are_in_one_fold() -> None:
    exhibits = sorted(digest(i) for i in range(200))
    groups = [exhibits[i : i + 2] for i in range(0, 100, 2)] + [[exhibits[0], exhibits[50], "not asked about"]]
    fold = dict(zip(exhibits, folds(exhibits, together(exhibits, groups)).tolist(), strict=True))
    assert {fold[e] for e in (*exhibits[:2], *exhibits[50:52])} == {fold[exhibits[0]]}
    assert all(fold[a] == fold[b] for a, b in groups[:50])
    assert set(fold.values()) == set(range(5))


def test_a_photograph_is_scored_by_a_model_that_never_saw_it() -> None:
    rng = np.random.default_rng(4)
    values, fold = np.c_[rng.normal(size=(400, 60)), np.ones(400)], np.arange(400) % 5
    scores = likeness(values, rng.random(400) < 0.5, fold)
    assert scores is not None
    again = likeness(values, rng.random(400) < 0.5, fold)
    assert again is not None
    assert abs(np.corrcoef(scores, again)[0, 1]) < 0.3  # labels of pure chance are not found again


def test_a_few_examples_teach_nothing() -> None:
    values = np.c_[np.arange(100.0), np.ones(100)]
    assert likeness(values, np.arange(100) < 29, np.arange(100) % 5) is None
    assert likeness(values, np.arange(100) < 30, np.arange(100) % 5) is not None
    assert likeness(values, np.arange(100) % 5 == 0, np.arange(100) % 5) is None


def test_the_look_is_of_appearance_else_of_scenes_and_else_unknown() -> None:
    names = sorted(digest(i) for i in range(50))
    appearance = pa.Table.from_pylist(vectors(names[:40], SCENE))
    scenes = pa.table({"digest": names, "features": pa.array([bytes([i] * 402) for i in range(50)], pa.binary())})
    assert looks(scenes, appearance, set(names)).exhibits == tuple(names[:40])
    assert looks(scenes, None, set(names[10:])).exhibits == tuple(names[10:])
    assert looks(None, None, set(names)).exhibits == ()
    nothing = pa.table({"digest": names, "vector": pa.array([None] * 50, pa.binary())})
    assert looks(scenes, nothing, set(names)).exhibits == tuple(names)


def test_the_length_of_a_vector_does_not_matter() -> None:
    names = sorted(digest(i) for i in range(60))
    small = np.random.default_rng(6).integers(-40, 41, (60, 1280)).astype(np.int8)
    tables = [
        pa.table({"digest": names, "vector": pa.array([row.tobytes() for row in rows], pa.binary())})
        for rows in (small, small * np.int8(3))
    ]
    first, second = (looks(None, table, set(names)).values for table in tables)
    assert np.allclose(np.abs(first), np.abs(second), atol=1e-6)


def test_judgements_correct_the_confidences_of_their_basis() -> None:
    assert corrections([]) == {}
    by = corrections([*(("burst", 0.9, i < 50) for i in range(100)), ("number", 0.98, True)])
    assert corrected(0.9, by["burst"]) == pytest.approx(0.5, abs=0.05)
    assert corrected(0.98, by["number"]) == pytest.approx(0.98, abs=0.005)
    assert corrected(0.95, by["burst"]) > corrected(0.9, by["burst"])
    few = corrections([("burst", 0.9, False)])["burst"]
    assert by["burst"] < few < 0


def test_a_basis_that_was_judged_wrong_is_believed_less_in_the_others() -> None:
    archive = Archive()
    burst = [archive.add(f"in burst {i}", None) for i in range(20)]
    archive.bursts = [[archive.kinds[PERSON][i], *burst[2 * i : 2 * i + 2]] for i in range(10)]
    judged = dict.fromkeys(burst[:15], "other")
    before, after = archive.told(), archive.told(judged)
    assert after[burst[19]].basis == before[burst[19]].basis == "burst"
    assert after[burst[19]].confidence < before[burst[19]].confidence - 0.2
