"""Intake of zip and tar archives and of bags: never unpacked to paths, limits with clear refusals."""

import contextlib
import gzip
import io
import random
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import bagit
import pytest

from intake_sources import REQUEST, clock, custody, make_folder, make_zip, outcomes, take
from probata.digest import Digest
from probata.errors import BadInput
from probata.exhibits.intake import take_in
from probata.exhibits.sources import Limits
from probata.exhibits.store import ExhibitStore

NOISE = random.Random(5).randbytes(40_000)


def add(archive: tarfile.TarFile, name: str, data: bytes = b"", **fields: object) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for key, value in fields.items():
        setattr(member, key, value)
    archive.addfile(member, io.BytesIO(data))


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_of_every_compression(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "drive.tar"
    with tarfile.open(path, mode) as archive:
        add(archive, "b/second.jpg", NOISE, mtime=1_700_000_000.25)
        add(archive, "a/first.jpg", b"x")
        add(archive, "b", type=tarfile.DIRTYPE)
        add(archive, "b/again.jpg", b"x")
        add(archive, "a/first.jpg", b"the name once more")
        add(archive, "caf\udce9.jpg", b"latin")
    record = take(path, tmp_path / "e")
    assert (record.source_kind, record.files, record.new, record.known) == ("tar", 5, 4, 1)
    assert record.source_digest == Digest.of(path.read_bytes())
    assert record.source_bytes == path.stat().st_size
    entries = custody(tmp_path / "e")
    assert [entry.path for entry in entries] == [
        b"b/second.jpg", b"a/first.jpg", b"b/again.jpg", b"a/first.jpg", b"caf\xe9.jpg",
    ]  # fmt: skip
    assert entries[0].modified_ns == 1_700_000_000_250_000_000
    assert record.notes == ()


def test_tar_members_that_are_not_files_or_lead_out(tmp_path: Path) -> None:
    path = tmp_path / "drive.tar"
    with tarfile.open(path, "w") as archive:
        add(archive, "link", type=tarfile.SYMTYPE, linkname="../../etc/passwd")
        add(archive, "hard", type=tarfile.LNKTYPE, linkname="link")
        add(archive, "device", type=tarfile.BLKTYPE)
        add(archive, "pipe", type=tarfile.FIFOTYPE)
        for name in ("../out", "/absolute", "a/../../b", "C:\\x", "..\\y"):
            add(archive, name, b"x")
        add(archive, "fine..jpg", b"x")
    take(path, tmp_path / "e")
    found = outcomes(tmp_path / "e")
    assert found[b"link"][1] == "symbolic link to ../../etc/passwd"
    assert found[b"hard"][1] == "hard link to link"
    assert found[b"device"][1] == "block device"
    assert found[b"pipe"][1] == "named pipe"
    for name in (b"../out", b"/absolute", b"a/../../b", b"C:\\x", b"..\\y"):
        assert found[name] == ("refused", "path leads out of the archive")
    assert found[b"fine..jpg"] == ("new", "")


@pytest.mark.parametrize("mode", ["w", "w:gz"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_cut_tar_keeps_what_can_be_read(tmp_path: Path, mode: str, share: float) -> None:
    path = tmp_path / "drive.tar"
    with tarfile.open(path, mode) as archive:
        for number in range(6):
            add(archive, f"{number}.jpg", NOISE + bytes([number]))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    record = take(path, tmp_path / "e")
    assert record.new == int(6 * share)
    assert record.refusals == {"archive is damaged": 1}
    assert "nothing further was read" in record.notes[0]


def test_a_tar_with_a_broken_header_says_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "drive.tar"
    with tarfile.open(path, "w") as archive:
        for number in range(3):
            add(archive, f"{number}.jpg", b"x" * 512)
    data = bytearray(path.read_bytes())
    data[2048:2060] = b"\xff" * 12
    path.write_bytes(data)
    record = take(path, tmp_path / "e")
    assert record.files == 2
    assert record.notes == ("the archive is damaged after 1.jpg, nothing further was read: not a header",)
    path.write_bytes(data[:2048])
    assert "without its end mark" in take(path, tmp_path / "e2").notes[0]


def test_tar_bombs(tmp_path: Path) -> None:
    path, zeros = tmp_path / "bomb.tar.gz", bytes(3_000_000)
    with tarfile.open(path, "w:gz") as archive:
        add(archive, "small", NOISE)
        add(archive, "zeros", zeros)
        add(archive, "after", b"y")
    dense = take(path, tmp_path / "e1", limits=Limits(ratio=10, ratio_from_bytes=1_000_000))
    assert (dense.new, dense.refusals) == (1, {"beyond the limit of 10 times the packed size": 1})
    assert dense.notes == ("nothing was read after zeros, which is beyond the limit of 10 times the packed size",)
    assert take(path, tmp_path / "e2", limits=Limits(members=1)).new == 1
    assert take(path, tmp_path / "e3", limits=Limits(total_bytes=50_000)).new == 1
    assert take(path, tmp_path / "e4", limits=Limits(member_bytes=50_000)).new == 1
    with tarfile.open(tmp_path / "plain.tar", "w") as archive:
        add(archive, "zeros", zeros)
        add(archive, "after", b"y")
    assert take(tmp_path / "plain.tar", tmp_path / "e5", limits=Limits(member_bytes=50_000)).new == 1


def test_a_header_that_asks_for_all_memory_is_damage(tmp_path: Path) -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 7 << 30
    with gzip.open(tmp_path / "bomb.tar.gz", "wb") as stream:
        stream.write(header.tobuf(tarfile.USTAR_FORMAT) + bytes(100_000))
    with pytest.raises(BadInput, match="can't be read"):
        take(tmp_path / "bomb.tar.gz", tmp_path / "e")


def test_zip(tmp_path: Path) -> None:
    members = {"b/x.jpg": NOISE, "a.jpg": b"x", "dir/": b"", "inner.zip": b"PK\x05\x06" + bytes(18), "empty": b""}
    path = make_zip(tmp_path / "drive.zip", members)
    record = take(path, tmp_path / "e")
    assert (record.source_kind, record.files, record.new) == ("zip", 4, 4)
    assert record.source_digest == Digest.of(path.read_bytes())
    assert [entry.path for entry in custody(tmp_path / "e")] == [b"b/x.jpg", b"a.jpg", b"inner.zip", b"empty"]
    assert custody(tmp_path / "e")[0].modified_local.startswith("20")


def test_zip_names_keep_their_bytes_and_may_repeat(tmp_path: Path) -> None:
    path = tmp_path / "drive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("\u00fcmlaut.jpg", b"1")
        archive.writestr("name_in_dos.jpg", b"2")
        archive.writestr("twice.jpg", b"3")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("twice.jpg", b"4")
    path.write_bytes(path.read_bytes().replace(b"name_in_dos", b"n\x81me_in_d\xffs"))
    take(path, tmp_path / "e")
    assert [entry.path for entry in custody(tmp_path / "e")] == [
        "\u00fcmlaut.jpg".encode(), b"n\x81me_in_d\xffs.jpg", b"twice.jpg", b"twice.jpg",
    ]  # fmt: skip


def test_zip_members_that_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "drive.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        for name in ("../out", "/absolute", "C:/x", "a\\..\\b", "fine.jpg"):
            archive.writestr(name, b"x")
    take(tmp_path / "drive.zip", tmp_path / "e")
    found = outcomes(tmp_path / "e")
    assert found.pop(b"fine.jpg") == ("new", "")
    assert found.pop(b"link") == ("refused", "symbolic link to /etc/passwd")
    assert set(found.values()) == {("refused", "path leads out of the archive")}
    assert len(found) == 4


def test_encrypted_and_unknown_compression_in_a_zip(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "drive.zip", {"secret": NOISE, "odd": NOISE, "fine": b"x"})
    data = bytearray(path.read_bytes())
    first, second = data.index(b"PK\x01\x02"), data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[first + 8] |= 1
    data[second + 10] = 97
    path.write_bytes(data)
    take(path, tmp_path / "e")
    found = outcomes(tmp_path / "e")
    assert found[b"secret"] == ("refused", "encrypted")
    assert found[b"odd"][1].startswith("can't be unpacked: ")
    assert found[b"fine"] == ("new", "")


def test_a_damaged_member_does_not_stop_a_zip(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "drive.zip", {"bad": NOISE, "good": NOISE[::-1]})
    data = bytearray(path.read_bytes())
    data[5000] ^= 0xFF
    path.write_bytes(data)
    record = take(path, tmp_path / "e")
    assert record.refusals == {"archive is damaged": 1}
    assert outcomes(tmp_path / "e")[b"good"] == ("new", "")


def test_zip_bombs(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "bomb.zip", {"small": b"x", "zeros": bytes(3_000_000), "after": b"y"})
    record = take(path, tmp_path / "e1", limits=Limits(ratio=100, ratio_from_bytes=1_000_000))
    assert (record.new, record.refusals) == (2, {"beyond the limit of 100 times the packed size": 1})
    assert take(path, tmp_path / "e2", limits=Limits(members=1)).refused == 2
    assert take(path, tmp_path / "e3", limits=Limits(total_bytes=1000)).refused == 1
    assert take(path, tmp_path / "e4", limits=Limits(member_bytes=1000)).refused == 1


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + bytes(40), b"\x1f\x8b" + bytes(40), b"BZh9" + bytes(40), b"\xfd7zXZ\x00" + bytes(40), b""]
)
def test_archives_that_cannot_be_read_get_one_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "drive").write_bytes(data)
    with pytest.raises(BadInput) as caught:
        take(tmp_path / "drive", tmp_path / "e")
    assert "\n" not in str(caught.value)


def test_archives_cut_or_flipped_anywhere_never_crash(tmp_path: Path) -> None:
    rng, paths = random.Random(3), []
    paths.append(make_zip(tmp_path / "a.zip", {f"{n}.jpg": NOISE[:500] + bytes([n]) for n in range(4)}))
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        for number in range(4):
            add(archive, f"{number}.jpg", NOISE[:500])
    paths.append(tmp_path / "a.tar.gz")
    for path in paths:
        whole = path.read_bytes()
        for number in range(25):
            data = bytearray(whole[: rng.randrange(len(whole))] if number % 2 else whole)
            if number % 2 == 0:
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            path.write_bytes(data)
            with contextlib.suppress(BadInput):  # anything else fails; `take` checks what was stored
                take(path, tmp_path / f"{path.name} {number}")


def test_an_archive_that_changed_before_the_end_is_not_finished(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "drive.zip", {"a": b"1", "b": b"2"})

    class Touching:
        def stage(self, name: str, total: int, done: int = 0) -> None: ...
        def error(self, kind: str) -> None: ...
        def advance(self, units: int = 1) -> None:
            path.touch()

    with pytest.raises(BadInput, match="changed while it was read"):
        take_in(path, tmp_path / "e", REQUEST, clock=clock, progress=Touching())
    assert ExhibitStore(tmp_path / "e").intakes() == []
    assert take(path, tmp_path / "e").intake == "0001"


def test_a_bag_is_compared_with_its_own_manifests(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "bag", 8)
    bagit.make_bag(str(source), checksums=["md5", "sha256"])
    first = take(source, tmp_path / "e1")
    assert (first.source_kind, first.refused, first.notes) == ("bag", 0, ())
    assert first.files == sum(path.is_file() for path in source.rglob("*"))
    (source / "data" / "day 1" / "IMG_0001.JPG").write_bytes(b"changed")
    (source / "data" / "day 2" / "IMG_0002.JPG").unlink()
    (source / "data" / "extra.jpg").write_bytes(b"extra")
    second = take(source, tmp_path / "e2")
    entries = {entry.path: entry for entry in custody(tmp_path / "e2")}
    assert entries[b"data/day 1/IMG_0001.JPG"].outcome == "new"
    assert entries[b"data/day 1/IMG_0001.JPG"].note == "differs from manifest-md5.txt, manifest-sha256.txt"
    assert entries[b"data/day 2/IMG_0002.JPG"].reason == "missing: listed in manifest-md5.txt"
    assert entries[b"data/extra.jpg"].note == "not listed in a manifest of the bag"
    assert second.refusals == {"missing": 1}
    assert len(second.notes) == 2


def test_our_own_bag_can_be_handed_on(tmp_path: Path) -> None:
    take(make_folder(tmp_path / "src", 9), tmp_path / "e")
    shutil.copytree(tmp_path / "e" / "0001", tmp_path / "copy")
    record = take(tmp_path / "copy", tmp_path / "other")
    assert (record.source_kind, record.refused, record.notes) == ("bag", 0, ())
    subprocess.run(["chmod", "-R", "u+w", str(tmp_path / "copy")], check=True)
