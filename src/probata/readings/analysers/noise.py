"""The sign of a photograph's sensor noise at each pixel of its middle: what devices are told apart by.

Signs take a thirtieth of the room of the noise itself, add up in whole numbers, and cost a fifth of what they tell.

Not here: the residual (`probata.noise`), and which photographs share a sensor (`probata.linkage.devices`).
"""

import hashlib
from dataclasses import dataclass, field

import cv2
import numpy as np
import pyarrow as pa

from probata.noise.exposure import exposure, usable
from probata.noise.fingerprint import CLIPPED, DARKEST, Grey
from probata.noise.residual import residual
from probata.noise.search import middle
from probata.noise.shared_parts import wiener_dft, zero_mean
from probata.readings.analyser import Parameters, Row, Unreadable
from probata.readings.rendition import decode

SIDES = (1024, 512, 256)
_SIGMA = 3.0
_WHOLE = 1 << 30
_SCHEMA = pa.schema(
    [
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("side", pa.int32()),
        ("exposure", pa.string()),
        ("usable", pa.float64()),
        ("bits", pa.binary()),
        ("bits_digest", pa.string()),
    ]  # type: ignore[arg-type]
)


@dataclass(frozen=True, slots=True)
class NoiseAnalyser:
    """Signs of the sensor noise.

    Columns:
        width, height: of the picture as stored, in pixels.
        side: of the square in its middle that was looked at: 1024, 512 or 256 pixels.
        exposure: ``normal``, ``dark`` or ``over-exposed``, of the whole picture (`probata.noise.exposure`).
        usable: share of the square's pixels that are neither dark nor clipped, 0 to 1.
        bits: side × side / 8 bytes, row by row: 1 where the noise is above zero. Where the picture is dark or clipped
            and has no noise, they are drawn from the file's digest, so that such pictures don't look alike.
        bits_digest: 32 hexadecimal digits of their SHA-256.
    """

    name: str = "noise"
    version: str = "1"
    parameters: Parameters = field(default_factory=lambda: {"side": SIDES[0]})

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: no picture, one that can't be decoded, or one too small.
        """
        grey = _grey(data)
        height, width = grey.shape
        side = next((side for side in SIDES if side <= min(height, width)), 0)
        if not side:
            raise Unreadable(f"too small for sensor noise: {width} × {height}, at least {SIDES[-1]} are needed")
        part = middle(height, width, side).cut(grey)
        bits = _bits(part, data)
        return {
            "width": width,
            "height": height,
            "side": side,
            "exposure": exposure(grey),
            "usable": round(usable(part), 4),
            "bits": bits,
            "bits_digest": hashlib.sha256(bits).hexdigest()[:32],
        }


def _grey(data: bytes) -> Grey:
    """The picture as stored, in grey."""
    pixels = decode(data, _WHOLE).pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def _bits(part: Grey, data: bytes) -> bytes:
    rest = wiener_dft(zero_mean(residual(part, _SIGMA)))
    drawn = np.frombuffer(hashlib.shake_256(hashlib.sha256(data).digest()).digest(part.size // 8), np.uint8)
    good = np.packbits((part > DARKEST) & (part < CLIPPED))
    return bytes(((np.packbits(rest > 0) & good) | (drawn & ~good)).tobytes())
