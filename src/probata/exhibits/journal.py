"""The journal of an intake that is under way: what became of each path so far, kept after a stop.

One line a path: a custody line with the SHA-512 beside it. A line is appended only after the exhibit's bytes are in
their place and synced; a torn last line is dropped. The order of the intake is kept apart, as places in the journal, so
that paths read again after a change need no rewriting.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from probata.digest import canonical_json
from probata.errors import BadInput
from probata.exhibits.custody import CustodyEntry


@dataclass(frozen=True, slots=True)
class Settled:
    """A path that is done with.

    Attributes:
        entry: its custody line; order and outcome are settled only at the end.
        sha512: the SHA-512 of its bytes in hex, empty when refused.
        nth: how often the source gave the same path before; archives may hold a name twice.
    """

    entry: CustodyEntry
    sha512: str
    nth: int = 0

    def line(self) -> bytes:
        """The line of the journal."""
        return canonical_json({"entry": self.entry.record(), "nth": self.nth, "sha512": self.sha512}) + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Settled":
        """The path of a line.

        Raises:
            BadInput: it is not such a line.
        """
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput("journal of an intake", found=repr(line[:80])) from error
        if not isinstance(record, dict):
            raise BadInput("journal of an intake", expected="an object", found=repr(line[:80]))
        entry, sha512, nth = record.get("entry"), record.get("sha512"), record.get("nth")
        if not (isinstance(entry, dict) and isinstance(sha512, str) and isinstance(nth, int)):
            raise BadInput("journal of an intake", expected="entry, nth and sha512", found=repr(line[:80]))
        return cls(CustodyEntry.from_record(entry), sha512, nth)


class Journal:
    """An append-only file of `Settled` lines."""

    def __init__(self, path: Path) -> None:
        """Open the journal, made when absent. What it holds is lost unless `load` is asked before `append`.

        Raises:
            OSError: it can't be opened.
        """
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._end = 0

    def load(self) -> Iterator[tuple[int, Settled]]:
        """Every line with its place, up to the first that is torn; the rest is dropped at the end."""
        self._end = 0
        with open(os.dup(self._fd), "rb") as stream:  # noqa: PTH123 - a descriptor
            stream.seek(0)
            for line in stream:
                if not line.endswith(b"\n"):
                    break
                try:
                    settled = Settled.from_line(line)
                except BadInput:
                    break
                yield self._end, settled
                self._end += len(line)
        os.ftruncate(self._fd, self._end)

    def at(self, offsets: Sequence[int]) -> Iterator[Settled]:
        """The lines at these places."""
        with open(os.dup(self._fd), "rb") as stream:  # noqa: PTH123 - a descriptor
            position = -1
            for offset in offsets:
                if offset != position:
                    stream.seek(offset)
                line = stream.readline()
                position = offset + len(line)
                yield Settled.from_line(line)

    def append(self, paths: Sequence[Settled]) -> list[int]:
        """Add paths so that they last, and give their places. After an error, none is added.

        Raises:
            OSError: the disk says no.
        """
        lines = [path.line() for path in paths]
        places, end = [], self._end
        for line in lines:
            places.append(end)
            end += len(line)
        data, at = memoryview(b"".join(lines)), self._end
        try:
            while data:
                written = os.pwrite(self._fd, data, at)
                data, at = data[written:], at + written
            os.fsync(self._fd)
        except OSError:
            os.ftruncate(self._fd, self._end)
            raise
        self._end = end
        return places

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)
