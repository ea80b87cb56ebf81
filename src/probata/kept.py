"""Links that took long to compute, kept in files: ``links/<name>-<key>``.

Rules:
* A key is made of everything that the links were computed from; another key is another file, and the old one goes.
* Whoever verifies doesn't read them. A file that is damaged, or doesn't belong to its digest, counts for nothing.
"""

import hashlib
import os
from pathlib import Path

_DIGEST_BYTES = 32


class KeptLinks:
    """Links under a folder.

    Args:
        folder: where.
        write: whether new ones are kept; else ``put`` does nothing, as for an inquiry that is only looked at.
    """

    def __init__(self, folder: Path, *, write: bool = False) -> None:
        self._folder, self._write = folder, write

    def get(self, name: str, key: str) -> bytes | None:
        """See `probata.snapshot.Kept`."""
        try:
            data = (self._folder / f"{name}-{key}").read_bytes()
        except OSError:
            return None
        digest, kept = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        return kept if hashlib.sha256(kept).digest() == digest else None

    def put(self, name: str, key: str, data: bytes) -> None:
        """See `probata.snapshot.Kept`.

        Raises:
            OSError: the disk is full, or can't be written.
        """
        if not self._write:
            return
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"{name}-{key}"
        beside = self._folder / f".{name}-{os.getpid()}"
        beside.write_bytes(hashlib.sha256(data).digest() + data)
        beside.rename(path)
        for other in self._folder.glob(f"{name}-*"):
            if other != path:
                other.unlink(missing_ok=True)
