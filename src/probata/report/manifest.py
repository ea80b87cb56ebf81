"""The digest of each file of a report, so that one seal fixes all of them: pages, prose and PDF, not figures alone.

``report/manifest-sha256.txt`` is checked by ``sha256sum -c`` inside ``report/``. ``figures.json`` is not in it: the
seal names it itself. Files that are not listed are not looked at.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from probata.digest import Digest, digest_of
from probata.problems import Problem
from probata.report.render import LISTINGS
from probata.report.replace import replace_file

MANIFEST = "manifest-sha256.txt"
SEALED_AS = "report/manifest-sha256.txt"  # its name among the inputs of a seal
_LINE = re.compile(r"([0-9a-f]{64})  ([!-~]+(?: [!-~]+)*)")
PAGES = ("report.html", "report.pdf")


def write_manifest(folder: Path) -> Digest:
    """List the files of a report that was written whole.

    Returns:
        the digest of the list.

    Raises:
        OSError: a file can't be read, or the list can't be written.
    """
    names = [name for name in PAGES if (folder / name).is_file()]
    names += sorted(f"{LISTINGS}/{path.name}" for path in (folder / LISTINGS).iterdir())
    lines = [f"{digest_of(folder / name)}  {name}\n" for name in names]
    data = "".join(lines).encode("ascii")
    replace_file(folder / MANIFEST, data)
    return Digest.of(data)


def manifest_digest(folder: Path) -> Digest | None:
    """The digest of the list on disk; None where there is none that can be read."""
    data = _read(folder / MANIFEST)
    return None if data is None else Digest.of(data)


def recheck_files(folder: Path, sealed: Digest) -> Iterator[Problem]:
    """``report-changed`` for the list, if it is not the sealed one, else for each file that is not as listed."""
    data = _read(folder / MANIFEST)
    if data is None or Digest.of(data) != sealed:
        found = "no file that can be read" if data is None else str(Digest.of(data))
        yield Problem("report-changed", f"report/{MANIFEST}", f"{sealed}, as sealed", found)
        return
    for line in data.decode("ascii", "replace").splitlines():
        if match := _LINE.fullmatch(line):
            found = _found(folder / match[2])
            if found != match[1]:
                yield Problem("report-changed", f"report/{match[2]}", f"{match[1]}, as sealed", found)


def _found(path: Path) -> str:
    try:
        return str(digest_of(path))
    except OSError as error:
        return os.strerror(error.errno or 0)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
