"""Intake of folders: everything that real drives hold, and every path accounted for."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_sources import REQUEST, SHARED, clock, custody, make_folder, outcomes, take
from probata.digest import Digest
from probata.errors import BadInput, Busy, Interrupted
from probata.exhibits.custody import CustodyEntry
from probata.exhibits.folder import FileContent, FolderSource
from probata.exhibits.intake import IntakeRequest, take_in
from probata.exhibits.partial import locked
from probata.exhibits.preserve import preserve
from probata.exhibits.sources import Readable, Refusal, refusal_kind
from probata.exhibits.store import ExhibitStore
from probata.progress import Silent

NAMES = st.binary(min_size=1, max_size=40).filter(lambda name: not set(name) & {0, 0x2F} and name not in {b".", b".."})


def test_a_folder_is_accounted_for_in_order(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "drive")
    record = take(source, tmp_path / "inquiry" / "exhibits")
    assert (record.files, record.refused, record.source_kind) == (40, 0, "folder")
    assert record.known > 0
    entries = custody(tmp_path / "inquiry" / "exhibits")
    assert [entry.path for entry in entries] == sorted(
        os.fsencode(path.relative_to(source)) for path in source.rglob("*") if path.is_file()
    )
    for entry in entries:
        original = source / os.fsdecode(entry.path)
        assert entry.digest == Digest.of(original.read_bytes())
        assert (entry.size_bytes, entry.modified_ns) == (original.stat().st_size, original.stat().st_mtime_ns)
    assert record.kinds == {".jpg": 40}
    assert record.bytes == sum(entry.size_bytes or 0 for entry in entries)


def test_order_is_that_of_the_raw_bytes_of_whole_paths(tmp_path: Path) -> None:
    names = [b"a/b", b"a-b", b"a0", b"a/\xff", b"A/x", b"a.d/x", b"\xe9/y"]
    for name in names:
        path = os.fsencode(tmp_path) + b"/src/" + name
        Path(os.fsdecode(path)).parent.mkdir(parents=True, exist_ok=True)
        Path(os.fsdecode(path)).write_bytes(name)
    take(tmp_path / "src", tmp_path / "e")
    assert [entry.path for entry in custody(tmp_path / "e")] == sorted(names)


def test_what_is_not_a_file_is_refused_and_never_followed(tmp_path: Path) -> None:
    source = tmp_path / "src"
    (source / "deep").mkdir(parents=True)
    (tmp_path / "secret").write_text("outside")
    (source / "link").symlink_to(tmp_path / "secret")
    (source / "loop").symlink_to(source)
    (source / "nowhere").symlink_to("gone")
    os.mkfifo(source / "pipe")
    (source / "empty").touch()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(source / "socket"))
        record = take(source, tmp_path / "e")
    found = outcomes(tmp_path / "e")
    assert found[b"link"] == ("refused", f"symbolic link to {tmp_path / 'secret'}")
    assert found[b"loop"][0] == found[b"nowhere"][0] == "refused"
    assert found[b"pipe"] == ("refused", "named pipe")
    assert found[b"socket"] == ("refused", "socket")
    assert found[b"empty"] == ("new", "")
    assert record.refusals == {"symbolic link": 3, "named pipe": 1, "socket": 1}
    assert ExhibitStore(tmp_path / "e").read(Digest.of(b"")) == b""


def test_names_that_are_not_utf8_keep_their_bytes(tmp_path: Path) -> None:
    source = os.fsencode(tmp_path) + b"/src"
    Path(os.fsdecode(source)).mkdir()
    names = [b"\xff\xfe.jpg", b"line\nend", "caf\u00e9\u2028x".encode(), b'quote"\\', b"x" * 255]
    for name in names:
        Path(os.fsdecode(source + b"/" + name)).write_bytes(name)
    take(Path(os.fsdecode(source)), tmp_path / "e")
    entries = {entry.path: entry for entry in custody(tmp_path / "e")}
    assert set(entries) == set(names)
    assert entries[b"\xff\xfe.jpg"].display_path() == "\\xff\\xfe.jpg"


def test_paths_longer_than_any_system_call_takes(tmp_path: Path) -> None:
    source = tmp_path / "src"
    source.mkdir()
    fd, depth = os.open(source, os.O_RDONLY), 150
    for level in range(depth):
        name = f"{level:03}" + "d" * 60
        os.mkdir(name, dir_fd=fd)
        below = os.open(name, os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = below
        for file in (b"a", b"z"):
            handle = os.open(file, os.O_CREAT | os.O_WRONLY, dir_fd=fd)
            os.write(handle, file + str(level).encode())
            os.close(handle)
    os.close(fd)
    record = take(source, tmp_path / "e")
    assert (record.files, record.new) == (2 * depth, 2 * depth)
    assert max(len(entry.path) for entry in custody(tmp_path / "e")) > 9000
    subprocess.run(["rm", "-rf", str(source)], check=True)


def test_unreadable_files_and_folders_are_refused(tmp_path: Path) -> None:
    """As a user without rights: root reads everything."""
    script = (
        "import os, sys; from pathlib import Path; sys.path[:0] = [sys.argv[1]]\n"
        "from intake_sources import take\n"
        "os.getuid() == 0 and (os.setgroups([]), os.setgid(65534), os.setuid(65534))\n"
        "r = take(Path(sys.argv[2]), Path(sys.argv[3])); print(r.new, sorted(r.refusals.items()))"
    )
    source, home = make_folder(tmp_path / "src", 10), tmp_path / "home"
    (source / "day 0" / "IMG_0000.JPG").chmod(0)
    (source / "day 1").chmod(0)
    home.mkdir()
    home.chmod(0o777)
    for parent in (tmp_path, *tmp_path.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o011)
    argv = [sys.executable, "-c", script, str(Path(__file__).parent), str(source), str(home / "e")]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    (source / "day 1").chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert done.stdout == '7 [("can\'t be read", 1), ("folder can\'t be read", 1)]\n'


def test_a_source_without_files_gives_a_valid_bag(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    assert take(tmp_path / "src", tmp_path / "e").files == 0


def test_hard_links_and_what_earlier_intakes_hold_are_known(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "one", 12)
    (source / "hard").hardlink_to(source / "day 1" / "IMG_0001.JPG")
    first = take(source, tmp_path / "e")
    assert first.known >= 1
    (source / "more").write_bytes(b"only in the second")
    second = take(source, tmp_path / "e")
    assert (second.intake, second.new, second.known) == ("0002", 1, first.files)
    again = take(source, tmp_path / "e", IntakeRequest("Other", "me", "m", "t"))
    assert (again.intake, again.new, again.known) == ("0003", 0, first.files + 1)


class Changing:
    """A file that is written to while it is read, a given number of times."""

    def __init__(self, path: Path, times: int) -> None:
        self._path, self._times = path, times
        self._file = FileContent(os.open(path, os.O_RDONLY))

    def readinto(self, buffer: memoryview) -> int:
        count = self._file.readinto(buffer)
        if count == 0 and self._times:
            self._times -= 1
            with self._path.open("ab") as stream:
                stream.write(b"+")
        return count

    def unchanged(self, size_bytes: int) -> bool:
        return self._file.unchanged(size_bytes)

    def rewind(self) -> bool:
        return self._file.rewind()

    def modified_ns(self) -> int | None:
        return self._file.modified_ns()

    def close(self) -> None:
        self._file.close()


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_file_that_changes_is_read_again(tmp_path: Path, times: int) -> None:
    (tmp_path / "f").write_bytes(b"before")
    done = preserve(Changing(tmp_path / "f", times), tmp_path / "copy", 6, ())
    assert (tmp_path / "copy").read_bytes() == b"before" + b"+" * times
    assert done.digest == Digest.of(b"before" + b"+" * times)
    assert done.modified_ns == (tmp_path / "f").stat().st_mtime_ns


def test_a_file_that_goes_on_changing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"before")
    with pytest.raises(Refusal, match="changed while it was read"):
        preserve(Changing(tmp_path / "f", 9), tmp_path / "copy", 6, ())
    assert not (tmp_path / "copy").exists()


def test_a_file_that_disappears_or_turns_into_a_link_is_refused(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(b"x")
    for item in FolderSource(tmp_path).items():
        path = tmp_path / os.fsdecode(item.path)
        path.unlink()
        if item.path == b"b":
            path.symlink_to("/etc/hostname")
        assert isinstance(item, Readable)
        with pytest.raises(Refusal, match=r"disappeared|can't be read"):
            item.open()


def test_the_source_is_left_as_it_was(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "src", 10)
    files = sorted(source.rglob("*"))
    for path in files:
        os.utime(path, ns=(10**18, 10**18))
    before = {path: path.lstat() for path in files}
    take(source, tmp_path / "e")
    for path, status in before.items():
        after = path.lstat()
        assert (after.st_mtime_ns, after.st_mode, after.st_size) == (status.st_mtime_ns, status.st_mode, status.st_size)
        if path.is_file():
            assert after.st_atime_ns == status.st_atime_ns


def test_what_is_stored_is_read_only(tmp_path: Path) -> None:
    take(make_folder(tmp_path / "src", 10), tmp_path / "e")
    for path in (tmp_path / "e" / "0001", *(tmp_path / "e" / "0001").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o555 if path.is_dir() else 0o444)


@pytest.mark.parametrize("inside", ["drive", "drive/deep/inquiry/exhibits"])
def test_an_inquiry_in_its_own_source_is_refused(tmp_path: Path, inside: str) -> None:
    source = make_folder(tmp_path / "drive", 3)
    with pytest.raises(BadInput, match="in each other"):
        take(source, tmp_path / inside)
    take(source, tmp_path / "e")
    with pytest.raises(BadInput, match="in each other"):
        take(tmp_path / "e" / "0001", tmp_path / "e")


def test_bad_sources_get_one_line(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 a photograph")
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing", "photo.jpg", "pipe", "photo.jpg/below"):
        with pytest.raises(BadInput) as caught:
            take(tmp_path / name, tmp_path / "e")
        assert "\n" not in str(caught.value)
    with pytest.raises(BadInput, match=r"single file.*a folder of its own"):
        take(tmp_path / "photo.jpg", tmp_path / "e")
    with pytest.raises(BadInput, match="who handed it over"):
        take(tmp_path, tmp_path / "e", IntakeRequest("  ", "me", "m", "t"))


def test_two_intakes_at_once(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "src", 3)
    with locked(tmp_path / "e"), pytest.raises(Busy, match="under way"):
        take(source, tmp_path / "e")
    assert take(source, tmp_path / "e").files == 3


class Stopping(Silent):
    """Presses Ctrl-C after some paths; counts what is told."""

    def __init__(self, after: int) -> None:
        self.after, self.done, self.total, self.errors = after, 0, 0, 0

    def stage(self, name: str, total: int, done: int = 0) -> None:
        self.total, self.done = total, done

    def advance(self, units: int = 1) -> None:
        self.done += units
        if self.done == self.after:
            raise KeyboardInterrupt

    def error(self, kind: str) -> None:
        self.errors += 1


def test_ctrl_c_keeps_what_was_read(tmp_path: Path) -> None:
    source = make_folder(tmp_path / "src")
    with pytest.raises(Interrupted) as caught:
        take_in(source, tmp_path / "e", REQUEST, clock=clock, progress=Stopping(20))
    assert caught.value.exit_code == 4
    store = ExhibitStore(tmp_path / "e")
    assert (store.digests(), store.unfinished()) == ([], ["0001"])
    assert len((tmp_path / "e" / "0001.partial" / "journal.jsonl").read_bytes().splitlines()) == 20
    assert take(source, tmp_path / "e").intake == "0001"
    assert ExhibitStore(tmp_path / "e").unfinished() == []


def test_progress_ends_at_its_total(tmp_path: Path) -> None:
    source, watched = make_folder(tmp_path / "src", 15), Stopping(-1)
    (source / "link").symlink_to("x")
    take_in(source, tmp_path / "e", REQUEST, clock=clock, progress=watched)
    assert (watched.done, watched.total, watched.errors) == (16, 16, 1)


@settings(max_examples=25, deadline=None)
@given(
    files=st.dictionaries(NAMES, st.sampled_from([b"", b"same", b"other", b"x" * 5000]), max_size=12),
    links=st.sets(NAMES),
)
def test_every_path_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, files: dict, links: set) -> None:
    base = tmp_path_factory.mktemp("any")
    root = os.fsencode(base / "src")
    (base / "src").mkdir()
    for name, data in files.items():
        Path(os.fsdecode(root + b"/" + name)).write_bytes(data)
    for name in links - set(files):
        Path(os.fsdecode(root + b"/" + name)).symlink_to("target")
    record = take(base / "src", base / "e")
    assert record.files == len(set(files) | links)
    assert record.new == len(set(files.values()))
    assert record.refused == len(links - set(files))
    assert {d.hex for d in ExhibitStore(base / "e").digests()} == {Digest.of(data).hex for data in files.values()}


@given(
    st.builds(
        CustodyEntry,
        order=st.integers(1, 2**40),
        path=st.binary(max_size=300),
        outcome=st.just("new"),
        digest=st.binary(max_size=4).map(Digest.of),
        size_bytes=st.none() | st.integers(0, 2**50),
        modified_ns=st.none() | st.integers(-(2**70), 2**70),
        mode=st.none() | st.integers(0, 0o7777),
        note=st.text(st.characters(exclude_categories=["Cs"])),
    )
)
def test_custody_lines_round_trip(entry: CustodyEntry) -> None:
    line = entry.line()
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert CustodyEntry.from_line(line) == entry


def test_reasons_have_kinds() -> None:
    assert refusal_kind("symbolic link to a: b") == "symbolic link"
    assert refusal_kind("can't be read: Input/output error") == "can't be read"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["photographs", "cameras"])
def test_real_photographs_are_all_accounted_for(tmp_path: Path, name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not beside the checkout")
    record = take(SHARED / name, tmp_path / "e")
    files = [path for path in (SHARED / name).rglob("*") if not path.is_dir()]
    assert record.files == len(files) == record.new + record.known
    assert record.new == len({Digest.of(path.read_bytes()) for path in files})
