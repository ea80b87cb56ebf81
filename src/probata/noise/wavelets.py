"""The discrete wavelet transform by Daubechies' filters of eight taps, in both directions, on float32 planes.

Same borders (half-point symmetric) and same coefficients as ``db4`` of PyWavelets; one pass over the memory a level,
which is what the time goes into: rows are filtered down the columns into a buffer, then along the buffer.

Source: Daubechies, "Ten lectures on wavelets" (1992), table 6.1, N = 4; Mallat, "A theory for multiresolution signal
decomposition" (IEEE PAMI 1989).
"""

import numba
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.float32]
Details = tuple[Plane, Plane, Plane]

TAPS = 8
_SCALING = np.array(
    [
        0.23037781330889650, 0.71484657055291540, 0.63088076792985890, -0.02798376941685985,
        -0.18703481171909309, 0.03084138183556076, 0.03288301166688520, -0.01059740178506903,
    ],
    np.float64,
)  # fmt: skip
# Reconstruction: low is the scaling filter, high its mirror with alternating signs. Analysis reads a row forwards, so
# its filters, reversed, are those of the reconstruction.
LOW = _SCALING.astype(np.float32)
HIGH = (_SCALING[::-1] * np.tile([1.0, -1.0], TAPS // 2)).astype(np.float32)


def halves(side: int) -> int:
    """How many coefficients a side of ``side`` values has, one level on."""
    return (side + TAPS - 1) // 2


def forward(plane: Plane) -> tuple[Plane, Details]:
    """One level.

    Args:
        plane: rows × columns, float32, contiguous, both at least 7.

    Returns:
        The approximation, and the details: horizontal, vertical and diagonal edges, in this order.
    """
    shape = halves(plane.shape[0]), halves(plane.shape[1])
    planes = [np.empty(shape, np.float32) for _ in range(4)]
    _forward(plane, LOW, HIGH, *planes)
    return planes[0], (planes[1], planes[2], planes[3])


def inverse(approximation: Plane, details: Details, height: int, width: int) -> Plane:
    """One level back, to ``height`` × ``width``."""
    rows, columns = details[0].shape
    plane = np.empty((2 * rows - TAPS + 2, 2 * columns - TAPS + 2), np.float32)
    _inverse(approximation, *details, LOW, HIGH, plane)
    return np.ascontiguousarray(plane[:height, :width])


@numba.njit(nogil=True, cache=True)
def mirrored(index: int, length: int) -> int:
    """Where a position outside of 0 … length − 1 is mirrored to; the border value is repeated."""
    if index < 0:
        return -1 - index
    return 2 * length - 1 - index if index >= length else index


@numba.njit(nogil=True, cache=True, fastmath=True)
def _along(row, even, odd, low, high, out_low, out_high):  # type: ignore[no-untyped-def]
    """One row into its halves; ``even`` and ``odd`` are buffers."""
    width, half = row.size, out_low.size
    for t in range(3, 3 + width // 2):
        even[t], odd[t] = row[2 * t - 6], row[2 * t - 5]
    for t in (0, 1, 2):
        even[t], odd[t] = row[mirrored(2 * t - 6, width)], row[mirrored(2 * t - 5, width)]
    for t in range(3 + width // 2, half + 3):
        even[t], odd[t] = row[mirrored(2 * t - 6, width)], row[mirrored(2 * t - 5, width)]
    for k in range(half):
        out_low[k] = (
            low[0] * even[k] + low[1] * odd[k] + low[2] * even[k + 1] + low[3] * odd[k + 1]
            + low[4] * even[k + 2] + low[5] * odd[k + 2] + low[6] * even[k + 3] + low[7] * odd[k + 3]
        )  # fmt: skip
        out_high[k] = (
            high[0] * even[k] + high[1] * odd[k] + high[2] * even[k + 1] + high[3] * odd[k + 1]
            + high[4] * even[k + 2] + high[5] * odd[k + 2] + high[6] * even[k + 3] + high[7] * odd[k + 3]
        )  # fmt: skip


@numba.njit(nogil=True, cache=True, fastmath=True)
def _forward(plane, low, high, ll, lh, hl, hh):  # type: ignore[no-untyped-def]
    height, width = plane.shape
    rows, columns = ll.shape
    a, b = np.empty(width, np.float32), np.empty(width, np.float32)
    even, odd = np.empty(columns + 3, np.float32), np.empty(columns + 3, np.float32)
    for k in range(rows):
        r0, r1 = plane[mirrored(2 * k - 6, height)], plane[mirrored(2 * k - 5, height)]
        r2, r3 = plane[mirrored(2 * k - 4, height)], plane[mirrored(2 * k - 3, height)]
        r4, r5 = plane[mirrored(2 * k - 2, height)], plane[mirrored(2 * k - 1, height)]
        r6, r7 = plane[mirrored(2 * k, height)], plane[mirrored(2 * k + 1, height)]
        for j in range(width):
            a[j] = (
                low[0] * r0[j] + low[1] * r1[j] + low[2] * r2[j] + low[3] * r3[j]
                + low[4] * r4[j] + low[5] * r5[j] + low[6] * r6[j] + low[7] * r7[j]
            )  # fmt: skip
            b[j] = (
                high[0] * r0[j] + high[1] * r1[j] + high[2] * r2[j] + high[3] * r3[j]
                + high[4] * r4[j] + high[5] * r5[j] + high[6] * r6[j] + high[7] * r7[j]
            )  # fmt: skip
        _along(a, even, odd, low, high, ll[k], hl[k])
        _along(b, even, odd, low, high, lh[k], hh[k])


@numba.njit(nogil=True, cache=True, fastmath=True)
def _inverse(ll, lh, hl, hh, low, high, plane):  # type: ignore[no-untyped-def]
    rows, columns = lh.shape
    a, b = np.empty(columns, np.float32), np.empty(columns, np.float32)
    for i in range(2 * rows - TAPS + 2):
        p, odd = i // 2, i % 2
        g0, g1, g2, g3 = low[6 + odd], low[4 + odd], low[2 + odd], low[odd]
        h0, h1, h2, h3 = high[6 + odd], high[4 + odd], high[2 + odd], high[odd]
        l0, l1, l2, l3 = ll[p], ll[p + 1], ll[p + 2], ll[p + 3]
        v0, v1, v2, v3 = lh[p], lh[p + 1], lh[p + 2], lh[p + 3]
        w0, w1, w2, w3 = hl[p], hl[p + 1], hl[p + 2], hl[p + 3]
        d0, d1, d2, d3 = hh[p], hh[p + 1], hh[p + 2], hh[p + 3]
        for j in range(columns):
            a[j] = (
                g0 * l0[j] + g1 * l1[j] + g2 * l2[j] + g3 * l3[j]
                + h0 * v0[j] + h1 * v1[j] + h2 * v2[j] + h3 * v3[j]
            )  # fmt: skip
            b[j] = (
                g0 * w0[j] + g1 * w1[j] + g2 * w2[j] + g3 * w3[j]
                + h0 * d0[j] + h1 * d1[j] + h2 * d2[j] + h3 * d3[j]
            )  # fmt: skip
        row = plane[i]
        for q in range(columns - 3):
            row[2 * q] = (
                low[6] * a[q] + low[4] * a[q + 1] + low[2] * a[q + 2] + low[0] * a[q + 3]
                + high[6] * b[q] + high[4] * b[q + 1] + high[2] * b[q + 2] + high[0] * b[q + 3]
            )  # fmt: skip
            row[2 * q + 1] = (
                low[7] * a[q] + low[5] * a[q + 1] + low[3] * a[q + 2] + low[1] * a[q + 3]
                + high[7] * b[q] + high[5] * b[q + 1] + high[3] * b[q + 2] + high[1] * b[q + 3]
            )  # fmt: skip
