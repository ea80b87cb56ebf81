"""Packed bytes are unpacked as far as a limit, and no further.

Not here: what the bytes mean.
"""

import importlib
import zlib
from functools import cache
from typing import Any

_STEP = 1 << 12  # small, since what is left of a step is copied at the end of each gzip member
_OUT = 1 << 18
_GZIP = 31


class Unpacked:
    """A stream over bytes that may be gzip members one after another; never longer than its limit.

    Attributes:
        expanded: bytes given so far.
        ended: whether nothing is left.
        problem: why it ended before its time; "" where it didn't.
    """

    def __init__(self, data: bytes, most: int) -> None:
        self._data, self._most, self._place = data, most, 0
        self._packed = data.startswith(b"\x1f\x8b")
        self._member: Any = zlib.decompressobj(_GZIP) if self._packed else None
        self._waiting = b""
        self._buffer = bytearray()
        self._begun = 0
        self.expanded = 0
        self.ended = False
        self.problem = ""

    def line(self, longest: int) -> bytes:
        """The next line with its end, cut at ``longest`` bytes; empty at the end."""
        while (found := self._buffer.find(b"\n", self._begun, self._begun + longest)) < 0:
            if len(self._buffer) - self._begun >= longest or not self._fill():
                return self._take(min(longest, len(self._buffer) - self._begun))
        return self._take(found + 1 - self._begun)

    def read(self, size: int) -> bytes:
        """The next bytes; fewer at the end."""
        while len(self._buffer) - self._begun < size and self._fill():
            pass
        return self._take(min(size, len(self._buffer) - self._begun))

    def skip(self, size: int) -> None:
        """Pass over some bytes."""
        while size > 0:
            taken = len(self._take(min(size, len(self._buffer) - self._begun)))
            size -= taken
            if size > 0 and not taken and not self._fill():
                return

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[self._begun : self._begun + size])
        self._begun += size
        if self._begun > _OUT:
            del self._buffer[: self._begun]
            self._begun = 0
        return taken

    def _fill(self) -> bool:
        """Unpack a little more; whether there was more."""
        while not self.ended:
            more = self._unpack() if self._packed else self._copy()
            if len(more) + self.expanded > self._most:
                more, self.ended = more[: self._most - self.expanded], True
                self.problem = f"limit: unpacked to {self._most} bytes"
            if more:
                self.expanded += len(more)
                self._buffer += more
                return True
        return False

    def _copy(self) -> bytes:
        more = self._data[self._place : self._place + _OUT]
        self._place += len(more)
        self.ended = not more
        return more

    def _unpack(self) -> bytes:
        if self._member.eof:
            rest = self._member.unused_data or self._next()
            if not rest.startswith(b"\x1f"):
                self.ended = True
                self.problem = "damaged: after a gzip member comes something else" if rest.strip(b"\0") else ""
                return b""
            self._member, self._waiting = zlib.decompressobj(_GZIP), rest
        packed = self._waiting or self._next()
        if not packed:
            self.ended, self.problem = True, "damaged: gzip ends before its time"
            return b""
        try:
            more: bytes = self._member.decompress(packed, _OUT)
        except zlib.error:
            self.ended, self.problem = True, "damaged: gzip that can't be unpacked"
            return b""
        self._waiting = self._member.unconsumed_tail
        return more

    def _next(self) -> bytes:
        more = self._data[self._place : self._place + _STEP]
        self._place += len(more)
        return more


def undo(data: bytes, encoding: str, most: int) -> tuple[bytes, str]:
    """What a content encoding packed, as far as a limit; and what went wrong, "" for nothing."""
    if encoding in ("gzip", "x-gzip"):
        stream = Unpacked(data, most)
        found = stream.read(most)
        stream.read(1)  # whether there would be more
        return found, stream.problem
    if encoding == "deflate":
        return _inflated(data, most)
    if encoding == "br":
        return _brotli(data, most)
    return data, f"content encoding {encoding[:20]!r} is not read"


def _inflated(data: bytes, most: int) -> tuple[bytes, str]:
    for bits in (15, -15):  # with zlib's header, as it should be, or without, as some servers send it
        try:
            unpacking = zlib.decompressobj(bits)
            found = unpacking.decompress(data, most)
            return found, "" if unpacking.eof else "damaged: deflate ends before its time, or beyond the limit"
        except zlib.error:
            continue
    return b"", "damaged: deflate that can't be unpacked"


def _brotli(data: bytes, most: int) -> tuple[bytes, str]:
    try:
        library = _brotli_library()
    except ImportError:
        return b"", "content encoding 'br' is not read: the library brotli is not installed"
    unpacking = library.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        more = unpacking.process(data, output_buffer_limit=_OUT)
        while more and size + len(more) <= most:
            parts.append(more)
            size += len(more)
            more = unpacking.process(b"", output_buffer_limit=_OUT)
    except library.error:
        return b"".join(parts), "damaged: brotli that can't be unpacked"
    return b"".join(
        parts
    ), "" if unpacking.is_finished() else "damaged: brotli ends before its time, or beyond the limit"


@cache
def _brotli_library() -> Any:
    """Loaded when a page packed by it is first met."""
    return importlib.import_module("brotli")
