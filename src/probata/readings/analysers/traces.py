"""Traces that changes leave in a photograph, as numbers to be compared with those of its cohort.

A number means nothing by itself: cameras, scenes and settings differ. `probata.linkage.authenticity` compares each with
the photographs that the same camera took.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probata.noise.residual import residual
from probata.readings.analyser import Parameters, Row, Unreadable
from probata.readings.formats import jpeg
from probata.readings.formats.dimensions import size_of
from probata.readings.formats.exif import thumbnail
from probata.readings.formats.types import type_of
from probata.readings.rendition import decode
from probata.readings.traces_copies import noise_of, repeated, where_repeated
from probata.readings.traces_dct import double_compression, lacking, luminance
from probata.readings.traces_grid import grid_shift, resampling
from probata.readings.traces_noise import noise_map
from probata.readings.traces_statistics import STATISTICS
from probata.readings.traces_thumbnail import thumbnail_departure

LEAST_SIDE = 128
MOST_PIXELS = 50_000_000
SIGMA = 3.0
LOCAL = ("copy_move", "local_compression", "local_noise")
_WHOLE = 1 << 30
_MARGIN = 2
_FIELDS: "list[pa.Field[Any]]" = [
    *(pa.field(each.column, pa.float64()) for each in STATISTICS),
    *(pa.field(f"{name}_where", pa.string()) for name in LOCAL),
]
_SCHEMA = pa.schema(_FIELDS)


@dataclass(frozen=True, slots=True)
class TracesAnalyser:
    """Traces of changes.

    Columns:
        double_compression, grid_shift, resampling, thumbnail_difference, copy_move, local_compression, local_noise:
            see `probata.readings.traces_statistics`; higher is stranger, null where it can't be computed.
        copy_move_where, local_compression_where, local_noise_where: JSON list of left, top, right and bottom of the
            strangest region, as shares of the picture as stored.
    """

    name: str = "traces"
    version: str = "1"
    parameters: Parameters = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: no picture, one that can't be decoded, one too small or too large.
        """
        size = size_of(data, type_of(data))
        if size is not None and size[0] * size[1] > MOST_PIXELS:
            raise Unreadable(f"too large for traces: {size[0]} × {size[1]}, at most {MOST_PIXELS} pixels")
        picture = decode(data, _WHOLE)
        grey = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
        if min(grey.shape) < LEAST_SIDE:
            raise Unreadable(f"too small for traces: {grey.shape[1]} × {grey.shape[0]}, at least {LEAST_SIDE} a side")
        row: dict[str, object] = {
            "grid_shift": _rounded(grid_shift(grey)),
            "resampling": _rounded(resampling(grey)),
            "thumbnail_difference": _rounded(thumbnail_departure(thumbnail(picture.blocks), grey)),
        }
        rest = residual(grey, SIGMA)
        noise = noise_of(rest, grey)
        again = repeated(noise)
        row["copy_move"] = _rounded(again.correlation)
        row["copy_move_where"] = strangest(where_repeated(noise, again.row, again.column))
        levels = np.abs(noise_map(rest, grey))
        row["local_noise"], row["local_noise_where"] = _rounded(float(levels.max(initial=0))), strangest(levels)
        blocks = luminance(data) if data.startswith(jpeg.SOI) else None
        if blocks is not None:
            row["double_compression"] = _rounded(double_compression(blocks))
            regions = lacking(blocks)
            if regions is not None:
                inner = _inside(regions)
                row["local_compression"], row["local_compression_where"] = (
                    _rounded(float(inner.max())),
                    strangest(inner),
                )
        return row


def strangest(plane: npt.NDArray[np.float32]) -> str | None:
    """The box around the strongest place and what is at least half as strong around it, as JSON."""
    if not plane.size or plane.max() <= 0:
        return None
    row, column = np.unravel_index(int(plane.argmax()), plane.shape)
    mask = np.asarray(plane >= plane[row, column] / 2, np.uint8)
    _, labels = cv2.connectedComponents(mask)
    rows, columns = np.nonzero(labels == labels[row, column])
    height, width = plane.shape
    box = columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height
    return json.dumps([round(float(each), 3) for each in box])


def _inside(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Without a margin of blocks, where windows are cut off; the rest as it is."""
    made = np.array(plane)
    if min(made.shape) > 4 * _MARGIN:
        made[:_MARGIN] = made[-_MARGIN:] = 0
        made[:, :_MARGIN] = made[:, -_MARGIN:] = 0
    return made


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
