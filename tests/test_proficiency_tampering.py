"""Photographs that somebody tampered with: the truth says what was done, old archives stay, and the score tells all."""

import hashlib
import io
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from probata.proficiency.archive import make
from probata.proficiency.cameras_score import score_cameras
from probata.proficiency.parameters import EDITS, Parameters
from probata.proficiency.tampering import KINDS
from probata.proficiency.tampering_score import score_tampering
from probata.proficiency.truth import TruthLine, read_truth
from probata.readings.analysers import FILE, METADATA

PARAMETERS = Parameters(
    90, 3, megapixels=0.1, bodies=4, edit_shares=(0.0,) * len(EDITS), debris=False, tampered=0.3, document_share=0.0
)
Archives = tuple[Path, dict[str, TruthLine], dict[str, bytes]]


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    """A tampered archive, its lines by path, and the same photographs as they were before, by path."""
    folder = tmp_path_factory.mktemp("tampered")
    make(folder / "a", PARAMETERS)
    untouched = {f: getattr(PARAMETERS, f) for f in PARAMETERS.__dataclass_fields__} | {"tampered": 0.0}
    make(folder / "b", Parameters(**untouched))
    lines = {line.path: line for line in read_truth(folder / "a" / "truth")}
    before = {line.path: (folder / "b/drive" / line.path).read_bytes() for line in read_truth(folder / "b" / "truth")}
    return folder / "a", lines, before


def test_all_kinds_are_there_and_the_rest_is_untouched(archives: Archives) -> None:
    folder, lines, before = archives
    assert lines.keys() == before.keys()
    assert set(Counter(line.tampered for line in lines.values())) == {"", *KINDS}
    assert {line.tampered_how for line in lines.values() if line.tampered == "exif-edit"} <= {
        "time", "model", "serial", "software",
    }  # fmt: skip
    for path, line in lines.items():
        data = (folder / "drive" / path).read_bytes()
        assert (data == before[path]) == (not line.tampered)
        assert line.sha256 == hashlib.sha256(data).hexdigest()


def scan(data: bytes) -> bytes:
    return data[data.rindex(b"\xff\xda") :]


def test_edits_of_exif_and_thumbnails_leave_the_pictures_data(
    archives: Archives,
) -> None:
    folder, lines, before = archives
    for path, line in lines.items():
        data = (folder / "drive" / path).read_bytes()
        if line.tampered == "exif-edit":
            assert scan(data) == scan(before[path])
            one, other = METADATA.read(before[path]), METADATA.read(data)
            column = {"time": "taken_original", "model": "model", "serial": "body_serial", "software": "software"}
            assert one.get(column[line.tampered_how]) != other.get(column[line.tampered_how])
        if line.tampered == "thumbnail-swap":
            assert scan(data) == scan(before[path])
            assert FILE.read(data)["thumbnail_digest"] != FILE.read(before[path])["thumbnail_digest"]
            assert line.tampered_from in lines


def opened(data: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return np.asarray(Image.open(io.BytesIO(data)).convert("L"), np.float64)


def test_regions_are_where_the_truth_says(archives: Archives) -> None:
    folder, lines, before = archives
    seen = 0
    for path, line in lines.items():
        if line.tampered not in ("splice", "copy-move"):
            continue
        changed = np.abs(opened((folder / "drive" / path).read_bytes()) - opened(before[path]))
        height, width = changed.shape
        left, top, right, bottom = (round(v * s) for v, s in zip(line.tampered_box, (width, height) * 2, strict=True))
        inside = np.zeros(changed.shape, bool)
        inside[top:bottom, left:right] = True
        assert changed[~inside].mean() < 6  # saved again, and nothing more
        seen += changed[inside].mean() > 2 * changed[~inside].mean()
        assert (line.tampered == "splice") == bool(line.tampered_from)
    assert seen >= 3


def test_what_is_saved_carefully_keeps_the_cameras_tables(
    archives: Archives,
) -> None:
    folder, lines, before = archives
    for path, line in lines.items():
        if line.tampered in ("splice", "copy-move", "re-saved"):
            one, other = FILE.read(before[path]), FILE.read((folder / "drive" / path).read_bytes())
            assert (one["quantization"] == other["quantization"]) == (line.tampered_how == "careful")


def line(sha: str, **values: object) -> TruthLine:
    return TruthLine(sha, sha, "photograph", exposure="normal", **values)  # type: ignore[arg-type]


def test_the_score_of_tampering() -> None:
    truth = {
        "a": line("a", tampered="splice", tampered_how="plain"),
        "b": line("b", tampered="splice", tampered_how="careful"),
        "c": line("c", tampered="exif-edit", tampered_how="time"),
        "d": line("d"), "e": line("e"), "f": line("f", edit="web"), "g": line("g", medium="overlay"),
    }  # fmt: skip
    pairs = (("a", "x"), ("a", "y"), ("c", "x"), ("d", "y"), ("f", "x"), ("g", "x"))
    said = [{"exhibit": exhibit, "test": test} for exhibit, test in pairs]
    found = score_tampering(truth, said)
    assert (found.kinds["splice"].recall, found.kinds["exif-edit"].recall) == (0.5, 1.0)
    assert found.kinds["splice"].by_how == {"careful": (0, 1), "plain": (1, 1)}
    assert (found.untouched, found.false_alarms, found.by_test) == (2, 1, {"y": 1})
    assert found.false_alarm_rate == 0.5
    assert score_tampering({}, []).false_alarm_rate == 0


def test_the_score_of_bodies_by_exposure() -> None:
    truth = {name: line(name, camera="one" if name in "abc" else "two") for name in "abcde"}
    found = {name: {"camera": label} for name, label in zip("abcde", ("A", "A", "unknown", "B", "A"), strict=True)}
    told = score_cameras(truth, found)
    assert (told.true, told.found, told.unknown) == (2, 2, 1)
    normal = told.by_exposure["normal"]
    assert (normal.photographs, normal.right, normal.wrong, normal.cannot_tell) == (5, 3, 1, 1)
    assert normal.share_right == 0.6


def test_truth_comes_back_as_written(archives: Archives) -> None:
    folder, lines, _ = archives
    records = [json.loads(text) for text in (folder / "truth/photographs.jsonl").read_text().splitlines()]
    assert {record["path"]: record["tampered"] for record in records} == {p: x.tampered for p, x in lines.items()}
    assert all(len(x.tampered_box) == (4 if x.tampered in ("splice", "copy-move") else 0) for x in lines.values())
