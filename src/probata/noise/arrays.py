"""One interface to arrays, on the processor or on a GPU: what residuals, fingerprints and comparisons need of it.

Rules:
* What is not here is not needed: slices, +, −, ×, ÷ and comparisons, which all these arrays have alike, and the
  functions below.
* NumPy is always there. CuPy and PyTorch are asked for by name, and are used where they are installed; neither is
  among the project's packages.

Not here: the numbers (`on_arrays`).
"""

import importlib
import statistics
import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from probata.errors import UsageError

Array = Any
NAMES = ("numpy", "cupy", "torch")


class Arrays(Protocol):
    """What is asked of a library of arrays; all arrays are float32, but spectra."""

    def asarray(self, plane: npt.NDArray[np.float32]) -> Array:
        """``plane`` on the device."""

    def to_numpy(self, plane: Array) -> npt.NDArray[np.float32]:
        """``plane`` back."""

    def pad(self, plane: Array, top: int, bottom: int, left: int, right: int, *, repeat: bool) -> Array:
        """With a mirrored border, of which the edge is repeated or not."""

    def zeros(self, height: int, width: int) -> Array:
        """A plane of zeros."""

    def minimum(self, a: Array, b: Array) -> Array:
        """The smaller of two planes at each place."""

    def maximum(self, plane: Array, least: float) -> Array:
        """At least ``least``."""

    def mean(self, plane: Array, axis: int) -> Array:
        """The mean along an axis, which is kept."""

    def total(self, plane: Array) -> float:
        """The sum of all."""

    def rfft2(self, plane: Array) -> Array:
        """The spectrum of a real plane."""

    def irfft2(self, spectrum: Array, height: int, width: int) -> Array:
        """The plane of a spectrum."""

    def magnitude(self, spectrum: Array) -> Array:
        """The absolute value of a spectrum, or of a plane."""

    def conj(self, spectrum: Array) -> Array:
        """The conjugate."""

    def timed(self, call: Callable[[], object], repeats: int) -> float:
        """Median seconds of the device in a call, after three for warming."""


class Numeric:
    """NumPy, or CuPy, which has the same functions."""

    def __init__(self, library: Any) -> None:
        self._np = library

    def asarray(self, plane: npt.NDArray[np.float32]) -> Array:
        """See `Arrays`."""
        return self._np.asarray(plane, dtype=self._np.float32)

    def to_numpy(self, plane: Array) -> npt.NDArray[np.float32]:
        """See `Arrays`."""
        return np.asarray(plane.get() if hasattr(plane, "get") else plane, np.float32)

    def pad(self, plane: Array, top: int, bottom: int, left: int, right: int, *, repeat: bool) -> Array:
        """See `Arrays`."""
        return self._np.pad(plane, ((top, bottom), (left, right)), mode="symmetric" if repeat else "reflect")

    def zeros(self, height: int, width: int) -> Array:
        """See `Arrays`."""
        return self._np.zeros((height, width), dtype=self._np.float32)

    def minimum(self, a: Array, b: Array) -> Array:
        """See `Arrays`."""
        return self._np.minimum(a, b)

    def maximum(self, plane: Array, least: float) -> Array:
        """See `Arrays`."""
        return self._np.maximum(plane, self._np.float32(least))

    def mean(self, plane: Array, axis: int) -> Array:
        """See `Arrays`."""
        return plane.mean(axis=axis, keepdims=True)

    def total(self, plane: Array) -> float:
        """See `Arrays`."""
        return float(plane.sum(dtype=self._np.float64))

    def rfft2(self, plane: Array) -> Array:
        """See `Arrays`."""
        return self._np.fft.rfft2(plane)

    def irfft2(self, spectrum: Array, height: int, width: int) -> Array:
        """See `Arrays`."""
        return self._np.fft.irfft2(spectrum, s=(height, width)).astype(self._np.float32)

    def magnitude(self, spectrum: Array) -> Array:
        """See `Arrays`."""
        return self._np.abs(spectrum).astype(self._np.float32)

    def conj(self, spectrum: Array) -> Array:
        """See `Arrays`."""
        return self._np.conj(spectrum)

    def timed(self, call: Callable[[], object], repeats: int) -> float:
        """See `Arrays`; by events where the library has a device."""
        if not hasattr(self._np, "cuda"):
            return _by_clock(call, repeats)
        found = []
        for turn in range(repeats + 3):
            start, stop = self._np.cuda.Event(), self._np.cuda.Event()
            start.record()
            call()
            stop.record()
            stop.synchronize()
            if turn >= 3:
                found.append(self._np.cuda.get_elapsed_time(start, stop) / 1000)
        return float(statistics.median(found))


class Torch:
    """PyTorch, on its GPU where it has one."""

    def __init__(self, library: Any) -> None:
        self._torch = library
        self._device = "cuda" if library.cuda.is_available() else "cpu"

    def asarray(self, plane: npt.NDArray[np.float32]) -> Array:
        """See `Arrays`."""
        return self._torch.as_tensor(np.ascontiguousarray(plane, np.float32), device=self._device)

    def to_numpy(self, plane: Array) -> npt.NDArray[np.float32]:
        """See `Arrays`."""
        return np.asarray(plane.cpu().numpy(), np.float32)

    def pad(self, plane: Array, top: int, bottom: int, left: int, right: int, *, repeat: bool) -> Array:
        """See `Arrays`."""
        rows = self._mirrored(plane.shape[0], top, bottom, repeat)
        columns = self._mirrored(plane.shape[1], left, right, repeat)
        return plane[rows][:, columns]

    def _mirrored(self, length: int, before: int, after: int, repeat: bool) -> Array:
        at = np.pad(np.arange(length), (before, after), mode="symmetric" if repeat else "reflect")
        return self._torch.as_tensor(at, device=self._device)

    def zeros(self, height: int, width: int) -> Array:
        """See `Arrays`."""
        return self._torch.zeros((height, width), dtype=self._torch.float32, device=self._device)

    def minimum(self, a: Array, b: Array) -> Array:
        """See `Arrays`."""
        return self._torch.minimum(a, b)

    def maximum(self, plane: Array, least: float) -> Array:
        """See `Arrays`."""
        return self._torch.clamp(plane, min=least)

    def mean(self, plane: Array, axis: int) -> Array:
        """See `Arrays`."""
        return plane.mean(dim=axis, keepdim=True)

    def total(self, plane: Array) -> float:
        """See `Arrays`."""
        return float(plane.to(self._torch.float64).sum())

    def rfft2(self, plane: Array) -> Array:
        """See `Arrays`."""
        return self._torch.fft.rfft2(plane)

    def irfft2(self, spectrum: Array, height: int, width: int) -> Array:
        """See `Arrays`."""
        return self._torch.fft.irfft2(spectrum, s=(height, width))

    def magnitude(self, spectrum: Array) -> Array:
        """See `Arrays`."""
        return spectrum.abs()

    def conj(self, spectrum: Array) -> Array:
        """See `Arrays`."""
        return self._torch.conj(spectrum)

    def timed(self, call: Callable[[], object], repeats: int) -> float:
        """See `Arrays`; by events where there is a GPU."""
        if self._device == "cpu":
            return _by_clock(call, repeats)
        found = []
        for turn in range(repeats + 3):
            start, stop = (self._torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record()
            call()
            stop.record()
            self._torch.cuda.synchronize()
            if turn >= 3:
                found.append(start.elapsed_time(stop) / 1000)
        return float(statistics.median(found))


def of(name: str) -> Arrays:
    """The arrays of a library.

    Args:
        name: one of `NAMES`.

    Raises:
        UsageError: no such library, or it is not installed.
    """
    if name not in NAMES:
        raise UsageError("no such arrays", expected=", ".join(NAMES), found=name)
    try:
        library = importlib.import_module(name)
    except ImportError as error:
        raise UsageError(f"{name} is not installed", do=f"install {name}, or use numpy") from error
    return Torch(library) if name == "torch" else Numeric(library)


def _by_clock(call: Callable[[], object], repeats: int) -> float:
    found = []
    for turn in range(repeats + 3):
        start = time.perf_counter()
        call()
        if turn >= 3:
            found.append(time.perf_counter() - start)
    return statistics.median(found)
