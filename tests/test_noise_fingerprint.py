"""Fingerprints of made sensors: true matches stand out, others don't, crops are found, ratios keep their cap."""

import itertools
import json
import math
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from conftest import SHARED
from probata.app import sensor
from probata.app.cli import call
from probata.errors import BadInput
from probata.noise.comparison import agreement, correlations
from probata.noise.fingerprint import fingerprint, observation, pattern
from probata.noise.likelihood import Worth, worth
from probata.noise.search import Way, middle, search, ways

SIDE = 256
CAMERAS = SHARED / "data" / "cameras"


def site_pattern(seed, shape=(SIDE, SIDE)):
    return np.random.default_rng([7, seed]).normal(0, 0.012, shape)


def photograph(body, shot, shape=(SIDE, SIDE), flat=False):
    """A scene of blobs (or a flat one), times a body's pattern, with noise drawn anew; uint8."""
    rng = np.random.default_rng([body, shot])
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    scene = np.full(shape, 150.0)
    for _ in range(0 if flat else 6):
        cy, cx, size = rng.uniform(0, shape[0]), rng.uniform(0, shape[1]), rng.uniform(15, 60)
        scene += rng.uniform(-70, 70) * (np.hypot(y - cy, x - cx) < size)
    taken = np.clip(scene, 20, 235) * (1 + site_pattern(body, shape)) + rng.normal(0, 2, shape)
    return np.clip(np.round(taken), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def sensors():
    """The observations of two bodies, six flat photographs each."""
    return {body: [photograph(body, shot, flat=True) for shot in range(6)] for body in (1, 2)}


def z_of(print_, plane):
    return agreement(correlations(print_.plane, pattern(plane))).z


def test_own_photographs_stand_out_and_others_are_normal(sensors):
    prints = {body: fingerprint([observation(p) for p in planes]) for body, planes in sensors.items()}
    own = [z_of(prints[body], photograph(body, shot)) for body in (1, 2) for shot in range(10, 16)]
    other = [z_of(prints[3 - body], photograph(body, shot)) for body in (1, 2) for shot in range(10, 16)]
    assert min(own) > 15
    assert max(map(abs, other)) < 4
    assert np.std(other) < 2


def test_the_fingerprint_is_the_pattern(sensors):
    made = fingerprint([observation(p) for p in sensors[1]])
    assert np.corrcoef(made.plane.ravel(), site_pattern(1).ravel())[0, 1] > 0.8
    assert made.photographs == 6
    assert made.plane.std() == pytest.approx(1, abs=1e-3)


def test_what_is_left_out_has_no_part(sensors):
    observed = [observation(p) for p in sensors[1]]
    without = fingerprint(observed, without=2)
    assert np.array_equal(without.plane, fingerprint(observed[:2] + observed[3:]).plane)


def test_photographs_of_several_sizes_make_no_fingerprint(sensors):
    with pytest.raises(BadInput, match="one size"):
        fingerprint([observation(sensors[1][0]), observation(sensors[1][1][:128])])
    with pytest.raises(BadInput, match="one size"):
        fingerprint([])


def test_correlations_are_those_of_the_definition():
    rng = np.random.default_rng(5)
    a, b = (rng.normal(size=(32, 40)).astype(np.float32) for _ in range(2))
    plane = correlations(a, b)
    scale = np.linalg.norm(a) * np.linalg.norm(b)
    for row, column in ((0, 0), (3, 0), (31, 39), (5, 17)):
        assert plane[row, column] == pytest.approx(
            float((a * np.roll(b, (row, column), (0, 1))).sum() / scale), abs=1e-5
        )


def test_pce_is_the_peak_by_the_energy_away_from_it():
    plane = np.full((64, 64), 0.01, np.float32)
    plane[:3, :3] = 0.5
    plane[-2:, :] = 0.01
    found = agreement(plane)
    assert found.pce == pytest.approx(0.25 / 1e-4, rel=1e-3)
    assert found.z == pytest.approx(50, rel=1e-3)
    assert agreement(-plane).pce == pytest.approx(-0.25 / 1e-4, rel=1e-3)
    assert agreement(np.zeros((64, 64), np.float32)).z == 0


def test_a_cropped_turned_and_mirrored_picture_is_found(sensors):
    made = fingerprint([observation(p) for p in sensors[1]])
    tile = middle(SIDE, SIDE, 0)
    plane = photograph(1, 30)
    cases = {
        Way(row=40, column=64): plane[40:200, 64:230],
        Way(quarters=1, row=16, column=30): np.rot90(plane[16:216, 30:230], -1),
        Way(mirrored=True, row=8, column=9): plane[8:240, 9:233][:, ::-1],
    }
    for way, picture in cases.items():
        found = search(made.plane, tile, np.ascontiguousarray(picture), ways(turned=True, mirrored=True))
        assert found is not None
        assert found.way == way
        assert found.agreement.z > 10
        assert found.alternatives > 1000
    other = search(made.plane, tile, photograph(2, 31)[20:200, 20:200], ways(turned=True, mirrored=True))
    assert other is not None
    assert other.agreement.z < 7


def test_a_reduced_picture_is_found_at_its_scale(sensors):
    made = fingerprint([observation(p) for p in sensors[1]])
    small = cv2.resize(photograph(1, 33), (192, 192), interpolation=cv2.INTER_AREA)
    found = search(made.plane, middle(SIDE, SIDE, 0), small, ways(turned=False, mirrored=False, scales=(1.0, 0.75)))
    assert found is not None
    assert found.way.scale == 0.75
    assert found.agreement.z > 8


def test_the_tile_is_the_middle_on_the_grid_of_blocks():
    tile = middle(2000, 3008, 1024)
    assert (tile.row, tile.column, tile.rows, tile.columns) == (480, 992, 1024, 1024)
    assert tile.cut(np.zeros((2000, 3008), np.uint8)).shape == (1024, 1024)
    assert middle(300, 400, 1024) == middle(300, 400, 0)


def test_likelihood_ratios_rise_with_z_and_keep_their_caps():
    told = Worth(strength=40.0, left_out=6, wrong_places=378, spread=1.05)
    ratios = [told.log10_lr(z) for z in np.linspace(-8, 60, 200)]
    assert all(a <= b + 1e-9 for a, b in itertools.pairwise(ratios[24:]))  # from z = 0 on
    assert max(ratios) == pytest.approx(math.log10(379))
    assert min(ratios) >= -math.log10(7)
    assert told.log10_lr(3) > 0 > told.log10_lr(0)
    assert told.log10_lr(7, alternatives=1000) < told.log10_lr(7)


def test_a_ratio_is_refused_where_there_is_too_little(sensors):
    planes = sensors[1][:2]
    told = worth([observation(p) for p in planes], [pattern(p) for p in planes])
    assert "1 more photographs" in told.refused
    assert math.isnan(told.log10_lr(50))
    mixed = [photograph(body, 50, flat=True) for body in (3, 4, 5, 6)]
    told = worth([observation(p) for p in mixed], [pattern(p) for p in mixed])
    assert "agree too little" in told.refused


def test_ratios_of_other_sensors_mislead_no_more_often_than_they_say(sensors):
    """Of photographs of other sensors at most one in k has a ratio of k or more (Royall 1997)."""
    observed = [observation(p) for p in sensors[1]]
    told = worth(observed, [pattern(p) for p in sensors[1]])
    made = fingerprint(observed)
    ratios = np.array([told.log10_lr(z_of(made, photograph(body, 1))) for body in range(40, 100)])
    assert np.mean(ratios >= 1) <= 0.1
    assert ratios.mean() < 0


@pytest.fixture
def drive(tmp_path):
    for body in (1, 2):
        for shot in range(6):
            cv2.imwrite(str(tmp_path / f"flat-{body}-{shot}.png"), photograph(body, shot, flat=True))
        cv2.imwrite(str(tmp_path / f"asked-{body}.jpg"), photograph(body, 20), [cv2.IMWRITE_JPEG_QUALITY, 95])
    return tmp_path


def asked(capsys, *arguments):
    capsys.readouterr()
    code = call([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_commands_tell_two_sensors_apart(drive, capsys):
    kept = drive / "one.npz"
    code, said = asked(capsys, "cameras", "fingerprint", *sorted(drive.glob("flat-1-*")), "-o", kept)
    assert (code, said["photographs"], said["refused"], said["left_out"]) == (0, 6, "", [])
    (drive / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    files = [drive / "asked-1.jpg", drive / "asked-2.jpg", drive / "torn.jpg", drive / "flat-1-0.png", drive / "none"]
    code, found = asked(capsys, "cameras", "match", kept, *files)
    assert code == 0
    assert [each["verdict"] for each in found] == ["same", "different", *["not compared"] * 3]
    assert [each["file"] for each in found] == [str(each) for each in files]
    assert found[0]["pce"] > 100 > 4 > abs(found[1]["pce"])
    assert found[0]["llr"] == pytest.approx(said["highest_llr"], abs=1e-3)
    assert "made from it" in found[3]["reason"]
    assert found[2]["llr"] is None


def test_the_orientation_that_a_file_states_is_not_applied(drive, capsys):
    block = Image.Exif()
    block[0x112] = 6
    Image.open(drive / "asked-1.jpg").convert("RGB").save(drive / "turned.jpg", exif=block, quality=97)
    asked(capsys, "cameras", "fingerprint", *sorted(drive.glob("flat-1-*")), "-o", drive / "f.npz")
    _, found = asked(capsys, "cameras", "match", drive / "f.npz", drive / "turned.jpg")
    assert found[0]["verdict"] == "same"


def test_a_crop_is_found_by_command_only_when_asked(drive, capsys):
    plane = photograph(1, 21)[30:220, 50:230]
    cv2.imwrite(str(drive / "crop.png"), plane)
    asked(capsys, "cameras", "fingerprint", *sorted(drive.glob("flat-1-*")), "-o", drive / "f.npz", "--tile", "0")
    _, found = asked(capsys, "cameras", "match", drive / "f.npz", drive / "crop.png")
    assert found[0]["verdict"] != "same"
    assert "--search" in found[0]["reason"]
    _, found = asked(capsys, "cameras", "match", drive / "f.npz", drive / "crop.png", "--search")
    assert found[0]["verdict"] == "same"
    assert (found[0]["way"]["row"], found[0]["way"]["column"]) == (30, 50)


def test_damaged_fingerprints_are_refused(drive, tmp_path):
    sensor.save(sensor.make(sorted(drive.glob("flat-1-*"))), tmp_path / "f.npz")
    whole = (tmp_path / "f.npz").read_bytes()
    assert sensor.load(tmp_path / "f.npz").worth.left_out == 6
    for length in (0, 10, len(whole) // 2, len(whole) - 30):
        (tmp_path / "g.npz").write_bytes(whole[:length])
        with pytest.raises(BadInput):
            sensor.load(tmp_path / "g.npz")
    (tmp_path / "g.npz").write_bytes(b"a text")
    with pytest.raises(BadInput, match="not a fingerprint"):
        sensor.load(tmp_path / "g.npz")
    assert call(["cameras", "match", str(tmp_path / "none.npz"), str(tmp_path)]) == 3
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("plane.npy", bytes(sensor.MOST_BYTES + 1))
    with pytest.raises(BadInput, match="too large"):
        sensor.load(tmp_path / "bomb.npz")


def test_wrong_calls_give_one_line(drive, capsys):
    assert call(["cameras", "fingerprint", str(drive / "flat-1-0.png"), "-o", str(drive / "f.npz")]) == 3
    assert "at least two" in capsys.readouterr().err
    assert call(["cameras", "fingerprint", str(drive), "-o", str(drive / "f.npz"), "--tile", "7"]) == 2


@pytest.mark.shared
@pytest.mark.skipif(not CAMERAS.is_dir(), reason="the data folder is not beside the checkout")
def test_four_real_bodies_are_told_apart(tmp_path):
    """Two models, two bodies each; eight photographs. Larger tiles: tools/bench_cameras.py."""
    prints: dict[str, sensor.Sensor] = {}
    for name in ("Nikon_D200_0", "Nikon_D200_1", "Nikon_D70_0", "Nikon_D70_1"):
        prints[name] = sensor.make(sorted((CAMERAS / "flat").glob(f"{name}_*")), 1024)
    files: list[Path] = sorted((CAMERAS / "natural").iterdir())
    ratios = {name: [m.llr for m in sensor.match(made, files)] for name, made in prints.items()}
    for place, path in enumerate(files):
        first = max(ratios, key=lambda name: ratios[name][place])
        assert path.name.startswith(first)
