"""The scorer on findings whose score is known: perfect, empty, merged, split, wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from probata.errors import BadInput
from probata.proficiency import score_text
from probata.proficiency.agreement import pairs
from probata.proficiency.calibration import calibration
from probata.proficiency.numbers_score import plain
from probata.proficiency.parameters import Parameters
from probata.proficiency.pictures_score import KindScore
from probata.proficiency.score import Findings, Score, score
from probata.proficiency.truth import TrueNumber, TruthLine, write_truth


def _line(number: int, class_: str, person: str = "", camera: str = "body-1", **more: object) -> TruthLine:
    values: dict[str, object] = {"picture": f"picture-{number}", "view": f"view-{number}", **more}
    return TruthLine(f"a/{number}.jpg", f"{number:064x}", "photograph", class_, person, camera, **values)  # type: ignore[arg-type]


def _numbers(detainee: str, branch: str, status: str = "shown", height: float = 20.0) -> dict[str, TrueNumber]:
    return {
        "detainee": TrueNumber(detainee, detainee, status, height),
        "branch": TrueNumber(branch, branch, status, height),
    }


def _truth() -> list[TruthLine]:
    """Persons A (4 photographs, the last a web copy) and B (3), a scene, a document, an exact copy, debris."""
    lines = [_line(i, "person-with-number", "A", numbers=_numbers("17", "215"), digits="western") for i in range(3)]
    lines += [_line(3, "person-with-number", "A", numbers=_numbers("17", "215", height=6), digits="western", edit="web",
                    derived_from="a/0.jpg", picture="picture-0", view="view-0")]  # fmt: skip
    lines += [_line(4, "person-with-number", "B", "body-2", numbers=_numbers("18", "215"), digits="western")]
    lines += [_line(5, "person-with-number", "B", "body-2", numbers=_numbers("18", "215", "covered"), digits="western")]
    lines += [_line(6, "person-without-number", "B", "body-2", view="view-5")]
    lines += [_line(7, "scene", camera="body-2"), _line(8, "document", camera="body-2")]
    copy = _line(7, "scene", camera="body-2", edit="exact", derived_from="a/7.jpg")
    lines += [TruthLine(**{**{f: getattr(copy, f) for f in copy.__slots__}, "path": "b/7.jpg"})]
    return [*lines, TruthLine("Thumbs.db", "f" * 64, "debris", edit="system file")]


Change = Callable[[dict[str, object], TruthLine], None]


def _scored(
    folder: Path,
    change: Change | None = None,
    pictures: list[dict[str, object]] | None = None,
    figures: list[dict[str, object]] | None = None,
) -> Score:
    write_truth(folder, _truth(), [], Parameters(photographs=10, seed=1))
    persons, cameras = [], []
    for line in _truth():
        numbers = {
            r: {"value": n.value, "status": "read"} for r, n in (line.numbers or {}).items() if n.status == "shown"
        }
        record: dict[str, object] = {
            "exhibit": line.sha256, "path": line.path, "class": line.class_ or "other", "person": line.person or None,
            "probability": 1.0, "numbers": {**numbers, "unassigned": []}, "camera": line.camera or "unknown",
        }  # fmt: skip
        if change is not None:
            change(record, line)
        persons.append(record)
        cameras.append({"exhibit": line.sha256, "path": line.path, "camera": record["camera"], "basis": "", "llr": 0.0})
    near = (
        [{"a": f"{0:064x}", "b": f"{3:064x}", "kind": "near-duplicate", "score": 1.0}] if pictures is None else pictures
    )
    return score(folder, Findings(persons, near, cameras, figures or []))


def test_perfect_findings_score_one(tmp_path: Path) -> None:
    s = _scored(tmp_path)
    assert (s.persons.true, s.persons.found, s.persons.error, s.persons.pair_f1) == (2, 2, 0.0, 1.0)
    assert (s.persons.true_numbered, s.persons.unassigned, s.persons.strange) == (2, 0, 0)
    assert s.classes.accuracy == 1.0
    assert s.classes.exhibits == 9
    assert (s.cameras.true, s.cameras.found, s.cameras.pair_f1, s.cameras.purity, s.cameras.unknown) == (
        2,
        2,
        1.0,
        1.0,
        0,
    )
    assert (s.pictures.exact_paths, s.pictures.true_pairs, s.pictures.precision, s.pictures.recall) == (1, 1, 1.0, 1.0)
    assert (s.pictures.recall_by_edit, s.pictures.copies_by_edit) == ({"web": 1.0}, {"web": 1})
    assert (s.numbers.whole, s.numbers.exhibits, s.numbers.legible) == (1.0, 5, 4)
    assert s.numbers.roles["detainee"].accuracy == 1.0
    assert s.numbers.roles["examination"].shown == 0


def test_empty_findings_score_nothing_found(tmp_path: Path) -> None:
    write_truth(tmp_path, _truth(), [], Parameters(photographs=10, seed=1))
    s = score(tmp_path, Findings([], [], []))
    assert (s.persons.found, s.persons.error, s.persons.pair_recall, s.persons.unassigned) == (0, -1.0, 0.0, 7)
    assert s.classes.accuracy == 0.0
    assert s.classes.confusion["scene"] == {"unclassified": 1}
    assert (s.cameras.found, s.cameras.unknown, s.cameras.purity) == (0, 8, 0.0)
    assert (s.pictures.precision, s.pictures.recall) == (1.0, 0.0)
    assert s.numbers.roles["branch"].absent == 5


def test_merged_persons_lose_precision(tmp_path: Path) -> None:
    def merge(record: dict[str, object], line: TruthLine) -> None:
        record["person"] = "all" if line.person else None

    s = _scored(tmp_path, merge)
    assert (s.persons.found, s.persons.error) == (1, -0.5)
    assert s.persons.pair_precision == pytest.approx((6 + 3) / 21)
    assert s.persons.pair_recall == 1.0
    assert (s.persons.merged, s.persons.merged_silently, s.persons.split) == (1, 1, 0)
    (mixed,) = s.persons.mixed
    assert (mixed.person, mixed.persons, mixed.photographs, mixed.probability) == ("all", ("A", "B"), (4, 3), 1.0)


def test_a_merge_that_the_findings_doubt_is_not_silent(tmp_path: Path) -> None:
    def merge(record: dict[str, object], line: TruthLine) -> None:
        record.update(person="all" if line.person else None, probability=0.6 if line.person == "B" else 1.0)

    s = _scored(tmp_path, merge)
    assert (s.persons.merged, s.persons.merged_silently) == (1, 0)
    assert (s.persons.calibration.count, s.persons.calibration.ece) == (7, pytest.approx(3 / 7 * 0.6))


def test_split_persons_lose_recall(tmp_path: Path) -> None:
    def split(record: dict[str, object], line: TruthLine) -> None:
        record["person"] = f"{line.person}-{int(line.sha256, 16) % 2}" if line.person else None

    s = _scored(tmp_path, split)
    assert (s.persons.found, s.persons.pair_precision) == (4, 1.0)
    assert (s.persons.split, s.persons.merged, s.persons.mixed) == (2, 0, ())
    assert s.persons.pair_recall == pytest.approx((1 + 1 + 1) / 9)


def test_persons_found_where_there_are_none_are_strange(tmp_path: Path) -> None:
    s = _scored(tmp_path, lambda record, line: record.update(person=record["person"] or "ghost"))
    assert (s.persons.strange, s.persons.found) == (3, 3)


def test_one_camera_for_all_is_impure(tmp_path: Path) -> None:
    s = _scored(tmp_path, lambda record, line: record.update(camera="camera-1"))
    assert s.cameras.purity == pytest.approx(5 / 8)
    assert s.cameras.pair_precision == pytest.approx((3 + 10) / 28)
    assert s.cameras.pair_recall == 1.0


def test_numbers_wrong_illegible_loose_and_invented(tmp_path: Path) -> None:
    def change(record: dict[str, object], line: TruthLine) -> None:
        read: dict[str, object] = {"unassigned": []}
        match int(line.sha256, 16):
            case 0:
                read["detainee"] = {"value": "71", "status": "read", "candidates": [{"value": "71"}, {"value": "17"}]}
            case 1:
                read["detainee"] = {"value": "", "status": "illegible"}
            case 2:
                read["unassigned"] = [{"value": "17", "status": "read"}, {"value": "215", "status": "read"}]
            case 7:
                read["detainee"] = {"value": "99", "status": "read"}
            case _:
                read |= {"detainee": {"value": "0017", "status": "read"}}
        record["numbers"] = read

    s = _scored(tmp_path, change)
    d = s.numbers.roles["detainee"]
    assert (d.shown, d.right, d.wrong, d.illegible, d.absent) == (5, 1, 2, 1, 1)
    assert (d.right_in_five, d.right_unassigned, d.invented) == (2, 1, 4)
    assert (s.numbers.whole, s.numbers.whole_in_five) == (pytest.approx(1 / 5), pytest.approx(1 / 5))


def test_whole_numbers_among_five_candidates(tmp_path: Path) -> None:
    def change(record: dict[str, object], line: TruthLine) -> None:
        branch = {"value": "215", "status": "read", "confidence": 0.9}
        candidates = [{"value": v, "confidence": 0.2} for v in ("77", "71", "11", "17", "18")]
        record["numbers"] = {"branch": branch, "detainee": {"status": "illegible", "candidates": candidates}}

    s = _scored(tmp_path, change)
    assert (s.numbers.whole, s.numbers.whole_in_five) == (0.0, 1.0)
    assert s.numbers.whole_in_five_by_style == {"western": 1.0}
    assert s.numbers.calibration.count == 9
    (filled,) = s.numbers.calibration.bins
    assert (filled.low, filled.right, s.numbers.calibration.ece) == (
        0.9,
        pytest.approx(6 / 9),
        pytest.approx(0.9 - 6 / 9),
    )


def test_a_misprint_read_as_it_stands_is_neither_wrong_nor_invented(tmp_path: Path) -> None:
    number = TrueNumber("17", "١٩", "misprinted", 20.0)
    line = _line(1, "person-with-number", "A", numbers={"detainee": number}, digits="arabic-indic")
    write_truth(tmp_path, [line], [], Parameters(photographs=10, seed=1))
    for value, invented in (("19", 0), ("17", 0), ("18", 1)):
        read = {"detainee": {"value": value, "status": "read", "confidence": 0.8}}
        s = score(
            tmp_path, Findings([{"exhibit": line.sha256, "class": None, "person": None, "numbers": read}], [], [])
        )
        assert (s.numbers.roles["detainee"].shown, s.numbers.roles["detainee"].invented) == (0, invented)
        assert s.numbers.calibration.bins[0].right == float(value == "19")


def test_calibration_of_known_answers() -> None:
    found = calibration([(0.55, True), (0.55, False), (0.97, True), (1.0, True), (1.0, False)])
    assert [(b.low, b.count, b.right) for b in found.bins] == [(0.5, 2, 0.5), (0.95, 1, 1.0), (0.99, 2, 0.5)]
    assert found.ece == pytest.approx((2 * 0.05 + 0.03 + 2 * 0.5) / 5)
    assert calibration([]).ece == 0.0


def test_intervals_hold_the_truth_or_miss_it(tmp_path: Path) -> None:
    def figure(name: str, low: object, high: object, unit: str = "persons") -> dict[str, object]:
        return {"name": name, "value": 3, "low": low, "high": high, "level": 0.95, "unit": unit}

    figures = [figure("persons-drawn", 2, 4), figure("persons-by-number", 2.5, 4), figure("audit-persons.one", 0, 9)]
    figures += [figure("persons", None, None), figure("persons-drawn.scene", 0, 9)]
    figures += [figure("division", 0, 9, "persons, by division")]
    covered = _scored(tmp_path, figures=figures).coverage
    assert [(c.figure, c.true, c.inside) for c in covered] == [
        ("persons-drawn", 2, True),
        ("persons-by-number", 2, False),
        ("audit-persons.one", 2, True),
    ]


def test_the_truth_of_another_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="of another archive; expected at least half") as raised:
        _scored(tmp_path, lambda record, line: record.update(exhibit="e" + str(record["exhibit"])[1:]))
    assert raised.value.exit_code == 3


def test_near_pairs_by_kind(tmp_path: Path) -> None:
    found = [(5, 6), (1, 2), (0, 8), (3, 3)]
    s = _scored(tmp_path, pictures=[{"a": f"{a:064x}", "b": f"{b:064x}", "kind": "", "score": 1.0} for a, b in found])
    p = s.pictures
    assert p.by_kind == {"unnamed": KindScore(3, pytest.approx(1 / 3))}
    assert (p.found_pairs, p.precision, p.recall, p.repeats_found) == (3, pytest.approx(1 / 3), 0.0, 1.0)
    assert (p.false_same_person, p.recall_by_edit) == (1, {"web": 0.0})


def test_pairs_are_counted_from_sizes() -> None:
    many = [(str(i % 100), str(i % 200)) for i in range(200_000)]
    agreement = pairs(many)
    assert agreement.precision == 1.0
    assert agreement.recall == pytest.approx(2 * 1000 * 999 / (2000 * 1999))


def test_plain_numbers() -> None:
    assert [plain(v) for v in ("0017", " 12-A", "0", "")] == ["17", "12-a", "0", ""]


def test_text_fits_a_terminal(tmp_path: Path) -> None:
    figure = {"name": "persons-" * 9, "value": 11_847.5, "low": 10_000.25, "high": 12_345.75, "unit": "persons"}
    text = score_text.rendered(_scored(tmp_path, figures=[figure]))
    assert max(len(line) for line in text.splitlines()) <= 72
    assert "Persons" in text
    assert "recall, web" in text


def test_score_is_json(tmp_path: Path) -> None:
    record = json.loads(json.dumps(_scored(tmp_path).record()))
    assert {"true", "found", "error", "pair_f1"} <= set(record["persons"])


def test_a_missing_or_broken_truth_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="the truth can't be read"):
        score(tmp_path, Findings([], [], []))
    (tmp_path / "photographs.jsonl").write_text('{"path": 1', encoding="utf-8")
    with pytest.raises(BadInput, match="expected a folder with"):
        score(tmp_path, Findings([], [], []))
