"""The one pass over the bytes of a path: read, digest and copy."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from probata.digest import Digest
from probata.exhibits.disk import storing, write_all
from probata.exhibits.sources import Content, Refusal

_ATTEMPTS = 3
_PIECE_BYTES = 256 << 10
_MOST_ROOM_BYTES = 256 << 20  # an archive may lie about sizes
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Preserved:
    """What the pass gave.

    Attributes:
        digests: hex digests by their names in hashlib; SHA-256 and SHA-512 always.
        size_bytes: the bytes read.
        modified_ns: the time of the last change of what was read.
    """

    digests: dict[str, str]
    size_bytes: int
    modified_ns: int | None

    @property
    def digest(self) -> Digest:
        """The exhibit's digest."""
        return Digest(self.digests["sha256"])


def preserve(content: Content, target: Path, size_bytes: int, algorithms: Sequence[str]) -> Preserved:
    """Copy ``content`` to ``target`` and take its digests; again, up to three times, when it changed meanwhile.

    Args:
        content: closed afterwards, whatever happens.
        target: a file that does not exist yet; after a `Refusal` it does not exist either.
        size_bytes: the size to be expected; room is set aside for it.
        algorithms: digests wanted beside SHA-256 and SHA-512.

    Raises:
        Refusal: the content can't be read, or did not stay the same.
        NoSpace: the disk is full.
        BadInput: the copy can't be written.
    """
    with contextlib.closing(content), contextlib.ExitStack() as unless_kept:
        unless_kept.callback(target.unlink, missing_ok=True)
        for _ in range(_ATTEMPTS):
            modified_ns = content.modified_ns()
            digests, read_bytes = _copy(content, target, size_bytes, ("sha256", "sha512", *algorithms))
            if content.unchanged(read_bytes):
                unless_kept.pop_all()
                return Preserved(digests, read_bytes, modified_ns)
            if not content.rewind():
                break
        raise Refusal("changed while it was read")


def _copy(content: Content, target: Path, room_bytes: int, algorithms: Sequence[str]) -> tuple[dict[str, str], int]:
    hashes = [hashlib.new(name) for name in algorithms]
    buffer, size_bytes = _buffer(), 0
    room_bytes = min(room_bytes, _MOST_ROOM_BYTES)
    with storing():
        fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            if room_bytes:
                os.posix_fallocate(fd, 0, room_bytes)  # five times less CPU than writing without, on ext4
            while count := content.readinto(buffer):
                piece = buffer[:count]
                for each in hashes:
                    each.update(piece)
                write_all(fd, piece)
                size_bytes += count
            if size_bytes < room_bytes:
                os.ftruncate(fd, size_bytes)
        finally:
            os.close(fd)
    return {each.name: each.hexdigest() for each in hashes}, size_bytes


def _buffer() -> memoryview:
    """A buffer of the thread's own, used again for each path."""
    if not hasattr(_local, "buffer"):
        _local.buffer = memoryview(bytearray(_PIECE_BYTES))
    buffer: memoryview = _local.buffer
    return buffer
