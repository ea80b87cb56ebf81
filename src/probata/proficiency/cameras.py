"""Camera bodies: what is theirs alone (sensor pattern, serial number, clock) and what their model gives them.

What a model gives them (`models`) they share; two bodies of one model differ in sensor pattern, serial number and clock
only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import numpy as np

from probata.proficiency import exif
from probata.proficiency.models import MODELS, OF_BODY, Model
from probata.proficiency.parameters import Parameters

ZONE = timedelta(hours=3)
_LUMA = (
    "16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 14 13 16 24 40 57 69 56 14 17 22 29 51 87 80 62 "
    "18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 49 64 78 87 103 121 120 101 72 92 95 98 112 100 103 99"
)
_CHROMA = (
    "17 18 24 47 99 99 99 99 18 21 26 66 99 99 99 99 24 26 56 99 99 99 99 99 47 66 99 99 99 99 99 99 "
    "99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99"
)
Tables = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Body:
    """One camera body.

    Attributes:
        index: which of the archive's bodies.
        model: its model.
        serial: its serial number, whether or not EXIF tells it.
        clock_error_s: what its clock was wrong by on the first day, in seconds.
        drift_s_per_day: what its clock gains a day, in seconds.
        reset_day: day on which its battery was changed and the clock set anew; −1 for none.
        reset_error_s: error of the clock after that.
        first_number: number of its first file.
        jumps: when somebody changed its clock (milliseconds from 1970), and by how many seconds.
    """

    index: int
    model: Model
    serial: str
    clock_error_s: int
    drift_s_per_day: float
    reset_day: int
    reset_error_s: int
    first_number: int
    jumps: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        """The body's name in the truth."""
        return f"body-{self.index + 1}"

    def reads(self, true_ms: int, start_ms: int) -> datetime:
        """What the body's clock shows at a true time (both in milliseconds from 1970), as local time without a zone."""
        day = (true_ms - start_ms) / 86_400_000
        reset = 0 <= self.reset_day <= day
        error = self.reset_error_s if reset else self.clock_error_s
        since = day - self.reset_day if reset else day
        error += sum(seconds for at_ms, seconds in self.jumps if at_ms <= true_ms)
        local = datetime.fromtimestamp(0, UTC).replace(tzinfo=None) + ZONE
        return local + timedelta(milliseconds=true_ms, seconds=error + since * self.drift_s_per_day)

    def size(self, megapixels: float) -> tuple[int, int]:
        """Height and width of its sensor in pixels, multiples of 16."""
        width = max(16, round((megapixels * 1e6 * self.model.aspect) ** 0.5 / 16) * 16)
        return max(16, round(width / self.model.aspect / 16) * 16), width

    def record(self) -> dict[str, object]:
        """The body as a line of the truth."""
        return {
            "camera": self.name,
            "make": self.model.make,
            "model": self.model.name,
            "serial": self.serial,
            "serial_in_exif": self.model.serial,
            "clock_error_s": self.clock_error_s,
            "drift_s_per_day": self.drift_s_per_day,
            "reset_day": self.reset_day,
            "reset_error_s": self.reset_error_s,
            "jumps": [list(jump) for jump in self.jumps],
            "quantization_tables": [list(t) for t in tables(self.model.name, self.model.quality)],
        }


def bodies(parameters: Parameters) -> tuple[Body, ...]:
    """The bodies of an archive, by its seed."""
    return tuple(_body(parameters, index) for index in range(parameters.bodies))


def _body(parameters: Parameters, index: int) -> Body:
    rng = np.random.default_rng([parameters.seed, 11, index])
    model = MODELS[OF_BODY[index % len(OF_BODY)]]
    wrong = (0, int(rng.normal(0, 240)), int(rng.integers(-6, 7)) * 3600 + int(rng.normal(0, 90)))
    return Body(
        index=index,
        model=model if parameters.serials == "written" else replace(model, serial=False),
        serial=str(rng.integers(10_000_000, 99_999_999)),
        clock_error_s=wrong[int(rng.integers(0, 3))],
        drift_s_per_day=round(float(rng.normal(0, 1.5)), 3),
        reset_day=int(rng.integers(3, 40)) if rng.random() < 0.25 else -1,
        reset_error_s=int(rng.normal(0, 300)),
        first_number=int(rng.integers(1, 9000)),
    )


def tables(name: str, quality: int) -> Tables:
    """The quantization tables of a model or program, told apart by its name."""
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    rng = np.random.default_rng(list(name.encode()))
    made = []
    for text in (_LUMA, _CHROMA):
        base = np.array(text.split(), dtype=np.float64) * scale / 100
        made.append(tuple(int(v) for v in np.clip(np.round(base * rng.uniform(0.75, 1.25, 64) + 0.5), 1, 255)))
    return made[0], made[1]


@dataclass(frozen=True, slots=True)
class Exposure:
    """How one photograph was taken: seconds, aperture, sensitivity, focal length, and whether the flash fired."""

    seconds: Fraction
    f_number: Fraction
    iso: int
    focal_mm: Fraction
    flash: bool


def exposure(rng: np.random.Generator) -> Exposure:
    """An exposure by chance."""
    return Exposure(
        Fraction(1, int(rng.choice([30, 60, 60, 80, 125, 250]))),
        Fraction(int(rng.choice([28, 32, 40, 56])), 10),
        int(rng.choice([80, 100, 200, 400])),
        Fraction(int(rng.integers(60, 240)), 10),
        bool(rng.random() < 0.6),
    )


@dataclass(frozen=True, slots=True)
class Header:
    """What a body says of one photograph in EXIF.

    Attributes:
        body: the body.
        shown: what its clock shows.
        shot: the exposure.
        orientation: value of the tag.
        size: height and width as stored.
        software: a program that wrote the file later; none for the camera itself.
    """

    body: Body
    shown: datetime
    shot: Exposure
    orientation: int
    size: tuple[int, int]
    software: str = ""

    def segment(self, thumbnail: bytes, changes: Mapping[int, exif.Value | None] | None = None) -> bytes:
        """The EXIF of the photograph.

        Args:
            thumbnail: JPEG, written where the model does so.
            changes: values that somebody put in place of the camera's, by tag; None for a field that was removed.
        """
        first, detail = self._first(), self._detail()
        for tag, value in (changes or {}).items():
            fields = first if tag in first else detail
            if value is None:
                del fields[tag]
            else:
                fields[tag] = value
        return exif.exif(first, detail, thumbnail if self.body.model.thumbnail else b"")

    def _first(self) -> dict[int, exif.Value]:
        model = self.body.model
        return {
            exif.MAKE: model.make,
            exif.MODEL: model.name,
            exif.ORIENTATION: self.orientation,
            0x011A: Fraction(72),
            0x011B: Fraction(72),
            0x0128: 2,
            exif.SOFTWARE: self.software or f"{model.folder} 1.{len(model.name)}",
            exif.MODIFIED: self._time(),
            0x0213: 2,
        }

    def _detail(self) -> dict[int, exif.Value]:
        shot, model = self.shot, self.body.model
        detail: dict[int, exif.Value] = {
            exif.EXPOSURE: shot.seconds,
            exif.F_NUMBER: shot.f_number,
            exif.ISO: shot.iso,
            exif.VERSION: b"0230",
            exif.ORIGINAL: self._time(),
            exif.DIGITIZED: self._time(),
            0x9101: b"\x01\x02\x03\x00",
            0xA000: b"0100",
            0xA001: 1,
            exif.FLASH: 1 if shot.flash else 16,
            exif.FOCAL: shot.focal_mm,
            exif.WIDTH: self.size[1],
            exif.HEIGHT: self.size[0],
            **dict(model.habits),
        }
        if model.subsec:
            hundredths = f"{self.shown.microsecond // 10_000:02d}"
            detail |= {exif.SUBSEC_ORIGINAL: hundredths, exif.SUBSEC_DIGITIZED: hundredths}
        if model.serial:
            detail[exif.BODY_SERIAL] = self.body.serial
        return detail

    def _time(self) -> str:
        return self.shown.strftime(exif.TIME)
