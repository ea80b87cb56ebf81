"""Bursts: photographs that one camera took close in time, in the order in which they were taken.

Rules:
* Time is what the camera wrote (original, else digitized); a file's modification time is never used unless asked for.
* A photograph without a time, or whose camera is unknown, is in no burst and is counted.
* The gap that ends a burst is estimated for each camera, and the result says how.

Not here: who is shown (`persons`) and which camera it was (`cameras`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from probata.linkage.link import Reason

DEFAULT_GAP_S = 30.0


@dataclass(frozen=True, slots=True)
class GapRule:
    """The longest pause within a burst of one camera, and where it comes from.

    Attributes:
        gap_s: seconds; a longer pause starts a new burst.
        basis: "given", "estimated" or "default".
        detail: one sentence for the reader.
    """

    gap_s: float
    basis: str
    detail: str


@dataclass(frozen=True, slots=True)
class Burst:
    """Two or more photographs that one camera took close in time.

    Attributes:
        camera: the camera's label.
        exhibits: hex digests in the order in which they were taken.
        times: for each exhibit its time as ISO text without zone (in UTC where the camera tells its zone).
        score: 0 to 1, how surely one sequence.
        reasons: why.
    """

    camera: str
    exhibits: tuple[str, ...]
    times: tuple[str, ...]
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Bursts:
    """All bursts, and what is in none.

    Attributes:
        bursts: by camera, then time.
        alone: hex digests of photographs with a usable time and camera, but no neighbour in time.
        without_time: hex digests without a usable time.
        without_camera: hex digests with a time, but of an unknown camera.
        gaps: the rule for each camera.
    """

    bursts: tuple[Burst, ...]
    alone: tuple[str, ...]
    without_time: tuple[str, ...]
    without_camera: tuple[str, ...]
    gaps: Mapping[str, GapRule]


def bursts(
    metadata: pa.Table,
    camera_of: Mapping[str, str],
    gap_s: float | None = None,
    numbers: Mapping[str, int] | None = None,
    modified_ns: Mapping[str, int] | None = None,
) -> Bursts:
    """Stub."""
    raise NotImplementedError
