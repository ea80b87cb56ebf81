"""What every source gives: its paths in a fixed order, each readable or refused with a reason.

A source is only ever read. A kind of source is one module: ``folder``, ``zips``, ``tars``, ``bags``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol


class Refusal(Exception):
    """The bytes of one path can't be taken; the intake goes on.

    Attributes:
        reason: why, in words; up to ``:`` or ``to`` it names the kind of reason.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refusal_kind(reason: str) -> str:
    """The kind of a reason: ``symbolic link`` of ``symbolic link to ../a``."""
    return re.split(r": | to ", reason, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to; beyond it, paths are refused. Folders and bags have no limits.

    Attributes:
        members: paths in the archive.
        total_bytes: sum of the unpacked sizes.
        member_bytes: unpacked size of one path.
        ratio: unpacked size over packed size, from ``ratio_from_bytes`` on: small files of zeros are harmless.
        ratio_from_bytes: unpacked size from which the ratio counts.
    """

    members: int = 2_000_000
    total_bytes: int = 4 << 40
    member_bytes: int = 64 << 30
    ratio: int = 200
    ratio_from_bytes: int = 64 << 20


class Content(Protocol):
    """The bytes of one path while they are read."""

    def readinto(self, buffer: memoryview) -> int:
        """Fill ``buffer`` from the next bytes and give their number, 0 at the end.

        Raises:
            Refusal: they can't be read.
        """

    def unchanged(self, size_bytes: int) -> bool:
        """Whether the ``size_bytes`` read are what the path held from the first to the last byte."""

    def rewind(self) -> bool:
        """Begin again from the first byte, where that is possible."""

    def modified_ns(self) -> int | None:
        """The time of the last change, as known when the reading began."""

    def close(self) -> None:
        """Let go of it."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that is refused without trying to read it."""

    path: bytes
    reason: str
    size_bytes: int | None = None
    modified_ns: int | None = None
    mode: int | None = None
    modified_local: str = ""


@dataclass(frozen=True, slots=True)
class Readable:
    """A path whose bytes can be asked for, until the source is asked for the next path.

    Attributes:
        open: gives the content; raises `Refusal`.
    """

    path: bytes
    size_bytes: int
    open: Callable[[], Content]
    modified_ns: int | None = None
    mode: int | None = None
    modified_local: str = ""


Item = Readable | Unreadable


class Source(Protocol):
    """A folder, archive or bag."""

    kind: str
    algorithms: tuple[str, ...]
    """Digests wanted by `remark` beside SHA-256 and SHA-512, by their names in hashlib."""
    concurrent: bool
    """Whether contents may be read while later ones are opened."""
    repeats: bool
    """Whether a path may be given more than once."""

    def count(self) -> int:
        """How many paths `items` will give, without reading their bytes."""

    def items(self) -> Iterator[Item]:
        """The paths in the order of the source."""

    def remark(self, path: bytes, digests: Mapping[str, str]) -> str:
        """What the source itself says against these digests of ``path``; empty when nothing."""

    def notes(self) -> tuple[str, ...]:
        """What is to be known of the source as a whole, after `items` came to its end."""

    def close(self) -> None:
        """Let go of it."""


class Unremarking:
    """Base of sources that say nothing about their paths or themselves, and hold nothing."""

    def remark(self, path: bytes, digests: Mapping[str, str]) -> str:  # noqa: ARG002 - nothing to compare with
        """Nothing."""
        return ""

    def notes(self) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def close(self) -> None:
        """Nothing is held."""
