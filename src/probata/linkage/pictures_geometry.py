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

from probata.readings.local_features import PARTS_OF_OCTAVE, PARTS_OF_PIXEL, PARTS_OF_TURN

Bytes = npt.NDArray[np.uint8]
SignedBytes = npt.NDArray[np.int8]
Shorts = npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FIT_PIXELS = 6.0
_FINE_PIXELS = 4.0
_FARTHEST = 3600.0  # squared distance of descriptors; noise alone gives about 600
_TURNS, _SCALES = 24, 16
_TRIED = 28
_LEAST_APART = 24.0
_LEAST_AGREEING = 12
_LEAST_MATCHES = 8
_MARGIN = 4.0
_HALF = 192.0
_GRID = 8
COLUMNS = (
    "matches", "fitting", "in_a", "found_a", "in_b", "found_b", "cells", "cells_found", "overlap_a", "overlap_b",
    "residual", "scale", "angle", "stretch", "slant", "unlike", "strays",
    "off_centre",
)  # fmt: skip
_WIDTH = len(COLUMNS)


@numba.njit(nogil=True, cache=True)
def _products(a: Floats, b: Floats) -> Floats:
    """Products of all rows of ``a`` with all of ``b``: for matrices so small, faster than a library's threads."""
    columns = b.T.copy()
    products = np.zeros((len(a), len(b)), np.float32)
    for i in range(len(a)):
        row = products[i]
        for k in range(a.shape[1]):
            factor = a[i, k]
            for j in range(len(b)):
                row[j] += factor * columns[k, j]
    return products


@numba.njit(nogil=True, cache=True)
def _matches(distances: Floats, norms_a: Floats, norms_b: Floats) -> Integers:
    """For each row its column where both are each other's nearest and near enough, else −1.

    ``distances`` comes as products of descriptors and goes as squared distances.
    """
    rows, columns = distances.shape
    back = np.full(columns, -1, np.int64)
    least = np.full(columns, np.inf, np.float32)
    best = np.full(rows, -1, np.int64)
    for i in range(rows):
        nearest = np.float32(np.inf)
        for j in range(columns):
            d = norms_a[i] + norms_b[j] - 2 * distances[i, j]
            distances[i, j] = d
            if d < nearest:
                nearest = d
                best[i] = j
            if d < least[j]:
                least[j] = d
                back[j] = i
    for i in range(rows):
        j = best[i]
        if j >= 0 and (back[j] != i or distances[i, j] > _FARTHEST):
            best[i] = -1
    return best


@numba.njit(nogil=True, cache=True)
def _agreeing(a: Floats, b: Floats, partner: Integers) -> Integers:
    """The rows whose match lies in the fullest place of the table of turns and scales, or beside it."""
    table = np.zeros((_TURNS, _SCALES), np.int64)
    turn, scale = np.zeros(len(partner), np.int64), np.zeros(len(partner), np.int64)
    for i in range(len(partner)):
        j = partner[i]
        if j >= 0:
            angle = (b[j, 3] - a[i, 3]) / (2 * math.pi) * _TURNS
            turn[i] = math.floor(angle + 0.5) % _TURNS
            scale[i] = min(_SCALES - 1, max(0, math.floor((b[j, 2] - a[i, 2]) * 2 + _SCALES / 2 + 0.5)))
            table[turn[i], scale[i]] += 1
    best, at_turn, at_scale = -1, 0, 0
    for t in range(_TURNS):
        for s in range(1, _SCALES - 1):
            total = 0
            for dt in range(-1, 2):
                for ds in range(-1, 2):
                    total += table[(t + dt) % _TURNS, s + ds]
            total += table[t, s]
            if total > best:
                best, at_turn, at_scale = total, t, s
    kept = np.empty(len(partner), np.int64)
    count = 0
    for i in range(len(partner)):
        if partner[i] >= 0:
            off = abs(turn[i] - at_turn)
            if min(off, _TURNS - off) <= 1 and abs(scale[i] - at_scale) <= 1:
                kept[count] = i
                count += 1
    return kept[:count]


@numba.njit(nogil=True, cache=True)
def _at(m: Doubles, x: float, y: float) -> tuple[float, float]:
    w = m[2, 0] * x + m[2, 1] * y + m[2, 2]
    if abs(w) < 1e-9:
        w = 1e-9
    return (m[0, 0] * x + m[0, 1] * y + m[0, 2]) / w, (m[1, 0] * x + m[1, 1] * y + m[1, 2]) / w


@numba.njit(nogil=True, cache=True)
def _fitting(a: Floats, b: Floats, partner: Integers, rows: Integers, m: Doubles, pixels: float) -> Integers:
    """Those of ``rows`` whose match lies within ``pixels`` of where ``m`` puts it."""
    kept = np.empty(len(rows), np.int64)
    count = 0
    for k in range(len(rows)):
        i = rows[k]
        j = partner[i]
        x, y = _at(m, a[i, 0], a[i, 1])
        if (x - b[j, 0]) ** 2 + (y - b[j, 1]) ** 2 <= pixels * pixels:
            kept[count] = i
            count += 1
    return kept[:count]


@numba.njit(nogil=True, cache=True)
def _similarity(a: Floats, b: Floats, partner: Integers, rows: Integers) -> tuple[Doubles, int]:
    """The similarity through two matches that most of ``rows`` fit, and how many do."""
    best, winner = 0, np.eye(3)
    trial = np.eye(3)
    tried = min(_TRIED, len(rows))
    step = len(rows) / tried
    for p in range(tried):
        i = rows[int(p * step)]
        for q in range(p):
            k = rows[int(q * step)]
            ux, uy = float(a[k, 0] - a[i, 0]), float(a[k, 1] - a[i, 1])
            vx, vy = float(b[partner[k], 0] - b[partner[i], 0]), float(b[partner[k], 1] - b[partner[i], 1])
            length = ux * ux + uy * uy
            if length < _LEAST_APART**2 or vx * vx + vy * vy < _LEAST_APART**2 / 4:
                continue
            c, s = (ux * vx + uy * vy) / length, (ux * vy - uy * vx) / length
            size = math.hypot(c, s)
            told = 2.0 ** float(b[partner[i], 2] - a[i, 2])
            if size > 1.6 * told or told > 1.6 * size:
                continue
            trial[0, 0], trial[0, 1], trial[1, 0], trial[1, 1] = c, -s, s, c
            trial[0, 2] = b[partner[i], 0] - c * a[i, 0] + s * a[i, 1]
            trial[1, 2] = b[partner[i], 1] - s * a[i, 0] - c * a[i, 1]
            limit = (FIT_PIXELS * max(1.0, size)) ** 2
            count = 0
            for r in range(len(rows)):
                x, y = _at(trial, a[rows[r], 0], a[rows[r], 1])
                j = partner[rows[r]]
                if (x - b[j, 0]) ** 2 + (y - b[j, 1]) ** 2 <= limit:
                    count += 1
            if count > best:
                best = count
                winner = trial.copy()
    return winner, best


@numba.njit(nogil=True, cache=True)
def _solved(matrix: Doubles, right: Doubles) -> Doubles:
    """The solution of a small positive definite system, by elimination (both arguments are used up)."""
    n = len(right)
    for p in range(n):
        for q in range(p + 1, n):
            factor = matrix[q, p] / matrix[p, p]
            for r in range(p, n):
                matrix[q, r] -= factor * matrix[p, r]
            right[q] -= factor * right[p]
    for p in range(n - 1, -1, -1):
        for r in range(p + 1, n):
            right[p] -= matrix[p, r] * right[r]
        right[p] /= matrix[p, p]
    return right


@numba.njit(nogil=True, cache=True)
def _product(a: Doubles, b: Doubles) -> Doubles:
    c = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            for k in range(3):
                c[i, j] += a[i, k] * b[k, j]
    return c


@numba.njit(nogil=True, cache=True)
def _scaled(m: Doubles) -> Doubles:
    """A transform of coordinates from −1 to 1 (`_HALF` pixels to either side) as one of pixels."""
    inward, outward = np.eye(3), np.eye(3)
    inward[0, 0] = inward[1, 1] = 1 / _HALF
    inward[0, 2] = inward[1, 2] = -1.0
    outward[0, 0] = outward[1, 1] = outward[0, 2] = outward[1, 2] = _HALF
    whole = _product(_product(outward, m), inward)
    last = whole[2, 2] if abs(whole[2, 2]) > 1e-9 else 1e-9
    for i in range(3):
        for j in range(3):
            whole[i, j] /= last
    return whole


@numba.njit(nogil=True, cache=True)
def _inverse(m: Doubles) -> tuple[Doubles, float]:
    """The inverse of a transform up to a factor (its adjugate), and its determinant."""
    back = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            p, q, r, s = (j + 1) % 3, (j + 2) % 3, (i + 1) % 3, (i + 2) % 3
            back[i, j] = m[p, r] * m[q, s] - m[p, s] * m[q, r]
    return back, m[0, 0] * back[0, 0] + m[0, 1] * back[1, 0] + m[0, 2] * back[2, 0]


@numba.njit(nogil=True, cache=True)
def _refined(a: Floats, b: Floats, partner: Integers, rows: Integers, free: int) -> Doubles:
    """The transform with ``free`` parameters (6: affine, 8: homography) of least squares over ``rows``."""
    normal, right = np.zeros((free, free)), np.zeros(free)
    line = np.zeros(free)
    for k in range(len(rows)):
        i = rows[k]
        j = partner[i]
        x, y = float(a[i, 0]) / _HALF - 1, float(a[i, 1]) / _HALF - 1
        u, v = float(b[j, 0]) / _HALF - 1, float(b[j, 1]) / _HALF - 1
        for axis in range(2):
            line[:] = 0
            line[3 * axis], line[3 * axis + 1], line[3 * axis + 2] = x, y, 1.0
            target = u if axis == 0 else v
            if free == 8:
                line[6], line[7] = -x * target, -y * target
            for p in range(free):
                right[p] += line[p] * target
                for q in range(free):
                    normal[p, q] += line[p] * line[q]
    for p in range(free):
        normal[p, p] += 1e-6 if p < 6 else 1e-3
    found = _solved(normal, right)
    m = np.eye(3)
    m[0, 0], m[0, 1], m[0, 2], m[1, 0], m[1, 1], m[1, 2] = found[0], found[1], found[2], found[3], found[4], found[5]
    if free == 8:
        m[2, 0], m[2, 1] = found[6], found[7]
    return _scaled(m)


@numba.njit(nogil=True, cache=True)
def _size_at(m: Doubles, x: float, y: float) -> float:
    """By how much ``m`` enlarges at a place."""
    x0, y0 = _at(m, x - 2, y)
    x1, y1 = _at(m, x + 2, y)
    x2, y2 = _at(m, x, y - 2)
    x3, y3 = _at(m, x, y + 2)
    return math.sqrt(max(1e-9, abs((x1 - x0) * (y3 - y2) - (y1 - y0) * (x3 - x2)) / 16))


@numba.njit(nogil=True, cache=True)
def _partners(
    a: Floats, b: Floats, distances: Floats, m: Doubles, size_b: Floats, smallest: float
) -> tuple[Integers, Integers]:
    """Rows of ``a`` that ``m`` puts into B at a scale that B's points have, and whether each has a partner there."""
    inside = np.empty(len(a), np.int64)
    found = np.zeros(len(a), np.int64)
    count = 0
    for i in range(len(a)):
        x, y = _at(m, a[i, 0], a[i, 1])
        if x < _MARGIN or y < _MARGIN or x > size_b[0] - _MARGIN or y > size_b[1] - _MARGIN:
            continue
        size = _size_at(m, a[i, 0], a[i, 1])
        scale = a[i, 2] + math.log2(size)
        if scale < smallest:
            continue
        limit = (_FINE_PIXELS * max(1.0, size)) ** 2
        inside[count] = i
        for j in range(len(b)):
            if (
                (x - b[j, 0]) ** 2 + (y - b[j, 1]) ** 2 <= limit
                and abs(scale - b[j, 2]) < 0.6
                and distances[i, j] < 2 * _FARTHEST
            ):
                found[count] = 1
                break
        count += 1
    return inside[:count], found[:count]


@numba.njit(nogil=True, cache=True)
def _overlap(m: Doubles, size_a: Floats, size_b: Floats) -> float:
    """The share of A's area that ``m`` puts into B."""
    inside = 0
    for i in range(16):
        for j in range(16):
            x, y = _at(m, (i + 0.5) * size_a[0] / 16, (j + 0.5) * size_a[1] / 16)
            if 0 <= x < size_b[0] and 0 <= y < size_b[1]:
                inside += 1
    return inside / 256


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
    distances = _products(described_a, described_b)
    partner = _matches(distances, norms_a, norms_b)
    rows = _agreeing(a, b, partner)
    out[0] = len(rows)
    if len(rows) < _LEAST_AGREEING:
        return
    m, count = _similarity(a, b, partner, rows)
    if count < _LEAST_MATCHES:
        return
    size = math.sqrt(abs(m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0]))
    every = np.flatnonzero(partner >= 0)
    fitting = _fitting(a, b, partner, every, m, FIT_PIXELS * max(1.0, size))
    for step in range(4):
        if len(fitting) < _LEAST_MATCHES:
            return
        m = _refined(a, b, partner, fitting, 6 if step < 2 or len(fitting) < 12 else 8)
        limit = (FIT_PIXELS * 1.5 if step == 1 else FIT_PIXELS if step == 0 else _FINE_PIXELS) * max(1.0, size)
        fitting = _fitting(a, b, partner, every, m, limit)
    out[1] = len(fitting)
    if len(fitting) < _LEAST_MATCHES or abs(_inverse(m)[1]) < 1e-6:
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
    back, _ = _inverse(m)
    inside_a, found_a = _partners(a, b, distances, m, size_b, b[:, 2].min())
    inside_b, found_b = _partners(b, a, distances.T, back, size_a, a[:, 2].min())
    out[2], out[3], out[4], out[5] = len(inside_a), found_a.sum(), len(inside_b), found_b.sum()
    out[6], out[7] = _cells(a, inside_a, found_a, size_a)
    out[8], out[9] = _overlap(m, size_a, size_b), _overlap(back, size_b, size_a)
    residual = 0.0
    for k in range(len(fitting)):
        x, y = _at(m, a[fitting[k], 0], a[fitting[k], 1])
        j = partner[fitting[k]]
        residual += (x - b[j, 0]) ** 2 + (y - b[j, 1]) ** 2
        out[15] += distances[fitting[k], j] / len(fitting)
    for k in range(len(inside_a)):
        if (
            partner[inside_a[k]] >= 0
            and not found_a[k]
            and distances[inside_a[k], partner[inside_a[k]]] < _FARTHEST / 2
        ):
            out[16] += 1
    x, y = size_a[0] / 2, size_a[1] / 2
    size = _size_at(m, x, y)
    u, v = _at(m, x, y)
    out[17] = math.hypot(u - size_b[0] / 2, v - size_b[1] / 2) / max(size_b[0], size_b[1])
    x0, y0 = _at(m, x - 2, y)
    x1, y1 = _at(m, x + 2, y)
    x2, y2 = _at(m, x, y - 2)
    x3, y3 = _at(m, x, y + 2)
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
