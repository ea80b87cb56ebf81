"""A photograph in the making, and the file that its body writes of it."""

from dataclasses import dataclass

from probata.proficiency import cameras, sensor
from probata.proficiency.cameras import Header
from probata.proficiency.sensor import Picture
from probata.proficiency.series import NumberTruth
from probata.proficiency.truth import TruthLine

OVERLAY_SOFTWARE, _OVERLAY_QUALITY = "LabelBox 2.1", 91


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the drive: its bytes, the time it carries, and what is true of it."""

    data: bytes
    modified_ns: int
    line: TruthLine


@dataclass(frozen=True, slots=True)
class Taken:
    """A photograph as taken.

    Attributes:
        picture: as stored, before its compression.
        header: what its body says of it in EXIF.
        exif: the same as bytes.
        numbers: what its numbers look like, in the upright picture.
        made: its file.
    """

    picture: Picture
    header: Header
    exif: bytes
    numbers: dict[str, NumberTruth]
    made: Made


def written(header: Header, picture: Picture, exif: bytes) -> bytes:
    """The JPEG that a body writes; or the program that put a label onto the picture, if the header names one."""
    model = header.body.model
    if header.software:
        quantization = cameras.tables(header.software, _OVERLAY_QUALITY)
        return sensor.jpeg(picture, quantization, model.subsampling, exif=exif)
    quantization = cameras.tables(model.name, model.quality)
    return sensor.jpeg(picture, quantization, model.subsampling, exif=exif, restart_rows=model.restart_rows)
