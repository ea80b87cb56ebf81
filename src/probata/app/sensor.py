"""Fingerprints of sensors without an inquiry: made from photographs, kept in a file, and matched with others.

Rules:
* Pictures are read as stored: the orientation that a file states is never applied.
* A fingerprint's file holds what its likelihood ratios rest on, and the digest of each photograph it was made from.
* A photograph that can't be compared says why; it is never a number.

Not here: the numbers (`probata.noise`), and devices of an archive (`probata.linkage.devices`).
"""

import hashlib
import io
import json
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from probata.app.desk import TOOL
from probata.errors import BadInput
from probata.noise.comparison import agreement, correlations
from probata.noise.exposure import exposure
from probata.noise.fingerprint import Grey, Plane, fingerprint, observation, pattern
from probata.noise.likelihood import Worth, worth
from probata.noise.search import Found, Tile, Way, middle, search, ways
from probata.readings.analyser import Unreadable
from probata.readings.rendition import decode

FORMAT = "probata fingerprint 1"
SIDE = 1024
MOST_SIDE = 12_000
MOST_BYTES = 2 * MOST_SIDE * MOST_SIDE + (1 << 20)
SAME_FROM, DIFFERENT_FROM = 2.0, -0.7
LEAST_OVERLAP = 64
_GREEN = 1
_WHOLE = 1 << 30


@dataclass(frozen=True, slots=True)
class Sensor:
    """A fingerprint as kept in a file.

    Attributes:
        plane: the pattern; float32 (rows, columns) of the tile.
        tile: which part of the sensor's pictures it covers.
        worth: what its likelihood ratios rest on.
        files: SHA-256 of each photograph it was made from.
        left_out: photographs that were given and not used, each with the reason.
    """

    plane: Plane
    tile: Tile
    worth: Worth
    files: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One photograph beside a fingerprint.

    Attributes:
        file: as given.
        verdict: ``same``, ``different``, ``cannot tell`` or ``not compared``.
        reason: why it can't be told, or was not compared; "" otherwise.
        found: agreement and place; None where it was not compared.
        llr: log10 likelihood ratio; NaN where none is given.
        exposure: of the compared part; "" where it was not compared.
    """

    file: str
    verdict: str
    reason: str
    found: Found | None
    llr: float
    exposure: str

    def record(self) -> dict[str, object]:
        """The keys of the acceptance interface, and where the picture lies."""
        agreed = self.found.agreement if self.found else None
        return {
            "file": self.file,
            "pce": round(agreed.pce, 3) if agreed else None,
            "correlation": round(agreed.correlation, 6) if agreed else None,
            "z": round(agreed.z, 4) if agreed else None,
            "llr": None if math.isnan(self.llr) else round(self.llr, 4),
            "verdict": self.verdict,
            "reason": self.reason,
            "exposure": self.exposure,
            "way": asdict(self.found.way) if self.found else None,
            "alternatives": self.found.alternatives if self.found else 0,
        }


def make(files: Sequence[Path], side: int = SIDE) -> Sensor:
    """The fingerprint of the sensor that took these photographs.

    Args:
        files: photographs of one device; flat and bright ones are best.
        side: of the part in the middle that is used, in pixels; 0: the whole picture.

    Raises:
        BadInput: fewer than two of them can be used.
    """
    used, left_out = _of_one_size(files)
    if len(used) < 2:
        why = "; ".join(f"{name}: {reason}" for name, reason in left_out[:3])
        raise BadInput("no fingerprint", expected="at least two photographs of one size", found=why or f"{len(used)}")
    height, width = used[0][1].shape
    tile = middle(height, width, side)
    parts = [tile.cut(plane) for _, plane in used]
    observed = [observation(part) for part in parts]
    found = worth(observed, [pattern(part) for part in parts])
    return Sensor(fingerprint(observed).plane, tile, found, tuple(digest for digest, _ in used), tuple(left_out))


def match(sensor: Sensor, files: Sequence[Path], *, searching: bool = False) -> Iterator[Match]:
    """Each photograph beside the fingerprint, in the order given.

    Args:
        sensor: the fingerprint.
        files: questioned photographs.
        searching: try quarter turns, mirror images, every place of a smaller picture, and the scale that its shape
            suggests.
    """
    for path in files:
        read = _green(path)
        if isinstance(read, str):
            yield Match(str(path), "not compared", read, None, math.nan, "")
        else:
            yield _matched(sensor, str(path), *read, searching=searching)


def _matched(sensor: Sensor, name: str, digest: str, plane: Grey, *, searching: bool) -> Match:
    if digest in sensor.files:
        return Match(name, "not compared", "the fingerprint was made from it", None, math.nan, "")
    found = _found(sensor, plane, searching=searching)
    size = "" if plane.shape == (sensor.tile.height, sensor.tile.width) else _size(sensor, plane)
    if found is None:
        return Match(name, "not compared", size, None, math.nan, "")
    exposed = exposure(plane)
    llr = sensor.worth.log10_lr(found.agreement.z, found.alternatives)
    verdict, reason = _verdict(sensor, llr, exposed)
    if size and not searching:
        reason += (
            f"{'; ' if reason else ''}{size}, compared middle on middle: cropped, turned or scaled? --search tries"
        )
    return Match(name, verdict, reason, found, llr, exposed)


def _size(sensor: Sensor, plane: Grey) -> str:
    own = f"{plane.shape[1]} × {plane.shape[0]}"
    return f"{own} pixels where the sensor's pictures have {sensor.tile.width} × {sensor.tile.height}"


def _found(sensor: Sensor, plane: Grey, *, searching: bool) -> Found | None:
    tile = sensor.tile
    if searching:
        return search(sensor.plane, tile, plane, ways(turned=True, mirrored=True, scales=_scales(tile, plane)))
    return _middles(sensor, plane)


def _middles(sensor: Sensor, plane: Grey) -> Found | None:
    """The picture laid with its middle on the sensor's middle; None where too little of the tile is covered."""
    tile = sensor.tile
    row, column = (tile.height - plane.shape[0]) // 2, (tile.width - plane.shape[1]) // 2
    top, left = max(row, tile.row), max(column, tile.column)
    bottom = min(row + plane.shape[0], tile.row + tile.rows)
    right = min(column + plane.shape[1], tile.column + tile.columns)
    if min(bottom - top, right - left) < LEAST_OVERLAP:
        return None
    part = np.ascontiguousarray(plane[top - row : bottom - row, left - column : right - column])
    own = sensor.plane[top - tile.row : bottom - tile.row, left - tile.column : right - tile.column]
    found = agreement(correlations(np.ascontiguousarray(own), pattern(part)))
    return Found(Way(row=row, column=column), found, 1)


def _scales(tile: Tile, plane: Grey) -> list[float]:
    """As it is; and where the shape is that of the whole picture, made smaller or larger, the factor of that."""
    longer, shorter = max(plane.shape), min(plane.shape)
    whole_longer, whole_shorter = max(tile.height, tile.width), min(tile.height, tile.width)
    factor = longer / whole_longer
    fits = abs(shorter - factor * whole_shorter) < 1 and longer != whole_longer
    return [1.0, factor] if fits else [1.0]


def _verdict(sensor: Sensor, llr: float, exposed: str) -> tuple[str, str]:
    if math.isnan(llr):
        return "cannot tell", sensor.worth.refused
    if llr >= SAME_FROM:
        return "same", ""
    if exposed != "normal":
        return "cannot tell", f"{exposed}: hardly anything of a sensor's pattern is left"
    if llr <= DIFFERENT_FROM:
        return "different", ""
    return "cannot tell", "agrees neither enough for this sensor nor too little"


def _of_one_size(files: Sequence[Path]) -> tuple[list[tuple[str, Grey]], list[tuple[str, str]]]:
    """Digest and plane of the photographs of the most frequent size, each once; and why the others are left out."""
    read: dict[str, tuple[str, Grey]] = {}
    left_out: list[tuple[str, str]] = []
    for path in files:
        found = _green(path)
        if isinstance(found, str):
            left_out.append((str(path), found))
        elif found[0] in read:
            left_out.append((str(path), "the same bytes as another one"))
        else:
            read[found[0]] = (str(path), found[1])
    shapes = [plane.shape for _, plane in read.values()]
    shape = max(sorted(set(shapes)), key=shapes.count, default=(0, 0))
    other = [(name, f"another size: {p.shape[1]} × {p.shape[0]}") for name, p in read.values() if p.shape != shape]
    return [(digest, p) for digest, (_, p) in read.items() if p.shape == shape], left_out + other


def _green(path: Path) -> tuple[str, Grey] | str:
    """Digest and green plane of a photograph as stored; or why there is none."""
    try:
        data = path.read_bytes()
        pixels = decode(data, _WHOLE).pixels
    except OSError as error:
        return error.strerror or "can't be read"
    except Unreadable as error:
        return str(error)
    if min(pixels.shape[:2]) < 64 or max(pixels.shape[:2]) > MOST_SIDE:
        return f"{pixels.shape[1]} × {pixels.shape[0]} pixels: expected 64 to {MOST_SIDE} a side"
    return hashlib.sha256(data).hexdigest(), np.ascontiguousarray(pixels[:, :, _GREEN])


def save(sensor: Sensor, path: Path) -> None:
    """Keep a fingerprint in a file: a NumPy archive of its plane, and what is said of it as JSON.

    Raises:
        BadInput: the file can't be written.
    """
    said = {
        "format": FORMAT, "tool": TOOL, "tile": asdict(sensor.tile), "worth": asdict(sensor.worth),
        "files": sensor.files, "left_out": sensor.left_out,
    }  # fmt: skip
    text = np.frombuffer(json.dumps(said, sort_keys=True).encode("utf-8"), np.uint8)
    try:
        with path.open("wb") as stream:
            np.savez_compressed(stream, plane=sensor.plane.astype(np.float16), said=text)
    except OSError as error:
        raise BadInput("the fingerprint can't be written", found=f"{path}: {error.strerror}") from error


def load(path: Path) -> Sensor:
    """The fingerprint in a file.

    Raises:
        BadInput: there is none, or it is damaged.
    """
    try:
        data = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(data) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MOST_BYTES:
            raise BadInput("too large a fingerprint", expected=f"at most {MOST_BYTES} bytes", found=f"{unpacked}")
        with np.load(data, allow_pickle=False) as kept:
            said = json.loads(kept["said"].tobytes())
            plane = np.ascontiguousarray(kept["plane"], np.float32)
        if said["format"] != FORMAT:
            raise BadInput("not a fingerprint of this version", expected=FORMAT, found=str(said["format"])[:80])
        tile, told = Tile(**said["tile"]), Worth(**said["worth"])
        if plane.shape != (tile.rows, tile.columns) or not np.isfinite(plane).all():
            raise BadInput("a damaged fingerprint", expected=f"{tile.rows} × {tile.columns}", found=f"{plane.shape}")
        return Sensor(plane, tile, told, tuple(said["files"]), tuple((n, r) for n, r in said["left_out"]))
    except OSError as error:
        raise BadInput("no fingerprint", found=f"{path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise BadInput("not a fingerprint", expected=FORMAT, found=f"{path}: {error}"[:200]) from error
