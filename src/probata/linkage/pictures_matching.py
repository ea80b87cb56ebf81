"""Points of two pictures matched: partners by descriptor, and the transform of the plane that most of them fit.

Source: Lowe, "Distinctive Image Features from Scale-Invariant Keypoints", IJCV 2004, section 7.
"""

import math

import numba
import numpy as np
import numpy.typing as npt

from probata.linkage.pictures_plane import HALF, in_pixels, put, solved

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
FIT_PIXELS = 6.0
FARTHEST = 3600.0  # squared distance of descriptors; noise alone gives about 600
_TURNS, _SCALES = 24, 16
_TRIED = 28
_LEAST_APART = 24.0


@numba.njit(nogil=True, cache=True)
def products_of(a: Floats, b: Floats) -> Floats:
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
def matches_of(distances: Floats, norms_a: Floats, norms_b: Floats) -> Integers:
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
        if j >= 0 and (back[j] != i or distances[i, j] > FARTHEST):
            best[i] = -1
    return best


@numba.njit(nogil=True, cache=True)
def agreeing_rows(a: Floats, b: Floats, partner: Integers) -> Integers:
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
def fitting_rows(a: Floats, b: Floats, partner: Integers, rows: Integers, m: Doubles, pixels: float) -> Integers:
    """Those of ``rows`` whose match lies within ``pixels`` of where ``m`` puts it."""
    kept = np.empty(len(rows), np.int64)
    count = 0
    for k in range(len(rows)):
        i = rows[k]
        j = partner[i]
        x, y = put(m, a[i, 0], a[i, 1])
        if (x - b[j, 0]) ** 2 + (y - b[j, 1]) ** 2 <= pixels * pixels:
            kept[count] = i
            count += 1
    return kept[:count]


@numba.njit(nogil=True, cache=True)
def similarity(a: Floats, b: Floats, partner: Integers, rows: Integers) -> tuple[Doubles, int]:
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
                x, y = put(trial, a[rows[r], 0], a[rows[r], 1])
                j = partner[rows[r]]
                if (x - b[j, 0]) ** 2 + (y - b[j, 1]) ** 2 <= limit:
                    count += 1
            if count > best:
                best = count
                winner = trial.copy()
    return winner, best


@numba.njit(nogil=True, cache=True)
def refined(a: Floats, b: Floats, partner: Integers, rows: Integers, free: int) -> Doubles:
    """The transform with ``free`` parameters (6: affine, 8: homography) of least squares over ``rows``."""
    normal, right = np.zeros((free, free)), np.zeros(free)
    line = np.zeros(free)
    for k in range(len(rows)):
        i = rows[k]
        j = partner[i]
        x, y = float(a[i, 0]) / HALF - 1, float(a[i, 1]) / HALF - 1
        u, v = float(b[j, 0]) / HALF - 1, float(b[j, 1]) / HALF - 1
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
    found = solved(normal, right)
    m = np.eye(3)
    m[0, 0], m[0, 1], m[0, 2], m[1, 0], m[1, 1], m[1, 2] = found[0], found[1], found[2], found[3], found[4], found[5]
    if free == 8:
        m[2, 0], m[2, 1] = found[6], found[7]
    return in_pixels(m)
