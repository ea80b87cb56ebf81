"""All pairs of 256-bit hashes within a Hamming distance: complete, exact, in bounded memory.

Method: generalised pigeonhole. The bits are cut into chunks of 16. Two hashes within ``radius`` are, in at least one
chunk k, within t(k) of each other, for any thresholds with Σ (t(k) + 1) > radius (t(k) = −1 skips a chunk). So it
is enough to compare hashes whose chunk values are that near, which counting sort puts side by side. The number of
comparisons is known beforehand for every choice of thresholds from the chunks' histograms, so the cheapest choice is
made for the hashes at hand, skewed or not; where comparing everything is cheapest, that is done.

Identical hashes are collapsed first: pairs are between *distinct* hashes, and ``group`` says which rows share one. So
a million identical hashes are one group and no pair.

Source: Norouzi, Punjani and Fleet, "Fast search in Hamming space with multi-index hashing", CVPR 2012;
Qin et al., "GPH: similarity search in Hamming space", ICDE 2018.

Not here: what a near pair means (`pictures`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint8]
MOST_PAIRS = 20_000_000


@dataclass(frozen=True, slots=True, eq=False)
class NearPairs:
    """Pairs of rows whose distinct hashes are near, each pair once.

    Attributes:
        i: int32, smaller row of each pair; sorted by (i, j).
        j: int32, larger row.
        distance: int16, 1 to the radius.
        group: int32, for every row the first row with the same hash. Only such first rows stand in ``i`` and ``j``.
    """

    i: npt.NDArray[np.int32]
    j: npt.NDArray[np.int32]
    distance: npt.NDArray[np.int16]
    group: npt.NDArray[np.int32]


def near_pairs(hashes: Hashes, radius: int = 31, most_pairs: int = MOST_PAIRS) -> NearPairs:
    """Stub."""
    raise NotImplementedError


def near_pair_blocks(hashes: Hashes, radius: int = 31, block_pairs: int = 1_000_000) -> Iterator[NearPairs]:
    """Stub."""
    raise NotImplementedError
