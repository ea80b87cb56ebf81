"""A folder as a source: every path below it, in the order of the paths' raw bytes.

Folders are opened one relative to the other, so that no path is too long and no symbolic link is followed.
Only a few folders are held open however deep they lie: the way back up is ``..``, checked against device and inode.
"""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from probata.errors import BadInput
from probata.exhibits.custody import display
from probata.exhibits.sources import Item, Readable, Refusal, Unreadable, Unremarking

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_FOLDER = _READ | os.O_DIRECTORY
_HELD_OPEN = 64
_KINDS = (
    (stat.S_ISFIFO, "named pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISBLK, "block device"),
    (stat.S_ISCHR, "character device"),
)


def open_unfollowed(name: bytes, flags: int, dir_fd: int | None = None) -> int:
    """A file descriptor of ``name``, without following links and, where allowed, without touching its access time.

    Raises:
        OSError: it can't be opened.
    """
    try:
        return os.open(name, flags | os.O_NOATIME, dir_fd=dir_fd)
    except PermissionError:
        return os.open(name, flags, dir_fd=dir_fd)


class FileContent:
    """The bytes of an open file, which may change while they are read."""

    def __init__(self, fd: int) -> None:
        """Take over the open file ``fd``."""
        self._fd, self._before, self._left = fd, os.fstat(fd), 0
        self.rewind()

    def readinto(self, buffer: memoryview) -> int:
        """See `Content`; never gives more than one byte beyond the size that the file had at first."""
        try:
            count = os.readv(self._fd, [buffer[: self._left]]) if self._left else 0
        except OSError as error:
            raise Refusal(f"can't be read: {error.strerror}") from error
        self._left -= count
        return count

    def unchanged(self, size_bytes: int) -> bool:
        """Whether size and time of change are as before, and all of the size was read."""
        after = os.fstat(self._fd)
        same = (after.st_size, after.st_mtime_ns) == (self._before.st_size, self._before.st_mtime_ns)
        return same and size_bytes == after.st_size

    def rewind(self) -> bool:
        """Begin again; always possible."""
        os.lseek(self._fd, 0, os.SEEK_SET)
        self._before = os.fstat(self._fd)
        self._left = self._before.st_size + 1
        return True

    def modified_ns(self) -> int | None:
        """The time of change before the reading began."""
        return self._before.st_mtime_ns

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)


@dataclass(slots=True)
class _Level:
    """A folder on the way from the source to the current path."""

    prefix: bytes
    names: list[tuple[bytes, bool]]  # last first; whether it is a folder
    identity: tuple[int, int]
    fd: int = field(default=-1)  # −1: let go of, to be reached by ``..``


class FolderSource(Unremarking):
    """All paths below a folder but the folders themselves; folders that can't be read are paths that are refused."""

    kind = "folder"
    algorithms: tuple[str, ...] = ()
    concurrent = True
    repeats = False

    def __init__(self, root: Path) -> None:
        """Look at ``root``, which may be reached through symbolic links of the user's.

        Raises:
            BadInput: it can't be read.
        """
        self._root = os.fsencode(root)
        try:
            os.scandir(self._root).close()
        except OSError as error:
            raise BadInput("the source can't be read", found=f"{display(self._root)}: {error.strerror}") from error

    def count(self) -> int:
        """The number of paths now."""
        return sum(1 for _ in self.items())

    def items(self) -> Iterator[Item]:
        """Every path that is not a folder, by the raw bytes of the whole path."""
        try:
            fd = os.open(self._root, (_FOLDER & ~os.O_NOFOLLOW))
        except OSError as error:
            raise BadInput(
                "the source went away while it was read",
                expected=display(self._root),
                found=error.strerror or str(error),
                do="put it back; the same command continues",
            ) from error
        stack = [_level(fd, b"")]
        try:
            while stack:
                level = stack[-1]
                if not level.names:
                    yield from _leave(stack)
                    continue
                name, is_folder = level.names.pop()
                path = level.prefix + name
                if not is_folder:
                    yield _item(level.fd, name, path)
                elif isinstance(below := _enter(level, name, path), Unreadable):
                    yield below
                else:
                    stack.append(below)
                    _let_go(stack)
        finally:
            for level in stack:
                if level.fd >= 0:
                    os.close(level.fd)


def _level(fd: int, prefix: bytes) -> _Level:
    """List a folder, last name first.

    A folder sorts as if its name ended in ``/``: that is the order of the whole paths.
    """
    status = os.fstat(fd)
    with os.scandir(fd) as entries:
        names = [(os.fsencode(entry.name), entry.is_dir(follow_symlinks=False)) for entry in entries]
    names.sort(key=lambda each: each[0] + b"/" if each[1] else each[0], reverse=True)
    return _Level(prefix, names, (status.st_dev, status.st_ino), fd)


def _enter(above: _Level, name: bytes, path: bytes) -> _Level | Unreadable:
    try:
        fd = open_unfollowed(name, _FOLDER, above.fd)
    except OSError as error:
        return Unreadable(path + b"/", _reason(error, "folder "))
    try:
        return _level(fd, path + b"/")
    except OSError as error:
        os.close(fd)
        return Unreadable(path + b"/", _reason(error, "folder "))


def _let_go(stack: list[_Level]) -> None:
    """Close the folder that lies ``_HELD_OPEN`` above, so that depth does not use up descriptors."""
    if len(stack) > _HELD_OPEN + 1 and stack[-1 - _HELD_OPEN].fd >= 0:
        os.close(stack[-1 - _HELD_OPEN].fd)
        stack[-1 - _HELD_OPEN].fd = -1


def _leave(stack: list[_Level]) -> Iterator[Item]:
    """Go up one folder; where it is no longer the same one, its remaining names are refused."""
    left = stack.pop()
    try:
        while stack and stack[-1].fd < 0:
            above = stack[-1]
            fd = os.open("..", _FOLDER, dir_fd=left.fd)
            status = os.fstat(fd)
            if (status.st_dev, status.st_ino) == above.identity:
                above.fd = fd
                break
            os.close(fd)
            stack.pop()
            for name, is_folder in reversed(above.names):
                yield Unreadable(above.prefix + name + b"/" * is_folder, "folder was moved while it was read")
    finally:
        os.close(left.fd)


def _item(folder_fd: int, name: bytes, path: bytes) -> Item:
    try:
        status = os.stat(name, dir_fd=folder_fd, follow_symlinks=False)
        reason = _irregular(status, name, folder_fd)
    except OSError as error:
        return Unreadable(path, _reason(error))
    mode = stat.S_IMODE(status.st_mode)
    if reason:
        return Unreadable(path, reason, None, status.st_mtime_ns, mode)

    def opened() -> FileContent:
        return _open_file(folder_fd, name)

    return Readable(path, status.st_size, opened, status.st_mtime_ns, mode)


def _irregular(status: os.stat_result, name: bytes, folder_fd: int) -> str:
    if stat.S_ISREG(status.st_mode):
        return ""
    if stat.S_ISLNK(status.st_mode):
        return f"symbolic link to {display(os.readlink(name, dir_fd=folder_fd))}"
    return next((text for test, text in _KINDS if test(status.st_mode)), "not a file: changed while it was read")


def _open_file(folder_fd: int, name: bytes) -> FileContent:
    try:
        fd = open_unfollowed(name, _READ, folder_fd)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise Refusal("changed while it was read")
        return FileContent(fd)
    except OSError as error:
        raise Refusal(_reason(error)) from error


def _reason(error: OSError, what: str = "") -> str:
    if error.errno == errno.ENOENT:
        return f"{what}disappeared before it was read"
    return f"{what}can't be read: {error.strerror}"
