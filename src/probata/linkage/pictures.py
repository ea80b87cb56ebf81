"""Pictures: which exhibits show the same picture, by PDQ.

Not here: the search itself (`hamming`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import pyarrow as pa

from probata.linkage.link import Link


class PictureLinks(Protocol):
    """Near-duplicate links in columns (a class of its own once finished; these methods stay)."""

    def __len__(self) -> int:
        """Number of links."""

    def link(self, k: int) -> Link:
        """Link number ``k`` with its reasons."""

    def records(self) -> Iterator[dict[str, str | float]]:
        """All links as JSON objects {a, b, kind, score}."""

    def groups(self) -> list[tuple[str, ...]]:
        """Groups of two or more near-duplicates."""

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many exhibits were not compared, by reason."""


def near_duplicates(pictures: pa.Table, radius: int = 31, least_quality: int = 50) -> PictureLinks:
    """Near-duplicate links between the exhibits of the readings table ``pictures`` (digest, pdq, pdq_quality)."""
    raise NotImplementedError


def representatives(groups: Sequence[Sequence[str]], pictures: pa.Table, metadata: pa.Table) -> dict[str, str]:
    """For each member of a group the group's representative: most pixels, then with metadata, then smallest digest."""
    raise NotImplementedError


def exact_records(received: Sequence[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """Paths with the same bytes, from (path, digest): {digest, path, first} for each path beyond the first."""
    raise NotImplementedError
