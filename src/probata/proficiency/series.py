"""Photographs of one person: the figure, its label and the place stay, the view changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from probata.proficiency import grounds, labels, mannequins
from probata.proficiency.labels import Label
from probata.proficiency.mannequins import Mannequin, Points
from probata.proficiency.sensor import Scene

Framing = Literal["full", "upper", "head", "label", "detail"]
LIGHT_SCALE = 4
_CENTRE: dict[str, tuple[float, float]] = {
    "full": (0, 92),
    "upper": (0, 48),
    "head": (0, 22),
    "label": (0, 60),
    "detail": (0, 130),
}
_SPAN_CM: dict[str, float] = {"full": 200.0, "upper": 104.0, "head": 54.0, "label": 44.0, "detail": 60.0}


@dataclass(frozen=True, slots=True)
class Subject:
    """A person before the camera: who, where, with which label and where on the body it lies."""

    figure: Mannequin
    place: grounds.Place
    label: Label | None
    at: Points
    ground_turn: float
    ground_shift: tuple[float, float]
    shadow: tuple[float, float]


@dataclass(frozen=True, slots=True)
class NumberTruth:
    """What a frame shows of one number.

    Attributes:
        status: ``shown``, ``covered`` (by tape or cloth), ``cut`` (by the picture's edge), ``outside`` of the
            picture, ``fallen`` (the label is gone), ``mirrored``, ``misprinted`` (with a digit that is not the
            person's) or ``unlit`` (far too little light, or far too much).
        height_px: height of its digits in the stored picture; 0 where it isn't in it.
        box: its corners in the upright picture, as fractions; empty where it isn't in it.
        misprint: what stands there in its place, in Western digits; empty where it is the number itself.
    """

    status: str
    height_px: float
    box: tuple[tuple[float, float], ...]
    misprint: str = ""


def subject(figure: Mannequin, place: grounds.Place, label: Label | None, rng: np.random.Generator) -> Subject:
    """A person set up for a series."""
    at = np.eye(3)
    if label is not None:
        wide = label.alpha.shape[1] / labels.PER_CM
        x, y = figure.chest
        if label.medium == "card" and rng.random() < 0.3:
            x, y = float(rng.choice([-1, 1])) * (wide / 2 + 10), float(rng.uniform(4, 40))
        at = _laid(label, x, y, float(rng.normal(0, 0.12)))
    return Subject(
        figure,
        place,
        label,
        at,
        float(rng.uniform(-0.3, 0.3)),
        (float(rng.uniform(0, 200)), float(rng.uniform(0, 200))),
        (float(rng.uniform(-5, 5)), float(rng.uniform(1, 5))),
    )


def _laid(label: Label, x: float, y: float, turn: float) -> Points:
    """From pixels of a label's patch to centimetres of the figure."""
    height, width = label.alpha.shape
    c, s = np.cos(turn) / labels.PER_CM, np.sin(turn) / labels.PER_CM
    centred = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1.0]])
    return np.asarray(np.array([[c, -s, x], [s, c, y], [0, 0, 1.0]]) @ centred)


def view(framing: Framing, size: tuple[int, int], who: Subject, rng: np.random.Generator) -> Points:
    """The way from centimetres to pixels for one photograph, by chance around its framing.

    Args:
        framing: what it is to show.
        size: height and width of the upright picture.
        who: the person.
        rng: for aim, distance, tilt.
    """
    height, width = size
    centre = np.asarray(_CENTRE[framing], dtype=np.float64)
    span = _SPAN_CM[framing]
    if framing == "label" and who.label is not None:
        h, w = who.label.alpha.shape
        centre = mannequins.project(who.at, np.array([(w / 2, h / 2)]))[0]
        span = max(w / labels.PER_CM * 1.45 * max(1.0, height / width), 30.0)
    elif framing == "detail":
        centre = centre + np.array([rng.uniform(-15, 15), rng.uniform(-20, 40)])
    scale = height / span * float(rng.uniform(0.88, 1.06))
    turn = float(rng.normal(0, 0.05))
    if framing == "full" and width > height and rng.random() < 0.12:
        turn, scale = turn + float(rng.choice([-1, 1])) * np.pi / 2, scale * width / height
    centre = centre + rng.normal(0, 0.025, 2) * span
    c, s = scale * np.cos(turn), scale * np.sin(turn)
    flat = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ np.array(
        [[1, 0, -centre[0]], [0, 1, -centre[1]], [0, 0, 1.0]]
    )
    tilt = rng.normal(0, 0.10, 2) / max(size)
    lens = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1.0]]) @ np.array(
        [[1, 0, 0], [0, 1, 0], [tilt[0], tilt[1], 1]]
    )
    return np.asarray(lens @ flat)


def nudged(base: Points, rng: np.random.Generator) -> Points:
    """Nearly the same view again, as when the shutter is pressed twice."""
    shift = np.array([[1, 0, rng.normal(0, 2.5)], [0, 1, rng.normal(0, 2.5)], [0, 0, 1.0]])
    return np.asarray(shift @ base)


def photograph(
    who: Subject, base: Points, size: tuple[int, int], label_state: str, rng: np.random.Generator
) -> tuple[Scene, dict[str, NumberTruth]]:
    """One photograph of a person, before the camera, and what it shows of each number.

    Args:
        who: the person.
        base: of `view`.
        size: height and width of the upright picture.
        label_state: ``there``, ``covered`` or ``fallen``.
        rng: for light and covering.
    """
    canvas = _ground(who, base, size)
    light = _light(who, size, rng)
    mannequins.draw(who.figure, canvas, light, base, who.shadow)
    if who.label is None:
        return Scene(canvas, light), {}
    if label_state == "fallen":
        return Scene(canvas, light), {role: NumberTruth("fallen", 0.0, ()) for role in who.label.boxes}
    shown, hidden = labels.covered(who.label, rng) if label_state == "covered" else (who.label, set[str]())
    if shown.medium != "overlay":
        paste(shown, base @ who.at, canvas, light)
        return Scene(canvas, light), truths(shown, base @ who.at, size, hidden)
    return Scene(canvas, light), {}


def overlay(label: Label, size: tuple[int, int], rng: np.random.Generator) -> Points:
    """Where a white box is put on a finished picture: from pixels of the patch to pixels of the picture."""
    height, width = label.alpha.shape
    scale = size[1] * float(rng.uniform(0.28, 0.36)) / width
    x = size[1] * 0.02 if rng.random() < 0.5 else size[1] * 0.98 - width * scale
    return np.array([[scale, 0, x], [0, scale, size[0] * 0.97 - height * scale], [0, 0, 1.0]])


def paste(label: Label, way: Points, canvas: npt.NDArray[np.uint8], light: npt.NDArray[np.float32] | None) -> None:
    """Draw a label's patch through a homography, with a soft shadow at its edge where there is a light."""
    height, width = label.alpha.shape
    corners = mannequins.project(way, np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64))
    x0, y0 = np.floor(np.maximum(corners.min(axis=0), 0)).astype(int)
    x1, y1 = np.ceil(np.minimum(corners.max(axis=0), canvas.shape[1::-1])).astype(int)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    scale = float(np.linalg.norm(corners[1] - corners[0])) / width
    colour, alpha = label.colour, label.alpha
    if scale < 0.8:
        small = (max(2, round(width * scale * 1.15)), max(2, round(height * scale * 1.15)))
        colour = np.asarray(cv2.resize(colour, small, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        alpha = np.asarray(cv2.resize(alpha, small, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        way = way @ np.diag([width / small[0], height / small[1], 1.0])
    to = np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]]) @ way
    box = (int(x1 - x0), int(y1 - y0))
    share = cv2.warpPerspective(alpha, to, box).astype(np.float32)[:, :, None] / 255
    drawn = cv2.warpPerspective(colour, to, box, borderMode=cv2.BORDER_REPLICATE)
    part = canvas[y0:y1, x0:x1]
    canvas[y0:y1, x0:x1] = (part + share * (drawn.astype(np.float32) - part) + 0.5).astype(np.uint8)
    if light is not None and label.medium in ("card", "tape"):
        flat = np.round(corners / LIGHT_SCALE).astype(np.int32)
        cv2.fillPoly(light, [flat], (float(np.clip(np.median(light), 0.8, 1.05)),), cv2.LINE_8)


def truths(label: Label, way: Points, size: tuple[int, int], hidden: set[str]) -> dict[str, NumberTruth]:
    """What of a label's numbers lies within a picture of this size."""
    return {role: _truth(box, way, size, role in hidden) for role, box in label.boxes.items()}


def _truth(box: labels.Box, way: Points, size: tuple[int, int], hidden: bool) -> NumberTruth:
    t = np.linspace(0, 1, 11)
    edge = np.array([(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)])
    inner = np.array([(box.left + (box.right - box.left) * a, (box.top + box.bottom) / 2) for a in t])
    corners, line = mannequins.project(way, edge), mannequins.project(way, inner)
    limit = np.array([size[1], size[0]])
    share = float(np.mean(np.all((line >= 0) & (line <= limit), axis=1)))
    whole = bool(np.all((corners >= -1) & (corners <= limit + 1)))
    if share < 0.3:
        return NumberTruth("outside", 0.0, ())
    status = "covered" if hidden else "shown" if whole else "cut"
    height = float(np.linalg.norm(corners[3] - corners[0]))
    fractions = tuple((round(float(x) / size[1], 4), round(float(y) / size[0], 4)) for x, y in corners)
    return NumberTruth(status, round(height, 1), fractions)


def _ground(who: Subject, base: Points, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    c, s = np.cos(who.ground_turn) / grounds.PER_CM, np.sin(who.ground_turn) / grounds.PER_CM
    lay = np.array([[c, -s, who.ground_shift[0] - 200], [s, c, who.ground_shift[1] - 200], [0, 0, 1]])
    drawn = cv2.warpPerspective(
        who.place.ground, base @ lay, (size[1], size[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )
    return np.ascontiguousarray(drawn, dtype=np.uint8)


def _light(who: Subject, size: tuple[int, int], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    height, width = size[0] // LIGHT_SCALE, size[1] // LIGHT_SCALE
    y, x = np.ogrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    lean = rng.normal(0, 0.10, 2)
    spot = rng.normal(0, 0.25, 2)
    flash = float(rng.uniform(0, 0.3))
    falloff = np.exp(-((x - spot[0]) ** 2 + (y - spot[1]) ** 2) / 1.6)
    light = who.place.brightness * (1 + lean[0] * x + lean[1] * y) * (1 - flash + flash * 1.25 * falloff)
    light = np.asarray(light * float(rng.uniform(0.88, 1.06)), dtype=np.float32)
    if rng.random() < 0.2:
        a, b = rng.uniform(-0.2, 1.2, 2)
        edge = np.array(
            [(a * width, 0), (b * width, height), (b * width + width * 2, height), (a * width + width * 2, 0)]
        )
        dark = np.ones_like(light)
        cv2.fillPoly(dark, [np.round(edge).astype(np.int32)], (float(rng.uniform(0.55, 0.8)),), cv2.LINE_8)
        light *= cv2.GaussianBlur(dark, (0, 0), 3)
    return light


def numbers_visible(numbers: Mapping[str, NumberTruth]) -> bool:
    """Whether a frame shows any digit of any number (a part that is covered or cut still shows some)."""
    return any(n.status in ("shown", "covered", "cut", "mirrored", "misprinted") for n in numbers.values())
