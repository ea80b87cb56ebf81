"""Pictures: which exhibits show the same picture, by PDQ, and which exhibit stands for the others.

Rules:
* Every pair of compared exhibits within the radius is a link: none is missed (`hamming`).
* What was not compared is counted by reason: exhibits without a PDQ, and those whose PDQ means nothing because the
  picture is nearly uniform (quality below 10; the makers of PDQ advise 50, but on real photographs nothing lies
  between, and a near-duplicate that is missed costs more here than one to look at in vain).
* Links stay in columns; an archive of one scene may have more links than fit into memory, and is streamed.

The score is a logistic function of the distance d, with log-odds (36 − d) / 5: 0.999 at 0, 0.73 at 31. On 70 real
photographs, copies saved at JPEG quality 40 were at most 6 bits away, at half size 18, brightened 32, cut by 1 % of
the frame 24; unrelated photographs are around 128. It orders proposals. It does not tell a copy from the next frame
of a burst: both are near-duplicates. Mirrored or turned pictures and larger crops are
found otherwise (`pictures_transformed`).

Not here: the search itself (`hamming`); exact copies are one exhibit with several paths (`exact_records`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probata.errors import BadInput
from probata.linkage.clusters import components
from probata.linkage.hamming import (
    HASH_BYTES,
    MOST_PAIRS,
    NearPairs,
    TooManyPairs,
    identical,
    near_pair_blocks,
    near_pairs,
)
from probata.linkage.link import Link, Reason
from probata.linkage.pictures_expand import Groups, PairRows

KIND = "near-duplicate"
EXACT = "exact"
RADIUS = 31
LEAST_QUALITY = 10
_EVEN_DISTANCE, _BITS_PER_LOG_ODD = 36.0, 5.0
_BLOCK_LINKS = 100_000


def log_odds(distance: float) -> float:
    """Natural log-odds of a near-duplicate at a PDQ distance (see the module's text)."""
    return (_EVEN_DISTANCE - distance) / _BITS_PER_LOG_ODD


def score(distance: float) -> float:
    """Score of a near-duplicate at a PDQ distance, 0 to 1."""
    return round(1.0 / (1.0 + exp(-log_odds(distance))), 6)


@dataclass(frozen=True, slots=True, eq=False)
class PictureLinks:
    """All near-duplicate links of an archive, in columns.

    Attributes:
        digests: hex digests of the compared exhibits, sorted.
        radius: largest distance.
        left_out: how many exhibits were not compared: "without-pdq", "low-quality".
        first_of: int32, for each compared exhibit the first one of its group of near-duplicates (transitively).
        hashes: (n, 32), their PDQ.
        pairs: the near pairs of distinct hashes, or None where they are too many to keep and are searched again.
        same: which exhibits share one hash.
    """

    digests: tuple[str, ...]
    radius: int
    left_out: Mapping[str, int]
    first_of: npt.NDArray[np.int32]
    hashes: npt.NDArray[np.uint8]
    pairs: NearPairs | None
    same: Groups

    def __len__(self) -> int:
        """Number of links. Searches again where pairs are not kept."""
        return self.same.inner_pairs + sum(self.same.between(block).count for block in self._blocks())

    def __contains__(self, pair: object) -> bool:
        """Whether a pair of digests is among the links."""
        rows = [self._row(digest) for digest in pair] if isinstance(pair, tuple) else []
        if len(rows) != 2 or None in rows or rows[0] == rows[1]:
            return False
        differing = np.bitwise_xor(*(self.hashes[row] for row in rows))
        return int(np.bitwise_count(differing).sum()) <= self.radius

    def _row(self, digest: object) -> int | None:
        row = bisect_left(self.digests, digest) if isinstance(digest, str) else len(self.digests)
        return row if row < len(self.digests) and self.digests[row] == digest else None

    @property
    def beyond_first(self) -> int:
        """Near-duplicate exhibits beyond the first of each group: what remains are different pictures."""
        return int(np.count_nonzero(self.first_of != np.arange(len(self.first_of))))

    def groups(self) -> list[tuple[str, ...]]:
        """Groups of two or more near-duplicates; digests sorted, groups by their first digest."""
        members: dict[int, list[str]] = {}
        for row, first in enumerate(self.first_of.tolist()):
            members.setdefault(first, []).append(self.digests[row])
        return [tuple(group) for group in members.values() if len(group) > 1]

    def link(self, k: int) -> Link:
        """Link number ``k``, with its reason; links of identical hashes come last.

        Raises:
            IndexError: there is no such link, or the links are too many to be kept (use `records`).
        """
        if self.pairs is None or not 0 <= k < len(self):
            raise IndexError(k)
        between = self.same.between(self.pairs)
        wanted = np.array([k], np.int64)
        rows = between.rows(wanted) if k < between.count else self.same.inner_rows(wanted - between.count)
        return self._link(int(rows.a[0]), int(rows.b[0]), int(rows.distance[0]))

    def touching(self, digest: str) -> list[Link]:
        """All links of one exhibit, with their reasons."""
        row = self._row(digest)
        if row is None:
            return []
        found: list[Link] = []
        for rows in self.row_blocks():
            at = np.flatnonzero((rows.a == row) | (rows.b == row))
            found += [self._link(int(rows.a[k]), int(rows.b[k]), int(rows.distance[k])) for k in at]
        return found

    def _link(self, a: int, b: int, distance: int) -> Link:
        reason = Reason("pdq-distance", f"their PDQ hashes differ in {distance} of 256 bits", log_odds(distance))
        return Link(self.digests[a], self.digests[b], KIND, score(distance), (reason,))

    def row_blocks(self) -> Iterator[PairRows]:
        """All links as row numbers into ``digests`` with distances, in blocks of at most 100,000."""
        for block in self._blocks():
            between = self.same.between(block)
            for begin in range(0, between.count, _BLOCK_LINKS):
                yield between.rows(np.arange(begin, min(begin + _BLOCK_LINKS, between.count)))
        for begin in range(0, self.same.inner_pairs, _BLOCK_LINKS):
            yield self.same.inner_rows(np.arange(begin, min(begin + _BLOCK_LINKS, self.same.inner_pairs)))

    def records(self) -> Iterator[dict[str, str | float]]:
        """All links as JSON objects {a, b, kind, score} of ``probata export pictures``."""
        scores = [score(distance) for distance in range(self.radius + 1)]
        for rows in self.row_blocks():
            for a, b, distance in zip(rows.a.tolist(), rows.b.tolist(), rows.distance.tolist(), strict=True):
                yield {"a": self.digests[a], "b": self.digests[b], "kind": KIND, "score": scores[distance]}

    def _blocks(self) -> Iterator[NearPairs]:
        if self.pairs is not None:
            yield self.pairs
        else:
            yield from near_pair_blocks(self.hashes, self.radius)


def near_duplicates(
    pictures: pa.Table, radius: int = RADIUS, least_quality: int = LEAST_QUALITY, most_pairs: int = MOST_PAIRS
) -> PictureLinks:
    """Near-duplicate links between all exhibits of a readings table.

    Args:
        pictures: columns digest (hex), pdq (binary, 32 bytes, or null), pdq_quality (integer or null).
        radius: largest PDQ distance, 0 to 255. 31 is what the makers of PDQ advise.
        least_quality: PDQ quality (0 to 100) below which an exhibit is not compared.
        most_pairs: pairs of distinct hashes that are kept in memory; with more the links are searched again when read.

    Returns:
        The links, the groups, and how many exhibits were left out, by reason.

    Raises:
        BadInput: a PDQ has not 32 bytes, or the radius is outside 0 to 255.
    """
    digests, hashes, left_out = _compared(pictures, least_quality)
    every = np.arange(len(digests), dtype=np.int32)
    same = Groups(identical(hashes))
    pairs: NearPairs | None
    blocks: Iterable[NearPairs]
    try:
        pairs = near_pairs(hashes, radius, most_pairs)
        blocks = [pairs]
    except TooManyPairs:
        pairs, blocks = None, near_pair_blocks(hashes, radius)
    first_of = components(len(digests), _edges(every, same.first, blocks))
    return PictureLinks(tuple(digests), radius, left_out, first_of, hashes, pairs, same)


def representatives(groups: Iterable[Sequence[str]], pictures: pa.Table, metadata: pa.Table) -> dict[str, str]:
    """Which exhibit stands for each group: most pixels, then has metadata, then smallest digest.

    Args:
        groups: hex digests of each group.
        pictures: columns digest, width, height.
        metadata: columns digest, make, model, taken_original.

    Returns:
        For each member of a group the group's representative.
    """
    size = (pictures[name].to_pylist() for name in ("digest", "width", "height"))
    pixels = {digest: (width or 0) * (height or 0) for digest, width, height in zip(*size, strict=True)}
    known = (metadata[name].to_pylist() for name in ("digest", "make", "model", "taken_original"))
    told = {digest for digest, *fields in zip(*known, strict=True) if any(field is not None for field in fields)}
    chosen: dict[str, str] = {}
    for group in groups:
        best = min(group, key=lambda digest: (-pixels.get(digest, 0), digest not in told, digest))
        chosen.update((digest, best) for digest in group)
    return chosen


def exact_records(received: Iterable[tuple[str, str]]) -> Iterator[dict[str, object]]:
    """Exact duplicates: one JSON object for each digest that was received at several paths.

    Args:
        received: (path, hex digest) of every path that was not refused, over all intakes.

    Yields:
        {a, b, kind: "exact", score: 1.0, paths}; ``a`` and ``b`` are the same digest, ``paths`` at least two.
    """
    paths: dict[str, list[str]] = {}
    for path, digest in received:
        paths.setdefault(digest, []).append(path)
    for digest in sorted(paths):
        if len(paths[digest]) > 1:
            yield {"a": digest, "b": digest, "kind": EXACT, "score": 1.0, "paths": paths[digest]}


def _edges(
    every: npt.NDArray[np.int32], first: npt.NDArray[np.int32], blocks: Iterable[NearPairs]
) -> Iterator[tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]]:
    yield every, first
    for block in blocks:
        yield block.i, block.j


def _compared(pictures: pa.Table, least_quality: int) -> tuple[list[str], npt.NDArray[np.uint8], dict[str, int]]:
    """Digests and hashes of the exhibits that can be compared, sorted by digest, and how many can't, by reason."""
    columns = (pictures[name].to_pylist() for name in ("digest", "pdq", "pdq_quality"))
    rows = sorted(zip(*columns, strict=True), key=lambda row: str(row[0]))
    with_pdq = [row for row in rows if row[1] is not None]
    good = [row for row in with_pdq if row[2] is None or row[2] >= least_quality]
    for digest, pdq, _ in good:
        if len(pdq) != HASH_BYTES:
            raise BadInput("not a PDQ hash", expected="32 bytes", found=f"{len(pdq)} bytes for exhibit {digest}")
    hashes = np.frombuffer(b"".join(row[1] for row in good), np.uint8).reshape(-1, HASH_BYTES)
    left_out = {"without-pdq": len(rows) - len(with_pdq), "low-quality": len(with_pdq) - len(good)}
    return [row[0] for row in good], hashes, left_out
