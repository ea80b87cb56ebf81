"""Devices told apart by sensor noise: what `devices` finds, as values.

Rules:
* A device is not a camera body by name, and never a person: it is "one sensor", told by the noise of its photographs.
* *Cannot tell* is an outcome: such a photograph has no device, and says which one would come first.
* A likelihood ratio is about "this device against another one of the same class", calibrated and capped; NaN where the
  reference set was too small, and then `Devices.refused` says how many more photographs would do.

Not here: how they are found (`devices`), and what a file says of its camera (`cameras`).
"""

from dataclasses import dataclass
from math import nan

from probata.linkage.link import Reason


@dataclass(frozen=True, slots=True)
class DeviceAssignment:
    """What sensor noise says of one photograph.

    Attributes:
        exhibit: hex digest.
        device: name of the device; "" where it cannot be told.
        nearest: the device that fits best, told or not; "" where the photograph was compared with none.
        probability: that ``nearest`` took it, 0 to 1, among the devices of its size and none of them.
        score: of ``nearest``: correlation in standard deviations of what chance gives (z).
        llr: log10 likelihood ratio of ``nearest`` against another device of its class; NaN: refused or not compared.
        exposure: ``normal``, ``dark`` or ``over-exposed``.
        size: class of the tile compared, as ``1024``.
        local: how much the worst region of the tile lacks the device's noise, in standard deviations of what the rest
            leads one to expect; higher is stranger; NaN where no device is told.
        reasons: why, strongest first.
    """

    exhibit: str
    device: str = ""
    nearest: str = ""
    probability: float = 0.0
    score: float = 0.0
    llr: float = nan
    exposure: str = "normal"
    size: str = ""
    local: float = nan
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Device:
    """One sensor.

    Attributes:
        name: stable as far as its photographs are: made from the smallest digest among those it was learnt from.
        photographs: how many are assigned to it.
        learnt_from: how many its fingerprint was estimated from.
        width, height: of the pictures as stored, in pixels.
        groups: file signatures (see `signatures`) of its photographs with how many, the most frequent first.
    """

    name: str
    photographs: int
    learnt_from: int
    width: int
    height: int
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of a photograph with a device's fingerprint that it had no part in, for calibration.

    Attributes:
        exhibit: hex digest.
        device: name.
        score: z.
        same: whether the photograph is of the device, by serial number or by the device's other photographs.
        class_: size and exposure, as ``1024/normal``.
        log10_lr: calibrated without this photograph, capped.
    """

    exhibit: str
    device: str
    score: float
    same: bool
    class_: str
    log10_lr: float


@dataclass(frozen=True, slots=True)
class Devices:
    """All devices of an archive.

    Attributes:
        assignments: of each photograph that has a noise reading, sorted by digest.
        devices: sorted by name.
        comparisons: what the likelihood ratios were calibrated on, each held out.
        refused: by class (``1024/dark``) why no likelihood ratio is given, and how many more photographs would do.
    """

    assignments: tuple[DeviceAssignment, ...] = ()
    devices: tuple[Device, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
