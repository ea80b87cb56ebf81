"""How well a photograph's noise agrees with a fingerprint: correlation, peak to correlation energy, and z.

The two planes are correlated at all circular shifts. The value at the shift that is expected (none, where the picture
is whole) is put beside all values away from it:

* *correlation*: normalised, −1 to 1;
* *PCE*: q₀|q₀| / mean(q²) over all shifts but those next to the peak, signed;
* *z*: its root: q₀ in standard deviations of what wrong shifts give. About normal for photographs of other sensors.

Source: Goljan, Fridrich and Filler, "Large scale test of sensor fingerprint camera identification" (SPIE 2009),
section 2.2, with the 11 × 11 neighbourhood; Kumar, Hassebrook, "Performance measures for correlation filters" (Applied
Optics 1990) for the circular form.

Not here: where a cropped, turned or scaled picture lies (`search`), and what a score is worth (`likelihood`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import fft

from probata.errors import BadInput

Plane = npt.NDArray[np.float32]

NEIGHBOURHOOD = 11
WRONG_STEP = 32


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two planes agree at one shift.

    Attributes:
        correlation: normalised, −1 to 1.
        pce: peak to correlation energy, signed.
        z: in standard deviations of wrong shifts.
        spread: standard deviation of z at wrong shifts that are multiples of `WRONG_STEP` pixels away; near 1.
    """

    correlation: float
    pce: float
    z: float
    spread: float


def correlations(print_: Plane, noise: Plane) -> Plane:
    """Normalised correlation of the fingerprint with ``noise`` moved by (row, column), at every circular shift.

    Raises:
        BadInput: the shapes differ.
    """
    if print_.shape != noise.shape:
        raise BadInput("not comparable", expected=f"the fingerprint's size {print_.shape}", found=f"{noise.shape}")
    scale = float(np.linalg.norm(print_) * np.linalg.norm(noise))
    if scale == 0:
        return np.zeros_like(print_)
    spectrum = fft.rfft2(print_) * np.conj(fft.rfft2(noise))
    return np.asarray(fft.irfft2(spectrum, s=print_.shape) / np.float32(scale), np.float32)


def agreement(plane: Plane, row: int = 0, column: int = 0) -> Agreement:
    """How well the two agree at one shift, of all correlations.

    Args:
        plane: from `correlations`.
        row: the shift downwards.
        column: the shift to the right.
    """
    energy = _energy_away(plane, row, column)
    peak = float(plane[row, column])
    if energy <= 0:
        return Agreement(0.0, 0.0, 0.0, 1.0)
    far = np.roll(plane, (-row, -column), (0, 1))[::WRONG_STEP, ::WRONG_STEP].ravel()[1:]
    spread = float(far.std() / energy**0.5) if len(far) > 1 else 1.0
    return Agreement(peak, peak * abs(peak) / energy, peak / energy**0.5, spread)


def _energy_away(plane: Plane, row: int, column: int) -> float:
    """Mean square of all correlations but those in the neighbourhood of the peak (which wraps round)."""
    reach = np.arange(-(NEIGHBOURHOOD // 2), NEIGHBOURHOOD // 2 + 1)
    near = plane[np.ix_((row + reach) % plane.shape[0], (column + reach) % plane.shape[1])].astype(np.float64)
    total = float(np.einsum("ij,ij->", plane, plane, dtype=np.float64))
    return max(0.0, total - float((near**2).sum())) / max(1, plane.size - near.size)
