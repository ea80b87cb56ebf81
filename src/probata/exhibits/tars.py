"""A tar archive, plain or compressed, as a source: its members in their order, never unpacked to paths.

Sizes stand in a tar's headers before the bytes, so that limits hold before anything is unpacked. Where a compressed
archive goes beyond them, or is damaged, nothing after that point can be reached: a note of the intake says so.
"""

import bz2
import contextlib
import gzip
import io
import lzma
import os
import tarfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO

from probata.errors import BadInput
from probata.exhibits.custody import display
from probata.exhibits.sources import Item, Limits, Readable, Refusal, Unreadable, Unremarking
from probata.exhibits.zips import MemberContent, leads_out

_LARGEST_READ = 64 << 20
_BLOCK = 512
_DAMAGED = (
    tarfile.TarError, zlib.error, lzma.LZMAError,
    EOFError, OSError, ValueError, OverflowError, RecursionError, IndexError,
)  # fmt: skip
_LARGEST = (1 << 53) - 1  # what custody can hold
_KINDS = {
    tarfile.CHRTYPE: "character device",
    tarfile.BLKTYPE: "block device",
    tarfile.FIFOTYPE: "named pipe",
}


class _Guarded(io.RawIOBase):
    """A stream that refuses to read huge pieces at once, which only a forged header asks for."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.last = stream, b""

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LARGEST_READ:
            raise OSError("a header asks for too many bytes")
        self.last = self._stream.read(size)
        return self.last

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


class TarSource(Unremarking):
    """The members of a tar archive that are not folders."""

    kind = "tar"
    algorithms: tuple[str, ...] = ()
    concurrent = False
    repeats = True

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open the archive and read its first header.

        Raises:
            BadInput: it is not a tar archive, or damaged from its beginning.
        """
        self._path, self._limits, self._notes = path, limits, ""
        self._bytes = path.stat().st_size
        self._compressed = False
        try:
            with self._open():
                pass
        except _DAMAGED as error:
            raise BadInput(
                "the tar archive can't be read", expected="a whole tar archive", found=str(error) or "its end too early"
            ) from error

    def _open(self) -> "_Archive":
        with contextlib.ExitStack() as unless_opened:
            stream = unless_opened.enter_context(self._path.open("rb"))
            magic = stream.read(6)
            stream.seek(0)
            plain: IO[bytes] = stream
            if magic.startswith(b"\x1f\x8b"):
                plain = gzip.GzipFile(fileobj=stream)  # type: ignore[assignment]
            elif magic.startswith(b"BZh"):
                plain = bz2.BZ2File(stream)
            elif magic.startswith(b"\xfd7zXZ\x00"):
                plain = lzma.LZMAFile(stream)  # noqa: SIM115 - closed with the archive
            self._compressed = plain is not stream
            archive = _Archive(fileobj=_Guarded(plain), stream=stream)
            unless_opened.pop_all()
            return archive

    def count(self) -> int:
        """The number of members that are not folders, as far as the archive can be read."""
        return sum(1 for _ in self.items())

    def items(self) -> Iterator[Item]:
        """The members in their order."""
        self._notes, total, number, last = "", 0, 0, "the beginning"
        with self._open() as archive:
            while True:
                try:
                    member = archive.next()
                except _DAMAGED as error:
                    self._notes = f"the archive is damaged after {last}, nothing further was read: {error}"
                    return
                if member is None:
                    self._notes = _end(archive, last)
                    return
                archive.forget()  # keeps memory from growing with the number of members
                last = display(_raw(member.name))
                if member.isdir():
                    continue
                number += 1
                reason = self._refused(member, number, total)
                yield _item(archive, member, reason)
                if not 0 <= member.size <= _LARGEST:
                    self._notes = f"the archive is damaged after {last}, nothing further was read: its size is none"
                    return
                if not reason or self._compressed:
                    total += member.size
                if reason.startswith("beyond") and self._compressed:
                    self._notes = f"nothing was read after {last}, which is {reason}"
                    return

    def _refused(self, member: tarfile.TarInfo, number: int, total: int) -> str:
        limits, size = self._limits, member.size
        if not 0 <= size <= _LARGEST:
            return f"archive is damaged: a size of {size} bytes"
        unpacked = total + size if self._compressed else size
        too_dense = unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * self._bytes
        reasons = {
            f"beyond the limit of {limits.members} members": number > limits.members,
            f"beyond the limit of {limits.member_bytes} bytes for one path": size > limits.member_bytes,
            f"beyond the limit of {limits.total_bytes} bytes in all": total + size > limits.total_bytes,
            f"beyond the limit of {limits.ratio} times the packed size": too_dense,
            "path leads out of the archive": leads_out(_raw(member.name)),
            f"symbolic link to {display(_raw(member.linkname))}": member.issym(),
            f"hard link to {display(_raw(member.linkname))}": member.islnk(),
        }
        reason = next((text for text, applies in reasons.items() if applies), "")
        return reason or ("" if member.isfile() else _KINDS.get(member.type, "not a file in the archive"))

    def notes(self) -> tuple[str, ...]:
        """Where the archive could not be read to its end."""
        return (self._notes,) if self._notes else ()


class _Archive(tarfile.TarFile):
    """A tar archive over an uncompressed stream, which closes the file below too."""

    def __init__(self, fileobj: _Guarded, stream: IO[bytes]) -> None:
        self._below, self.guarded = stream, fileobj
        super().__init__(fileobj=fileobj, mode="r", encoding="utf-8", errors="surrogateescape")

    def forget(self) -> None:
        """Drop what tarfile keeps of the members read so far."""
        self.members: list[tarfile.TarInfo] = []

    def close(self) -> None:
        super().close()
        self._below.close()


def _item(archive: tarfile.TarFile, member: tarfile.TarInfo, reason: str) -> Item:
    path, mode = _raw(member.name), member.mode & 0o7777
    modified_ns = _time_ns(member)
    if reason:
        size = member.size if member.isfile() and 0 <= member.size <= _LARGEST else None
        return Unreadable(path, reason, size, modified_ns, mode)

    def opened() -> MemberContent:
        try:
            stream = archive.extractfile(member)
        except _DAMAGED as error:
            raise Refusal(f"archive is damaged: {error}") from error
        if stream is None:
            raise Refusal("not a file in the archive")
        return MemberContent(stream, _DAMAGED, modified_ns)

    return Readable(path, member.size, opened, modified_ns, mode)


def _raw(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _time_ns(member: tarfile.TarInfo) -> int | None:
    """The time of change; a PAX header gives it as decimal text, exact where a float is not."""
    try:
        nanoseconds = int(Decimal(str(member.pax_headers.get("mtime", member.mtime))) * 1_000_000_000)
    except (ArithmeticError, ValueError):
        return None
    return nanoseconds if abs(nanoseconds) < 10**27 else None


def _end(archive: _Archive, last: str) -> str:
    """What is wrong with the end that tarfile came to: it stops without a word at a header that it can't read."""
    block = archive.guarded.last
    if not block:
        return f"the archive ends after {last} without its end mark; it may have been cut there"
    if len(block) < _BLOCK or block.strip(b"\0"):
        return f"the archive is damaged after {last}, nothing further was read: not a header"
    return ""
