"""The analyser: what reads one exhibit's bytes.

Rules:
* Pure: the same bytes give the same row, in any process, on any day.
* An analyser sees bytes; never a name, a folder, an act or another exhibit.
* What can't be read is `Unreadable`, and is kept as `Failed`: a figure says on how many exhibits it is silent.
* A changed row needs a changed `version` or changed `parameters`: both are part of where the rows are kept.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from probata.digest import canonical_json

Row = Mapping[str, object]
Parameters = Mapping[str, str | int | bool]

_LONGEST_REASON = 200
COMMON_FIELDS = (pa.field("digest", pa.string(), nullable=False), pa.field("failed", pa.string()))


class Unreadable(Exception):
    """Raised by an analyser that can't read the bytes; kept as `Failed` with the same reason.

    The reason is one line, "kind" or "kind: detail", with few kinds: progress counts errors by kind.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Failed:
    """A reading that could not be made, and why: one line of valid text, at most 200 characters."""

    reason: str

    def __post_init__(self) -> None:
        text = " ".join(self.reason.encode("utf-8", "backslashreplace").decode().replace("\0", " ").split())
        object.__setattr__(self, "reason", text[:_LONGEST_REASON] or "no reason given")

    @property
    def kind(self) -> str:
        """The reason without its detail: what is before the first colon."""
        return self.reason.split(":", 1)[0]


class Analyser(Protocol):
    """What an analyser is: a name, a version, parameters, the columns it gives, and one function.

    An analyser travels to other processes, so it can be pickled; what is slow to load is loaded by the first `read`.
    """

    @property
    def name(self) -> str:
        """Stable name, a folder's name under ``readings/``."""

    @property
    def version(self) -> str:
        """Changes whenever a row may change."""

    @property
    def parameters(self) -> Parameters:
        """Everything that can change a row and is not in the code: no floats, ASCII keys."""

    @property
    def schema(self) -> pa.Schema:
        """The columns of a row, without ``digest`` and ``failed``."""

    def read(self, data: bytes) -> Row:
        """One row from an exhibit's bytes; a column that is left out is null.

        Raises:
            Unreadable: the bytes are not what this analyser reads.
        """


def key(analyser: Analyser) -> str:
    """The folder of an analyser's readings under its name: version and eight hex digits of its parameters."""
    digest = hashlib.sha256(canonical_json(dict(analyser.parameters))).hexdigest()
    return f"{analyser.version}-{digest[:8]}"


def full_schema(analyser: Analyser) -> pa.Schema:
    """The columns of the readings' table: ``digest``, ``failed``, then the analyser's."""
    return pa.schema([*COMMON_FIELDS, *analyser.schema])


def read(analyser: Analyser, data: bytes) -> Row | Failed:
    """What ``analyser`` reads from ``data``: a row, or why there is none."""
    try:
        return analyser.read(data)
    except Unreadable as unreadable:
        return Failed(unreadable.reason)
