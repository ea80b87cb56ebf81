"""Writing to the inquiry's disk so that it lasts, with errors that say what to do."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from probata.errors import BadInput, NoSpace, ProbataError

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextlib.contextmanager
def storing() -> Iterator[None]:
    """Translate errors of writing.

    Raises:
        NoSpace: the disk is full, or can't hold a file that large.
        BadInput: it can't be written for another reason.
    """
    try:
        yield
    except OSError as error:
        raise _translated(error) from error


def _translated(error: OSError) -> ProbataError:
    again = "make room; the same command continues"
    if error.errno in _FULL:
        return NoSpace("the inquiry's disk is full", found=error.strerror or "", do=again)
    if error.errno == errno.EFBIG:
        return NoSpace("a file is too large for the inquiry's disk", do="use another disk; the same command continues")
    return BadInput(
        "the exhibits can't be written",
        found=error.strerror or str(error),
        do="check the disk; the same command continues",
    )


def sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, last.

    Raises:
        OSError: the disk says no.
    """
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_all(fd: int, data: memoryview) -> None:
    """Write all of ``data``.

    Raises:
        OSError: the disk says no.
    """
    while data:
        data = data[os.write(fd, data) :]


def write_file(path: Path, pieces: Iterable[bytes], mode: int = 0o444) -> None:
    """Write a file anew, in place of one of that name, so that it lasts.

    Raises:
        OSError: the disk says no.
    """
    path.unlink(missing_ok=True)
    with path.open("xb") as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    set_mode(path, mode)


def set_mode(path: Path, mode: int) -> None:
    """Set permissions, where the disk has any."""
    with contextlib.suppress(PermissionError, NotImplementedError):
        path.chmod(mode)


def remove_tree(folder: Path) -> None:
    """Remove a folder of our own with all below, read-only or not.

    Raises:
        OSError: it can't be removed.
    """
    if not folder.exists():
        return
    for parent, _, _ in os.walk(folder):
        set_mode(Path(parent), 0o755)
    shutil.rmtree(folder)
