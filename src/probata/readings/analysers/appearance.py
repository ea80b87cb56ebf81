"""The analyser *appearance*: what a picture shows, as one vector, and points that are found again in changed copies.

The vector comes from a network that was trained to name things in photographs; its last layer, which names them, is
left out. Pictures of like things have vectors of a high cosine, also when they are other pictures: the vector says
where to look, and never by itself that two pictures are one (card: ``readings/models/appearance.md``).
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime
import pyarrow as pa

from probata.readings.analyser import Parameters, Row
from probata.readings.local_features import LONGER_SIDE, MOST_POINTS, packed_points
from probata.readings.models import model_session
from probata.readings.rendition import Pixels, decode, fit, upright

SIDE = 224
DIMENSIONS = 1280
_LEAST_SIDE = 288
_MIDDLE, _SPREAD = 127.0, 128.0
_LARGEST = 127
_FIELDS: "list[pa.Field[Any]]" = [
    pa.field("vector", pa.binary()),
    pa.field("features", pa.binary()),
    pa.field("width", pa.int16()),
    pa.field("height", pa.int16()),
]
_SCHEMA = pa.schema(_FIELDS)


@dataclass(frozen=True, slots=True)
class AppearanceAnalyser:
    """What a picture shows, in a form that changed copies share.

    Columns:
        vector: 1,280 signed bytes, a direction: EfficientNet-Lite0 before its classifier, of the upright picture
            squeezed to 224 × 224 pixels, scaled so that the largest is 127. `vectors` gives unit vectors.
        features: points that crops, mirror images and re-photographs keep, at most 200 (see `local_features`); empty
            where nothing stands out.
        width, height: of the upright picture to which the points' places refer; the longer side is at most 384 pixels.
    """

    name: str = "appearance"
    version: str = "1"
    parameters: Parameters = field(
        default_factory=lambda: {"side": SIDE, "longer_side": LONGER_SIDE, "points": MOST_POINTS}
    )

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _SCHEMA

    def read(self, data: bytes) -> Row:
        """See `probata.readings.analyser.Analyser`.

        Raises:
            Unreadable: no picture, or one that can't be decoded.
        """
        stored = decode(data, _LEAST_SIDE)
        shown = upright(fit(stored.pixels, 2 * LONGER_SIDE), stored.orientation)
        features, width, height = packed_points(shown)
        return {"vector": _vector(shown), "features": features, "width": width, "height": height}


def vectors(column: "pa.ChunkedArray[Any]") -> npt.NDArray[np.float32]:
    """The column ``vector`` as unit vectors, (rows, 1,280); zeros where it is null."""
    found = np.zeros((len(column), DIMENSIONS), np.float32)
    for row, value in enumerate(column.to_pylist()):
        if value is not None:
            found[row] = np.frombuffer(value, np.int8)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1.0), np.float32)


def _vector(picture: Pixels) -> bytes:
    """The network's vector as signed bytes."""
    small = cv2.cvtColor(cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
    prepared = (small.astype(np.float32).transpose(2, 0, 1)[None] - _MIDDLE) / _SPREAD
    (found,) = _session().run(None, {"picture": prepared})
    vector = np.asarray(found[0], np.float32)
    largest = max(float(vector.max()), 1e-6)
    return (vector * (_LARGEST / largest)).round().clip(0, _LARGEST).astype(np.int8).tobytes()


@cache
def _session() -> onnxruntime.InferenceSession:
    """One a process: it is slow to make and can't travel."""
    return model_session("appearance")
