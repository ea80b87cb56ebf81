"""Links that are kept: equal when they come back, and nothing where anything does not fit."""

import math

from probata.kept import KeptLinks
from probata.linkage.device import Comparison, Device, DeviceAssignment, Devices
from probata.linkage.kept_devices import packed, unpacked
from probata.linkage.link import Reason

SAID = (Reason("z", "far", 3.0),)
FOUND = Devices(
    assignments=(
        DeviceAssignment("aa", "device 1", "device 1", 0.999, 31.5, 2.5, "normal", "1024", 0.25, SAID),
        DeviceAssignment("bb"),
    ),
    devices=(Device("device 1", 12, 9, 1600, 1200, (("NORVIK Lumen 40", 11), ("", 1))), Device("device 2", 0, 3, 8, 9)),
    comparisons=(Comparison("aa", "device 1", 31.5, True, "1024/normal", 2.4),),
    refused=(("1024/dark", "four photographs more would do"),),
)  # fmt: skip


def test_devices_come_back_as_they_were():
    back = unpacked(packed(FOUND))
    assert repr(back) == repr(FOUND)  # repr: NaN is not equal to itself
    assert math.isnan(back.assignments[1].llr)
    assert unpacked(packed(Devices())) == Devices()


def test_what_was_put_is_got_by_its_key_only(tmp_path):
    kept = KeptLinks(tmp_path / "links", write=True)
    assert kept.get("devices", "k1") is None
    kept.put("devices", "k1", b"one")
    assert kept.get("devices", "k1") == b"one"
    assert kept.get("devices", "k2") is None
    kept.put("devices", "k2", b"two")
    assert kept.get("devices", "k1") is None
    assert [path.name for path in (tmp_path / "links").iterdir()] == ["devices-k2"]


def test_damaged_links_count_for_nothing(tmp_path):
    kept = KeptLinks(tmp_path / "links", write=True)
    kept.put("devices", "k", b"some links")
    path = tmp_path / "links" / "devices-k"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert kept.get("devices", "k") is None
    path.write_bytes(whole[:-1])
    assert kept.get("devices", "k") is None


def test_who_only_looks_writes_nothing(tmp_path):
    kept = KeptLinks(tmp_path / "links")
    kept.put("devices", "k", b"some links")
    assert not (tmp_path / "links").exists()
