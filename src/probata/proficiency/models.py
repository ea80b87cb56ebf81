"""Camera models, all invented: what every body of a model has in common.

Shape of picture, optics, quantization, ways of naming files and of writing EXIF. Bodies of one model differ in sensor
pattern, serial number and clock only.
"""

from dataclasses import dataclass

from probata.proficiency import exif


@dataclass(frozen=True, slots=True)
class Model:
    """What all bodies of a model have in common.

    Attributes:
        make: maker as in EXIF. All makers here are invented.
        name: model as in EXIF.
        file_name: pattern of file names, from a running number.
        folder: suffix of folders on the card, as in ``100NORVK``.
        aspect: width by height.
        quality: of the JPEG tables, 1 to 100, before the model's own deviations.
        subsampling: ``4:4:4``, ``4:2:2`` or ``4:2:0``.
        restart_rows: rows of blocks between restart markers; 0 for none.
        serial: whether the body's serial number is written to EXIF.
        subsec: whether fractions of a second are written.
        thumbnail: whether a thumbnail is embedded.
        orientation: whether the body knows how it is held; if not, tag 1 is written always.
        vignetting: loss of light in the corners, as a share.
        distortion: radial distortion at the corners, as a share of the radius.
        dispersion: radial shift of red against blue at the corners, as a share of the radius.
        noise: standard deviation of random noise, in levels of 8 bits.
        thumbnail_quality: of the thumbnail's tables, 1 to 100.
        thumbnail_width: longest side of the thumbnail, in pixels.
        habits: further fields that it writes into the Exif directory, by tag.
    """

    make: str
    name: str
    file_name: str
    folder: str
    aspect: float
    quality: int
    subsampling: str
    restart_rows: int
    serial: bool
    subsec: bool
    thumbnail: bool
    orientation: bool
    vignetting: float
    distortion: float
    dispersion: float
    noise: float
    thumbnail_quality: int = 72
    thumbnail_width: int = 160
    habits: tuple[tuple[int, exif.Value], ...] = ()


MODELS = (
    Model(
        "NORVIK", "Lumen 40", "DSCN{:04d}.JPG", "NORVK", 4 / 3, 90, "4:2:2", 0,
        True, True, True, True, 0.18, 0.012, 9e-4, 3.2,
    ),
    Model(
        "CASTOR", "CX-7", "IMG_{:04d}.JPG", "CSTOR", 3 / 2, 88, "4:2:0", 1,
        False, False, True, False, 0.26, -0.009, 5e-4, 4.0,
    ),
    Model(
        "Castor Optical", "CX-90S", "CXS{:05d}.jpg", "CXS90", 4 / 3, 92, "4:2:2", 0,
        False, True, True, True, 0.12, 0.006, 7e-4, 2.6,
    ),
    Model(
        "Tavi", "T2 phone", "P{:07d}.jpg", "TAVI", 4 / 3, 85, "4:2:0", 0,
        True, False, False, True, 0.30, 0.02, 12e-4, 4.4,
    ),
    Model(
        "ORBEA IMAGING", "Solis D4", "_DSO{:04d}.JPG", "ORBEA", 3 / 2, 95, "4:2:2", 0,
        True, True, True, True, 0.10, -0.004, 4e-4, 2.2, 85, 160,
        ((exif.PROGRAM, 1), (exif.EXPOSURE_MODE, 0), (exif.LENS_MODEL, "Solis 24-85"), (exif.MAKER_NOTE, b"ORB\x00")),
    ),
    Model(
        "Helmar Co.,Ltd", "HM 510", "HMR{:05d}.JPG", "HELMR", 4 / 3, 86, "4:2:0", 0,
        False, False, True, False, 0.22, 0.015, 11e-4, 3.8, 60, 160,
        ((exif.PROGRAM, 2), (exif.METERING, 5), (exif.RENDERED, 0)),
    ),
    Model(
        "Kestra", "Pocket 8", "KP{:06d}.JPG", "KESTR", 4 / 3, 82, "4:2:0", 1,
        False, False, True, True, 0.28, 0.018, 10e-4, 4.6, 75, 128,
        ((exif.METERING, 2), (exif.SCENE_TYPE, 0)),
    ),
    Model(
        "Kestra", "K1 Pro", "K1P{:05d}.JPG", "KESTR", 3 / 2, 96, "4:4:4", 0,
        True, True, True, True, 0.09, 0.003, 3e-4, 2.0, 90, 160,
        ((exif.PROGRAM, 3), (exif.METERING, 5), (exif.LENS_MODEL, "K 35 mm"), (exif.RENDERED, 0)),
    ),
    Model(
        "Vantry", "V-Cell 3", "{:08d}.jpg", "VANTR", 4 / 3, 80, "4:2:0", 0,
        False, False, False, True, 0.32, 0.022, 13e-4, 5.0, 72, 160,
        ((exif.WHITE_BALANCE, 0),),
    ),
    Model(
        "OSTREL", "Field 60", "OSTR{:04d}.JPG", "OSTRL", 4 / 3, 91, "4:2:2", 1,
        True, True, True, False, 0.16, 0.008, 8e-4, 3.0, 80, 160,
        ((exif.PROGRAM, 2), (exif.METERING, 3), (exif.MAKER_NOTE, b"OST 1.10\x00\x00"), (exif.WHITE_BALANCE, 1)),
    ),
)  # fmt: skip
OF_BODY = (0, 0, 1, 2, 3, 4, 4, 5, 6, 6, 7, 5, 8, 9, 9, 7, 8, 1, 2, 3)
"""The model of each body of an archive; from the first on again where there are more bodies."""
