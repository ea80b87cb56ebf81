"""Files and folders of the report appear whole or not at all."""

import os
import shutil
from pathlib import Path


def replace_file(target: Path, data: bytes) -> None:
    """Write ``data`` beside ``target``, to the disk, and put it in its place in one step.

    Raises:
        OSError: it can't be written; ``target`` is as it was.
    """
    partial = target.with_name(target.name + ".partial")
    with partial.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(target)


def fresh_folder(target: Path) -> Path:
    """An empty folder beside ``target``, to be filled and then handed to `replace_folder`."""
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    return partial


def replace_folder(target: Path) -> None:
    """Put the filled folder in the place of ``target``; what was there is removed."""
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(target, ignore_errors=True)
    partial.replace(target)
