"""Made cameras: old archives stay as they were, bodies of one model differ by their sensor only, exposures are true."""

import hashlib
import json
import struct
from collections import Counter, defaultdict
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from probata.app.cli import call
from probata.errors import UsageError
from probata.proficiency import cameras
from probata.proficiency.archive import make
from probata.proficiency.artefacts import artefacts
from probata.proficiency.exposures import exposed
from probata.proficiency.models import MODELS
from probata.proficiency.parameters import EDITS, Parameters
from probata.proficiency.plan import plan
from probata.proficiency.truth import read_truth

NO_COPIES = (0.0,) * len(EDITS)
OLD = Path(__file__).parent / "known" / "proficiency-old.json"
OLD_PARAMETERS = {
    "mixed": Parameters(photographs=24, seed=7, megapixels=0.1, digits="mixed", edit_shares=(0.05,) * len(EDITS)),
    "five bodies": Parameters(photographs=16, seed=5, megapixels=0.1, bodies=5),
    "hostile": Parameters(photographs=16, seed=3, megapixels=0.1, series="restarts", clock="jumps", misprints=0.1),
    "one body": Parameters(photographs=8, seed=2, megapixels=0.1, bodies=1, debris=False, sensor_noise=0.02),
}
Plane = npt.NDArray[np.float32]


def _without_pixels(data: bytes) -> str:
    """Digest of what a JPEG says before its picture data, without an embedded thumbnail and the lengths around it."""
    digest, at = hashlib.sha256(), 2
    while data[at + 1] != 0xDA:
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        segment = data[at + 4 : at + 2 + length]
        thumbnail = segment.find(b"\xff\xd8\xff")
        kept = segment if thumbnail < 0 else segment[: thumbnail - 6 * 12]
        digest.update(data[at : at + 2] + kept)
        at += 2 + length
    return digest.hexdigest()[:16]


def _described(drive: Path) -> dict[str, list[object]]:
    """Each JPEG of a drive: when it was written, what precedes its pixels, and its mean colour."""
    found: dict[str, list[object]] = {}
    for path in sorted(p for p in drive.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg")):
        data = path.read_bytes()
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data[:2] == b"\xff\xd8" else None
        if picture is not None:
            mean = [round(float(v), 2) for v in picture.reshape(-1, 3).mean(axis=0)]
            name = str(path.relative_to(drive))
            found[name] = [path.stat().st_mtime_ns, _without_pixels(data), mean]
    return found


@pytest.mark.parametrize("name", OLD_PARAMETERS)
def test_archives_of_old_parameters_stay_as_they_were(name: str, tmp_path: Path) -> None:
    """All but the last bit of a pixel, which may differ between processors; made with the code before this."""
    make(tmp_path / "a", OLD_PARAMETERS[name])
    found, kept = _described(tmp_path / "a" / "drive"), json.loads(OLD.read_text(encoding="utf-8"))[name]
    assert {path: row[:2] for path, row in found.items()} == {path: row[:2] for path, row in kept.items()}
    for path, row in found.items():
        assert row[2] == pytest.approx(kept[path][2], abs=0.05)


def test_models_differ_and_are_spread_over_bodies() -> None:
    assert len({(m.make, m.name) for m in MODELS}) == len(MODELS)
    assert len({cameras.tables(m.name, m.quality) for m in MODELS}) == len(MODELS)
    assert {m.serial for m in MODELS} == {m.thumbnail for m in MODELS} == {True, False}
    for count in (5, 8, 12, 20):
        given = Counter(body.model.name for body in cameras.bodies(Parameters(10, 1, bodies=count)))
        assert given["Lumen 40"] == 2
        assert max(given.values()) == 2
    bodies = cameras.bodies(Parameters(10, 1, bodies=40))
    assert len({body.serial for body in bodies}) == 40


def test_no_serial_is_written_where_none_is_asked_for(tmp_path: Path) -> None:
    parameters = Parameters(24, 4, megapixels=0.1, bodies=12, serials="none", edit_shares=NO_COPIES, debris=False)
    make(tmp_path / "a", parameters)
    serials = [body.serial.encode() for body in plan(parameters).bodies]
    for path in (tmp_path / "a/drive").rglob("*.[jJ]*"):
        with Image.open(path) as image:
            assert 0xA431 not in image.getexif().get_ifd(0x8769)
        assert not [s for s in serials if s in path.read_bytes()]
    records = [json.loads(text) for text in (tmp_path / "a/truth/cameras.jsonl").read_text().splitlines()]
    assert not any(record["serial_in_exif"] for record in records)


def test_shares_of_bodies_can_be_unequal() -> None:
    def largest(evenness: float) -> float:
        shares = []
        for seed in range(1, 9):
            groups = plan(Parameters(600, seed, bodies=6, evenness=evenness)).groups
            taken = Counter(group.body for group in groups for _ in group.shots)
            assert len(taken) == 6
            shares.append(max(taken.values()) / taken.total())
        return float(np.mean(shares))

    assert largest(0.5) > largest(4.0) + 0.1


def _sensors(folder: Path, parameters: Parameters) -> dict[str, list[tuple[str, Plane]]]:
    """Noise of the photographs by body, each with its exposure: a plain high-pass, zero-mean by row and column."""
    make(folder, parameters)
    found = defaultdict(list)
    for line in read_truth(folder / "truth"):
        if line.class_ != "other":
            flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
            grey = np.asarray(cv2.imread(str(folder / "drive" / line.path), flags), dtype=np.float32)[:, :, 1]
            rest = grey - cv2.GaussianBlur(grey, (0, 0), 1.2)
            for by in (2, 8):  # what repeats in rows, columns and blocks is the model's, not the body's
                rest = _flat(rest, by)
            rest[cv2.blur(rest * rest, (7, 7)) > 3.3 * np.median(rest * rest)] = 0
            found[line.camera].append((line.exposure, np.asarray(rest / (rest.std() + 1e-6), dtype=np.float32)))
    return found


def _flat(rest: Plane, by: int) -> Plane:
    for i in range(by):
        for j in range(by):
            part = rest[i::by, j::by]
            part -= part.mean(axis=0) + part.mean(axis=1)[:, None] - part.mean()
    return rest


def test_bodies_of_one_model_are_told_by_their_own_pattern_only(tmp_path: Path) -> None:
    parameters = Parameters(
        60, 3, megapixels=0.3, bodies=2, serials="none", exposures="varied", artefacts=True, person_share=0.5,
        scene_share=0.5, document_share=0.0, edit_shares=NO_COPIES, debris=False,
    )  # fmt: skip
    found = _sensors(tmp_path / "a", parameters)
    normal = {name: [rest for exposure, rest in each if exposure == "normal"] for name, each in found.items()}
    prints = {name: np.mean(rests[::2], axis=0) for name, rests in normal.items()}
    assert min(len(rests) for rests in normal.values()) >= 12
    noise = 1 / np.sqrt(prints["body-1"].size)
    for name, rests in normal.items():
        other = "body-2" if name == "body-1" else "body-1"
        own = [float(np.mean(r * prints[name]) / prints[name].std()) for r in rests[1::2]]
        others = [float(np.mean(r * prints[other]) / prints[other].std()) for r in rests[1::2]]
        assert min(own) > max(others) + 3 * noise
        assert abs(np.mean(others)) < 0.1 * np.mean(own)
    lost = [rest for exposure, rest in found["body-1"] + found["body-2"] if exposure != "normal"]
    kept = [max(float(np.mean(r * p) / p.std()) for p in prints.values()) for r in lost]
    assert np.median(kept) < 0.5 * np.median(own)


def test_artefacts_are_the_models_and_no_bodys() -> None:
    size = (96, 128)
    ours, again, other = (artefacts(MODELS[i], size) for i in (0, 0, 1))
    assert np.array_equal(ours.gain, again.gain)
    assert abs(np.corrcoef(ours.gain.ravel(), other.gain.ravel())[0, 1]) < 0.2
    assert np.array_equal(ours.offset[:8], ours.offset[8:16])
    assert 0.002 < ours.gain.std() < 0.01


def _levels(*shares: tuple[float, int]) -> npt.NDArray[np.uint8]:
    values = np.concatenate([np.full(round(share * 1000), level, np.uint8) for share, level in shares])
    return np.repeat(values[:, None], 3, axis=1).reshape(-1, 1, 3)


def test_exposure_is_what_the_limits_say() -> None:
    assert exposed(_levels((0.75, 31), (0.25, 200))) == "dark"
    assert exposed(_levels((0.75, 32), (0.25, 200))) == "normal"
    assert exposed(_levels((0.74, 31), (0.26, 200))) == "normal"
    assert exposed(_levels((0.75, 90), (0.25, 250))) == "over-exposed"
    assert exposed(_levels((0.75, 90), (0.25, 249))) == "normal"


def test_varied_exposures_are_on_the_drive_as_the_truth_says(tmp_path: Path) -> None:
    make(tmp_path / "a", Parameters(80, 6, megapixels=0.1, exposures="varied", edit_shares=NO_COPIES, debris=False))
    lines = read_truth(tmp_path / "a" / "truth")
    assert min(Counter(line.exposure for line in lines)[kind] for kind in ("dark", "over-exposed")) >= 3
    for line in lines:
        grey = cv2.imread(str(tmp_path / "a" / "drive" / line.path), cv2.IMREAD_GRAYSCALE)
        assert grey is not None
        dark, clipped = float(np.mean(grey < 32)), float(np.mean(grey >= 250))
        assert (dark > 0.7) if line.exposure == "dark" else (dark < 0.8)
        assert (clipped > 0.2) if line.exposure == "over-exposed" else (clipped < 0.3)
        if line.exposure != "normal" and line.medium != "overlay":
            assert "shown" not in {number.status for number in (line.numbers or {}).values()}


def test_the_new_parameters_give_the_same_bytes_with_any_number_of_workers(tmp_path: Path) -> None:
    parameters = Parameters(
        30, 8, megapixels=0.1, bodies=8, serials="none", exposures="varied", artefacts=True, evenness=1.0
    )
    for name, workers in (("a", 1), ("b", 2)):
        make(tmp_path / name, parameters, workers=workers)
    files = [p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file()]
    assert len(files) > 30
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)


@pytest.mark.parametrize(
    "wrong", [{"bodies": 41}, {"serials": "some"}, {"exposures": "odd"}, {"evenness": 0.0}, {"tampered": 0.9}]
)
def test_wrong_parameters_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="expected"):
        Parameters(photographs=10, seed=1, **wrong)  # type: ignore[arg-type]


def test_the_command_makes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = ["proficiency", "make", str(tmp_path / "a"), "--photographs", "10", "--megapixels", "0.1", "--workers", "1"]
    told = ["--bodies", "5", "--serials", "none", "--exposures", "varied", "--sensor-noise", "0.008", "--evenness", "1"]
    assert call([*made, *told, "--artefacts", "--json"]) == 0
    parameters = json.loads(capsys.readouterr().out)["parameters"]
    assert (parameters["bodies"], parameters["serials"], parameters["exposures"]) == (5, "none", "varied")
    assert (parameters["sensor_noise"], parameters["evenness"], parameters["artefacts"]) == (0.008, 1.0, True)
