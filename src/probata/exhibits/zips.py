"""A zip archive as a source: its members in the order of the archive's directory, never unpacked to paths."""

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from probata.errors import BadInput
from probata.exhibits.custody import display
from probata.exhibits.sources import Item, Limits, Readable, Refusal, Unreadable, Unremarking

_DRIVE = re.compile(rb"[A-Za-z]:")
_ENCRYPTED, _UTF8 = 0x1, 0x800
_EXTENDED_TIME = 0x5455
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error)


def leads_out(path: bytes) -> bool:
    """Whether a member's path would leave the folder that it were unpacked into, on any system."""
    parts = re.split(rb"[/\\]", path)
    return b".." in parts or parts[0] == b"" or bool(_DRIVE.match(path))


class MemberContent:
    """The bytes of one member, from an archive that the intake holds to be unchanged."""

    def __init__(self, stream: IO[bytes], damaged: tuple[type[Exception], ...], modified_ns: int | None) -> None:
        """Take over ``stream``; ``damaged`` are the errors that say the archive is damaged there."""
        self._stream, self._damaged, self._modified_ns = stream, damaged, modified_ns

    def readinto(self, buffer: memoryview) -> int:
        """See `Content`."""
        try:
            data = self._stream.read(len(buffer))
        except self._damaged as error:
            raise Refusal(f"archive is damaged: {' '.join(str(error).split())}") from error
        except NotImplementedError as error:
            raise Refusal(f"can't be unpacked: {error}") from error
        buffer[: len(data)] = data
        return len(data)

    def unchanged(self, size_bytes: int) -> bool:  # noqa: ARG002 - the whole archive is checked instead
        """True: the archive as a whole is checked instead."""
        return True

    def rewind(self) -> bool:
        """Never needed."""
        return False

    def modified_ns(self) -> int | None:
        """As the archive says."""
        return self._modified_ns

    def close(self) -> None:
        """Close the member."""
        self._stream.close()


class ZipSource(Unremarking):
    """The members of a zip archive that are not folders."""

    kind = "zip"
    algorithms: tuple[str, ...] = ()
    concurrent = True
    repeats = True

    def __init__(self, path: Path, limits: Limits) -> None:
        """Read the archive's directory.

        Raises:
            BadInput: there is none that can be read.
        """
        self._limits = limits
        try:
            self._bytes = path.stat().st_size
            self._archive = zipfile.ZipFile(path)
        except (*DAMAGED, NotImplementedError) as error:
            raise BadInput(
                "the zip archive can't be read",
                expected="a whole zip archive",
                found=str(error),
                do="repair a copy, as with `zip -FF`, and take that in",
            ) from error

    def count(self) -> int:
        """The number of members that are not folders."""
        return sum(1 for member in self._archive.infolist() if not _is_folder(member))

    def items(self) -> Iterator[Item]:
        """The members in the order of the archive's directory."""
        total = 0
        files = (member for member in self._archive.infolist() if not _is_folder(member))
        for number, member in enumerate(files, start=1):
            reason = self._refused(member, number, total)
            modified_ns, mode = _unix_time_ns(member.extra), (member.external_attr >> 16) & 0o7777
            local = "" if modified_ns is not None else _local_time(member)
            path = _raw_name(member)
            if reason:
                yield Unreadable(path, reason, member.file_size, modified_ns, mode or None, local)
                continue
            total += member.file_size

            def opened(member: zipfile.ZipInfo = member, modified_ns: int | None = modified_ns) -> MemberContent:
                return self._open(member, modified_ns)

            yield Readable(path, member.file_size, opened, modified_ns, mode or None, local)

    def _refused(self, member: zipfile.ZipInfo, number: int, total: int) -> str:
        limits, size = self._limits, member.file_size
        packed = max(1, min(member.compress_size, self._bytes))
        too_dense = size > limits.ratio_from_bytes and size > limits.ratio * packed
        reasons = {
            "path leads out of the archive": leads_out(_raw_name(member)),
            "encrypted": bool(member.flag_bits & _ENCRYPTED),
            f"beyond the limit of {limits.members} members": number > limits.members,
            f"beyond the limit of {limits.member_bytes} bytes for one path": size > limits.member_bytes,
            f"beyond the limit of {limits.total_bytes} bytes in all": total + size > limits.total_bytes,
            f"beyond the limit of {limits.ratio} times the packed size": too_dense,
        }
        reason = next((text for text, applies in reasons.items() if applies), "")
        return reason or self._irregular(member)

    def _irregular(self, member: zipfile.ZipInfo) -> str:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if stat.S_ISLNK(kind):
            try:
                target = self._archive.open(member).read(4096)
            except (*DAMAGED, NotImplementedError):
                target = b"?"
            return f"symbolic link to {display(target)}"
        return "" if kind in (0, stat.S_IFREG) else "not a file in the archive"

    def _open(self, member: zipfile.ZipInfo, modified_ns: int | None) -> MemberContent:
        try:
            return MemberContent(self._archive.open(member), DAMAGED, modified_ns)
        except DAMAGED as error:
            raise Refusal(f"archive is damaged: {' '.join(str(error).split())}") from error
        except (NotImplementedError, RuntimeError) as error:
            raise Refusal(f"can't be unpacked: {error}") from error

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()


def _is_folder(member: zipfile.ZipInfo) -> bool:
    """As `ZipInfo.is_dir`, which can't take an empty name."""
    return member.filename.endswith("/")


def _raw_name(member: zipfile.ZipInfo) -> bytes:
    """The name's bytes as in the archive: zipfile decodes as UTF-8 where flagged, else as code page 437."""
    return member.orig_filename.encode("utf-8" if member.flag_bits & _UTF8 else "cp437", "surrogateescape")


def _local_time(member: zipfile.ZipInfo) -> str:
    year, month, day, hour, minute, second = member.date_time
    valid = 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 60
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}" if valid else ""


def _unix_time_ns(extra: bytes) -> int | None:
    """The UTC time of change from the extended timestamp field, where there is one.

    Source: Info-ZIP, extrafld.txt, field 0x5455.
    """
    while len(extra) >= 4:
        field, size = struct.unpack_from("<HH", extra)
        body = extra[4 : 4 + size]
        if field == _EXTENDED_TIME and len(body) >= 5 and body[0] & 1:
            return int(struct.unpack_from("<i", body, 1)[0]) * 1_000_000_000
        extra = extra[4 + size :]
    return None
