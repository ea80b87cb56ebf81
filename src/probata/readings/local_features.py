"""Points of a picture that are found again in its crops, mirror images, rotations and re-photographs.

*Points* are those of SIFT, spread over the picture: the strongest of each field of a grid first, large ones before
small ones, because what is small is gone from a copy that was reduced. Each is described by RootSIFT, turned into
cosines over the descriptor's rows, columns and directions, of which `KEPT` are kept as one byte each. That base keeps
most of what a learnt projection would, and has one more merit: in the mirror image of a picture, each of its numbers
is the same or changes only its sign (`MIRROR_SIGNS`). So mirror images are compared without their pixels.

Sources: Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", IJCV 2004; Arandjelović & Zisserman, "Three
things everyone should know to improve object retrieval", CVPR 2012 (RootSIFT).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from probata.readings.rendition import Pixels, fit

LONGER_SIDE = 384
MOST_POINTS = 200
KEPT = 32
POINT = np.dtype([("x", "<u2"), ("y", "<u2"), ("scale", "u1"), ("angle", "u1"), ("descriptor", "i1", (KEPT,))])
_GRID = 6
_CONTRAST = 0.02
_EDGE = 12.0
PARTS_OF_PIXEL = 64
PARTS_OF_OCTAVE = 32
PARTS_OF_TURN = 256
_CELLS, _DIRECTIONS = 4, 8
# Row, column and direction of the kept coefficients, their middle in thousandths, and their gain: a unit is a third of
# the standard deviation between a point and the same point in an edited copy (crops, 5° turns, mirrors, re-photographs
# of 69 photographs). Those kept stand out most; with them as many points find their partner as with all 128.
_COEFFICIENTS = (
    (0, 3, 1, -4, 244), (0, 0, 2, 160, 155), (2, 3, 1, -2, 466), (0, 0, 4, 46, 331), (3, 2, 5, 0, 448),
    (0, 0, 1, 115, 120), (0, 2, 1, -110, 157), (0, 0, 0, 726, 209), (0, 1, 2, 12, 166), (3, 0, 5, 1, 281),
    (1, 2, 5, -8, 291), (1, 0, 2, 0, 185), (1, 1, 6, 4, 253), (2, 0, 5, 0, 199), (0, 0, 3, 33, 272),
    (0, 2, 3, -24, 366), (0, 1, 1, -26, 112), (0, 2, 2, -54, 235), (0, 0, 5, 0, 128), (1, 0, 5, 17, 132),
    (1, 0, 6, 1, 207), (2, 1, 1, 6, 311), (0, 1, 4, 2, 391), (1, 2, 2, 0, 353), (2, 1, 5, 0, 242),
    (2, 2, 5, 0, 329), (1, 1, 5, 26, 195), (0, 2, 5, 0, 286), (0, 1, 3, -6, 274), (1, 3, 6, 0, 486),
    (3, 0, 6, 1, 451), (1, 2, 1, 0, 236),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The points of one picture.

    Attributes:
        x, y: places in pixels of the picture at `LONGER_SIDE`, float32.
        log2_scale: float32.
        angle: radians, clockwise, float32.
        descriptors: (n, `KEPT`), int8.
    """

    x: npt.NDArray[np.float32]
    y: npt.NDArray[np.float32]
    log2_scale: npt.NDArray[np.float32]
    angle: npt.NDArray[np.float32]
    descriptors: npt.NDArray[np.int8]


def packed_points(picture: Pixels) -> tuple[bytes, int, int]:
    """The points of a picture (blue, green, red), as records of `POINT`, and the width and height they refer to."""
    grey = cv2.cvtColor(fit(picture, LONGER_SIDE), cv2.COLOR_BGR2GRAY)
    height, width = grey.shape[:2]
    sift = cv2.SIFT.create(nfeatures=0, contrastThreshold=_CONTRAST, edgeThreshold=_EDGE)
    found = _distinct(sift.detect(grey, None))
    chosen = [found[i] for i in spread(found, width, height)]
    if not chosen:
        return b"", width, height
    kept, described = sift.compute(grey, chosen)
    records = np.zeros(len(kept), POINT)
    places = np.array([point.pt for point in kept], np.float64)
    records["x"], records["y"] = (places * PARTS_OF_PIXEL).round().clip(0, 65535).astype(np.uint16).T
    scales = np.log2([point.size for point in kept])
    records["scale"] = (scales * PARTS_OF_OCTAVE).round().clip(0, 255).astype(np.uint8)
    angles = np.array([point.angle for point in kept])
    records["angle"] = (angles * (PARTS_OF_TURN / 360)).round().astype(np.int64) % PARTS_OF_TURN
    records["descriptor"] = compressed(np.asarray(described, np.float32))
    return records.tobytes(), width, height


def unpacked(data: bytes) -> Points:
    """The points that `packed_points` made."""
    records = np.frombuffer(data, POINT)
    return Points(
        records["x"].astype(np.float32) / np.float32(PARTS_OF_PIXEL),
        records["y"].astype(np.float32) / np.float32(PARTS_OF_PIXEL),
        records["scale"].astype(np.float32) / np.float32(PARTS_OF_OCTAVE),
        records["angle"].astype(np.float32) * np.float32(2 * np.pi / PARTS_OF_TURN),
        records["descriptor"],
    )


def compressed(sift: npt.NDArray[np.float32]) -> npt.NDArray[np.int8]:
    """SIFT descriptors, (n, 128), as `KEPT` bytes each."""
    root = np.sqrt(sift / np.maximum(sift.sum(axis=1, keepdims=True), 1e-6))
    return np.asarray((root @ _BASE.T - _MIDDLE).round().clip(-127, 127), np.int8)


def spread(points: Sequence[cv2.KeyPoint], width: int, height: int) -> list[int]:
    """Which points to keep, at most `MOST_POINTS`: field by field of a grid, by turns, the best of each first."""
    if not points:
        return []
    columns = np.array([min(_GRID - 1, int(point.pt[0] * _GRID / width)) for point in points])
    rows = np.array([min(_GRID - 1, int(point.pt[1] * _GRID / height)) for point in points])
    worth = np.array([point.response * point.size for point in points])
    best_first = np.lexsort((np.arange(len(points)), -worth))
    field = (rows * _GRID + columns)[best_first]
    by_field = np.argsort(field, kind="stable")
    sizes = np.bincount(field, minlength=_GRID * _GRID)
    rank = np.empty(len(points), np.int64)
    rank[by_field] = np.arange(len(points)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    order = np.lexsort((np.arange(len(points)), rank))[:MOST_POINTS]
    return [int(i) for i in best_first[np.sort(order)]]


def _distinct(points: Sequence[cv2.KeyPoint]) -> list[cv2.KeyPoint]:
    """In one order, whatever order they were found in."""
    return sorted(points, key=lambda point: (-point.response, point.pt, point.size, point.angle))


def _cosines(length: int) -> npt.NDArray[np.float64]:
    """The orthonormal cosine base (DCT-II), one frequency a row."""
    at = np.arange(length)
    base = np.cos(np.pi * np.outer(at, 2 * at + 1) / (2 * length)) * np.sqrt(2 / length)
    base[0] /= np.sqrt(2)
    return np.asarray(base)


def _turns() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The orthonormal Fourier base over directions (cosines, then sines), and −1 where a mirror changes the sign."""
    at = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    base = [np.cos(m * at) for m in range(_DIRECTIONS // 2 + 1)] + [np.sin(m * at) for m in range(1, _DIRECTIONS // 2)]
    signs = [1] * (_DIRECTIONS // 2 + 1) + [-1] * (_DIRECTIONS // 2 - 1)
    return np.array([row / np.linalg.norm(row) for row in base]), np.array(signs)


def _base() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.int8]]:
    """Rows that give the kept numbers, what is taken off, and their signs in a mirror.

    A mirror turns the rows of a descriptor round (they lie across the point's direction) and the directions' sense.
    """
    cosines, (turns, signs) = _cosines(_CELLS), _turns()
    row, column, direction, middle, gain = np.array(_COEFFICIENTS).T
    base = np.einsum("kr,kc,ko->krco", cosines[row], cosines[column], turns[direction]).reshape(KEPT, -1)
    mirrored = np.where(row % 2, -1, 1) * signs[direction]
    return (
        (base * gain[:, None]).astype(np.float32),
        (middle * gain / 1000).astype(np.float32),
        mirrored.astype(np.int8),
    )


_BASE, _MIDDLE, MIRROR_SIGNS = _base()
