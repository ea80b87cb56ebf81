"""Made archives: the same seed gives the same bytes, and the truth agrees with the files."""

import hashlib
import io
import json
from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import cv2
import exifread
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from probata.errors import BadInput, UsageError
from probata.proficiency import cameras
from probata.proficiency.archive import make
from probata.proficiency.groups import START_MS
from probata.proficiency.parameters import CLASSES, EDITS, Parameters
from probata.proficiency.plan import plan
from probata.proficiency.truth import TruthLine, read_truth, summarise

PARAMETERS = Parameters(photographs=40, seed=7, megapixels=0.3, digits="mixed", edit_shares=(0.05,) * len(EDITS))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "trial"
    make(folder, PARAMETERS)
    return folder


def _photographs(archive: Path) -> list[TruthLine]:
    return [line for line in read_truth(archive / "truth") if line.kind == "photograph"]


def _contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): (hashlib.sha256(p.read_bytes()).digest(), p.stat().st_mtime_ns) for p in files}


def _on_drive(archive: Path, line: TruthLine) -> Path:
    named = {p.relative_to(archive / "drive") for p in (archive / "drive").rglob("*")}
    return archive / "drive" / next(p for p in named if bytes(p).decode("utf-8", "backslashreplace") == line.path)


def test_same_seed_gives_the_same_bytes_with_any_number_of_workers(archive: Path, tmp_path: Path) -> None:
    make(tmp_path / "again", PARAMETERS, workers=2)
    assert _contents(tmp_path / "again" / "drive") == _contents(archive / "drive")
    truth = _contents(archive / "truth")
    assert {k: v[0] for k, v in _contents(tmp_path / "again" / "truth").items()} == {k: v[0] for k, v in truth.items()}


def test_another_seed_gives_other_photographs(archive: Path, tmp_path: Path) -> None:
    make(tmp_path / "other", Parameters(photographs=6, seed=8, megapixels=0.3, debris=False))
    ours = {line.sha256 for line in read_truth(archive / "truth")}
    assert not ours & {line.sha256 for line in read_truth(tmp_path / "other" / "truth")}


def test_truth_names_every_file_and_its_digest(archive: Path) -> None:
    lines = read_truth(archive / "truth")
    files = [p for p in (archive / "drive").rglob("*") if p.is_file()]
    assert len(files) == len(lines) == len({line.path for line in lines})
    for line in lines:
        assert hashlib.sha256(_on_drive(archive, line).read_bytes()).hexdigest() == line.sha256
    assert len(_photographs(archive)) == PARAMETERS.photographs
    summary = json.loads((archive / "truth" / "summary.json").read_text(encoding="utf-8"))
    assert summary == json.loads(json.dumps(summarise(lines, PARAMETERS)))
    assert sum(summary["classes"].values()) == PARAMETERS.photographs
    assert summary["debris"] == 11


def test_nothing_of_the_truth_is_within_the_drive(archive: Path) -> None:
    words = {b"person-0", b"truth", b"detainee", b"body-1", *(name.encode() for name in CLASSES[:2])}
    for path in (p for p in (archive / "drive").rglob("*") if p.is_file()):
        data = path.read_bytes()
        assert not [word for word in words if word in data or word in bytes(path.relative_to(archive / "drive"))]


def test_photographs_decode_and_debris_is_of_every_kind(archive: Path) -> None:
    for line in _photographs(archive):
        with Image.open(_on_drive(archive, line)) as image:
            image.load()
    kinds = {line.edit for line in read_truth(archive / "truth") if line.kind == "debris"}
    assert {"empty file", "truncated JPEG", "corrupt JPEG", "wrong extension", "name that is no UTF-8"} <= kinds


def test_exif_is_the_bodys_and_tells_its_clock(archive: Path) -> None:
    planned = plan(PARAMETERS)
    bodies = {body.name: body for body in planned.bodies}
    for line in _photographs(archive):
        if line.edit not in ("", "exact", "recompressed", "re-photographed"):
            continue
        body = bodies[line.camera]
        with Image.open(_on_drive(archive, line)) as image:
            exif = image.getexif()
            detail = exif.get_ifd(0x8769)
        true = datetime.fromisoformat(line.true_time)
        shown = body.reads(round(true.timestamp() * 1000), START_MS)
        assert (exif[0x010F], exif[0x0110]) == (body.model.make, body.model.name)
        assert detail[0x9003] == shown.strftime("%Y:%m:%d %H:%M:%S")
        assert detail.get(0xA431) == (body.serial if body.model.serial else None)
        assert (0x9291 in detail) == body.model.subsec
        assert line.camera_time == shown.isoformat(timespec="milliseconds")


def test_exif_with_a_thumbnail_is_read_by_others() -> None:
    body = cameras.bodies(PARAMETERS)[0]
    stream = io.BytesIO()
    Image.new("RGB", (64, 48)).save(stream, "JPEG")
    exposure = cameras.Exposure(Fraction(1, 60), Fraction(28, 10), 200, Fraction(8), True)
    header = cameras.Header(body, datetime(2012, 5, 4, 3, 2, 1), exposure, 6, (48, 64))
    exif = header.segment(stream.getvalue())
    whole = io.BytesIO()
    Image.new("RGB", (64, 48)).save(whole, "JPEG", exif=exif)
    assert Image.open(whole).getexif()[0x0112] == 6
    read = exifread.process_file(io.BytesIO(whole.getvalue()))
    assert read["JPEGThumbnail"] == stream.getvalue()
    assert str(read["EXIF BodySerialNumber"]) == body.serial


def test_quantization_tables_are_the_models(archive: Path) -> None:
    bodies = {body.name: body for body in plan(PARAMETERS).bodies}
    seen = defaultdict(set)
    for line in _photographs(archive):
        if line.edit == "" and line.medium != "overlay":
            with Image.open(_on_drive(archive, line)) as image:
                found = tuple(tuple(image.quantization[k]) for k in (0, 1))  # type: ignore[attr-defined]
            assert found == cameras.tables(bodies[line.camera].model.name, bodies[line.camera].model.quality)
            seen[bodies[line.camera].model.name].add(found)
    assert len(seen) >= 2
    assert len(set.union(*seen.values())) == len(seen)


def test_copies_are_what_they_say(archive: Path) -> None:
    lines = {line.path: line for line in _photographs(archive)}
    assert {line.edit for line in lines.values()} == {"", *EDITS}
    for line in lines.values():
        if not line.edit:
            assert line.derived_from == ""
            continue
        original = lines[line.derived_from]
        assert (line.picture, line.person) == (original.picture, original.person)
        assert (line.sha256 == original.sha256) == (line.edit == "exact")
        with Image.open(_on_drive(archive, line)) as copy, Image.open(_on_drive(archive, original)) as first:
            if line.edit == "web":
                assert copy.width * copy.height == pytest.approx(first.width * first.height / 4, rel=0.02)
            if line.edit in ("web", "crop", "mirror", "edited"):
                assert len(copy.getexif()) == 0


def test_persons_come_in_bursts_and_times_run_on() -> None:
    planned = plan(Parameters(photographs=3000, seed=2, edit_shares=(0.0,) * len(EDITS)))
    sizes = [len(group.shots) for group in planned.groups if group.kind == "person"]
    assert sum(len(group.shots) for group in planned.groups) == 3000
    assert 4.2 < np.mean(sizes) < 4.8
    assert min(sizes[:-1]) >= 1
    assert max(sizes) <= 20
    for group in planned.groups:
        gaps = [b.true_ms - a.true_ms for a, b in pairwise(group.shots)]
        assert all(1000 < gap < 300_000 for gap in gaps)
    by_body = defaultdict(list)
    for group in planned.groups:
        by_body[group.body].append((group.shots[0].true_ms, group.shots[-1].true_ms))
    assert set(by_body) == {0, 1, 2, 3}
    for spans in by_body.values():
        assert all(a[1] < b[0] for a, b in pairwise(sorted(spans)))
    numbers = [tuple(v for r, v in g.numbers if r != "examination") for g in planned.groups if g.numbers]
    assert len(numbers) == len(set(numbers))


def test_a_body_can_be_told_by_its_sensor(tmp_path: Path) -> None:
    parameters = Parameters(
        photographs=40, seed=3, megapixels=0.3, bodies=2, person_share=0.5, scene_share=0.5, document_share=0.0,
        edit_shares=(0.0,) * len(EDITS), debris=False,
    )  # fmt: skip
    make(tmp_path / "a", parameters)
    residuals: dict[str, list[npt.NDArray[np.float32]]] = defaultdict(list)
    for line in _photographs(tmp_path / "a"):
        if line.class_ == "other":
            continue
        decoded = cv2.imread(
            str(tmp_path / "a" / "drive" / line.path), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
        )
        assert decoded is not None
        grey = decoded[:, :, 1].astype(np.float32)
        rest = grey - cv2.GaussianBlur(grey, (0, 0), 1.2)
        rest = rest - rest.mean(axis=0) - rest.mean(axis=1)[:, None]
        rest[cv2.blur(rest * rest, (7, 7)) > 3.3 * np.median(rest * rest)] = 0
        residuals[line.camera].append(np.asarray(rest / rest.std(), dtype=np.float32))
    assert min(len(r) for r in residuals.values()) >= 6
    prints = {name: np.mean(r[::2], axis=0) for name, r in residuals.items()}
    for name, tested in residuals.items():
        for rest in tested[1::2]:
            own = float(np.mean(rest * prints[name]) / prints[name].std())
            others = max(float(np.mean(rest * p) / p.std()) for other, p in prints.items() if other != name)
            assert own > others + 0.03


def test_numbers_stand_where_the_truth_says(archive: Path) -> None:
    shown = [
        (line, number)
        for line in _photographs(archive)
        for number in (line.numbers or {}).values()
        if number.status == "shown" and number.height_px > 16 and line.edit == ""
    ]
    assert len(shown) >= 5
    for line, number in shown:
        with Image.open(_on_drive(archive, line)) as image:
            orientation = image.getexif().get(0x0112, 1)
            grey = np.asarray(image.convert("L"), dtype=np.float32)
        grey = np.rot90(grey, {6: -1, 8: 1}.get(orientation, 0))
        corners = np.array(number.box) * [grey.shape[1], grey.shape[0]]
        (x0, y0), (x1, y1) = np.maximum(corners.min(axis=0), 0).astype(int), np.ceil(corners.max(axis=0)).astype(int)
        inside = grey[y0:y1, x0:x1]
        assert np.percentile(inside, 98) - np.percentile(inside, 2) > 25


def test_an_archive_is_never_overwritten(archive: Path) -> None:
    with pytest.raises(BadInput, match="there is an archive already"):
        make(archive, PARAMETERS)


@pytest.mark.parametrize(
    "wrong",
    [{"photographs": 0}, {"bodies": 0}, {"digits": "roman"}, {"scheme": ("{name}",)}, {"person_share": 1.5},
     {"person_share": 0.9, "scene_share": 0.9}, {"edit_shares": (0.1,)}, {"megapixels": 0.01}],
)  # fmt: skip
def test_wrong_parameters_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="expected"):
        Parameters(**{"photographs": 10, "seed": 1, **wrong})  # type: ignore[arg-type]


def test_a_scheme_of_ones_own_is_followed(tmp_path: Path) -> None:
    parameters = Parameters(
        photographs=12, seed=4, megapixels=0.3, person_share=1.0, scene_share=0.0, document_share=0.0,
        scheme=("{branch}", "{detainee}-{examination}"), examination="", unnumbered_share=0.0, debris=False,
    )  # fmt: skip
    make(tmp_path / "a", parameters)
    lines = [line for line in _photographs(tmp_path / "a") if line.numbers]
    assert any({"detainee", "branch"} <= set(line.numbers or {}) for line in lines)
