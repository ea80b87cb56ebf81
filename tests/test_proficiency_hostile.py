"""Hostile archives: edits as an editor does them, numbers that mislead, clocks that jump, and the truth about each."""

import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from probata.app.cli import call
from probata.errors import UsageError
from probata.proficiency.archive import make
from probata.proficiency.hostile import LATER_MS
from probata.proficiency.misprints import misprinted, told
from probata.proficiency.parameters import EDITS, Parameters
from probata.proficiency.plan import Plan, plan
from probata.proficiency.series import NumberTruth
from probata.proficiency.truth import TruthLine, read_truth

MOVED = ("crop", "tight-crop", "rotated")
SHARES = tuple(0.12 if edit in MOVED else 0.0 for edit in EDITS)


def _upright(path: Path) -> npt.NDArray[np.uint8]:
    with Image.open(path) as image:
        grey, turned = np.asarray(image.convert("L")), image.getexif().get(0x0112, 1)
    return np.rot90(grey, {6: -1, 8: 1}.get(turned, 0))


def _patch(path: Path, box: tuple[tuple[float, float], ...]) -> npt.NDArray[np.float32]:
    """What stands in a box of an upright picture, laid flat."""
    grey = _upright(path)
    corners = (np.array(box) * [grey.shape[1], grey.shape[0]]).astype(np.float32)
    flat = cv2.getPerspectiveTransform(corners, np.array([(0, 0), (96, 0), (96, 32), (0, 32)], dtype=np.float32))
    return np.asarray(cv2.warpPerspective(np.ascontiguousarray(grey), flat, (96, 32)), dtype=np.float32)


def test_crops_and_turns_keep_numbers_where_the_truth_says(tmp_path: Path) -> None:
    make(tmp_path / "a", Parameters(photographs=60, seed=3, megapixels=0.4, edit_shares=SHARES, debris=False))
    lines = {line.path: line for line in read_truth(tmp_path / "a" / "truth")}
    seen = Counter[str]()
    for line in lines.values():
        if not line.edit:
            continue
        original = lines[line.derived_from]
        area = _upright(tmp_path / "a/drive" / line.path).size / _upright(tmp_path / "a/drive" / original.path).size
        low, high = {"crop": (0.48, 0.96), "tight-crop": (0.25, 0.36), "rotated": (0.6, 1.01)}[line.edit]
        assert low < area < high
        for role, number in (line.numbers or {}).items():
            before = (original.numbers or {})[role]
            held = original.camera != "body-3"  # which doesn't write how it was held: pictures lie on their sides
            if held and number.status == before.status == "shown" and number.height_px > 12:
                ours, theirs = (_patch(tmp_path / "a/drive" / n.path, b.box) for n, b in
                                ((line, number), (original, before)))  # fmt: skip
                assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.8
                seen[line.edit] += 1
    assert min(seen[edit] for edit in MOVED) >= 2


def test_a_number_outside_of_a_crop_is_not_shown(tmp_path: Path) -> None:
    shares = tuple(0.3 if edit == "tight-crop" else 0.0 for edit in EDITS)
    make(tmp_path / "a", Parameters(photographs=40, seed=5, megapixels=0.2, edit_shares=shares, debris=False))
    lines = [line for line in read_truth(tmp_path / "a" / "truth") if line.edit]
    found = Counter(number.status for line in lines for number in (line.numbers or {}).values())
    assert {"shown", "outside"} <= set(found)
    for line in lines:
        visible = {n.status for n in (line.numbers or {}).values()} & {"shown", "cut", "covered"}
        assert not line.person or (line.class_ == "person-with-number") == bool(visible)


def _numbers(planned: Plan) -> list[dict[str, str]]:
    return [dict(group.numbers) for group in planned.groups if group.numbers]


def test_all_numbers_are_equal() -> None:
    given = _numbers(plan(Parameters(photographs=200, seed=1, series="equal")))
    assert len(given) > 10
    assert all(numbers == given[0] for numbers in given)


def test_a_series_restarts_half_a_year_later() -> None:
    planned = plan(Parameters(photographs=300, seed=1, series="restarts"))
    times = defaultdict(list)
    for group in planned.groups:
        if group.numbers:
            times[group.numbers].append(group.shots[0].true_ms)
    twice = [t for t in times.values() if len(t) == 2]
    assert len(twice) >= len(times) // 2
    assert all(later - first > LATER_MS / 2 for first, later in twice)
    assert max(len(t) for t in times.values()) == 2


def test_two_branches_share_a_series() -> None:
    given = _numbers(plan(Parameters(photographs=400, seed=1, series="shared", suffix_share=0.0)))
    branches = defaultdict(set)
    for numbers in given:
        branches[numbers["branch"]].add(numbers["detainee"])
    first, second = branches.values()
    assert len(first & second) > 0.6 * min(len(first), len(second))
    assert len({tuple(n.items()) for n in given}) == len(given)


def test_clocks_jump_within_a_series_of_photographs(tmp_path: Path) -> None:
    parameters = Parameters(photographs=60, seed=2, megapixels=0.1, clock="jumps", debris=False)
    make(tmp_path / "a", parameters)
    series: dict[str, list[TruthLine]] = defaultdict(list)
    for line in read_truth(tmp_path / "a" / "truth"):
        if line.person and not line.edit:
            series[line.person].append(line)
    broken = 0
    for lines in series.values():
        for a, b in pairwise(lines):
            true = datetime.fromisoformat(b.true_time) - datetime.fromisoformat(a.true_time)
            shown = datetime.fromisoformat(b.camera_time) - datetime.fromisoformat(a.camera_time)
            assert timedelta(0) < true < timedelta(minutes=10)
            broken += abs(shown - true) > timedelta(hours=1)
    assert broken >= 2
    plain = plan(Parameters(photographs=60, seed=2, megapixels=0.1, debris=False))
    assert not any(body.jumps for body in plain.bodies)


def test_misprints_differ_in_some_frames_and_the_truth_tells(tmp_path: Path) -> None:
    make(tmp_path / "a", Parameters(photographs=50, seed=2, megapixels=0.2, misprints=0.2, debris=False))
    numbers = [n for line in read_truth(tmp_path / "a" / "truth") for n in (line.numbers or {}).values()]
    wrong = [n for n in numbers if n.status == "misprinted"]
    assert len(wrong) >= 5
    assert all(n.written != n.value and len(n.written) == len(n.value) for n in wrong)
    assert all(n.written == n.value for n in numbers if n.status == "shown")


def test_misprints_are_digits_that_look_alike() -> None:
    rng = np.random.default_rng(1)
    assert misprinted({"detainee": "1234-a"}, "western", 0.0, rng) == {}
    every = misprinted({"detainee": "1234-a"}, "arabic-indic", 1.0, rng)["detainee"]
    assert every.endswith("-a")
    assert all(a != b for a, b in zip(every[:4], "1234", strict=True))
    seen = told({"detainee": NumberTruth("cut", 9.0, ()), "branch": NumberTruth("shown", 9.0, ())}, {"detainee": "7"})
    assert (seen["detainee"].status, seen["detainee"].misprint, seen["branch"].misprint) == ("cut", "7", "")


@pytest.mark.parametrize("wrong", [{"series": "odd"}, {"clock": "slow"}, {"misprints": 1.5}])
def test_unknown_variants_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="expected"):
        Parameters(photographs=10, seed=1, **wrong)  # type: ignore[arg-type]


def test_the_command_makes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = ["proficiency", "make", str(tmp_path / "a"), "--photographs", "6", "--seed", "1", "--megapixels", "0.1"]
    hard = ["--series", "shared", "--clock", "jumps", "--misprints", "0.1", "--scheme", "{detainee}", "--workers", "1"]
    assert call([*made, *hard, "--json"]) == 0
    parameters = json.loads(capsys.readouterr().out)["parameters"]
    assert (parameters["series"], parameters["clock"], parameters["misprints"]) == ("shared", "jumps", 0.1)
    assert parameters["scheme"] == ["{detainee}"]
    assert call([*made[:2], str(tmp_path / "b"), "--series", "odd"]) == 2
    assert "expected plain, equal, restarts, shared" in capsys.readouterr().err
