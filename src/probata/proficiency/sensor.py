"""From a scene to the bytes of a JPEG: optics, sensor with its fixed pattern, noise, colour, compression.

The pattern of a body multiplies the light at each site of its colour mosaic; noise is drawn anew for each photograph
(tiles that are used again would link photographs of different bodies).

Source: Lukáš, Fridrich and Goljan, "Digital camera identification from sensor pattern noise" (2006), section II.
"""

import io
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from probata.proficiency.artefacts import artefacts
from probata.proficiency.cameras import Body, Tables
from probata.proficiency.models import Model
from probata.proficiency.parameters import Parameters

Picture = npt.NDArray[np.uint8]
Light = npt.NDArray[np.float32]
_ROTATE = {6: cv2.ROTATE_90_COUNTERCLOCKWISE, 8: cv2.ROTATE_90_CLOCKWISE, 3: cv2.ROTATE_180}


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands before a camera, upright.

    Attributes:
        colour: RGB, uint8 (height, width, 3).
        light: factor on it, float32, of any smaller size.
    """

    colour: Picture
    light: Light


@dataclass(frozen=True, slots=True)
class Sensor:
    """What a body does to the light, at each of its sites.

    Attributes:
        gain: what multiplies the light: the fixed pattern, times the vignetting, float32 (height, width).
        offset: what is added to the raw signal, in levels of 8 bits; None where a model adds nothing.
    """

    gain: Light
    offset: Light | None = None


def sensor(parameters: Parameters, body: Body) -> Sensor:
    """The sensor of a body, of the archive's size."""
    size = body.size(parameters.megapixels)
    own = _gain(parameters.seed, body, size, parameters.sensor_noise)
    if not parameters.artefacts:
        return Sensor(own)
    shared = artefacts(body.model, size)
    return Sensor(own * shared.gain, shared.offset)


@lru_cache(maxsize=8)
def _gain(seed: int, body: Body, size: tuple[int, int], strength: float) -> Light:
    pattern = sensor_pattern(seed, body, size)
    y, x = np.ogrid[-1.0 : 1.0 : size[0] * 1j, -1.0 : 1.0 : size[1] * 1j]
    fall = 1 - body.model.vignetting * ((x * x + y * y) / 2) ** 1.3
    return np.asarray((1 + strength * pattern) * fall, dtype=np.float32)


def sensor_pattern(seed: int, body: Body, size: tuple[int, int]) -> Light:
    """The fixed pattern of a body's sensor: zero-mean, unit variance, white, float32 (height, width)."""
    rng = np.random.default_rng([seed, 12, body.index])
    return rng.standard_normal(size, dtype=np.float32)


@lru_cache(maxsize=4)
def _lens(model: Model, size: tuple[int, int]) -> tuple[tuple[npt.NDArray[np.int16], npt.NDArray[np.uint16]], ...]:
    height, width = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cy, cx = (height - 1) / 2, (width - 1) / 2
    radius2 = ((x - cx) ** 2 + (y - cy) ** 2) / (cx * cx + cy * cy)
    maps = []
    for colour in (1, 0, -1):
        factor = 1 + model.distortion * (radius2 - 1) + model.dispersion * colour * radius2
        fixed, fraction = cv2.convertMaps(
            (cx + (x - cx) * factor).astype(np.float32), (cy + (y - cy) * factor).astype(np.float32), cv2.CV_16SC2
        )
        maps.append((np.asarray(fixed, dtype=np.int16), np.asarray(fraction, dtype=np.uint16)))
    return tuple(maps)


def exposed(
    scene: Scene, body: Body, orientation: int, sites: Sensor, noise: float, rng: np.random.Generator, amount: float = 1
) -> Picture:
    """What a body makes of a scene: RGB as stored (turned by ``orientation``), uint8.

    Args:
        scene: what stands before the camera, upright.
        body: the body.
        orientation: how it is held: 1, 3, 6 or 8 as in EXIF.
        sites: the body's sensor.
        noise: factor on the model's noise.
        rng: for the noise.
        amount: factor on the light of the whole scene.
    """
    colour, light = scene.colour, scene.light
    if orientation in _ROTATE:
        colour = np.asarray(cv2.rotate(colour, _ROTATE[orientation]), dtype=np.uint8)
        light = np.asarray(cv2.rotate(light, _ROTATE[orientation]), dtype=np.float32)
    light = light if amount == 1 else light * np.float32(amount)
    height, width = sites.gain.shape
    planes = [
        cv2.remap(
            np.ascontiguousarray(colour[:, :, c]), fixed, fraction, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        for c, (fixed, fraction) in enumerate(_lens(body.model, (height, width)))
    ]
    mosaic = planes[1]
    mosaic[0::2, 0::2] = planes[0][0::2, 0::2]
    mosaic[1::2, 1::2] = planes[2][1::2, 1::2]
    factor = cv2.multiply(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR), sites.gain)
    raw = cv2.multiply(mosaic, factor, dtype=cv2.CV_32F)
    raw = cv2.scaleAdd(grain(rng, (height, width)), body.model.noise * noise, raw)
    if sites.offset is not None:
        raw = cv2.add(raw, sites.offset)
    digital = cv2.convertScaleAbs(np.maximum(raw, 0))
    return np.asarray(cv2.cvtColor(digital, cv2.COLOR_BayerRG2BGR_EA), dtype=np.uint8)


def grain(rng: np.random.Generator, size: tuple[int, int]) -> Light:
    """Random noise, zero-mean, unit variance, nearly normal (a sum of three even draws), float32."""
    drawn = np.frombuffer(rng.bytes(3 * size[0] * size[1]), dtype=np.uint8).reshape(3, *size)
    total = cv2.add(cv2.add(drawn[0], drawn[1], dtype=cv2.CV_32F), drawn[2], dtype=cv2.CV_32F)
    return np.asarray(cv2.addWeighted(total, 1 / 128, total, 0, -382.5 / 128), dtype=np.float32)


def jpeg(
    picture: Picture,
    quantization: Tables,
    subsampling: str,
    *,
    exif: bytes = b"",
    restart_rows: int = 0,
    progressive: bool = False,
) -> bytes:
    """A picture (RGB) as JPEG with these tables; without the JFIF segment where it has EXIF, as cameras write it."""
    stream = io.BytesIO()
    Image.fromarray(picture).save(
        stream,
        "JPEG",
        qtables=[list(table) for table in quantization],
        subsampling=subsampling,
        exif=exif,
        restart_marker_rows=restart_rows,
        progressive=progressive,
    )
    data = stream.getvalue()
    return data[:2] + data[20:] if exif and data[2:4] == b"\xff\xe0" else data


def thumbnail(picture: Picture, model: Model) -> bytes:
    """A small JPEG of a picture, as wide as the bodies of a model embed it; nothing where they don't."""
    if not model.thumbnail:
        return b""
    scale = model.thumbnail_width / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    stream = io.BytesIO()
    Image.fromarray(small).save(stream, "JPEG", quality=model.thumbnail_quality)
    return stream.getvalue()
