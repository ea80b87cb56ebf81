"""Cameras: which camera took a photograph, as far as its metadata and JPEG tables can tell.

Not here: sensor noise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from typing import Literal

import pyarrow as pa

from probata.linkage.link import Reason

Basis = Literal["serial", "model", "tables", "unknown"]
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CameraAssignment:
    """The camera proposed for one exhibit.

    Attributes:
        exhibit: hex digest.
        camera: label, or "unknown".
        basis: "serial" names one body; "model" may be several bodies; "tables" is a guess from JPEG tables.
        score: 0 to 1.
        reasons: why, and what speaks against it.
        llr: log10 likelihood ratio of sensor noise; NaN as long as none was computed.
    """

    exhibit: str
    camera: str
    basis: Basis
    score: float
    reasons: tuple[Reason, ...]
    llr: float = nan


@dataclass(frozen=True, slots=True)
class CameraSummary:
    """What was assigned to one camera label.

    Attributes:
        camera: label.
        basis: the strongest basis among its exhibits.
        exhibits: number of exhibits.
        resaved: how many of them look saved again by software.
        first: earliest time as written, "" without any.
        last: latest time as written, "" without any.
    """

    camera: str
    basis: Basis
    exhibits: int
    resaved: int
    first: str
    last: str


def cameras(files: pa.Table, metadata: pa.Table) -> list[CameraAssignment]:
    """Stub."""
    raise NotImplementedError


def camera_of(assignments: Sequence[CameraAssignment]) -> Mapping[str, str]:
    """The label of each exhibit whose camera is not unknown."""
    return {each.exhibit: each.camera for each in assignments if each.camera != UNKNOWN}


def summaries(assignments: Sequence[CameraAssignment], metadata: pa.Table) -> list[CameraSummary]:
    """Stub."""
    raise NotImplementedError
