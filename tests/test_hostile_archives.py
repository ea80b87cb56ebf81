"""Archives made to break an intake: each path is refused or the archive is, and the intake always ends."""

import io
import struct
import tarfile
import zipfile

import pytest

from intake_sources import REQUEST, clock, custody, take
from probata.errors import BadInput
from probata.exhibits.intake import take_in
from probata.exhibits.sources import Limits
from probata.exhibits.store import ExhibitStore

SIZE_FIELD, SUM_FIELD = slice(124, 136), slice(148, 156)


def tar_with(path, size_field, *, before=b"first"):
    """A tar of a good member and one whose size is forged, with the right checksum."""
    with tarfile.open(path, "w") as archive:
        for name in ("good", "forged", "after"):
            member = tarfile.TarInfo(name)
            member.size = len(before)
            archive.addfile(member, io.BytesIO(before))
    data = bytearray(path.read_bytes())
    header = bytearray(data[1024:1536])
    header[SIZE_FIELD], header[SUM_FIELD] = size_field, b" " * 8
    header[SUM_FIELD] = b"%06o\0 " % sum(header)
    data[1024:1536] = header
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    "size_field",
    [b"\xff" * 12, b"\x80" + b"\x7f" * 11, b"\x80\0\0\0\x7f" + b"\xff" * 7, b"77777777777\0", b"-1234567890\0"],
)
def test_a_tar_whose_sizes_are_forged_is_taken_in_up_to_there(tmp_path, size_field):
    tar_with(tmp_path / "x.tar", size_field)
    record = take(tmp_path / "x.tar", tmp_path / "e")
    entries = custody(tmp_path / "e")
    assert entries[0].outcome == "new"
    assert {entry.outcome for entry in entries[1:]} <= {"refused"}
    assert record.notes or record.refused
    assert list(ExhibitStore(tmp_path / "e").check(Counting())) == []


def test_a_tar_of_endless_headers_is_taken_in_up_to_there(tmp_path):
    with tarfile.open(tmp_path / "x.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("good"))
    good = (tmp_path / "x.tar").read_bytes()[:512]
    header = tarfile.TarInfo("././@PaxHeader")
    header.type, header.size = tarfile.XHDTYPE, 0
    (tmp_path / "x.tar").write_bytes(good + header.tobuf(tarfile.USTAR_FORMAT) * 5000)
    record = take(tmp_path / "x.tar", tmp_path / "e")
    assert (record.new, record.files) == (1, 1)
    assert any("nothing further was read" in note for note in record.notes)


def zip_of(path, *members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)


def forge(path, at, value, nth=0):
    """Write bytes into the nth entry of the archive's directory."""
    data = bytearray(path.read_bytes())
    start = -1
    for _ in range(nth + 1):
        start = data.index(b"PK\x01\x02", start + 1)
    data[start + at : start + at + len(value)] = value
    path.write_bytes(bytes(data))


def test_a_member_without_a_name_is_accounted_for(tmp_path):
    path = tmp_path / "x.zip"
    zip_of(path, ("x", b"1"), ("y", b"2"))
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02")
    shorter = data[: at + 28] + b"\0\0" + data[at + 30 : at + 46] + data[at + 47 :]
    end = shorter.index(b"PK\x05\x06")
    size = struct.unpack_from("<I", shorter, end + 12)[0] - 1
    path.write_bytes(shorter[: end + 12] + struct.pack("<I", size) + shorter[end + 16 :])
    record = take(path, tmp_path / "e")
    assert record.files == record.new + record.known + record.refused == 2


def test_a_zip_can_not_ask_for_more_room_than_it_could_fill(tmp_path):
    path = tmp_path / "x.zip"
    zip_of(path, ("a", b"1" * 1000))
    forge(path, 20, struct.pack("<II", 1 << 30, (1 << 32) - 2))
    record = take(path, tmp_path / "e", limits=Limits(ratio=200, ratio_from_bytes=1 << 20))
    assert (record.new, record.refused) == (0, 1)
    assert custody(tmp_path / "e")[0].reason.startswith("beyond the limit of 200 times")


def test_a_damaged_lzma_member_is_refused(tmp_path):
    path = tmp_path / "x.zip"
    zip_of(path, ("a", b"1" * 1000), compression=zipfile.ZIP_LZMA)
    data = bytearray(path.read_bytes())
    data[35:46] = b"\xff" * 11  # the coder's parameters and first bytes
    path.write_bytes(bytes(data))
    record = take(path, tmp_path / "e")
    assert (record.new, record.refused) == (0, 1)


class Counting:
    def __init__(self):
        self.total = self.done = 0

    def stage(self, name, total, done=0):
        self.total = total

    def advance(self, units=1):
        self.done += units

    def error(self, kind):
        pass


def test_checking_never_counts_beyond_its_total(tmp_path):
    (tmp_path / "drive").mkdir()
    (tmp_path / "drive" / "a").write_bytes(b"a")
    (tmp_path / "none").mkdir()
    take(tmp_path / "drive", tmp_path / "e")
    take(tmp_path / "none", tmp_path / "e")
    counting = Counting()
    assert list(ExhibitStore(tmp_path / "e").check(counting)) == []
    assert (counting.done, counting.total) == (1, 1)


class Removing(Counting):
    """Moves the source away as soon as the reading begins."""

    def __init__(self, source):
        super().__init__()
        self.source = source

    def stage(self, name, total, done=0):
        super().stage(name, total, done)
        if name == "take in":
            self.source.rename(self.source.with_name("elsewhere"))


def test_a_source_that_goes_away_is_continued_once_it_is_back(tmp_path):
    drive = tmp_path / "drive"
    drive.mkdir()
    for number in range(5):
        (drive / str(number)).write_bytes(b"x%d" % number)
    with pytest.raises(BadInput, match="went away"):
        take_in(drive, tmp_path / "e", REQUEST, clock=clock, progress=Removing(drive))
    (tmp_path / "elsewhere").rename(drive)
    record = take(drive, tmp_path / "e")
    assert (record.new, record.refused) == (5, 0)
