"""Where text is in a picture: differentiable-binarization detector, its boxes and the upright crops.

Source: Liao et al., "Real-time Scene Text Detection with Differentiable Binarization", AAAI 2020. The steps and
constants before and after the network are those of PP-OCRv6 as in rapidocr 3.10 (Apache-2.0), which a test uses as an
oracle; they are written out here because a library that can fetch models has no place in an unattended run.

Not here: what the text says (`text_recognition`).
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime

from probata.readings.models import model_session

Picture = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float32]

_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
_GRID_PIXELS = 32


@dataclass(frozen=True, slots=True)
class TextBox:
    """One line of text as found: corners in pixels (top left, then clockwise), and the detector's score 0..1."""

    corners: Corners
    score: float

    @property
    def width(self) -> float:
        """Length of the upper or lower side, whichever is longer, in pixels."""
        return float(max(_length(self.corners[0], self.corners[1]), _length(self.corners[2], self.corners[3])))

    @property
    def height(self) -> float:
        """Length of the left or right side, whichever is longer, in pixels."""
        return float(max(_length(self.corners[0], self.corners[3]), _length(self.corners[1], self.corners[2])))


class TextDetector:
    """Finds lines of text.

    Args:
        side: the longer side of what the network sees, in pixels; larger pictures are reduced to it.
        map_threshold: what counts as text in the network's map.
        box_threshold: smallest mean of the map inside a box.
        unclip: how far a box is widened, as a multiple of area ÷ perimeter (the network learns shrunken boxes).
    """

    def __init__(self, side: int, map_threshold: float = 0.2, box_threshold: float = 0.4, unclip: float = 1.4) -> None:
        self._session: onnxruntime.InferenceSession = model_session("text-detector")
        self._side, self._unclip = side, unclip
        self._map_threshold, self._box_threshold = map_threshold, box_threshold

    def boxes(self, picture: Picture) -> list[TextBox]:
        """The boxes of ``picture`` (height × width × 3, BGR), from top to bottom, then left to right."""
        height, width = picture.shape[:2]
        text_map = self._text_map(picture)
        outlines, _ = cv2.findContours(
            (text_map > self._map_threshold).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE
        )
        scale = np.array([width / text_map.shape[1], height / text_map.shape[0]], np.float32)
        found = [box for outline in outlines if (box := self._box(text_map, np.asarray(outline), scale)) is not None]
        return sorted(found, key=lambda box: (float(box.corners[0, 1]), float(box.corners[0, 0])))

    def _text_map(self, picture: Picture) -> npt.NDArray[np.float32]:
        height, width = picture.shape[:2]
        ratio = min(1.0, self._side / max(height, width))
        size = [max(_GRID_PIXELS, round(length * ratio / _GRID_PIXELS) * _GRID_PIXELS) for length in (width, height)]
        small = cv2.resize(picture, size).astype(np.float32) / 255
        network_input = ((small - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None]
        result: npt.NDArray[np.float32] = self._session.run(None, {"x": np.ascontiguousarray(network_input)})[0][0, 0]
        return result

    def _box(self, text_map: npt.NDArray[np.float32], outline: npt.NDArray[np.int_], scale: Corners) -> TextBox | None:
        (x, y), (across, along), angle = cv2.minAreaRect(outline)
        if min(across, along) < 3:
            return None
        score = _mean_inside(text_map, _corners((x, y), (across, along), angle))
        if score < self._box_threshold:
            return None
        margin = self._unclip * across * along / (across + along)
        corners = _clockwise(_corners((x, y), (across + margin, along + margin), angle)) * scale
        limit = np.array([text_map.shape[1], text_map.shape[0]], np.float32) * scale - 1
        return TextBox(np.clip(corners, 0, limit).astype(np.float32), score)


def crop(picture: Picture, box: TextBox, margin: float = 0.0) -> Picture:
    """The box's content as an upright rectangle of the box's own size (BGR).

    Args:
        picture: where the box was found.
        box: what to cut out.
        margin: how much more is cut out at both ends of the line, as a part of the line's height.
    """
    width, height = max(1, round(box.width)), max(1, round(box.height))
    more = round(margin * min(width, height))
    along, across = (more, 0) if width >= height else (0, more)
    (left, right), (top, bottom) = (along, along + width), (across, across + height)
    target = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    width, height = width + 2 * along, height + 2 * across
    matrix = cv2.getPerspectiveTransform(box.corners, target)
    flat = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)


def _corners(centre: tuple[float, float], size: tuple[float, float], angle: float) -> Corners:
    """The corners of a turned rectangle; the angle in degrees."""
    return np.asarray(cv2.boxPoints((centre, size, angle)), np.float32)


def _length(a: Corners, b: Corners) -> float:
    return float(np.hypot(*(a - b)))


def _mean_inside(text_map: npt.NDArray[np.float32], corners: Corners) -> float:
    """Mean of the map inside a polygon."""
    height, width = text_map.shape
    left, top = np.clip(np.floor(corners.min(0)).astype(int), 0, [width - 1, height - 1])
    right, bottom = np.clip(np.ceil(corners.max(0)).astype(int), 0, [width - 1, height - 1])
    mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - [left, top]).astype(np.int32)], 1)
    return float(cv2.mean(text_map[top : bottom + 1, left : right + 1], mask)[0])


def _clockwise(corners: Corners) -> Corners:
    """Corners from the top left, clockwise: of the two leftmost the upper first, of the two rightmost likewise."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (pair[np.argsort(pair[:, 1], kind="stable")] for pair in (by_x[:2], by_x[2:]))
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
