"""`probata authenticity`: the list in an inquiry, and maps that show where, and the photograph only when asked."""

import json

import cv2
import numpy as np
import pytest

from probata.app import investigation
from probata.app.authenticity_maps import MAPS, write_map
from probata.app.cli import call
from probata.app.naming import resolver
from probata.errors import BadInput, UsageError

SIDE = 512


@pytest.fixture(scope="module")
def grains():
    """A picture of a sensor's grains over soft shapes, and the same with a region copied to another place."""
    rng = np.random.default_rng(8)
    soft = cv2.GaussianBlur(rng.uniform(60, 200, (SIDE, SIDE)).astype(np.float32), (0, 0), 40)
    soft = (soft - soft.mean()) * 8 + 120
    plain = np.clip(soft + rng.normal(0, 6, (SIDE, SIDE)), 0, 255).astype(np.uint8)
    copied = plain.copy()
    copied[40:190, 60:210] = plain[300:450, 280:430]
    return plain, copied


@pytest.fixture
def two(grains, tmp_path, desk):
    """An inquiry with both, received and not read."""
    drive = tmp_path / "drive"
    drive.mkdir()
    for name, pixels in zip(("plain.jpg", "copied.jpg"), grains, strict=True):
        (drive / name).write_bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 97])[1].tobytes())
    (drive / "plain.png").write_bytes(cv2.imencode(".png", grains[0])[1].tobytes())
    (drive / "note.txt").write_text("no picture\n")
    made = investigation.create(tmp_path / "two", "Two", desk)
    investigation.intake(made, drive, "somebody", desk)
    return made


def drawn(inquiry, name, test, path, *, show=False):
    told = write_map(inquiry, resolver(inquiry)(name), test, path, show=show)
    return told, cv2.imread(str(path), cv2.IMREAD_UNCHANGED)


def test_the_map_of_copies_is_bright_at_both_places_and_nowhere_else(two, tmp_path):
    told, pixels = drawn(two, "copied.jpg", "copy-move", tmp_path / "copied.png")
    assert pixels.shape == (SIDE, SIDE)
    assert told["highest"] > 0.5
    assert pixels[80:150, 100:170].mean() > 130
    assert pixels[340:410, 320:390].mean() > 130
    assert pixels[220:280].mean() < 60
    assert drawn(two, "plain.jpg", "copy_move", tmp_path / "plain.png")[0]["highest"] < 0.3


@pytest.mark.parametrize("test", MAPS)
def test_a_map_shows_the_photograph_only_when_asked(two, tmp_path, test):
    _, hidden = drawn(two, "plain.jpg", test, tmp_path / "hidden.png")
    _, shown = drawn(two, "plain.jpg", test, tmp_path / "shown.png", show=True)
    picture = cv2.imread(str(two.folder.parent / "drive" / "plain.jpg"), cv2.IMREAD_GRAYSCALE)
    assert hidden.ndim == 2
    assert shown.ndim == 3
    assert abs(np.corrcoef(hidden.ravel(), picture.ravel())[0, 1]) < 0.2
    assert np.corrcoef(shown.mean(axis=2).ravel(), picture.ravel())[0, 1] > 0.3


def test_what_can_not_be_mapped_says_why(two, tmp_path):
    exhibit = resolver(two)("plain.jpg")
    with pytest.raises(UsageError, match="no map of this test"):
        write_map(two, exhibit, "c2pa", tmp_path / "x.png", show=False)
    with pytest.raises(BadInput, match="no picture"):
        write_map(two, resolver(two)("note.txt"), "local-noise", tmp_path / "x.png", show=False)
    with pytest.raises(BadInput, match="nothing to map"):
        write_map(two, resolver(two)("plain.png"), "local-compression", tmp_path / "x.png", show=False)
    (tmp_path / "there.png").write_bytes(b"")
    with pytest.raises(BadInput, match="can't be written"):
        write_map(two, exhibit, "local-noise", tmp_path / "there.png", show=False)


def test_the_command_lists_every_test_and_calls_nothing_fake(inquiry, capsys):
    assert call(["-C", str(inquiry.folder), "authenticity", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    names = {test["name"] for test in record["tests"]}
    assert {"copy_move", "device_noise", "c2pa", "thumbnail_difference"} <= names
    assert record["examined"] == record["consistent"] + record["departing"]
    assert all(test["examined"] or test["refused"] or test["false_alarm_high"] == 1 for test in record["tests"])
    assert call(["-C", str(inquiry.folder), "authenticity", "--test", "copy-move"]) == 0
    text = capsys.readouterr().out
    assert "copy_move" in text
    assert "limits:" in text
    assert "fake" not in text


def test_the_command_draws_a_map_beside_the_inquiry(inquiry, tmp_path, capsys):
    out = tmp_path / "map.png"
    asked = ["-C", str(inquiry.folder), "authenticity", "map", "small.jpg", "--test", "local-noise", "-o", str(out)]
    assert call(asked) == 0
    assert "white: 4" in capsys.readouterr().out
    assert out.read_bytes().startswith(b"\x89PNG")
    assert call(asked) == 3
    assert call([*asked[:6], "face", "-o", str(tmp_path / "other.png")]) == 2
