"""Transforms of the plane, three by three: where they put a point, what they enlarge, how they are turned back."""

import math

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
HALF = 192.0


@numba.njit(nogil=True, cache=True)
def put(m: Doubles, x: float, y: float) -> tuple[float, float]:
    """Where ``m`` puts a point."""
    w = m[2, 0] * x + m[2, 1] * y + m[2, 2]
    if abs(w) < 1e-9:
        w = 1e-9
    return (m[0, 0] * x + m[0, 1] * y + m[0, 2]) / w, (m[1, 0] * x + m[1, 1] * y + m[1, 2]) / w


@numba.njit(nogil=True, cache=True)
def size_at(m: Doubles, x: float, y: float) -> float:
    """By how much ``m`` enlarges at a place."""
    x0, y0 = put(m, x - 2, y)
    x1, y1 = put(m, x + 2, y)
    x2, y2 = put(m, x, y - 2)
    x3, y3 = put(m, x, y + 2)
    return math.sqrt(max(1e-9, abs((x1 - x0) * (y3 - y2) - (y1 - y0) * (x3 - x2)) / 16))


@numba.njit(nogil=True, cache=True)
def overlap_share(m: Doubles, size_a: Floats, size_b: Floats) -> float:
    """The share of A's area that ``m`` puts into B."""
    inside = 0
    for i in range(16):
        for j in range(16):
            x, y = put(m, (i + 0.5) * size_a[0] / 16, (j + 0.5) * size_a[1] / 16)
            if 0 <= x < size_b[0] and 0 <= y < size_b[1]:
                inside += 1
    return inside / 256


@numba.njit(nogil=True, cache=True)
def product(a: Doubles, b: Doubles) -> Doubles:
    """First ``b``, then ``a``."""
    c = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            for k in range(3):
                c[i, j] += a[i, k] * b[k, j]
    return c


@numba.njit(nogil=True, cache=True)
def in_pixels(m: Doubles) -> Doubles:
    """A transform of coordinates from −1 to 1 (`HALF` pixels to either side) as one of pixels."""
    inward, outward = np.eye(3), np.eye(3)
    inward[0, 0] = inward[1, 1] = 1 / HALF
    inward[0, 2] = inward[1, 2] = -1.0
    outward[0, 0] = outward[1, 1] = outward[0, 2] = outward[1, 2] = HALF
    whole = product(product(outward, m), inward)
    last = whole[2, 2] if abs(whole[2, 2]) > 1e-9 else 1e-9
    for i in range(3):
        for j in range(3):
            whole[i, j] /= last
    return whole


@numba.njit(nogil=True, cache=True)
def inverse(m: Doubles) -> tuple[Doubles, float]:
    """The inverse of a transform up to a factor (its adjugate), and its determinant."""
    back = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            p, q, r, s = (j + 1) % 3, (j + 2) % 3, (i + 1) % 3, (i + 2) % 3
            back[i, j] = m[p, r] * m[q, s] - m[p, s] * m[q, r]
    return back, m[0, 0] * back[0, 0] + m[0, 1] * back[1, 0] + m[0, 2] * back[2, 0]


@numba.njit(nogil=True, cache=True)
def solved(matrix: Doubles, right: Doubles) -> Doubles:
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
