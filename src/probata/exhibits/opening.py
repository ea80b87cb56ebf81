"""Which kind of source the user named, and whether it may be taken in."""

import os
import tarfile
import zipfile
from pathlib import Path

from probata.errors import BadInput
from probata.exhibits.bags import BagSource, is_bag
from probata.exhibits.custody import display
from probata.exhibits.folder import FolderSource
from probata.exhibits.sources import Limits, Source
from probata.exhibits.tars import TarSource
from probata.exhibits.zips import ZipSource

_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_TAR_MAGIC = slice(257, 262)


def open_source(source: Path, exhibits: Path, limits: Limits) -> Source:
    """The source behind a path, open for reading.

    Args:
        source: a folder, a bag's folder, or a zip or tar archive.
        exhibits: where the exhibits are kept; it and the source may not lie in each other.
        limits: what an archive may unpack to.

    Raises:
        BadInput: there is nothing that can be taken in.
    """
    shown = display(os.fsencode(source))
    try:
        resolved, kept = source.resolve(strict=True), exhibits.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise BadInput("the source can't be found", expected="a folder or an archive", found=shown) from error
    if kept.is_relative_to(resolved) or resolved.is_relative_to(kept):
        raise BadInput(
            "the source and the inquiry lie in each other",
            expected="a source apart from the inquiry's folder",
            found=shown,
            do="choose another folder for the inquiry",
        )
    if resolved.is_dir():
        return BagSource(resolved) if is_bag(resolved) else FolderSource(resolved)
    if resolved.is_file():
        return _open_archive(resolved, shown, limits)
    raise BadInput("the source is not a folder or a file", found=shown)


def _open_archive(path: Path, shown: str, limits: Limits) -> Source:
    try:
        with path.open("rb") as stream:
            head = stream.read(512)
        if head.startswith(b"PK"):
            return ZipSource(path, limits)
        if head.startswith(_COMPRESSED) or head[_TAR_MAGIC] == b"ustar" or tarfile.is_tarfile(path):
            return TarSource(path, limits)
        if zipfile.is_zipfile(path) and not head.startswith((b"\xff\xd8", b"\x89PNG")):
            return ZipSource(path, limits)
    except OSError as error:
        raise BadInput("the source can't be read", found=f"{shown}: {error.strerror}") from error
    raise BadInput(
        "the source is a single file",
        expected="a folder, a BagIt bag, or a zip or tar archive",
        found=shown,
        do="put it into a folder of its own and take in the folder",
    )
