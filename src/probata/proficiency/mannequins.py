"""Mannequins: abstract figures of plastic, lying or standing, in plain shapes. Nothing graphic is drawn, ever.

A figure is laid out once for a person in centimetres (x across, y from the top of the head downwards) and drawn for
each photograph through that photograph's view.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Colour = tuple[int, int, int]
_PLASTIC = ((205, 180, 150), (188, 160, 128), (170, 172, 175), (214, 205, 192), (140, 112, 88), (122, 124, 128))
_CLOTHES = ((60, 80, 130), (150, 40, 45), (40, 95, 60), (200, 198, 190), (45, 45, 50), (170, 150, 60), (110, 85, 120))
_SHIFT = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One shape of a figure: its outline in centimetres, its colour, whether it swells (and so is shaded)."""

    outline: Points
    colour: Colour
    round: bool


@dataclass(frozen=True, slots=True)
class Mannequin:
    """A figure: its parts from the lowest to the uppermost, and where a label may be."""

    parts: tuple[Part, ...]
    chest: tuple[float, float]
    skin: Colour


def mannequin(rng: np.random.Generator, *, bare_chest: bool = False) -> Mannequin:
    """A figure by chance, the same for all photographs of a person; ``bare_chest`` where a number is written on it."""
    skin = _shade(_PLASTIC[int(rng.integers(0, len(_PLASTIC)))], rng)
    shirt = _shade(_CLOTHES[int(rng.integers(0, len(_CLOTHES)))], rng)
    trousers = _shade(_CLOTHES[int(rng.integers(0, len(_CLOTHES)))], rng)
    breadth = float(rng.uniform(0.85, 1.15))
    dressed = float(rng.random()) * (0.35 if bare_chest else 1.0)
    parts: list[Part] = []
    for side in (-1, 1):
        parts += _leg(side, breadth, skin, trousers, dressed, rng)
    parts += _trunk(breadth, skin, shirt, trousers, dressed, rng)
    for side in (-1, 1):
        parts += _arm(side, breadth, skin, shirt, dressed, rng)
    parts += _head(breadth, skin, rng)
    if rng.random() < 0.25:
        parts.append(_blanket(rng))
    return Mannequin(tuple(parts), (float(rng.normal(0, 3)), float(rng.uniform(52, 66))), skin)


def _shade(colour: Colour, rng: np.random.Generator) -> Colour:
    shift = rng.normal(0, 7, 3) + rng.normal(0, 8)
    return tuple(int(v) for v in np.clip(np.asarray(colour) + shift, 12, 226))  # type: ignore[return-value]


def capsule(a: tuple[float, float], b: tuple[float, float], wide: float, narrow: float) -> Points:
    """The outline of a tapered limb from ``a`` (radius ``wide``) to ``b`` (radius ``narrow``)."""
    along = np.arctan2(b[1] - a[1], b[0] - a[0])
    t = np.linspace(np.pi / 2, 3 * np.pi / 2, 9)
    one = np.column_stack([a[0] + wide * np.cos(along + t), a[1] + wide * np.sin(along + t)])
    other = np.column_stack([b[0] - narrow * np.cos(along + t), b[1] - narrow * np.sin(along + t)])
    return np.vstack([one, other])


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> Points:
    """The outline of an ellipse."""
    t = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    px, py = rx * np.cos(t), ry * np.sin(t)
    return np.column_stack([x + px * np.cos(turn) - py * np.sin(turn), y + px * np.sin(turn) + py * np.cos(turn)])


def _towards(a: tuple[float, float], angle: float, length: float) -> tuple[float, float]:
    return a[0] + length * float(np.sin(angle)), a[1] + length * float(np.cos(angle))


def _leg(
    side: int, breadth: float, skin: Colour, trousers: Colour, dressed: float, rng: np.random.Generator
) -> list[Part]:
    hip = (side * 9.0 * breadth, 90.0)
    first = side * float(rng.uniform(0.0, 0.25))
    knee = _towards(hip, first, 40)
    ankle = _towards(knee, first - side * float(rng.uniform(0.0, 0.4)), 38)
    toe = _towards(ankle, side * float(rng.uniform(0.3, 1.1)), 13)
    parts = [
        Part(capsule(ankle, toe, 4.0, 3.0), skin, True),
        Part(capsule(knee, ankle, 5.6 * breadth, 3.8), skin, True),
        Part(capsule(hip, knee, 8.6 * breadth, 6.0 * breadth), skin, True),
    ]
    if dressed > 0.15:
        parts.append(Part(capsule(hip, knee, 9.4 * breadth, 7.2 * breadth), trousers, True))
    if dressed > 0.45:
        parts.append(Part(capsule(knee, ankle, 7.0 * breadth, 5.6), trousers, True))
    return parts


def _trunk(
    breadth: float, skin: Colour, shirt: Colour, trousers: Colour, dressed: float, rng: np.random.Generator
) -> list[Part]:
    w, waist = 20.0 * breadth, float(rng.uniform(13, 16)) * breadth
    right = [(5.0, 27.0), (w, 33.0), (w * 0.95, 52.0), (waist, 72.0), (17 * breadth, 92.0)]
    trunk = np.array([(-5.0, 27.0), *right, (0.0, 98.0), *[(-x, y) for x, y in right[:0:-1]]])
    parts = [Part(capsule((0, 18), (0, 32), 5.5, 6.5), skin, True), Part(trunk, skin, True)]
    if dressed > 0.15:
        parts.append(
            Part(
                np.array([(-waist, 76), (waist, 76), (18 * breadth, 93), (0, 100), (-18 * breadth, 93)]), trousers, True
            )
        )
    if dressed > 0.35:
        top = trunk.copy()
        top[:2] = [(-8, 30), (8, 30)]
        parts.append(Part(top * [1.05, 1], shirt, True))
        if rng.random() < 0.3:
            stripe = _shade((200, 198, 190), rng)
            parts += [
                Part(np.array([(-w, y), (w, y), (w, y + 3), (-w, y + 3)]) * 0.98, stripe, False) for y in (44, 54, 64)
            ]
    else:
        parts.append(Part(capsule((-waist * 0.8, 78), (waist * 0.8, 78), 0.5, 0.5), _shade(skin, rng), False))
    return parts


def _arm(
    side: int, breadth: float, skin: Colour, shirt: Colour, dressed: float, rng: np.random.Generator
) -> list[Part]:
    shoulder = (side * 20.0 * breadth, 36.0)
    first = side * float(rng.uniform(0.1, 0.9))
    elbow = _towards(shoulder, first, 29)
    wrist = _towards(elbow, first - side * float(rng.uniform(-0.4, 1.2)), 25)
    hand = _towards(wrist, first - side * float(rng.uniform(-0.2, 0.8)), 12)
    parts = [
        Part(capsule(wrist, hand, 3.4, 4.2), skin, True),
        Part(capsule(elbow, wrist, 4.4 * breadth, 3.1), skin, True),
        Part(capsule(shoulder, elbow, 6.0 * breadth, 4.6), skin, True),
    ]
    if dressed > 0.35:
        parts.append(Part(capsule(shoulder, _towards(shoulder, first, 16), 7.2 * breadth, 7.0), shirt, True))
    if dressed > 0.8:
        parts.append(Part(capsule(shoulder, elbow, 7.2 * breadth, 6.0), shirt, True))
        parts.append(Part(capsule(elbow, wrist, 6.0 * breadth, 4.4), shirt, True))
    return parts


def _head(breadth: float, skin: Colour, rng: np.random.Generator) -> list[Part]:
    turn = float(rng.normal(0, 0.25))
    x = -6 * turn
    parts = [Part(oval(x, 13, 8.6 * (0.6 + 0.4 * breadth), 12.2, turn), skin, True)]
    seam = _shade(tuple(int(c * 0.82) for c in skin), rng)  # type: ignore[arg-type]
    parts.append(Part(capsule((x, 11), (x - 2 * turn, 16), 0.7, 1.2), seam, False))
    parts.append(Part(capsule((x - 3, 20), (x + 3, 20), 0.35, 0.35), seam, False))
    if rng.random() < 0.4:
        cap = oval(x, 7.5, 8.9, 7.5, turn)
        parts.append(Part(cap, _shade(_CLOTHES[int(rng.integers(0, len(_CLOTHES)))], rng), True))
    return parts


def _blanket(rng: np.random.Generator) -> Part:
    top, edge = float(rng.uniform(92, 120)), rng.normal(0, 3, 8)
    outline = np.array(
        [(-38, top), (-12, top + 3), (12, top - 2), (36, top + 2), (40, 150), (34, 178), (0, 182), (-36, 178)]
    )
    outline[:, 1] += edge
    return Part(outline, _shade(_CLOTHES[int(rng.integers(0, len(_CLOTHES)))], rng), True)


def draw(
    figure: Mannequin,
    canvas: npt.NDArray[np.uint8],
    light: npt.NDArray[np.float32],
    view: Points,
    shadow: tuple[float, float],
) -> None:
    """Draw a figure and the light on it.

    Args:
        figure: who.
        canvas: RGB picture, drawn upon.
        light: factor on the light of a quarter of its size, drawn upon: shadow on the ground, shape of the limbs.
        view: homography from centimetres to pixels of the canvas, (3, 3).
        shadow: where shadows fall, in centimetres.
    """
    height, width = light.shape
    ratio = width / canvas.shape[1]
    outlines = [project(view, part.outline) for part in figure.parts]
    fall = np.ones((height, width), dtype=np.float32)
    move = project(view, np.array([(0.0, 60.0), (shadow[0], 60.0 + shadow[1])]))
    for outline in outlines:
        cv2.fillPoly(fall, _fixed((outline + move[1] - move[0]) * ratio), (0.55,), cv2.LINE_8, _SHIFT)
    light *= cv2.GaussianBlur(fall, (0, 0), 2.2)
    inside = np.zeros((height, width), dtype=np.uint8)
    shape = np.ones((height, width), dtype=np.float32)
    for part, outline in zip(figure.parts, outlines, strict=True):
        cv2.fillPoly(canvas, _fixed(outline), part.colour, cv2.LINE_AA, _SHIFT)
        if part.round:
            centre = outline.mean(axis=0)
            for shrink, tone in ((1.0, 0.68), (0.82, 0.86), (0.6, 1.0), (0.36, 1.08)):
                small = _inset(outline, centre, shrink) * ratio
                cv2.fillPoly(shape, _fixed(small), (tone,), cv2.LINE_8, _SHIFT)
            cv2.fillPoly(inside, _fixed(outline * ratio), (255,), cv2.LINE_8, _SHIFT)
    per_cm = float(np.linalg.norm(move[1] - move[0])) / float(np.hypot(*shadow)) * ratio
    soft = cv2.GaussianBlur(shape, (0, 0), max(0.8, 1.1 * per_cm))
    np.copyto(light, light * soft / np.maximum(cv2.GaussianBlur(fall, (0, 0), 2.2), 0.5), where=inside > 0)


def _inset(outline: Points, centre: Points, shrink: float) -> Points:
    """The outline, thinner across its long axis and a little shorter along it."""
    moved = outline - centre
    _, _, axes = np.linalg.svd(moved, full_matrices=False)
    turned = moved @ axes.T
    return np.asarray((turned * [0.5 + 0.5 * shrink, shrink]) @ axes + centre)


def project(view: Points, points: Points) -> Points:
    """Points (n, 2) through a homography (3, 3)."""
    lifted = points @ view[:, :2].T + view[:, 2]
    return np.asarray(lifted[:, :2] / lifted[:, 2:3])


def _fixed(outline: Points) -> list[npt.NDArray[np.int32]]:
    return [np.round(np.clip(outline, -4000, 16000) * (1 << _SHIFT)).astype(np.int32)]
