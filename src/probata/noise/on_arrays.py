"""Residuals, fingerprints and comparisons through one array interface: the same numbers on a processor and on a GPU.

These are the functions of `residual`, `shared_parts`, `fingerprint` and `comparison`, which are the faster ones on a
processor, written with nothing but `probata.noise.arrays.Arrays`; a test holds the two together.

Not here: where arrays live (`arrays`).
"""

from collections.abc import Sequence

from probata.noise.arrays import Array, Arrays
from probata.noise.comparison import NEIGHBOURHOOD
from probata.noise.fingerprint import CLIPPED, DARKEST, SIGMA
from probata.noise.residual import LEVELS, WINDOWS
from probata.noise.shared_parts import CFA, JPEG_BLOCK
from probata.noise.wavelets import HIGH, LOW, TAPS, halves


def residual(xp: Arrays, plane: Array, sigma: float = SIGMA) -> Array:
    """See `probata.noise.residual.residual`."""
    shapes, bands = [], []
    for _ in range(LEVELS):
        shapes.append((plane.shape[0], plane.shape[1]))
        plane, details = _forward(xp, plane)
        bands.append([_noise_part(xp, band, sigma * sigma) for band in details])
    made = xp.zeros(plane.shape[0], plane.shape[1])
    for (height, width), details in zip(reversed(shapes), reversed(bands), strict=True):
        made = _inverse(xp, made, details)[:height, :width]
    return made


def zero_mean(xp: Arrays, plane: Array) -> Array:
    """See `probata.noise.shared_parts.zero_mean`; sides must be multiples of eight."""
    made = plane + 0
    for i in range(CFA):
        for j in range(CFA):
            part = made[i::CFA, j::CFA]
            part = part - xp.mean(part, 1)
            made[i::CFA, j::CFA] = part - xp.mean(part, 0)
    for i in range(JPEG_BLOCK):
        for j in range(JPEG_BLOCK):
            part = made[i::JPEG_BLOCK, j::JPEG_BLOCK]
            made[i::JPEG_BLOCK, j::JPEG_BLOCK] = part - xp.total(part) / (part.shape[0] * part.shape[1])
    return made


def wiener_dft(xp: Arrays, plane: Array) -> Array:
    """See `probata.noise.shared_parts.wiener_dft`."""
    height, width = plane.shape
    mean = xp.total(plane) / (height * width)
    variance = xp.total(plane * plane) / (height * width) - mean * mean
    spectrum = xp.rfft2(plane)
    magnitude = xp.magnitude(spectrum) * (1 / (height * width) ** 0.5)
    power = magnitude * magnitude
    least = xp.maximum(_least(xp, power), max(variance, 1e-12))
    return xp.irfft2(spectrum * (variance / least), height, width)


def fingerprint(xp: Arrays, planes: Sequence[Array]) -> Array:
    """See `probata.noise.fingerprint.fingerprint`; of green planes, float32, 0 to 255."""
    above, below = xp.zeros(*planes[0].shape), xp.zeros(*planes[0].shape) + 1
    for plane in planes:
        light = plane * _good(plane)
        above = above + zero_mean(xp, residual(xp, plane)) * light
        below = below + light * light
    made = wiener_dft(xp, zero_mean(xp, above / below))
    count = made.shape[0] * made.shape[1]
    mean = xp.total(made) / count
    return made * (1 / max(xp.total(made * made) / count - mean * mean, 1e-24) ** 0.5)


def z(xp: Arrays, print_: Array, plane: Array) -> float:
    """The z of a photograph with a fingerprint at no shift; see `probata.noise.comparison.agreement`.

    Unlike there the noise is not divided by its local deviation but by that of the whole, and clipped nowhere: a
    median of a whole plane is slow on a GPU.
    """
    noise = wiener_dft(xp, zero_mean(xp, residual(xp, plane))) * _good(plane)
    spectrum = xp.rfft2(print_) * xp.conj(xp.rfft2(noise))
    found = xp.irfft2(spectrum, print_.shape[0], print_.shape[1])
    reach = NEIGHBOURHOOD // 2
    peak = xp.total(found[:1, :1])
    near = [
        found[a, b]
        for a in (slice(0, reach + 1), slice(-reach, None))
        for b in (slice(0, reach + 1), slice(-reach, None))
    ]
    away = xp.total(found * found) - sum(xp.total(part * part) for part in near)
    count = found.shape[0] * found.shape[1] - NEIGHBOURHOOD**2
    return float(peak / max(away / count, 1e-30) ** 0.5)


def _good(plane: Array) -> Array:
    return (plane > DARKEST) & (plane < CLIPPED)


def _noise_part(xp: Arrays, band: Array, variance: float) -> Array:
    return band * (variance / xp.maximum(_least(xp, band * band), variance))


def _least(xp: Arrays, power: Array) -> Array:
    """The least of the means over windows around each place."""
    least = None
    for window in WINDOWS:
        mean = _mean_around(xp, power, window)
        least = mean if least is None else xp.minimum(least, mean)
    return least


def _mean_around(xp: Arrays, plane: Array, window: int) -> Array:
    half = window // 2
    height, width = plane.shape
    wide = xp.pad(plane, half, half, half, half, repeat=True)
    rows = sum((wide[k : k + height] for k in range(1, window)), wide[:height])
    return sum((rows[:, k : k + width] for k in range(1, window)), rows[:, :width]) * (1 / window**2)


def _forward(xp: Arrays, plane: Array) -> tuple[Array, list[Array]]:
    """One level of `wavelets.forward`."""
    rows = [_down(xp, plane, taps) for taps in (LOW, HIGH)]
    (ll, hl), (lh, hh) = ([_down(xp, part.T, taps).T for taps in (LOW, HIGH)] for part in rows)
    return ll, [lh, hl, hh]


def _down(xp: Arrays, plane: Array, taps: object) -> Array:
    """Filtered down the columns and halved; half-point symmetric borders."""
    half = halves(plane.shape[0])
    need = 2 * (half - 1) + TAPS
    wide = xp.pad(plane, TAPS - 2, need - (TAPS - 2) - plane.shape[0], 0, 0, repeat=True)
    parts = [wide[k : k + 2 * half - 1 : 2] * float(taps[k]) for k in range(TAPS)]  # type: ignore[index]
    return sum(parts[1:], parts[0])


def _inverse(xp: Arrays, ll: Array, details: Sequence[Array]) -> Array:
    """One level of `wavelets.inverse`."""
    lh, hl, hh = details
    height, width = lh.shape
    ll = ll[:height, :width]
    low = _up(xp, ll, lh)
    high = _up(xp, hl, hh)
    return _up(xp, low.T, high.T).T


def _up(xp: Arrays, low: Array, high: Array) -> Array:
    """Two halves joined down the columns."""
    count = low.shape[0] - TAPS // 2 + 1
    made = xp.zeros(2 * count, low.shape[1])
    for odd in (0, 1):
        parts = [
            half[k : k + count] * float(taps[TAPS - 2 - 2 * k + odd])
            for half, taps in ((low, LOW), (high, HIGH))
            for k in range(TAPS // 2)
        ]
        made[odd::2] = sum(parts[1:], parts[0])
    return made
