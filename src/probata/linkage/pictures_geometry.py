"""Whether two pictures are one, by their points: which find a partner, under which transform, and how evenly.

Steps, for a pair (A, B), of which A may be mirrored first:

1. Points that are each other's nearest by descriptor are matched.
2. The turn and the scale on which most matches agree are looked up in a table (Lowe 2004, section 7.3).
3. Two matches at a time give a similarity; the one that most matches fit (within `FIT_PIXELS`) stays. The pairs are
   taken in a fixed order, so there is no chance in it.
4. It is refined by least squares to an affine transform, and to a homography where a plane seen aslant asks for it.
5. Where the pictures overlap, the share of points that have a partner at the place, of the scale and the direction
   that the transform says is counted, in both pictures, and over a grid: a card or a wall that two photographs share
   fills one part of their overlap, a copy fills all of it.

Source: Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", IJCV 2004, section 7.
"""

import math

import numba
import numpy as np
import numpy.typing as npt

from probata.linkage.pictures_matching import (
    FARTHEST,
    FIT_PIXELS,
    agreeing_rows,
    fitting_rows,
    matches_of,
    products_of,
    refined,
    similarity,
)
from probata.linkage.pictures_plane import inverse, overlap_share, put, size_at
from probata.readings.local_features import PARTS_OF_OCTAVE, PARTS_OF_PIXEL, PARTS_OF_TURN

Bytes = npt.NDArray[np.uint8]
SignedBytes = npt.NDArray[np.int8]
Shorts = npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_FINE_PIXELS = 4.0
_LEAST_AGREEING = 12
_LEAST_MATCHES = 8
_MARGIN = 4.0
_GRID = 8
COLUMNS = (
    "matches", "fitting", "in_a", "found_a", "in_b", "found_b", "cells", "cells_found", "overlap_a", "overlap_b",
    "residual", "scale", "angle", "stretch", "slant", "unlike", "strays",
    "off_centre",
)  # fmt: skip
_WIDTH = len(COLUMNS)


@numba.njit(nogil=True, cache=True)
def _partners(
    a: Floats, b: Floats, distances: Floats, m: Doubles, size_b: Floats, smallest: float
) -> tuple[Integers, Integers]:
    """Rows of ``a`` that ``m`` puts into B at a scale that B's points have, and whether each has a partner there."""
    inside = np.empty(len(a), np.int64)
    found = np.zeros(len(a), np.int64)
    count = 0
    for i in range(len(a)):
        x, y = put(m, a[i, 0], a[i, 1])
        if x < _MARGIN or y < _MARGIN or x > size_b[0] - _MARGIN or y > size_b[1] - _MARGIN:
            continue
        size = size_at(m, a[i, 0], a[i, 1])
        scale = a[i, 2] + math.log2(size)
        if scale < smallest:
            continue
        limit = (_FINE_PIXELS * max(1.0, size)) ** 2
        inside[count] = i
        for j in range(len(b)):
            if (
                (x - b[j, 0]) ** 2 + (y - b[j, 1]) ** 2 <= limit
                and abs(scale - b[j, 2]) < 0.6
                and distances[i, j] < 2 * FARTHEST
            ):
                found[count] = 1
                break
        count += 1
    return inside[:count], found[:count]


@numba.njit(nogil=True, cache=True)
def _cells(a: Floats, inside: Integers, found: Integers, size_a: Floats) -> tuple[int, int]:
    """Cells of a grid over A that hold a point inside the overlap, and those where at least one has a partner."""
    held = np.zeros((_GRID, _GRID), np.int64)
    for k in range(len(inside)):
        column = min(_GRID - 1, int(a[inside[k], 0] * _GRID / size_a[0]))
        row = min(_GRID - 1, int(a[inside[k], 1] * _GRID / size_a[1]))
        held[row, column] = max(held[row, column], 1 + found[k])
    return int((held > 0).sum()), int((held > 1).sum())


@numba.njit(nogil=True, cache=True)
def _compare(
    a: Floats,
    b: Floats,
    described_a: Floats,
    described_b: Floats,
    norms_a: Floats,
    norms_b: Floats,
    size_a: Floats,
    size_b: Floats,
    out: Doubles,
) -> None:
    """Fill ``out`` (`COLUMNS`) for a pair; what wasn't reached stays 0.

    ``a`` and ``b`` hold x, y, log2 of the scale and angle of each point; ``described`` and ``norms`` go with them.
    """
    distances = products_of(described_a, described_b)
    partner = matches_of(distances, norms_a, norms_b)
    rows = agreeing_rows(a, b, partner)
    out[0] = len(rows)
    if len(rows) < _LEAST_AGREEING:
        return
    m, count = similarity(a, b, partner, rows)
    if count < _LEAST_MATCHES:
        return
    size = math.sqrt(abs(m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]))
    every = np.flatnonzero(partner >= 0)
    fitting = fitting_rows(a, b, partner, every, m, FIT_PIXELS * max(1.0, size))
    for step in range(4):
        if len(fitting) < _LEAST_MATCHES:
            return
        m = refined(a, b, partner, fitting, 6 if step < 2 or len(fitting) < 12 else 8)
        limit = (FIT_PIXELS * 1.5 if step == 1 else FIT_PIXELS if step == 0 else _FINE_PIXELS) * max(1.0, size)
        fitting = fitting_rows(a, b, partner, every, m, limit)
    out[1] = len(fitting)
    if len(fitting) < _LEAST_MATCHES or abs(inverse(m)[1]) < 1e-6:
        return
    _judge(a, b, distances, partner, fitting, m, size_a, size_b, out)


@numba.njit(nogil=True, cache=True)
def _judge(
    a: Floats,
    b: Floats,
    distances: Floats,
    partner: Integers,
    fitting: Integers,
    m: Doubles,
    size_a: Floats,
    size_b: Floats,
    out: Doubles,
) -> None:
    back, _ = inverse(m)
    inside_a, found_a = _partners(a, b, distances, m, size_b, b[:, 2].min())
    inside_b, found_b = _partners(b, a, distances.T, back, size_a, a[:, 2].min())
    out[2], out[3], out[4], out[5] = len(inside_a), found_a.sum(), len(inside_b), found_b.sum()
    out[6], out[7] = _cells(a, inside_a, found_a, size_a)
    out[8], out[9] = overlap_share(m, size_a, size_b), overlap_share(back, size_b, size_a)
    residual = 0.0
    for k in range(len(fitting)):
        x, y = put(m, a[fitting[k], 0], a[fitting[k], 1])
        j = partner[fitting[k]]
        residual += (x - b[j, 0]) ** 2 + (y - b[j, 1]) ** 2
        out[15] += distances[fitting[k], j] / len(fitting)
    for k in range(len(inside_a)):
        if partner[inside_a[k]] >= 0 and not found_a[k] and distances[inside_a[k], partner[inside_a[k]]] < FARTHEST / 2:
            out[16] += 1
    x, y = size_a[0] / 2, size_a[1] / 2
    size = size_at(m, x, y)
    u, v = put(m, x, y)
    out[17] = math.hypot(u - size_b[0] / 2, v - size_b[1] / 2) / max(size_b[0], size_b[1])
    x0, y0 = put(m, x - 2, y)
    x1, y1 = put(m, x + 2, y)
    x2, y2 = put(m, x, y - 2)
    x3, y3 = put(m, x, y + 2)
    out[10] = math.sqrt(residual / len(fitting)) / max(1.0, size)
    out[11] = size
    out[12] = math.degrees(math.atan2((y1 - y0) - (x3 - x2), (x1 - x0) + (y3 - y2)))
    long, wide = math.hypot(x1 - x0, y1 - y0), math.hypot(x3 - x2, y3 - y2)
    out[13] = max(long, wide) / max(1e-6, min(long, wide))
    out[14] = (abs(m[2, 0]) + abs(m[2, 1])) * 384


@numba.njit(nogil=True, cache=True)
def _points(places: Shorts, ways: Bytes, width: float, mirrored: bool) -> Floats:
    """Points from the parts of their records; of the mirror image where ``mirrored``."""
    points = np.empty((len(places), 4), np.float32)
    for i in range(len(places)):
        x, angle = places[i, 0] / PARTS_OF_PIXEL, ways[i, 1] * (2 * math.pi / PARTS_OF_TURN)
        points[i, 0] = width - x if mirrored else x
        points[i, 1] = places[i, 1] / PARTS_OF_PIXEL
        points[i, 2] = ways[i, 0] / PARTS_OF_OCTAVE
        points[i, 3] = math.pi - angle if mirrored else angle
    return points


@numba.njit(nogil=True, cache=True)
def _described(descriptors: SignedBytes, signs: SignedBytes, mirrored: bool) -> tuple[Floats, Floats]:
    """Descriptors as floats, of the mirror image where ``mirrored``, and their squared lengths."""
    floats, norms = np.empty(descriptors.shape, np.float32), np.zeros(len(descriptors), np.float32)
    for i in range(len(descriptors)):
        for k in range(descriptors.shape[1]):
            value = np.float32(descriptors[i, k])
            floats[i, k] = value * signs[k] if mirrored else value
            norms[i] += value * value
    return floats, norms


@numba.njit(nogil=True, cache=True)
def compare_all(
    pairs: Integers,
    mirrored: npt.NDArray[np.bool_],
    places: Shorts,
    ways: Bytes,
    descriptors: SignedBytes,
    starts: Integers,
    sizes: Floats,
    signs: SignedBytes,
) -> Doubles:
    """One row of `COLUMNS` for each pair.

    Args:
        pairs: numbers of two pictures (n, 2).
        mirrored: whether the first is mirrored.
        places: x and y of all points, as kept (m, 2).
        ways: scale and angle of all points, as kept (m, 2).
        descriptors: of all points (m, dimensions).
        starts: where each picture's points begin (pictures + 1).
        sizes: width and height of each picture.
        signs: −1 where a mirror changes a descriptor's number.
    """
    out = np.zeros((len(pairs), _WIDTH))
    for k in range(len(pairs)):
        i, j = pairs[k, 0], pairs[k, 1]
        first, second = slice(starts[i], starts[i + 1]), slice(starts[j], starts[j + 1])
        if starts[i + 1] - starts[i] < _LEAST_AGREEING or starts[j + 1] - starts[j] < _LEAST_AGREEING:
            continue
        a = _points(places[first], ways[first], sizes[i, 0], mirrored[k])
        b = _points(places[second], ways[second], sizes[j, 0], False)
        described_a, norms_a = _described(descriptors[first], signs, mirrored[k])
        described_b, norms_b = _described(descriptors[second], signs, False)
        _compare(a, b, described_a, described_b, norms_a, norms_b, sizes[i], sizes[j], out[k])
    return out
