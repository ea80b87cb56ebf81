"""Writing so that a power cut leaves the old file or the new one, never half of either."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make new and renamed names in ``folder`` survive a power cut.

    Raises:
        OSError: the folder can't be opened or synced.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_synced(path: Path, data: bytes) -> None:
    """Write a whole file and wait until it is on the disk.

    Raises:
        OSError: it can't be written.
    """
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` in place of the file, in one step.

    Raises:
        OSError: it can't be written; the old file is then still there.
    """
    beside = path.with_name(path.name + ".partial")
    write_synced(beside, data)
    beside.replace(path)
    sync_folder(path.parent)
